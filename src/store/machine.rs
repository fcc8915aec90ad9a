//! The store of one tab: it writes new records, reads what other tabs wrote, and falls back to memory if the device's
//! store fails. Not for consent (see [`super::deciding`]), nor for operations by hand (see [`super::by_hand`]).

use super::backend::{Backend, Checkpoint, Contents, Failure, Grant, Standing, StoreEvent, StoreFuture, StoreState};
use super::host::{Recorder, StoreHost, StoreWarning};
use super::in_memory::InMemoryBackend;
use super::tab::{Tab, warning};
use crate::consent::GrantBasis;
use crate::history::{records_of, rows_of};
use futures_util::future::{Either, select};
use futures_util::lock::Mutex;
use std::cell::{Ref, RefCell, RefMut};
use std::pin::pin;
use std::rc::Rc;

/// The log is compacted once it has this many appended rows, because each row adds to the time of loading.
pub(super) const MAX_APPENDED: usize = 100;
/// Maximum number of attempts if other tabs keep changing the store.
pub(super) const TRIES: usize = 5;
/// Maximum number of reopenings per page, if the browser closes the connection.
const REOPENINGS: usize = 3;
/// Timeout of a request. A store that does not answer is given up: the history continues in memory.
const PATIENCE_MS: u32 = 3_000;

/// The store of a tab. No method holds a borrow across an await point.
pub struct Store<H, R> {
    /// The device's store, which all tabs share. A trait object, so that the store is compiled once.
    pub(super) device: Rc<dyn Backend>,
    pub(super) host: H,
    pub(super) recorder: R,
    tab: RefCell<Tab>,
    /// Serialises decisions.
    pub(super) deciding: Mutex<()>,
    /// Serialises writes, so that records are written in order.
    pub(super) writing: Mutex<()>,
}

/// The state in which a request starts: when the answer arrives, the tab's session may be another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Session {
    /// The grant of this tab.
    pub(super) epoch: u64,
    /// How often this tab has opened, closed or changed its store.
    pub(super) number: u64,
}

impl<H: StoreHost, R: Recorder> Store<H, R> {
    /// Creates a tab's store. It reads nothing before it receives a statement of consent.
    pub fn new(device: Rc<dyn Backend>, host: H, recorder: R) -> Self {
        let (tab, deciding, writing) = (RefCell::default(), Mutex::new(()), Mutex::new(()));
        Self { device, host, recorder, tab, deciding, writing }
    }

    /// Whether a history is open.
    pub fn is_open(&self) -> bool {
        self.epoch().is_some()
    }

    /// The number of the open history's grant; `None` if no history is open.
    pub fn epoch(&self) -> Option<u64> {
        self.tab().epoch
    }

    /// Receives an event of another tab.
    pub fn told(&self, event: StoreEvent) {
        let loses = {
            let mut tab = self.tab_mut();
            tab.is_stale = true;
            if matches!(event, StoreEvent::Erased(_)) {
                tab.consent.erased_elsewhere();
            }
            let erased = |epoch: Option<u64>| epoch.is_none() || epoch == tab.epoch || tab.fallback.is_some();
            tab.epoch.is_some() && matches!(event, StoreEvent::Erased(epoch) if erased(epoch))
        };
        if loses {
            self.lose();
        }
        if event == StoreEvent::Edited {
            self.host.history_edited();
        }
    }

    /// Writes new records. Returns true if all of them are in the device's store.
    pub async fn save(&self) -> bool {
        let session = self.session();
        let _turn = self.writing.lock().await;
        self.write().await;
        session.is_some() && self.session() == session && self.tab().fallback.is_none()
    }

    /// Writes new records, then reads what another tab wrote before them, if any. Returns true if there was any.
    pub async fn claim(&self) -> bool {
        let _turn = self.writing.lock().await;
        self.write().await;
        self.reread().await
    }

    /// Reads what other tabs have written. Returns true if there was any.
    pub async fn refresh(&self) -> bool {
        let _turn = self.writing.lock().await;
        self.reread().await
    }

