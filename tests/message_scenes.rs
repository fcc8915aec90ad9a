//! Scenes of messages to clients, in a house of six divisions.

mod common;
mod maison;

use maison::{DAY, Shopper, TODAY, house};
use passerelle::discretion::{FeedbackKind, Notice, Prominence};
use passerelle::engine::{DecidedMessage, Status};
use passerelle::history::{
    Edit, EventKind, EventNumber, HistoryImport, Key, Log, Oldest, PlainValue, Row, StorePart, records_of, rows_of,
};
use passerelle::message::{
    Condition, Message, MessageAbsence, MessageAbsenceCode, MessageBoard, MessageEvent, MessageKind, Predicate,
};
use passerelle::model::{Day, Days, DivisionIndex, Factor, PageKind, SizeRange, SizeRangeIndex};
use passerelle::pack::Transition;
use passerelle::pack::write::Content;
use passerelle::rank::Placement;
use passerelle::request::MessagesRequest;
use passerelle::season::Country;
use std::rc::Rc;

const ALWAYS: Days = Days { first: Day::from_number(0), last: Day::from_number(1 << 20) };

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn message(id: &str, kind: MessageKind, predicate: Predicate) -> Message {
    Message {
        id: id.to_owned(),
        kind,
        window: ALWAYS,
        predicate,
        notice: None,
        text: id.to_owned(),
        link: None,
        picture: None,
        asks: kind == MessageKind::Care,
        service: None,
        code: None,
        divisions: Vec::new(),
    }
}

fn offer(id: &str, division: &str, predicate: Predicate) -> Message {
    Message { divisions: names(&[division]), ..message(id, MessageKind::Offer, predicate) }
}

/// Gives the engine the messages of the house.
fn says(client: &mut Shopper, messages: &[Message]) {
    client.engine.read_messages(MessageBoard { per_day: 3, messages: messages.iter().cloned().map(Rc::new).collect() });
}

fn request(slot: &str) -> MessagesRequest {
    MessagesRequest { slot: slot.to_owned(), ..MessagesRequest::default() }
}

fn noon(client: &Shopper) -> i64 {
    client.day * DAY + DAY / 2
}

/// The message that a new page shows.
fn shown(client: &mut Shopper) -> Option<String> {
    client.engine.leave_page();
    let now = noon(client);
    client.engine.draw_message(&request("messages"), None, now).map(|coming| coming.message.id.clone())
}

fn may_come(client: &Shopper) -> Vec<DecidedMessage> {
    client.engine.messages(&request("messages"), None, noon(client))
}

fn absence(client: &Shopper, id: &str) -> Option<MessageAbsence> {
    let decided = client.engine.explain_messages(&request("messages"), None, noon(client));
    decided.into_iter().find(|decided| decided.message.id == id).unwrap().absence
}

/// Another page of the house, in another tab or on another sub-domain of the hub, which reads the device's records.
fn elsewhere(client: &mut Shopper, house: &Content, kept: &mut Vec<u8>) -> Shopper {
    kept.extend(client.engine.take_records());
    let mut other = Shopper::new(house);
    other.day = client.day;
    other.engine.read_messages(MessageBoard { per_day: 3, messages: Vec::new() });
    other.engine.restore(kept, noon(client));
    other
}

/// A client of the shoes gets a message about the perfume until she has viewed it.
#[test]
fn a_client_of_shoes_meets_the_perfume() {
    let scent = Predicate { knows: names(&["shoes"]), not_yet: names(&["perfume"]), ..Predicate::default() };
    let house = house();
    let mut client = Shopper::new(&house);
    says(&mut client, &[message("new-scent", MessageKind::Invitation, scent)]);
    assert_eq!(
        absence(&client, "new-scent"),
        Some(MessageAbsence::by(MessageAbsenceCode::NoHistory)),
        "nobody is known yet"
    );
    client.views("diver");
    assert_eq!(absence(&client, "new-scent"), Some(MessageAbsence::unmet(Condition::Knows)));
    client.views("oxford");
    let [coming] = &may_come(&client)[..] else { panic!() };
    assert_eq!((coming.message.id.as_str(), coming.prominence), ("new-scent", Prominence::First));
    assert!(coming.from_history);
    client.views("amber");
    assert_eq!(absence(&client, "new-scent"), Some(MessageAbsence::unmet(Condition::NotYet)));
}

