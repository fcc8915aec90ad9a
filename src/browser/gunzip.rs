//! Decompression by the browser itself, never beyond the declared size.

use crate::pack::layout::Codec;
use crate::pack::{Envelope, PackError};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamDefaultReader};

// web-sys does not offer these yet.
#[wasm_bindgen]
extern "C" {
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;

    type Readable;
    #[wasm_bindgen(method, js_name = pipeThrough)]
    fn pipe_through(this: &Readable, transform: &DecompressionStream) -> Readable;
    #[wasm_bindgen(method, js_name = getReader)]
    fn reader(this: &Readable) -> ReadableStreamDefaultReader;
}

/// The uncompressed payload of a file whose checksum holds.
pub(super) async fn payload(envelope: &Envelope<'_>) -> Result<Vec<u8>, PackError> {
    if envelope.codec == Codec::Stored {
        return Ok(envelope.stored.to_vec());
    }
    inflate(envelope)
        .await
        .ok_or(PackError::Malformed { section: "payload", what: "it does not decompress to its size" })
}

async fn inflate(envelope: &Envelope<'_>) -> Option<Vec<u8>> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(envelope.stored))).ok()?;
    let inflater = DecompressionStream::new("gzip").ok()?;
    let reader = blob.stream().unchecked_into::<Readable>().pipe_through(&inflater).reader();
    // The size was capped when the envelope was opened.
    let mut raw = Vec::with_capacity(envelope.raw_len);
    loop {
        let chunk = JsFuture::from(reader.read()).await.ok()?;
        if Reflect::get(&chunk, &"done".into()).ok()?.is_truthy() {
            return (raw.len() == envelope.raw_len).then_some(raw);
        }
        let bytes: Uint8Array = Reflect::get(&chunk, &"value".into()).ok()?.dyn_into().ok()?;
        if raw.len() + bytes.length() as usize > envelope.raw_len {
            // What happens to the rest of the stream does not matter any more.
            let _ = reader.cancel();
            return None;
        }
        raw.extend_from_slice(&bytes.to_vec());
    }
}
