//! Progress bars on standard error, hidden if it is not a terminal. They also report the beginning of each stage.

use indicatif::{ProgressBar, ProgressStyle};
use std::sync::Mutex;

use passerelle_learning::Progress;

use crate::timings::Timings;

/// Creates a bar that counts bytes.
pub(crate) fn bytes(what: &'static str) -> ProgressBar {
    bar(what, "{msg:<22} {bar:32} {bytes:>10} / {total_bytes:<10} {elapsed}")
}

/// Creates a bar that counts steps.
pub(crate) fn steps(what: &'static str) -> ProgressBar {
    bar(what, "{msg:<22} {bar:32} {pos:>10} / {len:<10} {elapsed}")
}

fn bar(what: &'static str, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_message(what)
}

/// Shows one bar for each stage of learning in turn, and measures the time of each. Stages may report from several
/// threads.
pub(crate) struct Stages<'a> {
    state: Mutex<State<'a>>,
}

struct State<'a> {
    bar: Option<(&'static str, ProgressBar)>,
    timings: &'a mut Timings,
}

impl<'a> Stages<'a> {
    pub(crate) fn new(timings: &'a mut Timings) -> Self {
        Self { state: Mutex::new(State { bar: None, timings }) }
    }

    pub(crate) fn show(&self, progress: Progress) {
        // A thread that panicked with the lock has ended the build already.
        let Ok(mut state) = self.state.lock() else { return };
        state.timings.begin(progress.stage, progress.step);
        if progress.total == 0 {
            return;
        }
        if state.bar.as_ref().is_none_or(|(stage, _)| *stage != progress.stage) {
            if let Some((_, bar)) = state.bar.take() {
                bar.finish();
            }
            state.bar = Some((progress.stage, steps(progress.stage)));
        }
        if let Some((_, bar)) = state.bar.as_ref() {
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        }
    }

    pub(crate) fn finish(self) {
        if let Ok(State { bar: Some((_, bar)), .. }) = self.state.into_inner() {
            bar.finish();
        }
    }
}
