//! The part of the WebAssembly API that recalls slates drawn before. Not for what may be shown again: see
//! [`crate::engine`].

use super::api::{AnswerBasis, Module, object, promise};
use super::error::ApiError;
use crate::engine::{digest, offered_slate};
use crate::history::Log;
use crate::view::SlateView;
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Module {
    /// A number for a list of texts, for example the ids of a slate's items. It does not contain them; who guesses them
    /// can check the guess.
    pub fn digest(&self, texts: Vec<String>) -> u32 {
        digest(&texts)
    }

    /// Of the items of a slate that was drawn for this request, those that may be drawn again: they were not dismissed,
    /// bought, put in the cart or sold out since.
    #[wasm_bindgen(js_name = stillShown)]
    pub fn still_shown(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SuggestRequest")] request: JsValue,
        item_ids: Vec<String>,
    ) -> Result<Vec<String>, JsValue> {
        let (request, now) = (self.request(request, AnswerBasis::History)?, self.now());
        let mut engine = self.engine.borrow_mut();
        Ok(item_ids.into_iter().filter(|id| engine.may_stay(&request, id, now)).collect())
    }

    /// The suggestions of the slate with this [`Module::digest`] that the stored log has as offered, in their order,
    /// without those that may no longer be shown. Resolves to an empty list if the log has no such slate.
    #[wasm_bindgen(unchecked_return_type = "Promise<Suggestion[]>")]
    pub fn recall(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SuggestRequest")] request: JsValue,
        number: u32,
    ) -> Result<Promise, JsValue> {
        let (request, now) = (self.request(request, AnswerBasis::History)?, self.now());
        let (engine, store) = (Rc::clone(&self.engine), Rc::clone(&self.store));
        Ok(promise(async move {
            // Without a history nothing is read.
            let Some(epoch) = store.epoch() else { return Ok(Array::new().into()) };
            let rows = store.read().await.map_err(ApiError::Unreachable)?;
            if store.epoch() != Some(epoch) {
                return Ok(Array::new().into());
            }
            let offered = offered_slate(&Log::read(&rows).invitations, number).unwrap_or_default();
            let mut engine = engine.borrow_mut();
            engine.show_page_of(&request);
            let mut recalled = vec![None; offered.len()];
            for request in engine.requests_to_recall(&request, &offered, now) {
                for suggestion in SlateView::new(&engine.suggest(&request, now)).suggestions {
                    let place = offered.iter().position(|id| id == suggestion.item_id);
                    if let Some(place) = place.and_then(|place| recalled.get_mut(place)) {
                        *place = Some(object(&suggestion)?);
                    }
                }
            }
            Ok(recalled.into_iter().flatten().collect::<Array>().into())
        }))
    }
}
