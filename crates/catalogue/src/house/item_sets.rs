//! Which collections and occasions each item belongs to. Not for when they are shown: see `super::collection` and
//! `super::season`.

use passerelle::model::CollectionSet;
use passerelle::pack::layout::MAX_COLLECTIONS;

use super::collection::Collection;
use super::settings::House;
use crate::catalogue::Catalogue;
use crate::error::HouseError;

/// Items belong to at most this many different sets of collections and occasions: a card has a byte for them.
const MAX_SETS: usize = 256;

/// Collections and occasions, by item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemSets {
    /// For each item those it belongs to: collections in the order of house.toml, then occasions.
    pub of_item: Vec<CollectionSet>,
    /// The sets that occur, ascending, the empty one first.
    pub all: Vec<CollectionSet>,
}

impl ItemSets {
    /// Reads which items of `catalogue` belong where. `file` is what errors call the house file.
    ///
    /// # Errors
    /// An unknown item, a collection or occasion that no item belongs to, or more of them than a pack can hold.
    pub fn new(house: &House, catalogue: &Catalogue, file: &str) -> Result<Self, HouseError> {
        let mut of_item = Collection::resolve(&house.collections, catalogue, file)?;
        let first = house.collections.len();
        let wrong = |message| HouseError::Setting { file: file.to_owned(), line: 1, message };
        if first + house.season.occasions.len() > MAX_COLLECTIONS {
            return Err(wrong(format!(
                "more than {MAX_COLLECTIONS} collections and occasions: remove collections that have passed"
            )));
        }
        for (set, occasions) in of_item.iter_mut().zip(house.season.resolve(first, catalogue, file)?) {
            *set |= occasions;
        }
        let mut all: Vec<CollectionSet> = of_item.iter().copied().chain([CollectionSet::EMPTY]).collect();
        all.sort_unstable();
        all.dedup();
        if all.len() > MAX_SETS {
            let count = all.len();
            return Err(wrong(format!(
                "items belong to {count} different sets of collections and occasions, more than {MAX_SETS}: let fewer of them overlap"
            )));
        }
        Ok(Self { of_item, all })
    }
}
