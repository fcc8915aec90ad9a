//! Publications with a disk that fails or disappears at each operation in turn. Afterwards either the previous pack or
//! the new one is intact. `PASSERELLE_FAULTS` sets the number of tried cases (50 by default).

#[path = "../../../benches/synthetic/mod.rs"]
#[allow(dead_code)]
mod synthetic;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use indicatif::ProgressBar;
use passerelle::pack::write::{self, BuildDraft, LanguageFile};
use passerelle_cli::pack::disk::{Disk, LocalDisk};
use passerelle_cli::pack::pack_dir::PackDir;
use passerelle_cli::pack::publish::{PublishError, Publisher};
use passerelle_cli::pack::stock::Stock;

const RUNS: &str = "PASSERELLE_FAULTS";
const FEW_RUNS: usize = 50;
const ITEMS: usize = 500;
/// 2026-01-01
const TIME: i64 = 1_767_225_600;

/// The fault at an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The operation fails, and later ones succeed.
    Fails,
    /// The process ends before the operation.
    Killed,
    /// The process ends in the middle of the operation.
    KilledInside,
}

const FAULTS: [Fault; 3] = [Fault::Fails, Fault::Killed, Fault::KilledInside];

/// The local disk with a fault at one operation; without a fault, it only counts the operations.
#[derive(Debug)]
struct FaultyDisk {
    fault: Option<(usize, Fault)>,
    steps: Rc<Cell<usize>>,
}

impl FaultyDisk {
    /// Performs an operation: `whole`, or `part` if the fault is inside it.
    fn step(&self, whole: impl FnOnce() -> io::Result<()>, part: impl FnOnce()) -> io::Result<()> {
        let step = self.steps.replace(self.steps.get() + 1);
        let gone = || Err(io::Error::other("the disk of this test"));
        match self.fault {
            Some((at, fault)) if step == at => {
                if fault == Fault::KilledInside {
                    part();
                }
                gone()
            }
            Some((at, fault)) if step > at && fault != Fault::Fails => gone(),
            _ => whole(),
        }
    }
}

impl Disk for FaultyDisk {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(|| LocalDisk.make_folder(folder), || {})
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(|| LocalDisk.write(file, bytes), || fs::write(file, &bytes[..bytes.len() / 2]).unwrap())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| LocalDisk.rename(from, to), || {})
    }

    // The effect of a flush is visible only after a power failure; another test checks the order of flushes.
    fn flush(&self, _files: &[PathBuf]) -> io::Result<()> {
        self.step(|| Ok(()), || {})
    }

    fn flush_names(&self, _folder: &Path) -> io::Result<()> {
        self.step(|| Ok(()), || {})
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        self.step(|| LocalDisk.remove_file(file), || {})
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        let half = || {
            let files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.iter().step_by(2).filter(|path| path.is_file()).for_each(|path| fs::remove_file(path).unwrap());
        };
        self.step(|| LocalDisk.remove_folder(folder), half)
    }
}

/// Publishes, and returns the paths of the new files.
type Publish = Box<dyn Fn(&Publisher) -> Result<Vec<String>, PublishError>>;

/// A publication into a folder.
struct Publication {
    name: &'static str,
    /// The folder before the publication; empty for a first build.
    before: PathBuf,
    publish: Publish,
}

/// A build in memory.
type Build = BuildDraft<Vec<u8>>;

fn build(number: u64) -> Build {
    let mut content = synthetic::with_season(synthetic::content(ITEMS, number));
    let said = |text: &str| {
        content
            .core
            .languages
            .iter()
            .map(|tag| LanguageFile { tag: tag.clone(), bytes: text.as_bytes().to_vec() })
            .collect()
    };
    let translations = said("{\"types\":{},\"messages\":{},\"notices\":[]}");
    let messages = said("{\"per_day\":1,\"messages\":[]}");
    (content.translations, content.messages) = (translations, messages);
    write::draft(&content, TIME + number as i64, Vec::new()).unwrap()
}

fn sold_out(id: &str) -> Stock {
    Stock { unavailable: vec![id.to_owned()], ..Stock::default() }
}

fn publish(publisher: &Publisher, build: &Build, keep: usize) -> Result<Vec<String>, PublishError> {
    publisher.publish(build, &sold_out("1"), keep, &ProgressBar::hidden()).map(|published| published.changed)
}

