//! The WebAssembly API that the npm package calls. An object of the page is read and validated before any borrow,
//! because its getters may throw or call the module again. A `prepare` method fetches the files that
//! a call needs; the call itself is synchronous. Not for page authors: see docs/javascript-api.md.

use super::answers::{SuggestAnswer, TrackAnswer, WeatherFile};
use super::device::Device;
use super::error::ApiError;
use super::network::Network;
use super::page_object::PageObject;
use super::page_store::{self, PageStore};
use super::{PackFiles, clock};
use crate::discretion::{NoticeEvent, NoticeState};
use crate::engine::{DecidedMessage, Engine};
use crate::history::EventNumber;
use crate::message::{MessageBoard, MessageEvent};
use crate::model::{AnswerKey, DAY, EventKind, Factor, Slug};
use crate::pack::Manifest;
use crate::plan::{Needs, Text};
use crate::request::{
    Basis, GroupOptions, MessagesRequest, OptionError, SeasonOptions, SuggestRequest, TrackedEvent, WeatherSource,
    read_weather,
};
use crate::season::Weather;
use crate::view::{ExplanationView, ItemView, MessageView, SlateView};
use futures_util::FutureExt;
use js_sys::{Array, Promise, Uint8Array};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// Computes the content to draw.
type Draw = dyn Fn(&mut Engine) -> Result<JsValue, JsValue>;
/// Whether the drawn content is still within the caps.
type Stands = dyn Fn(&mut Engine) -> bool;

/// Maximum number of attempts to make a slate while other tabs offer the same items.
const OFFERS: usize = 3;

/// A pack that is open on a page, or is being opened.
#[wasm_bindgen]
pub struct Module {
    pub(super) engine: Rc<RefCell<Engine>>,
    pub(super) store: Rc<PageStore>,
    pub(super) device: Device,
    files: Rc<PackFiles<Network>>,
    locale: String,
    /// For previews: the time to use instead of now, in seconds since 1970-01-01 UTC.
    pretended: Cell<Option<i64>>,
}

/// The types of the package that the signatures below name. The first two files are generated: see
/// `crate::typescript`.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
import type { AdviceContext, Assignment, Explanation, GroupOptions, HistoryExport, Item, Message, MessageEvent, MessagesRequest, NoticeEvent, NoticeState, PageEvent, SeasonOptions, SuggestRequest, Suggestion, Weather } from "../src/api-types.js";
import type { ActedOn, HistorySummary, Source, SuggestAnswer, TabEvent, TrackAnswer, WeatherFile, Weight } from "../src/module-types.js";
import type { Device } from "../src/store/device.js";
import type { PastEvent } from "../src/types.js";
"#;

/// The inputs that an answer may depend on.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum AnswerBasis {
    /// The page, and the history if one is kept.
    History = "history",
    /// The page only.
    Page = "page",
    /// The season and the page.
    Season = "season",
}

#[wasm_bindgen]
impl Module {
    /// Creates a module for the pack in the folder at this absolute URL, which ends with a slash, as described by its
    /// `manifest.json`. `seed` is random: this page's events are numbered from it. Nothing is requested from `device`
    /// before a consent source has made a statement.
    #[wasm_bindgen(constructor)]
    pub fn new(
        locale: String,
        seed: u64,
        folder: String,
        manifest: &[u8],
        #[wasm_bindgen(unchecked_param_type = "Device")] device: Device,
    ) -> Result<Self, JsValue> {
        #[cfg(debug_assertions)]
        console_error_panic_hook::set_once();
        let network = Network::new(folder);
        let manifest = Manifest::parse(manifest).map_err(|error| network.failure(error.into()))?;
        let mut engine = Engine::new();
        engine.number_from(EventNumber(u128::from(seed) << 64));
        engine.set_locale(locale.clone());
        let engine = Rc::new(RefCell::new(engine));
        let files = Rc::new(PackFiles::new(network, Rc::clone(&engine), manifest));
        let store = page_store::open(&engine, device.clone());
        Ok(Self { engine, store, device, files, locale, pretended: Cell::new(None) })
    }

