//! The store's part of the WebAssembly API: consent, saving, refreshing, and edits by the shopper. Asynchronous calls
//! return promises; no borrow is held across an await point. Not for how the store works: see [`crate::store`].

use super::api::{Module, object, promise, wrong};
use super::clock;
use super::error::ApiError;
use super::page_object::PageObject;
use super::page_store::PageStore;
use crate::consent::{ActedOn, Statement, StatementSource, Weight};
use crate::history::{
    Edit, Edited, EventNumber, HistoryImport, HistorySummary, ImportError, Log, PlainField, PlainValue, Row,
};
use crate::model::{AnswerKey, Category, Slug, whole_number};
use crate::request::{self, Fields, Unreadable};
use crate::store::Failure;
use crate::store::protocol::{PlainStoreEvent, TabEvent};
use js_sys::Promise;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

const HEAR: &str = "hear(source, weight, granted, time, actedOn)";
/// Most values and letters of an import: many times what a full history has.
const MAX_SIZE: usize = 5_000_000;
/// Most levels of lists and objects in one another in an import. An export has five.
const MAX_LEVELS: usize = 8;

#[wasm_bindgen]
impl Module {
    /// Receives a statement of a consent source, made `time` milliseconds after the page started. A denial stops reads
    /// and writes at once.
    pub fn hear(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: &str,
        #[wasm_bindgen(unchecked_param_type = "Weight")] weight: &str,
        granted: bool,
        time: f64,
        #[wasm_bindgen(unchecked_param_type = "ActedOn")] acted_on: &str,
    ) -> Result<(), JsValue> {
        let wrong = |field, needed| wrong(HEAR, field, needed);
        let source =
            StatementSource::from_name(source).ok_or_else(|| wrong("source", "a source that src/consent.rs lists"))?;
        let weight =
            Weight::from_name(weight).ok_or_else(|| wrong("weight", "\"default\", \"replayed\" or \"new\""))?;
        if !(time >= 0.0 && time.is_finite()) {
            let needed = "milliseconds since the page started, as performance.now() gives them";
            return Err(wrong("time", needed).into());
        }
        let statement = Statement { source, weight, granted, time_ms: time as u64 };
        match ActedOn::from_name(acted_on) {
            Some(ActedOn::Nowhere) => self.store.hear(statement),
            Some(ActedOn::Here) => self.store.recall(statement),
            Some(ActedOn::Elsewhere) => self.store.hear(statement.repeated()),
            None => return Err(wrong("actedOn", "\"nowhere\", \"here\" or \"elsewhere\"").into()),
        }
        Ok(())
    }

