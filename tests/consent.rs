//! Consent on random pages: 100,000 sequences of statements by every source. There are several tabs of two sub-domains,
//! with a store each or a shared one behind a hub. Some tabs miss events of others, and some pages make statements
//! before the module has started.
//! `PASSERELLE_RUNS` sets another number of sequences.

#[path = "../benches/synthetic/mod.rs"]
#[allow(dead_code)]
mod synthetic;

mod stored;

use passerelle::consent::{
    Consent, ConsentWarning, Decision, GrantBasis, Held, Statement, StatementSource, Weight, decide,
};
use stored::{SOURCES, defaults_deny, runs};
use synthetic::Random;

/// The data on the device, for one sub-domain or for all of them.
#[derive(Default)]
struct Device {
    held: Held,
    /// The number of the grant; 0 if there is none.
    epoch: u64,
    records: Vec<u64>,
    /// Whether the history is refused, according to the test and not to the code.
    refused: bool,
    /// Whether the shopper of this history has answered.
    answered: bool,
}

/// An open page in a tab.
#[derive(Default)]
struct Page {
    device: usize,
    consent: Consent,
    /// The number of its grant.
    epoch: u64,
    /// The records in its memory.
    memory: Vec<u64>,
    now: u64,
    /// Whether it misses the events of other tabs.
    is_deaf: bool,
    /// Whether its module has started; statements then take effect at once.
    is_started: bool,
    /// The statements, according to the test.
    said: Vec<Statement>,
    waiting: Vec<Statement>,
    /// Positions in `said` below this are from before the refusal by another tab.
    void: usize,
}

struct World {
    random: Random,
    devices: Vec<Device>,
    pages: Vec<Page>,
    browser_refuses: bool,
    next: u64,
    wrong: &'static str,
}

impl World {
    fn new(seed: u64, wrong: &'static str) -> Self {
        let mut random = Random(seed);
        let devices = (0..1 + random.below(2)).map(|_| Device::default()).collect();
        let browser_refuses = random.below(4) == 0;
        let mut world = Self { random, devices, pages: Vec::new(), browser_refuses, next: 1, wrong };
        (0..4).for_each(|_| {
            let page = world.page();
            world.pages.push(page);
        });
        world
    }

    /// Opens a new page.
    fn page(&mut self) -> Page {
        let device = self.random.below(2).min(self.devices.len() - 1);
        let mut page = Page { device, now: self.random.below(50) as u64, ..Page::default() };
        (page.is_deaf, page.is_started) = (self.random.below(4) == 0, self.random.below(2) == 0);
        if self.browser_refuses {
            let statement = Statement {
                source: StatementSource::GlobalPrivacyControl,
                weight: Weight::Default,
                granted: false,
                time_ms: page.now,
            };
            page.hear(statement);
        }
        page
    }

    fn run(&mut self) -> Result<(), String> {
        for _ in 0..10 + self.random.below(40) {
            let which = self.random.below(self.pages.len());
            match self.random.below(16) {
                0 => self.pages[which] = self.page(),
                1 => self.pages[which].is_started = true,
                2 => self.browser_refuses = self.random.below(4) == 0,
                3..=6 => self.write(which)?,
                _ => {
                    self.speak(which);
                    if self.pages[which].is_started {
                        self.act(which)?;
                    }
                }
            }
            if self.pages[which].is_started && self.pages[which].consent.is_waiting() {
                self.act(which)?;
            }
        }
        Ok(())
    }

    fn speak(&mut self, which: usize) {
        let source = SOURCES[self.random.below(SOURCES.len())];
        let weight = match (source, self.random.below(3)) {
            (StatementSource::Attribute, _) => Weight::Default,
            (_, 0) => Weight::Default,
            (_, 1) => Weight::Replayed,
            _ => Weight::New,
        };
        let page = &mut self.pages[which];
        page.now += [0, 1, 1_000, 20_000][self.random.below(4)];
        page.hear(Statement { source, weight, granted: self.random.below(2) == 0, time_ms: page.now });
    }

    /// Tells a page that its grant was revoked elsewhere.
    fn catch_up(&mut self, which: usize) {
        let page = &mut self.pages[which];
        if page.epoch != 0 && self.devices[page.device].epoch != page.epoch {
            page.consent.refused_elsewhere();
            page.void = page.said.len() - page.waiting.len();
            page.close();
        }
    }

