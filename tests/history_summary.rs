//! What the privacy panel tells of a stored history.

use passerelle::history::{
    Category, EventKind, EventNumber, HistorySummary, Key, Log, RecordedEvent, Row, StorePart, Subject, SummarizedItem,
    WeekCounts, Writer,
};
use passerelle::model::{Day, FeedbackKind, Week};

const TIME: i64 = 1_793_527_200;

fn entry(uuid: u128, kind: EventKind, item_id: &str) -> RecordedEvent<'_> {
    let place = Category { division: "shoes", item_type: "Boots" };
    let time = TIME + uuid as i64;
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

fn summary(write: impl FnOnce(&mut Writer)) -> HistorySummary {
    let mut writer = Writer::default();
    write(&mut writer);
    let key = Key { part: StorePart::Log, day: Day::of_time(TIME), number: 7 };
    HistorySummary::of(&Log::read(&[Row { key, records: writer.finish() }]).into_export())
}

#[test]
fn each_item_is_told_once_with_the_last_one_first() {
    let told = summary(|writer| {
        writer.events(&[
            entry(1, EventKind::View, "boot"),
            entry(2, EventKind::Purchase, "boot"),
            entry(3, EventKind::View, "sandal"),
            entry(4, EventKind::View, "clog"),
            entry(5, EventKind::View, "boot"),
        ]);
        for (week, division) in [(2_950, "bags"), (2_950, "shoes"), (2_951, "bags")] {
            let week = Week::from_number(week);
            writer.tally(&WeekCounts { week, division, events: 7, ..WeekCounts::default() });
        }
    });
    let item = |id: &str, events: &[EventKind], gift, imported| SummarizedItem {
        item_id: id.to_owned(),
        item_type: "Boots".to_owned(),
        events: events.to_vec(),
        gift,
        imported,
        sizes: Vec::new(),
    };
    let (view, purchase) = (EventKind::View, EventKind::Purchase);
    let items = vec![
        item("boot", &[view, purchase], true, false),
        item("clog", &[view], false, false),
        item("sandal", &[view], false, true),
    ];
    assert_eq!(told, HistorySummary { items, weeks: 2, ..HistorySummary::default() });
}

#[test]
fn feedback_is_told_as_far_as_it_stands() {
    let told = summary(|writer| {
        writer.paused();
        let lines = [
            (FeedbackKind::Offer, "boot"),
            (FeedbackKind::Exposure, "boot"),
            (FeedbackKind::Offer, "sandal"),
            (FeedbackKind::Dismissal, "boot"),
            (FeedbackKind::Dismissal, "sandal"),
            (FeedbackKind::Dismissal, "clog"),
            (FeedbackKind::Undo, "sandal"),
            (FeedbackKind::Dismissal, "boot"),
        ];
        for (at, (kind, id)) in (0..).zip(lines) {
            writer.line(kind, &[Subject::Item(id)], TIME + at);
        }
        writer.line(FeedbackKind::Exposure, &[Subject::Promotion], TIME);
        writer.line(FeedbackKind::Answered, &[Subject::Answer("skin/type/dry"), Subject::Answer("skin/age/old")], TIME);
    });
    let expected = HistorySummary {
        paused: true,
        shown: 2,
        dismissed: ["boot", "clog"].map(str::to_owned).to_vec(),
        questionnaires: vec!["skin".to_owned()],
        ..HistorySummary::default()
    };
    assert_eq!(told, expected);
}

#[test]
fn a_pause_alone_is_no_history() {
    assert!(summary(|_| ()).is_empty);
    let paused = summary(Writer::paused);
    assert!(paused.is_empty && paused.paused);
    assert!(!summary(|writer| writer.line(FeedbackKind::Offer, &[Subject::Promotion], TIME)).is_empty);
}
