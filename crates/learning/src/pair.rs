//! A pair of items, or of an item and a group, as it was counted.

/// A counted pair that passed the floor, seen from its row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The other item (or group).
    pub column: u32,
    /// Co-visits in the direction row -> column.
    pub visits: f32,
    /// Co-visits without direction.
    pub similar: f32,
    /// Distinct shoppers who met both.
    pub shoppers: u32,
}
