//! Reads the fashion trade's season codes: `FW26`, `AH26`, `SS27`, `PE 2027`, `cruise-27`. Not for a collection's own
//! settings: `kind`, `from` and `until` of house.toml take precedence.

use passerelle::model::Days;
use std::fmt;

use jiff::civil::Date;

use super::collection_kind::CollectionKind;
use crate::date;

/// A season and the year it is named after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SeasonCode {
    season: Season,
    year: i16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Season {
    Spring,
    Autumn,
    PreFall,
    PreSpring,
    Cruise,
}

/// Names of the seasons as English, French, German, Italian, Spanish and Portuguese houses write them, in lower case,
/// without spaces, hyphens and underscores. "PE" is printemps-été and primavera-estate.
const NAMES: [(Season, &[&str]); 5] = [
    (Season::Spring, &["ss", "s/s", "pe", "p/e", "pv", "p/v", "fs", "f/s", "springsummer", "spring", "summer"]),
    (
        Season::Autumn,
        &[
            "fw",
            "f/w",
            "aw",
            "a/w",
            "ah",
            "a/h",
            "hw",
            "h/w",
            "ai",
            "a/i",
            "oi",
            "o/i",
            "fallwinter",
            "autumnwinter",
            "fall",
            "autumn",
            "winter",
        ],
    ),
    (Season::PreFall, &["pf", "prefall", "preautumn"]),
    (Season::PreSpring, &["ps", "prespring", "presummer"]),
    (Season::Cruise, &["cr", "res", "cruise", "croisière", "croisiere", "crociera", "resort"]),
];

/// A range of dates, with both ends included.
struct Dates {
    first: Date,
    last: Date,
}

impl SeasonCode {
    /// What to write, for messages.
    pub(super) const HINT: &str = "write a code such as \"SS27\", \"FW26\", \"PE27\", \"AH26\", \"PF27\" or \"CR27\"";

    /// Reads a code of the years 2000 to 2099; case, spaces, hyphens and underscores make no difference.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let plain: String =
            text.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).flat_map(char::to_lowercase).collect();
        let digits = plain.find(|c: char| c.is_ascii_digit())?;
        let (name, year) = plain.split_at_checked(digits)?;
        let year = match (year.len(), year.parse::<i16>().ok()?) {
            (2, year) => 2000 + year,
            (4, year @ 2000..2100) => year,
            _ => return None,
        };
        let (season, _) = NAMES.iter().find(|(_, names)| names.contains(&name))?;
        Some(Self { season: *season, year })
    }

    /// The kind of collection.
    pub(super) const fn kind(self) -> CollectionKind {
        match self.season {
            Season::Spring | Season::Autumn => CollectionKind::Main,
            Season::PreFall | Season::PreSpring => CollectionKind::PreCollection,
            Season::Cruise => CollectionKind::Cruise,
        }
    }

    /// First and last day in the north, when shops have such collections: spring-summer from February to July,
    /// autumn-winter from August to January, pre-fall from May to July; cruise and pre-spring from November to January
    /// before the year in their name.
    fn dates(self) -> Dates {
        let day = |year, month, day| Date::new(year, month, day).unwrap_or(Date::MAX);
        let year = self.year;
        match self.season {
            Season::Spring => Dates { first: day(year, 2, 1), last: day(year, 7, 31) },
            Season::Autumn => Dates { first: day(year, 8, 1), last: day(year + 1, 1, 31) },
            Season::PreFall => Dates { first: day(year, 5, 1), last: day(year, 7, 31) },
            Season::PreSpring | Season::Cruise => Dates { first: day(year - 1, 11, 1), last: day(year, 1, 31) },
        }
    }

    /// Returns the days on which it is shown in the north.
    pub(super) fn window(self) -> Days {
        let Dates { first, last } = self.dates();
        Days { first: date::to_day(first), last: date::to_day(last) }
    }

    /// Returns the first and the last day, for messages.
    pub(super) fn days(self) -> String {
        let Dates { first, last } = self.dates();
        format!("{first} to {last}")
    }
}

impl fmt::Display for SeasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let season = match self.season {
            Season::Spring => "SS",
            Season::Autumn => "FW",
            Season::PreFall => "PF",
            Season::PreSpring => "PS",
            Season::Cruise => "CR",
        };
        write!(f, "{season}{:02}", self.year - 2000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CollectionKind::{Cruise, Main, PreCollection};

    #[test]
    fn a_season_code_gives_its_kind_and_days() {
        for (text, kind, shown, days) in [
            ("FW26", Main, "FW26", "2026-08-01 to 2027-01-31"),
            ("AH26", Main, "FW26", "2026-08-01 to 2027-01-31"),
            ("fw 2026", Main, "FW26", "2026-08-01 to 2027-01-31"),
            ("A/W 26", Main, "FW26", "2026-08-01 to 2027-01-31"),
            ("HW26", Main, "FW26", "2026-08-01 to 2027-01-31"),
            ("Fall-Winter 2026", Main, "FW26", "2026-08-01 to 2027-01-31"),
            ("SS27", Main, "SS27", "2027-02-01 to 2027-07-31"),
            ("PE27", Main, "SS27", "2027-02-01 to 2027-07-31"),
            ("spring_summer_2027", Main, "SS27", "2027-02-01 to 2027-07-31"),
            ("PF27", PreCollection, "PF27", "2027-05-01 to 2027-07-31"),
            ("pre-spring 27", PreCollection, "PS27", "2026-11-01 to 2027-01-31"),
            ("CR27", Cruise, "CR27", "2026-11-01 to 2027-01-31"),
            ("RES27", Cruise, "CR27", "2026-11-01 to 2027-01-31"),
            ("Croisière 2027", Cruise, "CR27", "2026-11-01 to 2027-01-31"),
            ("cruise-00", Cruise, "CR00", "1999-11-01 to 2000-01-31"),
        ] {
            let code = SeasonCode::parse(text).unwrap();
            assert_eq!((code.kind(), code.to_string().as_str(), code.days().as_str()), (kind, shown, days), "{text}");
        }
        for text in ["", "FW", "26", "FW6", "FW026", "FW1926", "XX26", "FW26b", "FW26-27", "spring", "icons", "é27"] {
            assert_eq!(SeasonCode::parse(text), None, "{text}");
        }
    }
}
