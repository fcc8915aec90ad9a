//! What the npm package calls. Every call takes one object of the page's, which is read and checked before anything of
//! ours is borrowed: a getter of it may throw, or call the module. Files are fetched by the package: nothing waits here.

use super::device::Device;
use super::error::ApiError;
use super::loader::Loader;
use super::page_object::PageObject;
use super::store::{self, PageStore};
use super::{clock, network};
use crate::discretion::{NoticeEvent, NoticeState};
use crate::engine::Engine;
use crate::request::{Basis, OptionError, SeasonOptions, SuggestRequest, TrackedEvent, WeatherSource, read_weather};
use crate::season::Weather;
use crate::view::{ExplanationView, SlateView};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A pack that is open on a page, or about to be.
#[wasm_bindgen]
pub struct Module {
    pub(super) state: Rc<RefCell<State>>,
    pub(super) store: PageStore,
    pub(super) device: Device,
}

/// What the calls of one page work on.
pub(super) struct State {
    pub(super) loader: Loader,
    /// For previews: the time instead of now, in seconds since 1970-01-01 UTC.
    pretended: Option<i64>,
}

impl State {
    fn now(&self) -> i64 {
        self.pretended.unwrap_or_else(clock::now)
    }

    pub(super) fn engine(&mut self) -> &mut Engine {
        &mut self.loader.engine
    }
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

const DAY: i64 = 86_400;

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
    /// Wants to open the pack: fetch what [`Module::wanted`] names until it names nothing more, then call
    /// [`Module::check`]. `seed` is random: the events of this page are numbered from it. Nothing is asked of `device` before
    /// a source of consent has spoken.
    #[wasm_bindgen(constructor)]
    pub fn new(locale: String, seed: u64, device: Device) -> Self {
        #[cfg(debug_assertions)]
        console_error_panic_hook::set_once();
        let mut loader = Loader::new();
        loader.engine.number_from(u128::from(seed) << 64);
        loader.engine.set_locale(locale);
        let state = Rc::new(RefCell::new(State { loader, pretended: None }));
        let store = store::open(&state, device.clone());
        Self { state, store, device }
    }

    /// Path of the file to fetch next, relative to the pack's folder.
    pub fn wanted(&self) -> Option<String> {
        self.state.borrow().loader.wanted().map(network::path)
    }

    /// The file that was wanted. The answer, if any, is the size to which its content behind the header is to be
    /// decompressed, for [`Module::inflated`].
    pub fn arrived(&self, file: &[u8]) -> Option<usize> {
        self.state.borrow_mut().loader.arrived(file)
    }

    /// The decompressed content.
    pub fn inflated(&self, payload: Vec<u8>) {
        self.state.borrow_mut().loader.inflated(payload);
    }

    /// The file that was wanted cannot be had; `missing` when the server says that it is not there.
    pub fn failed(&self, missing: bool) {
        self.state.borrow_mut().loader.failed(missing);
    }

    /// Throws when the pack could not be opened.
    pub fn check(&self) -> Result<(), JsValue> {
        match self.state.borrow().loader.error() {
            None => Ok(()),
            Some(error) => Err(ApiError::from(error.clone()).into()),
        }
    }

    /// Another page is open: the same document shows it.
    #[wasm_bindgen(js_name = leavePage)]
    pub fn leave_page(&self) {
        self.state.borrow_mut().engine().leave_page();
    }

    /// What the page knows of the place, the weather and the day. The answer, if any, is a file with the weather: fetch it,
    /// then call [`Module::setWeather`](Module::set_weather).
    #[wasm_bindgen(js_name = setSeason)]
    pub fn set_season(&self, season: JsValue) -> Result<JsValue, JsValue> {
        let season = read(season, "season", SeasonOptions::read)?;
        let time_zone = season.country.is_none().then(clock::time_zone).flatten();
        let mut state = self.state.borrow_mut();
        state.pretended = season.day.map(|day| day * DAY + DAY / 2);
        let country = state.engine().set_place(season.country.as_deref(), time_zone.as_deref());
        let (weather, address) = match season.weather {
            Some(WeatherSource::Page(weather)) => (weather, None),
            Some(WeatherSource::File(address)) => (Weather::default(), Some(address)),
            None => (Weather::default(), None),
        };
        state.engine().set_weather(weather);
        let country = country.map(|letters| letters.map(char::from).iter().collect());
        let regions = time_zone.into_iter().chain(country).chain(["*".to_owned()]).collect();
        object(&address.map(|address| WeatherFile { address, regions }))
    }

    /// The weather that a file tells for the page's region.
    #[wasm_bindgen(js_name = setWeather)]
    pub fn set_weather(&self, weather: JsValue) -> Result<(), JsValue> {
        let weather = read(weather, "weather", read_weather)?;
        self.state.borrow_mut().engine().set_weather(weather);
        Ok(())
    }

    /// The page speaks of an event: fetch what is wanted, then call [`Module::track`].
    #[wasm_bindgen(js_name = prepareEvent)]
    pub fn prepare_event(&self, event: JsValue) -> Result<(), JsValue> {
        let event = read(event, "track(event)", TrackedEvent::read)?;
        self.state.borrow_mut().loader.load_event(&event);
        Ok(())
    }

