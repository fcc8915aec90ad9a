//! An event that a page reports. Not for how the history stores it: see [`crate::history`].

use super::fields::{Fields, OptionError, Reader, Value, spoken};
use crate::history::EventKind;

/// Most ids that a page may give for one item; further ids are ignored.
pub const MAX_IDS: usize = 4;

/// One event on the page. The `view_item` of another item starts a new page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PageEvent"))]
pub struct TrackedEvent {
    /// The event's GA4 name.
    #[cfg_attr(feature = "types", ts(type = "EventName"))]
    pub name: EventKind,
    /// Any id in the feed: item, variant, group, SKU or GTIN. If several ids of one item are given (at most four), the
    /// first that the pack knows counts.
    #[cfg_attr(feature = "types", ts(rename = "itemId", type = "string | number | readonly (string | number)[]"))]
    pub item_ids: Vec<String>,
    /// The item is a gift and says nothing about this shopper's taste.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<bool>"))]
    pub gift: bool,
    /// For a `purchase`: the order number. A line of an order counts once, however often its page is loaded; without a
    /// number, purchases of an item within half an hour count as one. The history keeps 32 bits of a salted hash of the
    /// number.
    #[cfg_attr(feature = "types", ts(optional, rename = "orderId", type = "string | number"))]
    pub order_id: Option<String>,
    /// The variant's name, such as `38` or `black / 38`. If it contains a size of the item, the event is stored with
    /// that size. A variant id in `itemId` has the same effect.
    #[cfg_attr(feature = "types", ts(optional, type = "string | number"))]
    pub variant: Option<String>,
}

impl TrackedEvent {
    /// Reads the argument of `track(event)`.
    ///
    /// # Errors
    /// [`OptionError`] naming the field.
    pub fn read(fields: &impl Fields) -> Result<Self, OptionError> {
        let mut reader = Reader::new(fields, "track(event)");
        let name = reader.needed_word("name", &EventKind::ALL, EventKind::name)?;
        let item_ids: Option<Vec<String>> = match reader.value("itemId")? {
            Value::List(ids) => ids.into_iter().map(spoken).collect(),
            id => spoken(id).map(|id| vec![id]),
        };
        let item_ids = item_ids.filter(|ids| !ids.is_empty());
        let needed = "an id, or a list of up to four: texts or numbers";
        let mut item_ids = reader.needed("itemId", needed, item_ids)?;
        item_ids.truncate(MAX_IDS);
        let gift = reader.flag("gift")?.unwrap_or(false);
        let order_id = match reader.value("orderId")? {
            Value::Absent => None,
            _ if name != EventKind::Purchase => {
                return Err(reader.wrong("orderId", "left out where `name` is not \"purchase\""));
            }
            id => Some(reader.needed("orderId", "a text or a number", spoken(id))?),
        };
        let variant = reader.id("variant")?;
        reader.finish()?;
        Ok(Self { name, item_ids, gift, order_id, variant })
    }
}
