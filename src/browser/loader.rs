//! Which file of the pack comes next, and what to do when one is missing. No input or output of its own: the page's
//! script fetches what [`Loader::wanted`] names and brings it here, until nothing is wanted. One errand at a time.

use super::network::Address;
use crate::engine::{Engine, Pack};
use crate::history::EventKind;
use crate::pack::layout::{Codec, Kind};
use crate::pack::{Envelope, Expected, Manifest, PackError};
use crate::page::{DeclaredItem, choosing};
use crate::request::{Basis, SuggestRequest, TrackedEvent};
use std::collections::VecDeque;

/// Why a pack could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// A file could not be had: whoever fetches knows more.
    #[error("a file of the pack could not be fetched: check that the whole build is published")]
    Fetch,
    /// A file was fetched and is not sound.
    #[error(transparent)]
    Pack(#[from] PackError),
}

/// Drives the engine: opens the pack, and loads the shards of the items that the page declares.
#[derive(Debug)]
pub struct Loader {
    /// What the files are for.
    pub engine: Engine,
    step: Step,
    errand: Errand,
    /// What is to be had after the errand.
    next: VecDeque<Want>,
    /// The declared size of the payload that is being decompressed.
    raw_len: usize,
    /// A build that is current and yet lacks a shard: nothing is asked about it twice.
    incomplete: Option<[u8; 16]>,
    error: Option<LoadError>,
}

/// The file that is waited for.
#[derive(Debug, Default)]
enum Step {
    #[default]
    Rest,
    Manifest,
    Core(Manifest),
    Unavailable(Manifest, Vec<u8>),
    Shard,
    Season(u8),
}

/// Something to be had.
#[derive(Debug)]
enum Want {
    /// The list of an item that the page declares.
    Item(DeclaredItem),
    /// The list of the first of these ids that the pack knows, all of which the page speaks for one item.
    FirstKnown(EventKind, VecDeque<String>),
    /// The same of the others, if the pack does not know this id.
    Unless(String, EventKind, VecDeque<String>),
    /// What suits the season at this time, in seconds since 1970-01-01 UTC.
    Season(i64),
}

/// What is to be had in the end.
#[derive(Debug)]
struct Errand {
    /// The item whose list is wanted; `None` opens the pack.
    item: Option<DeclaredItem>,
    /// Whether the current manifest was asked for after a file was missing: once is enough.
    again: bool,
}

impl LoadError {
    /// The stable code, as JavaScript sees it in `error.code`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Fetch => "pack_unreachable",
            Self::Pack(error) => error.code(),
        }
    }
}

impl Loader {
    /// A loader that wants to open the pack.
    #[must_use]
    pub fn new() -> Self {
        Self {
            engine: Engine::new(),
            step: Step::Manifest,
            errand: Errand { item: None, again: false },
            next: VecDeque::new(),
            raw_len: 0,
            incomplete: None,
            error: None,
        }
    }

