//! The data that a page needs to draw an item: `item()`.

mod common;
mod maison;

use common::Published;
use maison::{DAY, TODAY, house};

#[test]
fn a_variant_may_be_sold_out_while_its_item_is_not() {
    let published = Published::new(&house(), TODAY * DAY, &["oxford-42"]);
    let mut engine = published.engine();
    for id in ["oxford-42", "oxford-43", "oxford"] {
        let declared = engine.declare(id);
        published.load(&mut engine, declared);
    }
    let available = |id| engine.item(id, TODAY * DAY).unwrap().available;
    assert_eq!(["oxford-42", "oxford-43", "oxford"].map(available), [false, true, true]);
}

#[test]
fn an_item_is_drawn_by_any_of_its_ids_once_its_file_was_read() {
    let house = house();
    let published = Published::new(&house, TODAY * DAY, &["tote"]);
    let mut engine = published.engine();
    let now = TODAY * DAY;
    assert_eq!(engine.item("oxford", now), None, "nothing has been read");
    for id in ["oxford-42", "tote"] {
        let declared = engine.declare(id);
        published.load(&mut engine, declared);
    }
    let oxford = engine.item("oxford-42", now).unwrap();
    assert_eq!((oxford.id, oxford.card.texts.title(), oxford.price_minor), ("oxford", "oxford", Some(100)));
    assert!(oxford.available && !engine.item("tote", now).unwrap().available);
    let later = now + i64::from(house.core.price_age_seconds) + 1;
    assert_eq!(engine.item("oxford", later).unwrap().price_minor, None, "too old to say");
    assert_eq!(engine.item("nothing", now), None);
}
