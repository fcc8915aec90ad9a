//! Computes a slate from the state of a device, as docs/ranking.md describes it.

use super::season;
use super::shopper::{self, Weeks};
use super::world::{DAY, Entry, ListOf, TIME, World};
use super::{Happened, Model};
use passerelle::engine::Status;
use passerelle::hash::hash;
use passerelle::history::EventKind;
use passerelle::model::{DivisionIndex, TypeIndex};
use passerelle::pack::write::Item;
use passerelle::rank::{
    Absence, Action, Fallback, MAX_SOURCES, MAX_SUGGESTIONS, Placement, RankSource, Rule, Scope, Target,
};
use passerelle::request::{Basis, Divisions, SuggestRequest};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// An entry of a slate.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub id: String,
    pub score: i64,
    pub rank_source: RankSource,
    /// The code of its reason and, after a colon, the argument.
    pub reason: String,
    pub price: Option<u32>,
    pub season: season::Parts,
    pub flags: Vec<String>,
}

/// The expected explanation: score, parts other than 0, position or absence.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    pub score: i64,
    pub parts: Vec<(String, String, i64)>,
    pub place: Option<usize>,
    pub absence: Option<Absence>,
}

pub struct Answer<'a> {
    pub status: Status,
    pub lines: Vec<Line>,
    /// The ranking behind the slate; `None` if there was none.
    ranking: Option<Ranking<'a>>,
}

/// An item of the history or the page, as a source.
struct Source {
    id: String,
    kind: EventKind,
    times: usize,
    /// Set if only the page's own file may be used: the id that the page used for it.
    of_page: Option<String>,
}

impl Source {
    fn entries<'a>(&self, world: &'a World) -> Vec<&'a Entry> {
        let carded = self.of_page.as_ref().map(|spoken| world.carded(spoken));
        let counts = |entry: &&Entry| carded.as_ref().is_none_or(|carded| carded.contains(&entry.id));
        world.lists[&self.id].entries.iter().filter(counts).collect()
    }
}

/// A slate during its computation.
struct Ranking<'a> {
    model: &'a Model,
    world: &'a World,
    sources: Vec<Source>,
    base: BTreeMap<String, i128>,
    /// Contribution of the season's lists to the base score.
    in_season: BTreeMap<String, i128>,
    /// Contribution of the trending items to the base score.
    trending: BTreeMap<String, i128>,
    /// The day for which items are scored.
    day: i64,
    /// Whether the slate is the season's own.
    leads: bool,
    /// Factors of the season, as far as they were computed.
    factors: RefCell<BTreeMap<String, i128>>,
    /// Contribution of the reminder to the base score.
    reminders: BTreeMap<String, i128>,
    forbidden: BTreeSet<String>,
    /// The page's item, if its list and its card have been read.
    page: Option<&'a Item>,
    resting: BTreeSet<TypeIndex>,
    in_scope: Vec<bool>,
    rules: Vec<&'a Rule>,
    precedence: i128,
    threshold: i128,
    max_per_type: Option<usize>,
    /// The slate: id, worth, the part of it that the division gave, rank source.
    slate: Vec<(String, i128, i128, RankSource)>,
}

/// Whether the request uses no history.
fn alone(request: &SuggestRequest) -> bool {
    request.basis != Basis::History
}

/// The requested divisions, as indices.
fn scope(world: &World, divisions: &Divisions) -> Scope {
    let position = |id: &String| world.content.core.divisions.iter().position(|division| division.id == *id);
    match divisions {
        Divisions::Other => Scope::Other,
        Divisions::Same => Scope::Same,
        Divisions::Any => Scope::Any,
        Divisions::Pinned => Scope::Pinned,
        Divisions::Only(ids) => Scope::Only(ids.iter().map(|id| DivisionIndex(position(id).unwrap() as u16)).collect()),
    }
}

fn times(score: i128, factor: i128) -> i128 {
    ((score * factor) >> 16).min(1 << 52)
}