    /// The file to fetch next; `None` when the errand is done.
    #[must_use]
    pub fn wanted(&self) -> Option<Address<'_>> {
        match &self.step {
            Step::Rest => None,
            Step::Manifest => Some(Address::Manifest),
            Step::Core(manifest) => Some(Address::Core(manifest)),
            Step::Unavailable(manifest, _) => Some(Address::Unavailable(manifest)),
            Step::Season(half_month) => Some(Address::Season(self.engine.pack()?.manifest(), *half_month)),
            Step::Shard => Some(Address::Shard(self.engine.pack()?.manifest(), self.errand.item.as_ref()?)),
        }
    }

    /// Why the pack could not be opened. What cannot be had of an item is no error: nothing is suggested from it.
    #[must_use]
    pub fn error(&self) -> Option<&LoadError> {
        self.error.as_ref()
    }

    /// Begins to load the shard of an item that the page declares. It is asked for whatever is known already.
    pub fn load(&mut self, declared: Option<DeclaredItem>) {
        self.step = Step::Rest;
        self.errand = Errand { item: declared, again: false };
        self.look();
    }

    /// Begins to load what suits the season at `now`, in seconds since 1970-01-01 UTC, where the build has that.
    pub fn load_season(&mut self, now: i64) {
        self.load(None);
        let has_any = self.engine.pack().is_some_and(|pack| pack.manifest().season);
        self.step = self.engine.season_to_read(now).filter(|_| has_any).map_or(Step::Rest, Step::Season);
    }

    /// Begins to load what `request` needs at `now`, in seconds since 1970-01-01 UTC: the page's item, then the cart, then the
    /// season.
    pub fn load_request(&mut self, request: &SuggestRequest, now: i64) {
        let page_item = request.item_id.as_ref().and_then(|id| self.engine.ask(request.placement, id));
        self.next.extend(page_item.map(Want::Item));
        for id in choosing(&request.cart) {
            let declared = self.engine.declare(id);
            self.next.extend(declared.map(Want::Item));
        }
        if request.basis == Basis::Season || request.placement.shows_season() {
            self.next.push_back(Want::Season(now));
        }
        self.go_on();
    }

    /// Begins to load what `event` needs.
    pub fn load_event(&mut self, event: &TrackedEvent) {
        self.next.push_back(Want::FirstKnown(event.name, event.item_ids.iter().cloned().collect()));
        self.go_on();
    }

    /// Begins to load the item that the page speaks of under these ids: the first that the pack knows.
    pub fn load_item(&mut self, ids: Vec<String>) {
        // Whatever is no view declares an item and leaves the page's own.
        self.next.push_back(Want::FirstKnown(EventKind::Select, ids.into()));
        self.go_on();
    }

    /// Takes up what is wanted next, until a file is missing for it.
    fn go_on(&mut self) {
        while matches!(self.step, Step::Rest) {
            match self.next.pop_front() {
                None => return,
                Some(Want::Item(declared)) => self.load(Some(declared)),
                Some(Want::Season(now)) => self.load_season(now),
                Some(Want::FirstKnown(kind, mut ids)) => {
                    if let Some(id) = ids.pop_front() {
                        let declared = self.engine.speak(kind, &id);
                        self.next.push_front(Want::Unless(id, kind, ids));
                        self.load(declared);
                    }
                }
                Some(Want::Unless(id, kind, others)) => {
                    if self.engine.lacks(&id) {
                        self.next.push_front(Want::FirstKnown(kind, others));
                    }
                }
            }
        }
    }

    /// The file that was wanted. When its payload is compressed, the answer is its declared size: decompress what
    /// follows the header, never beyond that size, and call [`Loader::inflated`].
    #[must_use]
    pub fn arrived(&mut self, file: &[u8]) -> Option<usize> {
        let raw_len = self.opened(file);
        self.go_on();
        raw_len
    }

    fn opened(&mut self, file: &[u8]) -> Option<usize> {
        let opened = match self.expected() {
            Some(expected) => Envelope::open(file, &expected),
            None => {
                match Manifest::parse(file) {
                    Ok(manifest) => self.manifest(manifest),
                    Err(error) => self.stop(LoadError::Pack(error)),
                }
                return None;
            }
        };
        match opened {
            Ok(envelope) if envelope.codec == Codec::Stored => self.payload(envelope.stored.to_vec()),
            Ok(envelope) => {
                self.raw_len = envelope.raw_len;
                return Some(envelope.raw_len);
            }
            Err(error) => self.stop(LoadError::Pack(error)),
        }
        None
    }

    /// The decompressed payload; of another length than was declared when it cannot be decompressed to that.
    pub fn inflated(&mut self, payload: Vec<u8>) {
        if payload.len() == self.raw_len {
            self.payload(payload);
        } else {
            let what = "it does not decompress to its size";
            self.stop(LoadError::Pack(PackError::malformed("payload", what)));
        }
        self.go_on();
    }

    /// The file that was wanted cannot be had; `missing` when the server says that it is not there.
    pub fn failed(&mut self, missing: bool) {
        let build = self.engine.pack().map(|pack| pack.manifest().build);
        let ask_what_is_current = match (&self.errand.item, &self.step) {
            (None, Step::Season(_)) => false,
            // A build was replaced between two requests.
            (None, _) => true,
            // The build has gone from the server.
            (Some(_), Step::Shard) => build != self.incomplete,
            (Some(_), _) => false,
        };
        if missing && ask_what_is_current && !self.errand.again {
            self.errand.again = true;
            self.step = Step::Manifest;
        } else {
            self.stop(LoadError::Fetch);
        }
        self.go_on();
    }

    /// Where the wanted file belongs; `None` for the manifest, which is no envelope.
    fn expected(&self) -> Option<Expected> {
        let (kind, manifest, index, checksum) = match self.wanted()? {
            Address::Manifest => return None,
            Address::Core(manifest) => (Kind::Core, manifest, 0, Some(manifest.core)),
            Address::Unavailable(manifest) => (Kind::Unavailable, manifest, 0, Some(manifest.unavailable)),
            Address::Season(manifest, half_month) => (Kind::Season, manifest, u32::from(half_month), None),
            Address::Shard(manifest, item) => (Kind::Shard, manifest, item.shard(manifest.shards), None),
        };
        Some(Expected { kind, build: manifest.build, index, checksum })
    }

    fn manifest(&mut self, manifest: Manifest) {
        if self.errand.item.is_some() {
            self.incomplete = Some(manifest.build);
            // The build is the current one and lacks the shard: give up quietly.
            if self.engine.pack().is_some_and(|pack| pack.manifest().build == manifest.build) {
                self.step = Step::Rest;
                return;
            }
        }
        self.step = Step::Core(manifest);
    }

    fn payload(&mut self, payload: Vec<u8>) {
        match std::mem::take(&mut self.step) {
            Step::Core(manifest) => self.step = Step::Unavailable(manifest, payload),
            Step::Unavailable(manifest, core) => match Pack::new(manifest, core, &payload) {
                Ok(pack) => {
                    self.engine.open(pack);
                    self.error = None;
                    self.look();
                }
                Err(error) => self.stop(LoadError::Pack(error)),
            },
            Step::Shard => {
                if let Some(item) = self.errand.item.take() {
                    // What is not sound is not shown: no error to a page that has other things to show.
                    drop(self.engine.read_shard(&item, &payload));
                }
            }
            Step::Season(half_month) => drop(self.engine.read_season(half_month, &payload)),
            Step::Rest | Step::Manifest => {}
        }
    }

    /// Looks the errand's item up in a pack that is one file, or wants its shard.
    fn look(&mut self) {
        let Some(single) = self.engine.pack().map(|pack| pack.manifest().shards == 0) else { return };
        if !single {
            self.step = if self.errand.item.is_some() { Step::Shard } else { Step::Rest };
        } else if let Some(item) = self.errand.item.take() {
            drop(self.engine.read_single(&item));
        }
    }

    /// Ends the errand. Only that a pack cannot be opened is an error to the page.
    fn stop(&mut self, error: LoadError) {
        let opens = self.errand.item.is_none() && !matches!(self.step, Step::Season(_));
        self.step = Step::Rest;
        self.error = Some(error).filter(|_| opens);
    }
}

impl Default for Loader {
    fn default() -> Self {
        Self::new()
    }
}
