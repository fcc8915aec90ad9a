//! How warm things are: the insulation of an item in clo, whether it is for rain or sun, and what the air requires. Not for
//! what a page makes of it: see `passerelle::season`.

mod garments;
mod required;
mod traits;

pub use required::{REQUIRED, REQUIRED_FROM_C, REQUIRED_STEP_C, required};
pub use traits::{TypeWarmth, WeatherTraits, traits};
