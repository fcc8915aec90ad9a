//! The neighbour lists that go to the device's store with the events of their items.

use super::opened_pack::Pack;
use crate::cache::{ItemCache, record};
use crate::history::{Event, Stamp};

/// Records of lists that nobody takes are let go of beyond this many bytes: nothing is being written then.
const MAX_OUTBOX: usize = 400_000;

/// Puts the list of an event's item among the records to be written.
pub(super) fn keep_list(known: &mut ItemCache, pack: Option<&Pack>, lists: &mut Vec<u8>, event: &Event) {
    let Some(pack) = pack else { return };
    if lists.len() < MAX_OUTBOX
        && let Some(mut record) = record::write(known, &event.item_id, &pack.core, &stamp(pack, event.time))
    {
        lists.append(&mut record);
    }
}

/// What is kept of `pack` at this time.
pub(super) fn stamp(pack: &Pack, kept: i64) -> Stamp {
    Stamp { kept, market: pack.core.market(), build: u128::from_be_bytes(pack.manifest.build) as u64 }
}
