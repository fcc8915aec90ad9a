//! Caps hold for any sequence of pages, slots, tabs and dismissals. Whole engines share a log, and are called as the
//! package calls the module. The test itself counts what was on the screen.

mod common;

use common::{Published, synthetic};
use passerelle::discretion::{Cap, Caps, DAY, DraftItem, ITEM_REST_SECONDS, OFFER_SECONDS, PageKind};
use passerelle::engine::Engine;
use passerelle::history::{EventKind, EventNumber};
use passerelle::model::{CollectionSet, DivisionIndex, TypeIndex};
use passerelle::pack::write::{Content, Item, Neighbour};
use passerelle::rank::{Placement, Wearer};
use passerelle::request::SuggestRequest;
use passerelle::season::Traits;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::num::NonZeroU32;

const TIME: i64 = 1_800_000_000;
const TABS: usize = 3;
const SPOTS: [&str; 2] = ["above", "below"];
const ITEMS: u32 = 12;
const TEN_YEARS: i64 = 3_650 * DAY;
/// Maximum number of slates that the package makes for a slot.
const TRIES: usize = 3;

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Opens the page of an item in the tab.
    Open(usize),
    /// Fills a slot, or fills it again.
    Draw(usize),
    /// A suggestion of a slot becomes visible.
    See(usize, usize),
    /// "Not for me": a suggestion is dismissed.
    Refuse(usize, usize),
}

#[derive(Clone, Copy, Debug)]
struct Deed {
    tab: usize,
    step: Step,
    /// Seconds before the step.
    wait: i64,
    /// Whether the tab has read the writes of other tabs; their event may come late.
    heard: bool,
}

/// A random sequence; `clock` gives the seconds before each step.
fn deeds(clock: impl Strategy<Value = i64>) -> impl Strategy<Value = Vec<Deed>> {
    let step = prop_oneof![
        2 => (0..ITEMS as usize).prop_map(Step::Open),
        5 => (0..SPOTS.len()).prop_map(Step::Draw),
        8 => (0..SPOTS.len(), 0..4usize).prop_map(|(spot, place)| Step::See(spot, place)),
        1 => (0..SPOTS.len(), 0..4usize).prop_map(|(spot, place)| Step::Refuse(spot, place)),
    ];
    let deed = (0..TABS, step, clock, any::<bool>());
    prop::collection::vec(deed.prop_map(|(tab, step, wait, heard)| Deed { tab, step, wait, heard }), 0..150)
}

/// Waits from seconds to days.
fn steady() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 0..60i64, 3 => 0..2 * OFFER_SECONDS, 1 => 0..2 * DAY]
}

/// The same waits, with a clock that is sometimes set.
fn jumping() -> impl Strategy<Value = i64> {
    prop_oneof![12 => steady(), 1 => -TEN_YEARS..TEN_YEARS, 1 => Just(TEN_YEARS), 1 => Just(-TEN_YEARS), 1 => -2 * DAY..0]
}

fn caps() -> impl Strategy<Value = Caps> {
    let cap = (1..4u32, prop_oneof![Just(3_600u32), Just(DAY as u32), 1..500_000u32]);
    let custom = prop::collection::vec(cap.prop_map(|(cap, period)| Cap { cap, period_seconds: period }), 0..3);
    (1..7u32, custom).prop_map(|(lifetime, custom)| Caps { lifetime, custom })
}

/// Items of six divisions, each of which lists all others.
fn content(caps: &Caps, promotions_per_day: u32) -> Content {
    let mut content = synthetic::content(0, 1);
    content.core.policy.caps = caps.clone();
    content.core.policy.pace.promotions_per_day = promotions_per_day;
    for index in 0..ITEMS {
        let others = (0..ITEMS).filter(|other| *other != index);
        let division = index as usize % synthetic::DIVISIONS;
        content.items.push(Item {
            id: id(index as usize).into(),
            title: format!("item {index}").into(),
            url: format!("https://shop.example/p/{index}").into(),
            image: Some(format!("https://img.example/{index}.jpg").into()),
            additional_image: None,
            price_minor: Some(100),
            division: DivisionIndex(division as u16),
            item_type: TypeIndex((division * synthetic::TYPES_PER_DIVISION) as u16),
            is_new: false,
            collections: CollectionSet::EMPTY,
            traits: Traits::default(),
            wearer: Wearer::default(),
            size_range: None,
            neighbours: others
                .map(|item| Neighbour { item, weight: f64::from(item + 1), support: NonZeroU32::new(3) })
                .collect(),
        });
    }
    content
}

fn id(index: usize) -> String {
    format!("item-{index:02}")
}

/// A capped subject: an item, or a reason with its division.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum CappedSubject {
    Item(String),
    Reason(u8, String),
    Promotion,
}

