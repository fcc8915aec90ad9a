//! The insulation of garments by the words that name them, from `data/garments.toml`. Not for reading an item's name:
//! see [`super::traits`].

use std::sync::LazyLock;

use serde::Deserialize;

use crate::normalized_words::Words;

const FILE: &str = include_str!("../../data/garments.toml");

/// The lists of the file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    garment: Vec<GarmentTable>,
    material: Vec<MaterialTable>,
    rain: Vec<String>,
    sun: Vec<String>,
    not_worn: Vec<String>,
    only_belongs: Vec<String>,
    for_a_wearer: Vec<String>,
    footwear: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GarmentTable {
    #[serde(default)]
    is_shoe: bool,
    clo: u16,
    outfit: u16,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    by_likeness: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MaterialTable {
    factor: u16,
    #[serde(default)]
    only_as_material: Vec<String>,
    words: Vec<String>,
}

/// A name of a garment, with its insulation.
pub(super) struct Garment {
    pub(super) name: Words,
    /// Insulation, in hundredths of a clo.
    pub(super) clo: u16,
    /// Insulation of the whole outfit that is worn with it, in hundredths of a clo.
    pub(super) outfit: u16,
    /// Whether it is footwear with soles.
    pub(super) is_shoe: bool,
}

/// A word for a material or for its thickness.
pub(super) struct Material {
    pub(super) name: Words,
    /// The factor on a garment's insulation, in hundredths.
    pub(super) factor: u16,
    /// Whether the word counts only in the feed's material.
    pub(super) only_as_material: bool,
}

/// The data of `data/garments.toml`.
#[derive(Default)]
pub(super) struct Garments {
    pub(super) garments: Vec<Garment>,
    /// The warmest first.
    pub(super) materials: Vec<Material>,
    /// Phrases for items against rain.
    pub(super) rain: Vec<Words>,
    /// Phrases for items for the sun.
    pub(super) sun: Vec<Words>,
    /// Phrases with which a garment's name means something else.
    pub(super) not_worn: Vec<Words>,
    /// Words before a mere part of an item, such as "with".
    pub(super) only_belongs: Vec<String>,
    /// Phrases for other items that are made for a man, a woman or a child.
    pub(super) for_a_wearer: Vec<Words>,
    /// Phrases for shoes in general.
    pub(super) footwear: Vec<Words>,
}

/// The data, parsed on first use.
pub(super) static GARMENTS: LazyLock<Garments> =
    LazyLock::new(|| toml::from_str(FILE).map(Garments::of).unwrap_or_default());

impl Garments {
    /// Whether the words name an item that is not worn, even if they contain a garment's name.
    pub(super) fn is_not_worn(&self, words: &Words) -> bool {
        self.not_worn.iter().any(|phrase| words.has(phrase))
    }

    fn of(file: File) -> Self {
        let phrases = |list: Vec<String>| list.iter().map(|phrase| Words::new(phrase)).collect();
        let garment = |table: GarmentTable| {
            let (clo, outfit, is_shoe) = (table.clo, table.outfit, table.is_shoe);
            let names = table.words.into_iter().chain(table.by_likeness);
            names.map(move |name| Garment { name: Words::new(&name), clo, outfit, is_shoe })
        };
        let material = |table: MaterialTable| {
            let factor = table.factor;
            let material = move |only_as_material| {
                move |name: String| Material { name: Words::new(&name), factor, only_as_material }
            };
            table.only_as_material.into_iter().map(material(true)).chain(table.words.into_iter().map(material(false)))
        };
        Self {
            garments: file.garment.into_iter().flat_map(garment).collect(),
            materials: file.material.into_iter().flat_map(material).collect(),
            rain: phrases(file.rain),
            sun: phrases(file.sun),
            not_worn: phrases(file.not_worn),
            only_belongs: file.only_belongs,
            for_a_wearer: phrases(file.for_a_wearer),
            footwear: phrases(file.footwear),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_garments_can_be_read() {
        assert!(toml::from_str::<File>(FILE).is_ok(), "{:?}", toml::from_str::<File>(FILE).err());
        assert!(GARMENTS.garments.len() > 400 && GARMENTS.materials.is_sorted_by(|a, b| a.factor >= b.factor));
    }

    #[test]
    fn no_word_means_two_garments() {
        let mut names: Vec<_> = GARMENTS.garments.iter().map(|garment| &garment.name).collect();
        names.sort();
        let twice = names.windows(2).find(|two| two[0] == two[1] && two[0].len() > 0);
        assert_eq!(twice, None);
    }
}
