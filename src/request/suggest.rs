//! The options of `suggest()` and its sibling calls. Not for answering them: see [`crate::engine`].

use super::fields::{Fields, OptionError, Reader, Value, spoken};
use crate::discretion::PageKind;
use crate::model::Factor;
use crate::rank::{MAX_SUGGESTIONS, Placement};

/// A request for suggestions for one slot of the page. Options that are left out have the values of house.toml.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
pub struct SuggestRequest {
    /// The kind of slot.
    pub placement: Placement,
    /// The page's item; on a product page, by default the item viewed last.
    #[cfg_attr(feature = "types", ts(optional, type = "string | number"))]
    pub item_id: Option<String>,
    /// The page's division, by its id in house.toml, if the page has no item.
    #[cfg_attr(feature = "types", ts(optional))]
    pub division: Option<String>,
    /// The cart's lines, the last added last: they are never suggested, and the last six choose the suggestions. A line
    /// may be a list of ids of one item: the first one chooses suggestions, and all are excluded. For lines before the
    /// last six, include the item's own id of the feed if you use ids of variants.
    #[cfg_attr(feature = "types", ts(optional, type = "readonly (string | number | readonly (string | number)[])[]"))]
    pub cart: Vec<String>,
    /// Which divisions to suggest from: all but the page's, the page's, all, pinned items only, or a list of ids.
    #[cfg_attr(
        feature = "types",
        ts(optional, type = "\"other\" | \"same\" | \"any\" | \"pinned\" | readonly string[]")
    )]
    pub divisions: Option<Divisions>,
    /// The most suggestions to return, 1 to 24.
    #[cfg_attr(feature = "types", ts(optional))]
    pub limit: Option<usize>,
    /// The lowest score to show, as a share (0 to 1) of a typical strongest neighbour's score.
    #[cfg_attr(feature = "types", ts(optional, type = "number"))]
    pub threshold: Option<Factor>,
    /// Whether items that the shopper viewed may be suggested again.
    #[cfg_attr(feature = "types", ts(optional))]
    pub reminders: Option<bool>,
    /// Ids of items to exclude.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<ItemIds>"))]
    pub exclude: Vec<String>,
    /// Ids of the only items that may be suggested: see `candidates()`.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<ItemIds>"))]
    pub restrict_to: Option<Vec<String>>,
    /// The kind of page. In checkout and on payment pages nothing is suggested; after an order, only pinned items are.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<PageKind>"))]
    pub page: PageKind,
    /// The name of the slot, if a page has several with one placement. Two slots never show the same item.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub slot: String,
    /// The inputs that the answer may depend on. Not a field of the argument: each call sets it.
    #[cfg_attr(feature = "types", ts(skip))]
    pub basis: Basis,
}

/// Ids of items, as strings or numbers.
#[cfg(feature = "types")]
#[derive(ts_rs::TS)]
#[ts(type = "readonly (string | number)[]")]
pub struct ItemIds;

/// Which divisions to suggest from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Divisions {
    /// All but the page's division.
    Other,
    /// The page's division.
    Same,
    /// All.
    Any,
    /// Pinned items only, whatever their division.
    Pinned,
    /// The divisions with these ids.
    Only(Vec<String>),
}

/// The inputs that an answer may depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// The page, and the history if one is kept.
    #[default]
    History,
    /// The page, and the season if the placement shows it: the same answer for every shopper.
    Page,
    /// The season and the page: the same answer for every shopper.
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
    /// Creates a request for a placement with the values of house.toml.
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

    /// Whether the answer also includes items that suit the season.
    #[must_use]
    pub fn shows_season(&self) -> bool {
        self.placement.shows_season() || (self.basis == Basis::Season && self.placement != Placement::Trending)
    }

    /// Reads the argument of `suggest(request)` and its sibling calls.
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
            // An empty list counts as absent.
            divisions: divisions.filter(|divisions| *divisions != Divisions::Only(Vec::new())),
            limit: reader.whole("limit", 1, MAX_SUGGESTIONS as u32)?.map(|limit| limit as usize),
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
    /// Converts one of the four words or a list of ids; `None` for any other value.
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
