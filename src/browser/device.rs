//! The device interface that the package passes to the module: pkg/src/store/device.ts.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The package's side of the store.
    #[derive(Clone, Debug)]
    pub type Device;

    /// Sends a request to the store; the promise of a plain reply never rejects.
    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn ask(this: &Device, request: &JsValue) -> Result<Promise, JsValue>;

    /// Resolves after this many milliseconds.
    #[wasm_bindgen(method, structural)]
    pub(super) fn sleep(this: &Device, milliseconds: u32) -> Promise;

    /// A random whole number below 2^53.
    #[wasm_bindgen(method, structural)]
    pub(super) fn random(this: &Device) -> f64;

    /// Reports a warning to the shop's operator; `about` names its subject.
    #[wasm_bindgen(method, structural)]
    pub(super) fn warn(this: &Device, code: &str, about: Option<String>);

    /// Called when the history was opened or closed.
    #[wasm_bindgen(method, structural, js_name = consentChanged)]
    pub(super) fn consent_changed(this: &Device, granted: bool);

    /// Called when the history was edited or erased by hand.
    #[wasm_bindgen(method, structural, js_name = historyEdited)]
    pub(super) fn history_edited(this: &Device);
}
