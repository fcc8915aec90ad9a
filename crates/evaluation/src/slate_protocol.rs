//! Whole slates, filled by the code that ships, with what each of its rules costs and brings.

use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

use passerelle::history::{EventKind, Tally, WEEK};
use passerelle::pack::Transition;
use passerelle::pack::layout::{CARDS_INSIDE, CARDS_OUTSIDE};
use passerelle::rank::{
    DEFAULT_THRESHOLD, Handle, Interaction, ItemFeatures, Items, MAX_SOURCES, PurchaseFilter, RankTables, RankedItem,
    RankingContext, RepurchaseInterval, Scorer, SlateConfig, Source, Tuning,
};
use passerelle::season::{self, Season, SeasonContext, Traits, Weather};
use passerelle::shopper::{DivisionCounts, Onward, Shopper};
use rayon::prelude::*;

use super::data::Data;
use super::slate_figures::{SlateOutcome, Sums};
use super::slate_placement::SlatePlacement;
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_learning::validation::model::Lists;
use passerelle_learning::validation::protocol::{EarlierSession, EarlierSessions};
use passerelle_learning::{Learned, typical};

const DAY: i64 = 86_400;
/// What a device keeps by default.
const RETENTION: i64 = 90 * DAY;
/// How much of the target is mixed into the slate's shares, so that no divergence is infinite (Steck's alpha).
const SMOOTHING: f64 = 0.01;

/// What is left out of the code that ships, to see what it does.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Variant {
    name: &'static str,
    tuning: Tuning,
    rests: bool,
    threshold: u32,
    /// Whether divisions not yet met have a target.
    potential: bool,
    popular: bool,
}

/// The method that ships.
const SHIPPED: &str = "as it ships";

fn shipped() -> Variant {
    Variant {
        name: SHIPPED,
        tuning: Tuning::default(),
        rests: true,
        threshold: DEFAULT_THRESHOLD,
        potential: true,
        popular: false,
    }
}

fn variants() -> Vec<Variant> {
    let shipped = shipped();
    let tuning = shipped.tuning;
    let plain = Tuning { share: 0, new_share: 0, precedence: 0, per_type: 0, ..tuning };
    vec![
        Variant { name: "popularity", tuning: plain, rests: false, threshold: 0, popular: true, ..shipped },
        Variant { name: "plain score order", tuning: plain, rests: false, threshold: 0, ..shipped },
        shipped,
        Variant { name: "without division shares", tuning: Tuning { share: 0, ..tuning }, ..shipped },
        Variant { name: "without potential", potential: false, ..shipped },
        Variant { name: "without type cap", tuning: Tuning { per_type: 0, ..tuning }, ..shipped },
        Variant { name: "without rest after purchase", rests: false, ..shipped },
        Variant { name: "without places for new items", tuning: Tuning { new_share: 0, ..tuning }, ..shipped },
        Variant { name: "without new-arrival boost", tuning: Tuning { precedence: 0, ..tuning }, ..shipped },
        Variant { name: "with a threshold of a sixteenth", threshold: 1 << 12, ..shipped },
    ]
}

/// Everything that was learned, as slates read it.
pub(super) struct SlateModel<'a> {
    pub(super) data: &'a Data,
    pub(super) lists: Lists,
    pub(super) tables: &'a RankTables,
    rest: &'a [RepurchaseInterval],
    never: Vec<RepurchaseInterval>,
    onward: Vec<Transition>,
    pub(super) arrived: &'a [bool],
    /// What thresholds are measured by.
    typical: u32,
    /// Distinct shoppers of each item, and the items by falling popularity.
    shoppers: Vec<u32>,
    popular: Vec<u32>,
}

/// The catalogue as a device sees it: what no list of the history gives a card cannot be shown.
struct CardedItems<'a> {
    model: &'a SlateModel<'a>,
    cards: HashSet<u32>,
}

impl Items for CardedItems<'_> {
    fn id(&self, handle: Handle) -> &str {
        self.model.data.catalogue.items.get(handle as usize).map_or("", |item| &item.id)
    }

    fn facts(&self, handle: Handle) -> Option<ItemFeatures> {
        if !self.cards.contains(&handle) {
            return None;
        }
        let item = self.model.data.catalogue.items.get(handle as usize)?;
        let is_new = self.model.arrived.get(handle as usize) == Some(&true);
        Some(ItemFeatures {
            division: item.division,
            item_type: item.item_type,
            is_new,
            collections: 0,
            traits: Traits::default(),
        })
    }
}

/// One slate to fill.
pub(super) struct Case<'a> {
    pub(super) page: Option<u32>,
    /// Events of earlier sessions and of this one before the page, each with its time, the oldest first.
    seen: Vec<(i64, LogEvent)>,
    earlier: &'a [EarlierSession<'a>],
    targets: Vec<u32>,
    time: i64,
}

