//! From the engine's state and a request to a brief: what is read of the history, what may be shown, and how it is
//! shared out. Pure: the same state, request and clock give the same brief.

use super::opened_pack::{Pack, find};
use crate::cache::{CachedItem, ItemCache};
use crate::discretion::{ImpressionLog, PageImpressions, left_of_new};
use crate::history::{Event, EventKind, History, TALLY_WEEKS, Tally};
use crate::model::{DAY, Day, DivisionIndex, TypeIndex, Week};
use crate::page::choosing;
use crate::rank::{
    ActiveRule, ActiveTarget, Factor, Handle, Interaction, Items, List, MAX_SOURCES, MAX_SUGGESTIONS, Placement,
    PurchaseFilter, RankTables, RankingContext, Ration, RepurchaseInterval, Rule, Scope, Score, SlateConfig, Source,
    Target, Wearer,
};
use crate::request::{Basis, SuggestRequest};
use crate::season::{Region, SeasonContext, Weather};
use crate::shopper::{DivisionCounts, Onward, Shopper};
use crate::slate::Status;

/// What the engine knows, for one request.
#[derive(Clone, Copy)]
pub(crate) struct State<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) known: &'a ItemCache,
    /// Now, in seconds since 1970-01-01 UTC.
    pub(crate) now: i64,
    /// Of the page in contextual mode, of the history in personal mode, the oldest first.
    pub(crate) events: &'a [Event],
    /// What else is known of the events; none in contextual mode.
    pub(crate) history: Option<&'a History>,
    /// The item whose page this is.
    pub(crate) page_item: Option<&'a str>,
    /// Where the page is read.
    pub(crate) local: Local,
    /// The ids of what the page says is in the cart.
    pub(crate) cart: &'a [&'a str],
    /// The ids that the page excludes.
    pub(crate) exclude: &'a [&'a str],
    /// What became of earlier invitations; none where no history counts.
    pub(crate) earlier: Option<Earlier<'a>>,
}

/// Earlier invitations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Earlier<'a> {
    pub(crate) notes: &'a ImpressionLog,
    pub(crate) offers: &'a PageImpressions,
}

/// Where and in what weather a page is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Local {
    pub(crate) place: Region,
    pub(crate) weather: Weather,
}

/// A request made ready: everything a [`RankingContext`] borrows.
pub(crate) struct Prepared<'a> {
    /// The items of the history, the most recent first, each with how often it was met.
    items: Vec<(&'a CachedItem, u32)>,
    sources: Vec<Source<'a>>,
    reminders: Vec<(Handle, u32)>,
    bought: PurchaseFilter,
    fatigue: Vec<Factor>,
    wearer: Wearer,
    ration: Option<Ration>,
    divisions: Vec<bool>,
    targets: Vec<Factor>,
    in_season: Vec<List<'a>>,
    moment: SeasonContext<'a>,
    rules: Vec<ActiveRule>,
    precedence: Factor,
    threshold: Score,
    limit: usize,
    per_type: usize,
    share: Factor,
    new_place: bool,
    /// Of the shopper.
    pub(crate) attachment: Factor,
    pub(crate) potential: Factor,
}

impl<'a> State<'a> {
    /// Makes `request` ready with the divisions of `scope`.
    ///
    /// # Errors
    /// [`Status::ItemUnknown`] when the scope is one of the page's division and the pack does not know it.
    pub(crate) fn prepare(&self, request: &SuggestRequest, scope: &Scope) -> Result<Prepared<'a>, Status> {
        let core = self.pack.core();
        let settings = &core.placements[request.placement as usize];
        let page_known = self.page_item.and_then(|id| self.listed(id));
        let page_division = self.page_division(request, page_known)?;
        if *scope == Scope::Other && page_division.is_none() {
            return Err(Status::ItemUnknown);
        }
        let oldest = self.now.saturating_sub(i64::from(core.retention_days) * DAY);
        let declared = page_known.map(|item| (item, EventKind::View));
        let cart = choosing(self.cart).iter().filter_map(|id| self.listed(id)).map(|item| (item, EventKind::AddToCart));
        let items = self.items(declared.into_iter().chain(cart), oldest);
        let list = |item: &'a CachedItem| if self.earlier.is_none() { item.list_of_page() } else { item.list() };
        let sources: Vec<Source<'a>> =
            items.iter().map(|(item, event, _)| Source { list: list(item), event: *event }).collect();
        let items: Vec<(&CachedItem, u32)> = items.into_iter().map(|(item, _, times)| (item, times)).collect();

