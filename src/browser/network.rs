//! The gate: the only function of the crate that may touch the network, and the only addresses it takes.
//!
//! What is asked for is a function of the page: the manifest, what every visitor of the page needs, and the shard of
//! an item that the page itself declares. No address can be made from a history. Requests carry no credentials and
//! no referrer; the manifest is fetched without conditional headers, because an ETag can mark a visitor.

use super::error::BrowserError;
use crate::pack::Manifest;
use crate::page::DeclaredItem;
use js_sys::{Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// A file of the pack that a page may ask for.
pub(super) enum Address<'a> {
    /// The one mutable file.
    Manifest,
    /// What every page needs of a build.
    Core(&'a Manifest),
    /// What cannot be bought now.
    Unavailable(&'a Manifest),
    /// The shard of an item that the page declares.
    Shard(&'a Manifest, &'a DeclaredItem),
}

impl Address<'_> {
    fn path(&self) -> String {
        match self {
            Self::Manifest => "manifest.json".to_owned(),
            Self::Core(manifest) => manifest.core_path(),
            Self::Unavailable(manifest) => manifest.unavailable_path(),
            Self::Shard(manifest, item) => manifest.shard_path(item.shard(manifest.shards)),
        }
    }

    /// `no-store` sends no conditional header. Everything else never changes: the browser's cache may answer.
    const fn cache(&self) -> &'static str {
        match self {
            Self::Manifest => "no-store",
            _ => "default",
        }
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch)]
    fn fetch_in_browser(address: &str, init: &Object) -> Promise;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &JsValue, milliseconds: i32) -> JsValue;

    // `AbortSignal.timeout` is younger than the oldest browsers we promise.
    type AbortController;
    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(method)]
    fn abort(this: &AbortController);
}

/// A file that takes longer is given up: a hanging server must not hold up the page's later calls.
const TIMEOUT_MS: i32 = 10_000;

/// Fetches one file of the pack whose folder is at `base` (ends with `/`).
pub(super) async fn fetch(base: &str, address: Address<'_>) -> Result<Vec<u8>, BrowserError> {
    let url = format!("{base}{}", address.path());
    let init = Object::new();
    for (name, value) in
        [("credentials", "omit"), ("referrerPolicy", "no-referrer"), ("mode", "cors"), ("cache", address.cache())]
    {
        // Setting a property on a fresh object cannot fail.
        let _ = Reflect::set(&init, &name.into(), &value.into());
    }
    let controller = AbortController::new();
    let _ = Reflect::set(&init, &"signal".into(), &controller.signal());
    // Never cleared: aborting what has ended does nothing.
    set_timeout(&Closure::once_into_js(move || controller.abort()), TIMEOUT_MS);
    let unreachable = |what: &str| {
        BrowserError::Unreachable(format!(
            "{url}: {what}; check that the pack is published there and that the page may load it (connect-src, CORS)"
        ))
    };
    let response = JsFuture::from(fetch_in_browser(&url, &init)).await.map_err(|_| unreachable("no answer"))?;
    let response: Response = response.dyn_into().map_err(|_| unreachable("no answer"))?;
    if matches!(response.status(), 404 | 410) {
        return Err(BrowserError::Missing(format!("{url}: not there; publish the whole build before its manifest")));
    }
    if !response.ok() {
        return Err(unreachable(&format!("status {}", response.status())));
    }
    let body = response.array_buffer().map_err(|_| unreachable("no body"))?;
    let body = JsFuture::from(body).await.map_err(|_| unreachable("the answer was cut"))?;
    Ok(Uint8Array::new(&body).to_vec())
}
