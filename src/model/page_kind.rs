//! The kinds of pages.

/// The kind of the open page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum PageKind {
    /// Any page of the shop that is none of the other kinds.
    #[default]
    Other,
    /// Between cart and order, for example address or delivery.
    Checkout,
    /// Payment.
    Payment,
    /// The order is placed.
    Confirmation,
}

impl PageKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Other, Self::Checkout, Self::Payment, Self::Confirmation];

    /// The kind's name in the API.
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