    /// Reads the store again on a page that returns from the browser's back/forward cache, in which it received no
    /// events. Tells the host if the history was edited, erased or compacted meanwhile.
    pub async fn resume(&self) {
        let (before, has_shown) = {
            let mut tab = self.tab_mut();
            tab.is_stale = true;
            // Another tab may have erased the store after them.
            tab.consent.erased_elsewhere();
            (tab.version(), tab.has_shown)
        };
        if self.tab().fallback.is_some()
            && let Ok(state) = self.attempt(&self.device, |backend| backend.peek()).await
            && state.standing.refused
        {
            self.lose();
        }
        self.refresh().await;
        if has_shown || self.tab().version() != before {
            self.host.history_edited();
        }
    }

    /// The current session; `None` if no history is open.
    pub(super) fn session(&self) -> Option<Session> {
        let tab = self.tab();
        tab.epoch.map(|epoch| Session { epoch, number: tab.session })
    }

    /// Whether the session is still the same. If not, the store is marked to be read again.
    pub(super) fn is_still(&self, session: Option<Session>) -> bool {
        let is_still = self.session() == session;
        self.tab_mut().is_stale |= !is_still;
        is_still
    }

    pub(super) fn tab(&self) -> Ref<'_, Tab> {
        self.tab.borrow()
    }

    pub(super) fn tab_mut(&self) -> RefMut<'_, Tab> {
        self.tab.borrow_mut()
    }

    /// Closes the history on this page; the next one begins on the device.
    pub(super) fn close(&self) {
        self.tab_mut().fallback = None;
        self.end_session();
    }

    /// Ends the session: what was read, and what has yet to be written, is dropped. The store that this tab uses stays.
    pub(super) fn end_session(&self) {
        {
            let mut tab = self.tab_mut();
            tab.session += 1;
            (tab.epoch, tab.state) = (None, StoreState::default());
            (tab.held, tab.in_flight, tab.pending) = (Vec::new(), Vec::new(), Vec::new());
        }
        self.recorder.close();
        self.host.consent_changed(false);
    }

    /// Closes the history after its grant was revoked in another tab.
    pub(super) fn lose(&self) {
        self.tab_mut().consent.refused_elsewhere();
        self.close();
    }

    /// Reports a warning, once per page.
    pub(super) fn warn(&self, warning: StoreWarning) {
        let is_new = {
            let mut tab = self.tab_mut();
            let is_new = !tab.warned.contains(&warning);
            if is_new {
                tab.warned.push(warning);
            }
            is_new
        };
        if is_new {
            self.host.warn(warning);
        }
    }

    /// The store that this tab uses: the device's, or the fallback in memory.
    pub(super) fn active(&self) -> Rc<dyn Backend> {
        let fallback = self.tab().fallback.clone();
        fallback.map_or_else(|| self.device.clone(), |memory| Rc::new(memory))
    }

    /// Sends a request to `backend`. Reconnects if the connection was closed; gives up if the store recently did not
    /// answer.
    pub(super) async fn attempt<T>(
        &self,
        backend: &Rc<dyn Backend>,
        request: impl Fn(&dyn Backend) -> StoreFuture<T>,
    ) -> Result<T, Failure> {
        if Rc::ptr_eq(backend, &self.device) && self.tab().is_silent(self.host.now()) {
            return Err(Failure::Denied);
        }
        self.insist(backend, request).await
    }

    /// Sends a request to `backend` and reconnects if needed, even if the store recently did not answer.
    pub(super) async fn insist<T>(
        &self,
        backend: &Rc<dyn Backend>,
        request: impl Fn(&dyn Backend) -> StoreFuture<T>,
    ) -> Result<T, Failure> {
        let session = self.session();
        loop {
            match self.within(request(&**backend)).await {
                // A request is not retried if consent changed in the meantime.
                Err(Failure::Closed) if self.session() != session => return Err(Failure::Closed),
                Err(Failure::Closed) => {
                    let mut tab = self.tab_mut();
                    if tab.reopenings >= REOPENINGS {
                        return Err(Failure::Lost);
                    }
                    tab.reopenings += 1;
                }
                result => return result,
            }
        }
    }

    /// Waits for the answer, with a timeout.
    pub(super) async fn within<T>(&self, answer: StoreFuture<T>) -> Result<T, Failure> {
        match select(answer, pin!(self.host.sleep(PATIENCE_MS))).await {
            Either::Left((done, _)) => done,
            Either::Right(_) => {
                self.tab_mut().unanswered = Some(self.host.now());
                Err(Failure::Denied)
            }
        }
    }

    /// Continues the history in memory after the device's store has failed.
    pub(super) fn fall_back(&self, failure: Failure) {
        if let Some(warning) = warning(failure) {
            self.warn(warning);
        }
        let mut tab = self.tab_mut();
        let Some(epoch) = tab.epoch else { return };
        tab.session += 1;
        let in_flight = std::mem::take(&mut tab.in_flight);
        tab.keep_unwritten(in_flight);
        let standing = Standing { grant: Some(Grant { epoch, basis: GrantBasis::Default }), refused: false };
        let state = StoreState { standing, ..tab.state };
        tab.fallback = Some(InMemoryBackend::holding(Contents { state, rows: tab.held.clone() }));
    }

    /// Loads the contents of the store into the history; records not written yet come last.
    pub(super) fn load_contents(&self, contents: Contents) {
        let drained = self.recorder.drain();
        let records = {
            let mut tab = self.tab_mut();
            tab.pending.extend_from_slice(&drained);
            (tab.state, tab.held) = (contents.state, contents.rows);
            let mut records = records_of(&tab.held);
            records.extend_from_slice(&records_of(&tab.in_flight));
            records.extend_from_slice(&tab.pending);
            records
        };
        if self.recorder.restore(&records, self.host.now()) > 0 {
            self.warn(StoreWarning::HistoryDamaged);
        }
    }

    pub(super) async fn checkpoint(&self, checkpoint: Option<Checkpoint>) {
        // The checkpoint is optional: a failure is ignored.
        let _ = self.attempt(&self.device, |backend| backend.write_checkpoint(checkpoint)).await;
    }

    pub(super) async fn write(&self) {
        let session = self.session();
        let Some(Session { epoch, .. }) = session else { return };
        let drained = self.recorder.drain();
        let rows = {
            let mut tab = self.tab_mut();
            tab.pending.extend_from_slice(&drained);
            let pending = std::mem::take(&mut tab.pending);
            let rows = rows_of(&pending, tab.state.clock);
            tab.in_flight.extend(rows);
            tab.in_flight.clone()
        };
        if rows.is_empty() {
            return;
        }
        let written = self.attempt(&self.active(), |backend| backend.append(epoch, rows.clone())).await;
        if !self.is_still(session) {
            return;
        }
        match written {
            Ok(None) => self.fall_back(Failure::Lost),
            Ok(Some(last)) => {
                {
                    let mut tab = self.tab_mut();
                    // Another tab has appended rows if these have higher numbers than expected.
                    tab.is_stale |= last >= tab.state.next_row() + rows.len() as u64;
                    tab.state.last = tab.state.last.max(Some(last));
                    tab.in_flight.drain(..rows.len());
                    tab.keep(rows, last);
                }
                if self.tab().fallback.is_none() {
                    self.checkpoint(Some(Checkpoint { epoch, last: Some(last) })).await;
                    self.device.publish(StoreEvent::Changed);
                }
            }
            Err(Failure::Revoked) => self.revoked(epoch).await,
            Err(failure) => self.fall_back(failure),
        }
        if self.is_open() && self.tab().appended().count() >= MAX_APPENDED {
            self.rewrite().await;
        }
    }

    pub(super) async fn reread(&self) -> bool {
        let session = self.session();
        let Some(Session { epoch, .. }) = session.filter(|_| self.tab().is_stale) else { return false };
        self.tab_mut().is_stale = false;
        let loaded = self.attempt(&self.active(), |backend| backend.load()).await;
        if !self.is_still(session) {
            return false;
        }
        match loaded {
            Ok(contents) if contents.state.is_under(epoch) => self.load_contents(contents),
            Ok(_) => self.revoked(epoch).await,
            Err(failure) => self.fall_back(failure),
        }
        true
    }
}
