//! What stands at the beginning of a kept neighbour list: when it was kept, and what it is from. The rest is read by
//! [`crate::cache`].

use super::{HEADER, Reader};

/// How many lists are kept at least; the oldest go when there are twice as many.
pub const MAX_LISTS: usize = 50;

/// A kept list expires after this many seconds: its item counts through its type only from then on.
pub const LIST_AGE: i64 = 30 * 86_400;

/// When a list was kept, and what it is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The device's clock, in seconds since 1970-01-01 UTC.
    pub kept: i64,
    /// The market that its cards are of, by [`Core::market`](crate::pack::Core::market).
    pub market: u64,
    /// The second half of the build's id.
    pub build: u64,
}

/// What the record of a list begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListHead<'a> {
    /// When and of what it was kept.
    pub stamp: Stamp,
    /// The item whose list it is.
    pub item_id: &'a str,
}

impl<'a> ListHead<'a> {
    /// Reads it; `None` where the record is cut.
    #[must_use]
    pub fn of(record: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(record.get(HEADER..)?);
        let stamp = Stamp { kept: reader.i64()?, market: reader.u64()?, build: reader.u64()? };
        reader.i64()?;
        Some(Self { stamp, item_id: reader.text()? })
    }
}

impl Stamp {
    /// Whether the list counts still.
    #[must_use]
    pub fn is_fresh(&self, now: i64) -> bool {
        now.saturating_sub(self.kept).abs() <= LIST_AGE
    }
}
