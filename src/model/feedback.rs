//! The kinds of feedback on suggestions and messages.

/// A kind of feedback on a suggestion, a message, an item or a questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedbackKind {
    /// It was drawn and may still be seen: written before drawing, in the transaction that read the log.
    Offer,
    /// At least half of it was visible for one second.
    Exposure,
    /// The shopper clicked it.
    Click,
    /// The shopper chose "Not for me".
    Dismissal,
    /// The last dismissal is undone.
    Undo,
    /// A message was drawn on a page, whether seen or not.
    Drawn,
    /// The client answered that they are satisfied.
    Satisfied,
    /// The client answered that they are not satisfied.
    Dissatisfied,
    /// The shopper viewed an item that was sold out.
    SoldOut,
    /// The shopper gave this answer to a questionnaire of the house.
    Answered,
    /// The message must not be drawn again. The line's time is the message's last day, so that it outlives the answer.
    Settled,
}

impl FeedbackKind {
    /// Every kind, in the order of its number in stores.
    pub const ALL: [Self; 11] = [
        Self::Offer,
        Self::Exposure,
        Self::Click,
        Self::Dismissal,
        Self::Undo,
        Self::Drawn,
        Self::Satisfied,
        Self::Dissatisfied,
        Self::SoldOut,
        Self::Answered,
        Self::Settled,
    ];

    /// Whether the kind was added together with messages: older modules do not know it and skip records that contain
    /// it.
    #[must_use]
    pub const fn is_of_messages(self) -> bool {
        matches!(self, Self::Drawn | Self::Satisfied | Self::Dissatisfied | Self::SoldOut)
    }
}
