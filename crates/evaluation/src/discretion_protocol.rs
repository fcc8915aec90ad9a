//! Protocol discretion: the reasons of suggestions, and how often the most specific reason is true of enough shoppers
//! to be shown.
//!
//! It fills slates of four as the browser does, for the shoppers of the test part. Audiences come from the training
//! part only, from its last 90 days. Collections, season, weather and occasions are left out: public logs have none,
//! and they are true of everybody.

use std::collections::BTreeMap;

use passerelle::discretion::{Floor, Permission, Reason, ReasonEvidence};
use passerelle::model::{CategoryIndex, Score};
use passerelle::rank::{Handle, Scorer};
use rayon::prelude::*;
use serde::Serialize;

use super::data::Data;
use super::slate_case::Case;
use super::slate_model::{ListShape, SlateModel};
use super::slate_placement::SlatePlacement;
use super::slate_protocol::shopper_sessions;
use passerelle_learning::validation::protocol::EarlierSessions;
use passerelle_learning::{Learned, Neighbour};
use passerelle_output::table::print_columns;

/// Places of a slate.
const LIMIT: usize = 4;
/// The floors tried, in millionths of the shoppers.
const FLOORS: [u32; 4] = [5_000, 10_000, 20_000, 50_000];

/// The output of `--protocol discretion`.
#[derive(Clone, Debug, Serialize)]
pub struct DiscretionOutcome {
    /// Always `discretion`.
    pub protocol: &'static str,
    /// The placement filled.
    pub placement: SlatePlacement,
    /// Slates filled.
    pub slates: u64,
    /// Suggestions on these slates.
    pub suggestions: u64,
    /// Distinct shoppers among whom audiences are counted.
    pub shoppers: u32,
    /// Types and divisions that at least one of them saw.
    pub met: Named,
    /// For each reason, the share of suggestions whose most specific reason it is.
    pub most_specific: BTreeMap<&'static str, f64>,
    /// The figures at each floor.
    pub floors: Vec<FloorFigures>,
}

/// Numbers of types and divisions.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Named {
    /// Number of types.
    pub types: usize,
    /// Number of divisions.
    pub divisions: usize,
}

/// The reasons that may be shown at one floor.
#[derive(Clone, Debug, Serialize)]
pub struct FloorFigures {
    /// The floor, as a share of shoppers.
    pub floor: f64,
    /// Share of suggestions whose most specific reason may be shown.
    pub speakable: f64,
    /// The same among suggestions whose most specific reason reads the history; 0 if there are none.
    pub speakable_of_history: f64,
    /// Types and divisions that a reason may name.
    pub named: Named,
    /// For each reason, the share of suggestions that show it.
    pub spoken: BTreeMap<&'static str, f64>,
}

/// Counts of suggestions.
#[derive(Clone, Debug, Default)]
struct Sums {
    slates: u64,
    suggestions: u64,
    /// Suggestions by their most specific reason.
    first: BTreeMap<&'static str, u64>,
    of_history: u64,
    floors: [FloorSums; FLOORS.len()],
}

#[derive(Clone, Debug, Default)]
struct FloorSums {
    speakable: u64,
    of_history: u64,
    spoken: BTreeMap<&'static str, u64>,
}

/// Measures the reasons. `learned` must come from the training part of `data`, with the floor `k`.
#[must_use]
pub fn measure(
    data: &Data,
    learned: &Learned,
    shape: ListShape,
    placement: SlatePlacement,
    k: u32,
) -> DiscretionOutcome {
    let model = SlateModel::new(data, learned, shape);
    let earlier = EarlierSessions::new(&[&data.train, &data.test]);
    let floors = FLOORS.map(|millionths| Floor { shoppers: k, millionths });
    let parts: Vec<Sums> = shopper_sessions(&data.test)
        .par_chunks(64)
        .map(|chunk| {
            let (mut sums, mut scorer) = (Sums::default(), Scorer::new());
            for session in chunk.iter().flatten() {
                let Some(case) = model.case(&earlier, session, placement) else { continue };
                sums.slates += 1;
                for item in model.slate(&model.shipped, placement, &case, LIMIT, &mut scorer) {
                    sums.add(&evidence(&model, learned, placement, &case, item), learned, &floors);
                }
            }
            sums
        })
        .collect();
    let sums = parts.into_iter().fold(Sums::default(), Sums::with);
    sums.outcome(learned, placement, &floors)
}

