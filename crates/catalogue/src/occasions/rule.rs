//! Rules for the dates of occasions in a year. Not for which country follows which rule: see [`super::table`].

use icu_calendar::Date as Calendar;
use icu_calendar::cal::Hijri;
use icu_calendar::types::Month;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use passerelle::model::Day;

/// The rule for the dates of an occasion.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// Month and day.
    On(i8, i8),
    /// Month, number, day of the week: number 1 is the first of the month, -1 the last.
    Nth(i8, i8, Weekday),
    /// Number of days after the western Easter Sunday.
    Easter(i32),
    /// The Easter Sunday of the eastern churches.
    OrthodoxEaster,
    /// The last Sunday of May, or the first of June where that is Pentecost (code de l'action sociale et des familles,
    /// D215-1).
    FrenchMothersDay,
    /// Month and day in the Umm al-Qura calendar. Where the new moon must be seen, the day may be one later.
    Hijri(u8, u8),
    /// The month of Ramadan, until the eve of Eid.
    Ramadan,
    /// The first day of the Chinese year, from the tables of icu.
    ChineseNewYear,
    /// The first day of the Korean year, which differs when the new moon falls near midnight in Beijing.
    KoreanNewYear,
    /// The days in [`DIWALI`].
    Diwali,
    /// The day after the fourth Thursday of November.
    AfterThanksgiving,
    /// The French winter and summer sales (code de commerce, L310-3; arrêté of 27 May 2019, which took over the rule of
    /// D310-15-2). Winter: from the second Wednesday of January, or the first if the second is after the 12th. Summer:
    /// from the last Wednesday of June, or the one before if the last is after the 28th. Border and overseas
    /// departments have dates of their own; these dates apply to distance sellers.
    Soldes,
}

/// The day of Lakshmi Puja in India, at the new moon of Kartika, 2025 to 2035: year, month, day. icu has no Hindu
/// lunisolar calendar. The dates are those of PyPI `holidays` 0.109 (`calendars/hindu.py`, which cites
/// timeanddate.com). A test compares the years in tests/data/holidays.tsv.
const DIWALI: [(i16, i8, i8); 11] = [
    (2025, 10, 20),
    (2026, 11, 8),
    (2027, 10, 29),
    (2028, 10, 17),
    (2029, 11, 5),
    (2030, 10, 26),
    (2031, 11, 14),
    (2032, 11, 2),
    (2033, 10, 22),
    (2034, 11, 10),
    (2035, 10, 30),
];

impl Rule {
    /// Returns the days of a Gregorian year on which the occasion begins, ascending. Most occasions have one; the
    /// French sales have two, a lunar month may have two, and a year outside a table has none.
    pub(super) fn days(self, year: i16) -> Vec<Date> {
        match self {
            Self::On(month, day) => Date::new(year, month, day).into_iter().collect(),
            Self::Nth(month, nth, weekday) => self::nth(year, month, nth, weekday).into_iter().collect(),
            Self::Easter(after) => easter(year).and_then(|day| plus(day, after)).into_iter().collect(),
            Self::OrthodoxEaster => orthodox_easter(year).into_iter().collect(),
            Self::FrenchMothersDay => french_mothers_day(year).into_iter().collect(),
            Self::Hijri(month, day) => hijri(year, month, day),
            Self::Ramadan => hijri(year, 9, 1),
            Self::ChineseNewYear => {
                let date = Calendar::try_new_chinese_traditional(i32::from(year), Month::new(1), 1);
                date.ok().and_then(|date| gregorian(date.to_rata_die().to_i64_date())).into_iter().collect()
            }
            Self::KoreanNewYear => {
                let date = Calendar::try_new_korean_traditional(i32::from(year), Month::new(1), 1);
                date.ok().and_then(|date| gregorian(date.to_rata_die().to_i64_date())).into_iter().collect()
            }
            Self::Diwali => {
                let of_year = DIWALI.iter().filter(|(of, ..)| *of == year);
                of_year.filter_map(|(year, month, day)| Date::new(*year, *month, *day).ok()).collect()
            }
            Self::AfterThanksgiving => {
                nth(year, 11, 4, Weekday::Thursday).and_then(|day| plus(day, 1)).into_iter().collect()
            }
            Self::Soldes => {
                let winter = nth(year, 1, 2, Weekday::Wednesday);
                let winter = winter.and_then(|day| if day.day() > 12 { plus(day, -7) } else { Some(day) });
                let summer = nth(year, 6, -1, Weekday::Wednesday);
                let summer = summer.and_then(|day| if day.day() > 28 { plus(day, -7) } else { Some(day) });
                winter.into_iter().chain(summer).collect()
            }
        }
    }

    /// Returns the last day of an occasion that begins on `first`. `days` is its length if the rule does not determine
    /// it.
    pub(super) fn until(self, first: Date, days: i32) -> Date {
        match self {
            Self::Ramadan => {
                let eids = [first.year(), first.year() + 1].into_iter().flat_map(|year| hijri(year, 10, 1));
                eids.filter(|eid| *eid > first).min().and_then(|eid| plus(eid, -1)).unwrap_or(first)
            }
            // Four weeks: arrêté of 27 May 2019.
            Self::Soldes => plus(first, 27).unwrap_or(first),
            _ => plus(first, days - 1).unwrap_or(first),
        }
    }
}

