//! What may happen to a message.

/// What happened to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum MessageEvent {
    /// It was seen.
    Impression,
    /// Its link was followed, or its code taken.
    Read,
    /// It was put away.
    Closed,
    /// The client is satisfied.
    Satisfied,
    /// The client is not satisfied: promotions rest.
    Dissatisfied,
}

impl MessageEvent {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Impression, Self::Read, Self::Closed, Self::Satisfied, Self::Dissatisfied];

    /// Its name for pages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Impression => "impression",
            Self::Read => "read",
            Self::Closed => "closed",
            Self::Satisfied => "satisfied",
            Self::Dissatisfied => "dissatisfied",
        }
    }

    /// Whether it answers the question of a message of care.
    #[must_use]
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Satisfied | Self::Dissatisfied)
    }

    /// The event of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }
}