/// Three boutiques invite to the same evening. A page shows one of the invitations. After it is read, none is shown, on
/// any page, tab or sub-domain.
#[test]
fn three_boutiques_and_one_invitation() {
    let house = house();
    let mut client = Shopper::new(&house);
    let evening = message("evening", MessageKind::Invitation, Predicate::default());
    let mut kept = Vec::new();
    client.views("oxford");
    says(&mut client, std::slice::from_ref(&evening));
    let now = noon(&client);
    let draws = |client: &mut Shopper, slot: &str| client.engine.draw_message(&request(slot), None, now);
    assert!(draws(&mut client, "shoes").is_some());
    assert_eq!((draws(&mut client, "watches"), draws(&mut client, "perfume")), (None, None));
    assert!(draws(&mut client, "shoes").is_some(), "where it stands it stays");
    let mut second = elsewhere(&mut client, &house, &mut kept);
    says(&mut second, std::slice::from_ref(&evening));
    assert_eq!(shown(&mut second).as_deref(), Some("evening"), "it was not read");
    assert!(second.engine.record_message("evening", MessageEvent::Read, now));
    let mut third = elsewhere(&mut second, &house, &mut kept);
    says(&mut third, std::slice::from_ref(&evening));
    assert_eq!(shown(&mut third), None);
    assert_eq!(absence(&third, "evening"), Some(MessageAbsence::by(MessageAbsenceCode::Done)));
    third.waits(60);
    assert_eq!(absence(&third, "evening"), Some(MessageAbsence::by(MessageAbsenceCode::Done)), "never again");
}

/// An unread message is shown on three page views in the whole house, and then no more.
#[test]
fn what_nobody_reads_is_not_repeated_for_ever() {
    let mut client = Shopper::new(&house());
    says(&mut client, &[message("evening", MessageKind::Invitation, Predicate::default())]);
    let days: Vec<bool> = (0..6)
        .map(|_| {
            client.waits(1);
            shown(&mut client).is_some()
        })
        .collect();
    assert_eq!(days, [true, true, true, false, false, false]);
    assert_eq!(absence(&client, "evening"), Some(MessageAbsence::by(MessageAbsenceCode::Shown)));
}

/// A message that runs for a year, and what became of it: read, closed, drawn three times, and drawn once.
#[test]
fn what_was_closed_does_not_return_while_it_runs_although_the_lines_about_it_are_gone() {
    let house = house();
    let last = Day::from_number(TODAY + 350);
    let runs = |message: Message| Message { window: Days { first: Day::from_number(TODAY), last }, ..message };
    let invitation = |id: &str| runs(message(id, MessageKind::Invitation, Predicate::default()));
    let board = [runs(notice("sole", "oxford")), invitation("closed"), invitation("used-up"), invitation("once")];
    let mut client = Shopper::new(&house);
    client.views("oxford");
    says(&mut client, &board);
    let now = noon(&client);
    client.engine.record_message("sole", MessageEvent::Read, now);
    client.engine.record_message("closed", MessageEvent::Closed, now);
    client.engine.leave_page();
    client.engine.record_message("once", MessageEvent::Impression, now);
    for _ in 0..3 {
        client.engine.leave_page();
        client.engine.record_message("used-up", MessageEvent::Impression, now);
    }
    let (mut rows, mut clock) = (rows_of(&client.engine.take_records(), None), None);
    for days in [100, 200, 300] {
        client.day = TODAY + days;
        if let Some(oldest) = clock.and_then(|clock| Oldest::at(noon(&client), client.engine.retention_days(), clock)) {
            rows.retain(|row| !oldest.drops(&row.key));
        }
        let compacted = client.engine.compact(&rows, clock, noon(&client));
        (rows, clock) = (compacted.rows, compacted.clock);
        let kept = Log::read(&rows).invitations;
        assert!(kept.iter().all(|one| one.what == FeedbackKind::Settled), "{kept:?}");
        assert_eq!(kept.len(), 3, "one of each message that must not return");
        let mut later = Shopper::new(&house);
        later.day = client.day;
        later.engine.restore(&records_of(&rows), noon(&later));
        says(&mut later, &board);
        let done = Some(MessageAbsence::by(MessageAbsenceCode::Done));
        assert_eq!(["sole", "closed", "used-up"].map(|id| absence(&later, id)), [done; 3], "after {days} days");
        assert_eq!(shown(&mut later).as_deref(), Some("once"), "after {days} days");
        assert!(later.engine.notice_state("sole").read);
    }
    client.day = last.number() + 1;
    let over = client.engine.compact(&rows, clock, noon(&client));
    assert_eq!(Log::read(&over.rows).invitations, [], "a message that is over leaves nothing");
}

