//! Derives an item's weather traits from its type, title and material. Not for the insulation of garments: see
//! [`super::garments`].

use super::garments::{GARMENTS, Garment};
use crate::catalogue::{Catalogue, Item};
use crate::clo::Clo;
use crate::normalized_words::Words;

/// Highest insulation of an outfit, in hundredths of a clo: the requirement at -20 °C.
const MAX_OUTFIT: u32 = 400;
/// Insulation of an outfit in tenths of the item's own, if the garment is unknown. For a coat, a shirt and trousers the
/// outfit insulates about three times as much as the item.
const USUAL_OUTFIT: u32 = 30;

/// The weather traits of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeatherTraits {
    /// Insulation of the item; `None` if it is not worn.
    pub warmth: Option<Clo>,
    /// Insulation of the whole outfit that is worn with it, for comparison with
    /// [`passerelle::season::required_insulation`]; `None` if it is not worn.
    pub outfit: Option<Clo>,
    /// Whether the item is for rain.
    pub rain: bool,
    /// Whether the item is for sun.
    pub sun: bool,
}

/// The warmth that a house gives to the types whose name has these words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeWarmth {
    /// The words, as in house.toml.
    pub name: String,
    /// Insulation of such an item.
    pub clo: Clo,
    /// The line of house.toml, from 1.
    pub line: usize,
}

/// The sources of an item's own warmth, strongest first.
#[derive(Clone, Copy)]
struct Own<'a> {
    /// The feed's `warmth_clo`.
    feed: Option<Clo>,
    /// The house's warmth by words of the type.
    house: &'a [(Words, Clo)],
}

/// Returns the traits of every item of `catalogue`, in the same order; `own` has the house's warmth of types.
#[must_use]
pub fn traits(catalogue: &Catalogue, own: &[TypeWarmth]) -> Vec<WeatherTraits> {
    let house: Vec<_> = own.iter().map(|warmth| (Words::new(&warmth.name), warmth.clo)).collect();
    let of = |item: &Item| {
        let kind = catalogue.types.get(usize::from(item.item_type)).map_or("", |kind| &kind.name);
        traits_of(kind, &item.title, &item.material, Own { feed: item.warmth, house: &house })
    };
    catalogue.items.iter().map(of).collect()
}

fn traits_of(kind: &str, title: &str, material: &str, own: Own) -> WeatherTraits {
    let (kind_words, title_words) = (Words::new(kind), Words::new(title));
    // A type that names no garment may be "Women" or "Mug": then the head of the title must name the garment.
    let title = if GARMENTS.is_not_worn(&kind_words) { "" } else { title };
    let by_type = garment(kind);
    let type_is_worn = by_type.is_some();
    let garment = by_type.or_else(|| garment(title));
    let by_house = own.house.iter().filter(|(name, _)| kind_words.has(name)).max_by_key(|(name, _)| name.len());
    let given = own.feed.or(by_house.map(|(_, clo)| *clo));
    let known = garment.map(|garment| {
        let factor = factor(&garment.name, &Words::new(material), [&kind_words, &title_words]);
        (u32::from(garment.clo), u32::from(garment.outfit), factor)
    });
    // The outfit's insulation grows in proportion to the item's.
    let (warmth, outfit) = match (given, known) {
        (Some(Clo(clo)), Some((usual, outfit, _))) => {
            (Some(u32::from(clo)), Some((outfit * u32::from(clo) + usual / 2) / usual))
        }
        (Some(Clo(clo)), None) => (Some(u32::from(clo)), Some(u32::from(clo) * USUAL_OUTFIT / 10)),
        (None, Some((usual, outfit, factor))) => {
            (Some((usual * factor + 50) / 100), Some((outfit * factor + 50) / 100))
        }
        (None, None) => (None, None),
    };
    // All words of a type count. Of a title only the head counts, since the rest may describe a print. If the type
    // names a garment, only the end of the head counts ("bikini brief" is not for the sun). For a worn item, the
    // phrases for rain count anywhere in the title ("waterproof").
    let title_head = head(title).unwrap_or_default();
    let begins = |phrase: &Words| !type_is_worn && title_head.find_at_start(phrase).is_some();
    let named = |phrase: &Words| kind_words.has(phrase) || title_head.find_at_end(phrase).is_some() || begins(phrase);
    let clo = |value: u32| Clo(value.min(MAX_OUTFIT) as u16);
    WeatherTraits {
        warmth: warmth.map(clo),
        outfit: outfit.map(clo),
        rain: GARMENTS.rain.iter().any(|phrase| named(phrase) || warmth.is_some() && title_words.has(phrase)),
        sun: GARMENTS.sun.iter().any(named),
    }
}

