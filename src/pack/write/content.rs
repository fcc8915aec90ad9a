//! What a pack says, before it is bytes. Not for how it is written: see [`super::build`].

use crate::model::{AliasKinds, CollectionSet, DivisionIndex, SizeRangeIndex, Slug, Traits, TypeIndex, Wearer};
use crate::pack::core::Core;
use ecow::EcoString;

/// Everything that a pack says.
#[derive(Clone, Debug)]
pub struct Content {
    /// The house. The address prefixes are worked out here; what they hold is ignored.
    pub core: Core,
    /// Items in strictly ascending order of id.
    pub items: Vec<Item>,
    /// Other ids of items, ascending by text and then by item.
    pub aliases: Vec<Alias>,
    /// Ids that earlier builds offered and this one does not, strictly ascending, with the last day offered in days
    /// since 1970-01-01 UTC.
    pub offered: Vec<(String, u32)>,
    /// What suits each half-month, division by division; empty where nothing was learned, else of 24.
    pub season: Vec<Vec<Vec<Neighbour>>>,
    /// What is bought now more than before, division by division; empty where nothing is.
    pub trending: Vec<Vec<Neighbour>>,
    /// By language tag, in the order of [`Core::languages`], what is said in it: JSON as docs/pack-format-json.md has it.
    pub translations: Vec<(String, Vec<u8>)>,
    /// By language tag, in the same order, what the house says to its clients: JSON as docs/pack-format-json.md has it.
    pub messages: Vec<(String, Vec<u8>)>,
    /// The questionnaires, each in every language: JSON as docs/pack-format-json.md has it.
    pub advice: Vec<AdviceFile>,
    /// What the feed says of each item to shoppers; `None` where a pack has no details.
    pub details: Option<DetailsContent>,
}

/// A questionnaire in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdviceFile {
    /// The questionnaire's name in the house.
    pub name: Slug,
    /// The language's tag.
    pub tag: String,
    /// The file's content.
    pub bytes: Vec<u8>,
}

/// The details of all items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailsContent {
    /// Beside [`Content::items`]: JSON as docs/pack-format-json.md has it.
    pub items: Vec<String>,
}

/// Another id of an item. The same text may mean another item as another kind of id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alias {
    /// The id.
    pub text: EcoString,
    /// Position of the item in [`Content::items`].
    pub item: u32,
    /// As which kinds of id it means the item: one at least, and none that it has for another item.
    pub kinds: AliasKinds,
    /// The size that it means, by its position in the item's range; `None` where it means all of them, or the item has none.
    pub size: Option<u8>,
}

impl Alias {
    /// An id whose kind pages do not say.
    #[must_use]
    pub fn any(text: impl Into<EcoString>, item: u32) -> Self {
        Self { text: text.into(), item, kinds: AliasKinds::ANY, size: None }
    }
}

/// A product and its neighbours.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its id.
    pub id: EcoString,
    /// Title, at most 65,535 bytes.
    pub title: EcoString,
    /// Absolute address of its page.
    pub url: EcoString,
    /// Absolute address of its picture, or empty.
    pub image: EcoString,
    /// Absolute address of another picture, for when the first one cannot be had, or empty.
    pub additional_image: EcoString,
    /// Price in minor units.
    pub price_minor: Option<u32>,
    /// Position of its division.
    pub division: DivisionIndex,
    /// Position of its type.
    pub item_type: TypeIndex,
    /// Whether it came into the house lately.
    pub is_new: bool,
    /// The collections it belongs to: one of [`Core::collection_sets`].
    pub collections: CollectionSet,
    /// What it is for the season.
    pub traits: Traits,
    /// Whom it is made for, where that binds suggestions.
    pub wearer: Wearer,
    /// The range of its sizes: a position in [`Core::size_ranges`].
    pub size_range: Option<SizeRangeIndex>,
    /// Neighbours in any order; the strongest [`crate::pack::layout::MAX_NEIGHBOURS`] at most.
    pub neighbours: Vec<Neighbour>,
}

/// One neighbour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Position of the neighbour in [`Content::items`].
    pub item: u32,
    /// Weight, above 0.
    pub weight: f64,
    /// Distinct shoppers behind the pair; 0 when derived.
    pub support: u32,
}
