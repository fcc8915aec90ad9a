//! Where the time of a build goes, stage by stage: `passerelle build --timings`.

use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

use passerelle_output::table::print_columns;

/// Time by stage and step, in the order in which they first came.
#[derive(Debug, Default)]
pub(crate) struct Timings {
    spent: Vec<Spent>,
    /// The one at hand, an index of `spent`, and since when.
    current: Option<(usize, Instant, ProcessTime)>,
}

/// What one step took.
#[derive(Debug)]
struct Spent {
    stage: &'static str,
    /// Empty where the stage has no steps.
    step: &'static str,
    /// Of all threads together.
    processor: Duration,
    clock: Duration,
}

impl Timings {
    /// Ends the step before, if it is another one, and begins this one.
    pub(crate) fn begin(&mut self, stage: &'static str, step: &'static str) {
        let is = |spent: &Spent| (spent.stage, spent.step) == (stage, step);
        if self.current.is_some_and(|(current, ..)| self.spent.get(current).is_some_and(is)) {
            return;
        }
        self.end();
        let index = self.spent.iter().position(is).unwrap_or(self.spent.len());
        if index == self.spent.len() {
            self.spent.push(Spent { stage, step, processor: Duration::ZERO, clock: Duration::ZERO });
        }
        self.current = Some((index, Instant::now(), ProcessTime::now()));
    }

    /// Ends the step at hand.
    pub(crate) fn end(&mut self) {
        let Some((current, clock, processor)) = self.current.take() else { return };
        if let Some(spent) = self.spent.get_mut(current) {
            spent.processor += processor.elapsed();
            spent.clock += clock.elapsed();
        }
    }

    /// Prints a line for each stage, its steps below it, and the sum.
    pub(crate) fn print(&self) {
        let all = self.total(|_| true);
        let mut rows = Vec::new();
        for (index, spent) in self.spent.iter().enumerate() {
            let first = self.spent.iter().position(|other| other.stage == spent.stage) == Some(index);
            if first {
                rows.push(row(spent.stage, self.total(|other| other.stage == spent.stage), all));
                let steps = self.spent.iter().filter(|other| other.stage == spent.stage && !other.step.is_empty());
                rows.extend(steps.map(|step| row(&format!("  {}", step.step), (step.processor, step.clock), all)));
            }
        }
        rows.push(row("all", all, all));
        print_columns(&["stage", "processor", "share", "clock"], &rows);
    }

    fn total(&self, of: impl Fn(&Spent) -> bool) -> (Duration, Duration) {
        let chosen = || self.spent.iter().filter(|spent| of(spent));
        (chosen().map(|spent| spent.processor).sum(), chosen().map(|spent| spent.clock).sum())
    }
}

fn row(name: &str, (processor, clock): (Duration, Duration), all: (Duration, Duration)) -> Vec<String> {
    let share = 100.0 * processor.as_secs_f64() / all.0.as_secs_f64().max(f64::MIN_POSITIVE);
    vec![
        name.to_owned(),
        format!("{:.2} s", processor.as_secs_f64()),
        format!("{share:.1} %"),
        format!("{:.2} s", clock.as_secs_f64()),
    ]
}
