//! The files that a page needs: they depend on the manifest and on the page's calls, never on a history.

use passerelle::engine::{Engine, Mode};
use passerelle::history::EventKind;
use passerelle::model::{ShardCount, Slug};
use passerelle::pack::{Manifest, ShardIndex};
use passerelle::plan::{File, Needs, Text, plan};
use passerelle::rank::Placement;
use passerelle::request::{Basis, SuggestRequest};

/// 15 March 2027.
const NOW: i64 = 1_805_100_000;
const HALF_MONTH: u32 = 4;

fn manifest(shards: u32, season: bool) -> Manifest {
    Manifest {
        minor: 3,
        sequence: 1,
        build: [0xab; 16],
        time: NOW,
        items: 1_000,
        shard_files: ShardCount::new(shards),
        k: 3,
        on: true,
        season,
        languages: ["fr", "en-GB", "pt-BR"].map(str::to_owned).to_vec(),
        core: 1,
        unavailable: 2,
    }
}

fn paths(manifest: &Manifest, needs: &Needs) -> Vec<String> {
    let folder = manifest.folder() + "/";
    let relative = |file: File| file.path(manifest).strip_prefix(&folder).unwrap().to_owned();
    plan(manifest, needs).into_iter().map(relative).collect()
}

/// The files that every page needs, then `more`.
fn beside(more: &[String]) -> Vec<String> {
    let every = ["core.psr".to_owned(), format!("unavailable-{:016x}.psr", 2)];
    every.iter().chain(more).cloned().collect()
}

fn shards(ids: &[&str], shards: u32) -> Vec<String> {
    let shards = ShardCount::new(shards).unwrap();
    ids.iter().map(|id| format!("shards/{}.psr", ShardIndex::of(id, shards))).collect()
}

fn of(request: &SuggestRequest) -> Needs {
    Engine::new().needs_of_request(request, NOW)
}

fn product(id: &str) -> SuggestRequest {
    SuggestRequest { item_id: Some(id.to_owned()), ..SuggestRequest::new(Placement::Product) }
}

#[test]
fn a_product_needs_its_shard_whichever_id_the_page_speaks() {
    let manifest = manifest(100, true);
    for id in ["item", "an alias", "nobody's"] {
        assert_eq!(paths(&manifest, &of(&product(id))), beside(&shards(&[id], 100)), "{id}");
    }
}

#[test]
fn a_cart_of_six_needs_six_shards_and_a_longer_one_no_more() {
    let manifest = manifest(1_000_000, true);
    let ids = ["a", "b", "c", "d", "e", "f"];
    let cart: Vec<String> = ids.map(str::to_owned).to_vec();
    let request = SuggestRequest { cart: cart.clone(), ..SuggestRequest::new(Placement::Cart) };
    assert_eq!(paths(&manifest, &of(&request)), beside(&shards(&ids, 1_000_000)));
    let longer = ["x", "y", "z"].map(str::to_owned).into_iter().chain(cart).collect();
    let request = SuggestRequest { cart: longer, ..request };
    assert_eq!(paths(&manifest, &of(&request)), beside(&shards(&ids, 1_000_000)), "the last lines choose");
    let with_item = SuggestRequest { item_id: Some("c".to_owned()), ..request };
    assert_eq!(
        paths(&manifest, &of(&with_item)),
        beside(&shards(&["c", "a", "b", "d", "e", "f"], 1_000_000)),
        "each once"
    );
}

#[test]
fn two_items_of_one_shard_need_it_once() {
    let one = manifest(1, false);
    let request = SuggestRequest { cart: vec!["a".to_owned(), "b".to_owned()], ..SuggestRequest::new(Placement::Cart) };
    assert_eq!(paths(&one, &of(&request)), beside(&["shards/0.psr".to_owned()]));
}

#[test]
fn a_pack_of_one_file_needs_no_shard() {
    assert_eq!(paths(&manifest(0, false), &of(&product("item"))), beside(&[]));
}

