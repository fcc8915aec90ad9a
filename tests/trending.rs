//! The placement `trending`: items bought more now than before, through the engine. The order is the same for
//! everybody; a history only excludes items.

mod common;
mod maison;

use common::Published;
use maison::{DAY, Shopper, TODAY, house, item};
use passerelle::discretion::Reason;
use passerelle::engine::{Engine, Mode, Status};
use passerelle::history::EventKind;
use passerelle::model::{Days, DivisionIndex};

use passerelle::pack::BinaryFile;
use passerelle::pack::write::{Content, Neighbour};
use passerelle::plan::{File, plan};
use passerelle::rank::{Absence, Action, Factor, Placement, Rule, Target};
use passerelle::request::{Basis, Divisions, SuggestRequest};
use std::num::NonZeroU32;

/// The rising items over all divisions, strongest first.
const RISING: [(&str, f64); 5] = [("oxford", 4.0), ("tote", 3.0), ("diver", 2.0), ("loafer", 1.5), ("ring", 1.2)];

fn rising() -> Content {
    let mut content = house();
    content.trending = vec![Vec::new(); content.core.divisions.len()];
    for (id, weight) in RISING {
        let at = content.items.iter().position(|item| item.id == id).unwrap();
        let division = content.items[at].division.at();
        content.trending[division].push(Neighbour { item: at as u32, weight, support: NonZeroU32::new(1) });
    }
    content
}

fn trending() -> SuggestRequest {
    SuggestRequest { limit: Some(8), ..SuggestRequest::new(Placement::Trending) }
}

fn read(published: &Published, engine: &mut Engine, request: &SuggestRequest) {
    if engine.needs_of_request(request, TODAY * DAY).trending {
        engine.read_trending(&published.payload(BinaryFile::Trending)).unwrap();
    }
}

fn ids(published: &Published, engine: &mut Engine, request: &SuggestRequest) -> Vec<String> {
    read(published, engine, request);
    let slate = engine.suggest(request, TODAY * DAY);
    assert!(slate.suggestions.iter().all(|one| one.reason == Reason::Trending));
    assert_eq!(slate.status == Status::Ok, !slate.suggestions.is_empty());
    slate.suggestions.iter().map(|one| one.id.to_owned()).collect()
}

fn first_visit(content: &Content, request: &SuggestRequest) -> Vec<String> {
    let published = Published::new(content, TODAY * DAY, &[]);
    ids(&published, &mut published.engine(), request)
}

#[test]
fn the_whole_house_or_a_division_the_greatest_rise_first() {
    let content = rising();
    assert_eq!(first_visit(&content, &trending()), RISING.map(|(id, _)| id));
    let shoes = SuggestRequest { division: Some("shoes".into()), ..trending() };
    assert_eq!(first_visit(&content, &shoes), ["oxford", "loafer"]);
    let bakery = SuggestRequest { division: Some("bakery".into()), ..trending() };
    assert_eq!(first_visit(&content, &bakery), [""; 0], "nothing rises there: the page's own content stays");
    let others = SuggestRequest { divisions: Some(Divisions::Other), ..shoes };
    assert_eq!(first_visit(&content, &others), ["tote", "diver", "ring"]);
    let pages_own = SuggestRequest { basis: Basis::Page, ..trending() };
    assert_eq!(first_visit(&content, &pages_own), RISING.map(|(id, _)| id), "the pool of a page is the list");
}

#[test]
fn a_history_leaves_out_and_changes_no_order() {
    let content = rising();
    let mut shopper = Shopper::new(&content);
    let published = Published::new(&content, TODAY * DAY, &[]);
    shopper.views("ring").views("ring").views("bracelet").does(EventKind::AddToWishlist, "loafer");
    shopper.waits(2).engine.leave_page();
    assert_eq!(ids(&published, &mut shopper.engine, &trending()), RISING.map(|(id, _)| id), "who looks is no reason");
    shopper.buys("oxford");
    shopper.engine.dismiss("diver", TODAY * DAY);
    let in_cart = SuggestRequest { cart: vec!["ring".into()], ..trending() };
    assert_eq!(ids(&published, &mut shopper.engine, &in_cart), ["tote"], "another shoe is not wanted so soon");
    let explained = |engine: &mut Engine, id| engine.explain(&in_cart, id, TODAY * DAY).unwrap();
    let ring = explained(&mut shopper.engine, "ring");
    assert_eq!(ring.absence, Some(Absence::Forbidden));
    let tote = explained(&mut shopper.engine, "tote");
    let parts: Vec<&str> = tote.parts.iter().map(|part| part.name.code()).collect();
    assert_eq!((tote.place, parts), (Some(0), vec!["trending"]));
    assert_eq!(explained(&mut shopper.engine, "belt").absence, Some(Absence::NoNeighbour));
}