/// The house lets a message run for longer than it did when it was closed.
#[test]
fn a_closed_message_that_runs_for_longer_stays_away_for_as_long() {
    let house = house();
    let until = |last: i64| Message {
        window: Days { first: Day::from_number(TODAY), last: Day::from_number(last) },
        ..message("evening", MessageKind::Invitation, Predicate::default())
    };
    let mut client = Shopper::new(&house);
    says(&mut client, &[until(TODAY + 20)]);
    client.engine.record_message("evening", MessageEvent::Closed, noon(&client));
    says(&mut client, &[until(TODAY + 200)]);
    assert_eq!(shown(&mut client), None);
    let rows = rows_of(&client.engine.take_records(), None);
    let compacted = client.engine.compact(&rows, None, noon(&client));
    client.day = TODAY + 150;
    let later = client.engine.compact(&compacted.rows, compacted.clock, noon(&client));
    client.engine.restore(&records_of(&later.rows), noon(&client));
    assert_eq!(absence(&client, "evening"), Some(MessageAbsence::by(MessageAbsenceCode::Done)));
}

fn watch_care() -> Message {
    let bought = Predicate {
        bought_types: names(&["watch"]),
        after_days: Some(30),
        until_days: Some(60),
        ..Predicate::default()
    };
    message("watch-care", MessageKind::Care, bought)
}

/// A month after the purchase of a watch, the house asks whether all is well. After "yes" it does not ask again.
#[test]
fn the_watch_a_month_later_and_all_is_well() {
    let mut client = Shopper::new(&house());
    says(&mut client, &[offer("shoes-offer", "shoes", Predicate::default()), watch_care()]);
    client.buys("diver").waits(29);
    assert_eq!(absence(&client, "watch-care"), Some(MessageAbsence::unmet(Condition::Bought)));
    client.waits(1);
    assert_eq!(shown(&mut client).as_deref(), Some("watch-care"), "care before offers");
    let now = noon(&client);
    client.engine.record_message("watch-care", MessageEvent::Impression, now);
    client.engine.record_message("watch-care", MessageEvent::Satisfied, now);
    assert_eq!(shown(&mut client).as_deref(), Some("shoes-offer"), "promotions go on");
    client.waits(1);
    assert_eq!(absence(&client, "watch-care"), Some(MessageAbsence::by(MessageAbsenceCode::Done)));
}

/// After "no", the house promotes nothing for a month, neither in messages nor in suggestions that she did not ask for.
#[test]
fn the_watch_a_month_later_and_all_is_not_well() {
    let mut client = Shopper::new(&house());
    says(&mut client, &[offer("shoes-offer", "shoes", Predicate::default()), watch_care()]);
    client.buys("diver").waits(30).views("oxford");
    assert!(!client.home(4).is_empty());
    assert_eq!(shown(&mut client).as_deref(), Some("watch-care"));
    let now = noon(&client);
    client.engine.record_message("watch-care", MessageEvent::Dissatisfied, now);
    for day in 0..30 {
        assert_eq!(
            absence(&client, "shoes-offer"),
            Some(MessageAbsence::by(MessageAbsenceCode::PromotionsRest)),
            "day {day}"
        );
        client.waits(1);
    }
    assert_eq!(absence(&client, "shoes-offer"), None, "a month of service is over");
    client.waits(-1);
    assert_eq!(client.sees(Placement::Home, None, &[], 4), (Status::NothingSuitable, Vec::new()));
}

/// A watch bought as a gift gets no message of care.
#[test]
fn a_gift_asks_for_no_care() {
    let mut client = Shopper::new(&house());
    says(&mut client, &[watch_care()]);
    client.gives("diver").waits(30).views("oxford");
    assert_eq!(absence(&client, "watch-care"), Some(MessageAbsence::unmet(Condition::Bought)));
}

/// A faithful client gets early access; a first visitor does not.
#[test]
fn a_faithful_client_sees_the_capsule_early() {
    let early = message(
        "capsule",
        MessageKind::EarlyAccess,
        Predicate { attachment: Some(Factor::ONE / 2), ..Predicate::default() },
    );
    let mut visitor = Shopper::new(&house());
    says(&mut visitor, std::slice::from_ref(&early));
    visitor.views("oxford");
    assert_eq!(absence(&visitor, "capsule"), Some(MessageAbsence::unmet(Condition::Attachment)));
    let mut faithful = Shopper::new(&house());
    says(&mut faithful, &[early]);
    faithful.waits(-364);
    for _ in 0..13 {
        faithful.views("oxford").views("diver").views("tote").waits(28);
    }
    assert_eq!(faithful.day, TODAY);
    assert_eq!(shown(&mut faithful).as_deref(), Some("capsule"));
}

