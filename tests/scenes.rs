//! Scenes of suggestions that a good sales adviser would make, in a house of six divisions.

mod common;
mod maison;

use maison::{Shopper, TODAY, house, item};
use passerelle::discretion::Reason;
use passerelle::engine::Status;
use passerelle::history::EventKind;
use passerelle::model::{Days, DivisionIndex, Factor};
use passerelle::rank::{Action, Fallback, Placement, Rule, Target};

const DECEMBER_1: u32 = 20_788;
const DECEMBER_24: u32 = 20_811;

/// A rule for a single target, everywhere and at any time.
fn rule(action: Action, target: Target) -> Rule {
    Rule { number: 1, action, target, placements: 0b1_1111, days: Days::ALWAYS }
}

fn has(shown: &[String], id: &str) -> bool {
    shown.iter().any(|shown| shown == id)
}

/// A client of watches looks at shoes. Show the belt that goes with the shoes and the strap that goes with both, from
/// other divisions. Do not show the watch bought yesterday, another watch, or more shoes, which are in the page's own
/// division.
#[test]
fn a_client_of_watches_on_a_shoe_page() {
    let mut client = Shopper::new(&house());
    client.views("diver").views("chronograph").buys("chronograph").waits(1).views("oxford");
    let shown = client.page("oxford");
    assert!(has(&shown, "belt") && has(&shown, "strap") && has(&shown, "cufflinks"), "{shown:?}");
    for never in ["chronograph", "diver", "oxford", "loafer", "shoe-cream"] {
        assert!(!has(&shown, never), "{never} in {shown:?}");
    }
    let (_, reasons) = client.sees(Placement::Product, Some("oxford"), &[], 1);
    assert_eq!(reasons[0].1, Reason::GoesWithPageItem, "the page comes first");
}

/// She bought a bag yesterday: show no other bag now, but the wallet that goes with it. After two months a bag is
/// allowed.
#[test]
fn a_bag_was_bought_yesterday() {
    let mut client = Shopper::new(&house());
    client.views("tote").buys("tote").waits(1);
    let shown = client.home(24);
    assert!(has(&shown, "wallet") && has(&shown, "bracelet"), "{shown:?}");
    assert!(!has(&shown, "clutch") && !has(&shown, "tote"), "{shown:?}");
    client.waits(58);
    assert!(!has(&client.home(24), "clutch"));
    client.waits(1);
    let shown = client.home(24);
    assert!(has(&shown, "clutch") && !has(&shown, "tote"), "sixty days on, another bag and not the same: {shown:?}");
}

/// A bag bought as a gift says nothing of her own taste, and she may want a bag for herself, but not the same one.
#[test]
fn a_gift_is_for_somebody_else() {
    let mut client = Shopper::new(&house());
    client.views("ring");
    let before = client.home(24);
    client.gives("tote").waits(1);
    let after = client.home(24);
    assert_eq!(before, after, "nothing follows from a gift");
    assert!(has(&after, "clutch"), "her own bag is still to come");
    client.views("wallet");
    let shown = client.home(24);
    assert!(has(&shown, "clutch") && !has(&shown, "tote"), "{shown:?}");
}

/// On a first visit nothing is known, so the home page shows nothing. A product page shows the companions of its item.
#[test]
fn a_first_visit() {
    let mut stranger = Shopper::new(&house());
    assert_eq!(stranger.sees(Placement::Home, None, &[], 4), (Status::NothingSuitable, Vec::new()));
    let (status, shown) = stranger.sees(Placement::Product, Some("tote"), &[], 4);
    assert_eq!(status, Status::Ok);
    assert!(shown.iter().all(|(_, reason)| *reason == Reason::GoesWithPageItem));
    let ids: Vec<&str> = shown.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["bracelet", "neroli", "loafer"], "no wallet and no clutch: they lie beside the tote");
}

/// If everything is sold out, nothing is shown, not even pinned items.
#[test]
fn everything_is_out_of_stock() {
    let mut house = house();
    house.core.rules = vec![rule(Action::Pin, Target::Item("neroli".to_owned()))];
    let all: Vec<String> = house.items.iter().map(|item| item.id.to_string()).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let mut client = Shopper::with_gone(&house, &all);
    client.views("diver").views("oxford");
    for placement in Placement::ALL {
        assert_eq!(client.sees(placement, Some("oxford"), &[], 4), (Status::NothingSuitable, Vec::new()));
    }
}

