//! What was bought is not offered again: the item until its time has come, its type until it is wanted again.

use super::{Handle, Known};
use crate::history::{Event, EventKind};
use crate::pack::ItemType;

/// Days of a [`Rest`] that never ends.
pub const NEVER_AGAIN: u16 = u16::MAX;

/// How long a type rests after a purchase: learned from repeated purchases at build, floored by k.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// Days after which the same item is bought again, [`NEVER_AGAIN`] where it is not.
    pub item_days: u16,
    /// Days after which another item of the type is wanted; 0 where types are bought side by side.
    pub type_days: u16,
}

/// What a history says must not be offered now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bought {
    /// By handle: in the cart, or bought and not yet due again.
    pub items: Vec<bool>,
    /// By type: in the cart or bought, and not yet wanted again.
    pub types: Vec<bool>,
}

impl Bought {
    /// Reads `events`, the oldest first, at `now` (seconds since 1970-01-01 UTC). The type of a gift does not rest: it
    /// is for somebody else.
    #[must_use]
    pub fn new<'a>(known: &Known, events: impl Iterator<Item = &'a Event>, types: &[ItemType], now: i64) -> Self {
        let mut cart: Vec<&Event> = Vec::new();
        let mut bought = Self { items: vec![false; known.handles()], types: vec![false; types.len()] };
        for event in events {
            let Some(handle) = known.handle(&event.item_id) else { continue };
            match event.kind {
                EventKind::AddToCart => cart.push(event),
                EventKind::RemoveFromCart => cart.retain(|other| other.item_id != event.item_id),
                EventKind::Purchase => {
                    cart.retain(|other| other.item_id != event.item_id);
                    let item_type = known.place(&event.item_id).map_or(usize::MAX, |(_, item_type)| item_type.into());
                    // A clock that jumped back makes a purchase of today.
                    let days = now.saturating_sub(event.time).max(0) / 86_400;
                    // Of an unknown type nothing is known to come back.
                    let rest = types.get(item_type).map(|item_type| item_type.rest);
                    let rest = rest.unwrap_or(Rest { item_days: NEVER_AGAIN, type_days: 0 });
                    mark(&mut bought.items, handle as usize, rests(rest.item_days, days));
                    mark(&mut bought.types, item_type, !event.gift && rests(rest.type_days, days));
                }
                EventKind::View | EventKind::Select | EventKind::AddToWishlist => {}
            }
        }
        for event in cart {
            bought.forbid(known.handle(&event.item_id));
            if !event.gift {
                bought.put_in_cart(known, &event.item_id, types);
            }
        }
        bought
    }

    /// The item is in the cart: neither it nor, unless types are bought side by side, another of its type.
    pub fn put_in_cart(&mut self, known: &Known, id: &str, types: &[ItemType]) {
        self.forbid(known.handle(id));
        let Some((_, item_type)) = known.place(id) else { return };
        let rests = types.get(usize::from(item_type)).is_some_and(|item_type| item_type.rest.type_days > 0);
        mark(&mut self.types, item_type.into(), rests);
    }

    /// The item must not be offered, for whatever reason.
    pub fn forbid(&mut self, handle: Option<Handle>) {
        if let Some(handle) = handle {
            mark(&mut self.items, handle as usize, true);
        }
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
