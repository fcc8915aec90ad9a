//! The engine against a model of it that is written as the rules read: texts for keys, sums of i128.

mod common;

use common::{Published, synthetic};
use passerelle::engine::{Engine, Mode, Reason, Request, Status};
use passerelle::history::{EventKind, MAX_EVENTS};
use passerelle::pack::layout::{CARDS_INSIDE, CARDS_OUTSIDE};
use passerelle::pack::write::{Content, Item, Neighbour};
use passerelle::pack::{Shard, Unavailable, shard_of};
use passerelle::rank::{Card, Known, MAX_LISTS, MAX_SOURCES, MAX_SUGGESTIONS, Placement};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const TIME: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

/// A house, what it published, and what the model reads of it.
struct World {
    content: Content,
    published: Published,
    unavailable: Unavailable,
    /// The ids that really cannot be bought.
    gone: BTreeSet<String>,
    lists: BTreeMap<String, ListOf>,
}

struct ListOf {
    scale: i128,
    /// Id and level, the strongest first.
    entries: Vec<(String, usize)>,
}

impl World {
    /// A house of `items` items; `title` bytes of title make it one file or many.
    fn new(seed: u64, items: usize, title: usize) -> Self {
        let mut random = synthetic::Random(seed);
        let divisions = 1 + random.below(synthetic::DIVISIONS);
        let types = 1 + random.below(6);
        let mut content = synthetic::content(items, seed);
        // A few weights only, so that scores are often the same.
        let steps = 1 + random.below(8);
        for item in &mut content.items {
            item.title = common::text(&mut random, title);
            item.division = random.below(divisions) as u16;
            item.item_type = random.below(types) as u16;
            item.price_minor = item.price_minor.filter(|price| price % 4 > 0);
            let most = random.below(33);
            let mut met = BTreeSet::new();
            item.neighbours = (0..most)
                .map(|_| (random.below(items) as u32, (1 + random.below(steps)) as f64 / 4.0))
                .filter(|(neighbour, _)| met.insert(*neighbour))
                .map(|(item, weight)| Neighbour { item, weight, support: 3 })
                .collect();
        }
        for kind in content.core.types.iter_mut().take(types) {
            kind.sensitive = random.below(6) == 0;
        }
        content.aliases = (0..items).map(|index| (format!("S{index:07}"), index as u32)).collect();
        content.core.retention_days = 30;
        let gone: BTreeSet<String> =
            content.items.iter().filter(|_| random.below(8) == 0).map(|item| item.id.clone()).collect();
        let ids: Vec<&str> = gone.iter().map(String::as_str).collect();
        let published = Published::new(&content, TIME, &ids);
        let set = published.payload(passerelle::pack::layout::Kind::Unavailable, 0);
        let unavailable = Unavailable::parse(&set).unwrap();
        let lists = content.items.iter().map(|item| (item.id.clone(), list_of(&content, item))).collect();
        Self { content, published, unavailable, gone, lists }
    }

    fn item(&self, id: &str) -> Option<&Item> {
        self.content.items.iter().find(|item| item.id == id)
    }

    fn sensitive(&self, id: &str) -> bool {
        self.item(id).is_some_and(|item| self.content.core.types[usize::from(item.item_type)].sensitive)
    }

    /// The ids that have a card in the shard where `id` lives.
    fn carded(&self, id: &str) -> BTreeSet<String> {
        let shards = self.published.manifest.shards.max(1);
        let mut carded = BTreeSet::new();
        for item in self.content.items.iter().filter(|item| shard_of(&item.id, shards) == shard_of(id, shards)) {
            carded.insert(item.id.clone());
            let (mut inside, mut outside) = (0, 0);
            for (neighbour, _) in &self.lists[&item.id].entries {
                let same = self.item(neighbour).unwrap().division == item.division;
                let (taken, most) = if same { (&mut inside, CARDS_INSIDE) } else { (&mut outside, CARDS_OUTSIDE) };
                *taken += 1;
                if *taken <= most {
                    carded.insert(neighbour.clone());
                }
            }
        }
        carded
    }
}

