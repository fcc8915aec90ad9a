//! Counts how many shoppers saw two types in one session.

use super::Hyperparameters;
use super::count::{Count, Kernel};
use super::scratch_pool::ScratchPool;
use super::visits::{Groups, VisitWeights, Visits};
use passerelle_catalogue::Catalogue;

/// The number of shoppers who saw items of two types in one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeTransition {
    /// Position of the one type.
    pub from: u16,
    /// Position of the other.
    pub to: u16,
    /// Distinct shoppers, at least the floor.
    pub shoppers: u32,
}

/// Counts all pairs of types, ascending, with the floor. A type pairs with itself through two different items.
#[must_use]
pub fn count(visits: &Visits, catalogue: &Catalogue, floor: u32) -> Vec<TypeTransition> {
    let kinds: Vec<u32> = catalogue.items.iter().map(|item| u32::from(item.item_type)).collect();
    let types = catalogue.types.len();
    let hyperparameters = Hyperparameters::default();
    let rows = Count {
        visits,
        weights: &VisitWeights::new(hyperparameters.length_power, hyperparameters.age_scale),
        postings: &visits.index(0..types, Groups::Of(&kinds)),
        row_of: Groups::Of(&kinds),
        column_of: Groups::Of(&kinds),
        columns: types,
        kernel: &Kernel::flat(),
        floor,
        // There are at most 65,536 types.
        row_cap: usize::MAX,
        except: None,
        pool: ScratchPool::default(),
    }
    .run(0..types, &|_| {});
    let number = |index: u32| u16::try_from(index).unwrap_or(u16::MAX);
    rows.iter()
        .enumerate()
        .flat_map(|(from, row)| {
            row.iter().map(move |pair| TypeTransition {
                from: number(from as u32),
                to: number(pair.column),
                shoppers: pair.shoppers,
            })
        })
        .collect()
}
