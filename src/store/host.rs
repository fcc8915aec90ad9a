//! The interfaces that a [`super::Store`] needs: the history in memory, the clock, and a receiver of warnings.

use crate::consent::ConsentWarning;
use crate::history::{Clock, Compacted, Row};

/// The history in memory. Its methods are synchronous: the store calls them between requests and while other requests
/// are in flight.
pub trait Recorder {
    /// Starts or continues the history under the grant with this number; events of the open page are included.
    fn open(&self, epoch: u64);

    /// Closes the history and drops everything but the open page's data.
    fn close(&self);

    /// Replaces the history in memory by `records`; records not yet returned by [`Recorder::drain`] are kept. Returns
    /// the number of damaged places.
    fn restore(&self, records: &[u8], now: i64) -> usize;

    /// Returns the concatenated records to write since the last call.
    fn drain(&self) -> Vec<u8>;

    /// The compacted form of `rows`, last compacted at `clock`.
    fn compact(&self, rows: &[Row], clock: Option<Clock>, now: i64) -> Compacted;

    /// Number of days that an event is kept.
    fn retention_days(&self) -> u16;
}

/// A warning for the shop's operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoreWarning {
    /// The statements of consent contradict each other.
    Consent(ConsentWarning),
    /// The browser denies storage to the page, or the store does not answer.
    Denied,
    /// The disk or the quota is full.
    Full,
    /// A newer version of the module has changed the database.
    Newer,
    /// The store was emptied or closed by another party and could not be reopened.
    Lost,
    /// The stored history is gone without a refusal.
    HistoryLost,
    /// The records written last are missing.
    HistoryRolledBack,
    /// Some records are damaged. The others are used.
    HistoryDamaged,
}

impl StoreWarning {
    /// The warning's stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Consent(warning) => warning.code(),
            Self::Denied => "storage_denied",
            Self::Full => "storage_full",
            Self::Newer => "storage_newer",
            Self::Lost => "storage_lost",
            Self::HistoryLost => "history_lost",
            Self::HistoryRolledBack => "history_rolled_back",
            Self::HistoryDamaged => "history_damaged",
        }
    }

    /// What the warning's message names, if anything.
    #[must_use]
    pub fn about(self) -> Option<String> {
        match self {
            Self::Consent(warning) => Some(warning.about()),
            _ => None,
        }
    }
}

/// The page around a store.
#[allow(async_fn_in_trait, reason = "the browser has one thread")]
pub trait StoreHost {
    /// The device's clock, in seconds since 1970-01-01 UTC.
    fn now(&self) -> i64;

    /// A random number for a grant, from 1 to 2^53 - 1.
    fn draw(&self) -> u64;

    /// Waits for a number of milliseconds.
    async fn sleep(&self, milliseconds: u32);

    /// Reports a warning to the shop's operator.
    fn warn(&self, warning: StoreWarning);

    /// Called when the history was opened or closed, by this tab or another one.
    fn consent_changed(&self, granted: bool);

    /// Called when the shopper has edited or erased the history by hand, on this page or elsewhere: content drawn from
    /// it may be out of date.
    fn history_edited(&self);
}

impl<H: StoreHost> StoreHost for std::rc::Rc<H> {
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

    fn history_edited(&self) {
        H::history_edited(self);
    }
}
