//! The store, case by case: a tab whose store is denied, full, emptied, silent or damaged, and its reads and deletions
//! while consent is denied.

mod stored;

use futures_util::FutureExt;
use passerelle::consent::{GrantBasis, Statement, StatementSource, Weight};
use passerelle::history::{
    APPENDED, Category, Clock, Edit, Event, EventKind, EventNumber, Log, Oldest, Row, StorePart,
};
use passerelle::store::{
    Backend, Checkpoint, Contents, Failure, InMemoryBackend, Replacement, Standing, Store, StoreEvent, StoreFuture,
    StoreHost, StoreState, StoreWarning,
};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::task::Poll;
use stored::{Remembers, items, items_of};

const TIME: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

/// A device's store that fails on demand.
#[derive(Clone, Default)]
struct Device {
    memory: InMemoryBackend,
    failure: Rc<Cell<Option<Failure>>>,
    /// The only function that fails; empty if all do.
    failing: Rc<Cell<&'static str>>,
    hangs: Rc<Cell<bool>>,
    /// Whether requests are kept waiting.
    holds: Rc<Cell<bool>>,
    /// The functions that were called.
    called: Rc<RefCell<BTreeSet<&'static str>>>,
    told: Rc<RefCell<Vec<StoreEvent>>>,
}

impl Device {
    /// The answer of the store in memory, as soon as it may be given.
    fn after<T: 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&InMemoryBackend) -> StoreFuture<T> + 'static,
    ) -> StoreFuture<T> {
        self.called.borrow_mut().insert(name);
        let device = self.clone();
        Box::pin(async move {
            if device.hangs.get() {
                std::future::pending::<()>().await;
            }
            std::future::poll_fn(|_| if device.holds.get() { Poll::Pending } else { Poll::Ready(()) }).await;
            let fails = ["", name].contains(&device.failing.get());
            match device.failure.get().filter(|_| fails) {
                Some(failure) => Err(failure),
                None => work(&device.memory).await,
            }
        })
    }
}

impl Backend for Device {
    fn peek(&self) -> StoreFuture<StoreState> {
        self.after("peek", |memory| memory.peek())
    }

    fn load(&self) -> StoreFuture<Contents> {
        self.after("load", |memory| memory.load())
    }

    fn stand(&self, expected: Standing, standing: Standing, clock: Clock) -> StoreFuture<()> {
        self.after("stand", move |memory| memory.stand(expected, standing, clock))
    }

    fn append(&self, epoch: u64, rows: Vec<Row>) -> StoreFuture<Option<u64>> {
        self.after("append", move |memory| memory.append(epoch, rows))
    }

    fn replace(&self, epoch: u64, generation: u64, replacement: Replacement) -> StoreFuture<()> {
        self.after("replace", move |memory| memory.replace(epoch, generation, replacement))
    }

    fn expire(&self, oldest: Option<Oldest>, clock: Clock) -> StoreFuture<()> {
        self.after("expire", move |memory| memory.expire(oldest, clock))
    }

    fn wipe(&self, refused: bool) -> StoreFuture<Option<u64>> {
        self.after("wipe", move |memory| memory.wipe(refused))
    }

    fn read_checkpoint(&self) -> StoreFuture<Option<Checkpoint>> {
        self.memory.read_checkpoint()
    }

    fn write_checkpoint(&self, checkpoint: Option<Checkpoint>) -> StoreFuture<()> {
        self.memory.write_checkpoint(checkpoint)
    }

    fn publish(&self, event: StoreEvent) {
        self.told.borrow_mut().push(event);
    }
}

#[derive(Default)]
struct Around {
    now: Cell<i64>,
    epoch: Cell<u64>,
    warnings: RefCell<Vec<&'static str>>,
    /// How often the history was edited or erased.
    edits: Cell<usize>,
    /// Whether timers end at once, because the device hangs.
    hangs: Rc<Cell<bool>>,
}

