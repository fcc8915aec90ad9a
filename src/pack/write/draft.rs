//! A build before publication: its id is known, and its files are produced one at a time. Not for their content.

use std::io;

use super::file::{File, offered_path};
use super::shard_count::SpooledShard;
use super::spool::{Parts, Span, Spool};
use super::stored::{Stored, seal};
use crate::model::ShardIndex;
use crate::pack::layout::{HEADER_LEN, Kind};
use crate::pack::manifest::Manifest;

/// The immutable files of a build, with shards and details in a spool, and the manifest.
#[derive(Clone, Debug)]
pub struct Draft<S> {
    /// The manifest, with sequence 0 and no unavailable items: see [`super::unavailable`].
    pub manifest: Manifest,
    pub(super) core: Stored,
    /// The shards, in the order of their numbers; empty if the pack is one file.
    pub(super) shards: Vec<SpooledShard>,
    /// Season files, trending items, the list of offered items.
    pub(super) others: Vec<Stored>,
    /// Translations, messages and questionnaires.
    pub(super) texts: Vec<File>,
    /// The details files, one per shard; empty if there are no details.
    pub(super) details: Vec<Span>,
    pub(super) parts: Parts<S>,
}

impl<S: Spool> Draft<S> {
    /// Iterates over the files, the core first. Each is produced when it is requested.
    ///
    /// # Errors
    /// For each file, the error of the spool.
    pub fn files(&self) -> impl Iterator<Item = io::Result<File>> + '_ {
        let sealed = |file: &Stored| Ok(File { path: self.path(file.kind, file.index), bytes: self.seal(file) });
        let core = [&self.core].into_iter().map(sealed);
        let shards = self.shards.iter().zip(0u32..).map(move |(shard, index)| {
            let bytes = self.parts.read(shard.span)?;
            sealed(&Stored { kind: Kind::Shard, index, raw_len: shard.raw_len, bytes })
        });
        let others = self.others.iter().map(sealed);
        let texts = self.texts.iter().map(|file| Ok(file.clone()));
        let details = self.details.iter().zip(0u32..).map(|(span, shard)| {
            Ok(File { path: self.manifest.details_path(ShardIndex(shard)), bytes: self.parts.read(*span)? })
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
        self.core.bytes.len() + HEADER_LEN
    }

    /// Sizes of the season files in bytes, in the order of the year.
    #[must_use]
    pub fn season_bytes(&self) -> Vec<usize> {
        let season = self.others.iter().filter(|file| file.kind == Kind::Season);
        season.map(|file| file.bytes.len() + HEADER_LEN).collect()
    }

    /// Size of each shard's file in bytes, in the order of their numbers; empty if the pack is one file.
    pub fn sizes(&self) -> impl Iterator<Item = (ShardIndex, usize)> + '_ {
        (0..).map(ShardIndex).zip(self.shards.iter().map(SpooledShard::file_len))
    }

    /// Sizes of the shards' files in bytes, ascending; one entry if the pack is one file.
    #[must_use]
    pub fn shard_bytes(&self) -> Vec<usize> {
        if self.shards.is_empty() {
            return vec![self.core_bytes()];
        }
        let mut sizes: Vec<usize> = self.sizes().map(|(_, bytes)| bytes).collect();
        sizes.sort_unstable();
        sizes
    }

    fn seal(&self, file: &Stored) -> Vec<u8> {
        seal(file, self.manifest.build).0
    }

    fn path(&self, kind: Kind, index: u32) -> String {
        let manifest = &self.manifest;
        match kind {
            Kind::Core => manifest.core_path(),
            Kind::Offered => offered_path(manifest),
            Kind::Season => manifest.season_path(index),
            Kind::Trending => manifest.trending_path(),
            Kind::Shard | Kind::Unavailable => manifest.shard_path(ShardIndex(index)),
        }
    }
}
