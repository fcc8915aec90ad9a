//! The result of learning. Not for how it is made: see [`crate::learn()`].

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
    /// For each item of the catalogue, its neighbours, strongest first, ties by item index.
    pub neighbours: Vec<Vec<Neighbour>>,
    /// The tables of the ranking formula.
    pub tables: RankTables,
    /// How many shoppers go from division to division, floored, ascending.
    pub division_transitions: Vec<Transition>,
    /// For each type, how long it is not suggested after a purchase.
    pub repurchase_intervals: Vec<RepurchaseInterval>,
    /// For each item, whether it is new in the log; see [`crate::arrivals`].
    pub arrived: Vec<bool>,
    /// Demand over the year, by item.
    pub demand: Demand,
    /// Popularity of each item, mostly of recent events; 0 below the floor.
    pub selling: Vec<f64>,
    /// The items bought more now than before.
    pub trending: Trending,
    /// The number of shoppers for whom each reason would be true.
    pub audience: Audience,
    /// Figures about the log and the lists.
    pub report: Report,
    /// The result of calibration; `None` if it was not requested or the log is too small.
    pub calibration: Option<Calibration>,
}

/// Figures about the log and the lists that were learned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Sessions read.
    pub sessions: usize,
    /// Events read.
    pub events: usize,
    /// Pairs of items that passed the floor.
    pub pairs: u64,
    /// How often shoppers returned to an item.
    pub repeats: Repeats,
    /// Items with events of at least as many shoppers as the floor.
    pub known: usize,
    /// Neighbours from pairs that the house states itself.
    pub curated: usize,
    /// Lists learned from words.
    pub worded: Worded,
    /// Lists and neighbours derived from types and attributes.
    pub filled: Filled,
    /// Items without any neighbour.
    pub empty: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.sessions == 0 {
            writeln!(
                f,
                "no orders: all lists come from types and attributes, and shoppers will follow far fewer suggestions; \
                 docs/learning.md has the figures"
            )?;
        } else {
            writeln!(
                f,
                "learned from {} sessions with {} events: {} items seen often enough, {} pairs above the floor",
                self.sessions, self.events, self.known, self.pairs
            )?;
        }
        if self.repeats.are_rare() {
            writeln!(
                f,
                "few shoppers return to an item: {} of {} events concern an item that the shopper knew. So \
                 an item is hardly suggested again only because it was viewed; that is right for baskets without ids of shoppers",
                self.repeats.again(),
                self.repeats.met
            )?;
        }
        if self.worded.lists > 0 {
            writeln!(
                f,
                "{} lists of rare items come from words, by the pairs of items with the same words; {} new items are in the \
                 lists of others",
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
