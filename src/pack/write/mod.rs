//! From content to the bytes of a pack. Same content, same bytes, whatever the machine or the number of threads.

mod content;
mod details;
mod error;
mod payload;
mod shards;
mod stored;

use xxhash_rust::xxh3::Xxh3;

use super::core::{Address, Core};
use super::layout::{HEADER_LEN, Kind, MAX_LANGUAGES_LEN, MINOR, SINGLE_FILE_LEN};
use super::manifest::{self, Manifest};
use super::unavailable::Unavailable;
use crate::model::ShardIndex;
use stored::{Stored, compress, seal};

pub use content::{AdviceFile, Alias, Content, DetailsContent, Item, Neighbour};
pub use error::WriteError;

/// A file of a pack: its path relative to the manifest, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Relative path with `/`.
    pub path: String,
    /// Header and stored payload; of translations, messages and questionnaires the text itself.
    pub bytes: Vec<u8>,
}

/// The immutable files of a build and the manifest that names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// The manifest, with sequence 0 and no unavailable items: see [`Build::unavailable`].
    pub manifest: Manifest,
    /// Core, shards, season, what is trending, the list of what was offered, the translations, the messages and the questionnaires.
    pub files: Vec<File>,
    /// Sizes of the shards as stored, in bytes, in ascending order; one entry when the pack is one file.
    pub shard_bytes: Vec<usize>,
}

/// Writes a pack. `time` is the build's time in seconds since 1970-01-01 UTC: it goes into the manifest alone, so
/// that the build id depends on the content only.
///
/// # Errors
/// [`WriteError`]
pub fn build(content: &Content, time: i64) -> Result<Build, WriteError> {
    check_languages(&content.core.languages)?;
    let mut core = content.core.clone();
    core.url.prefix = shared_prefix(&core.url, content.items.iter().map(|item| (&*item.id, &*item.url)));
    let images =
        content.items.iter().flat_map(|item| [&item.image, &item.additional_image].map(|image| (&*item.id, &**image)));
    core.image.prefix = shared_prefix(&core.image, images);
    let core_payload = payload::core(&core)?;
    let (shards, mut stored) = match single_file(content, &core, &core_payload)? {
        Some(single) => (0, vec![single]),
        None => {
            let cards = if core.pins() { shards::pinned(content, &core)? } else { Vec::new() };
            let mut stored =
                vec![compress(Kind::Core, 0, &[core_payload, cards, payload::later_placements(&core)?].concat())?];
            stored.extend(shards::choose(content, &core)?);
            ((stored.len() - 1) as u32, stored)
        }
    };
    let mut shard_bytes: Vec<usize> =
        stored.iter().skip(usize::from(shards > 0)).map(|file| file.bytes.len() + HEADER_LEN).collect();
    shard_bytes.sort_unstable();

    let season = content
        .season
        .iter()
        .zip(0..)
        .map(|(lists, half)| shards::of_divisions(content, &core, (Kind::Season, half), lists));
    stored.extend(season.collect::<Result<Vec<_>, _>>()?);
    stored.push(shards::of_divisions(content, &core, (Kind::Trending, 0), &content.trending)?);
    stored.push(compress(Kind::Offered, 0, &payload::offered(&content.offered)?)?);
    let mut id = BuildId::default();
    for file in &stored {
        id.file(file.kind, file.index, file.raw_len, &file.bytes);
    }
    for (tag, text) in content.translations.iter().chain(&content.messages) {
        id.texts(tag, text);
    }
    // In the order of their paths, which is that of a folder that is listed.
    let mut advice: Vec<(String, &[u8])> =
        content.advice.iter().map(|file| (advice_name(file), file.bytes.as_slice())).collect();
    advice.sort_unstable();
    for (name, bytes) in &advice {
        id.texts(name, bytes);
    }
    let details = details::files(content, shards);
    for (number, bytes) in details.iter().enumerate() {
        id.texts(&number.to_string(), bytes);
    }
    let build = id.finish();
    let mut manifest = Manifest {
        minor: MINOR,
        sequence: 0,
        build,
        time,
        items: content.items.len() as u32,
        shards,
        k: core.k,
        on: true,
        season: !content.season.is_empty(),
        languages: core.languages.clone(),
        core: 0,
        unavailable: 0,
    };
    let mut files = Vec::with_capacity(stored.len());
    for stored in &stored {
        let (bytes, checksum) = seal(stored, build);
        let path = match stored.kind {
            Kind::Core => {
                manifest.core = checksum;
                manifest.core_path()
            }
            Kind::Offered => offered_path(&manifest),
            Kind::Season => manifest.season_path(stored.index),
            Kind::Trending => manifest.trending_path(),
            Kind::Shard | Kind::Unavailable => manifest.shard_path(ShardIndex(stored.index)),
        };
        files.push(File { path, bytes });
    }
    let file = |(tag, text): &(String, Vec<u8>)| File { path: manifest.translations_path(tag), bytes: text.clone() };
    files.extend(content.translations.iter().map(file));
    let file = |(tag, text): &(String, Vec<u8>)| File { path: manifest.messages_path(tag), bytes: text.clone() };
    files.extend(content.messages.iter().map(file));
    let path = |file: &AdviceFile| manifest.advice_path(file.name.as_str(), &file.tag);
    files.extend(content.advice.iter().map(|file| File { path: path(file), bytes: file.bytes.clone() }));
    let path = |shard: u32| manifest.details_path(ShardIndex(shard));
    files.extend((0..).zip(details).map(|(shard, bytes)| File { path: path(shard), bytes }));
    Ok(Build { manifest, files, shard_bytes })
}

