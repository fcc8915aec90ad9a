//! The content of a pack before encoding. Not for how it is encoded: see [`super::build`].

use crate::model::{AliasKinds, CollectionSet, Day, DivisionIndex, SizeRangeIndex, Slug, Traits, TypeIndex, Wearer};
use crate::pack::core::Core;
use ecow::EcoString;
use std::num::NonZeroU32;

/// The complete content of a pack.
#[derive(Clone, Debug)]
pub struct Content {
    /// The core. The writer computes the URL prefixes; their values here are ignored.
    pub core: Core,
    /// Items, in strictly ascending order of id.
    pub items: Vec<Item>,
    /// Aliases, ascending by text and then by item.
    pub aliases: Vec<Alias>,
    /// Items that earlier builds offered and this one does not, strictly ascending by id.
    pub offered: Vec<OfferedItem>,
    /// Items that suit each half-month, by division: 24 half-months, or empty if nothing was learned.
    pub season: Vec<Vec<Vec<Neighbour>>>,
    /// Trending items, by division; empty if there are none.
    pub trending: Vec<Vec<Neighbour>>,
    /// Translations, in the order of [`Core::languages`]: JSON as described in docs/pack-format-json.md.
    pub translations: Vec<LanguageFile>,
    /// The house's messages, in the same order: JSON as described in docs/pack-format-json.md.
    pub messages: Vec<LanguageFile>,
    /// The questionnaires, each in every language: JSON as described in docs/pack-format-json.md.
    pub advice: Vec<AdviceFile>,
    /// Details of items from the feed; `None` for a pack without details.
    pub details: Option<DetailsContent>,
}

/// An item that an earlier build offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedItem {
    /// The item's id.
    pub id: String,
    /// The last day on which a build offered the item, from 1970-01-01 on.
    pub last_offered: Day,
}

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageFile {
    /// The language tag.
    pub tag: String,
    /// The file's content.
    pub bytes: Vec<u8>,
}

/// A questionnaire in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdviceFile {
    /// The questionnaire's id in house.toml.
    pub name: Slug,
    /// The language tag.
    pub tag: String,
    /// The file's content.
    pub bytes: Vec<u8>,
}

/// The details of all items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailsContent {
    /// One JSON text per item, in the order of [`Content::items`], as described in docs/pack-format-json.md.
    pub items: Vec<String>,
}

/// An alias of an item. The same text may refer to another item as another kind of id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alias {
    /// The alias.
    pub text: EcoString,
    /// Position of the item in [`Content::items`].
    pub item: u32,
    /// The kinds of id with which the alias refers to the item: at least one, and none that it has for another item.
    pub kinds: AliasKinds,
    /// The size that the alias refers to, by its position in the item's range; `None` for all sizes, or if the item has
    /// none.
    pub size: Option<u8>,
}

impl Alias {
    /// Creates an alias for use without a stated kind.
    #[must_use]
    pub fn any(text: impl Into<EcoString>, item: u32) -> Self {
        Self { text: text.into(), item, kinds: AliasKinds::ANY, size: None }
    }
}

/// An item and its neighbours.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// The item's id.
    pub id: EcoString,
    /// Title, at most 65,535 bytes.
    pub title: EcoString,
    /// Absolute URL of the item's page.
    pub url: EcoString,
    /// Absolute URL of the item's image.
    pub image: Option<EcoString>,
    /// Absolute URL of a second image, to use if the first one fails to load.
    pub additional_image: Option<EcoString>,
    /// Price in minor units.
    pub price_minor: Option<u32>,
    /// Position of the item's division.
    pub division: DivisionIndex,
    /// Position of the item's type.
    pub item_type: TypeIndex,
    /// Whether the item is a new arrival.
    pub is_new: bool,
    /// The item's collections: one of [`Core::collection_sets`].
    pub collections: CollectionSet,
    /// The item's season features.
    pub traits: Traits,
    /// The gender and age group the item is made for, if suggestions must match them.
    pub wearer: Wearer,
    /// The range of the item's sizes: a position in [`Core::size_ranges`].
    pub size_range: Option<SizeRangeIndex>,
    /// Neighbours, in any order; at most the strongest [`crate::pack::layout::MAX_NEIGHBOURS`] are written.
    pub neighbours: Vec<Neighbour>,
}

/// One neighbour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Position of the neighbour in [`Content::items`].
    pub item: u32,
    /// Weight, above 0.
    pub weight: f64,
    /// Number of distinct shoppers behind the pair; `None` if nothing was counted: the pair is derived
    /// from other pairs or from attributes, or the house states it.
    pub support: Option<NonZeroU32>,
}
