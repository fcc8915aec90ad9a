//! `manifest.json`: the pack's only mutable file, of constant size, with its own checksum.

use super::PackError;
use super::layout::{MAJOR, MANIFEST_LEN, MODULE};
use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

/// What is current: which build, how many shards, and the checksums of what every page needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Grows by one with every publication.
    pub sequence: u64,
    /// Hash of the whole content; the folder of everything else.
    pub build: [u8; 16],
    /// When the build was made: seconds since 1970-01-01 UTC.
    pub time: i64,
    /// Items in the pack.
    pub items: u32,
    /// Shards; 0 when the core carries the only one.
    pub shards: u32,
    /// The privacy floor.
    pub k: u8,
    /// False turns suggestions off everywhere.
    pub on: bool,
    /// Checksum of the core.
    pub core: u64,
    /// Checksum of the set of unavailable items; it names the file.
    pub unavailable: u64,
}

/// The text as JSON gives it.
#[derive(Deserialize)]
struct Text<'a> {
    module: u32,
    sequence: u64,
    build: &'a str,
    time: i64,
    items: u32,
    shards: u32,
    k: u8,
    on: bool,
    core: &'a str,
    unavailable: &'a str,
}

const START: &[u8] = b"{\"major\":";
/// The checksum's digits and `"}` and a line feed stand at the very end.
const CHECKSUM_DIGITS: usize = 16;
const END: &[u8] = b"\"}\n";
const CHECKED: usize = MANIFEST_LEN - CHECKSUM_DIGITS - END.len();

impl Manifest {
    /// Reads and checks the whole file.
    ///
    /// # Errors
    /// [`PackError::NotAPack`], [`PackError::Version`], [`PackError::Length`], [`PackError::Checksum`] or
    /// [`PackError::Malformed`]: whatever differs from what was written, down to one byte.
    pub fn parse(bytes: &[u8]) -> Result<Self, PackError> {
        let after = bytes.strip_prefix(START).ok_or(PackError::NotAPack)?;
        let major = number(after).ok_or(PackError::NotAPack)?;
        if major != u32::from(MAJOR) {
            return Err(PackError::Version { expected: u32::from(MAJOR), got: major });
        }
        let length =
            PackError::Length { file: "manifest.json", expected: MANIFEST_LEN as u64, got: bytes.len() as u64 };
        if bytes.len() != MANIFEST_LEN {
            return Err(length);
        }
        let (checked, rest) = bytes.split_at_checked(CHECKED).ok_or(length)?;
        let digits = rest.strip_suffix(END).ok_or(PackError::Checksum { file: "manifest.json" })?;
        if digits != hex(xxh3_64(checked)).as_bytes() {
            return Err(PackError::Checksum { file: "manifest.json" });
        }
        let (text, _) =
            serde_json_core::from_slice::<Text<'_>>(bytes).map_err(|_| malformed("not the expected JSON"))?;
        if text.module > MODULE {
            return Err(PackError::Version { expected: MODULE, got: text.module });
        }
        let build = u128::from_str_radix(text.build, 16).map_err(|_| malformed("build id"))?;
        Ok(Self {
            sequence: text.sequence,
            build: build.to_be_bytes(),
            time: text.time,
            items: text.items,
            shards: text.shards,
            k: text.k,
            on: text.on,
            core: u64::from_str_radix(text.core, 16).map_err(|_| malformed("core checksum"))?,
            unavailable: u64::from_str_radix(text.unavailable, 16).map_err(|_| malformed("unavailable checksum"))?,
        })
    }

    /// The file's bytes.
    #[cfg(feature = "write")]
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        use super::layout::MINOR;
        let start = format!(
            "{{\"major\":{MAJOR},\"minor\":{MINOR},\"module\":{MODULE},\"sequence\":{},\"build\":\"{}\",\"time\":{},\
             \"items\":{},\"shards\":{},\"k\":{},\"on\":{},\"core\":\"{}\",\"unavailable\":\"{}\",",
            self.sequence,
            self.folder(),
            self.time,
            self.items,
            self.shards,
            self.k,
            self.on,
            hex(self.core),
            hex(self.unavailable)
        );
        let key = "\"checksum\":\"";
        // Numbers have at most 20 digits, so the text always fits and spaces fill what is left.
        let mut text = format!("{start:<width$}{key}", width = CHECKED - key.len());
        text.push_str(&hex(xxh3_64(text.as_bytes())));
        text.push_str("\"}\n");
        text.into_bytes()
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
    pub fn shard_path(&self, index: u32) -> String {
        format!("{}/shards/{index}.psr", self.folder())
    }
}

/// A checksum as 16 hexadecimal digits.
fn hex(checksum: u64) -> String {
    format!("{checksum:016x}")
}

/// The decimal number at the start of `bytes`.
fn number(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    core::str::from_utf8(bytes.get(..digits)?).ok()?.parse().ok()
}

const fn malformed(what: &'static str) -> PackError {
    PackError::Malformed { section: "manifest", what }
}
