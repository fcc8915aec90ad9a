//! Detects that a file was saved. It polls modification times, which work with every editor and file system; twice a
//! second costs nothing.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

const PAUSE: Duration = Duration::from_millis(500);

/// Calls `work` with a saved file of `files`, after each save, until the process ends. Editors write in several steps,
/// so it waits until nothing has changed for one pause.
pub(super) fn whenever_saved(files: &[&Path], mut work: impl FnMut(&Path)) {
    let mut known = times(files);
    loop {
        thread::sleep(PAUSE);
        let mut now = times(files);
        if now == known {
            continue;
        }
        loop {
            thread::sleep(PAUSE);
            let later = times(files);
            if later == now {
                break;
            }
            now = later;
        }
        let changed = known.iter().zip(&now).position(|(before, after)| before != after);
        known = now;
        if let Some(file) = changed.and_then(|at| files.get(at)) {
            work(file);
        }
    }
}

/// The modification time of each file; `None` for a file that cannot be read now.
fn times(files: &[&Path]) -> Vec<Option<SystemTime>> {
    files.iter().map(|file| fs::metadata(file).and_then(|about| about.modified()).ok()).collect()
}