fn list_of(content: &Content, item: &Item) -> ListOf {
    let weights = |item: &Item| item.neighbours.iter().map(|neighbour| neighbour.weight).fold(0.0, f64::max);
    let largest_of_all = content.items.iter().map(weights).fold(0.0, f64::max);
    let largest = weights(item);
    let mut sorted = item.neighbours.clone();
    sorted.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.item.cmp(&b.item)));
    let mut entries: Vec<(String, usize)> = sorted
        .iter()
        .take(32)
        .map(|entry| {
            let level = ((entry.weight / largest).sqrt() * 15.0).round().max(1.0) as usize;
            (content.items[entry.item as usize].id.clone(), level)
        })
        .collect();
    entries.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let scale = if largest_of_all > 0.0 { (largest / largest_of_all * 2f64.powi(30)).round().max(1.0) } else { 1.0 };
    ListOf { scale: scale as i128, entries }
}

#[derive(Clone, Debug, PartialEq)]
struct Happened {
    kind: EventKind,
    id: String,
    time: i64,
}

/// The engine as its rules read.
#[derive(Default)]
struct Model {
    personal: bool,
    lists: BTreeSet<String>,
    cards: BTreeSet<String>,
    aliases: BTreeMap<String, String>,
    page_item: Option<String>,
    declared: Vec<String>,
    on_page: Vec<Happened>,
    history: Vec<Happened>,
}

