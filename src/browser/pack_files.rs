//! Loads the files of the pack that a page needs: missing files are fetched in parallel, each once for all callers, and
//! read into the engine. Not for which files are needed (see [`plan`]), nor for fetching a file (see [`FileSource`]).

use crate::engine::{Engine, Pack};
use crate::pack::layout::Codec;
use crate::pack::{Envelope, Manifest, PackError};
use crate::page::DeclaredItem;
use crate::plan::{File, Needs, Text, plan};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared, join_all};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The source of files.
pub trait FileSource {
    /// Fetches a complete file.
    fn fetch(&self, file: File, manifest: &Manifest) -> LocalBoxFuture<'static, Result<Vec<u8>, LoadError>>;

    /// Decompresses one gzip member to at most `length` bytes; `None` if that fails.
    fn inflate(&self, stored: Vec<u8>, length: usize) -> LocalBoxFuture<'static, Option<Vec<u8>>>;
}

/// Why a file of the pack cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The server does not have the file.
    #[error("{address}: not there; publish the whole build before its manifest")]
    Missing {
        /// The file's URL.
        address: String,
    },
    /// The file could not be fetched.
    #[error(
        "{address}: {reason}; check that the pack is published there and that the page may load it (connect-src, CORS)"
    )]
    Unreachable {
        /// The file's URL.
        address: String,
        /// The reason.
        reason: String,
    },
    /// The browser could not decompress the response.
    #[error(
        "{address}: the answer was cut; its header says \"Content-Encoding: {encoding}\": if the server has not compressed \
         it, take that header off"
    )]
    Encoded {
        /// The file's URL.
        address: String,
        /// The header's value.
        encoding: String,
    },
    /// The file was fetched, but is invalid.
    #[error(transparent)]
    Pack(#[from] PackError),
}

impl LoadError {
    /// The stable code, for `error.code` in JavaScript.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "pack_not_found",
            Self::Unreachable { .. } | Self::Encoded { .. } => "pack_unreachable",
            Self::Pack(error) => error.code(),
        }
    }
}

type Payload = Result<Rc<[u8]>, LoadError>;
type Asked<T> = Shared<LocalBoxFuture<'static, T>>;

/// The files of one pack on one page.
pub struct PackFiles<S> {
    source: Rc<S>,
    engine: Rc<RefCell<Engine>>,
    state: RefCell<LoaderState>,
}

struct LoaderState {
    /// The current build, as far as this page knows.
    manifest: Manifest,
    /// The files of that build that were fetched or are in flight.
    asked: HashMap<File, Asked<Payload>>,
    /// The number of the current page, see [`Engine::page_number`].
    page: u32,
    /// The request for the current manifest in flight, if any.
    asks_manifest: Option<Asked<Result<Manifest, LoadError>>>,
    /// A manifest that is current although a file of its build is missing: it is not checked again.
    incomplete: Option<Manifest>,
}

/// Maximum number of times that a build may be replaced while a page loads it.
const REPLACED_AT_MOST: u32 = 2;

