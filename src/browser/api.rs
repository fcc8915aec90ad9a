//! What the npm package calls. It drives the engine: which files to fetch, in which order, and what to do when one
//! is missing.

use super::error::BrowserError;
use super::gunzip;
use super::network::{Address, fetch};
use super::options::Options;
use crate::engine::{Engine, Found, Mode, Pack, Request};
use crate::history::EventKind;
use crate::pack::layout::Kind;
use crate::pack::{Core, Envelope, Expected, Manifest};
use crate::page::DeclaredItem;
use crate::rank::{MAX_SUGGESTIONS, Placement, Scope, threshold_of};
use crate::view::{ExplanationView, SlateView};
use js_sys::Date;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

/// A pack that is open on a page.
#[wasm_bindgen]
pub struct Module {
    base: String,
    locale: String,
    engine: RefCell<Engine>,
    /// A build that is current and yet lacks a shard: nothing is asked about it twice.
    incomplete: Cell<Option<[u8; 16]>>,
}

#[wasm_bindgen]
impl Module {
    /// Fetches and checks the pack whose folder is at `base` (ends with `/`).
    ///
    /// # Errors
    /// An `Error` with `code`: `pack_unreachable`, `pack_not_found`, `pack_version` or `pack_damaged`.
    pub async fn open(base: String, locale: String) -> Result<Module, JsValue> {
        let mut engine = Engine::new();
        let pack = match open_pack(&base).await {
            // A build was replaced between the two requests: ask once what is current.
            Err(BrowserError::Missing(_)) => open_pack(&base).await?,
            other => other?,
        };
        engine.open(pack);
        Ok(Self { base, locale, engine: RefCell::new(engine), incomplete: Cell::new(None) })
    }

    /// A grant (`true`) lets the history begin; anything else wipes it at once.
    #[wasm_bindgen(js_name = setConsent)]
    pub fn set_consent(&self, granted: bool) {
        self.engine.borrow_mut().set_mode(if granted { Mode::Personal } else { Mode::Contextual });
    }

    /// Takes note of `{ name, itemId, gift }`. Resolves to whether it was recorded: not when the pack does not know the
    /// item, nor when its type is sensitive.
    ///
    /// # Errors
    /// An `Error` with the code `invalid_option`.
    pub async fn track(&self, event: JsValue) -> Result<bool, JsValue> {
        let options = Options::new(&event, "track(event)");
        let name = options.needed_text("name")?;
        let id = options.needed_text("itemId")?;
        let gift = options.flag("gift") == Some(true);
        let kind = EventKind::from_name(&name).ok_or_else(|| {
            let names = EventKind::ALL.map(EventKind::name).join(", ");
            BrowserError::Option(format!("track(event): `name` is \"{name}\", it must be one of {names}"))
        })?;
        let declared = {
            let mut engine = self.engine.borrow_mut();
            if kind == EventKind::View { engine.open_page(&id) } else { engine.declare(&id) }
        };
        self.load(declared).await;
        Ok(self.engine.borrow_mut().track(kind, &id, now(), gift))
    }

    /// Fills a spot: `{ placement, itemId, division, cart, divisions, limit, threshold, reminders, exclude }`.
    ///
    /// # Errors
    /// An `Error` with the code `invalid_option`.
    pub async fn suggest(&self, request: JsValue) -> Result<JsValue, JsValue> {
        let spot = self.ready(&request).await?;
        let mut engine = self.engine.borrow_mut();
        let slate = engine.suggest(&spot.request());
        Ok(SlateView::new(&slate, &self.locale).serialize(&Serializer::json_compatible())?)
    }

    /// Why the item `id` has its place in the answer to `request`, or why it is not there; `null` where nothing could
    /// be suggested at all.
    ///
    /// # Errors
    /// An `Error` with the code `invalid_option`.
    pub async fn explain(&self, request: JsValue, id: String) -> Result<JsValue, JsValue> {
        let spot = self.ready(&request).await?;
        let mut engine = self.engine.borrow_mut();
        let explanation = engine.explain(&spot.request(), &id);
        Ok(explanation.as_ref().map(ExplanationView::new).serialize(&Serializer::json_compatible())?)
    }

    /// Reads a request and loads what the page declares with it.
    async fn ready(&self, request: &JsValue) -> Result<Spot, JsValue> {
        let spot = Spot::read(request, self.engine.borrow().pack())?;
        if let Some(id) = &spot.item_id {
            let declared = self.engine.borrow_mut().ask(spot.placement, id);
            self.load(declared).await;
        }
        for id in &spot.cart {
            let declared = self.engine.borrow_mut().declare(id);
            self.load(declared).await;
        }
        Ok(spot)
    }

    /// Loads the shard of an item that the page declares, and of the item behind an alias. The browser is always
    /// asked, whatever is known already. A file that cannot be had is not an error to the page: nothing is suggested
    /// from it.
    async fn load(&self, declared: Option<DeclaredItem>) {
        let mut next = declared;
        while let Some(item) = next.take() {
            if let Ok(Found::Elsewhere(target)) = self.load_item(&item).await
                && target != item
            {
                next = Some(target);
            }
        }
    }

