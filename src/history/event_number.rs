//! The numbers of stored events. Not for finding an event twice: see [`super::seen_events`].

/// The unique number of a stored event: an event that is written twice counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct EventNumber(pub u128);

/// The bits of a number that are stored for a line of an order. The lower 32 bits hold the order's hash instead.
const OF_LINE: u128 = !(u32::MAX as u128);

impl EventNumber {
    /// The number of the next event. The lower 32 bits stay the same, so that lines of an order have distinct numbers.
    #[must_use]
    pub(super) const fn next(self) -> Self {
        Self(self.0.wrapping_add(1 << 32))
    }

    /// The number without the bits that are not stored for a line of an order.
    #[must_use]
    pub(super) const fn of_line(self) -> Self {
        Self(self.0 & OF_LINE)
    }
}
