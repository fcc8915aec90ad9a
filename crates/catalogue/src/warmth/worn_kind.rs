//! Whether sizes belong to shoes, clothes or other items. Not for whom items are made: see [`super::wearers`].

use super::garments::GARMENTS;
use super::traits::garment;
use crate::catalogue::{Catalogue, Division, Item};
use crate::normalized_words::Words;

/// The kind of item that sizes belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WornKind {
    /// Shoes.
    Shoes,
    /// Clothes: all other items that are worn and insulate.
    Clothes,
    /// Other items, whose sizes are compared only within their own type: rings, belts, frames.
    Other,
}

/// Returns the kind of `item` for its sizes, by its type, title and division.
#[must_use]
pub fn worn_kind(catalogue: &Catalogue, item: &Item) -> WornKind {
    let kind = catalogue.types.get(usize::from(item.item_type)).map_or("", |kind| &kind.name);
    let kind_words = Words::new(kind);
    let is_footwear = |words: &Words| GARMENTS.footwear.iter().any(|phrase| words.has(phrase));
    if GARMENTS.is_not_worn(&kind_words) {
        return WornKind::Other;
    }
    let found = garment(kind).map(|garment| garment.is_shoe).or_else(|| is_footwear(&kind_words).then_some(true));
    let of_division = || {
        let names = |division: &Division| {
            division.names.values().chain([&division.id]).any(|name| is_footwear(&Words::new(name)))
        };
        catalogue.divisions.get(usize::from(item.division)).is_some_and(names).then_some(true)
    };
    match found.or_else(of_division).or_else(|| garment(&item.title).map(|garment| garment.is_shoe)) {
        Some(true) => WornKind::Shoes,
        Some(false) => WornKind::Clothes,
        None => WornKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{ItemType, Texts};

    #[test]
    fn shoes_and_clothes_are_told_apart_by_type_division_and_title() {
        use WornKind::{Clothes, Other, Shoes};
        for (division, kind, title, expected) in [
            ("fashion", "Bottines", "Capucine", Shoes),
            ("fashion", "Coats", "Capucine", Clothes),
            ("shoes", "New in", "Capucine", Shoes),
            ("shoes", "Socks", "Wool sock", Clothes),
            ("fashion", "New in", "Silk blouse", Clothes),
            ("fashion", "New in", "Leather sandals", Shoes),
            ("shoes", "Shoe care", "Polish", Other),
            ("jewellery", "Rings", "Signet", Other),
        ] {
            let catalogue = Catalogue {
                items: vec![Item { title: title.into(), ..Item::default() }],
                divisions: vec![Division { id: division.to_owned(), names: Texts::new() }],
                types: vec![ItemType { name: kind.to_owned(), ..ItemType::default() }],
                ..Catalogue::default()
            };
            assert_eq!(worn_kind(&catalogue, &catalogue.items[0]), expected, "{division}, {kind}, {title}");
        }
    }
}
