//! Fetching the files of a pack: in parallel, each file once for any number of calls, and with hosts that lack files or
//! send wrong ones.

mod common;

use common::{Published, synthetic};
use flate2::read::GzDecoder;
use futures::FutureExt;
use futures::channel::oneshot;
use futures::executor::LocalPool;
use futures::future::LocalBoxFuture;
use futures::task::LocalSpawnExt;
use passerelle::browser::{FileSource, LoadError, PackFiles};
use passerelle::engine::{Engine, Status};
use passerelle::history::EventKind;
use passerelle::pack::write::{Alias, LanguageFile};
use passerelle::pack::{Manifest, PackError, ShardIndex};
use passerelle::plan::{File, Needs, Text};
use passerelle::rank::Placement;
use passerelle::request::SuggestRequest;
use std::cell::RefCell;
use std::io::Read;
use std::rc::Rc;
use std::sync::LazyLock;

const TIME: i64 = 1_800_000_000;

/// Two builds of a pack with shards.
static BUILDS: LazyLock<[Published; 2]> = LazyLock::new(|| {
    [1, 2].map(|seed| {
        let mut content = synthetic::content(700, seed);
        let mut random = synthetic::Random(seed);
        // Titles long enough for a pack of more than one file.
        for item in &mut content.items {
            item.title = common::text(&mut random, 80).into();
        }
        content.aliases = vec![Alias::any("S0000001", 1)];
        let text = |tag: &str, text: &str| LanguageFile { tag: tag.to_owned(), bytes: text.as_bytes().to_vec() };
        content.translations = vec![text("en", "{}"), text("fr", "{ }")];
        content.messages = vec![text("en", "[]"), text("fr", "[ ]")];
        let published = Published::new(&content, TIME, &[]);
        assert!(published.manifest.shards().number() > 1);
        published
    })
});

type Answer = Result<Vec<u8>, LoadError>;
type Waiting = (String, oneshot::Sender<Answer>);

/// A host that answers when the test tells it to.
#[derive(Clone, Default)]
struct Scripted(Rc<RefCell<Vec<Waiting>>>);

impl FileSource for Scripted {
    fn fetch(&self, file: File, manifest: &Manifest) -> LocalBoxFuture<'static, Answer> {
        let (sender, receiver) = oneshot::channel();
        self.0.borrow_mut().push((file.path(manifest), sender));
        receiver.map(|answer| answer.unwrap()).boxed_local()
    }

    fn inflate(&self, stored: Vec<u8>, length: usize) -> LocalBoxFuture<'static, Option<Vec<u8>>> {
        let mut content = Vec::new();
        // Like the browser: at most the declared size, and nothing from an unreadable file.
        let read = GzDecoder::new(&*stored).take(length as u64 + 1).read_to_end(&mut content);
        async move { read.ok().map(|_| content) }.boxed_local()
    }
}

fn missing(path: &str) -> Answer {
    Err(LoadError::Missing { address: path.to_owned() })
}

/// A page whose host has the pack's files, or lacks some.
struct Page {
    pool: LocalPool,
    host: Scripted,
    engine: Rc<RefCell<Engine>>,
    files: Rc<PackFiles<Scripted>>,
}

/// The outcome of a call; `None` while it waits.
type Outcome = Rc<RefCell<Option<Result<(), LoadError>>>>;

impl Page {
    fn new(published: &Published) -> Self {
        let (host, engine) = (Scripted::default(), Rc::new(RefCell::new(Engine::new())));
        let files = Rc::new(PackFiles::new(host.clone(), Rc::clone(&engine), published.manifest.clone()));
        Self { pool: LocalPool::new(), host, engine, files }
    }

    fn open(published: &Published) -> Self {
        let mut page = Self::new(published);
        let outcome = page.load(Needs::default());
        page.settle(|path| has(published, path));
        assert_eq!(*outcome.borrow(), Some(Ok(())));
        page
    }

    /// Begins to load: missing files are requested, but not answered yet.
    fn load(&mut self, needs: Needs) -> Outcome {
        let (files, outcome) = (Rc::clone(&self.files), Outcome::default());
        let ends = Rc::clone(&outcome);
        let task = async move {
            let result = files.load(&needs).await;
            *ends.borrow_mut() = Some(result);
        };
        self.pool.spawner().spawn_local(task).unwrap();
        self.pool.run_until_stalled();
        outcome
    }

