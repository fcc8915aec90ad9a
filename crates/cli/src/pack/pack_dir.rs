//! A pack in a folder, read with the readers of the crate `passerelle`. Not for whether its files agree: see
//! [`super::whole_check`].

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use passerelle::engine::Pack;
use passerelle::model::HalfMonth;
use passerelle::pack::layout::{Codec, HEADER_LEN, Kind};
use passerelle::pack::{Core, Envelope, Expected, Manifest, PackError, Shard, ShardIndex, Unavailable, write};

/// Error of a pack in a folder.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackDirError {
    /// There is no manifest in the folder.
    #[error("{}: no pack is here: make one with `passerelle build --out {}`", dir.display(), dir.display())]
    NoPack {
        /// The folder.
        dir: PathBuf,
    },
    /// A file cannot be read.
    #[error("{}: cannot be read ({source}): publish the whole build again", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// A file is damaged, or has an unsupported version.
    #[error("{}: {source}", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// The error of the format.
        source: PackError,
    },
    /// Files are valid one by one, but contradict each other.
    #[error("{}: {what}: build the pack again", dir.display())]
    Contradiction {
        /// The folder.
        dir: PathBuf,
        /// The contradiction.
        what: String,
    },
}

/// An open pack. The manifest, the core and the set of unavailable items are read and checked.
#[derive(Clone, Debug)]
pub struct PackDir {
    pub(super) dir: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) core: Core,
    pub(super) core_payload: Vec<u8>,
    pub(super) core_bytes: usize,
    pub(super) unavailable_payload: Vec<u8>,
    pub(super) unavailable: Unavailable,
}

impl PackDir {
    /// Opens the pack in `dir`.
    ///
    /// # Errors
    /// [`PackDirError`] if there is no pack, or if one of its files is invalid.
    pub fn open(dir: &Path) -> Result<Self, PackDirError> {
        Self::of(dir, Self::manifest_at(dir, dir.join("manifest.json"))?)
    }

    /// Opens an earlier build in `dir`, in the state of its last publication.
    ///
    /// # Errors
    /// Those of [`PackDir::open`].
    pub fn open_build(dir: &Path, build: &str) -> Result<Self, PackDirError> {
        Self::of(dir, Self::manifest_at(dir, dir.join(build).join("manifest.json"))?)
    }

    pub(super) fn manifest_at(dir: &Path, file: PathBuf) -> Result<Manifest, PackDirError> {
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

    /// The core, with the data of the house.
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// The items that cannot be bought now.
    #[must_use]
    pub fn unavailable(&self) -> &Unavailable {
        &self.unavailable
    }

    /// Returns the pack for the engine.
    ///
    /// # Errors
    /// [`PackDirError::Damaged`]
    pub fn to_pack(&self) -> Result<Pack, PackDirError> {
        Pack::new(self.manifest.clone(), self.core_payload.clone(), &self.unavailable_payload)
            .map_err(|error| self.damaged(error))
    }

    /// Returns the uncompressed payload of the shard in which `id` lives; `id` is an item's own id or an alias.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn payload_for(&self, id: &str) -> Result<Vec<u8>, PackDirError> {
        Ok(self.shard(ShardIndex::of(id, self.manifest.shards))?.0)
    }

    /// Whether `id` lives in this shard.
    #[must_use]
    pub fn lives_in(&self, id: &str, shard: ShardIndex) -> bool {
        ShardIndex::of(id, self.manifest.shards) == shard
    }

