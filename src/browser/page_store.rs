//! Connects the store to the engine and the page. Not for the calls of the package: see [`super::store`].

use super::backend::DeviceBackend;
use super::clock;
use super::device::Device;
use crate::engine::{Engine, Mode};
use crate::history::{Clock, Compacted, Row};
use crate::store::{Recorder, Store, StoreHost, StoreWarning};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;

/// The store of a page.
pub(super) type PageStore = Store<PageHost, EngineRecorder>;

/// The page around the store.
pub(super) struct PageHost {
    device: Device,
}

impl StoreHost for PageHost {
    fn now(&self) -> i64 {
        clock::now()
    }

    fn draw(&self) -> u64 {
        // 0 is not a valid number of a grant.
        (self.device.random() as u64).max(1)
    }

    async fn sleep(&self, milliseconds: u32) {
        // If the timer fails, the wait ends at once.
        let _ = JsFuture::from(self.device.sleep(milliseconds)).await;
    }

    fn warn(&self, warning: StoreWarning) {
        self.device.warn(warning.code(), warning.about());
    }

    fn consent_changed(&self, granted: bool) {
        self.device.consent_changed(granted);
    }

    fn history_edited(&self) {
        self.device.history_edited();
    }
}

/// The engine as the store's history.
pub(super) struct EngineRecorder(Rc<RefCell<Engine>>);

impl Recorder for EngineRecorder {
    fn open(&self, epoch: u64) {
        self.0.borrow_mut().begin(epoch);
    }

    fn close(&self) {
        self.0.borrow_mut().set_mode(Mode::Contextual);
    }

    fn restore(&self, records: &[u8], now: i64) -> usize {
        self.0.borrow_mut().restore(records, now).damaged
    }

    fn drain(&self) -> Vec<u8> {
        self.0.borrow_mut().take_records()
    }

    fn compact(&self, rows: &[Row], clock: Option<Clock>, now: i64) -> Compacted {
        self.0.borrow().compact(rows, clock, now)
    }

    fn retention_days(&self) -> u16 {
        self.0.borrow().retention_days()
    }
}

/// Creates the store of a page with this engine on this device.
pub(super) fn open(engine: &Rc<RefCell<Engine>>, device: Device) -> Rc<PageStore> {
    let host = PageHost { device: device.clone() };
    Rc::new(Store::new(Rc::new(DeviceBackend::new(device)), host, EngineRecorder(Rc::clone(engine))))
}
