//! Stock of variants whose item can be bought. The set of unavailable items holds the ids of sold-out variants, and the
//! sizes still available of each item.

use std::fmt;

use passerelle::model::{ItemSizes, SizeRange};
use passerelle::pack::Unavailable;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::sizes::sizes_left;
use passerelle_output::table::thousands;

/// Maximum size of the data about variants, in bytes, because every page loads the file. A list that exceeds
/// it is left out as a whole.
const MOST_BYTES: usize = 256 * 1_024;
/// Size of an id in the set, in bytes (16 bits).
const BYTES_OF_ID: usize = 2;
/// Size of an item's sizes in bytes: its id and their record.
const BYTES_OF_SIZES: usize = BYTES_OF_ID + 5;

/// Stock of the variants of a feed.
#[derive(Debug, Default)]
pub(crate) struct VariantStock {
    /// Ids of variants that cannot be bought.
    pub(crate) sold_out: Kept<String>,
    /// The available sizes of items of which some sizes are sold out.
    pub(crate) sizes: Kept<(String, ItemSizes)>,
}

/// Data that is kept completely or, if there is too much of it, not at all.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    /// The data; empty if there was too much of it.
    pub(crate) all: Vec<T>,
    /// Number of entries that were left out.
    left_out: usize,
    /// Maximum number of entries.
    room: usize,
}

impl VariantStock {
    /// Collects the stock from the feed; `ranges` are the size ranges of the build. `fresher` is a set that was
    /// published after the feed: it then decides about variants. Sizes always come from the feed.
    pub(crate) fn new(catalogue: &Catalogue, ranges: &[SizeRange], fresher: Option<&Unavailable>) -> Self {
        let sold_out: Vec<String> = match fresher {
            Some(set) => {
                let aliases = catalogue.aliases.iter().map(|alias| &alias.text);
                aliases.filter(|id| set.contains(id)).map(|id| id.to_string()).collect()
            }
            None => catalogue.sold_out_variants().map(str::to_owned).collect(),
        };
        let sold_out = Kept::new(sold_out, MOST_BYTES / BYTES_OF_ID);
        let room = MOST_BYTES - sold_out.all.len() * BYTES_OF_ID;
        Self { sizes: Kept::new(sizes_left(catalogue, ranges), room / BYTES_OF_SIZES), sold_out }
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { all: Vec::new(), left_out: 0, room: 0 }
    }
}

impl<T> Kept<T> {
    fn new(all: Vec<T>, room: usize) -> Self {
        let left_out = if all.len() > room { all.len() } else { 0 };
        Self { all: if left_out > 0 { Vec::new() } else { all }, left_out, room }
    }
}

impl<T> fmt::Display for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.left_out {
            0 => write!(f, "{}", thousands(self.all.len() as u64)),
            many => write!(
                f,
                "{}: more than the {} that the set has room for, so pages know of items alone",
                thousands(many as u64),
                thousands(self.room as u64)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle::pack::AliasKinds;
    use passerelle_catalogue::sizes::size_ranges;
    use passerelle_catalogue::{Alias, Item, ItemType, VariantSize};

    const MOST: usize = MOST_BYTES / BYTES_OF_ID;

    fn shop(variants: usize) -> Catalogue {
        let ids: Vec<String> = (0..variants).map(|variant| format!("shoe-{variant:07}")).collect();
        let alias = |id: &String| Alias { text: id.clone().into(), item: 0, kinds: AliasKinds::ANY };
        let aliases = ids.iter().map(alias).collect();
        let size = |name: &str, available| VariantSize { name: name.into(), available, ..VariantSize::default() };
        let item = Item {
            id: "shoe".into(),
            available: true,
            sold_out_variants: ids.into_iter().map(Into::into).collect(),
            variant_sizes: vec![size("38", true), size("39", false)],
            ..Item::default()
        };
        let types = vec![ItemType { name: "Shoes".to_owned(), ..ItemType::default() }];
        Catalogue { items: vec![item], types, aliases, ..Catalogue::default() }
    }

    fn stock(variants: usize) -> VariantStock {
        let shop = shop(variants);
        VariantStock::new(&shop, &size_ranges(&shop).ranges, None)
    }

    #[test]
    fn what_has_no_room_is_left_out_whole_and_told() {
        let few = stock(10);
        assert_eq!((few.sold_out.all.len(), few.sizes.all.len()), (10, 1));
        let full = stock(MOST);
        assert_eq!((full.sold_out.all.len(), full.sold_out.to_string()), (MOST, "131,072".to_owned()));
        assert!(full.sizes.all.is_empty());
        assert!(full.sizes.to_string().starts_with("1: more than the 0 "), "{}", full.sizes);
        let many = stock(MOST + 1);
        assert!(many.sold_out.all.is_empty());
        assert!(many.sold_out.to_string().starts_with("131,073: more than the 131,072"), "{}", many.sold_out);
        assert_eq!(many.sizes.all.len(), 1, "the room is theirs then");
    }
}
