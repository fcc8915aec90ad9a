//! Reads dates as people and shop software write them, with names of months or with numbers in any order. Not for
//! deciding whether the day or the month comes first: see [`super::dates`].

use jiff::civil::Date;
use jiff::tz::Offset;

/// The part of a date that comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Day,
    Month,
    Year,
}

/// A day, read in one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: i16,
    /// Whether the year has two digits.
    pub(super) short_year: bool,
    pub(super) month: i8,
    pub(super) day: i8,
}

/// A number and its count of digits.
#[derive(Clone, Copy, Debug)]
struct Field {
    value: i16,
    digits: usize,
}

#[derive(Clone, Copy, Debug)]
enum Parts {
    /// The order is clear.
    Known(Day),
    /// Three numbers, in the order of the text.
    Numbers(Field, Field, Field),
    /// Such as `02 Mar 26`.
    Named(Field, i8, Field),
}

/// A date as people write it, with or without a time of day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Regional {
    parts: Parts,
    /// Whether points separate the parts.
    pub(super) dotted: bool,
    time: jiff::civil::Time,
    offset_ms: i64,
}

impl Field {
    const fn is_short(self) -> bool {
        self.digits == 2
    }
}

impl Regional {
    /// Returns the moment on this day, in milliseconds since 1970; `None` for a day that does not exist.
    pub(super) fn moment(&self, year: i16, month: i8, day: i8) -> Option<i64> {
        let civil = Date::new(year, month, day).ok()?.to_datetime(self.time);
        Some(Offset::UTC.to_timestamp(civil).ok()?.as_millisecond() - self.offset_ms)
    }

    /// Returns the day that the parts give in this order; `None` if they do not fit it.
    pub(super) fn day(&self, order: Order) -> Option<Day> {
        let (year, month, day) = match (self.parts, order) {
            (Parts::Known(day), _) => return Some(day),
            (Parts::Numbers(day, month, year), Order::Day) => (year, month.value, day.value),
            (Parts::Numbers(month, day, year), Order::Month) => (year, month.value, day.value),
            (Parts::Named(day, month, year), Order::Day | Order::Month) => (year, i16::from(month), day.value),
            (Parts::Numbers(year, month, day), Order::Year) if year.is_short() && day.is_short() => {
                (year, month.value, day.value)
            }
            (Parts::Named(year, month, day), Order::Year) if year.is_short() && day.is_short() => {
                (year, i16::from(month), day.value)
            }
            (_, Order::Year) => return None,
        };
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Some(Day { year: year.value, short_year: year.is_short(), month, day })
    }

    /// Whether the last part can only be the year.
    pub(super) const fn ends_with_a_full_year(&self) -> bool {
        matches!(
            self.parts,
            Parts::Numbers(_, _, Field { digits: 4, .. }) | Parts::Named(_, _, Field { digits: 4, .. })
        )
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (words, separators) = words(text)?;
        // "03-04 10:00" has no year: a number before a colon is an hour.
        if separators.iter().take(3).any(|separator| *separator == ':') {
            return None;
        }
        let number = |at: usize| words.get(at).copied().filter(|word| word.bytes().all(|b| b.is_ascii_digit()));
        let month = |at: usize| words.get(at).and_then(|word| month_called(word));
        let field = |at: usize| {
            let word = number(at).filter(|word| word.len() <= 4)?;
            Some(Field { value: word.parse().ok()?, digits: word.len() })
        };
        let short = |at: usize| field(at).filter(|field| field.digits <= 2);
        let year = |at: usize| field(at).filter(|field| matches!(field.digits, 2 | 4));
        let small = |field: Field| i8::try_from(field.value).ok();
        let known = |year: Field, month: i8, day: Field| {
            Some(Parts::Known(Day { year: year.value, short_year: year.is_short(), month, day: small(day)? }))
        };
        let parts = if number(0).is_some_and(|word| word.len() == 4) {
            known(field(0)?, short(1).and_then(small).or_else(|| month(1))?, short(2)?)?
        } else if let (Some(month), Some(day)) = (month(0), short(1)) {
            known(year(2)?, month, day)?
        } else if let (Some(first), Some(month)) = (short(0), month(1)) {
            let last = year(2)?;
            if last.is_short() { Parts::Named(first, month, last) } else { known(last, month, first)? }
        } else {
            Parts::Numbers(short(0)?, short(1)?, year(2)?)
        };
        let (time, offset_ms) = time_of_day(words.get(3..).unwrap_or_default(), text)?;
        Some(Self { parts, dotted: separators.first() == Some(&'.'), time, offset_ms })
    }
}

/// Returns the words and numbers of a date, and the first character after each.
fn words(text: &str) -> Option<(Vec<&str>, Vec<char>)> {
    let (mut words, mut after) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = rest.get(start..)?;
        let digits = rest.starts_with(|c: char| c.is_ascii_digit());
        let end = rest.find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let word = rest.get(..end)?;
        rest = rest.get(end..)?;
        // Words without information: "2 de mayo de 2025", "Freitag, 2. Mai", "10h30".
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

/// Reads the time of day and the offset from UTC, in milliseconds. Without a time it is midnight.
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
    let offset = match offset_of(&lower) {
        None => None,
        Some(offset) => Some(offset?),
    };
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
    // The number after the seconds is a fraction of a second.
    if numbers.len() > 4 {
        return None;
    }
    let time = jiff::civil::Time::new(hour, two(1)?, two(2)?, 0).ok()?;
    Some((time, offset.unwrap_or(0)))
}

/// Returns the offset after a time of day, `+0200` or `-05:00`, in milliseconds: `None` if there is none, `Some(None)`
/// if it is out of range.
fn offset_of(text: &str) -> Option<Option<i64>> {
    let colon = text.find(':')?;
    let at = colon + text.get(colon..)?.find(['+', '-'])?;
    let sign = if text.get(at..=at)? == "-" { -1 } else { 1 };
    let digits: String = text.get(at + 1..)?.chars().filter(char::is_ascii_digit).collect();
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..4).map_or(Some(0), |minutes| minutes.parse().ok())?;
    Some((hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60_000))
}

/// Names of months in English, French, German, Spanish, Italian and Portuguese exports, without accents. A word of at
/// least three letters that begins the names of one month only is that month.
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

/// Whether a word is the name of a month or its beginning.
pub(super) fn is_month(word: &str) -> bool {
    month_called(word).is_some()
}

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
