//! The placement `recent`: items viewed on this device, through the engine.

mod common;
mod maison;

use common::Published;
use maison::{DAY, Shopper, TODAY, house, item};
use passerelle::discretion::{FeedbackKind, Reason};
use passerelle::engine::{Engine, Mode, Status};
use passerelle::history::{EventKind, LIST_AGE_SECONDS};
use passerelle::model::{Days, DivisionIndex};
use passerelle::pack::write::Content;
use passerelle::plan::Needs;
use passerelle::rank::{Absence, Action, MAX_SUGGESTIONS, Placement, Rule, Scope, Target};
use passerelle::request::{Basis, Divisions, SuggestRequest};

fn recent() -> SuggestRequest {
    SuggestRequest::new(Placement::Recent)
}

fn ids(engine: &mut Engine, request: &SuggestRequest, now: i64) -> Vec<String> {
    let slate = engine.suggest(request, now);
    assert!(slate.suggestions.iter().all(|one| one.reason == Reason::RecentlyViewed));
    assert_eq!(slate.status == Status::Ok, !slate.suggestions.is_empty());
    slate.suggestions.iter().map(|one| one.id.to_owned()).collect()
}

/// The suggestions on a page without an item.
fn shown(shopper: &mut Shopper) -> Vec<String> {
    shopper.engine.leave_page();
    let now = shopper.day * DAY + DAY / 2;
    ids(&mut shopper.engine, &recent(), now)
}

fn absence(shopper: &mut Shopper, id: &str) -> Option<Absence> {
    let now = shopper.day * DAY + DAY / 2;
    shopper.engine.explain(&recent(), id, now).unwrap().absence
}

#[test]
fn what_was_looked_at_stands_once_the_newest_first_without_what_was_bought() {
    let mut shopper = Shopper::new(&house());
    shopper.views("diver").views("oxford").views("ring").views("diver").does(EventKind::AddToCart, "belt");
    assert_eq!(shown(&mut shopper), ["diver", "ring", "oxford"], "the belt was put in the cart from a list");
    shopper.waits(1).buys("ring");
    assert_eq!(shown(&mut shopper), ["diver", "oxford"]);
    shopper.waits(5).views("ring");
    assert_eq!(shown(&mut shopper), ["diver", "oxford"], "who owns it has seen it");
    assert_eq!(absence(&mut shopper, "ring"), Some(Absence::Forbidden));
    assert_eq!(absence(&mut shopper, "belt"), Some(Absence::NotViewed));
    assert_eq!(absence(&mut shopper, "nothing"), Some(Absence::NotViewed));
    assert_eq!(absence(&mut shopper, "oxford"), None);
}

#[test]
fn the_page_s_own_item_its_cart_and_what_it_excludes_stay_out() {
    let mut shopper = Shopper::new(&house());
    shopper.views("diver").views("oxford").views("ring").views("tote");
    let now = shopper.day * DAY;
    assert_eq!(ids(&mut shopper.engine, &recent(), now), ["ring", "oxford", "diver"], "the tote's page is open");
    let request = SuggestRequest { cart: vec!["oxford".into()], exclude: vec!["diver".into()], ..recent() };
    assert_eq!(ids(&mut shopper.engine, &request, now), ["ring"]);
    let only = SuggestRequest { restrict_to: Some(vec!["diver".into()]), ..recent() };
    assert_eq!(ids(&mut shopper.engine, &only, now), ["diver"]);
}

#[test]
fn without_a_history_there_is_nothing() {
    let mut shopper = Shopper::new(&house());
    shopper.views("diver").views("oxford");
    let now = shopper.day * DAY;
    for basis in [Basis::Page, Basis::Season] {
        assert_eq!(ids(&mut shopper.engine, &SuggestRequest { basis, ..recent() }, now), [""; 0], "{basis:?}");
    }
    shopper.engine.set_mode(Mode::Contextual);
    assert_eq!(shown(&mut shopper), [""; 0], "refused");
    // Before consent, only the views of this page exist, and the page knows them.
    shopper.views("diver").does(EventKind::Select, "belt");
    assert_eq!(shown(&mut shopper), [""; 0], "not yet agreed");
}

