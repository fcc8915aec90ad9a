//! Rules of the engine for events, pages and consent, one rule a test, with a house of five items.

mod common;

use common::{Published, synthetic};
use passerelle::cache::{Card, CardText, ItemCache};
use passerelle::discretion::Reason;
use passerelle::engine::{Engine, Mode, Status};
use passerelle::history::MAX_LISTS;
use passerelle::history::{EventKind, MAX_EVENTS};
use passerelle::model::{CollectionSet, Days, DivisionIndex, EventWeight, Factor, TypeIndex};
use passerelle::pack::write::{Alias, Content, Item, Neighbour};
use passerelle::pack::{AliasKinds, IdKind, Shard};
use passerelle::rank::{
    Absence, Action, AgeGroup, Gender, ItemFeatures, Items, Placement, RankSource, RepurchaseInterval, Rule, Target,
    Tuning, Wearer,
};
use passerelle::request::{Basis, Divisions, SuggestRequest};
use passerelle::season::Traits;
use std::collections::BTreeSet;
use std::num::{NonZeroU8, NonZeroU32};

const TIME: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

/// Items a to e: `a` and `b` in division 0, the others in 1, 2 and 3. Every item lists all others with equal weight.
/// `e` has a sensitive type; each item's alias is its id in capitals. Only scores decide: there are no division shares,
/// no type cap, no slots for new items, and no repurchase intervals.
fn small() -> Content {
    let mut content = synthetic::content(0, 1);
    content.core.tuning = Tuning {
        share: Factor::ZERO,
        new_share: Factor::ZERO,
        precedence: Factor::ZERO,
        max_per_type: None,
        ..Tuning::default()
    };
    for kind in &mut content.core.types {
        kind.rest = RepurchaseInterval { item_days: None, type_days: Some(0) };
    }
    for (index, (id, division)) in [("a", 0), ("b", 0), ("c", 1), ("d", 2), ("e", 3)].into_iter().enumerate() {
        let others = (0..5).filter(|other| *other != index as u32);
        content.items.push(Item {
            id: id.into(),
            title: id.repeat(3).into(),
            url: format!("https://shop.example/p/{id}").into(),
            image: Some(format!("https://img.example/{id}.jpg").into()),
            additional_image: None,
            price_minor: Some(100),
            division: DivisionIndex(division),
            item_type: TypeIndex(division),
            is_new: false,
            collections: CollectionSet::EMPTY,
            traits: Traits::default(),
            wearer: Wearer::default(),
            size_range: None,
            neighbours: others.map(|item| Neighbour { item, weight: 1.0, support: NonZeroU32::new(3) }).collect(),
        });
    }
    content.core.types[3].sensitive = true;
    content.aliases =
        ["A", "B", "C", "D", "E"].into_iter().zip(0..).map(|(text, item)| Alias::any(text, item)).collect();
    content
}

fn visit(published: &Published, engine: &mut Engine, kind: EventKind, id: &str, now: i64) -> bool {
    let declared = if kind == EventKind::View { engine.open_page(id) } else { engine.declare(id) };
    published.load(engine, declared);
    engine.track(kind, id, now, false)
}

fn slate(engine: &mut Engine, placement: Placement, page: Option<&str>, exclude: &[&str], now: i64) -> Vec<String> {
    let exclude: Vec<String> = exclude.iter().map(|id| (*id).to_owned()).collect();
    let request =
        SuggestRequest { item_id: page.map(str::to_owned), limit: Some(24), exclude, ..SuggestRequest::new(placement) };
    engine.suggest(&request, now).suggestions.iter().map(|one| one.id.to_owned()).collect()
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
    assert_eq!(engine.suggest(&request(Placement::Product, Some("x")), TIME).status, Status::ItemUnknown);
}

fn request(placement: Placement, item_id: Option<&str>) -> SuggestRequest {
    SuggestRequest { item_id: item_id.map(str::to_owned), limit: Some(24), ..SuggestRequest::new(placement) }
}

