//! The kinds of events, with their GA4 names. Not for their weights: see [`super::RankTables`].

use super::size::Size;
use std::sync::Arc;

/// The kind of an event. The names are those of GA4's ecommerce events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "EventName"))]
#[repr(u8)]
pub enum EventKind {
    /// `view_item`: the item's page was shown.
    #[cfg_attr(feature = "types", ts(rename = "view_item"))]
    View = 0,
    /// `select_item`: the item was chosen in a list.
    #[cfg_attr(feature = "types", ts(rename = "select_item"))]
    Select = 1,
    /// `add_to_cart`
    #[cfg_attr(feature = "types", ts(rename = "add_to_cart"))]
    AddToCart = 2,
    /// `remove_from_cart`
    #[cfg_attr(feature = "types", ts(rename = "remove_from_cart"))]
    RemoveFromCart = 3,
    /// `add_to_wishlist`
    #[cfg_attr(feature = "types", ts(rename = "add_to_wishlist"))]
    AddToWishlist = 4,
    /// `purchase`
    #[cfg_attr(feature = "types", ts(rename = "purchase"))]
    Purchase = 5,
}

impl EventKind {
    /// Number of kinds: the length of a table indexed by `kind as usize`.
    pub const COUNT: usize = 6;

    /// Every kind, in ascending order of its number.
    pub const ALL: [Self; Self::COUNT] =
        [Self::View, Self::Select, Self::AddToCart, Self::RemoveFromCart, Self::AddToWishlist, Self::Purchase];

    /// GA4's name for the kind.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::View => "view_item",
            Self::Select => "select_item",
            Self::AddToCart => "add_to_cart",
            Self::RemoveFromCart => "remove_from_cart",
            Self::AddToWishlist => "add_to_wishlist",
            Self::Purchase => "purchase",
        }
    }

    /// The kind with GA4's `name`; `None` for a name Passerelle does not read.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One interaction of the shopper with an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The kind of event.
    pub kind: EventKind,
    /// The item's id in the pack.
    pub item_id: Arc<str>,
    /// Time in seconds since 1970-01-01 UTC, from the device's clock.
    pub time: i64,
    /// The item is a gift and says nothing about this shopper's taste.
    pub gift: bool,
    /// For a purchase, the page's order number, if given. Only kept for the current page: the history stores a hash.
    pub order: Option<Arc<str>>,
    /// The size of the variant, if the page gives one.
    pub size: Option<Size>,
}
