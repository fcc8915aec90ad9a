//! The gate: the only function of the crate that names a file to fetch, and the only addresses it takes.
//!
//! What is asked for is a function of the page: the manifest, what every visitor of the page needs, and the shard of
//! an item that the page itself declares. No address can be made from a history. The request itself is made by the one
//! function of `pkg/src/network.ts`.

use crate::pack::Manifest;
use crate::page::DeclaredItem;

/// A file of the pack that a page may ask for.
#[derive(Clone, Copy, Debug)]
pub enum Address<'a> {
    /// The one mutable file.
    Manifest,
    /// What every page needs of a build.
    Core(&'a Manifest),
    /// What cannot be bought now.
    Unavailable(&'a Manifest),
    /// What suits half a month, from 0.
    Season(&'a Manifest, u8),
    /// The shard of an item that the page declares.
    Shard(&'a Manifest, &'a DeclaredItem),
}

/// The file's path, relative to the pack's folder.
#[must_use]
pub fn path(address: Address<'_>) -> String {
    match address {
        Address::Manifest => "manifest.json".to_owned(),
        Address::Core(manifest) => manifest.core_path(),
        Address::Unavailable(manifest) => manifest.unavailable_path(),
        Address::Season(manifest, half_month) => manifest.season_path(half_month.into()),
        Address::Shard(manifest, item) => manifest.shard_path(item.shard(manifest.shards)),
    }
}
