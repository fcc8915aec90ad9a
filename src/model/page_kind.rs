//! What kind of page is open.

/// What kind of page is open: `other` is every page of the shop that is none of the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum PageKind {
    /// Any page of the shop.
    #[default]
    Other,
    /// Between cart and order: address, delivery.
    Checkout,
    /// Paying.
    Payment,
    /// The order is placed.
    Confirmation,
}

impl PageKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Other, Self::Checkout, Self::Payment, Self::Confirmation];

    /// What a page calls itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Checkout => "checkout",
            Self::Payment => "payment",
            Self::Confirmation => "confirmation",
        }
    }
}