#[test]
fn home_and_category_need_the_half_month_where_the_build_has_one() {
    let season = beside(&[format!("season/{HALF_MONTH}.psr")]);
    for placement in [Placement::Home, Placement::Category] {
        let needs = of(&SuggestRequest::new(placement));
        assert_eq!(paths(&manifest(100, true), &needs), season, "{placement:?}");
        assert_eq!(paths(&manifest(100, false), &needs), beside(&[]), "{placement:?}");
    }
    let seasonal = SuggestRequest { basis: Basis::Season, ..SuggestRequest::new(Placement::Cart) };
    assert_eq!(paths(&manifest(100, true), &of(&seasonal)), season);
    for placement in [Placement::Product, Placement::Cart, Placement::Confirmation] {
        assert_eq!(paths(&manifest(100, true), &of(&SuggestRequest::new(placement))), beside(&[]), "{placement:?}");
    }
}

/// The file is requested for the placement alone, and not from a build of an earlier version.
#[test]
fn trending_needs_its_file_and_no_season() {
    let (manifest, request) = (manifest(100, true), SuggestRequest::new(Placement::Trending));
    let trending = beside(&["trending.psr".to_owned()]);
    assert_eq!(paths(&manifest, &of(&request)), trending);
    assert_eq!(paths(&manifest, &of(&SuggestRequest { basis: Basis::Season, ..request.clone() })), trending);
    assert_eq!(paths(&Manifest { minor: 2, ..manifest }, &of(&request)), beside(&[]));
}

#[test]
fn the_language_that_fits_the_page_is_chosen_from_the_manifest() {
    for (locale, tag) in
        [("en-GB", "en-GB"), ("EN", "en-GB"), ("en-US", "en-GB"), ("pt", "pt-BR"), ("de", "fr"), ("", "fr")]
    {
        let manifest = manifest(100, true);
        let path = File::translations(&manifest, locale).path(&manifest);
        assert_eq!(path, format!("{}/translations/{tag}.json", manifest.folder()), "{locale}");
    }
}

/// The page requests the file of its language, and none from a build of a version without messages.
#[test]
fn messages_are_asked_for_by_the_language_of_the_page() {
    let manifest = manifest(100, true);
    let path = |manifest: &Manifest| File::text(manifest, Text::Messages, "pt").map(|file| file.path(manifest));
    assert_eq!(path(&manifest), Some(format!("{}/messages/pt-BR.json", manifest.folder())));
    assert_eq!(path(&Manifest { minor: 0, ..manifest }), None);
}

/// The page requests the file by the questionnaire's name and its language, and none from a build of an earlier
/// version.
#[test]
fn a_questionnaire_is_asked_for_by_its_name_and_the_language_of_the_page() {
    let manifest = manifest(100, true);
    let text = Text::Questionnaire(Slug::new("skin").unwrap());
    let path = |manifest: &Manifest| File::text(manifest, text, "pt").map(|file| file.path(manifest));
    assert_eq!(path(&manifest), Some(format!("{}/advice/skin.pt-BR.json", manifest.folder())));
    assert_eq!(path(&Manifest { minor: 1, ..manifest }), None);
}

#[test]
fn a_product_page_whose_item_was_viewed_needs_its_shard() {
    let mut engine = Engine::new();
    let of_view = engine.needs_of_event(EventKind::View, "item");
    // The shard of the view is still loading.
    assert_eq!(engine.needs_of_request(&SuggestRequest::new(Placement::Product), NOW), of_view);
    assert_eq!(of_view.items.len(), 1);
}

/// Three shoppers, one of them without a history, make the same calls on the same pages.
#[test]
fn what_is_needed_follows_from_what_the_page_says_alone() {
    let walk = |past: &[&str], mode: Mode| {
        let mut engine = Engine::new();
        engine.set_mode(mode);
        for id in past {
            engine.needs_of_event(EventKind::View, id);
            engine.track(EventKind::View, id, NOW - 60, false);
        }
        engine.leave_page();
        let mut needs = Vec::new();
        for id in ["a", "b", "a"] {
            needs.push(engine.needs_of_event(EventKind::View, id));
            needs.push(engine.needs_of_request(&product(id), NOW));
            needs.push(engine.needs_of_request(&SuggestRequest::new(Placement::Home), NOW));
        }
        needs.iter().map(|needs| paths(&manifest(100, true), needs)).collect::<Vec<_>>()
    };
    let nothing = walk(&[], Mode::Contextual);
    assert_eq!(walk(&["a", "c"], Mode::Personal), nothing);
    assert_eq!(walk(&["b"], Mode::Personal), nothing);
}