impl StoreHost for Around {
    fn now(&self) -> i64 {
        self.now.get()
    }

    fn draw(&self) -> u64 {
        self.epoch.set(self.epoch.get() + 1);
        self.epoch.get()
    }

    async fn sleep(&self, _: u32) {
        if !self.hangs.get() {
            std::future::pending::<()>().await;
        }
    }

    fn warn(&self, warning: StoreWarning) {
        self.warnings.borrow_mut().push(warning.code());
    }

    fn consent_changed(&self, _: bool) {}

    fn history_edited(&self) {
        self.edits.set(self.edits.get() + 1);
    }
}

struct Tab {
    store: Store<Rc<Around>, Remembers>,
    around: Rc<Around>,
    history: Remembers,
    device: Device,
}

impl Tab {
    /// A page on `device`; each page has its own event numbers.
    fn new(device: &Device) -> Self {
        thread_local!(static TABS: Cell<u64> = const { Cell::new(1) });
        let number = TABS.replace(TABS.get() + 1);
        let around = Around { hangs: device.hangs.clone(), ..Around::default() };
        around.now.set(TIME);
        around.epoch.set(number * 1_000);
        let (around, history) = (Rc::new(around), Remembers::default());
        history.0.borrow_mut().number_from(EventNumber(u128::from(number) << 64));
        let store = Store::new(Rc::new(device.clone()), around.clone(), history.clone());
        Self { store, around, history, device: device.clone() }
    }

    fn says(&self, weight: Weight, granted: bool) {
        let source = if weight == Weight::Default { StatementSource::ConsentMode } else { StatementSource::Tcf };
        self.hears(source, weight, granted);
    }

    fn hears(&self, source: StatementSource, weight: Weight, granted: bool) {
        self.store.hear(Statement { source, weight, granted, time_ms: 0 });
        ready(self.store.decide());
    }

    /// A page whose shopper has consented before.
    fn granted(device: &Device) -> Self {
        let tab = Self::new(device);
        tab.says(Weight::Replayed, true);
        tab
    }

    /// Tracks a view; returns true if it is stored on the device.
    fn track(&self, item: &str) -> bool {
        if self.store.is_open() {
            self.append(EventKind::View, item, None);
        }
        ready(self.store.save())
    }

    /// Tracks a line of an order; returns true if it had not counted before.
    fn buy(&self, item: &str, order: Option<&str>) -> bool {
        let is_new = self.append(EventKind::Purchase, item, order);
        ready(self.store.save());
        is_new
    }

    fn append(&self, kind: EventKind, item: &str, order: Option<&str>) -> bool {
        let (time, order) = (self.around.now.get(), order.map(Into::into));
        let event = Event { kind, item_id: item.into(), time, gift: false, order, size: None };
        self.history.0.borrow_mut().append(event, Category { division: "shoes", item_type: "Boots" })
    }

    fn remembers(&self) -> Vec<String> {
        items_of(&self.history.0.borrow())
    }

    fn warnings(&self) -> Vec<&'static str> {
        self.around.warnings.borrow().clone()
    }

    fn called(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.device.called.borrow_mut()).into_iter().collect()
    }
}

/// The rows stored on the device.
fn stored(device: &Device) -> Vec<Row> {
    ready(device.memory.load()).unwrap().rows
}

/// The result of work that does not wait.
fn ready<T>(work: impl Future<Output = T>) -> T {
    work.now_or_never().unwrap()
}

#[test]
fn an_order_counts_once_however_often_its_page_is_loaded() {
    let device = Device::default();
    let first = Tab::granted(&device);
    assert!(first.buy("a", Some("T-1")) && first.buy("b", Some("T-1")));
    assert!(!first.buy("a", Some("T-1")), "an effect that runs twice");
    let reloaded = Tab::granted(&device);
    reloaded.around.now.set(TIME + 3 * DAY);
    assert!(!reloaded.buy("a", Some("T-1")) && !reloaded.buy("b", Some("T-1")));
    assert!(reloaded.buy("a", Some("T-2")));
    assert_eq!(Tab::granted(&device).remembers(), ["a", "b", "a"]);
    // The order's number outlives edits by hand and compaction.
    let marks = |rows: Vec<Row>| Edit::MarkGift { item: "b".to_owned(), is_gift: true }.apply(&rows).rows;
    assert!(ready(reloaded.store.edit(&marks)).unwrap());
    assert!(!Tab::granted(&device).buy("b", Some("T-1")));
}

