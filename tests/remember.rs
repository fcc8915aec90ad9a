//! Data stored on the device, and its effect on later pages, through the engine.

mod common;

use common::{Published, synthetic};
use passerelle::discretion::FeedbackKind;
use passerelle::engine::Engine;
use passerelle::history::{
    EventKind, Key, LIST_AGE_SECONDS, ListHead, Record, Records, Row, StorePart, Subject, Writer, records_of,
};
use passerelle::model::{CollectionSet, Day, DivisionIndex, Factor, TypeIndex};
use passerelle::pack::write::{Alias, Content, Item, Neighbour};
use passerelle::rank::{Absence, Gender, Placement, RepurchaseInterval, Wearer};
use passerelle::request::SuggestRequest;
use passerelle::season::Traits;
use std::num::NonZeroU32;

const TIME: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

/// Items a to e, each with its own division and type; every item lists all others.
fn content() -> Content {
    let mut content = synthetic::content(0, 1);
    for (index, id) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
        let others = (0..5).filter(|other| *other != index as u32);
        content.items.push(Item {
            id: id.into(),
            title: id.repeat(3).into(),
            url: format!("https://shop.example/p/{id}").into(),
            image: Some(format!("https://img.example/{id}.jpg").into()),
            additional_image: Some(format!("https://img.example/{id}-2.jpg").into()),
            price_minor: Some(100),
            division: DivisionIndex(index as u16),
            item_type: TypeIndex((index * synthetic::TYPES_PER_DIVISION) as u16),
            is_new: index == 1,
            collections: CollectionSet::EMPTY,
            traits: Traits::default(),
            wearer: Wearer::default(),
            size_range: None,
            neighbours: others
                .map(|item| Neighbour { item, weight: f64::from(item + 1), support: NonZeroU32::new(3) })
                .collect(),
        });
    }
    content.aliases = vec![Alias::any("A", 0)];
    content
}

fn visit(published: &Published, engine: &mut Engine, id: &str, now: i64) {
    let declared = engine.open_page(id);
    published.load(engine, declared);
    assert!(engine.track(EventKind::View, id, now, false));
}

type Line = (String, i64, Option<u32>, String, String);

fn home(engine: &mut Engine, now: i64) -> Vec<Line> {
    let request = SuggestRequest { limit: Some(24), ..SuggestRequest::new(Placement::Home) };
    let slate = engine.suggest(&request, now);
    let line = |one: &passerelle::engine::Suggestion<'_>| {
        (
            one.id.to_owned(),
            one.rank.unwrap().score.units(),
            one.price_minor,
            one.card.texts.title().to_owned(),
            [Some(one.card.texts.url()), one.card.texts.image(), one.card.texts.additional_image()]
                .map(Option::unwrap_or_default)
                .join(" "),
        )
    };
    slate.suggestions.iter().map(line).collect()
}

/// A shopper who has viewed `ids`, and the records that were written.
fn seen(published: &Published, ids: &[&str]) -> (Engine, Vec<u8>) {
    let mut engine = published.engine();
    engine.restore(&[], TIME);
    for id in ids {
        visit(published, &mut engine, id, TIME);
    }
    let records = engine.take_records();
    (engine, records)
}

/// The records that replace these in the store after compaction.
fn compacted(engine: &Engine, records: &[u8], now: i64) -> Vec<u8> {
    let key = Key { part: StorePart::Log, day: Day::of_time(now), number: 0 };
    records_of(&engine.compact(&[Row { key, records: records.to_vec() }], None, now).rows)
}

#[test]
fn the_next_page_suggests_what_this_one_did() {
    let published = Published::new(&content(), TIME, &[]);
    let (mut before, records) = seen(&published, &["a", "A", "c"]);
    let mut after = published.engine();
    let restored = after.restore(&records, TIME);
    assert_eq!((restored.events, restored.damaged), (3, 0));
    assert_eq!(after.events(), before.events());
    assert_eq!(home(&mut after, TIME), home(&mut before, TIME));
    let texts: Vec<String> = home(&mut after, TIME).into_iter().map(|line| line.4).collect();
    assert!(
        texts
            .iter()
            .any(|text| text == "https://shop.example/p/b https://img.example/b.jpg https://img.example/b-2.jpg"),
        "{texts:?}"
    );
    assert!(after.take_records().is_empty(), "what comes back does not go out again");
    let kept = compacted(&after, &records, TIME);
    let mut later = published.engine();
    later.restore(&kept, TIME);
    assert_eq!(home(&mut later, TIME), home(&mut before, TIME), "nor does compaction change it");
}

