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

    /// What devices remember a message by: its kind and its id, so that a kind that was refused rests even when the message
    /// has gone. Notices go by their ids alone, as they always did.
    #[must_use]
    pub fn key(self, id: &str) -> String {
        match self {
            Self::Notice => id.to_owned(),
            kind => format!("{}:{id}", kind.name()),
        }
    }

    /// The kind of the message that is remembered by `key`.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        let named = key.split_once(':').and_then(|(name, _)| Self::from_name(name));
        named.unwrap_or(Self::Notice)
    }

    /// Whether it promotes.
    #[must_use]
    pub const fn is_promotion(self) -> bool {
        matches!(self, Self::Offer)
    }
}
