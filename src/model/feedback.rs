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
}

impl FeedbackKind {
    /// All of them, by the number that stores know them by.
    pub const ALL: [Self; 5] = [Self::Offer, Self::Exposure, Self::Click, Self::Dismissal, Self::Undo];
}
