//! The tests and the long proofs. Everything runs even when something before it failed; the last line tells.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::counting::{self, Engine};
use crate::flavour::Flavour;
use crate::package;
use crate::progress::seconds;
use crate::workspace::Workspace;
use crate::{bench, layers, pack, reproduce, rust_version, scale, size, supply_chain, tools};

const BROWSER_TESTS: &str = "tests/browser";
/// One browser test file may take this long; a hanging page must not hang the build.
const BROWSER_TEST_TIMEOUT_MS: u32 = 900_000;
/// So many files at a time: a browser waits more than it works. More than two are in each other's way.
const BROWSERS_AT_ONCE: usize = 2;
/// What takes minutes: browsers killed, profiles searched.
const LONG_BROWSER_TESTS: &str = "tests/browser/accept";
const LONG_BROWSER_TEST_TIMEOUT_MS: u32 = 3_600_000;
/// Pairs of stored histories whose requests are compared.
const PAIRS: &str = "100";
/// Shoppers of a house with rules, ten slates each, that are compared with the native tool: with the other two houses' ten
/// thousand slates.
const SHOPPERS: &str = "800";
/// What must hold in Firefox and in WebKit too: the store, consent, the hub and the element.
const ENGINE_TESTS: [&str; 4] = [
    "tests/browser/history.test.mjs",
    "tests/browser/consent.test.mjs",
    "tests/browser/hub.test.mjs",
    "tests/browser/accept/element-engines.mjs",
];
/// The browser is killed while it writes: with the long tests in Chromium, and in Firefox.
const KILLS_TEST: &str = "tests/browser/accept/kills.test.mjs";
/// What `test` runs for a few cases, and `accept` for many.
const REPEATED_TESTS: [&str; 4] = [
    "tests/browser/network.test.mjs",
    "tests/browser/pool.test.mjs",
    "tests/browser/parity.test.mjs",
    "tests/browser/readers.test.mjs",
];
/// Inputs that are made up for each property of the readers.
const RUNS: &str = "100000";
/// The packed tarball: what is in it, plain modules, Vite, the documents' examples.
const PACKAGING_TESTS: &str = "tests/packaging";
/// The bundlers that take minutes to install and run, the examples, the site of the documents.
const BUNDLER_TESTS: &str = "tests/packaging/accept";
/// Steps at which a publication is made to fail.
const PUBLICATION_FAULTS: &str = "1000";
const BENCH_ITEMS: u32 = 100_000;

struct Outcome {
    name: &'static str,
    passed: bool,
    took: Duration,
}

/// The layers, the documentation of the code, the native tests, the browser tests, then the package as it is published.
pub fn test(workspace: &Workspace) -> Result<bool> {
    let outcomes = [
        attempt("layers", || layers::check(workspace, false)),
        attempt("documentation of the code", || {
            let mut rustdoc = workspace.cargo();
            rustdoc.args(["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings");
            tools::succeeds(&mut rustdoc)
        }),
        attempt("native tests", || tools::succeeds(workspace.cargo().args(["test", "--workspace", "--no-fail-fast"]))),
        attempt("5,000 items", || scale::gate(workspace)),
        attempt("counts on DuckDB", || counting::small(workspace, Engine::DuckDb)),
        attempt("browser tests", || {
            let at_once = thread::available_parallelism().map_or(1, usize::from).min(BROWSERS_AT_ONCE);
            let files = test_files(workspace, BROWSER_TESTS)?;
            tools::succeeds(node_tests(workspace, at_once, BROWSER_TEST_TIMEOUT_MS)?.args(files))
        }),
        // One after the other: they pack and install the same package.
        attempt("packaging tests", || node_tests_in(workspace, PACKAGING_TESTS, BROWSER_TEST_TIMEOUT_MS)),
    ];
    Ok(summary("test", &outcomes))
}

/// A proof of what we claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Proof {
    /// What `test` runs
    Test,
    /// Counts of real orders, on DuckDB and on Spark (which needs Java), beside the native ones
    Counts,
    /// A publication that fails or is killed at a thousand of its steps
    Publishing,
    /// The oldest Rust that the workspace promises
    RustVersion,
    /// Browsers that are killed, profiles that are searched, many requests compared, Lighthouse
    LongBrowser,
    /// The bundlers that take minutes to install and run, the examples, the site of the documents
    Bundlers,
    /// The store, consent, the hub and the element in Firefox
    Firefox,
    /// The same in WebKit
    Webkit,
    /// The size of what every page loads
    Size,
    /// The module is the same wherever it is compiled
    Reproduce,
    /// Licences, origins, doubles and known weaknesses of what others wrote
    SupplyChain,
    /// Round trips and times in a browser
    Bench,
    /// The native benchmarks
    CargoBench,
}

