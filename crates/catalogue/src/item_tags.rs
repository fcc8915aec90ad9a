//! The tags of an item that questionnaires weigh.

use ecow::EcoString;

use crate::catalogue::{Catalogue, Item};
use crate::fold::fold;

/// Returns the tags of an item: its shop tags, custom labels, product types, colours, materials and pattern; folded,
/// sorted, without duplicates.
#[must_use]
pub fn tags_of(item: &Item, catalogue: &Catalogue) -> Vec<String> {
    let kind = catalogue.types.get(usize::from(item.item_type)).map(|kind| kind.name.as_str());
    let of_variants = [&item.color, &item.material].into_iter().flat_map(|values| values.split('/'));
    let words = item.tags.iter().chain(&item.custom_labels).chain(&item.other_types).chain([&item.pattern]);
    let mut tags: Vec<String> = words.map(EcoString::as_str).chain(of_variants).chain(kind).map(fold).collect();
    tags.retain(|tag| !tag.is_empty());
    tags.sort_unstable();
    tags.dedup();
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::ItemType;

    #[test]
    fn whatever_the_feed_says_in_a_word_is_a_tag() {
        let item = Item {
            tags: vec!["Gift  Idea".into(), "woody".into()],
            custom_labels: ["Woody", "", "CR27", "", ""].map(Into::into),
            color: "black/ivory".into(),
            material: "silk".into(),
            other_types: vec!["Evening".into()],
            ..Item::default()
        };
        let catalogue = Catalogue {
            types: vec![ItemType { name: "Scarf".to_owned(), ..ItemType::default() }],
            ..Catalogue::default()
        };
        let expected = ["black", "cr27", "evening", "gift idea", "ivory", "scarf", "silk", "woody"];
        assert_eq!(tags_of(&item, &catalogue), expected);
    }
}
