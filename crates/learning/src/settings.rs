//! The settings of learning, for houses and for measurements.

use passerelle_catalogue::house::USUAL_TRENDING_DAYS;

use crate::Hyperparameters;
use crate::demand::Feast;

/// The settings of learning.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Distinct shoppers that a pair or a count needs to be kept, at least 1.
    pub floor: u32,
    /// Neighbours per item.
    pub neighbours: usize,
    /// Places of a list that are reserved for neighbours of other divisions, if there are as many.
    pub outside: usize,
    /// Bits of a quantised weight, 4 to 8.
    pub bits: u32,
    /// The formula's parameters.
    pub hyperparameters: Hyperparameters,
    /// Memory limit of counting, in bytes. Pairs above it go to a temporary file.
    pub memory: Option<u64>,
    /// Whether items without counts get lists learned from words.
    pub words: bool,
    /// Whether free places are filled by types and attributes.
    pub backoff: bool,
    /// Whether to calibrate the hyperparameters on the end of the log first.
    pub calibrate: bool,
    /// Whether the log's times are dates. If not, no intervals, arrivals, demand or trending items are learned.
    pub dated: bool,
    /// Days that a device keeps its history. Audiences are counted over as many days.
    pub retention_days: u16,
    /// Days of the window that is compared with earlier ones to find trending items, at least 1.
    pub trending_days: u16,
    /// The present time in seconds since 1970-01-01 UTC; `None` means the end of the log.
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