/// A client who buys only sorbet gets the offer for the division to which such clients go on. A client who spends
/// twenty times as much on sorbet gets the same offer.
#[test]
fn the_client_of_one_range_gets_a_reason_to_try_another() {
    let mut house = house();
    // From the bakery, most clients go on to the jewellery.
    let [bakery, jewellery] = [5, 4].map(DivisionIndex);
    house.core.onward.retain(|step| step.from != bakery);
    house.core.onward.push(Transition { from: bakery, to: jewellery, support: 60 });
    house.core.onward.push(Transition { from: bakery, to: DivisionIndex(1), support: 20 });
    house.core.onward.push(Transition { from: bakery, to: bakery, support: 20 });
    house.core.onward.sort_by_key(|step| (step.from.0, step.to.0));
    let offers = [
        offer("bakery-offer", "bakery", Predicate::default()),
        offer("shoes-offer", "shoes", Predicate::default()),
        offer("jewellery-offer", "jewellery", Predicate::default()),
    ];
    let offered = |sorbets: i64| {
        let mut client = Shopper::new(&house);
        says(&mut client, &offers);
        client.waits(-sorbets);
        for _ in 0..sorbets {
            client.buys("lemon-sorbet").waits(1);
        }
        let coming: Vec<(String, bool)> =
            may_come(&client).into_iter().map(|coming| (coming.message.id.clone(), coming.from_history)).collect();
        assert_eq!(absence(&client, "bakery-offer"), Some(MessageAbsence::by(MessageAbsenceCode::AnotherOffer)));
        coming
    };
    assert_eq!(offered(1), [("jewellery-offer".to_owned(), true)], "chosen from the history, and it says so");
    assert_eq!(offered(20), offered(1));
}

/// While a service message waits to be seen, nothing is promoted; after it was seen, both alternate.
#[test]
fn service_comes_while_promotions_wait() {
    let mut client = Shopper::new(&house());
    client.views("oxford").views("diver").waits(1);
    says(
        &mut client,
        &[
            offer("shoes-offer", "shoes", Predicate::default()),
            message("care", MessageKind::Care, Predicate::default()),
        ],
    );
    assert!(!client.home(4).is_empty());
    client.engine.leave_page();
    let now = noon(&client);
    let stands = client.engine.draw_message(&request("messages"), None, now).unwrap();
    assert_eq!(stands.message.id, "care");
    assert_eq!(client.sees(Placement::Home, None, &[], 4).0, Status::NothingSuitable, "relation first");
    assert_eq!(absence(&client, "shoes-offer"), Some(MessageAbsence::by(MessageAbsenceCode::PromotionsRest)));
    client.engine.record_message("care", MessageEvent::Impression, now);
    assert!(!client.home(4).is_empty(), "it was seen");
}

/// During checkout no message is shown.
#[test]
fn everything_is_silent_in_checkout() {
    let all = [
        offer("offer", "shoes", Predicate::default()),
        watch_care(),
        message("evening", MessageKind::Invitation, Predicate::default()),
    ];
    let mut client = Shopper::new(&house());
    says(&mut client, &all);
    client.buys("diver").waits(30);
    for page in [PageKind::Checkout, PageKind::Payment] {
        let request = MessagesRequest { page, ..request("messages") };
        assert_eq!(client.engine.draw_message(&request, None, noon(&client)), None);
        let decided = client.engine.explain_messages(&request, None, noon(&client));
        assert!(
            decided.iter().all(|decided| decided.absence == Some(MessageAbsence::by(MessageAbsenceCode::Checkout))),
            "{page:?}"
        );
    }
    assert!(shown(&mut client).is_some());
}

/// A dismissed message suppresses its kind for a while; other kinds continue.
#[test]
fn a_kind_that_was_put_away_rests() {
    let invitation = |id: &str| message(id, MessageKind::Invitation, Predicate::default());
    let mut client = Shopper::new(&house());
    says(&mut client, &[invitation("first"), invitation("second"), offer("offer", "shoes", Predicate::default())]);
    assert_eq!(shown(&mut client).as_deref(), Some("first"));
    client.engine.record_message("first", MessageEvent::Closed, noon(&client));
    assert_eq!(absence(&client, "second"), Some(MessageAbsence::by(MessageAbsenceCode::KindRests)));
    assert_eq!(absence(&client, "offer"), None);
    client.waits(14);
    assert_eq!(absence(&client, "second"), None);
    assert_eq!(absence(&client, "first"), Some(MessageAbsence::by(MessageAbsenceCode::Done)));
}

