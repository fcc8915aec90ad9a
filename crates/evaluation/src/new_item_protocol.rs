//! Protocol new-item: measures suggestions from and to items that learning has never seen.
//!
//! One item in ten is left out of the training part and called new.
//! - *From*: the page shows a new item and nothing else is known. Any other item of the session is a hit.
//! - *To*: the rest of the session is known. Any of its new items is a hit, among all items of the shop.
//! - *Counted*: the session's last item that is not new is predicted from the others. This shows the cost of places for
//!   new items.
//!
//! Measured for lists with the items' counts (nothing left out), with words, from types and attributes only, and for
//! popularity. Definitions: docs/research/new-items.md.

use std::time::Instant;

use passerelle_catalogue::orders::{Log, LogEvent};
use passerelle_learning::validation::measure::Sums;
use passerelle_learning::validation::model::{Lists, Model};
use passerelle_learning::validation::protocol::Query;
use passerelle_learning::validation::recommender::Recommender;
use passerelle_learning::{Learned, Settings, learn};
use rayon::prelude::*;
use serde::Serialize;

use super::baselines::popularity::Popular;
use super::data::{Data, select};
use super::error::EvaluateError;
use super::interval;

/// One item in this many is left out.
const ONE_IN: u64 = 10;
/// Sessions measured by one task.
const SESSIONS_PER_TASK: usize = 64;

/// Figures of one kind of list.
#[derive(Clone, Debug, Serialize)]
pub struct NewItemFigures {
    /// The kind of list.
    pub lists: &'static str,
    /// Share of pages of a new item whose slate has another item of the session.
    pub from_hit_rate: f64,
    /// Mean reciprocal rank of the first hit.
    pub from_mrr: f64,
    /// 95 % interval of the hit rate, by bootstrap over sessions.
    pub from_hit_rate_ci: [f64; 2],
    /// Share of sessions with new items whose slate has one of them.
    pub to_hit_rate: f64,
    /// Mean reciprocal rank of the first hit.
    pub to_mrr: f64,
    /// 95 % interval of the hit rate, by bootstrap over sessions.
    pub to_hit_rate_ci: [f64; 2],
    /// Share of sessions whose last item that is not new is on the slate for the others.
    pub counted_hit_rate: f64,
}

/// The output of the protocol.
#[derive(Clone, Debug, Serialize)]
pub struct NewItemOutcome {
    /// Items left out of the training part.
    pub left_out: usize,
    /// Predictions from new items: pages of such an item in the test part.
    pub from_predictions: u64,
    /// Predictions to new items: sessions of the test part with such an item and another one.
    pub to_predictions: u64,
    /// With their counts, with words, from types and attributes, by popularity.
    pub figures: Vec<NewItemFigures>,
    /// Hit rate from new items with words, as a share of the hit rate with their counts.
    pub from_share: f64,
    /// The same for hits to new items.
    pub to_share: f64,
    /// Time to learn, in seconds.
    pub train_seconds: f64,
}

/// Measures the protocol. `validation` leaves out other items, so that choices made with it have not seen those of the
/// test.
///
/// # Errors
/// If there is no prediction to make, or the counts do not fit the memory and the temporary file cannot be written.
pub fn measure(data: &Data, settings: &Settings, k: usize, validation: bool) -> Result<NewItemOutcome, EvaluateError> {
    let left_out: Vec<bool> =
        data.catalogue.items.iter().map(|item| hash(&item.id) % ONE_IN == u64::from(validation)).collect();
    let train = select(&data.train, |_| true, |item| left_out.get(item as usize) == Some(&true));
    let mut met = left_out.clone();
    met.iter_mut().for_each(|met| *met = false);
    data.train.events.iter().for_each(|event| met[event.item as usize] |= left_out[event.item as usize]);
    let left_out = met;
    let mut catalogue = data.catalogue.clone();
    catalogue.items.iter_mut().zip(&left_out).for_each(|(item, new)| item.is_new |= new);

    let questions = Questions { test: &data.test, new: &left_out, k };
    let start = Instant::now();
    let words = learn(&train, &catalogue, settings, &|_| {}).map_err(EvaluateError::Spill)?;
    let train_seconds = start.elapsed().as_secs_f64();
    // All runs have the same parameters, so that only the lists differ.
    let chosen = words.calibration.as_ref().map(|found| found.hyperparameters.clone());
    let fixed = Settings {
        calibrate: false,
        hyperparameters: chosen.unwrap_or_else(|| settings.hyperparameters.clone()),
        ..settings.clone()
    };
    let counts = learn(&data.train, &data.catalogue, &fixed, &|_| {}).map_err(EvaluateError::Spill)?;
    let attributes = Settings { words: false, ..fixed.clone() };
    let attributes = learn(&train, &catalogue, &attributes, &|_| {}).map_err(EvaluateError::Spill)?;

    let answered = |learned: &Learned| {
        let lists = Lists::new(&learned.neighbours, settings.neighbours, settings.bits);
        questions.answer(&Model::new(&lists, &learned.tables))
    };
    let by_words = answered(&words);
    let [from_predictions, to_predictions, _] = by_words.totals().map(|total| total.predictions as u64);
    if from_predictions == 0 || to_predictions == 0 {
        return Err(EvaluateError::NothingToPredict);
    }
    let popular = questions.answer(&Popular::new(&train, catalogue.items.len()));
    let runs = [
        ("with their counts", answered(&counts)),
        ("with words", by_words),
        ("types and attributes", answered(&attributes)),
        ("popularity", popular),
    ];
    let figures: Vec<NewItemFigures> = runs.iter().map(|(name, answers)| answers.figures(name)).collect();
    Ok(NewItemOutcome {
        left_out: left_out.iter().filter(|new| **new).count(),
        from_predictions,
        to_predictions,
        from_share: figures[1].from_hit_rate / figures[0].from_hit_rate.max(f64::MIN_POSITIVE),
        to_share: figures[1].to_hit_rate / figures[0].to_hit_rate.max(f64::MIN_POSITIVE),
        figures,
        train_seconds,
    })
}

