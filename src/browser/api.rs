//! What the npm package calls. Every call takes one object of the page's, which is read and checked before anything of
//! ours is borrowed: a getter of it may throw, or call the module. What a call needs is fetched by its `prepare` before;
//! the call itself answers at once.

use super::device::Device;
use super::error::ApiError;
use super::network::Network;
use super::page_object::PageObject;
use super::page_store::{self, PageStore};
use super::{PackFiles, clock};
use crate::discretion::{NoticeEvent, NoticeState};
use crate::engine::{DecidedMessage, Engine};
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

/// Makes what is about to be drawn.
type Draw = dyn Fn(&mut Engine) -> Result<JsValue, JsValue>;
/// Whether what was drawn still stands.
type Stands = dyn Fn(&mut Engine) -> bool;

/// So often a slate is made anew when other tabs offer the same at the same time.
const OFFERS: usize = 3;

/// A pack that is open on a page, or about to be.
#[wasm_bindgen]
pub struct Module {
    pub(super) engine: Rc<RefCell<Engine>>,
    pub(super) store: Rc<PageStore>,
    pub(super) device: Device,
    files: Rc<PackFiles<Network>>,
    locale: String,
    /// For previews: the time instead of now, in seconds since 1970-01-01 UTC.
    pretended: Cell<Option<i64>>,
}

/// A slate and what became of the page's item.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SuggestAnswer<'a> {
    slate: SlateView<'a>,
    /// The request's item, where the pack is known not to have it.
    unknown_item: Option<&'a str>,
}

/// What became of an event.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TrackAnswer {
    /// Whether it was recorded: not when the pack does not know the item, nor when its type is sensitive.
    recorded: bool,
    /// The event's ids, where the pack is known to have none of them.
    unknown_ids: Option<Vec<String>>,
}

/// A file with the weather of all regions, which the package is to fetch.
#[derive(Serialize)]
struct WeatherFile {
    address: String,
    /// The first of these that the file has is the page's: a time zone, a country, or `*`.
    regions: Vec<String>,
}

/// What an answer may depend on.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum AnswerBasis {
    /// The page, and the history where one is kept.
    History = "history",
    /// The page alone.
    Page = "page",
    /// The season and the page.
    Season = "season",
}

#[wasm_bindgen]
impl Module {
    /// The pack in the folder at this absolute address, which ends with a slash, as its `manifest.json` describes it.
    /// `seed` is random: the events of this page are numbered from it. Nothing is asked of `device` before a source of
    /// consent has spoken.
    #[wasm_bindgen(constructor)]
    pub fn new(locale: String, seed: u64, folder: String, manifest: &[u8], device: Device) -> Result<Self, JsValue> {
        #[cfg(debug_assertions)]
        console_error_panic_hook::set_once();
        let network = Network::new(folder);
        let manifest = Manifest::parse(manifest).map_err(|error| network.failure(error.into()))?;
        let mut engine = Engine::new();
        engine.number_from(u128::from(seed) << 64);
        engine.set_locale(locale.clone());
        let engine = Rc::new(RefCell::new(engine));
        let files = Rc::new(PackFiles::new(network, Rc::clone(&engine), manifest));
        let store = page_store::open(&engine, device.clone());
        Ok(Self { engine, store, device, files, locale, pretended: Cell::new(None) })
    }

    /// Opens the pack. Rejects when that cannot be done.
    pub fn open(&self) -> Promise {
        self.load(Needs::default())
    }

    /// What the house says in the page's language: the file's content.
    pub fn translations(&self) -> Promise {
        self.text(Text::Translations)
    }

    /// The address of that file, for who cannot read it.
    #[wasm_bindgen(js_name = translationsAddress)]
    pub fn translations_address(&self) -> String {
        self.files.host().address(&self.files.translations_path(&self.locale))
    }

    /// The language of the house in which names are given: its tag.
    pub fn language(&self) -> String {
        self.files.language(&self.locale)
    }

