//! Learns demand over the year, from the dates of orders only: when an item sells more than its usual share of the
//! shop's sales.
//!
//! A profile is relative to the rhythm of the whole shop: a busy December makes no item seasonal. The profile of an
//! item is drawn toward its type's, that toward its division's, and that toward no season ([`posterior`]). Rows that
//! follow a feast move with it ([`FeastClock`]). [`count`] has the counts, and decides when an item was for sale.
//! [`shapes`] turns profiles into shapes and amplitudes. Formula and figures: docs/learning.md.

pub mod count;
pub mod days;
mod feast_clock;
mod item_profiles;
pub mod posterior;
mod scale;
pub mod shapes;
mod stored_profile;

pub use feast_clock::{Feast, FeastClock};
pub use item_profiles::ItemProfiles;
pub use scale::{Certainty, LIFT, LIFT_UNIT};
pub use stored_profile::StoredProfile;

use rayon::prelude::*;

use self::count::Counts;
use self::days::{HALVES, Year};
use self::posterior::{Prior, Profile};
use super::visits::{Groups, Visits};
use passerelle_catalogue::Catalogue;

/// Most lift (base-2 logarithm) that a level passes to the next finer level if it is not sure: below [`LIFT`].
const UNSURE: f32 = 0.9;

/// Demand over the year, for every item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// At most 64 shapes. Each has a value for the 24 half-months of the year (day 1 to 15, day 16 to the end): the
    /// base-2 logarithm of demand relative to the mean half-month, scaled so that the largest magnitude of the shape is
    /// 127 (see [`LIFT_UNIT`]). Shape 0 is flat (all 0).
    pub shapes: Vec<[i8; HALVES]>,
    /// The profile of each item.
    pub items: Vec<StoredProfile>,
    /// The least `shape x amplitude` at which an item is in demand.
    pub flag_from: u16,
}

impl Demand {
    /// Demand of `item` in the half-month `half`, relative to its mean half-month: the base-2 logarithm in units of
    /// 2^-13. 0 if nothing is known.
    #[must_use]
    pub fn lift(&self, item: usize, half: usize) -> i32 {
        let StoredProfile { shape, amplitude } = self.items.get(item).copied().unwrap_or_default();
        let value = self.shapes.get(usize::from(shape)).and_then(|shape| shape.get(half)).copied().unwrap_or(0);
        i32::from(value) * i32::from(amplitude)
    }

    /// Whether `item` is in demand in the half-month `half`.
    #[must_use]
    pub fn flagged(&self, item: usize, half: usize) -> bool {
        self.lift(item, half) >= i32::from(self.flag_from)
    }
}

/// Learns the demand of every item of `catalogue`. Counts of fewer than `floor` distinct shoppers are left out. The
/// visits must have dates. Without visits no item is in demand. The same visits give the same bytes for any number of
/// threads.
#[must_use]
pub fn learn(visits: &Visits, catalogue: &Catalogue, floor: u32) -> Demand {
    from_counts(&LevelCounts::new(visits, catalogue, floor), catalogue, Certainty::default(), &[])
}

/// The same as [`learn`], from the counts of `catalogue`, with the given `certainty`, and for the year to which
/// `clocks` move the feasts.
#[must_use]
pub fn from_counts(counts: &LevelCounts, catalogue: &Catalogue, certainty: Certainty, clocks: &[FeastClock]) -> Demand {
    let profiles = profiles(counts, catalogue, certainty, clocks);
    let (shapes, items) = shapes::quantise(&profiles);
    Demand { shapes, items, flag_from: LIFT_UNIT }
}

/// The counts of divisions, types and items.
#[derive(Debug, Default)]
pub struct LevelCounts {
    /// By division.
    pub divisions: Counts,
    /// By type.
    pub types: Counts,
    /// By item.
    pub items: Counts,
}