impl Answer<'_> {
    pub fn why(&self, id: &str) -> Option<Why> {
        self.ranking.as_ref().map(|ranking| ranking.why(id))
    }
}

impl Model {
    pub fn suggest<'a>(&'a mut self, world: &'a World, request: &SuggestRequest, now: i64) -> Answer<'a> {
        self.now = now;
        // The cards of pinned items are in the core.
        self.cards.extend(world.pinned().cloned());
        let model = &*self;
        let settings = &world.content.core.placements[request.placement as usize];
        let said = request.divisions.as_ref().map(|divisions| scope(world, divisions));
        let scope = said.as_ref().unwrap_or(&settings.scope);
        let mut ranking = match model.rank(world, request, scope) {
            Ok(ranking) => ranking,
            Err(status) => return Answer { status, lines: Vec::new(), ranking: None },
        };
        let falls_back = settings.fallback == Fallback::Any && *scope != Scope::Pinned;
        if ranking.slate.is_empty()
            && falls_back
            && let Ok(wider) = model.rank(world, request, &Scope::Any)
        {
            ranking = wider;
        }
        let lines: Vec<Line> = ranking.slate.iter().map(|place| model.line(&ranking, request, place)).collect();
        let status = if lines.is_empty() { Status::NothingSuitable } else { Status::Ok };
        Answer { status, lines, ranking: Some(ranking) }
    }

    /// The page's item, by its id in the pack.
    fn page(&self, request: &SuggestRequest) -> Option<String> {
        let open = self.page_item.as_deref().filter(|_| request.placement == Placement::Product);
        request.item_id.as_deref().or(open).map(|id| self.resolve(id))
    }