/// A platform repeats its answer on every page, and late: events from before are written when the history is open.
#[test]
fn an_order_that_was_heard_before_the_history_was_read_counts_once() {
    let device = Device::default();
    let tabs = [Tab::granted(&device), Tab::granted(&device)];
    assert!(tabs[0].buy("a", Some("T-1")));
    // This tab has not read the other tab's writes.
    assert!(tabs[1].buy("a", Some("T-1")));
    ready(tabs[1].store.refresh());
    assert_eq!(tabs[1].remembers(), ["a"]);
    assert_eq!(items(&stored(&device)), ["a"]);
}

#[test]
fn without_a_number_the_same_item_within_half_an_hour_was_bought_once() {
    let device = Device::default();
    assert!(Tab::granted(&device).buy("a", None));
    let reloaded = Tab::granted(&device);
    reloaded.around.now.set(TIME + 1_799);
    assert!(!reloaded.buy("a", None));
    reloaded.around.now.set(TIME + 1_800);
    assert!(reloaded.buy("a", None));
}

/// The order's number stays in the history: an export contains neither the number nor its hash.
#[test]
fn an_export_tells_nothing_of_an_order() {
    let device = Device::default();
    assert!(Tab::granted(&device).buy("a", Some("T-1")));
    let export = serde_json::to_value(Log::read(&stored(&device)).into_export()).unwrap();
    let event = export["events"][0].as_object().unwrap();
    let names: Vec<&str> = event.keys().map(String::as_str).collect();
    assert_eq!(names, ["division", "gift", "id", "imported", "itemId", "name", "time", "type"]);
    assert!(event["id"].as_str().unwrap().ends_with("00000000"), "{event:?}");
    let lies_there = stored(&device).iter().any(|row| row.records.windows(3).any(|bytes| bytes == b"T-1"));
    assert!(!lies_there, "nor is the number itself stored");
}

#[test]
fn a_history_outlives_its_page() {
    let device = Device::default();
    let first = Tab::granted(&device);
    assert!(first.track("a") && first.track("b"));
    let second = Tab::granted(&device);
    assert_eq!(second.remembers(), ["a", "b"]);
    assert!(second.track("c"));
    first.store.told(StoreEvent::Changed);
    assert!(ready(first.store.refresh()) && !ready(first.store.refresh()));
    assert_eq!(first.remembers(), ["a", "b", "c"]);
    assert_eq!((first.warnings(), second.warnings()), (vec![], vec![]));
}

#[test]
fn before_anybody_speaks_nothing_is_read_and_nothing_is_written() {
    let device = Device::default();
    Tab::granted(&device).track("a");
    let tab = Tab::new(&device);
    tab.called();
    ready(tab.store.decide());
    assert!(!tab.track("b"));
    assert_eq!(tab.called(), Vec::<&str>::new());
}

