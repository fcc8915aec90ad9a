//! What a house may choose of learning, and what measurements vary.

use passerelle_catalogue::house::USUAL_TRENDING_DAYS;

use crate::Hyperparameters;
use crate::demand::Feast;

/// What a house may choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Distinct shoppers that a pair or a count needs to exist, at least 1.
    pub floor: u32,
    /// Neighbours per item.
    pub neighbours: usize,
    /// Room in a list for neighbours of other divisions, where there are that many.
    pub outside: usize,
    /// Bits of a quantised weight, 4 to 8.
    pub bits: u32,
    /// The formula's parameters.
    pub hyperparameters: Hyperparameters,
    /// Memory that counting should keep to, in bytes; beyond it pairs go to a temporary file.
    pub memory: Option<u64>,
    /// Whether items without counts get lists by their words.
    pub words: bool,
    /// Whether free places are filled through types and attributes.
    pub backoff: bool,
    /// Whether to fit the hyperparameters to the log's own tail first.
    pub calibrate: bool,
    /// Whether the log's times are dates: without dates nothing is learned of intervals and arrivals.
    pub dated: bool,
    /// Days that a device keeps its history: what audiences are counted over.
    pub retention_days: u16,
    /// Days that count as now for what is bought more than before, at least 1.
    pub trending_days: u16,
    /// The moment that new items are new at, in seconds since 1970-01-01 UTC; the log's end where it is `None`.
    pub now: Option<i64>,
    /// Feasts that demand may follow from year to year: those that the house keeps, in its markets.
    pub feasts: Vec<Feast>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            floor: 3,
            neighbours: 32,
            outside: 12,
            bits: 6,
            hyperparameters: Hyperparameters::default(),
            calibrate: false,
            dated: true,
            retention_days: 90,
            trending_days: USUAL_TRENDING_DAYS,
            now: None,
            feasts: Vec::new(),
            words: true,
            backoff: true,
            memory: None,
        }
    }
}