    /// A list that may be a reason.
    fn list<'a>(&self, world: &'a World, id: &str) -> Option<&'a ListOf> {
        if self.lists.contains(id) && !world.sensitive(id) { world.lists.get(id) } else { None }
    }

    fn line(&self, ranking: &Ranking<'_>, request: &SuggestRequest, place: &(String, i128, i128, RankSource)) -> Line {
        let (id, score, _, rank_source) = place;
        let world = ranking.world;
        let fresh = self.now - TIME <= i64::from(world.content.core.price_age_seconds);
        let item = world.item(id).unwrap();
        let price = item.price_minor.filter(|_| fresh);
        let season = season::parts(world, &self.local, ranking.day, item);
        let flags = season::flags(world, &self.local, ranking.day, item);
        let reason = match rank_source {
            RankSource::Pinned => "house".to_owned(),
            _ if request.placement == Placement::Trending => "trending".to_owned(),
            _ => self.reason(ranking, request, id, &flags, season.fit() > 0),
        };
        Line { id: id.clone(), score: *score as i64, rank_source: *rank_source, reason, price, season, flags }
    }

    /// The most specific permitted reason: its code and, after a colon, its argument.
    fn reason(
        &self,
        ranking: &Ranking<'_>,
        request: &SuggestRequest,
        id: &str,
        flags: &[String],
        suits: bool,
    ) -> String {
        let world = ranking.world;
        let core = &world.content.core;
        let beside = |other: &str| self.list(world, other).is_some_and(|list| list.entries.iter().any(|e| e.id == id));
        let page = self.page(request);
        let cart: Vec<String> = request.cart.iter().map(|spoken| self.resolve(spoken)).collect();
        if page.as_deref().is_some_and(beside) {
            return "goes-with-page-item".to_owned();
        }
        if last_six(&cart).iter().any(|other| beside(other)) {
            return "completes-cart".to_owned();
        }
        // The contribution of each source, strongest first; of equal ones, the more recent first.
        let mut gave: Vec<(i128, usize, &Entry)> = Vec::new();
        for (distance, source) in ranking.sources.iter().enumerate() {
            if let Some(entry) = source.entries(world).into_iter().find(|entry| entry.id == id) {
                gave.push((part(world, &ranking.sources, distance, entry.level), distance, entry));
            }
        }
        gave.sort_by_key(|(value, distance, _)| (-value, *distance));
        let of_page = |other: &String| page.as_ref() == Some(other) || cart.contains(other);
        let met = gave.iter().map(|(_, distance, _)| &ranking.sources[*distance].id).find(|other| !of_page(other));
        let happened = self.events(alone(request));
        let own = self.page_item.as_deref().map(|id| self.resolve(id));
        let is_own = |id| own.as_ref() == Some(id) || page.as_ref() == Some(id);
        let counted = if alone(request) || !self.personal { 0 } else { self.weeks.events() };
        let is_first = happened.iter().all(|event| is_own(&event.id)) && counted <= happened.len() as i128;
        if let Some(met) = met.filter(|_| !is_first) {
            let policy = &core.policy;
            let this_visit = |event: &&Happened| event.id == *met && (0..1_800).contains(&(self.now - event.time));
            if policy.open.bits() & 1 == 1
                && happened.iter().filter(this_visit).any(|event| !event.gift)
                && self.cards.contains(met)
                && !world.item(met).unwrap().title.is_empty()
            {
                return format!("goes-with-session-item:{met}");
            }
            let enough = |count: u32| {
                count >= u32::from(core.k).max(1)
                    && f64::from(count) / f64::from(policy.audience.total) >= f64::from(policy.floor.millionths) / 1e6
            };
            let kind = usize::from(world.item(met).unwrap().item_type.0);
            if enough(policy.audience.types[kind]) {
                return format!("completes-type:{}", core.types[kind].name);
            }
            let division = world.division(met);
            if enough(policy.audience.divisions[division]) {
                return format!("division:{}", core.divisions[division].id);
            }
        }
        let first = |code: &str| flags.iter().find_map(|flag| flag.strip_prefix(code));
        let named = |id: &&str| {
            let number = core.collections.iter().position(|other| other == id).unwrap();
            core.season.names.get(number * core.languages.len()).is_some()
        };
        let weather = [("cold-snap", "cold"), ("rain", "rain"), ("sun", "sun")];
        if let Some(collection) = first("collection:").filter(named) {
            return format!("collection:{collection}");
        }
        if let Some((_, weather)) = weather.iter().find(|(code, _)| first(code).is_some()) {
            return format!("weather:{weather}");
        }
        if suits {
            return "season".to_owned();
        }
        if let Some(occasion) = first("occasion:").filter(named) {
            return format!("occasion:{occasion}");
        }
        if first("new").is_some() {
            return format!("new-in-division:{}", core.divisions[world.division(id)].id);
        }
        let counted = gave.first().is_some_and(|(_, _, entry)| !entry.derived);
        if counted { "appreciated" } else { "house" }.to_owned()
    }

    fn rank<'a>(&'a self, world: &'a World, request: &SuggestRequest, scope: &Scope) -> Result<Ranking<'a>, Status> {
        let core = &world.content.core;
        let settings = &core.placements[request.placement as usize];
        let page = self.page(request);
        let of_page = self.of_page.keys().cloned().collect();
        let lists = if alone(request) { &of_page } else { &self.lists };
        let known_page = page.clone().filter(|id| lists.contains(id));
        let here = match (&known_page, &request.division) {
            (Some(page), _) => Some(world.division(page)),
            (None, Some(named)) => {
                let found = core.divisions.iter().position(|division| division.id == *named);
                Some(found.ok_or(Status::ItemUnknown)?)
            }
            (None, None) => None,
        };
        let in_scope = |division: usize| match scope {
            Scope::Other => here != Some(division),
            Scope::Same => here.is_none_or(|here| here == division),
            Scope::Any => true,
            Scope::Only(only) => only.contains(&DivisionIndex(division as u16)),
            Scope::Pinned => false,
        };
        if *scope == Scope::Other && here.is_none() {
            return Err(Status::ItemUnknown);
        }
        let in_scope: Vec<bool> = (0..core.divisions.len()).map(in_scope).collect();
        let cart: Vec<String> = request.cart.iter().map(|id| self.resolve(id)).collect();
        let since = self.now - i64::from(core.retention_days) * DAY;
        let recent: Vec<&Happened> = self.events(alone(request)).iter().filter(|event| event.time >= since).collect();
        let listed: Vec<String> = cart.iter().filter(|id| lists.contains(*id)).cloned().collect();
        let choosing: Vec<String> = last_six(&cart).iter().filter(|id| lists.contains(*id)).cloned().collect();
        let is_trending = request.placement == Placement::Trending;
        let mut sources = match is_trending {
            true => Vec::new(),
            false => self.sources(world, known_page.as_deref(), &choosing, &recent),
        };
        if alone(request) {
            sources.iter_mut().for_each(|source| source.of_page = self.of_page.get(&source.id).cloned());
        }
        let typed = if alone(request) { &listed } else { &cart };
        let (mut forbidden, resting) = self.bought(world, typed, &recent, self.now);
        forbidden.extend(page.iter().chain(&cart).cloned());
        forbidden.extend(request.exclude.iter().map(|id| self.resolve(id)));
        let day = self.now.div_euclid(DAY);
        let holds = |rule: &&Rule| {
            rule.placements >> (request.placement as u8) & 1 == 1
                && rule.days.first.number() <= day
                && day <= rule.days.last.number()
        };
        let nothing = Weeks::default();
        let weeks = if alone(request) { &nothing } else { &self.weeks };
        let mut met = self.met(world, request, weeks);
        here.into_iter().for_each(|division| met[division] += 256);
        let affinity = shopper::affinity(&met);
        let attachment = weeks.attachment(&affinity, self.now);
        let limit = request.limit.unwrap_or(settings.limit.into()).min(MAX_SUGGESTIONS);
        let shows_season = !is_trending
            && (matches!(request.placement, Placement::Home | Placement::Category) || request.basis == Basis::Season);
        let half_month = self.half_month.filter(|_| shows_season);
        let in_season = everybodys(world, world.in_season(half_month), sources.len());
        let is_read = is_trending && self.knows_trending;
        let trending = everybodys(world, if is_read { &world.trending } else { &[] }, sources.len());
        let mut base = base_scores(world, &sources);
        for (id, part) in in_season.iter().chain(&trending) {
            *base.entry(id.clone()).or_default() += part;
        }
        let reminds = request.reminders.unwrap_or(settings.reminders);
        let reminders = if reminds { reminders(world, &sources, &base) } else { BTreeMap::new() };
        let mut ranking = Ranking {
            model: self,
            world,
            sources,
            base,
            in_season,
            trending,
            day,
            leads: request.basis == Basis::Season,
            factors: RefCell::default(),
            reminders,
            forbidden,
            page: known_page.as_deref().filter(|id| self.cards.contains(*id)).and_then(|id| world.item(id)),
            resting,
            rules: core.rules.iter().filter(holds).collect(),
            precedence: match is_trending {
                true => 0,
                false => (attachment * i128::from(core.tuning.precedence.bits())) >> 16,
            },
            threshold: (i128::from(request.threshold.unwrap_or(settings.threshold).bits())
                * i128::from(core.tuning.typical.bits()))
                >> 16,
            max_per_type: core.tuning.max_per_type.map(|most| usize::from(most.get()) * limit.div_ceil(4)),
            slate: Vec::new(),
            in_scope,
        };
        for (id, part) in &ranking.reminders {
            *ranking.base.entry(id.clone()).or_default() += part;
        }
        let view = page.as_deref().or(request.division.as_deref()).unwrap_or_default();
        let view = hash(&[view.as_bytes(), &[request.placement as u8], &day.to_le_bytes()].concat()) % 65_536;
        let keeps_new = !is_trending && view < u64::from(core.tuning.new_share.bits()) * limit as u64;
        let targets = shopper::targets(world, &affinity, &ranking.in_scope);
        let share = if is_trending { 0 } else { i128::from(core.tuning.share.bits()) };
        ranking.fill(limit, keeps_new, share, &targets);
        Ok(ranking)
    }

    /// The page's item, the cart, then the history from its end; at most twenty.
    fn sources(&self, world: &World, page: Option<&str>, cart: &[String], recent: &[&Happened]) -> Vec<Source> {
        let mut sources: Vec<Source> = Vec::new();
        let declared = page.map(|page| (page, EventKind::View)).into_iter();
        for (id, kind) in declared.chain(cart.iter().map(|id| (id.as_str(), EventKind::AddToCart))) {
            let is_met = sources.iter().any(|source| source.id == id);
            if !is_met && sources.len() < MAX_SOURCES && self.list(world, id).is_some() {
                sources.push(Source { id: id.to_owned(), kind, times: 1, of_page: None });
            }
        }
        let declared = sources.len();
        let weight = |kind: EventKind| world.content.core.tables.events[kind as usize];
        for event in recent.iter().rev().filter(|event| !event.gift) {
            match sources.iter().position(|source| source.id == event.id) {
                Some(place) => {
                    let source = &mut sources[place];
                    source.times += 1;
                    if place >= declared && weight(event.kind) > weight(source.kind) {
                        source.kind = event.kind;
                    }
                }
                None if sources.len() < MAX_SOURCES && self.list(world, &event.id).is_some() => {
                    sources.push(Source { id: event.id.clone(), kind: event.kind, times: 1, of_page: None });
                }
                None => {}
            }
        }
        sources
    }

    /// Items and types that were bought and may not be bought again yet, or that are in the cart.
    fn bought(
        &self,
        world: &World,
        cart: &[String],
        recent: &[&Happened],
        now: i64,
    ) -> (BTreeSet<String>, BTreeSet<TypeIndex>) {
        let types = &world.content.core.types;
        let type_of = |id: &str| world.item(id).map(|item| item.item_type).filter(|_| self.is_known(id));
        let rests = |days: Option<u16>, since: i64| days.is_none_or(|days| since < i64::from(days));
        let (mut items, mut resting) = (BTreeSet::new(), BTreeSet::new());
        // Each item, and whether it is a gift.
        let mut in_cart: Vec<(String, bool)> = Vec::new();
        for event in recent {
            match event.kind {
                EventKind::AddToCart => in_cart.push((event.id.clone(), event.gift)),
                EventKind::RemoveFromCart => in_cart.retain(|(id, _)| *id != event.id),
                EventKind::Purchase => {
                    in_cart.retain(|(id, _)| *id != event.id);
                    let days = (now - event.time).max(0) / DAY;
                    let recorded = self.history.iter().position(|other| std::ptr::eq(other, *event));
                    let Some(kind) = type_of(&event.id).or_else(|| self.types[recorded?]) else {
                        items.insert(event.id.clone());
                        continue;
                    };
                    let rest = types[kind.at()].rest;
                    if rests(rest.item_days, days) {
                        items.insert(event.id.clone());
                    }
                    if !event.gift && rests(rest.type_days, days) {
                        resting.insert(kind);
                    }
                }
                _ => {}
            }
        }
        in_cart.extend(cart.iter().map(|id| (id.clone(), false)));
        for (id, gift) in in_cart {
            if let Some(kind) = type_of(&id).filter(|kind| !gift && types[kind.at()].rest.type_days != Some(0)) {
                resting.insert(kind);
            }
            items.insert(id);
        }
        (items, resting)
    }

    /// Events by division; before a grant, only those of this page.
    fn met(&self, world: &World, request: &SuggestRequest, weeks: &Weeks) -> Vec<i128> {
        let mut met = weeks.met(world, self.now);
        if weeks.is_empty() {
            for event in self.events(alone(request)).iter().filter(|event| !event.gift && self.is_known(&event.id)) {
                met[world.division(&event.id)] += if event.kind == EventKind::Purchase { 768 } else { 256 };
            }
        }
        met
    }
}