/// The shopper views and edits the stored history on a page without any statement of consent.
#[test]
fn what_is_done_by_hand_acts_on_what_is_stored() {
    let device = Device::default();
    let first = Tab::granted(&device);
    first.track("a");
    let tab = Tab::new(&device);
    assert_eq!(ready(tab.store.read()).map(|rows| rows.len()), Ok(1));
    assert_eq!(ready(tab.store.edit(&|rows| Log::read(&rows).into_rows())), Ok(true));
    assert!(!tab.store.is_open() && tab.remembers().is_empty());
    first.store.told(StoreEvent::Changed);
    assert!(ready(first.store.refresh()) && first.remembers() == ["a"]);
    assert_eq!(ready(tab.store.clear()), Ok(()));
    assert_eq!(device.memory.contents().rows, []);
    device.failure.set(Some(Failure::Denied));
    assert_eq!(
        (ready(tab.store.read()), ready(tab.store.edit(&|rows| rows))),
        (Err(Failure::Denied), Err(Failure::Denied))
    );
    let empty = Tab::new(&Device::default());
    assert_eq!((ready(empty.store.read()), ready(empty.store.edit(&|rows| rows))), (Ok(vec![]), Ok(false)));
}

#[test]
fn all_is_forgotten_only_when_the_device_was_read_back_empty() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    tab.track("a");
    device.failure.set(Some(Failure::Full));
    tab.track("b");
    assert_eq!(ready(tab.store.clear()), Err(Failure::Full), "it goes on in memory, the device holds what it held");
    assert_eq!((tab.remembers(), device.memory.contents().rows.len()), (vec![], 1));
    device.failure.set(None);
    assert_eq!(ready(tab.store.clear()), Ok(()));
    assert_eq!(device.memory.contents().rows, []);
    assert!(Tab::granted(&device).store.is_open(), "the consent stays");
}

#[test]
fn a_default_that_denies_keeps_what_is_there_unread_and_deletes_what_is_too_old() {
    let device = Device::default();
    let old = Tab::granted(&device);
    old.track("old");
    old.around.now.set(TIME + 80 * DAY);
    old.track("new");
    let tab = Tab::new(&device);
    tab.around.now.set(TIME + 100 * DAY);
    tab.called();
    tab.says(Weight::Default, false);
    ready(tab.store.expire());
    tab.track("never");
    assert_eq!(tab.called(), ["expire", "peek"]);
    assert_eq!(tab.remembers(), Vec::<String>::new());
    assert_eq!(device.memory.contents().rows.len(), 1);
    ready(tab.store.expire());
    assert_eq!(tab.called(), ["peek"], "once a day");
    tab.says(Weight::Replayed, true);
    assert_eq!(tab.remembers(), ["new"], "and goes on with the answer");
}

#[test]
fn a_page_that_is_denied_later_lets_go_of_what_it_has_not_written() {
    let device = Device::default();
    let tab = Tab::new(&device);
    tab.says(Weight::Default, true);
    assert!(tab.track("a"));
    tab.says(Weight::Default, false);
    assert!(!tab.store.is_open() && tab.remembers().is_empty());
    assert!(!tab.track("b"));
    tab.says(Weight::Default, true);
    assert_eq!(tab.remembers(), ["a"]);
}

#[test]
fn a_refusal_erases_everywhere_and_leaves_one_flag() {
    let device = Device::default();
    let (one, two, deaf) = (Tab::granted(&device), Tab::granted(&device), Tab::granted(&device));
    one.track("a");
    two.track("b");
    device.told.borrow_mut().clear();
    one.says(Weight::New, false);
    let standing = Standing { grant: None, refused: true };
    let nothing = Contents { state: StoreState { standing, ..StoreState::default() }, rows: Vec::new() };
    assert_eq!(device.memory.contents(), nothing);
    assert_eq!(ready(device.read_checkpoint()), Ok(None));
    for event in device.told.take() {
        two.store.told(event);
    }
    assert!(!two.store.is_open() && two.remembers().is_empty());
    assert!(!deaf.track("c"));
    assert!(!deaf.store.is_open() && deaf.remembers().is_empty(), "found out with its next event");
    for page in [Tab::granted(&device), two, deaf] {
        page.says(Weight::Replayed, true);
        assert!(!page.store.is_open(), "nothing that is repeated reopens it");
    }
    assert_eq!(device.memory.contents(), nothing);
    one.says(Weight::New, true);
    assert!(one.track("d"));
    assert_eq!(Tab::granted(&device).remembers(), ["d"]);
    assert_eq!(one.warnings(), Vec::<&str>::new());
}

