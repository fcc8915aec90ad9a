//! The data of a feed's row that the catalogue needs. Not for reading it: see [`super::row`].

use ecow::EcoString;

use crate::catalogue::Details;
use crate::clo::Clo;

/// A row of the feed: a variant, or an item without variants.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedRow {
    /// Line in the file, from 1: the end of the row in XML, its beginning in tables.
    pub line: u64,
    /// The feed's id.
    pub id: EcoString,
    /// `item_group_id`; empty for an item without variants.
    pub group: EcoString,
    /// Title, cleaned.
    pub title: EcoString,
    /// Absolute http(s) address.
    pub link: EcoString,
    /// Absolute http(s) address; empty if there is none.
    pub image: EcoString,
    /// The first of its additional pictures; empty if there is none.
    pub additional_image: EcoString,
    /// Regular price in minor units; a price of 0 is not shown.
    pub price_minor: Option<u32>,
    /// Sale price in minor units; a price of 0 is not shown.
    pub sale_minor: Option<u32>,
    /// First and last moment of the sale price, in milliseconds since 1970-01-01 UTC; `None` for an unlimited sale.
    pub sale_dates: Option<(i64, i64)>,
    /// Whether it can be bought, if it has not expired.
    pub available: bool,
    /// The moment of expiry, in milliseconds since 1970-01-01 UTC.
    pub expires: Option<i64>,
    /// The moment from which it was or will be offered, in milliseconds since 1970-01-01 UTC.
    pub offered_from: Option<i64>,
    /// Position of its division in the house file.
    pub division: u16,
    /// Last level of its product type.
    pub type_name: EcoString,
    /// Last levels of its other product types.
    pub other_types: Vec<EcoString>,
    /// Whether a level of its product types is sensitive.
    pub sensitive: bool,
    /// As in the feed.
    pub brand: EcoString,
    /// Digits only; empty if there is none.
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
    /// `warmth_clo`: the insulation of the item.
    pub warmth: Option<Clo>,
    /// Details for shoppers; `None` if the row has none or the house publishes none.
    pub details: Option<Box<Details>>,
    /// The shop's own tags; Google's feeds have none.
    pub tags: Vec<EcoString>,
}

/// A pair of products that the house states itself: an upsell or a cross-sell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CuratedIds {
    /// Id of the product whose page shows the pair.
    pub from: EcoString,
    /// Id of the recommended product.
    pub to: EcoString,
}