/// The contribution of a source to an item of its list.
fn part(world: &World, sources: &[Source], distance: usize, level: usize) -> i128 {
    let tables = &world.content.core.tables;
    let source = &sources[distance];
    let position = i128::from(tables.positions[sources.len() * (sources.len() - 1) / 2 + distance].bits());
    let factor = (position * i128::from(tables.events[source.kind as usize].bits())) >> 8;
    let weight = times(world.lists[&source.id].scale, i128::from(tables.levels[level].bits()));
    times(weight, factor)
}

fn base_scores(world: &World, sources: &[Source]) -> BTreeMap<String, i128> {
    let mut base: BTreeMap<String, i128> = BTreeMap::new();
    for (distance, source) in sources.iter().enumerate() {
        for entry in source.entries(world) {
            *base.entry(entry.id.clone()).or_default() += part(world, sources, distance, entry.level);
        }
    }
    base
}

/// The contribution of lists that are the same for everybody, as an additional source behind `sources` others.
fn everybodys(world: &World, lists: &[ListOf], sources: usize) -> BTreeMap<String, i128> {
    let tables = &world.content.core.tables;
    let distance = sources.min(MAX_SOURCES - 1);
    let position = i128::from(tables.positions[(distance + 1) * distance / 2 + distance].bits());
    let factor = (position * i128::from(tables.events[EventKind::View as usize].bits())) >> 8;
    let mut parts = BTreeMap::new();
    for list in lists {
        for entry in &list.entries {
            let part = times(times(list.scale, i128::from(tables.levels[entry.level].bits())), factor);
            *parts.entry(entry.id.clone()).or_default() += part;
        }
    }
    parts
}

