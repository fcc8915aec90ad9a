//! A pack in a folder, read with the readers of the crate `passerelle`. Not for whether its files agree: see
//! [`super::whole_check`].

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use passerelle::engine::Pack;
use passerelle::model::HalfMonth;
use passerelle::pack::layout::{Codec, HEADER_LEN};
use passerelle::pack::{
    BinaryFile, Core, Envelope, Expected, Manifest, PackError, Shard, ShardIndex, Unavailable, write,
};

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
        let read = |file, checksum| read(dir, &manifest, file, Some(checksum));
        let path = manifest.core_path();
        let StoredPayload { payload: core_payload, stored_bytes: core_bytes } = read(BinaryFile::Core, manifest.core)?;
        let damaged = |path: &str| {
            let file = dir.join(path);
            move |source| PackDirError::Damaged { file, source }
        };
        let core = Core::parse(&core_payload).map_err(damaged(&path))?;
        let path = manifest.unavailable_path();
        let unavailable_payload = read(BinaryFile::Unavailable, manifest.unavailable)?.payload;
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
        Ok(self.shard(ShardIndex::of(id, self.manifest.shards()))?.payload)
    }

    /// Whether `id` lives in this shard.
    #[must_use]
    pub fn lives_in(&self, id: &str, shard: ShardIndex) -> bool {
        ShardIndex::of(id, self.manifest.shards()) == shard
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
        self.manifest.shards().indices().map(|shard| Ok(self.shard(shard)?.payload))
    }

    /// Returns the uncompressed file of a half-month of the season.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn season(&self, half_month: HalfMonth) -> Result<Vec<u8>, PackDirError> {
        Ok(self.binary(BinaryFile::Season(half_month))?.payload)
    }

    /// Returns the uncompressed file of trending items; `None` in a build of an earlier version.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn trending(&self) -> Result<Option<Vec<u8>>, PackDirError> {
        Ok(self.trending_file()?.map(|file| file.payload))
    }

    pub(super) fn trending_file(&self) -> Result<Option<StoredPayload>, PackDirError> {
        self.manifest.has_trending().then(|| self.binary(BinaryFile::Trending)).transpose()
    }

    /// Returns the items that earlier builds offered and this build does not, ascending by id.
    ///
    /// # Errors
    /// [`PackDirError::Unreadable`], [`PackDirError::Damaged`]
    pub fn offered(&self) -> Result<Vec<write::OfferedItem>, PackDirError> {
        let path = write::binary_path(&self.manifest, BinaryFile::Offered);
        let payload = self.binary(BinaryFile::Offered)?.payload;
        write::parse_offered(&payload).map_err(|source| PackDirError::Damaged { file: self.dir.join(path), source })
    }

    /// Reads a shard; the core if the pack is one file.
    pub(super) fn shard(&self, shard: ShardIndex) -> Result<StoredPayload, PackDirError> {
        if self.manifest.shard_files.is_none() {
            return Ok(StoredPayload { payload: self.core_payload.clone(), stored_bytes: self.core_bytes });
        }
        self.binary(BinaryFile::Shard(shard))
    }

    /// Reads a file with a header.
    pub(super) fn binary(&self, file: BinaryFile) -> Result<StoredPayload, PackDirError> {
        read(&self.dir, &self.manifest, file, None)
    }

    /// Converts `source` into an error of this pack.
    #[must_use]
    pub fn damaged(&self, source: PackError) -> PackDirError {
        PackDirError::Damaged { file: self.dir.join(self.manifest.folder()), source }
    }
}

/// A file that was read.
pub(super) struct StoredPayload {
    /// The uncompressed payload.
    pub(super) payload: Vec<u8>,
    /// Size of the file in bytes.
    pub(super) stored_bytes: usize,
}

/// Reads a file with a header, whose checksum the manifest may state.
fn read(
    dir: &Path,
    manifest: &Manifest,
    binary: BinaryFile,
    checksum: Option<u64>,
) -> Result<StoredPayload, PackDirError> {
    let file = dir.join(write::binary_path(manifest, binary));
    let bytes = bytes_of(file.clone())?;
    let expected = Expected { file: binary, build: manifest.build, checksum };
    let payload = Envelope::open(&bytes, &expected).and_then(|envelope| inflate(&envelope));
    match payload {
        Ok(payload) => Ok(StoredPayload { payload, stored_bytes: bytes.len() }),
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
