//! Edits of a history by the shopper and by the house: exports, imports, gifts, pauses, deletion.

use passerelle::history::{
    Category, Edit, EventKind, EventNumber, HistoryExport, HistoryImport, Key, Log, PlainValue, Record, RecordedEvent,
    Records, Row, Rules, StorePart, Subject, WeekCounts, Writer, compact, records_of,
};
use passerelle::model::{AnswerKey, Day, FeedbackKind, ReasonNumber, Slug, Week};
use serde_json::{Value as Json, json};

const TIME: i64 = 1_793_527_200;
const DAY: i64 = 86_400;

fn told(json: &Json) -> Result<HistoryImport, String> {
    HistoryImport::read(&PlainValue::from(json)).map_err(|error| error.to_string())
}

fn export(json: &Json) -> HistoryExport {
    match told(json) {
        Ok(HistoryImport::Export(export)) => export,
        other => panic!("{other:?}"),
    }
}

fn row(records: Vec<u8>) -> Row {
    Row { key: Key { part: StorePart::Log, day: Day::of_time(TIME), number: 7 }, records }
}

fn entry(uuid: u128, item_id: &str) -> RecordedEvent<'_> {
    let place = Category { division: "shoes", item_type: "Bottines d'été" };
    let (kind, time) = (EventKind::Purchase, TIME + uuid as i64);
    RecordedEvent {
        number: EventNumber(uuid),
        kind,
        item_id,
        time,
        order: None,
        gift: uuid == 2,
        imported: uuid == 3,
        place,
        size: None,
    }
}

fn rows() -> Vec<Row> {
    let mut writer = Writer::default();
    writer.paused();
    writer.tally(&WeekCounts {
        week: Week::from_number(2_950),
        division: "bags",
        events: 7,
        purchases: 2,
        imported: true,
        ..WeekCounts::default()
    });
    writer.events(&[entry(1, "85123A"), entry(2, "22423"), entry(3, "85123A")]);
    writer.line(
        FeedbackKind::Exposure,
        &[Subject::Item("85123A"), Subject::Reason { reason: ReasonNumber(3), division: "bags" }, Subject::Promotion],
        TIME,
    );
    writer.line(FeedbackKind::Undo, &[Subject::Message("hello")], TIME);
    vec![row(writer.finish())]
}

/// The log after the store has compacted it.
fn stored(log: Log) -> Log {
    let rules = Rules { now: TIME + DAY, retention_days: 90, unwanted: &[] };
    Log::read(&compact(&log.into_rows(), None, &rules).rows)
}

