//! What the shopper did, as a page tells it.

use super::fields::{Fields, OptionError, Reader, Value, spoken};
use crate::history::EventKind;

/// A page may speak of one item under so many ids; further ones are not read.
pub const MAX_IDS: usize = 4;

/// One thing that happened on the page. The `view_item` of another item begins another page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PageEvent"))]
pub struct TrackedEvent {
    /// What was done, by GA4's name.
    #[cfg_attr(feature = "types", ts(type = "EventName"))]
    pub name: EventKind,
    /// Any id the feed knows: item, variant, group, SKU or GTIN. Of several ids of one item (four at most), the first that
    /// the pack knows counts.
    #[cfg_attr(feature = "types", ts(rename = "itemId", type = "string | number | readonly (string | number)[]"))]
    pub item_ids: Vec<String>,
    /// It is for somebody else, and says nothing of this shopper's taste.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<bool>"))]
    pub gift: bool,
    /// Of a `purchase`, the number of the order. A line of an order counts once, however often its page is loaded; without a
    /// number, purchases of an item within half an hour are one. The history keeps 32 bits of a salted hash of it.
    #[cfg_attr(feature = "types", ts(optional, rename = "orderId", type = "string | number"))]
    pub order_id: Option<String>,
    /// What the page calls the variant, `38` or `black / 38`: where a size of the item is in it, the event is remembered with that
    /// size. An id of the variant in `itemId` says it as well.
    #[cfg_attr(feature = "types", ts(optional, type = "string | number"))]
    pub variant: Option<String>,
}

impl TrackedEvent {
    /// Reads what is passed to `track(event)`.
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
