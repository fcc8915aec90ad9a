//! The device's store as a [`Backend`], implemented by the package (pkg/src/store/backend.ts): a plain request, and a
//! promise of a plain reply, in the page or behind the hub's frame. Not for the order of requests: see
//! [`crate::store`].

use super::device::Device;
use crate::consent::GrantBasis;
use crate::history::{Clock, Key, Oldest, Row, StorePart};
use crate::model::{Day, whole_number};
use crate::store::last_row::last_row;
use crate::store::protocol::{PlainKey, PlainRow, PlainStoreEvent, Reply, Request, plain_oldest};
use crate::store::{
    Backend, Checkpoint, Contents, Failure, Grant, Replacement, Standing, StoreEvent, StoreFuture, StoreState,
};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The package's store.
#[derive(Clone, Debug)]
pub(super) struct DeviceBackend {
    device: Device,
}

impl DeviceBackend {
    pub(super) const fn new(device: Device) -> Self {
        Self { device }
    }

    /// Sends a request, and takes the result from the reply.
    fn ask<T: 'static>(&self, request: &Request<'_>, take: fn(Reply) -> Result<T, Failure>) -> StoreFuture<T> {
        let asked = self.send(request);
        Box::pin(async move { take(asked?.await?) })
    }

    /// Sends a request at once, and returns the reply.
    fn send(&self, request: &Request<'_>) -> Result<StoreFuture<Reply>, Failure> {
        let request = serde_wasm_bindgen::to_value(request).map_err(|_| Failure::Denied)?;
        let asked = self.device.ask(&request).map_err(|_| Failure::Denied)?;
        Ok(Box::pin(async move {
            let mut waiting = Waiting { request, is_answered: false };
            let reply = JsFuture::from(asked).await;
            waiting.is_answered = true;
            let reply = reply_of(&reply.map_err(|_| Failure::Denied)?);
            reply.failure.map_or(Ok(reply), Err)
        }))
    }
}

/// A pending request. When it is dropped before the reply, the package is notified, so that a database that was stuck
/// does not start work for a page that no longer has consent.
struct Waiting {
    request: JsValue,
    is_answered: bool,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.is_answered {
            // The request is a plain object of this module, so setting a field cannot fail.
            let _ = Reflect::set(&self.request, &"isGivenUp".into(), &JsValue::TRUE);
        }
    }
}

fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// A whole number that JavaScript represents exactly.
fn whole(value: &JsValue) -> Option<i64> {
    value.as_f64().and_then(whole_number)
}

fn count(object: &JsValue, name: &str) -> Option<u64> {
    u64::try_from(whole(&field(object, name)?)?).ok()
}

fn clock_of(clock: &JsValue) -> Option<Clock> {
    let seen = whole(&field(clock, "seen")?)?;
    Some(Clock { seen, doubted: field(clock, "doubted").and_then(|doubted| whole(&doubted)) })
}

/// A state; `None` if it is invalid.
fn state_of(state: &JsValue) -> Option<StoreState> {
    let grant = match field(state, "grant") {
        None => None,
        Some(grant) => {
            let answered = field(&grant, "answered")?.as_bool()?;
            Some(Grant {
                epoch: count(&grant, "epoch")?,
                basis: if answered { GrantBasis::Answer } else { GrantBasis::Default },
            })
        }
    };
    let standing = Standing { grant, refused: field(state, "refused")?.as_bool()? };
    let clock = field(state, "clock").and_then(|clock| clock_of(&clock));
    Some(StoreState { standing, generation: count(state, "generation")?, last: last_row(count(state, "last")?), clock })
}

/// A row; `None` if it is invalid.
fn row_of(row: &JsValue) -> Option<Row> {
    let key: Array = field(row, "key")?.dyn_into().ok()?;
    let part = StorePart::from_number(u8::try_from(whole(&key.get(0))?).ok()?)?;
    let key =
        Key { part, day: Day::from_number(whole(&key.get(1))?), number: u64::try_from(whole(&key.get(2))?).ok()? };
    let records: Uint8Array = field(row, "records")?.dyn_into().ok()?;
    Some(Row { key, records: records.to_vec() })
}