/// Before consent all shoppers get the same messages: those that need a history are not shown.
#[test]
fn before_consent_there_are_only_open_letters() {
    let of_france = Predicate { countries: vec![Country::from_letters(*b"FR")], ..Predicate::default() };
    let published = common::Published::new(&house(), TODAY * DAY, &[]);
    let mut engine = published.engine();
    let messages = vec![
        message("everybody", MessageKind::Invitation, Predicate::default()),
        message("france", MessageKind::Invitation, of_france),
        message("clients", MessageKind::Care, Predicate { knows: names(&["shoes"]), ..Predicate::default() }),
        offer("offer", "shoes", Predicate::default()),
    ];
    let messages = messages.into_iter().map(Rc::new).collect();
    engine.read_messages(MessageBoard { per_day: 3, messages });
    let coming = |engine: &passerelle::engine::Engine| -> Vec<(String, Prominence, bool)> {
        let coming = engine.messages(&request("messages"), None, TODAY * DAY);
        coming.into_iter().map(|coming| (coming.message.id.clone(), coming.prominence, coming.from_history)).collect()
    };
    let letter = |id: &str| (id.to_owned(), Prominence::Letter, false);
    assert_eq!(coming(&engine), [letter("everybody")], "while a relation may come, no offer does");
    engine.set_place(Some("FR"), None);
    assert_eq!(coming(&engine), [letter("everybody"), letter("france")]);
    for id in ["everybody", "france"] {
        assert!(engine.record_message(id, MessageEvent::Read, TODAY * DAY));
    }
    assert_eq!(coming(&engine), [letter("offer")]);
}

/// A slot for offers stays empty while care may be shown, wherever its slot is on the page.
#[test]
fn a_place_for_offers_waits_for_care() {
    let mut client = Shopper::new(&house());
    says(&mut client, &[watch_care(), offer("offer", "shoes", Predicate::default())]);
    client.buys("diver").waits(30);
    let now = noon(&client);
    let only = |kind| MessagesRequest { kinds: vec![kind], ..request("messages") };
    client.engine.leave_page();
    assert_eq!(client.engine.draw_message(&only(MessageKind::Offer), None, now), None);
    let care = client.engine.draw_message(&only(MessageKind::Care), None, now).unwrap();
    assert_eq!(care.message.id, "watch-care");
    client.engine.record_message("watch-care", MessageEvent::Satisfied, now);
    client.engine.leave_page();
    assert!(client.engine.draw_message(&only(MessageKind::Offer), None, now).is_some());
}

/// An offer for the whole house fits no client better than others, and a single offer was not chosen.
#[test]
fn an_offer_says_that_it_was_chosen_only_where_it_was() {
    let mut client = Shopper::new(&house());
    let everything = ["leather-goods", "shoes", "jewellery", "perfume", "home", "bakery"];
    let whole = Message { divisions: names(&everything), ..offer("whole", "shoes", Predicate::default()) };
    client.views("oxford");
    says(&mut client, std::slice::from_ref(&whole));
    let [coming] = &may_come(&client)[..] else { panic!() };
    assert!(!coming.from_history, "there was no other");
    says(&mut client, &[whole, offer("of-shoes", "shoes", Predicate::default())]);
    let [coming] = &may_come(&client)[..] else { panic!() };
    assert_eq!((coming.message.id.as_str(), coming.from_history), ("of-shoes", true));
}

/// A message that was closed before consent stays closed afterwards.
#[test]
fn an_answer_before_consent_is_an_answer() {
    let published = common::Published::new(&house(), TODAY * DAY, &[]);
    let mut engine = published.engine();
    let evening = Rc::new(message("evening", MessageKind::Invitation, Predicate::default()));
    engine.read_messages(MessageBoard { per_day: 3, messages: vec![evening] });
    let now = TODAY * DAY;
    assert!(engine.draw_message(&request("messages"), None, now).is_some());
    assert!(engine.record_message("evening", MessageEvent::Closed, now));
    engine.begin(1);
    let records = engine.take_records();
    engine.restore(&records, now);
    assert!(engine.messages(&request("messages"), None, now).is_empty());
}

/// While recording is paused, the earlier history chooses no messages.
#[test]
fn a_pause_is_as_before_consent() {
    let mut client = Shopper::new(&house());
    says(&mut client, &[watch_care(), message("evening", MessageKind::Invitation, Predicate::default())]);
    client.buys("diver").waits(30);
    let records = client.engine.take_records();
    let rows = [Row { key: Key { part: StorePart::Log, day: Day::of_time(noon(&client)), number: 1 }, records }];
    let paused: Vec<u8> = Edit::Pause(true).apply(&rows).rows.into_iter().flat_map(|row| row.records).collect();
    client.engine.restore(&paused, noon(&client));
    assert_eq!(absence(&client, "watch-care"), Some(MessageAbsence::by(MessageAbsenceCode::NoHistory)));
    assert_eq!(absence(&client, "evening"), None);
}

