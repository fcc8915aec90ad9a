//! The head of a stored neighbour list: when it was stored, and from which build. Not for the rest of the record: see
//! [`crate::cache`].

use super::{ByteReader, HEADER};

/// The number of lists to keep; the oldest are evicted once there are twice as many.
pub const MAX_LISTS: usize = 50;

/// The age in seconds at which a stored list expires: from then on its item counts only through its type.
pub const LIST_AGE_SECONDS: i64 = 30 * 86_400;

/// When and from which build a list was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The device's clock when it was stored, in seconds since 1970-01-01 UTC.
    pub kept: i64,
    /// The market of its cards, see [`Core::market`](crate::pack::Core::market).
    pub market: u64,
    /// The second half of the build's id.
    pub build: u64,
}

/// The head of a list record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListHead<'a> {
    /// When and from which build it was stored.
    pub stamp: Stamp,
    /// The id of the list's item.
    pub item_id: &'a str,
}

impl<'a> ListHead<'a> {
    /// Decodes the head; `None` if the record is truncated.
    #[must_use]
    pub fn of(record: &'a [u8]) -> Option<Self> {
        let mut reader = ByteReader(record.get(HEADER..)?);
        let stamp = Stamp { kept: reader.i64()?, market: reader.u64()?, build: reader.u64()? };
        reader.i64()?;
        Some(Self { stamp, item_id: reader.text()? })
    }
}

impl Stamp {
    /// Whether the list has not expired.
    #[must_use]
    pub fn is_fresh(&self, now: i64) -> bool {
        now.saturating_sub(self.kept).abs() <= LIST_AGE_SECONDS
    }
}
