//! The settings of the house: `house.toml`, checked, with errors that name the line. Not for what the settings do.

mod addresses;
mod check;
mod client_message;
mod collection;
mod collection_kind;
mod currency;
mod details;
mod discretion;
mod division;
mod file;
#[cfg(test)]
mod fixture;
mod general;
mod house_occasion;
mod item_sets;
mod item_titles;
mod language_rules;
mod loyalty;
mod membership;
mod messages;
mod notice;
mod orders;
mod placement;
mod predicate;
mod privacy;
mod questionnaire;
mod questionnaire_parts;
mod ranking;
mod remedy;
mod resolved;
mod rule;
mod season;
mod season_code;
mod sentence;
mod settings;
mod speaking;
mod told;
mod type_names;
mod window;
mod wording;

pub use client_message::{
    ClientMessage, EarlyCollections, MessageContent, OfferScope, ResolvedMessage, early_collections,
};
pub use collection::{Collection, Story};
pub use collection_kind::{CollectionKind, Hemisphere};
pub use currency::Currency;
pub(crate) use currency::codes_of_sign;
pub use discretion::Discretion;
pub use house_occasion::HouseOccasion;
pub use item_sets::ItemSets;
pub use loyalty::{Loyalty, Programme, Tier};
pub use membership::Membership;
pub use messages::Message;
pub use notice::{About, Notice};
pub use orders::Orders;
pub use predicate::{Named, PredicateSetting};
pub use privacy::Privacy;
pub use questionnaire::{MAX_CANDIDATES, QuestionnaireSetting};
pub use questionnaire_parts::{AnswerSetting, QuestionSetting, StepSetting};
pub use ranking::WearerBinding;
pub use resolved::Resolved;
pub use rule::RuleSetting;
pub use season::Season;
pub use settings::House;
pub use type_names::TypeNames;
pub use window::Window;