/// If an item of the slate is sold out, the next best takes its place, without a gap.
#[test]
fn one_item_is_out_of_stock() {
    let mut client = Shopper::new(&house());
    let whole = client.page("oxford");
    let mut client = Shopper::with_gone(&house(), &[&whole[0]]);
    let shown = client.page("oxford");
    assert_eq!(shown.len(), whole.len());
    assert!(!has(&shown, &whole[0]) && has(&shown, &whole[1]), "{shown:?}");
}

/// With shoes in the cart, show cream and a belt, not the same shoes and no second pair.
#[test]
fn a_cart_to_complete() {
    let mut client = Shopper::new(&house());
    let (_, shown) = client.sees(Placement::Cart, None, &["oxford"], 4);
    let ids: Vec<String> = shown.iter().map(|(id, _)| id.clone()).collect();
    assert!(has(&ids, "belt") && has(&ids, "shoe-cream"), "{ids:?}");
    assert!(!has(&ids, "oxford") && !has(&ids, "loafer"), "{ids:?}");
    assert!(shown.iter().all(|(_, reason)| *reason == Reason::CompletesCart));
    // Several kinds of bread are bought together: a baguette leads to a brioche.
    let (_, shown) = client.sees(Placement::Cart, None, &["baguette"], 4);
    assert_eq!(shown[0].0, "brioche");
}

/// New arrivals rank higher for faithful clients than for occasional visitors.
#[test]
fn a_faithful_client_and_a_new_collection() {
    let mut house = house();
    item(&mut house, "ring").is_new = true;
    // Both are in the jewellery division and go with this page's item; the ring a little less well.
    let ring_first = |client: &mut Shopper| {
        let shown = client.page("clutch");
        shown.iter().position(|id| id == "ring").unwrap() < shown.iter().position(|id| id == "bracelet").unwrap()
    };
    let mut passer_by = Shopper::new(&house);
    passer_by.views("clutch").views("shoe-cream").views("clutch");
    assert!(!ring_first(&mut passer_by), "the bracelet first");
    let mut faithful = Shopper::new(&house);
    faithful.waits(-364);
    for _ in 0..13 {
        faithful.views("clutch").views("shoe-cream").waits(28);
    }
    assert_eq!(faithful.day, TODAY);
    faithful.views("clutch");
    assert!(ring_first(&mut faithful), "the ring first");
}

/// A client who has only viewed sorbets gets more of the other divisions; one who knows all of them gets more of their
/// own.
#[test]
fn sorbets_alone_lead_to_the_rest_of_the_house() {
    let house = house();
    let elsewhere = |client: &mut Shopper| {
        let shown = client.home(6);
        assert_eq!(shown.len(), 6, "{shown:?}");
        let bakery = ["baguette", "brioche", "lemon-sorbet", "pear-sorbet"];
        shown.iter().filter(|id| !bakery.contains(&id.as_str())).count()
    };
    let mut sorbets = Shopper::new(&house);
    let mut at_home = Shopper::new(&house);
    for id in ["diver", "oxford", "belt", "neroli", "bracelet"] {
        at_home.views(id);
    }
    // Seven weeks of sorbets for both clients: the same recent views, but one has visited every division before.
    for client in [&mut sorbets, &mut at_home] {
        client.waits(49);
        for _ in 0..10 {
            client.views("pear-sorbet").views("lemon-sorbet");
        }
    }
    // Earlier views in other divisions must not attract by themselves.
    at_home.waits(60);
    sorbets.waits(60);
    let (new, known) = (elsewhere(&mut sorbets), elsewhere(&mut at_home));
    assert!(new > known, "{new} and {known}");
}

/// Bread bought today is not shown today or tomorrow, but on the third day. A watch is not shown again.
#[test]
fn bread_comes_back_and_a_watch_does_not() {
    let mut client = Shopper::new(&house());
    client.views("brioche").views("strap").buys("baguette").buys("diver");
    for day in 0..80 {
        let shown = client.home(24);
        assert_eq!(has(&shown, "baguette"), day >= 3, "day {day}: {shown:?}");
        assert!(!has(&shown, "diver") && !has(&shown, "chronograph"), "day {day}: {shown:?}");
        client.waits(1);
    }
}