/// Returns the garment that `text` names at its head: by the longest phrase, and of equally long ones the later.
pub(super) fn garment(text: &str) -> Option<&'static Garment> {
    let head = head(text)?;
    let found = GARMENTS.garments.iter().filter_map(|garment| {
        let end = head.find_at_end(&garment.name).or_else(|| head.find_at_start(&garment.name))?;
        Some(((garment.name.len(), end), garment))
    });
    found.max_by_key(|(place, _)| *place).map(|(_, found)| found)
}

/// Returns the words of `text` before the first mark or word that begins a mere part of the item ("with hood", "en
/// laine"); `None` if they name an item that is not worn.
fn head(text: &str) -> Option<Words> {
    let marks = [", ", " - ", " – ", " (", " / ", "|", " & "];
    let end = marks.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let head = Words::new(text.get(..end).unwrap_or(text)).before(&GARMENTS.only_belongs);
    let ends = |text: &Words| GARMENTS.not_worn.iter().any(|phrase| text.find_at_end(phrase).is_some());
    (!ends(&head) && !ends(&Words::new(text))).then_some(head)
}

/// Returns the factor of the material, in hundredths: the first material of the list, warmest first, that the feed's
/// material names, else the first that the names contain. A material in `phrase`, the garment's name, does not count
/// again.
fn factor(phrase: &Words, material: &Words, names: [&Words; 2]) -> u32 {
    let materials = || GARMENTS.materials.iter().filter(|word| !phrase.has(&word.name));
    let by_material = materials().find(|word| material.has(&word.name));
    let by_name = || materials().find(|word| !word.only_as_material && names.iter().any(|name| name.has(&word.name)));
    by_material.or_else(by_name).map_or(100, |word| u32::from(word.factor))
}

#[cfg(test)]
mod tests {
    use passerelle::season::{Tenths, required_insulation};

    use super::*;

    const NOTHING: Own = Own { feed: None, house: &[] };

    /// Type, title, material; clo of the item, clo of the outfit.
    #[test]
    fn a_garment_insulates_by_its_type_title_and_material() {
        for (kind, title, material, expected) in [
            ("Coats", "Coat", "", Some((60, 190))),
            ("Manteaux", "Manteau long", "laine", Some((69, 219))),
            ("Manteau en laine", "Le manteau", "", Some((69, 219))),
            ("Mantel", "Wollmantel", "", Some((60, 190))),
            ("Doudounes", "Doudoune", "", Some((55, 200))),
            ("T-shirts", "T-shirt", "", Some((9, 45))),
            ("Tshirts", "Tee", "cotton", Some((8, 41))),
            ("Chemises", "Chemise", "100 % lin", Some((20, 56))),
            ("Rain Jacket", "Jacket", "", Some((35, 130))),
            ("Women", "Thick sweater", "", Some((35, 144))),
            ("Women", "Button down shirt", "", Some((25, 70))),
            ("Shirts", "Shirt", "down", Some((33, 91))),
            ("Winter boots", "Boots", "", Some((10, 220))),
            ("Boots", "Boots", "fourrure", Some((14, 224))),
            ("Sandals", "Boots up sandal", "", Some((2, 40))),
            ("Gants", "Gants", "cuir", Some((5, 210))),
            ("Pantalones", "Pantalón", "", Some((25, 75))),
            ("Stivali", "Stivale", "", Some((10, 160))),
            ("Robes", "Robe", "", Some((20, 50))),
            ("Mug", "Coat hanger", "", None),
            ("Shoe Accessories", "Shoe cream", "", None),
            ("Shoe Laces", "Laces", "", None),
            ("Watches", "Titan Women Silver Watch", "", None),
            ("Handbag", "Sac", "cuir", None),
            ("Doormat and doorstop", "Wellington boot doorstop", "", None),
        ] {
            let traits = traits_of(kind, title, material, NOTHING);
            let found = traits.warmth.zip(traits.outfit).map(|(Clo(warmth), Clo(outfit))| (warmth, outfit));
            assert_eq!(found, expected, "{kind}, {title}, {material}");
        }
    }

