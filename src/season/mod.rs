//! How well items suit the day: collections and occasions, demand over the year, the weather. Uses only the pack and
//! the page. Not for histories, and not for geolocation: the device's position is never requested.

mod fit;
mod insulation;
mod quarter;
mod region;
mod weather;
mod window;

pub use crate::model::{
    Climate, Climates, Clo, Country, HALF_MONTHS, HalfMonth, SeasonalKind, Tenths, Traits, ZoneKey,
};
pub use crate::pack::{Season, Window, Zone};
pub use fit::{Flag, FlagCode, SeasonContext, SeasonScore};
pub use insulation::required_insulation;
pub use quarter::season_name;
pub use region::Region;
pub use weather::Weather;