/// A slate that was filled, and for whom.
struct FilledSlate {
    /// The items, in order.
    items: Vec<u32>,
    /// The shopper's targets by division, with potential.
    targets: Vec<u32>,
    /// By division, whether the shopper has met it.
    touched: Vec<bool>,
}

/// How lists are stored.
#[derive(Clone, Copy, Debug)]
pub struct ListShape {
    /// Neighbours of an item.
    pub neighbours: usize,
    /// Bits of a quantised weight.
    pub bits: u32,
}

/// Learns nothing by itself: `learned` comes from the training part of `data`.
#[must_use]
pub fn measure(
    data: &Data,
    learned: &Learned,
    shape: ListShape,
    spot: SlatePlacement,
    train_seconds: f64,
) -> SlateOutcome {
    let model = SlateModel::new(data, learned, shape);
    let earlier = EarlierSessions::new(&[&data.train, &data.test]);
    let shopper_sessions = shopper_sessions(&data.test);
    let mut slates = Vec::new();
    let (mut predictions, mut microseconds) = (0, 0.0);
    for variant in variants() {
        for limit in [4, 8] {
            let parts: Vec<Sums> = shopper_sessions
                .par_chunks(64)
                .map(|chunk| {
                    let (mut sums, mut scorer) = (Sums::default(), Scorer::new());
                    chunk.iter().for_each(|sessions| {
                        model.walk(&earlier, sessions, spot, (&variant, limit), &mut scorer, &mut sums)
                    });
                    sums
                })
                .collect();
            // In order, so that the sums are the same for any number of threads.
            let sums = parts.into_iter().fold(Sums::default(), Sums::with);
            if variant.name == SHIPPED && limit == 4 {
                microseconds = sums.nanoseconds as f64 / 1_000.0 / sums.slates.max(1) as f64;
                predictions = sums.slates;
            }
            slates.push(sums.figures(variant.name, limit, data.catalogue.items.len()));
        }
    }
    SlateOutcome {
        protocol: "slate",
        placement: spot,
        predictions,
        train_seconds,
        microseconds_per_suggestion: microseconds,
        slates,
    }
}

/// The sessions of each shopper, in order.
pub(super) fn shopper_sessions(log: &Log) -> Vec<Vec<&Session>> {
    let mut of_shopper: BTreeMap<u32, Vec<&Session>> = BTreeMap::new();
    for session in &log.sessions {
        of_shopper.entry(session.shopper).or_default().push(session);
    }
    of_shopper.into_values().collect()
}

fn popularity(log: &Log, items: usize) -> (Vec<u32>, Vec<u32>) {
    let mut met: Vec<(u32, u32)> = log
        .sessions
        .iter()
        .flat_map(|session| log.events_of(session).iter().map(move |event| (event.item, session.shopper)))
        .collect();
    met.par_sort_unstable();
    met.dedup();
    let mut shoppers = vec![0u32; items];
    for (item, _) in met {
        shoppers[item as usize] += 1;
    }
    let mut popular: Vec<u32> = (0..items as u32).collect();
    popular.sort_by_key(|&item| (std::cmp::Reverse(shoppers[item as usize]), item));
    (shoppers, popular)
}

impl<'a> SlateModel<'a> {
    pub(super) fn new(data: &'a Data, learned: &'a Learned, shape: ListShape) -> Self {
        let (shoppers, popular) = popularity(&data.train, data.catalogue.items.len());
        let onward = learned.division_transitions.clone();
        Self {
            data,
            lists: Lists::new(&learned.neighbours, shape.neighbours, shape.bits),
            tables: &learned.tables,
            rest: &learned.repurchase_intervals,
            never: vec![RepurchaseInterval { item_days: 0, type_days: 0 }; learned.repurchase_intervals.len()],
            onward,
            arrived: &learned.arrived,
            typical: typical(&learned.neighbours),
            shoppers,
            popular,
        }
    }
}

