//! Figures of a build. They are taken while the neighbour lists are in memory, and read by `build`'s table, by its
//! report and by `preview`. Not for conclusions from the figures: see [`crate::advice`].

use itertools::izip;
use passerelle::discretion::Floor;
use passerelle::model::{CollectionIndex, CollectionSet, Day, Days, HalfMonth};
use passerelle::pack::ShardIndex;
use passerelle::pack::write::{BuildDraft, Content, ShardSize, Spool};
use passerelle::season::{HALF_MONTHS, SeasonalKind};

use passerelle_catalogue::{Catalogue, ItemIndex};
use passerelle_learning::Learned;

use super::sold_out::SoldOut;

/// Maximum number of items without counted pairs that are named.
const NAMED: usize = 20;
/// Maximum number of large shards that are named.
const LARGEST: usize = 5;

/// Figures of a build.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// Figures by division, in the order of house.toml.
    pub(crate) divisions: Vec<OfDivision>,
    /// Distinct shoppers who went from one division to another: by source division, then by target division; 0 below
    /// the floor.
    pub(crate) division_transitions: Vec<Vec<u32>>,
    /// Items whose list has no counted pair, best-selling first.
    pub(crate) uncounted: Vec<ItemIndex>,
    /// Number of entries in all lists.
    pub(crate) neighbours: u64,
    /// Number of entries that lead to another division.
    pub(crate) neighbours_outside: u64,
    /// Number of types that reasons may name.
    pub(crate) named_types: usize,
    /// Number of divisions that reasons may name.
    pub(crate) named_divisions: usize,
    pub(crate) collections: usize,
    pub(crate) occasions: usize,
    /// Number of items with a known demand profile over the year.
    pub(crate) with_demand: u64,
    /// The next twelve months by half-month, beginning with the half-month of the build.
    pub(crate) year: Vec<OfHalfMonth>,
    /// Seasonal items that cannot be bought now.
    pub(crate) sold_out: SoldOut,
    pub(crate) bytes: Bytes,
}

/// Figures of a division, as numbers of items; `types` is a number of types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OfDivision {
    pub(crate) items: u64,
    pub(crate) types: u64,
    /// Items that cannot be bought now.
    pub(crate) unavailable: u64,
    pub(crate) without_image: u64,
    pub(crate) without_price: u64,
    /// Items without any neighbour.
    pub(crate) alone: u64,
    /// Items with neighbours, none of which was counted.
    pub(crate) derived: u64,
    /// Items without a neighbour in another division.
    pub(crate) inside: u64,
}

/// Number of items that carry each flag in one half-month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OfHalfMonth {
    /// Number of the half-month: 0 is the first half of January, 23 the second half of December.
    pub(crate) half: u8,
    pub(crate) in_demand: u64,
    pub(crate) collection: u64,
    pub(crate) occasion: u64,
}

/// Sizes as stored, in bytes.
#[derive(Debug, Default)]
pub(crate) struct Bytes {
    pub(crate) core: usize,
    /// Files of the season, in the order of the year; empty if no demand was learned.
    pub(crate) season: Vec<usize>,
    /// Shards, ascending; a single entry if the pack is one file.
    pub(crate) shards: Vec<usize>,
    /// The largest shards, largest first.
    pub(crate) largest: Vec<LargeShard>,
}

/// A shard and its items.
#[derive(Debug)]
pub(crate) struct LargeShard {
    pub(crate) shard: ShardIndex,
    /// Size as stored, in bytes.
    pub(crate) bytes: usize,
    /// The items that live in the shard.
    pub(crate) items: Vec<ItemIndex>,
}

impl Figures {
    /// Computes the figures of the neighbour lists, before these move into the pack.
    pub(crate) fn of_lists(catalogue: &Catalogue, learned: &Learned, floor: Floor) -> Self {
        let mut figures = Self { divisions: vec![OfDivision::default(); catalogue.divisions.len()], ..Self::default() };
        for kind in &catalogue.types {
            if let Some(division) = figures.divisions.get_mut(usize::from(kind.division)) {
                division.types += 1;
            }
        }
        for (item, list, index) in izip!(&catalogue.items, &learned.neighbours, 0..) {
            let elsewhere = |of: ItemIndex| {
                catalogue.items.get(of as usize).is_some_and(|neighbour| neighbour.division != item.division)
            };
            let outside = list.iter().filter(|neighbour| elsewhere(neighbour.item)).count() as u64;
            let counted = list.iter().any(|neighbour| neighbour.support.is_some());
            let Some(division) = figures.divisions.get_mut(usize::from(item.division)) else { continue };
            division.items += 1;
            division.unavailable += u64::from(!item.available);
            division.without_image += u64::from(item.image.is_none());
            division.without_price += u64::from(item.price_minor.is_none());
            division.alone += u64::from(list.is_empty());
            division.derived += u64::from(!list.is_empty() && !counted);
            division.inside += u64::from(outside == 0);
            figures.neighbours += list.len() as u64;
            figures.neighbours_outside += outside;
            if !counted {
                figures.uncounted.push(index);
            }
        }
        let selling = |item: &ItemIndex| learned.selling.get(*item as usize).copied().unwrap_or(0.0);
        figures.uncounted.sort_by(|a, b| selling(b).total_cmp(&selling(a)).then(a.cmp(b)));
        figures.uncounted.truncate(NAMED);
        figures.division_transitions = vec![vec![0; catalogue.divisions.len()]; catalogue.divisions.len()];
        for pair in &learned.division_transitions {
            let row = figures.division_transitions.get_mut(pair.from.at());
            if let Some(cell) = row.and_then(|row| row.get_mut(pair.to.at())) {
                *cell = pair.support;
            }
        }
        let audience = &learned.audience;
        let named = |counts: &[u32]| counts.iter().filter(|count| floor.admits(**count, audience.total)).count();
        figures.named_types = named(&audience.types);
        figures.named_divisions = named(&audience.divisions);
        figures
    }

