//! Notices that a file was saved. It looks at times of modification, which every editor and every file system has: twice a
//! second that costs nothing.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

const PAUSE: Duration = Duration::from_millis(500);

/// Calls `work` with one of `files` that was saved, after each time and as long as the process lives. Editors write in
/// steps: it waits until nothing has changed for one pause.
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

/// When each file was written last; none for one that cannot be read now.
fn times(files: &[&Path]) -> Vec<Option<SystemTime>> {
    files.iter().map(|file| fs::metadata(file).and_then(|about| about.modified()).ok()).collect()
}
