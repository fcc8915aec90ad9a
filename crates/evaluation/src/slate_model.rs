//! The code that ships, filling the slates of a log: what was learned, and the device as it would be at that moment. Not
//! for what is measured of them: see [`super::slate_protocol`].

use std::collections::{BTreeMap, HashSet};

use passerelle::history::{EventKind, Tally};
use passerelle::model::{Day, DivisionIndex, Factor, ListWeight, TypeIndex, Week};
use passerelle::pack::Transition;
use passerelle::pack::layout::{CARDS_INSIDE, CARDS_OUTSIDE};
use passerelle::rank::{
    Handle, Interaction, ItemFeatures, Items, MAX_SOURCES, PurchaseFilter, RankTables, RankedItem, RankingContext,
    RepurchaseInterval, Scorer, SlateConfig, Source, Tuning, Wearer,
};
use passerelle::season::{self, Season, SeasonContext, Traits, Weather};
use passerelle::shopper::{DivisionCounts, Onward, Shopper};
use rayon::prelude::*;

use super::data::Data;
use super::slate_placement::SlatePlacement;
use super::slate_variants::{Variant, shipped};
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_learning::validation::model::Lists;
use passerelle_learning::validation::protocol::{EarlierSession, EarlierSessions};
use passerelle_learning::{Learned, typical};

const DAY: i64 = 86_400;
/// What a device keeps by default.
const RETENTION: i64 = 90 * DAY;

/// Everything that was learned, as slates read it.
pub(super) struct SlateModel<'a> {
    pub(super) data: &'a Data,
    pub(super) lists: Lists,
    pub(super) tables: &'a RankTables,
    repurchase_intervals: &'a [RepurchaseInterval],
    /// As if nothing were bought for long.
    no_intervals: Vec<RepurchaseInterval>,
    division_transitions: Vec<Transition>,
    pub(super) arrived: &'a [bool],
    /// What thresholds are measured by.
    typical: ListWeight,
    /// Distinct shoppers of each item, and the items by falling popularity.
    pub(super) shoppers: Vec<u32>,
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
            division: DivisionIndex(item.division),
            item_type: TypeIndex(item.item_type),
            is_new,
            collections: 0,
            traits: Traits::default(),
            wearer: Wearer::default(),
        })
    }
}

/// One slate to fill.
pub(super) struct Case<'a> {
    pub(super) page: Option<u32>,
    /// Events of earlier sessions and of this one before the page, the oldest first.
    seen: Vec<SeenEvent>,
    earlier: &'a [EarlierSession<'a>],
    pub(super) targets: Vec<u32>,
    time: i64,
}

/// An event that the device remembers.
#[derive(Clone, Copy)]
struct SeenEvent {
    time: i64,
    event: LogEvent,
}

/// An item that a slate goes by, with the strongest that was done with it.
#[derive(Clone, Copy)]
pub(super) struct SourceItem {
    pub(super) item: u32,
    pub(super) event: EventKind,
}

/// What a shopper did in one division in one week.
#[derive(Clone, Copy, Default)]
struct WeekCounts {
    events: u32,
    purchases: u32,
}

/// A slate that was filled, and for whom.
pub(super) struct FilledSlate {
    /// The items, in order.
    pub(super) items: Vec<u32>,
    /// The shopper's targets by division, with potential.
    pub(super) targets: Vec<Factor>,
    /// By division, whether the shopper has met it.
    pub(super) touched: Vec<bool>,
}

/// How lists are stored.
#[derive(Clone, Copy, Debug)]
pub struct ListShape {
    /// Neighbours of an item.
    pub neighbours: usize,
    /// Bits of a quantised weight.
    pub bits: u32,
}

/// Distinct shoppers of each item, and the items by falling popularity.
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
        Self {
            data,
            lists: Lists::new(&learned.neighbours, shape.neighbours, shape.bits),
            tables: &learned.tables,
            repurchase_intervals: &learned.repurchase_intervals,
            no_intervals: vec![RepurchaseInterval { item_days: 0, type_days: 0 }; learned.repurchase_intervals.len()],
            division_transitions: learned.division_transitions.clone(),
            arrived: &learned.arrived,
            typical: typical(&learned.neighbours),
            shoppers,
            popular,
        }
    }
}

