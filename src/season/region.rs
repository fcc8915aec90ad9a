//! The region of a page: from the page's country, else from the name of the time zone. Never from the device's
//! position.

use super::{Climate, Season};
use crate::pack::ItemKey;

/// A country by its two letters (ISO 3166), and its climate. Unknown by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// The country code in upper case.
    pub country: Option<[u8; 2]>,
    /// The climate, by the latitude of the country's principal city or of the time zone's.
    pub climate: Option<Climate>,
}

/// The lowest three bytes of the hash of a time zone's name: its key in the pack.
#[must_use]
pub fn zone_key(name: &str) -> [u8; 3] {
    let [a, b, c, ..] = ItemKey::of(name).0.to_le_bytes();
    [a, b, c]
}

impl Season {
    /// The region of a page with this `country`, or on a device with this `time_zone`: the country has priority.
    #[must_use]
    pub fn place(&self, country: Option<&str>, time_zone: Option<&str>) -> Region {
        let said = country.and_then(|letters| {
            let letters: [u8; 2] = letters.as_bytes().try_into().ok()?;
            Some(letters.map(|letter| letter.to_ascii_uppercase()))
        });
        let zone = match said {
            Some(country) => self.zones.iter().find(|zone| zone.country == country),
            None => time_zone.and_then(|name| self.zones.iter().find(|zone| zone.key == zone_key(name))),
        };
        Region {
            country: said.or(zone.map(|zone| zone.country)),
            climate: zone.map(|zone| Climate::numbered(zone.climate)),
        }
    }
}
