//! Details of items from the feed: the file for comparisons and for "what is this?". Writer and reader use these types.
//! Not for comparing items: see [`crate::comparison`].

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A details file: see docs/pack-format-json.md.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct DetailsFile {
    /// The currency of all prices, as ISO 4217 code.
    pub currency: String,
    /// Number of decimal digits of a price.
    pub minor_digits: u8,
    /// The details of the file's items, by id.
    pub items: BTreeMap<String, ItemDetails>,
    /// The file's aliases, each with the id of its item; the item's details are in this file too.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<BTreeMap<String, String>>", optional))]
    pub aliases: BTreeMap<String, String>,
}

/// An item with its details from the feed. All strings are plain text, never markup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ItemDetails {
    /// The item's id in the pack.
    pub id: String,
    /// The item's title.
    pub title: String,
    /// Absolute URL of the item's page.
    pub url: String,
    /// Absolute URL of the item's image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub image: Option<String>,
    /// The price in minor units of the currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub price_minor: Option<u32>,
    /// The standard attributes of feeds, such as the material.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<BTreeMap<Attribute, String>>", optional))]
    pub attributes: BTreeMap<Attribute, String>,
    /// The feed's own characteristics, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Characteristic>>", optional))]
    pub characteristics: Vec<Characteristic>,
    /// Highlights of the item, one line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>", optional))]
    pub highlights: Vec<String>,
}

/// A standard attribute of feeds. Elements show its name in the page's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Attribute {
    /// The brand.
    Brand,
    /// The material.
    Material,
    /// The colours.
    Color,
    /// The pattern.
    Pattern,
    /// The sizes.
    Size,
    /// The length.
    Length,
    /// The width.
    Width,
    /// The height.
    Height,
    /// The weight.
    Weight,
    /// The thermal insulation, in clo.
    Warmth,
}

impl Attribute {
    /// Every attribute, in display order.
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

/// A characteristic with the feed's own name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Characteristic {
    /// The section in the feed; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<String>", optional))]
    pub section: String,
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}