/// The wearer of an item comes back with the list.
#[test]
fn what_is_made_for_others_is_left_out_on_a_later_page_too() {
    let mut content = content();
    for (item, gender) in content.items.iter_mut().zip([Gender::Female, Gender::Male, Gender::Female]) {
        item.wearer = Wearer { gender: Some(gender), age_group: None };
    }
    let published = Published::new(&content, TIME, &[]);
    let (_, records) = seen(&published, &["a"]);
    let mut later = published.engine();
    later.restore(&records, TIME);
    let request = SuggestRequest { item_id: Some("a".into()), ..SuggestRequest::new(Placement::Product) };
    let mut absence = |id| later.explain(&request, id, TIME).unwrap().absence;
    assert_eq!([absence("b"), absence("c"), absence("d")], [Some(Absence::Wearer), None, None]);
}

#[test]
fn lists_grow_old_and_their_prices_sooner() {
    let published = Published::new(&content(), TIME, &[]);
    let (_, records) = seen(&published, &["a"]);
    let at = |now: i64| {
        let mut engine = published.engine();
        engine.restore(&records, now);
        (home(&mut engine, now), engine)
    };
    assert!(at(TIME + DAY).0.iter().all(|line| line.2 == Some(100)));
    let (old, _) = at(TIME + 2 * DAY);
    assert!(!old.is_empty() && old.iter().all(|line| line.2.is_none()));
    assert!(!at(TIME + LIST_AGE_SECONDS).0.is_empty());
    let (expired, engine) = at(TIME + LIST_AGE_SECONDS + 1);
    assert_eq!((expired.len(), engine.events().len()), (0, 1), "its item is known by its type still");
    let lists = |records: &[u8]| Records::new(records).filter(|record| matches!(record, Record::List(_))).count();
    assert_eq!(lists(&records), 1);
    assert_eq!(lists(&compacted(&engine, &records, TIME + LIST_AGE_SECONDS)), 1);
    assert_eq!(lists(&compacted(&engine, &records, TIME + LIST_AGE_SECONDS + 1)), 0);
}

#[test]
fn lists_follow_the_numbers_of_another_build() {
    let before = content();
    let published = Published::new(&before, TIME, &[]);
    let (mut engine, records) = seen(&published, &["a"]);
    let mut after = before;
    after.core.divisions.reverse();
    let last = after.core.divisions.len() as u16 - 1;
    for kind in &mut after.core.types {
        kind.division.0 = last - kind.division.0;
    }
    for item in &mut after.items {
        item.division.0 = last - item.division.0;
    }
    for pair in &mut after.core.onward {
        (pair.from.0, pair.to.0) = (last - pair.from.0, last - pair.to.0);
    }
    after.core.onward.sort_by_key(|pair| (pair.from, pair.to));
    let next = Published::new(&after, TIME + DAY, &[]);
    let mut other = next.engine();
    other.restore(&records, TIME);
    assert_eq!(home(&mut other, TIME), home(&mut engine, TIME));
}

#[test]
fn what_rules_and_explanations_need_is_kept() {
    let mut before = content();
    synthetic::collect(&mut before.core, &["cruise", "archive", "gone"]);
    before.core.collection_sets = [0, 0b111].map(CollectionSet::from_bits).to_vec();
    (before.items[3].is_new, before.items[3].collections) = (true, CollectionSet::from_bits(0b111));
    before.items[0].neighbours[1].support = None;
    let published = Published::new(&before, TIME, &[]);
    let (mut engine, records) = seen(&published, &["a"]);
    let mut after = before;
    synthetic::collect(&mut after.core, &["archive", "other", "cruise"]);
    after.core.collection_sets = vec![CollectionSet::EMPTY];
    after.items.iter_mut().for_each(|item| item.collections = CollectionSet::EMPTY);
    let next = Published::new(&after, TIME + DAY, &[]);
    let mut other = next.engine();
    other.restore(&records, TIME);
    let card = |engine: &mut Engine, id: &str| {
        let request = SuggestRequest { limit: Some(24), ..SuggestRequest::new(Placement::Home) };
        let slate = engine.suggest(&request, TIME);
        let card = slate.suggestions.iter().find(|one| one.id == id).unwrap().card;
        (card.facts.is_new, card.facts.collections.bits())
    };
    assert_eq!(card(&mut engine, "d"), (true, 0b111));
    assert_eq!(card(&mut other, "d"), (true, 0b101), "by the numbers of the new build");
    assert_eq!(card(&mut other, "e"), (false, 0));
    let request = SuggestRequest { limit: Some(24), ..SuggestRequest::new(Placement::Home) };
    let parts = |engine: &mut Engine, id: &str| -> Vec<String> {
        engine.explain(&request, id, TIME).unwrap().parts.iter().map(|part| part.name.code().to_owned()).collect()
    };
    for id in ["c", "d"] {
        assert_eq!(parts(&mut other, id), parts(&mut engine, id));
    }
    assert_ne!(parts(&mut other, "c"), parts(&mut other, "e"), "what was derived is told from what was counted");
}

