//! The collections and occasions of each item. Not for the days when they are shown: see `super::collection` and
//! `super::season`.

use passerelle::model::CollectionSet;
use passerelle::pack::layout::MAX_COLLECTIONS;

use super::collection::Collection;
use super::settings::House;
use crate::catalogue::Catalogue;
use crate::error::HouseError;

/// Most different sets of collections and occasions among the items: a card has a byte for its set.
const MAX_SETS: usize = 256;

/// The collections and occasions of the items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemSets {
    /// The set of each item: collections in the order of house.toml, then occasions.
    pub of_item: Vec<CollectionSet>,
    /// The different sets, ascending, the empty one first.
    pub all: Vec<CollectionSet>,
}

impl ItemSets {
    /// Finds the collections and occasions of each item in `catalogue`. `file` is the name of the house file in errors.
    ///
    /// # Errors
    /// An unknown item, a collection or occasion without items, or more of them than a pack can hold.
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
                "items belong to {count} different sets of collections and occasions, more than {MAX_SETS}: reduce their overlap"
            )));
        }
        Ok(Self { of_item, all })
    }
}