        let allowed = |division: DivisionIndex| match scope {
            Scope::Other => Some(division) != page_division,
            Scope::Same => page_division.is_none_or(|page| page == division),
            Scope::Any => true,
            Scope::Only(divisions) => divisions.contains(&division),
            Scope::Pinned => false,
        };
        let this_week = Week::of_time(self.now);
        let shopper = self.shopper(page_division, this_week);
        let limit = request.limit.unwrap_or(settings.limit.into()).min(MAX_SUGGESTIONS);
        let reminds = request.reminders.unwrap_or(settings.reminders);
        let day = Day::of_time(self.now);
        let mut bought = self.bought(oldest, self.now);
        let mut divisions: Vec<bool> = core.division_indices().map(allowed).collect();
        let (fatigue, ration) = self.fatigue(request, &mut bought.types, &mut divisions);
        let moment = SeasonContext::new(&core.season, day, self.local.place, self.local.weather);
        Ok(Prepared {
            reminders: if reminds {
                items.iter().map(|(item, times)| (item.handle, *times)).collect()
            } else {
                Vec::new()
            },
            sources,
            items,
            in_season: if request.basis == Basis::Season || request.placement.shows_season() {
                self.known.season().collect()
            } else {
                Vec::new()
            },
            moment: if request.basis == Basis::Season { moment.leading() } else { moment },
            bought,
            fatigue,
            wearer: page_known
                .and_then(|page| self.known.facts(page.handle))
                .map_or_else(Wearer::default, |page| page.wearer),
            ration,
            divisions,
            targets: shopper.targets(allowed),
            rules: self.rules(request.placement, day),
            precedence: Factor::from_bits(shopper.attachment.of(core.tuning.precedence.bits().into()) as u32),
            threshold: core.tuning.least_score(request.threshold.unwrap_or(settings.threshold)),
            limit,
            per_type: core.tuning.of_one_type(limit),
            share: core.tuning.share,
            attachment: shopper.attachment,
            potential: shopper.potential,
            new_place: core.tuning.keeps_a_new_place(
                limit,
                request.placement.view(self.page_item.or(request.division.as_deref()).unwrap_or_default(), day),
            ),
        })
    }

    /// The item, if its list is kept; where no history counts, if this page has read it, whatever an earlier one has left.
    fn listed(&self, id: &str) -> Option<&'a CachedItem> {
        self.known.item(id).filter(|item| self.earlier.is_some() || item.is_of_page())
    }

    fn page_division(
        &self,
        request: &SuggestRequest,
        page: Option<&CachedItem>,
    ) -> Result<Option<DivisionIndex>, Status> {
        let Some(named) = request.division.as_deref().filter(|_| page.is_none()) else {
            return Ok(page.map(|item| item.category.division));
        };
        self.pack.core().division(named).map(Some).ok_or(Status::ItemUnknown)
    }

    /// The page's item, what is in the cart, then the history, the most recent first; of each item its strongest event,
    /// and how often it was met. What is sensitive or was a gift says nothing.
    fn items(
        &self,
        declared: impl Iterator<Item = (&'a CachedItem, EventKind)>,
        oldest: i64,
    ) -> Vec<(&'a CachedItem, EventKind, u32)> {
        let core = self.pack.core();
        let mut items: Vec<(&CachedItem, EventKind, u32)> = Vec::with_capacity(MAX_SOURCES);
        for (item, kind) in declared {
            let met = items.iter().any(|(other, _, _)| other.handle == item.handle);
            if !met && items.len() < MAX_SOURCES && !core.is_sensitive(item.category.item_type) {
                items.push((item, kind, 1));
            }
        }
        let declared = items.len();
        for event in self.events.iter().rev().filter(|event| event.time >= oldest && !event.gift) {
            let Some(handle) = self.known.handle(&event.item_id) else { continue };
            if let Some(place) = items.iter().position(|(item, _, _)| item.handle == handle) {
                if let Some((_, kind, times)) = items.get_mut(place) {
                    *times += 1;
                    // What the page declares counts by what the page says of it.
                    if place >= declared && core.tables.event(event.kind) > core.tables.event(*kind) {
                        *kind = event.kind;
                    }
                }
            } else if items.len() < MAX_SOURCES
                && let Some(item) = self.known.item_of(handle)
                && !core.is_sensitive(item.category.item_type)
            {
                items.push((item, event.kind, 1));
            }
        }
        items
    }

    /// The page counts as met just now: who stands in a division knows it.
    fn shopper(&self, page_division: Option<DivisionIndex>, this_week: Week) -> Shopper {
        let core = self.pack.core();
        let mut met = DivisionCounts::new(core.divisions.len());
        let tallies: &[Tally] = self.history.map_or(&[], History::tallies);
        for tally in tallies.iter().filter(|tally| tally.week > this_week.before(TALLY_WEEKS)) {
            if let Some(division) = core.division(&tally.division) {
                met.tally(division, tally, this_week);
            }
        }
        if tallies.is_empty() {
            for event in self.events.iter().filter(|event| !event.gift) {
                let Some(category) = self.known.category(&event.item_id) else { continue };
                let times = if event.kind == EventKind::Purchase { 3 } else { 1 };
                (0..times).for_each(|_| met.now(category.division));
            }
        }
        page_division.into_iter().for_each(|division| met.now(division));
        Shopper::new(&met, tallies, &Onward::new(&core.onward, core.divisions.len()), this_week)
    }

    fn bought(&self, oldest: i64, now: i64) -> PurchaseFilter {
        let rest: Vec<RepurchaseInterval> = self.pack.core().types.iter().map(|item_type| item_type.rest).collect();
        let item_type = |id: &str| self.known.category(id).map(|category| category.item_type);
        // Most events are looks, which forbid nothing: their ids need not be looked up.
        let deeds =
            self.events.iter().enumerate().filter(|(_, event)| event.time >= oldest).filter_map(|(at, event)| {
                if matches!(event.kind, EventKind::View | EventKind::Select | EventKind::AddToWishlist) {
                    return None;
                }
                let mut item_type = item_type(&event.item_id);
                if event.kind == EventKind::Purchase && item_type.is_none() {
                    item_type = self.recorded_type(at);
                }
                // An item that nothing mentions cannot be shown; that it was bought still counts for its type.
                let handle = self.known.handle(&event.item_id).or(item_type.map(|_| Handle::MAX))?;
                Some(Interaction { handle, item_type, kind: event.kind, time: event.time, gift: event.gift })
            });
        let mut bought = PurchaseFilter::new(deeds, self.known.handles(), &rest, now);
        for id in self.cart {
            if let Some(handle) = self.known.handle(id) {
                let counts = self.earlier.is_some() || self.listed(id).is_some();
                bought.put_in_cart(handle, item_type(id).filter(|_| counts), &rest);
            }
        }
        self.page_item
            .iter()
            .chain(self.exclude)
            .filter_map(|id| self.known.handle(id))
            .for_each(|id| bought.forbid(id));
        bought
    }

    /// What earlier invitations have left of scores, by handle, and how often items may yet be shown; types and divisions that
    /// were refused rest.
    fn fatigue(
        &self,
        request: &SuggestRequest,
        resting: &mut [bool],
        divisions: &mut [bool],
    ) -> (Vec<Factor>, Option<Ration>) {
        let Some(Earlier { notes, offers }) = self.earlier else { return (Vec::new(), None) };
        let core = self.pack.core();
        let (slot, now) = (request.slot.as_str(), self.now);
        let mut left = Vec::new();
        let mut ration = None;
        let mut leave = |id: &str, factor| {
            if left.is_empty() {
                left = vec![Factor::ONE; self.known.handles()];
            }
            if let Some(left) = self.known.handle(id).and_then(|handle| left.get_mut(handle as usize)) {
                *left = factor;
            }
        };
        if notes.items().next().is_some() {
            let fatigue = notes.fatigue((resting.len(), divisions.len()), &|id| self.known.category(id), now);
            let times_left = notes.items_left(&core.policy.caps, now);
            ration = self.ration(request, &times_left);
            for (at, id) in notes.items().enumerate() {
                let is_refused = fatigue.items.get(at) == Some(&true);
                let is_spent = times_left.get(at) == Some(&0);
                let factor = fatigue.factors.get(at).copied().unwrap_or(Factor::ONE);
                let stays = offers.stays(slot, id, now);
                leave(
                    id,
                    if is_refused || (is_spent && !stays) {
                        Factor::ZERO
                    } else if stays {
                        Factor::ONE
                    } else {
                        factor
                    },
                );
            }
            resting.iter_mut().zip(fatigue.types).for_each(|(rests, refused)| *rests |= refused);
            divisions.iter_mut().zip(fatigue.divisions).for_each(|(allowed, refused)| *allowed &= !refused);
        }
        offers.elsewhere(slot).for_each(|id| leave(id, Factor::ZERO));
        (left, ration)
    }

    /// What may yet be shown, where any of the items that were shown, `times_left` of each, may be shown less often now than one
    /// that never was.
    fn ration(&self, request: &SuggestRequest, times_left: &[u32]) -> Option<Ration> {
        // What the page itself restricts says nothing of how much the house has.
        let Earlier { notes, offers } = self.earlier.filter(|_| request.restrict_to.is_none())?;
        let fresh = left_of_new(&self.pack.core().policy.caps);
        if times_left.iter().all(|left| *left >= fresh) {
            return None;
        }
        let mut left = vec![fresh; self.known.handles()];
        let mut standing = 0;
        for (id, times) in notes.items().zip(times_left) {
            standing += usize::from(offers.stays(&request.slot, id, self.now));
            if let Some(left) = self.known.handle(id).and_then(|handle| left.get_mut(handle as usize)) {
                *left = (*times).min(fresh);
            }
        }
        Some(Ration { fresh, left, standing })
    }

    /// Position of the type that the item of the event at this position had when it was recorded.
    fn recorded_type(&self, position: usize) -> Option<TypeIndex> {
        let place = self.history?.place(position)?;
        find(self.pack.core(), place).map(|category| category.item_type)
    }

    fn rules(&self, placement: Placement, day: Day) -> Vec<ActiveRule> {
        let active = |rule: &Rule| {
            let target = match &rule.target {
                Target::Item(id) => self.known.handle(id).map_or(ActiveTarget::Nothing, ActiveTarget::Item),
                Target::Type(item_type) => ActiveTarget::Type(*item_type),
                Target::Division(division) => ActiveTarget::Division(*division),
                Target::Collection(collection) => ActiveTarget::Collection(*collection),
            };
            ActiveRule { action: rule.action, target, factor: rule.factor, number: rule.number }
        };
        self.pack.core().rules.iter().filter(|rule| rule.holds(placement, day)).map(active).collect()
    }
}

