//! How the dates of a log are written, as far as somebody says it. Not for how they are read: see [`super::dates`].

use std::fmt;

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::Offset;

/// How the dates of a log are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// Whatever can be read in one way only.
    #[default]
    Auto,
    /// The day before the month: `31/12/2026`.
    DayFirst,
    /// The month before the day: `12/31/2026`.
    MonthFirst,
    /// The year before the month, with two digits or four: `26-12-31`.
    YearFirst,
    /// A pattern of `strftime`'s: `%d %b %Y`.
    Pattern(String),
}

impl DateFormat {
    /// Reads `DD/MM/YYYY`, `MM/DD/YYYY HH:mm` and the like (the order of day and month is what counts), or a pattern with
    /// `%`. `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("auto") {
            return Some(Self::Auto);
        }
        if text.contains('%') {
            // Alone it names an order, whatever stands between the fields.
            if text == "%y-%m-%d" {
                return Some(Self::YearFirst);
            }
            // A pattern that cannot write a date cannot read one.
            let date = DateTime::constant(2026, 12, 31, 23, 59, 58, 0);
            let written = strtime::format(text, date).ok()?;
            return strtime::parse(text, written).ok()?.to_date().ok().map(|_| Self::Pattern(text.to_owned()));
        }
        let upper = text.to_ascii_uppercase();
        let (day, month, year) = (upper.find('D')?, upper.find('M')?, upper.find('Y')?);
        match (day < month, year < day) {
            (true, _) => Some(Self::DayFirst),
            (false, false) => Some(Self::MonthFirst),
            (false, true) => Some(Self::YearFirst),
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

/// The moment that `text` names in this pattern, in milliseconds since 1970.
pub(super) fn by_pattern(pattern: &str, text: &[u8]) -> Option<i64> {
    let parsed = strtime::parse(pattern, text).ok()?;
    if let Ok(moment) = parsed.to_timestamp() {
        return Some(moment.as_millisecond());
    }
    let civil =
        parsed.to_datetime().ok().or_else(|| Some(parsed.to_date().ok()?.to_datetime(jiff::civil::Time::midnight())));
    Some(Offset::UTC.to_timestamp(civil?).ok()?.as_millisecond())
}
