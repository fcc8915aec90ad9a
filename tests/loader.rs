//! Which files the loader asks for, in which order, and what it makes of a host that lacks some or sends others.

mod common;

use common::{Published, synthetic};
use flate2::read::GzDecoder;
use passerelle::browser::{LoadError, Loader, path};
use passerelle::engine::Status;
use passerelle::pack::layout::HEADER_LEN;
use passerelle::pack::{PackError, shard_of};
use passerelle::rank::Placement;
use passerelle::request::SuggestRequest;
use std::io::Read;
use std::sync::LazyLock;

const TIME: i64 = 1_800_000_000;

/// Two builds of a pack of shards.
static BUILDS: LazyLock<[Published; 2]> = LazyLock::new(|| {
    [1, 2].map(|seed| {
        let mut content = synthetic::content(700, seed);
        let mut random = synthetic::Random(seed);
        // Long enough for a pack of more than one file.
        for item in &mut content.items {
            item.title = common::text(&mut random, 80);
        }
        content.aliases = vec![("S0000001".to_owned(), 1)];
        let published = Published::new(&content, TIME, &[]);
        assert!(published.manifest.shards > 1);
        published
    })
});

fn file(published: &Published, path: &str) -> Option<Vec<u8>> {
    match path {
        "manifest.json" => Some(published.manifest.to_bytes()),
        path => published.files.get(path).cloned(),
    }
}

/// Brings what is wanted until nothing more is; the paths that were wanted.
fn bring(loader: &mut Loader, mut host: impl FnMut(&str) -> Option<Vec<u8>>) -> Vec<String> {
    let mut asked = Vec::new();
    while let Some(address) = loader.wanted() {
        let path = path(address);
        let answer = host(&path);
        asked.push(path);
        assert!(asked.len() < 20, "it never ends: {asked:?}");
        match answer {
            None => loader.failed(true),
            Some(bytes) => {
                if let Some(length) = loader.arrived(&bytes) {
                    let mut content = Vec::new();
                    let stored = &bytes[HEADER_LEN..];
                    // What the browser does: nothing beyond the size, nothing at all of what it cannot read.
                    if GzDecoder::new(stored).take(length as u64 + 1).read_to_end(&mut content).is_err() {
                        content.clear();
                    }
                    loader.inflated(content);
                }
            }
        }
    }
    asked
}

fn open(published: &Published) -> Loader {
    let mut loader = Loader::new();
    bring(&mut loader, |path| file(published, path));
    assert_eq!(loader.error(), None);
    loader
}

fn begin(published: &Published) -> [String; 3] {
    let manifest = &published.manifest;
    ["manifest.json".to_owned(), manifest.core_path(), manifest.unavailable_path()]
}

fn shard(published: &Published, id: &str) -> String {
    published.manifest.shard_path(shard_of(id, published.manifest.shards))
}

fn status(loader: &mut Loader, id: &str) -> Status {
    let request = SuggestRequest { item_id: Some(id.to_owned()), ..SuggestRequest::new(Placement::Product) };
    loader.engine.suggest(&request, TIME + 60).status
}

#[test]
fn opens_and_loads_what_the_page_declares() {
    let [published, _] = &*BUILDS;
    let mut loader = Loader::new();
    assert_eq!(bring(&mut loader, |path| file(published, path)), begin(published));
    assert_eq!(loader.error(), None);
    assert!(loader.engine.pack().is_some());

    let declared = loader.engine.open_page("P0000005");
    loader.load(declared);
    assert_eq!(bring(&mut loader, |path| file(published, path)), [shard(published, "P0000005")]);
    assert_ne!(status(&mut loader, "P0000005"), Status::ItemUnknown);
    // Once on a page.
    let declared = loader.engine.declare("P0000005");
    loader.load(declared);
    assert!(loader.wanted().is_none());
}

#[test]
fn an_alias_needs_its_own_shard_alone() {
    let [published, _] = &*BUILDS;
    let mut loader = open(published);
    let declared = loader.engine.open_page("S0000001");
    loader.load(declared);
    let asked = bring(&mut loader, |path| file(published, path));
    assert_eq!(asked, [shard(published, "S0000001")]);
    assert_ne!(status(&mut loader, "S0000001"), Status::ItemUnknown);
}

#[test]
fn a_pack_of_one_file_needs_no_shard() {
    let published = &Published::new(&synthetic::content(12, 1), TIME, &[]);
    assert_eq!(published.manifest.shards, 0);
    let mut loader = open(published);
    let declared = loader.engine.open_page("P0000003");
    loader.load(declared);
    assert!(loader.wanted().is_none());
    assert_ne!(status(&mut loader, "P0000003"), Status::ItemUnknown);
}