impl<'a> Prepared<'a> {
    /// The brief.
    pub(crate) fn brief(&self) -> RankingContext<'_> {
        RankingContext {
            sources: &self.sources,
            reminders: &self.reminders,
            forbidden: &self.bought.items,
            resting: &self.bought.types,
            fatigue: &self.fatigue,
            wearer: self.wearer,
            ration: self.ration.as_ref(),
            divisions: &self.divisions,
            in_season: &self.in_season,
            moment: &self.moment,
            rules: &self.rules,
            precedence: self.precedence,
            threshold: self.threshold,
            shape: SlateConfig {
                limit: self.limit,
                per_type: self.per_type,
                share: self.share,
                targets: &self.targets,
                new_place: self.new_place,
            },
        }
    }

    /// The item of the history at `distance` from the most recent one.
    pub(crate) fn source(&self, distance: usize) -> Option<&'a CachedItem> {
        self.items.get(distance).map(|(item, _)| *item)
    }

    /// What is held against items.
    pub(crate) fn moment(&self) -> &SeasonContext<'a> {
        &self.moment
    }

    /// The source whose list gave most to the item, among those that `counts`; and of the one that gave most of all, whether
    /// that entry was counted.
    pub(crate) fn strongest(
        &self,
        tables: &RankTables,
        handle: Handle,
        counts: &dyn Fn(&CachedItem) -> bool,
    ) -> (Option<&'a CachedItem>, bool) {
        let (mut strongest, mut most) = (None, Score::NONE);
        let (mut counted, mut most_of_all) = (false, Score::NONE);
        for (distance, (source, (item, _))) in self.sources.iter().zip(&self.items).enumerate() {
            let Some((place, value)) = source.part(tables, self.sources.len(), distance, handle) else { continue };
            if value > most_of_all {
                most_of_all = value;
                counted = !item.derived(place);
            }
            if value > most && counts(item) {
                most = value;
                strongest = Some(*item);
            }
        }
        (strongest, counted)
    }

    /// Whether the list of the item at `distance` derived its neighbour at `place`.
    pub(crate) fn derived(&self, distance: usize, place: usize) -> bool {
        self.source(distance).is_some_and(|item| item.derived(place))
    }
}