#[test]
fn the_basis_of_a_grant_is_remembered() {
    let device = Device::default();
    Tab::new(&device).says(Weight::Default, true);
    let basis = || device.memory.contents().state.standing.grant.unwrap().basis;
    assert_eq!(basis(), GrantBasis::Default);
    let tab = Tab::granted(&device);
    tab.track("a");
    assert_eq!(basis(), GrantBasis::Answer);
    Tab::new(&device).says(Weight::Default, true);
    assert_eq!((basis(), Tab::granted(&device).remembers()), (GrantBasis::Answer, vec!["a".to_owned()]));
}

#[test]
fn where_nothing_can_be_stored_the_history_goes_on_in_memory_with_one_warning() {
    for hangs in [false, true] {
        let device = Device::default();
        device.hangs.set(hangs);
        device.failure.set(Some(Failure::Denied));
        let tab = Tab::granted(&device);
        assert!(!tab.track("a") && !tab.track("b"));
        assert_eq!(tab.remembers(), ["a", "b"]);
        let is_later = |row: &Row| row.key.number > APPENDED;
        let done = ready(tab.store.edit(&|rows| rows.into_iter().filter(is_later).collect()));
        assert_eq!(done, Err(Failure::Denied), "nobody has changed what the device holds");
        assert_eq!(tab.remembers(), ["b"], "what is changed is changed in memory");
        let rows = ready(tab.store.read()).unwrap();
        assert_eq!(rows.iter().filter(|row| row.key.part == StorePart::Log).count(), 1);
        tab.says(Weight::New, false);
        assert_eq!((tab.remembers(), tab.warnings()), (vec![], vec!["storage_denied"]));
        assert_eq!(device.memory.contents(), Contents::default());
    }
}

#[test]
fn a_full_disk_leaves_what_was_acknowledged() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    assert!(tab.track("a"));
    device.failure.set(Some(Failure::Full));
    assert!(!tab.track("b"));
    device.failure.set(None);
    assert!(!tab.track("c"), "a page that has fallen back stays there");
    assert_eq!((tab.remembers().len(), tab.warnings()), (3, vec!["storage_full"]));
    assert_eq!(ready(tab.store.read()).map(|rows| rows.len()), Ok(3));
    assert_eq!(Tab::granted(&device).remembers(), ["a"]);
}

#[test]
fn a_connection_that_closes_is_opened_again_three_times() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    device.failure.set(Some(Failure::Closed));
    assert!(!tab.track("a"));
    assert_eq!((tab.remembers(), tab.warnings()), (vec!["a".to_owned()], vec!["storage_lost"]));
}

#[test]
fn what_was_emptied_by_somebody_who_did_not_refuse_is_said() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    tab.track("a");
    ready(device.memory.wipe(false)).unwrap();
    assert!(!tab.track("b"));
    assert_eq!((tab.remembers(), tab.warnings()), (vec!["a".into(), "b".into()], vec!["storage_lost"]));
    let next = Tab::granted(&device);
    assert_eq!((next.remembers(), next.warnings()), (vec![], vec!["history_lost"]));
    ready(device.memory.wipe(false)).unwrap();
    ready(device.memory.write_checkpoint(None)).unwrap();
    next.track("c");
    let third = Tab::granted(&device);
    assert_eq!((third.remembers(), third.warnings()), (vec![], vec![]), "with everything of the site: nobody can know");
}

#[test]
fn a_store_that_was_put_back_is_said() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    tab.track("a");
    let early = device.memory.contents();
    tab.track("b");
    let checkpoint = ready(device.read_checkpoint()).unwrap();
    let device = Device { memory: InMemoryBackend::holding(early), ..Device::default() };
    ready(device.write_checkpoint(checkpoint)).unwrap();
    let next = Tab::granted(&device);
    assert_eq!((next.remembers(), next.warnings()), (vec!["a".to_owned()], vec!["history_rolled_back"]));
}

