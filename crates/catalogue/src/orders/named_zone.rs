//! Reads the name of a time zone after a time: `CET`, `Europe/Paris`. Not for offsets, which are part of a date: see
//! [`super::regional_date`].

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

const HOUR_MS: i64 = 3_600_000;

/// Abbreviations with the same offset wherever shops use them, in minutes. BST, CST and IST have several and are left
/// out.
const ABBREVIATIONS: [(&str, i64); 24] = [
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("WEST", 60),
    ("CET", 60),
    ("MEZ", 60),
    ("CEST", 120),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("JST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("EST", -300),
    ("EDT", -240),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("BRT", -180),
];

/// How a time zone turns local time into UTC.
#[derive(Clone, Debug)]
pub(super) enum Zone {
    Offset(i64),
    Rules(TimeZone),
}

/// Splits a text into a date and a word after it that may name a time zone: it follows a time of day without an offset.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let (date, name) = text.rsplit_once([' ', '\u{a0}'])?;
    let name = name.trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
    let is_name = name.len() >= 3
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'+'));
    let time = date.get(date.find(':')?..)?;
    let has_offset =
        time.contains(|c: char| matches!(c, '+' | '-') || c.is_ascii_alphabetic() && !"aApPmM".contains(c));
    (is_name && !has_offset).then_some((date.trim_end(), name))
}

/// Returns the zone with this name.
pub(super) fn zone(name: &str) -> Option<Zone> {
    let known = ABBREVIATIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    if let Some((_, minutes)) = known {
        return Some(Zone::Offset(minutes * HOUR_MS / 60));
    }
    // The database has abbreviations too, with rules that few writers mean.
    if !name.contains('/') {
        return None;
    }
    TimeZone::get(name).ok().map(Zone::Rules)
}

impl Zone {
    /// Returns the moment when a clock in this zone shows what a clock in UTC shows at `ms`, in milliseconds since
    /// 1970. If a clock shows it twice, the first moment counts.
    pub(super) fn moment(&self, ms: i64) -> Option<i64> {
        match self {
            Self::Offset(offset) => ms.checked_sub(*offset),
            Self::Rules(rules) => {
                let shown = Offset::UTC.to_datetime(Timestamp::from_millisecond(ms).ok()?);
                Some(rules.to_timestamp(shown).ok()?.as_millisecond())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_a_name_behind_a_time() {
        assert_eq!(split("2025-01-02 10:00:00 CET"), Some(("2025-01-02 10:00:00", "CET")));
        assert_eq!(split("2/1/2025 10:00 PM (EST)"), Some(("2/1/2025 10:00 PM", "EST")));
        assert_eq!(split("2025-01-02 10:00 Europe/Paris"), Some(("2025-01-02 10:00", "Europe/Paris")));
        for other in ["2025-01-02 10:00:00+01:00 CET", "2025-01-02 10:00 PM", "2 mars", "CET", "10:00 UTC CET", ""] {
            assert_eq!(split(other), None, "{other}");
        }
        assert!(["Europe/Nowhere", "BST", "CST", "IST", "Uhr", "Jean"].into_iter().all(|name| zone(name).is_none()));
    }
}