#[test]
fn an_explanation_says_how_faithful_and_how_open_the_shopper_is() {
    let published = Published::new(&content(), TIME, &[]);
    // Attachment and potential for the house on the last day, after visits in these weeks.
    let after = |weeks: &[i64]| {
        let mut engine = published.engine();
        engine.restore(&[], TIME);
        for (week, id) in weeks.iter().zip(["a", "b", "c", "d", "e"]) {
            visit(&published, &mut engine, id, TIME + week * 7 * DAY);
        }
        let now = TIME + weeks.last().unwrap_or(&0) * 7 * DAY;
        let why = engine.explain(&SuggestRequest::new(Placement::Home), "e", now).unwrap();
        (why.attachment, why.potential)
    };
    let (stranger, once, regular) = (after(&[]), after(&[0]), after(&[0, 4, 8, 12]));
    assert_eq!(stranger, (Factor::ZERO, Factor::ZERO));
    assert_eq!(once.0, Factor::ZERO, "one visit is no bond");
    assert!(regular.0 > Factor::ONE / 4 && regular.0 <= Factor::ONE, "{regular:?}");
    assert!(
        Factor::ZERO < regular.1 && regular.1 < once.1,
        "each division met leaves fewer to meet: {once:?}, {regular:?}"
    );
}

#[test]
fn a_type_that_was_bought_rests_without_a_list() {
    let mut content = content();
    // Another item of the type of a, in the list of b.
    let (division, item_type) = (content.items[0].division, content.items[0].item_type);
    (content.items[4].division, content.items[4].item_type) = (division, item_type);
    content.core.types[item_type.at()].rest = RepurchaseInterval { item_days: None, type_days: Some(60) };
    content.items[1].neighbours.retain(|neighbour| neighbour.item != 0);
    let published = Published::new(&content, TIME, &[]);
    let (mut engine, mut records) = seen(&published, &["a"]);
    assert!(engine.track(EventKind::Purchase, "a", TIME, false));
    records.append(&mut engine.take_records());
    let ids = |records: &[u8], now: i64| -> Vec<String> {
        let mut engine = published.engine();
        engine.restore(records, now);
        visit(&published, &mut engine, "b", now);
        home(&mut engine, now).into_iter().map(|line| line.0).collect()
    };
    let now = TIME + LIST_AGE_SECONDS + DAY;
    assert!(ids(&[], now).contains(&"e".to_owned()));
    assert!(!ids(&records, now).contains(&"e".to_owned()), "the list has expired, the purchase has not");
    assert!(ids(&records, TIME + 61 * DAY).contains(&"e".to_owned()), "it is wanted again");
}

#[test]
fn a_card_is_drawn_in_its_own_market_only() {
    let here = content();
    let published = Published::new(&here, TIME, &[]);
    let (_, records) = seen(&published, &["a"]);
    let shown = |content: &Content| {
        let market = Published::new(content, TIME + DAY, &[]);
        let mut engine = market.engine();
        assert_eq!(engine.restore(&records, TIME + DAY).events, 1);
        let remembered = home(&mut engine, TIME + DAY);
        visit(&market, &mut engine, "b", TIME + DAY);
        (remembered.len(), home(&mut engine, TIME + DAY))
    };
    let mut next_build = content();
    next_build.items[4].price_minor = Some(90);
    assert_eq!(shown(&next_build).0, 4, "the next build of the same market");
    let changes: [&dyn Fn(&mut Content); 3] = [
        &|content| content.core.currency = "CHF".into(),
        &|content| content.core.languages[0] = "de".into(),
        &|content| content.core.url.template = Some("https://shop.example/ch/{id}".into()),
    ];
    for change in changes {
        let mut there = content();
        change(&mut there);
        there.items.iter_mut().for_each(|item| item.title.push_str(" there"));
        let (remembered, met) = shown(&there);
        assert_eq!(remembered, 0, "no word of the other market");
        assert!(!met.is_empty() && met.iter().all(|line| line.3.ends_with(" there")));
    }
}