    /// The page acts on its statements; the test checks the result with its own knowledge.
    fn act(&mut self, which: usize) -> Result<(), String> {
        self.catch_up(which);
        let decision = self.sabotaged(which);
        let page = &mut self.pages[which];
        let device_number = page.device;
        let device = &mut self.devices[device_number];
        let waiting = std::mem::take(&mut page.waiting);
        let refuses = waiting.iter().any(|one| one.weight != Weight::Default && !one.granted);
        let agrees = waiting.iter().any(|one| one.weight == Weight::New && one.granted);
        device.refused |= refuses;
        page.consent.settle(waiting.len());
        let (before, was_answered) = (device.records.clone(), device.answered);
        if decision.erases {
            device.records.clear();
            (device.epoch, device.held.grant, device.answered) = (0, None, false);
        }
        device.held.refused = decision.refused;
        page.epoch = 0;
        if let Some(basis) = decision.grant {
            if decision.begins {
                if !device.records.is_empty() {
                    return Err(format!("a history that begins holds {:?}", device.records));
                }
                device.epoch = self.next;
                self.next += 1;
            }
            device.held.grant = Some(basis);
            page.epoch = device.epoch;
            device.refused &= !agrees;
            device.answered |= page.said[page.void..].iter().any(|one| one.weight != Weight::Default && one.granted);
            if (basis == GrantBasis::Answer) != device.answered {
                return Err("the store has forgotten whether anybody answered".into());
            }
        } else {
            page.close();
        }
        let device = &mut self.devices[device_number];
        if refuses && device.records.iter().any(|record| before.contains(record)) {
            return Err("a refused history survives".into());
        }
        if device.refused && (device.epoch != 0 || !device.held.refused) {
            return Err("a refusal is reopened without a new answer, or forgotten".into());
        }
        let browser_refuses = waiting.iter().any(|one| one.source == StatementSource::GlobalPrivacyControl);
        if !before.is_empty() && device.records.is_empty() && !refuses {
            // A default erases a history only if the browser refuses for its owner and nobody has answered.
            if was_answered || !browser_refuses {
                return Err("a default erased a history".into());
            }
        }
        if browser_refuses && decision.grant.is_none() && !device.answered && device.epoch != 0 {
            return Err("what was granted by default lies there though the browser refuses".into());
        }
        if decision.erases {
            for other in self.pages.iter_mut().filter(|page| page.device == device_number && !page.is_deaf) {
                if other.epoch != 0 && other.epoch != self.devices[device_number].epoch {
                    other.consent.refused_elsewhere();
                    other.void = other.said.len() - other.waiting.len();
                    other.close();
                }
                if !other.memory.is_empty() && other.epoch == 0 {
                    return Err("an open tab remembers what was refused".into());
                }
            }
        }
        Ok(())
    }

    /// The page records an event, if it has a grant.
    fn write(&mut self, which: usize) -> Result<(), String> {
        self.catch_up(which);
        let page = &mut self.pages[which];
        if page.epoch == 0 {
            return Ok(());
        }
        page.memory.push(self.next);
        self.devices[page.device].records.push(self.next);
        self.next += 1;
        // The statements since the last refusal elsewhere, as far as the started module has received them.
        let said = &page.said[page.void..page.said.len() - page.waiting.len()];
        let answer = said.iter().rev().find(|one| one.weight != Weight::Default);
        let denied = match answer {
            Some(answer) => !answer.granted,
            None => defaults_deny(said),
        };
        if denied {
            return Err(format!("it writes while it is denied: {said:?}"));
        }
        if !said.iter().any(|one| one.granted) {
            return Err("it writes and nobody granted here".into());
        }
        Ok(())
    }

    /// The decision of the code, or the one with the fault `wrong`.
    fn sabotaged(&self, which: usize) -> Decision {
        let page = &self.pages[which];
        let held = self.devices[page.device].held;
        let mut right = page.consent.decide(held);
        let defaults = page.waiting.iter().all(|one| one.weight == Weight::Default);
        match self.wrong {
            "" => {}
            "the first source decides" => {
                let first = page.said.iter().find(|one| one.weight != Weight::Default);
                if let Some(first) = first.filter(|first| first.granted) {
                    let first = Statement { weight: Weight::New, ..*first };
                    right = decide(&[], &[first], held);
                }
            }
            "a default erases" => right.erases |= defaults && right.grant.is_none(),
            "a refusal is forgotten" => right.refused = false,
            "a repeated agreement reopens" => {
                let all: Vec<Statement> =
                    page.waiting.iter().map(|one| Statement { weight: Weight::New, ..*one }).collect();
                right = decide(&page.said, &all, held);
            }
            "a refusal only closes" => right.erases &= held.refused,
            "the latest default of any source counts" => {
                let is_plain = |one: &Statement| one.weight == Weight::Default && one.source != GlobalPrivacyControl;
                if page.void == 0 && page.said.iter().all(is_plain) {
                    let last: Vec<Statement> = page.said.last().copied().into_iter().collect();
                    right = decide(&[], &last, held);
                }
            }
            "a browser's refusal is passed over" => right.erases &= !defaults,
            "the device's grant counts" => {
                right.grant = right.grant.or(held.grant);
                right.begins |= right.grant.is_some() && right.erases;
            }
            other => unreachable!("{other}"),
        }
        right
    }
}

