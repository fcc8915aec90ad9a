//! Writes the seeds of fuzzing: `fuzz-seeds DIR CASES SHOP...` makes a folder for each target in DIR. `CASES` is the
//! folder of feeds and orders that the catalogue's tests read, with a folder for each case; a `SHOP` is such a folder. It is not a target, because targets are compiled with coverage.

#[path = "src/pack.rs"]
mod pack;

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pack::{Published, TIME, published, small};
use passerelle::history::{
    AdviserRecord, Category, Entry, EventKind, Key, Log, OrderHash, Part, Row, SizeName, Subject, WeekCounts, Writer,
};
use passerelle::model::{Day, FeedbackKind, Week};
use passerelle::pack::layout::Kind;

/// Longest seed in bytes. Longer files add little coverage and slow the fuzzer down.
const LONGEST: u64 = 64_000;

fn main() -> io::Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [folder, cases, shops @ ..] = arguments.as_slice() else { panic!("usage: fuzz-seeds DIR CASES [SHOP]...") };
    let seeds = Seeds { folder };

    let pack = published();
    seeds.write("manifest", "manifest", &pack.manifest.to_bytes())?;
    for (expected, bytes) in pack.places() {
        let (kind, index) = (expected.kind, expected.index);
        seeds.write("envelope", &format!("{kind:?}-{index}"), bytes)?;
        let target = match kind {
            Kind::Core => "core",
            Kind::Shard | Kind::Season | Kind::Trending => "shard",
            Kind::Unavailable => "unavailable",
            Kind::Offered => "offered",
        };
        seeds.write(target, &format!("{kind:?}-{index}"), &pack.payload(kind, index))?;
    }

    seeds.write("core", "of-one-file", &small().payload(Kind::Core, 0))?;

    let records = history(&small());
    seeds.write("log", "history", &records)?;
    seeds.write("log", "version-2", include_bytes!("../tests/data/store/version-2.bin"))?;
    let row = Row { key: Key { part: Part::Log, day: Day::of_time(TIME), number: 1 }, records };
    seeds.write("import", "export", &serde_json::to_vec(&Log::read(&[row]).into_export())?)?;
    let past = br#"[{"itemId":"A1","time":"2026-01-02T10:00:00Z","division":"shoes","type":"Boots"}]"#;
    seeds.write("import", "past", past)?;

    for case in fs::read_dir(cases)? {
        let case = case?.path();
        if case.is_dir() {
            seeds.take_case(&case)?;
        }
    }
    shops.iter().try_for_each(|shop| seeds.take_case(shop))?;
    Ok(())
}

/// Writes seeds below a folder.
struct Seeds<'a> {
    folder: &'a Path,
}

impl Seeds<'_> {
    /// Writes a seed for a target.
    fn write(&self, target: &str, name: &str, bytes: &[u8]) -> io::Result<()> {
        let folder = self.folder.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)
    }

    /// Writes every file of a case as a seed: its house for `house`, the others for `feed` and `orders`.
    fn take_case(&self, case: &Path) -> io::Result<()> {
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
            for target in targets {
                self.write(target, &name, &bytes)?;
            }
        }
        Ok(())
    }
}

/// A history with a record of every kind.
fn history(pack: &Published) -> Vec<u8> {
    let place = Category { division: "shoes", item_type: "Boots" };
    let (kind, item_id, time) = (EventKind::Purchase, "A1", TIME);
    let size = Some(SizeName { group: "shoes", name: "39" });
    let entry = |uuid| Entry { uuid, kind, item_id, time, order: None, gift: false, imported: uuid == 2, place, size };
    let mut writer = Writer::default();
    writer.paused();
    writer.tally(&WeekCounts { week: Week::from_number(2_950), division: "bags", events: 7, ..WeekCounts::default() });
    writer.events(&[entry(1), entry(2)]);
    let subjects = [Subject::Item("A1"), Subject::Reason(3, "bags"), Subject::Promotion, Subject::Letter("hello")];
    writer.line(FeedbackKind::Exposure, &subjects, TIME);
    for kind in FeedbackKind::ALL {
        writer.line(kind, &[Subject::Letter("hello")], TIME);
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
