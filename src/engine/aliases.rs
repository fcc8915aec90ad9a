//! Aliases used by pages of this document, and the items they refer to. Not for the aliases of a pack: see
//! [`crate::pack`].

use super::page_ids::PageIds;

/// The items that aliases refer to.
#[derive(Debug, Default)]
pub(super) struct Aliases(PageIds<String>);

impl Aliases {
    /// The item that `id` refers to; `id` itself if it is no known alias.
    pub(super) fn resolve<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, |item| item)
    }

    /// Maps `alias` to `item`, and replaces an earlier mapping.
    pub(super) fn keep(&mut self, alias: &str, item: &str) {
        self.0.put(alias, item.to_owned());
    }

    /// Keeps the aliases for which `wanted` returns true.
    pub(super) fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.0.retain(wanted);
    }

    /// Removes all aliases.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