fn plus(day: Date, days: i32) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

fn nth(year: i16, month: i8, nth: i8, weekday: Weekday) -> Option<Date> {
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
}

fn gregorian(rata_die: i64) -> Option<Date> {
    // Rata die 719,163 is 1970-01-01.
    crate::date::of_day(Day::from_number(rata_die - 719_163))
}

/// Returns the days of the Gregorian `year` with this month and day in the Hijri calendar: one, or two when the lunar
/// year fits in twice.
fn hijri(year: i16, month: u8, day: u8) -> Vec<Date> {
    // 33 lunar years are 32 solar years, with an error of less than a year for the next thousand years.
    let first = (i32::from(year) - 622) * 33 / 32;
    let days = (first - 1..=first + 2).filter_map(|hijri| {
        let date = Calendar::try_new_hijri_with_calendar(hijri, month, day, Hijri::new_umm_al_qura()).ok()?;
        gregorian(date.to_rata_die().to_i64_date())
    });
    days.filter(|date| date.year() == year).collect()
}

/// Easter Sunday of the western churches, by the anonymous Gregorian computus (Nature, 20 April 1876).
fn easter(year: i16) -> Option<Date> {
    let year32 = i32::from(year);
    let (a, b, c) = (year32 % 19, year32 / 100, year32 % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let days = h + l - 7 * m;
    // Days after 22 March.
    plus(Date::new(year, 3, 22).ok()?, days)
}

/// Easter Sunday of the eastern churches: Meeus' Julian computus plus thirteen days, valid until 2099.
fn orthodox_easter(year: i16) -> Option<Date> {
    let year32 = i32::from(year);
    let (a, b, c) = (year32 % 4, year32 % 7, year32 % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    plus(Date::new(year, 3, 22).ok()?, d + e + 13)
}

fn french_mothers_day(year: i16) -> Option<Date> {
    let last = nth(year, 5, -1, Weekday::Sunday)?;
    if plus(easter(year)?, 49)? == last { nth(year, 6, 1, Weekday::Sunday) } else { Some(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(rule: Rule, year: i16) -> String {
        rule.days(year)[0].to_string()
    }

    /// Dates from public calendars.
    #[test]
    fn rules_give_the_known_dates() {
        for (rule, year, expected) in [
            (Rule::Easter(0), 2024, "2024-03-31"),
            (Rule::Easter(0), 2025, "2025-04-20"),
            (Rule::Easter(0), 2026, "2026-04-05"),
            (Rule::Easter(0), 2038, "2038-04-25"),
            (Rule::OrthodoxEaster, 2024, "2024-05-05"),
            (Rule::OrthodoxEaster, 2025, "2025-04-20"),
            (Rule::OrthodoxEaster, 2026, "2026-04-12"),
            (Rule::FrenchMothersDay, 2023, "2023-06-04"),
            (Rule::FrenchMothersDay, 2026, "2026-05-31"),
            (Rule::FrenchMothersDay, 2034, "2034-06-04"),
            (Rule::Easter(-21), 2027, "2027-03-07"),
            (Rule::Easter(39), 2026, "2026-05-14"),
            (Rule::ChineseNewYear, 2025, "2025-01-29"),
            (Rule::ChineseNewYear, 2026, "2026-02-17"),
            (Rule::ChineseNewYear, 2027, "2027-02-06"),
            (Rule::KoreanNewYear, 2027, "2027-02-07"),
            (Rule::Hijri(10, 1), 2026, "2026-03-20"),
            (Rule::Hijri(12, 10), 2026, "2026-05-27"),
            (Rule::Ramadan, 2026, "2026-02-18"),
            (Rule::AfterThanksgiving, 2026, "2026-11-27"),
            (Rule::Soldes, 2022, "2022-01-12"),
            (Rule::Soldes, 2026, "2026-01-07"),
            (Rule::Nth(9, 1, Weekday::Sunday), 2026, "2026-09-06"),
        ] {
            assert_eq!(first(rule, year), expected, "{rule:?}");
        }
    }

    /// The years in which a limit moves the sales: winter 2019 (the 9th), 2027 (the 13th is too late), summer 2022 (the
    /// 29th is too late), 2028 (the 28th is not).
    #[test]
    fn the_french_sales_begin_on_their_days_and_last_four_weeks() {
        let days = |year| Rule::Soldes.days(year).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(days(2019), ["2019-01-09", "2019-06-26"]);
        assert_eq!(days(2022), ["2022-01-12", "2022-06-22"]);
        assert_eq!(days(2027), ["2027-01-06", "2027-06-23"]);
        assert_eq!(days(2028), ["2028-01-12", "2028-06-28"]);
        let first = Date::constant(2026, 1, 7);
        assert_eq!(Rule::Soldes.until(first, 1).to_string(), "2026-02-03");
    }

    #[test]
    fn a_lunar_month_may_begin_twice_in_a_year() {
        let days: Vec<_> = Rule::Ramadan.days(2030).iter().map(ToString::to_string).collect();
        assert_eq!(days, ["2030-01-05", "2030-12-26"]);
        assert_eq!(Rule::Ramadan.until(Date::constant(2026, 2, 18), 1).to_string(), "2026-03-19");
        for year in 2020..2060 {
            assert!(!Rule::Hijri(12, 10).days(year).is_empty(), "{year}");
        }
    }
}