fn checkpoint_of(checkpoint: &JsValue) -> Option<Checkpoint> {
    Some(Checkpoint { epoch: count(checkpoint, "epoch")?, last: last_row(count(checkpoint, "last")?) })
}

/// Reads a reply. A failure of an unknown name is a denial.
fn reply_of(reply: &JsValue) -> Reply {
    let failure = field(reply, "failure").and_then(|failure| failure.as_string());
    let rows: Array = field(reply, "rows").and_then(|rows| rows.dyn_into().ok()).unwrap_or_default();
    Reply {
        failure: failure.map(|name| Failure::from_name(&name).unwrap_or(Failure::Denied)),
        state: field(reply, "state").and_then(|state| state_of(&state)),
        rows: rows.iter().filter_map(|row| row_of(&row)).collect(),
        last: count(reply, "last"),
        epoch: count(reply, "epoch"),
        checkpoint: field(reply, "checkpoint").and_then(|checkpoint| checkpoint_of(&checkpoint)),
    }
}

fn done(_: Reply) -> Result<(), Failure> {
    Ok(())
}

impl Backend for DeviceBackend {
    fn peek(&self) -> StoreFuture<StoreState> {
        // Without a valid state, the store is lost.
        self.ask(&Request::Peek, |reply| reply.state.ok_or(Failure::Lost))
    }

    fn load(&self) -> StoreFuture<Contents> {
        let contents = |reply: Reply| Ok(Contents { state: reply.state.ok_or(Failure::Lost)?, rows: reply.rows });
        self.ask(&Request::Load, contents)
    }

    fn stand(&self, expected: Standing, standing: Standing, clock: Clock) -> StoreFuture<()> {
        self.ask(&Request::Stand { expected, standing, clock }, done)
    }

    fn append(&self, epoch: u64, rows: Vec<Row>) -> StoreFuture<Option<u64>> {
        let rows = rows.iter().map(PlainRow::from).collect();
        self.ask(&Request::Append { epoch, rows }, |reply| reply.last.map(last_row).ok_or(Failure::Lost))
    }

    fn replace(&self, epoch: u64, generation: u64, Replacement { drop, put, clock }: Replacement) -> StoreFuture<()> {
        let drop = drop.iter().map(PlainKey::from).collect();
        let put = put.iter().map(PlainRow::from).collect();
        self.ask(&Request::Replace { epoch, generation, drop, put, clock }, done)
    }

    fn expire(&self, oldest: Option<Oldest>, clock: Clock) -> StoreFuture<()> {
        self.ask(&Request::Expire { oldest: plain_oldest(oldest), clock }, done)
    }

    fn wipe(&self, refused: bool) -> StoreFuture<Option<u64>> {
        self.ask(&Request::Wipe { refused }, |reply| Ok(reply.epoch))
    }

    fn read_checkpoint(&self) -> StoreFuture<Option<Checkpoint>> {
        self.ask(&Request::Checkpoint { write: None, clear: false }, |reply| Ok(reply.checkpoint))
    }

    fn write_checkpoint(&self, checkpoint: Option<Checkpoint>) -> StoreFuture<()> {
        self.ask(&Request::Checkpoint { write: checkpoint, clear: checkpoint.is_none() }, done)
    }

    fn publish(&self, event: StoreEvent) {
        let PlainStoreEvent { event, epoch } = event.into();
        // A tab that misses the event notices the change with its next request.
        drop(self.send(&Request::Publish { event, epoch }));
    }
}

/// Runs a case of [`crate::store::conformance`] on the package's store; throws the actual and the expected result on
/// failure.
#[cfg(feature = "conformance")]
#[wasm_bindgen(js_name = checkBackend)]
pub async fn check_backend(case: String, device: Device) -> Result<(), JsValue> {
    let backend = DeviceBackend::new(device);
    crate::store::conformance::check(&case, &backend).await.map_err(|problem| js_sys::Error::new(&problem).into())
}

/// The cases of [`crate::store::conformance`].
#[cfg(feature = "conformance")]
#[wasm_bindgen(js_name = backendCases)]
#[must_use]
pub fn backend_cases() -> Vec<String> {
    crate::store::conformance::CASES.map(str::to_owned).to_vec()
}
