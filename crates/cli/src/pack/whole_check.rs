//! Checks that all files of a pack agree. Not for the validity of a single file: see [`super::pack_dir`].

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use passerelle::model::DemandLift;
use passerelle::pack::{AliasRef, BinaryFile, Envelope, Expected, ItemRef, Manifest, ShardCount, ShardIndex, write};
use passerelle::season::{HalfMonth, Traits};
use passerelle_advice::{DetailsFile, Questionnaire};
use serde::de::DeserializeOwned;

use super::messages::MessagesFile;
use super::pack_dir::{PackDir, PackDirError, StoredPayload, bytes_of};
use super::translations::Translations;

/// Figures of a complete check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Number of files read, the manifest included.
    pub files: usize,
    /// Number of items.
    pub items: usize,
    /// Number of entries in neighbour lists.
    pub neighbours: usize,
    /// Number of aliases.
    pub aliases: usize,
    /// Stored size of the core, in bytes.
    pub core_bytes: usize,
    /// Stored sizes of the shards, in bytes, by index.
    pub shard_bytes: Vec<usize>,
    /// Stored sizes of the files of the season, in bytes, in the order of the year; empty if no item has enough shoppers.
    pub season_bytes: Vec<usize>,
    /// Stored size of the file of trending items, in bytes; `None` in a build of an earlier version.
    pub trending_bytes: Option<usize>,
    /// Number of trending items.
    pub trending: usize,
    /// Number of items with a demand profile.
    pub with_demand: usize,
    /// Number of those that are in demand at some time of the year.
    pub in_demand: usize,
    /// Sizes of the files of translations, in bytes, in the order of the house's languages.
    pub translations_bytes: Vec<usize>,
    /// Sizes of the files of messages, in bytes, in the same order; empty in a build of an earlier version.
    pub messages_bytes: Vec<usize>,
    /// Sizes of the files of questionnaires, in bytes, by name.
    pub advice_bytes: Vec<usize>,
    /// Sizes of the files of details, in bytes, in the order of the shards; empty if the house does not publish
    /// details.
    pub details_bytes: Vec<usize>,
}

impl PackDir {
    /// Reads every file and checks that they agree: each item and alias lives in the shard of its hash, every mentioned
    /// id exists, the counts match the manifest, and the build id is the hash of the content.
    ///
    /// # Errors
    /// The first error found.
    pub fn check_all(&self) -> Result<Checked, PackDirError> {
        let mut checked = Checked { core_bytes: self.core_bytes, ..Checked::default() };
        let contradiction = |what: String| PackDirError::Contradiction { dir: self.dir.clone(), what };
        let (mut ids, mut mentioned) = (HashSet::new(), HashSet::new());
        // The list of an item must be the same in every shard that contains it because of an alias.
        let mut lists: HashMap<String, ListHash> = HashMap::new();
        for index in self.manifest.shards().indices() {
            let StoredPayload { payload, stored_bytes } = self.shard(index)?;
            if self.manifest.shard_files.is_some() {
                checked.shard_bytes.push(stored_bytes);
            }
            let shard = self.parse(&payload)?;
            let spoken: HashSet<&str> = shard.aliases().map(|alias| alias.item).collect();
            for item in shard.items() {
                let list = list_hash(&item);
                if *lists.entry(item.id.to_owned()).or_insert(list) != list {
                    return Err(contradiction(format!("the list of item {} in shard {index} is another one", item.id)));
                }
                if self.lives_in(item.id, index) {
                    checked.items += 1;
                    checked.neighbours += item.neighbours.len();
                    mentioned.extend(item.neighbours.iter().map(|neighbour| neighbour.id.to_owned()));
                    ids.insert(item.id.to_owned());
                } else if !spoken.contains(item.id) {
                    return Err(contradiction(format!("item {} does not belong into shard {index}", item.id)));
                }
            }
            for card in shard.cards().filter(|card| ids.contains(card.id) && self.lives_in(card.id, index)) {
                // An item without a profile has a flat shape and amplitude 0.
                checked.with_demand += usize::from(card.traits.amplitude > 0);
                checked.in_demand += usize::from(self.core.season.is_in_demand(self.peak(&card.traits)));
            }
            for AliasRef { text, item, .. } in shard.aliases() {
                if !self.lives_in(text, index) {
                    return Err(contradiction(format!("alias {text} does not belong into shard {index}")));
                }
                checked.aliases += 1;
                mentioned.insert(item.to_owned());
            }
        }
        if let Some(stranger) = mentioned.iter().filter(|id| !ids.contains(*id)).min() {
            return Err(contradiction(format!("item {stranger} is mentioned and does not exist")));
        }
        if checked.items != self.manifest.items as usize {
            return Err(contradiction(format!(
                "the manifest counts {} items, the shards hold {}",
                self.manifest.items, checked.items
            )));
        }
        if self.manifest.season {
            checked.season_bytes =
                HalfMonth::all().map(|half_month| self.check_season(half_month, &ids)).collect::<Result<_, _>>()?;
        }
        if let Some(StoredPayload { payload, stored_bytes }) = self.trending_file()? {
            checked.trending = self.check_lists("trending", &payload, &ids)?;
            checked.trending_bytes = Some(stored_bytes);
        }
        self.offered()?;
        let copy = Self::manifest_at(&self.dir, self.dir.join(self.manifest.folder()).join("manifest.json"))?;
        if copy.build != self.manifest.build {
            return Err(contradiction("the copy of the manifest names another build".to_owned()));
        }
        if self.manifest.languages != self.core.languages {
            return Err(contradiction("the manifest names other languages than the core".to_owned()));
        }
        checked.translations_bytes = self.check_texts::<Translations>("translations", Manifest::translations_path)?;
        if self.manifest.has_messages() {
            checked.messages_bytes = self.check_texts::<MessagesFile>("messages", Manifest::messages_path)?;
        }
        let advice = self.advice_names()?;
        checked.advice_bytes = self.check_advice(&advice)?;
        checked.details_bytes = self.check_details(&ids)?;
        self.check_build_id(&advice, checked.details_bytes.len())?;
        let texts = checked.translations_bytes.len()
            + checked.messages_bytes.len()
            + checked.advice_bytes.len()
            + checked.details_bytes.len();
        let trending = usize::from(checked.trending_bytes.is_some());
        checked.files = 5 + checked.shard_bytes.len() + checked.season_bytes.len() + trending + texts;
        Ok(checked)
    }

