//! Reads the moments of orders in the forms that shop software writes. An ambiguous date is never guessed: day and
//! month are told apart by an option or by the whole column; otherwise the date is an error.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};

use super::date_format::{DateFormat, by_pattern};
use super::evidence::Evidence;
use super::named_zone;
use super::regional_date::{Day, Order, Regional};
use crate::date;

/// 1995-01-01, in milliseconds since 1970. Before it, no shop on the web took orders.
pub(super) const EARLIEST_MS: i64 = 788_918_400_000;
pub(super) const DAY_MS: i64 = 86_400_000;
/// Day 0 of Excel's calendar is 1899-12-30, this many days before 1970-01-01.
const EXCEL_EPOCH: f64 = 25_569.0;

/// Why a text is not a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoDate {
    /// The form is unknown.
    Unreadable,
    /// Before 1995 or after tomorrow.
    OutOfRange,
    /// Day, month and year cannot be told apart.
    Ambiguous,
    /// The date is known, but the name of a time zone after it is not.
    UnknownZone,
}

/// Reads the moments of a log.
#[derive(Clone, Debug)]
pub(super) struct Dates {
    format: DateFormat,
    /// The first moment that is too late, in milliseconds since 1970.
    end_ms: i64,
    /// The latest year that a year of two digits may mean: that of the latest moment, but at least the current year.
    newest_year: i16,
    /// Whether a date was a number of Excel's.
    pub(super) excel: bool,
}

impl Dates {
    /// Accepts moments until a day after `latest`.
    pub(super) fn new(format: DateFormat, latest: Timestamp) -> Self {
        let newest_year = latest.max(Timestamp::now()).to_zoned(TimeZone::UTC).year();
        Self { format, end_ms: latest.as_millisecond().saturating_add(DAY_MS), newest_year, excel: false }
    }

    pub(super) fn set_format(&mut self, format: DateFormat) {
        self.format = format;
    }

    pub(super) const fn format(&self) -> &DateFormat {
        &self.format
    }

    /// Reads the moment that `text` names, in milliseconds since 1970-01-01 UTC.
    pub(super) fn read(&mut self, text: &[u8]) -> Result<i64, NoDate> {
        let text = text.trim_ascii();
        let read = self.without_zone(text);
        let named =
            std::str::from_utf8(text).ok().filter(|_| read == Err(NoDate::Unreadable)).and_then(named_zone::split);
        let Some((date, name)) = named else { return read };
        let local = self.without_zone(date.as_bytes())?;
        let zone = named_zone::zone(name).ok_or(NoDate::UnknownZone)?;
        self.within(zone.moment(local).ok_or(NoDate::Unreadable)?)
    }

    fn without_zone(&mut self, text: &[u8]) -> Result<i64, NoDate> {
        let ms = if let DateFormat::Pattern(pattern) = &self.format {
            by_pattern(pattern, text).ok_or(NoDate::Unreadable)?
        } else if text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) && !is_dotted(text) {
            return self.number(text);
        } else if let Some(ms) = date::calendar(text, false).or_else(|| mail_date(text)) {
            ms
        } else {
            match std::str::from_utf8(text).ok().and_then(Regional::parse) {
                Some(found) => self.regional(&found)?,
                // A day may have one digit; without the option it could be an hour: `26-3-1`.
                None if self.format == DateFormat::YearFirst => {
                    by_pattern("%y-%m-%d", text).ok_or(NoDate::Unreadable)?
                }
                None => return Err(NoDate::Unreadable),
            }
        };
        self.within(ms)
    }

    /// Adds to `evidence` what `text` shows of the order of day, month and year.
    pub(super) fn weigh(&self, text: &[u8], evidence: &mut Evidence) {
        let Ok(date) = std::str::from_utf8(text.trim_ascii()) else { return };
        let date = named_zone::split(date).map_or(date, |(date, _)| date);
        let Some(date) = Regional::parse(date) else { return };
        evidence.weigh(text, &date, |day| self.is_plausible(day));
    }

    fn is_plausible(&self, day: &Day) -> bool {
        let year = !day.short_year || day.year >= 95 || 2000 + day.year <= self.newest_year;
        year && (1..=12).contains(&day.month) && (1..=31).contains(&day.day)
    }

    fn within(&self, ms: i64) -> Result<i64, NoDate> {
        if (EARLIEST_MS..self.end_ms).contains(&ms) { Ok(ms) } else { Err(NoDate::OutOfRange) }
    }

    fn regional(&self, found: &Regional) -> Result<i64, NoDate> {
        let read = match self.format {
            DateFormat::DayFirst => found.day(Order::Day),
            DateFormat::MonthFirst => found.day(Order::Month),
            DateFormat::YearFirst => found.day(Order::Year),
            DateFormat::Auto | DateFormat::Pattern(_) => {
                let mut days = [Order::Day, Order::Month, Order::Year].into_iter().filter_map(|order| found.day(order));
                let first = days.next();
                // The date is clear if every possible order gives the same day.
                if days.any(|day| Some(day) != first) {
                    return Err(NoDate::Ambiguous);
                }
                first
            }
        };
        let Day { mut year, short_year, month, day } = read.ok_or(NoDate::Unreadable)?;
        if short_year {
            let ms = found.moment(2000 + year, month, day).ok_or(NoDate::Unreadable)?;
            year += if self.within(ms).is_ok() { 2000 } else { 1900 };
        }
        found.moment(year, month, day).ok_or(NoDate::Unreadable)
    }

    /// Reads seconds, milliseconds, microseconds or nanoseconds since 1970, `YYYYMMDD[HH[MM[SS]]]`, or Excel's days
    /// since 1899. No number is between 1995 and tomorrow in two of these forms.
    fn number(&mut self, text: &[u8]) -> Result<i64, NoDate> {
        let text = std::str::from_utf8(text).map_err(|_| NoDate::Unreadable)?;
        let plain = text.replace(',', ".");
        let value: f64 = plain.parse().map_err(|_| NoDate::Unreadable)?;
        let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), ""), |(whole, rest)| (whole, rest));
        let whole: i64 = whole.parse().map_err(|_| NoDate::OutOfRange)?;
        // f64 holds seconds precisely to far below a millisecond, but not nanoseconds.
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
        // Excel's fractions of a day are imprecise: the result is rounded to seconds.
        Ok((ms + 500).div_euclid(1000) * 1000)
    }
}