#[test]
fn what_a_page_asks_for_depends_on_no_history() {
    let content = rising();
    let mut shopper = Shopper::new(&content);
    shopper.views("ring").buys("oxford").engine.leave_page();
    let mut nobody = Published::new(&content, TODAY * DAY, &[]).engine();
    nobody.set_mode(Mode::Contextual);
    let request = trending();
    let manifest = Published::new(&content, TODAY * DAY, &[]).manifest;
    let files = |engine: &mut Engine| plan(&manifest, &engine.needs_of_request(&request, TODAY * DAY));
    assert_eq!(files(&mut shopper.engine), files(&mut nobody));
    assert_eq!(files(&mut nobody), [File::CORE, File::UNAVAILABLE, File::TRENDING]);
    for placement in Placement::ALL.into_iter().filter(|placement| *placement != Placement::Trending) {
        let needs = nobody.needs_of_request(&SuggestRequest::new(placement), TODAY * DAY);
        assert!(!needs.trending, "{placement:?} needs no file more than before");
    }
}

#[test]
fn the_house_rules_and_what_is_sold_out() {
    let mut content = rising();
    let rule = |number, action, id: &str| Rule {
        number,
        action,
        target: Target::Item(id.to_owned()),
        placements: 1 << Placement::Trending as u8,
        days: Days::ALWAYS,
    };
    content.core.rules = vec![
        rule(1, Action::Exclude, "tote"),
        rule(2, Action::Weigh(Factor::from_bits(8 << 16)), "ring"),
        rule(3, Action::Pin, "neroli"),
    ];
    let published = Published::new(&content, TODAY * DAY, &["diver"]);
    let mut engine = published.engine();
    read(&published, &mut engine, &trending());
    let slate = engine.suggest(&trending(), TODAY * DAY);
    let shown: Vec<(&str, Reason)> = slate.suggestions.iter().map(|one| (one.id, one.reason)).collect();
    let trending = ["ring", "oxford", "loafer"].map(|id| (id, Reason::Trending));
    assert_eq!(shown, [&[("neroli", Reason::House)][..], &trending].concat());
}

#[test]
fn a_pack_of_a_version_before_has_no_such_file_and_an_empty_one_no_such_items() {
    let mut published = Published::new(&house(), TODAY * DAY, &[]);
    assert_eq!(ids(&published, &mut published.engine(), &trending()), [""; 0]);
    published.manifest.minor = 2;
    let needs = published.engine().needs_of_request(&trending(), TODAY * DAY);
    assert_eq!(plan(&published.manifest, &needs), [File::CORE, File::UNAVAILABLE]);
    assert!(published.engine().suggest(&trending(), TODAY * DAY).suggestions.is_empty());
}

#[test]
fn another_build_brings_its_own() {
    let before = Published::new(&rising(), TODAY * DAY, &[]);
    let mut engine = before.engine();
    read(&before, &mut engine, &trending());
    let mut content = rising();
    content.trending = vec![Vec::new(); content.core.divisions.len()];
    let at = content.items.iter().position(|item| item.id == "amber").unwrap();
    content.trending[DivisionIndex(3).at()].push(Neighbour {
        item: at as u32,
        weight: 2.0,
        support: NonZeroU32::new(1),
    });
    item(&mut content, "amber").title = "Amber".into();
    let after = Published::new(&content, (TODAY + 1) * DAY, &[]);
    engine.open(after.pack());
    assert!(engine.suggest(&trending(), TODAY * DAY).suggestions.is_empty(), "nothing is left of the build before");
    assert_eq!(ids(&after, &mut engine, &trending()), ["amber"]);
}
