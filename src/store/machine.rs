//! One tab's view of the store: what it may do, what it has written, what it does when a request fails.

use super::backend::{Backend, Checkpoint, Contents, Failure, Grant, Replacement, Standing, State, StoreEvent};
use super::host::{Host, Recorder, StoreWarning};
use super::in_memory::InMemoryBackend;
use crate::consent::{Basis, Consent, Decision, Held, Statement};
use crate::history::{APPENDED, Clock, Key, Log, Oldest, Part, Row, has_old_records, records_of, rows_of};
use futures_util::future::{Either, select};
use futures_util::lock::Mutex;
use std::cell::{Ref, RefCell, RefMut};
use std::pin::pin;

/// The log is compacted when this many rows lie beside the compacted ones: reading each of them takes time at the start.
const MAX_APPENDED: usize = 100;
/// Others change the store as well: one who always comes too late gives up.
const TRIES: usize = 5;
/// A connection that the browser closes is opened again this often on one page.
const REOPENINGS: usize = 3;
/// A store that has not answered by then is given up: the history goes on in memory.
const PATIENCE_MS: u32 = 3_000;
/// Seconds in a day.
const DAY: i64 = 86_400;

/// A tab's store. No method holds a borrow while it waits.
#[derive(Debug)]
pub struct Store<B, H, R> {
    backend: B,
    host: H,
    recorder: R,
    tab: RefCell<Tab>,
    /// One decision after the other.
    deciding: Mutex<()>,
    /// One write after the other: what happened first is written first.
    writing: Mutex<()>,
}

/// What a tab knows.
#[derive(Debug, Default)]
struct Tab {
    consent: Consent,
    /// The grant under which this tab reads and writes.
    epoch: Option<u64>,
    /// How often this tab has opened, closed or changed its store: what was asked before such a change is answered too late.
    session: u64,
    /// What the device's store said last.
    state: State,
    /// Every row that the store is known to hold: what memory goes on with.
    held: Vec<Row>,
    /// Rows that are being written, or were when the attempt was given up. Written twice, an event counts once.
    in_flight: Vec<Row>,
    /// Records that nobody has begun to write.
    pending: Vec<u8>,
    /// In place of the device's store, once that has failed.
    fallback: Option<InMemoryBackend>,
    /// Another tab has written.
    is_stale: bool,
    /// The device's store could not be erased: it is tried again.
    owes_erasure: bool,
    reopenings: usize,
    warned: Vec<StoreWarning>,
}

impl Tab {
    /// Whether what was said on this page allows reading, whatever the device holds.
    fn page_grants(&self) -> bool {
        self.consent.decide(Held { grant: Some(Basis::Answer), refused: false }).grant.is_some()
    }
}

/// How an attempt to act on what was said ended.
enum Acted {
    /// Acted on, or somebody was quicker: look again.
    Again,
    /// The store cannot be reached: what was said stays to be acted on.
    Unreachable,
}

