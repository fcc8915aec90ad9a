//! The form of a log's dates, if an option or a setting names it. Not for reading dates: see [`super::dates`].

use std::fmt;

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::Offset;

/// How the dates of a log are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// Any form that can be read in one way only.
    #[default]
    Auto,
    /// The day before the month: `31/12/2026`.
    DayFirst,
    /// The month before the day: `12/31/2026`.
    MonthFirst,
    /// The year before the month, with two digits or four: `26-12-31`.
    YearFirst,
    /// A pattern of `strftime`, such as `%d %b %Y`.
    Pattern(String),
}

impl DateFormat {
    /// Reads `auto`, a form such as `DD/MM/YYYY` or `MM/DD/YYYY HH:mm`, or a pattern with `%`. Only the order of day,
    /// month and year counts in a form. Returns `None` for anything else, and for another order, such as `YYYY/DD/MM`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("auto") {
            return Some(Self::Auto);
        }
        if text.contains('%') {
            // On its own, this pattern only names the order; any separators are allowed.
            if text == "%y-%m-%d" {
                return Some(Self::YearFirst);
            }
            // A pattern that cannot write a date cannot read dates.
            let date = DateTime::constant(2026, 12, 31, 23, 59, 58, 0);
            let written = strtime::format(text, date).ok()?;
            return strtime::parse(text, written).ok()?.to_date().ok().map(|_| Self::Pattern(text.to_owned()));
        }
        let upper = text.to_ascii_uppercase();
        let words = upper.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        // After an hour, `mm` stands for minutes.
        let parts: Vec<char> = words.take_while(|word| !word.starts_with('H')).filter_map(part).take(3).collect();
        match parts[..] {
            ['D', 'M', 'Y'] => Some(Self::DayFirst),
            ['M', 'D', 'Y'] => Some(Self::MonthFirst),
            ['Y', 'M', 'D'] => Some(Self::YearFirst),
            _ => None,
        }
    }
}

/// Returns the part of a date that a word of a form stands for: `D`, `M` or `Y`. `DDTHH` is a day before an hour, `DO`
/// a day such as `2nd`, and `DDD` or `DDDD` the name of a day of the week, which is no part.
fn part(word: &str) -> Option<char> {
    let word = word.split_once("TH").map_or(word, |(before, _)| before);
    match word {
        "DO" => Some('D'),
        "DDD" | "DDDD" => None,
        _ => {
            let first = word.chars().next().filter(|first| matches!(first, 'D' | 'M' | 'Y'))?;
            word.chars().all(|c| c == first).then_some(first)
        }
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::DayFirst => "DD/MM/YYYY",
            Self::MonthFirst => "MM/DD/YYYY",
            Self::YearFirst => "%y-%m-%d",
            Self::Pattern(pattern) => pattern,
        })
    }
}

/// Reads `text` by this pattern, in milliseconds since 1970-01-01 UTC.
pub(super) fn by_pattern(pattern: &str, text: &[u8]) -> Option<i64> {
    let parsed = strtime::parse(pattern, text).ok()?;
    if let Ok(moment) = parsed.to_timestamp() {
        return Some(moment.as_millisecond());
    }
    let civil =
        parsed.to_datetime().ok().or_else(|| Some(parsed.to_date().ok()?.to_datetime(jiff::civil::Time::midnight())));
    Some(Offset::UTC.to_timestamp(civil?).ok()?.as_millisecond())
}