    async fn load_item(&self, item: &DeclaredItem) -> Result<Found, BrowserError> {
        match self.read_item(item).await {
            // The build has gone from the server: ask once what is current, then give up quietly.
            Err(BrowserError::Missing(what)) => {
                let build = self.engine.borrow().pack().map(|pack| pack.manifest().build);
                if build.is_none() || build == self.incomplete.get() {
                    return Err(BrowserError::Missing(what));
                }
                let manifest = Manifest::parse(&fetch(&self.base, Address::Manifest).await?)?;
                self.incomplete.set(Some(manifest.build));
                if build == Some(manifest.build) {
                    return Err(BrowserError::Missing(what));
                }
                let pack = open_build(&self.base, manifest).await?;
                self.engine.borrow_mut().open(pack);
                self.read_item(item).await
            }
            other => other,
        }
    }

    async fn read_item(&self, item: &DeclaredItem) -> Result<Found, BrowserError> {
        let Some(manifest) = self.engine.borrow().pack().map(|pack| pack.manifest().clone()) else {
            return Ok(Found::Nowhere);
        };
        if manifest.shards == 0 {
            return Ok(self.engine.borrow_mut().read_single(item)?);
        }
        let index = item.shard(manifest.shards);
        let expected = Expected { kind: Kind::Shard, build: manifest.build, index, checksum: None };
        let payload = read(&self.base, Address::Shard(&manifest, item), &expected).await?;
        let mut engine = self.engine.borrow_mut();
        // Another build may have been opened meanwhile: this shard's numbers would mean something else there.
        if engine.pack().is_none_or(|pack| pack.manifest().build != manifest.build) {
            return Ok(Found::Nowhere);
        }
        Ok(engine.read_shard(item, &payload)?)
    }
}

/// Fetches and checks the manifest and what every page needs of its build.
async fn open_pack(base: &str) -> Result<Pack, BrowserError> {
    let manifest = Manifest::parse(&fetch(base, Address::Manifest).await?)?;
    open_build(base, manifest).await
}

/// Fetches and checks what every page needs of a build.
async fn open_build(base: &str, manifest: Manifest) -> Result<Pack, BrowserError> {
    let expected = |kind, checksum| Expected { kind, build: manifest.build, index: 0, checksum: Some(checksum) };
    let core = read(base, Address::Core(&manifest), &expected(Kind::Core, manifest.core)).await?;
    let unavailable = expected(Kind::Unavailable, manifest.unavailable);
    let unavailable = read(base, Address::Unavailable(&manifest), &unavailable).await?;
    Ok(Pack::new(manifest, core, &unavailable)?)
}

async fn read(base: &str, address: Address<'_>, expected: &Expected) -> Result<Vec<u8>, BrowserError> {
    let bytes = fetch(base, address).await?;
    Ok(gunzip::payload(&Envelope::open(&bytes, expected)?).await?)
}

/// A request as a page passed it in.
struct Spot {
    placement: Placement,
    item_id: Option<String>,
    division: Option<String>,
    cart: Vec<String>,
    scope: Option<Scope>,
    limit: Option<usize>,
    threshold: Option<u32>,
    reminders: Option<bool>,
    exclude: Vec<String>,
}

impl Spot {
    fn read(request: &JsValue, pack: Option<&Pack>) -> Result<Self, BrowserError> {
        let options = Options::new(request, "suggest(request)");
        let name = options.needed_text("placement")?;
        let placement = Placement::from_name(&name).ok_or_else(|| {
            let names = Placement::ALL.map(Placement::name).join(", ");
            BrowserError::Option(format!("suggest(request): `placement` is \"{name}\", it must be one of {names}"))
        })?;
        let divisions = options.texts("divisions")?;
        let scope = match divisions.as_slice() {
            [] => None,
            [word] if let Some(scope) = Core::scope_named(word) => Some(scope),
            ids => pack.map(|pack| pack.core().scope_of(ids)).transpose().map_err(|id| {
                BrowserError::Option(format!("suggest(request): `divisions` has \"{id}\", which the house has not"))
            })?,
        };
        Ok(Self {
            placement,
            item_id: options.text("itemId")?,
            division: options.text("division")?,
            cart: options.texts("cart")?,
            scope,
            limit: options.count("limit", MAX_SUGGESTIONS)?,
            threshold: options.share("threshold")?.map(threshold_of),
            reminders: options.flag("reminders"),
            exclude: options.texts("exclude")?,
        })
    }

    fn request(&self) -> Request<'_> {
        Request {
            item_id: self.item_id.as_deref(),
            division: self.division.as_deref(),
            cart: &self.cart,
            scope: self.scope.clone(),
            limit: self.limit,
            threshold: self.threshold,
            reminders: self.reminders,
            exclude: &self.exclude,
            ..Request::new(self.placement, now())
        }
    }
}

/// The device's clock, in seconds since 1970-01-01 UTC.
fn now() -> i64 {
    (Date::now() / 1000.0) as i64
}
