//! Prints a line for each step, with its time, on standard error, like cargo. Results go to standard output.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The result of a step.
pub enum Done {
    /// The step did its work; with a note.
    Built(String),
    /// All outputs were up to date.
    UpToDate,
    /// The step does not apply here, for this reason.
    Skipped(String),
}

/// Runs a step and prints its line.
pub fn step(name: &str, work: impl FnOnce() -> Result<Done>) -> Result<()> {
    let start = Instant::now();
    let done = work().with_context(|| name.to_owned())?;
    let note = match done {
        Done::Built(note) => note,
        Done::UpToDate => "up to date".into(),
        Done::Skipped(why) => format!("skipped: {why}"),
    };
    eprintln!("{:>8}  {name:<16} {note}", seconds(start.elapsed()));
    Ok(())
}

/// A duration for people: `0.3 s`, `2 min 05 s`.
pub fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole < 100 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

/// A number of bytes in the budget's unit: 1 kB is 1,000 bytes.
pub fn kilobytes(bytes: usize) -> String {
    format!("{}.{:02} kB", bytes / 1000, bytes % 1000 / 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_read_well() {
        assert_eq!(seconds(Duration::from_millis(340)), "0.3 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
        assert_eq!(kilobytes(60_000), "60.00 kB");
        assert_eq!(kilobytes(1_059), "1.05 kB");
    }
}
