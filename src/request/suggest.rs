//! A request for suggestions.

use super::fields::{Fields, OptionError, Reader, Value, spoken};
use crate::discretion::PageKind;
use crate::model::Factor;
use crate::rank::{MAX_SUGGESTIONS, Placement};

/// What a page asks: a place of the page to fill. What is left out is as house.toml says.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct SuggestRequest {
    /// The kind of place.
    pub placement: Placement,
    /// The page's item; by default the one last viewed, on a product page.
    #[cfg_attr(feature = "types", ts(optional, type = "string | number"))]
    pub item_id: Option<String>,
    /// The page's division, by the id of house.toml, where the page has no item.
    #[cfg_attr(feature = "types", ts(optional))]
    pub division: Option<String>,
    /// What is in the cart, the last put in last: it is never suggested, and its last six lines are completed. A line may be a list of
    /// ids of its item: the first completes, all are left out. Of the lines before the last six say the item's own id of the feed
    /// too, where you speak of variants.
    #[cfg_attr(feature = "types", ts(optional, type = "readonly (string | number | readonly (string | number)[])[]"))]
    pub cart: Vec<String>,
    /// Which divisions: all but the page's, the page's, all, pinned items only, or these, by id.
    #[cfg_attr(
        feature = "types",
        ts(optional, type = "\"other\" | \"same\" | \"any\" | \"pinned\" | readonly string[]")
    )]
    pub divisions: Option<Divisions>,
    /// How many suggestions at most, 1 to 24.
    #[cfg_attr(feature = "types", ts(optional))]
    pub limit: Option<usize>,
    /// The least score that is shown, as a share (0 to 1) of a typical strongest neighbour.
    #[cfg_attr(feature = "types", ts(optional, type = "number"))]
    pub threshold: Option<Factor>,
    /// Whether what was looked at may be shown again.
    #[cfg_attr(feature = "types", ts(optional))]
    pub reminders: Option<bool>,
    /// Ids that must not be suggested.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<ItemIds>"))]
    pub exclude: Vec<String>,
    /// Ids of items, and no others may be suggested: see `candidates()`.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<ItemIds>"))]
    pub restrict_to: Option<Vec<String>>,
    /// What kind of page it is: nothing is suggested in checkout and while paying, after an order what the house pinned.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<PageKind>"))]
    pub page: PageKind,
    /// Which place of the page it is, where a page has several of one placement; two places never share an item.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub slot: String,
    /// What the answer may depend on. No field of an object: the call says it.
    #[cfg_attr(feature = "types", ts(skip))]
    pub basis: Basis,
}

/// Ids of items as a page may write them.
#[cfg(feature = "types")]
#[derive(ts_rs::TS)]
#[ts(type = "readonly (string | number)[]")]
pub struct ItemIds;

/// Which divisions may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Divisions {
    /// All but the page's.
    Other,
    /// The page's.
    Same,
    /// All.
    Any,
    /// Those of pinned items, and those items only.
    Pinned,
    /// These, by id.
    Only(Vec<String>),
}

/// What an answer may depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// The page, and the history where one is kept.
    #[default]
    History,
    /// The page alone, and the season where the placement shows it: the same for every shopper.
    Page,
    /// The season and the page alone: the same for every shopper.
    Season,
}

impl Basis {
    /// Whether the answer is the same for every shopper.
    #[must_use]
    pub const fn is_of_page(self) -> bool {
        matches!(self, Self::Page | Self::Season)
    }
}

impl SuggestRequest {
    /// A request for a placement as the house has set it.
    #[must_use]
    pub fn new(placement: Placement) -> Self {
        Self {
            placement,
            item_id: None,
            division: None,
            cart: Vec::new(),
            divisions: None,
            limit: None,
            threshold: None,
            reminders: None,
            exclude: Vec::new(),
            restrict_to: None,
            page: PageKind::Other,
            slot: placement.name().to_owned(),
            basis: Basis::History,
        }
    }

    /// Whether the answer shows what suits the season too.
    #[must_use]
    pub fn shows_season(&self) -> bool {
        self.placement.shows_season() || (self.basis == Basis::Season && self.placement != Placement::Trending)
    }

    /// Reads what is passed to `suggest(request)` and its siblings.
    ///
    /// # Errors
    /// [`OptionError`] naming the field.
    pub fn read(fields: &impl Fields) -> Result<Self, OptionError> {
        let mut reader = Reader::new(fields, "suggest(request)");
        let placement = reader.needed_word("placement", &Placement::ALL, Placement::name)?;
        let divisions = match reader.value("divisions")? {
            Value::Absent => None,
            value => {
                let needed = "\"other\", \"same\", \"any\", \"pinned\", or a list of ids of the house's divisions";
                Some(reader.needed("divisions", needed, Divisions::of(value))?)
            }
        };
        let (item_id, division) = (reader.id("itemId")?, reader.text("division")?);
        let mut cart = Vec::new();
        let mut exclude = Vec::new();
        for line in reader.lines("cart")?.unwrap_or_default() {
            let mut ids = line.into_iter();
            cart.extend(ids.next());
            exclude.extend(ids);
        }
        let request = Self {
            placement,
            item_id,
            division,
            cart,
            // An empty list says nothing.
            divisions: divisions.filter(|divisions| *divisions != Divisions::Only(Vec::new())),
            limit: reader.count("limit", MAX_SUGGESTIONS)?,
            threshold: reader.share("threshold")?.map(Factor::floor),
            reminders: reader.flag("reminders")?,
            exclude: {
                exclude.extend(reader.ids("exclude")?.unwrap_or_default());
                exclude
            },
            restrict_to: reader.ids("restrictTo")?,
            page: reader.word("page", &PageKind::ALL, PageKind::name)?.unwrap_or_default(),
            slot: reader.text("slot")?.unwrap_or_else(|| placement.name().to_owned()),
            basis: Basis::History,
        };
        reader.finish()?;
        Ok(request)
    }
}

impl Divisions {
    /// A word for several, or a list of ids.
    fn of<F: Fields>(value: Value<F>) -> Option<Self> {
        match value {
            Value::List(ids) => ids.into_iter().map(spoken).collect::<Option<_>>().map(Self::Only),
            Value::Text(word) => Self::named(&word),
            _ => None,
        }
    }

    fn named(word: &str) -> Option<Self> {
        match word {
            "other" => Some(Self::Other),
            "same" => Some(Self::Same),
            "any" => Some(Self::Any),
            "pinned" => Some(Self::Pinned),
            _ => None,
        }
    }
}
