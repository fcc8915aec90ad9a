//! Aliases used by pages of this document, and the items they refer to. Not for the aliases of a pack: see
//! [`crate::pack`].

/// Maximum number of ids with a stored alias; the oldest is evicted.
const MAX_ALIASES: usize = 200;

/// Aliases and their items, oldest first.
#[derive(Debug, Default)]
pub(super) struct Aliases(Vec<Alias>);

#[derive(Debug)]
struct Alias {
    alias: String,
    item: String,
}

impl Aliases {
    /// The item that `id` refers to; `id` itself if it is no known alias.
    pub(super) fn resolve<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.iter().rev().find(|known| known.alias == id).map_or(id, |known| &known.item)
    }

    /// Maps `alias` to `item`, and replaces an earlier mapping.
    pub(super) fn keep(&mut self, alias: &str, item: &str) {
        let again = self.0.iter().position(|known| known.alias == alias);
        let oldest = (self.0.len() >= MAX_ALIASES).then_some(0);
        if let Some(gone) = again.or(oldest) {
            self.0.remove(gone);
        }
        self.0.push(Alias { alias: alias.to_owned(), item: item.to_owned() });
    }

    /// Keeps the aliases for which `wanted` returns true.
    pub(super) fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.0.retain(|known| wanted(&known.alias));
    }

    /// Removes all aliases.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