/// Whether a text is dotted, as `31.12.2026` is: it has digits and points, but is not a number.
fn is_dotted(text: &[u8]) -> bool {
    text.iter().filter(|byte| **byte == b'.').count() == 2
}

/// The names of time zones in mail dates.
const MAIL_ZONES: [&str; 10] = ["UT", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];

/// Reads a mail date: `Thu, 02 Jan 2025 10:00:00 +0100`.
fn mail_date(text: &[u8]) -> Option<i64> {
    let zone = text.rsplit(|byte| *byte == b' ').next()?;
    match zone.strip_prefix(b"+").or(zone.strip_prefix(b"-")) {
        Some(offset) if date::is_a_day_or_more(offset) => return None,
        Some(_) => {}
        // The standard reads any other word as UTC; here it is an error.
        None if MAIL_ZONES.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(zone)) => {}
        None => return None,
    }
    let zoned = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()?;
    Some(zoned.as_millisecond())
}

/// Reads `YYYYMMDD`, with or without hours, minutes and seconds, in milliseconds since 1970.
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
            ("2 Mar 25", "2025-03-02T00:00:00Z"),
            ("Mar 02 25", "2025-03-02T00:00:00Z"),
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
            ("2.3.2025 10:05", "Ambiguous"),
            ("26-03-01", "Ambiguous"),
            ("26-Mar-01", "Ambiguous"),
            ("02/02/25", "Ambiguous"),
            ("02/02/02", "2002-02-02T00:00:00Z"),
            ("0", "OutOfRange"),
            ("12345", "OutOfRange"),
            ("1994-12-31", "OutOfRange"),
            ("2026-03-02", "OutOfRange"),
            ("2026-03-01T23:59:59Z", "2026-03-01T23:59:59Z"),
            ("99999", "OutOfRange"),
            ("99999999999999999999", "OutOfRange"),
            ("0000-00-00 00:00:00", "Unreadable"),
            ("2025-01-02 10:00:00 CET", "2025-01-02T09:00:00Z"),
            ("2025-01-02 10:00:00 UTC", "2025-01-02T10:00:00Z"),
            ("2025-01-02T10:00:00 (PST)", "2025-01-02T18:00:00Z"),
            ("2025-01-02 10:00:00 Europe/Paris", "2025-01-02T09:00:00Z"),
            ("2025-07-02 10:00 America/New_York", "2025-07-02T14:00:00Z"),
            ("2 janv. 2025 10:00 Europe/Paris", "2025-01-02T09:00:00Z"),
            ("02/03/2025 10:00 CET", "Ambiguous"),
            ("2025-01-02 10:00:00 IST", "UnknownZone"),
            ("Thu, 02 Jan 2025 10:00:00 IST", "Unreadable"),
            ("Thu, 02 Jan 2025 10:00:00 EST", "2025-01-02T15:00:00Z"),
            ("Thu, 02 Jan 2025 10:00:00 GMT", "2025-01-02T10:00:00Z"),
            ("2025-01-02 10:00:00 Europe/Nowhere", "UnknownZone"),
            ("2026-03-01 23:30 EST", "OutOfRange"),
            ("2025-01-02T10:00:00+25:00", "Unreadable"),
            ("2025-01-02 10:00:00 +2500", "Unreadable"),
            ("2025/01/02 10:00:00 -24:00", "Unreadable"),
            ("Thu, 02 Jan 2025 10:00:00 +2500", "Unreadable"),
            ("3 jui 2025", "Unreadable"),
            ("yesterday", "Unreadable"),
            ("03-03 10:00:00", "Unreadable"),
            ("3 Mar 10:00", "Unreadable"),
            ("10:05:25", "Unreadable"),
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
            ("MM.DD.YYYY", "03.04.2026 10:00", "OutOfRange"),
            ("MM.DD.YYYY", "02.03.2026 10:00", "2026-02-03T10:00:00Z"),
            ("MM-DD-YYYY", "02-03-2026", "2026-02-03T00:00:00Z"),
            ("DD.MM.YYYY", "02.03.2025", "2025-03-02T00:00:00Z"),
            ("DD.MM.YYYY", "31.02.2025", "Unreadable"),
            ("DD/MM/YY", "02.03.97", "1997-03-02T00:00:00Z"),
            ("%y-%m-%d", "26-03-01", "2026-03-01T00:00:00Z"),
            ("%y-%m-%d", "26-3-1", "2026-03-01T00:00:00Z"),
            ("%y-%m-%d", "26-3", "Unreadable"),
            ("%y-%m-%d", "23.01.05 10:05", "2023-01-05T10:05:00Z"),
            ("%y-%m-%d", "23-Jan-05", "2023-01-05T00:00:00Z"),
            ("YY/MM/DD", "97/01/05", "1997-01-05T00:00:00Z"),
            ("YY/MM/DD", "02/03/2025", "Unreadable"),
            ("D de MMMM de YYYY", "2/3/2025", "2025-03-02T00:00:00Z"),
            ("YYYY-MM-DDTHH:mm:ss", "2025-03-02T10:05:00", "2025-03-02T10:05:00Z"),
            ("ddd, DD MMM YYYY", "2/3/2025", "2025-03-02T00:00:00Z"),
            ("MMMM Do, YYYY", "3/2/2025", "2025-03-02T00:00:00Z"),
            ("%Y/%d/%m", "2025/03/02", "2025-02-03T00:00:00Z"),
            ("%d %b %y, %H:%M", "02 Mar 25, 10:05", "2025-03-02T10:05:00Z"),
            ("%d/%m/%Y", "02/03/2025", "2025-03-02T00:00:00Z"),
        ] {
            let mut dates = dates(DateFormat::parse(format).unwrap());
            assert_eq!(shown(dates.read(text.as_bytes())), expected, "{format}: {text}");
        }
        for bad in [
            "",
            "european",
            "DD/YYYY",
            "YYYY/DD/MM",
            "MM/YYYY/DD",
            "HH:mm DD/MM/YYYY",
            "DDMMYYYY",
            "MM-DDTHH:mm",
            "%Q",
            "%H:%M",
        ] {
            assert_eq!(DateFormat::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn one_date_of_a_column_may_decide_its_order() {
        use DateFormat::{DayFirst, MonthFirst, YearFirst};
        let column = |texts: &[&str]| {
            let mut evidence = Evidence::default();
            let dates = Dates { newest_year: 2026, ..dates(DateFormat::Auto) };
            texts.iter().for_each(|text| dates.weigh(text.as_bytes(), &mut evidence));
            evidence
        };
        for (texts, expected) in [
            (&["02/03/2025", "13/01/2025 10:00"][..], Some(DayFirst)),
            (&["02/03/2025", "1/13/2025 10:00 AM"], Some(MonthFirst)),
            (&["02/03/2025", "04/05/2025"], None),
            (&["13/01/2025", "01/13/2025"], None),
            (&["02/02/2025", "2025-01-13", "x"], Some(DayFirst)),
            // In dates with points the day comes first, unless a date shows that it does not.
            (&["02.03.2025", "04.05.2025"], Some(DayFirst)),
            (&["03.05.2025", "03.13.2025"], Some(MonthFirst)),
            (&["03-05-2025", "03-13-2025"], Some(MonthFirst)),
            (&["02.03.2025", "04/05/2025"], None),
            // A year of two digits may be at either end.
            (&["26-03-01", "26-03-02"], None),
            (&["23/01/05", "24/02/06"], None),
            (&["23.01.05", "24.02.06"], None),
            (&["26-Mar-01", "26-Mar-02"], None),
            (&["26-03-01", "26-03-27"], Some(YearFirst)),
            (&["26-Mar-01", "26-Mar-27"], Some(YearFirst)),
            (&["97/01/05", "98/02/06"], Some(YearFirst)),
            (&["02/03/25", "31/03/25"], Some(DayFirst)),
            (&["02.03.25", "27.03.25"], Some(DayFirst)),
            (&["02-Mar-25", "31-Mar-25"], Some(DayFirst)),
            (&["02.03.97"], Some(DayFirst)),
            (&["10/12/25", "9/13/25"], Some(MonthFirst)),
            (&["31/03/25", "25/03/31"], None),
        ] {
            assert_eq!(column(texts).format(), expected, "{texts:?}");
        }
        assert!(column(&["13/01/2025", "01/13/2025"]).contradicts_itself());
        assert!(column(&["31/03/25", "25/03/31"]).contradicts_itself());
        assert!(!column(&["26-03-01", "26-03-02"]).contradicts_itself());
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
