//! The events of a message.

/// An event of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum MessageEvent {
    /// The message was seen.
    Impression,
    /// Its link was clicked, or its code was copied.
    Read,
    /// The message was closed.
    Closed,
    /// The client answered that they are satisfied.
    Satisfied,
    /// The client answered that they are not satisfied, which pauses promotions.
    Dissatisfied,
}

impl MessageEvent {
    /// Every event.
    pub const ALL: [Self; 5] = [Self::Impression, Self::Read, Self::Closed, Self::Satisfied, Self::Dissatisfied];

    /// The name in the API.
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

    /// Whether the event answers the question of a message.
    #[must_use]
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Satisfied | Self::Dissatisfied)
    }

    /// The event with this name; `None` for an unknown name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }
}
