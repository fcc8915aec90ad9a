//! Replays a shopper's visit: the same steps as the browser's API, with files instead of the network.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use passerelle::engine::{Engine, Explanation, Mode, Slate};
use passerelle::pack::ShardIndex;
use passerelle::plan::Needs;
use passerelle::request::{SuggestRequest, TrackedEvent};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::CommandError;
use crate::pack::pack_dir::{PackDir, PackDirError};
use passerelle_catalogue::date;

/// An event of the shopper: the fields of the browser's `track(event)`, and `time`, a date.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct PastEvent(Map<String, Value>);

/// A request: the fields of the browser's `suggest(request)`, and `explain`, the id of an item.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct PastRequest(Map<String, Value>);

/// A request to the engine, and an item to explain.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) request: SuggestRequest,
    /// The item to explain.
    pub(super) explain: Option<String>,
}

impl PastRequest {
    pub(super) fn read(&self) -> Result<Question, CommandError> {
        let mut fields = self.0.clone();
        let explain = take_text(&mut fields, "explain")?;
        let request = SuggestRequest::read(&fields).map_err(|error| CommandError::Usage(error.to_string()))?;
        Ok(Question { request, explain })
    }
}

/// Removes and returns a field that the browser's API does not have.
fn take_text(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, CommandError> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(CommandError::Usage(format!("`{name}` must be a text"))),
    }
}

/// Caches the shards that were read, by number, and the files of the season, because visits often need the same ones.
#[derive(Debug)]
pub(super) struct Shards<'a> {
    pack: &'a PackDir,
    read: HashMap<ShardIndex, Vec<u8>>,
    season: HashMap<u8, Vec<u8>>,
    /// The file of trending items: `None` until it is read, `Some(None)` in a build without it.
    trending: Option<Option<Vec<u8>>>,
}

impl<'a> Shards<'a> {
    pub(super) fn new(pack: &'a PackDir) -> Self {
        Self { pack, read: HashMap::new(), season: HashMap::new(), trending: None }
    }

    fn of(&mut self, id: &str) -> Result<&[u8], PackDirError> {
        let shard = ShardIndex::of(id, self.pack.manifest().shards());
        if !self.read.contains_key(&shard) {
            self.read.insert(shard, self.pack.payload_for(id)?);
        }
        Ok(self.read.get(&shard).map_or(&[], Vec::as_slice))
    }
}

/// A visit in progress.
#[derive(Debug)]
pub(super) struct Visit<'s, 'a> {
    shards: &'s mut Shards<'a>,
    engine: Engine,
    now: i64,
}

impl<'s, 'a> Visit<'s, 'a> {
    /// Begins a visit at `now`, in seconds since 1970-01-01 UTC; `contextual` means without consent to a history.
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

    /// Replays a history, oldest event first. Returns for each event its ids, and whether it was recorded.
    pub(super) fn replay(&mut self, history: &[PastEvent]) -> Result<Vec<(Vec<String>, bool)>, CommandError> {
        let event = |(number, PastEvent(fields)): (usize, &PastEvent)| {
            let number = number + 1;
            let at = |what: String| CommandError::Usage(format!("event {number} of the history: {what}"));
            let mut fields = fields.clone();
            let time = match take_text(&mut fields, "time")? {
                Some(text) => date::argument("time", Some(&text)).map_err(at)?.as_second(),
                None => self.now,
            };
            let event = TrackedEvent::read(&fields).map_err(|error| at(error.to_string()))?;
            // As in the browser: of several ids, the first one that the pack knows counts.
            for id in &event.item_ids {
                let needs = self.engine.needs_of_event(event.name, id);
                self.read(&needs)?;
                if !self.engine.lacks(id) {
                    break;
                }
            }
            let known = self.engine.first_known(&event.item_ids).cloned();
            let recorded = known.is_some_and(|id| self.engine.track_event(&event, &id, time));
            Ok((event.item_ids, recorded))
        };
        history.iter().enumerate().map(event).collect()
    }

    /// Answers a request and passes the slate to `shown`, then explains the requested item.
    pub(super) fn fill<R>(
        &mut self,
        Question { request, explain }: &Question,
        shown: impl FnOnce(&Slate<'_>) -> R,
    ) -> Result<(R, Option<Explanation>), CommandError> {
        self.engine.check(request).map_err(|error| CommandError::Usage(error.to_string()))?;
        let needs = self.engine.needs_of_request(request, self.now);
        self.read(&needs)?;
        let shown = shown(&self.engine.suggest(request, self.now));
        let explanation = explain.as_ref().and_then(|id| self.engine.explain(request, id, self.now));
        Ok((shown, explanation))
    }

    /// Reads the files that a page needs, as the browser does, but from the folder.
    fn read(&mut self, needs: &Needs) -> Result<(), PackDirError> {
        let pack = self.shards.pack;
        for item in &needs.items {
            let read = self.engine.read_shard(item, self.shards.of(item.id())?);
            read.map_err(|error| pack.damaged(error))?;
        }
        if let Some(half_month) = needs.half_month.filter(|_| pack.manifest().season) {
            let payload = match self.shards.season.entry(half_month.number()) {
                Entry::Occupied(read) => read.into_mut(),
                Entry::Vacant(place) => place.insert(pack.season(half_month)?),
            };
            self.engine.read_season(half_month, payload).map_err(|error| pack.damaged(error))?;
        }
        if needs.trending {
            let trending = match &self.shards.trending {
                Some(read) => read,
                None => self.shards.trending.insert(pack.trending()?),
            };
            if let Some(payload) = trending {
                self.engine.read_trending(payload).map_err(|error| pack.damaged(error))?;
            }
        }
        Ok(())
    }
}
