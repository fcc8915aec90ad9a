//! The checked settings, and what they say of a product type or an item. Not for how they are written: see
//! [`super::file`].

use passerelle::rank::{Placement, PlacementSettings, Tuning};
use rustc_hash::FxHashMap;

use super::collection::Collection;
use super::currency::Currency;
use super::discretion::Discretion;
use super::general::fill;
use super::messages::Message;
use super::notice::Notice;
use super::privacy::Privacy;
use super::rule::RuleSetting;
use super::season::Season;
use super::type_names::TypeNames;
use crate::catalogue::Division;
use crate::fold::fold;

/// The checked settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    /// The house's name.
    pub name: String,
    /// Address of an item's page with `{id}`, for items whose feed row has no link.
    pub url: Option<String>,
    /// Address of an item's picture with `{id}`, for items whose feed row has none.
    pub image: Option<String>,
    /// Language tags, at least one, the first is the default.
    pub languages: Vec<String>,
    /// The currency of every price.
    pub currency: Currency,
    /// What is kept, and how many shoppers it takes to be counted.
    pub privacy: Privacy,
    /// Days after which a price is no longer shown, 1 to 30.
    pub price_age_days: u8,
    /// The divisions in the order of the file, at least one.
    pub divisions: Vec<Division>,
    /// How slates are filled.
    pub tuning: Tuning,
    /// What each placement may show, by its number.
    pub placements: [PlacementSettings; Placement::COUNT],
    /// Merchandising, in the order of the file.
    pub rules: Vec<RuleSetting>,
    /// Collections, in the order of the file.
    pub collections: Vec<Collection>,
    /// What it says of seasons.
    pub season: Season,
    /// How personal sentences may be, and how often anything is said.
    pub discretion: Discretion,
    /// The house's own sentences.
    pub messages: Vec<Message>,
    /// What sentences call types.
    pub types: Vec<TypeNames>,
    /// What is told to all clients.
    pub notices: Vec<Notice>,
    /// Division by first level of `product_type`, folded.
    pub(super) product_types: FxHashMap<String, u16>,
}

/// In `product_types`: whatever no other division claims, and what has no type.
const REST: &str = "*";

impl House {
    /// The division that claims `first_level`, the first level of a feed's `product_type`; case and runs of white
    /// space make no difference.
    #[must_use]
    pub fn division_of(&self, first_level: &str) -> Option<u16> {
        self.product_types.get(&fold(first_level)).copied()
    }

    /// The division that takes what no other claims, `product_types = ["*"]`.
    #[must_use]
    pub fn rest_division(&self) -> Option<u16> {
        self.product_types.get(REST).copied()
    }

    /// The position, in [`Privacy::sensitive_types`], of the entry that names this level of a product type; case and
    /// runs of white space make no difference.
    #[must_use]
    pub fn sensitive_type(&self, level: &str) -> Option<usize> {
        let level = fold(level);
        self.privacy.sensitive_types.iter().position(|sensitive| fold(sensitive) == level)
    }

    /// What the division is called in the house's first language.
    #[must_use]
    pub fn name_of(&self, division: u16) -> &str {
        let division = self.divisions.get(usize::from(division));
        let name = division.and_then(|division| division.names.get(self.languages.first()?));
        name.map_or("", String::as_str)
    }

    /// The default address of an item's page, `id` percent-encoded.
    #[must_use]
    pub fn url_of(&self, id: &str) -> Option<String> {
        self.url.as_deref().map(|template| fill(template, id))
    }

    /// The default address of an item's picture, `id` percent-encoded.
    #[must_use]
    pub fn image_of(&self, id: &str) -> Option<String> {
        self.image.as_deref().map(|template| fill(template, id))
    }
}
