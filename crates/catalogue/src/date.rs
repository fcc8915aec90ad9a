//! Reads dates as feeds and logs write them. A time without an offset is UTC.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use passerelle::model::Day;

static PARSER: DateTimeParser = DateTimeParser::new();

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;
/// Day 0.
const EPOCH: Date = Date::constant(1970, 1, 1);
/// The first moment whose seconds do not fit in 32 bits: 2106-02-07.
const LIMIT_MS: i64 = (u32::MAX as i64 + 1) * 1000;

/// Reads `text` as a moment, in milliseconds since 1970-01-01 UTC: a date as [`calendar`] reads it, `YYYYMMDD`, or
/// seconds, milliseconds or microseconds since 1970 (told apart by size). `None` outside 0 to 2^32 seconds.
pub fn moment(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii();
    let ms = match text {
        [_, ..] if text.iter().all(u8::is_ascii_digit) => {
            let number: i64 = std::str::from_utf8(text).ok()?.parse().ok()?;
            match number {
                // As seconds, 19700101 to 21051231 would be moments of 1970, before any such log.
                _ if text.len() == 8 && (19_700_101..=21_051_231).contains(&number) => compact_date(number)?,
                0..100_000_000_000 => number * 1000,
                100_000_000_000..100_000_000_000_000 => number,
                _ => number / 1000,
            }
        }
        _ if text.iter().all(|b| b.is_ascii_digit() || *b == b'.') => fractional_seconds(text)?,
        _ => calendar(text, false)?,
    };
    (0..LIMIT_MS).contains(&ms).then_some(ms)
}

/// Reads the value of a command's option `name` as [`moment`] does; returns the current time if there is no value.
pub fn argument(name: &str, text: Option<&str>) -> Result<Timestamp, String> {
    let Some(text) = text else { return Ok(Timestamp::now()) };
    let wrong = || format!("{name} {text}: not a date: write it as 2026-11-22 or 2026-11-22T09:00:00Z");
    Timestamp::from_millisecond(moment(text.as_bytes()).ok_or_else(wrong)?).map_err(|_| wrong())
}

/// Reads a calendar date, in milliseconds since 1970-01-01 UTC: `YYYY-MM-DD`, optionally with `T` or a space and
/// `HH:MM[:SS[.fraction]]`, and an offset (`Z`, `UTC`, `+01:00`, `+0100`). A date alone is its first moment or, with
/// `end_of_day`, its last.
pub fn calendar(text: &[u8], end_of_day: bool) -> Option<i64> {
    let text = text.trim_ascii();
    if let Some(rest) = text.strip_suffix(b"UTC") {
        return Some(civil(rest.trim_ascii_end(), false)?.as_millisecond());
    }
    let time = text.get(10..).unwrap_or_default();
    let Some(sign) = time.iter().position(|b| matches!(b, b'Z' | b'z' | b'+' | b'-')) else {
        return Some(civil(text, end_of_day)?.as_millisecond());
    };
    if matches!(time.get(sign), Some(b'+' | b'-')) && time.get(sign + 1..).is_some_and(is_a_day_or_more) {
        return None;
    }
    let parsed = if sign > 0 && time.get(sign - 1) == Some(&b' ') {
        let mut joined = text.to_vec();
        joined.remove(10 + sign - 1);
        PARSER.parse_timestamp(&joined)
    } else {
        PARSER.parse_timestamp(text)
    };
    Some(parsed.ok()?.as_millisecond())
}

/// Whether an offset with these digits is a day or more. The parser accepts it; the standards end at 23:59.
pub(crate) fn is_a_day_or_more(digits: &[u8]) -> bool {
    digits.get(..2).is_some_and(|hours| hours >= b"24".as_slice())
}

/// Converts a date to its day.
pub fn to_day(date: Date) -> Day {
    Day::from_number(EPOCH.duration_until(date).as_hours().div_euclid(24))
}

/// Converts a day to its date; `None` outside the years -9999 to 9999.
pub fn of_day(day: Day) -> Option<Date> {
    EPOCH.checked_add(jiff::SignedDuration::from_hours(day.number().checked_mul(24)?)).ok()
}

