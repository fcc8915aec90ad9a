//! What a [`super::Store`] needs of the module around it: the history in memory, the clock, a place for warnings.

use crate::history::{Clock, Compacted, Row};

/// The history in memory. The store calls it between waits and never while it waits.
pub trait Recorder {
    /// The history begins or goes on under the grant of this number, with what happened on this page.
    fn open(&self, epoch: u64);

    /// Nothing is remembered any more, beyond what belongs to the open page.
    fn close(&self);

    /// Takes up `records` instead of what is in memory; what [`Recorder::drain`] has not given out stays. Answers how many
    /// places were damaged.
    fn restore(&self, records: &[u8], now: i64) -> usize;

    /// The records that are to be written since the last call, one behind the other.
    fn drain(&self) -> Vec<u8>;

    /// What a store with `rows`, last compacted at `clock`, shall hold instead.
    fn compact(&self, rows: &[Row], clock: Option<Clock>, now: i64) -> Compacted;

    /// Days for which an event is kept.
    fn retention_days(&self) -> u16;
}

/// What is said to whoever runs the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoreWarning {
    /// One source repeats a refusal, another one an agreement. The refusal counts.
    ConsentConflict,
    /// The browser does not let the page store anything, or its store does not answer.
    Denied,
    /// The disk or the quota is full.
    Full,
    /// A newer version of the module has changed the database.
    Newer,
    /// The store was emptied or closed under us, and could not be opened again.
    Lost,
    /// A history that was here is gone, and nobody has refused.
    HistoryLost,
    /// A part of the history that was written last is gone.
    HistoryRolledBack,
    /// Some records were damaged. The others are used.
    HistoryDamaged,
}

impl StoreWarning {
    /// The warning's stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ConsentConflict => crate::consent::ConsentWarning::Conflict.code(),
            Self::Denied => "storage_denied",
            Self::Full => "storage_full",
            Self::Newer => "storage_newer",
            Self::Lost => "storage_lost",
            Self::HistoryLost => "history_lost",
            Self::HistoryRolledBack => "history_rolled_back",
            Self::HistoryDamaged => "history_damaged",
        }
    }
}

/// The page around a store.
#[allow(async_fn_in_trait, reason = "the browser has one thread")]
pub trait Host {
    /// The device's clock, in seconds since 1970-01-01 UTC.
    fn now(&self) -> i64;

    /// A random number for a grant, from 1 to 2^53 - 1.
    fn draw(&self) -> u64;

    /// Waits.
    async fn sleep(&self, milliseconds: u32);

    /// Tells whoever runs the shop.
    fn warn(&self, warning: StoreWarning);

    /// The history was opened or closed, here or by what another tab did.
    fn consent_changed(&self, granted: bool);
}

impl<H: Host> Host for std::rc::Rc<H> {
    fn now(&self) -> i64 {
        H::now(self)
    }

    fn draw(&self) -> u64 {
        H::draw(self)
    }

    async fn sleep(&self, milliseconds: u32) {
        H::sleep(self, milliseconds).await;
    }

    fn warn(&self, warning: StoreWarning) {
        H::warn(self, warning);
    }

    fn consent_changed(&self, granted: bool) {
        H::consent_changed(self, granted);
    }
}
