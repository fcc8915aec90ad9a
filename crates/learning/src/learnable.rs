//! Which items may be learned from: all but those of sensitive types.

use passerelle_catalogue::Catalogue;

/// For each item of `catalogue`, whether it may be learned from.
#[must_use]
pub fn learnable(catalogue: &Catalogue) -> Vec<bool> {
    let sensitive = |item_type: u16| catalogue.types.get(usize::from(item_type)).is_some_and(|kind| kind.sensitive);
    catalogue.items.iter().map(|item| !sensitive(item.item_type)).collect()
}
