//! The warmth of items: their insulation in clo, whether they are for rain or sun, whom they are made for, and what
//! kind of item their sizes belong to. Not for the insulation that the air requires: see `passerelle::season`.

mod garments;
mod traits;
mod wearers;
mod worn_kind;

pub use traits::{TypeWarmth, WeatherTraits, traits};
pub use wearers::wearers;
pub use worn_kind::{WornKind, worn_kind};
