//! Advice for shoppers: computes a routine from a questionnaire's answers, and compares items.
//!
//! The functions are pure. In the browser this crate is a separate WebAssembly module that only the advice elements
//! load; the native tool checks a house's questionnaires with the same functions. Not for fetching or storing: files
//! come from the main module, which alone accesses the network and the history.
//!
//! ```
//! use passerelle_advice::{Answers, Circumstances, Questionnaire, routine};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let file = r#"{
//!     "id": "scent", "title": "Find a scent", "currency": "EUR", "minorDigits": 2,
//!     "questions": [{ "id": "mood", "text": "Day or night?", "answers": [
//!         { "id": "day", "text": "Day", "tags": { "fresh": 2 } },
//!         { "id": "night", "text": "Night", "tags": { "woody": 2 } }
//!     ] }],
//!     "steps": [{ "id": "scent", "name": "Scent", "items": [0, 1] }],
//!     "items": [
//!         { "id": "A", "title": "Cedar", "url": "https://shop.example/A", "division": "perfume", "tags": ["woody"] },
//!         { "id": "B", "title": "Lemon", "url": "https://shop.example/B", "division": "perfume", "tags": ["fresh"] }
//!     ]
//! }"#;
//! let questionnaire: Questionnaire = serde_json::from_str(file)?;
//! questionnaire.check()?;
//! let answers = Answers::from([("mood".to_owned(), vec!["day".to_owned()])]);
//! let found = routine(&questionnaire, &answers, &Circumstances::default());
//! assert_eq!(found.steps[0].pick.as_ref().map(|pick| pick.item_id.as_str()), Some("B"));
//! # Ok(())
//! # }
//! ```

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

#[cfg(target_arch = "wasm32")]
mod browser;
mod comparison;
mod coverage;
mod details;
mod questionnaire;
mod routine;
#[cfg(feature = "types")]
pub mod typescript;

pub use comparison::{Comparison, MAX_COMPARED, Row, Section, compare};
pub use coverage::{Coverage, Gap, MAX_PATHS, coverage};
pub use details::{Attribute, Characteristic, DetailsFile, ItemDetails};
pub use questionnaire::{
    Answer, Answers, Candidate, Condition, Question, Questionnaire, QuestionnaireError, Season, Step,
};
pub use routine::{Circumstances, Ground, Pick, Routine, RoutineStep, routine};