impl LevelCounts {
    /// Counts the divisions, types and items of `catalogue`, floored.
    #[must_use]
    pub fn new(visits: &Visits, catalogue: &Catalogue, floor: u32) -> Self {
        let type_of: Vec<u32> = catalogue.items.iter().map(|item| u32::from(item.item_type)).collect();
        let division_of: Vec<u32> = catalogue.items.iter().map(|item| u32::from(item.division)).collect();
        Self {
            divisions: Counts::new(visits, Groups::Of(&division_of), catalogue.divisions.len(), floor),
            types: Counts::new(visits, Groups::Of(&type_of), catalogue.types.len(), floor),
            items: Counts::new(visits, Groups::Items, catalogue.items.len(), floor),
        }
    }

    /// The clocks of `feasts` from the days of these counts to the year that begins on the day `coming` (since
    /// 1970-01-01). `None` means the day after the last day of the counts.
    #[must_use]
    pub fn clocks(&self, feasts: &[Feast], coming: Option<i32>) -> Vec<FeastClock> {
        let days = self.items.days();
        FeastClock::all(feasts, days, coming.unwrap_or_else(|| days.end()))
    }
}

/// The profile of every item before it is quantised.
#[must_use]
pub fn profiles(
    counts: &LevelCounts,
    catalogue: &Catalogue,
    certainty: Certainty,
    clocks: &[FeastClock],
) -> ItemProfiles {
    // Types and divisions stay in the log's year, as the counts of items are.
    let level = |counts, above: &[Profile], parents: &[usize]| {
        Level::new(counts, above, parents, certainty, &[]).into_rows(parents)
    };
    let of_types: Vec<usize> = catalogue.types.iter().map(|kind| usize::from(kind.division)).collect();
    let of_items: Vec<usize> = catalogue.items.iter().map(|item| usize::from(item.item_type)).collect();

    let flat = vec![Profile::FLAT];
    let divisions = level(&counts.divisions, &flat, &vec![0; catalogue.divisions.len()]);
    let types = level(&counts.types, &divisions, &of_types);
    let Level { alone, own } = Level::new(&counts.items, &types, &of_items, certainty, clocks);
    let is_sensitive = |kind: usize| catalogue.types.get(kind).is_none_or(|kind| kind.sensitive);
    ItemProfiles::new(alone, own, &of_items, |item| of_items.get(item).is_some_and(|kind| !is_sensitive(*kind)))
}

/// The profiles of one level.
struct Level {
    /// For each row of the coarser level, the profile of the rows below it that have no counts.
    alone: Vec<Profile>,
    /// The rows with counts, ascending.
    own: Vec<(u32, Profile)>,
}

impl Level {
    /// Computes the profiles from `counts`. Each row is drawn toward the profile of `above` at its position in
    /// `parents`. Rows may follow `clocks`.
    fn new(counts: &Counts, above: &[Profile], parents: &[usize], certainty: Certainty, clocks: &[FeastClock]) -> Self {
        let means: Vec<Year> = above.iter().map(mean_of).collect();
        let parent = |row: usize| parents.get(row).and_then(|parent| means.get(*parent)).unwrap_or(&posterior::EVEN);
        let prior = Prior::learn(counts, &parent, certainty, clocks);
        let alone = means.par_iter().map(|mean| prior.alone(mean)).collect();
        let own = (0..parents.len() as u32)
            .into_par_iter()
            .filter_map(|row| {
                let (met, exposure, years) = counts.row(row as usize)?;
                Some((row, prior.profile(met, &exposure, years, parent(row as usize))))
            })
            .collect();
        Self { alone, own }
    }

    /// The profile of each row.
    fn into_rows(self, parents: &[usize]) -> Vec<Profile> {
        let mut rows: Vec<Profile> =
            parents.iter().map(|parent| self.alone.get(*parent).copied().unwrap_or(Profile::FLAT)).collect();
        for (row, profile) in self.own {
            rows[row as usize] = profile;
        }
        rows
    }
}

/// The demand that a level passes to the next finer one: its profile, with unsure half-months held below [`LIFT`].
fn mean_of(profile: &Profile) -> Year {
    std::array::from_fn(|half| {
        let lift = profile.lift[half];
        libm::exp2(f64::from(if profile.is_sure(half) { lift } else { lift.min(UNSURE) }))
    })
}
