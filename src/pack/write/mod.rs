//! Writes packs. Deterministic: the same content gives the same bytes on every machine and with any number of threads.
//! Not for learning the content: the native tool does it.

mod build_id;
mod content;
mod details;
mod draft;
mod error;
mod file;
mod homes;
mod payload;
mod shard_count;
mod shards;
mod spool;
mod stored;

use super::core::{Address, Core};
use super::layout::{HEADER_LEN, Kind, MAX_LANGUAGES_LEN, MINOR, SINGLE_FILE_LEN};
use super::manifest::{self, Manifest};
use super::unavailable::Unavailable;
use crate::model::ItemSizes;
use homes::Homes;
use spool::{Parts, Span};
use stored::{Stored, compress, seal};

pub use build_id::BuildId;
pub use content::{AdviceFile, Alias, Content, DetailsContent, Item, Neighbour, OfferedItem};
pub use draft::Draft;
pub use error::WriteError;
pub use file::{File, offered_path};
pub use shard_count::ShardLimits;
pub use spool::Spool;

/// The immutable files of a build and its manifest, all in memory. For larger catalogues see [`Draft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// The manifest, with sequence 0 and no unavailable items: see [`unavailable`].
    pub manifest: Manifest,
    /// Core, shards, season files, trending items, the list of offered items, translations, messages, questionnaires
    /// and details.
    pub files: Vec<File>,
    /// Sizes of the shards' files in bytes, ascending; one entry if the pack is one file.
    pub shard_bytes: Vec<usize>,
}

/// Writes a pack in memory. `time` is the build's time in seconds since 1970-01-01 UTC. Only the manifest contains it,
/// so that the build id depends on the content alone.
///
/// # Errors
/// [`WriteError`]
pub fn build(content: &Content, time: i64) -> Result<Build, WriteError> {
    let draft = draft(content, time, Vec::new())?;
    let files = draft.files().collect::<std::io::Result<Vec<File>>>().map_err(WriteError::spool)?;
    Ok(Build { shard_bytes: draft.shard_bytes(), manifest: draft.manifest, files })
}

/// Writes a pack like [`build`], but with its files in a spool, so that only a few are in memory at a time.
///
/// # Errors
/// [`WriteError`]
pub fn draft<S: Spool>(content: &Content, time: i64, spool: S) -> Result<Draft<S>, WriteError> {
    draft_within(ShardLimits::of(content.items.len() + content.aliases.len()), content, time, spool)
}

/// Writes a pack like [`draft`], with the shard limits of a catalogue of another size.
///
/// # Errors
/// [`WriteError`]
pub fn draft_within<S: Spool>(
    limits: ShardLimits,
    content: &Content,
    time: i64,
    spool: S,
) -> Result<Draft<S>, WriteError> {
    check_languages(&content.core.languages)?;
    let mut core = content.core.clone();
    core.url.prefix = shared_prefix(&core.url, content.items.iter().map(|item| (&*item.id, &*item.url)));
    let images =
        content.items.iter().flat_map(|item| [&item.image, &item.additional_image].map(|image| (&*item.id, &**image)));
    core.image.prefix = shared_prefix(&core.image, images);
    let core_payload = payload::core(&core)?;
    let mut parts = Parts::new(spool);
    let mut id = BuildId::default();
    let (core_file, shards) = match single_file(content, &core, &core_payload)? {
        Some(single) => {
            id.stored(&single);
            (single, Vec::new())
        }
        None => {
            let cards = if core.pins() { shards::pinned(content, &core)? } else { Vec::new() };
            let core_file = compress(Kind::Core, 0, &[core_payload, cards, payload::later_sections(&core)?].concat())?;
            id.stored(&core_file);
            let shards = shard_count::choose(content, &core, limits, &id, &mut parts)?;
            id = shards.id;
            (core_file, shards.spooled)
        }
    };

    let season = content
        .season
        .iter()
        .zip(0..)
        .map(|(lists, half)| shards::of_divisions(content, &core, (Kind::Season, half), lists));
    let mut others = season.collect::<Result<Vec<_>, _>>()?;
    others.push(shards::of_divisions(content, &core, (Kind::Trending, 0), &content.trending)?);
    others.push(compress(Kind::Offered, 0, &payload::offered(&content.offered)?)?);
    others.iter().for_each(|file| id.stored(file));
    for (tag, text) in content.translations.iter().chain(&content.messages) {
        id.texts(tag, text);
    }
    // In the order of their paths, which is that of a directory listing.
    let mut advice: Vec<(String, &[u8])> =
        content.advice.iter().map(|file| (advice_name(file), file.bytes.as_slice())).collect();
    advice.sort_unstable();
    for (name, bytes) in &advice {
        id.texts(name, bytes);
    }
    let count = shards.len() as u32;
    let details = spool_details(content, count.max(1), &mut id, &mut parts)?;
    let mut manifest = Manifest {
        minor: MINOR,
        sequence: 0,
        build: id.finish(),
        time,
        items: content.items.len() as u32,
        shards: count,
        k: core.k,
        on: true,
        season: !content.season.is_empty(),
        languages: core.languages.clone(),
        core: 0,
        unavailable: 0,
    };
    manifest.core = seal(&core_file, manifest.build).1;
    let texts = texts(content, &manifest);
    Ok(Draft { manifest, core: core_file, shards, others, texts, details, parts })
}

