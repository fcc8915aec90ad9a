//! Time and memory of a build by stage: `passerelle build --timings`.

use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

use crate::peak_memory;
use passerelle_output::table::{print_columns, thousands};

/// Time by stage and step, in the order of their first occurrence.
#[derive(Debug, Default)]
pub(crate) struct Timings {
    spent: Vec<Spent>,
    /// The current step as an index of `spent`, with the times of its start.
    current: Option<(usize, Instant, ProcessTime)>,
}

/// Time and memory of a step, summed over its repetitions.
#[derive(Clone, Copy, Debug, Default)]
struct Spent {
    stage: &'static str,
    /// Empty if the stage has no steps.
    step: &'static str,
    /// Processor time of all threads together.
    processor: Duration,
    clock: Duration,
    /// Peak resident memory in bytes; 0 if the system does not report it.
    peak: u64,
}

impl Timings {
    /// Begins a step, and ends the previous one if it is another.
    pub(crate) fn begin(&mut self, stage: &'static str, step: &'static str) {
        let is = |spent: &Spent| (spent.stage, spent.step) == (stage, step);
        if self.current.is_some_and(|(current, ..)| self.spent.get(current).is_some_and(is)) {
            return;
        }
        self.end();
        let index = self.spent.iter().position(is).unwrap_or(self.spent.len());
        if index == self.spent.len() {
            self.spent.push(Spent { stage, step, ..Spent::default() });
        }
        peak_memory::restart();
        self.current = Some((index, Instant::now(), ProcessTime::now()));
    }

    /// Ends the current step.
    pub(crate) fn end(&mut self) {
        let Some((current, clock, processor)) = self.current.take() else { return };
        if let Some(spent) = self.spent.get_mut(current) {
            spent.processor += processor.elapsed();
            spent.clock += clock.elapsed();
            spent.peak = spent.peak.max(peak_memory::peak().unwrap_or(0));
        }
    }

    /// Prints a row for each stage, with its steps below it, and the sum.
    pub(crate) fn print(&self) {
        let all = self.total(|_| true);
        let mut rows = Vec::new();
        for (index, spent) in self.spent.iter().enumerate() {
            let first = self.spent.iter().position(|other| other.stage == spent.stage) == Some(index);
            if first {
                rows.push(row(spent.stage, self.total(|other| other.stage == spent.stage), all));
                let steps = self.spent.iter().filter(|other| other.stage == spent.stage && !other.step.is_empty());
                rows.extend(steps.map(|step| row(&format!("  {}", step.step), *step, all)));
            }
        }
        rows.push(row("all", all, all));
        print_columns(&["stage", "processor", "share", "clock", "peak memory"], &rows);
    }

    fn total(&self, of: impl Fn(&Spent) -> bool) -> Spent {
        self.spent.iter().filter(|spent| of(spent)).fold(Spent::default(), |sum, one| Spent {
            processor: sum.processor + one.processor,
            clock: sum.clock + one.clock,
            peak: sum.peak.max(one.peak),
            ..sum
        })
    }
}

fn row(name: &str, spent: Spent, all: Spent) -> Vec<String> {
    let share = 100.0 * spent.processor.as_secs_f64() / all.processor.as_secs_f64().max(f64::MIN_POSITIVE);
    vec![
        name.to_owned(),
        format!("{:.2} s", spent.processor.as_secs_f64()),
        format!("{share:.1} %"),
        format!("{:.2} s", spent.clock.as_secs_f64()),
        if spent.peak == 0 { "-".to_owned() } else { format!("{} MB", thousands(spent.peak / 1_000_000)) },
    ]
}