impl SlateModel<'_> {
    pub(super) fn division(&self, item: u32) -> DivisionIndex {
        DivisionIndex(self.data.catalogue.items.get(item as usize).map_or(u16::MAX, |item| item.division))
    }

    /// The slate that `session` asks for; `None` where there is nothing to find.
    pub(super) fn case<'m>(
        &self,
        earlier: &'m EarlierSessions<'_>,
        session: &Session,
        placement: SlatePlacement,
    ) -> Option<Case<'m>> {
        let events = self.data.test.events_of(session);
        let earlier = earlier.before(session);
        let mut seen: Vec<SeenEvent> = earlier
            .iter()
            .filter(|earlier| earlier.time >= session.time - RETENTION)
            .flat_map(|earlier| earlier.events.iter().map(|event| SeenEvent { time: earlier.time, event: *event }))
            .collect();
        let mut targets: Vec<u32>;
        let page = match placement {
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
                    seen.extend(events[..at].iter().map(|event| SeenEvent { time: session.time, event: *event }));
                }
                targets = rest.iter().map(|event| event.item).collect();
                targets.retain(|item| self.division(*item) != self.division(page));
                Some(page)
            }
        };
        targets.sort_unstable();
        targets.dedup();
        let has_evidence = page.is_some() || !seen.is_empty();
        (!targets.is_empty() && has_evidence).then_some(Case { page, seen, earlier, targets, time: session.time })
    }

    pub(super) fn slate(
        &self,
        placement: SlatePlacement,
        case: &Case<'_>,
        variant: &Variant,
        limit: usize,
        scorer: &mut Scorer,
    ) -> FilledSlate {
        let divisions = self.data.catalogue.divisions.len();
        let page_division = case.page.map(|page| self.division(page));
        let allowed: Vec<bool> =
            (0..divisions as u16).map(|division| Some(DivisionIndex(division)) != page_division).collect();
        let mut shopper = self.shopper(case, page_division);
        let touched: Vec<bool> = shopper.affinity.iter().map(|share| *share > Factor::ZERO).collect();
        let targets = shopper.targets(|division| allowed[division.at()]);
        let new_arrival_boost = shopper.attachment.of(variant.tuning.precedence.bits().into()) as u32;
        if !variant.potential {
            shopper.onward.fill(Factor::ZERO);
            shopper.potential = Factor::ZERO;
        }
        let aimed = shopper.targets(|division| allowed[division.at()]);
        if variant.popular {
            let page = case.page;
            let fits = |item: &&u32| Some(**item) != page && allowed[self.division(**item).at()];
            let items = self.popular.iter().filter(fits).take(limit).copied().collect();
            return FilledSlate { items, targets, touched };
        }
        let items = self.items(case);
        let sources = self.sources(&items);
        let carded = CardedItems { model: self, cards: self.cards(&items) };
        let interaction = |SeenEvent { time, event }: &SeenEvent| Interaction {
            handle: event.item,
            item_type: self.data.catalogue.items.get(event.item as usize).map(|item| TypeIndex(item.item_type)),
            kind: event.kind,
            time: *time,
            gift: false,
        };
        let intervals = if variant.cooldown { self.repurchase_intervals } else { &self.no_intervals };
        let mut purchases = PurchaseFilter::new(
            case.seen.iter().map(interaction),
            self.data.catalogue.items.len(),
            intervals,
            case.time,
        );
        if let Some(page) = case.page {
            purchases.forbid(page);
        }
        let page = case.page.map_or("", |page| carded.id(page));
        let day = Day::of_time(case.time);
        let view = placement.placement().view(page, day);
        // No log says what the weather was, and what demand learned from this log would know its future.
        let season = Season::default();
        let season_context = SeasonContext::new(&season, day, season::Region::default(), Weather::default());
        let context = RankingContext {
            sources: &sources,
            reminders: &[],
            forbidden: &purchases.items,
            resting: &purchases.types,
            divisions: &allowed,
            fatigue: &[],
            wearer: Wearer::default(),
            ration: None,
            in_season: &[],
            moment: &season_context,
            rules: &[],
            precedence: Factor::from_bits(new_arrival_boost),
            threshold: Tuning { typical: self.typical, ..variant.tuning }.least_score(variant.threshold),
            shape: SlateConfig {
                limit,
                per_type: variant.tuning.of_one_type(limit),
                share: variant.tuning.share,
                targets: &aimed,
                new_place: variant.tuning.keeps_a_new_place(limit, view),
            },
        };
        let ranked: Vec<RankedItem> = context.slate(scorer, self.tables, &carded, |_| true);
        FilledSlate { items: ranked.into_iter().map(|item| item.handle).collect(), targets, touched }
    }

    /// What the slate goes by: the page, then what was met, the most recent first, each with its strongest event.
    pub(super) fn items(&self, case: &Case<'_>) -> Vec<SourceItem> {
        let of_page = case.page.map(|page| SourceItem { item: page, event: EventKind::View });
        let mut items: Vec<SourceItem> = of_page.into_iter().collect();
        for SeenEvent { event, .. } in case.seen.iter().rev() {
            if let Some(source) = items.iter_mut().find(|source| source.item == event.item) {
                let stronger = self.tables.event(event.kind) > self.tables.event(source.event);
                if stronger && Some(event.item) != case.page {
                    source.event = event.kind;
                }
            } else if items.len() < MAX_SOURCES {
                items.push(SourceItem { item: event.item, event: event.kind });
            }
        }
        items
    }

    pub(super) fn sources(&self, items: &[SourceItem]) -> Vec<Source<'_>> {
        items.iter().map(|&SourceItem { item, event }| Source { list: self.lists.of(item), event }).collect()
    }

    /// The slate as it ships.
    pub(super) fn shipped(
        &self,
        placement: SlatePlacement,
        case: &Case<'_>,
        limit: usize,
        scorer: &mut Scorer,
    ) -> Vec<u32> {
        self.slate(placement, case, &shipped(), limit, scorer).items
    }

    fn shopper(&self, case: &Case<'_>, page_division: Option<DivisionIndex>) -> Shopper {
        let divisions = self.data.catalogue.divisions.len();
        let this_week = Week::of_time(case.time);
        let mut weeks: BTreeMap<(Week, DivisionIndex), WeekCounts> = BTreeMap::new();
        let earlier = case.earlier.iter().flat_map(|session| {
            session.events.iter().map(move |event| SeenEvent { time: session.time, event: *event })
        });
        let of_now = case.seen.iter().filter(|seen| seen.time == case.time).copied();
        for SeenEvent { time, event } in earlier.chain(of_now) {
            let week = Week::of_time(time);
            if week > this_week.before(passerelle::history::TALLY_WEEKS) {
                let counts = weeks.entry((week, self.division(event.item))).or_default();
                counts.events += 1;
                counts.purchases += u32::from(event.kind == EventKind::Purchase);
            }
        }
        let mut met = DivisionCounts::new(divisions);
        let mut tallies = Vec::new();
        for ((week, division), WeekCounts { events, purchases }) in weeks {
            let tally = Tally { week, division: String::new(), events, purchases };
            met.tally(division, &tally, this_week);
            tallies.push(tally);
        }
        page_division.into_iter().for_each(|division| met.now(division));
        Shopper::new(&met, &tallies, &Onward::new(&self.division_transitions, divisions), this_week)
    }

    /// The items whose cards the shards of `items` carry.
    fn cards(&self, items: &[SourceItem]) -> HashSet<u32> {
        let mut cards = HashSet::new();
        for &SourceItem { item, .. } in items {
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
}
