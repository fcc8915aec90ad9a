//! `manifest.json`: the pack's only mutable file, with a constant size and its own checksum. Not for choosing files:
//! see [`crate::plan`].

use super::PackError;
use super::layout::{MAJOR, MANIFEST_LEN, MINOR_WITH_ADVICE, MINOR_WITH_MESSAGES, MINOR_WITH_TRENDING, MODULE};
use crate::hash::hash;
use crate::model::{HalfMonth, ShardCount, ShardIndex};

/// The current build, with the data needed to name the files of a page and the checksums of the files that every page
/// needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The minor version of the build's files.
    pub minor: u16,
    /// Increases by one with every publication.
    pub sequence: u64,
    /// Hash of the whole content, which is also the name of the build's folder.
    pub build: [u8; 16],
    /// Time of the build in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// Number of items in the pack.
    pub items: u32,
    /// Number of files of shards; `None` if the core contains the only shard.
    pub shard_files: Option<ShardCount>,
    /// The privacy floor k.
    pub k: u8,
    /// Whether suggestions are switched on; false switches them off everywhere.
    pub on: bool,
    /// Whether the build has a season file for each half-month.
    pub season: bool,
    /// The house's languages as BCP 47 tags, the default first; each has a translations file.
    pub languages: Vec<String>,
    /// Checksum of the core.
    pub core: u64,
    /// Checksum of the set of unavailable items, which is part of the file's name.
    pub unavailable: u64,
}

const START: &str = "{\"major\":";
/// The digits of the checksum, followed by `"}` and a line feed, end the file.
const CHECKSUM_DIGITS: usize = 16;
const END: &[u8] = b"\"}\n";
const CHECKED: usize = MANIFEST_LEN - CHECKSUM_DIGITS - END.len();

impl Manifest {
    /// Decodes and validates the whole file.
    ///
    /// # Errors
    /// [`PackError::NotAPack`], [`PackError::Version`], [`PackError::Length`], [`PackError::Checksum`] or
    /// [`PackError::Malformed`], for any difference from the written file, even of one byte.
    pub fn parse(bytes: &[u8]) -> Result<Self, PackError> {
        let mut text = ManifestText { rest: bytes };
        text.literal(START).ok_or(PackError::NotAPack)?;
        let major = text.number().ok_or(PackError::NotAPack)?;
        if major != u64::from(MAJOR) {
            return Err(PackError::Version { expected: u32::from(MAJOR), got: major as u32 });
        }
        let length =
            PackError::Length { file: "manifest.json", expected: MANIFEST_LEN as u64, got: bytes.len() as u64 };
        if bytes.len() != MANIFEST_LEN {
            return Err(length);
        }
        let (checked, rest) = bytes.split_at_checked(CHECKED).ok_or(length)?;
        let digits = rest.strip_suffix(END).ok_or(PackError::Checksum { file: "manifest.json" })?;
        if digits != hex(hash(checked)).as_bytes() {
            return Err(PackError::Checksum { file: "manifest.json" });
        }
        let Parsed { module, manifest } =
            text.fields().ok_or(PackError::malformed("manifest", "not in canonical form"))?;
        if module > u64::from(MODULE) {
            return Err(PackError::Version { expected: MODULE, got: module as u32 });
        }
        Ok(manifest)
    }

    /// Encodes the file.
    #[cfg(feature = "write")]
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let start = format!(
            "{{\"major\":{MAJOR},\"minor\":{},\"module\":{MODULE},\"sequence\":{},\"build\":\"{}\",\"time\":{},\
             \"items\":{},\"shards\":{},\"k\":{},\"on\":{},\"season\":{},\"languages\":{},\"core\":\"{}\",\
             \"unavailable\":\"{}\",",
            self.minor,
            self.sequence,
            self.folder(),
            self.time.max(0),
            self.items,
            self.shard_files.map_or(0, ShardCount::number),
            self.k,
            self.on,
            self.season,
            languages(&self.languages),
            hex(self.core),
            hex(self.unavailable)
        );
        let key = "\"checksum\":\"";
        // Numbers have at most 20 digits, and the writer limits the languages, so the text always fits. Spaces fill
        // the rest.
        let mut text = format!("{start:<width$}{key}", width = CHECKED - key.len());
        text.push_str(&hex(hash(text.as_bytes())));
        text.push_str("\"}\n");
        text.into_bytes()
    }

    /// Number of shards, whether in files of their own or in the core.
    #[must_use]
    pub fn shards(&self) -> ShardCount {
        self.shard_files.unwrap_or(ShardCount::ONE)
    }

    /// The build's folder: its id as 32 hexadecimal digits.
    #[must_use]
    pub fn folder(&self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.build))
    }

    /// Path of the core, relative to the manifest.
    #[must_use]
    pub fn core_path(&self) -> String {
        format!("{}/core.psr", self.folder())
    }

    /// Path of the set of unavailable items, relative to the manifest.
    #[must_use]
    pub fn unavailable_path(&self) -> String {
        format!("{}/unavailable-{}.psr", self.folder(), hex(self.unavailable))
    }

    /// Path of a shard, relative to the manifest.
    #[must_use]
    pub fn shard_path(&self, shard: ShardIndex) -> String {
        format!("{}/shards/{shard}.psr", self.folder())
    }

    /// Path of the translations in the language with this tag, relative to the manifest.
    #[must_use]
    pub fn translations_path(&self, tag: &str) -> String {
        format!("{}/translations/{tag}.json", self.folder())
    }

    /// Path of the messages in the language with this tag, relative to the manifest.
    #[must_use]
    pub fn messages_path(&self, tag: &str) -> String {
        format!("{}/messages/{tag}.json", self.folder())
    }

    /// Whether the build has messages files: earlier versions have none.
    #[must_use]
    pub const fn has_messages(&self) -> bool {
        self.minor >= MINOR_WITH_MESSAGES
    }

    /// Path of the questionnaire with this name in the language with this tag, relative to the manifest.
    #[must_use]
    pub fn advice_path(&self, name: &str, tag: &str) -> String {
        format!("{}/advice/{name}.{tag}.json", self.folder())
    }

    /// Path of the details of the items of a shard, relative to the manifest.
    #[must_use]
    pub fn details_path(&self, shard: ShardIndex) -> String {
        format!("{}/details/{shard}.json", self.folder())
    }

    /// Whether the build may have advice files: earlier versions have none.
    #[must_use]
    pub const fn has_advice(&self) -> bool {
        self.minor >= MINOR_WITH_ADVICE
    }

    /// Path of the trending items, relative to the manifest.
    #[must_use]
    pub fn trending_path(&self) -> String {
        format!("{}/trending.psr", self.folder())
    }

    /// Whether the build has a file of trending items: earlier versions have none.
    #[must_use]
    pub const fn has_trending(&self) -> bool {
        self.minor >= MINOR_WITH_TRENDING
    }

    /// Path of the season file of a half-month, relative to the manifest.
    #[must_use]
    pub fn season_path(&self, half_month: HalfMonth) -> String {
        format!("{}/season/{}.psr", self.folder(), half_month.number())
    }
}

