//! The WebAssembly API that the npm package calls. Values from files and pages are read completely and validated first.

use crate::{Answers, Circumstances, ItemDetails, Questionnaire, routine};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A questionnaire.
#[wasm_bindgen]
pub struct Advice(Questionnaire);

#[wasm_bindgen]
impl Advice {
    /// Reads a questionnaire from its file's parsed JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(file: JsValue) -> Result<Self, JsError> {
        let questionnaire: Questionnaire = read(file, "the questionnaire's file")?;
        questionnaire.check()?;
        Ok(Self(questionnaire))
    }

    /// The positions of the questions to ask, given these answers.
    pub fn asked(&self, answers: JsValue) -> Result<Vec<u32>, JsError> {
        let answers: Answers = read(answers, "the answers")?;
        Ok(self.0.asked(&answers).filter_map(|(at, _)| u32::try_from(at).ok()).collect())
    }

    /// The routine for these answers.
    pub fn routine(&self, answers: JsValue, circumstances: JsValue) -> Result<JsValue, JsError> {
        let answers: Answers = read(answers, "the answers")?;
        let circumstances: Circumstances = read(circumstances, "the circumstances")?;
        object(&routine(&self.0, &answers, &circumstances))
    }
}

/// Compares items: a list of `ItemDetails` becomes a `Comparison`.
#[wasm_bindgen]
pub fn compare(items: JsValue) -> Result<JsValue, JsError> {
    let items: Vec<ItemDetails> = read(items, "the details of items")?;
    object(&crate::compare(&items))
}

fn read<T: DeserializeOwned>(value: JsValue, what: &str) -> Result<T, JsError> {
    serde_wasm_bindgen::from_value(value).map_err(|error| JsError::new(&format!("{what} cannot be read: {error}")))
}

fn object(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::new().serialize_missing_as_null(true))?)
}
