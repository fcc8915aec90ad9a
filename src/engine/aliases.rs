//! Which item each alias means that pages of this document have spoken.

/// Aliases are remembered for at most this many ids: the most recent.
const MAX_ALIASES: usize = 200;

/// Aliases and their items, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Aliases(Vec<Alias>);

#[derive(Debug)]
struct Alias {
    alias: String,
    item: String,
}

impl Aliases {
    /// The item that `id` means; `id` itself where it is no alias.
    pub(super) fn resolve<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.iter().rev().find(|known| known.alias == id).map_or(id, |known| &known.item)
    }

    /// From now on `alias` means `item`.
    pub(super) fn keep(&mut self, alias: &str, item: &str) {
        let again = self.0.iter().position(|known| known.alias == alias);
        let oldest = (self.0.len() >= MAX_ALIASES).then_some(0);
        if let Some(gone) = again.or(oldest) {
            self.0.remove(gone);
        }
        self.0.push(Alias { alias: alias.to_owned(), item: item.to_owned() });
    }

    /// Forgets the aliases that are not `wanted`.
    pub(super) fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.0.retain(|known| wanted(&known.alias));
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
