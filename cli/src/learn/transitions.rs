//! How often shoppers of one type also met another, in one session.

use super::Recipe;
use super::count::{Count, Kernel};
use super::visits::Visits;
use crate::catalogue::Catalogue;

/// (from, to, distinct shoppers) in ascending order, floored. A type meets itself through two different items.
#[must_use]
pub fn count(visits: &Visits, catalogue: &Catalogue, floor: u32) -> Vec<(u16, u16, u32)> {
    let kind = |item: u32| catalogue.items.get(item as usize).map_or(u32::MAX, |item| u32::from(item.item_type));
    let types = catalogue.types.len();
    let rows = Count {
        visits,
        weights: &visits.weights(&Recipe::default()),
        postings: &visits.index(types, kind),
        row_of: &kind,
        column_of: &kind,
        columns: types,
        kernel: &Kernel::flat(),
        floor,
        except: None,
    }
    .run(&|_| {});
    let number = |index: u32| u16::try_from(index).unwrap_or(u16::MAX);
    rows.iter()
        .enumerate()
        .flat_map(|(from, row)| row.iter().map(move |pair| (number(from as u32), number(pair.column), pair.shoppers)))
        .collect()
}
