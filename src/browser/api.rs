//! What the npm package calls. Options have been checked there, and the files are fetched there: nothing waits here.

use super::loader::{LoadError, Loader};
use super::network;
use crate::discretion::{Draft, PageKind};
use crate::engine::{Mode, Request};
use crate::history::EventKind;
use crate::pack::Core;
use crate::rank::{Placement, Scope, threshold_of};
use crate::season::Weather;
use crate::view::{ExplanationView, SlateView};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// A pack that is open on a page, or about to be.
#[wasm_bindgen]
pub struct Module {
    pub(super) loader: Loader,
    /// The event or the spot that the page is about to speak of, once what it needs has been fetched.
    event: Option<(EventKind, String)>,
    spot: Option<Spot>,
    /// The slate that was offered last.
    draft: Draft,
}

/// A spot to fill.
struct Spot {
    placement: Placement,
    item_id: Option<String>,
    division: Option<String>,
    cart: Vec<String>,
    scope: Option<Scope>,
    limit: Option<usize>,
    threshold: Option<f64>,
    reminders: Option<bool>,
    seasonal: bool,
    page_only: bool,
    exclude: Vec<String>,
    page: PageKind,
    name: String,
    relation_waits: bool,
}

impl Spot {
    fn request(&self, now: f64) -> Request<'_> {
        Request {
            item_id: self.item_id.as_deref(),
            division: self.division.as_deref(),
            cart: &self.cart,
            scope: self.scope.clone(),
            limit: self.limit,
            threshold: self.threshold.map(threshold_of),
            reminders: self.reminders,
            seasonal: self.seasonal,
            page_only: self.page_only,
            exclude: &self.exclude,
            page: self.page,
            spot: &self.name,
            relation_waits: self.relation_waits,
            ..Request::new(self.placement, now as i64)
        }
    }
}

#[wasm_bindgen]
impl Module {
    /// Wants to open the pack: fetch what [`Module::wanted`] names until it names nothing more, then ask
    /// [`Module::error`]. `seed` is random: the events of this page are numbered from it.
    #[wasm_bindgen(constructor)]
    pub fn new(locale: String, seed: u64) -> Self {
        #[cfg(debug_assertions)]
        console_error_panic_hook::set_once();
        let mut loader = Loader::new();
        loader.engine.number_from(u128::from(seed) << 64);
        loader.engine.set_locale(locale);
        Self { loader, event: None, spot: None, draft: Draft::default() }
    }

    /// Path of the file to fetch next, relative to the pack's folder.
    pub fn wanted(&self) -> Option<String> {
        self.loader.wanted().map(network::path)
    }

    /// The file that was wanted. The answer, if any, is the size to which its content behind the header is to be
    /// decompressed, for [`Module::inflated`].
    pub fn arrived(&mut self, file: &[u8]) -> Option<usize> {
        self.loader.arrived(file)
    }

    /// The decompressed content.
    pub fn inflated(&mut self, payload: Vec<u8>) {
        self.loader.inflated(payload);
    }

    /// The file that was wanted cannot be had; `missing` when the server says that it is not there.
    pub fn failed(&mut self, missing: bool) {
        self.loader.failed(missing);
    }

    /// Why the pack cannot be opened: the code, a space, the message. Empty when a file could not be had.
    pub fn error(&self) -> Option<String> {
        Some(match self.loader.error()? {
            LoadError::Fetch => String::new(),
            LoadError::Pack(error) => format!("{} {error}", error.code()),
        })
    }

    /// A grant (`true`) lets the history begin; anything else wipes it at once.
    #[wasm_bindgen(js_name = setConsent)]
    pub fn set_consent(&mut self, granted: bool) {
        self.loader.engine.set_mode(if granted { Mode::Personal } else { Mode::Contextual });
    }

