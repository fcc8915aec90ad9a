//! Acts on consent: a tab receives statements, then erases, starts or continues the history. Not for the decision
//! itself: see [`crate::consent`].

use super::backend::{Checkpoint, Contents, Failure, Grant, Standing, StoreEvent, StoreState, completed};
use super::host::{Recorder, StoreHost, StoreWarning};
use super::machine::{Store, TRIES};
use super::tab::Erasure;
use crate::consent::{Decision, GrantBasis, Held, Statement};
use crate::history::Clock;

/// The result of an attempt to act on statements.
enum Acted {
    /// Done, or another tab was faster: check again.
    Again,
    /// The store cannot be reached: the statements remain to be acted on.
    Unreachable,
}

impl<H: StoreHost, R: Recorder> Store<H, R> {
    /// Receives a statement of a consent source. A denial stops reads and writes at once; call [`Store::decide`] for
    /// the rest.
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

    /// Receives a statement that was acted on before this tab's module started.
    pub fn recall(&self, statement: Statement) {
        self.tab_mut().consent.recall(statement);
    }

    /// Acts on all statements: erases, starts or continues the history. Completes when that is done.
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

    /// Acts on the statements received so far.
    async fn act(&self) -> Acted {
        let grants = self.tab().page_grants();
        // If the page denies, no record is read.
        let active = self.active();
        let asked = if grants {
            self.attempt(&active, |backend| backend.load()).await
        } else {
            self.attempt(&active, |backend| backend.peek()).await.map(Contents::from)
        };
        let contents = match asked {
            Ok(contents) => contents,
            Err(Failure::Closed) => return Acted::Again,
            Err(failure) => return self.act_without_store(failure),
        };
        let standing = contents.state.standing;
        let mine = self.tab().epoch;
        if let Some(epoch) = mine.filter(|epoch| !contents.state.is_under(*epoch)) {
            self.revoked(epoch).await;
            return Acted::Again;
        }
        let (count, decision) = {
            let tab = self.tab();
            (tab.consent.waiting(), tab.consent.decide(standing.into()))
        };
        if let Some(warning) = decision.warning {
            self.warn(StoreWarning::Consent(warning));
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

    /// Closes the history, and erases it if the decision says so.
    async fn deny(&self, decision: &Decision, standing: Standing, count: usize) -> Result<Acted, Failure> {
        if self.is_open() {
            self.close();
        }
        if decision.erases {
            // Published before the store answers, so that no tab continues after a refusal, even if the store hangs.
            self.device.publish(StoreEvent::Erased(standing.epoch()));
            let erasure = if decision.refused { Erasure::Refusal } else { Erasure::Default };
            let owed = self.tab().owed_erasure;
            self.erase(owed.map_or(erasure, |owed| owed.max(erasure))).await?;
        }
        self.tab_mut().consent.settle(count);
        Ok(Acted::Again)
    }

    /// Erases the device's store, whichever store this tab uses.
    async fn erase(&self, erasure: Erasure) -> Result<(), Failure> {
        self.checkpoint(None).await;
        // An erasure is attempted however long the store has not answered.
        let wiped = self.insist(&self.device, |backend| backend.wipe(erasure == Erasure::Refusal)).await;
        self.tab_mut().owed_erasure = wiped.is_err().then_some(erasure);
        // Published again for tabs that started to read before the store was empty.
        self.device.publish(StoreEvent::Erased(wiped?));
        Ok(())
    }

    /// Retries an erasure that failed, if it is still due.
    async fn pay(&self) {
        let Some(erasure) = self.tab().owed_erasure else { return };
        // A refusal erases in any case. Another erasure writes no flag, so it must not remove one.
        if erasure != Erasure::Refusal {
            let Ok(state) = self.attempt(&self.device, |backend| backend.peek()).await else { return };
            if !erasure.is_due(state.standing) {
                self.tab_mut().owed_erasure = None;
                return;
            }
        }
        let _ = self.erase(erasure).await;
    }

    /// Starts or continues the history.
    async fn grant(
        &self,
        basis: GrantBasis,
        decision: &Decision,
        contents: Contents,
        count: usize,
    ) -> Result<Acted, Failure> {
        let expected = contents.state.standing;
        let is_on_device = self.tab().fallback.is_none();
        // What an erasure still has to delete does not go on.
        let is_owed = is_on_device && self.tab().owed_erasure.is_some_and(|owed| owed.is_due(expected));
        let begins = decision.begins || is_owed;
        let kept = expected.grant.filter(|_| !begins);
        let epoch = kept.map_or_else(|| self.host.draw(), |grant| grant.epoch);
        let standing = Standing { grant: Some(Grant { epoch, basis }), refused: false };
        let clock = Clock::new(self.host.now());
        if decision.erases && !is_on_device {
            // The history begins anew in memory, and what the device holds was refused too. On failure, the next
            // decision tries again.
            let _ = self.erase(Erasure::RevokedRefusal).await;
        }
        if standing != expected {
            self.attempt(&self.active(), |backend| {
                // Reopening a connection takes time, and a denial may have arrived in the meantime.
                let grants = self.tab().page_grants();
                if grants { backend.stand(expected, standing, clock) } else { completed(Err(Failure::Conflict)) }
            })
            .await?;
        }
        if begins && is_on_device {
            // A new grant deletes all rows.
            self.tab_mut().owed_erasure = None;
        }
        if let Some(erased) = expected.grant.filter(|_| decision.erases || is_owed) {
            self.device.publish(StoreEvent::Erased(Some(erased.epoch)));
        }
        let before = self.tab().epoch;
        if before.is_some_and(|before| before != epoch) {
            // The new grant stands in the store that this tab uses.
            self.end_session();
        }
        self.tab_mut().consent.settle(count);
        // If a denial arrived in the meantime, it is acted on next.
        if before == Some(epoch) || !self.tab().page_grants() {
            return Ok(Acted::Again);
        }
        let contents = if begins {
            Contents { state: StoreState { standing, clock: Some(clock), ..StoreState::default() }, rows: Vec::new() }
        } else {
            contents
        };
        self.open(epoch, contents, expected).await;
        Ok(Acted::Again)
    }

    /// Opens the history with the contents of the store.
    async fn open(&self, epoch: u64, contents: Contents, before: Standing) {
        {
            let mut tab = self.tab_mut();
            (tab.epoch, tab.session, tab.has_shown) = (Some(epoch), tab.session + 1, false);
        }
        self.recorder.open(epoch);
        self.host.consent_changed(true);
        let last = contents.state.last;
        self.load_contents(contents);
        let session = self.session();
        let checkpoint = self.attempt(&self.device, |backend| backend.read_checkpoint()).await.ok().flatten();
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
        if self.tab().fallback.is_none() {
            self.checkpoint(Some(Checkpoint { epoch, last })).await;
        }
        self.save().await;
    }

    /// Acts on the statements without the device's store. If the page grants, the history continues in memory.
    fn act_without_store(&self, failure: Failure) -> Acted {
        let (count, decision) = {
            let tab = self.tab();
            (tab.consent.waiting(), tab.consent.decide(Held::default()))
        };
        if decision.erases {
            // Without the store's state only a refusal erases.
            let erasure = if decision.grant.is_none() { Erasure::Refusal } else { Erasure::RevokedRefusal };
            self.tab_mut().owed_erasure = Some(erasure);
            self.device.publish(StoreEvent::Erased(None));
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
                tab.has_shown = false;
                tab.state = StoreState { clock: Some(Clock::new(self.host.now())), ..StoreState::default() };
            }
            self.recorder.open(epoch);
            self.host.consent_changed(true);
        }
        self.fall_back(failure);
        self.tab_mut().consent.settle(count);
        Acted::Again
    }

    /// Handles a store whose grant is not this tab's: consent was refused elsewhere, or the store was emptied without a
    /// refusal.
    pub(super) async fn revoked(&self, epoch: u64) {
        let session = self.session();
        let state = self.attempt(&self.active(), |backend| backend.peek()).await;
        let checkpoint = self.attempt(&self.device, |backend| backend.read_checkpoint()).await.ok().flatten();
        if self.session() != session {
            return;
        }
        let is_checked = checkpoint.is_some_and(|checkpoint| checkpoint.epoch == epoch);
        match state {
            Ok(state) if state.is_under(epoch) => {}
            Ok(state) if state.standing == Standing::default() && is_checked => self.fall_back(Failure::Lost),
            Ok(_) => self.lose(),
            Err(failure) => self.fall_back(failure),
        }
    }
}
