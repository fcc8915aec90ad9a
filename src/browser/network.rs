//! The only function of the crate that fetches. Not for the files with constant addresses that are needed before this
//! code runs: pkg/src/start.ts fetches those, with the same options.
//!
//! A URL consists of the pack's folder and a [`File`]. Only [`crate::plan`] can create a file: from the manifest, from
//! the needs that all visitors of a page share, and from items that the page declares. No URL can be derived from a
//! history.

use super::error::ApiError;
use super::{FileSource, LoadError};
use crate::pack::Manifest;
use crate::plan::File;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStream, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestInit, Response, Url,
};

/// Timeout of a fetch in milliseconds, so that calls do not wait forever.
const TIMEOUT_MS: i32 = 10_000;

#[wasm_bindgen]
extern "C" {
    /// Unstable in web-sys, but long available in browsers.
    type DecompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// A pack on a server.
pub(super) struct Network {
    /// The URL of the pack's folder, absolute and with a slash at the end.
    folder: String,
}

impl Network {
    /// Creates the network of the pack at this absolute URL, which ends with a slash.
    pub(super) fn new(folder: String) -> Self {
        Self { folder }
    }

    /// The URL of the file with this path.
    pub(super) fn address(&self, path: &str) -> String {
        [self.folder.as_str(), path].concat()
    }

    /// The error for a pack that cannot be opened.
    pub(super) fn failure(&self, error: LoadError) -> ApiError {
        ApiError::Load { folder: self.folder.clone(), error }
    }
}

impl FileSource for Network {
    fn fetch(&self, file: File, manifest: &Manifest) -> LocalBoxFuture<'static, Result<Vec<u8>, LoadError>> {
        let address = self.address(&file.path(manifest));
        // The manifest is the only mutable file. All other files may come from the browser's cache.
        let cache = if file == File::MANIFEST { RequestCache::NoStore } else { RequestCache::Default };
        fetch(address, cache).boxed_local()
    }

    fn inflate(&self, stored: Vec<u8>, length: usize) -> LocalBoxFuture<'static, Option<Vec<u8>>> {
        async move {
            let mut content = Vec::with_capacity(length);
            inflate_into(&mut content, &stored, length).await.ok()?;
            Some(content)
        }
        .boxed_local()
    }
}

/// Fetches one file, without credentials and referrer. With `no-store` no conditional header is sent, because an ETag
/// could identify a visitor.
async fn fetch(address: String, cache: RequestCache) -> Result<Vec<u8>, LoadError> {
    let init = RequestInit::new();
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_cache(cache);
    // The page's own resources have priority. Setting a field of a new object cannot fail.
    let _ = Reflect::set(&init, &"priority".into(), &"low".into());
    let mut came = Came::Nothing;
    if let Ok(Some(bytes)) = answer(&address, &init, &mut came).await {
        return Ok(bytes);
    }
    let reason = match came {
        // Browsers do not tell a page why a server did not answer.
        Came::Nothing => foreign_origin(&address).map_or_else(
            || "no answer".to_owned(),
            |origin| {
                format!(
                    "no answer that this page may read; {origin} must send \"Access-Control-Allow-Origin: *\", and the \
                     page's connect-src must allow it"
                )
            },
        ),
        Came::Status(404 | 410) => return Err(LoadError::Missing { address }),
        Came::Status(status) => format!("status {status}"),
        Came::Part(Some(encoding)) => return Err(LoadError::Encoded { address, encoding }),
        Came::Part(None) => "the answer was cut".to_owned(),
    };
    Err(LoadError::Unreachable { address, reason })
}

/// Progress of a response.
enum Came {
    Nothing,
    /// The status was received, but no file.
    Status(u16),
    /// The file was truncated; with the header `Content-Encoding`.
    Part(Option<String>),
}

/// The file; `None` for an error status.
async fn answer(address: &str, init: &RequestInit, came: &mut Came) -> Result<Option<Vec<u8>>, JsValue> {
    // `AbortSignal.timeout` is not available in the oldest supported browsers.
    let controller = AbortController::new()?;
    init.set_signal(Some(&controller.signal()));
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    // Lives until the timer has run or is cleared, and is freed then.
    let abort = Closure::once(move || controller.abort());
    let timer =
        window.set_timeout_with_callback_and_timeout_and_arguments_0(abort.as_ref().unchecked_ref(), TIMEOUT_MS)?;
    let bytes = async {
        let response: Response = JsFuture::from(window.fetch_with_str_and_init(address, init)).await?.dyn_into()?;
        *came = Came::Status(response.status());
        if !response.ok() {
            return Ok(None);
        }
        *came = Came::Part(response.headers().get("Content-Encoding").ok().flatten());
        let buffer: ArrayBuffer = JsFuture::from(response.array_buffer()?).await?.dyn_into()?;
        Ok(Some(Uint8Array::new(&buffer).to_vec()))
    };
    let bytes = bytes.await;
    window.clear_timeout_with_handle(timer);
    bytes
}

/// The origin of a URL, if it differs from the page's own.
fn foreign_origin(address: &str) -> Option<String> {
    let origin = Url::new(address).ok()?.origin();
    let own = web_sys::window()?.location().origin().ok()?;
    (origin != own).then_some(origin)
}

/// Decompresses with the browser's own implementation, to at most `length` bytes.
async fn inflate_into(content: &mut Vec<u8>, stored: &[u8], length: usize) -> Result<(), JsValue> {
    let bytes = Uint8Array::from(stored);
    // A Blob would be slower, because the browser sends it to another process.
    let body = Response::new_with_opt_buffer_source(Some(&bytes))?.body().ok_or(JsValue::NULL)?;
    let pipe: ReadableStream = body.pipe_through(DecompressionStream::new("gzip")?.unchecked_ref());
    let reader: ReadableStreamDefaultReader = pipe.get_reader().dyn_into()?;
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok(());
        }
        let chunk: Uint8Array = Reflect::get(&chunk, &"value".into())?.dyn_into()?;
        if content.len() + chunk.length() as usize > length {
            return Err(JsValue::NULL);
        }
        content.extend(chunk.to_vec());
    }
}
