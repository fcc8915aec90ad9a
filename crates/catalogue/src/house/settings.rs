//! The checked settings, and what they mean for a product type or an item. Not for reading them: see [`super::file`].

use passerelle::model::Day;
use passerelle::rank::{Placement, PlacementSettings, Tuning};
use rustc_hash::FxHashMap;

use super::client_message::ClientMessage;
use super::collection::Collection;
use super::currency::Currency;
use super::discretion::Discretion;
use super::feed_columns::FeedColumns;
use super::general::fill;
use super::loyalty::Loyalty;
use super::messages::Message;
use super::notice::Notice;
use super::orders::Orders;
use super::privacy::Privacy;
use super::questionnaire::QuestionnaireSetting;
use super::ranking::WearerBinding;
use super::rule::RuleSetting;
use super::season::Season;
use super::story::Story;
use super::type_names::TypeNames;
use crate::catalogue::Division;
use crate::fold::{BETWEEN, fold};

/// The checked settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    /// The house's name.
    pub name: String,
    /// The values of the house.
    pub values: Option<Story>,
    /// Address of an item's page with `{id}`, for items whose feed row has no link.
    pub url: Option<String>,
    /// Address of an item's picture with `{id}`, for items whose feed row has none.
    pub image: Option<String>,
    /// Address of a picture by its width, with `{width}` and `{id}` or `{image_link}`.
    pub picture_template: Option<String>,
    /// Absolute address of the page with all open offers, by language; required if there are offers.
    pub offers: Vec<Option<String>>,
    /// Language tags, at least one; the first is the default.
    pub languages: Vec<String>,
    /// The currency of every price.
    pub currency: Currency,
    /// What is recorded, for how long, and how many shoppers a count needs.
    pub privacy: Privacy,
    /// Days after which a price is no longer shown, 1 to 30.
    pub price_age_days: u8,
    /// The divisions in the order of the file, at least one.
    pub divisions: Vec<Division>,
    /// How slates are filled.
    pub tuning: Tuning,
    /// In which respects suggestions must be made for the wearer of the page's item.
    pub wearer_binding: WearerBinding,
    /// The settings of each placement, by its number.
    pub placements: [PlacementSettings; Placement::COUNT],
    /// Merchandising rules, in the order of the file.
    pub rules: Vec<RuleSetting>,
    /// Collections, in the order of the file.
    pub collections: Vec<Collection>,
    /// The settings of seasons.
    pub season: Season,
    /// How personal sentences may be, and how often messages appear.
    pub discretion: Discretion,
    /// The house's own sentences.
    pub messages: Vec<Message>,
    /// The names of types in sentences.
    pub types: Vec<TypeNames>,
    /// Notices to all clients.
    pub notices: Vec<Notice>,
    /// Other messages to clients.
    pub client_messages: Vec<ClientMessage>,
    /// The loyalty programme.
    pub loyalty: Loyalty,
    /// Questionnaires, in the order of the file.
    pub questionnaires: Vec<QuestionnaireSetting>,
    /// Whether a pack has the details of items.
    pub publishes_details: bool,
    /// Number of days that count as now for trending items, 3 to 90.
    pub trending_days: u16,
    /// Messages that were left out: see [`House::leave_out_passed`].
    pub(super) passed_messages: Vec<ClientMessage>,
    /// The feed's names for Google's attributes.
    pub(crate) feed_columns: FeedColumns,
    /// How exports of orders are read.
    pub orders: Orders,
    /// Division by product type: the folded levels of a path, joined by ` > `.
    pub(super) product_types: FxHashMap<String, u16>,
}

/// In `product_types`: types that no other division claims, and items without a type.
const REST: &str = "*";

impl House {
    /// Removes the notices and messages whose last day is before `day`. Returns their names
    /// with their places; `file` is the name of the house file in errors. Collections that an early access withholds
    /// stay withheld until they open.
    pub fn leave_out_passed(&mut self, day: Day, file: &str) -> Vec<String> {
        let passed_notices = self.notices.extract_if(.., |notice| notice.window.last < day);
        let mut places: Vec<String> = passed_notices.map(|notice| notice.place(file)).collect();
        let passed = self.client_messages.extract_if(.., |message| message.window.last < day);
        let before = self.passed_messages.len();
        self.passed_messages.extend(passed);
        places.extend(self.passed_messages.iter().skip(before).map(|message| message.place(file)));
        places
    }

    /// Returns the division that claims the product type `path`, as feeds write it ("Books > Fiction"): the division
    /// that lists the path, or its longest beginning. Case and runs of white space make no difference.
    #[must_use]
    pub fn division_of(&self, path: &str) -> Option<u16> {
        self.division_of_levels(&path.split('>').map(str::to_owned).collect::<Vec<_>>())
    }

    /// As [`House::division_of`], for the levels of a product type.
    #[must_use]
    pub fn division_of_levels(&self, levels: &[String]) -> Option<u16> {
        let mut path = String::new();
        let mut found = None;
        for level in levels {
            if !path.is_empty() {
                path.push_str(BETWEEN);
            }
            path.push_str(&fold(level));
            found = self.product_types.get(&path).or(found);
        }
        found.copied()
    }

    /// Returns the division for types that no other division claims, `product_types = ["*"]`.
    #[must_use]
    pub fn rest_division(&self) -> Option<u16> {
        self.product_types.get(REST).copied()
    }

    /// Returns the positions in [`Privacy::sensitive_types`] of the entries that name a level of this product type, or
    /// several consecutive levels ("Health > Intimate"). Case and runs of white space make no difference. All usual
    /// separators of levels count, as in "Health / Intimate": in doubt a type is sensitive.
    pub fn sensitive_types(&self, levels: &[String]) -> impl Iterator<Item = usize> + use<'_> {
        let path: Vec<String> = levels.iter().flat_map(|level| parted(level)).collect();
        let names = move |sensitive: &str| {
            let parts = parted(sensitive);
            !parts.is_empty() && path.windows(parts.len()).any(|window| window == parts)
        };
        let entries = self.privacy.sensitive_types.iter().zip(0..);
        entries.filter(move |(sensitive, _)| names(sensitive)).map(|(_, at)| at)
    }

    /// Returns the division's name in the house's first language.
    #[must_use]
    pub fn name_of(&self, division: u16) -> &str {
        let division = self.divisions.get(usize::from(division));
        let name = division.and_then(|division| division.names.get(self.languages.first()?));
        name.map_or("", String::as_str)
    }

    /// Returns the default address of an item's page, with `id` percent-encoded.
    #[must_use]
    pub fn url_of(&self, id: &str) -> Option<String> {
        self.url.as_deref().map(|template| fill(template, id))
    }

    /// Returns the default address of an item's picture, with `id` percent-encoded.
    #[must_use]
    pub fn image_of(&self, id: &str) -> Option<String> {
        self.image.as_deref().map(|template| fill(template, id))
    }
}

/// Splits a text into levels at any usual separator, without empty ones.
fn parted(text: &str) -> Vec<String> {
    text.split(['>', '/', '|', '»', '›', '→']).map(fold).filter(|level| !level.is_empty()).collect()
}