impl Page {
    fn hear(&mut self, statement: Statement) {
        self.said.push(statement);
        self.waiting.push(statement);
        self.consent.hear(statement);
    }

    fn close(&mut self) {
        self.epoch = 0;
        self.memory.clear();
    }
}

#[test]
fn in_any_order_of_statements_a_refusal_erases_and_a_default_does_not() {
    for seed in 0..runs(100_000) {
        World::new(seed, "").run().unwrap_or_else(|problem| panic!("seed {seed}: {problem}"));
    }
}

/// Checks that the test detects faults.
#[test]
fn a_consent_that_does_wrong_is_found_out() {
    for wrong in [
        "the first source decides",
        "a default erases",
        "a refusal is forgotten",
        "a repeated agreement reopens",
        "a refusal only closes",
        "the latest default of any source counts",
        "a browser's refusal is passed over",
        "the device's grant counts",
    ] {
        assert!((0..2_000).any(|seed| World::new(seed, wrong).run().is_err()), "{wrong}");
    }
}

use StatementSource::{Attribute, ConsentMode, GlobalPrivacyControl, Shopify, Tcf};
use Weight::{Default as ByDefault, New, Replayed};

/// The decision after these statements, made one after the other.
fn decided(said: &[(StatementSource, Weight, bool)], held: Held) -> Decision {
    let statement = |(at, (source, weight, granted)): (usize, &(StatementSource, Weight, bool))| Statement {
        source: *source,
        weight: *weight,
        granted: *granted,
        time_ms: at as u64,
    };
    decide(&[], &said.iter().enumerate().map(statement).collect::<Vec<_>>(), held)
}

const NOTHING: Held = Held { grant: None, refused: false };
const ANSWERED: Held = Held { grant: Some(GrantBasis::Answer), refused: false };
const BY_DEFAULT: Held = Held { grant: Some(GrantBasis::Default), refused: false };
const REFUSED: Held = Held { grant: None, refused: true };

fn decision(grant: Option<GrantBasis>, erases: bool, refused: bool, begins: bool) -> Decision {
    Decision { grant, erases, refused, begins, warning: None }
}

#[test]
fn an_answer_beats_a_default_of_any_source() {
    let granted = decision(Some(GrantBasis::Answer), false, false, false);
    assert_eq!(decided(&[(ConsentMode, ByDefault, false), (Tcf, Replayed, true)], ANSWERED), granted);
    assert_eq!(decided(&[(Tcf, New, true), (ConsentMode, ByDefault, false)], ANSWERED), granted);
    let refused = decision(None, true, true, false);
    assert_eq!(decided(&[(ConsentMode, ByDefault, true), (Tcf, New, false)], ANSWERED), refused);
    assert_eq!(decided(&[(Attribute, ByDefault, true), (Shopify, Replayed, false)], NOTHING), refused);
}

#[test]
fn a_default_that_denies_leaves_everything_where_it_is() {
    assert_eq!(decided(&[(ConsentMode, ByDefault, false)], ANSWERED), decision(None, false, false, false));
    assert_eq!(decided(&[(ConsentMode, ByDefault, false)], BY_DEFAULT), decision(None, false, false, false));
    let again = [(ConsentMode, ByDefault, false), (ConsentMode, ByDefault, true)];
    assert_eq!(decided(&again, BY_DEFAULT), decision(Some(GrantBasis::Default), false, false, false));
    let split = [(Attribute, ByDefault, true), (ConsentMode, ByDefault, false)];
    assert_eq!(decided(&split, NOTHING), decision(None, false, false, false));
}

#[test]
fn the_browser_s_refusal_erases_what_nobody_answered_for() {
    let gpc = (GlobalPrivacyControl, ByDefault, false);
    assert_eq!(decided(&[gpc], BY_DEFAULT), decision(None, true, false, false));
    assert_eq!(decided(&[gpc, (Attribute, ByDefault, true)], BY_DEFAULT), decision(None, true, false, false));
    assert_eq!(decided(&[gpc], ANSWERED), decision(None, false, false, false));
    assert_eq!(
        decided(&[gpc, (Tcf, Replayed, true)], BY_DEFAULT),
        decision(Some(GrantBasis::Answer), false, false, false)
    );
}

