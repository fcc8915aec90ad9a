//! The files of the pack, as a page needs them: those that are missing are fetched together, each once however many ask,
//! and read into the engine. What is needed is [`plan`]'s to say; how a file is fetched is the [`Host`]'s.

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

/// Where the files are.
pub trait Host {
    /// Fetches a whole file.
    fn fetch(&self, file: File, manifest: &Manifest) -> LocalBoxFuture<'static, Result<Vec<u8>, LoadError>>;

    /// Decompresses one gzip member, never beyond `length` bytes: shorter where that fails.
    fn inflate(&self, stored: Vec<u8>, length: usize) -> LocalBoxFuture<'static, Vec<u8>>;
}

/// Why a file of the pack cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The server says that it is not there.
    #[error("{address}: not there; publish the whole build before its manifest")]
    Missing {
        /// Its address.
        address: String,
    },
    /// It could not be fetched.
    #[error(
        "{address}: {reason}; check that the pack is published there and that the page may load it (connect-src, CORS)"
    )]
    Unreachable {
        /// Its address.
        address: String,
        /// What happened instead.
        reason: String,
    },
    /// The browser could not decompress it.
    #[error(
        "{address}: the answer was cut; its header says \"Content-Encoding: {encoding}\": if the server has not compressed \
         it, take that header off"
    )]
    Encoded {
        /// Its address.
        address: String,
        /// What the header says.
        encoding: String,
    },
    /// It was fetched and is not sound.
    #[error(transparent)]
    Pack(#[from] PackError),
}

impl LoadError {
    /// The stable code, as JavaScript sees it in `error.code`.
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
pub struct PackFiles<H> {
    host: Rc<H>,
    engine: Rc<RefCell<Engine>>,
    state: RefCell<State>,
}

struct State {
    /// The build that is current, as far as it is known here.
    manifest: Manifest,
    /// What this page has asked for, of that build: on its way, or here.
    asked: HashMap<File, Asked<Payload>>,
    /// The page that this is, by [`Engine::page_number`].
    page: u32,
    /// Who asks what is current.
    asks_manifest: Option<Asked<Result<Manifest, LoadError>>>,
    /// A manifest that is current although its build lacks a file: nothing is asked about it twice.
    incomplete: Option<Manifest>,
}

/// A build may be replaced while a page fetches it, and again while the page follows.
const REPLACED_AT_MOST: u32 = 2;

impl<H: Host + 'static> PackFiles<H> {
    /// The files of the pack that `manifest` describes, read into `engine`.
    #[must_use]
    pub fn new(host: H, engine: Rc<RefCell<Engine>>, manifest: Manifest) -> Self {
        let page = engine.borrow().page_number();
        let state = State { manifest, asked: HashMap::new(), page, asks_manifest: None, incomplete: None };
        Self { host: Rc::new(host), engine, state: RefCell::new(state) }
    }

    /// Where the files are.
    #[must_use]
    pub fn host(&self) -> &H {
        &self.host
    }