/// The facts about a suggestion from which its reasons follow.
fn evidence(
    model: &SlateModel<'_>,
    learned: &Learned,
    placement: SlatePlacement,
    case: &Case,
    item: u32,
) -> ReasonEvidence {
    let core = &model.shipped;
    let (mut most, mut met, mut counted): (_, Option<CategoryIndex>, _) = (Score::ZERO, None, false);
    if let Some(prepared) = model.prepare(core, placement, case, LIMIT) {
        let sources = prepared.sources();
        for (distance, (source, from)) in sources.iter().zip(prepared.items()).enumerate() {
            let Some(part) = source.part(&core.tables, sources.len(), distance, Handle(item)) else { continue };
            let list = learned.neighbours.get(from.handle.at());
            let is_counted = |one: &Neighbour| one.item == item && one.support.is_some();
            counted |= list.is_some_and(|list| list.iter().any(is_counted));
            // The page's item has a reason of its own.
            if Some(from.handle.0) != case.page && part.value > most {
                (most, met) = (part.value, Some(from.category));
            }
        }
    }
    ReasonEvidence {
        page: case.page.is_some_and(|page| model.lists.of(page).items.contains(&Handle(item))),
        met,
        is_new: model.is_new(item),
        division: model.division(item),
        counted,
        ..ReasonEvidence::default()
    }
}

impl Sums {
    fn add(&mut self, evidence: &ReasonEvidence, learned: &Learned, floors: &[Floor; FLOORS.len()]) {
        let Some(first) = evidence.reasons().next() else { return };
        self.suggestions += 1;
        self.of_history += u64::from(first.reads_history());
        *self.first.entry(first.code()).or_default() += 1;
        for (sums, floor) in self.floors.iter_mut().zip(floors) {
            let admits = |reason: Reason| learned.audience.admits(reason, *floor);
            sums.speakable += u64::from(admits(first));
            sums.of_history += u64::from(first.reads_history() && admits(first));
            if let Some(spoken) = evidence.reason(Permission::ALL, admits) {
                *sums.spoken.entry(spoken.code()).or_default() += 1;
            }
        }
    }

    fn with(mut self, other: Self) -> Self {
        let merge = |into: &mut BTreeMap<&'static str, u64>, from: BTreeMap<&'static str, u64>| {
            from.into_iter().for_each(|(code, count)| *into.entry(code).or_default() += count);
        };
        self.slates += other.slates;
        self.suggestions += other.suggestions;
        self.of_history += other.of_history;
        merge(&mut self.first, other.first);
        for (sums, other) in self.floors.iter_mut().zip(other.floors) {
            sums.speakable += other.speakable;
            sums.of_history += other.of_history;
            merge(&mut sums.spoken, other.spoken);
        }
        self
    }

    fn outcome(
        self,
        learned: &Learned,
        placement: SlatePlacement,
        floors: &[Floor; FLOORS.len()],
    ) -> DiscretionOutcome {
        let of = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let shares = |counts: BTreeMap<&'static str, u64>| {
            counts.into_iter().map(|(code, count)| (code, of(count, self.suggestions))).collect()
        };
        let audience = &learned.audience;
        let named =
            |counts: &[u32], floor: Floor| counts.iter().filter(|count| floor.admits(**count, audience.total)).count();
        let both = |floor| Named { types: named(&audience.types, floor), divisions: named(&audience.divisions, floor) };
        DiscretionOutcome {
            protocol: "discretion",
            placement,
            slates: self.slates,
            suggestions: self.suggestions,
            shoppers: audience.total,
            met: both(Floor { shoppers: 1, millionths: 0 }),
            most_specific: shares(self.first),
            floors: self
                .floors
                .into_iter()
                .zip(floors)
                .map(|(sums, floor)| FloorFigures {
                    floor: f64::from(floor.millionths) / 1_000_000.0,
                    speakable: of(sums.speakable, self.suggestions),
                    speakable_of_history: of(sums.of_history, self.of_history),
                    named: both(*floor),
                    spoken: shares(sums.spoken),
                })
                .collect(),
        }
    }
}

/// Prints the outcome as tables.
pub fn print(outcome: &DiscretionOutcome) {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    println!(
        "{} suggestions on {} slates; audiences among {} shoppers, who met {} types and {} divisions\n",
        outcome.suggestions, outcome.slates, outcome.shoppers, outcome.met.types, outcome.met.divisions
    );
    let rows: Vec<Vec<String>> = outcome
        .floors
        .iter()
        .map(|row| {
            vec![
                percent(row.floor),
                percent(row.speakable),
                percent(row.speakable_of_history),
                row.named.types.to_string(),
                row.named.divisions.to_string(),
            ]
        })
        .collect();
    print_columns(&["floor", "with specific reason", "of those from history", "types", "divisions"], &rows);
    println!();
    let mut codes: Vec<&str> = outcome.most_specific.keys().copied().collect();
    outcome.floors.iter().flat_map(|row| row.spoken.keys()).for_each(|code| {
        if !codes.contains(code) {
            codes.push(code);
        }
    });
    let rows: Vec<Vec<String>> = codes
        .into_iter()
        .map(|code| {
            let share = |shares: &BTreeMap<&str, f64>| percent(shares.get(code).copied().unwrap_or(0.0));
            let mut row = vec![code.to_owned(), share(&outcome.most_specific)];
            row.extend(outcome.floors.iter().map(|floor| share(&floor.spoken)));
            row
        })
        .collect();
    print_columns(&["reason", "most specific", "at 0.5 %", "at 1 %", "at 2 %", "at 5 %"], &rows);
}
