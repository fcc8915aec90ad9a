//! Errors as JavaScript gets them: an `Error` with a stable `code`.

use super::LoadError;
use crate::request::OptionError;
use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// Why a call of the module fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApiError {
    /// What the page passed is not as it must be.
    #[error(transparent)]
    Option(#[from] OptionError),
    /// The pack cannot be opened.
    #[error("{}", told(folder, error))]
    Load { folder: String, error: LoadError },
    /// An answer cannot be written: a fault of ours.
    #[error("an answer could not be made into an object: {0}; please report it")]
    Answer(#[from] serde_wasm_bindgen::Error),
}

/// What is wrong, and where: in the pack of this folder, unless it is a file whose address is known.
fn told(folder: &str, error: &LoadError) -> String {
    match error {
        LoadError::Pack(error) => format!("{folder}: {error}"),
        of_file => of_file.to_string(),
    }
}

impl ApiError {
    const fn code(&self) -> &'static str {
        match self {
            Self::Option(_) => "invalid_option",
            Self::Load { error, .. } => error.code(),
            Self::Answer(_) => "internal",
        }
    }
}

impl From<ApiError> for JsValue {
    fn from(error: ApiError) -> Self {
        let thrown = Error::new(&error.to_string());
        // A new error takes any field.
        let _ = Reflect::set(&thrown, &"code".into(), &error.code().into());
        thrown.into()
    }
}
