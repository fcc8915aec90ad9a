//! From a log and a catalogue to neighbour lists.

use passerelle::rank::RankTables;

/// What an item's list says of one neighbour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Index of the neighbour in the catalogue.
    pub item: u32,
    /// How strongly it goes with the item; above 0, comparable between the lists of one build.
    pub weight: f64,
    /// Distinct shoppers behind the pair, at least the floor; 0 for a neighbour that was derived from others.
    pub support: u32,
}

/// Everything that a build learns from a log.
#[derive(Clone, Debug)]
pub struct Learned {
    /// For each item of the catalogue its neighbours, strongest first, ties by item index.
    pub neighbours: Vec<Vec<Neighbour>>,
    /// The tables of the ranking formula.
    pub tables: RankTables,
    /// How often shoppers of one type also met another: (from, to, distinct shoppers), floored, ascending.
    pub transitions: Vec<(u16, u16, u32)>,
}