    fn view(&mut self, id: &str) -> Outcome {
        let needs = self.engine.borrow_mut().needs_of_event(EventKind::View, id);
        self.load(needs)
    }

    /// The requested files without an answer.
    fn asked(&self) -> Vec<String> {
        self.host.0.borrow().iter().map(|(path, _)| path.clone()).collect()
    }

    /// Answers all current requests.
    fn answer(&mut self, host: &mut dyn FnMut(&str) -> Answer) -> Vec<String> {
        let waiting = std::mem::take(&mut *self.host.0.borrow_mut());
        let paths = waiting.iter().map(|(path, _)| path.clone()).collect();
        for (path, sender) in waiting {
            sender.send(host(&path)).unwrap();
        }
        self.pool.run_until_stalled();
        paths
    }

    /// Answers until no requests are left. Returns the requests by round.
    fn settle(&mut self, mut host: impl FnMut(&str) -> Answer) -> Vec<Vec<String>> {
        let mut rounds = Vec::new();
        while !self.asked().is_empty() {
            rounds.push(self.answer(&mut host));
            assert!(rounds.len() < 10, "it never ends: {rounds:?}");
        }
        rounds
    }

    fn status(&self, id: &str) -> Status {
        let request = SuggestRequest { item_id: Some(id.to_owned()), ..SuggestRequest::new(Placement::Product) };
        self.engine.borrow_mut().suggest(&request, TIME + 60).status
    }

    fn build(&self) -> [u8; 16] {
        self.engine.borrow().pack().unwrap().manifest().build
    }
}

fn has(published: &Published, path: &str) -> Answer {
    match path {
        "manifest.json" => Ok(published.manifest.to_bytes()),
        path => published.files.get(path).cloned().ok_or(LoadError::Missing { address: path.to_owned() }),
    }
}

fn begin(published: &Published) -> Vec<String> {
    vec![published.manifest.core_path(), published.manifest.unavailable_path()]
}

fn shard(published: &Published, id: &str) -> String {
    published.manifest.shard_path(ShardIndex::of(id, published.manifest.shards()))
}

const MANIFEST: &str = "manifest.json";

#[test]
fn everything_that_a_first_page_needs_is_asked_for_at_once() {
    let [published, _] = &*BUILDS;
    for id in ["P0000005", "S0000001"] {
        let mut page = Page::new(published);
        let outcome = page.view(id);
        assert_eq!(page.asked(), [begin(published), vec![shard(published, id)]].concat(), "{id}");
        assert_eq!(page.settle(|path| has(published, path)).len(), 1, "one round trip");
        assert_eq!(*outcome.borrow(), Some(Ok(())));
        assert_ne!(page.status(id), Status::ItemUnknown);
        // Each file is requested once on a page.
        page.view(id);
        assert_eq!(page.asked(), [""; 0]);
    }
}

#[test]
fn a_cart_of_six_takes_no_round_trip_more_than_a_cart_of_one() {
    let [published, _] = &*BUILDS;
    for lines in [1, 6, 20] {
        let cart = (0..lines).map(|line| synthetic::id(line * 31)).collect();
        let request = SuggestRequest { cart, ..SuggestRequest::new(Placement::Cart) };
        let mut page = Page::open(published);
        let needs = page.engine.borrow_mut().needs_of_request(&request, TIME);
        page.load(needs);
        let rounds = page.settle(|path| has(published, path));
        assert_eq!(rounds.iter().map(Vec::len).collect::<Vec<_>>(), [lines.min(6)]);
        assert_eq!(page.engine.borrow_mut().suggest(&request, TIME + 60).status, Status::Ok);
    }
}