impl Model {
    fn resolve(&self, id: &str) -> String {
        self.aliases.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    fn open_page(&mut self, world: &World, spoken: &str) {
        if self.page_item.as_ref().is_some_and(|item| item != spoken) {
            self.declared.clear();
            self.on_page.clear();
            if self.personal {
                self.lists.retain(|id| !world.sensitive(id));
                self.keep_cards(world);
            } else {
                self.forget(world);
            }
        }
        self.page_item = Some(spoken.to_owned());
        self.declare(world, spoken);
    }

    fn declare(&mut self, world: &World, spoken: &str) {
        if !self.declared.iter().any(|declared| declared == spoken) {
            if self.declared.len() == 4 {
                return;
            }
            self.declared.push(spoken.to_owned());
        }
        let mut id = spoken.to_owned();
        if let Some((_, item)) = world.content.aliases.iter().find(|(alias, _)| alias == spoken) {
            id = world.content.items[*item as usize].id.clone();
            self.aliases.insert(spoken.to_owned(), id.clone());
        }
        let Some(list) = world.lists.get(&id) else { return };
        let carded = world.carded(&id);
        let mentioned = list.entries.iter().map(|(neighbour, _)| neighbour).chain([&id]);
        self.cards.extend(mentioned.filter(|mentioned| carded.contains(*mentioned)).cloned());
        self.lists.insert(id);
    }

    /// Forgets all that the page does not declare.
    fn forget(&mut self, world: &World) {
        let declared: BTreeSet<String> = self.declared.iter().map(|spoken| self.resolve(spoken)).collect();
        self.aliases.retain(|alias, _| self.declared.contains(alias));
        self.lists.retain(|id| declared.contains(id));
        self.keep_cards(world);
    }

    /// A card stays as long as a list that mentions it.
    fn keep_cards(&mut self, world: &World) {
        let lists = &self.lists;
        self.cards.retain(|card| {
            lists.iter().any(|id| id == card || world.lists[id].entries.iter().any(|(neighbour, _)| neighbour == card))
        });
    }

    fn track(&mut self, world: &World, kind: EventKind, spoken: &str, time: i64) -> bool {
        let id = self.resolve(spoken);
        if world.sensitive(&id) || !(self.lists.contains(&id) || self.cards.contains(&id)) {
            return false;
        }
        let event = Happened { kind, id, time };
        if self.personal {
            self.history.push(event.clone());
        }
        self.on_page.push(event);
        true
    }

    fn set_mode(&mut self, world: &World, personal: bool) {
        if personal && !self.personal {
            self.history.extend(self.on_page.iter().cloned());
        }
        if !personal {
            self.history.clear();
            self.forget(world);
        }
        self.personal = personal;
    }

    /// Status, and id, score, reason and price of each suggestion.
    fn suggest(&self, world: &World, request: &Request<'_>) -> (Status, Vec<Line>) {
        let core = &world.content.core;
        let product = request.placement == Placement::Product;
        let page = request.item_id.or(self.page_item.as_deref().filter(|_| product)).map(|id| self.resolve(id));
        let page_known = page.clone().filter(|id| self.lists.contains(id));
        if product && page_known.is_none() {
            return (Status::ItemUnknown, Vec::new());
        }
        let events = if self.personal { &self.history } else { &self.on_page };
        let mut sources: Vec<(String, EventKind)> = Vec::new();
        let page_source = page_known.clone().filter(|id| !world.sensitive(id));
        sources.extend(page_source.iter().map(|id| (id.clone(), EventKind::View)));
        let from_page = sources.len();
        let oldest = request.now - i64::from(core.retention_days) * DAY;
        let weight = |kind: EventKind| i128::from(core.tables.events[kind as usize]);
        for event in events.iter().rev().filter(|event| event.time >= oldest) {
            let usable =
                Some(&event.id) != page.as_ref() && self.lists.contains(&event.id) && !world.sensitive(&event.id);
            if let Some(source) = sources[from_page..].iter_mut().find(|source| source.0 == event.id) {
                if weight(event.kind) > weight(source.1) {
                    source.1 = event.kind;
                }
            } else if usable && sources.len() < MAX_SOURCES {
                sources.push((event.id.clone(), event.kind));
            }
        }
        let mut scores: BTreeMap<String, i128> = BTreeMap::new();
        let n = sources.len();
        for (distance, (id, kind)) in sources.iter().enumerate() {
            let position = i128::from(core.tables.positions[n * (n - 1) / 2 + distance]);
            let factor = ((position * weight(*kind)) >> 8).min(1 << 30);
            let list = &world.lists[id];
            for (neighbour, level) in &list.entries {
                let share = (list.scale * i128::from(core.tables.levels[*level])) >> 16;
                *scores.entry(neighbour.clone()).or_default() += (share * factor) >> 16;
            }
        }
        let (mut in_cart, mut bought) = (BTreeSet::new(), BTreeSet::new());
        for event in events.iter().filter(|event| event.time >= oldest) {
            match event.kind {
                EventKind::AddToCart => drop(in_cart.insert(event.id.clone())),
                EventKind::RemoveFromCart => drop(in_cart.remove(&event.id)),
                EventKind::Purchase => drop(bought.insert(event.id.clone())),
                _ => {}
            }
        }
        let excluded: BTreeSet<String> = request.exclude.iter().map(|id| self.resolve(id)).collect();
        let division = |id: &str| world.item(id).unwrap().division;
        let mut ranked: Vec<(String, i128)> = scores
            .into_iter()
            .filter(|(id, score)| *score > 0 && self.cards.contains(id))
            .filter(|(id, _)| !in_cart.contains(id) && !bought.contains(id) && !excluded.contains(id))
            .filter(|(id, _)| Some(id) != page.as_ref() && !world.unavailable.contains(id))
            .filter(|(id, _)| !product || Some(division(id)) != page_known.as_deref().map(division))
            .collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        ranked.truncate(request.limit.min(MAX_SUGGESTIONS));
        let lines: Vec<Line> = ranked
            .into_iter()
            .map(|(id, score)| {
                let beside = |page: &String| world.lists[page].entries.iter().any(|(neighbour, _)| *neighbour == id);
                let reason =
                    if page_source.as_ref().is_some_and(beside) { Reason::GoesWithPageItem } else { Reason::Division };
                let fresh = request.now - TIME <= i64::from(core.price_age_seconds);
                let price = world.item(&id).unwrap().price_minor.filter(|_| fresh);
                (id, score as i64, reason, price)
            })
            .collect();
        (if lines.is_empty() { Status::NothingSuitable } else { Status::Ok }, lines)
    }
}

type Line = (String, i64, Reason, Option<u32>);

/// What a shopper and a page do; numbers are taken modulo the size of the catalogue.
#[derive(Clone, Debug)]
enum Step {
    View(usize, bool),
    Event(EventKind, usize, bool),
    Mode(bool),
    Wait(i64),
    Suggest { placement: Placement, page: Option<(usize, bool)>, limit: usize, exclude: Vec<(usize, bool)> },
}

fn step() -> impl Strategy<Value = Step> {
    let spoken = || (0..1_000usize, prop::bool::weighted(0.3));
    let kind = prop::sample::select(EventKind::ALL.to_vec());
    let suggest = (
        prop::sample::select(Placement::ALL.to_vec()),
        proptest::option::of(spoken()),
        prop_oneof![0..6usize, 0..40usize],
        prop::collection::vec(spoken(), 0..4),
    );
    prop_oneof![
        4 => spoken().prop_map(|(item, alias)| Step::View(item, alias)),
        3 => (kind, spoken()).prop_map(|(kind, (item, alias))| Step::Event(kind, item, alias)),
        1 => prop::bool::weighted(0.8).prop_map(Step::Mode),
        1 => prop_oneof![0..DAY, 0..40 * DAY].prop_map(Step::Wait),
        4 => suggest.prop_map(|(placement, page, limit, exclude)| Step::Suggest { placement, page, limit, exclude }),
    ]
}

/// Drives engine and model side by side; the answer is how many suggestions were compared.
fn assert_agree(world: &World, steps: &[Step]) -> usize {
    let (mut engine, mut model) = (world.published.engine(), Model::default());
    let (mut now, mut compared) = (TIME, 0);
    let spoken = |item: usize, alias: bool| {
        let index = item % world.content.items.len();
        if alias { world.content.aliases[index].0.clone() } else { world.content.items[index].id.clone() }
    };
    for (number, step) in steps.iter().enumerate() {
        now += 1;
        match step {
            Step::View(item, alias) => {
                let id = spoken(*item, *alias);
                let declared = engine.open_page(&id);
                world.published.load(&mut engine, declared);
                model.open_page(world, &id);
                let recorded = engine.track(EventKind::View, &id, now);
                assert_eq!(recorded, model.track(world, EventKind::View, &id, now), "step {number}");
            }
            Step::Event(kind, item, alias) => {
                let id = spoken(*item, *alias);
                let declared = engine.declare(&id);
                world.published.load(&mut engine, declared);
                model.declare(world, &id);
                assert_eq!(engine.track(*kind, &id, now), model.track(world, *kind, &id, now), "step {number}");
            }
            Step::Mode(personal) => {
                engine.set_mode(if *personal { Mode::Personal } else { Mode::Contextual });
                model.set_mode(world, *personal);
            }
            Step::Wait(seconds) => now += seconds,
            Step::Suggest { placement, page, limit, exclude } => {
                let page = page.map(|(item, alias)| spoken(item, alias));
                let exclude: Vec<String> = exclude.iter().map(|(item, alias)| spoken(*item, *alias)).collect();
                let request =
                    Request { placement: *placement, item_id: page.as_deref(), limit: *limit, exclude: &exclude, now };
                let (status, expected) = model.suggest(world, &request);
                let slate = engine.suggest(&request);
                let lines: Vec<Line> = slate
                    .suggestions
                    .iter()
                    .map(|one| (one.id.to_owned(), one.score, one.reason, one.price_minor))
                    .collect();
                assert_eq!((slate.status, &lines), (status, &expected), "step {number}");
                for one in &slate.suggestions {
                    let item = world.item(one.id).unwrap();
                    assert_eq!(
                        (&one.card.title, &one.card.url, &one.card.image),
                        (&item.title, &item.url, &item.image)
                    );
                    assert!(!world.gone.contains(one.id) && Some(one.id) != page.as_deref());
                    assert!(!exclude.iter().any(|id| id == one.id));
                }
                compared += lines.len();
            }
        }
        let kept: Vec<Happened> = engine
            .events()
            .iter()
            .map(|event| Happened { kind: event.kind, id: event.item_id.clone(), time: event.time })
            .collect();
        assert_eq!(kept, model.history, "step {number}");
        assert!(kept.iter().all(|event| !world.sensitive(&event.id)));
    }
    compared
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn the_engine_does_what_the_rules_say(
        seed: u64,
        items in 1..32usize,
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let world = World::new(seed, items, 8);
        prop_assert_eq!(world.published.manifest.shards, 0);
        assert_agree(&world, &steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// In shards, the weaker neighbours have no card.
    #[test]
    fn the_engine_does_what_the_rules_say_of_a_pack_in_shards(
        seed in 0..3usize,
        steps in prop::collection::vec(step(), 20..80),
    ) {
        static WORLDS: LazyLock<[World; 3]> = LazyLock::new(|| [0, 1, 2].map(|seed| World::new(seed, 450, 200)));
        let world = &WORLDS[seed];
        prop_assert!(world.published.manifest.shards > 1);
        assert_agree(world, &steps);
    }
}

/// Items a to e: `a` and `b` in division 0, the others in 1, 2 and 3. Every item lists every other with equal weight.
/// `e` is of a sensitive type; each item's alias is its id in capitals.
fn small() -> Content {
    let mut content = synthetic::content(0, 1);
    for (index, (id, division)) in [("a", 0), ("b", 0), ("c", 1), ("d", 2), ("e", 3)].into_iter().enumerate() {
        let others = (0..5).filter(|other| *other != index as u32);
        content.items.push(Item {
            id: id.to_owned(),
            title: id.repeat(3),
            url: format!("https://shop.example/p/{id}"),
            image: format!("https://img.example/{id}.jpg"),
            price_minor: Some(100),
            division,
            item_type: division,
            neighbours: others.map(|item| Neighbour { item, weight: 1.0, support: 3 }).collect(),
        });
    }
    content.core.types[3].sensitive = true;
    content.aliases = ["A", "B", "C", "D", "E"].into_iter().map(str::to_owned).zip(0..).collect();
    content
}

fn visit(published: &Published, engine: &mut Engine, kind: EventKind, id: &str, now: i64) -> bool {
    let declared = if kind == EventKind::View { engine.open_page(id) } else { engine.declare(id) };
    published.load(engine, declared);
    engine.track(kind, id, now)
}

fn slate(engine: &mut Engine, placement: Placement, page: Option<&str>, exclude: &[&str], now: i64) -> Vec<String> {
    let exclude: Vec<String> = exclude.iter().map(|id| (*id).to_owned()).collect();
    let request = Request { placement, item_id: page, limit: 24, exclude: &exclude, now };
    engine.suggest(&request).suggestions.iter().map(|one| one.id.to_owned()).collect()
}

#[test]
fn equal_scores_stand_in_order_of_id_and_the_page_s_division_stays_away() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    assert_eq!(slate(&mut engine, Placement::Product, Some("a"), &[], TIME), ["c", "d", "e"]);
    assert_eq!(slate(&mut engine, Placement::Product, None, &[], TIME), ["c", "d", "e"], "the page said what it views");
    assert_eq!(slate(&mut engine, Placement::Product, Some("A"), &[], TIME), Vec::<String>::new(), "not read yet");
    assert_eq!(slate(&mut engine, Placement::Home, None, &[], TIME), ["b", "c", "d", "e"]);
    let declared = engine.declare("C");
    published.load(&mut engine, declared);
    assert_eq!(slate(&mut engine, Placement::Home, None, &["C", "d"], TIME), ["b", "e"], "excluded by alias and by id");
    assert_eq!(engine.suggest(&request(Placement::Product, Some("x"))).status, Status::ItemUnknown);
}

fn request(placement: Placement, item_id: Option<&str>) -> Request<'_> {
    Request { placement, item_id, limit: 24, exclude: &[], now: TIME }
}

#[test]
fn sensitive_types_are_never_recorded_and_never_a_source() {
    let published = Published::new(&small(), TIME, &[]);
    for mode in [Mode::Contextual, Mode::Personal] {
        let mut engine = published.engine();
        engine.set_mode(mode);
        for kind in EventKind::ALL {
            assert!(!visit(&published, &mut engine, kind, "e", TIME));
            assert!(!visit(&published, &mut engine, kind, "E", TIME), "by its alias");
        }
        assert!(engine.events().is_empty());
        assert_eq!(engine.suggest(&request(Placement::Product, Some("e"))).status, Status::NothingSuitable);
        assert_eq!(engine.suggest(&request(Placement::Home, None)).status, Status::NothingSuitable);
    }
}

#[test]
fn an_unknown_item_is_not_recorded_before_its_type_is_known() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    engine.set_mode(Mode::Personal);
    assert!(!engine.track(EventKind::View, "a", TIME));
    assert!(!visit(&published, &mut engine, EventKind::View, "stranger", TIME));
    assert!(engine.events().is_empty());
}

