//! The store with faults: random runs of several tabs on a device, with an executor that stops, repeats and reorders at
//! every wait. Connections close, disks are full, stores never answer, tabs end and miss events of others, clocks jump,
//! shoppers edit and clear what is stored. No acknowledged event is lost, none is doubled, no refused event is written,
//! nothing that was forgotten or cleared comes back, and the flag of a refusal is written only if somebody refused.
//! `PASSERELLE_RUNS` sets another number of runs.

#[path = "../benches/synthetic/mod.rs"]
#[allow(dead_code)]
mod synthetic;

mod stored;

use passerelle::consent::{Statement, StatementSource, Weight};
use passerelle::history::{
    Category, Clock, Compacted, Edit, Event, EventKind, EventNumber, History, Oldest, Record, Records, Row, Rules,
    compact, records_of,
};
use passerelle::store::{
    Backend, Checkpoint, Contents, Failure, InMemoryBackend, Recorder, Replacement, Standing, Store, StoreEvent,
    StoreFuture, StoreHost, StoreState, StoreWarning,
};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use stored::{items, runs};
use synthetic::Random;

const TIME: i64 = 1_800_000_000;
const TEN_YEARS: i64 = 3_652 * 86_400;

/// The reasons for which a device refuses a request for good.
const REASONS: [Failure; 4] = [Failure::Full, Failure::Lost, Failure::Denied, Failure::Newer];
/// The sources of consent that give answers; Global Privacy Control gives a default only.
const SOURCES: [StatementSource; 5] = [
    StatementSource::Page,
    StatementSource::Attribute,
    StatementSource::ConsentMode,
    StatementSource::Tcf,
    StatementSource::Shopify,
];

/// The fate of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Done,
    /// Performed twice.
    Repeated,
    /// Not performed, and answered with the reason.
    Failed(Failure),
    /// Performed, but the answer is lost.
    Unheard,
    /// Neither performed nor answered.
    Swallowed,
}

/// A request of a tab. It is performed even if the tab does not wait for it any more.
struct Request {
    tab: usize,
    run: Box<dyn FnOnce(Fate)>,
}

/// The state shared by all tabs.
struct Device {
    memory: InMemoryBackend,
    requests: RefCell<Vec<Request>>,
    /// The receiving tab, and the event.
    events: RefCell<Vec<(usize, StoreEvent)>>,
    timers: RefCell<Vec<(usize, Rc<Cell<bool>>)>>,
    tabs: Cell<usize>,
    now: Cell<i64>,
    /// Seconds by which the clock has jumped.
    leap: Cell<i64>,
    next_epoch: Cell<u64>,
    /// The grant under which each event was recorded.
    recorded: RefCell<BTreeMap<String, u64>>,
    problem: RefCell<Option<String>>,
    /// Items that the shopper had forgotten or cleared: they may be gone.
    dropped: RefCell<BTreeSet<String>>,
    /// Acknowledged items whose removal was acknowledged afterwards: they must be gone.
    removed: RefCell<BTreeSet<String>>,
    /// The rows of the last examination.
    examined: RefCell<Vec<Row>>,
    /// Whether somebody else has emptied it.
    was_cleared: Cell<bool>,
    wrong: &'static str,
}

impl Device {
    /// Checks that all stored events were recorded under the stored grant.
    fn examine(&self) {
        let Contents { state, rows } = self.memory.contents();
        if *self.examined.borrow() == rows {
            return;
        }
        let epoch = state.standing.grant.map(|grant| grant.epoch);
        for item in items(&rows) {
            let under = self.recorded.borrow().get(&item).copied();
            if under != epoch {
                self.accuse(format!("{item} of the grant {under:?} is stored under {epoch:?}"));
            }
        }
        if epoch.is_none() && !rows.is_empty() {
            self.accuse("something is stored without a grant".into());
        }
        *self.examined.borrow_mut() = rows;
    }

    fn accuse(&self, problem: String) {
        self.problem.borrow_mut().get_or_insert(problem);
    }
}