    /// Acts on the statements: erases, starts or continues the history.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn decide(&self) -> Promise {
        let store = self.store.clone();
        promise(async move {
            store.decide().await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Receives an event of another tab; `epoch` is the number of the grant whose rows it erased. An event of a later
    /// version is a change. A number that no grant has counts as any grant's: the history closes, because an erasure
    /// must not be missed.
    pub fn told(&self, #[wasm_bindgen(unchecked_param_type = "TabEvent")] event: &str, epoch: Option<f64>) {
        let epoch = epoch.and_then(whole_number).and_then(|epoch| u64::try_from(epoch).ok());
        let event = TabEvent::from_name(event).unwrap_or(TabEvent::Changed);
        self.store.told(PlainStoreEvent { event, epoch }.into());
    }

    /// Writes new records. Resolves to true if they are on the device.
    #[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
    pub fn save(&self) -> Promise {
        let store = self.store.clone();
        promise(async move { Ok(store.save().await.into()) })
    }

    /// Reads what other tabs have written.
    #[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
    pub fn refresh(&self) -> Promise {
        let store = self.store.clone();
        promise(async move { Ok(store.refresh().await.into()) })
    }

    /// Reads what other tabs have written while the page was in the browser's back/forward cache.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn resume(&self) -> Promise {
        let store = self.store.clone();
        promise(async move {
            store.resume().await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Deletes expired rows, with or without consent, and compacts appended ones.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn tidy(&self) -> Promise {
        let store = self.store.clone();
        promise(async move {
            store.expire().await;
            if store.wants_compaction() {
                store.compact().await;
            }
            Ok(JsValue::UNDEFINED)
        })
    }

    /// All stored data, as `HistoryExport`.
    #[wasm_bindgen(js_name = exportHistory, unchecked_return_type = "Promise<HistoryExport>")]
    pub fn export_history(&self) -> Promise {
        let store = self.store.clone();
        promise(async move {
            let rows = store.read().await.map_err(ApiError::Unreachable)?;
            object(&Log::read(&rows).into_export())
        })
    }

    /// What the stored data says in short, as `HistorySummary`.
    #[wasm_bindgen(js_name = historySummary, unchecked_return_type = "Promise<HistorySummary>")]
    pub fn history_summary(&self) -> Promise {
        let store = self.store.clone();
        promise(async move {
            let rows = store.read().await.map_err(ApiError::Unreachable)?;
            object(&HistorySummary::of(&Log::read(&rows).into_export()))
        })
    }

    /// Imports an export, or past events. Resolves to the number of new events; 0 without consent.
    #[wasm_bindgen(js_name = importHistory, unchecked_return_type = "Promise<number>")]
    pub fn import_history(
        &self,
        #[wasm_bindgen(unchecked_param_type = "HistoryExport | readonly PastEvent[]")] told: JsValue,
    ) -> Result<Promise, JsValue> {
        let told = HistoryImport::read(&plain(told)?).map_err(ApiError::from)?;
        let import = self.store.is_open().then(|| self.admitted(told).into_edit(self.first_number()));
        let store = self.store.clone();
        Ok(promise(async move {
            let Some(import) = import else { return Ok(0.into()) };
            Ok(match edit(&store, import).await {
                Ok(brought) => brought.into(),
                // If this page uses the fallback in memory, the import applies to that.
                Err(FailedEdit { brought, .. }) if store.is_open() => brought.into(),
                Err(FailedEdit { failure, .. }) => return Err(ApiError::Unreachable(failure).into()),
            })
        }))
    }

    /// Deletes everything; the consent and a pause remain.
    #[wasm_bindgen(js_name = clearHistory, unchecked_return_type = "Promise<void>")]
    pub fn clear_history(&self) -> Promise {
        let store = self.store.clone();
        promise(async move {
            let cleared = store.clear().await;
            store.publish_edit();
            cleared.map_err(ApiError::NotErased)?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Deletes everything about one item.
    #[wasm_bindgen(js_name = forgetItem, unchecked_return_type = "Promise<void>")]
    pub fn forget_item(&self, id: &str) -> Promise {
        self.edited(Edit::Forget(self.resolved(id)))
    }

    /// Deletes the adviser named by a link.
    #[wasm_bindgen(js_name = forgetAdviser, unchecked_return_type = "Promise<void>")]
    pub fn forget_adviser(&self) -> Promise {
        self.edited(Edit::ForgetAdviser)
    }

    /// Marks the events of an item as gifts or not.
    #[wasm_bindgen(js_name = markGift, unchecked_return_type = "Promise<void>")]
    pub fn mark_gift(&self, id: &str, gift: bool) -> Promise {
        self.edited(Edit::MarkGift { item: self.resolved(id), is_gift: gift })
    }

    /// Stores the answers to a questionnaire, in the format of `keptAnswers`, and replaces earlier ones; an empty list
    /// deletes them. Without consent nothing is stored.
    #[wasm_bindgen(js_name = keepAnswers, unchecked_return_type = "Promise<void>")]
    pub fn keep_answers(&self, questionnaire: &str, answers: Vec<String>) -> Promise {
        let key = |answer: &String| AnswerKey::of(&format!("{questionnaire}/{answer}"));
        let answers: Vec<AnswerKey> = answers.iter().filter_map(key).collect();
        match Slug::new(questionnaire) {
            // Deleting is always allowed, whatever this page knows of consent.
            Some(questionnaire) if self.store.is_open() || answers.is_empty() => {
                self.edited(Edit::Answer { questionnaire, answers, time: clock::now() })
            }
            _ => Promise::resolve(&JsValue::UNDEFINED),
        }
    }

    /// Pauses or resumes recording.
    #[wasm_bindgen(js_name = setPaused, unchecked_return_type = "Promise<void>")]
    pub fn set_paused(&self, paused: bool) -> Promise {
        self.edited(Edit::Pause(paused))
    }
}

/// An edit that the device's store did not accept.
struct FailedEdit {
    /// Number of events that the edit added to the history in memory, if this page uses that.
    brought: usize,
    failure: Failure,
}

/// Applies an edit to all stored rows, and returns the number of events it added.
async fn edit(store: &PageStore, edit: Edit) -> Result<usize, FailedEdit> {
    let last_brought = Cell::new(0);
    let change = |rows: Vec<Row>| {
        let Edited { rows, brought } = edit.apply(&rows);
        last_brought.set(brought);
        rows
    };
    let edited = store.edit(&change).await;
    if !edit.only_adds() {
        store.publish_edit();
    }
    match edited {
        Ok(is_done) => Ok(if is_done { last_brought.get() } else { 0 }),
        Err(failure) => Err(FailedEdit { brought: last_brought.get(), failure }),
    }
}

impl Module {
    fn edited(&self, change: Edit) -> Promise {
        let store = self.store.clone();
        promise(async move {
            edit(&store, change).await.map_err(|failed| ApiError::Unreachable(failed.failure))?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// The item behind an id that the page uses, as far as it is known.
    fn resolved(&self, id: &str) -> String {
        self.engine.borrow().resolve(id).to_owned()
    }

    /// The number from which the events of an import are counted.
    fn first_number(&self) -> EventNumber {
        let (high, low) = (self.device.random() as u64, self.device.random() as u64);
        EventNumber(u128::from(high) << 75 | u128::from(low) << 22)
    }

    /// The events whose type the house has and that is not sensitive.
    fn admitted(&self, told: HistoryImport) -> HistoryImport {
        let engine = self.engine.borrow();
        let admits = |division: &str, item_type: &str| engine.may_remember(Category { division, item_type });
        match told {
            HistoryImport::Export(mut export) => {
                export.events.retain(|event| admits(&event.division, &event.item_type));
                HistoryImport::Export(export)
            }
            HistoryImport::Past(mut events) => {
                events.retain(|event| admits(&event.division, &event.item_type));
                for event in &mut events {
                    event.item_id = engine.resolve(&event.item_id).to_owned();
                }
                HistoryImport::Past(events)
            }
        }
    }
}

/// Reads a value of the page completely.
fn plain(value: JsValue) -> Result<PlainValue, ApiError> {
    let is_list = js_sys::Array::is_array(&value);
    let Some(object) = PageObject::of(value) else { return Ok(PlainValue::Nothing) };
    let whole = if is_list { object.whole() } else { Ok(request::Value::Object(object)) };
    Plain { left: MAX_SIZE }.value(whole.map_err(unreadable("history"))?, MAX_LEVELS)
}

/// Reads values of the page that have at most so many values and letters in all.
struct Plain {
    left: usize,
}

impl Plain {
    /// Reads at most `levels` of lists and objects in one another. Deeper ones are nothing, which no field takes.
    fn value(&mut self, value: request::Value<PageObject>, levels: usize) -> Result<PlainValue, ApiError> {
        let letters = if let request::Value::Text(text) = &value { text.len() } else { 0 };
        self.left = self.left.checked_sub(1 + letters).ok_or_else(too_large)?;
        Ok(match value {
            request::Value::Flag(flag) => PlainValue::Flag(flag),
            request::Value::Number(number) => PlainValue::Number(number),
            request::Value::Text(text) => PlainValue::Text(text),
            request::Value::List(list) if levels > 0 => {
                PlainValue::List(list.into_iter().map(|value| self.value(value, levels - 1)).collect::<Result<_, _>>()?)
            }
            request::Value::Object(object) if levels > 0 => {
                let mut fields = Vec::new();
                for name in object.names().map_err(unreadable("Object.keys"))? {
                    let value = object.get(&name).map_err(unreadable(&name))?;
                    let value = self.value(value, levels - 1)?;
                    fields.push(PlainField { name, value });
                }
                PlainValue::Fields(fields)
            }
            _ => PlainValue::Nothing,
        })
    }
}

fn unreadable(field: &str) -> impl FnOnce(Unreadable) -> ApiError + '_ {
    move |Unreadable(problem)| ApiError::Getter { field: field.to_owned(), problem }
}

fn too_large() -> ApiError {
    let expected = "an export, or a list of past events, with at most 5,000,000 values and letters in all";
    ImportError { field: "history".to_owned(), expected }.into()
}