/// After an order the house promotes nothing: the confirmation page shows only items pinned there.
#[test]
fn a_confirmation_page() {
    let mut house = house();
    let mut client = Shopper::new(&house);
    client.views("oxford").buys("oxford");
    assert_eq!(client.sees(Placement::Confirmation, Some("oxford"), &[], 4).0, Status::NothingSuitable);
    house.core.rules = vec![
        Rule { placements: 1 << Placement::Confirmation as u8, ..rule(Action::Pin, Target::Item("shoe-cream".into())) },
        Rule { placements: 1 << Placement::Home as u8, ..rule(Action::Pin, Target::Item("amber".into())) },
        Rule { placements: 1 << Placement::Confirmation as u8, ..rule(Action::Pin, Target::Item("oxford".into())) },
    ];
    let mut client = Shopper::new(&house);
    client.views("oxford").buys("oxford");
    let (_, shown) = client.sees(Placement::Confirmation, Some("oxford"), &[], 4);
    assert_eq!(shown, [("shoe-cream".to_owned(), Reason::House)], "how to care for it; never what was just bought");
}

/// From the first of December to Christmas Eve a rule promotes the perfumes. The day after, the slate is as before.
#[test]
fn a_rule_over_christmas() {
    let mut house = house();
    let perfume = house.core.divisions.iter().position(|division| division.id == "perfume").unwrap() as u16;
    house.core.rules = vec![Rule {
        days: Days::from_numbers(DECEMBER_1, DECEMBER_24),
        ..rule(Action::Weigh(Factor::from_bits(8 << 16)), Target::Division(DivisionIndex(perfume)))
    }];
    let first = |day: u32| {
        let mut client = Shopper::new(&house);
        client.waits(i64::from(day) - TODAY);
        client.views("tote").home(4).remove(0)
    };
    assert_eq!(first(DECEMBER_1 - 1), "wallet");
    assert_eq!(first(DECEMBER_1), "neroli");
    assert_eq!(first(DECEMBER_24), "neroli");
    assert_eq!(first(DECEMBER_24 + 1), "wallet");
}

/// Two sizes of a shoe are one item: a second view, not two pairs of shoes. And it is not shown on its own page.
#[test]
fn sizes_of_a_shoe_are_one_shoe() {
    let slate = |ids: [&str; 2]| {
        let mut client = Shopper::new(&house());
        client.views("tote").views(ids[0]).views(ids[1]);
        assert_eq!(client.engine.events().iter().filter(|event| &*event.item_id == "oxford").count(), 2);
        let (_, shown) = client.sees(Placement::Home, None, &[], 24);
        (shown, client.page("oxford-42"))
    };
    assert_eq!(slate(["oxford-42", "oxford-43"]), slate(["oxford", "oxford"]));
    let mut client = Shopper::new(&house());
    let shown = client.views("belt").page("oxford-42");
    assert!(!has(&shown, "oxford") && has(&shown, "wallet"), "{shown:?}");
    let (_, completed) = client.sees(Placement::Cart, None, &["oxford-43"], 24);
    assert!(completed.iter().any(|(id, reason)| id == "shoe-cream" && *reason == Reason::CompletesCart));
    assert!(completed.iter().all(|(id, _)| id != "oxford"), "{completed:?}");
    client.does(EventKind::AddToCart, "oxford-43");
    assert!(!has(&client.home(24), "oxford"), "in the cart by another name");
}

/// If nothing in other divisions goes with the item, nothing is shown, and the page keeps its fallback content. A house
/// can choose to fall back to the same division.
#[test]
fn nothing_suits() {
    let mut house = house();
    assert_eq!(
        Shopper::new(&house).sees(Placement::Product, Some("strap"), &[], 4),
        (Status::NothingSuitable, Vec::new())
    );
    house.core.placements[Placement::Product as usize].fallback = Fallback::Any;
    let shown = Shopper::new(&house).page("strap");
    assert_eq!(shown, ["diver", "chronograph"], "a second watch rather than an empty place");
    house.core.placements[Placement::Product as usize].threshold = Factor::from_bits(u32::MAX);
    assert_eq!(Shopper::new(&house).sees(Placement::Product, Some("strap"), &[], 4).0, Status::NothingSuitable);
}