#[test]
fn two_products_of_one_page_are_answered_as_if_each_were_alone() {
    let published = Published::new(&small(), TIME, &[]);
    let alone = |id: &str| {
        let mut engine = published.engine();
        visit(&published, &mut engine, EventKind::View, id, TIME);
        slate(&mut engine, Placement::Product, Some(id), &[], TIME)
    };
    let mut engine = published.engine();
    // Both requests are prepared before the first is answered.
    for id in ["a", "c"] {
        visit(&published, &mut engine, EventKind::View, id, TIME);
    }
    let needs = ["a", "c"].map(|id| engine.needs_of_request(&request(Placement::Product, Some(id)), TIME));
    for item in needs.into_iter().flat_map(|needs| needs.items) {
        published.load(&mut engine, Some(item));
    }
    for id in ["a", "c", "a"] {
        engine.show_page_of(&request(Placement::Product, Some(id)));
        assert_eq!(slate(&mut engine, Placement::Product, Some(id), &[], TIME), alone(id), "{id}");
    }
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
        assert_eq!(engine.suggest(&request(Placement::Product, Some("e")), TIME).status, Status::NothingSuitable);
        assert_eq!(engine.suggest(&request(Placement::Home, None), TIME).status, Status::NothingSuitable);
    }
}

#[test]
fn an_unknown_item_is_not_recorded_before_its_type_is_known() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    engine.set_mode(Mode::Personal);
    assert!(!engine.track(EventKind::View, "a", TIME, false));
    assert!(!visit(&published, &mut engine, EventKind::View, "stranger", TIME));
    assert!(engine.events().is_empty());
}

#[test]
fn an_id_is_lacking_once_its_shard_is_read_and_has_neither_item_nor_alias() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    engine.declare("nonsense");
    assert!(!engine.lacks("nonsense"), "its shard is not read yet");
    assert!(!visit(&published, &mut engine, EventKind::View, "nonsense", TIME));
    assert!(engine.lacks("nonsense"));
    // Known items and sensitive items are not lacking, under any of their ids; neither are ids that the page did not
    // declare.
    for id in ["a", "B", "E"] {
        visit(&published, &mut engine, EventKind::AddToCart, id, TIME);
        assert!(!engine.lacks(id), "{id}");
    }
    assert!(!engine.lacks("never said"));
}

#[test]
fn before_a_grant_only_the_page_is_known() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    assert!(visit(&published, &mut engine, EventKind::AddToCart, "c", TIME));
    assert!(engine.events().is_empty());
    assert!(visit(&published, &mut engine, EventKind::View, "d", TIME));
    // Neither the source nor the cart of the previous page counts.
    assert_eq!(slate(&mut engine, Placement::Product, Some("d"), &[], TIME), ["a", "b", "c", "e"]);
    assert_eq!(engine.suggest(&request(Placement::Product, Some("a")), TIME).status, Status::ItemUnknown);
    let one = engine.suggest(&request(Placement::Home, None), TIME).suggestions.remove(0).rank;
    engine.set_mode(Mode::Personal);
    assert_eq!(engine.events().len(), 1, "a grant begins with this page");
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    let slate = engine.suggest(&request(Placement::Home, None), TIME);
    assert!(slate.suggestions[0].rank != one);
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
    assert_eq!(engine.suggest(&request(Placement::Product, Some("a")), TIME).status, Status::ItemUnknown);
    engine.set_mode(Mode::Personal);
    let kept: Vec<&str> = engine.events().iter().map(|event| &*event.item_id).collect();
    assert_eq!(kept, ["c", "d"], "of the page that is open, and no other");
}

