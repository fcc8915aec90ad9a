//! A store that ends with the page: what a history goes on in when the device's store fails, and what tests share between
//! tabs.

use super::backend::{Backend, Checkpoint, Contents, Failure, Replacement, Standing, State, StoreEvent};
use crate::history::{APPENDED, Clock, Key, Oldest, Row};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Clones share what is stored.
#[derive(Clone, Debug, Default)]
pub struct InMemoryBackend {
    stored: Rc<RefCell<Stored>>,
}

#[derive(Clone, Debug, Default)]
struct Stored {
    state: State,
    rows: BTreeMap<Key, Vec<u8>>,
    checkpoint: Option<Checkpoint>,
}

impl InMemoryBackend {
    /// A store that holds this.
    #[must_use]
    pub fn holding(contents: Contents) -> Self {
        let Contents { state, rows } = contents;
        let rows = rows.into_iter().map(|row| (row.key, row.records)).collect();
        Self { stored: Rc::new(RefCell::new(Stored { state, rows, checkpoint: None })) }
    }

    /// Everything that is stored, without waiting.
    #[must_use]
    pub fn contents(&self) -> Contents {
        let stored = self.stored.borrow();
        let row = |(key, records): (&Key, &Vec<u8>)| Row { key: *key, records: records.clone() };
        Contents { state: stored.state, rows: stored.rows.iter().map(row).collect() }
    }

    /// The same as a browser does it that clears the data of a page: nobody has refused, and nobody is told.
    pub fn clear(&self, checkpoint_as_well: bool) {
        let mut stored = self.stored.borrow_mut();
        let checkpoint = stored.checkpoint.filter(|_| !checkpoint_as_well);
        *stored = Stored { checkpoint, ..Stored::default() };
    }
}

impl Stored {
    fn granted(&mut self, epoch: u64) -> Result<&mut Self, Failure> {
        let is_granted = self.state.standing.grant.is_some_and(|grant| grant.epoch == epoch);
        if is_granted { Ok(self) } else { Err(Failure::Revoked) }
    }
}

impl Backend for InMemoryBackend {
    async fn peek(&self) -> Result<State, Failure> {
        Ok(self.stored.borrow().state)
    }

    async fn load(&self) -> Result<Contents, Failure> {
        Ok(self.contents())
    }

    async fn stand(&self, expected: Standing, standing: Standing, clock: Clock) -> Result<(), Failure> {
        let mut stored = self.stored.borrow_mut();
        if stored.state.standing != expected {
            return Err(Failure::Conflict);
        }
        let epoch = |standing: Standing| standing.grant.map(|grant| grant.epoch);
        if epoch(expected) != epoch(standing) {
            stored.rows.clear();
            stored.state = State { clock: Some(clock), ..State::default() };
        }
        stored.state.standing = standing;
        Ok(())
    }

    async fn append(&self, epoch: u64, rows: &[Row]) -> Result<u64, Failure> {
        let mut stored = self.stored.borrow_mut();
        let Stored { state, rows: held, .. } = stored.granted(epoch)?;
        for row in rows {
            state.last = (state.last + 1).max(APPENDED);
            held.insert(Key { number: state.last, ..row.key }, row.records.clone());
        }
        Ok(state.last)
    }

    async fn replace(&self, epoch: u64, generation: u64, replacement: &Replacement) -> Result<(), Failure> {
        let mut stored = self.stored.borrow_mut();
        let Stored { state, rows, .. } = stored.granted(epoch)?;
        if state.generation != generation {
            return Err(Failure::Conflict);
        }
        (state.generation, state.clock) = (generation + 1, replacement.clock);
        for key in &replacement.drop {
            rows.remove(key);
        }
        rows.extend(replacement.put.iter().map(|row| (row.key, row.records.clone())));
        Ok(())
    }

    async fn expire(&self, oldest: Option<&Oldest>, clock: Clock) -> Result<(), Failure> {
        let mut stored = self.stored.borrow_mut();
        if stored.state.standing.grant.is_some() {
            stored.state.clock = Some(clock);
            stored.rows.retain(|key, _| !oldest.is_some_and(|oldest| oldest.drops(key)));
        }
        Ok(())
    }

    async fn wipe(&self, refused: bool) -> Result<Option<u64>, Failure> {
        let mut stored = self.stored.borrow_mut();
        let epoch = stored.state.standing.grant.map(|grant| grant.epoch);
        let standing = Standing { grant: None, refused };
        (stored.state, stored.rows) = (State { standing, ..State::default() }, BTreeMap::new());
        Ok(epoch)
    }

    async fn read_checkpoint(&self) -> Option<Checkpoint> {
        self.stored.borrow().checkpoint
    }

    async fn write_checkpoint(&self, checkpoint: Option<Checkpoint>) {
        self.stored.borrow_mut().checkpoint = checkpoint;
    }

    fn publish(&self, _: StoreEvent) {}
}
