//! Errors as JavaScript sees them: real `Error`s with a stable `code`.

use crate::pack::PackError;
use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// What can go wrong at the browser's edge.
#[derive(Debug)]
pub(super) enum BrowserError {
    /// A file could not be fetched.
    Unreachable(String),
    /// The server answered that the file is not there.
    Missing(String),
    /// A file was fetched and is not sound.
    Pack(PackError),
    /// The caller's options are wrong.
    Option(String),
}

impl BrowserError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "pack_unreachable",
            Self::Missing(_) => "pack_not_found",
            Self::Pack(error) => error.code(),
            Self::Option(_) => "invalid_option",
        }
    }
}

impl From<PackError> for BrowserError {
    fn from(error: PackError) -> Self {
        Self::Pack(error)
    }
}

impl From<BrowserError> for JsValue {
    fn from(error: BrowserError) -> Self {
        let code = error.code();
        let message = match error {
            BrowserError::Unreachable(message) | BrowserError::Missing(message) | BrowserError::Option(message) => {
                message
            }
            BrowserError::Pack(error) => error.to_string(),
        };
        let error = Error::new(&message);
        // Setting a property on a fresh object cannot fail.
        let _ = Reflect::set(&error, &"code".into(), &code.into());
        error.into()
    }
}
