//! Writes the seeds of fuzzing: `seeds CASES DIR` makes a folder for each target in DIR. `CASES` is the folder of feeds
//! and orders that the catalogue's tests read. It is not a target, because targets are compiled with coverage.

#[path = "src/pack.rs"]
mod pack;

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pack::published;
use passerelle::history::{Category, Entry, EventKind, Key, Log, Part, Row, Subject, WeekCounts, Writer};
use passerelle::model::{Day, FeedbackKind, Week};
use passerelle::pack::layout::Kind;

/// 2026-11-01.
const TIME: i64 = 1_793_491_200;
/// Longest seed in bytes. Longer files add little coverage and slow the fuzzer down.
const LONGEST: u64 = 64_000;

fn main() -> io::Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [cases, folder] = arguments.as_slice() else { panic!("usage: seeds CASES DIR") };
    let seeds = Seeds { folder };

    let pack = published();
    seeds.write("manifest", "manifest", &pack.manifest.to_bytes())?;
    for (expected, bytes) in pack.places() {
        let (kind, index) = (expected.kind, expected.index);
        seeds.write("envelope", &format!("{kind:?}-{index}"), bytes)?;
        let target = match kind {
            Kind::Core => "core",
            Kind::Shard | Kind::Season => "shard",
            Kind::Unavailable => "unavailable",
            _ => continue,
        };
        seeds.write(target, &format!("{kind:?}-{index}"), &pack.payload(kind, index))?;
    }

    let records = history();
    seeds.write("log", "history", &records)?;
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
            if file.metadata()?.len() > LONGEST {
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
fn history() -> Vec<u8> {
    let place = Category { division: "shoes", item_type: "Boots" };
    let (kind, item_id, time) = (EventKind::Purchase, "A1", TIME);
    let entry =
        |uuid| Entry { uuid, kind, item_id, time, order: None, gift: false, imported: uuid == 2, place, size: None };
    let mut writer = Writer::default();
    writer.paused();
    writer.tally(&WeekCounts { week: Week::from_number(2_950), division: "bags", events: 7, ..WeekCounts::default() });
    writer.events(&[entry(1), entry(2)]);
    let subjects = [Subject::Item("A1"), Subject::Reason(3, "bags"), Subject::Promotion, Subject::Letter("hello")];
    writer.line(FeedbackKind::Exposure, &subjects, TIME);
    writer.finish()
}
