//! A pack as it lies in a folder: read and checked with the module's own readers.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use passerelle::engine::Pack;
use passerelle::pack::layout::{Codec, HEADER_LEN, Kind};
use passerelle::pack::{Core, Envelope, Expected, ItemRef, Manifest, PackError, Shard, Unavailable, shard_of, write};
use passerelle::season::{HALF_MONTHS, Traits};

use crate::pack::translations::Translations;

/// Why a folder's pack cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackDirError {
    /// There is no manifest.
    #[error("{}: there is no pack here: `passerelle build --out {}` makes one", dir.display(), dir.display())]
    NoPack {
        /// The folder.
        dir: PathBuf,
    },
    /// A file cannot be read.
    #[error("{}: cannot be read ({source}): publish the whole build again", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what was written.
    #[error("{}: {source}", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        source: PackError,
    },
    /// Files that are sound one by one contradict each other.
    #[error("{}: {what}: build the pack again", dir.display())]
    Contradiction {
        /// The folder.
        dir: PathBuf,
        /// What does not fit.
        what: String,
    },
}

/// An open pack: manifest, core and the set of unavailable items have been read and checked.
#[derive(Clone, Debug)]
pub struct PackDir {
    dir: PathBuf,
    manifest: Manifest,
    core: Core,
    core_payload: Vec<u8>,
    core_bytes: usize,
    unavailable_payload: Vec<u8>,
    unavailable: Unavailable,
}

/// What a whole check counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Files read, the manifest included.
    pub files: usize,
    /// Items.
    pub items: usize,
    /// Entries of neighbour lists.
    pub neighbours: usize,
    /// Aliases.
    pub aliases: usize,
    /// Size of the core as stored, in bytes.
    pub core_bytes: usize,
    /// Sizes of the shards as stored, in bytes, in the order of their numbers.
    pub shard_bytes: Vec<usize>,
    /// Sizes of the files of the season as stored, in bytes, in the order of the year; none where nothing was learned.
    pub season_bytes: Vec<usize>,
    /// Items with a demand profile.
    pub with_demand: usize,
    /// Of those the ones that are in demand at some time of the year.
    pub in_demand: usize,
    /// Sizes of the files of translations in bytes, in the order of the house's languages.
    pub translations_bytes: Vec<usize>,
}

impl PackDir {
    /// Opens the pack in `dir`.
    ///
    /// # Errors
    /// [`PackDirError`]: nothing there, or something unsound.
    pub fn open(dir: &Path) -> Result<Self, PackDirError> {
        Self::of(dir, Self::manifest_at(dir, dir.join("manifest.json"))?)
    }

    /// Opens an earlier build in `dir`, as it was when it was published last.
    ///
    /// # Errors
    /// As [`PackDir::open`].
    pub fn open_build(dir: &Path, build: &str) -> Result<Self, PackDirError> {
        Self::of(dir, Self::manifest_at(dir, dir.join(build).join("manifest.json"))?)
    }

