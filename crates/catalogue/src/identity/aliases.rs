//! The other ids that shops speak of. An alias means one item or it is none: guessing would suggest the wrong thing.

use ecow::{EcoString, eco_format};
use passerelle::pack::{AliasKinds, IdKind};

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
    text: EcoString,
    strength: Strength,
    item: ItemIndex,
    /// What the feed calls it, beside an id.
    kinds: AliasKinds,
}

impl Aliases {
    /// Adds all that `row` says of `item`.
    pub(super) fn add(&mut self, row: &FeedRow, item: ItemIndex) {
        let mut add = |text: &EcoString, strength, kinds| {
            if !text.is_empty() {
                self.0.push(Candidate { text: text.clone(), strength, item, kinds });
            }
        };
        let [shops, gtin, mpn] =
            [AliasKinds::ANY, AliasKinds::ANY.with(IdKind::Gtin), AliasKinds::ANY.with(IdKind::Mpn)];
        add(&row.id, Strength::Spoken, shops);
        add(&row.sku, Strength::Spoken, shops);
        add(&row.mpn, Strength::Weak, mpn);
        add(&row.gtin, Strength::Spoken, gtin);
        let stripped = row.gtin.trim_start_matches('0');
        let digits = row.gtin.bytes().all(|b| b.is_ascii_digit()) && (8..=14).contains(&row.gtin.len());
        if digits && stripped.len() >= MIN_STRIPPED {
            add(&stripped.into(), Strength::Derived, gtin);
            for width in [12, 13, 14] {
                if stripped.len() <= width {
                    add(&eco_format!("{stripped:0>width$}"), Strength::Derived, gtin);
                }
            }
        }
    }

    /// The aliases that mean one item, ascending: where no kind of id is said, and as a GTIN or a manufacturer's number. Those
    /// that the feed gives to two items are counted and dropped.
    pub(super) fn unique(mut self, items: &[Item], file: &str, problems: &mut Problems) -> Vec<Alias> {
        self.0.sort_unstable();
        self.0.dedup();
        let mut unique: Vec<Alias> = Vec::new();
        for same in self.0.chunk_by(|a, b| a.text == b.text) {
            let Some(Candidate { text, strength, .. }) = same.first() else { continue };
            let from = unique.len();
            let mut mean =
                |kind: IdKind, item: ItemIndex| match unique.iter_mut().skip(from).find(|alias| alias.item == item) {
                    Some(alias) => alias.kinds = alias.kinds.with(kind),
                    None => unique.push(Alias { text: text.clone(), item, kinds: AliasKinds::default().with(kind) }),
                };
            let id = items.binary_search_by(|item| item.id.as_str().cmp(text)).ok();
            match (surest(same.iter()), id) {
                // The id of an item means that item.
                (Some(item), Some(id)) if id == item as usize => {}
                (Some(item), None) => mean(IdKind::Any, item),
                _ if *strength == Strength::Spoken => problems.record(Kind::AmbiguousAlias, file, 0, text.as_str()),
                _ => {}
            }
            for kind in [IdKind::Gtin, IdKind::Mpn] {
                if let Some(item) = surest(same.iter().filter(|candidate| candidate.kinds.has(kind))) {
                    mean(kind, item);
                }
            }
            if let Some(same) = unique.get_mut(from..) {
                same.sort_unstable_by_key(|alias| alias.item);
            }
        }
        unique
    }
}

/// The item that the surest of these `candidates` of one text mean, if it is one; they are in the order of their strength.
fn surest<'a>(mut candidates: impl Iterator<Item = &'a Candidate>) -> Option<ItemIndex> {
    let first = candidates.next()?;
    candidates
        .take_while(|other| other.strength == first.strength)
        .all(|other| other.item == first.item)
        .then_some(first.item)
}