#[test]
fn a_file_is_in_flight_once_however_many_ask() {
    let [published, _] = &*BUILDS;
    let mut page = Page::new(published);
    let outcomes = [page.load(Needs::default()), page.view("P0000005"), page.load(Needs::default())];
    let request = SuggestRequest::new(Placement::Product);
    let needs = page.engine.borrow_mut().needs_of_request(&request, TIME);
    let waits = page.load(needs);
    let rounds = page.settle(|path| has(published, path));
    assert_eq!(rounds, [[begin(published), vec![shard(published, "P0000005")]].concat()]);
    assert!(outcomes.iter().chain([&waits]).all(|outcome| *outcome.borrow() == Some(Ok(()))));
    assert_eq!(page.engine.borrow_mut().suggest(&request, TIME + 60).status, Status::Ok);
}

#[test]
fn what_needs_no_file_does_not_wait_for_what_does() {
    let [published, _] = &*BUILDS;
    let mut page = Page::open(published);
    let waits = page.view("P0000005");
    let needs = page.engine.borrow_mut().needs_of_request(&SuggestRequest::new(Placement::Cart), TIME);
    let done = page.load(needs);
    assert_eq!((waits.borrow().is_none(), done.borrow().is_some()), (true, true));
}

/// Files that an earlier page of the document has read make no difference to the requests.
#[test]
fn each_page_asks_for_its_own_shard() {
    let [published, _] = &*BUILDS;
    let mut page = Page::open(published);
    for id in ["P0000005", "P0000006", "P0000005"] {
        page.view(id);
        assert_eq!(page.settle(|path| has(published, path)), [[shard(published, id)]], "{id}");
    }
}

#[test]
fn a_page_that_changes_while_the_pack_opens_asks_for_no_file_of_it_again() {
    let [published, _] = &*BUILDS;
    let mut page = Page::new(published);
    let first = page.view("P0000005");
    let unavailable = published.manifest.unavailable_path();
    let (late, others): (Vec<Waiting>, Vec<Waiting>) =
        page.host.0.take().into_iter().partition(|(path, _)| *path == unavailable);
    for (path, sender) in others {
        sender.send(has(published, &path)).unwrap();
    }
    page.pool.run_until_stalled();
    let second = page.view("P0000006");
    assert_eq!(page.asked(), [shard(published, "P0000006")]);
    page.host.0.borrow_mut().extend(late);
    page.settle(|path| has(published, path));
    assert_eq!([&*first.borrow(), &*second.borrow()], [&Some(Ok(())), &Some(Ok(()))]);
}

#[test]
fn translations_are_fetched_once_in_the_language_that_fits() {
    let [published, _] = &*BUILDS;
    let mut page = Page::open(published);
    for (round, asked) in [(0, 1), (1, 0)] {
        let (files, came) = (Rc::clone(&page.files), Rc::new(RefCell::new(None)));
        let said = Rc::clone(&came);
        let task = async move { *said.borrow_mut() = Some(files.text(Text::Translations, "fr-CA").await) };
        page.pool.spawner().spawn_local(task).unwrap();
        page.pool.run_until_stalled();
        assert_eq!(page.asked().len(), asked, "round {round}");
        page.settle(|path| has(published, path));
        assert_eq!(came.borrow().as_ref().unwrap().as_ref().map(Option::as_deref), Ok(Some(&b"{ }"[..])));
    }
    assert_eq!(page.files.language("fr-CA"), "fr");
}

/// A build of the previous minor version has no messages, and the file is not requested.
#[test]
fn messages_are_fetched_where_the_build_has_them() {
    let [published, _] = &*BUILDS;
    for (minor, asked, says) in [(1, 1, Some(&b"[ ]"[..])), (0, 0, None)] {
        let mut older = published.clone();
        older.manifest.minor = minor;
        let mut page = Page::open(&older);
        let (files, came) = (Rc::clone(&page.files), Rc::new(RefCell::new(None)));
        let said = Rc::clone(&came);
        let task = async move { *said.borrow_mut() = Some(files.text(Text::Messages, "fr-CA").await) };
        page.pool.spawner().spawn_local(task).unwrap();
        page.pool.run_until_stalled();
        assert_eq!(page.asked().len(), asked, "minor version {minor}");
        page.settle(|path| has(&older, path));
        assert_eq!(came.borrow().as_ref().unwrap().as_ref().map(Option::as_deref), Ok(says));
    }
}