/// The suggestions drawn in a slot, as in a draft.
type Slate = Vec<DraftItem>;
/// The invitations in a slot, each with the time of its offer, and whether it was seen.
type Standing = BTreeMap<CappedSubject, (i64, bool)>;

#[derive(Default)]
struct Tab {
    engine: Engine,
    /// Number of bytes of the log that the tab has read.
    read: usize,
    slates: [Slate; SPOTS.len()],
    standing: [Standing; SPOTS.len()],
}

struct Device {
    published: Published,
    log: Vec<u8>,
    tabs: Vec<Tab>,
    now: i64,
    /// The times at which each invitation was seen.
    seen: BTreeMap<CappedSubject, Vec<i64>>,
    refused: BTreeMap<String, i64>,
}

impl Device {
    fn new(published: Published) -> Self {
        let mut tabs: Vec<Tab> = Vec::new();
        tabs.resize_with(TABS, || Tab { engine: published.engine(), ..Tab::default() });
        for (number, tab) in tabs.iter_mut().enumerate() {
            tab.engine.restore(&[], TIME);
            tab.engine.number_from(EventNumber((number as u128) << 64));
        }
        Self { published, log: Vec::new(), tabs, now: TIME, seen: BTreeMap::new(), refused: BTreeMap::new() }
    }

    /// Writes the tab's records to the log. Returns true if other tabs had written before, and their records change the
    /// page.
    fn save(&mut self, tab: usize) -> bool {
        let Tab { engine, read, .. } = &mut self.tabs[tab];
        let records = engine.take_records();
        let knew_all = *read == self.log.len();
        self.log.extend(&records);
        if knew_all {
            *read = self.log.len();
        }
        !knew_all && !records.is_empty() && self.read(tab)
    }

    fn read(&mut self, tab: usize) -> bool {
        let tab = &mut self.tabs[tab];
        tab.engine.restore(&self.log, self.now);
        tab.read = self.log.len();
        true
    }

    fn does(&mut self, deed: Deed) -> Result<(), TestCaseError> {
        self.now += deed.wait;
        if deed.heard && self.tabs[deed.tab].read < self.log.len() {
            self.read(deed.tab);
        }
        match deed.step {
            Step::Open(item) => self.open(deed.tab, &id(item)),
            Step::Draw(spot) => self.draw(deed.tab, spot)?,
            Step::See(spot, place) => self.see(deed.tab, spot, place),
            Step::Refuse(spot, place) => {
                if let Some(DraftItem { id: item, .. }) = self.tabs[deed.tab].slates[spot].get(place).cloned() {
                    self.tabs[deed.tab].engine.dismiss(&item, self.now);
                    self.save(deed.tab);
                    self.refused.insert(item, self.now);
                }
            }
        }
        Ok(())
    }

    fn open(&mut self, tab: usize, item: &str) {
        let Tab { engine, slates, standing, .. } = &mut self.tabs[tab];
        engine.leave_page();
        let declared = engine.open_page(item);
        self.published.load(engine, declared);
        assert!(engine.track(EventKind::View, item, self.now, false));
        *slates = Default::default();
        *standing = Default::default();
        self.save(tab);
    }

    fn draw(&mut self, tab: usize, spot: usize) -> Result<(), TestCaseError> {
        let request =
            SuggestRequest { slot: SPOTS[spot].to_owned(), limit: Some(4), ..SuggestRequest::new(Placement::Home) };
        let mut drawn = None;
        for _ in 0..TRIES {
            let engine = &mut self.tabs[tab].engine;
            let draft = engine.suggest(&request, self.now).draft(PageKind::Other);
            engine.offer(&draft, SPOTS[spot], self.now);
            if !self.save(tab) || self.tabs[tab].engine.is_active(SPOTS[spot], self.now) {
                drawn = Some(draft);
                break;
            }
        }
        let draft = drawn.unwrap_or_default();
        let knows_all = self.tabs[tab].read == self.log.len();
        let Tab { slates, standing, .. } = &mut self.tabs[tab];
        for DraftItem { id: item, .. } in &draft.items {
            // `discretion.rs` tests the age of a dismissal with a clock that jumps.
            let rests = self.refused.get(item).is_some_and(|time| (0..ITEM_REST_SECONDS).contains(&(self.now - time)));
            prop_assert!(!rests || !knows_all, "{item} was refused");
            let elsewhere = (0..SPOTS.len()).filter(|other| *other != spot);
            for other in elsewhere.flat_map(|other| &slates[other]) {
                prop_assert!(other.id != *item, "two spots of a page share {item}");
            }
        }
        let reasons = draft.items.iter().filter_map(|item| item.argument.clone());
        let invitations = draft.items.iter().map(|item| CappedSubject::Item(item.id.clone()));
        let invitations =
            invitations.chain(reasons.map(|argument| CappedSubject::Reason(argument.reason.0, argument.division)));
        let promotion = draft.promotes.then_some(CappedSubject::Promotion);
        let stood = std::mem::take(&mut standing[spot]);
        // A suggestion that is drawn again before its offer expires is the same invitation.
        let stays = |invitation: &CappedSubject| {
            stood.get(invitation).copied().filter(|(since, _)| (0..OFFER_SECONDS).contains(&(self.now - since)))
        };
        standing[spot] = invitations
            .chain(promotion)
            .map(|invitation| {
                let state = stays(&invitation).unwrap_or((self.now, false));
                (invitation, state)
            })
            .collect();
        slates[spot] = draft.items;
        Ok(())
    }