    /// Adds the figures of the season from `today` on.
    pub(crate) fn add_content(&mut self, content: &Content, today: Day) {
        let season = &content.core.season;
        self.occasions = season.kinds.iter().filter(|kind| **kind == SeasonalKind::Occasion).count();
        self.collections = season.kinds.len() - self.occasions;
        // An item without a profile has a flat shape and amplitude 0.
        self.with_demand = content.items.iter().filter(|item| item.traits.amplitude > 0).count() as u64;
        self.year = next_halves(today).into_iter().map(|half| of_half(content, half)).collect();
    }

    /// Adds the sizes of the build's files.
    pub(crate) fn add_build(&mut self, draft: &BuildDraft<impl Spool>, catalogue: &Catalogue) {
        let manifest = &draft.manifest;
        self.bytes.core = draft.core_bytes();
        self.bytes.season = draft.season_bytes();
        self.bytes.shards = draft.shard_bytes();
        let mut largest: Vec<ShardSize> = draft.sizes().collect();
        largest.sort_by_key(|size| (std::cmp::Reverse(size.bytes), size.shard));
        largest.truncate(LARGEST);
        self.bytes.largest = largest
            .into_iter()
            .map(|ShardSize { shard, bytes }| {
                let lives = |item: &passerelle_catalogue::Item| ShardIndex::of(&item.id, manifest.shards()) == shard;
                let items = catalogue.items.iter().zip(0..).filter(|(item, _)| lives(item));
                LargeShard { shard, bytes, items: items.map(|(_, index)| index).collect() }
            })
            .collect();
    }

    /// Returns the sum of a figure over all divisions.
    pub(crate) fn sum(&self, figure: fn(&OfDivision) -> u64) -> u64 {
        self.divisions.iter().map(figure).sum()
    }
}

/// A half-month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CalendarHalf {
    half: HalfMonth,
    days: Days,
}

/// The next 24 half-months, beginning with that of `today`.
fn next_halves(today: Day) -> Vec<CalendarHalf> {
    let mut halves: Vec<CalendarHalf> = Vec::with_capacity(HALF_MONTHS);
    for day in (0..).map(|days| today.plus(days)) {
        let half = HalfMonth::of(day);
        if let Some(open) = halves.last_mut().filter(|last| last.half == half) {
            open.days.last = day;
        } else if halves.len() < HALF_MONTHS {
            halves.push(CalendarHalf { half, days: Days { first: day, last: day } });
        } else {
            break;
        }
    }
    halves
}

fn of_half(content: &Content, CalendarHalf { half, days }: CalendarHalf) -> OfHalfMonth {
    let season = &content.core.season;
    let open = season.windows.iter().filter(|window| window.days.meets(days));
    let open: CollectionSet = open.map(|window| window.collection).collect();
    let kinds = (0..).map(CollectionIndex).zip(&season.kinds);
    let occasions = kinds.filter(|(_, kind)| **kind == SeasonalKind::Occasion).map(|(collection, _)| collection);
    let occasions: CollectionSet = occasions.collect();
    let mut counted = OfHalfMonth { half: half.number(), in_demand: 0, collection: 0, occasion: 0 };
    for item in &content.items {
        counted.in_demand += u64::from(season.is_in_demand(season.lift(&item.traits, half)));
        counted.collection += u64::from(!((item.collections & open) - occasions).is_empty());
        counted.occasion += u64::from(!(item.collections & open & occasions).is_empty());
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_year_has_24_halves_whenever_it_begins() {
        // 2026-11-22 is day 20,779, in the second half of November.
        let halves = next_halves(Day::from_number(20_779));
        let numbers: Vec<u8> = halves.iter().map(|half| half.half.number()).collect();
        assert_eq!(numbers, (0..24).map(|step| (21 + step) % 24).collect::<Vec<u8>>());
        assert_eq!(halves[0].days, Days::from_numbers(20_779, 20_787));
        assert!(halves.windows(2).all(|pair| pair[0].days.last.plus(1) == pair[1].days.first), "{halves:?}");
    }
}
