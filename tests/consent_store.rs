//! Consent together with the store: random sequences of statements by every source. There are pages in several tabs of
//! two sub-domains, with a store each or a shared one behind a hub. Some tabs miss events of others, some pages make
//! statements before their module has started, and days pass. The test checks three promises: no refused history
//! survives its refusal, nothing is written while consent is denied, and no answered history is lost because of a
//! default.
//! `PASSERELLE_RUNS` sets another number of sequences.

#[path = "../benches/synthetic/mod.rs"]
#[allow(dead_code)]
mod synthetic;

mod stored;

use futures_util::FutureExt;
use passerelle::consent::{Statement, StatementSource, Weight};
use passerelle::history::{Category, Clock, Event, EventKind, EventNumber, Oldest, Row};
use passerelle::store::{
    Backend, Checkpoint, Contents, InMemoryBackend, Replacement, Standing, Store, StoreEvent, StoreFuture, StoreHost,
    StoreState, StoreWarning, completed,
};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use stored::{Remembers, SOURCES, defaults_deny, items, runs};
use synthetic::Random;

const TIME: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

/// The store of a sub-domain, or of all of them.
#[derive(Clone, Default)]
struct Device {
    memory: InMemoryBackend,
    /// The events that its tabs have published.
    told: Rc<RefCell<Vec<StoreEvent>>>,
    wrong: &'static str,
}

impl Backend for Device {
    fn peek(&self) -> StoreFuture<StoreState> {
        self.memory.peek()
    }

    fn load(&self) -> StoreFuture<Contents> {
        self.memory.load()
    }

    fn stand(&self, expected: Standing, standing: Standing, clock: Clock) -> StoreFuture<()> {
        self.memory.stand(expected, standing, clock)
    }

    fn append(&self, epoch: u64, rows: Vec<Row>) -> StoreFuture<Option<u64>> {
        let grant = self.memory.contents().state.standing.grant;
        let any = grant.filter(|_| self.wrong == "appends under any grant").map(|grant| grant.epoch);
        self.memory.append(any.unwrap_or(epoch), rows)
    }

    fn replace(&self, epoch: u64, generation: u64, replacement: Replacement) -> StoreFuture<()> {
        self.memory.replace(epoch, generation, replacement)
    }

    fn expire(&self, oldest: Option<Oldest>, clock: Clock) -> StoreFuture<()> {
        self.memory.expire(oldest, clock)
    }