#[test]
fn it_asks_for_no_file_whatever_the_request_names() {
    let mut engine = Published::new(&house(), TODAY * DAY, &[]).engine();
    engine.set_mode(Mode::Personal);
    let request =
        SuggestRequest { item_id: Some("diver".into()), cart: vec!["belt".into(), "tote".into()], ..recent() };
    assert_eq!(engine.needs_of_request(&request, TODAY * DAY), Needs::default());
    let product = SuggestRequest { placement: Placement::Product, ..request };
    assert_eq!(engine.needs_of_request(&product, TODAY * DAY).items.len(), 3, "it does for suggestions");
}

#[test]
fn what_may_not_be_shown_any_more_goes() {
    let mut content = house();
    content.core.rules.push(Rule {
        number: 1,
        action: Action::Exclude,
        target: Target::Item("wallet".into()),
        placements: 1 << Placement::Recent as u8,
        days: Days::ALWAYS,
    });
    let mut shopper = Shopper::with_gone(&content, &["loafer"]);
    shopper.views("wallet").views("loafer").views("amber").views("ring");
    let now = shopper.day * DAY;
    shopper.engine.dismiss("amber", now);
    assert_eq!(shown(&mut shopper), ["ring"]);
    assert_eq!(
        ["wallet", "loafer", "amber"].map(|id| absence(&mut shopper, id)),
        [Absence::Rule, Absence::Unavailable, Absence::Capped].map(Some)
    );
    shopper.engine.undo_dismiss("amber", now + 1);
    assert_eq!(shown(&mut shopper), ["ring", "amber"]);
}

#[test]
fn what_was_looked_at_for_somebody_else_stays_out() {
    let mut shopper = Shopper::new(&house());
    shopper.views("diver");
    let now = shopper.day * DAY;
    assert!(shopper.engine.track(EventKind::View, "diver", now, true));
    shopper.views("ring");
    let only_gift = shown(&mut shopper);
    assert_eq!(only_gift, ["ring", "diver"], "it was looked at for oneself before");
    let mut shopper = Shopper::new(&house());
    shopper.views("tote");
    let engine = &mut shopper.engine;
    engine.leave_page();
    let declared = engine.open_page("diver");
    Published::new(&house(), TODAY * DAY, &[]).load(engine, declared);
    assert!(engine.track(EventKind::View, "diver", now, true));
    assert_eq!(shown(&mut shopper), ["tote"]);
}

#[test]
fn no_page_of_a_checkout_shows_it() {
    use passerelle::discretion::PageKind::{Checkout, Confirmation, Payment};
    let mut shopper = Shopper::new(&house());
    shopper.views("diver").views("oxford");
    for page in [Checkout, Payment, Confirmation] {
        let slate = shopper.engine.suggest(&SuggestRequest { page, ..recent() }, shopper.day * DAY);
        assert_eq!((slate.status, slate.suggestions.len()), (Status::NotNow, 0), "{page:?}");
    }
}

/// Recently viewed items are no promotion: they take no slot from promotions and count for no cap.
#[test]
fn showing_it_counts_for_no_cap_and_takes_nothing_from_other_places() {
    let mut shopper = Shopper::new(&house());
    shopper.views("belt").views("wallet").views("diver");
    let before = shopper.page("oxford");
    assert!(before.iter().any(|id| id == "belt"), "{before:?}");
    let now = shopper.day * DAY;
    for time in 0..50 {
        let slate = shopper.engine.suggest(&recent(), now + time);
        assert_eq!(slate.suggestions.len(), 3);
        let draft = slate.draft(Default::default());
        assert_eq!((draft.items.len(), draft.promotes), (0, false));
        shopper.engine.offer(&draft, "recent", now + time);
        assert!(!shopper.engine.record_impression("belt", now + time), "it was not offered");
    }
    assert_eq!(shopper.page("oxford"), before);
}

#[test]
fn length_and_divisions_are_those_of_the_request_else_of_the_house() {
    let mut content = house();
    content.core.placements[Placement::Recent as usize].limit = 2;
    let mut shopper = Shopper::new(&content);
    shopper.views("diver").views("strap").views("oxford").views("tote");
    assert_eq!(shown(&mut shopper), ["tote", "oxford"]);
    let now = shopper.day * DAY;
    let all = SuggestRequest { limit: Some(MAX_SUGGESTIONS), ..recent() };
    assert_eq!(ids(&mut shopper.engine, &all, now), ["tote", "oxford", "strap", "diver"]);
    let watches = SuggestRequest { divisions: Some(Divisions::Only(vec!["watches".into()])), ..recent() };
    assert_eq!(ids(&mut shopper.engine, &watches, now), ["strap", "diver"]);
    let of_page = SuggestRequest { divisions: Some(Divisions::Same), division: Some("shoes".into()), ..recent() };
    assert_eq!(ids(&mut shopper.engine, &of_page, now), ["oxford"]);
}

