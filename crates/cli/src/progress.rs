//! Progress bars on standard error; none when it is not a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use std::sync::Mutex;

use passerelle_learning::Progress;

/// A bar that counts bytes.
pub(crate) fn bytes(what: &'static str) -> ProgressBar {
    bar(what, "{msg:<22} {bar:32} {bytes:>10} / {total_bytes:<10} {elapsed}")
}

/// A bar that counts whatever is set.
pub(crate) fn steps(what: &'static str) -> ProgressBar {
    bar(what, "{msg:<22} {bar:32} {pos:>10} / {len:<10} {elapsed}")
}

fn bar(what: &'static str, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_message(what)
}

/// One bar for each stage of learning in turn. Stages may report from several threads.
pub(crate) struct Stages {
    current: Mutex<Option<(&'static str, ProgressBar)>>,
}

impl Stages {
    pub(crate) fn new() -> Self {
        Self { current: Mutex::new(None) }
    }

    pub(crate) fn show(&self, progress: Progress) {
        // A thread that panicked while holding the lock has ended the build already.
        let Ok(mut current) = self.current.lock() else { return };
        if current.as_ref().is_none_or(|(stage, _)| *stage != progress.stage) {
            if let Some((_, bar)) = current.take() {
                bar.finish();
            }
            *current = Some((progress.stage, steps(progress.stage)));
        }
        if let Some((_, bar)) = current.as_ref() {
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        }
    }

    pub(crate) fn finish(self) {
        if let Ok(Some((_, bar))) = self.current.into_inner() {
            bar.finish();
        }
    }
}