impl SlateModel<'_> {
    pub(super) fn division(&self, item: u32) -> u16 {
        self.data.catalogue.items.get(item as usize).map_or(u16::MAX, |item| item.division)
    }

    /// The slates of one shopper, one session after the other.
    fn walk(
        &self,
        earlier: &EarlierSessions<'_>,
        sessions: &[&Session],
        spot: SlatePlacement,
        (variant, limit): (&Variant, usize),
        scorer: &mut Scorer,
        sums: &mut Sums,
    ) {
        let mut before: Vec<u32> = Vec::new();
        for session in sessions {
            let Some(case) = self.case(earlier, session, spot) else { continue };
            let start = Instant::now();
            let FilledSlate { items: slate, targets, touched } = self.slate(spot, &case, variant, limit, scorer);
            sums.nanoseconds += start.elapsed().as_nanos();
            sums.slates += 1;
            sums.empty += u64::from(slate.is_empty());
            sums.filled += slate.len() as u64;
            sums.hits += u64::from(slate.iter().any(|item| case.targets.binary_search(item).is_ok()));
            sums.repeated += slate.iter().filter(|item| before.contains(item)).count() as u64;
            let met = |item: &u32| touched.get(usize::from(self.division(*item))) == Some(&true);
            sums.untouched += slate.iter().filter(|item| !met(item)).count() as u64;
            if !slate.is_empty() {
                sums.divergence += self.divergence(&slate, &targets);
            }
            for &item in &slate {
                let share =
                    (f64::from(self.shoppers[item as usize]) + 1.0) / (f64::from(self.data.train.shoppers) + 1.0);
                sums.novelty -= libm::log2(share);
                sums.shown.insert(item);
            }
            before = slate;
        }
    }

    /// The slate that `session` asks for; `None` where there is nothing to find.
    pub(super) fn case<'m>(
        &self,
        earlier: &'m EarlierSessions<'_>,
        session: &Session,
        spot: SlatePlacement,
    ) -> Option<Case<'m>> {
        let events = self.data.test.events_of(session);
        let earlier = earlier.before(session);
        let mut seen: Vec<(i64, LogEvent)> = earlier
            .iter()
            .filter(|earlier| earlier.time >= session.time - RETENTION)
            .flat_map(|earlier| earlier.events.iter().map(|event| (earlier.time, *event)))
            .collect();
        let mut targets: Vec<u32>;
        let page = match spot {
            SlatePlacement::Home => {
                targets = events.iter().map(|event| event.item).collect();
                None
            }
            SlatePlacement::Product => {
                // The same item for every variant: the middle one of a visit, any one of a basket.
                let at = events.len() / 2;
                let page = events.get(at)?.item;
                let rest = if self.data.test.ordered { &events[at + 1..] } else { events };
                if self.data.test.ordered {
                    seen.extend(events[..at].iter().map(|event| (session.time, *event)));
                }
                targets = rest.iter().map(|event| event.item).collect();
                targets.retain(|item| self.division(*item) != self.division(page));
                Some(page)
            }
        };
        targets.sort_unstable();
        targets.dedup();
        let something_to_go_by = page.is_some() || !seen.is_empty();
        (!targets.is_empty() && something_to_go_by).then_some(Case { page, seen, earlier, targets, time: session.time })
    }

    fn slate(
        &self,
        spot: SlatePlacement,
        case: &Case<'_>,
        variant: &Variant,
        limit: usize,
        scorer: &mut Scorer,
    ) -> FilledSlate {
        let divisions = self.data.catalogue.divisions.len();
        let page_division = case.page.map(|page| usize::from(self.division(page)));
        let allowed: Vec<bool> = (0..divisions).map(|division| Some(division) != page_division).collect();
        let mut shopper = self.shopper(case, page_division);
        let touched: Vec<bool> = shopper.affinity.iter().map(|share| *share > 0).collect();
        let targets = shopper.targets(|division| allowed[division]);
        let precedence = ((u64::from(shopper.attachment) * u64::from(variant.tuning.precedence)) >> 16) as u32;
        if !variant.potential {
            shopper.onward.fill(0);
            shopper.potential = 0;
        }
        let aimed = shopper.targets(|division| allowed[division]);
        if variant.popular {
            let page = case.page;
            let fits = |item: &&u32| Some(**item) != page && allowed[usize::from(self.division(**item))];
            let items = self.popular.iter().filter(fits).take(limit).copied().collect();
            return FilledSlate { items, targets, touched };
        }
        let items = self.items(case);
        let sources = self.sources(&items);
        let carded = CardedItems { model: self, cards: self.cards(&items) };
        let deed = |(time, event): &(i64, LogEvent)| Interaction {
            handle: event.item,
            item_type: self.data.catalogue.items.get(event.item as usize).map(|item| item.item_type),
            kind: event.kind,
            time: *time,
            gift: false,
        };
        let rest = if variant.rests { self.rest } else { &self.never };
        let mut bought =
            PurchaseFilter::new(case.seen.iter().map(deed), self.data.catalogue.items.len(), rest, case.time);
        if let Some(page) = case.page {
            bought.forbid(page);
        }
        let page = case.page.map_or("", |page| carded.id(page));
        let view = spot.placement().view(page, case.time.div_euclid(DAY));
        // No log says what the weather was, and what demand learned from this log would know its future.
        let season = Season::default();
        let day = case.time.div_euclid(DAY);
        let moment = SeasonContext::new(&season, day, season::Region::default(), Weather::default());
        let brief = RankingContext {
            sources: &sources,
            reminders: &[],
            forbidden: &bought.items,
            resting: &bought.types,
            divisions: &allowed,
            fatigue: &[],
            in_season: &[],
            moment: &moment,
            rules: &[],
            precedence,
            threshold: Tuning { typical: self.typical, ..variant.tuning }.least_score(variant.threshold),
            shape: SlateConfig {
                limit,
                per_type: variant.tuning.of_one_type(limit),
                share: variant.tuning.share,
                targets: &aimed,
                new_place: variant.tuning.keeps_a_new_place(limit, view),
            },
        };
        let places: Vec<RankedItem> = brief.slate(scorer, self.tables, &carded, |_| true);
        FilledSlate { items: places.into_iter().map(|place| place.handle).collect(), targets, touched }
    }

    /// What the slate goes by: the page, then what was met, the most recent first, each with its strongest event.
    pub(super) fn items(&self, case: &Case<'_>) -> Vec<(u32, EventKind)> {
        let mut items: Vec<(u32, EventKind)> = case.page.map(|page| (page, EventKind::View)).into_iter().collect();
        for (_, event) in case.seen.iter().rev() {
            if let Some(place) = items.iter().position(|(item, _)| *item == event.item) {
                let stronger = self.tables.event(event.kind) > self.tables.event(items[place].1);
                if stronger && Some(event.item) != case.page {
                    items[place].1 = event.kind;
                }
            } else if items.len() < MAX_SOURCES {
                items.push((event.item, event.kind));
            }
        }
        items
    }

    pub(super) fn sources(&self, items: &[(u32, EventKind)]) -> Vec<Source<'_>> {
        items.iter().map(|&(item, event)| Source { list: self.lists.of(item), event }).collect()
    }

    /// The slate as it ships.
    pub(super) fn shipped(&self, spot: SlatePlacement, case: &Case<'_>, limit: usize, scorer: &mut Scorer) -> Vec<u32> {
        self.slate(spot, case, &shipped(), limit, scorer).items
    }

    fn shopper(&self, case: &Case<'_>, page_division: Option<usize>) -> Shopper {
        let divisions = self.data.catalogue.divisions.len();
        let this_week = case.time.div_euclid(WEEK);
        let mut weeks: BTreeMap<(i64, u16), (u32, u32)> = BTreeMap::new();
        let earlier = case.earlier.iter().flat_map(|session| session.events.iter().map(|event| (session.time, *event)));
        let of_now = case.seen.iter().filter(|(time, _)| *time == case.time).copied();
        for (time, event) in earlier.chain(of_now) {
            let week = time.div_euclid(WEEK);
            if week > this_week - passerelle::history::TALLY_WEEKS {
                let counts = weeks.entry((week, self.division(event.item))).or_default();
                counts.0 += 1;
                counts.1 += u32::from(event.kind == EventKind::Purchase);
            }
        }
        let mut met = DivisionCounts::new(divisions);
        let mut tallies = Vec::new();
        for ((week, division), (events, purchases)) in weeks {
            let tally = Tally { week, division: String::new(), events, purchases };
            met.tally(division.into(), &tally, this_week);
            tallies.push(tally);
        }
        page_division.into_iter().for_each(|division| met.now(division));
        Shopper::new(&met, &tallies, &Onward::new(&self.onward, divisions), this_week)
    }

    /// The items whose cards the shards of `items` carry.
    fn cards(&self, items: &[(u32, EventKind)]) -> HashSet<u32> {
        let mut cards = HashSet::new();
        for &(item, _) in items {
            cards.insert(item);
            let (mut inside, mut outside) = (0, 0);
            for &neighbour in self.lists.of(item).items {
                let (taken, most) = if self.division(neighbour) == self.division(item) {
                    (&mut inside, CARDS_INSIDE)
                } else {
                    (&mut outside, CARDS_OUTSIDE)
                };
                if *taken < most {
                    *taken += 1;
                    cards.insert(neighbour);
                }
            }
        }
        cards
    }

    /// `sum p log(p / q)` over divisions, p the targets, q the slate's shares with a little of p mixed in.
    fn divergence(&self, slate: &[u32], targets: &[u32]) -> f64 {
        let total: f64 = targets.iter().map(|share| f64::from(*share)).sum();
        if total == 0.0 {
            return 0.0;
        }
        let mut divergence = 0.0;
        for (division, target) in targets.iter().enumerate().filter(|(_, target)| **target > 0) {
            let p = f64::from(*target) / total;
            let shown = slate.iter().filter(|item| usize::from(self.division(**item)) == division).count();
            let q = (1.0 - SMOOTHING) * shown as f64 / slate.len() as f64 + SMOOTHING * p;
            divergence += p * libm::log(p / q);
        }
        divergence
    }
}
