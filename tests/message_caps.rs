//! Messages respect their caps for any sequence of pages, tabs and answers.

mod common;
mod maison;

use maison::{DAY, Shopper, TODAY, house};
use passerelle::discretion::{DISSATISFACTION_REST_SECONDS, KIND_REST_SECONDS};
use passerelle::engine::Engine;
use passerelle::message::{MAX_PAGE_VIEWS, Message, MessageBoard, MessageEvent, MessageKind, Predicate};
use passerelle::model::{Day, Days, PageKind};
use passerelle::pack::write::Content;
use passerelle::request::MessagesRequest;
use proptest::prelude::*;
use std::rc::Rc;
use std::sync::LazyLock;

const TABS: usize = 3;
const PER_DAY: u32 = 4;
static HOUSE: LazyLock<Content> = LazyLock::new(house);

/// Two messages of each kind that a house can write.
fn board() -> MessageBoard {
    let kinds = [MessageKind::Care, MessageKind::EarlyAccess, MessageKind::Invitation, MessageKind::Offer];
    let message = |kind: MessageKind, number: u32| Message {
        id: format!("{}-{number}", kind.name()),
        kind,
        window: Days { first: Day::from_number(0), last: Day::from_number(1 << 20) },
        predicate: Predicate::default(),
        notice: None,
        text: "x".to_owned(),
        link: None,
        picture: None,
        asks: kind == MessageKind::Care,
        service: None,
        code: None,
        divisions: vec!["shoes".to_owned()],
    };
    let messages = kinds.into_iter().flat_map(|kind| [message(kind, 1), message(kind, 2)]).map(Rc::new).collect();
    MessageBoard { per_day: PER_DAY, messages }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Fills a slot of the page.
    Draw { slot: u8, page: PageKind },
    /// An event of the message on the page.
    Answer(MessageEvent),
    /// Goes to another page.
    Leave,
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step, i64)>> {
    let page = prop_oneof![
        6 => Just(PageKind::Other),
        1 => Just(PageKind::Checkout),
        1 => Just(PageKind::Payment),
        1 => Just(PageKind::Confirmation),
    ];
    let answer = prop_oneof![
        6 => Just(MessageEvent::Impression),
        2 => Just(MessageEvent::Read),
        2 => Just(MessageEvent::Closed),
        1 => Just(MessageEvent::Satisfied),
        1 => Just(MessageEvent::Dissatisfied),
    ];
    let step = prop_oneof![
        6 => (0..2u8, page).prop_map(|(slot, page)| Step::Draw { slot, page }),
        3 => answer.prop_map(Step::Answer),
        5 => Just(Step::Leave),
    ];
    let wait = prop_oneof![4 => 0..600i64, 3 => 0..DAY, 1 => 0..20 * DAY];
    prop::collection::vec((0..TABS, step, wait), 0..60)
}

/// A tab, and the message on its page.
struct Tab {
    engine: Engine,
    stands: Option<(u8, String, MessageKind)>,
    views: u32,
}

impl Tab {
    fn new() -> Self {
        let mut engine = Shopper::new(&HOUSE).engine;
        engine.read_messages(board());
        Self { engine, stands: None, views: 0 }
    }
}

/// A message that was drawn: the time, the message, and the page view of a tab.
struct Drawn {
    time: i64,
    id: String,
    kind: MessageKind,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn caps_hold_whatever_happens(steps in steps()) {
        let mut tabs: Vec<Tab> = (0..TABS).map(|_| Tab::new()).collect();
        let (mut kept, mut now) = (Vec::<u8>::new(), TODAY * DAY);
        let mut drawn: Vec<Drawn> = Vec::new();
        let mut answers: Vec<(i64, String, MessageKind, MessageEvent)> = Vec::new();
        for (at, step, wait) in steps {
            now += wait;
            let tab = &mut tabs[at];
            // Reading and writing are one transaction.
            tab.engine.restore(&kept, now);
            match step {
                Step::Leave => {
                    tab.engine.leave_page();
                    tab.stands = None;
                    tab.views += 1;
                }
                Step::Answer(event) => {
                    if let Some((_, id, kind)) = tab.stands.clone() {
                        // Only care asks a question.
                        let answers_nothing = event.is_answer() && kind != MessageKind::Care;
                        prop_assert_eq!(tab.engine.record_message(&id, event, now), !answers_nothing);
                        if !answers_nothing {
                            answers.push((now, id, kind, event));
                        }
                    }
                }
                Step::Draw { slot, page } => {
                    let request = MessagesRequest { page, slot: slot.to_string(), ..MessagesRequest::default() };
                    let coming = tab.engine.draw_message(&request, None, now);
                    if let Some(coming) = coming {
                        prop_assert!(!matches!(page, PageKind::Checkout | PageKind::Payment), "silent while paying");
                        let (id, kind) = (coming.message.id.clone(), coming.message.kind);
                        let is_done = answers.iter().any(|(_, other, _, event)| {
                            *other == id && *event != MessageEvent::Impression
                        });
                        prop_assert!(!is_done, "{id} was read or closed");
                        match &tab.stands {
                            Some((other, stood, _)) => prop_assert_eq!((*other, stood), (slot, &id), "one on a page"),
                            None => {
                                let rests = |kind_of: &MessageKind, event: &MessageEvent, time: &i64| {
                                    (*kind_of == kind && *event == MessageEvent::Closed && now - time < KIND_REST_SECONDS)
                                        || (kind.is_promotion()
                                            && *event == MessageEvent::Dissatisfied
                                            && now - time < DISSATISFACTION_REST_SECONDS)
                                };
                                let refused = answers.iter().find(|(time, _, of, event)| rests(of, event, time));
                                prop_assert!(refused.is_none(), "{id} rests: {refused:?}");
                                drawn.push(Drawn { time: now, id: id.clone(), kind });
                                tab.stands = Some((slot, id, kind));
                            }
                        }
                    }
                }
            }
            kept.extend(tab.engine.take_records());
        }
        for one in &drawn {
            let times = drawn.iter().filter(|other| other.id == one.id).count();
            prop_assert!(times <= MAX_PAGE_VIEWS as usize, "{} stood on {times} page views", one.id);
            let day = |other: &&Drawn| (one.time..one.time + DAY).contains(&other.time);
            prop_assert!(drawn.iter().filter(day).count() <= PER_DAY as usize, "too many in a day");
            // Three promotions a day, as the house of these tests sets it.
            let promotions = drawn.iter().filter(day).filter(|other| other.kind.is_promotion()).count();
            prop_assert!(promotions <= 3);
        }
    }

    /// Records survive the compaction of a day: a message that was read is not drawn again.
    #[test]
    fn compaction_forgets_no_answer(days in 0..80i64) {
        let mut tab = Tab::new();
        let now = TODAY * DAY;
        let request = MessagesRequest { slot: "a".to_owned(), ..MessagesRequest::default() };
        let id = tab.engine.draw_message(&request, None, now).unwrap().message.id.clone();
        tab.engine.record_message(&id, MessageEvent::Read, now);
        let rows = passerelle::history::rows_of(&tab.engine.take_records(), None);
        let later = now + days * DAY;
        let compacted = tab.engine.compact(&rows, None, later);
        let records = passerelle::history::records_of(&compacted.rows);
        let mut next = Tab::new();
        next.engine.restore(&records, later);
        let coming = next.engine.messages(&request, None, later);
        prop_assert!(coming.iter().all(|coming| coming.message.id != id), "{id} after {days} days");
    }
}