    fn wipe(&self, refused: bool) -> StoreFuture<Option<u64>> {
        if self.wrong == "does not wipe" {
            return completed(Ok(None));
        }
        self.memory.wipe(refused && self.wrong != "forgets a refusal")
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

impl Device {
    fn items(&self) -> BTreeSet<String> {
        items(&self.memory.contents().rows).into_iter().collect()
    }
}

/// The time and the numbers of grants, shared by all pages.
#[derive(Default)]
struct World {
    now: Cell<i64>,
    epochs: Cell<u64>,
}

impl StoreHost for World {
    fn now(&self) -> i64 {
        self.now.get()
    }

    fn draw(&self) -> u64 {
        self.epochs.set(self.epochs.get() + 1);
        self.epochs.get()
    }

    async fn sleep(&self, _: u32) {
        std::future::pending().await
    }

    fn warn(&self, _: StoreWarning) {}

    fn consent_changed(&self, _: bool) {}

    fn history_edited(&self) {}
}

struct Page {
    device: usize,
    store: Store<Rc<World>, Remembers>,
    history: Remembers,
    time_ms: u64,
    /// Whether it misses the events of other tabs.
    is_deaf: bool,
    is_started: bool,
    /// All statements, according to the test.
    said: Vec<Statement>,
    /// Number of statements that were acted on.
    acted: usize,
}

impl Page {
    fn hear(&mut self, statement: Statement, wrong: &str) {
        self.said.push(statement);
        let weight = match (wrong, statement.weight) {
            ("takes replays for new", Weight::Replayed) => Weight::New,
            ("takes defaults for answers", Weight::Default) => Weight::Replayed,
            (_, weight) => weight,
        };
        self.store.hear(Statement { weight, ..statement });
    }

    /// Whether consent is certainly denied: the last answer on this page was no; or nobody answered and a default
    /// of any source denies; or there are no statements.
    fn is_surely_denied(&self) -> bool {
        let answers = || self.said.iter().filter(|one| one.weight != Weight::Default);
        let last = answers().next_back();
        match last {
            Some(last) => !last.granted,
            None => self.said.is_empty() || defaults_deny(&self.said),
        }
    }
}

struct Run {
    random: Random,
    world: Rc<World>,
    devices: Vec<Device>,
    /// By device: items of refused histories.
    refused: Vec<BTreeSet<String>>,
    /// By device: items recorded so far.
    recorded: Vec<BTreeSet<String>>,
    pages: Vec<Page>,
    browser_refuses: bool,
    offered: usize,
    wrong: &'static str,
}

/// The result of work that never waits.
fn ready<T>(work: impl Future<Output = T>) -> T {
    work.now_or_never().expect("a store in memory waits for nothing")
}

impl Run {
    fn new(seed: u64, wrong: &'static str) -> Self {
        let mut random = Random(seed);
        let world = Rc::new(World::default());
        world.now.set(TIME);
        // A shared store behind a hub, or a store for each of two sub-domains.
        let devices: Vec<Device> = (0..1 + random.below(2)).map(|_| Device { wrong, ..Device::default() }).collect();
        let sets = || devices.iter().map(|_| BTreeSet::new()).collect::<Vec<_>>();
        let (refused, recorded) = (sets(), sets());
        let browser_refuses = random.below(4) == 0;
        let mut run =
            Self { random, world, devices, refused, recorded, pages: Vec::new(), browser_refuses, offered: 0, wrong };
        for _ in 0..4 {
            let page = run.open();
            run.pages.push(page);
        }
        run
    }

    fn open(&mut self) -> Page {
        let device = self.random.below(2).min(self.devices.len() - 1);
        let history = Remembers::default();
        history.0.borrow_mut().number_from(EventNumber(u128::from(self.random.next()) << 64));
        let store = Store::new(Rc::new(self.devices[device].clone()), self.world.clone(), history.clone());
        let (is_deaf, is_started) = (self.random.below(4) == 0, self.random.below(2) == 0);
        let mut page = Page { device, store, history, time_ms: 0, is_deaf, is_started, said: Vec::new(), acted: 0 };
        if self.browser_refuses {
            let (source, weight) = (StatementSource::GlobalPrivacyControl, Weight::Default);
            page.hear(Statement { source, weight, granted: false, time_ms: 0 }, self.wrong);
        }
        page
    }

    fn step(&mut self) -> Result<(), String> {
        let which = self.random.below(self.pages.len());
        match self.random.below(16) {
            0 => self.pages[which] = self.open(),
            1 => self.pages[which].is_started = true,
            2 => self.browser_refuses = self.random.below(4) == 0,
            3 => self.world.now.set(self.world.now.get() + [60, DAY, 40 * DAY][self.random.below(3)]),
            4 => ready(self.pages[which].store.expire()),
            5..=8 => self.track(which)?,
            _ => self.speak(which),
        }
        if self.pages[which].is_started {
            self.act(which)?;
        }
        self.deliver();
        self.examine()
    }

    fn speak(&mut self, which: usize) {
        let source = SOURCES[self.random.below(SOURCES.len())];
        let weight = match (source, self.random.below(3)) {
            (StatementSource::Attribute, _) | (_, 0) => Weight::Default,
            (_, 1) => Weight::Replayed,
            _ => Weight::New,
        };
        let granted = self.random.below(2) == 0;
        let page = &mut self.pages[which];
        page.time_ms += [0, 1, 1_000, 20_000][self.random.below(4)];
        page.hear(Statement { source, weight, granted, time_ms: page.time_ms }, self.wrong);
    }

    /// The page acts on the statements since its last action.
    fn act(&mut self, which: usize) -> Result<(), String> {
        let page = &mut self.pages[which];
        let device = page.device;
        let fresh = page.said.split_off(page.acted);
        page.said.extend(fresh.iter().copied());
        page.acted = page.said.len();
        if fresh.is_empty() {
            return Ok(());
        }
        let refuses = fresh.iter().any(|one| one.weight != Weight::Default && !one.granted);
        let reopens = fresh.iter().any(|one| one.weight == Weight::New && one.granted);
        let (before, items) = (self.devices[device].memory.contents().state.standing, self.devices[device].items());
        let is_answered = before.grant.is_some_and(|grant| grant.basis == passerelle::consent::GrantBasis::Answer);
        ready(page.store.decide());
        let after = self.devices[device].memory.contents().state.standing;
        if refuses {
            let recorded = self.recorded[device].clone();
            self.refused[device].extend(recorded);
            if !after.refused && !reopens {
                return Err("a refusal leaves no flag".into());
            }
        } else if is_answered && !items.is_subset(&self.devices[device].items()) {
            return Err(format!("an answered history is lost by {fresh:?}"));
        }
        if before.refused && !after.refused && !reopens {
            return Err(format!("a refusal is reopened by {fresh:?}"));
        }
        Ok(())
    }

    fn track(&mut self, which: usize) -> Result<(), String> {
        let page = &self.pages[which];
        let before = self.devices[page.device].memory.contents();
        let item = format!("item-{}", self.offered);
        self.offered += 1;
        let is_open = page.store.is_open();
        if is_open {
            let event = Event {
                kind: EventKind::View,
                item_id: item.as_str().into(),
                time: self.world.now.get(),
                gift: false,
                order: None,
                size: None,
            };
            page.history.0.borrow_mut().append(event, Category { division: "shoes", item_type: "Boots" });
            // A tab that missed a refusal still records, but nothing of it may be written.
            let is_current = before.state.standing.grant.map(|grant| grant.epoch) == page.store.epoch();
            let list = if is_current { &mut self.recorded } else { &mut self.refused };
            list[page.device].insert(item);
        }
        let is_denied = page.is_surely_denied();
        let is_saved = ready(page.store.save());
        if is_denied && (is_open || is_saved || self.devices[page.device].memory.contents().rows != before.rows) {
            return Err("something is written while denied".into());
        }
        Ok(())
    }

    fn deliver(&mut self) {
        for (number, device) in self.devices.iter().enumerate() {
            let events: Vec<StoreEvent> = device.told.borrow_mut().drain(..).collect();
            let erases = events.iter().any(|event| matches!(event, StoreEvent::Erased(_)));
            for page in self.pages.iter_mut().filter(|page| page.device == number && !page.is_deaf) {
                if erases {
                    // What a page has not acted on is earlier than the erasure: it reopens no refusal.
                    let fresh = page.said.iter_mut().skip(page.acted);
                    let agreements = fresh.filter(|one| one.granted && one.weight == Weight::New);
                    agreements.for_each(|one| one.weight = Weight::Replayed);
                    if self.wrong == "takes agreements before an erasure for new" {
                        continue;
                    }
                }
                events.iter().for_each(|event| page.store.told(*event));
            }
        }
    }

    /// Checks that no refused item is in a store, or in the memory of a tab that receives events.
    fn examine(&self) -> Result<(), String> {
        for (number, device) in self.devices.iter().enumerate() {
            let refused = &self.refused[number];
            if let Some(item) = device.items().intersection(refused).next() {
                return Err(format!("{item} was refused and is stored"));
            }
            let Contents { state, rows } = device.memory.contents();
            if state.standing.grant.is_none() && !rows.is_empty() {
                return Err("something is stored without a grant".into());
            }
            for page in self.pages.iter().filter(|page| page.device == number && !page.is_deaf) {
                let history = page.history.0.borrow();
                if let Some(event) = history.events().iter().find(|event| refused.contains(&*event.item_id)) {
                    return Err(format!("{} was refused and is remembered", event.item_id));
                }
            }
        }
        Ok(())
    }
}

fn run(seed: u64, wrong: &'static str) -> Result<(), String> {
    let mut run = Run::new(seed, wrong);
    for _ in 0..10 + run.random.below(40) {
        run.step()?;
    }
    Ok(())
}

#[test]
fn no_refused_history_survives_nothing_is_written_while_denied_no_answered_history_is_lost_to_a_default() {
    for seed in 0..runs(100_000) {
        run(seed, "").unwrap_or_else(|problem| panic!("seed {seed}: {problem}"));
    }
}

/// Checks that the test detects faults.
#[test]
fn what_does_wrong_is_found_out() {
    for wrong in [
        "does not wipe",
        "forgets a refusal",
        "appends under any grant",
        "takes replays for new",
        "takes defaults for answers",
        "takes agreements before an erasure for new",
    ] {
        assert!((0..3_000).any(|seed| run(seed, wrong).is_err()), "{wrong}");
    }
}
