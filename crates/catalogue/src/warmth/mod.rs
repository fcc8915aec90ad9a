//! How warm things are: the insulation of an item in clo, whether it is for rain or sun, whom what is worn is made for, and what
//! sizes are of. Not for
//! what the air requires: see `passerelle::season`.

mod garments;
mod traits;
mod wearers;
mod worn_kind;

pub use traits::{TypeWarmth, WeatherTraits, traits};
pub use wearers::wearers;
pub use worn_kind::{WornKind, worn_kind};