/// What a file of advice is called in its folder.
fn advice_name(file: &AdviceFile) -> String {
    format!("{}.{}.json", file.name.as_str(), file.tag)
}

/// The manifest names every language: there is room for so many.
fn check_languages(tags: &[String]) -> Result<(), WriteError> {
    let wrong = |why: String| Err(WriteError::Content { what: "languages", why });
    if let Some(tag) = tags.iter().find(|tag| tag.is_empty() || !tag.bytes().all(manifest::is_of_tag)) {
        return wrong(format!("{tag:?} is no BCP 47 tag: use letters, digits and hyphens"));
    }
    let length = manifest::languages(tags).len();
    if tags.is_empty() || length > MAX_LANGUAGES_LEN {
        return wrong(format!(
            "{} tags in {length} bytes: one at least, {MAX_LANGUAGES_LEN} bytes at most",
            tags.len()
        ));
    }
    Ok(())
}

/// The core and its only shard in one file, when that stays small.
fn single_file(content: &Content, core: &Core, core_payload: &[u8]) -> Result<Option<Stored>, WriteError> {
    // No item takes less than 20 bytes: larger catalogues need not be tried.
    if content.items.len() > SINGLE_FILE_LEN / 20 {
        return Ok(None);
    }
    let payload =
        [core_payload, &shards::encode(content, core, 1)?.concat(), &payload::later_placements(core)?].concat();
    if payload.len() as u64 > u64::from(Kind::Shard.raw_cap()) {
        return Ok(None);
    }
    let single = compress(Kind::Core, 0, &payload)?;
    Ok(Some(single).filter(|file| file.bytes.len() + HEADER_LEN < SINGLE_FILE_LEN))
}

/// The file that says what cannot be bought now, for the build of `manifest`, which is changed to name it.
///
/// # Errors
/// [`WriteError`] when the set is too large for the format.
pub fn unavailable<'a>(manifest: &mut Manifest, ids: impl Iterator<Item = &'a str>) -> Result<File, WriteError> {
    let raw = payload::unavailable(&Unavailable::encode(ids))?;
    if raw.len() as u64 > u64::from(Kind::Unavailable.raw_cap()) {
        let why =
            format!("{} bytes are more than a reader accepts: leave out of the feed what has gone for good", raw.len());
        return Err(WriteError::Content { what: "set of unavailable items", why });
    }
    // The code is dense already: compression would only add bytes.
    let stored = Stored { kind: Kind::Unavailable, index: 0, raw_len: raw.len() as u32, bytes: raw };
    let (bytes, checksum) = seal(&stored, manifest.build);
    manifest.unavailable = checksum;
    Ok(File { path: manifest.unavailable_path(), bytes })
}

/// Path of the list of what earlier builds offered, relative to the manifest.
#[must_use]
pub fn offered_path(manifest: &Manifest) -> String {
    format!("{}/offered.psr", manifest.folder())
}

/// Reads what [`Content::offered`] wrote, from an uncompressed payload.
///
/// # Errors
/// [`super::PackError::Malformed`]
pub fn parse_offered(payload: &[u8]) -> Result<Vec<(String, u32)>, super::PackError> {
    payload::parse_offered(payload)
}

/// The build id of files that are named in the order in which they are written: docs/pack-format.md.
#[derive(Default)]
pub struct BuildId(Xxh3);

impl BuildId {
    /// The next file, by its header's fields and its stored payload.
    pub fn file(&mut self, kind: Kind, index: u32, raw_len: u32, stored: &[u8]) {
        self.0.update(&[kind as u8]);
        self.0.update(&index.to_le_bytes());
        self.0.update(&raw_len.to_le_bytes());
        self.text(stored);
    }

    /// After all other files the next text: translations and messages by the tag of their language, then questionnaires by
    /// the names of their files.
    pub fn texts(&mut self, name: &str, text: &[u8]) {
        self.text(name.as_bytes());
        self.text(text);
    }

    /// The id.
    #[must_use]
    pub fn finish(&self) -> [u8; 16] {
        self.0.digest128().to_be_bytes()
    }

    fn text(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u32).to_le_bytes());
        self.0.update(bytes);
    }
}

/// What all addresses that do not follow the template begin with, up to a `/`; empty when an address would be left
/// with nothing, because an empty text means the template.
fn shared_prefix<'a>(address: &Address, addresses: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let template = Address { template: address.template.clone(), prefix: String::new() };
    let mut prefix: Option<&str> = None;
    let spelled_out = addresses.filter(|(id, text)| !text.is_empty() && template.expand(id, "") != *text);
    for text in spelled_out.map(|(_, text)| text) {
        let Some(common) = prefix else {
            prefix = Some(text);
            continue;
        };
        let same = common.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
        prefix =
            common.get(..same).or_else(|| common.get(..(0..same).rev().find(|cut| common.is_char_boundary(*cut))?));
    }
    let prefix = prefix.unwrap_or_default();
    // Cutting behind the last `/` keeps whole segments; an address that ends there would be left empty.
    let cut = prefix.strip_suffix('/').unwrap_or(prefix).rfind('/').map_or(0, |slash| slash + 1);
    prefix.get(..cut).unwrap_or_default().to_owned()
}