    fn see(&mut self, tab: usize, spot: usize, place: usize) {
        let now = self.now;
        let Some(DraftItem { id: item, argument }) = self.tabs[tab].slates[spot].get(place).cloned() else { return };
        let is_there = self.tabs[tab].engine.record_impression(&item, now);
        self.save(tab);
        if !is_there {
            // The package removes this suggestion from the page, and asks for another slate.
            self.tabs[tab].slates[spot].retain(|other| other.id != item);
            return;
        }
        let reason = argument.map(|argument| CappedSubject::Reason(argument.reason.0, argument.division));
        for invitation in
            [Some(CappedSubject::Item(item)), reason, Some(CappedSubject::Promotion)].into_iter().flatten()
        {
            if let Some((_, seen)) = self.tabs[tab].standing[spot].get_mut(&invitation)
                && !std::mem::replace(seen, true)
            {
                self.seen.entry(invitation).or_default().push(now);
            }
        }
    }
}

/// Checks that the ascending `times` respect the caps, in every window of a period.
fn holds(what: &CappedSubject, times: &[i64], caps: &Caps) -> Result<(), TestCaseError> {
    prop_assert!(times.len() <= caps.lifetime as usize, "{what:?} {} times in all", times.len());
    for Cap { cap, period_seconds: period } in &caps.custom {
        for (at, start) in times.iter().enumerate() {
            let within = times[at..].iter().filter(|time| **time - start < i64::from(*period)).count();
            prop_assert!(within <= *cap as usize, "{what:?} {within} times within {period} seconds, {cap} allowed");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn caps_hold_on_the_screen(caps in caps(), promotions in 1..5u32, deeds in deeds(steady())) {
        let mut device = Device::new(Published::new(&content(&caps, promotions), TIME, &[]));
        (0..TABS).for_each(|tab| device.open(tab, &id(tab)));
        for deed in deeds {
            device.does(deed)?;
        }
        let daily = Caps { lifetime: u32::MAX, custom: vec![Cap { cap: promotions, period_seconds: DAY as u32 }] };
        for (what, times) in &device.seen {
            holds(what, times, if *what == CappedSubject::Promotion { &daily } else { &caps })?;
        }
    }

    #[test]
    fn no_clock_opens_what_is_spent_for_good(lifetime in 1..5u32, deeds in deeds(jumping())) {
        let caps = Caps { lifetime, custom: Vec::new() };
        let mut device = Device::new(Published::new(&content(&caps, 100), TIME, &[]));
        (0..TABS).for_each(|tab| device.open(tab, &id(tab)));
        for deed in deeds {
            device.does(deed)?;
        }
        for (what, times) in device.seen.iter().filter(|(what, _)| **what != CappedSubject::Promotion) {
            holds(what, times, &caps)?;
        }
    }
}

/// The property above would also hold if nothing were ever shown.
#[test]
fn walks_use_their_caps_up() {
    let caps = Caps { lifetime: 6, custom: vec![Cap { cap: 2, period_seconds: DAY as u32 }] };
    let mut device = Device::new(Published::new(&content(&caps, 3), TIME, &[]));
    (0..TABS).for_each(|tab| device.open(tab, &id(tab)));
    for round in 0..400usize {
        let tab = round % TABS;
        let steps =
            [Step::Open(round % 7), Step::Draw(0), Step::See(0, 0), Step::See(0, 1), Step::Draw(1), Step::See(1, 0)];
        for step in steps {
            device.does(Deed { tab, step, wait: 600, heard: round % 2 == 0 }).unwrap();
        }
    }
    let most = |is: fn(&CappedSubject) -> bool| {
        device.seen.iter().filter(|(what, _)| is(what)).map(|(_, times)| times.len()).max()
    };
    assert_eq!(most(|what| matches!(what, CappedSubject::Item(_))), Some(6));
    assert_eq!(most(|what| matches!(what, CappedSubject::Reason(..))), Some(6));
    assert!(most(|what| *what == CappedSubject::Promotion) > Some(10));
}
