//! Reads counts made by engines/spark/, which replace orders.

use std::path::Path;

use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::House;
use passerelle_catalogue::orders::{Clock, LogReport};
use passerelle_counts::counts::{self, CountsAbout};
use passerelle_counts::{About, CountsError};
use passerelle_learning::LogCounts;

/// Counts, and a description of the log they were made from.
pub(super) struct CountedElsewhere {
    pub(super) counts: LogCounts,
    /// Whether the log holds ordered events; if false, it holds baskets.
    pub(super) ordered: bool,
    /// The report that reading the log would have given. Every counted line is an event.
    pub(super) report: LogReport,
}

impl CountedElsewhere {
    /// Reads the counts in `dir`, which must belong to this house and catalogue. `now` is in seconds since 1970-01-01
    /// UTC, `memory` in bytes.
    pub(super) fn read(
        dir: &Path,
        house: &House,
        catalogue: &Catalogue,
        now: i64,
        memory: Option<u64>,
    ) -> Result<Self, CountsError> {
        let said = CountsAbout::read(dir)?;
        said.check(dir, &About::new(catalogue, house, said.about.dated))?;
        let counts = counts::read(dir, &said, catalogue, now, memory)?;
        let clock = if said.about.dated { Clock::Time } else { Clock::RowOrder };
        let events = said.events;
        let report = LogReport { lines: events, matched: events, events, clock, ..LogReport::default() };
        Ok(Self { counts, ordered: said.ordered, report })
    }
}