#[test]
fn an_old_price_is_not_shown() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    let mut price_at = |now| engine.suggest(&request(Placement::Home, None), now).suggestions[0].price_minor;
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
        let slate = engine.suggest(&request(placement, Some("a")), TIME);
        assert_eq!((slate.status, slate.suggestions.len()), (Status::Off, 0));
    }
    assert_eq!(Engine::new().suggest(&request(Placement::Home, None), TIME).status, Status::NoPack);
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
        assert!(engine.track(EventKind::Purchase, "c", TIME, true));
        assert_eq!(slate(&mut engine, Placement::Home, None, &[], TIME), Vec::<String>::new());
        assert!(engine.track(EventKind::View, "a", TIME, false));
        assert_eq!(slate(&mut engine, Placement::Home, None, &[], TIME), ["b", "d", "e"]);
        assert!(engine.track(EventKind::View, "c", TIME, false), "looked at again, for oneself");
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
        assert!(engine.track(EventKind::View, "a", TIME + event, false));
        assert!(engine.events().len() <= MAX_EVENTS);
    }
    assert!(engine.events().len() >= MAX_EVENTS * 9 / 10);
    assert_eq!(engine.events().last().unwrap().time, TIME + 3 * MAX_EVENTS as i64 - 1, "the most recent stay");
    assert!(engine.events().windows(2).all(|pair| pair[0].time + 1 == pair[1].time));
}

#[test]
fn what_a_page_declares_is_read_once() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    assert!(["a", "b", "c", "d", "e", "nobody", "a"].iter().all(|id| engine.declare(id).is_some()));
    for id in ["a", "nobody"] {
        let declared = engine.declare(id);
        published.load(&mut engine, declared);
        assert!(engine.declare(id).is_none(), "{id} was read");
    }
    assert!(engine.declare("b").is_some());
    assert!(engine.open_page("a").is_none(), "the first view says whose page this is, not that another opened");
    assert!(engine.open_page("e").is_some() && engine.declare("a").is_some(), "another page");
}