impl<S: FileSource + 'static> PackFiles<S> {
    /// Creates the loader of the pack that `manifest` describes; files are read into `engine`.
    #[must_use]
    pub fn new(source: S, engine: Rc<RefCell<Engine>>, manifest: Manifest) -> Self {
        let page = engine.borrow().page_number();
        let state = LoaderState { manifest, asked: HashMap::new(), page, asks_manifest: None, incomplete: None };
        Self { source: Rc::new(source), engine, state: RefCell::new(state) }
    }

    /// The source of files.
    #[must_use]
    pub fn source(&self) -> &S {
        &self.source
    }

    /// Loads the files that are needed, and opens the pack if it is not open.
    ///
    /// # Errors
    /// [`LoadError`] if the pack cannot be opened. A missing file of an item or a season is no error: it yields no
    /// suggestions.
    pub async fn load(&self, needs: &Needs) -> Result<(), LoadError> {
        let mut replaced = 0;
        loop {
            let manifest = self.state.borrow().manifest.clone();
            let files = self.missing(&manifest, needs);
            let asked: Vec<Asked<Payload>> = files.iter().map(|file| self.ask(*file, &manifest)).collect();
            let came: Vec<Payload> = join_all(asked).await;
            let came: HashMap<File, Payload> = files.into_iter().zip(came).collect();
            self.forget_failures(&came);
            let is_missing = |(file, payload): (&File, &Payload)| {
                !file.may_be_missing() && matches!(payload, Err(LoadError::Missing { .. }))
            };
            let is_replaced = match came.iter().any(is_missing) {
                true => self.is_replaced(&manifest).await,
                // Another call may have replaced the manifest in the meantime.
                false => self.state.borrow().manifest.build != manifest.build,
            };
            if !is_replaced || replaced >= REPLACED_AT_MOST {
                return self.read(&manifest, needs, &came);
            }
            replaced += 1;
        }
    }

    /// A text file in the language that best matches `locale`. `None` if the build's version has no such texts. The
    /// fetch depends on the manifest, the page's language and the page's declarations only.
    ///
    /// # Errors
    /// [`LoadError`] if the file cannot be fetched.
    pub async fn text(&self, text: Text, locale: &str) -> Result<Option<Rc<[u8]>>, LoadError> {
        let manifest = self.state.borrow().manifest.clone();
        let Some(file) = File::text(&manifest, text, locale) else { return Ok(None) };
        let came = self.ask(file, &manifest).await;
        self.forget_failures(&HashMap::from([(file, came.clone())]));
        came.map(Some)
    }

    /// The files with the details of these items, without duplicates; `None` if the build's version has none.
    ///
    /// # Errors
    /// [`LoadError`] if a file cannot be fetched.
    pub async fn details(&self, items: &[DeclaredItem]) -> Result<Option<Vec<Rc<[u8]>>>, LoadError> {
        let manifest = self.state.borrow().manifest.clone();
        let mut files: Vec<File> = Vec::new();
        for item in items {
            let Some(file) = File::details(&manifest, item) else { return Ok(None) };
            if !files.contains(&file) {
                files.push(file);
            }
        }
        let asked: Vec<Asked<Payload>> = files.iter().map(|file| self.ask(*file, &manifest)).collect();
        let came: Vec<Payload> = join_all(asked).await;
        self.forget_failures(&files.into_iter().zip(came.iter().cloned()).collect());
        came.into_iter().collect::<Result<_, _>>().map(Some)
    }

    /// The path of the translations file, relative to the pack's folder.
    #[must_use]
    pub fn translations_path(&self, locale: &str) -> String {
        let manifest = &self.state.borrow().manifest;
        File::translations(manifest, locale).path(manifest)
    }

    /// The tag of the house's language that best matches `locale`.
    #[must_use]
    pub fn language(&self, locale: &str) -> String {
        let languages = &self.state.borrow().manifest.languages;
        crate::plan::language(languages, locale).of(languages).cloned().unwrap_or_default()
    }

    /// The needed files that the engine has not read.
    fn missing(&self, manifest: &Manifest, needs: &Needs) -> Vec<File> {
        let engine = self.engine.borrow();
        let mut state = self.state.borrow_mut();
        if std::mem::replace(&mut state.page, engine.page_number()) != engine.page_number() {
            // The fetches of this page must not reveal what an earlier page has read. Every page needs the files that open
            // the pack.
            state.asked.retain(|file, payload| file.opens() || file.may_be_missing() || payload.peek().is_none());
        }
        let is_open = engine.pack().is_some_and(|pack| pack.manifest().build == manifest.build);
        plan(manifest, needs).into_iter().filter(|file| !(is_open && file.opens())).collect()
    }

    /// The content of a file, after it was fetched and validated.
    fn ask(&self, file: File, manifest: &Manifest) -> Asked<Payload> {
        let fetch = || {
            let (source, bytes) = (Rc::clone(&self.source), self.source.fetch(file, manifest));
            let expected = file.expected(manifest);
            let payload = async move {
                let bytes = bytes.await?;
                let Some(expected) = expected else { return Ok(bytes.into()) };
                let envelope = Envelope::open(&bytes, &expected)?;
                if envelope.codec == Codec::Stored {
                    return Ok(envelope.stored.into());
                }
                let payload = source.inflate(envelope.stored.to_vec(), envelope.raw_len).await;
                match payload.filter(|payload| payload.len() == envelope.raw_len) {
                    Some(payload) => Ok(payload.into()),
                    None => Err(PackError::malformed("payload", "it does not decompress to its size").into()),
                }
            };
            payload.boxed_local().shared()
        };
        self.state.borrow_mut().asked.entry(file).or_insert_with(fetch).clone()
    }

    /// Failed files may be fetched again.
    fn forget_failures(&self, came: &HashMap<File, Payload>) {
        let mut state = self.state.borrow_mut();
        for (file, _) in came.iter().filter(|(_, payload)| payload.is_err()) {
            if state.asked.get(file).is_some_and(|asked| asked.peek().is_some_and(Result::is_err)) {
                state.asked.remove(file);
            }
        }
    }

    /// Checks, in one shared request, whether another manifest is current, after a file of this one was missing.
    async fn is_replaced(&self, manifest: &Manifest) -> bool {
        let asked = {
            let mut state = self.state.borrow_mut();
            if state.manifest != *manifest {
                return true;
            }
            if state.incomplete.as_ref() == Some(manifest) {
                return false;
            }
            let fetch = || {
                let bytes = self.source.fetch(File::MANIFEST, manifest);
                async move { Ok(Manifest::parse(&bytes.await?)?) }.boxed_local().shared()
            };
            state.asks_manifest.get_or_insert_with(fetch).clone()
        };
        let current = asked.await;
        let mut state = self.state.borrow_mut();
        state.asks_manifest = None;
        if state.manifest != *manifest {
            return true;
        }
        match current {
            Ok(current) if current != *manifest => {
                state.manifest = current;
                state.asked.clear();
                true
            }
            Ok(current) => {
                state.incomplete = Some(current);
                false
            }
            Err(_) => false,
        }
    }

    /// Reads the fetched files into the engine.
    fn read(&self, manifest: &Manifest, needs: &Needs, came: &HashMap<File, Payload>) -> Result<(), LoadError> {
        let mut engine = self.engine.borrow_mut();
        let open = engine.pack().map(|pack| pack.manifest().clone());
        if open.as_ref().is_none_or(|open| open.build != manifest.build) {
            match self::open(manifest, came) {
                Ok(pack) => {
                    engine.open(pack);
                    self.state.borrow_mut().asked.retain(|file, _| !file.opens());
                }
                Err(error) => {
                    // If the new build cannot be opened, the previous one stays in use.
                    let Some(open) = open else { return Err(error) };
                    let mut state = self.state.borrow_mut();
                    state.incomplete = Some(open.clone());
                    state.manifest = open;
                    state.asked.clear();
                    return Ok(());
                }
            }
        }
        // Invalid files of items are ignored: the page has other content and gets no error.
        for item in &needs.items {
            if manifest.shard_files.is_none() {
                drop(engine.read_single(item));
            } else if let Some(Ok(payload)) = came.get(&File::shard(manifest, item)) {
                drop(engine.read_shard(item, payload));
            }
        }
        for (file, payload) in came {
            let Ok(payload) = payload else { continue };
            if let Some(half_month) = file.half_month() {
                drop(engine.read_season(half_month, payload));
            } else if *file == File::TRENDING {
                drop(engine.read_trending(payload));
            }
        }
        Ok(())
    }
}

/// Opens the build of `manifest` from the files that every page needs.
fn open(manifest: &Manifest, came: &HashMap<File, Payload>) -> Result<Pack, LoadError> {
    let payload = |file| came.get(&file).cloned().unwrap_or(Err(PackError::NotAPack.into()));
    let (core, unavailable) = (payload(File::CORE)?, payload(File::UNAVAILABLE)?);
    Ok(Pack::new(manifest.clone(), core.to_vec(), &unavailable)?)
}