#[test]
fn a_pack_of_one_file_needs_no_shard() {
    let published = &Published::new(&synthetic::content(12, 1), TIME, &[]);
    assert_eq!(published.manifest.shard_files, None);
    let mut page = Page::new(published);
    page.view("P0000003");
    assert_eq!(page.settle(|path| has(published, path)), [begin(published)]);
    assert_ne!(page.status("P0000003"), Status::ItemUnknown);
}

#[test]
fn a_file_that_is_missing_at_the_start_is_looked_for_once_more_in_the_build_that_is_current() {
    let [old, new] = &*BUILDS;
    for gone in begin(old) {
        let mut page = Page::new(old);
        let outcome = page.load(Needs::default());
        let rounds = page.settle(|path| if path == gone { missing(path) } else { has(new, path).or(has(old, path)) });
        assert_eq!(rounds, [begin(old), vec![MANIFEST.to_owned()], begin(new)]);
        assert_eq!(*outcome.borrow(), Some(Ok(())));
        assert_eq!(page.build(), new.manifest.build);

        let mut page = Page::new(old);
        let outcome = page.load(Needs::default());
        let rounds = page.settle(|path| if path == gone { missing(path) } else { has(old, path) });
        assert_eq!(rounds, [begin(old), vec![MANIFEST.to_owned()]], "the build is current and incomplete");
        assert_eq!(*outcome.borrow(), Some(Err(LoadError::Missing { address: gone })));
        assert!(page.engine.borrow().pack().is_none());
    }
}

#[test]
fn a_host_that_fails_is_not_asked_again_by_the_same_call() {
    let [published, _] = &*BUILDS;
    let fails = |path: &str| Err(LoadError::Unreachable { address: path.to_owned(), reason: "no answer".to_owned() });
    let mut page = Page::new(published);
    let outcome = page.load(Needs::default());
    assert_eq!(page.settle(fails), [begin(published)]);
    assert_eq!(outcome.borrow().as_ref().unwrap().as_ref().unwrap_err().code(), "pack_unreachable");
    // A later call tries again.
    let outcome = page.view("P0000005");
    let core = published.manifest.core_path();
    page.settle(|path| if path.contains("shards") { fails(path) } else { has(published, path) });
    assert_eq!(*outcome.borrow(), Some(Ok(())), "{core}");
    assert_eq!(page.status("P0000005"), Status::ItemUnknown);
    page.view("P0000005");
    assert_eq!(page.settle(|path| has(published, path)), [[shard(published, "P0000005")]]);
    assert_ne!(page.status("P0000005"), Status::ItemUnknown);
}

#[test]
fn a_shard_that_has_gone_from_the_current_build_is_left() {
    let [published, _] = &*BUILDS;
    let mut page = Page::open(published);
    let without_shards = |path: &str| if path.contains("/shards/") { missing(path) } else { has(published, path) };
    let outcomes = [page.view("P0000005"), page.load(Needs::default())];
    assert_eq!(page.settle(without_shards), [[shard(published, "P0000005")], [MANIFEST.to_owned()]]);
    assert!(outcomes.iter().all(|outcome| *outcome.borrow() == Some(Ok(()))));
    assert_eq!(page.status("P0000005"), Status::ItemUnknown);
    // The build is known to be the current one, so no other file is requested.
    page.view("P0000006");
    assert_eq!(page.settle(without_shards), [[shard(published, "P0000006")]]);
}

#[test]
fn a_build_that_was_replaced_is_followed_by_all_that_wait() {
    let [old, new] = &*BUILDS;
    assert_ne!(old.manifest.build, new.manifest.build);
    let mut page = Page::open(old);
    let request = SuggestRequest { cart: vec!["P0000300".to_owned()], ..SuggestRequest::new(Placement::Cart) };
    let first = page.view("P0000005");
    let needs = page.engine.borrow_mut().needs_of_request(&request, TIME);
    let second = page.load(needs);
    let rounds = page.settle(|path| has(new, path));
    let of = |published| vec![shard(published, "P0000005"), shard(published, "P0000300")];
    assert_eq!(rounds[..2], [of(old), vec![MANIFEST.to_owned()]]);
    let mut last = rounds[2].clone();
    last.sort();
    let mut expected = [begin(new), of(new)].concat();
    expected.sort();
    assert_eq!(last, expected);
    assert!([&first, &second].iter().all(|outcome| *outcome.borrow() == Some(Ok(()))));
    assert_eq!(page.build(), new.manifest.build);
    assert_ne!(page.status("P0000005"), Status::ItemUnknown);
}

