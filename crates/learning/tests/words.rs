//! Lists learned from words: the list of a new item, its places in other lists, and what stays unchanged.

use passerelle::history::EventKind;
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};
use passerelle_learning::{Learned, Settings, learn};

/// Items of each of the four things.
const OF_EACH: u32 = 12;
const THINGS: [&str; 4] = ["teacup", "saucer", "lantern", "wick"];
/// Items without events: a teacup that is new in the feed, a lantern that is not, and an item of a sensitive type.
const NEW_TEACUP: u32 = 4 * OF_EACH;
const UNMET_LANTERN: u32 = NEW_TEACUP + 1;
const SENSITIVE: u32 = NEW_TEACUP + 2;

fn thing(item: u32) -> usize {
    (item / OF_EACH) as usize
}

/// With `words`, each thing has its own titles, type and division. Without, all items have the same.
fn catalogue(words: bool) -> Catalogue {
    let named = |title: String, item_type: u16, is_new: bool| {
        let (title, item_type) = if words { (title, item_type) } else { (String::new(), 0) };
        Item { title: title.into(), item_type, division: item_type, is_new, available: true, ..Item::default() }
    };
    let mut items: Vec<Item> = (0..4 * OF_EACH)
        .map(|item| named(format!("{} {item}", THINGS[thing(item)]), thing(item) as u16, false))
        .collect();
    items.push(named("a new teacup".to_owned(), 0, true));
    items.push(named("an old lantern".to_owned(), 2, false));
    items.push(named("a new teacup of a kind".to_owned(), 4, true));
    items.iter_mut().enumerate().for_each(|(number, item)| item.id = format!("{number:03}").into());
    Catalogue {
        items,
        divisions: vec![Division::default(); 5],
        types: (0..5).map(|of| ItemType { division: of, sensitive: of == 4, ..ItemType::default() }).collect(),
        ..Catalogue::default()
    }
}

/// Teacups are bought with saucers, lanterns with wicks.
fn log() -> Log {
    let mut log = Log { shoppers: 600, ..Log::default() };
    for shopper in 0..600 {
        let (first, second) = (shopper / 2 % OF_EACH, shopper / 24 % OF_EACH);
        let pair =
            if shopper % 2 == 0 { [first, OF_EACH + second] } else { [2 * OF_EACH + first, 3 * OF_EACH + second] };
        let start = log.events.len() as u32;
        log.events.extend(pair.map(|item| LogEvent { item, kind: EventKind::Purchase }));
        log.sessions.push(Session { start, len: 2, shopper, time: i64::from(shopper) * 7_200 });
    }
    log
}

fn learned(says: bool, words: bool) -> Learned {
    let settings = Settings { words, backoff: false, floor: 2, ..Settings::default() };
    learn(log(), &catalogue(says), &settings, &|_| {}).unwrap()
}

fn things_of(learned: &Learned, item: u32) -> Vec<&'static str> {
    learned.neighbours[item as usize]
        .iter()
        .filter(|one| one.item < NEW_TEACUP)
        .map(|one| THINGS[thing(one.item)])
        .collect()
}

#[test]
fn an_item_that_nobody_met_gets_what_items_of_its_words_are_bought_with() {
    let learned = learned(true, true);
    for (item, goes_with, never) in
        [(NEW_TEACUP, "saucer", ["lantern", "wick"]), (UNMET_LANTERN, "wick", ["teacup", "saucer"])]
    {
        let things = things_of(&learned, item);
        assert!(things.iter().filter(|thing| **thing == goes_with).count() >= 8, "{item}: {things:?}");
        assert!(things[..12].iter().all(|thing| !never.contains(thing)), "{item}: {things:?}");
        assert!(
            learned.neighbours[item as usize].iter().all(|one| one.support.is_none()),
            "nothing was counted for it"
        );
    }
    assert_eq!(learned.report.worded.lists, 2);
}

#[test]
fn only_what_is_new_gets_places_in_the_lists_of_others() {
    let learned = learned(true, true);
    let in_lists = |item: u32| learned.neighbours.iter().flatten().filter(|one| one.item == item).count();
    assert!(in_lists(NEW_TEACUP) > 0);
    assert_eq!((in_lists(UNMET_LANTERN), in_lists(SENSITIVE)), (0, 0));
    let rows = (0u32..).zip(&learned.neighbours).filter(|(_, list)| list.iter().any(|one| one.item == NEW_TEACUP));
    rows.for_each(|(row, _)| assert!(thing(row) < 2, "{row} is no teacup or saucer"));
}

#[test]
fn what_is_sensitive_gets_no_list_from_words() {
    assert_eq!(learned(true, true).neighbours[SENSITIVE as usize], []);
}

#[test]
fn a_catalogue_whose_items_all_say_the_same_has_the_lists_of_counts_alone() {
    let (with, without) = (learned(false, true), learned(false, false));
    assert!(with.neighbours == without.neighbours);
}
