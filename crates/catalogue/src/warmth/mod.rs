//! How warm things are: the insulation of an item in clo, and whether it is for rain or sun. Not for
//! what the air requires: see `passerelle::season`.

mod garments;
mod traits;

pub use traits::{TypeWarmth, WeatherTraits, traits};
