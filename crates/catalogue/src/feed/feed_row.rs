//! What the catalogue needs of a row of a feed. Not for how it is read: see [`super::row`].

use crate::catalogue::Details;
use crate::clo::Clo;

/// A row of the feed: one variant, or one item that has no variants.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedRow {
    /// Line in the file, from 1: where the row ends in XML, where it begins in tables.
    pub line: u64,
    /// The feed's id.
    pub id: Box<str>,
    /// `item_group_id`; empty for an item without variants.
    pub group: Box<str>,
    /// Title, cleaned.
    pub title: Box<str>,
    /// Absolute http(s) address.
    pub link: Box<str>,
    /// Absolute http(s) address; empty when there is none.
    pub image: Box<str>,
    /// The first of its other pictures; empty when there is none.
    pub additional_image: Box<str>,
    /// Regular price in minor units; 0 is a price that is not shown.
    pub price_minor: Option<u32>,
    /// Sale price in minor units; 0 is a price that is not shown.
    pub sale_minor: Option<u32>,
    /// First and last moment of the sale price, milliseconds since 1970-01-01 UTC; `None`: always.
    pub sale_dates: Option<(i64, i64)>,
    /// Can be bought, if it has not expired.
    pub available: bool,
    /// From when it is not offered any more, milliseconds since 1970-01-01 UTC.
    pub expires: Option<i64>,
    /// From when it was or will be offered, milliseconds since 1970-01-01 UTC.
    pub offered_from: Option<i64>,
    /// Position of its division in the house file.
    pub division: u16,
    /// Last level of its product type.
    pub type_name: Box<str>,
    /// Last levels of its other product types.
    pub other_types: Vec<Box<str>>,
    /// A level of its product type is sensitive.
    pub sensitive: bool,
    /// As in the feed.
    pub brand: Box<str>,
    /// Digits only; empty for none.
    pub gtin: Box<str>,
    /// As in the feed.
    pub mpn: Box<str>,
    /// As in the feed.
    pub sku: Box<str>,
    /// Lower case.
    pub color: Box<str>,
    /// Lower case.
    pub material: Box<str>,
    /// Lower case.
    pub pattern: Box<str>,
    /// Lower case.
    pub gender: Box<str>,
    /// Lower case.
    pub age_group: Box<str>,
    /// `custom_label_0` to `custom_label_4`.
    pub custom_labels: [Box<str>; 5],
    /// `warmth_clo`: what the item insulates.
    pub warmth: Option<Clo>,
    /// What it says to shoppers; `None` where it says nothing, or the house publishes no details.
    pub details: Option<Box<Details>>,
    /// The shop's own tags; Google's feeds have none.
    pub tags: Vec<Box<str>>,
}

/// The house says itself that two products go together: an upsell or a cross-sell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CuratedIds {
    /// Id of the product on whose page it is said.
    pub from: Box<str>,
    /// Id of the product that goes with it.
    pub to: Box<str>,
}
