//! Operations on all stored data: reading, editing and clearing by the shopper, whatever the page knows of consent, and
//! compaction and expiry by the page. Not for the edits themselves: see [`crate::history`].

use super::backend::{Backend, Contents, Failure, Replacement, StoreEvent, StoreState};
use super::host::{Recorder, StoreHost};
use super::machine::{MAX_APPENDED, Store, TRIES};
use crate::history::{Edit, Key, Oldest, Row, StorePart, has_old_records};
use crate::model::Day;
use std::rc::Rc;

/// A function from the stored rows to the rows to store.
pub type Change<'a> = &'a dyn Fn(Vec<Row>) -> Vec<Row>;

impl<H: StoreHost, R: Recorder> Store<H, R> {
    /// Reads all stored rows, whatever this page knows of consent, because the shopper asks for them.
    ///
    /// # Errors
    /// If the device's store cannot be read and there is no history in memory.
    pub async fn read(&self) -> Result<Vec<Row>, Failure> {
        let _turn = self.writing.lock().await;
        self.write().await;
        let session = self.session();
        self.tab_mut().has_shown |= session.is_none();
        match self.attempt(&self.active(), |backend| backend.load()).await {
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

    /// Applies `change` to all rows on the device and in memory, whatever this page knows of consent, and reloads the
    /// history if it is open. Returns false if nothing is stored on the device.
    ///
    /// # Errors
    /// If the device's store cannot be changed. The history in memory is changed nevertheless.
    pub async fn edit(&self, change: Change<'_>) -> Result<bool, Failure> {
        let own = self.epoch();
        let _turn = self.writing.lock().await;
        self.write().await;
        let is_in_memory = self.edit_memory(change).await;
        // A change meant for one grant is not applied to the next.
        let done = self.edit_at(&self.device, own.filter(|_| !is_in_memory), change).await;
        if let (Err(failure), false) = (done, is_in_memory)
            && own.is_some()
            && self.epoch() == own
        {
            self.fall_back(failure);
            self.edit_memory(change).await;
        }
        // Reads what other tabs wrote in the meantime.
        self.tab_mut().is_stale = true;
        self.reread().await;
        done
    }

    /// Tells this page and other tabs that the shopper has edited the history.
    pub fn publish_edit(&self) {
        self.host.history_edited();
        self.device.publish(StoreEvent::Edited);
    }

    /// Applies `change` to the fallback in memory; false if there is none.
    async fn edit_memory(&self, change: Change<'_>) -> bool {
        let Some(memory) = self.tab().fallback.clone() else { return false };
        let memory: Rc<dyn Backend> = Rc::new(memory);
        // The fallback exists and has no other writer, so this cannot fail.
        let _ = self.edit_at(&memory, None, change).await;
        true
    }

    /// Applies `change` to one store under the grant `bound`, or under the grant found there if `bound` is `None`.
    async fn edit_at(
        &self,
        backend: &Rc<dyn Backend>,
        mut bound: Option<u64>,
        change: Change<'_>,
    ) -> Result<bool, Failure> {
        for _ in 0..TRIES {
            let Contents { state, rows } = self.attempt(backend, |backend| backend.load()).await?;
            let Some(grant) = state.standing.grant else { return Ok(false) };
            if *bound.get_or_insert(grant.epoch) != grant.epoch {
                return Ok(false);
            }
            let replacement = self.replacement(&state, rows, change);
            let replaced = self
                .attempt(backend, |backend| backend.replace(grant.epoch, state.generation, replacement.clone()))
                .await;
            match replaced {
                Ok(()) => return Ok(true),
                // The rows were erased in the meantime: there is nothing to change.
                Err(Failure::Revoked) => return Ok(false),
                Err(Failure::Conflict) => {}
                Err(failure) => return Err(failure),
            }
        }
        Err(Failure::Conflict)
    }

    /// Deletes the stored history, on the device even if this page uses the fallback in memory. The consent and a pause
    /// remain.
    ///
    /// # Errors
    /// If the device's store is not empty when read back.
    pub async fn clear(&self) -> Result<(), Failure> {
        let cleared = |rows: Vec<Row>| Edit::Clear.apply(&rows).rows;
        self.edit(&cleared).await?;
        for _ in 0..TRIES {
            let Contents { state, rows } = self.attempt(&self.device, |backend| backend.load()).await?;
            if rows.iter().all(|row| row.key.part == StorePart::Settings) {
                return Ok(());
            }
            // Either another tab keeps writing, or the rows have no grant and only a wipe deletes them.
            if state.standing.grant.is_some() {
                self.edit_at(&self.device, None, &cleared).await?;
            } else {
                self.attempt(&self.device, |backend| backend.wipe(state.standing.refused)).await?;
            }
        }
        Err(Failure::Conflict)
    }

    /// Whether [`Store::compact`] would reduce the number of rows.
    pub fn wants_compaction(&self) -> bool {
        let today = Day::of_time(self.host.now());
        let tab = self.tab();
        let is_worn = tab.appended().count() >= MAX_APPENDED || tab.appended().any(|row| row.key.day != today);
        tab.epoch.is_some() && (is_worn || tab.held.iter().any(|row| has_old_records(&row.records)))
    }

    /// Rewrites the rows in fewer rows, without expired records.
    pub async fn compact(&self) {
        let _turn = self.writing.lock().await;
        self.rewrite().await;
    }

    /// Deletes expired rows without reading them, with or without consent. Runs at most once a day, and checks that
    /// itself.
    pub async fn expire(&self) {
        let now = self.host.now();
        let Ok(state) = self.attempt(&self.device, |backend| backend.peek()).await else { return };
        let Some(clock) = state.clock.filter(|_| state.standing.grant.is_some()) else { return };
        let believed = clock.believe(now);
        if believed.doubted.is_none() && clock.doubted.is_none() && Day::of_time(now) == Day::of_time(clock.seen) {
            return;
        }
        let oldest = Oldest::at(now, self.recorder.retention_days(), believed);
        // On failure, the next page tries again.
        let _ = self.attempt(&self.device, |backend| backend.expire(oldest, believed)).await;
    }

    /// Compacts the rows under this page's grant. On failure, the next page tries again.
    pub(super) async fn rewrite(&self) {
        let Some(own) = self.epoch() else { return };
        for _ in 0..TRIES {
            let session = self.session();
            if self.epoch() != Some(own) {
                return;
            }
            let backend = self.active();
            let loaded = self.attempt(&backend, |backend| backend.load()).await;
            if !self.is_still(session) {
                continue;
            }
            let failure = match loaded {
                Ok(contents) if !contents.state.is_under(own) => Failure::Revoked,
                Ok(Contents { state, rows }) => {
                    let replacement = self.replacement(&state, rows, &|rows| rows);
                    let replaced = self
                        .attempt(&backend, |backend| backend.replace(own, state.generation, replacement.clone()))
                        .await;
                    if !self.is_still(session) {
                        continue;
                    }
                    match replaced {
                        Ok(()) => {
                            let mut tab = self.tab_mut();
                            let (generation, clock) = (state.generation + 1, replacement.clock);
                            tab.state = StoreState { generation, clock, ..state };
                            tab.held = replacement.put;
                            return;
                        }
                        Err(failure) => failure,
                    }
                }
                Err(failure) => failure,
            };
            match failure {
                Failure::Conflict => {}
                Failure::Revoked => self.revoked(own).await,
                failure => self.fall_back(failure),
            }
        }
    }

    /// The replacement of all rows by the compacted result of `change`.
    fn replacement(&self, state: &StoreState, rows: Vec<Row>, change: Change<'_>) -> Replacement {
        let drop: Vec<Key> = rows.iter().map(|row| row.key).collect();
        let compacted = self.recorder.compact(&change(rows), state.clock, self.host.now());
        Replacement { drop, put: compacted.rows, clock: compacted.clock.or(state.clock) }
    }
}
