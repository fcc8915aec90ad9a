//! Sizes through the engine: their detection in a page's events, their effects, and data that must not depend on them.

mod common;
mod maison;

use common::Published;
use maison::{DAY, TODAY, house, item};
use passerelle::engine::{Engine, Mode};
use passerelle::history::{
    Edit, EventKind, EventNumber, HistoryImport, HistorySize, Log, PlainValue, Row, Rules, compact, records_of, rows_of,
};
use passerelle::model::{ItemSizes, SizeRange, SizeRangeIndex, SizeSet};
use passerelle::pack::write::{self, Alias, Content};
use passerelle::plan::{Needs, plan};
use passerelle::rank::{PartName, Placement, Score};
use passerelle::request::{SuggestRequest, TrackedEvent};
use passerelle::view::SlateView;
use proptest::prelude::*;
use std::sync::LazyLock;

const NOW: i64 = TODAY * DAY;
/// Sizes with names that occur nowhere else.
const SHOES: [&str; 4] = ["q40q", "q41q", "q42q", "q43q"];
const RINGS: [&str; 2] = ["r52r", "r54r"];

/// The house with sizes of shoes and rings, and a variant for each size of the oxford and the ring.
fn sized_house() -> Content {
    let mut house = house();
    let range = |group: &str, sizes: &[&str]| SizeRange {
        group: group.to_owned(),
        sizes: sizes.iter().map(|size| (*size).to_owned()).collect(),
    };
    house.core.size_ranges = vec![range("shoes EU", &SHOES), range("rings", &RINGS)];
    for (id, range) in [("oxford", 0), ("loafer", 0), ("ring", 1)] {
        item(&mut house, id).size_range = Some(SizeRangeIndex(range));
    }
    house.aliases.clear();
    for (id, sizes) in [("oxford", &SHOES[..]), ("ring", &RINGS[..])] {
        let at = house.items.iter().position(|item| item.id == id).unwrap() as u32;
        let variant =
            |(name, size): (&&str, u8)| Alias { size: Some(size), ..Alias::any(format!("{id}-{}", &name[1..3]), at) };
        house.aliases.extend(sizes.iter().zip(0..).map(variant));
    }
    house
}

