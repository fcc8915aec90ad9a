//! Finds items by the texts of orders: an id or, if an export has no ids, the title. A title of two items finds
//! neither.

use std::collections::HashMap;

use crate::catalogue::{Catalogue, ItemIndex};
use crate::fold::fold;
use crate::orders::Resolve;

/// Finds items by their ids and, if a log has no ids, by their titles.
pub struct ByTitle<'a> {
    catalogue: &'a Catalogue,
    /// Items by folded title, built on first use; `None` for a title of two items.
    titles: Option<HashMap<String, Option<ItemIndex>>>,
}

impl<'a> ByTitle<'a> {
    /// Creates a finder for the items of `catalogue`.
    #[must_use]
    pub const fn new(catalogue: &'a Catalogue) -> Self {
        Self { catalogue, titles: None }
    }
}

impl Resolve for ByTitle<'_> {
    fn by_id(&mut self, id: &str) -> Option<ItemIndex> {
        self.catalogue.resolve(id)
    }

    /// The title of a variant is its product's title, followed by ` - ` and more.
    fn by_title(&mut self, title: &str) -> Option<ItemIndex> {
        let titles = self.titles.get_or_insert_with(|| {
            let mut titles: HashMap<String, Option<ItemIndex>> = HashMap::new();
            for (item, index) in self.catalogue.items.iter().zip(0..) {
                titles.entry(fold(&item.title)).and_modify(|same| *same = None).or_insert(Some(index));
            }
            titles
        });
        let product = title.rsplit_once(" - ").map(|(product, _)| product);
        let found = std::iter::once(title).chain(product).find_map(|title| titles.get(&fold(title)));
        found.copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Item;

    #[test]
    fn a_title_means_one_item() {
        let item = |id: &str, title: &str| Item { id: id.into(), title: title.into(), ..Item::default() };
        let items = vec![item("a", "Wool scarf"), item("b", "Mug"), item("c", "mug"), item("d", "Tea - black")];
        let catalogue = Catalogue { items, ..Catalogue::default() };
        let mut by_title = ByTitle::new(&catalogue);
        for (title, expected) in [
            ("wool  SCARF", Some(0)),
            ("Wool scarf - red, M", Some(0)),
            ("Mug", None),
            ("Tea - black", Some(3)),
            ("x", None),
        ] {
            assert_eq!(by_title.by_title(title), expected, "{title}");
        }
    }
}
