//! Decodes the core's season data. Not for how items suit a day: see [`crate::season`].

use super::PackError;
use super::layout::{SEASON_WEATHER, SeasonRecord, Section, WindowRecord, ZoneRecord};
use super::sections::{Column, Sections};
use crate::model::{Factor, HALF_MONTHS, Kind};

/// The pack's season data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    /// The weight of the season fit, at most 1: a full fit multiplies a score by 1 + weight, a full misfit divides it
    /// by 1 + weight.
    pub weight: Factor,
    /// Whether the weather counts.
    pub weather: bool,
    /// The minimum product of a shape's value and a card's amplitude at which an item is in demand now.
    pub in_demand_from: u16,
    /// Demand profiles: the base-2 logarithm of demand in each half-month relative to the mean, to be multiplied by an
    /// amplitude, in units of 1/8192. Shape 0 is flat.
    pub shapes: Vec<[i8; HALF_MONTHS]>,
    /// The windows of collections and occasions, by their number in [`super::Core::collections`].
    pub windows: Vec<WindowRecord>,
    /// The [`Kind`] of each collection or occasion, by its number.
    pub kinds: Vec<u8>,
    /// The names of collections, one for each of the house's languages; empty if there is none.
    pub names: Column,
    /// The stories of collections: for each a URL or an empty text, then a text for each language.
    pub stories: Column,
    /// Time zones by country, the principal zone of each country first.
    pub zones: Vec<ZoneRecord>,
}

impl Default for Season {
    /// A season without any data.
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

/// Maximum number of demand profiles.
const MAX_SHAPES: usize = 64;

/// Decodes the season. `collections` and `languages` are the numbers of those of the house. Records are copied
/// undecoded, because most pages read few of them.
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
