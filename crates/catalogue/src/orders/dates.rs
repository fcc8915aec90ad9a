//! The moments of orders, in whatever form a shop's software writes them. What can be read in two ways is never guessed:
//! day and month are told apart by an option, by the whole column, or not at all.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::Offset;

use super::date_format::{DateFormat, by_pattern};
use super::regional_date::{Parts, Regional};
use crate::date;

/// 1995-01-01, before which no shop on the web took orders, in milliseconds since 1970.
const EARLIEST_MS: i64 = 788_918_400_000;
const DAY_MS: i64 = 86_400_000;
/// Day 0 of Excel's calendar is 1899-12-30, so many days before 1970.
const EXCEL_EPOCH: f64 = 25_569.0;

/// Why a text is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoDate {
    /// No form that is known.
    Unreadable,
    /// Before 1995 or after tomorrow.
    OutOfRange,
    /// Day and month cannot be told apart.
    Ambiguous,
}

/// Whether the day or the month comes first, as far as dates of a column show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    day_first: bool,
    month_first: bool,
    /// A date that would be two different days.
    open: bool,
}

/// Reads the moments of a log.
#[derive(Clone, Debug)]
pub(super) struct Dates {
    format: DateFormat,
    /// The first moment that is too late, in milliseconds since 1970.
    end_ms: i64,
    /// Excel's numbers were met.
    pub(super) excel: bool,
}

impl Dates {
    /// Moments until a day after `latest`.
    pub(super) fn new(format: DateFormat, latest: Timestamp) -> Self {
        Self { format, end_ms: latest.as_millisecond().saturating_add(DAY_MS), excel: false }
    }

    pub(super) fn set_format(&mut self, format: DateFormat) {
        self.format = format;
    }

    pub(super) const fn format(&self) -> &DateFormat {
        &self.format
    }

    /// The moment that `text` names, in milliseconds since 1970-01-01 UTC.
    pub(super) fn read(&mut self, text: &[u8]) -> Result<i64, NoDate> {
        let text = text.trim_ascii();
        let ms = if let DateFormat::Pattern(pattern) = &self.format {
            by_pattern(pattern, text).ok_or(NoDate::Unreadable)?
        } else if text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) && !is_dotted(text) {
            return self.number(text);
        } else if let Some(ms) = date::calendar(text, false).or_else(|| mail_date(text)) {
            ms
        } else {
            let found = std::str::from_utf8(text).ok().and_then(Regional::parse).ok_or(NoDate::Unreadable)?;
            self.regional(&found)?
        };
        self.within(ms)
    }

    /// What `text` says of the order of day and month.
    pub(super) fn weigh(text: &[u8], evidence: &mut Evidence) {
        let Some(date) = std::str::from_utf8(text.trim_ascii()).ok().and_then(Regional::parse) else { return };
        if let Parts::Either(first, second) = date.parts {
            evidence.day_first |= first > 12 && second <= 12;
            evidence.month_first |= second > 12 && first <= 12;
            evidence.open |= first <= 12 && second <= 12 && first != second;
        }
    }

    fn within(&self, ms: i64) -> Result<i64, NoDate> {
        if (EARLIEST_MS..self.end_ms).contains(&ms) { Ok(ms) } else { Err(NoDate::OutOfRange) }
    }

    fn regional(&self, found: &Regional) -> Result<i64, NoDate> {
        let (month, day) = match found.parts {
            Parts::Known { month, day } => (month, day),
            Parts::Either(first, second) => match self.format {
                DateFormat::DayFirst => (second, first),
                DateFormat::MonthFirst => (first, second),
                // The same day whichever comes first.
                _ if first == second => (first, second),
                _ => return Err(NoDate::Ambiguous),
            },
        };
        let mut year = found.year;
        if found.short_year {
            year += if self.within(found.moment(2000 + year, month, day).ok_or(NoDate::Unreadable)?).is_ok() {
                2000
            } else {
                1900
            };
        }
        found.moment(year, month, day).ok_or(NoDate::Unreadable)
    }

    /// Seconds, milliseconds, microseconds or nanoseconds since 1970, `YYYYMMDD[HH[MM[SS]]]`, or Excel's days since 1899:
    /// no number can be two of them, all between 1995 and tomorrow.
    fn number(&mut self, text: &[u8]) -> Result<i64, NoDate> {
        let text = std::str::from_utf8(text).map_err(|_| NoDate::Unreadable)?;
        let plain = text.replace(',', ".");
        let value: f64 = plain.parse().map_err(|_| NoDate::Unreadable)?;
        let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), ""), |(whole, rest)| (whole, rest));
        let whole: i64 = whole.parse().map_err(|_| NoDate::OutOfRange)?;
        // f64 holds seconds to far below a millisecond, and nanoseconds not.
        let fraction_ms = if fraction.is_empty() { 0 } else { ((value - whole as f64) * 1000.0).floor() as i64 };
        let candidates = [
            whole.checked_mul(1000).map(|ms| ms + fraction_ms),
            Some(whole),
            Some(whole / 1000),
            Some(whole / 1_000_000),
            if fraction.bytes().all(|digit| digit == b'0') { compact(whole) } else { None },
        ];
        if let Some(ms) = candidates.into_iter().flatten().find(|ms| self.within(*ms).is_ok()) {
            return Ok(ms);
        }
        let excel = ((value - EXCEL_EPOCH) * DAY_MS as f64).round() as i64;
        let ms = self.within(excel)?;
        self.excel = true;
        // Excel's fractions of a day are rounded.
        Ok((ms + 500).div_euclid(1000) * 1000)
    }
}