/// Whether a byte may occur in a language tag: BCP 47 allows letters, digits and hyphens.
pub(super) const fn is_of_tag(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// Formats the languages as a JSON array of strings.
#[cfg(feature = "write")]
pub(super) fn languages(tags: &[String]) -> String {
    format!("[\"{}\"]", tags.join("\",\""))
}

/// Formats a checksum as 16 hexadecimal digits.
fn hex(checksum: u64) -> String {
    format!("{checksum:016x}")
}

/// The fields of a manifest.
struct Parsed {
    /// The version of the module's reading code that the build requires.
    module: u64,
    manifest: Manifest,
}

/// Parses the canonical JSON text: a fixed order of fields and no optional white space, so that a few lines replace a
/// JSON parser.
struct ManifestText<'a> {
    rest: &'a [u8],
}

impl ManifestText<'_> {
    fn literal(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text.as_bytes())?;
        Some(())
    }

    fn number(&mut self) -> Option<u64> {
        let length = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at_checked(length).filter(|_| (1..=20).contains(&length))?;
        self.rest = rest;
        let append = |number: u64, digit: &u8| number.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
        digits.iter().try_fold(0, append)
    }

    fn field(&mut self, name: &str) -> Option<u64> {
        self.literal(name)?;
        self.number()
    }

    /// Parses 16 lower-case hexadecimal digits.
    fn hexadecimal(&mut self) -> Option<u64> {
        let (digits, rest) = self.rest.split_at_checked(16)?;
        self.rest = rest;
        digits.iter().try_fold(0, |number, digit| {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return None,
            };
            Some(number << 4 | u64::from(value))
        })
    }

    fn build(&mut self, name: &str) -> Option<[u8; 16]> {
        self.literal(name)?;
        let (high, low) = (self.hexadecimal()?, self.hexadecimal()?);
        self.literal("\"")?;
        Some((u128::from(high) << 64 | u128::from(low)).to_be_bytes())
    }

    fn checksum(&mut self, name: &str) -> Option<u64> {
        self.literal(name)?;
        let checksum = self.hexadecimal()?;
        self.literal("\"")?;
        Some(checksum)
    }

    fn switch(&mut self, name: &str) -> Option<bool> {
        self.literal(name)?;
        let on = self.literal("true").is_some();
        if !on {
            self.literal("false")?;
        }
        Some(on)
    }

    /// Parses the language tags, at least one.
    fn languages(&mut self) -> Option<Vec<String>> {
        self.literal(",\"languages\":[")?;
        let mut languages = vec![self.tag()?];
        while self.literal(",").is_some() {
            languages.push(self.tag()?);
        }
        self.literal("]")?;
        Some(languages)
    }

    fn tag(&mut self) -> Option<String> {
        self.literal("\"")?;
        let length = self.rest.iter().take_while(|byte| is_of_tag(**byte)).count();
        let (tag, rest) = self.rest.split_at_checked(length).filter(|(tag, _)| !tag.is_empty())?;
        self.rest = rest;
        self.literal("\"")?;
        Some(tag.iter().map(|byte| char::from(*byte)).collect())
    }

    /// Parses the fields from the minor version up to the checksum.
    fn fields(&mut self) -> Option<Parsed> {
        let minor = u16::try_from(self.field(",\"minor\":")?).ok()?;
        let module = self.field(",\"module\":")?;
        let manifest = Manifest {
            minor,
            sequence: self.field(",\"sequence\":")?,
            build: self.build(",\"build\":\"")?,
            time: i64::try_from(self.field(",\"time\":")?).ok()?,
            items: u32::try_from(self.field(",\"items\":")?).ok()?,
            shard_files: ShardCount::new(u32::try_from(self.field(",\"shards\":")?).ok()?),
            k: u8::try_from(self.field(",\"k\":")?).ok()?,
            on: self.switch(",\"on\":")?,
            season: self.switch(",\"season\":")?,
            languages: self.languages()?,
            core: self.checksum(",\"core\":\"")?,
            unavailable: self.checksum(",\"unavailable\":\"")?,
        };
        self.literal(",")?;
        self.rest = self.rest.trim_ascii_start();
        self.literal("\"checksum\":\"")?;
        Some(Parsed { module, manifest })
    }
}