#[test]
fn damage_costs_what_is_damaged_and_is_said() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    tab.track("a");
    tab.track("b");
    let mut contents = device.memory.contents();
    contents.rows[0].records[20] ^= 1;
    let device = Device { memory: InMemoryBackend::holding(contents), ..Device::default() };
    let next = Tab::granted(&device);
    assert_eq!((next.remembers(), next.warnings()), (vec!["b".to_owned()], vec!["history_damaged"]));
}

#[test]
fn a_refusal_that_could_not_be_carried_out_is_tried_again() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    tab.track("a");
    for hangs in [false, true] {
        device.hangs.set(hangs);
        device.failure.set(Some(Failure::Lost));
        tab.says(Weight::New, false);
        assert!(!tab.store.is_open() && tab.remembers().is_empty());
        assert!(!device.memory.contents().rows.is_empty());
    }
    device.hangs.set(false);
    device.failure.set(None);
    ready(tab.store.decide());
    assert!(device.memory.contents().rows.is_empty() && device.memory.contents().state.standing.refused);
}

#[test]
fn an_agreement_after_a_refusal_that_could_not_be_carried_out_brings_nothing_back() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    tab.track("a");
    device.failure.set(Some(Failure::Lost));
    tab.says(Weight::New, false);
    tab.says(Weight::New, true);
    assert!(tab.store.is_open() && tab.remembers().is_empty(), "in memory");
    device.failure.set(None);
    ready(tab.store.decide());
    assert_eq!(Tab::granted(&device).remembers(), Vec::<String>::new());
}

/// A device whose erasures fail, with the history of a page that a default granted.
fn granted_by_default() -> (Device, Tab) {
    let device = Device::default();
    let tab = Tab::new(&device);
    tab.says(Weight::Default, true);
    assert!(tab.track("a"));
    device.failure.set(Some(Failure::Lost));
    device.failing.set("wipe");
    (device, tab)
}

#[test]
fn a_default_whose_erasure_fails_leaves_no_flag_when_it_is_tried_again() {
    let (device, tab) = granted_by_default();
    tab.hears(StatementSource::GlobalPrivacyControl, Weight::Default, false);
    assert!(!tab.store.is_open() && device.memory.contents().rows.len() == 1);
    device.failure.set(None);
    ready(tab.store.decide());
    assert_eq!(device.memory.contents(), Contents::default(), "nobody has refused");
    let next = Tab::granted(&device);
    assert!(next.store.is_open() && next.track("b"), "so a repeated answer grants");
}

#[test]
fn a_refusal_and_a_default_whose_erasures_fail_leave_the_flag_in_any_order() {
    for refusal_first in [true, false] {
        let (device, tab) = granted_by_default();
        for refuses in [refusal_first, !refusal_first] {
            match refuses {
                true => tab.says(Weight::New, false),
                false => tab.hears(StatementSource::GlobalPrivacyControl, Weight::Default, false),
            }
        }
        device.failure.set(None);
        ready(tab.store.decide());
        let standing = Standing { grant: None, refused: true };
        let state = StoreState { standing, ..StoreState::default() };
        assert_eq!(device.memory.contents(), Contents { state, rows: Vec::new() }, "{refusal_first}");
    }
}

#[test]
fn a_default_whose_erasure_is_tried_again_takes_neither_an_answer_nor_a_refusal_of_another_tab() {
    for granted in [true, false] {
        let (device, tab) = granted_by_default();
        tab.hears(StatementSource::GlobalPrivacyControl, Weight::Default, false);
        device.failure.set(None);
        let other = Tab::new(&device);
        other.says(Weight::New, granted);
        assert_eq!(other.track("b"), granted);
        let before = device.memory.contents();
        ready(tab.store.decide());
        assert_eq!(device.memory.contents(), before, "{granted}");
    }
}