/// A bag was sold out when she viewed it. When it is back, the house says so, with the card stored on the device.
#[test]
fn what_was_sold_out_is_back() {
    let house = house();
    let mut client = Shopper::with_gone(&house, &["tote"]);
    client.views("tote").views("oxford");
    assert!(may_come(&client).is_empty(), "it is still sold out");
    let mut kept = client.engine.take_records();
    let mut later = Shopper::new(&house);
    later.day = client.day + 3;
    later.engine.restore(&kept, noon(&later));
    later.engine.read_messages(MessageBoard { per_day: 3, messages: Vec::new() });
    let [coming] = &may_come(&later)[..] else { panic!() };
    assert_eq!((coming.message.kind, coming.message.text.as_str()), (MessageKind::BackInStock, "tote"));
    assert_eq!(coming.message.link.as_deref(), Some("https://shop.example/p/tote"));
    assert_eq!(coming.message.picture, None, "nothing is asked for");
    assert_eq!(shown(&mut later).as_deref(), Some("tote"));
    assert!(!later.engine.record_message("back-in-stock:anything", MessageEvent::Read, noon(&later)), "not told of");
    assert!(later.engine.record_message("back-in-stock:tote", MessageEvent::Read, noon(&later)));
    kept.extend(later.engine.take_records());
    assert!(may_come(&later).is_empty());
    let mut log =
        Log::read(&[Row { key: Key { part: StorePart::Log, day: Day::default(), number: 1 }, records: kept }]);
    assert!(format!("{:?}", log.invitations).contains("back-in-stock:tote"));
    log.forget("tote");
    assert!(!format!("{:?}", log.invitations).contains("tote"), "forgotten is forgotten");
    later.waits(30);
    assert!(may_come(&later).is_empty(), "what left the catalogue long ago is not taken for being back");
}

/// The house three days later, where `gone` cannot be bought, on a device with these records.
fn three_days_later(house: &Content, gone: &[&str], kept: &[u8]) -> Shopper {
    let mut later = Shopper::with_gone(house, gone);
    later.day += 3;
    later.engine.restore(kept, noon(&later));
    later.engine.read_messages(MessageBoard { per_day: 3, messages: Vec::new() });
    later
}

fn told_of(client: &Shopper) -> Vec<String> {
    may_come(client).iter().map(|coming| coming.message.id.clone()).collect()
}

/// The shoe was available, but not in her size. Another size that is back gives no message.
#[test]
fn what_was_sold_out_in_a_size_is_back_in_that_size() {
    let house = house();
    let seen = |gone: &[&str], ids: &[&str]| {
        let mut client = Shopper::with_gone(&house, gone);
        ids.iter().for_each(|id| _ = client.views(id));
        client.views("tote");
        client.engine.take_records()
    };
    let kept = seen(&["oxford-42"], &["oxford-42"]);
    assert_eq!(told_of(&three_days_later(&house, &[], &kept)), ["oxford"]);
    assert_eq!(told_of(&three_days_later(&house, &["oxford-42"], &kept)), [""; 0]);
    assert_eq!(told_of(&three_days_later(&house, &["oxford"], &kept)), [""; 0], "now in no size");
    assert_eq!(told_of(&three_days_later(&house, &["oxford-43"], &kept)), ["oxford"]);
    let of_other = seen(&["oxford-42"], &["oxford-43"]);
    assert_eq!(told_of(&three_days_later(&house, &[], &of_other)), [""; 0], "it could be bought in what she looked at");
    let of_none = seen(&["oxford"], &["oxford-42"]);
    assert_eq!(told_of(&three_days_later(&house, &["oxford-42"], &of_none)), [""; 0], "back, and not in her size");
    assert_eq!(told_of(&three_days_later(&house, &[], &of_none)), ["oxford"]);
    let of_both = seen(&["oxford-42", "oxford-43"], &["oxford-42", "oxford-43"]);
    assert_eq!(told_of(&three_days_later(&house, &[], &of_both)), ["oxford"], "one message for both");

    let rows = [Row { key: Key { part: StorePart::Log, day: Day::default(), number: 1 }, records: kept }];
    let export = serde_json::to_value(Log::read(&rows).into_export()).unwrap();
    let about = serde_json::json!([{ "itemId": "oxford", "variantId": "oxford-42" }]);
    assert!(
        export["invitations"].as_array().unwrap().iter().any(|one| one["what"] == "sold-out" && one["about"] == about)
    );
    let told = HistoryImport::read(&PlainValue::from(&export)).unwrap();
    let back = told.into_edit(EventNumber(0)).apply(&[]).rows;
    let records = back.iter().flat_map(|row| row.records.clone()).collect::<Vec<_>>();
    let lists = rows[0].records.clone();
    assert_eq!(told_of(&three_days_later(&house, &[], &[records, lists].concat())), ["oxford"]);
    let forgotten = Edit::Forget("oxford".to_owned()).apply(&rows).rows;
    let records: Vec<u8> = forgotten.into_iter().flat_map(|row| row.records).collect();
    assert!(!String::from_utf8_lossy(&records).contains("oxford-42"));
}

