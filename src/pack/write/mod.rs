//! Writes packs. Deterministic: the same content gives the same bytes on every machine and with any number of threads.
//! Not for learning the content: the native tool does it.

mod build_draft;
mod build_id;
mod compressed;
mod content;
mod details;
mod encoded_file;
mod error;
mod homes;
mod payload;
mod shard_count;
mod shards;
mod spool;

use super::binary_file::BinaryFile;
use super::core::{Address, Core};
use super::layout::{FileKind, MAX_LANGUAGES_LEN, MINOR, SINGLE_FILE_LEN};
use super::manifest::{self, Manifest};
use super::unavailable::Unavailable;
use crate::model::{HalfMonth, ShardCount};
use compressed::{CompressedFile, SealedFile, compress, seal};
use homes::Homes;
use spool::{Parts, Span};

pub use build_draft::BuildDraft;
pub use build_id::BuildId;
pub use content::{AdviceFile, Alias, Content, DetailsContent, Item, LanguageFile, Neighbour, OfferedItem};
pub use encoded_file::{EncodedFile, binary_path};
pub use error::WriteError;
pub use shard_count::{ShardLimits, ShardSize};
pub use spool::Spool;

pub use super::unavailable::SizedItem;

/// The immutable files of a build and its manifest, all in memory. For larger catalogues see [`BuildDraft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// The manifest, with sequence 0 and no unavailable items: see [`unavailable`].
    pub manifest: Manifest,
    /// Core, shards, season files, trending items, the list of offered items, translations, messages, questionnaires
    /// and details.
    pub files: Vec<EncodedFile>,
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
    let files = draft.files().collect::<std::io::Result<Vec<EncodedFile>>>().map_err(WriteError::spool)?;
    Ok(Build { shard_bytes: draft.shard_bytes(), manifest: draft.manifest, files })
}

/// Writes a pack like [`build`], but with its files in a spool, so that only a few are in memory at a time.
///
/// # Errors
/// [`WriteError`]
pub fn draft<S: Spool>(content: &Content, time: i64, spool: S) -> Result<BuildDraft<S>, WriteError> {
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
) -> Result<BuildDraft<S>, WriteError> {
    check_languages(&content.core.languages)?;
    let mut core = content.core.clone();
    let pages = content.items.iter().map(|item| ItemUrl { id: &item.id, url: &item.url });
    core.url.prefix = shared_prefix(&core.url, pages);
    let images = content.items.iter().flat_map(|item| {
        [&item.image, &item.additional_image].into_iter().flatten().map(|url| ItemUrl { id: &item.id, url })
    });
    core.image.prefix = shared_prefix(&core.image, images);
    let core_payload = payload::core(&core)?;
    let mut parts = Parts::new(spool);
    let mut id = BuildId::default();
    let (core_file, shards) = match single_file(content, &core, &core_payload)? {
        Some(single) => {
            id.compressed(&single);
            (single, Vec::new())
        }
        None => {
            let cards = if core.pins() { shards::pinned(content, &core)? } else { Vec::new() };
            let core_file =
                compress(BinaryFile::Core, &[core_payload, cards, payload::later_sections(&core)?].concat())?;
            id.compressed(&core_file);
            let shards = shard_count::choose(content, &core, limits, &id, &mut parts)?;
            id = shards.id;
            (core_file, shards.spooled)
        }
    };

    let season = HalfMonth::all()
        .zip(&content.season)
        .map(|(half_month, lists)| shards::of_divisions(content, &core, BinaryFile::Season(half_month), lists));
    let mut others = season.collect::<Result<Vec<_>, _>>()?;
    others.push(shards::of_divisions(content, &core, BinaryFile::Trending, &content.trending)?);
    others.push(compress(BinaryFile::Offered, &payload::offered(&content.offered)?)?);
    others.iter().for_each(|file| id.compressed(file));
    for LanguageFile { tag, bytes } in content.translations.iter().chain(&content.messages) {
        id.texts(tag, bytes);
    }
    // In the order of their paths, which is that of a directory listing.
    let mut advice: Vec<(String, &[u8])> =
        content.advice.iter().map(|file| (advice_name(file), file.bytes.as_slice())).collect();
    advice.sort_unstable();
    for (name, bytes) in &advice {
        id.texts(name, bytes);
    }
    let shard_files = ShardCount::new(shards.len() as u32);
    let details = spool_details(content, shard_files.unwrap_or(ShardCount::ONE), &mut id, &mut parts)?;
    let build = id.finish();
    let manifest = Manifest {
        minor: MINOR,
        sequence: 0,
        build,
        time,
        items: content.items.len() as u32,
        shard_files,
        k: core.k,
        on: true,
        season: !content.season.is_empty(),
        languages: core.languages.clone(),
        core: seal(&core_file, build).checksum,
        unavailable: 0,
    };
    let texts = texts(content, &manifest);
    Ok(BuildDraft { manifest, core: core_file, shards, others, texts, details, parts })
}

