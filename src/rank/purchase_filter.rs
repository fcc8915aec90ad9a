//! Excludes purchases from suggestions: the item until its repurchase interval has passed, its type likewise. Not for
//! learning the intervals: the native tool does it.

use super::{Handle, RepurchaseInterval};
use crate::model::{EventKind, TypeIndex};

/// An event with an item, as the filter reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interaction {
    /// The item; `None` if nothing on the page mentions it. It cannot be shown then, but its purchase counts for its
    /// type.
    pub handle: Option<Handle>,
    /// Position of the item's type; `None` if it is unknown.
    pub item_type: Option<TypeIndex>,
    /// The kind of event.
    pub kind: EventKind,
    /// Time in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// Whether the item was a gift.
    pub gift: bool,
}

impl Interaction {
    /// Whether both are of the same item. Items without a handle count as the same if their types are.
    fn is_of_the_same(&self, other: &Self) -> bool {
        self.handle == other.handle && (self.handle.is_some() || self.item_type == other.item_type)
    }
}

/// The items and types that must not be suggested now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurchaseFilter {
    /// By handle: in the cart, bought within the cooldown, or excluded.
    pub items: Vec<bool>,
    /// By type: in the cart, or bought within the cooldown.
    pub types: Vec<bool>,
}

impl PurchaseFilter {
    /// Computes the filter from `deeds`, oldest first, at `now` (seconds since 1970-01-01 UTC). `handles` is the number
    /// of handles, and `rest` has the cooldown of each type. A gift does not start the cooldown of its type.
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
                    // After the clock was set back, a purchase in the future counts as today.
                    let days = now.saturating_sub(deed.time).max(0) / 86_400;
                    // An item of unknown type is assumed not to be bought again.
                    let rest = deed.item_type.and_then(|item_type| item_type.of(rest)).copied();
                    let rest = rest.unwrap_or(RepurchaseInterval { item_days: None, type_days: Some(0) });
                    if let Some(handle) = deed.handle {
                        mark(&mut bought.items, handle.at(), is_within(rest.item_days, days));
                    }
                    if let Some(item_type) = deed.item_type {
                        mark(&mut bought.types, item_type.at(), !deed.gift && is_within(rest.type_days, days));
                    }
                }
                EventKind::View | EventKind::Select | EventKind::AddToWishlist => {}
            }
        }
        for deed in cart {
            bought.put_in_cart(deed.handle, deed.item_type.filter(|_| !deed.gift), rest);
        }
        bought
    }

    /// Records an item in the cart: it is excluded, and so is its `item_type`, unless items of the type are bought side
    /// by side.
    pub fn put_in_cart(&mut self, handle: Option<Handle>, item_type: Option<TypeIndex>, rest: &[RepurchaseInterval]) {
        if let Some(handle) = handle {
            self.forbid(handle);
        }
        if let Some(item_type) = item_type {
            let rests = item_type.of(rest).is_some_and(|rest| rest.type_days != Some(0));
            mark(&mut self.types, item_type.at(), rests);
        }
    }

    /// Excludes the item, for any reason.
    pub fn forbid(&mut self, handle: Handle) {
        mark(&mut self.items, handle.at(), true);
    }
}

/// Whether what was bought `days` ago is within its interval, which is endless without a number of days.
fn is_within(interval: Option<u16>, days: i64) -> bool {
    interval.is_none_or(|interval| days < i64::from(interval))
}

fn mark(table: &mut [bool], place: usize, value: bool) {
    if let Some(entry) = table.get_mut(place) {
        *entry |= value;
    }
}