impl<B: Backend, H: Host, R: Recorder> Store<B, H, R> {
    /// A tab that has heard nothing yet. Nothing is read before it hears of consent.
    pub fn new(backend: B, host: H, recorder: R) -> Self {
        let (tab, deciding, writing) = (RefCell::default(), Mutex::new(()), Mutex::new(()));
        Self { backend, host, recorder, tab, deciding, writing }
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

    /// A source of consent speaks. What it denies is not read or written from here on; call [`Store::decide`] for the rest.
    pub fn hear(&self, statement: Statement) {
        let closes = {
            let mut tab = self.tab_mut();
            tab.consent.hear(statement);
            tab.epoch.is_some() && !tab.page_grants()
        };
        if closes {
            self.close();
        }
    }

    /// Acts on everything that was said: erases, begins, goes on. Ends when that is done.
    pub async fn decide(&self) {
        let _turn = self.deciding.lock().await;
        self.pay().await;
        for _ in 0..TRIES {
            if !self.tab().consent.is_waiting() {
                break;
            }
            if let Acted::Unreachable = self.act().await {
                break;
            }
        }
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

    /// Everything that is stored, whatever this page knows of consent: the shopper asks for it.
    ///
    /// # Errors
    /// Where the device's store cannot be read and nothing is kept in memory.
    pub async fn read(&self) -> Result<Vec<Row>, Failure> {
        let _turn = self.writing.lock().await;
        self.write().await;
        let session = self.session();
        match self.attempt(async |backend| backend.load().await).await {
            Ok(contents) => Ok(contents.rows),
            Err(failure) if session.is_none() => Err(failure),
            Err(failure) => {
                if self.is_still(session) {
                    self.fall_back(failure);
                }
                Ok(self.tab().held.clone())
            }
        }
    }

    /// Stores what `change` makes of everything that is stored, whatever this page knows of consent, and takes it up where
    /// a history is kept. False when nothing is stored.
    ///
    /// # Errors
    /// Where the device's store cannot be changed and nothing is kept in memory; nothing was changed then.
    pub async fn edit(&self, change: impl Fn(Vec<Row>) -> Vec<Row>) -> Result<bool, Failure> {
        let _turn = self.writing.lock().await;
        self.write().await;
        let is_changed = self.rewrite(&change, true).await?;
        if is_changed {
            // What was written meanwhile is read as well.
            self.tab_mut().is_stale = true;
            self.reread().await;
        }
        Ok(is_changed)
    }

    /// Forgets everything that is stored, on the device even where this page goes on in memory. The consent and a pause stay.
    ///
    /// # Errors
    /// Where the device's store could not be read back empty.
    pub async fn clear(&self) -> Result<(), Failure> {
        let cleared = |rows: Vec<Row>| {
            let mut log = Log::read(&rows);
            log.clear();
            log.into_rows()
        };
        self.edit(cleared).await?;
        let device = Active::Device(&self.backend);
        for _ in 0..TRIES {
            let Contents { state, rows } = self.attempt_on(&device, async |backend| backend.load().await).await?;
            let Some(grant) = state.standing.grant.filter(|_| rows.iter().any(|row| row.key.part != Part::Settings))
            else {
                return Ok(());
            };
            // Another tab goes on writing, or this one had gone on in memory.
            let replacement = self.replacement(&state, rows, &cleared);
            let replaced =
                async |backend: &Active<'_, B>| backend.replace(grant.epoch, state.generation, &replacement).await;
            match self.attempt_on(&device, replaced).await {
                Ok(()) | Err(Failure::Conflict | Failure::Revoked) => {}
                Err(failure) => return Err(failure),
            }
        }
        Err(Failure::Conflict)
    }

    /// Whether [`Store::compact`] is worth its time.
    pub fn wants_compaction(&self) -> bool {
        let today = self.host.now().div_euclid(DAY);
        let tab = self.tab();
        let mut appended = tab.held.iter().filter(|row| row.key.number >= APPENDED);
        let is_worn = appended.clone().count() >= MAX_APPENDED || appended.any(|row| row.key.day != today);
        tab.epoch.is_some() && (is_worn || tab.held.iter().any(|row| has_old_records(&row.records)))
    }

    /// Stores the same in fewer rows, without what has grown old.
    pub async fn compact(&self) {
        let _turn = self.writing.lock().await;
        // What fails is tried again by whoever comes next.
        let _ = self.rewrite(&|rows| rows, false).await;
    }

    /// Deletes what is too old, unread, with consent or without. Once a day is enough, and it looks at that itself.
    pub async fn expire(&self) {
        let now = self.host.now();
        let Ok(state) = within(self.backend.peek(), self.host.sleep(PATIENCE_MS)).await else { return };
        let Some(clock) = state.clock.filter(|_| state.standing.grant.is_some()) else { return };
        let believed = clock.believe(now);
        if believed.doubted.is_none() && clock.doubted.is_none() && now.div_euclid(DAY) == clock.seen.div_euclid(DAY) {
            return;
        }
        let oldest = Oldest::at(now, self.recorder.retention_days(), believed);
        // A failure is tried again on the next page.
        let _ = within(self.backend.expire(oldest.as_ref(), believed), self.host.sleep(PATIENCE_MS)).await;
    }

    /// Where a request is asked from; `None` where nothing is kept.
    fn session(&self) -> Option<(u64, u64)> {
        let tab = self.tab();
        tab.epoch.map(|epoch| (epoch, tab.session))
    }

    /// Whether nothing has changed since. Where it has, what was written meanwhile is read again.
    fn is_still(&self, session: Option<(u64, u64)>) -> bool {
        let is_still = self.session() == session;
        self.tab_mut().is_stale |= !is_still;
        is_still
    }

    fn tab(&self) -> Ref<'_, Tab> {
        self.tab.borrow()
    }

    fn tab_mut(&self) -> RefMut<'_, Tab> {
        self.tab.borrow_mut()
    }

