//! What became of what was shown.

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedbackKind {
    /// It was drawn and may yet be seen: written before it is drawn, in the transaction that read the log.
    Offer,
    /// At least half of it was seen for one second.
    Exposure,
    /// It was followed.
    Click,
    /// "Not for me".
    Dismissal,
    /// The last dismissal is taken back.
    Undo,
    /// A message stood on a page, seen or not.
    Drawn,
    /// The client is satisfied.
    Satisfied,
    /// The client is not satisfied.
    Dissatisfied,
    /// An item was looked at while it could not be bought.
    SoldOut,
    /// A questionnaire of the house was answered so.
    Answered,
}

impl FeedbackKind {
    /// All of them, by the number that stores know them by.
    pub const ALL: [Self; 10] = [
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
    ];

    /// Whether it came with messages: modules from before then do not know it, and step over the records that hold it.
    #[must_use]
    pub const fn is_of_messages(self) -> bool {
        matches!(self, Self::Drawn | Self::Satisfied | Self::Dissatisfied | Self::SoldOut)
    }
}