/// A shard of the previous build is not read with the numbers of the next one.
#[test]
fn what_comes_of_a_build_that_was_left_meanwhile_is_asked_for_anew() {
    let [old, new] = &*BUILDS;
    let mut page = Page::open(old);
    let slow = page.view("P0000005");
    let answer_late = page.host.0.borrow_mut().pop().unwrap();
    let needs = page.engine.borrow_mut().needs_of_event(EventKind::AddToCart, "P0000300");
    page.load(needs);
    page.settle(|path| has(new, path));
    assert_eq!(page.build(), new.manifest.build);
    answer_late.1.send(has(old, &answer_late.0)).unwrap();
    page.pool.run_until_stalled();
    assert_eq!(page.settle(|path| has(new, path)), [[shard(new, "P0000005")]]);
    assert_eq!(*slow.borrow(), Some(Ok(())));
}

#[test]
fn a_new_build_that_is_damaged_leaves_the_old_one_in_use() {
    let [old, new] = &*BUILDS;
    let core = new.manifest.core_path();
    let mut page = Page::open(old);
    let outcome = page.view("P0000005");
    let rounds = page.settle(|path| {
        let mut bytes = has(new, path)?;
        if path == core {
            *bytes.last_mut().unwrap() ^= 1;
        }
        Ok(bytes)
    });
    assert_eq!(rounds.len(), 3);
    assert_eq!(*outcome.borrow(), Some(Ok(())));
    assert_eq!(page.build(), old.manifest.build);
    // The old build is current again: its shards are read as before.
    page.view("P0000006");
    assert_eq!(page.settle(|path| has(old, path)), [[shard(old, "P0000006")]]);
    assert_ne!(page.status("P0000006"), Status::ItemUnknown);
}

#[test]
fn damage_at_the_start_is_told() {
    let [published, _] = &*BUILDS;
    for damaged in begin(published) {
        let mut page = Page::new(published);
        let outcome = page.load(Needs::default());
        page.settle(|path| {
            let mut bytes = has(published, path)?;
            if path == damaged {
                bytes.pop();
            }
            Ok(bytes)
        });
        let outcome = outcome.borrow();
        assert!(matches!(*outcome, Some(Err(LoadError::Pack(PackError::Length { .. })))), "{outcome:?}");
    }
}

/// A valid gzip member with other content, or with none.
#[test]
fn content_of_another_length_than_declared_is_damage() {
    struct Lies(Scripted, usize);
    impl FileSource for Lies {
        fn fetch(&self, file: File, manifest: &Manifest) -> LocalBoxFuture<'static, Answer> {
            self.0.fetch(file, manifest)
        }
        fn inflate(&self, _stored: Vec<u8>, _length: usize) -> LocalBoxFuture<'static, Option<Vec<u8>>> {
            let content = vec![0; self.1];
            async { Some(content) }.boxed_local()
        }
    }
    let [published, _] = &*BUILDS;
    for length in [0, 1 << 20] {
        let (host, engine) = (Scripted::default(), Rc::new(RefCell::new(Engine::new())));
        let files = PackFiles::new(Lies(host.clone(), length), engine, published.manifest.clone());
        let mut pool = LocalPool::new();
        let outcome = Outcome::default();
        let ends = Rc::clone(&outcome);
        let task = async move {
            let result = files.load(&Needs::default()).await;
            *ends.borrow_mut() = Some(result);
        };
        pool.spawner().spawn_local(task).unwrap();
        pool.run_until_stalled();
        for (path, sender) in host.0.take() {
            sender.send(has(published, &path)).unwrap();
        }
        pool.run_until_stalled();
        let error = outcome.borrow_mut().take().unwrap().unwrap_err();
        assert!(error.to_string().contains("does not decompress to its size"), "{error}");
    }
}