#[test]
fn an_agreement_after_an_erasure_that_failed_begins_anew_and_is_not_erased_later() {
    for by_default in [true, false] {
        let (device, tab) = granted_by_default();
        match by_default {
            true => tab.hears(StatementSource::GlobalPrivacyControl, Weight::Default, false),
            false => tab.says(Weight::New, false),
        }
        tab.says(Weight::New, true);
        assert!(tab.store.is_open() && tab.remembers().is_empty(), "{by_default}");
        assert!(tab.track("b"));
        device.failure.set(None);
        ready(tab.store.decide());
        assert!(tab.track("c"), "{by_default}");
        assert_eq!(Tab::granted(&device).remembers(), ["b", "c"]);
    }
}

#[test]
fn a_history_that_begins_anew_in_memory_erases_what_the_device_holds() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    assert!(tab.track("a"));
    device.failure.set(Some(Failure::Full));
    assert!(!tab.track("b"));
    device.failure.set(None);
    // The later answer agrees, so the page is open all along.
    let says = |granted, time_ms| Statement { source: StatementSource::Tcf, weight: Weight::New, granted, time_ms };
    tab.store.hear(says(true, 2));
    tab.store.hear(says(false, 1));
    ready(tab.store.decide());
    assert!(tab.store.is_open() && tab.remembers().is_empty());
    assert_eq!(device.memory.contents(), Contents::default());
    assert!(!tab.track("c"), "a page that has fallen back stays there");
    assert_eq!((tab.store.is_open(), tab.remembers()), (true, vec!["c".to_owned()]));
}

#[test]
fn a_hundred_rows_are_packed_into_few() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    let items: Vec<String> = (0..100).map(|item| format!("item-{item}")).collect();
    for item in &items[..99] {
        assert!(tab.track(item));
    }
    assert_eq!((device.memory.contents().rows.len(), tab.store.wants_compaction()), (99, false));
    assert!(tab.track(&items[99]));
    let Contents { state, rows } = device.memory.contents();
    let parts: BTreeSet<StorePart> = rows.iter().map(|row| row.key.part).collect();
    assert_eq!((parts, rows.len(), state.generation), (BTreeSet::from([StorePart::Weeks, StorePart::Log]), 2, 1));
    assert!(rows.iter().all(|row| row.key.number < APPENDED));
    let next = Tab::granted(&device);
    assert_eq!(next.remembers(), items);
    next.track("last");
    assert!(!next.store.wants_compaction());
    next.around.now.set(TIME + DAY);
    assert!(next.store.wants_compaction(), "what was appended on an earlier day");
    ready(next.store.compact());
    assert!(!next.store.wants_compaction());
    assert_eq!(Tab::granted(&device).remembers().len(), 101);
}

#[test]
fn what_happens_while_another_tab_compacts_is_not_lost() {
    let device = Device::default();
    let (one, two) = (Tab::granted(&device), Tab::granted(&device));
    one.track("a");
    let kept = device.memory.contents();
    two.track("b");
    ready(two.store.compact());
    let late = Replacement { drop: kept.rows.iter().map(|row| row.key).collect(), ..Replacement::default() };
    let epoch = kept.state.standing.grant.unwrap().epoch;
    assert_eq!(ready(device.replace(epoch, kept.state.generation, late)), Err(Failure::Conflict));
    assert!(one.track("c"));
    assert!(ready(one.store.claim()), "it knows that somebody wrote before it");
    assert_eq!(one.remembers(), ["a", "b", "c"]);
    assert_eq!(Tab::granted(&device).remembers(), ["a", "b", "c"]);
}

#[test]
fn a_store_of_the_version_before_is_written_anew() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    tab.track("first");
    let Contents { state, rows } = device.memory.contents();
    let old = Row { records: include_bytes!("data/store/version-2.bin").to_vec(), ..rows[0].clone() };
    let device = Device { memory: InMemoryBackend::holding(Contents { state, rows: vec![old] }), ..Device::default() };
    let next = Tab::granted(&device);
    assert_eq!((next.remembers().len(), next.store.wants_compaction()), (5, true));
    ready(next.store.compact());
    assert!(!next.store.wants_compaction());
    assert_eq!((Tab::granted(&device).remembers().len(), next.warnings()), (5, vec![]));
}

