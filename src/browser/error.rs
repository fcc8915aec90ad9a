//! Errors of the JavaScript API: an `Error` with a stable `code`. Not for the messages of a pack's errors: see
//! [`crate::pack`].

use super::LoadError;
use crate::history::ImportError;
use crate::request::OptionError;
use crate::store::Failure;
use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// Why a call fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApiError {
    /// An argument is invalid.
    #[error(transparent)]
    Option(#[from] OptionError),
    /// The pack cannot be opened.
    #[error("{}", told(folder, error))]
    Load { folder: String, error: LoadError },
    /// The data to import is invalid.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A field of the data to import is too large, or its getter threw an exception.
    #[error("history.import(): `{field}` cannot be read: {problem}")]
    Getter { field: String, problem: String },
    /// The device's store cannot be read or changed.
    #[error(
        "history: the device's store cannot be reached ({0}), so what it may hold is as it was: ask the shopper to allow \
         this site to store data, or to clear its data"
    )]
    Unreachable(Failure),
    /// The history was not erased.
    #[error(
        "history.clear(): the store could not be read back empty ({0}): the shopper can clear this site's data in the \
         browser's settings"
    )]
    NotErased(Failure),
    /// An answer could not be serialised: an internal error.
    #[error("an answer could not be made into an object: {0}; please report it")]
    Answer(#[from] serde_wasm_bindgen::Error),
}

/// The error message, with the pack's folder unless the error names a file's URL.
fn told(folder: &str, error: &LoadError) -> String {
    match error {
        LoadError::Pack(error) => format!("{folder}: {error}"),
        of_file => of_file.to_string(),
    }
}

impl ApiError {
    const fn code(&self) -> &'static str {
        match self {
            Self::Option(_) | Self::Import(_) | Self::Getter { .. } => "invalid_option",
            Self::Unreachable(_) => "storage_unreachable",
            Self::NotErased(_) => "not_erased",
            Self::Load { error, .. } => error.code(),
            Self::Answer(_) => "internal",
        }
    }
}

impl From<ApiError> for JsValue {
    fn from(error: ApiError) -> Self {
        let thrown = Error::new(&error.to_string());
        // Setting a field of a new error cannot fail.
        let _ = Reflect::set(&thrown, &"code".into(), &error.code().into());
        thrown.into()
    }
}
