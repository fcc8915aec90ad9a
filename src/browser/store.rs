//! What a page does with what the device keeps: consent, saving, reading again, and what a shopper does by hand. Each call
//! that waits is a promise; nothing of the module is borrowed meanwhile.

use super::api::{Module, State, object};
use super::backend::DeviceBackend;
use super::clock;
use super::device::Device;
use super::error::ApiError;
use super::page_object::PageObject;
use crate::consent::{Source, Statement, Weight};
use crate::engine::Mode;
use crate::history::{Clock, Compacted, Log, Place, Row, Told, Value};
use crate::request::{self, Fields};
use crate::store::{Failure, Host, Recorder, Store, StoreEvent, StoreWarning};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The store of a page.
pub(super) type PageStore = Store<DeviceBackend, PageHost, Memory>;

/// The page around the store.
pub(super) struct PageHost {
    device: Device,
}

impl Host for PageHost {
    fn now(&self) -> i64 {
        clock::now()
    }

    fn draw(&self) -> u64 {
        // 0 is no number of a grant.
        (self.device.random() as u64).max(1)
    }

    async fn sleep(&self, milliseconds: u32) {
        // A timer that fails rings at once.
        let _ = JsFuture::from(self.device.sleep(milliseconds)).await;
    }

    fn warn(&self, warning: StoreWarning) {
        self.device.warn(warning.code());
    }

    fn consent_changed(&self, granted: bool) {
        self.device.consent_changed(granted);
    }
}

/// The engine as the store sees it.
pub(super) struct Memory(Rc<RefCell<State>>);

impl Recorder for Memory {
    fn open(&self) {
        self.0.borrow_mut().engine().set_mode(Mode::Personal);
    }

    fn close(&self) {
        self.0.borrow_mut().engine().set_mode(Mode::Contextual);
    }

    fn restore(&self, records: &[u8], now: i64) -> usize {
        self.0.borrow_mut().engine().restore(records, now).damaged
    }

    fn drain(&self) -> Vec<u8> {
        self.0.borrow_mut().engine().take_records()
    }

    fn compact(&self, rows: &[Row], clock: Option<Clock>, now: i64) -> Compacted {
        self.0.borrow().loader.engine.compact(rows, clock, now)
    }

    fn retention_days(&self) -> u16 {
        self.0.borrow().loader.engine.retention_days()
    }
}

/// The store of a page with this engine on this device.
pub(super) fn open(state: &Rc<RefCell<State>>, device: Device) -> PageStore {
    let host = PageHost { device: device.clone() };
    Store::new(DeviceBackend::new(device), host, Memory(state.clone()))
}

#[wasm_bindgen]
impl Module {
    /// A source of consent speaks, `time` milliseconds after the page began: see `consent.rs` for the names. What it denies
    /// is not read or written from here on.
    pub fn hear(&self, source: &str, weight: &str, granted: bool, time: f64) {
        let Some(source) = Source::from_name(source) else { return };
        let Some(weight) = Weight::from_name(weight) else { return };
        self.store.hear(Statement { source, weight, granted, time_ms: time.max(0.0) as u64 });
    }

    /// Acts on what was heard: erases, begins, goes on.
    pub async fn decide(&self) {
        self.store.decide().await;
    }

    /// Another tab `changed` what is stored, or `erased` what was written under the grant with the number `epoch`.
    pub fn told(&self, event: &str, epoch: Option<f64>) {
        self.store.told(match event {
            "erased" => StoreEvent::Erased(epoch.map(|epoch| epoch as u64)),
            _ => StoreEvent::Changed,
        });
    }

    /// Writes what was remembered. True when it lies on the device.
    pub async fn save(&self) -> bool {
        self.store.save().await
    }

    /// The same; then what another tab wrote before is read. True when there was any.
    pub async fn claim(&self) -> bool {
        self.store.claim().await
    }

    /// Reads what another tab wrote since.
    pub async fn refresh(&self) -> bool {
        self.store.refresh().await
    }

    /// Deletes what is too old, with consent or without, and packs what has been appended.
    pub async fn tidy(&self) {
        self.store.expire().await;
        if self.store.wants_compaction() {
            self.store.compact().await;
        }
    }

    /// Everything that is stored, as `HistoryExport`.
    #[wasm_bindgen(js_name = exportHistory)]
    pub async fn export_history(&self) -> Result<JsValue, JsValue> {
        let rows = match self.store.read().await {
            // Where nothing can be stored nothing is there.
            Err(Failure::Denied) => Vec::new(),
            rows => rows.map_err(ApiError::Unreadable)?,
        };
        object(&Log::read(&rows).into_export())
    }

