//! What the package gives the module of the device: pkg/src/store/device.ts.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The package's side of the store.
    #[derive(Clone, Debug)]
    pub type Device;

    /// Asks the store; the promise is of a plain reply and is never rejected.
    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn ask(this: &Device, request: &JsValue) -> Result<Promise, JsValue>;

    /// Rings after so many milliseconds.
    #[wasm_bindgen(method, structural)]
    pub(super) fn sleep(this: &Device, milliseconds: u32) -> Promise;

    /// A random whole number below 2^53.
    #[wasm_bindgen(method, structural)]
    pub(super) fn random(this: &Device) -> f64;

    /// Tells whoever runs the shop.
    #[wasm_bindgen(method, structural)]
    pub(super) fn warn(this: &Device, code: &str);

    /// A history is kept from here on, or is not.
    #[wasm_bindgen(method, structural, js_name = consentChanged)]
    pub(super) fn consent_changed(this: &Device, granted: bool);
}
