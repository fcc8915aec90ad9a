//! Scenes of loyalty: the client's tier in the house's programme, and the adviser of a link.

mod common;
mod maison;

use maison::{DAY, Shopper, TODAY, house};
use passerelle::engine::{Engine, Mode};
use passerelle::history::{Edit, HistoryImport, Key, Log, PlainValue, Row, StorePart};
use passerelle::model::{Day, Factor};

/// Minimum attachment of guest, friend and family.
const TIERS: [Factor; 3] = [Factor::ZERO, Factor::from_bits(1 << 14), Factor::from_bits(3 << 14)];

fn noon(client: &Shopper) -> i64 {
    client.day * DAY + DAY / 2
}

fn tier(client: &Shopper) -> Option<usize> {
    client.engine.loyalty_tier(&TIERS, noon(client))
}

fn adviser(client: &Shopper) -> Option<&str> {
    client.engine.adviser(None, noon(client))
}

fn rows(records: Vec<u8>, day: i64) -> Vec<Row> {
    vec![Row { key: Key { part: StorePart::Log, day: Day::from_number(day), number: 1 }, records }]
}

fn records(rows: Vec<Row>) -> Vec<u8> {
    rows.into_iter().flat_map(|row| row.records).collect()
}

/// Clients who come back, and to several departments, reach higher tiers; prices change nothing.
#[test]
fn a_client_who_comes_back_stands_higher() {
    let mut client = Shopper::new(&house());
    assert_eq!(tier(&client), Some(0), "agreed, and nothing known: the tier of everybody");
    client.waits(-364);
    for _ in 0..13 {
        client.views("oxford").views("diver").views("tote").waits(28);
    }
    assert_eq!((client.day, tier(&client)), (TODAY, Some(2)));
    let mut rich = Shopper::new(&house());
    rich.buys("chronograph");
    assert_eq!(tier(&rich), Some(0), "one purchase is no loyalty, however dear");
}

/// Before consent, after a refusal and during a pause, there is no tier.
#[test]
fn without_a_history_nobody_stands_anywhere() {
    let published = common::Published::new(&house(), TODAY * DAY, &[]);
    assert_eq!(published.engine().loyalty_tier(&TIERS, TODAY * DAY), None);
    assert_eq!(Engine::new().loyalty_tier(&TIERS, TODAY * DAY), None, "no pack is open");
    let mut client = Shopper::new(&house());
    client.views("oxford");
    let kept = client.engine.take_records();
    let paused = records(Edit::Pause(true).apply(&rows(kept, client.day)).rows);
    client.engine.restore(&paused, noon(&client));
    assert_eq!(tier(&client), None);
    client.engine.set_mode(Mode::Contextual);
    assert_eq!(tier(&client), None);
    assert_eq!(Shopper::new(&house()).engine.loyalty_tier(&[], TODAY * DAY), None, "no tiers");
}

/// The last link counts; an invalid code is not kept.
#[test]
fn the_last_adviser_counts() {
    let mut client = Shopper::new(&house());
    let now = noon(&client);
    assert!(client.engine.hear_adviser("LYON-07", now));
    for text in ["", "<script>", "Lyon 7", "é", &"x".repeat(33)] {
        assert!(!client.engine.hear_adviser(text, now), "{text:?}");
    }
    assert_eq!(adviser(&client), Some("LYON-07"));
    assert!(client.engine.hear_adviser("PARIS-01", now));
    let kept = client.engine.take_records();
    // Another tab, another sub-domain of the hub, another day.
    let mut other = Shopper::new(&house());
    other.waits(3);
    other.engine.restore(&kept, noon(&other));
    assert_eq!(adviser(&other), Some("PARIS-01"));
}

/// Before consent only the open page knows the adviser; the grant adds it to the history.
#[test]
fn a_link_before_consent_lasts_as_long_as_its_page() {
    let published = common::Published::new(&house(), TODAY * DAY, &[]);
    let now = TODAY * DAY;
    let mut agrees = published.engine();
    assert!(agrees.hear_adviser("LYON-07", now));
    assert_eq!(agrees.adviser(None, now), None);
    agrees.begin(1);
    assert_eq!(agrees.adviser(None, now), Some("LYON-07"));
    let mut leaves = published.engine();
    leaves.hear_adviser("LYON-07", now);
    leaves.leave_page();
    leaves.begin(1);
    assert_eq!(leaves.adviser(None, now), None);
    assert!(leaves.take_records().is_empty());
}