#[test]
fn before_a_grant_only_the_page_is_known() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    assert_eq!(engine.mode(), Mode::Contextual);
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    assert!(visit(&published, &mut engine, EventKind::AddToCart, "c", TIME));
    assert!(engine.events().is_empty());
    assert!(visit(&published, &mut engine, EventKind::View, "d", TIME));
    // Neither the source nor the cart of the page before.
    assert_eq!(slate(&mut engine, Placement::Product, Some("d"), &[], TIME), ["a", "b", "c", "e"]);
    assert_eq!(engine.suggest(&request(Placement::Product, Some("a"))).status, Status::ItemUnknown);
    let one = engine.suggest(&request(Placement::Home, None)).suggestions.remove(0).score;
    engine.set_mode(Mode::Personal);
    assert_eq!(engine.events().len(), 1, "a grant begins with this page");
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    let slate = engine.suggest(&request(Placement::Home, None));
    assert!(slate.suggestions[0].score != one);
}

#[test]
fn revoking_wipes_at_once() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    engine.set_mode(Mode::Personal);
    for id in ["a", "b", "c"] {
        assert!(visit(&published, &mut engine, EventKind::View, id, TIME));
    }
    assert!(visit(&published, &mut engine, EventKind::Purchase, "d", TIME));
    assert_eq!(engine.events().len(), 4);
    engine.set_mode(Mode::Contextual);
    assert!(engine.events().is_empty());
    assert_eq!(engine.suggest(&request(Placement::Product, Some("a"))).status, Status::ItemUnknown);
    engine.set_mode(Mode::Personal);
    let kept: Vec<&str> = engine.events().iter().map(|event| event.item_id.as_str()).collect();
    assert_eq!(kept, ["c", "d"], "of the page that is open, and no other");
}