/// A shopper who then views another size still waits for her own; one who has bought another size does not.
#[test]
fn another_size_that_was_looked_at_since_changes_nothing_and_one_that_was_bought_does() {
    let mut house = house();
    let sizes = ["42", "43"].map(str::to_owned).to_vec();
    house.core.size_ranges = vec![SizeRange { group: "shoes".to_owned(), sizes }];
    maison::item(&mut house, "oxford").size_range = Some(SizeRangeIndex(0));
    house.aliases.iter_mut().zip(0..).for_each(|(alias, size)| alias.size = Some(size));
    let after = |then: &dyn Fn(&mut Shopper)| {
        let mut client = Shopper::with_gone(&house, &["oxford-42"]);
        client.views("oxford-42").waits(1);
        then(&mut client);
        client.views("tote");
        told_of(&three_days_later(&house, &[], &client.engine.take_records()))
    };
    assert_eq!(after(&|_| {}), ["oxford"]);
    assert_eq!(after(&|client| _ = client.views("oxford-43")), ["oxford"]);
    assert_eq!(after(&|client| _ = client.buys("oxford-43")), [""; 0]);
    assert_eq!(after(&|client| _ = client.does(EventKind::AddToWishlist, "oxford-42")), [""; 0], "met since");
}

/// "Tell me here" is stored only with a history, and only for a sold-out item.
#[test]
fn tell_me_here() {
    let mut client = Shopper::with_gone(&house(), &["tote"]);
    client.views("tote").views("clutch");
    let now = noon(&client);
    assert!(client.engine.tell_when_back("tote", now));
    assert!(!client.engine.tell_when_back("clutch", now) && !client.engine.tell_when_back("unknown", now));
    let mut client = Shopper::with_gone(&house(), &["oxford-42"]);
    client.views("oxford-42").views("oxford-43").views("tote");
    assert!(client.engine.tell_when_back("oxford-42", now) && !client.engine.tell_when_back("oxford-43", now));
}

fn notice(id: &str, item: &str) -> Message {
    let about = Notice { id: id.to_owned(), window: ALWAYS, items: Some(names(&[item])), ordered: ALWAYS };
    Message { notice: Some(about), asks: false, ..message(id, MessageKind::Notice, Predicate::default()) }
}

/// A slot for notices shows all of them, those that concern the shopper first. The page's single message is shown in
/// addition, and is none of the notices.
#[test]
fn all_notices_stand_beside_the_one_message() {
    let mut client = Shopper::new(&house());
    client.buys("diver").waits(30);
    says(&mut client, &[notice("oxford-soles", "oxford"), notice("diver-strap", "diver"), watch_care()]);
    let now = noon(&client);
    let notices = client.engine.draw_notices(&request("notices 0"), None, now);
    let drawn: Vec<(&str, Prominence)> =
        notices.iter().map(|drawn| (drawn.message.id.as_str(), drawn.prominence)).collect();
    assert_eq!(drawn, [("diver-strap", Prominence::First), ("oxford-soles", Prominence::Letter)]);
    let one = client.engine.draw_message(&request("0"), None, now).unwrap();
    assert_eq!(one.message.id, "watch-care");
    assert_eq!(absence(&client, "diver-strap"), Some(MessageAbsence::by(MessageAbsenceCode::Elsewhere)));
    client.engine.record_message("oxford-soles", MessageEvent::Impression, now);
    assert_eq!(client.engine.draw_notices(&request("notices 0"), None, now).len(), 2, "on its page a letter stays");
    client.engine.record_message("diver-strap", MessageEvent::Closed, now);
    client.engine.leave_page();
    assert!(client.engine.draw_notices(&request("notices 0"), None, now).is_empty(), "read, and seen once");
}