    /// Checks that the texts of each language can be read as `T`. Returns the sizes of the files in bytes.
    fn check_texts<T: DeserializeOwned>(
        &self,
        what: &str,
        path: fn(&Manifest, &str) -> String,
    ) -> Result<Vec<usize>, PackDirError> {
        let check = |tag: &String| {
            let path = path(&self.manifest, tag);
            let bytes = bytes_of(self.dir.join(&path))?;
            match serde_json::from_slice::<T>(&bytes) {
                Ok(_) => Ok(bytes.len()),
                Err(error) => Err(PackDirError::Contradiction {
                    dir: self.dir.clone(),
                    what: format!("{path} holds no {what} ({error})"),
                }),
            }
        };
        self.core.languages.iter().map(check).collect()
    }

    /// The file names of questionnaires, ascending. They are read from the folder, because the manifest does not list
    /// questionnaires.
    fn advice_names(&self) -> Result<Vec<String>, PackDirError> {
        let folder = self.dir.join(self.manifest.folder()).join("advice");
        if !self.manifest.has_advice() || !folder.is_dir() {
            return Ok(Vec::new());
        }
        let unreadable = |source| PackDirError::Unreadable { file: folder.clone(), source };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            names.push(entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned());
        }
        names.sort_unstable();
        Ok(names)
    }

    /// Checks that each file holds the questionnaire of its name. Returns the sizes in bytes.
    fn check_advice(&self, names: &[String]) -> Result<Vec<usize>, PackDirError> {
        let check = |name: &String| {
            let path = format!("{}/advice/{name}", self.manifest.folder());
            let contradiction = |what: String| PackDirError::Contradiction { dir: self.dir.clone(), what };
            let bytes = bytes_of(self.dir.join(&path))?;
            let read: Questionnaire = serde_json::from_slice(&bytes)
                .map_err(|error| contradiction(format!("{path} holds no questionnaire ({error})")))?;
            read.check().map_err(|error| contradiction(format!("{path}: {error}")))?;
            match name.split_once('.') {
                Some((id, _)) if id == read.id => Ok(bytes.len()),
                _ => Err(contradiction(format!("{path} holds the questionnaire {:?}", read.id))),
            }
        };
        names.iter().map(check).collect()
    }

    /// Checks that every file of details holds items of this pack. Returns the sizes in bytes.
    fn check_details(&self, ids: &HashSet<String>) -> Result<Vec<usize>, PackDirError> {
        let first = self.dir.join(self.manifest.details_path(ShardIndex(0)));
        if !self.manifest.has_advice() || !first.is_file() {
            return Ok(Vec::new());
        }
        let check = |shard: ShardIndex| {
            let path = self.manifest.details_path(shard);
            let contradiction = |what: String| PackDirError::Contradiction { dir: self.dir.clone(), what };
            let bytes = bytes_of(self.dir.join(&path))?;
            let read: DetailsFile = serde_json::from_slice(&bytes)
                .map_err(|error| contradiction(format!("{path} holds no details ({error})")))?;
            let strange = read.items.iter().find(|(id, item)| !ids.contains(*id) || item.id != **id);
            let lost = read.aliases.values().find(|id| !read.items.contains_key(*id));
            match strange.map(|(id, _)| id).or(lost) {
                Some(id) => Err(contradiction(format!("{path} holds item {id}, which does not belong into it"))),
                None => Ok(bytes.len()),
            }
        };
        self.manifest.shards().indices().map(check).collect()
    }

    /// Hashes the whole content again. Texts have no checksum of their own, and valid files can come from two builds
    /// with the same name.
    fn check_build_id(&self, advice: &[String], details: usize) -> Result<(), PackDirError> {
        let manifest = &self.manifest;
        let shards = manifest.shard_files.into_iter().flat_map(ShardCount::indices).map(BinaryFile::Shard);
        let season = HalfMonth::all().filter(|_| manifest.season).map(BinaryFile::Season);
        let trending = manifest.has_trending().then_some(BinaryFile::Trending);
        let binary = [BinaryFile::Core].into_iter().chain(shards).chain(season).chain(trending);
        let mut id = write::BuildId::default();
        for binary in binary.chain([BinaryFile::Offered]) {
            let file = self.dir.join(write::binary_path(manifest, binary));
            let expected = Expected { file: binary, build: manifest.build, checksum: None };
            let bytes = bytes_of(file.clone())?;
            let envelope =
                Envelope::open(&bytes, &expected).map_err(|source| PackDirError::Damaged { file, source })?;
            id.file(binary, envelope.raw_len as u32, envelope.stored);
        }
        for tag in &self.core.languages {
            id.texts(tag, &bytes_of(self.dir.join(manifest.translations_path(tag)))?);
        }
        for tag in self.core.languages.iter().filter(|_| manifest.has_messages()) {
            id.texts(tag, &bytes_of(self.dir.join(manifest.messages_path(tag)))?);
        }
        for name in advice {
            id.texts(name, &bytes_of(self.dir.join(manifest.folder()).join("advice").join(name))?);
        }
        for shard in (0..).take(details) {
            id.texts(&shard.to_string(), &bytes_of(self.dir.join(manifest.details_path(ShardIndex(shard))))?);
        }
        if id.finish() == manifest.build {
            return Ok(());
        }
        let what = format!("the content of {} does not have the hash in its name", manifest.folder());
        Err(PackDirError::Contradiction { dir: self.dir.clone(), what })
    }

    /// Checks that the items of a half-month are in this pack and in the list of their division. Returns the stored
    /// size of the file in bytes.
    fn check_season(&self, half_month: HalfMonth, ids: &HashSet<String>) -> Result<usize, PackDirError> {
        let StoredPayload { payload, stored_bytes } = self.binary(BinaryFile::Season(half_month))?;
        self.check_lists(&format!("half-month {}", half_month.number()), &payload, ids)?;
        Ok(stored_bytes)
    }

    /// Checks that lists by division hold items of this pack, each in the list of its own division. Returns their
    /// number.
    fn check_lists(&self, file: &str, payload: &[u8], ids: &HashSet<String>) -> Result<usize, PackDirError> {
        let lists = self.parse(payload)?;
        let contradiction =
            |what: String| Err(PackDirError::Contradiction { dir: self.dir.clone(), what: format!("{file}: {what}") });
        let mut listed = 0;
        for list in lists.items() {
            let division = self.core.divisions.get(list.division.at());
            if division.map(|division| division.id.as_str()) != list.id.strip_prefix('\n') {
                return contradiction(format!("list {:?} has no division", list.id));
            }
            if let Some(stranger) = list.neighbours.iter().find(|one| !ids.contains(one.id)) {
                return contradiction(format!("item {} is listed and does not exist", stranger.id));
            }
            if let Some(stranger) = list.neighbours.iter().find(|one| one.division != list.division) {
                return contradiction(format!("item {} is listed under another division", stranger.id));
            }
            listed += list.neighbours.len();
        }
        Ok(listed)
    }

    /// The highest demand of the year.
    fn peak(&self, traits: &Traits) -> DemandLift {
        let lifts = HalfMonth::all().map(|half_month| self.core.season.lift(traits, half_month));
        lifts.max().unwrap_or_default()
    }
}

/// Hash of a neighbour list, by which two lists are compared.
type ListHash = u64;

fn list_hash(item: &ItemRef<'_>) -> ListHash {
    let mut hasher = DefaultHasher::new();
    (item.division, item.item_type, item.scale).hash(&mut hasher);
    for neighbour in &item.neighbours {
        (neighbour.id, neighbour.division, neighbour.level, neighbour.support).hash(&mut hasher);
    }
    hasher.finish()
}
