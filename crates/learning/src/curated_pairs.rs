//! Adds the pairs that the house states itself (upsells, cross-sells) as neighbours.
//!
//! The privacy floor does not apply to these pairs: they are not data of shoppers. They are no evidence either: a pair
//! that is in the list already keeps its weight. The first stated pair weighs a little less than the middle neighbour
//! of the list, and each further pair less than the one before. So the upper half of the evidence stays before them,
//! and neighbours derived from types and attributes come after them. They have no support.

use super::backoff::ALONE;
use super::settings::Settings;
use passerelle::pack::write::Neighbour;
use passerelle_catalogue::{Catalogue, CuratedPair};

/// Most stated pairs of an item that are used. An item with more states a category rather than pairs.
const OF_ITEM: usize = 8;
/// Weight of a stated pair as a share of the weight of the middle neighbour or of the stated pair before it.
const STEP_DOWN: f64 = 0.9;

/// Adds the stated pairs to `lists`, which has one entry per item of the catalogue. In a full list they replace the
/// weakest neighbours. Returns the number of pairs added.
pub fn add(lists: &mut [Vec<Neighbour>], catalogue: &Catalogue, settings: &Settings) -> usize {
    let mut added = 0;
    for of_item in catalogue.curated_pairs.chunk_by(|a, b| a.item == b.item) {
        let Some(&CuratedPair { item, .. }) = of_item.first() else { continue };
        let Some(list) = lists.get_mut(item as usize) else { continue };
        let mut weight = list.get(list.len() / 2).map_or(ALONE, |middle| middle.weight * STEP_DOWN);
        let mut new: Vec<Neighbour> = Vec::new();
        for pair in of_item.iter().filter(|pair| may_be_shown(**pair, catalogue)).take(OF_ITEM) {
            let other = pair.goes_with;
            if list.iter().all(|known| known.item != other) {
                new.push(Neighbour { item: other, weight, support: None });
                weight *= STEP_DOWN;
            }
        }
        new.truncate(settings.neighbours);
        list.truncate(settings.neighbours - new.len());
        added += new.len();
        list.extend(new);
        list.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.item.cmp(&b.item)));
    }
    added
}

/// Whether neither item of the pair is of a sensitive type.
fn may_be_shown(pair: CuratedPair, catalogue: &Catalogue) -> bool {
    [pair.item, pair.goes_with].into_iter().all(|index| {
        let found = catalogue.items.get(index as usize);
        let kind = found.and_then(|item| catalogue.types.get(usize::from(item.item_type)));
        kind.is_some_and(|kind| !kind.sensitive)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle_catalogue::{Item, ItemType};
    use std::num::NonZeroU32;

    fn catalogue(curated: &[(u32, u32)]) -> Catalogue {
        let item =
            |index: u32| Item { id: index.to_string().into(), item_type: u16::from(index == 9), ..Item::default() };
        let kind = |sensitive| ItemType { sensitive, ..ItemType::default() };
        Catalogue {
            items: (0..10).map(item).collect(),
            types: vec![kind(false), kind(true)],
            curated_pairs: curated.iter().map(|&(item, goes_with)| CuratedPair { item, goes_with }).collect(),
            ..Catalogue::default()
        }
    }

    fn counted(weights: &[(u32, f64)]) -> Vec<Neighbour> {
        weights.iter().map(|&(item, weight)| Neighbour { item, weight, support: NonZeroU32::new(5) }).collect()
    }

    fn items(list: &[Neighbour]) -> Vec<u32> {
        list.iter().map(|neighbour| neighbour.item).collect()
    }

    #[test]
    fn a_curated_pair_stands_behind_the_upper_half_of_the_evidence() {
        let mut lists = vec![Vec::new(); 10];
        lists[0] = counted(&[(1, 0.8), (2, 0.4), (3, 0.2), (4, 0.1)]);
        // 2 was counted; 9 is sensitive.
        let catalogue = catalogue(&[(0, 5), (0, 2), (0, 9), (0, 6), (7, 8), (9, 1)]);
        assert_eq!(add(&mut lists, &catalogue, &Settings::default()), 3);
        assert_eq!(items(&lists[0]), [1, 2, 3, 5, 6, 4]);
        let stated: Vec<_> = lists[0].iter().filter(|neighbour| neighbour.support.is_none()).collect();
        assert_eq!(items(&lists[7]), [8]);
        assert_eq!(stated[0].weight, 0.2 * STEP_DOWN);
        assert!(lists[7][0].weight == ALONE && lists[7][0].support.is_none());
        assert_eq!(lists[2], [], "what one page states is not said of the other");
        assert_eq!(lists[9], []);
    }

    #[test]
    fn a_full_list_gives_up_its_weakest_for_a_curated_pair() {
        let mut lists = vec![Vec::new(); 10];
        lists[0] = counted(&[(1, 0.8), (2, 0.4), (3, 0.2)]);
        let settings = Settings { neighbours: 3, ..Settings::default() };
        assert_eq!(add(&mut lists, &catalogue(&[(0, 5)]), &settings), 1);
        assert_eq!(items(&lists[0]), [1, 2, 5]);
    }
}