#[test]
fn an_old_price_is_not_shown() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    let mut price_at =
        |now| engine.suggest(&Request { now, ..request(Placement::Home, None) }).suggestions[0].price_minor;
    assert_eq!(price_at(TIME + DAY), Some(100));
    assert_eq!(price_at(TIME + DAY + 1), None);
    assert_eq!(price_at(TIME - DAY), Some(100), "a device's clock may be late");
}

#[test]
fn switched_off_nothing_is_suggested() {
    let mut published = Published::new(&small(), TIME, &[]);
    published.manifest.on = false;
    let mut engine = published.engine();
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    for placement in Placement::ALL {
        let slate = engine.suggest(&request(placement, Some("a")));
        assert_eq!((slate.status, slate.suggestions.len()), (Status::Off, 0));
    }
    assert_eq!(Engine::new().suggest(&request(Placement::Home, None)).status, Status::NoPack);
}

#[test]
fn events_beyond_the_retention_are_no_source() {
    let mut content = small();
    content.core.retention_days = 10;
    let published = Published::new(&content, TIME, &[]);
    let mut engine = published.engine();
    engine.set_mode(Mode::Personal);
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    assert_eq!(slate(&mut engine, Placement::Home, None, &[], TIME + 10 * DAY).len(), 4);
    assert_eq!(slate(&mut engine, Placement::Home, None, &[], TIME + 10 * DAY + 1).len(), 0);
}

