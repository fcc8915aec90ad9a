//! Variants that cannot be bought, of items that can: they lie in the set of unavailable items, by their own ids.

use std::fmt;

use passerelle::pack::Unavailable;
use passerelle_catalogue::Catalogue;
use passerelle_output::table::thousands;

/// Every page loads the set: variants take 256 kB of it at most, at 16 bits each. Beyond that items stand alone.
const MOST: usize = 256 * 1_024 / 2;

/// The variants of a feed that cannot be bought.
#[derive(Debug, Default)]
pub(crate) struct SoldOutVariants {
    /// Those that the set has; none where there are too many.
    pub(crate) ids: Vec<String>,
    /// Variants that the set has no room for.
    left_out: usize,
}

impl SoldOutVariants {
    /// As the feed says. `fresher` is a set that was published after it: then what that says.
    pub(crate) fn new(catalogue: &Catalogue, fresher: Option<&Unavailable>) -> Self {
        let ids: Vec<String> = match fresher {
            Some(set) => {
                let aliases = catalogue.aliases.iter().map(|alias| &alias.text);
                aliases.filter(|id| set.contains(id)).map(|id| id.to_string()).collect()
            }
            None => catalogue.sold_out_variants().map(str::to_owned).collect(),
        };
        if ids.len() > MOST { Self { left_out: ids.len(), ids: Vec::new() } } else { Self { ids, left_out: 0 } }
    }
}

impl fmt::Display for SoldOutVariants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.left_out {
            0 => write!(f, "{}", thousands(self.ids.len() as u64)),
            many => write!(
                f,
                "{}: more than the {} that the set has room for, so pages know of items alone",
                thousands(many as u64),
                thousands(MOST as u64)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle::pack::AliasKinds;
    use passerelle_catalogue::{Alias, Item};

    fn shop(variants: usize) -> Catalogue {
        let ids: Vec<String> = (0..variants).map(|variant| format!("shoe-{variant:07}")).collect();
        let alias = |id: &String| Alias { text: id.clone().into(), item: 0, kinds: AliasKinds::ANY };
        let aliases = ids.iter().map(alias).collect();
        let item = Item {
            id: "shoe".into(),
            available: true,
            sold_out_variants: ids.into_iter().map(Into::into).collect(),
            ..Item::default()
        };
        Catalogue { items: vec![item], aliases, ..Catalogue::default() }
    }

    #[test]
    fn what_has_no_room_is_left_out_whole_and_told() {
        let few = SoldOutVariants::new(&shop(MOST), None);
        assert_eq!((few.ids.len(), few.to_string()), (MOST, "131,072".to_owned()));
        let many = SoldOutVariants::new(&shop(MOST + 1), None);
        assert!(many.ids.is_empty());
        assert!(many.to_string().starts_with("131,073: more than the 131,072"), "{many}");
    }
}
