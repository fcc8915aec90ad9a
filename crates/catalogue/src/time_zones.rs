//! Where a time zone lies: its country, and whether that is north, south or between the tropics. From tzdata's
//! zone1970.tab alone; never from where a shopper is.

/// What a place has for seasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Climate {
    /// Summer in July.
    North,
    /// Summer in January.
    South,
    /// No four seasons: wet and dry, or none.
    Tropics,
}

/// A time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone<'a> {
    /// Its name, `Europe/Paris`; a former name too.
    pub name: &'a str,
    /// Its country, the most populous of those that share it: ISO 3166, two capital letters.
    pub country: [u8; 2],
    /// By the latitude of its principal place.
    pub climate: Climate,
}

/// Made by crates/catalogue/tests/tools/zones.py; the first row of a country is its principal zone.
const TABLE: &str = include_str!("../data/zones.tsv");

/// Every time zone that has a country, former names too, by country, principal zones first.
pub fn zones() -> impl Iterator<Item = Zone<'static>> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut fields = row.split('\t');
        let (name, country) = (fields.next()?, fields.next()?.as_bytes().try_into().ok()?);
        let climate = match fields.next()? {
            "north" => Climate::North,
            "south" => Climate::South,
            "tropics" => Climate::Tropics,
            _ => return None,
        };
        Some(Zone { name, country, climate })
    })
}

/// The time zone with that name; `None` for UTC and others that are nowhere.
#[must_use]
pub fn zone(name: &str) -> Option<Zone<'static>> {
    zones().find(|zone| zone.name == name)
}

/// The climate of a country's principal zone; `None` where there is no such country.
#[must_use]
pub fn climate(country: [u8; 2]) -> Option<Climate> {
    zones().find(|zone| zone.country == country).map(|zone| zone.climate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_zone() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(zones().count(), rows);
        let mut names: Vec<_> = zones().map(|zone| zone.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), rows, "a name is there twice");
        assert!(zones().all(|zone| zone.country.iter().all(u8::is_ascii_uppercase)));
    }

    #[test]
    fn a_zone_has_its_country_and_climate() {
        for (name, country, climate) in [
            ("Europe/Paris", "FR", Climate::North),
            ("Europe/Stockholm", "SE", Climate::North),
            ("Australia/Sydney", "AU", Climate::South),
            ("Australia/Darwin", "AU", Climate::Tropics),
            ("Pacific/Auckland", "NZ", Climate::South),
            ("Asia/Singapore", "SG", Climate::Tropics),
            ("America/Sao_Paulo", "BR", Climate::South),
            ("Africa/Nairobi", "KE", Climate::Tropics),
            ("Pacific/Honolulu", "US", Climate::Tropics),
            ("Asia/Calcutta", "IN", Climate::Tropics),
            ("Europe/Kiev", "UA", Climate::North),
            ("Asia/Saigon", "VN", Climate::Tropics),
            ("US/Pacific", "US", Climate::North),
        ] {
            let country = country.as_bytes().try_into().unwrap();
            assert_eq!(zone(name), Some(Zone { name, country, climate }));
        }
        for nowhere in ["UTC", "Etc/GMT+5", "EST", "Europe", "europe/paris", ""] {
            assert_eq!(zone(nowhere), None, "{nowhere}");
        }
    }

    /// The countries that lie in more than one climate, by where most people live.
    #[test]
    fn a_country_has_the_climate_of_its_principal_zone() {
        for (country, expected) in [
            (b"FR", Some(Climate::North)),
            (b"US", Some(Climate::North)),
            (b"AU", Some(Climate::South)),
            (b"BR", Some(Climate::South)),
            (b"MX", Some(Climate::Tropics)),
            (b"SG", Some(Climate::Tropics)),
            (b"ZZ", None),
        ] {
            assert_eq!(climate(*country), expected, "{country:?}");
        }
    }
}