    /// The page speaks of an event: fetch what is wanted, then call [`Module::track`]. False when there is no such
    /// event.
    #[wasm_bindgen(js_name = beginTrack)]
    pub fn begin_track(&mut self, name: &str, id: String) -> bool {
        self.event = EventKind::from_name(name).map(|kind| (kind, id));
        let Some((kind, id)) = &self.event else { return false };
        let engine = &mut self.loader.engine;
        let declared = if *kind == EventKind::View { engine.open_page(id) } else { engine.declare(id) };
        self.loader.load(declared);
        true
    }

    /// Takes note of the event at `now`, in seconds since 1970-01-01 UTC. Whether it was recorded: not when the pack
    /// does not know the item, nor when its type is sensitive.
    ///
    /// What was a `gift` is for somebody else and weighs nothing.
    pub fn track(&mut self, gift: bool, now: f64) -> bool {
        self.event.take().is_some_and(|(kind, id)| self.loader.engine.track(kind, &id, now as i64, gift))
    }

    /// Whether the pack is known not to have the id that the page has just spoken of.
    pub fn lacks(&self, id: &str) -> bool {
        self.loader.engine.lacks(id)
    }

    /// The page speaks of a spot: say what it holds, fetch what is wanted, then call [`Module::suggest`] or
    /// [`Module::explain`]. False when there is no such placement.
    #[wasm_bindgen(js_name = beginSuggest)]
    pub fn begin_suggest(
        &mut self,
        placement: &str,
        item_id: Option<String>,
        division: Option<String>,
        limit: Option<usize>,
        threshold: Option<f64>,
        reminders: Option<bool>,
    ) -> bool {
        let Some(placement) = Placement::from_name(placement) else { return false };
        if let Some(id) = &item_id {
            let declared = self.loader.engine.ask(placement, id);
            self.loader.load(declared);
        }
        self.spot = Some(Spot {
            placement,
            item_id,
            division,
            cart: Vec::new(),
            scope: None,
            limit,
            threshold,
            reminders,
            seasonal: false,
            page_only: false,
            exclude: Vec::new(),
            page: PageKind::Other,
            name: String::new(),
            relation_waits: false,
        });
        true
    }

    /// The spot shows what suits the season at `now` (seconds since 1970-01-01 UTC), with the history where its placement
    /// does so, or `alone`; or, without any history, what goes with the `page`: fetch what is wanted.
    #[wasm_bindgen(js_name = inSeason)]
    pub fn in_season(&mut self, alone: bool, page: bool, now: f64) {
        if let Some(spot) = &mut self.spot {
            (spot.seasonal, spot.page_only) = (alone, page);
            if alone || spot.placement.shows_season() {
                self.loader.load_season(now as i64);
            }
        }
    }

    /// Where the page is read: the country that it says, else the device's time zone. The answer is the
    /// country; empty when it is not known.
    #[wasm_bindgen(js_name = setPlace)]
    pub fn set_place(&mut self, country: Option<String>, time_zone: &str) -> String {
        let country = self.loader.engine.set_place(country.as_deref(), Some(time_zone));
        country.iter().flatten().map(|letter| char::from(*letter)).collect()
    }

    /// The weather there: the temperature in degrees Celsius, the day's rain in millimetres, its highest UV index;
    /// no number for what is not known.
    #[wasm_bindgen(js_name = setWeather)]
    pub fn set_weather(&mut self, temperature: f64, rain: f64, uv: f64) {
        let tenths = |number: f64| (!number.is_nan()).then_some((number * 10.0) as i32);
        let weather = Weather { temperature: tenths(temperature), rain: tenths(rain), uv: tenths(uv) };
        self.loader.engine.set_weather(weather);
    }

    /// The item `id` is in the cart of the spot: fetch what is wanted.
    pub fn cart(&mut self, id: String) {
        if let Some(spot) = &mut self.spot {
            let declared = self.loader.engine.declare(&id);
            self.loader.load(declared);
            spot.cart.push(id);
        }
    }

    /// The spot must not show the item `id`.
    pub fn exclude(&mut self, id: String) {
        if let Some(spot) = &mut self.spot {
            spot.exclude.push(id);
        }
    }

