//! The seeds: sound inputs of every decoder, from which fuzzing starts.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use passerelle::history::{
    AdviserRecord, Category, EventKind, EventNumber, Key, Log, OrderHash, RecordedEvent, Row, SizeName, StorePart,
    Subject, WeekCounts, Writer,
};
use passerelle::model::{Day, FeedbackKind, ReasonNumber, Week};
use passerelle::pack::BinaryFile;

use crate::pack::{Published, TIME, published, small};

/// The repository's folder.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// Feeds and orders that the catalogue's tests read, with a folder for each case.
const CASES: &str = "crates/catalogue/tests/cases";
/// Folders with house.toml, feeds and orders of whole shops.
const SHOPS: [&str; 3] = ["crates/catalogue/tests/data", "tests/data/online-retail-ii", "tests/data/odd-ids"];
/// Longest seed in bytes. Longer files add little coverage and slow the fuzzer down.
const LONGEST: u64 = 64_000;

/// A sound input of a target.
#[derive(Clone, Debug)]
pub struct Seed {
    /// The target's name.
    pub target: &'static str,
    /// The seed's name.
    pub name: String,
    /// The input.
    pub bytes: Vec<u8>,
}

/// The seeds of all targets.
///
/// # Errors
/// If a file of the tests cannot be read.
pub fn seeds() -> io::Result<Vec<Seed>> {
    let mut seeds = Vec::new();
    let mut add = |target, name: &str, bytes: &[u8]| {
        seeds.push(Seed { target, name: name.to_owned(), bytes: bytes.to_vec() });
    };
    let pack = published();
    add("manifest", "manifest", &pack.manifest.to_bytes());
    for (expected, bytes) in pack.places() {
        let file = expected.file;
        let name = format!("{:?}-{}", file.kind(), file.header_index());
        add("envelope", &name, bytes);
        let target = match file {
            BinaryFile::Core => "core",
            BinaryFile::Shard(_) | BinaryFile::Season(_) | BinaryFile::Trending => "shard",
            BinaryFile::Unavailable => "unavailable",
            BinaryFile::Offered => "offered",
        };
        add(target, &name, &pack.payload(file));
    }
    add("core", "of-one-file", &small().payload(BinaryFile::Core));

    let records = history(&small());
    add("log", "history", &records);
    add("log", "version-2", include_bytes!("../../../tests/data/store/version-2.bin"));
    let row = Row { key: Key { part: StorePart::Log, day: Day::of_time(TIME), number: 1 }, records };
    add("import", "export", &serde_json::to_vec(&Log::read(&[row]).into_export())?);
    add("import", "past", include_bytes!("../seeds/past.json"));

    add("messages", "messages", include_bytes!("../seeds/messages.json"));
    add("questionnaire", "questionnaire", include_bytes!("../seeds/questionnaire.json"));
    add("details", "details", include_bytes!("../seeds/details.json"));

    let root = Path::new(ROOT);
    let mut cases = folders(&root.join(CASES))?;
    cases.extend(SHOPS.map(|shop| root.join(shop)));
    for case in cases {
        add_files(&case, &mut add)?;
    }
    Ok(seeds)
}

fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    Ok(paths.into_iter().filter(|path| path.is_dir()).collect())
}

/// Adds every file of a case: its house for `house`, the others for `feed` and `orders`.
fn add_files(case: &Path, add: &mut impl FnMut(&'static str, &str, &[u8])) -> io::Result<()> {
    for file in fs::read_dir(case)? {
        let file = file?;
        let metadata = file.metadata()?;
        if metadata.is_dir() || metadata.len() > LONGEST {
            continue;
        }
        let (own, of) = (file.file_name(), case.file_name().unwrap_or_default());
        let name = format!("{}-{}", of.to_string_lossy(), own.to_string_lossy());
        let bytes = fs::read(file.path())?;
        let targets: &[&str] = if name.ends_with(".toml") { &["house"] } else { &["feed", "orders"] };
        targets.iter().for_each(|target| add(target, &name, &bytes));
    }
    Ok(())
}

/// A history with a record of every kind.
fn history(pack: &Published) -> Vec<u8> {
    let place = Category { division: "shoes", item_type: "Boots" };
    let (kind, item_id, time) = (EventKind::Purchase, "A1", TIME);
    let size = Some(SizeName { group: "shoes", name: "39" });
    let entry = |uuid| RecordedEvent {
        number: EventNumber(uuid),
        kind,
        item_id,
        time,
        order: None,
        gift: false,
        imported: uuid == 2,
        place,
        size,
    };
    let mut writer = Writer::default();
    writer.paused();
    writer.tally(&WeekCounts { week: Week::from_number(2_950), division: "bags", events: 7, ..WeekCounts::default() });
    writer.events(&[entry(1), entry(2)]);
    let subjects = [
        Subject::Item("A1"),
        Subject::Reason { reason: ReasonNumber(3), division: "bags" },
        Subject::Promotion,
        Subject::Message("hello"),
    ];
    writer.line(FeedbackKind::Exposure, &subjects, TIME);
    for kind in FeedbackKind::ALL {
        writer.line(kind, &[Subject::Message("hello")], TIME);
    }
    writer.line(FeedbackKind::Answered, &[Subject::Answer("skin/1/dry")], TIME);
    writer.adviser(&AdviserRecord { time: TIME, credited: Some(OrderHash::new(7, "1001")), code: "ANNA" });
    let mut engine = pack.engine();
    engine.restore(&[], TIME);
    let declared = engine.open_page("P0000002");
    pack.load(&mut engine, declared);
    // The event is stored with the item's list.
    assert!(engine.track(EventKind::View, "P0000002", TIME, false), "the item is in the pack, and not sensitive");
    [writer.finish(), engine.take_records()].concat()
}