    /// Another page is open: the same document shows it.
    #[wasm_bindgen(js_name = leavePage)]
    pub fn leave_page(&self) {
        self.engine.borrow_mut().leave_page();
    }

    /// What the page knows of the place, the weather and the day. The answer, if any, is a file with the weather: fetch it,
    /// then call [`Module::setWeather`](Module::set_weather).
    #[wasm_bindgen(js_name = setSeason)]
    pub fn set_season(&self, season: JsValue) -> Result<JsValue, JsValue> {
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
        let country = country.map(|letters| letters.map(char::from).iter().collect());
        let regions = time_zone.into_iter().chain(country).chain(["*".to_owned()]).collect();
        object(&address.map(|address| WeatherFile { address, regions }))
    }

    /// The weather that a file tells for the page's region.
    #[wasm_bindgen(js_name = setWeather)]
    pub fn set_weather(&self, weather: JsValue) -> Result<(), JsValue> {
        let weather = read(weather, "weather", read_weather)?;
        self.engine.borrow_mut().set_weather(weather);
        Ok(())
    }

    /// The page speaks of an event: fetches what is needed before [`Module::track`] is called.
    #[wasm_bindgen(js_name = prepareEvent)]
    pub fn prepare_event(&self, event: JsValue) -> Result<Promise, JsValue> {
        let event = read(event, "track(event)", TrackedEvent::read)?;
        Ok(self.load_first_known(event.name, event.item_ids))
    }

    /// Takes note of the event.
    pub fn track(&self, event: JsValue) -> Result<JsValue, JsValue> {
        let event = read(event, "track(event)", TrackedEvent::read)?;
        let mut engine = self.engine.borrow_mut();
        let known = engine.first_known(&event.item_ids);
        // A pretended day is for previews of slates, not for the history.
        let recorded = known.is_some_and(|id| engine.track_event(&event, id, clock::now()));
        let unknown_ids = known.is_none().then_some(event.item_ids);
        object(&TrackAnswer { recorded, unknown_ids })
    }

    /// The page speaks of an item under these ids: fetches what is needed before [`Module::known_item`] is called. That does
    /// not make it the page's own.
    #[wasm_bindgen(js_name = prepareItem)]
    pub fn prepare_item(&self, ids: Vec<String>) -> Promise {
        // Whatever is no view declares an item and leaves the page's own.
        self.load_first_known(EventKind::Select, ids)
    }

    /// The first of these ids that the pack is not known to lack.
    #[wasm_bindgen(js_name = knownItem)]
    pub fn known_item(&self, ids: Vec<String>) -> Option<String> {
        self.engine.borrow().first_known(&ids).cloned()
    }

    /// What is needed to draw the item of this id; `null` where the pack has none. [`Module::prepareItem`](Module::prepare_item) comes
    /// before it.
    #[wasm_bindgen(js_name = itemCard)]
    pub fn item_card(&self, id: &str) -> Result<JsValue, JsValue> {
        object(&self.engine.borrow().item(id, self.now()).as_ref().map(ItemView::new))
    }

    /// The page is about to ask: fetches what is needed before [`Module::suggest`], [`Module::offer`] or
    /// [`Module::explain`] is called. Gives whether the list of the request's item is there.
    #[wasm_bindgen(js_name = prepareRequest)]
    pub fn prepare_request(&self, request: JsValue, basis: AnswerBasis) -> Result<Promise, JsValue> {
        let request = self.request(request, basis)?;
        let needs = self.engine.borrow_mut().needs_of_request(&request, self.now());
        let (files, engine) = (Rc::clone(&self.files), Rc::clone(&self.engine));
        Ok(promise(async move {
            fetch(&files, &needs).await?;
            Ok(request.item_id.is_some_and(|id| engine.borrow().knows(&id)).into())
        }))
    }

    /// Answers a request.
    pub fn suggest(&self, request: JsValue, basis: AnswerBasis) -> Result<JsValue, JsValue> {
        let request = self.request(request, basis)?;
        answer(&mut self.engine.borrow_mut(), &request, self.now(), false)
    }