fn civil(text: &[u8], end_of_day: bool) -> Option<Timestamp> {
    let whole = if text.len() == 10 {
        let date = PARSER.parse_date(text).ok()?;
        let start = Offset::UTC.to_timestamp(date.to_datetime(jiff::civil::Time::midnight())).ok()?;
        return if end_of_day {
            Timestamp::from_millisecond(start.as_millisecond() + DAY_MS - 1).ok()
        } else {
            Some(start)
        };
    } else if let Some(fast) = fixed_width(text) {
        fast
    } else {
        PARSER.parse_datetime(text).ok()?
    };
    Offset::UTC.to_timestamp(whole).ok()
}

/// Reads `YYYY-MM-DD HH:MM:SS`, the form of most exports, without the general parser, which is slower.
fn fixed_width(text: &[u8]) -> Option<DateTime> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h, b'T' | b't' | b' ', i, j, b':', k, l, b':', m, n] = text else {
        return None;
    };
    let two = |tens: u8, ones: u8| -> Option<i8> {
        (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| ((tens - b'0') * 10 + (ones - b'0')) as i8)
    };
    let year = i16::from(two(a, b)?) * 100 + i16::from(two(c, d)?);
    DateTime::new(year, two(e, f)?, two(g, h)?, two(i, j)?, two(k, l)?, two(m, n)?, 0).ok()
}

fn compact_date(number: i64) -> Option<i64> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Offset::UTC.to_timestamp(date.to_datetime(jiff::civil::Time::midnight())).ok()?.as_millisecond())
}

/// Reads seconds with a fraction, such as `1593536656.123`.
fn fractional_seconds(text: &[u8]) -> Option<i64> {
    let seconds: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    // Below 2^32 seconds, the rounding of f64 is far below a millisecond.
    (seconds < (LIMIT_MS / 1000) as f64).then(|| (seconds * 1000.0).floor() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_moment_is_read_and_others_refused() {
        for (text, expected) in [
            ("0", Some(0)),
            ("1593536656", Some(1_593_536_656_000)),
            ("1593536656789", Some(1_593_536_656_789)),
            ("1593536656789123", Some(1_593_536_656_789)),
            ("001593536656789123", Some(1_593_536_656_789)),
            ("00000001593536656789", Some(1_593_536_656_789)),
            ("1593536656789123456", None),
            ("1593536656.5", Some(1_593_536_656_500)),
            ("20200630", Some(1_593_475_200_000)),
            ("20201350", None),
            ("2020-06-30", Some(1_593_475_200_000)),
            (" 2020-06-30T17:04:16Z ", Some(1_593_536_656_000)),
            ("2020-06-30T19:04:16+02:00", Some(1_593_536_656_000)),
            ("2020-06-30T12:04-0500", Some(1_593_536_640_000)),
            ("2020-06-30 17:04:16", Some(1_593_536_656_000)),
            ("2020-06-30 17:04:16 UTC", Some(1_593_536_656_000)),
            ("2020-06-30 19:04:16 +0200", Some(1_593_536_656_000)),
            ("2020-06-30 17:04", Some(1_593_536_640_000)),
            ("2020-06-30T17:04:16.25Z", Some(1_593_536_656_250)),
            ("1969-12-31", None),
            ("2200-01-01", None),
            ("2020-02-30", None),
            ("2020-06-30 25:00:00", None),
            ("2020-06-30T17:04:16+25:00", None),
            ("2020-06-30 17:04:16 -2400", None),
            ("2020-06-30T17:04:16+14:00", Some(1_593_486_256_000)),
            ("99999999999999999", None),
            ("999999999999999999999999", None),
            ("30/06/2020", None),
            ("-5", None),
            (".", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(moment(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn end_of_day_moves_a_date_alone_to_its_last_moment() {
        assert_eq!(calendar(b"2020-06-30", true), Some(1_593_561_599_999));
        assert_eq!(calendar(b"2020-06-30T00:00Z", true), Some(1_593_475_200_000));
    }
}
