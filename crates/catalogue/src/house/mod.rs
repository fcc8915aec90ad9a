//! The settings of the house: `house.toml`, checked, with errors that name the line. Not for what the settings do.

mod check;
mod collection;
mod collection_kind;
mod currency;
mod discretion;
mod division;
mod file;
#[cfg(test)]
mod fixture;
mod general;
mod item_sets;
mod language_rules;
mod membership;
mod messages;
mod notice;
mod orders;
mod placement;
mod privacy;
mod ranking;
mod remedy;
mod resolved;
mod rule;
mod season;
mod season_code;
mod settings;
mod type_names;
mod window;
mod wording;

pub use collection::{Collection, Story};
pub use collection_kind::{CollectionKind, Hemisphere};
pub use currency::Currency;
pub use discretion::Discretion;
pub use item_sets::ItemSets;
pub use membership::Membership;
pub use messages::Message;
pub use notice::{About, Notice};
pub use orders::Orders;
pub use privacy::Privacy;
pub use ranking::WearerBinding;
pub use resolved::Resolved;
pub use rule::RuleSetting;
pub use season::{HouseOccasion, Season};
pub use settings::House;
pub use type_names::TypeNames;
pub use window::Window;
