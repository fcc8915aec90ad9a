//! What learning gives. Not for how: see [`crate::learn()`].

use std::fmt;

use passerelle::discretion::Audience;
use passerelle::pack::Transition;
use passerelle::pack::write::Neighbour;
use passerelle::rank::{RankTables, RepurchaseInterval};

use crate::backoff::Filled;
use crate::calibrate::Calibration;
use crate::demand::Demand;
use crate::repeats::Repeats;
use crate::trending::Trending;
use crate::words::Worded;

/// Everything that a build learns from a log.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// For each item of the catalogue its neighbours, strongest first, ties by item index.
    pub neighbours: Vec<Vec<Neighbour>>,
    /// The tables of the ranking formula.
    pub tables: RankTables,
    /// How shoppers go on from division to division, floored, ascending.
    pub division_transitions: Vec<Transition>,
    /// For each type how long it rests after a purchase.
    pub repurchase_intervals: Vec<RepurchaseInterval>,
    /// For each item whether the log met it first of late.
    pub arrived: Vec<bool>,
    /// Demand over the year, by item.
    pub demand: Demand,
    /// How much each item sells, of late above all: 0 below the floor.
    pub selling: Vec<f64>,
    /// What is bought now more than before.
    pub trending: Trending,
    /// Of how many shoppers reasons would be true.
    pub audience: Audience,
    /// What learning found, in numbers.
    pub report: Report,
    /// What calibration chose; `None` where it was not asked for or the log is too small.
    pub calibration: Option<Calibration>,
}

/// What learning found, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Sessions read.
    pub sessions: usize,
    /// Events read.
    pub events: usize,
    /// Pairs of items that passed the floor.
    pub pairs: u64,
    /// How often shoppers met an item again.
    pub repeats: Repeats,
    /// Items that at least as many shoppers as the floor met.
    pub known: usize,
    /// Places of pairs that the house states itself.
    pub curated: usize,
    /// Lists learned from words.
    pub worded: Worded,
    /// Lists and places derived from types and attributes.
    pub filled: Filled,
    /// Items without any neighbour.
    pub empty: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.sessions == 0 {
            writeln!(
                f,
                "no log: every list comes from types and attributes. Expect far fewer suggestions to be followed; \
                 docs/learning.md has the figures"
            )?;
        } else {
            writeln!(
                f,
                "learned from {} sessions with {} events: {} items met often enough, {} pairs above the floor",
                self.sessions, self.events, self.known, self.pairs
            )?;
        }
        if self.repeats.are_rare() {
            writeln!(
                f,
                "hardly anybody meets an item again: {} of {} events are about one that the shopper met before. So what was seen \
                 is not suggested again for its own sake; that is right for baskets without shoppers' ids",
                self.repeats.again(),
                self.repeats.met
            )?;
        }
        if self.worded.lists > 0 {
            writeln!(
                f,
                "{} lists of items met too rarely come from words: from what items are bought with that say the same; {} new \
                 items are in the lists of others",
                self.worded.lists, self.worded.placed
            )?;
        }
        if self.curated > 0 {
            writeln!(f, "{} places come from pairs that the house states (upsells, cross-sells)", self.curated)?;
        }
        writeln!(
            f,
            "{} places in {} lists come from types and attributes; {} lists have nothing else, {} items have no list",
            self.filled.places, self.filled.lists, self.filled.alone, self.empty
        )
    }
}
