//! Conversion of times to and from ISO 8601, in whole seconds. Not for dates: see [`crate::model`].

use crate::model::{DAY, Date, Day};

/// Formats seconds since 1970-01-01 UTC as ISO 8601 in UTC: `2026-11-01T09:00:00Z`. A time before the year 0 or after
/// 9999 is clamped to four digits of the year.
#[must_use]
pub fn format_time(seconds: i64) -> String {
    let seconds = seconds.clamp(-62_167_219_200, 253_402_300_799);
    let of_day = seconds.rem_euclid(DAY);
    let Date { year, month, day } = Date::of_day(Day::of_time(seconds));
    let (hours, minutes) = (of_day / 3_600, of_day / 60 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{:02}Z", of_day % 60)
}

/// Parses a date, or a date and time with an optional offset from UTC (UTC by default), to seconds since 1970-01-01
/// UTC: `2026-11-01`, `2026-11-01T10:00:00.5+01:00`, `2026-11-01 10:00Z`. Fractions of a second are dropped. `None` for
/// any other text.
#[must_use]
pub fn parse_time(text: &str) -> Option<i64> {
    let mut rest = text.trim();
    let year = digits(&mut rest, 4)?;
    let month = after(&mut rest, "-").and_then(|()| digits(&mut rest, 2))?;
    let day = after(&mut rest, "-").and_then(|()| digits(&mut rest, 2))?;
    let seconds = Date { year, month, day }.to_day()?.start();
    if rest.is_empty() {
        return Some(seconds);
    }
    ["T", "t", " "].into_iter().find_map(|mark| after(&mut rest, mark))?;
    let hours = digits(&mut rest, 2).filter(|hours| *hours < 24)?;
    let minutes = after(&mut rest, ":").and_then(|()| digits(&mut rest, 2)).filter(|minutes| *minutes < 60)?;
    let mut of_minute = 0;
    if after(&mut rest, ":").is_some() {
        of_minute = digits(&mut rest, 2).filter(|seconds| *seconds < 60)?;
        if after(&mut rest, ".").is_some() {
            digits(&mut rest, 1)?;
            rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
        }
    }
    let local = seconds + hours * 3_600 + minutes * 60 + of_minute;
    if rest.is_empty() || rest.eq_ignore_ascii_case("z") {
        return Some(local);
    }
    let sign = after(&mut rest, "+").map(|()| 1).or_else(|| after(&mut rest, "-").map(|()| -1))?;
    let hours = digits(&mut rest, 2).filter(|hours| *hours < 24)?;
    let _ = after(&mut rest, ":");
    let minutes = if rest.is_empty() { 0 } else { digits(&mut rest, 2).filter(|minutes| *minutes < 60)? };
    rest.is_empty().then_some(local - sign * (hours * 3_600 + minutes * 60))
}

fn after(rest: &mut &str, mark: &str) -> Option<()> {
    *rest = rest.strip_prefix(mark)?;
    Some(())
}

fn digits(rest: &mut &str, count: usize) -> Option<i64> {
    let (taken, left) = rest.split_at_checked(count)?;
    if !taken.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    *rest = left;
    taken.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_what_a_library_of_dates_says(seconds in -62_167_219_200i64..=253_402_207_200) {
            let text = Timestamp::from_second(seconds).unwrap().to_string();
            prop_assert_eq!(format_time(seconds), text.clone());
            prop_assert_eq!(parse_time(&text), Some(seconds));
        }

        #[test]
        fn a_text_is_read_as_a_library_of_dates_reads_it(
            year in 1..9999i16, month in 0..14u8, day in 0..33u8, hour in 0..25u8, minute in 0..61u8, away in -1_439..1_440i32,
        ) {
            let sign = if away < 0 { '-' } else { '+' };
            let (hours, minutes) = (away.abs() / 60, away.abs() % 60);
            let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:07.25{sign}{hours:02}:{minutes:02}");
            let expected = text.parse::<Timestamp>().ok().map(|time| time.as_millisecond().div_euclid(1_000));
            prop_assert_eq!(parse_time(&text), expected, "{}", text);
        }

        #[test]
        fn no_text_is_too_strange(text in ".*") {
            let _ = parse_time(&text);
        }
    }

    #[test]
    fn forms_that_houses_write() {
        let ten = Some(1_793_527_200);
        for text in [
            "2026-11-01T10:00:00Z",
            "2026-11-01T10:00Z",
            "2026-11-01 10:00:00",
            "2026-11-01T11:00:00.123456+01:00",
            "2026-11-01t04:00:00-0600",
            " 2026-11-01T12:00+02 ",
        ] {
            assert_eq!(parse_time(text), ten, "{text}");
        }
        assert_eq!(parse_time("2026-11-01"), Some(1_793_491_200));
        for text in
            ["", "soon", "2026-11", "2026-11-31", "2026-11-01T", "2026-11-01T10", "2026-11-01T10:00:00X", "+2026-11-01"]
        {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }
}