    /// Answers a request with a slate that is about to be drawn: from now on it counts as shown. What other tabs offered
    /// before counts, also what they offer at the same time. `undefined` where they always come first.
    pub fn offer(&self, request: JsValue) -> Result<Promise, JsValue> {
        let request = self.request(request, AnswerBasis::History)?;
        let (slot, now) = (request.slot.clone(), self.now());
        Ok(self.drawn(
            Box::new(move |engine| answer(engine, &request, now, true)),
            Box::new(move |engine| engine.is_active(&slot, now)),
        ))
    }

    /// Why an item has its place in the answer to the request, or why it is not there; `null` where nothing could be
    /// suggested at all.
    pub fn explain(&self, request: JsValue, item_id: &str) -> Result<JsValue, JsValue> {
        let request = self.request(request, AnswerBasis::History)?;
        let now = self.now();
        let explanation = self.engine.borrow_mut().explain(&request, item_id, now);
        object(&explanation.as_ref().map(ExplanationView::new))
    }

    /// To which group of a comparison this page view belongs, once it is known whether a history is kept.
    pub fn group(&self, options: JsValue) -> Result<Promise, JsValue> {
        let options = read(options, "group(options)", GroupOptions::read)?;
        let (engine, store, now) = (Rc::clone(&self.engine), Rc::clone(&self.store), self.now());
        Ok(promise(async move {
            store.refresh().await;
            object(&engine.borrow().assignment(options.holdout, now))
        }))
    }

    /// At least half of a suggestion was seen for a second. False when it is to be offered anew.
    #[wasm_bindgen(js_name = recordImpression)]
    pub fn record_impression(&self, item_id: &str) -> bool {
        let now = self.now();
        self.engine.borrow_mut().record_impression(item_id, now)
    }

    /// "Not for me".
    pub fn dismiss(&self, item_id: &str) {
        let now = self.now();
        self.engine.borrow_mut().dismiss(item_id, now);
    }

    /// The refusal is taken back.
    #[wasm_bindgen(js_name = undoDismiss)]
    pub fn undo_dismiss(&self, item_id: &str) {
        let now = self.now();
        self.engine.borrow_mut().undo_dismiss(item_id, now);
    }

    /// What became of a notice.
    #[wasm_bindgen(js_name = noticeState)]
    pub fn notice_state(&self, id: &str) -> Result<JsValue, JsValue> {
        let state: NoticeState = self.engine.borrow().notice_state(id);
        object(&state)
    }

    /// What the house says to its clients in the page's language: the file's content; `undefined` where the build is of a
    /// version before there were such files.
    #[wasm_bindgen(js_name = messagesFile)]
    pub fn messages_file(&self) -> Promise {
        self.text(Text::Messages)
    }

    /// Takes up what the house says: `{ perDay, messages }` of that file, notices among them.
    #[wasm_bindgen(js_name = readMessages)]
    pub fn read_messages(&self, board: JsValue) -> Result<(), JsValue> {
        let board = read(board, "messages of the pack", MessageBoard::read)?;
        self.engine.borrow_mut().read_messages(board);
        Ok(())
    }

    /// The messages that may come now, the first one first; with `explains` every message, the others behind them with why they
    /// are not shown.
    pub fn messages(&self, request: JsValue, explains: bool) -> Result<JsValue, JsValue> {
        let request = read(request, "messages(request)", MessagesRequest::read)?;
        let (engine, zone, now) = (self.engine.borrow(), clock::time_zone(), self.now());
        let decided = match explains {
            true => engine.explain_messages(&request, zone.as_deref(), now),
            false => engine.messages(&request, zone.as_deref(), now),
        };
        views(&decided, &request)
    }