#[test]
fn what_has_become_sensitive_is_not_taken_up() {
    let before = content();
    let published = Published::new(&before, TIME, &[]);
    let (_, records) = seen(&published, &["a", "b"]);
    let mut after = before;
    after.core.types[0].sensitive = true;
    let next = Published::new(&after, TIME + DAY, &[]);
    let mut engine = next.engine();
    engine.restore(&records, TIME);
    let ids: Vec<&str> = engine.events().iter().map(|event| &*event.item_id).collect();
    assert_eq!(ids, ["b"]);
    assert!(home(&mut engine, TIME).iter().all(|line| line.0 != "a"), "and is not shown either");
    let kept = compacted(&engine, &records, TIME);
    let of_a = |record: Record<'_>| match record {
        Record::List(list) => ListHead::of(list).is_some_and(|head| head.item_id == "a"),
        _ => record.entries().iter().any(|entry| entry.item_id == "a"),
    };
    assert!(Records::new(&records).any(of_a) && !Records::new(&kept).any(of_a));
}

#[test]
fn what_was_shown_pushes_out_no_refusal_and_grows_old_by_the_right_clock() {
    let published = Published::new(&content(), TIME, &[]);
    let (engine, records) = seen(&published, &["a"]);
    let mut writer = Writer::default();
    let mut line = |what, id: &str, time| writer.line(what, &[Subject::Item(id)], time);
    line(FeedbackKind::Dismissal, "refused", TIME + 1);
    line(FeedbackKind::Exposure, "of ten years ahead", TIME + 3_650 * DAY);
    line(FeedbackKind::Offer, "of the day before", TIME - 2 * DAY);
    for number in 0..2_500 {
        line(FeedbackKind::Exposure, &number.to_string(), TIME + 2 + number);
    }
    line(FeedbackKind::Offer, "just now", TIME + 3_000);
    let lines = |now: i64, records: &[u8]| -> Vec<(String, i64)> {
        let kept = compacted(&engine, records, now);
        let lines = Records::new(&kept).flat_map(|record| record.lines());
        lines.map(|line| (format!("{:?}", line.subjects[0]), line.time)).collect()
    };
    let named = |id: &str| format!("{:?}", Subject::Item(id));
    let all = [records, writer.finish()].concat();
    let kept = lines(TIME + 3_000, &all);
    assert_eq!(kept.len(), 1 + 2_000);
    assert_eq!(kept[0], (named("refused"), TIME + 1));
    assert_eq!((&kept[1].0, &kept[2_000].0), (&named("501"), &named("just now")), "the most recent, in their order");
    let few: Vec<u8> = all[..all.len() / 2].to_vec();
    let kept = lines(TIME + 3_000, &few);
    assert!(kept.contains(&(named("of ten years ahead"), TIME + 3_000)), "it is from now at the latest");
    assert!(kept.iter().all(|(about, _)| *about != named("of the day before")));
}

#[test]
fn the_lists_of_the_last_fifty_items_are_kept() {
    let published = Published::new(&synthetic::content(200, 5), TIME, &[]);
    let mut engine = published.engine();
    engine.restore(&[], TIME);
    let mut records = Vec::new();
    for item in 0..120 {
        visit(&published, &mut engine, &synthetic::id(item), TIME + item as i64);
        records.append(&mut engine.take_records());
    }
    let kept = compacted(&engine, &records, TIME + 200);
    let lists: Vec<Vec<u8>> = Records::new(&kept)
        .filter_map(|record| if let Record::List(list) = record { Some(list.to_vec()) } else { None })
        .collect();
    assert_eq!(lists.len(), 50);
    assert!(kept.len() < 400_000, "{} bytes", kept.len());
    let mut next = published.engine();
    assert_eq!(next.restore(&kept, TIME + 200).events, 120);
    assert_eq!(home(&mut next, TIME + 200), home(&mut engine, TIME + 200));
}
