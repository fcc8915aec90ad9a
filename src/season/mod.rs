//! What suits the moment: collections and occasions, demand over the year, the weather. Facts of the pack and of the
//! page alone: nothing here reads a history, and nobody is asked where they are.

mod fit;
mod insulation;
mod quarter;
mod region;
mod weather;
mod window;

pub use crate::model::{Climate, HALF_MONTHS, HalfMonth, Kind, NOT_WORN, Traits};
pub use crate::pack::Season;
pub use fit::{Flag, FlagCode, SeasonContext, SeasonScore};
pub use insulation::required_insulation;
pub use quarter::season_name;
pub use region::{Region, zone_key};
pub use weather::Weather;