    /// Opens the pack. Rejects if the pack cannot be opened.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn open(&self) -> Promise {
        self.load(Needs::default())
    }

    /// The content of the translations file in the page's language.
    #[wasm_bindgen(unchecked_return_type = "Promise<Uint8Array>")]
    pub fn translations(&self) -> Promise {
        self.text(Text::Translations)
    }

    /// The URL of the translations file, for error messages if it cannot be read.
    #[wasm_bindgen(js_name = translationsAddress)]
    pub fn translations_address(&self) -> String {
        self.files.source().address(&self.files.translations_path(&self.locale))
    }

    /// The tag of the house's language in which names are given.
    pub fn language(&self) -> String {
        self.files.language(&self.locale)
    }

    /// Leaves the page, if the same document shows another one.
    #[wasm_bindgen(js_name = leavePage)]
    pub fn leave_page(&self) {
        self.engine.borrow_mut().leave_page();
    }

    /// Sets the page's country, weather and day. Returns the weather file to fetch, if any: fetch it, then call
    /// [`Module::setWeather`](Module::set_weather).
    #[wasm_bindgen(js_name = setSeason, unchecked_return_type = "WeatherFile | null")]
    pub fn set_season(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SeasonOptions")] season: JsValue,
    ) -> Result<JsValue, JsValue> {
        let season = read(season, "season", SeasonOptions::read)?;
        let time_zone = season.country.is_none().then(clock::time_zone).flatten();
        let mut engine = self.engine.borrow_mut();
        self.pretended.set(season.day.map(|day| day.start() + DAY / 2));
        let country = engine.set_place(season.country.as_deref(), time_zone.as_deref());
        let (weather, address) = match season.weather {
            Some(WeatherSource::Page(weather)) => (weather, None),
            Some(WeatherSource::File(address)) => (Weather::default(), Some(address)),
            None => (Weather::default(), None),
        };
        engine.set_weather(weather);
        let country = country.map(|country| country.to_string());
        let regions = time_zone.into_iter().chain(country).chain(["*".to_owned()]).collect();
        object(&address.map(|address| WeatherFile { address, regions }))
    }

    /// Sets the weather of the page's region, from a weather file.
    #[wasm_bindgen(js_name = setWeather)]
    pub fn set_weather(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Weather")] weather: JsValue,
    ) -> Result<(), JsValue> {
        let weather = read(weather, "weather", read_weather)?;
        self.engine.borrow_mut().set_weather(weather);
        Ok(())
    }

    /// Fetches the files that an event needs, before [`Module::track`] is called.
    #[wasm_bindgen(js_name = prepareEvent, unchecked_return_type = "Promise<void>")]
    pub fn prepare_event(
        &self,
        #[wasm_bindgen(unchecked_param_type = "PageEvent")] event: JsValue,
    ) -> Result<Promise, JsValue> {
        let event = read(event, "track(event)", TrackedEvent::read)?;
        Ok(self.load_first_known(event.name, event.item_ids))
    }

    /// Records the event.
    #[wasm_bindgen(unchecked_return_type = "TrackAnswer")]
    pub fn track(
        &self,
        #[wasm_bindgen(unchecked_param_type = "PageEvent")] event: JsValue,
    ) -> Result<JsValue, JsValue> {
        let event = read(event, "track(event)", TrackedEvent::read)?;
        let mut engine = self.engine.borrow_mut();
        let known = engine.first_known(&event.item_ids);
        // The preview's day applies to slates, not to the history.
        let recorded = known.is_some_and(|id| engine.track_event(&event, id, clock::now()));
        let unknown_ids = known.is_none().then_some(event.item_ids);
        object(&TrackAnswer { recorded, unknown_ids })
    }

    /// Fetches the files for an item with these ids, before [`Module::known_item`] is called. The item does not become
    /// the page's item.
    #[wasm_bindgen(js_name = prepareItem, unchecked_return_type = "Promise<void>")]
    pub fn prepare_item(&self, ids: Vec<String>) -> Promise {
        // Any event other than a view declares the item and keeps the page's item.
        self.load_first_known(EventKind::Select, ids)
    }

    /// The first of these ids that the pack may contain.
    #[wasm_bindgen(js_name = knownItem)]
    pub fn known_item(&self, ids: Vec<String>) -> Option<String> {
        self.engine.borrow().first_known(&ids).cloned()
    }

    /// The data needed to draw the item with this id; `null` if the pack has none. Call
    /// [`Module::prepareItem`](Module::prepare_item) first.
    #[wasm_bindgen(js_name = itemCard, unchecked_return_type = "Item | null")]
    pub fn item_card(&self, id: &str) -> Result<JsValue, JsValue> {
        object(&self.engine.borrow().item(id, self.now()).as_ref().map(ItemView::new))
    }

    /// Fetches the files that a request needs, before [`Module::suggest`], [`Module::offer`] or [`Module::explain`] is
    /// called. Resolves to whether the list of the request's item is available.
    #[wasm_bindgen(js_name = prepareRequest, unchecked_return_type = "Promise<boolean>")]
    pub fn prepare_request(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SuggestRequest")] request: JsValue,
        basis: AnswerBasis,
    ) -> Result<Promise, JsValue> {
        let request = self.request(request, basis)?;
        let needs = self.engine.borrow_mut().needs_of_request(&request, self.now());
        let (files, engine) = (Rc::clone(&self.files), Rc::clone(&self.engine));
        Ok(promise(async move {
            fetch(&files, &needs).await?;
            Ok(request.item_id.is_some_and(|id| engine.borrow().knows(&id)).into())
        }))
    }

    /// Answers a request.
    #[wasm_bindgen(unchecked_return_type = "SuggestAnswer")]
    pub fn suggest(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SuggestRequest")] request: JsValue,
        basis: AnswerBasis,
    ) -> Result<JsValue, JsValue> {
        let request = self.request(request, basis)?;
        answer(&mut self.engine.borrow_mut(), &request, self.now(), false)
    }

    /// Answers a request with a slate that is about to be drawn and counts as shown from now on. Offers of other tabs,
    /// earlier or at the same time, are taken into account. Resolves to `undefined` if other tabs were faster every
    /// time.
    #[wasm_bindgen(unchecked_return_type = "Promise<SuggestAnswer | undefined>")]
    pub fn offer(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SuggestRequest")] request: JsValue,
    ) -> Result<Promise, JsValue> {
        let request = self.request(request, AnswerBasis::History)?;
        let (slot, now) = (request.slot.clone(), self.now());
        Ok(self.drawn(
            Box::new(move |engine| answer(engine, &request, now, true)),
            Box::new(move |engine| engine.is_active(&slot, now)),
        ))
    }

    /// Explains why an item has its position in the answer to the request, or why it is not shown. `null` if no item
    /// was ranked: the slate's status is then `off`, `no-pack`, `item-unknown` or `not-now`.
    #[wasm_bindgen(unchecked_return_type = "Explanation | null")]
    pub fn explain(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SuggestRequest")] request: JsValue,
        item_id: &str,
    ) -> Result<JsValue, JsValue> {
        let request = self.request(request, AnswerBasis::History)?;
        let now = self.now();
        let explanation = self.engine.borrow_mut().explain(&request, item_id, now);
        object(&explanation.as_ref().map(ExplanationView::new))
    }

    /// The group of this page view in a holdout test, once it is known whether a history is kept.
    #[wasm_bindgen(unchecked_return_type = "Promise<Assignment>")]
    pub fn group(
        &self,
        #[wasm_bindgen(unchecked_param_type = "GroupOptions")] options: JsValue,
    ) -> Result<Promise, JsValue> {
        let options = read(options, "group(options)", GroupOptions::read)?;
        let (engine, store, now) = (Rc::clone(&self.engine), Rc::clone(&self.store), self.now());
        Ok(promise(async move {
            store.refresh().await;
            object(&engine.borrow().assignment(options.holdout, now))
        }))
    }

    /// Records that at least half of a suggestion was visible for a second. Returns false if it must be offered again.
    #[wasm_bindgen(js_name = recordImpression)]
    pub fn record_impression(&self, item_id: &str) -> bool {
        let now = self.now();
        self.engine.borrow_mut().record_impression(item_id, now)
    }

    /// Dismisses the item ("Not for me").
    pub fn dismiss(&self, item_id: &str) {
        let now = self.now();
        self.engine.borrow_mut().dismiss(item_id, now);
    }

    /// Undoes the dismissal.
    #[wasm_bindgen(js_name = undoDismiss)]
    pub fn undo_dismiss(&self, item_id: &str) {
        let now = self.now();
        self.engine.borrow_mut().undo_dismiss(item_id, now);
    }

    /// The state of a notice on this device.
    #[wasm_bindgen(js_name = noticeState, unchecked_return_type = "NoticeState")]
    pub fn notice_state(&self, id: &str) -> Result<JsValue, JsValue> {
        let state: NoticeState = self.engine.borrow().notice_state(id);
        object(&state)
    }

    /// The content of the messages file in the page's language; `undefined` if the build's version has none.
    #[wasm_bindgen(js_name = messagesFile, unchecked_return_type = "Promise<Uint8Array | undefined>")]
    pub fn messages_file(&self) -> Promise {
        self.text(Text::Messages)
    }

    /// Reads the house's messages: `{ perDay, messages }` of the messages file, notices included.
    #[wasm_bindgen(js_name = readMessages)]
    pub fn read_messages(&self, board: JsValue) -> Result<(), JsValue> {
        let board = read(board, "messages of the pack", MessageBoard::read)?;
        self.engine.borrow_mut().read_messages(board);
        Ok(())
    }

    /// The messages that may be shown now, in order of priority; with `explains`, all other messages follow, each with
    /// the reason it is not shown.
    #[wasm_bindgen(unchecked_return_type = "Message[]")]
    pub fn messages(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MessagesRequest")] request: JsValue,
        explains: bool,
    ) -> Result<JsValue, JsValue> {
        let request = read(request, "messages(request)", MessagesRequest::read)?;
        let (engine, zone, now) = (self.engine.borrow(), clock::time_zone(), self.now());
        let decided = match explains {
            true => engine.explain_messages(&request, zone.as_deref(), now),
            false => engine.messages(&request, zone.as_deref(), now),
        };
        views(&decided, &request)
    }

    /// Draws one message, or with `notices` all notices, and records them as on this page. Messages that other tabs
    /// have drawn, earlier or at the same time, are taken into account. Resolves to `undefined` if other tabs were
    /// faster every time.
    #[wasm_bindgen(js_name = drawMessages, unchecked_return_type = "Promise<Message[] | undefined>")]
    pub fn draw_messages(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MessagesRequest")] request: JsValue,
        notices: bool,
    ) -> Result<Promise, JsValue> {
        let request = read(request, "messages(request)", MessagesRequest::read)?;
        let (zone, now) = (clock::time_zone(), self.now());
        let slot = request.slot.clone();
        let draw = move |engine: &mut Engine| {
            let drawn = match notices {
                true => engine.draw_notices(&request, zone.as_deref(), now),
                false => engine.draw_message(&request, zone.as_deref(), now).into_iter().collect(),
            };
            views(&drawn, &request)
        };
        Ok(self.drawn(Box::new(draw), Box::new(move |engine| engine.messages_stand(&slot, now))))
    }

    /// The message that `drawMessages` would draw, or none, as a list. It is not recorded: whether it fits is not known.
    #[wasm_bindgen(js_name = nextMessage, unchecked_return_type = "Message[]")]
    pub fn next_message(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MessagesRequest")] request: JsValue,
    ) -> Result<JsValue, JsValue> {
        let request = read(request, "messages(request)", MessagesRequest::read)?;
        let next = self.engine.borrow().next_message(&request, clock::time_zone().as_deref(), self.now());
        views(next.as_slice(), &request)
    }

    /// Records an event of a message: `impression`, `read`, `closed`, `satisfied` or `dissatisfied`. Returns false if
    /// there is no such message.
    #[wasm_bindgen(js_name = recordMessage)]
    pub fn record_message(&self, id: &str, event: &str) -> Result<bool, JsValue> {
        let needed = "\"impression\", \"read\", \"closed\", \"satisfied\" or \"dissatisfied\"";
        let event = MessageEvent::from_name(event).ok_or_else(|| wrong("recordMessage(id, event)", "event", needed))?;
        let now = self.now();
        Ok(self.engine.borrow_mut().record_message(id, event, now))
    }

    /// Subscribes to a back-in-stock message for a sold-out item. Returns false if no history is kept.
    #[wasm_bindgen(js_name = tellWhenBack)]
    pub fn tell_when_back(&self, item_id: &str) -> bool {
        let now = self.now();
        self.engine.borrow_mut().tell_when_back(item_id, now)
    }

    /// The position of the client's loyalty tier, given the minimum attachment of each, ascending from 0 to 1;
    /// `undefined` without a history.
    #[wasm_bindgen(js_name = loyaltyTier)]
    pub fn loyalty_tier(&self, least: Vec<f64>) -> Result<Option<usize>, JsValue> {
        if !least.iter().all(|least| (0.0..=1.0).contains(least)) {
            return Err(wrong("loyaltyTier(least)", "least", "numbers from 0 to 1").into());
        }
        let least: Vec<Factor> = least.into_iter().map(Factor::round).collect();
        Ok(self.engine.borrow().loyalty_tier(&least, self.now()))
    }

    /// The URL parameter with an adviser's code; `undefined` if the house has none.
    #[wasm_bindgen(js_name = adviserParameter)]
    pub fn adviser_parameter(&self) -> Option<String> {
        self.engine.borrow().adviser_parameter().map(str::to_owned)
    }

    /// Records the adviser named by the page's URL. Returns false for an invalid code.
    #[wasm_bindgen(js_name = hearAdviser)]
    pub fn hear_adviser(&self, code: &str) -> bool {
        self.engine.borrow_mut().hear_adviser(code, clock::now())
    }

    /// The adviser who may be credited for the order with this number; `undefined` if there is none.
    pub fn adviser(&self, order: Option<String>) -> Option<String> {
        self.engine.borrow().adviser(order.as_deref(), clock::now()).map(str::to_owned)
    }

    /// Credits the adviser, once per order.
    #[wasm_bindgen(js_name = creditAdviser)]
    pub fn credit_adviser(&self, order: Option<String>) -> Option<String> {
        self.engine.borrow_mut().credit_adviser(order.as_deref(), clock::now())
    }

    /// The content of the questionnaire file with this name, in the page's language; `undefined` if the build's version
    /// has none or the name is invalid.
    #[wasm_bindgen(js_name = questionnaireFile, unchecked_return_type = "Promise<Uint8Array | undefined>")]
    pub fn questionnaire_file(&self, name: &str) -> Promise {
        match Slug::new(name) {
            Some(name) => self.text(Text::Questionnaire(name)),
            None => Promise::resolve(&JsValue::UNDEFINED),
        }
    }

    /// The files with the details of these items, which the page names or the shopper has just requested; `undefined`
    /// if the build's version has none.
    #[wasm_bindgen(js_name = detailsFiles, unchecked_return_type = "Promise<Uint8Array[] | undefined>")]
    pub fn details_files(&self, ids: Vec<String>) -> Promise {
        let items: Vec<_> = ids.iter().map(|id| self.engine.borrow_mut().name_item(id)).collect();
        let files = Rc::clone(&self.files);
        promise(async move {
            let came = files.details(&items).await.map_err(|error| files.source().failure(error))?;
            let list =
                |came: Vec<Rc<[u8]>>| came.iter().map(|file| Uint8Array::from(&**file)).collect::<Array>().into();
            Ok(came.map_or(JsValue::UNDEFINED, list))
        })
    }

    /// The facts about these items that advice needs in addition to their cards, as `AdviceContext`.
    #[wasm_bindgen(js_name = adviceContext, unchecked_return_type = "AdviceContext")]
    pub fn advice_context(&self, ids: Vec<String>) -> Result<JsValue, JsValue> {
        object(&self.engine.borrow().advice_context(&ids, clock::time_zone().as_deref(), self.now()))
    }

    /// The stored answers to a questionnaire, each as the ids of question and answer with a slash in between.
    #[wasm_bindgen(js_name = keptAnswers)]
    pub fn kept_answers(&self, questionnaire: &str) -> Vec<String> {
        let Some(questionnaire) = Slug::new(questionnaire) else { return Vec::new() };
        let engine = self.engine.borrow();
        let written = |key: &AnswerKey| format!("{}/{}", key.question.as_str(), key.answer.as_str());
        engine.kept_answers(questionnaire).iter().map(written).collect()
    }

    /// Records an event of a notice: `waits` (pending), `shown` or `read`.
    #[wasm_bindgen(js_name = recordNotice)]
    pub fn record_notice(&self, id: &str, event: &str) -> Result<(), JsValue> {
        let needed = "\"waits\", \"shown\" or \"read\"";
        let event = NoticeEvent::from_name(event).ok_or_else(|| wrong("recordNotice(id, event)", "event", needed))?;
        let now = self.now();
        self.engine.borrow_mut().record_notice(id, event, now);
        Ok(())
    }
}

