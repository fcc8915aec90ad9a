//! Finds whom clothes, shoes, eyewear and watches are made for. All other items are for anybody, whatever the feed
//! says: a bag may be a present. Not for how a page uses wearers: see `passerelle::rank`.

use passerelle::rank::Wearer;

use super::garments::GARMENTS;
use super::traits::WeatherTraits;
use crate::catalogue::{Catalogue, Item};
use crate::normalized_words::Words;

/// Returns the wearer of every item of `catalogue`, in the same order; `weather` has their traits from
/// [`super::traits()`].
#[must_use]
pub fn wearers(catalogue: &Catalogue, weather: &[WeatherTraits]) -> Vec<Wearer> {
    let divisions: Vec<bool> = catalogue
        .divisions
        .iter()
        .map(|division| division.names.values().chain([&division.id]).any(|name| is_worn(&Words::new(name))))
        .collect();
    let types: Vec<Option<bool>> = catalogue.types.iter().map(|kind| is_type_worn(&kind.name)).collect();
    let of = |(item, weather): (&Item, &WeatherTraits)| {
        let by_type = types.get(usize::from(item.item_type)).copied().flatten();
        let by_division = || divisions.get(usize::from(item.division)) == Some(&true);
        let is_worn = by_type.unwrap_or_else(|| weather.warmth.is_some() || by_division());
        if is_worn { item.wearer } else { Wearer::default() }
    };
    catalogue.items.iter().zip(weather).map(of).collect()
}

/// Whether items of the type are worn, if its name tells: a watch box is not worn.
fn is_type_worn(name: &str) -> Option<bool> {
    let words = Words::new(name);
    if GARMENTS.is_not_worn(&words) { Some(false) } else { is_worn(&words).then_some(true) }
}

fn is_worn(words: &Words) -> bool {
    GARMENTS.for_a_wearer.iter().any(|phrase| words.has(phrase))
}

#[cfg(test)]
mod tests {
    use passerelle::rank::{AgeGroup, Gender};

    use super::*;
    use crate::catalogue::{Division, ItemType, Texts};
    use crate::warmth::traits;

    #[test]
    fn clothes_shoes_eyewear_and_watches_are_made_for_somebody() {
        let wearer = Wearer { gender: Some(Gender::Male), age_group: Some(AgeGroup::Adult) };
        for (division, kind, title, is_bound) in [
            ("fashion", "Coats", "Coat", true),
            ("fashion", "Sneakers", "Runner", true),
            ("fashion", "New in", "Wool coat", true),
            ("accessories", "Sunglasses", "Aviator", true),
            ("accessories", "Lunettes", "Pilote", true),
            ("accessories", "Armbanduhren", "Automatik", true),
            ("watches", "Automatic", "Diver 200", true),
            ("watches", "Watch boxes", "Box for six", false),
            ("accessories", "Sunglasses case", "Case", false),
            ("leather-goods", "Handbags", "Tote", false),
            ("jewellery", "Rings", "Signet ring", false),
            ("perfume", "Eau de toilette", "Vetiver", false),
        ] {
            let catalogue = Catalogue {
                items: vec![Item { title: title.into(), wearer, ..Item::default() }],
                divisions: vec![Division { id: division.to_owned(), names: Texts::new() }],
                types: vec![ItemType { name: kind.to_owned(), ..ItemType::default() }],
                ..Catalogue::default()
            };
            let expected = if is_bound { wearer } else { Wearer::default() };
            assert_eq!(wearers(&catalogue, &traits(&catalogue, &[])), [expected], "{division}, {kind}, {title}");
        }
    }
}