impl Proof {
    const fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Counts => "counts on DuckDB and Spark",
            Self::Publishing => "publishing",
            Self::RustVersion => "rust-version",
            Self::LongBrowser => "long browser tests",
            Self::Bundlers => "bundlers",
            Self::Firefox => "Firefox",
            Self::Webkit => "WebKit",
            Self::Size => "size",
            Self::Reproduce => "reproduce",
            Self::SupplyChain => "supply chain",
            Self::Bench => "bench",
            Self::CargoBench => "cargo bench",
        }
    }

    fn run(self, workspace: &Workspace) -> Result<bool> {
        match self {
            Self::Test => test(workspace),
            Self::Counts => counting::all(workspace),
            Self::Publishing => tools::succeeds(
                workspace
                    .cargo()
                    .args(["test", "--release", "--package", "passerelle-cli", "--test", "faults", "--", "--nocapture"])
                    .env("PASSERELLE_FAULTS", PUBLICATION_FAULTS),
            ),
            Self::RustVersion => rust_version::check(workspace),
            Self::LongBrowser => long_browser_tests(workspace),
            Self::Bundlers => bundler_tests(workspace),
            Self::Firefox => firefox_tests(workspace),
            Self::Webkit => webkit_tests(workspace),
            Self::Size => size::check(workspace),
            Self::Reproduce => reproduce::check(workspace),
            Self::SupplyChain => supply_chain::check(workspace),
            Self::Bench => bench::run(workspace, BENCH_ITEMS),
            Self::CargoBench => tools::succeeds(workspace.cargo().args(["bench", "--workspace"])),
        }
    }
}

/// Everything that backs a claim of ours, or only these `proofs`.
pub fn accept(workspace: &Workspace, proofs: &[Proof]) -> Result<bool> {
    let proofs = if proofs.is_empty() { Proof::value_variants() } else { proofs };
    let outcomes: Vec<Outcome> = proofs.iter().map(|proof| attempt(proof.name(), || proof.run(workspace))).collect();
    Ok(summary("accept", &outcomes))
}

fn node_tests_in(workspace: &Workspace, folder: &str, timeout_ms: u32) -> Result<bool> {
    let files = test_files(workspace, folder)?;
    tools::succeeds(node_tests(workspace, 1, timeout_ms)?.args(files))
}

fn long_browser_tests(workspace: &Workspace) -> Result<bool> {
    let files = test_files(workspace, LONG_BROWSER_TESTS)?;
    tools::succeeds(
        node_tests(workspace, 1, LONG_BROWSER_TEST_TIMEOUT_MS)?
            .args(files)
            .args(REPEATED_TESTS)
            .env("PASSERELLE_PAIRS", PAIRS)
            .env("PASSERELLE_SHOPPERS", SHOPPERS)
            .env("PASSERELLE_RUNS", RUNS),
    )
}

fn bundler_tests(workspace: &Workspace) -> Result<bool> {
    let php = tools::php()?;
    let files = test_files(workspace, BUNDLER_TESTS)?;
    tools::succeeds(node_tests(workspace, 1, LONG_BROWSER_TEST_TIMEOUT_MS)?.args(files).env("PHP_PATH", php))
}

fn firefox_tests(workspace: &Workspace) -> Result<bool> {
    let firefox = tools::firefox()?;
    tools::succeeds(
        node_tests(workspace, 1, LONG_BROWSER_TEST_TIMEOUT_MS)?
            .args(ENGINE_TESTS)
            .arg(KILLS_TEST)
            .env("FIREFOX_PATH", firefox),
    )
}

fn webkit_tests(workspace: &Workspace) -> Result<bool> {
    let webkit = tools::webkit()?;
    tools::succeeds(
        node_tests(workspace, 1, LONG_BROWSER_TEST_TIMEOUT_MS)?
            .args(ENGINE_TESTS)
            .env("WEBKIT_DRIVER_PATH", webkit.driver)
            .env("WEBKIT_BROWSER_PATH", webkit.browser),
    )
}

/// Node's test runner for so many files at a time, with everything built that browser tests need.
fn node_tests(workspace: &Workspace, at_once: usize, timeout_ms: u32) -> Result<Command> {
    package::build(workspace, Flavour::Release)?;
    pack::demo(workspace)?;
    let chromium = tools::chromium()?;
    let mut command = workspace.command("node");
    // Forced to exit: a test that fails before it closes its browser would otherwise keep node waiting for ever.
    command
        .args(["--test", "--test-reporter=spec", "--test-force-exit"])
        .arg(format!("--test-concurrency={at_once}"))
        .arg(format!("--test-timeout={timeout_ms}"))
        .env("PASSERELLE_XTASK", workspace.xtask())
        .env("PASSERELLE_TOOL", pack::tool(workspace))
        .env("CHROME_PATH", chromium);
    Ok(command)
}

/// Node 20 does not expand patterns itself.
fn test_files(workspace: &Workspace, tests: &str) -> Result<Vec<PathBuf>> {
    let folder = workspace.path(tests);
    let entries = fs::read_dir(&folder).with_context(|| format!("listing {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        if name.to_string_lossy().ends_with(".test.mjs") {
            files.push(PathBuf::from(tests).join(name));
        }
    }
    if files.is_empty() {
        bail!("there are no tests in {tests}");
    }
    files.sort();
    Ok(files)
}

fn attempt(name: &'static str, work: impl FnOnce() -> Result<bool>) -> Outcome {
    let start = Instant::now();
    let passed = work().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        false
    });
    Outcome { name, passed, took: start.elapsed() }
}

fn summary(command: &str, outcomes: &[Outcome]) -> bool {
    let parts: Vec<String> = outcomes
        .iter()
        .map(|outcome| {
            let verdict = if outcome.passed { "passed" } else { "FAILED" };
            format!("{} {verdict} ({})", outcome.name, seconds(outcome.took))
        })
        .collect();
    println!("\n{command}: {}", parts.join(", "));
    outcomes.iter().all(|outcome| outcome.passed)
}