impl Module {
    pub(super) fn now(&self) -> i64 {
        self.pretended.get().unwrap_or_else(clock::now)
    }

    /// Computes content to draw after reading what other tabs wrote, and computes it again if other tabs used up the
    /// caps in the meantime. Resolves to `undefined` if they were faster every time.
    fn drawn(&self, answer: Box<Draw>, stands: Box<Stands>) -> Promise {
        let (engine, store) = (Rc::clone(&self.engine), Rc::clone(&self.store));
        promise(async move {
            store.refresh().await;
            for _ in 0..OFFERS {
                let answered = answer(&mut engine.borrow_mut())?;
                if !store.claim().await || stands(&mut engine.borrow_mut()) {
                    return Ok(answered);
                }
            }
            Ok(JsValue::UNDEFINED)
        })
    }

    /// A promise of a text file; of `undefined` if the build has none.
    fn text(&self, text: Text) -> Promise {
        let (files, locale) = (Rc::clone(&self.files), self.locale.clone());
        promise(async move {
            let content = files.text(text, &locale).await.map_err(|error| files.source().failure(error))?;
            Ok(content.map_or(JsValue::UNDEFINED, |content| Uint8Array::from(&*content).into()))
        })
    }

    fn load(&self, needs: Needs) -> Promise {
        let files = Rc::clone(&self.files);
        promise(async move {
            fetch(&files, &needs).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Fetches the files for the first of several ids that the pack knows. The first id is declared synchronously, in
    /// this call.
    fn load_first_known(&self, kind: EventKind, ids: Vec<String>) -> Promise {
        let (files, engine) = (Rc::clone(&self.files), Rc::clone(&self.engine));
        let mut ids = ids.into_iter();
        let mut next = ids.next().map(|id| (engine.borrow_mut().needs_of_event(kind, &id), id));
        promise(async move {
            while let Some((needs, id)) = next {
                fetch(&files, &needs).await?;
                let is_unknown = engine.borrow().lacks(&id);
                next = ids.next().filter(|_| is_unknown).map(|id| {
                    let needs = engine.borrow_mut().needs_of_event(kind, &id);
                    (needs, id)
                });
            }
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Reads and validates a request.
    pub(super) fn request(&self, request: JsValue, basis: AnswerBasis) -> Result<SuggestRequest, JsValue> {
        let mut request = read(request, "suggest(request)", SuggestRequest::read)?;
        request.basis = match basis {
            AnswerBasis::Page => Basis::Page,
            AnswerBasis::Season => Basis::Season,
            AnswerBasis::History => Basis::History,
            _ => return Err(wrong("suggest(request, basis)", "basis", "\"history\", \"page\" or \"season\"").into()),
        };
        self.engine.borrow().check(&request).map_err(ApiError::from)?;
        Ok(request)
    }
}

/// Fetches the missing files; an error names the pack.
async fn fetch(files: &PackFiles<Network>, needs: &Needs) -> Result<(), ApiError> {
    files.load(needs).await.map_err(|error| files.source().failure(error))
}

/// Answers a request; with `offers`, the slate counts as shown from now on.
fn answer(engine: &mut Engine, request: &SuggestRequest, now: i64, offers: bool) -> Result<JsValue, JsValue> {
    engine.show_page_of(request);
    let unknown_item = request.item_id.as_deref().filter(|id| engine.lacks(id));
    let slate = engine.suggest(request, now);
    let answer = object(&SuggestAnswer { slate: SlateView::new(&slate), unknown_item })?;
    if offers {
        let draft = slate.draft(request.page);
        engine.offer(&draft, &request.slot, now);
    }
    Ok(answer)
}

/// Converts messages to plain objects.
fn views(decided: &[DecidedMessage], request: &MessagesRequest) -> Result<JsValue, JsValue> {
    object(&decided.iter().map(|decided| MessageView::new(decided, request.pictures.is_some())).collect::<Vec<_>>())
}

/// Converts a future to a promise. Boxed, so that the code is not duplicated for each caller.
pub(super) fn promise(work: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    future_to_promise(work.boxed_local())
}

/// Reads the argument of `call`.
fn read<T>(
    given: JsValue,
    call: &'static str,
    read: impl FnOnce(&PageObject) -> Result<T, OptionError>,
) -> Result<T, ApiError> {
    let fields = PageObject::of(given).ok_or(OptionError::NoObject { call })?;
    Ok(read(&fields)?)
}

/// The error for an argument of a wrong kind or out of range.
pub(super) fn wrong(call: &'static str, field: &'static str, needed: &str) -> ApiError {
    OptionError::Wrong { call, field, needed: needed.to_owned() }.into()
}

/// Converts `value` to a plain JavaScript object, with `null` for missing values.
pub(super) fn object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::new().serialize_missing_as_null(true)).map_err(|error| ApiError::from(error).into())
}
