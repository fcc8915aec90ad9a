//! The region of a page: from the page's country, else from the name of the time zone. Never from the device's
//! position.

use super::{Climate, Season};
use crate::model::{Country, ZoneKey};

/// A country and its climate. Unknown by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// The country.
    pub country: Option<Country>,
    /// The climate, by the latitude of the country's principal city or of the time zone's.
    pub climate: Option<Climate>,
}

impl Season {
    /// The region of a page with this `country`, or on a device with this `time_zone`: the country has priority.
    #[must_use]
    pub fn place(&self, country: Option<&str>, time_zone: Option<&str>) -> Region {
        let said = country.and_then(Country::of);
        let zone = match said {
            Some(country) => self.zones.iter().find(|zone| zone.country == country),
            None => time_zone.and_then(|name| self.zones.iter().find(|zone| zone.key == ZoneKey::of(name))),
        };
        Region { country: said.or(zone.map(|zone| zone.country)), climate: zone.map(|zone| zone.climate) }
    }
}