    /// Takes note of the event.
    pub fn track(&self, event: JsValue) -> Result<JsValue, JsValue> {
        let event = read(event, "track(event)", TrackedEvent::read)?;
        let mut state = self.state.borrow_mut();
        let known = event.item_ids.iter().find(|id| !state.loader.engine.lacks(id));
        // A pretended day is for previews of slates, not for the history.
        let recorded = known.is_some_and(|id| state.engine().track(event.name, id, clock::now(), event.gift));
        let unknown_ids = known.is_none().then_some(event.item_ids);
        object(&TrackAnswer { recorded, unknown_ids })
    }

    /// The page is about to ask: fetch what is wanted, then call [`Module::suggest`], [`Module::offer`] or
    /// [`Module::explain`].
    #[wasm_bindgen(js_name = prepareRequest)]
    pub fn prepare_request(&self, request: JsValue, basis: AnswerBasis) -> Result<(), JsValue> {
        let request = self.request(request, basis)?;
        let mut state = self.state.borrow_mut();
        let now = state.now();
        state.loader.load_request(&request, now);
        Ok(())
    }

    /// Answers a request.
    pub fn suggest(&self, request: JsValue, basis: AnswerBasis) -> Result<JsValue, JsValue> {
        self.answer(&self.request(request, basis)?, false)
    }

    /// Answers a request with a slate that is about to be drawn: from now on it counts as shown.
    pub fn offer(&self, request: JsValue) -> Result<JsValue, JsValue> {
        self.answer(&self.request(request, AnswerBasis::History)?, true)
    }

    /// Whether what was offered last for the request's slot still stands, with what other tabs offered meanwhile.
    #[wasm_bindgen(js_name = isActive)]
    pub fn is_active(&self, request: JsValue) -> Result<bool, JsValue> {
        let request = self.request(request, AnswerBasis::History)?;
        let mut state = self.state.borrow_mut();
        let now = state.now();
        Ok(state.engine().is_active(&request.slot, now))
    }

    /// Why an item has its place in the answer to the request, or why it is not there; `null` where nothing could be
    /// suggested at all.
    pub fn explain(&self, request: JsValue, item_id: &str) -> Result<JsValue, JsValue> {
        let request = self.request(request, AnswerBasis::History)?;
        let mut state = self.state.borrow_mut();
        let now = state.now();
        let explanation = state.engine().explain(&request, item_id, now);
        object(&explanation.as_ref().map(ExplanationView::new))
    }

    /// At least half of a suggestion was seen for a second. False when it is to be offered anew.
    #[wasm_bindgen(js_name = recordImpression)]
    pub fn record_impression(&self, item_id: &str) -> bool {
        let mut state = self.state.borrow_mut();
        let now = state.now();
        state.engine().record_impression(item_id, now)
    }

    /// "Not for me".
    pub fn dismiss(&self, item_id: &str) {
        let mut state = self.state.borrow_mut();
        let now = state.now();
        state.engine().dismiss(item_id, now);
    }

    /// The refusal is taken back.
    #[wasm_bindgen(js_name = undoDismiss)]
    pub fn undo_dismiss(&self, item_id: &str) {
        let mut state = self.state.borrow_mut();
        let now = state.now();
        state.engine().undo_dismiss(item_id, now);
    }

    /// What became of a notice.
    #[wasm_bindgen(js_name = noticeState)]
    pub fn notice_state(&self, id: &str) -> Result<JsValue, JsValue> {
        let state: NoticeState = self.state.borrow().loader.engine.notice_state(id);
        object(&state)
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
        let mut state = self.state.borrow_mut();
        let now = state.now();
        state.engine().record_notice(id, event, now);
        Ok(())
    }

    /// The folder of the build, relative to the pack's.
    pub fn folder(&self) -> Option<String> {
        Some(self.state.borrow().loader.engine.pack()?.manifest().folder())
    }

    /// The language of the house in which names are given: its tag.
    pub fn language(&self) -> Option<String> {
        self.state.borrow().loader.engine.language().map(ToOwned::to_owned)
    }
}

impl Module {
    /// A request, read and checked.
    fn request(&self, request: JsValue, basis: AnswerBasis) -> Result<SuggestRequest, JsValue> {
        let mut request = read(request, "suggest(request)", SuggestRequest::read)?;
        request.basis = match basis {
            AnswerBasis::Page => Basis::Page,
            AnswerBasis::Season => Basis::Season,
            _ => Basis::History,
        };
        self.state.borrow().loader.engine.check(&request).map_err(ApiError::from)?;
        Ok(request)
    }

    fn answer(&self, request: &SuggestRequest, offers: bool) -> Result<JsValue, JsValue> {
        let mut state = self.state.borrow_mut();
        let now = state.now();
        let unknown_item = request.item_id.as_deref().filter(|id| state.loader.engine.lacks(id));
        let slate = state.engine().suggest(request, now);
        let answer = object(&SuggestAnswer { slate: SlateView::new(&slate), unknown_item })?;
        if offers {
            let draft = slate.draft(request.page);
            state.engine().offer(&draft, &request.slot, now);
        }
        Ok(answer)
    }
}

/// Reads what the page passed to `call`.
fn read<T>(
    given: JsValue,
    call: &'static str,
    read: impl FnOnce(&PageObject) -> Result<T, OptionError>,
) -> Result<T, ApiError> {
    let fields = PageObject::of(given).ok_or_else(|| OptionError::NoObject { call })?;
    Ok(read(&fields)?)
}

/// `value` as a plain JavaScript object; `null` for what is missing.
pub(super) fn object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::new().serialize_missing_as_null(true)).map_err(|error| ApiError::from(error).into())
}