/// A later page draws from the cards stored on the device, without reading a shard.
#[test]
fn a_later_page_draws_what_the_device_kept_for_as_long_as_it_keeps_it() {
    let published = Published::new(&house(), TODAY * DAY, &[]);
    let mut first = Shopper::new(&house());
    first.views("diver").views("oxford-42").buys("tote");
    let records = first.engine.take_records();
    let later = |content: &Content, days: i64| {
        let now = (TODAY + days) * DAY;
        let mut engine = Published::new(content, TODAY * DAY, &[]).engine();
        engine.restore(&records, now);
        let request = recent();
        assert_eq!(engine.needs_of_request(&request, now), Needs::default());
        let slate = engine.suggest(&request, now);
        slate.suggestions.iter().map(|one| (one.id.to_owned(), one.card.texts.title().to_owned())).collect::<Vec<_>>()
    };
    let both = [("oxford", "oxford"), ("diver", "diver")].map(|(id, title)| (id.to_owned(), title.to_owned()));
    assert_eq!(later(&house(), 20), both);
    assert_eq!(later(&house(), LIST_AGE_SECONDS / DAY + 1), [], "their cards have gone");
    let mut sensitive = house();
    let watches = sensitive.core.types.iter_mut().find(|kind| kind.name == "watch").unwrap();
    watches.sensitive = true;
    assert_eq!(later(&sensitive, 1), both[..1], "their type became sensitive");
    drop(published);
}

#[test]
fn a_gone_price_is_not_told() {
    let mut content = house();
    content.core.price_age_seconds = 10 * DAY as u32;
    item(&mut content, "diver").price_minor = Some(99);
    let mut shopper = Shopper::new(&content);
    shopper.views("diver").views("ring");
    shopper.engine.leave_page();
    let price = |engine: &mut Engine, day: i64| {
        let slate = engine.suggest(&recent(), day * DAY);
        slate.suggestions.iter().find(|one| one.id == "diver").unwrap().price_minor
    };
    assert_eq!(price(&mut shopper.engine, TODAY), Some(99));
    assert_eq!(price(&mut shopper.engine, TODAY + 11), None);
}

#[test]
fn a_pack_of_a_version_before_has_the_usual_settings_and_a_newer_one_its_own() {
    let usual = Published::new(&house(), TODAY * DAY, &[]);
    let mut content = house();
    content.core.placements[Placement::Recent as usize].limit = 3;
    content.core.placements[Placement::Recent as usize].scope = Scope::Same;
    let set = Published::new(&content, TODAY * DAY, &[]);
    let settings = |published: &Published| published.core().placements[Placement::Recent as usize].clone();
    assert_eq!(settings(&usual), Placement::Recent.defaults());
    assert_eq!(settings(&set), content.core.placements[Placement::Recent as usize]);
    let has_section = |published: &Published| {
        let core = published.payload(passerelle::pack::BinaryFile::Core);
        common::sections(&core).iter().any(|(number, _)| *number == 43)
    };
    assert_eq!((has_section(&usual), has_section(&set)), (false, true), "the usual costs no page a byte");
    // The format has no list of divisions for this placement.
    content.core.placements[Placement::Recent as usize].scope = Scope::Only(vec![DivisionIndex(0)]);
    assert!(passerelle::pack::write::build(&content, TODAY * DAY).is_err());
}

#[test]
fn the_ledger_keeps_nothing_of_it() {
    let mut shopper = Shopper::new(&house());
    shopper.views("diver").views("oxford");
    shopper.engine.take_records();
    let now = shopper.day * DAY;
    let draft = shopper.engine.suggest(&recent(), now).draft(Default::default());
    shopper.engine.offer(&draft, "recent", now);
    assert!(shopper.engine.take_records().is_empty(), "no {:?} goes to the store", FeedbackKind::Offer);
}