/// The loafer is available in the second size only, the oxford in all except the first.
fn sizes_left() -> [(&'static str, ItemSizes); 2] {
    let of = |left| ItemSizes { range: SizeRangeIndex(0), left: SizeSet(left) };
    [("loafer", of(0b0010)), ("oxford", of(0b1110))]
}

fn published() -> Published {
    Published::stocked(write::build(&sized_house(), NOW).unwrap(), &[], &sizes_left())
}

/// A device with a history.
struct Device {
    published: Published,
    engine: Engine,
}

fn event(name: EventKind, id: &str, variant: Option<&str>) -> TrackedEvent {
    let variant = variant.map(str::to_owned);
    TrackedEvent { name, item_ids: vec![id.to_owned()], gift: false, order_id: None, variant }
}

impl Device {
    fn new() -> Self {
        let published = published();
        let mut engine = published.engine();
        engine.restore(&[], NOW);
        Self { published, engine }
    }

    fn tracks(&mut self, event: &TrackedEvent, now: i64) -> &mut Self {
        let [id] = &event.item_ids[..] else { panic!() };
        let declared = self.engine.speak(event.name, id);
        self.published.load(&mut self.engine, declared);
        assert!(self.engine.track_event(event, id, now), "{id}");
        self
    }

    fn does(&mut self, name: EventKind, id: &str, variant: Option<&str>) -> &mut Self {
        self.tracks(&event(name, id, variant), NOW)
    }

    /// The part of the item's score that is due to its sizes, on the page of the belt.
    fn loses(&mut self, id: &str, now: i64) -> Option<Score> {
        let declared = self.engine.open_page("belt");
        self.published.load(&mut self.engine, declared);
        let request = SuggestRequest { item_id: Some("belt".to_owned()), ..SuggestRequest::new(Placement::Product) };
        let explanation = self.engine.explain(&request, id, now).unwrap();
        explanation.parts.iter().find(|part| part.name == PartName::Size).map(|part| part.value)
    }

    /// The rows of a store with all written records, after compaction.
    fn rows(&mut self) -> Vec<Row> {
        let rows = rows_of(&self.engine.take_records(), None);
        compact(&rows, None, &Rules { now: NOW, retention_days: 90, unwanted: &[] }).rows
    }

    /// The next page of a device with these rows.
    fn with(rows: &[Row]) -> Self {
        let mut device = Self::new();
        device.engine.restore(&records_of(rows), NOW);
        device
    }
}

fn sizes(log: &Log) -> Vec<(&str, Option<&str>)> {
    let size = |size: &HistorySize| {
        assert!(["shoes EU", "rings"].contains(&size.group.as_str()));
    };
    log.events.iter().for_each(|event| event.size.iter().for_each(size));
    log.events
        .iter()
        .map(|event| (event.item_id.as_str(), event.size.as_ref().map(|size| size.name.as_str())))
        .collect()
}

#[test]
fn what_is_left_in_other_sizes_alone_counts_less_and_the_surer_the_size_the_less() {
    use EventKind::{AddToCart, Purchase, View};
    let lost = |does: &dyn Fn(&mut Device)| {
        let mut device = Device::new();
        does(&mut device);
        device.loses("loafer", NOW)
    };
    assert_eq!(lost(&|_| {}), None);
    let viewed = lost(&|device| _ = device.does(View, "oxford-42", None)).unwrap();
    let chosen = lost(&|device| _ = device.does(AddToCart, "oxford-42", None)).unwrap();
    assert!(chosen < viewed && viewed < Score::ZERO);
    assert_eq!(lost(&|device| _ = device.does(View, "oxford-41", None)), None, "its size is left");
    assert_eq!(lost(&|device| _ = device.does(View, "oxford", None)), None, "no variant was named");
    assert_eq!(lost(&|device| _ = device.does(View, "ring-54", None)), None, "a ring says nothing of shoes");
    let mut device = Device::new();
    // A purchase of shoes suppresses the type for thirty days.
    device.does(Purchase, "oxford-42", None);
    let bought = device.loses("loafer", NOW + 40 * DAY).unwrap();
    let mut other = Device::new();
    let of_other = other.does(View, "oxford-42", None).loses("loafer", NOW + 40 * DAY).unwrap();
    assert!(bought < of_other);
}

#[test]
fn a_page_names_the_size_by_what_it_calls_the_variant_too() {
    for (id, variant, is_known) in [
        ("loafer", Some("q42q"), true),
        ("loafer", Some("Black / Q42Q"), true),
        ("oxford", Some("q40q / q42q"), false),
        ("oxford", Some("r52r"), false),
        ("oxford-42", Some("q41q"), true),
        ("belt", Some("q42q"), false),
    ] {
        let mut device = Device::new();
        device.does(EventKind::AddToCart, id, variant);
        let events = Log::read(&device.rows()).events;
        let name = events[0].size.as_ref().map(|size| size.name.as_str());
        assert_eq!(name, is_known.then_some("q42q"), "{id}, {variant:?}");
    }
}

#[test]
fn gifts_pauses_and_pages_without_consent_show_no_size() {
    let mut device = Device::new();
    device.tracks(&TrackedEvent { gift: true, ..event(EventKind::AddToCart, "oxford-42", None) }, NOW);
    assert_eq!(device.loses("loafer", NOW), None, "it is for somebody else");
    let rows = Edit::MarkGift { item: "oxford".to_owned(), is_gift: false }.apply(&device.rows()).rows;
    assert!(Device::with(&rows).loses("loafer", NOW).is_some(), "it was not");
    let rows = Edit::MarkGift { item: "oxford".to_owned(), is_gift: true }.apply(&rows).rows;
    assert_eq!(Device::with(&rows).loses("loafer", NOW), None);

    let mut device = Device::new();
    device.engine.set_mode(Mode::Contextual);
    device.does(EventKind::AddToCart, "oxford-42", None);
    assert_eq!((device.loses("loafer", NOW), device.engine.take_records()), (None, Vec::new()), "not agreed");
    // Events on the open page are stored from the moment of consent.
    let mut device = Device::new();
    device.engine.set_mode(Mode::Contextual);
    device.does(EventKind::AddToCart, "oxford-42", None);
    device.engine.begin(1);
    assert_eq!(sizes(&Log::read(&device.rows())), [("oxford", Some("q42q"))]);

    let paused = Edit::Pause(true).apply(&[]).rows;
    let mut device = Device::with(&paused);
    device.does(EventKind::AddToCart, "oxford-42", None);
    assert_eq!((device.loses("loafer", NOW), device.engine.take_records()), (None, Vec::new()), "paused");
}

#[test]
fn sizes_are_kept_exported_imported_forgotten_and_erased_with_their_events() {
    let mut device = Device::new();
    device.does(EventKind::AddToCart, "oxford-42", None).does(EventKind::View, "ring-54", None);
    device.does(EventKind::View, "belt", None);
    let rows = device.rows();
    let expected = [("oxford", Some("q42q")), ("ring", Some("r54r")), ("belt", None)];
    assert_eq!(sizes(&Log::read(&rows)), expected);
    let lost = device.loses("loafer", NOW);
    assert!(lost.is_some() && Device::with(&rows).loses("loafer", NOW) == lost, "the next page knows it");

    let export = serde_json::to_value(Log::read(&rows).into_export()).unwrap();
    assert_eq!(export["events"][0]["size"], serde_json::json!({ "group": "shoes EU", "name": "q42q" }));
    let told = HistoryImport::read(&PlainValue::from(&export)).unwrap();
    assert_eq!(sizes(&Log::read(&told.into_edit(EventNumber(0)).apply(&[]).rows)), expected);
    let mut wrong = export;
    wrong["events"][0]["size"] = serde_json::json!({ "group": "shoes EU" });
    let error = HistoryImport::read(&PlainValue::from(&wrong)).unwrap_err();
    assert_eq!(error.to_string(), "history.import(): `events[0].size.name` must be a text of 1 to 1,000 letters");

    let forgotten = Edit::Forget("oxford".to_owned()).apply(&rows).rows;
    assert_eq!(sizes(&Log::read(&forgotten)), [("ring", Some("r54r")), ("belt", None)]);
    assert_eq!(Device::with(&forgotten).loses("loafer", NOW), None);
    let holds_size = |rows: &[Row]| records_of(rows).windows(4).any(|bytes| bytes == b"q42q");
    assert!(holds_size(&rows) && !holds_size(&forgotten));
    assert!(!holds_size(&Edit::Clear.apply(&rows).rows));
    device.engine.set_mode(Mode::Contextual);
    assert_eq!(device.loses("loafer", NOW), None, "a refusal");
}

/// A module of a version without sizes compacts size records after their events; the next compaction corrects this.
#[test]
fn sizes_behind_their_events_are_found_again() {
    let mut device = Device::new();
    device.does(EventKind::AddToCart, "oxford-42", None);
    let records = device.engine.take_records();
    let length = 8 + usize::from(u16::from_le_bytes([records[4], records[5]]));
    let (sizes_record, rest) = records.split_at(length);
    let swapped = rows_of(&[rest, sizes_record].concat(), None);
    assert_eq!(sizes(&Log::read(&swapped)), [("oxford", Some("q42q"))]);
    let put_right = compact(&swapped, None, &Rules { now: NOW, retention_days: 90, unwanted: &[] }).rows;
    assert!(Device::with(&put_right).loses("loafer", NOW).is_some());
}

#[test]
fn another_build_knows_a_size_by_its_names() {
    let mut device = Device::new();
    let lost = device.does(EventKind::AddToCart, "oxford-42", None).loses("loafer", NOW);
    let rows = device.rows();
    let mut later = sized_house();
    later.core.size_ranges.swap(0, 1);
    later.core.size_ranges[1].sizes.reverse();
    for id in ["oxford", "loafer", "ring"] {
        let range = &mut item(&mut later, id).size_range;
        *range = range.map(|range| SizeRangeIndex(1 - range.0));
    }
    let left = [("loafer", ItemSizes { range: SizeRangeIndex(1), left: SizeSet(0b0100) })];
    let mut device = Device::with(&rows);
    device.published = Published::stocked(write::build(&later, NOW).unwrap(), &[], &left);
    device.engine = device.published.engine();
    device.engine.restore(&records_of(&rows), NOW);
    assert_eq!(device.loses("loafer", NOW), lost);
    // A build without sizes, or of an earlier version, has no effect on the score.
    device.published = Published::new(&house(), NOW, &[]);
    device.engine = device.published.engine();
    device.engine.restore(&records_of(&rows), NOW);
    assert_eq!(device.loses("loafer", NOW), None);
}

/// The house with so much data that it has shards, and no two items share a file.
fn sharded() -> &'static Published {
    static HOUSE: LazyLock<Published> = LazyLock::new(|| {
        let mut house = sized_house();
        let mut random = common::synthetic::Random(7);
        for number in 0..900 {
            let mut filler = house.items[0].clone();
            filler.id = format!("z-{number:04}").into();
            filler.title = common::text(&mut random, 100).into();
            filler.neighbours.clear();
            house.items.push(filler);
        }
        let published = Published::stocked(write::build(&house, NOW).unwrap(), &[], &sizes_left());
        assert!(published.manifest.shards().number() > 100);
        published
    });
    &HOUSE
}