fn publications(dir: &Path) -> Vec<Publication> {
    let (empty, full) = (dir.join("empty"), dir.join("full"));
    fs::create_dir(&empty).unwrap();
    let builds: Vec<Build> = (1..5).map(build).collect();
    for build in &builds[..3] {
        let disk = FaultyDisk { fault: None, steps: Rc::default() };
        publish(&Publisher::lock_on(&full, Box::new(disk)).unwrap(), build, 9).unwrap();
    }
    // Old enough to be removed.
    let first = full.join(builds[0].manifest.folder());
    let old = fs::File::options().write(true).open(first.join("manifest.json")).unwrap();
    old.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(9 * 86_400)).unwrap();
    let (second, third, fourth) = (builds[1].manifest.folder(), builds[2].clone(), builds[3].clone());
    let of = |name, before: &Path, publish: Publish| Publication { name, before: before.to_owned(), publish };
    vec![
        of("a first build", &empty, Box::new(move |publisher| publish(publisher, &third, 3))),
        of("a build", &full, Box::new(move |publisher| publish(publisher, &fourth, 1))),
        of("availability", &full, Box::new(|publisher| Ok(publisher.publish_availability(&sold_out("2"))?.changed))),
        of("the switch", &full, Box::new(|publisher| publisher.switch(false).map(|_| Vec::new()))),
        of("a roll-back", &full, Box::new(move |publisher| publisher.roll_back(&second).map(|_| Vec::new()))),
    ]
}

/// Copies the folder `from`, with the modification times of its files.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
            let written = entry.metadata().unwrap().modified().unwrap();
            fs::File::options().write(true).open(&target).unwrap().set_modified(written).unwrap();
        }
    }
}

fn manifest(dir: &Path) -> Option<Vec<u8>> {
    fs::read(dir.join("manifest.json")).ok()
}

#[test]
fn whatever_step_fails_a_whole_pack_is_published() {
    let dir = tempfile::tempdir().unwrap();
    let publications = publications(dir.path());
    let mut cases = Vec::new();
    for publication in &publications {
        let folder = dir.path().join("count");
        copy(&publication.before, &folder);
        let steps = Rc::new(Cell::new(0));
        let disk = FaultyDisk { fault: None, steps: steps.clone() };
        (publication.publish)(&Publisher::lock_on(&folder, Box::new(disk)).unwrap()).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        for step in 0..steps.get() {
            cases.extend(FAULTS.map(|fault| (publication, step, fault)));
        }
    }
    let runs = std::env::var(RUNS).map_or(FEW_RUNS, |runs| runs.parse().unwrap());
    assert!(cases.len() > 1_000, "only {} cases", cases.len());
    let mut published = 0;
    for run in 0..runs {
        // A small number of runs is spread evenly over the cases; a large one repeats them.
        let at = if runs < cases.len() { run * cases.len() / runs } else { run % cases.len() };
        let (publication, step, fault) = cases[at];
        let says = format!("{}, step {step}, {fault:?}", publication.name);
        let folder = dir.path().join("run");
        copy(&publication.before, &folder);
        let before = manifest(&folder);
        let disk = FaultyDisk { fault: Some((step, fault)), steps: Rc::default() };
        let result = (publication.publish)(&Publisher::lock_on(&folder, Box::new(disk)).unwrap());
        let after = manifest(&folder);
        if after != before {
            published += 1;
        }
        match &result {
            Ok(_) => assert_ne!(after, before, "{says}: it says that it has published"),
            Err(PublishError::Unflushed { .. }) => assert_ne!(after, before, "{says}"),
            Err(_) => assert_eq!(after, before, "{says}: it says that it has not published"),
        }
        match PackDir::open(&folder) {
            Ok(pack) => {
                pack.check_all().unwrap_or_else(|error| panic!("{says}: {error}"));
            }
            Err(error) => assert!(before.is_none() && after.is_none(), "{says}: {error}"),
        };
        // Remains of the failed publication do not hinder the next one.
        let disk = FaultyDisk { fault: None, steps: Rc::default() };
        let again = (publication.publish)(&Publisher::lock_on(&folder, Box::new(disk)).unwrap());
        again.unwrap_or_else(|error| panic!("{says}: {error}"));
        PackDir::open(&folder).unwrap().check_all().unwrap_or_else(|error| panic!("{says}, then again: {error}"));
        fs::remove_dir_all(&folder).unwrap();
    }
    println!("{runs} of {} cases, {published} of them published", cases.len());
    assert!(0 < published && published < runs, "{published} of {runs} published");
}

/// An operation that was requested from the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Named(PathBuf),
    Flushed(PathBuf),
    FlushedNames(PathBuf),
}

/// The local disk, which also records the operations.
#[derive(Debug)]
struct NotedDisk(Rc<RefCell<Vec<Step>>>);