/// Lists are inserted and evicted, and their handles with them.
#[test]
fn what_is_known_stays_bounded() {
    const ITEMS: usize = 2_000;
    let published = Published::new(&synthetic::content(ITEMS, 5), TIME, &[]);
    let core = published.core();
    let mut known = ItemCache::default();
    for page in 0..500 {
        let id = synthetic::id(page * 7 % ITEMS);
        let payload = published.home(&id);
        let shard = Shard::parse(&payload, &core).unwrap();
        let item = shard.items().find(|item| item.id == id).unwrap();
        let cards: Vec<_> = shard.cards().collect();
        known.put(&item, &cards, &|card| Card {
            texts: CardText::new(card.title, "", ""),
            price_minor: card.price_minor,
            time: TIME,
            facts: ItemFeatures {
                division: card.division,
                item_type: card.item_type,
                is_new: card.is_new,
                collections: CollectionSet::EMPTY,
                traits: card.traits,
                wearer: card.wearer,
            },
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
        let ids: BTreeSet<&str> = list.items.iter().map(|handle| known.id(*handle)).collect();
        assert_eq!(ids, item.neighbours.iter().map(|neighbour| neighbour.id).collect());
    }
}

/// Cards from earlier pages can draw neighbours that the page's own file cannot, but not in a slate without a history.
#[test]
fn a_slate_without_a_history_is_the_same_for_every_shopper() {
    const ITEMS: usize = 400;
    let published = Published::new(&synthetic::content(ITEMS, 5), TIME, &[]);
    let view = |engine: &mut Engine, item: usize| {
        let declared = engine.open_page(&synthetic::id(item));
        published.load(engine, declared);
        engine.track(EventKind::View, &synthetic::id(item), TIME, false)
    };
    let cart: Vec<String> = (0..8).map(|item| synthetic::id(item * 11)).collect();
    let (mut new, mut known) = (published.engine(), published.engine());
    known.set_mode(Mode::Personal);
    assert!((0..90).all(|item| view(&mut known, item)));
    let mut differ = 0;
    for page in 100..140 {
        let id = synthetic::id(page);
        let ids = |engine: &mut Engine, basis| -> Vec<String> {
            view(engine, page);
            for id in &cart {
                let declared = engine.declare(id);
                published.load(engine, declared);
            }
            let request = SuggestRequest {
                item_id: Some(id.clone()),
                cart: cart.clone(),
                divisions: Some(Divisions::Any),
                limit: Some(24),
                threshold: Some(Factor::ZERO),
                basis,
                ..SuggestRequest::new(Placement::Product)
            };
            engine.suggest(&request, TIME).suggestions.iter().map(|one| one.id.to_owned()).collect()
        };
        for alone in [Basis::Season, Basis::Page] {
            let of_page = ids(&mut new, alone);
            assert_eq!(ids(&mut known, alone), of_page, "page {page}");
            assert!(of_page.len() > 12, "page {page}: {}", of_page.len());
        }
        differ += usize::from(ids(&mut known, Basis::History) != ids(&mut new, Basis::History));
    }
    assert!(differ > 30, "the history counts where it may: {differ}");
}

/// The requests of a page depend on its own calls: aliases in a history make no difference.
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
            engine.track(kind, id, TIME, false);
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
    // The previous page is a different one for all three engines.
    for engine in [&mut new, &mut known, &mut refused] {
        engine.open_page("e");
    }
    let asked = walk(&mut new);
    assert_eq!(walk(&mut known), asked);
    assert_eq!(walk(&mut refused), asked);
}

/// Another build renumbers divisions and types: stored lists must follow.
#[test]
fn kept_lists_follow_the_numbers_of_a_new_build() {
    let before = small();
    let published = Published::new(&before, TIME, &[]);
    let mut engine = published.engine();
    engine.set_mode(Mode::Personal);
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    let shown = |engine: &mut Engine| -> Vec<(String, String)> {
        let slate = engine.suggest(&request(Placement::Home, None), TIME);
        let core = slate.core.unwrap();
        let division = |card: &Card| core.divisions[card.facts.division.at()].id.clone();
        slate.suggestions.iter().map(|one| (one.id.to_owned(), division(one.card))).collect()
    };
    let expected = shown(&mut engine);
    assert!(expected.len() > 2);
    let mut after = before;
    let last = after.core.divisions.len() as u16 - 1;
    after.core.divisions.reverse();
    for kind in &mut after.core.types {
        kind.division.0 = last - kind.division.0;
    }
    for item in &mut after.items {
        item.division.0 = last - item.division.0;
    }
    let next = Published::new(&after, TIME, &[]);
    engine.open(next.pack());
    assert_eq!(shown(&mut engine), expected);
}

/// A rule that pins `id` everywhere, at any time.
fn pin(id: &str) -> Rule {
    Rule {
        number: 1,
        action: Action::Pin,
        target: Target::Item(id.to_owned()),
        placements: 0b1_1111,
        days: Days::ALWAYS,
    }
}

/// The largest weights and factors that a house may have.
#[test]
fn scores_are_exact_in_javascript_whatever_the_house_sets() {
    let mut content = small();
    let core = &mut content.core;
    core.tuning.share = Factor::from_bits(16 << 16);
    core.tables.positions.fill(Factor::from_bits(16 << 16));
    core.tables.events.fill(EventWeight::from_bits(16 << 8));
    let boost = |number| {
        let target = Target::Division(DivisionIndex(if number % 2 == 0 { 1 } else { 2 }));
        Rule { number, action: Action::Weigh(Factor::from_bits(16 << 16)), target, ..pin("") }
    };
    for boosts in 0..24 {
        content.core.rules = vec![pin("e"), Rule { number: 2, ..pin("b") }];
        content.core.rules.extend((3..3 + boosts).map(boost));
        let published = Published::new(&content, TIME, &[]);
        let mut engine = published.engine();
        assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
        let request = request(Placement::Home, None);
        let slate: Vec<(String, i64)> = engine
            .suggest(&request, TIME)
            .suggestions
            .iter()
            .map(|one| (one.id.to_owned(), one.rank.unwrap().score.units()))
            .collect();
        let ids: Vec<&str> = slate.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!((&ids[..2], ids.len()), (&["e", "b"][..], 4), "{boosts}");
        assert!(slate.windows(2).all(|pair| pair[0].1 >= pair[1].1), "{boosts}: {slate:?}");
        assert!(slate[1].1 > slate[2].1, "{boosts}: {slate:?}");
        for (id, score) in &slate {
            let explanation = engine.explain(&request, id, TIME).unwrap();
            let parts: Vec<i64> = explanation.parts.iter().map(|part| part.value.units()).collect();
            assert_eq!((explanation.score().units(), parts.iter().sum::<i64>()), (*score, *score), "{boosts}: {id}");
            assert!(parts.iter().chain([score]).all(|units| units.abs() < 1 << 53), "{boosts}: {id}");
        }
    }
}

/// A pinned item needs no list: its card comes with the core, and a newer core has a newer card.
#[test]
fn what_is_pinned_is_shown_to_a_stranger_at_its_newest_price() {
    let mut content = small();
    content.core.rules = vec![pin("c")];
    let published = Published::new(&content, TIME, &[]);
    let mut engine = published.engine();
    let shown = |engine: &mut Engine, now| {
        let slate = engine.suggest(&SuggestRequest::new(Placement::Confirmation), now);
        let one = &slate.suggestions[0];
        assert_eq!((one.id, one.rank.unwrap().source, one.reason), ("c", RankSource::Pinned, Reason::House));
        one.price_minor
    };
    assert_eq!(shown(&mut engine, TIME), Some(100));
    assert_eq!(shown(&mut engine, TIME + 2 * DAY), None, "too old to say");
    content.items[2].price_minor = Some(120);
    engine.open(Published::new(&content, TIME + 2 * DAY, &[]).pack());
    assert_eq!(shown(&mut engine, TIME + 2 * DAY), Some(120));
    engine.set_mode(Mode::Contextual);
    assert_eq!(shown(&mut engine, TIME + 2 * DAY), Some(120), "it belongs to the house, not to a history");
}

/// A sensitive item may be in the cart, but it is no reason that could be shown.
#[test]
fn what_is_sensitive_in_the_cart_completes_nothing() {
    let published = Published::new(&small(), TIME, &[]);
    let mut engine = published.engine();
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    let declared = engine.declare("e");
    published.load(&mut engine, declared);
    let cart = ["e".to_owned()];
    let mut reasons = |cart: &[String]| -> Vec<Reason> {
        let slate =
            engine.suggest(&SuggestRequest { cart: cart.to_vec(), ..SuggestRequest::new(Placement::Home) }, TIME);
        assert!(slate.suggestions.len() > 2);
        slate.suggestions.iter().map(|one| one.reason).collect()
    };
    assert!(!reasons(&cart).contains(&Reason::CompletesCart));
    assert!(reasons(&["a".to_owned()]).iter().all(|reason| *reason == Reason::CompletesCart));
}

/// A rule with an item and its type is a single rule, and its factor counts once.
#[test]
fn a_rule_weighs_once_whatever_it_names() {
    let mut content = small();
    let boost = |number, target| Rule { number, action: Action::Weigh(Factor::from_bits(3 << 16)), target, ..pin("") };
    let score = |content: &Content| {
        let published = Published::new(content, TIME, &[]);
        let mut engine = published.engine();
        assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
        let slate = engine.suggest(&request(Placement::Home, None), TIME);
        slate.suggestions.iter().find(|one| one.id == "c").unwrap().rank.unwrap().score.units()
    };
    let plain = score(&content);
    content.core.rules = vec![
        boost(1, Target::Item("c".to_owned())),
        boost(1, Target::Type(TypeIndex(1))),
        boost(1, Target::Division(DivisionIndex(1))),
    ];
    assert_eq!(score(&content), 3 * plain);
    content.core.rules[2].number = 2;
    assert_eq!(score(&content), 9 * plain, "two rules weigh twice");
}

/// On the page of an item that is worn, items made for other people are left out; items that do not state it may be
/// shown.
#[test]
fn what_is_made_for_others_is_left_out() {
    let mut content = small();
    let wearer = |gender, age_group| Wearer { gender, age_group };
    let (her, him, adult) = (Some(Gender::Female), Some(Gender::Male), Some(AgeGroup::Adult));
    for (item, made_for) in content.items.iter_mut().zip([
        wearer(her, adult),
        wearer(None, None),
        wearer(him, adult),
        wearer(her, None),
        wearer(her, Some(AgeGroup::Kids)),
    ]) {
        item.wearer = made_for;
    }
    let published = Published::new(&content, TIME, &[]);
    let mut engine = published.engine();
    engine.restore(&[], TIME);
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    assert_eq!(slate(&mut engine, Placement::Product, Some("a"), &[], TIME), ["d"]);
    let request = SuggestRequest::new(Placement::Product);
    assert_eq!(engine.explain(&request, "c", TIME).unwrap().absence, Some(Absence::Wearer));
    // On other pages nothing is left out.
    assert_eq!(slate(&mut engine, Placement::Home, None, &[], TIME), ["b", "c", "d", "e"]);
    assert!(visit(&published, &mut engine, EventKind::View, "b", TIME));
    assert_eq!(slate(&mut engine, Placement::Product, Some("b"), &[], TIME), ["c", "d", "e"]);
}

/// An id stated to be a manufacturer's number means the item with this number in the feed, even if another item's id
/// looks the same.
#[test]
fn an_id_of_a_stated_kind_means_what_the_feed_calls_so() {
    let mut content = small();
    let kind = |kind| AliasKinds::default().with(kind);
    content.aliases = vec![
        Alias { text: "B".into(), item: 1, kinds: AliasKinds::ANY.with(IdKind::Gtin), size: None },
        Alias { text: "a".into(), item: 2, kinds: kind(IdKind::Mpn), size: None },
        Alias { text: "a".into(), item: 3, kinds: kind(IdKind::Gtin), size: None },
    ];
    let published = Published::new(&content, TIME, &[]);
    for (spoken, meant) in [
        ("a", Some("a")),
        ("mpn\na", Some("c")),
        ("gtin\na", Some("d")),
        ("B", Some("b")),
        ("gtin\nB", Some("b")),
        ("mpn\nB", None),
        ("mpn\nb", None),
        ("gtin\nb", None),
    ] {
        let mut engine = published.engine();
        engine.set_mode(Mode::Personal);
        assert_eq!(visit(&published, &mut engine, EventKind::View, spoken, TIME), meant.is_some(), "{spoken:?}");
        let recorded: Vec<&str> = engine.events().iter().map(|event| &*event.item_id).collect();
        assert_eq!(recorded, meant.into_iter().collect::<Vec<_>>(), "{spoken:?}");
        assert_eq!(engine.lacks(spoken), meant.is_none(), "{spoken:?}");
    }
}

/// One item of each type while others fill the slate, then the best of the rest.
#[test]
fn the_limit_of_a_type_gives_way_rather_than_leave_a_place_empty() {
    let mut content = small();
    content.core.tuning.max_per_type = NonZeroU8::new(1);
    content.core.placements[Placement::Home as usize].limit = 4;
    let other = TypeIndex::position(&content.core.types, |kind| kind.division == DivisionIndex(1)).unwrap();
    for (item, weight) in content.items.iter_mut().skip(2).zip([9.0, 8.0, 7.0]) {
        (item.division, item.item_type) = (DivisionIndex(1), other);
        item.neighbours.iter_mut().for_each(|neighbour| neighbour.weight = weight);
    }
    let weights = [(1, 1.0), (2, 9.0), (3, 8.0), (4, 7.0)];
    content.items[0].neighbours =
        weights.map(|(item, weight)| Neighbour { item, weight, support: NonZeroU32::new(3) }).to_vec();
    content.core.types[other.at()].sensitive = false;
    let published = Published::new(&content, TIME, &[]);
    let mut engine = published.engine();
    assert!(visit(&published, &mut engine, EventKind::View, "a", TIME));
    let shown = |engine: &mut Engine, limit| -> Vec<String> {
        let request = SuggestRequest { limit: Some(limit), ..SuggestRequest::new(Placement::Home) };
        engine.suggest(&request, TIME).suggestions.iter().map(|one| one.id.to_owned()).collect()
    };
    assert_eq!(shown(&mut engine, 2), ["c", "b"], "two types for two places");
    assert_eq!(shown(&mut engine, 4), ["c", "b", "d", "e"]);
}