    /// Parses an uncompressed shard.
    ///
    /// # Errors
    /// [`PackDirError::Damaged`]
    pub fn parse<'a>(&self, payload: &'a [u8]) -> Result<Shard<'a>, PackDirError> {
        Shard::parse(payload, &self.core).map_err(|error| self.damaged(error))
    }

    /// Reads the ids of all items.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn item_ids(&self) -> Result<Vec<String>, PackDirError> {
        self.item_ids_where(|_| true)
    }

    /// Reads the ids of all items, and keeps those that are `wanted`, with one shard in memory at a time.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn item_ids_where(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<String>, PackDirError> {
        let mut ids = Vec::new();
        for (payload, index) in self.payloads().zip((0..).map(ShardIndex)) {
            let payload = payload?;
            let shard = self.parse(&payload)?;
            let here = shard.items().filter(|item| self.lives_in(item.id, index) && wanted(item.id));
            ids.extend(here.map(|item| item.id.to_owned()));
        }
        Ok(ids)
    }

    /// Returns the uncompressed payloads of all shards, one after the other; the core's if the pack is one file.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`] of each payload.
    pub fn payloads(&self) -> impl Iterator<Item = Result<Vec<u8>, PackDirError>> + '_ {
        (0..self.manifest.shards.max(1)).map(|index| Ok(self.shard(ShardIndex(index))?.0))
    }

    /// Returns the uncompressed file of a half-month of the season.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn season(&self, half_month: HalfMonth) -> Result<Vec<u8>, PackDirError> {
        Ok(self.season_file(half_month.number().into())?.0)
    }

    pub(super) fn season_file(&self, half_month: u32) -> Result<(Vec<u8>, usize), PackDirError> {
        let expected = Expected { kind: Kind::Season, build: self.manifest.build, index: half_month, checksum: None };
        read(&self.dir, &self.manifest.season_path(half_month), &expected)
    }

    /// Returns the uncompressed file of trending items; `None` in a build of an earlier version.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn trending(&self) -> Result<Option<Vec<u8>>, PackDirError> {
        Ok(self.trending_file()?.map(|(payload, _)| payload))
    }

    pub(super) fn trending_file(&self) -> Result<Option<(Vec<u8>, usize)>, PackDirError> {
        let expected = Expected { kind: Kind::Trending, build: self.manifest.build, index: 0, checksum: None };
        let has = self.manifest.has_trending();
        has.then(|| read(&self.dir, &self.manifest.trending_path(), &expected)).transpose()
    }

    /// Returns the items that earlier builds offered and this build does not, ascending by id.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn offered(&self) -> Result<Vec<write::OfferedItem>, PackDirError> {
        let path = write::offered_path(&self.manifest);
        let expected = Expected { kind: Kind::Offered, build: self.manifest.build, index: 0, checksum: None };
        let (payload, _) = read(&self.dir, &path, &expected)?;
        write::parse_offered(&payload).map_err(|source| PackDirError::Damaged { file: self.dir.join(path), source })
    }

    /// Reads a shard: its uncompressed payload, and its stored size in bytes.
    pub(super) fn shard(&self, shard: ShardIndex) -> Result<(Vec<u8>, usize), PackDirError> {
        if self.manifest.shards == 0 {
            return Ok((self.core_payload.clone(), self.core_bytes));
        }
        let expected = Expected { kind: Kind::Shard, build: self.manifest.build, index: shard.0, checksum: None };
        read(&self.dir, &self.manifest.shard_path(shard), &expected)
    }

    /// Converts `source` into an error of this pack.
    #[must_use]
    pub fn damaged(&self, source: PackError) -> PackDirError {
        PackDirError::Damaged { file: self.dir.join(self.manifest.folder()), source }
    }
}

/// Reads a file: its uncompressed payload, and its stored size in bytes.
fn read(dir: &Path, path: &str, expected: &Expected) -> Result<(Vec<u8>, usize), PackDirError> {
    let file = dir.join(path);
    let bytes = bytes_of(file.clone())?;
    let payload = Envelope::open(&bytes, expected).and_then(|envelope| inflate(&envelope));
    match payload {
        Ok(payload) => Ok((payload, bytes.len())),
        Err(source) => Err(PackDirError::Damaged { file, source }),
    }
}

pub(super) fn bytes_of(file: PathBuf) -> Result<Vec<u8>, PackDirError> {
    std::fs::read(&file).map_err(|source| PackDirError::Unreadable { file, source })
}

/// Decompresses the payload, and rejects a length other than the declared one.
fn inflate(envelope: &Envelope<'_>) -> Result<Vec<u8>, PackError> {
    if envelope.codec == Codec::Stored {
        return Ok(envelope.stored.to_vec());
    }
    let wrong = PackError::Malformed { section: "payload", what: "it does not decompress to its size" };
    // A header may declare a gigabyte: memory grows with the actual content.
    let mut payload = Vec::new();
    let most = envelope.raw_len as u64 + 1;
    match GzDecoder::new(envelope.stored).take(most).read_to_end(&mut payload) {
        Ok(length) if length == envelope.raw_len => Ok(payload),
        _ => Err(wrong),
    }
}

const _: () = assert!(HEADER_LEN == 48, "docs/pack-format.md gives the header's length");