    /// Takes up an export, or past events. Answers how many events were new; 0 without consent.
    #[wasm_bindgen(js_name = importHistory)]
    pub async fn import_history(&self, told: JsValue) -> Result<usize, JsValue> {
        let told = Told::read(&plain(told)?).map_err(ApiError::from)?;
        if !self.store.is_open() {
            return Ok(0);
        }
        let told = self.admitted(told);
        let count = Cell::new(0);
        let change = |rows: Vec<Row>| {
            let mut log = Log::read(&rows);
            match told.clone() {
                Told::Export(export) => count.set(log.merge(export)),
                Told::Past(events) => {
                    count.set(events.len());
                    log.replace_imported(events);
                }
            }
            log.into_rows()
        };
        let is_done = self.store.edit(change).await.map_err(ApiError::EditRefused)?;
        Ok(if is_done { count.get() } else { 0 })
    }

    /// Forgets everything; the consent and a pause stay.
    #[wasm_bindgen(js_name = clearHistory)]
    pub async fn clear_history(&self) -> Result<(), JsValue> {
        Ok(self.store.clear().await.map_err(ApiError::NotErased)?)
    }

    /// Forgets everything about one item.
    #[wasm_bindgen(js_name = forgetItem)]
    pub async fn forget_item(&self, id: String) -> Result<(), JsValue> {
        let item = self.resolved(&id);
        self.edited(|log| log.forget(&item)).await
    }

    /// What was done with an item was for somebody else, or was not.
    #[wasm_bindgen(js_name = markGift)]
    pub async fn mark_gift(&self, id: String, gift: bool) -> Result<(), JsValue> {
        let item = self.resolved(&id);
        self.edited(|log| log.mark_gift(&item, gift)).await
    }

    /// Records nothing from now on, or again.
    #[wasm_bindgen(js_name = setPaused)]
    pub async fn set_paused(&self, paused: bool) -> Result<(), JsValue> {
        self.edited(|log| log.paused = paused).await
    }
}

impl Module {
    async fn edited(&self, change: impl Fn(&mut Log)) -> Result<(), JsValue> {
        let change = |rows: Vec<Row>| {
            let mut log = Log::read(&rows);
            change(&mut log);
            log.into_rows()
        };
        match self.store.edit(change).await {
            // Where nothing can be stored nothing is there to be changed.
            Ok(_) | Err(Failure::Denied) => Ok(()),
            Err(failure) => Err(ApiError::EditRefused(failure).into()),
        }
    }

    /// The item behind an id that the page speaks, as far as this page knows.
    fn resolved(&self, id: &str) -> String {
        self.state.borrow().loader.engine.resolve(id).to_owned()
    }

    /// What the house has the types of, none of them sensitive; past events with numbers of their own.
    fn admitted(&self, told: Told) -> Told {
        let state = self.state.borrow();
        let engine = &state.loader.engine;
        let admits = |division: &str, item_type: &str| engine.may_remember(Place { division, item_type });
        match told {
            Told::Export(mut export) => {
                export.events.retain(|event| admits(&event.division, &event.item_type));
                Told::Export(export)
            }
            Told::Past(mut events) => {
                events.retain(|event| admits(&event.division, &event.item_type));
                let (high, low) = (self.device.random() as u64, self.device.random() as u64);
                let first = u128::from(high) << 75 | u128::from(low) << 22;
                for (event, at) in events.iter_mut().zip(0u128..) {
                    event.id = first.wrapping_add(at);
                    event.item_id = engine.resolve(&event.item_id).to_owned();
                }
                Told::Past(events)
            }
        }
    }
}

/// A value of the page's, read whole.
fn plain(value: JsValue) -> Result<Value, ApiError> {
    let is_list = js_sys::Array::is_array(&value);
    let Some(object) = PageObject::of(value) else { return Ok(Value::Nothing) };
    let read = |problem: request::Unreadable| ApiError::Getter(problem.0);
    if !is_list {
        return plain_object(&object).map_err(read);
    }
    match object.whole().map_err(read)? {
        request::Value::List(list) => {
            list.into_iter().map(plain_value).collect::<Result<_, _>>().map(Value::List).map_err(read)
        }
        _ => Ok(Value::Nothing),
    }
}

fn plain_object(object: &PageObject) -> Result<Value, request::Unreadable> {
    let mut fields = Vec::new();
    for name in object.names()? {
        let value = plain_value(object.get(&name)?)?;
        fields.push((name, value));
    }
    Ok(Value::Fields(fields))
}

fn plain_value(value: request::Value<PageObject>) -> Result<Value, request::Unreadable> {
    Ok(match value {
        request::Value::Absent | request::Value::Other => Value::Nothing,
        request::Value::Flag(flag) => Value::Flag(flag),
        request::Value::Number(number) => Value::Number(number),
        request::Value::Text(text) => Value::Text(text),
        request::Value::List(list) => Value::List(list.into_iter().map(plain_value).collect::<Result<_, _>>()?),
        request::Value::Object(object) => plain_object(&object)?,
    })
}
