//! Ten thousand small damages to feeds and orders, as transfers, spreadsheets and plug-ins make them. The reader must
//! not panic, and must not lose anything without a message.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use indicatif::ProgressBar;
use jiff::Timestamp;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::feed;
use passerelle_catalogue::house::House;
use passerelle_catalogue::identity::{ByTitle, assemble};
use passerelle_catalogue::orders::{self, ColumnMap};
use passerelle_catalogue::problems::Problems;

const MUTATIONS: usize = 10_000;
/// Rows read of a file before it is damaged.
const ROWS: usize = 30;

/// A random generator with the same numbers on every machine (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn first_rows(path: &Path) -> String {
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    } else {
        text = fs::read_to_string(path).unwrap();
    }
    text.lines().take(ROWS + 1).map(|line| format!("{line}\n")).collect()
}

/// Turns a tab-separated feed into RSS.
fn rss(table: &str) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut lines = table.lines();
    let names: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let mut text = "<rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel>\n".to_owned();
    for line in lines {
        text.push_str("<item>\n");
        for (name, value) in names.iter().zip(line.split('\t')) {
            text.push_str(&format!("<g:{name}>{}</g:{name}>\n", escaped(value)));
        }
        text.push_str("</item>\n");
    }
    text + "</channel></rss>\n"
}

/// Damages a file in one to four places.
fn mutate(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(3) {
        let at = chance.below(bytes.len());
        match chance.below(5) {
            // Flip a bit.
            0 => bytes[at] ^= 1 << chance.below(8),
            // Cut the end of a row. Keep its line end and a character before it, because a blank row is no loss.
            1 => {
                let at = if at == 0 || bytes[at - 1] == b'\n' { (at + 1).min(bytes.len()) } else { at };
                let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end);
                bytes.drain(at..end);
            }
            2 => bytes.insert(at, b'"'),
            // Replace a separator by another.
            3 => {
                let separators = [b'\t', b',', b';', b'|'];
                let found = (at..bytes.len()).find(|at| separators.contains(&bytes[*at]));
                if let Some(at) = found {
                    bytes[at] = separators[chance.below(separators.len())];
                }
            }
            // Insert a quote before a field.
            _ => {
                let found = (at..bytes.len()).find(|at| matches!(bytes[*at], b'\t' | b','));
                if let Some(at) = found {
                    bytes.insert(at + 1, b'"');
                }
            }
        }
    }
}

/// The result of reading a file: the number of rows, the number reported as left out, and whether there was a message.
struct Given {
    count: usize,
    left_out: u64,
    told: bool,
}

fn as_of() -> Timestamp {
    "2026-03-15T00:00:00Z".parse().unwrap()
}

fn items(path: &Path, house: &House) -> Option<(Catalogue, Given)> {
    let mut problems = Problems::new();
    let read = feed::read(path, house, &mut problems, &ProgressBar::hidden()).ok()?;
    let left_out = read.left_out;
    let catalogue = assemble(read, house, &mut problems, as_of());
    let given = Given { count: catalogue.items.len(), left_out, told: !problems.is_empty() };
    Some((catalogue, given))
}

fn events(path: &Path, catalogue: &Catalogue) -> Option<Given> {
    let mut problems = Problems::new();
    let mut map = ColumnMap::default();
    map.latest = as_of();
    let read = orders::read(&[path], &map, &mut ByTitle::new(catalogue), &mut problems, &ProgressBar::hidden());
    let (log, report) = read.ok()?;
    Some(Given { count: log.events.len(), left_out: report.left_out, told: !problems.is_empty() })
}

#[test]
fn nothing_is_lost_without_a_word() {
    let data = |name: &str| repository("crates/catalogue/tests/data").join(name);
    let retail = repository("tests/data/online-retail-ii");
    let house = |path: &Path| House::load(path).unwrap();
    let feeds = [
        (retail.join("feed.tsv.gz"), house(&retail.join("house.toml"))),
        (data("shopify-new.csv"), house(&data("shopify-house.toml"))),
        (data("woocommerce.csv"), house(&data("woocommerce-house.toml"))),
    ];
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("input");
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);

    // Orders of the retailer, for items that the feed has.
    fs::write(&path, first_rows(&feeds[0].0)).unwrap();
    let (catalogue, _) = items(&path, &feeds[0].1).unwrap();
    let ids: Vec<&str> = catalogue.items.iter().map(|item| item.id.as_str()).collect();
    let mut own = String::from("order_id,user_id,timestamp,item_id,quantity\n");
    let mut shopify =
        String::from("Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku\n");
    for n in 0..ROWS {
        let (order, id) = (n / 2, ids[n % ids.len()]);
        own += &format!("{order},u{order},2025-{:02}-11 10:00:00,{id},1\n", 1 + order % 12);
        let first = format!("#{order},u{order}@mail.example,paid,2025-{:02}-11 10:00:00 +0100", 1 + order % 12);
        let about = if n % 2 == 0 { first } else { format!("#{order},,,") };
        shopify += &format!("{about},1,\"Thing, {n}\",{id}\n");
    }
    let texts: Vec<(String, Option<&House>)> = feeds
        .iter()
        .map(|(file, house)| (first_rows(file), Some(house)))
        .chain([(rss(&first_rows(&feeds[0].0)), Some(&feeds[0].1)), (own, None), (shopify, None)])
        .collect();

    let read = |house: Option<&House>| match house {
        Some(house) => items(&path, house).map(|(_, given)| given),
        None => events(&path, &catalogue),
    };
    let whole: Vec<Given> = texts
        .iter()
        .map(|(text, house)| {
            fs::write(&path, text).unwrap();
            read(*house).unwrap()
        })
        .collect();
    assert!(whole.iter().all(|given| given.count > 1));
    let mut fewer = 0;
    for number in 0..MUTATIONS {
        let which = number % texts.len();
        let (text, house) = &texts[which];
        let mut bytes = text.clone().into_bytes();
        mutate(&mut bytes, &mut chance);
        fs::write(&path, &bytes).unwrap();
        // An error is a message too.
        let Some(given) = read(*house) else { continue };
        let before = &whole[which];
        if given.count < before.count {
            fewer += 1;
            assert!(
                given.told || given.left_out > before.left_out,
                "mutation {number} of file {which}: {} instead of {}\n{}",
                given.count,
                before.count,
                String::from_utf8_lossy(&bytes)
            );
        }
    }
    assert!(fewer > MUTATIONS / 20, "the damages do damage: {fewer}");
}

/// The reader of Parquet is an external library that panics on some damaged files.
#[test]
fn a_damaged_parquet_file_is_read_or_refused_without_a_panic() {
    let cases = repository("crates/catalogue/tests/cases/o08-parquet");
    let house = House::load(&cases.join("house.toml")).unwrap();
    let (catalogue, _) = items(&cases.join("feed.tsv"), &house).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("input");
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let mut refused = 0;
    for number in 0..600 {
        let files = ["micros.parquet", "zstd.parquet", "ga4-nested.parquet"];
        let mut bytes = fs::read(cases.join(files[number % files.len()])).unwrap();
        for _ in 0..=chance.below(4) {
            // Keep the mark by which the file is recognised.
            let at = 4 + chance.below(bytes.len() - 4);
            bytes[at] = chance.below(256) as u8;
        }
        fs::write(&path, &bytes).unwrap();
        refused += usize::from(events(&path, &catalogue).is_none());
    }
    assert!(refused > 60, "the damages do damage: {refused}");
}
