//! Facts about the ids that pages of this document have used, by the id as the page writes it. Not for what they are:
//! see [`super::aliases`] and [`super::spoken_sizes`].

/// Maximum number of ids; the oldest is evicted.
const MAX_IDS: usize = 200;

/// Facts by id, oldest first.
#[derive(Debug)]
pub(super) struct PageIds<T>(Vec<PageId<T>>);

#[derive(Debug)]
struct PageId<T> {
    /// The id as the page writes it.
    id: String,
    fact: T,
}

impl<T> Default for PageIds<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> PageIds<T> {
    /// The fact about `id`.
    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.0.iter().rfind(|known| known.id == id).map(|known| &known.fact)
    }

    /// Stores the fact about `id`, and replaces an earlier one.
    pub(super) fn put(&mut self, id: &str, fact: T) {
        let again = self.0.iter().position(|known| known.id == id);
        let oldest = (self.0.len() >= MAX_IDS).then_some(0);
        if let Some(gone) = again.or(oldest) {
            self.0.remove(gone);
        }
        self.0.push(PageId { id: id.to_owned(), fact });
    }

    /// Keeps the ids for which `wanted` returns true.
    pub(super) fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.0.retain(|known| wanted(&known.id));
    }

    /// Removes all ids.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
