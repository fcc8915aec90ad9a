//! Decodes the core's season data. Not for how items suit a day: see [`crate::season`].

use super::PackError;
use super::layout::{SEASON_WEATHER, SeasonRecord, Section, WindowRecord, ZoneRecord};
use super::sections::{Column, Sections};
use crate::model::{
    Climate, Climates, CollectionIndex, Country, Days, DemandLift, Factor, HALF_MONTHS, HalfMonth, SeasonalKind,
    Traits, ZoneKey,
};
use std::num::NonZeroU16;

/// The pack's season data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    /// The weight of the season fit, at most 1: a full fit multiplies a score by 1 + weight, a full misfit divides it
    /// by 1 + weight.
    pub weight: Factor,
    /// Whether the weather counts.
    pub weather: bool,
    /// The lowest [`DemandLift`] at which an item is in demand, in its units; `None` if no demand was learned.
    pub in_demand_from: Option<NonZeroU16>,
    /// Demand profiles: the [`DemandLift`] in each half-month, to be multiplied by an amplitude. Shape 0 is flat.
    pub shapes: Vec<[i8; HALF_MONTHS]>,
    /// The windows of collections and occasions, by their number in [`super::Core::collections`].
    pub windows: Vec<Window>,
    /// The kind of each collection or occasion, by its number.
    pub kinds: Vec<SeasonalKind>,
    /// The names of collections, one for each of the house's languages; empty if there is none.
    pub names: Column,
    /// The stories of collections: for each a URL or an empty text, then a text for each language.
    pub stories: Column,
    /// Time zones by country, the principal zone of each country first.
    pub zones: Vec<Zone>,
}

/// The days on which a collection or an occasion is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The collection or occasion.
    pub collection: CollectionIndex,
    /// The climates that the window applies to.
    pub climates: Climates,
    /// The country that the window applies to; `None` for all countries without a window of their own for the
    /// collection.
    pub country: Option<Country>,
    /// The days.
    pub days: Days,
}

/// A time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The key of its name.
    pub key: ZoneKey,
    /// Its country.
    pub country: Country,
    /// Its climate.
    pub climate: Climate,
}

impl Season {
    /// The demand for an item with these features in a half-month.
    #[must_use]
    pub fn lift(&self, traits: &Traits, half_month: HalfMonth) -> DemandLift {
        let shape = self.shapes.get(usize::from(traits.shape));
        let value = shape.and_then(|shape| half_month.entry(shape)).copied().unwrap_or(0);
        DemandLift::from_bits(i32::from(value) * i32::from(traits.amplitude))
    }

    /// Whether an item with this lift is in demand; always false if no demand was learned.
    #[must_use]
    pub fn is_in_demand(&self, lift: DemandLift) -> bool {
        self.in_demand_from.is_some_and(|from| lift.bits() >= i32::from(from.get()))
    }
}

impl Default for Season {
    /// A season without any data.
    fn default() -> Self {
        Self {
            weight: Factor::ZERO,
            weather: false,
            in_demand_from: None,
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

/// Decodes the season. `collections` and `languages` are the numbers of those of the house.
pub(super) fn season(sections: &Sections<'_>, collections: usize, languages: usize) -> Result<Season, PackError> {
    let record: &SeasonRecord = sections.record(Section::Season)?;
    sections.require(record.weight.get() <= Factor::ONE.bits(), "season", "the weight is out of range");

    let shapes: &[[i8; HALF_MONTHS]] = sections.records(Section::DemandShapes);
    let flat_first = shapes.first().is_some_and(|shape| *shape == [0; HALF_MONTHS]);
    sections.require(shapes.len() <= MAX_SHAPES && flat_first, "demand-shapes", "too many, or the first is not flat");

    let numbers = sections.bytes(Section::CollectionKinds);
    let kinds: Vec<SeasonalKind> = numbers.iter().filter_map(|number| SeasonalKind::numbered(*number)).collect();
    sections.require(
        kinds.len() == collections && kinds.len() == numbers.len(),
        "collection-kinds",
        "wrong count or unknown kind",
    );
    let names = sections.strings(Section::CollectionNames);
    sections.require(Some(names.len()) == collections.checked_mul(languages), "collection-names", "wrong count");
    let stories = sections.strings(Section::CollectionStories);
    let texts = collections.checked_mul(languages + 1);
    sections.require(Some(stories.len()) == texts, "collection-stories", "wrong count");

    let records: &[WindowRecord] = sections.records(Section::Windows);
    let windows: Vec<Window> = records.iter().filter_map(|record| window(record, collections)).collect();
    sections.require(windows.len() == records.len(), "windows", "unknown collection or climate, or reversed");
    let records: &[ZoneRecord] = sections.records(Section::Zones);
    let zones: Vec<Zone> = records.iter().filter_map(zone).collect();
    sections.require(zones.len() == records.len(), "zones", "unknown climate");
    Ok(Season {
        weight: Factor::from_bits(record.weight.get()),
        weather: record.flags & SEASON_WEATHER != 0,
        in_demand_from: NonZeroU16::new(record.in_demand_from.get()),
        shapes: shapes.to_vec(),
        windows,
        kinds,
        names: Column::new(sections.bytes(Section::CollectionNames)),
        stories: Column::new(sections.bytes(Section::CollectionStories)),
        zones,
    })
}

/// The country of a [`WindowRecord`] that stands for all countries.
pub(super) const ALL_COUNTRIES: [u8; 2] = [0; 2];

/// Decodes a window; `None` if it violates the format.
fn window(record: &WindowRecord, collections: usize) -> Option<Window> {
    let days = Days::from_numbers(record.from_day.get(), record.until_day.get());
    let is_sound = usize::from(record.collection) < collections && days.first <= days.last;
    is_sound.then_some(Window {
        collection: CollectionIndex(record.collection.into()),
        climates: Climates::from_bits(record.climates)?,
        country: Some(record.country).filter(|letters| *letters != ALL_COUNTRIES).map(Country::from_letters),
        days,
    })
}

/// Decodes a time zone; `None` if it violates the format.
fn zone(record: &ZoneRecord) -> Option<Zone> {
    Some(Zone {
        key: ZoneKey(record.key),
        country: Country::from_letters(record.country),
        climate: Climate::numbered(record.climate)?,
    })
}