    fn manifest_at(dir: &Path, file: PathBuf) -> Result<Manifest, PackDirError> {
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(PackDirError::NoPack { dir: dir.to_owned() });
            }
            Err(source) => return Err(PackDirError::Unreadable { file, source }),
        };
        Manifest::parse(&bytes).map_err(|source| PackDirError::Damaged { file, source })
    }

    fn of(dir: &Path, manifest: Manifest) -> Result<Self, PackDirError> {
        let expected = |kind, checksum| Expected { kind, build: manifest.build, index: 0, checksum: Some(checksum) };
        let path = manifest.core_path();
        let (core_payload, core_bytes) = read(dir, &path, &expected(Kind::Core, manifest.core))?;
        let damaged = |path: &str| {
            let file = dir.join(path);
            move |source| PackDirError::Damaged { file, source }
        };
        let core = Core::parse(&core_payload).map_err(damaged(&path))?;
        let path = manifest.unavailable_path();
        let (unavailable_payload, _) = read(dir, &path, &expected(Kind::Unavailable, manifest.unavailable))?;
        let unavailable = Unavailable::parse(&unavailable_payload).map_err(damaged(&path))?;
        Ok(Self { dir: dir.to_owned(), manifest, core, core_payload, core_bytes, unavailable_payload, unavailable })
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The house.
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// What cannot be bought now.
    #[must_use]
    pub fn unavailable(&self) -> &Unavailable {
        &self.unavailable
    }

    /// The pack as the engine takes it.
    ///
    /// # Errors
    /// [`PackDirError::Damaged`]
    pub fn to_pack(&self) -> Result<Pack, PackDirError> {
        Pack::new(self.manifest.clone(), self.core_payload.clone(), &self.unavailable_payload)
            .map_err(|error| self.damaged(error))
    }

    /// The uncompressed payload of the shard in which `id`, an item's own or an alias, lives.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn payload_for(&self, id: &str) -> Result<Vec<u8>, PackDirError> {
        Ok(self.shard(shard_of(id, self.manifest.shards))?.0)
    }

    /// Whether `id` lives in the shard of this number.
    #[must_use]
    pub fn lives_in(&self, id: &str, number: u32) -> bool {
        shard_of(id, self.manifest.shards) == number
    }

    /// Reads an uncompressed shard.
    ///
    /// # Errors
    /// [`PackDirError::Damaged`]
    pub fn parse<'a>(&self, payload: &'a [u8]) -> Result<Shard<'a>, PackDirError> {
        Shard::parse(payload, &self.core).map_err(|error| self.damaged(error))
    }

    /// The ids of all items.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn item_ids(&self) -> Result<Vec<String>, PackDirError> {
        let mut ids = Vec::with_capacity(self.manifest.items as usize);
        for (payload, number) in self.payloads().zip(0..) {
            let payload = payload?;
            let items = self.parse(&payload)?.items().map(|item| item.id.to_owned()).collect::<Vec<_>>();
            ids.extend(items.into_iter().filter(|id| self.lives_in(id, number)));
        }
        Ok(ids)
    }

    /// The uncompressed payloads in which items live, one after the other; of a pack that is one file, the core's.
    ///
    /// # Errors
    /// Of each [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn payloads(&self) -> impl Iterator<Item = Result<Vec<u8>, PackDirError>> + '_ {
        (0..self.manifest.shards.max(1)).map(|index| Ok(self.shard(index)?.0))
    }

    /// The uncompressed file of what suits a half-month.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn season(&self, half_month: u8) -> Result<Vec<u8>, PackDirError> {
        Ok(self.season_file(half_month.into())?.0)
    }

    fn season_file(&self, half_month: u32) -> Result<(Vec<u8>, usize), PackDirError> {
        let expected = Expected { kind: Kind::Season, build: self.manifest.build, index: half_month, checksum: None };
        read(&self.dir, &self.manifest.season_path(half_month), &expected)
    }

    /// What earlier builds offered and this one does not, with the last day it was offered in days since 1970-01-01
    /// UTC.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn offered(&self) -> Result<Vec<(String, u32)>, PackDirError> {
        let path = write::offered_path(&self.manifest);
        let expected = Expected { kind: Kind::Offered, build: self.manifest.build, index: 0, checksum: None };
        let (payload, _) = read(&self.dir, &path, &expected)?;
        write::parse_offered(&payload).map_err(|source| PackDirError::Damaged { file: self.dir.join(path), source })
    }

    /// Reads every file and checks that they agree: each item and alias lives in the shard of its hash, every id that
    /// is mentioned exists, the counts are the manifest's, and the build id is the hash of it all.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check_all(&self) -> Result<Checked, PackDirError> {
        let shards = self.manifest.shards.max(1);
        let mut checked = Checked { core_bytes: self.core_bytes, ..Checked::default() };
        let contradiction = |what: String| PackDirError::Contradiction { dir: self.dir.clone(), what };
        let (mut ids, mut mentioned) = (HashSet::new(), HashSet::new());
        // The list of an item is the same wherever an alias brings it.
        let mut lists: HashMap<String, ListHash> = HashMap::new();
        for index in 0..shards {
            let (payload, bytes) = self.shard(index)?;
            if self.manifest.shards > 0 {
                checked.shard_bytes.push(bytes);
            }
            let shard = self.parse(&payload)?;
            let spoken: HashSet<&str> = shard.aliases().map(|(_, item)| item).collect();
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
            for card in shard.cards().filter(|card| ids.contains(card.id) && shard_of(card.id, shards) == index) {
                // The shape of what has no profile is flat, its amplitude 0.
                checked.with_demand += usize::from(card.traits.amplitude > 0);
                let from = i32::from(self.core.season.in_demand_from);
                checked.in_demand += usize::from(from > 0 && self.peak(&card.traits) >= from);
            }
            for (alias, item) in shard.aliases() {
                if shard_of(alias, shards) != index {
                    return Err(contradiction(format!("alias {alias} does not belong into shard {index}")));
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
                (0..HALF_MONTHS as u32).map(|half| self.check_season(half, &ids)).collect::<Result<_, _>>()?;
        }
        self.offered()?;
        let copy = Self::manifest_at(&self.dir, self.dir.join(self.manifest.folder()).join("manifest.json"))?;
        if copy.build != self.manifest.build {
            return Err(contradiction("the copy of the manifest names another build".to_owned()));
        }
        if self.manifest.languages != self.core.languages {
            return Err(contradiction("the manifest names other languages than the core".to_owned()));
        }
        checked.translations_bytes = self.check_translations()?;
        self.check_build_id()?;
        checked.files = 5 + checked.shard_bytes.len() + checked.season_bytes.len() + checked.translations_bytes.len();
        Ok(checked)
    }

    /// Checks that what is said in each language are translations; the answer is the sizes of the files in bytes.
    fn check_translations(&self) -> Result<Vec<usize>, PackDirError> {
        let check = |tag: &String| {
            let path = self.manifest.translations_path(tag);
            let bytes = bytes_of(self.dir.join(&path))?;
            match serde_json::from_slice::<Translations>(&bytes) {
                Ok(_) => Ok(bytes.len()),
                Err(error) => Err(PackDirError::Contradiction {
                    dir: self.dir.clone(),
                    what: format!("{path} holds no translations ({error})"),
                }),
            }
        };
        self.core.languages.iter().map(check).collect()
    }

    /// Hashes the whole content again: translations have no checksum of their own, and files that are sound one by one may be of
    /// two builds that were given one name.
    fn check_build_id(&self) -> Result<(), PackDirError> {
        let manifest = &self.manifest;
        let shards = (0..manifest.shards).map(|index| (Kind::Shard, index, manifest.shard_path(index)));
        let halves = if self.manifest.season { HALF_MONTHS as u32 } else { 0 };
        let season = (0..halves).map(|half| (Kind::Season, half, manifest.season_path(half)));
        let core = (Kind::Core, 0, manifest.core_path());
        let offered = (Kind::Offered, 0, write::offered_path(manifest));
        let mut id = write::BuildId::default();
        for (kind, index, path) in [core].into_iter().chain(shards).chain(season).chain([offered]) {
            let file = self.dir.join(&path);
            let expected = Expected { kind, build: manifest.build, index, checksum: None };
            let bytes = bytes_of(file.clone())?;
            let envelope =
                Envelope::open(&bytes, &expected).map_err(|source| PackDirError::Damaged { file, source })?;
            id.file(kind, index, envelope.raw_len as u32, envelope.stored);
        }
        for tag in &self.core.languages {
            id.translations(tag, &bytes_of(self.dir.join(manifest.translations_path(tag)))?);
        }
        if id.finish() == manifest.build {
            return Ok(());
        }
        let what = format!("what lies in {} is not what its name is the hash of", manifest.folder());
        Err(PackDirError::Contradiction { dir: self.dir.clone(), what })
    }

    /// Checks that what suits a half-month is of this pack and in the list of its division; the answer is the file's size
    /// as stored, in bytes.
    fn check_season(&self, half_month: u32, ids: &HashSet<String>) -> Result<usize, PackDirError> {
        let (payload, bytes) = self.season_file(half_month)?;
        let season = self.parse(&payload)?;
        let contradiction = |what: String| {
            Err(PackDirError::Contradiction { dir: self.dir.clone(), what: format!("half-month {half_month}: {what}") })
        };
        for list in season.items() {
            let division = self.core.divisions.get(usize::from(list.division));
            if division.map(|division| division.id.as_str()) != list.id.strip_prefix('\n') {
                return contradiction(format!("list {:?} stands for no division", list.id));
            }
            if let Some(stranger) = list.neighbours.iter().find(|one| !ids.contains(one.id)) {
                return contradiction(format!("item {} suits it and does not exist", stranger.id));
            }
            if let Some(stranger) = list.neighbours.iter().find(|one| one.division != list.division) {
                return contradiction(format!("item {} is listed under another division", stranger.id));
            }
        }
        Ok(bytes)
    }

    /// The most that demand rises above the mean of the year: the product of shape and amplitude.
    fn peak(&self, traits: &Traits) -> i32 {
        let shape = self.core.season.shapes.get(usize::from(traits.shape));
        let most = shape.and_then(|shape| shape.iter().max()).copied().unwrap_or(0);
        i32::from(most) * i32::from(traits.amplitude)
    }

    /// A shard's uncompressed payload, and its size as stored.
    fn shard(&self, index: u32) -> Result<(Vec<u8>, usize), PackDirError> {
        if self.manifest.shards == 0 {
            return Ok((self.core_payload.clone(), self.core_bytes));
        }
        let expected = Expected { kind: Kind::Shard, build: self.manifest.build, index, checksum: None };
        read(&self.dir, &self.manifest.shard_path(index), &expected)
    }

    /// `error` as an error of this pack.
    #[must_use]
    pub fn damaged(&self, source: PackError) -> PackDirError {
        PackDirError::Damaged { file: self.dir.join(self.manifest.folder()), source }
    }
}

