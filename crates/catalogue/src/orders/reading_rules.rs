//! The rules by which another engine reads a log of its own (engines/spark/): the range of times, the names of columns,
//! the texts that name nobody. Not for what it does not read, such as the exports of platforms.

use std::collections::BTreeMap;

use passerelle::history::EventKind;
use serde::Serialize;

use super::column_map::{ColumnMap, DATES, FIELDS};
use super::dates::{DAY_MS, EARLIEST_MS};
use super::events::OTHER_EVENTS;
use super::{returns, skip};
use crate::input::values::NOTHING;

/// How another engine reads a log of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadingRules {
    /// The first time that counts, in milliseconds since 1970-01-01 UTC.
    pub earliest_ms: i64,
    /// The first time that is too late, in milliseconds since 1970-01-01 UTC.
    pub end_ms: i64,
    /// The possible names of each field's column, the best first, in lower case and with underscores.
    pub columns: BTreeMap<&'static str, Vec<String>>,
    /// The fields whose column house.toml or an option names. A log without that column is a mistake.
    pub given: Vec<&'static str>,
    /// Names of a column of times if none is in `columns`; if a log has several, none is taken.
    pub dates: Vec<&'static str>,
    /// Names of columns that may mark returns.
    pub returns: Vec<&'static str>,
    /// Texts in lower case that stand for a missing shopper or session.
    pub nobody: Vec<&'static str>,
    /// The events that are read.
    pub events: Vec<&'static str>,
    /// The events that are left out because they are about no item.
    pub other_events: Vec<&'static str>,
    /// Longest id in bytes.
    pub longest_id: usize,
}

impl ReadingRules {
    /// The rules for a log that `map` describes.
    #[must_use]
    pub fn new(map: &ColumnMap) -> Self {
        let names = |field| map.names(field, None).into_iter().map(str::to_owned).collect();
        Self {
            earliest_ms: EARLIEST_MS,
            end_ms: map.latest.as_millisecond().saturating_add(DAY_MS),
            columns: FIELDS.into_iter().map(|field| (field, names(field))).collect(),
            given: FIELDS.into_iter().filter(|field| !map.is_own(field)).collect(),
            dates: if map.is_own("timestamp") { DATES.to_vec() } else { Vec::new() },
            returns: returns::COLUMNS.to_vec(),
            nobody: NOTHING.to_vec(),
            events: EventKind::ALL.into_iter().map(EventKind::name).collect(),
            other_events: OTHER_EVENTS.to_vec(),
            longest_id: skip::MAX_ID,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_follow_the_map() {
        let mut map = ColumnMap::parse(&["item_id=Article No", "timestamp=When"]).unwrap();
        map.latest = "2026-03-01T00:00:00Z".parse().unwrap();
        let rules = ReadingRules::new(&map);
        assert_eq!(rules.columns["item_id"], ["article_no"]);
        assert_eq!(rules.columns["session_id"], ["session_id", "order_id"]);
        assert_eq!(rules.given, ["timestamp", "item_id"]);
        assert_eq!((rules.dates.len(), rules.end_ms), (0, 1_772_409_600_000), "2026-03-02");
        assert_eq!(ReadingRules::new(&ColumnMap::default()).dates, DATES);
    }
}
