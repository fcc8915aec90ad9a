//! The neighbour lists that are stored on the device with the events of their items. Not for the record format: see
//! [`crate::cache`].

use super::opened_pack::Pack;
use crate::cache::{ItemCache, record};
use crate::history::{Event, Stamp};

/// Maximum size in bytes of list records waiting to be written. Beyond it, new ones are dropped, because nothing is
/// being written.
const MAX_OUTBOX: usize = 400_000;

/// Adds the list of an event's item to the records to write.
pub(super) fn keep_list(known: &mut ItemCache, pack: Option<&Pack>, lists: &mut Vec<u8>, event: &Event) {
    let Some(pack) = pack else { return };
    if lists.len() < MAX_OUTBOX
        && let Some(mut record) = record::write(known, &event.item_id, &pack.core, &stamp(pack, event.time))
    {
        lists.append(&mut record);
    }
}

/// The stamp of lists that are stored from `pack` at this time.
pub(super) fn stamp(pack: &Pack, kept: i64) -> Stamp {
    Stamp { kept, market: pack.core.market(), build: u128::from_be_bytes(pack.manifest.build) as u64 }
}