    /// Reads what is needed, and opens the pack unless it is open.
    ///
    /// # Errors
    /// [`LoadError`] when the pack cannot be opened. What cannot be had of an item or a season is no error: nothing is
    /// suggested from it.
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
                // Another call has found out meanwhile.
                false => self.state.borrow().manifest.build != manifest.build,
            };
            if !is_replaced || replaced >= REPLACED_AT_MOST {
                return self.read(&manifest, needs, &came);
            }
            replaced += 1;
        }
    }

    /// A text in the language that fits `locale`. `None` where the build is of a version without such texts. Nothing but the
    /// manifest, the page's language and what the page declares decides what is asked for.
    ///
    /// # Errors
    /// [`LoadError`] when the file cannot be fetched.
    pub async fn text(&self, text: Text, locale: &str) -> Result<Option<Rc<[u8]>>, LoadError> {
        let manifest = self.state.borrow().manifest.clone();
        let Some(file) = File::text(&manifest, text, locale) else { return Ok(None) };
        let came = self.ask(file, &manifest).await;
        self.forget_failures(&HashMap::from([(file, came.clone())]));
        came.map(Some)
    }

    /// The files with the details of these items, each once; `None` where the build is of a version without.
    ///
    /// # Errors
    /// [`LoadError`] when one of them cannot be fetched.
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

    /// The path of the translations, relative to the pack's folder.
    #[must_use]
    pub fn translations_path(&self, locale: &str) -> String {
        let manifest = &self.state.borrow().manifest;
        File::translations(manifest, locale).path(manifest)
    }

    /// The language of the house that fits `locale`: its tag.
    #[must_use]
    pub fn language(&self, locale: &str) -> String {
        let languages = &self.state.borrow().manifest.languages;
        languages.get(crate::plan::language(languages, locale)).cloned().unwrap_or_default()
    }

    /// Those of the files that the engine has not read.
    fn missing(&self, manifest: &Manifest, needs: &Needs) -> Vec<File> {
        let engine = self.engine.borrow();
        let mut state = self.state.borrow_mut();
        if std::mem::replace(&mut state.page, engine.page_number()) != engine.page_number() {
            // What an earlier page has read must not show in what this one asks for.
            state.asked.retain(|file, payload| file.may_be_missing() || payload.peek().is_none());
        }
        let is_open = engine.pack().is_some_and(|pack| pack.manifest().build == manifest.build);
        plan(manifest, needs).into_iter().filter(|file| !(is_open && file.opens())).collect()
    }

    /// The content of a file, once it has come and is sound.
    fn ask(&self, file: File, manifest: &Manifest) -> Asked<Payload> {
        let fetch = || {
            let (host, bytes) = (Rc::clone(&self.host), self.host.fetch(file, manifest));
            let expected = file.expected(manifest);
            let payload = async move {
                let bytes = bytes.await?;
                let Some(expected) = expected else { return Ok(bytes.into()) };
                let envelope = Envelope::open(&bytes, &expected)?;
                if envelope.codec == Codec::Stored {
                    return Ok(envelope.stored.into());
                }
                let payload = host.inflate(envelope.stored.to_vec(), envelope.raw_len).await;
                if payload.len() != envelope.raw_len {
                    return Err(PackError::malformed("payload", "it does not decompress to its size").into());
                }
                Ok(payload.into())
            };
            payload.boxed_local().shared()
        };
        self.state.borrow_mut().asked.entry(file).or_insert_with(fetch).clone()
    }

    /// What could not be had may be asked for again.
    fn forget_failures(&self, came: &HashMap<File, Payload>) {
        let mut state = self.state.borrow_mut();
        for (file, _) in came.iter().filter(|(_, payload)| payload.is_err()) {
            if state.asked.get(file).is_some_and(|asked| asked.peek().is_some_and(Result::is_err)) {
                state.asked.remove(file);
            }
        }
    }

    /// Asks once whether another manifest is current, for whoever misses a file of this one.
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
                let bytes = self.host.fetch(File::MANIFEST, manifest);
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

    /// Reads what came into the engine.
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
                    // A build that cannot be opened leaves the one before in use.
                    let Some(open) = open else { return Err(error) };
                    let mut state = self.state.borrow_mut();
                    state.incomplete = Some(open.clone());
                    state.manifest = open;
                    state.asked.clear();
                    return Ok(());
                }
            }
        }
        // What is not sound is not shown: no error to a page that has other things to show.
        for item in &needs.items {
            if manifest.shards == 0 {
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

/// The build of `manifest`, from the files that every page needs.
fn open(manifest: &Manifest, came: &HashMap<File, Payload>) -> Result<Pack, LoadError> {
    let payload = |file| came.get(&file).cloned().unwrap_or(Err(PackError::NotAPack.into()));
    let (core, unavailable) = (payload(File::CORE)?, payload(File::UNAVAILABLE)?);
    Ok(Pack::new(manifest.clone(), core.to_vec(), &unavailable)?)
}