/// What tells two lists apart.
type ListHash = u64;

fn list_hash(item: &ItemRef<'_>) -> ListHash {
    let mut hasher = DefaultHasher::new();
    (item.division, item.item_type, item.scale).hash(&mut hasher);
    for neighbour in &item.neighbours {
        (neighbour.id, neighbour.division, neighbour.level, neighbour.support).hash(&mut hasher);
    }
    hasher.finish()
}

/// A file's uncompressed payload, and its size as stored.
fn read(dir: &Path, path: &str, expected: &Expected) -> Result<(Vec<u8>, usize), PackDirError> {
    let file = dir.join(path);
    let bytes = bytes_of(file.clone())?;
    let payload = Envelope::open(&bytes, expected).and_then(|envelope| inflate(&envelope));
    match payload {
        Ok(payload) => Ok((payload, bytes.len())),
        Err(source) => Err(PackDirError::Damaged { file, source }),
    }
}

fn bytes_of(file: PathBuf) -> Result<Vec<u8>, PackDirError> {
    std::fs::read(&file).map_err(|source| PackDirError::Unreadable { file, source })
}

/// The uncompressed payload, never longer than it declares.
fn inflate(envelope: &Envelope<'_>) -> Result<Vec<u8>, PackError> {
    if envelope.codec == Codec::Stored {
        return Ok(envelope.stored.to_vec());
    }
    let wrong = PackError::Malformed { section: "payload", what: "it does not decompress to its size" };
    // A header may declare a gigabyte: memory is taken as the content comes.
    let mut payload = Vec::new();
    let most = envelope.raw_len as u64 + 1;
    match GzDecoder::new(envelope.stored).take(most).read_to_end(&mut payload) {
        Ok(length) if length == envelope.raw_len => Ok(payload),
        _ => Err(wrong),
    }
}

const _: () = assert!(HEADER_LEN == 48, "docs/FORMAT.md gives the header's length");