/// A tab's connection to the device.
struct Connection {
    tab: usize,
    device: Rc<Device>,
    page: Rc<Page>,
}

/// The state of a tab, according to the test.
#[derive(Default)]
struct Page {
    is_open: Cell<bool>,
    /// The last answer on this page, if any.
    answer: Cell<Option<bool>>,
    /// Whether anybody has refused on this page.
    has_refused: Cell<bool>,
    /// New grants that were not acted on yet.
    agrees: Cell<bool>,
    /// Number of running edits by hand, which do not depend on the page's consent.
    editing: Cell<usize>,
    /// Number of running deletions of everything.
    clearing: Cell<usize>,
    /// Number of statements that are being acted on.
    deciding: Cell<usize>,
    /// Whether its grant was revoked elsewhere, without a new answer here since.
    is_void: Cell<bool>,
    /// Whether a request of this tab had a fault.
    has_failed: Cell<bool>,
}

impl Connection {
    fn ask<T: 'static>(&self, run: impl Fn(&Device) -> Result<T, Failure> + 'static) -> StoreFuture<T> {
        let answer: Rc<RefCell<Option<Result<T, Failure>>>> = Rc::default();
        let (device, page, slot) = (self.device.clone(), self.page.clone(), answer.clone());
        let run = Box::new(move |fate: Fate| {
            page.has_failed.set(page.has_failed.get() || fate != Fate::Done);
            let answer = match fate {
                Fate::Failed(failure) => Err(failure),
                Fate::Swallowed => return,
                Fate::Repeated => run(&device).and_then(|_| run(&device)),
                Fate::Done | Fate::Unheard => run(&device),
            };
            device.examine();
            if fate != Fate::Unheard {
                *slot.borrow_mut() = Some(answer);
            }
        });
        self.device.requests.borrow_mut().push(Request { tab: self.tab, run });
        Box::pin(poll_fn(move |_| answer.borrow_mut().take().map_or(Poll::Pending, Poll::Ready)))
    }

    fn writes(&self) {
        if !self.page.is_open.get() || self.page.answer.get() == Some(false) {
            self.device.accuse("a tab writes while it is denied".into());
        }
        if self.page.is_void.get() {
            self.device.accuse("a tab writes by what was said before another tab refused".into());
        }
    }
}

/// The result of work that never waits.
fn now<T>(mut work: StoreFuture<T>) -> Result<T, Failure> {
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("a store in memory waits for nothing"),
    }
}

impl Backend for Connection {
    fn peek(&self) -> StoreFuture<StoreState> {
        self.ask(|device| now(device.memory.peek()))
    }

    fn load(&self) -> StoreFuture<Contents> {
        self.ask(|device| now(device.memory.load()))
    }

    fn stand(&self, expected: Standing, standing: Standing, clock: Clock) -> StoreFuture<()> {
        let agrees = self.page.agrees.get();
        self.ask(move |device| {
            let held = now(device.memory.peek())?.standing;
            let expected = if device.wrong == "does not look who was refused" { held } else { expected };
            let done = now(device.memory.stand(expected, standing, clock));
            if done.is_ok() && held.refused && !agrees {
                device.accuse("a refusal is reopened without a new answer".into());
            }
            done
        })
    }

    fn append(&self, epoch: u64, rows: Vec<Row>) -> StoreFuture<Option<u64>> {
        self.writes();
        self.ask(move |device| match device.wrong {
            "acknowledges what it does not write" => {
                let next = now(device.memory.peek())?.next_row();
                Ok((next..).take(rows.len()).last())
            }
            "appends under any grant" => {
                let grant = now(device.memory.peek())?.standing.grant;
                now(device.memory.append(grant.map_or(epoch, |grant| grant.epoch), rows.clone()))
            }
            _ => now(device.memory.append(epoch, rows.clone())),
        })
    }

