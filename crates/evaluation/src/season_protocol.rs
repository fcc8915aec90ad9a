//! Protocol season: measures whether items flagged as in demand are in demand, for shoppers that learning has not seen.
//!
//! Shoppers are divided into two halves by a hash of their number. Demand is learned from one half. Of the items that
//! it flags in a month, the protocol measures the share that sells at least twice its mean month to the other half,
//! relative to the shop's rhythm. Definitions: docs/research/season-results.md.

use std::time::Instant;

use passerelle::history::EventKind;
use rayon::prelude::*;

use super::data::{Data, select};
use super::error::EvaluateError;
use super::scored_on::ScoredOn;
use super::season_figures::{Flagged, Month, SeasonOutcome, TradeOff, TypeOfMonth, mean};
use passerelle_catalogue::orders::{Log, Session};
use passerelle_catalogue::{Catalogue, Division, ItemType};
use passerelle_learning::demand::days::half_month;
use passerelle_learning::demand::{self, Certainty, Demand, Feast, LIFT, LevelCounts};
use passerelle_learning::visits::Visits;

/// Seconds of a week.
const WEEK: i64 = 7 * 86_400;
/// Months of a year.
const MONTHS: usize = 12;
/// Least sales in the scored part over the year for an item to be judged.
const ENOUGH: u32 = 5;
/// Least sales in the scored part for an item's own share of a month to show that it is in demand.
const PLENTY: u32 = 20;
/// Probabilities of a flag that `trade` compares.
const PROBABILITIES: [f64; 6] = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99];
/// Most types shown per month.
const TYPES_SHOWN: usize = 6;

/// The half of the shoppers that `shopper` is in: one bit of SplitMix64 (Steele, Lea and Flood, 2014) of the number.
/// Shoppers are numbered in the order of their first orders.
#[must_use]
pub fn side(shopper: u32, bit: u32) -> bool {
    let mixed = u64::from(shopper).wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) >> bit & 1 == 1
}

/// How flags are learned and judged.
#[derive(Clone, Copy, Debug)]
pub struct SeasonTask<'a> {
    /// Distinct shoppers that a count needs to be kept.
    pub floor: u32,
    /// Whether divisions and types may be learned from; they may not if they come from titles.
    pub types: bool,
    /// Whether both parts are cut from the half that learns, so that the other half is not used.
    pub validation: bool,
    /// The part of the log that judges the flags.
    pub scored_on: ScoredOn,
    /// How sure a flag must be.
    pub certainty: Certainty,
    /// Whether to measure other probabilities too.
    pub trade: bool,
    /// Feasts that demand may follow to the next year; empty if the scored year is the learned one.
    pub feasts: &'a [Feast],
    /// The first day of the next year, since 1970-01-01.
    pub coming: i32,
}

impl SeasonTask<'_> {
    /// Whether `session` belongs to the part that is learned from (`learns`), or to the part that is scored.
    fn takes(&self, session: &Session, learns: bool) -> bool {
        // Bit 0 divides the shoppers into halves, bit 1 divides the learning half again.
        let side = if self.validation {
            !side(session.shopper, 0) && side(session.shopper, 1) != learns
        } else {
            side(session.shopper, 0) != learns
        };
        match self.scored_on {
            ScoredOn::Shoppers => side,
            ScoredOn::Weeks => side && (session.time.div_euclid(WEEK).rem_euclid(2) == 0) == learns,
            ScoredOn::NextYear => true,
        }
    }
}