#[test]
fn a_gift_suggests_nothing_and_is_not_suggested() {
    let published = Published::new(&small(), TIME, &[]);
    for mode in [Mode::Contextual, Mode::Personal] {
        let mut engine = published.engine();
        engine.set_mode(mode);
        for id in ["a", "c"] {
            let declared = engine.declare(id);
            published.load(&mut engine, declared);
        }
        assert!(engine.track_gift(EventKind::Purchase, "c", TIME));
        assert_eq!(slate(&mut engine, Placement::Home, None, &[], TIME), Vec::<String>::new());
        assert!(engine.track(EventKind::View, "a", TIME));
        assert_eq!(slate(&mut engine, Placement::Home, None, &[], TIME), ["b", "d", "e"]);
        assert!(engine.track(EventKind::View, "c", TIME), "looked at again, for oneself");
        assert_eq!(slate(&mut engine, Placement::Home, None, &[], TIME), ["b", "d", "e", "a"]);
    }
}

#[test]
fn the_history_is_bounded() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    engine.set_mode(Mode::Personal);
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    for event in 0..3 * MAX_EVENTS as i64 {
        assert!(engine.track(EventKind::View, "a", TIME + event));
        assert!(engine.events().len() <= MAX_EVENTS);
    }
    assert!(engine.events().len() >= MAX_EVENTS * 9 / 10);
    assert_eq!(engine.events().last().unwrap().time, TIME + 3 * MAX_EVENTS as i64 - 1, "the most recent stay");
    assert!(engine.events().windows(2).all(|pair| pair[0].time + 1 == pair[1].time));
}

#[test]
fn a_page_declares_at_most_four_items() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    let declared: Vec<bool> = ["a", "b", "c", "d", "e", "a"].map(|id| engine.declare(id).is_some()).to_vec();
    assert_eq!(declared, [true, true, true, true, false, true]);
    assert!(engine.open_page("e").is_none(), "the first view says whose page this is, not that another opened");
    assert!(engine.open_page("a").is_some(), "another page");
    drop(published);
}

