//! Runs libFuzzer with the targets of `fuzz/`, one for each decoder, compiled with the pinned toolchain.
//!
//! cargo-fuzz is not needed, and works with the same folder.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::progress::{Done, step};
use crate::tools;
use crate::workspace::Workspace;

/// The coverage that guides libFuzzer: edges and comparisons.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing";
/// An explicit target, so that build scripts are compiled without coverage, into another folder.
const TRIPLE: &str = "x86_64-unknown-linux-gnu";
/// Limits for a single input: seconds, and memory in MB.
const LIMITS: [&str; 2] = ["-timeout=20", "-rss_limit_mb=4096"];

/// How long each target runs.
#[derive(Clone, Copy)]
pub enum Limit {
    /// Time in seconds.
    Seconds(u32),
    /// Number of executions.
    Runs(u64),
}

/// Runs every target, or only the one named `only`; returns `false` if a target crashes.
pub fn run(workspace: &Workspace, limit: Limit, only: Option<&str>) -> Result<bool> {
    let targets = targets(workspace)?;
    if let Some(name) = only.filter(|name| !targets.iter().any(|target| target == name)) {
        bail!("there is no target {name}; choose one of {}", targets.join(", "));
    }
    step("targets", || {
        let mut command = workspace.cargo();
        command.args(["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", TRIPLE, "--target-dir"]);
        tools::run(command.arg(workspace.target("fuzz")).env("RUSTFLAGS", COVERAGE))?;
        Ok(Done::Built(targets.join(", ")))
    })?;
    let seeds = workspace.target("fuzz/seeds");
    step("seeds", || {
        let mut command = workspace.cargo();
        command.args(["run", "--package", "passerelle-fuzz-properties", "--bin", "fuzz-seeds", "--"]);
        tools::run(command.arg(&seeds))?;
        Ok(Done::Built(seeds.display().to_string()))
    })?;
    println!("{:<14} {:>14} {:>10} {:>8}", "target", "executions", "a second", "edges");
    let mut is_sound = true;
    for target in targets.iter().filter(|target| only.is_none_or(|name| name == *target)) {
        is_sound &= fuzz(workspace, target, limit)?;
    }
    Ok(is_sound)
}

/// The names of the targets.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.path("fuzz/fuzz_targets");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("listing {}", folder.display()))? {
        names.extend(entry?.path().file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

fn program(workspace: &Workspace, name: &str) -> Command {
    workspace.command(workspace.target("fuzz").join(TRIPLE).join("release").join(name))
}

/// Runs a target and prints its line; returns `false` if it crashes. The crashing input is in `target/fuzz/crashes`.
fn fuzz(workspace: &Workspace, target: &str, limit: Limit) -> Result<bool> {
    let (corpus, crashes) = (workspace.target("fuzz/corpus").join(target), workspace.target("fuzz/crashes"));
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&crashes)?;
    let limit = match limit {
        Limit::Seconds(seconds) => format!("-max_total_time={seconds}"),
        Limit::Runs(runs) => format!("-runs={runs}"),
    };
    let output = program(workspace, target)
        .args([limit.as_str(), "-print_final_stats=1"])
        .args(LIMITS)
        .arg(format!("-artifact_prefix={}/{target}-", crashes.display()))
        .arg(corpus)
        .arg(workspace.target("fuzz/seeds").join(target))
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("running {target}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let last =
        |name: &str| said.lines().rev().find_map(|line| line.split_once(name)).map_or("?", |(_, rest)| rest.trim());
    let edges = last("cov: ").split(' ').next().unwrap_or("?");
    let executions = last("stat::number_of_executed_units:");
    println!("{target:<14} {executions:>14} {:>10} {edges:>8}", last("stat::average_exec_per_sec:"));
    if !output.status.success() {
        let tail: Vec<&str> = said.lines().rev().take(40).collect();
        eprintln!("{}", tail.into_iter().rev().collect::<Vec<_>>().join("\n"));
    }
    Ok(output.status.success())
}
