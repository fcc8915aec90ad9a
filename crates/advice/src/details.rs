//! What an item is, in the words of its feed: the file that comparison and "what is this?" read. Writer and reader use these
//! types. Not for how items are compared: see [`crate::comparison`].

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file of details: docs/pack-format-json.md.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct DetailsFile {
    /// The currency of all prices: three letters of ISO 4217.
    pub currency: String,
    /// Digits of a price behind the point.
    pub minor_digits: u8,
    /// The items that live here, by id.
    pub items: BTreeMap<String, ItemDetails>,
    /// Other ids that live here, with the item that each means; its details are here too.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<BTreeMap<String, String>>", optional))]
    pub aliases: BTreeMap<String, String>,
}

/// An item with all that the feed says of it. Every text is text, never markup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ItemDetails {
    /// Its id in the pack.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Absolute address of its page.
    pub url: String,
    /// Absolute address of its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub image: Option<String>,
    /// In minor units of the currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub price_minor: Option<u32>,
    /// What the feed calls by a name of its own, such as the material.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<BTreeMap<Attribute, String>>", optional))]
    pub attributes: BTreeMap<Attribute, String>,
    /// Characteristics, in the order of the feed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Characteristic>>", optional))]
    pub characteristics: Vec<Characteristic>,
    /// What is worth a line of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>", optional))]
    pub highlights: Vec<String>,
}

/// What feeds have an attribute of its own for. Elements call it by its name in the page's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Attribute {
    /// The brand.
    Brand,
    /// What it is made of.
    Material,
    /// Its colours.
    Color,
    /// Its pattern.
    Pattern,
    /// Its sizes.
    Size,
    /// How long it is.
    Length,
    /// How wide.
    Width,
    /// How high.
    Height,
    /// How heavy.
    Weight,
    /// How much it insulates, in clo.
    Warmth,
}

impl Attribute {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Brand,
        Self::Material,
        Self::Color,
        Self::Pattern,
        Self::Size,
        Self::Length,
        Self::Width,
        Self::Height,
        Self::Weight,
        Self::Warmth,
    ];
}

/// A characteristic by the feed's own words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Characteristic {
    /// The section it stands in; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<String>", optional))]
    pub section: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub value: String,
}