/// Measures the protocol.
///
/// # Errors
/// If the log has no dates or one of its parts is empty.
pub fn measure(data: &Data, season: &SeasonTask<'_>) -> Result<SeasonOutcome, EvaluateError> {
    if !data.dated {
        return Err(EvaluateError::NoDates);
    }
    let SeasonTask { floor, types, validation, scored_on, certainty, trade, .. } = *season;
    let part = |log: &Log, learns: bool| select(log, |session| season.takes(&log.sessions[session], learns), |_| false);
    let after = if scored_on == ScoredOn::NextYear { &data.test } else { &data.train };
    let (learned, scored) = (part(&data.train, true), part(after, false));
    for (part, name) in [(&learned, "learned"), (&scored, "scored")] {
        if part.sessions.is_empty() {
            return Err(EvaluateError::Empty(name));
        }
    }
    let start = Instant::now();
    let demand = learn(&learned, &data.catalogue, season);
    let seconds = start.elapsed().as_secs_f64();
    let items = data.catalogue.items.len();
    let (told, judge) = (Sales::new(&learned, items), Sales::new(&scored, items));
    let life = Life::new(&[&learned, &scored], items);
    let task = Task { catalogue: &data.catalogue, demand: &demand, told: &told, judge: &judge, life: &life, floor };
    let times = || learned.sessions.iter().chain(&scored.sessions).map(|session| session.time);
    let months = task.months();
    let trade_off = |sure: f64| {
        let season = SeasonTask { certainty: Certainty { sure, ..certainty }, ..*season };
        let demand = learn(&learned, &data.catalogue, &season);
        TradeOff::new(sure, &Task { demand: &demand, ..task }.months())
    };
    Ok(SeasonOutcome {
        protocol: "season",
        validation,
        scored_on,
        types,
        floor,
        items,
        shoppers_learned: shoppers(&learned),
        shoppers_scored: shoppers(&scored),
        first_day: day(times().min()),
        last_day: day(times().max()),
        share: mean(&months, |month| month.share),
        months_flagged: months.iter().filter(|month| month.share.is_some()).count(),
        share_empty_as_zero: mean(&months, |month| Some(month.share.unwrap_or(0.0))),
        share_in_house: mean(&months, |month| month.share_in_house),
        share_raw: mean(&months, |month| month.share_raw),
        share_raw_in_house: mean(&months, |month| month.share_raw_in_house),
        share_random: mean(&months, |month| month.share.and(month.share_random)),
        flagged_items: (0..items).filter(|item| (0..24).any(|half| demand.flagged(*item, half))).count(),
        shapes: demand.shapes.len(),
        train_seconds: seconds,
        types_of_months: task.types(&months),
        months,
        trade: if trade { PROBABILITIES.map(trade_off).into() } else { Vec::new() },
    })
}

/// Learns demand as a build does, from the shoppers of one part.
fn learn(log: &Log, catalogue: &Catalogue, season: &SeasonTask<'_>) -> Demand {
    let sensitive = |item: u32| {
        let kind = catalogue.items.get(item as usize).map(|item| usize::from(item.item_type));
        kind.and_then(|kind| catalogue.types.get(kind)).is_none_or(|kind| kind.sensitive)
    };
    let visits = Visits::new(log, 0..log.sessions.len(), |item| !sensitive(item));
    let demanded = |catalogue: &Catalogue| {
        let counts = LevelCounts::new(&visits, catalogue, season.floor);
        let clocks = counts.clocks(season.feasts, Some(season.coming));
        demand::from_counts(&counts, catalogue, season.certainty, &clocks)
    };
    if season.types {
        return demanded(catalogue);
    }
    // One division with one type, so that nothing can be learned from divisions, types or titles.
    let mut items = catalogue.items.clone();
    for item in &mut items {
        (item.division, item.item_type) = (0, 0);
    }
    let nameless = Catalogue {
        items,
        divisions: vec![Division::default()],
        types: vec![ItemType::default()],
        ..Catalogue::default()
    };
    demanded(&nameless)
}

fn shoppers(log: &Log) -> usize {
    let mut shoppers: Vec<u32> = log.sessions.iter().map(|session| session.shopper).collect();
    shoppers.par_sort_unstable();
    shoppers.dedup();
    shoppers.len()
}

fn day(time: Option<i64>) -> String {
    let time = time.and_then(|time| jiff::Timestamp::from_second(time).ok());
    time.map_or_else(String::new, |time| time.strftime("%Y-%m-%d").to_string())
}

/// Sales by month of the year. A shopper counts once per item and day.
struct Sales {
    of_item: Vec<[u32; MONTHS]>,
    shop: [u64; MONTHS],
    /// Distinct shoppers of each item.
    shoppers: Vec<u32>,
}