/// The files that `needs` requires; loads its items.
fn asks(engine: &mut Engine, needs: Needs) -> Vec<String> {
    let published = sharded();
    let files = plan(&published.manifest, &needs).iter().map(|file| file.path(&published.manifest)).collect();
    needs.items.into_iter().for_each(|item| published.load(engine, Some(item)));
    files
}

const ITEMS: [&str; 5] = ["oxford", "loafer", "ring", "belt", "tote"];

/// An action of two shoppers: the same item, each in their own size.
#[derive(Clone, Debug)]
struct Deed {
    kind: EventKind,
    item: &'static str,
    sizes: [usize; 2],
    /// Whether the page names the variant by its own id.
    by_id: bool,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let kind = prop::sample::select(EventKind::ALL.to_vec());
    let deed = (kind, prop::sample::select(ITEMS.to_vec()), [0..4usize, 0..4], any::<bool>());
    prop::collection::vec(deed.prop_map(|(kind, item, sizes, by_id)| Deed { kind, item, sizes, by_id }), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Two shoppers differ only in their sizes. If their pages declared the same ids, the module requests the same
    /// files on that page and on every later one, and its answers do not mention sizes.
    #[test]
    fn no_request_and_no_word_depends_on_a_size(deeds in deeds(), placement in 0..5usize, page in 0..5usize) {
        let mut shoppers = [sharded().engine(), sharded().engine()];
        for engine in &mut shoppers {
            engine.restore(&[], NOW);
        }
        let mut have_heard_the_same = true;
        for Deed { kind, item, sizes, by_id } in &deeds {
            let mut asked = Vec::new();
            for (engine, size) in shoppers.iter_mut().zip(sizes) {
                let name = if *item == "ring" { RINGS[size % 2] } else { SHOES[*size] };
                let is_variant = *by_id && ["oxford", "ring"].contains(item);
                let id = if is_variant { format!("{item}-{}", &name[1..3]) } else { (*item).to_owned() };
                let needs = engine.needs_of_event(*kind, &id);
                asked.push((id.clone(), asks(engine, needs)));
                engine.track_event(&event(*kind, &id, Some(name)), &id, NOW);
            }
            have_heard_the_same &= asked[0].0 == asked[1].0;
            if have_heard_the_same {
                prop_assert_eq!(&asked[0].1, &asked[1].1);
            }
        }
        let request = SuggestRequest {
            item_id: Some(ITEMS[page].to_owned()),
            limit: Some(12),
            ..SuggestRequest::new(Placement::ALL[placement])
        };
        let answers = shoppers.each_mut().map(|engine| {
            engine.leave_page();
            let needs = engine.needs_of_request(&request, NOW);
            let files = asks(engine, needs);
            let slate = serde_json::to_string(&SlateView::new(&engine.suggest(&request, NOW))).unwrap();
            (files, slate)
        });
        prop_assert_eq!(&answers[0].0, &answers[1].0);
        for (_, slate) in &answers {
            for word in SHOES.iter().chain(&RINGS).chain(&["size", "shoes EU"]) {
                prop_assert!(!slate.contains(word), "{} in {}", word, slate);
            }
        }
    }
}