/// FNV-1a of an id, mixed, so that the choice of an item does not depend on the rest of the catalogue.
fn hash(id: &str) -> u64 {
    let fnv =
        id.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
    let mixed = (fnv ^ (fnv >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The questions of the test part.
struct Questions<'a> {
    test: &'a Log,
    new: &'a [bool],
    k: usize,
}

/// Sums by session: from new items, to new items, and to counted ones.
#[derive(Default)]
struct Answers {
    from: Vec<Sums>,
    to: Vec<Sums>,
    counted: Vec<Sums>,
}

impl Questions<'_> {
    fn answer(&self, recommender: &dyn Recommender) -> Answers {
        let parts: Vec<Answers> = self
            .test
            .sessions
            .par_chunks(SESSIONS_PER_TASK)
            .map(|sessions| {
                let mut answers = Answers::default();
                for session in sessions {
                    let [from, to, counted] = self.session(self.test.events_of(session), session.time, recommender);
                    answers.from.push(from);
                    answers.to.push(to);
                    answers.counted.push(counted);
                }
                answers
            })
            .collect();
        let mut answers = Answers::default();
        for part in parts {
            answers.from.extend(part.from);
            answers.to.extend(part.to);
            answers.counted.extend(part.counted);
        }
        answers
    }

    fn session(&self, events: &[LogEvent], time: i64, recommender: &dyn Recommender) -> [Sums; 3] {
        let [mut from, mut to, mut counted] = [Sums::default(); 3];
        let is_new = |event: &&LogEvent| self.new.get(event.item as usize) == Some(&true);
        let mut ranked = Vec::new();
        let mut asked: Vec<u32> = Vec::new();
        for event in events.iter().filter(is_new) {
            if asked.contains(&event.item) || events.iter().all(|other| other.item == event.item) {
                continue;
            }
            asked.push(event.item);
            let query = Query { seen: std::slice::from_ref(event), current: 0, time };
            recommender.recommend(&query, &|item| item != event.item, self.k, &mut ranked);
            from.add(ranked.iter().position(|&item| events.iter().any(|other| other.item == item)));
        }
        let known: Vec<LogEvent> = events.iter().filter(|event| !is_new(event)).copied().collect();
        if !asked.is_empty() && !known.is_empty() {
            let query = Query { seen: &known, current: 0, time };
            let unseen = |item: u32| known.iter().all(|event| event.item != item);
            recommender.recommend(&query, &unseen, self.k, &mut ranked);
            to.add(ranked.iter().position(|item| asked.contains(item)));
        }
        let last = known.last().map_or(0, |event| event.item);
        let rest: Vec<LogEvent> = known.iter().filter(|event| event.item != last).copied().collect();
        if !rest.is_empty() {
            let query = Query { seen: &rest, current: 0, time };
            let unseen = |item: u32| rest.iter().all(|event| event.item != item);
            recommender.recommend(&query, &unseen, self.k, &mut ranked);
            counted.add(ranked.iter().position(|&item| item == last));
        }
        [from, to, counted]
    }
}

impl Answers {
    fn totals(&self) -> [Sums; 3] {
        [&self.from, &self.to, &self.counted].map(|sessions| {
            let mut total = Sums::default();
            sessions.iter().for_each(|session| total.merge(session));
            total
        })
    }

    fn figures(&self, lists: &'static str) -> NewItemFigures {
        let [from, to, counted] = self.totals();
        let [from_hit_rate_ci, to_hit_rate_ci] =
            interval::intervals(&[&self.from, &self.to], |totals| [totals[0].hit_rate(), totals[1].hit_rate()]);
        NewItemFigures {
            lists,
            from_hit_rate: from.hit_rate(),
            from_mrr: from.mrr(),
            from_hit_rate_ci,
            to_hit_rate: to.hit_rate(),
            to_mrr: to.mrr(),
            to_hit_rate_ci,
            counted_hit_rate: counted.hit_rate(),
        }
    }
}

/// Prints an outcome as text.
pub fn print(outcome: &NewItemOutcome) {
    println!(
        "new items: {} left out of learning, {} predictions from them, {} to them, learned in {:.1} s",
        outcome.left_out, outcome.from_predictions, outcome.to_predictions, outcome.train_seconds
    );
    println!(
        "{:<22} {:<34} {:<34} to a counted one",
        "", "from a new item: hit rate, mrr", "to a new item: hit rate, mrr"
    );
    for found in &outcome.figures {
        let rates = |rate: f64, ci: [f64; 2], mrr: f64| format!("{rate:.4} [{:.4}, {:.4}]  {mrr:.4}", ci[0], ci[1]);
        println!(
            "{:<22} {:<34} {:<34} {:.4}",
            found.lists,
            rates(found.from_hit_rate, found.from_hit_rate_ci, found.from_mrr),
            rates(found.to_hit_rate, found.to_hit_rate_ci, found.to_mrr),
            found.counted_hit_rate
        );
    }
    println!(
        "with words, of what counts reach: {:.0} % from, {:.0} % to",
        100.0 * outcome.from_share,
        100.0 * outcome.to_share
    );
}