impl Sales {
    fn new(log: &Log, items: usize) -> Self {
        let mut sold: Vec<(u32, u32, i32)> = log
            .sessions
            .iter()
            .flat_map(|session| {
                let day = i32::try_from(session.time.div_euclid(86_400)).unwrap_or(0);
                let events = log.events_of(session).iter().filter(|event| event.kind != EventKind::RemoveFromCart);
                events.map(move |event| (event.item, session.shopper, day))
            })
            .collect();
        sold.par_sort_unstable();
        sold.dedup();
        let mut found = Self { of_item: vec![[0; MONTHS]; items], shop: [0; MONTHS], shoppers: vec![0; items] };
        for sales in sold.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            for (item, _, day) in sales {
                let month = half_month(*day) / 2;
                found.shop[month] += 1;
                found.of_item[*item as usize][month] += 1;
            }
            found.shoppers[sales[0].0 as usize] += 1;
        }
        found
    }

    fn all(&self, item: usize) -> u32 {
        self.of_item[item].iter().sum()
    }

    /// Sales of `item` in `month` relative to its mean month, both as shares of the shop's sales. The mean is over the
    /// months `of` in which the shop has sales.
    fn lift(&self, item: usize, month: usize, of: [bool; MONTHS]) -> f64 {
        let share = |month: usize| f64::from(self.of_item[item][month]) / self.shop[month].max(1) as f64;
        let months: Vec<usize> = (0..MONTHS).filter(|month| of[*month] && self.shop[*month] > 0).collect();
        let mean = months.iter().map(|month| share(*month)).sum::<f64>() / months.len().max(1) as f64;
        if mean > 0.0 { share(month) / mean } else { 0.0 }
    }
}

/// For each item, the months of the year from its first to its last sale to any shopper.
struct Life(Vec<[bool; MONTHS]>);

impl Life {
    fn new(logs: &[&Log], items: usize) -> Self {
        let mut life = vec![(i64::MAX, i64::MIN); items];
        for log in logs {
            for session in &log.sessions {
                for event in log.events_of(session) {
                    let life = &mut life[event.item as usize];
                    *life = (life.0.min(session.time), life.1.max(session.time));
                }
            }
        }
        let months = |(first, last): (i64, i64)| {
            let mut months = [false; MONTHS];
            let mut day = first.div_euclid(86_400);
            while day <= last.div_euclid(86_400) && months.contains(&false) {
                months[half_month(i32::try_from(day).unwrap_or(0)) / 2] = true;
                day += 1;
            }
            months
        };
        Self(life.into_par_iter().map(|life| if life.0 > life.1 { [false; MONTHS] } else { months(life) }).collect())
    }
}

#[derive(Clone, Copy)]
struct Task<'a> {
    catalogue: &'a Catalogue,
    demand: &'a Demand,
    told: &'a Sales,
    judge: &'a Sales,
    life: &'a Life,
    floor: u32,
}

