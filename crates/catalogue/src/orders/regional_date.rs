//! Dates as people and shops' software write them, with names of months or numbers in any order. Whether the day or the
//! month comes first is not decided here: see [`super::dates`].

use jiff::civil::Date;
use jiff::tz::Offset;

/// Day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parts {
    Known {
        month: i8,
        day: i8,
    },
    /// Two numbers in the order of the text.
    Either(i8, i8),
}

/// A date as people write it, with or without a time of day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Regional {
    pub(super) parts: Parts,
    pub(super) year: i16,
    /// The year has two digits.
    pub(super) short_year: bool,
    time: jiff::civil::Time,
    offset_ms: i64,
}

impl Regional {
    /// The moment on this day, in milliseconds since 1970; `None` for a day that no calendar has.
    pub(super) fn moment(&self, year: i16, month: i8, day: i8) -> Option<i64> {
        let civil = Date::new(year, month, day).ok()?.to_datetime(self.time);
        Some(Offset::UTC.to_timestamp(civil).ok()?.as_millisecond() - self.offset_ms)
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (words, separators) = words(text)?;
        let number = |at: usize| words.get(at).copied().filter(|word| word.bytes().all(|b| b.is_ascii_digit()));
        let month = |at: usize| words.get(at).and_then(|word| month_called(word));
        let short = |at: usize| number(at).filter(|word| word.len() <= 2)?.parse::<i8>().ok();
        let year = |at: usize| number(at).filter(|word| matches!(word.len(), 2 | 4));
        let (parts, year) = if number(0).is_some_and(|word| word.len() == 4) {
            (Parts::Known { month: short(1).or_else(|| month(1))?, day: short(2)? }, number(0)?)
        } else if let (Some(month), Some(day)) = (month(0), short(1)) {
            (Parts::Known { month, day }, year(2)?)
        } else if let (Some(day), Some(month)) = (short(0), month(1)) {
            (Parts::Known { month, day }, year(2)?)
        } else {
            let (first, second) = (short(0)?, short(1)?);
            // Where points stand between them, the day comes first in every country.
            let dotted = separators.first() == Some(&'.');
            let parts = if dotted { Parts::Known { month: second, day: first } } else { Parts::Either(first, second) };
            (parts, year(2)?)
        };
        let (time, offset_ms) = time_of_day(words.get(3..).unwrap_or_default(), text)?;
        Some(Self { parts, year: year.parse().ok()?, short_year: year.len() == 2, time, offset_ms })
    }
}

/// The words and numbers of a date, and the first character after each.
fn words(text: &str) -> Option<(Vec<&str>, Vec<char>)> {
    let (mut words, mut after) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = rest.get(start..)?;
        let digits = rest.starts_with(|c: char| c.is_ascii_digit());
        let end = rest.find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let word = rest.get(..end)?;
        rest = rest.get(end..)?;
        // "2 de mayo de 2025", "Freitag, 2. Mai", "10h30": words that say nothing more.
        if !NOISE.contains(&word.to_lowercase().as_str()) {
            words.push(word);
            after.push(rest.chars().next().unwrap_or(' '));
        }
        if words.len() > 10 {
            return None;
        }
    }
    Some((words, after))
}

const NOISE: [&str; 14] = ["de", "del", "di", "le", "el", "il", "uhr", "um", "t", "h", "at", "à", "às", "alle"];

/// The time of day, and what to take away for UTC. Nothing said is midnight.
fn time_of_day(words: &[&str], text: &str) -> Option<(jiff::civil::Time, i64)> {
    let mut numbers: Vec<&str> = Vec::new();
    let mut afternoon = None;
    let mut words = words.iter();
    let lower = text.to_lowercase();
    for word in words.by_ref() {
        match word.to_lowercase().as_str() {
            "am" => afternoon = Some(false),
            "pm" => afternoon = Some(true),
            // "a.m.", "p. m."
            "a" => afternoon = Some(false),
            "p" => afternoon = Some(true),
            "m" if afternoon.is_some() => {}
            "z" | "utc" | "gmt" => break,
            digits if digits.bytes().all(|b| b.is_ascii_digit()) => numbers.push(word),
            _ => return None,
        }
    }
    if words.next().is_some() {
        return None;
    }
    let offset = offset_of(&lower);
    if offset.is_some() {
        let digits = numbers.last()?.len();
        numbers.pop();
        // "+02:00" is two numbers, "+0200" and "+02" are one.
        if digits == 2 && lower.rsplit(['+', '-']).next().is_some_and(|zone| zone.contains(':')) {
            numbers.pop();
        }
    }
    let two = |at: usize| numbers.get(at).map_or(Some(0), |text| text.parse::<i8>().ok().filter(|_| text.len() <= 2));
    let mut hour = two(0)?;
    if let Some(afternoon) = afternoon {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
    }
    // What follows the seconds is a fraction of one.
    if numbers.len() > 4 {
        return None;
    }
    let time = jiff::civil::Time::new(hour, two(1)?, two(2)?, 0).ok()?;
    Some((time, offset.unwrap_or(0)))
}

/// The offset behind a time of day, `+0200` or `-05:00`, in milliseconds.
fn offset_of(text: &str) -> Option<i64> {
    let colon = text.find(':')?;
    let at = colon + text.get(colon..)?.find(['+', '-'])?;
    let sign = if text.get(at..=at)? == "-" { -1 } else { 1 };
    let digits: String = text.get(at + 1..)?.chars().filter(char::is_ascii_digit).collect();
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..4).map_or(Some(0), |minutes| minutes.parse().ok())?;
    Some(sign * (hours * 60 + minutes) * 60_000)
}

/// Months as exports in English, French, German, Spanish, Italian and Portuguese write them, without accents; a word of
/// three letters or more that begins one of a month's names is that month.
const MONTHS: [&[&str]; 12] = [
    &["january", "janvier", "januar", "janner", "jaenner", "enero", "gennaio", "janeiro"],
    &["february", "fevrier", "februar", "febrero", "febbraio", "fevereiro"],
    &["march", "mars", "marz", "maerz", "marzo", "marco"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio"],
    &["june", "juin", "juni", "junio", "giugno", "junho"],
    &["july", "juillet", "juli", "julio", "luglio", "julho"],
    &["august", "aout", "agosto"],
    &["september", "septembre", "septiembre", "settembre", "setembro"],
    &["october", "octobre", "oktober", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "decembre", "dezember", "diciembre", "dicembre", "dezembro"],
];

fn month_called(word: &str) -> Option<i8> {
    let word = crate::normalized_words::folded(&word.to_lowercase());
    if word.len() < 3 {
        return None;
    }
    let begun = |names: &&[&str]| names.iter().any(|name| name.starts_with(word.as_str()));
    let mut all = (1..).zip(&MONTHS).filter(|(_, names)| begun(names));
    // "jui" begins two months.
    let (number, _) = all.next()?;
    all.next().is_none().then_some(number)
}
