//! Finds which sizes are comparable with each other, and in which of them items can be bought. Not for a shopper's own
//! sizes: see `passerelle::shopper`.
//!
//! Sizes form a group if kind of product, size system, size type, gender and age group are the same. Within a group,
//! sizes form a range if items come in them together, directly or through other items: jeans in 30, 31 and 32 are not
//! comparable with shirts in S and M. One shirt in S and L joins shirts in S and M with shirts in L and XL.
//! `s` is the size `S`, and `38,5` is `38.5`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::EcoString;
use passerelle::model::{
    AgeGroup, Gender, ItemSizes, MAX_SIZE_RANGES, MAX_SIZES, Size, SizeIndex, SizeRange, SizeSet, folded_size,
};
use petgraph::unionfind::UnionFind;

use crate::catalogue::{Catalogue, Item, VariantSize};
use crate::warmth::{WornKind, worn_kind};

/// The size ranges of a catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SizeRanges {
    /// The ranges of at least two sizes, those with the most items first.
    pub ranges: Vec<SizeRange>,
    /// Number of items whose sizes are comparable with nothing: their range has one size or too many, there are too many
    /// ranges, or their variants state different size systems or size types.
    pub left_out: usize,
}

/// The data about an item's sizes in a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemSizing {
    /// The sizes in which the item can be bought.
    pub sizes: ItemSizes,
    /// The position of the size in the range, by the ids and SKUs that belong to one size only.
    pub variants: HashMap<EcoString, u8>,
}

/// Finds the ranges of comparable sizes in `catalogue`.
#[must_use]
pub fn size_ranges(catalogue: &Catalogue) -> SizeRanges {
    let mut groups: BTreeMap<String, Vec<BTreeSet<&str>>> = BTreeMap::new();
    for item in &catalogue.items {
        if let Some(group) = group(catalogue, item) {
            groups.entry(group).or_default().push(item.variant_sizes.iter().map(|size| size.name.as_str()).collect());
        }
    }
    let mut ranges: Vec<(usize, SizeRange)> = groups.iter().flat_map(|(group, items)| joined(group, items)).collect();
    ranges.retain(|(_, range)| range.sizes.len() <= MAX_SIZES);
    // The sort is stable: ranges with as many items stay in the order of their groups.
    ranges.sort_by_key(|(items, _)| std::cmp::Reverse(*items));
    ranges.truncate(MAX_SIZE_RANGES);
    let with_sizes = catalogue.items.iter().filter(|item| !item.variant_sizes.is_empty()).count();
    let compared: usize = ranges.iter().map(|(items, _)| items).sum();
    SizeRanges {
        ranges: ranges.into_iter().map(|(_, range)| range).collect(),
        left_out: with_sizes.saturating_sub(compared),
    }
}

/// Returns the ranges of at least two sizes in a group, each with its number of items. `items` holds the sizes of each
/// item. Of several names of one size, such as `S` and `s`, the first in alphabetical order stands for all.
fn joined(group: &str, items: &[BTreeSet<&str>]) -> Vec<(usize, SizeRange)> {
    let folded = |size: &str| folded_size(size).collect::<Vec<u8>>();
    let mut names: HashMap<Vec<u8>, &str> = HashMap::new();
    for size in items.iter().flatten().copied() {
        let name = names.entry(folded(size)).or_insert(size);
        *name = size.min(*name);
    }
    let all: Vec<&str> = names.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let number =
        |size: &str| names.get(&folded(size)).and_then(|name| all.binary_search(name).ok()).unwrap_or_default();
    let mut together = UnionFind::<usize>::new(all.len());
    for sizes in items {
        let mut numbers = sizes.iter().map(|size| number(size));
        if let Some(first) = numbers.next() {
            numbers.for_each(|other| {
                together.union(first, other);
            });
        }
    }
    let mut ranges: BTreeMap<usize, (usize, SizeRange)> = BTreeMap::new();
    for (at, size) in all.iter().enumerate() {
        let (_, range) = ranges.entry(together.find(at)).or_default();
        group.clone_into(&mut range.group);
        range.sizes.push((*size).to_owned());
    }
    for first in items.iter().filter_map(|sizes| sizes.first()) {
        if let Some((count, _)) = ranges.get_mut(&together.find(number(first))) {
            *count += 1;
        }
    }
    ranges.into_values().filter(|(_, range)| range.sizes.len() > 1).collect()
}

