//! The kinds of messages, in order of priority.

/// The kind of a message. An offer is a promotion; all other kinds are relation: service or news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum MessageKind {
    /// After an incident: for all clients, shown first to those concerned.
    Notice,
    /// After a purchase: advice, and optionally a question.
    Care,
    /// An item that was sold out when this device viewed it can be bought again.
    BackInStock,
    /// A collection opens earlier for clients with high attachment.
    EarlyAccess,
    /// News of a division or a collection, or an event in the house.
    Invitation,
    /// A promotion with a public code.
    Offer,
}

impl MessageKind {
    /// Every kind, in order of priority: care before invitations before offers.
    pub const ALL: [Self; 6] =
        [Self::Notice, Self::Care, Self::BackInStock, Self::EarlyAccess, Self::Invitation, Self::Offer];

    /// The kind's name in packs, in stores and in the API.
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

    /// The kind with this name; `None` for an unknown name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The key of a message in the device's log. It contains the kind, so that a dismissed kind stays dismissed after
    /// its message is gone. The key of a notice is its id alone, as in earlier versions.
    #[must_use]
    pub fn key(self, id: &str) -> String {
        match self {
            Self::Notice => id.to_owned(),
            kind => format!("{}:{id}", kind.name()),
        }
    }

    /// The kind of the message with this log key.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        let named = key.split_once(':').and_then(|(name, _)| Self::from_name(name));
        named.unwrap_or(Self::Notice)
    }

    /// Whether messages of this kind count as promotion.
    #[must_use]
    pub const fn is_promotion(self) -> bool {
        matches!(self, Self::Offer)
    }
}
