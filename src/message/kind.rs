//! The kinds of messages, in the order in which they come.

/// What a message is. Those of relation serve the client or bring news; an offer is a promotion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum MessageKind {
    /// After an incident: to all clients, first to those it concerns.
    Notice,
    /// After a purchase: advice, and perhaps a question.
    Care,
    /// What was sold out when this device looked at it can be bought again.
    BackInStock,
    /// A collection opens earlier for attached clients.
    EarlyAccess,
    /// News of a division, a collection, or an event in the house.
    Invitation,
    /// A promotion with a public code.
    Offer,
}

impl MessageKind {
    /// All of them: care before invitations before offers.
    pub const ALL: [Self; 6] =
        [Self::Notice, Self::Care, Self::BackInStock, Self::EarlyAccess, Self::Invitation, Self::Offer];

    /// Its name in packs, in stores and for pages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Care => "care",
            Self::BackInStock => "back-in-stock",
            Self::EarlyAccess => "early-access",
            Self::Invitation => "invitation",
            Self::Offer => "offer",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it promotes.
    #[must_use]
    pub const fn is_promotion(self) -> bool {
        matches!(self, Self::Offer)
    }
}
