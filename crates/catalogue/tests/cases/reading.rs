//! Reads the feeds and orders of `cases` as `build` does. Not for checking the results.

use std::fs;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use jiff::Timestamp;
use passerelle_catalogue::error::{FeedError, LogError};
use passerelle_catalogue::feed::{self, Feed};
use passerelle_catalogue::house::House;
use passerelle_catalogue::identity::{ByTitle, assemble};
use passerelle_catalogue::orders::{self, ColumnMap, Log, LogReport};
use passerelle_catalogue::problems::Problems;
use passerelle_catalogue::{Catalogue, Item};

/// A feed that was read.
pub(crate) struct Shop {
    pub(crate) catalogue: Catalogue,
    pub(crate) feed: Feed,
    pub(crate) problems: Problems,
}

pub(crate) fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

pub(crate) fn as_of() -> Timestamp {
    "2026-03-01T00:00:00Z".parse().unwrap()
}

pub(crate) fn house_of(folder: &Path) -> House {
    House::load(&folder.join("house.toml")).unwrap()
}

pub(crate) fn read_feed(path: &Path, house: &House) -> Result<Shop, FeedError> {
    let mut problems = Problems::new();
    let feed = feed::read(path, house, &mut problems, &ProgressBar::hidden())?;
    let catalogue = assemble(feed.clone(), house, &mut problems, as_of());
    Ok(Shop { catalogue, feed, problems })
}

pub(crate) fn feed(name: &str, file: &str) -> Shop {
    read_feed(&case(name).join(file), &house_of(&case(name))).unwrap()
}

/// The feed of a case with changed content.
pub(crate) fn feed_with(name: &str, file: &str, change: impl Fn(&str) -> String) -> Result<Shop, FeedError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(file);
    fs::write(&path, change(&fs::read_to_string(case(name).join(file)).unwrap())).unwrap();
    read_feed(&path, &house_of(&case(name)))
}

pub(crate) fn feed_error(name: &str, file: &str) -> String {
    read_feed(&case(name).join(file), &house_of(&case(name))).err().expect("no feed").to_string()
}

impl Shop {
    pub(crate) fn item(&self, id: &str) -> &Item {
        let found = self.catalogue.resolve(id).unwrap_or_else(|| panic!("there is no {id}: {}", self.problems));
        &self.catalogue.items[found as usize]
    }

    pub(crate) fn ids(&self) -> Vec<&str> {
        self.catalogue.items.iter().map(|item| item.id.as_str()).collect()
    }

    pub(crate) fn titles(&self) -> Vec<&str> {
        self.catalogue.items.iter().map(|item| item.title.as_str()).collect()
    }

    /// Division, type, and whether the type is sensitive.
    pub(crate) fn kind(&self, id: &str) -> (&str, &str, bool) {
        let item = self.item(id);
        let kind = &self.catalogue.types[usize::from(item.item_type)];
        (&self.catalogue.divisions[usize::from(item.division)].id, &kind.name, kind.sensitive)
    }

    pub(crate) fn prices(&self, ids: &[&str]) -> Vec<Option<u32>> {
        ids.iter().map(|id| self.item(id).price_minor).collect()
    }

    /// The kinds of the reported problems, with their counts.
    pub(crate) fn told(&self) -> Vec<(&'static str, u64)> {
        told(&self.problems)
    }
}

pub(crate) fn told(problems: &Problems) -> Vec<(&'static str, u64)> {
    problems.list().into_iter().map(|problem| (problem.kind.code(), problem.count)).collect()
}

/// Orders that were read.
pub(crate) struct Orders {
    pub(crate) log: Log,
    pub(crate) report: LogReport,
    pub(crate) problems: Problems,
    pub(crate) catalogue: Catalogue,
}

pub(crate) fn read_orders(folder: &Path, feed: &str, files: &[PathBuf], map: &ColumnMap) -> Result<Orders, LogError> {
    let Shop { catalogue, .. } = read_feed(&folder.join(feed), &house_of(folder)).unwrap();
    let mut map = map.clone();
    map.latest = as_of();
    let mut problems = Problems::new();
    let (log, report) =
        orders::read(files, &map, &mut ByTitle::new(&catalogue), &mut problems, &ProgressBar::hidden())?;
    Ok(Orders { log, report, problems, catalogue })
}

pub(crate) fn orders_mapped(name: &str, file: &str, mappings: &[&str]) -> Orders {
    let map = ColumnMap::parse(mappings).unwrap();
    read_orders(&case(name), "feed.tsv", &[case(name).join(file)], &map).unwrap()
}

pub(crate) fn orders(name: &str, file: &str) -> Orders {
    orders_mapped(name, file, &[])
}

/// Reads orders from texts, for the items of the baseline.
pub(crate) fn orders_of(texts: &[&str], map: &ColumnMap) -> Result<Orders, LogError> {
    let dir = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (0..texts.len()).map(|n| dir.path().join(format!("orders-{n}.csv"))).collect();
    for (file, text) in files.iter().zip(texts) {
        fs::write(file, text).unwrap();
    }
    read_orders(&case("o00-baseline"), "feed.tsv", &files, map)
}

pub(crate) fn orders_error(name: &str, file: &str) -> String {
    let map = ColumnMap::default();
    read_orders(&case(name), "feed.tsv", &[case(name).join(file)], &map).err().expect("no orders").to_string()
}

impl Orders {
    /// Distinct shoppers who ordered both items.
    pub(crate) fn shoppers(&self, a: &str, b: &str) -> usize {
        let (a, b) = (self.catalogue.resolve(a).unwrap(), self.catalogue.resolve(b).unwrap());
        let has = |session: &orders::Session, item| self.log.events_of(session).iter().any(|event| event.item == item);
        let both = self.log.sessions.iter().filter(|session| has(session, a) && has(session, b));
        both.map(|session| session.shopper).collect::<std::collections::BTreeSet<_>>().len()
    }

    pub(crate) fn sessions(&self) -> usize {
        self.log.sessions.len()
    }

    pub(crate) fn days(&self) -> Vec<String> {
        let day = |time: i64| Timestamp::from_second(time).unwrap().strftime("%F").to_string();
        self.log.sessions.iter().map(|session| day(session.time)).collect()
    }

    pub(crate) fn told(&self) -> Vec<(&'static str, u64)> {
        told(&self.problems)
    }

    /// Asserts that the orders are those of the baseline: twelve orders of a1 and b1 by twelve shoppers.
    #[track_caller]
    pub(crate) fn is_baseline(&self) {
        assert_eq!((self.sessions(), self.shoppers("a1", "b1")), (12, 12), "{}", self.problems);
        assert_eq!((self.report.lost(), self.told()), (0, vec![]), "{}", self.problems);
    }
}
