//! A shopper's visit, replayed: the same steps that the browser's API takes, from files instead of the network.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use passerelle::engine::{Engine, Explanation, Found, Mode, Request, Slate};
use passerelle::history::EventKind;
use passerelle::pack::{Core, shard_of};
use passerelle::page::DeclaredItem;
use passerelle::rank::{MAX_SUGGESTIONS, Placement, Scope, threshold_of};
use serde::Deserialize;

use crate::error::CommandError;
use crate::pack::pack_dir::{PackDir, PackDirError};
use passerelle_catalogue::date;

/// Something that the shopper did.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PastEvent {
    name: String,
    pub(super) item_id: String,
    /// A date; now where there is none.
    time: Option<String>,
    #[serde(default)]
    gift: bool,
}

/// A spot to fill, with the fields of the browser's `suggest(request)`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Spot {
    pub(super) placement: String,
    pub(super) item_id: Option<String>,
    pub(super) division: Option<String>,
    #[serde(default)]
    pub(super) cart: Vec<String>,
    /// `other`, `same`, `any` or `pinned` alone, or ids of divisions.
    #[serde(default)]
    pub(super) divisions: Vec<String>,
    pub(super) limit: Option<usize>,
    pub(super) threshold: Option<f64>,
    pub(super) reminders: Option<bool>,
    #[serde(default)]
    pub(super) exclude: Vec<String>,
    /// The item to be explained.
    pub(super) explain: Option<String>,
}

/// Shards that have been read, by number, and files of the season: visits come back to the same ones.
#[derive(Debug)]
pub(super) struct Shards<'a> {
    pack: &'a PackDir,
    read: HashMap<u32, Vec<u8>>,
    season: HashMap<u8, Vec<u8>>,
}

impl<'a> Shards<'a> {
    pub(super) fn new(pack: &'a PackDir) -> Self {
        Self { pack, read: HashMap::new(), season: HashMap::new() }
    }

    fn of(&mut self, id: &str) -> Result<&[u8], PackDirError> {
        let number = shard_of(id, self.pack.manifest().shards);
        if !self.read.contains_key(&number) {
            self.read.insert(number, self.pack.payload_for(id)?);
        }
        Ok(self.read.get(&number).map_or(&[], Vec::as_slice))
    }
}

/// A visit that has begun.
#[derive(Debug)]
pub(super) struct Visit<'s, 'a> {
    shards: &'s mut Shards<'a>,
    engine: Engine,
    now: i64,
}

impl<'s, 'a> Visit<'s, 'a> {
    /// A shopper comes, at `now` in seconds since 1970-01-01 UTC; `contextual` before they have agreed to a history.
    pub(super) fn begin(
        shards: &'s mut Shards<'a>,
        contextual: bool,
        locale: &str,
        now: i64,
    ) -> Result<Self, CommandError> {
        let mut engine = Engine::new();
        engine.open(shards.pack.to_pack()?);
        engine.set_locale(locale.to_owned());
        engine.set_mode(if contextual { Mode::Contextual } else { Mode::Personal });
        Ok(Self { shards, engine, now })
    }

    /// Replays a history, the oldest event first: for each event whether it was recorded.
    pub(super) fn replay(&mut self, history: &[PastEvent]) -> Result<Vec<bool>, CommandError> {
        let event = |(number, event): (usize, &PastEvent)| {
            let kind = EventKind::from_name(&event.name).ok_or_else(|| {
                let names = EventKind::ALL.map(EventKind::name).join(", ");
                let number = number + 1;
                CommandError::Usage(format!("event {number} of the history: \"{}\" is none of {names}", event.name))
            })?;
            let is_view = kind == EventKind::View;
            let id = &event.item_id;
            let declared = if is_view { self.engine.open_page(id) } else { self.engine.declare(id) };
            self.load(declared)?;
            let time = match &event.time {
                Some(text) => date::argument("time", Some(text)).map_err(CommandError::Usage)?.as_second(),
                None => self.now,
            };
            Ok(self.engine.track(kind, id, time, event.gift))
        };
        history.iter().enumerate().map(event).collect()
    }

    /// Fills `spot` and hands the slate to `shown`, then explains the item that the spot names.
    pub(super) fn fill<R>(
        &mut self,
        spot: &Spot,
        shown: impl FnOnce(&Slate<'_>) -> R,
    ) -> Result<(R, Option<Explanation>), CommandError> {
        let placement = spot.check()?;
        let scope = spot.scope(self.shards.pack.core())?;
        if let Some(id) = &spot.item_id {
            let declared = self.engine.ask(placement, id);
            self.load(declared)?;
        }
        for id in &spot.cart {
            let declared = self.engine.declare(id);
            self.load(declared)?;
        }
        if placement.shows_season()
            && let Some(half_month) = self.engine.season_to_read(self.now)
        {
            let pack = self.shards.pack;
            let payload = match self.shards.season.entry(half_month) {
                Entry::Occupied(read) => read.into_mut(),
                Entry::Vacant(place) => place.insert(pack.season(half_month)?),
            };
            self.engine.read_season(half_month, payload).map_err(|error| pack.damaged(error))?;
        }
        let request = Request {
            item_id: spot.item_id.as_deref(),
            division: spot.division.as_deref(),
            cart: &spot.cart,
            scope,
            limit: spot.limit,
            threshold: spot.threshold.map(threshold_of),
            reminders: spot.reminders,
            exclude: &spot.exclude,
            ..Request::new(placement, self.now)
        };
        let shown = shown(&self.engine.suggest(&request));
        let explanation = spot.explain.as_ref().and_then(|id| self.engine.explain(&request, id));
        Ok((shown, explanation))
    }

    /// What the browser does with an item that the page declares, without a network.
    fn load(&mut self, declared: Option<DeclaredItem>) -> Result<(), PackDirError> {
        let mut next = declared;
        while let Some(item) = next.take() {
            let found = self.engine.read_shard(&item, self.shards.of(item.id())?);
            if let Found::Elsewhere(target) = found.map_err(|error| self.shards.pack.damaged(error))?
                && target != item
            {
                next = Some(target);
            }
        }
        Ok(())
    }
}

impl Spot {
    fn check(&self) -> Result<Placement, CommandError> {
        let placement = Placement::from_name(&self.placement).ok_or_else(|| {
            let names = Placement::ALL.map(Placement::name).join(", ");
            CommandError::Usage(format!("placement {}: choose one of {names}", self.placement))
        })?;
        if self.limit.is_some_and(|limit| !(1..=MAX_SUGGESTIONS).contains(&limit)) {
            return Err(CommandError::Usage(format!("limit must be from 1 to {MAX_SUGGESTIONS}")));
        }
        if self.threshold.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err(CommandError::Usage("threshold must be from 0 to 1".to_owned()));
        }
        Ok(placement)
    }

    fn scope(&self, core: &Core) -> Result<Option<Scope>, CommandError> {
        let scope = match self.divisions.as_slice() {
            [] => return Ok(None),
            [word] => Core::scope_named(word),
            _ => None,
        };
        let ids = || {
            core.scope_of(&self.divisions).map_err(|id| {
                CommandError::Usage(format!("divisions: the house has no division {id:?}: see `passerelle inspect`"))
            })
        };
        scope.map_or_else(ids, Ok).map(Some)
    }
}