    /// The spot shows the division of this name, and others only if they are said likewise; or, where nothing else is
    /// said, the divisions that a `word` for several means. False when it means none.
    pub fn show(&mut self, word: &str, alone: bool) -> bool {
        let (Some(spot), Some(pack)) = (&mut self.spot, self.loader.engine.pack()) else { return false };
        let named = Core::scope_named(word).filter(|_| alone);
        let Some(scope) = named.or_else(|| Some(Scope::Only(vec![pack.core().division(word)?]))) else { return false };
        match (&mut spot.scope, scope) {
            (Some(Scope::Only(divisions)), Scope::Only(more)) => divisions.extend(more),
            (before, scope) => *before = Some(scope),
        }
        true
    }

    /// Fills the spot: the slate.
    pub fn suggest(&mut self, now: f64) -> Result<JsValue, JsError> {
        let spot = self.spot.take().ok_or(JsError::new(NO_SPOT))?;
        let slate = self.loader.engine.suggest(&spot.request(now));
        self.draft = slate.draft(spot.page);
        let value = object(&SlateView::new(&slate));
        // Whoever is going to draw it says so: see `offer`.
        self.spot = Some(spot);
        value
    }

    /// The spot is on a page of this `kind`, and is the place `name` of it; `relation_waits` says that a message of service
    /// waits to be read. False when there is no such kind.
    pub fn place(&mut self, kind: &str, name: String, relation_waits: bool) -> bool {
        let kind = PageKind::from_name(kind);
        if let (Some(spot), Some(page)) = (&mut self.spot, kind) {
            (spot.page, spot.name, spot.relation_waits) = (page, name, relation_waits);
        }
        kind.is_some()
    }

    /// Another page is open: the same document shows it.
    pub fn leave(&mut self) {
        self.loader.engine.leave_page();
    }

    /// The slate that [`Module::suggest`] gave last is about to be drawn.
    pub fn offer(&mut self, now: f64) {
        if let Some(spot) = &self.spot {
            self.loader.engine.offer(&self.draft, &spot.name, now as i64);
        }
    }

    /// Whether it still stands, with what other tabs offered meanwhile.
    pub fn stands(&mut self, now: f64) -> bool {
        let Some(spot) = &self.spot else { return true };
        self.loader.engine.stands(&spot.name, now as i64)
    }

    /// At least half of a suggestion was seen for a second. False when it is to be offered anew.
    pub fn see(&mut self, id: &str, now: f64) -> bool {
        self.loader.engine.see(id, now as i64)
    }

    /// "Not for me", or with `back` not any more.
    pub fn dismiss(&mut self, id: &str, back: bool, now: f64) {
        self.loader.engine.dismiss(id, back, now as i64);
    }

    /// How often a message of service was seen; -1 when it was read.
    pub fn letter(&self, id: &str) -> i32 {
        let letter = self.loader.engine.letter(id);
        if letter.is_read { -1 } else { letter.seen as i32 }
    }

    /// A message of service was seen, or `read`.
    #[wasm_bindgen(js_name = noteLetter)]
    pub fn note_letter(&mut self, id: &str, read: bool, now: f64) {
        self.loader.engine.note_letter(id, read, now as i64);
    }

    /// The folder of the build, relative to the pack's.
    pub fn folder(&self) -> Option<String> {
        Some(self.loader.engine.pack()?.manifest().folder())
    }

    /// The language of the house in which names are given: its tag.
    pub fn language(&self) -> Option<String> {
        self.loader.engine.language().map(ToOwned::to_owned)
    }

    /// Why the item `id` has its place in the spot, or why it is not there, `null` where nothing could be
    /// suggested at all.
    pub fn explain(&mut self, id: &str, now: f64) -> Result<JsValue, JsError> {
        let spot = self.spot.take().ok_or(JsError::new(NO_SPOT))?;
        let explanation = self.loader.engine.explain(&spot.request(now), id);
        object(&explanation.as_ref().map(ExplanationView::new))
    }
}

const NO_SPOT: &str = "no spot was begun: call beginSuggest() first";

/// `value` as a plain JavaScript object; `null` for what is missing.
fn object(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::new().serialize_missing_as_null(true))?)
}
