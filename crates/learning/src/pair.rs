//! A counted pair of two items, or of an item and a group.

/// A counted pair that passed the floor, seen from its row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The other item, or the group.
    pub column: u32,
    /// Weight of the visits that have the column after the row, with a part of those in the other direction.
    pub visits: f32,
    /// Weight of the visits that have both, for the similarity of the two.
    pub similar: f32,
    /// Distinct shoppers who saw both.
    pub shoppers: u32,
}