/// Lists come and go: their handles with them.
#[test]
fn what_is_known_stays_bounded() {
    const ITEMS: usize = 2_000;
    let published = Published::new(&synthetic::content(ITEMS, 5), TIME, &[]);
    let core = published.core();
    let mut known = Known::default();
    for page in 0..500 {
        let id = synthetic::id(page * 7 % ITEMS);
        let payload = published.home(&id);
        let shard = Shard::parse(&payload, &core).unwrap();
        let item = shard.items().find(|item| item.id == id).unwrap();
        known.keep(&item, shard.cards(), |card| Card {
            title: card.title.to_owned(),
            url: String::new(),
            image: String::new(),
            price_minor: card.price_minor,
            time: TIME,
            division: card.division,
            item_type: card.item_type,
        });
        assert!(known.handles() <= 2 * MAX_LISTS * 33, "page {page}: {}", known.handles());
        for back in 0..MAX_LISTS.min(page + 1) {
            let earlier = synthetic::id((page - back) * 7 % ITEMS);
            let item = known.item(&earlier).expect("the last lists are kept");
            assert_eq!(known.id(item.handle), earlier);
            assert!(known.card(item.handle).is_some());
        }
        let first = known.item(&synthetic::id(0));
        assert_eq!(first.is_some(), page < 2 * MAX_LISTS);
        let list = known.item(&id).unwrap().list();
        let ids: Vec<&str> = list.items.iter().map(|handle| known.id(*handle)).collect();
        assert_eq!(ids, item.neighbours.iter().map(|neighbour| neighbour.id).collect::<Vec<_>>());
    }
}

/// What a page asks for follows from its own calls: the aliases that a history has met make no difference.
#[test]
fn what_a_page_declares_does_not_depend_on_the_history() {
    let published = Published::new(&small(), TIME, &[]);
    let walk = |engine: &mut Engine| -> Vec<Option<String>> {
        let page = [EventKind::View, EventKind::AddToCart, EventKind::View, EventKind::AddToCart, EventKind::AddToCart];
        let ids = ["c", "d", "C", "a", "b"];
        let mut asked = Vec::new();
        for (kind, id) in page.into_iter().zip(ids) {
            let declared = if kind == EventKind::View { engine.open_page(id) } else { engine.declare(id) };
            asked.push(declared.as_ref().map(|item| item.id().to_owned()));
            published.load(engine, declared);
            engine.track(kind, id, TIME);
        }
        asked
    };
    let (mut new, mut known, mut refused) = (published.engine(), published.engine(), published.engine());
    for engine in [&mut known, &mut refused] {
        engine.set_mode(Mode::Personal);
        for id in ["C", "d"] {
            assert!(visit(&published, engine, EventKind::View, id, TIME));
        }
    }
    refused.set_mode(Mode::Contextual);
    // The page before is another one for all three.
    for engine in [&mut new, &mut known, &mut refused] {
        engine.open_page("e");
    }
    let asked = walk(&mut new);
    assert_eq!(walk(&mut known), asked);
    assert_eq!(walk(&mut refused), asked);
}

/// Another build numbers divisions and types anew: what is kept from the one before must follow.
#[test]
fn kept_lists_follow_the_numbers_of_a_new_build() {
    let before = small();
    let published = Published::new(&before, TIME, &[]);
    let mut engine = published.engine();
    engine.set_mode(Mode::Personal);
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    let shown = |engine: &mut Engine| -> Vec<(String, String)> {
        let slate = engine.suggest(&request(Placement::Home, None));
        let core = slate.core.unwrap();
        let division = |card: &passerelle::rank::Card| core.divisions[usize::from(card.division)].id.clone();
        slate.suggestions.iter().map(|one| (one.id.to_owned(), division(one.card))).collect()
    };
    let expected = shown(&mut engine);
    assert!(expected.len() > 2);
    let mut after = before;
    let last = after.core.divisions.len() as u16 - 1;
    after.core.divisions.reverse();
    for kind in &mut after.core.types {
        kind.division = last - kind.division;
    }
    for item in &mut after.items {
        item.division = last - item.division;
    }
    let next = Published::new(&after, TIME, &[]);
    engine.open(next.pack());
    assert_eq!(shown(&mut engine), expected);
}