/// Returns the data about sizes for each item of `catalogue`, in a pack with these `ranges`; `None` if the item's sizes
/// are in no range. A size that appeared after the ranges were published is left out.
#[must_use]
pub fn sizing(catalogue: &Catalogue, ranges: &[SizeRange]) -> Vec<Option<ItemSizing>> {
    let of = |item: &Item| {
        let group = group(catalogue, item)?;
        let find = |variant: &VariantSize| {
            SizeIndex::find(ranges, &Size { group: group.as_str().into(), name: variant.name.as_str().into() })
        };
        let found: Vec<(&VariantSize, SizeIndex)> =
            item.variant_sizes.iter().filter_map(|variant| Some((variant, find(variant)?))).collect();
        let range = found.first()?.1.range;
        let mut left = SizeSet::default();
        let mut variants: HashMap<EcoString, Option<u8>> = HashMap::new();
        for (variant, SizeIndex { at, .. }) in found.into_iter().filter(|(_, size)| size.range == range) {
            if variant.available {
                left = left.with(at);
            }
            for id in &variant.ids {
                let known = variants.entry(id.clone()).or_insert(Some(at));
                // A SKU of several sizes identifies none of them.
                *known = known.filter(|known| *known == at);
            }
        }
        let variants = variants.into_iter().filter_map(|(id, at)| Some((id, at?))).collect();
        Some(ItemSizing { sizes: ItemSizes { range, left }, variants })
    };
    catalogue.items.iter().map(of).collect()
}

/// Returns the sizes left of each item that can be bought, but not in every size of its range.
#[must_use]
pub fn sizes_left(catalogue: &Catalogue, ranges: &[SizeRange]) -> Vec<(String, ItemSizes)> {
    let is_whole = |sizes: ItemSizes| {
        sizes.range.of(ranges).is_none_or(|range| (0..range.sizes.len() as u8).all(|at| sizes.left.has(at)))
    };
    let items = catalogue.items.iter().zip(sizing(catalogue, ranges)).filter(|(item, _)| item.available);
    let left = items.filter_map(|(item, sizing)| Some((item.id.to_string(), sizing?.sizes)));
    left.filter(|(_, sizes)| !is_whole(*sizes)).collect()
}

