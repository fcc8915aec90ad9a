//! How warm things are: the insulation of an item in clo, whether it is for rain or sun, and whom what is worn is made for. Not for
//! what the air requires: see `passerelle::season`.

mod garments;
mod traits;
mod wearers;

pub use traits::{TypeWarmth, WeatherTraits, traits};
pub use wearers::wearers;
