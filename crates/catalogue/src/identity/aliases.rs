//! The other ids that shops speak of. An alias means one item or it is none: guessing would suggest the wrong thing.

use crate::catalogue::{Alias, Item, ItemIndex};
use crate::feed::FeedRow;
use crate::problems::{Kind, Problems};

/// How sure it is that shops speak of an item by this text; the surest wins where texts meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// The feed says so: variant ids, SKUs, GTINs as written.
    Spoken,
    /// Another way to write a GTIN.
    Derived,
    /// Manufacturers' numbers, which makers do not keep apart.
    Weak,
}

/// Fewest digits of a GTIN without its leading zeros that are still taken for it.
const MIN_STRIPPED: usize = 7;

/// Candidates, before it is known which are unique.
#[derive(Default)]
pub(super) struct Aliases(Vec<Candidate>);

/// A text that may mean an item. Ordered by text, then by strength.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    text: Box<str>,
    strength: Strength,
    item: ItemIndex,
}

impl Aliases {
    /// Adds all that `row` says of `item`.
    pub(super) fn add(&mut self, row: &FeedRow, item: ItemIndex) {
        let mut add = |text: &str, strength| {
            if !text.is_empty() {
                self.0.push(Candidate { text: text.into(), strength, item });
            }
        };
        add(&row.id, Strength::Spoken);
        add(&row.sku, Strength::Spoken);
        add(&row.mpn, Strength::Weak);
        add(&row.gtin, Strength::Spoken);
        let stripped = row.gtin.trim_start_matches('0');
        let digits = row.gtin.bytes().all(|b| b.is_ascii_digit()) && (8..=14).contains(&row.gtin.len());
        if digits && stripped.len() >= MIN_STRIPPED {
            add(stripped, Strength::Derived);
            for width in [12, 13, 14] {
                if stripped.len() <= width {
                    add(&format!("{stripped:0>width$}"), Strength::Derived);
                }
            }
        }
    }

    /// The aliases that mean one item, ascending. Those that the feed gives to two items are counted and dropped.
    pub(super) fn unique(mut self, items: &[Item], file: &str, problems: &mut Problems) -> Vec<Alias> {
        self.0.sort_unstable();
        self.0.dedup();
        let mut unique = Vec::new();
        for same in self.0.chunk_by(|a, b| a.text == b.text) {
            let Some(Candidate { text, strength, item }) = same.first() else { continue };
            let id = items.binary_search_by(|item| item.id.as_str().cmp(text)).ok();
            let one = same.iter().take_while(|other| other.strength == *strength).all(|other| other.item == *item);
            match id {
                // The id of an item means that item.
                Some(id) if one && id == *item as usize => {}
                None if one => unique.push(Alias { text: text.to_string(), item: *item }),
                _ if *strength == Strength::Spoken => problems.record(Kind::AmbiguousAlias, file, 0, &**text),
                _ => {}
            }
        }
        unique
    }
}
