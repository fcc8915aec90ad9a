//! Slates drawn before, for a shopper who goes back or reloads a page.

mod common;
mod maison;

use maison::{DAY, Shopper, house};
use passerelle::engine::{digest, offered_slate};
use passerelle::history::{EventKind, HistoryInvitation, InvitationSubject, Subject, Writer};
use passerelle::model::FeedbackKind;
use passerelle::rank::Placement;
use passerelle::request::{Basis, SuggestRequest};

fn line(what: FeedbackKind, time: i64, items: &[&str]) -> HistoryInvitation {
    let item = |id: &&str| InvitationSubject::Item { item_id: (*id).to_owned() };
    let promotion = InvitationSubject::Promotion { promotion: true };
    HistoryInvitation { time, what, about: items.iter().map(item).chain([promotion]).collect() }
}

#[test]
fn the_log_has_the_slate_under_the_number_of_its_items_in_their_order() {
    let log = [
        line(FeedbackKind::Offer, 1, &["belt", "wallet"]),
        line(FeedbackKind::Offer, 2, &["wallet", "belt"]),
        line(FeedbackKind::Exposure, 3, &["belt"]),
    ];
    let found = |items: &[&str]| offered_slate(&log, digest(items));
    assert_eq!(found(&["belt", "wallet"]), Some(vec!["belt".to_owned(), "wallet".to_owned()]));
    assert_eq!(found(&["wallet", "belt"]), Some(vec!["wallet".to_owned(), "belt".to_owned()]));
    assert_eq!(found(&["belt"]), None, "it was seen, not offered");
    assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
}

/// A shopper on the page of the shoe, and the request of that page with the slate that was offered.
fn offered() -> (Shopper, SuggestRequest, Vec<String>, i64) {
    let mut shopper = Shopper::new(&house());
    shopper.does(EventKind::View, "oxford");
    let request = SuggestRequest { limit: Some(4), ..SuggestRequest::new(Placement::Product) };
    let now = shopper.day * DAY + DAY / 2;
    let slate = shopper.engine.suggest(&request, now);
    let items: Vec<String> = slate.suggestions.iter().map(|one| one.id.to_owned()).collect();
    let draft = slate.draft(request.page);
    shopper.engine.offer(&draft, &request.slot, now);
    assert_eq!(items.len(), 4);
    (shopper, request, items, now)
}

/// The items of the answers to these requests.
fn answered(shopper: &mut Shopper, requests: &[SuggestRequest], now: i64) -> Vec<(Basis, String)> {
    let mut items = Vec::new();
    for request in requests {
        let slate = shopper.engine.suggest(request, now);
        items.extend(slate.suggestions.iter().map(|one| (request.basis, one.id.to_owned())));
    }
    items
}

#[test]
fn items_that_were_seen_as_often_as_they_may_be_are_recalled_with_reasons_of_the_page() {
    let (mut shopper, request, items, now) = offered();
    let mut writer = Writer::default();
    (1..=20).for_each(|hours| writer.line(FeedbackKind::Exposure, &[Subject::Item(&items[0])], now - hours * 3_600));
    shopper.engine.restore(&writer.finish(), now);
    shopper.engine.leave_page();
    shopper.does(EventKind::View, "oxford");
    let requests = shopper.engine.requests_to_recall(&request, &items, now);
    let mut recalled = answered(&mut shopper, &requests, now);
    let mut wanted: Vec<_> = items[1..].iter().map(|id| (Basis::History, id.clone())).collect();
    wanted.push((Basis::Page, items[0].clone()));
    let by_id = |one: &(Basis, String)| one.1.clone();
    recalled.sort_by_key(by_id);
    wanted.sort_by_key(by_id);
    assert_eq!(recalled, wanted);
}

#[test]
fn what_was_dismissed_or_bought_since_is_not_recalled() {
    let (mut shopper, request, items, now) = offered();
    let later = now + 60;
    assert!(items.iter().all(|id| shopper.engine.may_stay(&request, id, later)));
    shopper.engine.dismiss(&items[0], later);
    shopper.does(EventKind::Purchase, &items[1]);
    let stays: Vec<bool> = items.iter().map(|id| shopper.engine.may_stay(&request, id, later)).collect();
    assert_eq!(stays, [false, false, true, true]);
    let requests = shopper.engine.requests_to_recall(&request, &items, later);
    let mut recalled: Vec<String> = answered(&mut shopper, &requests, later).into_iter().map(|one| one.1).collect();
    recalled.sort();
    let mut wanted = items[2..].to_vec();
    wanted.sort();
    assert_eq!(recalled, wanted);
    shopper.engine.undo_dismiss(&items[0], later);
    assert!(shopper.engine.may_stay(&request, &items[0], later));
}