#[test]
fn a_file_that_is_missing_at_the_start_is_looked_for_once_more() {
    let [published, _] = &*BUILDS;
    for missing in begin(published) {
        let mut loader = Loader::new();
        let mut left = 1;
        let asked = bring(&mut loader, |path| {
            let gone = path == missing && left > 0;
            left -= i32::from(gone);
            file(published, path).filter(|_| !gone)
        });
        let before = begin(published).iter().position(|path| *path == missing).unwrap() + 1;
        assert_eq!(asked[..before], begin(published)[..before]);
        assert_eq!(asked[before..], begin(published));
        assert_eq!(loader.error(), None);

        let mut loader = Loader::new();
        let asked = bring(&mut loader, |path| file(published, path).filter(|_| path != missing));
        assert_eq!(asked.len(), 2 * before);
        assert_eq!(loader.error(), Some(&LoadError::Fetch));
        assert!(loader.engine.pack().is_none());
    }
}

#[test]
fn a_host_that_fails_is_not_asked_again() {
    let mut loader = Loader::new();
    loader.failed(false);
    assert!(loader.wanted().is_none());
    assert_eq!(loader.error(), Some(&LoadError::Fetch));

    let [published, _] = &*BUILDS;
    let mut loader = open(published);
    let declared = loader.engine.open_page("P0000005");
    loader.load(declared);
    loader.failed(false);
    assert!(loader.wanted().is_none());
    assert_eq!(loader.error(), None);
}

#[test]
fn a_shard_that_has_gone_from_the_current_build_is_left() {
    let [published, _] = &*BUILDS;
    let mut loader = open(published);
    let without_shards = |path: &str| file(published, path).filter(|_| !path.contains("/shards/"));
    let declared = loader.engine.open_page("P0000005");
    loader.load(declared);
    assert_eq!(bring(&mut loader, without_shards), [shard(published, "P0000005"), "manifest.json".to_owned()]);
    assert_eq!(status(&mut loader, "P0000005"), Status::ItemUnknown);
    // The build is known to be the current one: nothing else is asked.
    let declared = loader.engine.open_page("P0000006");
    loader.load(declared);
    assert_eq!(bring(&mut loader, without_shards), [shard(published, "P0000006")]);
}

#[test]
fn a_build_that_was_replaced_is_followed() {
    let [old, new] = &*BUILDS;
    assert_ne!(old.manifest.build, new.manifest.build);
    let mut loader = open(old);
    let declared = loader.engine.open_page("P0000005");
    loader.load(declared);
    let mut expected = vec![shard(old, "P0000005")];
    expected.extend(begin(new));
    expected.push(shard(new, "P0000005"));
    assert_eq!(bring(&mut loader, |path| file(new, path)), expected);
    assert_eq!(loader.engine.pack().unwrap().manifest().build, new.manifest.build);
    assert_ne!(status(&mut loader, "P0000005"), Status::ItemUnknown);
}

#[test]
fn a_new_build_that_is_damaged_leaves_the_old_one_in_use() {
    let [old, new] = &*BUILDS;
    let core = new.manifest.core_path();
    let mut loader = open(old);
    let declared = loader.engine.open_page("P0000005");
    loader.load(declared);
    let damaged = |path: &str| {
        let mut bytes = file(new, path)?;
        if path == core {
            *bytes.last_mut().unwrap() ^= 1;
        }
        Some(bytes)
    };
    assert_eq!(bring(&mut loader, damaged).len(), 3);
    assert_eq!(loader.error(), None);
    assert_eq!(loader.engine.pack().unwrap().manifest().build, old.manifest.build);
    // The old build is there again: its shards are read as before.
    let declared = loader.engine.open_page("P0000006");
    loader.load(declared);
    assert_eq!(bring(&mut loader, |path| file(old, path)), [shard(old, "P0000006")]);
}

#[test]
fn damage_at_the_start_is_told() {
    let [published, _] = &*BUILDS;
    for path in begin(published) {
        let mut loader = Loader::new();
        let asked = bring(&mut loader, |asked| {
            let mut bytes = file(published, asked)?;
            if asked == path {
                bytes.pop();
            }
            Some(bytes)
        });
        assert_eq!(asked.last(), Some(&path));
        assert!(matches!(loader.error(), Some(LoadError::Pack(PackError::Length { .. }))), "{:?}", loader.error());
    }
}

#[test]
fn content_of_another_length_than_declared_is_damage() {
    let [published, _] = &*BUILDS;
    for content in [Vec::new(), vec![0; 1 << 20]] {
        let mut loader = Loader::new();
        assert_eq!(loader.arrived(&file(published, "manifest.json").unwrap()), None);
        let core = file(published, &published.manifest.core_path()).unwrap();
        assert!(loader.arrived(&core).is_some());
        loader.inflated(content);
        let payload = |error: Option<&LoadError>| match error {
            Some(LoadError::Pack(error)) => error.to_string(),
            other => panic!("{other:?}"),
        };
        assert!(payload(loader.error()).contains("does not decompress to its size"));
    }
}