    fn replace(&self, epoch: u64, generation: u64, replacement: Replacement) -> StoreFuture<()> {
        if self.page.editing.get() == 0 {
            self.writes();
        }
        let clears = self.page.clearing.get() > 0;
        self.ask(move |device| {
            if clears {
                device.dropped.borrow_mut().extend(items(&device.memory.contents().rows));
            }
            match device.wrong {
                "does not look who else replaced" => {
                    let state = now(device.memory.peek())?;
                    now(device.memory.replace(epoch, state.generation, replacement.clone()))
                }
                "drops what was appended meanwhile" => {
                    let rows = device.memory.contents().rows;
                    let drop = rows.iter().map(|row| row.key).collect();
                    now(device.memory.replace(epoch, generation, Replacement { drop, ..replacement.clone() }))
                }
                "keeps what is forgotten" => {
                    let put = device.memory.contents().rows;
                    now(device.memory.replace(epoch, generation, Replacement { put, ..replacement.clone() }))
                }
                _ => now(device.memory.replace(epoch, generation, replacement.clone())),
            }
        })
    }

    fn expire(&self, oldest: Option<Oldest>, clock: Clock) -> StoreFuture<()> {
        self.ask(move |device| now(device.memory.expire(oldest, clock)))
    }

    fn wipe(&self, refused: bool) -> StoreFuture<Option<u64>> {
        // A deletion of everything leaves a flag that it finds.
        if refused && !self.page.has_refused.get() && self.page.clearing.get() == 0 {
            self.device.accuse("a tab writes the flag of a refusal that nobody gave".into());
        }
        self.ask(move |device| {
            let refused = refused && device.wrong != "forgets a refusal";
            if device.wrong == "does not wipe" { Ok(None) } else { now(device.memory.wipe(refused)) }
        })
    }

    fn read_checkpoint(&self) -> StoreFuture<Option<Checkpoint>> {
        self.ask(|device| now(device.memory.read_checkpoint()))
    }

    fn write_checkpoint(&self, checkpoint: Option<Checkpoint>) -> StoreFuture<()> {
        self.ask(move |device| now(device.memory.write_checkpoint(checkpoint)))
    }

    fn publish(&self, event: StoreEvent) {
        let others = (0..self.device.tabs.get()).filter(|tab| *tab != self.tab);
        self.device.events.borrow_mut().extend(others.map(|tab| (tab, event)));
    }
}

struct Around {
    tab: usize,
    device: Rc<Device>,
}

impl StoreHost for Around {
    fn now(&self) -> i64 {
        self.device.now.get() + self.device.leap.get()
    }

    fn draw(&self) -> u64 {
        // A history begins with a correct clock, because nothing could detect a wrong one.
        self.device.leap.set(0);
        self.device.next_epoch.replace(self.device.next_epoch.get() + 1)
    }