    /// What is about to be drawn: from now on it stands on this page. One message, or with `notices` all notices. What other
    /// tabs drew before counts, also what they draw at the same time. `undefined` where they always come first.
    #[wasm_bindgen(js_name = drawMessages)]
    pub fn draw_messages(&self, request: JsValue, notices: bool) -> Result<Promise, JsValue> {
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

    /// What happened to a message: an `impression`, or it was `read`, `closed`, or answered with `satisfied` or
    /// `dissatisfied`. False where there is no such message.
    #[wasm_bindgen(js_name = recordMessage)]
    pub fn record_message(&self, id: &str, event: &str) -> Result<bool, JsValue> {
        let event = MessageEvent::from_name(event).ok_or_else(|| {
            ApiError::from(OptionError::Wrong {
                call: "recordMessage(id, event)",
                field: "event",
                needed: "\"impression\", \"read\", \"closed\", \"satisfied\" or \"dissatisfied\"".to_owned(),
            })
        })?;
        let now = self.now();
        Ok(self.engine.borrow_mut().record_message(id, event, now))
    }

    /// "Tell me here": the item is sold out, and the shopper wants to hear when it is back. False where nothing is kept.
    #[wasm_bindgen(js_name = tellWhenBack)]
    pub fn tell_when_back(&self, item_id: &str) -> bool {
        let now = self.now();
        self.engine.borrow_mut().tell_when_back(item_id, now)
    }

    /// The position of the client's tier among those with these least attachments, ascending; `undefined` where no history counts.
    #[wasm_bindgen(js_name = loyaltyTier)]
    pub fn loyalty_tier(&self, least: Vec<f64>) -> Option<usize> {
        let least: Vec<Factor> = least.into_iter().map(|least| Factor::round(least.clamp(0.0, 1.0))).collect();
        self.engine.borrow().loyalty_tier(&least, self.now())
    }

    /// The parameter of addresses that holds the code of an adviser; `undefined` where the house has none.
    #[wasm_bindgen(js_name = adviserParameter)]
    pub fn adviser_parameter(&self) -> Option<String> {
        self.engine.borrow().adviser_parameter().map(str::to_owned)
    }

    /// The page's address names this adviser. False for what is no code.
    #[wasm_bindgen(js_name = hearAdviser)]
    pub fn hear_adviser(&self, code: &str) -> bool {
        self.engine.borrow_mut().hear_adviser(code, clock::now())
    }

    /// The adviser who may be credited for the order of this number; `undefined` where there is none.
    pub fn adviser(&self, order: Option<String>) -> Option<String> {
        self.engine.borrow().adviser(order.as_deref(), clock::now()).map(str::to_owned)
    }

    /// The shopper credits that adviser, for this order once.
    #[wasm_bindgen(js_name = creditAdviser)]
    pub fn credit_adviser(&self, order: Option<String>) -> Option<String> {
        self.engine.borrow_mut().credit_adviser(order.as_deref(), clock::now())
    }

    /// The questionnaire that the page declares by this name, in its language: the file's content; `undefined` where there is
    /// none, for the build is of a version before or the name is none.
    #[wasm_bindgen(js_name = questionnaireFile)]
    pub fn questionnaire_file(&self, name: &str) -> Promise {
        match Slug::new(name) {
            Some(name) => self.text(Text::Questionnaire(name)),
            None => Promise::resolve(&JsValue::UNDEFINED),
        }
    }

    /// The files with the details of these items, which the page names itself or the shopper has just asked for; `undefined`
    /// where the build is of a version without.
    #[wasm_bindgen(js_name = detailsFiles)]
    pub fn details_files(&self, ids: Vec<String>) -> Promise {
        let items: Vec<_> = ids.iter().map(|id| self.engine.borrow_mut().name_item(id)).collect();
        let files = Rc::clone(&self.files);
        promise(async move {
            let came = files.details(&items).await.map_err(|error| files.host().failure(error))?;
            let list =
                |came: Vec<Rc<[u8]>>| came.iter().map(|file| Uint8Array::from(&**file)).collect::<Array>().into();
            Ok(came.map_or(JsValue::UNDEFINED, list))
        })
    }

    /// What advice about these items needs to know beside their cards, as `AdviceContext`.
    #[wasm_bindgen(js_name = adviceContext)]
    pub fn advice_context(&self, ids: Vec<String>) -> Result<JsValue, JsValue> {
        object(&self.engine.borrow().advice_context(&ids, clock::time_zone().as_deref(), self.now()))
    }

    /// The answers to a questionnaire that this device keeps, each as the ids of question and answer with a slash between.
    #[wasm_bindgen(js_name = keptAnswers)]
    pub fn kept_answers(&self, questionnaire: &str) -> Vec<String> {
        let Some(questionnaire) = Slug::new(questionnaire) else { return Vec::new() };
        let engine = self.engine.borrow();
        let written = |key: &AnswerKey| format!("{}/{}", key.question.as_str(), key.answer.as_str());
        engine.kept_answers(questionnaire).iter().map(written).collect()
    }

    /// A notice `waits` to be read, was `shown`, or was `read`.
    #[wasm_bindgen(js_name = recordNotice)]
    pub fn record_notice(&self, id: &str, event: &str) -> Result<(), JsValue> {
        let event = NoticeEvent::from_name(event).ok_or_else(|| {
            ApiError::from(OptionError::Wrong {
                call: "recordNotice(id, event)",
                field: "event",
                needed: "\"waits\", \"shown\" or \"read\"".to_owned(),
            })
        })?;
        let now = self.now();
        self.engine.borrow_mut().record_notice(id, event, now);
        Ok(())
    }
}

impl Module {
    fn now(&self) -> i64 {
        self.pretended.get().unwrap_or_else(clock::now)
    }

