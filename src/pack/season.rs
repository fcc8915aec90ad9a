//! The part of the core that tells of the year.

use super::PackError;
use super::layout::{SEASON_WEATHER, SeasonRecord, Section, WindowRecord, ZoneRecord};
use super::sections::{Column, Sections};
use crate::model::{Factor, HALF_MONTHS, Kind};

/// What the pack knows of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    /// How much the fit to the season weighs, at most 1: an item that fits wholly scores so much
    /// more, one that does not fit at all so much less.
    pub weight: Factor,
    /// Whether the weather counts.
    pub weather: bool,
    /// From this product of a shape's value and a card's amplitude on, an item is in demand now.
    pub in_demand_from: u16,
    /// Demand over the year: the base-2 logarithm of demand in each half-month relative to the mean, times amplitude, in
    /// units of 1/8192. Shape 0 is flat.
    pub shapes: Vec<[i8; HALF_MONTHS]>,
    /// When collections and occasions are shown; their numbers are those of [`super::Core::collections`].
    pub windows: Vec<WindowRecord>,
    /// The [`Kind`] of each collection or occasion, by its number.
    pub kinds: Vec<u8>,
    /// Their names: one for each of the house's languages, empty where it has none.
    pub names: Column,
    /// What they tell: of each an address or nothing, then a text for each language.
    pub stories: Column,
    /// Time zones by country, the principal one of each first.
    pub zones: Vec<ZoneRecord>,
}

impl Default for Season {
    /// A house of which nothing is known.
    fn default() -> Self {
        Self {
            weight: Factor::ZERO,
            weather: false,
            in_demand_from: 0,
            shapes: vec![[0; HALF_MONTHS]],
            windows: Vec::new(),
            kinds: Vec::new(),
            names: Column::default(),
            stories: Column::default(),
            zones: Vec::new(),
        }
    }
}

/// A house has at most this many demand profiles.
const MAX_SHAPES: usize = 64;

/// `collections` and `languages` count those of the house. Records are kept as they are: most pages read few of them.
pub(super) fn season(sections: &Sections<'_>, collections: usize, languages: usize) -> Result<Season, PackError> {
    let record: &SeasonRecord = sections.record(Section::Season)?;
    sections.require(record.weight.get() <= Factor::ONE.bits(), "season", "the weight is out of range");

    let shapes: &[[i8; HALF_MONTHS]] = sections.records(Section::DemandShapes);
    let flat_first = shapes.first().is_some_and(|shape| *shape == [0; HALF_MONTHS]);
    sections.require(shapes.len() <= MAX_SHAPES && flat_first, "demand-shapes", "too many, or the first is not flat");

    let kinds = sections.bytes(Section::CollectionKinds);
    let are_sound = kinds.len() == collections && kinds.iter().all(|kind| *kind < Kind::COUNT);
    sections.require(are_sound, "collection-kinds", "wrong count or unknown kind");
    let names = sections.strings(Section::CollectionNames);
    sections.require(Some(names.len()) == collections.checked_mul(languages), "collection-names", "wrong count");
    let stories = sections.strings(Section::CollectionStories);
    let texts = collections.checked_mul(languages + 1);
    sections.require(Some(stories.len()) == texts, "collection-stories", "wrong count");

    let windows: &[WindowRecord] = sections.records(Section::Windows);
    let are_sound = windows.iter().all(|window| {
        usize::from(window.collection) < collections
            && (1..8).contains(&window.climates)
            && window.from_day.get() <= window.until_day.get()
    });
    sections.require(are_sound, "windows", "unknown collection or climate, or reversed");
    let zones: &[ZoneRecord] = sections.records(Section::Zones);
    sections.require(zones.iter().all(|zone| zone.climate <= 2), "zones", "unknown climate");
    Ok(Season {
        weight: Factor::from_bits(record.weight.get()),
        weather: record.flags & SEASON_WEATHER != 0,
        in_demand_from: record.in_demand_from.get(),
        shapes: shapes.to_vec(),
        windows: windows.to_vec(),
        kinds: kinds.to_vec(),
        names: Column::new(sections.bytes(Section::CollectionNames)),
        stories: Column::new(sections.bytes(Section::CollectionStories)),
        zones: zones.to_vec(),
    })
}
