//! The figures of builds, and the file that keeps them between measurements.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::workspace::Workspace;

/// The figures of a shop's build.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Figures {
    pub items: u64,
    /// Compressed sizes of the input files.
    pub feed_bytes: u64,
    pub orders_bytes: u64,
    pub stages: Vec<Stage>,
    /// Figures of the pack's files, with the manifest and its copy.
    pub files: u64,
    pub bytes: u64,
    pub shards: u64,
    /// Stored sizes of shards, in bytes.
    pub shard_median: u64,
    pub shard_largest: u64,
}

/// A stage of the build.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Stage {
    pub name: String,
    /// Processor time of all threads together.
    pub processor_seconds: f64,
    pub clock_seconds: f64,
    /// Peak resident memory in megabytes of 1,000,000 bytes; 0 if the system does not report it.
    pub peak_megabytes: f64,
}

impl Figures {
    /// Time of the whole build.
    pub fn clock_seconds(&self) -> f64 {
        self.stages.iter().map(|stage| stage.clock_seconds).sum()
    }

    pub fn processor_seconds(&self) -> f64 {
        self.stages.iter().map(|stage| stage.processor_seconds).sum()
    }

    pub fn peak_megabytes(&self) -> f64 {
        self.stages.iter().map(|stage| stage.peak_megabytes).fold(0.0, f64::max)
    }
}

/// Reads the stages from the table of `passerelle build --timings`, in which steps are indented.
pub fn stages(printed: &str) -> Result<Vec<Stage>> {
    let mut lines = printed.lines().skip_while(|line| !line.starts_with("stage "));
    if lines.next().is_none() {
        bail!("the tool printed no table of stages");
    }
    let stage = |line: &str| {
        let cells: Vec<&str> = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let [name, processor, _, clock, peak] = cells[..] else {
            bail!("a line of stages that cannot be read: {line}")
        };
        let number = |cell: &str| -> Result<f64> {
            let number = cell.split(' ').next().unwrap_or_default().replace(',', "");
            number.parse().with_context(|| format!("{cell}: no number in the line {line}"))
        };
        Ok(Stage {
            name: name.to_owned(),
            processor_seconds: number(processor)?,
            clock_seconds: number(clock)?,
            peak_megabytes: if peak == "-" { 0.0 } else { number(peak)? },
        })
    };
    lines.take_while(|line| !line.starts_with("all ")).filter(|line| !line.starts_with(' ')).map(stage).collect()
}

/// The file with the figures of all sizes.
fn file(workspace: &Workspace) -> PathBuf {
    workspace.target("scale-figures.json")
}

/// Reads earlier figures, ordered by items.
pub fn read(workspace: &Workspace) -> Result<Vec<Figures>> {
    let file = file(workspace);
    match fs::read(&file) {
        Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| format!("reading {}: remove it", file.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).with_context(|| format!("reading {}", file.display())),
    }
}

/// Stores the figures of a size, and replaces earlier ones of the same size.
pub fn add(workspace: &Workspace, figures: &Figures) -> Result<()> {
    let mut all = read(workspace)?;
    all.retain(|other| other.items != figures.items);
    all.push(figures.clone());
    all.sort_by_key(|one| one.items);
    let file = file(workspace);
    fs::write(&file, serde_json::to_vec_pretty(&all)?).with_context(|| format!("writing {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_read_from_the_table_that_the_tool_prints_and_steps_are_not() {
        let printed = "items  5\n\nstage    processor  share   clock   peak memory\nfeed     1.50 s     75.0 %  2.00 s  1,234 MB\n\
                       pairs    0.50 s     25.0 %  0.25 s  -\n  hops   0.10 s     5.0 %   0.10 s  7 MB\n\
                       all      2.00 s     100.0 %  2.25 s  1,234 MB\n";
        let stages = stages(printed).unwrap();
        let read: Vec<_> =
            stages.iter().map(|stage| (&*stage.name, stage.clock_seconds, stage.peak_megabytes)).collect();
        assert_eq!(read, [("feed", 2.0, 1234.0), ("pairs", 0.25, 0.0)]);
    }

    #[test]
    fn without_a_table_there_is_an_error() {
        assert!(stages("items  5\n").is_err());
        assert!(stages("stage  processor\nfeed  1.50 s\n").is_err());
    }
}
