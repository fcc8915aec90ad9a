//! Visits every page of a shop as a first visitor, with the engine of the browser. No page remembers another.

use passerelle::engine::{Engine, Mode, Slate};
use passerelle::history::EventKind;
use passerelle::model::ShardIndex;
use passerelle::page::DeclaredItem;
use passerelle::rank::{MAX_SUGGESTIONS, Placement};
use passerelle::request::SuggestRequest;

use crate::error::CommandError;
use crate::pack::pack_dir::PackDir;

/// The options of all requests.
pub(super) struct Settings<'a> {
    pub(super) placement: &'a str,
    pub(super) limit: Option<usize>,
    pub(super) locale: Option<&'a str>,
    /// The current time, in seconds since 1970-01-01 UTC.
    pub(super) now: i64,
}

/// A page of the shop.
pub(super) enum Page<'a> {
    /// The page of an item, or a cart with this item alone.
    Item(&'a str),
    /// The page of a division.
    Division(&'a str),
    /// The only page of its placement, which names it.
    Only(&'static str),
}

/// Called with each page and its slate.
pub(super) type Told<'t> = dyn FnMut(&Page<'_>, &Slate<'_>) -> Result<(), CommandError> + 't;

/// The pages of a pack.
pub(super) struct Pages<'a> {
    pack: &'a PackDir,
    engine: Engine,
    request: SuggestRequest,
    now: i64,
}

impl<'a> Pages<'a> {
    pub(super) fn new(pack: &'a PackDir, settings: &Settings<'_>) -> Result<Self, CommandError> {
        let placement = match Placement::from_name(settings.placement) {
            Some(placement) if !matches!(placement, Placement::Confirmation | Placement::Recent) => placement,
            _ => {
                return Err(CommandError::Usage(format!(
                    "--placement {}: write product, cart, category, home or trending; other placements depend on a shopper",
                    settings.placement
                )));
            }
        };
        if settings.limit.is_some_and(|limit| !(1..=MAX_SUGGESTIONS).contains(&limit)) {
            return Err(CommandError::Usage(format!("--limit: write a number from 1 to {MAX_SUGGESTIONS}")));
        }
        let mut engine = Engine::new();
        engine.open(pack.to_pack()?);
        engine.set_mode(Mode::Contextual);
        let house = pack.core().languages.first();
        engine.set_locale(settings.locale.or(house.map(String::as_str)).unwrap_or_default().to_owned());
        let request = SuggestRequest { limit: settings.limit, ..SuggestRequest::new(placement) };
        Ok(Self { pack, engine, request, now: settings.now })
    }

    /// Visits all pages of the placement: items in the order of the pack's files, divisions in that of house.toml.
    pub(super) fn each(&mut self, told: &mut Told<'_>) -> Result<(), CommandError> {
        match self.request.placement {
            Placement::Product | Placement::Cart => self.items(told),
            Placement::Category => self.divisions(told),
            Placement::Trending => {
                self.only(told)?;
                self.divisions(told)
            }
            _ => self.only(told),
        }
    }

    fn only(&mut self, told: &mut Told<'_>) -> Result<(), CommandError> {
        let request = self.request.clone();
        self.answer(&request, &Page::Only(request.placement.name()), told)
    }

    fn items(&mut self, told: &mut Told<'_>) -> Result<(), CommandError> {
        let pack = self.pack;
        for (payload, shard_index) in pack.payloads().zip((0..).map(ShardIndex)) {
            let payload = payload?;
            let shard = pack.parse(&payload)?;
            for item in shard.items().filter(|item| pack.lives_in(item.id, shard_index)) {
                self.item(item.id, &payload, told)?;
            }
        }
        Ok(())
    }

    fn item(&mut self, id: &str, payload: &[u8], told: &mut Told<'_>) -> Result<(), CommandError> {
        // Clears the previous page, as a new document does.
        self.engine.leave_page();
        let mut request = self.request.clone();
        if request.placement == Placement::Cart {
            request.cart = vec![id.to_owned()];
            let declared = self.engine.declare(id);
            self.read(declared, payload)?;
        } else {
            request.item_id = Some(id.to_owned());
            let declared = self.engine.open_page(id);
            self.read(declared, payload)?;
            // The page's reader records the same event. Like there, a sensitive type is not recorded.
            self.engine.track(EventKind::View, id, self.now, false);
        }
        self.answer(&request, &Page::Item(id), told)
    }

    fn divisions(&mut self, told: &mut Told<'_>) -> Result<(), CommandError> {
        for division in &self.pack.core().divisions {
            self.engine.leave_page();
            let request = SuggestRequest { division: Some(division.id.clone()), ..self.request.clone() };
            self.answer(&request, &Page::Division(&division.id), told)?;
        }
        Ok(())
    }

    fn answer(&mut self, request: &SuggestRequest, page: &Page<'_>, told: &mut Told<'_>) -> Result<(), CommandError> {
        let needs = self.engine.needs_of_request(request, self.now);
        if let Some(payload) = if needs.trending { self.pack.trending()? } else { None } {
            self.engine.read_trending(&payload).map_err(|error| self.pack.damaged(error))?;
        }
        let half_month = needs.half_month;
        if let Some(half_month) = half_month.filter(|_| self.pack.manifest().season) {
            let payload = self.pack.season(half_month)?;
            self.engine.read_season(half_month, &payload).map_err(|error| self.pack.damaged(error))?;
        }
        told(page, &self.engine.suggest(request, self.now))
    }

    fn read(&mut self, declared: Option<DeclaredItem>, payload: &[u8]) -> Result<(), CommandError> {
        if let Some(item) = declared {
            self.engine.read_shard(&item, payload).map_err(|error| self.pack.damaged(error))?;
        }
        Ok(())
    }
}