    #[test]
    fn what_is_for_rain_or_sun_is_recognised() {
        for (kind, title, rain, sun) in [
            ("Umbrella", "Doctor's bag", true, false),
            ("Parapluies", "Parapluie pliant", true, false),
            ("Rain Jacket", "Jacket", true, false),
            ("Coats", "Blue waterproof coat", true, false),
            ("Sunglasses", "Ray-Ban", false, true),
            ("Lunettes de soleil", "Pilote", false, true),
            ("Beauty", "Sunscreen SPF 50", false, true),
            ("Swimwear", "Bikini", false, true),
            ("Accessoires", "Chapeau de paille", false, true),
            ("Earrings", "Rain drop earrings", false, false),
            ("Mug", "Mug with sun", false, false),
            ("Coats", "Coat", false, false),
            ("Briefs", "Bikini brief", false, false),
            ("Tops", "Sunset beach top", false, false),
        ] {
            let traits = traits_of(kind, title, "", NOTHING);
            assert_eq!((traits.rain, traits.sun), (rain, sun), "{kind}, {title}");
        }
    }

    #[test]
    fn the_house_is_stronger_than_the_table_and_the_feed_than_both() {
        let house =
            [(Words::new("Coat"), Clo(70)), (Words::new("winter coats"), Clo(90)), (Words::new("blanket"), Clo(50))];
        let warmth = |kind, feed| {
            let traits = traits_of(kind, "", "wool", Own { feed, house: &house });
            traits.warmth.zip(traits.outfit).map(|(Clo(warmth), Clo(outfit))| (warmth, outfit))
        };
        assert_eq!(warmth("Coats", None), Some((70, 222)));
        assert_eq!(warmth("Winter coat", None), Some((90, 285)), "the longer name");
        assert_eq!(warmth("Blanket", None), Some((50, 150)));
        assert_eq!(warmth("Coats", Some(Clo(30))), Some((30, 95)));
        assert_eq!(warmth("Mug", None), None);
        assert_eq!(warmth("Coats", Some(Clo(u16::MAX))), Some((400, 400)));
    }

    /// The garments whose outfits are nearest to the requirement come first, at four temperatures.
    #[test]
    fn the_outfit_nearest_to_the_air_comes_first() {
        let kinds =
            ["Parkas", "Coats", "Gloves", "Scarves", "Sweaters", "Shirts", "T-shirts", "Shorts", "Sandals", "Swimwear"];
        let nearest = |celsius: i32| {
            let distance = |kind: &&str| {
                let outfit = traits_of(kind, "", "", NOTHING).outfit.unwrap();
                outfit.0.abs_diff(required_insulation(Tenths(celsius * 10)).0)
            };
            let mut order = kinds.to_vec();
            order.sort_by_key(distance);
            order[..3].join(", ")
        };
        assert_eq!(nearest(-5), "Parkas, Gloves, Coats");
        assert_eq!(nearest(5), "Coats, Scarves, Gloves");
        assert_eq!(nearest(15), "Sweaters, Shirts, T-shirts");
        assert_eq!(nearest(30), "Swimwear, Shorts, Sandals");
    }
}