/// A credit is for one order: a confirmation page that is opened again does not ask, and the next order asks again.
#[test]
fn an_adviser_is_credited_once_for_an_order() {
    let mut client = Shopper::new(&house());
    client.engine.begin(7);
    let now = noon(&client);
    client.engine.hear_adviser("LYON-07", now);
    assert_eq!(client.engine.credit_adviser(Some("T-1"), now).as_deref(), Some("LYON-07"));
    assert_eq!(client.engine.credit_adviser(Some("T-1"), now), None);
    let kept = client.engine.take_records();
    let mut next = Shopper::new(&house());
    next.engine.begin(7);
    next.engine.restore(&kept, now);
    assert_eq!(next.engine.adviser(Some("T-1"), now), None);
    assert_eq!(next.engine.adviser(Some("T-2"), now), Some("LYON-07"));
    assert_eq!(next.engine.credit_adviser(None, now).as_deref(), Some("LYON-07"), "an order without a number");
}

/// The adviser is kept as long as the history; it is exported, and deleted by hand.
#[test]
fn an_adviser_is_kept_like_the_history() {
    let mut client = Shopper::new(&house());
    client.views("oxford");
    client.engine.hear_adviser("LYON-07", noon(&client));
    let stored = rows(client.engine.take_records(), client.day);
    let retention = i64::from(client.engine.retention_days());
    for (days, there) in [(retention - 1, true), (retention + 1, false)] {
        let later = noon(&client) + days * DAY;
        assert_eq!(client.engine.adviser(None, later).is_some(), there, "{days} days");
        let compacted = records(client.engine.compact(&stored, None, later).rows);
        assert_eq!(Log::read(&rows(compacted, client.day)).adviser.is_some(), there, "{days} days, compacted");
    }
    let export = Log::read(&stored).into_export();
    let json = serde_json::to_value(&export).unwrap();
    assert_eq!(json["adviser"]["code"], "LYON-07");
    let Ok(HistoryImport::Export(told)) = HistoryImport::read(&PlainValue::from(&json)) else { panic!() };
    let mut elsewhere = Log::default();
    elsewhere.merge(told);
    assert_eq!(elsewhere.adviser, export.adviser);
    let mut hostile = json.clone();
    hostile["adviser"]["code"] = "<b>".into();
    let error = HistoryImport::read(&PlainValue::from(&hostile)).unwrap_err().to_string();
    assert!(error.contains("`adviser.code` must be a code of 1 to 32 letters"), "{error}");
    let forgotten = Edit::ForgetAdviser.apply(&stored).rows;
    assert_eq!(Log::read(&forgotten).adviser, None);
    assert_eq!(Log::read(&forgotten).events.len(), 1, "the rest stays");
    assert!(!String::from_utf8_lossy(&records(forgotten)).contains("LYON"), "nothing of it is left");
    assert_eq!(Log::read(&Edit::Clear.apply(&stored).rows).adviser, None);
}

/// Revoking consent erases the adviser from memory at once, and nothing more is written.
#[test]
fn a_refusal_of_consent_erases_the_adviser() {
    let mut client = Shopper::new(&house());
    client.engine.hear_adviser("LYON-07", noon(&client));
    client.engine.set_mode(Mode::Contextual);
    assert!(client.engine.take_records().is_empty());
    client.engine.begin(2);
    assert_eq!(adviser(&client), None);
}

/// During a pause no adviser is kept.
#[test]
fn a_pause_keeps_no_adviser() {
    let mut client = Shopper::new(&house());
    client.views("oxford");
    let kept = client.engine.take_records();
    let paused = records(Edit::Pause(true).apply(&rows(kept, client.day)).rows);
    client.engine.restore(&paused, noon(&client));
    assert!(client.engine.hear_adviser("LYON-07", noon(&client)), "a code all the same");
    assert!(client.engine.take_records().is_empty());
}