fn reminders(world: &World, sources: &[Source], base: &BTreeMap<String, i128>) -> BTreeMap<String, i128> {
    let tables = &world.content.core.tables;
    let best = base.values().copied().max().unwrap_or(0).max(1 << 16);
    let n = sources.len();
    let reminder = |(distance, source): (usize, &Source)| {
        let share = i128::from(tables.reminders[n * (n - 1) / 2 + distance].bits());
        let share = (share * i128::from(tables.remind_times[source.times.min(4) - 1].bits())) >> 8;
        (source.id.clone(), times(best, share))
    };
    sources.iter().enumerate().map(reminder).collect()
}

impl Ranking<'_> {
    fn meets(&self, rule: &Rule, id: &str) -> bool {
        let item = self.world.item(id).unwrap();
        match &rule.target {
            Target::Item(target) => target == id,
            Target::Type(target) => *target == item.item_type,
            Target::Division(target) => *target == item.division,
            Target::Collection(target) => item.collections.bits() & (1 << target.0) != 0,
        }
    }

    fn left_out(&self, id: &str) -> bool {
        let of = |action| self.rules.iter().filter(move |rule| rule.action == action);
        let excluded = of(Action::Exclude).any(|rule| self.meets(rule, id));
        let only = of(Action::IncludeOnly).count() > 0;
        excluded || (only && !of(Action::IncludeOnly).any(|rule| self.meets(rule, id)))
    }

    /// The change of the score by each factor, after the base score.
    fn steps(&self, id: &str) -> Vec<(String, i128)> {
        let mut score = self.base.get(id).copied().unwrap_or(0);
        let mut steps = vec![(String::new(), score)];
        let Some(item) = self.world.item(id).filter(|_| self.model.cards.contains(id)) else { return steps };
        let mut apply = |name: String, factor: i128| {
            let next = times(score, factor);
            steps.push((name, next - score));
            score = next;
        };
        let season = || season::factor(self.world, &self.model.local, self.day, item, self.leads);
        apply("season".to_owned(), *self.factors.borrow_mut().entry(id.to_owned()).or_insert_with(season));
        if item.is_new {
            apply("attachment".to_owned(), (1 << 16) + self.precedence);
        }
        let mut weighed = BTreeSet::new();
        for rule in self.rules.iter().filter(|rule| self.meets(rule, id)) {
            let Action::Weigh(factor) = rule.action else { continue };
            if weighed.insert(rule.number) {
                apply(rule.number.to_string(), i128::from(factor.bits()));
            }
        }
        steps
    }

    fn score(&self, id: &str) -> i128 {
        self.steps(id).iter().map(|(_, value)| value).sum()
    }

    /// The reason why the item is no candidate.
    fn bar(&self, id: &str) -> Option<Absence> {
        if self.base.get(id).copied().unwrap_or(0) == 0 {
            return Some(Absence::NoNeighbour);
        }
        if !self.model.cards.contains(id) {
            return Some(Absence::NoCard);
        }
        let item = self.world.item(id).unwrap();
        let bars = [
            (self.forbidden.contains(id), Absence::Forbidden),
            (!self.in_scope[item.division.at()], Absence::Division),
            (self.is_for_others(item), Absence::Wearer),
            (self.resting.contains(&item.item_type), Absence::Resting),
            (self.left_out(id), Absence::Rule),
            (self.score(id) < self.threshold.max(1), Absence::Threshold),
            (self.world.unavailable.contains(id), Absence::Unavailable),
        ];
        bars.into_iter().find(|(holds, _)| *holds).map(|(_, absence)| absence)
    }

    /// Whether the page's item is known to be made for another gender or age group.
    fn is_for_others(&self, item: &Item) -> bool {
        let Some(page) = &self.page else { return false };
        let other =
            |one: Option<u8>, other: Option<u8>| matches!((one, other), (Some(one), Some(other)) if one != other);
        let number =
            |item: &Item| (item.wearer.gender.map(|gender| gender as u8), item.wearer.age_group.map(|age| age as u8));
        let ((gender, age), (of_gender, of_age)) = (number(page), number(item));
        other(gender, of_gender) || other(age, of_age)
    }

    fn is_new(&self, id: &str) -> bool {
        self.world.item(id).unwrap().is_new
    }

    fn of_type(&self, id: &str) -> usize {
        let kind = |id: &str| self.world.item(id).unwrap().item_type;
        self.slate.iter().filter(|place| kind(&place.0) == kind(id)).count()
    }

    fn type_is_full(&self, id: &str) -> bool {
        self.max_per_type.is_some_and(|most| self.of_type(id) >= most)
    }

    fn pins(&self, id: &str) -> Option<&Rule> {
        let pins = |rule: &&&Rule| rule.action == Action::Pin && self.meets(rule, id);
        let may = !self.forbidden.contains(id) && !self.left_out(id) && !self.world.unavailable.contains(id);
        self.rules.iter().find(pins).copied().filter(|_| may)
    }

    fn fill(&mut self, limit: usize, keeps_new: bool, share: i128, targets: &[i128]) {
        let ids: Vec<String> = self.base.keys().filter(|id| self.bar(id).is_none()).cloned().collect();
        let mut open: Vec<(String, i128)> = ids.into_iter().map(|id| (id.clone(), self.score(&id))).collect();
        let best = open.iter().map(|(_, score)| *score).max().unwrap_or(0);
        let rules = self.rules.clone();
        for rule in rules.iter().filter(|rule| rule.action == Action::Pin) {
            let Target::Item(id) = &rule.target else { continue };
            let is_there = self.slate.iter().any(|place| place.0 == *id);
            if self.slate.len() < limit && !is_there && self.pins(id).is_some() {
                let first = (best.max(1) * 4 + ((share * best) >> 15) + 24).min((1 << 53) - 1);
                let worth = first - self.slate.len() as i128;
                self.slate.push((id.clone(), worth, 0, RankSource::Pinned));
            }
            open.retain(|(other, _)| other != id || self.pins(id).is_none());
        }
        while self.slate.len() < limit {
            let bonus = |id: &str| {
                let division = self.world.division(id);
                let n = self.slate.iter().filter(|place| self.world.division(&place.0) == division).count() as f64;
                let gain = (((n + 1.5).ln() - (n + 0.5).ln()) * 65_536.0).round() as i128;
                times(best, (((share * targets[division]) >> 16) * gain) >> 16).min((1 << 52) - 48)
            };
            let mut worth: Vec<(i128, &String, i128)> =
                open.iter().map(|(id, score)| (score + bonus(id), id, bonus(id))).collect();
            worth.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
            let mut with_room = worth.iter().filter(|(_, id, _)| !self.type_is_full(id));
            let last = self.slate.len() + 1 == limit;
            let seeks_new = keeps_new && last && !self.slate.iter().any(|place| self.is_new(&place.0));
            let new = with_room.clone().find(|(_, id, _)| seeks_new && self.is_new(id));
            // If no type has room, the best item of any type.
            let Some((worth, id, bonus)) = new.or_else(|| with_room.next()).or(worth.first()) else { break };
            let rank_source = if new.is_some() { RankSource::New } else { RankSource::Ranked };
            let place = ((*id).clone(), *worth, *bonus, rank_source);
            open.retain(|(other, _)| *other != place.0);
            self.slate.push(place);
        }
    }

    fn why(&self, id: &str) -> Why {
        let mut parts: Vec<(String, String, i128)> = Vec::new();
        for (distance, source) in self.sources.iter().enumerate() {
            if let Some(entry) = source.entries(self.world).into_iter().find(|entry| entry.id == id) {
                let name = if entry.derived { "back-off" } else { "neighbour" };
                parts.push((
                    name.to_owned(),
                    source.id.clone(),
                    part(self.world, &self.sources, distance, entry.level),
                ));
            }
        }
        parts.push(("in-season".to_owned(), String::new(), self.in_season.get(id).copied().unwrap_or(0)));
        parts.push(("trending".to_owned(), String::new(), self.trending.get(id).copied().unwrap_or(0)));
        parts.push(("reminder".to_owned(), String::new(), self.reminders.get(id).copied().unwrap_or(0)));
        for (name, value) in self.steps(id).into_iter().skip(1) {
            let of_rule = !["season", "attachment"].contains(&name.as_str());
            let source = if of_rule { name.clone() } else { String::new() };
            parts.push((if of_rule { "rule".to_owned() } else { name }, source, value));
        }
        let place = self.slate.iter().position(|place| place.0 == id);
        let mut absence = None;
        if let Some((_, worth, share, rank_source)) = place.map(|place| &self.slate[place]) {
            parts.push(("share".to_owned(), String::new(), *share));
            if *rank_source == RankSource::Pinned {
                let sum: i128 = parts.iter().map(|(_, _, value)| value).sum();
                parts.push(("rule".to_owned(), self.pins(id).unwrap().number.to_string(), worth - sum));
            }
        } else {
            let crowded = || if self.type_is_full(id) { Absence::TypeFull } else { Absence::Outranked };
            absence = Some(self.bar(id).unwrap_or_else(crowded));
        }
        parts.retain(|(_, _, value)| *value != 0);
        let parts: Vec<(String, String, i64)> =
            parts.into_iter().map(|(name, source, value)| (name, source, value as i64)).collect();
        Why { score: parts.iter().map(|(_, _, value)| value).sum(), parts, place, absence }
    }
}

/// Of a longer cart, only the last six lines count.
pub fn last_six(cart: &[String]) -> &[String] {
    &cart[cart.len().max(6) - 6..]
}
