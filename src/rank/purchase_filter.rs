//! What was bought is not offered again: the item until its time has come, its type until it is wanted again.

use super::{Handle, NEVER_AGAIN, RepurchaseInterval};
use crate::model::{EventKind, TypeIndex};

/// Something done to an item, as this module reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interaction {
    /// The item; `None` where nothing on the page mentions it: it cannot be shown, but that it was bought counts for its type.
    pub handle: Option<Handle>,
    /// Position of its type; `None` when it is not known.
    pub item_type: Option<TypeIndex>,
    /// What was done.
    pub kind: EventKind,
    /// When, in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// It was for somebody else.
    pub gift: bool,
}

impl Interaction {
    /// Whether both are of one item. Of items that nothing mentions, those of one type are taken for one.
    fn is_of_the_same(&self, other: &Self) -> bool {
        self.handle == other.handle && (self.handle.is_some() || self.item_type == other.item_type)
    }
}

/// What a history says must not be offered now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurchaseFilter {
    /// By handle: in the cart, or bought and not yet due again.
    pub items: Vec<bool>,
    /// By type: in the cart or bought, and not yet wanted again.
    pub types: Vec<bool>,
}

impl PurchaseFilter {
    /// Reads `deeds`, the oldest first, at `now` (seconds since 1970-01-01 UTC), of items below `handles` and of types
    /// that rest as `rest` says. The type of a gift does not rest: it is for somebody else.
    #[must_use]
    pub fn new(
        deeds: impl Iterator<Item = Interaction>,
        handles: usize,
        rest: &[RepurchaseInterval],
        now: i64,
    ) -> Self {
        let mut cart: Vec<Interaction> = Vec::new();
        let mut bought = Self { items: vec![false; handles], types: vec![false; rest.len()] };
        for deed in deeds {
            match deed.kind {
                EventKind::AddToCart => cart.push(deed),
                EventKind::RemoveFromCart | EventKind::Purchase => {
                    cart.retain(|other| !other.is_of_the_same(&deed));
                    if deed.kind == EventKind::RemoveFromCart {
                        continue;
                    }
                    // A clock that jumped back makes a purchase of today.
                    let days = now.saturating_sub(deed.time).max(0) / 86_400;
                    let item_type = deed.item_type.map_or(usize::MAX, TypeIndex::at);
                    // Of an unknown type nothing is known to come back.
                    let rest = rest.get(item_type).copied();
                    let rest = rest.unwrap_or(RepurchaseInterval { item_days: NEVER_AGAIN, type_days: 0 });
                    if let Some(handle) = deed.handle {
                        mark(&mut bought.items, handle.at(), rests(rest.item_days, days));
                    }
                    mark(&mut bought.types, item_type, !deed.gift && rests(rest.type_days, days));
                }
                EventKind::View | EventKind::Select | EventKind::AddToWishlist => {}
            }
        }
        for deed in cart {
            bought.put_in_cart(deed.handle, deed.item_type.filter(|_| !deed.gift), rest);
        }
        bought
    }

    /// The item is in the cart: neither it nor, unless its type is bought side by side, another of `item_type`.
    pub fn put_in_cart(&mut self, handle: Option<Handle>, item_type: Option<TypeIndex>, rest: &[RepurchaseInterval]) {
        if let Some(handle) = handle {
            self.forbid(handle);
        }
        if let Some(item_type) = item_type.map(TypeIndex::at) {
            let rests = rest.get(item_type).is_some_and(|rest| rest.type_days > 0);
            mark(&mut self.types, item_type, rests);
        }
    }

    /// The item must not be offered, for whatever reason.
    pub fn forbid(&mut self, handle: Handle) {
        mark(&mut self.items, handle.at(), true);
    }
}

fn rests(for_days: u16, days: i64) -> bool {
    for_days == NEVER_AGAIN || days < i64::from(for_days)
}

fn mark(table: &mut [bool], place: usize, value: bool) {
    if let Some(entry) = table.get_mut(place) {
        *entry |= value;
    }
}
