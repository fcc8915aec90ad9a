//! The commands for development of this project. Each does its own set-up and skips steps that are up to date.
//!
//! Not for commands that a house runs: these are in the tool `passerelle` in `crates/cli/`.

mod bench;
mod checks;
mod counting;
mod docs;
mod flavour;
mod fuzz;
mod glue;
mod layers;
mod made_shop;
mod pack;
mod package;
mod progress;
mod release;
mod reproduce;
mod rust_version;
mod scale;
mod scripts;
mod size;
mod size_profile;
mod stamp;
mod supply_chain;
mod tools;
mod wasm_module;
mod workspace;

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use passerelle_serve::{Mount, Site, bind, bind_from};

use crate::flavour::Flavour;
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Passerelle's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and the demo's packs, and serve the demo storefront
    Demo {
        /// The port to serve on; the next free one if it is taken
        #[arg(long, default_value_t = 8787)]
        port: u16,
        /// Stop when everything is built
        #[arg(long)]
        no_serve: bool,
        /// Copy the demo into a folder for any static host, and stop
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Check the layers, and run the native tests, the browser tests and the tests of the published package
    Test,
    /// List the imports between modules, and fail on a cycle
    Layers,
    /// Build the WebAssembly module and the npm package into pkg/dist
    Build {
        /// Build without optimisation, with names and panic messages
        #[arg(long)]
        debug: bool,
    },
    /// Build the module with the test cases for every store, for the store's test in the browser
    Conformance,
    /// Print the compressed size of the files that a page loads, and fail above the budget
    Size {
        /// Also print the code size of the module by crate, module and function
        #[arg(long)]
        profile: bool,
    },
    /// Count shops on DuckDB or Spark, and compare their packs with those learned natively
    Counts {
        /// Use Spark, which needs Java, instead of DuckDB
        #[arg(long)]
        spark: bool,
        /// Also count real shops, which takes minutes
        #[arg(long)]
        large: bool,
    },
    /// Generate made-up shops of up to ten million items, measure their builds, compare their long tail
    Scale {
        #[command(subcommand)]
        task: scale::Task,
    },
    /// Measure the module in Chromium with a synthetic pack
    Bench {
        /// Number of items in the synthetic catalogue
        #[arg(long, default_value_t = 100_000)]
        items: u32,
        /// Compare the module at several optimisation levels instead
        #[arg(long)]
        opt_levels: bool,
    },
    /// Fuzz every decoder; crashing inputs go to target/fuzz/crashes
    Fuzz {
        /// Seconds for each target
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Executions of each target, instead of seconds
        #[arg(long)]
        runs: Option<u64>,
        /// Run only this target
        #[arg(long)]
        target: Option<String>,
    },
    /// Make the archives for download, with their SHA-256 sums, in target/release-archives
    Release,
    /// Compile the module twice from scratch, here and in a copy elsewhere, and compare the hashes
    Reproduce,
    /// Check the licences, sources, duplicates and known vulnerabilities of dependencies
    SupplyChain,
    /// Measure the main-thread time of the module on a product page, from a DevTools trace
    Trace,
    /// Take pictures of every page of the demo, in each language, dark, on a phone and a desktop, into target/shots
    Shots,
    /// Build the site of the documents, with the API and the demo, into target/site
    Docs,
    /// Run every proof, or only some of them
    Accept {
        /// The proofs to run; all of them by default
        #[arg(value_enum)]
        proofs: Vec<checks::Proof>,
    },
    /// Serve static files like a CDN; prints the address first
    Serve {
        /// The folder served at `/`
        #[arg(long)]
        root: PathBuf,
        /// A folder served at another prefix, as `/prefix=DIR`; may be repeated
        #[arg(long, value_name = "/PREFIX=DIR")]
        mount: Vec<Mount>,
        /// The port; 0 picks a free one
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Stop when standard input closes, so that no server outlives the test that started it
        #[arg(long)]
        until_stdin_closes: bool,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command; returns `false` if it ran but its check failed.
fn run(command: Command) -> Result<bool> {
    let workspace = Workspace::locate()?;
    match command {
        Command::Demo { port, no_serve, out } => {
            package::build(&workspace, Flavour::Release)?;
            pack::demo(&workspace)?;
            if let Some(out) = out {
                pack::copy_demo(&workspace, &out)?;
            } else if !no_serve {
                let site = demo_site(&workspace)?;
                let server = bind_from(port)?;
                println!("\nThe demo is at http://localhost:{}  (Ctrl-C stops it)", server.port());
                server.run(site);
            }
            Ok(true)
        }
        Command::Test => checks::test(&workspace),
        Command::Layers => layers::check(&workspace, true),
        Command::Build { debug } => {
            package::build(&workspace, if debug { Flavour::Debug } else { Flavour::Release })?;
            Ok(true)
        }
        Command::Conformance => package::conformance(&workspace).map(|()| true),
        Command::Size { profile } => {
            if profile {
                size_profile::print(&workspace)?;
            }
            size::check(&workspace)
        }
        Command::Counts { spark, large } => {
            let engine = if spark { counting::Engine::Spark } else { counting::Engine::DuckDb };
            Ok(counting::small(&workspace, engine)? & (!large || counting::large(&workspace, engine)?))
        }
        Command::Scale { task } => scale::run(&workspace, &task),
        Command::Bench { items, opt_levels: true } => bench::opt_levels(&workspace, items),
        Command::Bench { items, .. } => bench::run(&workspace, items),
        Command::Fuzz { seconds, runs, target } => {
            let limit = runs.map_or(fuzz::Limit::Seconds(seconds), fuzz::Limit::Runs);
            fuzz::run(&workspace, limit, target.as_deref())
        }
        Command::Release => release::build(&workspace).map(|()| true),
        Command::Reproduce => reproduce::check(&workspace),
        Command::SupplyChain => supply_chain::check(&workspace),
        Command::Trace => scripts::trace(&workspace),
        Command::Shots => scripts::shots(&workspace),
        Command::Docs => docs::build(&workspace).map(|_| true),
        Command::Accept { proofs } => checks::accept(&workspace, &proofs),
        Command::Serve { root, mount, port, until_stdin_closes } => {
            let site = Site::new(root, mount)?;
            let server = bind(port)?;
            println!("http://localhost:{}", server.port());
            if until_stdin_closes {
                exit_when_stdin_closes();
            }
            server.run(site);
            Ok(true)
        }
    }
}

/// The storefront, with the package at the path of a real shop.
fn demo_site(workspace: &Workspace) -> Result<Site> {
    let package = Mount::new("/passerelle", workspace.path("pkg/dist"));
    Ok(Site::new(workspace.path("www"), vec![package])?)
}

/// Ends the process when standard input closes: the test that started it has then ended, in whatever way.
fn exit_when_stdin_closes() {
    std::thread::spawn(|| {
        let mut buffer = [0; 64];
        while matches!(std::io::stdin().read(&mut buffer), Ok(1..)) {}
        std::process::exit(0);
    });
}