    /// A promise of what is about to be drawn, once other tabs' writing is known; made anew where it does not stand any more
    /// because they drew the same meanwhile. `undefined` where they always come first.
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

    /// A promise of a file of texts; of `undefined` where the build has none.
    fn text(&self, text: Text) -> Promise {
        let (files, locale) = (Rc::clone(&self.files), self.locale.clone());
        promise(async move {
            let content = files.text(text, &locale).await.map_err(|error| files.host().failure(error))?;
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

    /// Of several ids the first counts that the pack knows. The page declares the first with this call itself, not when
    /// something has come.
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

    /// A request, read and checked.
    fn request(&self, request: JsValue, basis: AnswerBasis) -> Result<SuggestRequest, JsValue> {
        let mut request = read(request, "suggest(request)", SuggestRequest::read)?;
        request.basis = match basis {
            AnswerBasis::Page => Basis::Page,
            AnswerBasis::Season => Basis::Season,
            _ => Basis::History,
        };
        self.engine.borrow().check(&request).map_err(ApiError::from)?;
        Ok(request)
    }
}

/// Fetches what is needed and is not there; the error names the pack.
async fn fetch(files: &PackFiles<Network>, needs: &Needs) -> Result<(), ApiError> {
    files.load(needs).await.map_err(|error| files.host().failure(error))
}

/// Answers a request; a slate that is offered counts as shown from now on.
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

/// Messages as plain objects.
fn views(decided: &[DecidedMessage], request: &MessagesRequest) -> Result<JsValue, JsValue> {
    object(&decided.iter().map(|decided| MessageView::new(decided, request.pictures.is_some())).collect::<Vec<_>>())
}

/// A promise of what `work` gives. Boxed, so that there is one piece of code for all of them.
pub(super) fn promise(work: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    future_to_promise(work.boxed_local())
}

/// Reads what the page passed to `call`.
fn read<T>(
    given: JsValue,
    call: &'static str,
    read: impl FnOnce(&PageObject) -> Result<T, OptionError>,
) -> Result<T, ApiError> {
    let fields = PageObject::of(given).ok_or(OptionError::NoObject { call })?;
    Ok(read(&fields)?)
}

/// `value` as a plain JavaScript object; `null` for what is missing.
pub(super) fn object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::new().serialize_missing_as_null(true)).map_err(|error| ApiError::from(error).into())
}
