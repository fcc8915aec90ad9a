//! A store in memory that ends with the page: the fallback if the device's store fails, and the store that tests share
//! between tabs. Not for the browser's store: see `crate::browser`.

use super::backend::{
    Backend, Checkpoint, Contents, Failure, Replacement, Standing, StoreEvent, StoreFuture, StoreState, completed,
};
use crate::history::{Clock, Key, Oldest, Row};
use std::cell::RefCell;
use std::rc::Rc;

/// Clones share their contents.
#[derive(Clone, Debug, Default)]
pub struct InMemoryBackend {
    stored: Rc<RefCell<Stored>>,
}

#[derive(Clone, Debug, Default)]
struct Stored {
    state: StoreState,
    rows: Vec<Row>,
    checkpoint: Option<Checkpoint>,
}

impl InMemoryBackend {
    /// Creates a store with these contents.
    #[must_use]
    pub fn holding(contents: Contents) -> Self {
        let Contents { state, rows } = contents;
        Self { stored: Rc::new(RefCell::new(Stored { state, rows, checkpoint: None })) }
    }

    /// The full contents, synchronously.
    #[must_use]
    pub fn contents(&self) -> Contents {
        let stored = self.stored.borrow();
        Contents { state: stored.state, rows: stored.rows.clone() }
    }
}

impl Stored {
    fn granted(&mut self, epoch: u64) -> Result<&mut Self, Failure> {
        if self.state.is_under(epoch) { Ok(self) } else { Err(Failure::Revoked) }
    }

    fn stand(&mut self, expected: Standing, standing: Standing, clock: Clock) -> Result<(), Failure> {
        if self.state.standing != expected {
            return Err(Failure::Conflict);
        }
        if expected.epoch() != standing.epoch() {
            self.rows.clear();
            self.state = StoreState { clock: Some(clock), ..StoreState::default() };
        }
        self.state.standing = standing;
        Ok(())
    }

    fn append(&mut self, epoch: u64, rows: Vec<Row>) -> Result<Option<u64>, Failure> {
        let Self { state, rows: held, .. } = self.granted(epoch)?;
        for row in rows {
            let number = state.next_row();
            state.last = Some(number);
            held.push(Row { key: Key { number, ..row.key }, ..row });
        }
        Ok(state.last)
    }

    fn replace(&mut self, epoch: u64, generation: u64, replacement: Replacement) -> Result<(), Failure> {
        let Self { state, rows, .. } = self.granted(epoch)?;
        if state.generation != generation {
            return Err(Failure::Conflict);
        }
        (state.generation, state.clock) = (generation + 1, replacement.clock);
        let Replacement { drop, put, .. } = replacement;
        let goes = |row: &Row| drop.contains(&row.key) || put.iter().any(|new| new.key == row.key);
        rows.retain(|row| !goes(row));
        rows.extend(put);
        Ok(())
    }

    fn expire(&mut self, oldest: Option<Oldest>, clock: Clock) {
        if self.state.standing.grant.is_some() {
            self.state.clock = Some(clock);
            self.rows.retain(|row| !oldest.is_some_and(|oldest| oldest.drops(&row.key)));
        }
    }

    fn wipe(&mut self, refused: bool) -> Option<u64> {
        let epoch = self.state.standing.epoch();
        let standing = Standing { grant: None, refused };
        (self.state, self.rows) = (StoreState { standing, ..StoreState::default() }, Vec::new());
        epoch
    }
}

impl Backend for InMemoryBackend {
    fn peek(&self) -> StoreFuture<StoreState> {
        completed(Ok(self.stored.borrow().state))
    }

    fn load(&self) -> StoreFuture<Contents> {
        completed(Ok(self.contents()))
    }

    fn stand(&self, expected: Standing, standing: Standing, clock: Clock) -> StoreFuture<()> {
        completed(self.stored.borrow_mut().stand(expected, standing, clock))
    }

    fn append(&self, epoch: u64, rows: Vec<Row>) -> StoreFuture<Option<u64>> {
        completed(self.stored.borrow_mut().append(epoch, rows))
    }

    fn replace(&self, epoch: u64, generation: u64, replacement: Replacement) -> StoreFuture<()> {
        completed(self.stored.borrow_mut().replace(epoch, generation, replacement))
    }

    fn expire(&self, oldest: Option<Oldest>, clock: Clock) -> StoreFuture<()> {
        self.stored.borrow_mut().expire(oldest, clock);
        completed(Ok(()))
    }

    fn wipe(&self, refused: bool) -> StoreFuture<Option<u64>> {
        completed(Ok(self.stored.borrow_mut().wipe(refused)))
    }

    fn read_checkpoint(&self) -> StoreFuture<Option<Checkpoint>> {
        completed(Ok(self.stored.borrow().checkpoint))
    }

    fn write_checkpoint(&self, checkpoint: Option<Checkpoint>) -> StoreFuture<()> {
        self.stored.borrow_mut().checkpoint = checkpoint;
        completed(Ok(()))
    }

    fn publish(&self, _: StoreEvent) {}
}