impl Evidence {
    /// The order that all dates have. `None` where they do not say it, or contradict one another.
    pub(super) fn format(self) -> Option<DateFormat> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(DateFormat::DayFirst),
            (false, true) => Some(DateFormat::MonthFirst),
            (false, false) if !self.open => Some(DateFormat::DayFirst),
            _ => None,
        }
    }

    /// Whether some have the day first and others the month.
    pub(super) const fn contradicts_itself(self) -> bool {
        self.day_first && self.month_first
    }
}

/// `31.12.2026`: digits and points, but no number.
fn is_dotted(text: &[u8]) -> bool {
    text.iter().filter(|byte| **byte == b'.').count() == 2
}

/// `Thu, 02 Jan 2025 10:00:00 +0100`
fn mail_date(text: &[u8]) -> Option<i64> {
    let zoned = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()?;
    Some(zoned.as_millisecond())
}

/// The moment of `YYYYMMDD`, with hours, minutes and seconds or without.
fn compact(number: i64) -> Option<i64> {
    let digits = number.to_string();
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i8>().ok();
    let time = match digits.len() {
        8 => (0, 0, 0),
        10 => (part(8, 10)?, 0, 0),
        12 => (part(8, 10)?, part(10, 12)?, 0),
        14 => (part(8, 10)?, part(10, 12)?, part(12, 14)?),
        _ => return None,
    };
    let year = digits.get(..4)?.parse().ok()?;
    let civil = DateTime::new(year, part(4, 6)?, part(6, 8)?, time.0, time.1, time.2, 0).ok()?;
    Some(Offset::UTC.to_timestamp(civil).ok()?.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(format: DateFormat) -> Dates {
        Dates::new(format, "2026-03-01T00:00:00Z".parse().unwrap())
    }

    fn shown(read: Result<i64, NoDate>) -> String {
        match read {
            Ok(ms) => Timestamp::from_millisecond(ms).unwrap().to_string(),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn whatever_can_be_read_in_one_way() {
        let mut auto = dates(DateFormat::Auto);
        for (text, expected) in [
            ("1593536656", "2020-06-30T17:04:16Z"),
            ("1593536656789", "2020-06-30T17:04:16.789Z"),
            ("1593536656789123", "2020-06-30T17:04:16.789Z"),
            ("1593536656789123456", "2020-06-30T17:04:16.789Z"),
            ("1593536656.5", "2020-06-30T17:04:16.5Z"),
            ("1593536656.0", "2020-06-30T17:04:16Z"),
            ("20200630", "2020-06-30T00:00:00Z"),
            ("2020063017", "2020-06-30T17:00:00Z"),
            ("202006301704", "2020-06-30T17:04:00Z"),
            ("20200630170416", "2020-06-30T17:04:16Z"),
            ("45683.4166666667", "2025-01-26T10:00:00Z"),
            ("45683,4166666667", "2025-01-26T10:00:00Z"),
            ("45683", "2025-01-26T00:00:00Z"),
            ("2025-01-02 10:00:00", "2025-01-02T10:00:00Z"),
            ("2025-01-02T10:00:00.000+0000", "2025-01-02T10:00:00Z"),
            ("2025-01-02 10:00:00+02", "2025-01-02T08:00:00Z"),
            ("2025-01-02T10:00:00+02:00[Europe/Paris]", "2025-01-02T08:00:00Z"),
            ("Thu, 02 Jan 2025 10:00:00 +0100", "2025-01-02T09:00:00Z"),
            ("2025/01/02 10:00:00", "2025-01-02T10:00:00Z"),
            ("2025-1-2", "2025-01-02T00:00:00Z"),
            ("2.3.2025 10:05", "2025-03-02T10:05:00Z"),
            ("02.03.25", "2025-03-02T00:00:00Z"),
            ("02.03.97", "1997-03-02T00:00:00Z"),
            ("May 2, 2025, 10:00:00 AM", "2025-05-02T10:00:00Z"),
            ("May 2, 2025, 12:30:00 AM", "2025-05-02T00:30:00Z"),
            ("2 May 2025 9:15 p.m.", "2025-05-02T21:15:00Z"),
            ("2 janv. 2025 à 10:00:00", "2025-01-02T10:00:00Z"),
            ("2 févr. 2025 10:00", "2025-02-02T10:00:00Z"),
            ("2. März 2025 10:00 Uhr", "2025-03-02T10:00:00Z"),
            ("2 de mayo de 2025", "2025-05-02T00:00:00Z"),
            ("31-Dec-2025", "2025-12-31T00:00:00Z"),
            ("05/05/2025 10:00", "2025-05-05T10:00:00Z"),
            ("02/03/2025", "Ambiguous"),
            ("2-3-2025", "Ambiguous"),
            ("13/01/2025", "Ambiguous"),
            ("0", "OutOfRange"),
            ("12345", "OutOfRange"),
            ("1994-12-31", "OutOfRange"),
            ("2026-03-02", "OutOfRange"),
            ("2026-03-01T23:59:59Z", "2026-03-01T23:59:59Z"),
            ("99999", "OutOfRange"),
            ("99999999999999999999", "OutOfRange"),
            ("0000-00-00 00:00:00", "Unreadable"),
            ("2025-01-02 10:00:00 CET", "Unreadable"),
            ("2025-01-02 10:00:00 Europe/Paris", "Unreadable"),
            ("31.02.2025", "Unreadable"),
            ("3 jui 2025", "Unreadable"),
            ("yesterday", "Unreadable"),
            ("..", "Unreadable"),
            ("", "Unreadable"),
            ("é", "Unreadable"),
        ] {
            assert_eq!(shown(auto.read(text.as_bytes())), expected, "{text:?}");
        }
        assert!(auto.excel);
    }

    #[test]
    fn the_order_of_day_and_month_is_an_option() {
        for (format, text, expected) in [
            ("DD/MM/YYYY", "02/03/2025 10:00", "2025-03-02T10:00:00Z"),
            ("dd-mm-yyyy hh:mm", "2-3-25", "2025-03-02T00:00:00Z"),
            ("MM/DD/YYYY", "02/03/2025 10:00 PM +0200", "2025-02-03T20:00:00Z"),
            ("MM/DD/YYYY", "13/01/2025", "Unreadable"),
            ("MM/DD/YYYY", "2025-03-02", "2025-03-02T00:00:00Z"),
            ("YYYY/MM/DD", "2025/03/02", "2025-03-02T00:00:00Z"),
            ("%d %b %y, %H:%M", "02 Mar 25, 10:05", "2025-03-02T10:05:00Z"),
            ("%d/%m/%Y", "02/03/2025", "2025-03-02T00:00:00Z"),
        ] {
            let mut dates = dates(DateFormat::parse(format).unwrap());
            assert_eq!(shown(dates.read(text.as_bytes())), expected, "{format}: {text}");
        }
        for bad in ["", "european", "DD/YYYY", "%Q", "%H:%M"] {
            assert_eq!(DateFormat::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn one_date_of_a_column_may_decide_its_order_of_day_and_month() {
        let weigh = |texts: &[&str]| {
            let mut evidence = Evidence::default();
            texts.iter().for_each(|text| Dates::weigh(text.as_bytes(), &mut evidence));
            evidence
        };
        assert_eq!(weigh(&["02/03/2025", "13/01/2025 10:00"]).format(), Some(DateFormat::DayFirst));
        assert_eq!(weigh(&["02/03/2025", "1/13/2025 10:00 AM"]).format(), Some(DateFormat::MonthFirst));
        assert_eq!(weigh(&["02/03/2025", "04/05/2025"]).format(), None);
        assert!(weigh(&["13/01/2025", "01/13/2025"]).contradicts_itself());
        assert_eq!(weigh(&["02/02/2025", "2025-01-13", "x"]).format(), Some(DateFormat::DayFirst));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[0-9A-Za-z/.,: +-]{0,30}") {
            let _ = dates(DateFormat::Auto).read(text.as_bytes());
            let _ = dates(DateFormat::MonthFirst).read(text.as_bytes());
            let _ = DateFormat::parse(&text);
        }
    }
}
