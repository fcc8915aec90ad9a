//! Runs the tests and the long proofs. All of them run even after a failure; the last line has the result.

use std::fs;
use std::path::{Path, PathBuf};
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
use crate::{bench, layers, pack, reproduce, rust_version, scale, scripts, size, supply_chain, tools};

const BROWSER_TESTS: &str = "tests/browser";
/// Time limit of a browser test file: a hanging page must not hang the build.
const BROWSER_TEST_TIMEOUT_MS: u32 = 900_000;
/// Test files that run at the same time. A browser mostly waits, but more than two slow one another down.
const BROWSERS_AT_ONCE: usize = 2;
/// Tests that take minutes: killed browsers, searched profiles.
const LONG_BROWSER_TESTS: &str = "tests/browser/accept";
const LONG_BROWSER_TEST_TIMEOUT_MS: u32 = 3_600_000;
/// Number of pairs of stored histories whose requests are compared.
const PAIRS: &str = "100";
/// Number of shoppers of a house with rules whose slates, ten each, are compared with the native tool. With those of
/// the other two houses, this makes ten thousand slates.
const SHOPPERS: &str = "800";
/// Tests that must also pass in Firefox and in WebKit: the store, consent, the hub and the element.
const ENGINE_TESTS: [&str; 5] = [
    "tests/browser/backend.test.mjs",
    "tests/browser/history.test.mjs",
    "tests/browser/consent.test.mjs",
    "tests/browser/hub.test.mjs",
    "tests/browser/accept/element-engines.mjs",
];
/// The test that kills the browser while it writes; it runs in Firefox, and with the long tests in Chromium.
const KILLS_TEST: &str = "tests/browser/accept/kills.test.mjs";
/// Tests of which `test` runs a few cases, and `accept` many.
const REPEATED_TESTS: [&str; 5] = [
    "tests/browser/bounds.test.mjs",
    "tests/browser/network.test.mjs",
    "tests/browser/pool.test.mjs",
    "tests/browser/parity.test.mjs",
    "tests/browser/readers.test.mjs",
];
/// Number of generated inputs for each property of the readers, of random runs of the store, and of events on one page.
const RUNS: &str = "100000";
/// Tests of the packed tarball: its content, plain modules, Vite, the examples of the documents.
const PACKAGING_TESTS: &str = "tests/packaging";
/// Tests with bundlers that take minutes to install and run, of the examples, and of the site of the documents.
const BUNDLER_TESTS: &str = "tests/packaging/accept";
/// Number of operations at which a publication is made to fail.
const PUBLICATION_FAULTS: &str = "1000";
const BENCH_ITEMS: u32 = 100_000;

struct Outcome {
    name: &'static str,
    passed: bool,
    took: Duration,
}

/// Checks the layers, the documentation of the code, the native tests, the browser tests and the published package.
pub fn test(workspace: &Workspace) -> Result<bool> {
    // Chromium first, because both are installed together.
    tools::chromium()?;
    let headless_shell = tools::headless_shell()?;
    test_in(workspace, headless_shell.as_deref())
}

/// The same, with the browser tests in `headless_shell`, or in Chromium if there is none.
fn test_in(workspace: &Workspace, headless_shell: Option<&Path>) -> Result<bool> {
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
            let mut tests = node_tests(workspace, at_once, BROWSER_TEST_TIMEOUT_MS)?;
            if let Some(shell) = headless_shell {
                tests.env("PASSERELLE_HEADLESS_SHELL", shell);
            }
            tools::succeeds(tests.args(files))
        }),
        // One after the other, because both pack and install the same package.
        attempt("packaging tests", || node_tests_in(workspace, PACKAGING_TESTS, BROWSER_TEST_TIMEOUT_MS)),
    ];
    Ok(summary("test", &outcomes))
}

/// A proof of a documented claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Proof {
    /// The checks of `test`, with the browser tests in Chromium itself instead of its headless shell
    Test,
    /// Counts of real orders on DuckDB and on Spark (which needs Java), compared with the native ones
    Counts,
    /// A publication that fails or is killed at a thousand of its operations
    Publishing,
    /// A store whose device fails at every wait, and statements of consent in any order, a hundred thousand times
    Store,
    /// The oldest Rust version that the workspace supports
    RustVersion,
    /// Killed browsers, searched profiles, comparisons of many requests, Lighthouse
    LongBrowser,
    /// Bundlers that take minutes to install and run, the examples, the site of the documents
    Bundlers,
    /// The store, consent, the hub and the element in Firefox
    Firefox,
    /// The same in WebKit
    Webkit,
    /// The size of the files that every page loads
    Size,
    /// The module is identical wherever it is compiled
    Reproduce,
    /// Licences, sources, duplicates and known vulnerabilities of dependencies
    SupplyChain,
    /// Round trips and times in a browser
    Bench,
    /// The time of the module on the main thread of a product page, from a DevTools trace
    Trace,
    /// The native benchmarks
    CargoBench,
}

impl Proof {
    const fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Counts => "counts on DuckDB and Spark",
            Self::Publishing => "publishing",
            Self::Store => "store",
            Self::RustVersion => "rust-version",
            Self::LongBrowser => "long browser tests",
            Self::Bundlers => "bundlers",
            Self::Firefox => "Firefox",
            Self::Webkit => "WebKit",
            Self::Size => "size",
            Self::Reproduce => "reproduce",
            Self::SupplyChain => "supply chain",
            Self::Bench => "bench",
            Self::Trace => "trace",
            Self::CargoBench => "cargo bench",
        }
    }

    fn run(self, workspace: &Workspace) -> Result<bool> {
        match self {
            // In the whole browser.
            Self::Test => test_in(workspace, None),
            Self::Counts => counting::all(workspace),
            Self::Publishing => tools::succeeds(
                workspace
                    .cargo()
                    .args(["test", "--release", "--package", "passerelle-cli", "--test", "faults", "--", "--nocapture"])
                    .env("PASSERELLE_FAULTS", PUBLICATION_FAULTS),
            ),
            Self::Store => tools::succeeds(
                workspace
                    .cargo()
                    .args(["test", "--release", "--package", "passerelle", "--test", "store_faults"])
                    .args(["--test", "consent_store"])
                    .env("PASSERELLE_RUNS", RUNS),
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
            Self::Trace => scripts::trace(workspace),
            Self::CargoBench => tools::succeeds(workspace.cargo().args(["bench", "--workspace"])),
        }
    }
}

/// Runs these `proofs`, or all of them if there are none.
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

/// Node's test runner for `at_once` files at a time, in Chromium itself; builds everything that browser tests need.
fn node_tests(workspace: &Workspace, at_once: usize, timeout_ms: u32) -> Result<Command> {
    package::build(workspace, Flavour::Release)?;
    pack::demo(workspace)?;
    let chromium = tools::chromium()?;
    let mut command = workspace.command("node");
    // `--test-force-exit`, because a test that fails before it closes its browser would keep node waiting forever.
    command
        .args(["--test", "--test-reporter=spec", "--test-force-exit"])
        .arg(format!("--test-concurrency={at_once}"))
        .arg(format!("--test-timeout={timeout_ms}"))
        .env("PASSERELLE_XTASK", workspace.xtask())
        .env("PASSERELLE_TOOL", pack::tool(workspace))
        .env("CHROME_PATH", chromium);
    Ok(command)
}

/// Lists the test files, because Node 20 does not expand patterns.
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
