//! A shop of 19 items in seven divisions, like a new storefront. Every page of a visit has suggestions, no item exceeds
//! its cap, and the tool reports the shortage.

mod shop;

use std::collections::BTreeMap;

use passerelle::discretion::PageKind;
use passerelle::engine::{Engine, Mode};
use passerelle::history::EventKind;
use passerelle::rank::Placement;
use passerelle::request::SuggestRequest;
use passerelle_cli::pack::pack_dir::PackDir;
use shop::{Shop, succeeded, text};

/// Numbers of items by division, as in OpenCart's demo.
const DIVISIONS: [(&str, usize); 7] =
    [("Desktops", 5), ("Laptops", 4), ("Cameras", 2), ("Phones", 3), ("Tablets", 1), ("Music", 3), ("Monitors", 1)];
const ITEMS: usize = 19;
const DAY: i64 = 86_400;
/// The lengths of the slates of a first visit to twelve pages with four places each: docs/discretion.md, "Small
/// catalogues". A page chooses from the other divisions, so a later page may have more left than the one before.
const FIRST_DAY: [usize; 12] = [4, 4, 4, 3, 2, 2, 3, 2, 1, 2, 1, 1];
/// 2026-01-02T10:00:00Z
const MORNING: i64 = 1_767_348_000;

fn small_shop(more: &str) -> Shop {
    let shop = Shop::new();
    let mut house = "[house]\nname = \"Small\"\nlanguages = [\"en\"]\ncurrency = \"EUR\"\n".to_owned();
    let mut feed = "id\ttitle\tlink\timage_link\tprice\tavailability\tproduct_type\n".to_owned();
    let mut item = 0;
    for (division, items) in DIVISIONS {
        let id = division.to_lowercase();
        house.push_str(&format!(
            "[[division]]\nid = \"{id}\"\nnames = {{ en = \"{id}\" }}\nproduct_types = [\"{division}\"]\n"
        ));
        for _ in 0..items {
            feed.push_str(&format!(
                "p{item:02}\tThing {item}\thttps://s.example/{item}\t\t9.00 EUR\tin_stock\t{division}\n"
            ));
            item += 1;
        }
    }
    let mut orders = "order_id,user_id,timestamp,item_id,quantity\n".to_owned();
    for order in 0..600 {
        for line in 0..3 {
            let item = (order * 7 + line * (3 + order % 5)) % ITEMS;
            orders.push_str(&format!("o{order},u{},2025-12-{:02},p{item:02},1\n", order % 200, 1 + order % 28));
        }
    }
    shop.write("house.toml", &format!("{house}{more}"));
    shop.write("feed.tsv", &feed);
    shop.write("orders.csv", &orders);
    shop
}

fn engine(pack: &PackDir) -> Engine {
    assert_eq!(pack.manifest().shard_files, None, "so small a pack is one file");
    let mut engine = Engine::new();
    engine.open(pack.to_pack().unwrap());
    engine.set_mode(Mode::Personal);
    engine
}

/// The slates of a visit to the pages of twelve items; every slate is seen.
fn visit(engine: &mut Engine, start: i64) -> Vec<Vec<String>> {
    let request = SuggestRequest::new(Placement::Product);
    let mut slates = Vec::new();
    for (at, page) in (0..12i64).map(|at| (at, format!("p{:02}", at as usize * 5 % ITEMS))) {
        let now = start + 60 * at;
        engine.leave_page();
        if let Some(declared) = engine.open_page(&page) {
            engine.read_single(&declared).unwrap();
        }
        assert!(engine.track(EventKind::View, &page, now, false));
        let draft = engine.suggest(&request, now).draft(PageKind::Other);
        engine.offer(&draft, &request.slot, now);
        let ids: Vec<String> = draft.items.into_iter().map(|item| item.id).collect();
        assert!(ids.iter().all(|id| engine.record_impression(id, now + 2)));
        slates.push(ids);
    }
    slates
}

#[test]
fn no_page_of_twelve_stays_empty_and_no_item_is_seen_more_than_twice_a_day() {
    let shop = small_shop("");
    shop.build();
    let mut engine = engine(&shop.pack());
    for day in 0..7 {
        // The caps of a day cover the last 24 hours.
        let slates = visit(&mut engine, MORNING + day * (DAY + 3_600));
        let lengths: Vec<usize> = slates.iter().map(Vec::len).collect();
        if day == 0 {
            assert_eq!(lengths, FIRST_DAY);
            assert_eq!(lengths.iter().sum::<usize>(), 29, "of 38 impressions that the caps allow");
        }
        assert!(lengths.iter().all(|length| *length > 0), "day {day}: {lengths:?}");
        assert_eq!(lengths.first(), Some(&4), "day {day}: the first page is full, {lengths:?}");
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        slates.iter().flatten().for_each(|id| *seen.entry(id).or_default() += 1);
        assert!(seen.values().all(|times| *times <= 2), "day {day}: {seen:?}");
    }
}

#[test]
fn a_house_that_sets_its_caps_has_them_as_it_set_them() {
    let usual = small_shop("");
    usual.build();
    // The home page may show all 19 items in four slots: 6 x 12 x 4 / 19.
    assert_eq!(usual.pack().core().policy.caps.lifetime, 16);
    let own = small_shop("[discretion]\ncaps = { lifetime = 6 }\n");
    own.build();
    assert_eq!(own.pack().core().policy.caps.lifetime, 6);
}

#[test]
fn the_build_says_where_places_stay_empty_and_where_caps_leave_slates_short() {
    let in_one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wide = small_shop("[[placement]]\nid = \"category\"\ndivisions = \"any\"\n");
    let said = in_one_line(wide.build());
    assert!(said.contains("shorter slates") && said.contains("these fill 7 pages a day"), "{said}");
    assert!(!said.contains("empty places"), "{said}");
    // A category page shows its own division only.
    let narrow = small_shop("");
    let said = in_one_line(text(&succeeded(narrow.build_at("pack", "2026-01-01", &[])).stdout));
    assert!(
        said.contains(
            "\"category\" has 4 places on the pages of \"monitors\", but only 1 item that can be bought may fill"
        ),
        "{said}"
    );
    assert!(said.contains("3 of them stay empty"), "{said}");
}