/// Writes the details files to the spool, one per shard; none if there are no details.
fn spool_details<S: Spool>(
    content: &Content,
    count: u32,
    id: &mut BuildId,
    parts: &mut Parts<S>,
) -> Result<Vec<Span>, WriteError> {
    let Some(details) = &content.details else { return Ok(Vec::new()) };
    let homes = Homes::new(content, count);
    let mut spans = Vec::with_capacity(count as usize);
    for shard in 0..count {
        let bytes = details::file(content, details, &homes, shard);
        id.texts(&shard.to_string(), &bytes);
        spans.push(parts.push(&bytes).map_err(WriteError::spool)?);
    }
    Ok(spans)
}

/// The text files, except the details.
fn texts(content: &Content, manifest: &Manifest) -> Vec<File> {
    let translations = content.translations.iter().map(|(tag, text)| (manifest.translations_path(tag), text));
    let messages = content.messages.iter().map(|(tag, text)| (manifest.messages_path(tag), text));
    let advice = content.advice.iter().map(|file| (manifest.advice_path(file.name.as_str(), &file.tag), &file.bytes));
    translations.chain(messages).chain(advice).map(|(path, bytes)| File { path, bytes: bytes.clone() }).collect()
}

/// The file name of a questionnaire.
fn advice_name(file: &AdviceFile) -> String {
    format!("{}.{}.json", file.name.as_str(), file.tag)
}

/// Checks that the language tags are valid and fit in the manifest.
fn check_languages(tags: &[String]) -> Result<(), WriteError> {
    let wrong = |why: String| Err(WriteError::Content { what: "languages", why });
    if let Some(tag) = tags.iter().find(|tag| tag.is_empty() || !tag.bytes().all(manifest::is_of_tag)) {
        return wrong(format!("{tag:?} is not a BCP 47 tag: use letters, digits and hyphens"));
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

/// The core and its only shard in one file, if that is small enough; otherwise `None`.
fn single_file(content: &Content, core: &Core, core_payload: &[u8]) -> Result<Option<Stored>, WriteError> {
    // An item takes at least 20 bytes, so larger catalogues are not tried.
    if content.items.len() > SINGLE_FILE_LEN / 20 {
        return Ok(None);
    }
    let payload = [core_payload, &shards::only(content, core)?, &payload::later_sections(core)?].concat();
    if payload.len() as u64 > u64::from(Kind::Shard.raw_cap()) {
        return Ok(None);
    }
    let single = compress(Kind::Core, 0, &payload)?;
    Ok(Some(single).filter(|file| file.bytes.len() + HEADER_LEN < SINGLE_FILE_LEN))
}

/// Writes the file of unavailable items for the build of `manifest`, and records it in the manifest.
///
/// # Errors
/// [`WriteError`] if the set is too large for the format.
pub fn unavailable<'a>(manifest: &mut Manifest, ids: impl Iterator<Item = &'a str>) -> Result<File, WriteError> {
    unavailable_with_sizes(manifest, ids, std::iter::empty())
}

/// Writes the file of unavailable items with sizes: `sizes` are the sizes in stock of items that cannot be bought in
/// every size.
///
/// # Errors
/// [`WriteError`] if the set is too large for the format.
pub fn unavailable_with_sizes<'a>(
    manifest: &mut Manifest,
    ids: impl Iterator<Item = &'a str>,
    sizes: impl Iterator<Item = (&'a str, ItemSizes)>,
) -> Result<File, WriteError> {
    let (sized, left) = Unavailable::encode_sizes(sizes);
    let raw = payload::unavailable(&Unavailable::encode(ids), &sized, &left)?;
    if raw.len() as u64 > u64::from(Kind::Unavailable.raw_cap()) {
        let why =
            format!("{} bytes are more than a reader accepts: remove discontinued items from the feed", raw.len());
        return Err(WriteError::Content { what: "set of unavailable items", why });
    }
    // The code is already compact: compression would only add bytes.
    let stored = Stored { kind: Kind::Unavailable, index: 0, raw_len: raw.len() as u32, bytes: raw };
    let (bytes, checksum) = seal(&stored, manifest.build);
    manifest.unavailable = checksum;
    Ok(File { path: manifest.unavailable_path(), bytes })
}

/// Decodes the list of offered items ([`Content::offered`]) from an uncompressed payload.
///
/// # Errors
/// [`super::PackError::Malformed`]
pub fn parse_offered(payload: &[u8]) -> Result<Vec<OfferedItem>, super::PackError> {
    payload::parse_offered(payload)
}

/// The common prefix of all URLs that do not follow the template, up to a `/`. It is empty if a URL would be left
/// empty, because an empty text means the template.
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
    // Cutting after the last `/` keeps whole segments; a URL that ends there would be left empty.
    let cut = prefix.strip_suffix('/').unwrap_or(prefix).rfind('/').map_or(0, |slash| slash + 1);
    prefix.get(..cut).unwrap_or_default().to_owned()
}
