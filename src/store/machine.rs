//! One tab's store: it writes what the history has taken note of, reads what other tabs wrote, and goes on in memory where
//! the device's store fails. Not for consent ([`super::deciding`]), nor for what is done by hand ([`super::by_hand`]).

use super::backend::{Answer, Backend, Checkpoint, Contents, Failure, Grant, Standing, State, StoreEvent};
use super::host::{Host, Recorder, StoreWarning};
use super::in_memory::InMemoryBackend;
use super::tab::{Tab, warning};
use crate::consent::Basis;
use crate::history::{APPENDED, records_of, rows_of};
use futures_util::future::{Either, select};
use futures_util::lock::Mutex;
use std::cell::{Ref, RefCell, RefMut};
use std::pin::pin;
use std::rc::Rc;

/// The log is compacted when this many rows lie beside the compacted ones: reading each of them takes time at the start.
pub(super) const MAX_APPENDED: usize = 100;
/// Others change the store as well: one who always comes too late gives up.
pub(super) const TRIES: usize = 5;
/// A connection that the browser closes is opened again this often on one page.
const REOPENINGS: usize = 3;
/// A store that has not answered by then is given up: the history goes on in memory.
const PATIENCE_MS: u32 = 3_000;

/// A tab's store. No method holds a borrow while it waits.
pub struct Store<H, R> {
    /// The device's, which all tabs share. Compiled once, whichever it is.
    pub(super) device: Rc<dyn Backend>,
    pub(super) host: H,
    pub(super) recorder: R,
    tab: RefCell<Tab>,
    /// One decision after the other.
    pub(super) deciding: Mutex<()>,
    /// One write after the other: what happened first is written first.
    pub(super) writing: Mutex<()>,
}

/// What a request is asked for: when it is answered, another may have begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Session {
    /// The grant that this tab works under.
    pub(super) epoch: u64,
    /// How often this tab has opened or closed.
    pub(super) number: u64,
}

impl<H: Host, R: Recorder> Store<H, R> {
    /// A tab that has heard nothing yet. Nothing is read before it hears of consent.
    pub fn new(device: Rc<dyn Backend>, host: H, recorder: R) -> Self {
        let (tab, deciding, writing) = (RefCell::default(), Mutex::new(()), Mutex::new(()));
        Self { device, host, recorder, tab, deciding, writing }
    }

    /// The history in memory.
    pub const fn recorder(&self) -> &R {
        &self.recorder
    }

    /// Whether a history is kept.
    pub fn is_open(&self) -> bool {
        self.epoch().is_some()
    }

    /// The number of the grant under which a history is kept.
    pub fn epoch(&self) -> Option<u64> {
        self.tab().epoch
    }

    /// Another tab speaks.
    pub fn told(&self, event: StoreEvent) {
        let loses = {
            let mut tab = self.tab_mut();
            tab.is_stale = true;
            let erased = |epoch: Option<u64>| epoch.is_none() || epoch == tab.epoch || tab.fallback.is_some();
            tab.epoch.is_some() && matches!(event, StoreEvent::Erased(epoch) if erased(epoch))
        };
        if loses {
            self.lose();
        }
    }

    /// Writes what the history has taken note of. True when all of it so far lies in the device's store.
    pub async fn save(&self) -> bool {
        let session = self.session();
        let _turn = self.writing.lock().await;
        self.write().await;
        session.is_some() && self.session() == session && self.tab().fallback.is_none()
    }

    /// The same; then, where another tab wrote before, what it wrote is read. True when it was.
    pub async fn claim(&self) -> bool {
        let _turn = self.writing.lock().await;
        self.write().await;
        self.reread().await
    }

    /// Reads what another tab wrote since. True when there was any.
    pub async fn refresh(&self) -> bool {
        let _turn = self.writing.lock().await;
        self.reread().await
    }

    /// Where a request is asked from; `None` where nothing is kept.
    pub(super) fn session(&self) -> Option<Session> {
        let tab = self.tab();
        tab.epoch.map(|epoch| Session { epoch, number: tab.session })
    }

    /// Whether nothing has changed since. Where it has, what was written meanwhile is read again.
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

    /// Nothing is kept any more on this page.
    pub(super) fn close(&self) {
        {
            let mut tab = self.tab_mut();
            tab.session += 1;
            (tab.epoch, tab.state, tab.fallback) = (None, State::default(), None);
            (tab.held, tab.in_flight, tab.pending) = (Vec::new(), Vec::new(), Vec::new());
        }
        self.recorder.close();
        self.host.consent_changed(false);
    }

    /// The grant that this tab worked under was revoked elsewhere.
    pub(super) fn lose(&self) {
        self.tab_mut().consent.refused_elsewhere();
        self.close();
    }

    /// Said once.
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

    /// Where this tab's requests go.
    pub(super) fn active(&self) -> Rc<dyn Backend> {
        let fallback = self.tab().fallback.clone();
        fallback.map_or_else(|| self.device.clone(), |memory| Rc::new(memory))
    }

    /// Tries a request of `backend`: again where the connection was closed, not for ever where nothing answers.
    pub(super) async fn attempt<T>(
        &self,
        backend: &Rc<dyn Backend>,
        request: impl Fn(&dyn Backend) -> Answer<T>,
    ) -> Result<T, Failure> {
        if Rc::ptr_eq(backend, &self.device) && self.tab().is_silent(self.host.now()) {
            return Err(Failure::Denied);
        }
        self.insist(backend, request).await
    }

    /// The same, also where the device's store did not answer a short time ago.
    pub(super) async fn insist<T>(
        &self,
        backend: &Rc<dyn Backend>,
        request: impl Fn(&dyn Backend) -> Answer<T>,
    ) -> Result<T, Failure> {
        let session = self.session();
        loop {
            match self.within(request(&**backend)).await {
                // What was denied meanwhile is not tried again.
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

    /// The answer, or that it took too long.
    pub(super) async fn within<T>(&self, answer: Answer<T>) -> Result<T, Failure> {
        match select(answer, pin!(self.host.sleep(PATIENCE_MS))).await {
            Either::Left((done, _)) => done,
            Either::Right(_) => {
                self.tab_mut().unanswered = Some(self.host.now());
                Err(Failure::Denied)
            }
        }
    }

    /// The device's store has failed: the history goes on in memory.
    pub(super) fn fall_back(&self, failure: Failure) {
        if let Some(warning) = warning(failure) {
            self.warn(warning);
        }
        let mut tab = self.tab_mut();
        let Some(epoch) = tab.epoch else { return };
        tab.session += 1;
        let in_flight = std::mem::take(&mut tab.in_flight);
        tab.keep(in_flight, None);
        let standing = Standing { grant: Some(Grant { epoch, basis: Basis::Default }), refused: false };
        let state = State { standing, ..tab.state };
        tab.fallback = Some(InMemoryBackend::holding(Contents { state, rows: tab.held.clone() }));
    }

    /// Loads what the store holds; records that nobody has written yet come last.
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
        // It is an aid: a store that cannot have one does without.
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
            Ok(last) => {
                {
                    let mut tab = self.tab_mut();
                    let before = tab.state.last.max(APPENDED - 1);
                    tab.is_stale |= last > before + rows.len() as u64;
                    tab.state.last = tab.state.last.max(last);
                    tab.in_flight.drain(..rows.len());
                    tab.keep(rows, Some(last));
                }
                if self.tab().fallback.is_none() {
                    self.checkpoint(Some(Checkpoint { epoch, last })).await;
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