impl Task<'_> {
    fn items(&self) -> std::ops::Range<usize> {
        0..self.catalogue.items.len()
    }

    /// Whether the item is flagged in either half of the month.
    fn flagged(&self, item: usize, month: usize) -> bool {
        self.demand.flagged(item, month * 2) || self.demand.flagged(item, month * 2 + 1)
    }

    fn judged(&self, item: usize) -> bool {
        self.judge.all(item) >= ENOUGH
    }

    fn hit(&self, item: usize, month: usize) -> bool {
        self.judge.lift(item, month, [true; MONTHS]) >= LIFT
    }

    /// The figures of the months in which the scored part has sales.
    fn months(&self) -> Vec<Month> {
        (0..MONTHS).filter(|month| self.judge.shop[*month] > 0).map(|month| self.month(month)).collect()
    }

    fn month(&self, month: usize) -> Month {
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        let flagged: Vec<usize> = self.items().filter(|item| self.flagged(*item, month)).collect();
        let judged: Vec<usize> = flagged.iter().copied().filter(|item| self.judged(*item)).collect();
        let hits = judged.iter().filter(|item| self.hit(**item, month)).count();
        let in_house = |item: &&usize| self.judge.lift(**item, month, self.life.0[**item]) >= LIFT;
        // As many items by their plain ratio, without a prior and without the time in the house.
        let mut raw: Vec<(f64, usize)> = self
            .items()
            .filter(|item| self.told.shoppers[*item] >= self.floor)
            .map(|item| (self.told.lift(item, month, [true; MONTHS]), item))
            .collect();
        raw.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        raw.truncate(flagged.len());
        let raw: Vec<usize> = raw.into_iter().map(|(_, item)| item).filter(|item| self.judged(*item)).collect();
        let anyone: Vec<usize> =
            self.items().filter(|item| self.judged(*item) && self.told.shoppers[*item] >= self.floor).collect();
        let true_items: Vec<usize> =
            self.items().filter(|item| self.judge.all(*item) >= PLENTY && self.hit(*item, month)).collect();
        Month {
            month: month + 1,
            flagged: flagged.len(),
            judged: judged.len(),
            hits,
            share: share(hits, judged.len()),
            share_in_house: share(judged.iter().filter(in_house).count(), judged.len()),
            raw_judged: raw.len(),
            share_raw: share(raw.iter().filter(|item| self.hit(**item, month)).count(), raw.len()),
            share_raw_in_house: share(raw.iter().filter(in_house).count(), raw.len()),
            share_random: share(anyone.iter().filter(|item| self.hit(**item, month)).count(), anyone.len()),
            in_demand: true_items.len(),
            found: true_items.iter().filter(|item| self.flagged(**item, month)).count(),
            items: flagged
                .iter()
                .map(|item| Flagged {
                    item_id: self.catalogue.items[*item].id.to_string(),
                    sales: self.judge.all(*item),
                    lift: self.judge.lift(*item, month, [true; MONTHS]),
                })
                .collect(),
        }
    }

    /// For each month, the types with most flagged items.
    fn types(&self, months: &[Month]) -> Vec<TypeOfMonth> {
        let mut found = Vec::new();
        for month in months.iter().map(|month| month.month) {
            let mut counts = vec![[0usize; 3]; self.catalogue.types.len()];
            for item in self.items().filter(|item| self.flagged(*item, month - 1)) {
                if let Some(count) = counts.get_mut(usize::from(self.catalogue.items[item].item_type)) {
                    count[0] += 1;
                    count[1] += usize::from(self.judged(item));
                    count[2] += usize::from(self.judged(item) && self.hit(item, month - 1));
                }
            }
            let mut order: Vec<usize> = (0..counts.len()).filter(|kind| counts[*kind][0] > 0).collect();
            order.sort_by_key(|kind| (std::cmp::Reverse(counts[*kind][0]), *kind));
            found.extend(order.into_iter().take(TYPES_SHOWN).map(|kind| {
                let of = &self.catalogue.types[kind];
                let division = self.catalogue.divisions.get(usize::from(of.division));
                let sales: [(u64, u64); MONTHS] = self.type_sales(kind);
                TypeOfMonth {
                    month,
                    division: division.map_or_else(String::new, |division| division.id.clone()),
                    name: of.name.clone(),
                    flagged: counts[kind][0],
                    judged: counts[kind][1],
                    hits: counts[kind][2],
                    lift: lift_of(&sales, month - 1),
                }
            }));
        }
        found
    }

    /// For each month, a type's sales and the shop's sales in the scored part.
    fn type_sales(&self, kind: usize) -> [(u64, u64); MONTHS] {
        let mut sales = self.judge.shop.map(|shop| (0, shop));
        for item in self.items().filter(|item| usize::from(self.catalogue.items[*item].item_type) == kind) {
            for (sum, count) in sales.iter_mut().zip(self.judge.of_item[item]) {
                sum.0 += u64::from(count);
            }
        }
        sales
    }
}

fn lift_of(sales: &[(u64, u64); MONTHS], month: usize) -> Option<f64> {
    let shares: Vec<f64> =
        sales.iter().filter(|(_, shop)| *shop > 0).map(|(sold, shop)| *sold as f64 / *shop as f64).collect();
    let mean = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
    let (sold, shop) = sales[month];
    (mean > 0.0 && shop > 0).then(|| sold as f64 / shop as f64 / mean)
}
