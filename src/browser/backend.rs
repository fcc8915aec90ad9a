//! The device's store as a [`Backend`], implemented by the package (pkg/src/store/backend.ts): a plain request, and a
//! promise of a plain reply, in the page or behind the hub's frame. Not for the order of requests: see
//! [`crate::store`].

use super::device::Device;
use crate::consent::Basis;
use crate::history::{Clock, Key, Oldest, Part, Row};
use crate::model::{Day, whole_number};
use crate::store::{Answer, Backend, Checkpoint, Contents, Failure, Grant, Replacement, Standing, State, StoreEvent};
use js_sys::{Array, Reflect, Uint8Array};
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The package's store.
#[derive(Clone, Debug)]
pub(super) struct DeviceBackend {
    device: Device,
}

/// A request, in the package's format.
#[derive(Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
enum Request<'a> {
    Peek,
    Load,
    Stand { expected: PlainStanding, standing: PlainStanding, clock: PlainClock },
    Append { epoch: u64, rows: Vec<PlainRow<'a>> },
    Replace { epoch: u64, generation: u64, drop: Vec<PlainKey>, put: Vec<PlainRow<'a>>, clock: Option<PlainClock> },
    Expire { oldest: Vec<(u8, i64)>, clock: PlainClock },
    Wipe { refused: bool },
    Checkpoint { write: Option<PlainCheckpoint>, clear: bool },
    Publish { event: &'a str, epoch: Option<u64> },
}

#[derive(Serialize)]
struct PlainStanding {
    grant: Option<PlainGrant>,
    refused: bool,
}

#[derive(Serialize)]
struct PlainGrant {
    epoch: u64,
    answered: bool,
}

#[derive(Serialize)]
struct PlainClock {
    seen: i64,
    doubted: Option<i64>,
}

#[derive(Serialize)]
struct PlainCheckpoint {
    epoch: u64,
    last: u64,
}

#[derive(Serialize)]
struct PlainRow<'a> {
    key: PlainKey,
    #[serde(serialize_with = "as_bytes")]
    records: &'a [u8],
}

type PlainKey = (u8, i64, u64);

fn as_bytes<S: Serializer>(bytes: &&[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

fn plain_key(key: &Key) -> PlainKey {
    (key.part as u8, key.day.number(), key.number)
}

fn plain_row(row: &Row) -> PlainRow<'_> {
    PlainRow { key: plain_key(&row.key), records: &row.records }
}

fn plain_clock(Clock { seen, doubted }: Clock) -> PlainClock {
    PlainClock { seen, doubted }
}

fn plain_standing(Standing { grant, refused }: Standing) -> PlainStanding {
    let plain = |Grant { epoch, basis }| PlainGrant { epoch, answered: basis == Basis::Answer };
    PlainStanding { grant: grant.map(plain), refused }
}

impl DeviceBackend {
    pub(super) const fn new(device: Device) -> Self {
        Self { device }
    }

    /// Sends a request, and decodes the reply.
    fn ask<T: 'static>(&self, request: &Request<'_>, read: fn(&JsValue) -> Result<T, Failure>) -> Answer<T> {
        let asked = self.plain(request);
        Box::pin(async move { read(&asked?.await?) })
    }

    /// Sends a request, and returns the undecoded reply.
    fn plain(&self, request: &Request<'_>) -> Result<Answer<JsValue>, Failure> {
        let request = serde_wasm_bindgen::to_value(request).map_err(|_| Failure::Denied)?;
        let asked = self.device.ask(&request).map_err(|_| Failure::Denied)?;
        Ok(Box::pin(async move {
            let mut waiting = Waiting { request, is_answered: false };
            let reply = JsFuture::from(asked).await;
            waiting.is_answered = true;
            let reply = reply.map_err(|_| Failure::Denied)?;
            match field(&reply, "failure").and_then(|failure| failure.as_string()).as_deref() {
                None => Ok(reply),
                Some("revoked") => Err(Failure::Revoked),
                Some("conflict") => Err(Failure::Conflict),
                Some("closed") => Err(Failure::Closed),
                Some("full") => Err(Failure::Full),
                Some("newer") => Err(Failure::Newer),
                Some(_) => Err(Failure::Denied),
            }
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

/// The store's state in the reply. An invalid state counts as a lost store.
fn state_of(reply: &JsValue) -> Result<State, Failure> {
    let state = field(reply, "state").ok_or(Failure::Lost)?;
    let read = || {
        let grant = match field(&state, "grant") {
            None => None,
            Some(grant) => {
                let answered = field(&grant, "answered")?.as_bool()?;
                Some(Grant {
                    epoch: count(&grant, "epoch")?,
                    basis: if answered { Basis::Answer } else { Basis::Default },
                })
            }
        };
        let standing = Standing { grant, refused: field(&state, "refused")?.as_bool()? };
        let clock = field(&state, "clock").and_then(|clock| clock_of(&clock));
        Some(State { standing, generation: count(&state, "generation")?, last: count(&state, "last")?, clock })
    };
    read().ok_or(Failure::Lost)
}

/// A row; `None` if it is invalid.
fn row_of(row: &JsValue) -> Option<Row> {
    let key: Array = field(row, "key")?.dyn_into().ok()?;
    let part = Part::from_number(u8::try_from(whole(&key.get(0))?).ok()?)?;
    let key =
        Key { part, day: Day::from_number(whole(&key.get(1))?), number: u64::try_from(whole(&key.get(2))?).ok()? };
    let records: Uint8Array = field(row, "records")?.dyn_into().ok()?;
    Some(Row { key, records: records.to_vec() })
}

fn contents_of(reply: &JsValue) -> Result<Contents, Failure> {
    let rows: Array = field(reply, "rows").and_then(|rows| rows.dyn_into().ok()).unwrap_or_default();
    Ok(Contents { state: state_of(reply)?, rows: rows.iter().filter_map(|row| row_of(&row)).collect() })
}

fn checkpoint_of(reply: &JsValue) -> Result<Option<Checkpoint>, Failure> {
    let read = |checkpoint: JsValue| {
        Some(Checkpoint { epoch: count(&checkpoint, "epoch")?, last: count(&checkpoint, "last")? })
    };
    Ok(field(reply, "checkpoint").and_then(read))
}

fn done(_: &JsValue) -> Result<(), Failure> {
    Ok(())
}

impl Backend for DeviceBackend {
    fn peek(&self) -> Answer<State> {
        self.ask(&Request::Peek, state_of)
    }

    fn load(&self) -> Answer<Contents> {
        self.ask(&Request::Load, contents_of)
    }

    fn stand(&self, expected: Standing, standing: Standing, clock: Clock) -> Answer<()> {
        let (expected, standing) = (plain_standing(expected), plain_standing(standing));
        self.ask(&Request::Stand { expected, standing, clock: plain_clock(clock) }, done)
    }

    fn append(&self, epoch: u64, rows: Vec<Row>) -> Answer<u64> {
        let rows = rows.iter().map(plain_row).collect();
        self.ask(&Request::Append { epoch, rows }, |reply| count(reply, "last").ok_or(Failure::Lost))
    }

    fn replace(&self, epoch: u64, generation: u64, replacement: Replacement) -> Answer<()> {
        let drop = replacement.drop.iter().map(plain_key).collect();
        let put = replacement.put.iter().map(plain_row).collect();
        let clock = replacement.clock.map(plain_clock);
        self.ask(&Request::Replace { epoch, generation, drop, put, clock }, done)
    }

    fn expire(&self, oldest: Option<Oldest>, clock: Clock) -> Answer<()> {
        let parts = |oldest: Oldest| {
            [(Part::Weeks, oldest.weeks), (Part::Log, oldest.log), (Part::Lists, oldest.lists)]
                .map(|(part, day)| (part as u8, day.number()))
                .to_vec()
        };
        let oldest = oldest.map(parts).unwrap_or_default();
        self.ask(&Request::Expire { oldest, clock: plain_clock(clock) }, done)
    }

    fn wipe(&self, refused: bool) -> Answer<Option<u64>> {
        self.ask(&Request::Wipe { refused }, |reply| Ok(count(reply, "epoch")))
    }

    fn read_checkpoint(&self) -> Answer<Option<Checkpoint>> {
        self.ask(&Request::Checkpoint { write: None, clear: false }, checkpoint_of)
    }

    fn write_checkpoint(&self, checkpoint: Option<Checkpoint>) -> Answer<()> {
        let write = checkpoint.map(|Checkpoint { epoch, last }| PlainCheckpoint { epoch, last });
        self.ask(&Request::Checkpoint { clear: write.is_none(), write }, done)
    }

    fn publish(&self, event: StoreEvent) {
        let (event, epoch) = match event {
            StoreEvent::Changed => ("changed", None),
            StoreEvent::Edited => ("edited", None),
            StoreEvent::Erased(epoch) => ("erased", epoch),
        };
        // A tab that misses the event notices the change with its next request.
        drop(self.plain(&Request::Publish { event, epoch }));
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
