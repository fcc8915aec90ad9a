//! Compares our occasions with two external libraries where these agree. `tools/calendars.py` made their dates,
//! `data/holidays.tsv`.

use passerelle::model::{Country, Day};
use std::collections::BTreeMap;

use passerelle_catalogue::occasions::{LeadTime, OCCASIONS, OccasionDay, days, position};

const FIXTURE: &str = include_str!("data/holidays.tsv");
/// 2026-01-01, the first day of the fixture.
const FROM: Day = Day::from_number(20_454);

/// Dates on which both libraries agree against ours, and the reason to keep ours.
const OURS: [(&str, &str, &str); 11] = [
    ("christmas", "BA", "there twice; ours is the western one, which only one of them names"),
    ("christmas", "XK", "likewise"),
    ("diwali", "SG", "Deepavali of the Tamil tradition may be the eve; the day is announced year by year"),
    ("diwali", "SR", "likewise"),
    ("diwali", "TT", "likewise"),
    ("easter", "ME", "there twice; they share the western Easter Monday"),
    ("eid-al-fitr", "ID", "the new moon is seen there, not computed: a day later"),
    ("eid-al-fitr", "MU", "likewise"),
    ("eid-al-fitr", "MY", "likewise"),
    ("eid-al-fitr", "SS", "likewise"),
    ("eid-al-fitr", "SA", "they give the first day of the holidays, the 29th of Ramadan"),
];

struct Row<'a> {
    occasion: &'a str,
    country: &'a str,
    year: i16,
    theirs: Vec<&'a str>,
    others: Vec<&'a str>,
}

fn rows() -> impl Iterator<Item = Row<'static>> {
    FIXTURE.lines().skip(2).map(|line| {
        let [occasion, country, year, theirs, others] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let dates = |text: &'static str| text.split(',').filter(|date| *date != "-").collect();
        Row { occasion, country, year: year.parse().unwrap(), theirs: dates(theirs), others: dates(others) }
    })
}

fn date(day: Day) -> String {
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(day.number()));
    date.unwrap().to_string()
}

/// The first day of the occasion in that country and year.
fn ours(days: &[OccasionDay], row: &Row) -> Option<String> {
    let occasion = position(row.occasion).unwrap();
    let country = Country::of(row.country).unwrap();
    let of = |country| move |day: &&OccasionDay| day.occasion == occasion && day.country == country;
    let own = days.iter().any(|day| of(Some(country))(&day));
    let mut dates = days.iter().filter(of(own.then_some(country))).map(|day| date(day.day));
    dates.find(|date| date.starts_with(&row.year.to_string()))
}

#[test]
fn dates_equal_those_of_two_libraries_where_both_agree() {
    let all: Vec<_> = (0..OCCASIONS.len()).map(|occasion| LeadTime { occasion, days: 0 }).collect();
    let days = days(&all, &[], FROM, 36);
    let mut agreed: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut wrong, mut met) = (Vec::new(), Vec::new());
    for row in rows() {
        let both: Vec<_> = row.theirs.iter().filter(|date| row.others.contains(date)).collect();
        let ours = ours(&days, &row);
        let except =
            OURS.iter().position(|(occasion, country, _)| *occasion == row.occasion && *country == row.country);
        match (ours, except) {
            _ if both.is_empty() => {}
            (Some(ours), _) if both.contains(&&ours.as_str()) => *agreed.entry(row.occasion).or_default() += 1,
            (_, Some(except)) => met.push(except),
            (ours, None) => wrong.push(format!("{} {}: both {both:?}, ours {ours:?}", row.occasion, row.country)),
        }
    }
    println!("{agreed:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!((0..OURS.len()).all(|except| met.contains(&except)), "an exception is not needed any more: {met:?}");
    assert!(agreed.values().sum::<usize>() > 1500 && agreed["lunar-new-year"] >= 30, "{agreed:?}");
}

/// If only one library knows a date, a difference proves no error. Such differences are printed and counted.
#[test]
fn dates_mostly_equal_those_of_the_one_library_that_knows_them() {
    let all: Vec<_> = (0..OCCASIONS.len()).map(|occasion| LeadTime { occasion, days: 0 }).collect();
    let days = days(&all, &[], FROM, 36);
    let (mut same, mut other) = (0, Vec::new());
    for row in rows().filter(|row| row.theirs.is_empty() != row.others.is_empty()) {
        let known = if row.theirs.is_empty() { &row.others } else { &row.theirs };
        match ours(&days, &row) {
            Some(ours) if known.contains(&ours.as_str()) => same += 1,
            ours => other.push(format!("{} {}: {known:?}, ours {ours:?}", row.occasion, row.country)),
        }
    }
    println!("{same} the same, {} not:\n{}", other.len(), other.join("\n"));
    assert!(same > 10 * other.len(), "{same} {}", other.len());
}

/// Browsers have a wrong date for this one.
#[test]
fn lunar_new_year_2027_is_on_6_february() {
    let days = days(&[LeadTime { occasion: position("lunar-new-year").unwrap(), days: 21 }], &[], FROM, 24);
    assert!(days.iter().any(|day| day.country.is_none() && date(day.day) == "2027-02-06"));
}