/// The `for` of a notice applies wherever notices are shown.
#[test]
fn a_notice_concerns_those_whom_it_is_for() {
    let mut client = Shopper::new(&house());
    client.buys("diver");
    let shoes = Predicate { knows: names(&["shoes"]), ..Predicate::default() };
    says(&mut client, &[Message { predicate: shoes, ..notice("strap", "diver") }]);
    let now = noon(&client);
    let prominence = |client: &mut Shopper| client.engine.draw_notices(&request("n"), None, now)[0].prominence;
    assert_eq!(prominence(&mut client), Prominence::Letter);
    client.views("oxford");
    assert_eq!(prominence(&mut client), Prominence::First);
}

/// If the page and an element both draw a message, its drawing and its impression each count once.
#[test]
fn what_the_page_and_an_element_draw_is_counted_once() {
    let counted = |client: &mut Shopper| {
        let rows = [Row {
            key: Key { part: StorePart::Log, day: Day::default(), number: 1 },
            records: client.engine.take_records(),
        }];
        Log::read(&rows).invitations.iter().map(|one| one.what).collect::<Vec<_>>()
    };
    let evening = message("evening", MessageKind::Invitation, Predicate::default());
    let other = message("other", MessageKind::Invitation, Predicate::default());
    let mut client = Shopper::new(&house());
    says(&mut client, &[evening, other]);
    let now = noon(&client);
    assert!(client.engine.draw_message(&request("0"), None, now).is_some());
    for event in [MessageEvent::Impression, MessageEvent::Impression, MessageEvent::Read] {
        client.engine.record_message("evening", event, now);
    }
    let [drawn, seen, read, settled] =
        [FeedbackKind::Drawn, FeedbackKind::Exposure, FeedbackKind::Click, FeedbackKind::Settled];
    assert_eq!(counted(&mut client), [drawn, seen, read, settled]);
    // Another message that the page draws beside the element's.
    for event in [MessageEvent::Impression, MessageEvent::Impression, MessageEvent::Read] {
        client.engine.record_message("other", event, now);
    }
    assert_eq!(counted(&mut client), [drawn, seen, read, settled]);
}

/// The page may draw its own message again; an element does not draw it.
#[test]
fn what_the_page_draws_stays_the_page_s() {
    let mut client = Shopper::new(&house());
    says(&mut client, &[message("evening", MessageKind::Invitation, Predicate::default())]);
    let now = noon(&client);
    client.engine.record_message("evening", MessageEvent::Impression, now);
    assert_eq!(may_come(&client).len(), 1);
    assert_eq!(client.engine.draw_message(&request("0"), None, now), None);
}

/// An answer has the messages in order, and the reasons for leaving out others, including those that this slot does not
/// accept.
#[test]
fn one_answer_explains_all() {
    let mut client = Shopper::new(&house());
    client.buys("diver").waits(30);
    says(
        &mut client,
        &[
            offer("offer", "shoes", Predicate::default()),
            message("evening", MessageKind::Invitation, Predicate::default()),
            watch_care(),
        ],
    );
    let explained = |request: &MessagesRequest| -> Vec<(String, Option<MessageAbsenceCode>)> {
        let decided = client.engine.explain_messages(request, None, noon(&client));
        let told = |decided: DecidedMessage| (decided.message.id.clone(), decided.absence.map(|absence| absence.code));
        decided.into_iter().map(told).collect()
    };
    let told = |id: &str, code| (id.to_owned(), code);
    let rest = told("offer", Some(MessageAbsenceCode::PromotionsRest));
    assert_eq!(explained(&request("0")), [told("watch-care", None), told("evening", None), rest.clone()]);
    let only = MessagesRequest { kinds: vec![MessageKind::Invitation], ..request("0") };
    let other = told("watch-care", Some(MessageAbsenceCode::OtherKind));
    assert_eq!(explained(&only), [told("evening", None), rest, other]);
    let coming = client.engine.messages(&only, None, noon(&client));
    assert_eq!(coming, client.engine.explain_messages(&only, None, noon(&client))[..1]);
}

/// Revoking consent erases the answers from the device.
#[test]
fn a_refusal_of_consent_erases_answers() {
    let mut client = Shopper::new(&house());
    says(&mut client, &[watch_care(), offer("offer", "shoes", Predicate::default())]);
    client.buys("diver").waits(30);
    assert_eq!(shown(&mut client).as_deref(), Some("watch-care"));
    client.engine.record_message("watch-care", MessageEvent::Dissatisfied, noon(&client));
    client.engine.set_mode(passerelle::engine::Mode::Contextual);
    assert!(client.engine.take_records().is_empty(), "nothing is written any more");
    assert_eq!(absence(&client, "watch-care"), Some(MessageAbsence::by(MessageAbsenceCode::NoHistory)));
    assert_eq!(absence(&client, "offer"), None, "promotions rest no more: it is not known why they should");
}