impl Disk for NotedDisk {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        LocalDisk.make_folder(folder)
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        LocalDisk.write(file, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.borrow_mut().push(Step::Named(to.to_owned()));
        LocalDisk.rename(from, to)
    }

    fn flush(&self, files: &[PathBuf]) -> io::Result<()> {
        self.0.borrow_mut().extend(files.iter().cloned().map(Step::Flushed));
        Ok(())
    }

    fn flush_names(&self, folder: &Path) -> io::Result<()> {
        self.0.borrow_mut().push(Step::FlushedNames(folder.to_owned()));
        Ok(())
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        LocalDisk.remove_file(file)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        LocalDisk.remove_folder(folder)
    }
}

#[test]
fn everything_is_flushed_before_the_manifest_has_its_name() {
    let dir = tempfile::tempdir().unwrap();
    for publication in publications(dir.path()) {
        let folder = dir.path().join("run");
        copy(&publication.before, &folder);
        let steps = Rc::new(RefCell::new(Vec::new()));
        (publication.publish)(&Publisher::lock_on(&folder, Box::new(NotedDisk(steps.clone()))).unwrap()).unwrap();
        let steps = steps.take();
        let manifest = folder.join("manifest.json");
        let swap = steps.iter().position(|step| *step == Step::Named(manifest.clone())).unwrap();
        assert!(
            !steps[swap + 1..].iter().any(|step| matches!(step, Step::Named(_))),
            "{}: it is last",
            publication.name
        );
        assert_eq!(steps[swap + 1..], [Step::FlushedNames(folder.clone())], "{}", publication.name);
        let named: BTreeSet<&PathBuf> = steps[..swap]
            .iter()
            .filter_map(|step| if let Step::Named(file) = step { Some(file) } else { None })
            .collect();
        for file in named {
            let place = steps.iter().position(|step| *step == Step::Named(file.clone())).unwrap();
            let later = |wanted: Step| steps[place..swap].contains(&wanted);
            assert!(later(Step::Flushed(file.clone())), "{}: {}", publication.name, file.display());
            for above in file.ancestors().skip(1).take_while(|above| above.starts_with(&folder)) {
                assert!(later(Step::FlushedNames(above.to_owned())), "{}: {}", publication.name, above.display());
            }
        }
        assert!(steps[..swap].contains(&Step::Flushed(manifest.with_extension("new"))), "{}", publication.name);
        fs::remove_dir_all(&folder).unwrap();
    }
}

/// The files below `folder`, relative to `dir`.
fn files(dir: &Path, folder: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(dir, &path));
        } else {
            all.insert(path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned());
        }
    }
    all
}

/// A run that was killed leaves files that it did not flush and did not list. The next run writes none of them again.
#[test]
fn the_next_run_flushes_and_lists_what_an_interrupted_one_left() {
    let dir = tempfile::tempdir().unwrap();
    let mut left = 0;
    for publication in publications(dir.path()) {
        for step in [1, 5, 30, 80, 120] {
            let folder = dir.path().join("run");
            copy(&publication.before, &folder);
            let (before, earlier) = (manifest(&folder), files(&folder, &folder));
            let disk = FaultyDisk { fault: Some((step, Fault::Killed)), steps: Rc::default() };
            let _ = (publication.publish)(&Publisher::lock_on(&folder, Box::new(disk)).unwrap());
            if manifest(&folder) == before {
                let says = format!("{}, step {step}", publication.name);
                left += files(&folder, &folder).difference(&earlier).filter(|path| path.ends_with(".psr")).count();
                let steps = Rc::new(RefCell::new(Vec::new()));
                let disk = Box::new(NotedDisk(steps.clone()));
                let listed = (publication.publish)(&Publisher::lock_on(&folder, disk).unwrap()).unwrap();
                let build = folder.join(PackDir::open(&folder).unwrap().manifest().folder());
                let present = files(&folder, &build);
                let new = present.iter().filter(|path| !earlier.contains(*path) && !path.ends_with("manifest.json"));
                assert_eq!(listed, new.cloned().collect::<Vec<_>>(), "{says}");
                let flushed = |path: &String| steps.borrow().contains(&Step::Flushed(folder.join(path)));
                let is_old = |path: &&String| earlier.contains(*path) && publication.name != "a roll-back";
                let unsafe_files: Vec<&String> =
                    present.iter().filter(|path| !is_old(path) && !flushed(path)).collect();
                assert_eq!(unsafe_files, [""; 0], "{says}");
            }
            fs::remove_dir_all(&folder).unwrap();
        }
    }
    assert!(left > 50, "{left} files were left by the interrupted runs");
}
