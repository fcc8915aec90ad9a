//! A build before publication: its id is known, and its files are produced one at a time. Not for their content.

use std::io;

use super::compressed::{CompressedFile, seal};
use super::encoded_file::{EncodedFile, binary_path};
use super::shard_count::{ShardSize, SpooledShard};
use super::spool::{Parts, Span, Spool};
use crate::model::ShardIndex;
use crate::pack::{BinaryFile, Manifest};

/// The immutable files of a build, with shards and details in a spool, and the manifest.
#[derive(Clone, Debug)]
pub struct BuildDraft<S> {
    /// The manifest, with sequence 0 and no unavailable items: see [`super::unavailable`].
    pub manifest: Manifest,
    pub(super) core: CompressedFile,
    /// The shards, in the order of their numbers; empty if the pack is one file.
    pub(super) shards: Vec<SpooledShard>,
    /// Season files, trending items, the list of offered items.
    pub(super) others: Vec<CompressedFile>,
    /// Translations, messages and questionnaires.
    pub(super) texts: Vec<EncodedFile>,
    /// The details files, one per shard; empty if there are no details.
    pub(super) details: Vec<Span>,
    pub(super) parts: Parts<S>,
}

impl<S: Spool> BuildDraft<S> {
    /// Iterates over the files, the core first. Each is produced when it is requested.
    ///
    /// # Errors
    /// For each file, the error of the spool.
    pub fn files(&self) -> impl Iterator<Item = io::Result<EncodedFile>> + '_ {
        let sealed = |file: &CompressedFile| {
            Ok(EncodedFile {
                path: binary_path(&self.manifest, file.file),
                bytes: seal(file, self.manifest.build).bytes,
            })
        };
        let core = [&self.core].into_iter().map(sealed);
        let shards = self.shards.iter().zip((0..).map(ShardIndex)).map(move |(shard, index)| {
            let bytes = self.parts.read(shard.span)?;
            sealed(&CompressedFile { file: BinaryFile::Shard(index), raw_len: shard.raw_len, bytes })
        });
        let others = self.others.iter().map(sealed);
        let texts = self.texts.iter().map(|file| Ok(file.clone()));
        let details = self.details.iter().zip((0..).map(ShardIndex)).map(|(span, shard)| {
            Ok(EncodedFile { path: self.manifest.details_path(shard), bytes: self.parts.read(*span)? })
        });
        core.chain(shards).chain(others).chain(texts).chain(details)
    }

    /// Number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        1 + self.shards.len() + self.others.len() + self.texts.len() + self.details.len()
    }

    /// Whether there are no files: always false, because each build has a core.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Size of the core's file in bytes.
    #[must_use]
    pub fn core_bytes(&self) -> usize {
        self.core.file_len()
    }

    /// Sizes of the season files in bytes, in the order of the year.
    #[must_use]
    pub fn season_bytes(&self) -> Vec<usize> {
        let season = self.others.iter().filter(|file| matches!(file.file, BinaryFile::Season(_)));
        season.map(CompressedFile::file_len).collect()
    }

    /// Size of each shard's file in bytes, in the order of their numbers; empty if the pack is one file.
    pub fn sizes(&self) -> impl Iterator<Item = ShardSize> + '_ {
        let size = |(shard, spooled): (ShardIndex, &SpooledShard)| ShardSize { shard, bytes: spooled.file_len() };
        (0..).map(ShardIndex).zip(&self.shards).map(size)
    }

    /// Sizes of the shards' files in bytes, ascending; one entry if the pack is one file.
    #[must_use]
    pub fn shard_bytes(&self) -> Vec<usize> {
        if self.shards.is_empty() {
            return vec![self.core_bytes()];
        }
        let mut sizes: Vec<usize> = self.sizes().map(|size| size.bytes).collect();
        sizes.sort_unstable();
        sizes
    }
}