/// Returns the group of an item's sizes; `None` if it has no sizes or its variants differ in size system or size type.
fn group(catalogue: &Catalogue, item: &Item) -> Option<String> {
    let first = item.variant_sizes.first()?;
    if item.variant_sizes.iter().any(|size| (&size.system, &size.kind) != (&first.system, &first.kind)) {
        return None;
    }
    let kind = match worn_kind(catalogue, item) {
        WornKind::Shoes => "shoes".to_owned(),
        WornKind::Clothes => "clothes".to_owned(),
        WornKind::Other => catalogue.types.get(usize::from(item.item_type))?.name.to_lowercase(),
    };
    let gender = item.wearer.gender.map_or("", |gender| match gender {
        Gender::Female => "female",
        Gender::Male => "male",
    });
    let age_group = item.wearer.age_group.map_or("", |age_group| match age_group {
        AgeGroup::Newborn => "newborn",
        AgeGroup::Infant => "infant",
        AgeGroup::Toddler => "toddler",
        AgeGroup::Kids => "kids",
        AgeGroup::Adult => "adult",
    });
    let words = [kind.as_str(), &first.system, &first.kind, gender, age_group];
    Some(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Division, ItemType, Texts};
    use passerelle::model::SizeRangeIndex;

    /// Creates an item of a type with these sizes; those in brackets cannot be bought.
    fn item(id: &str, item_type: u16, sizes: &[&str]) -> Item {
        let size = |size: &&str| {
            let name: EcoString = size.trim_matches(['[', ']']).into();
            let ids = vec![format!("{id}-{name}").into()];
            VariantSize { system: "EU".into(), kind: EcoString::new(), ids, available: name == *size, name }
        };
        let variant_sizes: Vec<VariantSize> = sizes.iter().map(size).collect();
        let available = variant_sizes.is_empty() || variant_sizes.iter().any(|size| size.available);
        Item { id: id.into(), item_type, available, variant_sizes, ..Item::default() }
    }

    fn shop(items: Vec<Item>) -> Catalogue {
        let kind = |name: &str| ItemType { name: name.to_owned(), ..ItemType::default() };
        Catalogue {
            items,
            divisions: vec![Division { id: "house".to_owned(), names: Texts::new() }],
            types: ["Boots", "Shirts", "Trousers", "Rings"].map(kind).to_vec(),
            ..Catalogue::default()
        }
    }

    fn ranges(catalogue: &Catalogue) -> Vec<(String, Vec<String>)> {
        size_ranges(catalogue).ranges.into_iter().map(|range| (range.group, range.sizes)).collect()
    }

    fn range(group: &str, sizes: &[&str]) -> (String, Vec<String>) {
        (group.to_owned(), sizes.iter().map(|size| (*size).to_owned()).collect())
    }

    #[test]
    fn sizes_are_compared_where_items_come_in_them_together() {
        let catalogue = shop(vec![
            item("a", 0, &["38", "39"]),
            item("b", 0, &["39", "[40]"]),
            item("c", 1, &["38", "M"]),
            item("d", 1, &["S", "M"]),
            item("e", 2, &["30", "31"]),
            item("f", 3, &["52", "54"]),
            item("g", 3, &["one size"]),
            item("h", 0, &["38"]),
        ]);
        let expected = [
            range("shoes EU", &["38", "39", "40"]),
            range("clothes EU", &["38", "M", "S"]),
            range("clothes EU", &["30", "31"]),
            range("rings EU", &["52", "54"]),
        ];
        assert_eq!(ranges(&catalogue), expected);
    }

    #[test]
    fn what_is_left_is_said_of_items_that_miss_a_size() {
        let catalogue = shop(vec![
            item("all", 0, &["38", "39"]),
            item("few", 0, &["[38]", "39"]),
            item("gone", 0, &["[38]", "[39]"]),
            item("none", 0, &[]),
        ]);
        let ranges = size_ranges(&catalogue).ranges;
        let sizes = |left| ItemSizes { range: SizeRangeIndex(0), left: SizeSet(left) };
        assert_eq!(sizes_left(&catalogue, &ranges), [("few".to_owned(), sizes(0b10))]);
        let sizing = sizing(&catalogue, &ranges);
        assert_eq!(sizing[1].as_ref().unwrap().variants["few-39"], 1);
        assert_eq!(sizing[3], None);
    }

    #[test]
    fn a_fresher_feed_is_read_by_the_ranges_that_are_published() {
        let published = size_ranges(&shop(vec![item("a", 0, &["38", "39"])])).ranges;
        let later = shop(vec![item("a", 0, &["[38]", "39", "41"]), item("b", 3, &["52", "54"])]);
        let left = ItemSizes { range: SizeRangeIndex(0), left: SizeSet(0b10) };
        assert_eq!(sizes_left(&later, &published), [("a".to_owned(), left)]);
    }

    #[test]
    fn names_of_one_size_are_one_size() {
        let catalogue = shop(vec![
            item("a", 0, &["38", "38,5"]),
            item("b", 0, &["38.5", "[39]"]),
            item("c", 1, &["S", "M"]),
            item("d", 1, &["m", "s", "[l]"]),
            item("e", 1, &["S", "s"]),
        ]);
        let expected = [range("clothes EU", &["M", "S", "l"]), range("shoes EU", &["38", "38,5", "39"])];
        assert_eq!(ranges(&catalogue), expected);
        let ranges = size_ranges(&catalogue).ranges;
        let sizing = sizing(&catalogue, &ranges);
        let left = |at: usize| sizing[at].as_ref().unwrap().sizes.left;
        assert_eq!([left(0), left(1), left(2), left(3), left(4)].map(|set| set.0), [0b011, 0b010, 0b011, 0b011, 0b010]);
        assert_eq!(sizing[3].as_ref().unwrap().variants["d-s"], 1);
    }

    #[test]
    fn what_is_compared_with_nothing_is_counted() {
        let mut mixed = item("a", 0, &["38", "39"]);
        mixed.variant_sizes[0].system = "UK".into();
        let catalogue = shop(vec![mixed, item("b", 0, &["40", "41"]), item("c", 3, &["one size"]), item("d", 3, &[])]);
        let SizeRanges { ranges, left_out } = size_ranges(&catalogue);
        assert_eq!((ranges.len(), left_out), (1, 2), "the item of two systems, and the item of one size");
    }

    #[test]
    fn variants_that_disagree_on_the_system_and_ranges_that_are_too_long_are_left_out() {
        let mut mixed = item("a", 0, &["38", "39"]);
        mixed.variant_sizes[0].kind = "petite".into();
        assert_eq!(size_ranges(&shop(vec![mixed])), SizeRanges { ranges: Vec::new(), left_out: 1 });
        let sizes: Vec<String> = (0..=MAX_SIZES).map(|size| format!("{size:02}")).collect();
        let sizes: Vec<&str> = sizes.iter().map(String::as_str).collect();
        let found = size_ranges(&shop(vec![item("a", 2, &sizes)]));
        assert_eq!(found, SizeRanges { ranges: Vec::new(), left_out: 1 });
        assert_eq!(size_ranges(&shop(vec![item("a", 2, &sizes[1..])])).left_out, 0);
    }

    #[test]
    fn a_sku_of_two_sizes_means_neither() {
        let mut twice = item("a", 0, &["38", "39"]);
        twice.variant_sizes.iter_mut().for_each(|size| size.ids.push("sku".into()));
        let catalogue = shop(vec![twice]);
        let sizing = sizing(&catalogue, &size_ranges(&catalogue).ranges);
        let variants = &sizing[0].as_ref().unwrap().variants;
        assert_eq!((variants.get("sku"), variants.get("a-38")), (None, Some(&0)));
    }
}