/// Writes the details files to the spool, one per shard; none if there are no details.
fn spool_details<S: Spool>(
    content: &Content,
    count: ShardCount,
    id: &mut BuildId,
    parts: &mut Parts<S>,
) -> Result<Vec<Span>, WriteError> {
    let Some(details) = &content.details else { return Ok(Vec::new()) };
    let homes = Homes::new(content, count);
    let mut spans = Vec::with_capacity(count.number() as usize);
    for shard in count.indices() {
        let bytes = details::file(content, details, &homes, shard);
        id.texts(&shard.to_string(), &bytes);
        spans.push(parts.push(&bytes).map_err(WriteError::spool)?);
    }
    Ok(spans)
}

/// The text files, except the details.
fn texts(content: &Content, manifest: &Manifest) -> Vec<EncodedFile> {
    let translations = content.translations.iter().map(|file| (manifest.translations_path(&file.tag), &file.bytes));
    let messages = content.messages.iter().map(|file| (manifest.messages_path(&file.tag), &file.bytes));
    let advice = content.advice.iter().map(|file| (manifest.advice_path(file.name.as_str(), &file.tag), &file.bytes));
    translations.chain(messages).chain(advice).map(|(path, bytes)| EncodedFile { path, bytes: bytes.clone() }).collect()
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
fn single_file(content: &Content, core: &Core, core_payload: &[u8]) -> Result<Option<CompressedFile>, WriteError> {
    // An item takes at least 20 bytes, so larger catalogues are not tried.
    if content.items.len() > SINGLE_FILE_LEN / 20 {
        return Ok(None);
    }
    let payload = [core_payload, &shards::only(content, core)?, &payload::later_sections(core)?].concat();
    if payload.len() as u64 > u64::from(FileKind::Shard.raw_cap()) {
        return Ok(None);
    }
    let single = compress(BinaryFile::Core, &payload)?;
    Ok(Some(single).filter(|file| file.file_len() < SINGLE_FILE_LEN))
}

/// Writes the file of unavailable items for the build of `manifest`, and records it in the manifest.
///
/// # Errors
/// [`WriteError`] if the set is too large for the format.
pub fn unavailable<'a>(manifest: &mut Manifest, ids: impl Iterator<Item = &'a str>) -> Result<EncodedFile, WriteError> {
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
    sizes: impl Iterator<Item = SizedItem<'a>>,
) -> Result<EncodedFile, WriteError> {
    let sizes = Unavailable::encode_sizes(sizes);
    let raw = payload::unavailable(&Unavailable::encode(ids), &sizes)?;
    if raw.len() as u64 > u64::from(FileKind::Unavailable.raw_cap()) {
        let why =
            format!("{} bytes are more than a reader accepts: remove discontinued items from the feed", raw.len());
        return Err(WriteError::Content { what: "set of unavailable items", why });
    }
    // The code is already compact: compression would only add bytes.
    let stored = CompressedFile { file: BinaryFile::Unavailable, raw_len: raw.len() as u32, bytes: raw };
    let SealedFile { bytes, checksum } = seal(&stored, manifest.build);
    manifest.unavailable = checksum;
    Ok(EncodedFile { path: manifest.unavailable_path(), bytes })
}

/// Decodes the list of offered items ([`Content::offered`]) from an uncompressed payload.
///
/// # Errors
/// [`super::PackError::Malformed`]
pub fn parse_offered(payload: &[u8]) -> Result<Vec<OfferedItem>, super::PackError> {
    payload::parse_offered(payload)
}

/// A URL of an item.
struct ItemUrl<'a> {
    /// The item's id.
    id: &'a str,
    url: &'a str,
}

/// The common prefix of all URLs that do not follow the template, up to a `/`. It is empty if a URL would be left
/// empty, because an empty text means the template.
fn shared_prefix<'a>(address: &Address, urls: impl Iterator<Item = ItemUrl<'a>>) -> String {
    let mut prefix: Option<&str> = None;
    let spelled_out =
        urls.filter(|one| !one.url.is_empty() && address.expand(one.id, None).as_deref() != Some(one.url));
    for text in spelled_out.map(|one| one.url) {
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
