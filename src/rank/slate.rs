//! From scores to the ordered list that a placement shows.

use super::known::{Handle, Known};
use super::score::Scorer;
use crate::prelude::*;
use core::cmp::Ordering;

/// The most suggestions a placement may ask for.
pub const MAX_SUGGESTIONS: usize = 24;

/// A spot on a page, with what it may show unless the page says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// A product page: the house's other divisions.
    Product,
    /// The cart: what completes it, from any division.
    Cart,
    /// The home page: any division.
    Home,
}

impl Placement {
    /// Every placement.
    pub const ALL: [Self; 3] = [Self::Product, Self::Cart, Self::Home];

    /// The placement's name in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Cart => "cart",
            Self::Home => "home",
        }
    }

    /// The placement with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|placement| placement.name() == name)
    }

    /// Whether only divisions other than the page's item's may be shown.
    #[must_use]
    pub const fn other_divisions_only(self) -> bool {
        matches!(self, Self::Product)
    }
}

/// The best `limit` of the scored items that `admits` lets through: the highest score first, ties by item id. What
/// has no card cannot be drawn and is left out.
pub fn choose(known: &Known, scorer: &Scorer, admits: impl Fn(Handle) -> bool, limit: usize) -> Vec<Handle> {
    let limit = limit.min(MAX_SUGGESTIONS);
    let better = |a: Handle, b: Handle| match scorer.score(a).cmp(&scorer.score(b)) {
        Ordering::Equal => known.id(a) < known.id(b),
        order => order == Ordering::Greater,
    };
    // A slate is short: inserting into place beats sorting everything, in time and in bytes of code.
    let mut best: Vec<Handle> = Vec::with_capacity(limit + 1);
    for &handle in scorer.touched() {
        let full = best.len() == limit;
        if full && best.last().is_none_or(|last| !better(handle, *last)) {
            continue;
        }
        if known.card(handle).is_none() || !admits(handle) {
            continue;
        }
        let place = best.iter().position(|other| better(handle, *other)).unwrap_or(best.len());
        best.insert(place, handle);
        best.truncate(limit);
    }
    best
}