    async fn sleep(&self, _: u32) {
        let rings = Rc::new(Cell::new(false));
        self.device.timers.borrow_mut().push((self.tab, rings.clone()));
        poll_fn(|_| if rings.get() { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    fn warn(&self, _: StoreWarning) {}

    fn consent_changed(&self, _: bool) {}

    fn history_edited(&self) {}
}

#[derive(Default)]
struct Remembers {
    history: Rc<RefCell<History>>,
    page: Rc<Page>,
}

impl Recorder for Remembers {
    fn open(&self, epoch: u64) {
        self.history.borrow_mut().begin(epoch);
        self.page.is_open.set(true);
    }

    fn close(&self) {
        self.page.is_open.set(false);
        self.page.is_void.set(self.page.is_void.get() || self.page.deciding.get() == 0);
        self.history.borrow_mut().wipe();
    }

    fn restore(&self, records: &[u8], _: i64) -> usize {
        self.history.borrow_mut().restore(records, &[], &mut |_| ()).damaged
    }

    fn drain(&self) -> Vec<u8> {
        self.history.borrow_mut().take_outbox()
    }

    fn compact(&self, rows: &[Row], clock: Option<Clock>, now: i64) -> Compacted {
        compact(rows, clock, &Rules { now, retention_days: self.retention_days(), unwanted: &[] })
    }

    fn retention_days(&self) -> u16 {
        90
    }
}

type Work = Pin<Box<dyn Future<Output = ()>>>;

struct Tab {
    store: Rc<Store<Around, Remembers>>,
    history: Rc<RefCell<History>>,
    page: Rc<Page>,
    work: Vec<Work>,
    is_deaf: bool,
    time_ms: u64,
}

struct Run {
    random: Random,
    device: Rc<Device>,
    tabs: Vec<Tab>,
    /// Whether the shopper is asked at all. If not, all statements are defaults.
    is_asked: bool,
    offered: usize,
    /// Items whose write was acknowledged, with their grant.
    acknowledged: Rc<RefCell<BTreeSet<(u64, String)>>>,
}

impl Run {
    fn new(seed: u64, wrong: &'static str) -> Self {
        let device = Device {
            memory: InMemoryBackend::default(),
            requests: RefCell::default(),
            events: RefCell::default(),
            timers: RefCell::default(),
            tabs: Cell::new(0),
            now: Cell::new(TIME),
            leap: Cell::new(0),
            next_epoch: Cell::new(1),
            recorded: RefCell::default(),
            problem: RefCell::default(),
            dropped: RefCell::default(),
            removed: RefCell::default(),
            examined: RefCell::default(),
            was_cleared: Cell::new(false),
            wrong,
        };
        let (mut random, device, acknowledged) = (Random(seed), Rc::new(device), Rc::default());
        let is_asked = random.below(4) > 0;
        let mut run = Self { random, device, tabs: Vec::new(), is_asked, offered: 0, acknowledged };
        for tab in 0..1 + run.random.below(3) {
            let opened = run.open(tab);
            run.tabs.push(opened);
        }
        run.device.tabs.set(run.tabs.len());
        run
    }

    fn open(&mut self, tab: usize) -> Tab {
        let page = Rc::new(Page::default());
        let connection = Connection { tab, device: self.device.clone(), page: page.clone() };
        let around = Around { tab, device: self.device.clone() };
        let recorder = Remembers { page: page.clone(), ..Remembers::default() };
        let history = recorder.history.clone();
        history.borrow_mut().number_from(EventNumber(u128::from(self.random.next()) << 64));
        let store = Rc::new(Store::new(Rc::new(connection), around, recorder));
        let mut opened = Tab { store, history, page, work: Vec::new(), is_deaf: self.random.below(4) == 0, time_ms: 0 };
        // Most pages repeat an earlier grant.
        if self.random.below(4) > 0 {
            let weight = self.weight([Weight::New, Weight::Replayed]);
            let source = self.source(weight);
            opened.say(source, weight, true, &self.device);
        } else if self.is_asked && self.random.below(4) == 0 {
            opened.refuse_before_start(tab, &self.device);
        }
        opened
    }

    fn step(&mut self) {
        self.device.now.set(self.device.now.get() + self.random.below(60) as i64);
        let which = self.random.below(self.tabs.len());
        match self.random.below(100) {
            0..=19 => self.track(which),
            20..=24 => self.tabs[which].begin(|store| async move { _ = store.refresh().await }),
            25..=27 => self.tabs[which].begin(|store| async move { _ = store.claim().await }),
            28..=32 => self.tabs[which].begin(|store| async move { store.compact().await }),
            33 => self.tabs[which].begin(|store| async move { store.expire().await }),
            34 => self.edit(which),
            35 => self.tabs[which].begin(|store| async move { _ = store.read().await }),
            36..=41 => {
                let weight = self.weight([Weight::New, Weight::Replayed, Weight::Default]);
                let source = self.source(weight);
                let granted = source != StatementSource::GlobalPrivacyControl && self.random.below(3) > 0;
                self.tabs[which].say(source, weight, granted, &self.device);
            }
            42 => self.tabs[which] = self.open(which),
            43 if self.random.below(4) == 0 => {
                let time = &self.device.timers;
                time.borrow().iter().filter(|(tab, _)| *tab == which).for_each(|(_, rings)| rings.set(true));
            }
            44 if self.random.below(8) == 0 => {
                self.device.was_cleared.set(true);
                let memory = &self.device.memory;
                let _ = now(memory.wipe(false));
                if self.random.below(2) == 0 {
                    let _ = now(memory.write_checkpoint(None));
                }
            }
            45 => self.device.leap.set([0, TEN_YEARS, -TEN_YEARS][self.random.below(3)]),
            46..=55 => self.deliver(),
            56..=79 => {
                let fate = match self.random.below(40) {
                    0 => Fate::Repeated,
                    1 | 2 => Fate::Failed(Failure::Closed),
                    3 => Fate::Failed(REASONS[self.random.below(REASONS.len())]),
                    4 if self.random.below(2) == 0 => Fate::Unheard,
                    5 if self.random.below(2) == 0 => Fate::Swallowed,
                    _ => Fate::Done,
                };
                self.answer(fate);
            }
            _ => self.tabs[which].poll(),
        }
    }

    /// The shopper performs an action.
    fn track(&mut self, which: usize) {
        let tab = &mut self.tabs[which];
        if let Some(epoch) = tab.store.epoch() {
            let item = format!("item-{}", self.offered);
            self.offered += 1;
            let (kind, time) =
                (EventKind::ALL[self.offered % EventKind::COUNT], self.device.now.get() + self.device.leap.get());
            let event = Event {
                kind,
                item_id: item.as_str().into(),
                time,
                gift: self.random.below(8) == 0,
                order: None,
                size: None,
            };
            let place = Category { division: "shoes", item_type: "Boots" };
            tab.history.borrow_mut().append(event, place);
            self.device.recorded.borrow_mut().insert(item.clone(), epoch);
            let acknowledged = self.acknowledged.clone();
            tab.begin(|store| async move {
                if store.save().await {
                    acknowledged.borrow_mut().insert((epoch, item));
                }
            });
        }
    }

    /// One of these weights, if the shopper is asked.
    fn weight<const N: usize>(&mut self, weights: [Weight; N]) -> Weight {
        let weight = weights[self.random.below(N)];
        if self.is_asked { weight } else { Weight::Default }
    }

    /// A source that makes statements of this weight.
    fn source(&mut self, weight: Weight) -> StatementSource {
        let count = SOURCES.len() + usize::from(weight == Weight::Default);
        SOURCES.get(self.random.below(count)).copied().unwrap_or(StatementSource::GlobalPrivacyControl)
    }

    /// The shopper edits what is stored: a gift, an item to forget, or everything to clear.
    fn edit(&mut self, which: usize) {
        let (page, device) = (self.tabs[which].page.clone(), self.device.clone());
        let acknowledged: BTreeSet<String> = self.acknowledged.borrow().iter().map(|(_, item)| item.clone()).collect();
        let item = format!("item-{}", self.random.below(self.offered + 1));
        page.editing.set(page.editing.get() + 1);
        match self.random.below(3) {
            0 => {
                page.clearing.set(page.clearing.get() + 1);
                self.tabs[which].begin(|store| async move {
                    if store.clear().await.is_ok() {
                        device.removed.borrow_mut().extend(acknowledged);
                    }
                    page.clearing.set(page.clearing.get() - 1);
                    page.editing.set(page.editing.get() - 1);
                });
            }
            1 => {
                device.dropped.borrow_mut().insert(item.clone());
                self.tabs[which].begin(|store| async move {
                    let forget = Edit::Forget(item.clone());
                    if store.edit(&|rows: Vec<Row>| forget.apply(&rows).rows).await == Ok(true)
                        && acknowledged.contains(&item)
                    {
                        device.removed.borrow_mut().insert(item);
                    }
                    page.editing.set(page.editing.get() - 1);
                });
            }
            _ => self.tabs[which].begin(|store| async move {
                let gift = Edit::MarkGift { item, is_gift: true };
                _ = store.edit(&|rows: Vec<Row>| gift.apply(&rows).rows).await;
                page.editing.set(page.editing.get() - 1);
            }),
        }
    }

    /// Performs a request, mostly in the order of its tab's requests.
    fn answer(&mut self, fate: Fate) {
        let request = {
            let mut requests = self.device.requests.borrow_mut();
            if requests.is_empty() {
                return;
            }
            let which = self.random.below(requests.len());
            let tab = requests[which].tab;
            let first = requests.iter().position(|request| request.tab == tab).unwrap_or(which);
            requests.remove(if self.random.below(4) == 0 { which } else { first })
        };
        (request.run)(fate);
    }

    fn deliver(&mut self) {
        let event = {
            let mut events = self.device.events.borrow_mut();
            (!events.is_empty()).then(|| events.remove(0))
        };
        if let Some((tab, event)) = event
            && !self.tabs[tab].is_deaf
        {
            self.tabs[tab].store.told(event);
            if let StoreEvent::Erased(Some(epoch)) = event
                && self.tabs[tab].store.epoch() == Some(epoch)
            {
                self.device.accuse("a tab goes on with what it heard was erased".into());
            }
        }
    }

    /// Ends all faults, and waits until everything is finished.
    fn settle(&mut self) -> Result<(), String> {
        self.tabs.iter_mut().for_each(|tab| tab.begin(|store| async move { store.decide().await }));
        for round in 0.. {
            self.deliver();
            self.answer(Fate::Done);
            self.tabs.iter_mut().for_each(Tab::poll);
            let is_idle = self.tabs.iter().all(|tab| tab.work.is_empty());
            if is_idle && self.device.requests.borrow().is_empty() && self.device.events.borrow().is_empty() {
                break;
            }
            // Requests that were swallowed or unheard time out.
            if self.device.requests.borrow().is_empty() {
                self.device.timers.borrow().iter().for_each(|(_, rings)| rings.set(true));
            }
            if round > 20_000 {
                return Err("a tab waits for ever".into());
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), String> {
        self.settle()?;
        if let Some(problem) = self.device.problem.borrow_mut().take() {
            return Err(problem);
        }
        let Contents { state, rows } = self.device.memory.contents();
        let mut seen = BTreeMap::new();
        let log = records_of(&rows);
        for item in items(&rows) {
            *seen.entry(item).or_insert(0) += 1;
        }
        if let Some(grant) = state.standing.grant {
            let acknowledged = self.acknowledged.borrow();
            let dropped = self.device.dropped.borrow();
            let is_due = |(epoch, item): &&(u64, String)| *epoch == grant.epoch && !dropped.contains(item);
            let mut of_it = acknowledged.iter().filter(is_due);
            if let Some((_, lost)) = of_it.find(|(_, item)| !seen.contains_key(item)) {
                return Err(format!("{lost} was acknowledged and is lost"));
            }
        }
        if let Some(back) = self.device.removed.borrow().iter().find(|item| seen.contains_key(*item)) {
            return Err(format!("{back} was removed and is there"));
        }
        if let Some((doubled, _)) = seen.iter().find(|(_, count)| **count > 1) {
            return Err(format!("{doubled} is there twice"));
        }
        if Records::new(&log).any(|record| record == Record::Damaged) {
            return Err("a record was damaged".into());
        }
        for tab in &self.tabs {
            if tab.page.answer.get() == Some(false) && (tab.store.is_open() || tab.page.is_open.get()) {
                return Err("a tab goes on after a refusal".into());
            }
            let remembered = tab.history.borrow().events().len();
            if !tab.store.is_open() && remembered > 0 {
                return Err("a closed tab remembers".into());
            }
            // A single tab without faults whose last answer was a refusal has erased everything.
            let is_alone = self.tabs.len() == 1 && !tab.page.has_failed.get();
            let is_erased = rows.is_empty() && (state.standing.refused || self.device.was_cleared.get());
            if tab.page.answer.get() == Some(false) && is_alone && !is_erased {
                return Err(format!("after a refusal there is {state:?}"));
            }
        }
        let again =
            compact(&rows, state.clock, &Rules { now: self.device.now.get(), retention_days: 90, unwanted: &[] });
        let now = Rules { now: self.device.now.get(), retention_days: 90, unwanted: &[] };
        if compact(&again.rows, again.clock, &now) != again {
            return Err("a compaction more changes what is stored".into());
        }
        Ok(())
    }
}

impl Tab {
    /// The package acts on a refusal before the module has started: it erases the device's store itself.
    fn refuse_before_start(&mut self, tab: usize, device: &Device) {
        self.time_ms += 1;
        // What the tab's earlier page had asked for comes first.
        let earlier: Vec<Request> = device.requests.borrow_mut().extract_if(.., |request| request.tab == tab).collect();
        earlier.into_iter().for_each(|request| (request.run)(Fate::Done));
        let erased = device.memory.contents().state.standing.epoch();
        if now(device.memory.wipe(true)).is_ok() {
            let others = (0..device.tabs.get()).filter(|other| *other != tab);
            device.events.borrow_mut().extend(others.map(|other| (other, StoreEvent::Erased(erased))));
        }
        let (source, weight) = (StatementSource::Page, Weight::New);
        self.store.recall(Statement { source, weight, granted: false, time_ms: self.time_ms });
        self.page.answer.set(Some(false));
    }

    fn say(&mut self, source: StatementSource, weight: Weight, granted: bool, device: &Device) {
        self.time_ms += 1;
        let statement = Statement { source, weight, granted, time_ms: self.time_ms };
        if weight != Weight::Default && (weight == Weight::New || !granted || self.page.answer.get().is_none()) {
            self.page.answer.set(Some(granted));
        }
        let refuses = weight != Weight::Default && !granted;
        self.page.has_refused.set(self.page.has_refused.get() || refuses);
        if weight == Weight::New {
            self.page.agrees.set(granted);
            self.page.is_void.set(false);
        }
        let page = self.page.clone();
        page.deciding.set(page.deciding.get() + 1);
        self.store.hear(statement);
        if refuses && self.page.is_open.get() {
            device.accuse("a tab remembers after it heard a refusal".into());
        }
        self.begin(|store| async move {
            store.decide().await;
            page.deciding.set(page.deciding.get() - 1);
        });
    }

    fn begin<F: Future<Output = ()> + 'static>(&mut self, work: impl FnOnce(Rc<Store<Around, Remembers>>) -> F) {
        self.work.push(Box::pin(work(self.store.clone())));
        self.poll();
    }

    fn poll(&mut self) {
        let mut context = Context::from_waker(Waker::noop());
        self.work.retain_mut(|work| work.as_mut().poll(&mut context).is_pending());
    }
}

/// Performs a run. A violation of a promise is an error; `wrong` makes the device commit one.
fn run(seed: u64, wrong: &'static str) -> Result<(), String> {
    let mut run = Run::new(seed, wrong);
    for _ in 0..40 + run.random.below(160) {
        run.step();
    }
    run.finish()
}

#[test]
fn nothing_acknowledged_is_lost_nothing_is_doubled_and_nothing_refused_is_written() {
    for seed in 0..runs(10_000) {
        run(seed, "").unwrap_or_else(|problem| panic!("seed {seed}: {problem}"));
    }
}

/// Checks that the test detects faults.
#[test]
fn a_device_that_does_wrong_is_found_out() {
    for wrong in [
        "does not look who was refused",
        "acknowledges what it does not write",
        "appends under any grant",
        "does not look who else replaced",
        "drops what was appended meanwhile",
        "forgets a refusal",
        "does not wipe",
        "keeps what is forgotten",
    ] {
        assert!((0..3_000).any(|seed| run(seed, wrong).is_err()), "{wrong}");
    }
}