#[test]
fn a_refusal_is_reopened_by_a_new_answer_alone() {
    for said in [(Attribute, ByDefault, true), (Tcf, Replayed, true), (ConsentMode, ByDefault, true)] {
        assert_eq!(decided(&[said], REFUSED), decision(None, false, true, false), "{said:?}");
    }
    assert_eq!(
        decided(&[(StatementSource::Page, New, true)], REFUSED),
        decision(Some(GrantBasis::Answer), false, false, true)
    );
    let both = [(Tcf, Replayed, false), (StatementSource::Page, New, true)];
    assert_eq!(
        decided(&both, ANSWERED),
        decision(Some(GrantBasis::Answer), true, false, true),
        "and begins an empty history"
    );
    let later = [(StatementSource::Page, New, true), (Tcf, New, false)];
    assert_eq!(decided(&later, NOTHING), decision(None, true, true, false));
}

#[test]
fn between_repeated_answers_the_denied_one_counts_with_a_warning() {
    for said in
        [[(Tcf, Replayed, true), (Shopify, Replayed, false)], [(Shopify, Replayed, false), (Tcf, Replayed, true)]]
    {
        let warning = Some(ConsentWarning::Conflict { refusing: Shopify, agreeing: Tcf });
        assert_eq!(decided(&said, ANSWERED), Decision { warning, ..decision(None, true, true, false) });
    }
    assert_eq!(decided(&[(Tcf, Replayed, false), (Shopify, Replayed, false)], NOTHING).warning, None);
    assert_eq!(decided(&[(Tcf, New, true), (Shopify, New, false)], NOTHING).warning, None, "the shopper just said so");
}

/// A statement counts from the time at which it was made, even if it is reported after later ones.
#[test]
fn statements_count_in_the_order_of_their_times() {
    let at = |time_ms, source, weight, granted| Statement { source, weight, granted, time_ms };
    let late = [at(500, StatementSource::Page, New, true), at(300, Tcf, Replayed, false)];
    assert_eq!(decide(&[], &late, ANSWERED), decision(Some(GrantBasis::Answer), true, false, true));
    let acted = decide(&late[..1], &late[1..], ANSWERED);
    assert_eq!(acted, decision(Some(GrantBasis::Answer), true, false, true), "acted on or not");
    let once = decide(&late, &[at(900, Tcf, Replayed, true)], ANSWERED);
    assert_eq!(once, decision(Some(GrantBasis::Answer), false, false, false), "and erases once");
}

#[test]
fn what_was_said_before_another_tab_refused_counts_no_more() {
    let mut consent = Consent::default();
    let at = |time_ms, weight| Statement { source: Tcf, weight, granted: true, time_ms };
    consent.hear(at(5, New));
    assert!(consent.decide(NOTHING).begins);
    consent.settle(1);
    assert_eq!(consent.decide(REFUSED).grant, None, "an answer that was acted on reopens nothing");
    consent.refused_elsewhere();
    assert_eq!(consent.decide(REFUSED), decision(None, false, true, false));
    consent.hear(at(9, Replayed));
    assert_eq!(consent.decide(NOTHING).grant, None, "even where the store has lost its flag");
    consent.hear(at(9, New));
    assert_eq!(consent.decide(REFUSED), decision(Some(GrantBasis::Answer), false, false, true));
}

#[test]
fn what_waited_while_another_tab_erased_or_what_another_instance_received_is_not_new() {
    let refused = Held { grant: None, refused: true };
    let statement = |granted| Statement { source: StatementSource::Page, weight: Weight::New, granted, time_ms: 1 };
    let mut consent = Consent::default();
    consent.hear(statement(true));
    consent.erased_elsewhere();
    assert_eq!(consent.decide(refused).grant, None, "the agreement is earlier than the refusal");
    assert_eq!(
        consent.decide(Held::default()).grant,
        Some(GrantBasis::Answer),
        "it still agrees to a store without a refusal"
    );
    consent.hear(Statement { time_ms: 2, ..statement(true) });
    assert_eq!(consent.decide(refused).grant, Some(GrantBasis::Answer), "a later one reopens it");

    let mut refusal = Consent::default();
    refusal.hear(statement(false));
    refusal.erased_elsewhere();
    assert!(refusal.decide(refused).erases, "a refusal stays one");

    let mut joined = Consent::default();
    joined.hear(statement(true).repeated());
    assert_eq!(joined.decide(refused).grant, None, "another tab may have refused since");
    assert_eq!(statement(true).repeated().weight, Weight::Replayed);
    let default = Statement { weight: Weight::Default, ..statement(false) };
    assert_eq!(default.repeated(), default);
}
