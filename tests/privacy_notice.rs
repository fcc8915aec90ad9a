//! Compares docs/PRIVACY-NOTICE.md with the store: every kind of record, its lifetime, and every storage of a browser.

use std::fs;
use std::path::Path;

use passerelle::history::{EventKind, LIST_AGE_SECONDS, MAX_EVENTS, TALLY_WEEKS};
use passerelle::model::MAX_RETENTION_DAYS;

const NOTICE: &str = include_str!("../docs/PRIVACY-NOTICE.md");
const RECORDS: &str = include_str!("../src/history/record.rs");
const DAY: i64 = 86_400;

/// The kinds of the schema: the numbers with which records begin, from the constants of src/history/record.rs.
fn kinds() -> Vec<(u8, &'static str)> {
    let constants =
        RECORDS.lines().skip_while(|line| !line.contains("const EVENTS: u8")).take_while(|line| !line.is_empty());
    constants
        .map(|line| {
            let (name, number) = line.split_once("const ").and_then(|(_, rest)| rest.split_once(": u8 = ")).unwrap();
            (number.trim_end_matches(';').parse().unwrap(), name)
        })
        .collect()
}

/// The row about `kind` in the table of records.
fn row(kind: u8) -> Option<Vec<&'static str>> {
    let line = NOTICE.lines().find(|line| line.starts_with(&format!("| {kind} |")))?;
    Some(line.trim_matches('|').split('|').map(str::trim).collect())
}

#[test]
fn every_kind_of_record_has_its_content_purpose_and_lifetime() {
    let kinds = kinds();
    assert!(kinds.len() >= 9 && kinds.iter().any(|(_, name)| *name == "ADVISER"), "{kinds:?}");
    for (number, name) in &kinds {
        let row = row(*number).unwrap_or_else(|| panic!("docs/PRIVACY-NOTICE.md lacks kind {number}, {name}"));
        assert!(row.len() == 5 && row.iter().all(|cell| !cell.is_empty()), "kind {number}: {row:?}");
    }
    let listed = (1..=u8::MAX).filter(|kind| row(*kind).is_some()).count();
    assert_eq!(listed, kinds.len(), "the notice lists kinds that no record has");
}

#[test]
fn every_event_that_is_recorded_is_named() {
    let [_, _, content, ..] = row(1).unwrap()[..] else { panic!() };
    for kind in EventKind::ALL {
        assert!(content.contains(&format!("`{}`", kind.name())), "{}", kind.name());
    }
}

#[test]
fn lifetimes_are_those_of_the_code() {
    assert!(row(1).unwrap()[4].contains(&format!("{MAX_RETENTION_DAYS} at most")));
    assert_eq!((MAX_EVENTS, row(1).unwrap()[4].contains("2,000 events")), (2_000, true));
    assert_eq!(row(2).unwrap()[4], format!("{TALLY_WEEKS} weeks"));
    assert_eq!(row(5).unwrap()[4], format!("{} days", LIST_AGE_SECONDS / DAY));
}

/// The uses of each browser storage in the package's scripts.
#[test]
fn every_storage_of_the_browser_that_the_package_uses_is_named() {
    const STORAGES: [&str; 6] =
        ["indexedDB.", "localStorage.", "sessionStorage.", "document.cookie", "cookieStore.", "caches."];
    let mut used = [false; STORAGES.len()];
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if let Ok(text) = fs::read_to_string(entry.path()) {
                for (used, storage) in used.iter_mut().zip(STORAGES) {
                    *used |= text.contains(storage);
                }
            }
        }
    }
    assert_eq!(used, [true, true, true, false, false, false], "{STORAGES:?}: tell of each in docs/PRIVACY-NOTICE.md");
    assert!(["IndexedDB", "`localStorage`", "`sessionStorage`"].iter().all(|storage| NOTICE.contains(storage)));
}