/// An edit that waits under one grant is not performed under the next.
#[test]
fn a_change_that_waits_for_its_turn_does_not_outlive_its_grant() {
    let device = Device::default();
    let tab = Tab::granted(&device);
    tab.track("a");
    device.holds.set(true);
    let mut edit = Box::pin(tab.store.edit(&|rows| rows));
    assert_eq!(edit.as_mut().now_or_never(), None);
    device.holds.set(false);
    tab.says(Weight::New, false);
    tab.store.hear(Statement { source: StatementSource::Tcf, weight: Weight::New, granted: true, time_ms: 0 });
    let mut decide = Box::pin(tab.store.decide());
    assert_eq!(decide.as_mut().now_or_never(), None, "it writes after the edit");
    assert!(tab.store.is_open());
    tab.called();
    assert_eq!(ready(edit), Ok(false));
    assert!(!tab.called().contains(&"replace"));
    ready(decide);
}

#[test]
fn a_page_that_returns_from_the_cache_tells_whether_the_history_was_edited_or_erased() {
    let device = Device::default();
    let (tab, other) = (Tab::granted(&device), Tab::granted(&device));
    let edits = || tab.around.edits.replace(0);
    assert!(other.track("A"));
    ready(tab.store.resume());
    assert_eq!(
        (edits(), tab.remembers()),
        (0, vec!["A".to_owned()]),
        "what other tabs recorded is read, and is no edit"
    );

    ready(other.store.clear()).unwrap();
    ready(tab.store.resume());
    assert_eq!((edits(), tab.remembers()), (1, Vec::new()));

    other.says(Weight::New, false);
    ready(tab.store.resume());
    assert_eq!((edits(), tab.store.is_open()), (1, false));
    ready(tab.store.resume());
    assert_eq!(edits(), 0, "nothing was open");

    ready(tab.store.read()).unwrap();
    ready(tab.store.resume());
    assert_eq!(edits(), 1, "what the shopper has read may be out of date");
}

/// A new agreement that has not been decided on.
fn agrees_but_waits(tab: &Tab) {
    tab.store.hear(Statement { source: StatementSource::Tcf, weight: Weight::New, granted: true, time_ms: 0 });
}

#[test]
fn an_agreement_that_waits_reopens_no_refusal_of_another_tab() {
    let device = Device::default();
    let (other, told, returned) = (Tab::granted(&device), Tab::new(&device), Tab::new(&device));
    for tab in [&told, &returned] {
        // The page has decided before, on a default.
        tab.says(Weight::Default, false);
        agrees_but_waits(tab);
    }
    device.told.borrow_mut().clear();
    other.says(Weight::New, false);
    for event in device.told.take() {
        told.store.told(event);
    }
    ready(returned.store.resume());
    for tab in [&told, &returned] {
        ready(tab.store.decide());
        assert!(!tab.store.is_open());
        tab.says(Weight::New, true);
        assert!(tab.store.is_open(), "who agrees after the refusal is heard");
        tab.says(Weight::New, false);
    }
}

#[test]
fn a_page_with_its_history_in_memory_that_returns_from_the_cache_heeds_a_refusal() {
    let device = Device::default();
    let (tab, other) = (Tab::granted(&device), Tab::granted(&device));
    device.failure.set(Some(Failure::Full));
    assert!(!tab.track("a"));
    device.failure.set(None);
    ready(tab.store.resume());
    assert_eq!((tab.store.is_open(), tab.remembers()), (true, vec!["a".to_owned()]));
    other.says(Weight::New, false);
    ready(tab.store.resume());
    assert_eq!((tab.store.is_open(), tab.remembers()), (false, Vec::new()));
}