    /// Nothing is kept any more on this page.
    fn close(&self) {
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
    fn lose(&self) {
        self.tab_mut().consent.refused_elsewhere();
        self.close();
    }

    /// Said once.
    fn warn(&self, warning: StoreWarning) {
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

    /// Tries a request: again where the connection was closed, not for ever where nothing answers.
    async fn attempt<T>(&self, request: impl AsyncFn(&Active<'_, B>) -> Result<T, Failure>) -> Result<T, Failure> {
        let fallback = self.tab().fallback.clone();
        self.attempt_on(&fallback.map_or(Active::Device(&self.backend), Active::Memory), request).await
    }

    async fn attempt_on<T>(
        &self,
        active: &Active<'_, B>,
        request: impl AsyncFn(&Active<'_, B>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let session = self.session();
        loop {
            match within(request(active), self.host.sleep(PATIENCE_MS)).await {
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

    /// The device's store has failed: the history goes on in memory.
    fn fall_back(&self, failure: Failure) {
        if let Some(warning) = warning(failure) {
            self.warn(warning);
        }
        let mut tab = self.tab_mut();
        let Some(epoch) = tab.epoch else { return };
        tab.session += 1;
        let in_flight = std::mem::take(&mut tab.in_flight);
        keep(&mut tab, in_flight, None);
        let standing = Standing { grant: Some(Grant { epoch, basis: Basis::Default }), refused: false };
        let state = State { standing, ..tab.state };
        tab.fallback = Some(InMemoryBackend::holding(Contents { state, rows: tab.held.clone() }));
    }

    /// Acts on what was said so far.
    async fn act(&self) -> Acted {
        let grants = self.tab().page_grants();
        // Where the page denies, no record is read.
        let asked = self
            .attempt(
                async |backend| {
                    if grants { backend.load().await } else { backend.peek().await.map(Contents::from) }
                },
            )
            .await;
        let contents = match asked {
            Ok(contents) => contents,
            Err(Failure::Closed) => return Acted::Again,
            Err(failure) => return self.act_without_store(failure),
        };
        let standing = contents.state.standing;
        let mine = self.tab().epoch;
        if let Some(epoch) = mine.filter(|epoch| !is_under(&contents.state, *epoch)) {
            self.revoked(epoch).await;
            return Acted::Again;
        }
        let (count, decision) = {
            let tab = self.tab();
            (tab.consent.waiting(), tab.consent.decide(standing.into()))
        };
        if decision.warning.is_some() {
            self.warn(StoreWarning::ConsentConflict);
        }
        let done = match decision.grant {
            Some(basis) => self.grant(basis, &decision, contents, count).await,
            None => self.deny(&decision, standing, count).await,
        };
        done.unwrap_or_else(|failure| match failure {
            Failure::Conflict | Failure::Revoked | Failure::Closed => Acted::Again,
            failure => self.act_without_store(failure),
        })
    }

    /// Nothing may be read or written. What was refused is erased.
    async fn deny(&self, decision: &Decision, standing: Standing, count: usize) -> Result<Acted, Failure> {
        if self.is_open() {
            self.close();
        }
        if decision.erases {
            let epoch = standing.grant.map(|grant| grant.epoch);
            // Said before the store answers: no tab shall go on with what is refused, even where the store is stuck.
            self.backend.publish(StoreEvent::Erased(epoch));
            self.erase(decision.refused).await?;
        }
        self.tab_mut().consent.settle(count);
        Ok(Acted::Again)
    }

    /// Erases the device's store, whatever this tab works on.
    async fn erase(&self, refused: bool) -> Result<(), Failure> {
        self.checkpoint(None).await;
        let device = Active::Device(&self.backend);
        let wiped = self.attempt_on(&device, async |backend| backend.wipe(refused).await).await;
        self.tab_mut().owes_erasure = wiped.is_err();
        // Once more, for whoever began to read before it was empty.
        self.backend.publish(StoreEvent::Erased(wiped?));
        Ok(())
    }

    /// An erasure that failed is tried again.
    async fn pay(&self) {
        if self.tab().owes_erasure {
            let refused = !self.is_open();
            let _ = self.erase(refused).await;
        }
    }

    /// The history begins or goes on.
    async fn grant(
        &self,
        basis: Basis,
        decision: &Decision,
        contents: Contents,
        count: usize,
    ) -> Result<Acted, Failure> {
        let expected = contents.state.standing;
        let kept = expected.grant.filter(|_| !decision.begins);
        let epoch = kept.map_or_else(|| self.host.draw(), |grant| grant.epoch);
        let standing = Standing { grant: Some(Grant { epoch, basis }), refused: false };
        let clock = Clock::new(self.host.now());
        if standing != expected {
            self.attempt(async |backend| {
                // A connection that had to be opened again took time: it may have been denied meanwhile.
                let grants = self.tab().page_grants();
                if grants { backend.stand(expected, standing, clock).await } else { Err(Failure::Conflict) }
            })
            .await?;
        }
        if let Some(erased) = expected.grant.filter(|_| decision.erases) {
            self.backend.publish(StoreEvent::Erased(Some(erased.epoch)));
        }
        let before = self.tab().epoch;
        if before.is_some_and(|before| before != epoch) {
            self.close();
        }
        self.tab_mut().consent.settle(count);
        // Meanwhile it may have been denied: then that is acted on next.
        if before == Some(epoch) || !self.tab().page_grants() {
            return Ok(Acted::Again);
        }
        let contents = if decision.begins {
            Contents { state: State { standing, clock: Some(clock), ..State::default() }, rows: Vec::new() }
        } else {
            contents
        };
        self.open(epoch, contents, expected).await;
        Ok(Acted::Again)
    }

    /// From here on a history is kept.
    async fn open(&self, epoch: u64, contents: Contents, before: Standing) {
        {
            let mut tab = self.tab_mut();
            (tab.epoch, tab.session) = (Some(epoch), tab.session + 1);
        }
        self.recorder.open();
        self.host.consent_changed(true);
        let last = contents.state.last;
        self.take_up(contents);
        let session = self.session();
        let checkpoint = self.backend.read_checkpoint().await;
        if self.session() != session {
            return;
        }
        match checkpoint {
            Some(_) if before == Standing::default() => self.warn(StoreWarning::HistoryLost),
            Some(checkpoint) if checkpoint.epoch == epoch && checkpoint.last > last => {
                self.warn(StoreWarning::HistoryRolledBack);
            }
            _ => {}
        }
        let checkpoint = Some(Checkpoint { epoch, last });
        if self.tab().fallback.is_none() {
            self.checkpoint(checkpoint).await;
        }
        self.save().await;
    }

    /// The device's store cannot be reached. What the page grants goes on in memory.
    fn act_without_store(&self, failure: Failure) -> Acted {
        let (count, decision) = {
            let tab = self.tab();
            (tab.consent.waiting(), tab.consent.decide(Held::default()))
        };
        if decision.erases {
            self.tab_mut().owes_erasure = true;
            self.backend.publish(StoreEvent::Erased(None));
        }
        if decision.grant.is_none() {
            if self.is_open() {
                self.close();
            }
            if !decision.erases {
                self.tab_mut().consent.settle(count);
                return Acted::Again;
            }
            return Acted::Unreachable;
        }
        if !self.is_open() {
            let epoch = self.host.draw();
            {
                let mut tab = self.tab_mut();
                tab.epoch = Some(epoch);
                tab.state = State { clock: Some(Clock::new(self.host.now())), ..State::default() };
            }
            self.recorder.open();
            self.host.consent_changed(true);
        }
        self.fall_back(failure);
        self.tab_mut().consent.settle(count);
        Acted::Again
    }

    /// The store's grant is not this tab's: refused elsewhere, or emptied by somebody who did not refuse.
    async fn revoked(&self, epoch: u64) {
        let session = self.session();
        let state = self.attempt(async |backend| backend.peek().await).await;
        let checkpoint = self.backend.read_checkpoint().await;
        if self.session() != session {
            return;
        }
        let is_checked = checkpoint.is_some_and(|checkpoint| checkpoint.epoch == epoch);
        match state {
            Ok(state) if is_under(&state, epoch) => {}
            Ok(state) if state.standing == Standing::default() && is_checked => self.fall_back(Failure::Lost),
            Ok(_) => self.lose(),
            Err(failure) => self.fall_back(failure),
        }
    }

    /// Takes up what the store holds; what nobody has written yet comes last.
    fn take_up(&self, contents: Contents) {
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

    async fn checkpoint(&self, checkpoint: Option<Checkpoint>) {
        // It is an aid: a store that cannot have one does without.
        let written = async {
            self.backend.write_checkpoint(checkpoint).await;
            Ok(())
        };
        let _ = within(written, self.host.sleep(PATIENCE_MS)).await;
    }

    async fn write(&self) {
        let session = self.session();
        let Some((epoch, _)) = session else { return };
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
        let written = self.attempt(async |backend| backend.append(epoch, &rows).await).await;
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
                    keep(&mut tab, rows, Some(last));
                }
                if self.tab().fallback.is_none() {
                    self.checkpoint(Some(Checkpoint { epoch, last })).await;
                    self.backend.publish(StoreEvent::Changed);
                }
            }
            Err(Failure::Revoked) => self.revoked(epoch).await,
            Err(failure) => self.fall_back(failure),
        }
        let appended = |tab: &Tab| tab.held.iter().filter(|row| row.key.number >= APPENDED).count();
        if self.is_open() && appended(&self.tab()) >= MAX_APPENDED {
            let _ = self.rewrite(&|rows| rows, false).await;
        }
    }

    async fn reread(&self) -> bool {
        let session = self.session();
        let Some((epoch, _)) = session.filter(|_| self.tab().is_stale) else { return false };
        self.tab_mut().is_stale = false;
        let loaded = self.attempt(async |backend| backend.load().await).await;
        if !self.is_still(session) {
            return false;
        }
        match loaded {
            Ok(contents) if is_under(&contents.state, epoch) => self.take_up(contents),
            Ok(_) => self.revoked(epoch).await,
            Err(failure) => self.fall_back(failure),
        }
        true
    }

    /// Compacts what `change` makes of everything. By itself a page touches nothing but what its own grant covers; by hand
    /// whatever is stored. False when there is nothing.
    async fn rewrite(&self, change: &dyn Fn(Vec<Row>) -> Vec<Row>, by_hand: bool) -> Result<bool, Failure> {
        let own = self.tab().epoch;
        if own.is_none() && !by_hand {
            return Ok(false);
        }
        for _ in 0..TRIES {
            let session = self.session();
            // What is to be changed under one grant is not changed under the next.
            if session.map(|(epoch, _)| epoch) != own {
                return Ok(false);
            }
            let loaded = self.attempt(async |backend| backend.load().await).await;
            if !self.is_still(session) {
                continue;
            }
            let failure = match loaded {
                Ok(Contents { state, rows }) => {
                    let Some(epoch) = state.standing.grant.map(|grant| grant.epoch) else {
                        let Some(own) = own else { return Ok(false) };
                        self.revoked(own).await;
                        continue;
                    };
                    if let Some(own) = own.filter(|own| *own != epoch) {
                        self.revoked(own).await;
                        continue;
                    }
                    let replacement = self.replacement(&state, rows, change);
                    let replaced = self
                        .attempt(async |backend| backend.replace(epoch, state.generation, &replacement).await)
                        .await;
                    if !self.is_still(session) {
                        continue;
                    }
                    match replaced {
                        Ok(()) => {
                            let mut tab = self.tab_mut();
                            if tab.epoch.is_some() {
                                let (generation, clock) = (state.generation + 1, replacement.clock);
                                tab.state = State { generation, clock, ..state };
                                tab.held = replacement.put;
                            }
                            return Ok(true);
                        }
                        Err(failure) => failure,
                    }
                }
                Err(failure) => failure,
            };
            match (failure, own) {
                (Failure::Conflict, _) | (Failure::Revoked, None) => {}
                (Failure::Revoked, Some(own)) => self.revoked(own).await,
                (failure, Some(_)) => self.fall_back(failure),
                (failure, None) => return Err(failure),
            }
        }
        Err(Failure::Conflict)
    }

    /// What `change` makes of everything, compacted.
    fn replacement(&self, state: &State, rows: Vec<Row>, change: &dyn Fn(Vec<Row>) -> Vec<Row>) -> Replacement {
        let drop: Vec<Key> = rows.iter().map(|row| row.key).collect();
        let compacted = self.recorder.compact(&change(rows), state.clock, self.host.now());
        Replacement { drop, put: compacted.rows, clock: compacted.clock.or(state.clock) }
    }
}

/// Adds rows to what the store is known to hold. `last` is the number that the last one got.
fn keep(tab: &mut Tab, mut rows: Vec<Row>, last: Option<u64>) {
    let last = last.unwrap_or_else(|| {
        tab.state.last = tab.state.last.max(APPENDED - 1) + rows.len() as u64;
        tab.state.last
    });
    for (back, row) in rows.iter_mut().rev().enumerate() {
        row.key.number = last - back as u64;
    }
    tab.held.append(&mut rows);
}

fn is_under(state: &State, epoch: u64) -> bool {
    state.standing.grant.is_some_and(|grant| grant.epoch == epoch)
}

const fn warning(failure: Failure) -> Option<StoreWarning> {
    match failure {
        Failure::Revoked | Failure::Conflict => None,
        Failure::Denied => Some(StoreWarning::Denied),
        Failure::Full => Some(StoreWarning::Full),
        Failure::Newer => Some(StoreWarning::Newer),
        Failure::Closed | Failure::Lost => Some(StoreWarning::Lost),
    }
}

impl From<State> for Contents {
    fn from(state: State) -> Self {
        Self { state, rows: Vec::new() }
    }
}

/// The outcome of `work`, or that it took too long.
async fn within<T>(
    work: impl Future<Output = Result<T, Failure>>,
    limit: impl Future<Output = ()>,
) -> Result<T, Failure> {
    match select(pin!(work), pin!(limit)).await {
        Either::Left((done, _)) => done,
        Either::Right(_) => Err(Failure::Denied),
    }
}

/// Where a tab's requests go.
enum Active<'a, B> {
    Device(&'a B),
    Memory(InMemoryBackend),
}

impl<B: Backend> Active<'_, B> {
    async fn peek(&self) -> Result<State, Failure> {
        match self {
            Self::Device(backend) => backend.peek().await,
            Self::Memory(backend) => backend.peek().await,
        }
    }

    async fn load(&self) -> Result<Contents, Failure> {
        match self {
            Self::Device(backend) => backend.load().await,
            Self::Memory(backend) => backend.load().await,
        }
    }

    async fn stand(&self, expected: Standing, standing: Standing, clock: Clock) -> Result<(), Failure> {
        match self {
            Self::Device(backend) => backend.stand(expected, standing, clock).await,
            Self::Memory(backend) => backend.stand(expected, standing, clock).await,
        }
    }

    async fn wipe(&self, refused: bool) -> Result<Option<u64>, Failure> {
        match self {
            Self::Device(backend) => backend.wipe(refused).await,
            Self::Memory(backend) => backend.wipe(refused).await,
        }
    }

    async fn append(&self, epoch: u64, rows: &[Row]) -> Result<u64, Failure> {
        match self {
            Self::Device(backend) => backend.append(epoch, rows).await,
            Self::Memory(backend) => backend.append(epoch, rows).await,
        }
    }

    async fn replace(&self, epoch: u64, generation: u64, replacement: &Replacement) -> Result<(), Failure> {
        match self {
            Self::Device(backend) => backend.replace(epoch, generation, replacement).await,
            Self::Memory(backend) => backend.replace(epoch, generation, replacement).await,
        }
    }
}
