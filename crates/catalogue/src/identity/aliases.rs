//! Collects the other ids of items. An ambiguous alias identifies no item: a guess would suggest the wrong item.

use ecow::{EcoString, eco_format};
use passerelle::pack::{AliasKinds, IdKind};

use crate::catalogue::{Alias, Item, ItemIndex};
use crate::feed::FeedRow;
use crate::problems::{Kind, Problems};

/// How certain it is that a text identifies an item, the most certain first. If items share a text, the most certain
/// wins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// From the feed as written: variant ids, SKUs, GTINs.
    Spoken,
    /// Another form of a GTIN.
    Derived,
    /// A manufacturer's part number, which two manufacturers may share.
    Weak,
}

/// Fewest digits of a GTIN without its leading zeros for it to be an alias.
const MIN_STRIPPED: usize = 7;

/// The candidates, before ambiguous ones are dropped.
#[derive(Default)]
pub(super) struct Aliases(Vec<Candidate>);

/// A text that may identify an item. Ordered by text, then by strength.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    text: EcoString,
    strength: Strength,
    item: ItemIndex,
    /// The kinds of id under which the text may be looked up.
    kinds: AliasKinds,
}

impl Aliases {
    /// Adds the ids in `row` as candidates for `item`.
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

    /// Returns the aliases that identify one item, ascending: without a kind of id, as a GTIN, and as a manufacturer's
    /// number. A text that the feed gives to two items is counted as a problem, and without a kind of id it identifies
    /// neither.
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
                // The id of an item identifies that item already.
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

/// Returns the item of the strongest of these `candidates` of one text, if they agree on it. They are sorted by
/// strength.
fn surest<'a>(mut candidates: impl Iterator<Item = &'a Candidate>) -> Option<ItemIndex> {
    let first = candidates.next()?;
    candidates
        .take_while(|other| other.strength == first.strength)
        .all(|other| other.item == first.item)
        .then_some(first.item)
}
