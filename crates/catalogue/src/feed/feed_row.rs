//! What the catalogue needs of a row of a feed. Not for how it is read: see [`super::row`].

use ecow::EcoString;

use crate::catalogue::Details;
use crate::clo::Clo;

/// A row of the feed: one variant, or one item that has no variants.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedRow {
    /// Line in the file, from 1: where the row ends in XML, where it begins in tables.
    pub line: u64,
    /// The feed's id.
    pub id: EcoString,
    /// `item_group_id`; empty for an item without variants.
    pub group: EcoString,
    /// Title, cleaned.
    pub title: EcoString,
    /// Absolute http(s) address.
    pub link: EcoString,
    /// Absolute http(s) address; empty when there is none.
    pub image: EcoString,
    /// The first of its other pictures; empty when there is none.
    pub additional_image: EcoString,
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
    pub type_name: EcoString,
    /// Last levels of its other product types.
    pub other_types: Vec<EcoString>,
    /// A level of its product type is sensitive.
    pub sensitive: bool,
    /// As in the feed.
    pub brand: EcoString,
    /// Digits only; empty for none.
    pub gtin: EcoString,
    /// As in the feed.
    pub mpn: EcoString,
    /// As in the feed.
    pub sku: EcoString,
    /// Lower case.
    pub color: EcoString,
    /// Lower case.
    pub material: EcoString,
    /// Lower case.
    pub pattern: EcoString,
    /// Lower case.
    pub gender: EcoString,
    /// Lower case.
    pub age_group: EcoString,
    /// As in the feed.
    pub size: EcoString,
    /// Upper case.
    pub size_system: EcoString,
    /// Lower case.
    pub size_type: EcoString,
    /// `custom_label_0` to `custom_label_4`.
    pub custom_labels: [EcoString; 5],
    /// `warmth_clo`: what the item insulates.
    pub warmth: Option<Clo>,
    /// What it says to shoppers; `None` where it says nothing, or the house publishes no details.
    pub details: Option<Box<Details>>,
    /// The shop's own tags; Google's feeds have none.
    pub tags: Vec<EcoString>,
}

/// The house says itself that two products go together: an upsell or a cross-sell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CuratedIds {
    /// Id of the product on whose page it is said.
    pub from: EcoString,
    /// Id of the product that goes with it.
    pub to: EcoString,
}