/// Clients have exports in this format: a change needs another version.
#[test]
fn an_export_has_the_form_that_it_had() {
    let exported = serde_json::to_value(Log::read(&rows()).into_export()).unwrap();
    let event = |id: &str, item: &str, time: &str, gift: bool, imported: bool| {
        json!({
            "id": id, "name": "purchase", "itemId": item, "time": time, "division": "shoes", "type": "Bottines d'été",
            "gift": gift, "imported": imported,
        })
    };
    let expected = json!({
        "passerelle": 1,
        "paused": true,
        "events": [
            event("00000000000000000000000000000001", "85123A", "2026-11-01T10:00:01Z", false, false),
            event("00000000000000000000000000000002", "22423", "2026-11-01T10:00:02Z", true, false),
            event("00000000000000000000000000000003", "85123A", "2026-11-01T10:00:03Z", false, true),
        ],
        "weeks": [{ "week": 2950, "division": "bags", "events": 7, "purchases": 2, "imported": true }],
        "invitations": [
            {
                "time": "2026-11-01T10:00:00Z", "what": "seen",
                "about": [{ "itemId": "85123A" }, { "reason": 3, "division": "bags" }, { "promotion": true }],
            },
            { "time": "2026-11-01T10:00:00Z", "what": "taken-back", "about": [{ "letter": "hello" }] },
        ],
    });
    assert_eq!(exported, expected);
    let text = serde_json::to_string(&Log::read(&rows()).into_export()).unwrap();
    assert!(text.starts_with(r#"{"passerelle":1,"paused":true,"events":[{"id":"#), "in this order: {text}");
}

#[test]
fn an_export_comes_back_once() {
    let log = stored(Log::read(&rows()));
    let json = serde_json::to_value(log.clone().into_export()).unwrap();
    let mut empty = Log::default();
    assert_eq!(empty.merge(export(&json)), 3);
    assert_eq!(stored(empty.clone()), log);
    assert_eq!(empty.merge(export(&json)), 0);
    assert_eq!(stored(empty), log);
    // In an export that was damaged by hand, repeated events also count once.
    let mut doubled = json;
    let first = doubled["events"][0].clone();
    doubled["events"].as_array_mut().unwrap().push(first);
    assert_eq!(Log::default().merge(export(&doubled)), 3);
}

#[test]
fn an_export_is_merged_with_what_is_there() {
    let mut log = Log::read(&rows());
    let told = json!({
        "passerelle": 1,
        "events": [{ "id": "ab".repeat(16), "name": "view_item", "itemId": "x", "time": 1_793_000_000.9, "division": "d", "type": "t" }],
        "weeks": [
            { "week": 2950, "division": "bags", "events": 3, "purchases": 3, "imported": true },
            { "week": 2950, "division": "bags", "events": 3, "purchases": 0 },
        ],
        "invitations": [{ "time": "2026-10-01", "what": "refused", "about": [{ "itemId": "x" }], "unknown": 1 }],
        "more": [],
    });
    assert_eq!(log.merge(export(&told)), 1);
    let weeks: Vec<_> = log.weeks.iter().map(|week| (week.events, week.purchases, week.imported)).collect();
    assert_eq!(weeks, [(7, 3, true), (3, 0, false)]);
    assert_eq!(
        (log.invitations.len(), log.invitations[0].what),
        (3, FeedbackKind::Dismissal),
        "what this device saw is newer"
    );
    let last = log.events.last().unwrap();
    assert_eq!(
        (last.id, last.time, last.gift, log.paused),
        (EventNumber(0xab * (u128::MAX / 0xff)), 1_793_000_000, false, true)
    );
}

#[test]
fn what_a_house_tells_replaces_what_it_told() {
    let past = |events: Json| match told(&events) {
        Ok(HistoryImport::Past(events)) => {
            (900..).map(EventNumber).zip(events).map(|(number, event)| event.numbered(number)).collect()
        }
        other => panic!("{other:?}"),
    };
    let mut log = Log::read(&rows());
    let first = json!([
        { "itemId": 7, "time": "2026-11-01T10:00:01+00:00", "division": "shoes", "type": "Boots" },
        { "itemId": "B", "name": "view_item", "time": 1_700_000_000, "division": "shoes", "type": "Boots", "gift": true },
    ]);
    log.replace_imported(past(first));
    let shape = |log: &Log| log.events.iter().map(|one| (one.item_id.clone(), one.imported)).collect::<Vec<_>>();
    let expected = [("B", true), ("85123A", false), ("7", true), ("22423", false)];
    assert_eq!(shape(&log), expected.map(|(item, imported)| (item.to_owned(), imported)), "by their times");
    assert_eq!((log.weeks.len(), log.events[0].name, log.events[0].gift), (0, EventKind::View, true));
    assert_eq!(log.events[2].name, EventKind::Purchase, "unless it says otherwise");
    log.replace_imported(past(json!([])));
    assert_eq!(shape(&log).len(), 2);
}

#[test]
fn an_item_is_forgotten_is_a_gift_or_is_none() {
    let mut log = Log::read(&rows());
    log.mark_gift("85123A", true);
    assert_eq!(stored(log.clone()).events.iter().map(|one| one.gift).collect::<Vec<_>>(), [true, true, true]);
    log.mark_gift("22423", false);
    assert_eq!(stored(log.clone()).events.iter().map(|one| one.gift).collect::<Vec<_>>(), [true, false, true]);
    log.forget("85123A");
    let left = stored(log);
    assert_eq!(left.events.iter().map(|one| &*one.item_id).collect::<Vec<_>>(), ["22423"]);
    assert_eq!((left.invitations.len(), left.invitations[0].about.len()), (2, 2), "what else was shown stays");
    let only = json!({ "passerelle": 1, "events": [], "weeks": [],
        "invitations": [{ "time": 0, "what": "seen", "about": [{ "itemId": "x" }] }] });
    let mut log = Log::default();
    log.merge(export(&only));
    log.forget("x");
    assert!(log.invitations.is_empty());
}

#[test]
fn a_pause_lasts_and_clearing_leaves_nothing_else() {
    let mut log = Log::read(&rows());
    log.clear();
    let mut paused = Log::default();
    paused.paused = true;
    assert_eq!(stored(log.clone()), paused);
    log.paused = false;
    let rules = Rules { now: TIME, retention_days: 90, unwanted: &[] };
    assert_eq!(compact(&log.into_rows(), None, &rules).rows, []);
}

#[test]
fn what_newer_modules_wrote_stays_through_every_edit_but_clearing() {
    let mut newer = rows()[0].records[..8].to_vec();
    newer[4..8].copy_from_slice(&[0, 0, 9, 200]);
    let sum = (passerelle::hash::hash(&newer[4..]) as u32).to_le_bytes();
    newer[..4].copy_from_slice(&sum);
    let mut damaged = rows()[0].records.clone();
    damaged.truncate(damaged.len() - 1);
    let mut log = Log::read(&[row([damaged, newer.clone()].concat())]);
    log.forget("85123A");
    let bytes = records_of(&log.clone().into_rows());
    assert!(Records::new(&bytes).any(|record| record == Record::Foreign(&newer)));
    assert!(!Records::new(&bytes).any(|record| record == Record::Damaged));
    log.clear();
    assert_eq!(Records::new(&records_of(&log.into_rows())).collect::<Vec<_>>(), [Record::Paused]);
}

#[test]
fn an_error_names_the_field_and_what_it_takes() {
    let good = serde_json::to_value(Log::read(&rows()).into_export()).unwrap();
    assert!(told(&good).is_ok());
    let long = "x".repeat(1_001);
    let many = vec![json!({ "itemId": "x" }); 256];
    let large = vec![json!({ "itemId": "é".repeat(1_000) }); 30];
    let text = "a text of 1 to 1,000 letters";
    let time = "a time in ISO 8601, or in seconds since 1970";
    let about = "a list of at most 255 things, with names of at most 60,000 bytes in all";
    let names = "view_item, select_item, add_to_cart, remove_from_cart, add_to_wishlist or purchase";
    let cases = [
        ("/passerelle", json!(2), "passerelle", "1, the version of an export"),
        ("/paused", json!("yes"), "paused", "true or false"),
        ("/events", json!({}), "events", "a list"),
        ("/weeks", json!(null), "weeks", "a list"),
        ("/invitations", json!("none"), "invitations", "a list"),
        ("/events/1", json!("x"), "events[1]", "an object"),
        ("/events/1/id", json!("00"), "events[1].id", "32 hexadecimal digits in lower case"),
        ("/events/1/id", json!("AB".repeat(16)), "events[1].id", "32 hexadecimal digits in lower case"),
        ("/events/1/id", json!(format!("+{}", "0".repeat(31))), "events[1].id", "32 hexadecimal digits in lower case"),
        ("/events/1/name", json!("buy"), "events[1].name", names),
        ("/events/1/itemId", json!(""), "events[1].itemId", text),
        ("/events/1/division", json!(long), "events[1].division", text),
        ("/events/1/type", json!(7), "events[1].type", text),
        ("/events/1/time", json!("soon"), "events[1].time", time),
        ("/events/1/time", json!(1e300), "events[1].time", time),
        ("/events/2/gift", json!(1), "events[2].gift", "true or false"),
        ("/weeks/0/week", json!(0.5), "weeks[0].week", "a whole number of weeks since 1970"),
        ("/weeks/0/events", json!(-1), "weeks[0].events", "a whole number from 0 to 4294967295"),
        (
            "/invitations/0/what",
            json!("bought"),
            "invitations[0].what",
            "offered, seen, followed, refused, taken-back, drawn, satisfied, dissatisfied, sold-out, answered or settled",
        ),
        ("/invitations/0/about", json!(many), "invitations[0].about", about),
        ("/invitations/0/about", json!(large), "invitations[0].about", about),
        ("/invitations/0/about/1/reason", json!(256), "invitations[0].about[1].reason", "a whole number from 0 to 255"),
        (
            "/invitations/0/about/2/promotion",
            json!(false),
            "invitations[0].about[2]",
            "an object with `itemId`, `reason`, `promotion`, `letter` or `answer`",
        ),
    ];
    for (pointer, wrong, field, expected) in cases {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = wrong;
        assert_eq!(told(&bad), Err(format!("history.import(): `{field}` must be {expected}")), "{pointer}");
    }
    for wrong in [json!(7), json!(null), json!("x")] {
        assert_eq!(told(&wrong), Err("history.import(): `history` must be an export, or a list of past events".into()));
    }
    let past = json!([{ "itemId": "A", "time": 0, "division": "d", "type": "t" }, { "time": 0, "division": "d", "type": "t" }]);
    assert_eq!(told(&past), Err(format!("history.import(): `[1].itemId` must be {text}")));
    assert_eq!(told(&json!([{}])), Err(format!("history.import(): `[0].itemId` must be {text}")));
}

/// Everything that is accepted can be written: nothing is left out because of its length.
#[test]
fn what_is_accepted_fits_into_records() {
    let text = "é".repeat(1_000);
    let subjects = [vec![json!({ "itemId": text }); 14], vec![json!({ "reason": 1, "division": text }); 14]].concat();
    let told = json!({ "passerelle": 1, "weeks": [{ "week": 2950, "division": text, "events": 1, "purchases": 0 }],
        "events": [{ "id": "0".repeat(32), "name": "purchase", "itemId": text, "time": TIME, "division": text, "type": text }],
        "invitations": [{ "time": TIME, "what": "seen", "about": subjects }] });
    let mut log = Log::default();
    log.merge(export(&told));
    assert_eq!(stored(log.clone()), log);
}

#[test]
fn answers_take_the_place_of_earlier_ones_and_can_be_forgotten() {
    let key = |text: &str| AnswerKey::of(text).unwrap();
    let slug = |text: &str| Slug::new(text).unwrap();
    let answer = |rows: &[Row], name: &str, answers: &[&str], time: i64| {
        let answers = answers.iter().map(|text| key(text)).collect();
        Edit::Answer { questionnaire: slug(name), answers, time }.apply(rows).rows
    };
    let told = |rows: &[Row]| -> Vec<String> {
        let exported = serde_json::to_value(stored(Log::read(rows)).into_export()).unwrap();
        let lines = exported["invitations"].as_array().unwrap().iter().filter(|line| line["what"] == "answered");
        lines
            .flat_map(|line| line["about"].as_array().unwrap())
            .map(|about| about["answer"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = answer(&[], "skin", &["skin/type/dry", "skin/wants/calm"], TIME);
    let both = answer(&first, "scent", &["scent/mood/day"], TIME + 1);
    let second = answer(&both, "skin", &["skin/type/oily"], TIME + 2);
    assert_eq!(told(&second), ["scent/mood/day", "skin/type/oily"]);
    let exported = serde_json::to_value(Log::read(&second).into_export()).unwrap();
    assert_eq!(export(&exported), Log::read(&second).into_export(), "an export of answers comes back");
    assert_eq!(told(&answer(&second, "skin", &[], TIME + 3)), ["scent/mood/day"]);
    let paused = Edit::Pause(true).apply(&second).rows;
    assert_eq!(
        told(&answer(&paused, "skin", &["skin/type/dry"], TIME + 4)),
        ["scent/mood/day", "skin/type/oily"],
        "nothing is recorded"
    );
    assert_eq!(told(&Edit::Clear.apply(&second).rows), Vec::<String>::new());
    let later = Rules { now: TIME + 91 * DAY, retention_days: 90, unwanted: &[] };
    assert!(
        Log::read(&compact(&second, None, &later).rows).into_export().invitations.is_empty(),
        "kept no longer than events"
    );
}
