//! `passerelle preview`: shows the storefront with the merchant's own catalogue on this machine, and what is missing.
//! It writes a folder of static files, and writes it again whenever an input file is saved.

mod saved;
mod storefront;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use jiff::Timestamp;
use passerelle_serve::{Site, bind_from};

use self::saved::whenever_saved;
use self::storefront::{Storefront, origins};
use crate::advice::{Advice, advise};
use crate::build_pipeline::sources::Sources;
use crate::build_pipeline::{Built, Job, build};
use crate::error::CommandError;
use crate::problem_words::CHECK;
use crate::progress::bytes;
use crate::shop_list;
use passerelle_catalogue::feed;
use passerelle_catalogue::house::House;
use passerelle_catalogue::proposal::Proposal;
use passerelle_output::table::{Table, paragraph, percent, thousands};
use passerelle_output::{err, outln};

/// Show a storefront with this catalogue in the browser, and what is missing.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    // If the house file is missing, one is proposed.
    #[command(flatten)]
    sources: Sources,
    /// Folder for the pages, the package and the pack
    #[arg(long, value_name = "DIR", default_value = "preview")]
    out: PathBuf,
    /// The port to serve on; the next free one if it is taken; 0 for any
    #[arg(long, value_name = "PORT", default_value_t = 8788)]
    port: u16,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
    /// Folder with the storefront's pages and, in passerelle/, the package [default: the tool's own]
    #[arg(long, value_name = "DIR")]
    storefront: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    // Errors in the storefront, the folder or the port are reported before the work.
    let storefront = Storefront::find(args.storefront.as_deref())?;
    claim(&args.out)?;
    let server = bind_from(args.port).map_err(|error| CommandError::Usage(error.to_string()))?;
    let proposal = if args.sources.house.exists() { None } else { Some(propose(&args.sources)?) };
    let (built, origins) = make(args, &storefront)?;
    let site =
        Site::new(args.out.clone(), Vec::new()).map_err(|error| unwritable(args, &error))?.with_pictures_from(&origins);

    let address = format!("http://localhost:{}", server.port());
    outln!("{address}\n");
    print(&built, args, proposal.as_ref());
    outln!(
        "\nThe preview is at {address}  (Ctrl-C ends it). It is built again when you save {}",
        args.sources.house.display()
    );
    if !args.no_open {
        open(&address);
    }
    thread::scope(|scope| {
        scope.spawn(|| {
            whenever_saved(&args.sources.files(), |file| {
                let file = file.display();
                match make(args, &storefront) {
                    Ok(_) => outln!("{file} was saved: the preview is built again, reload the page"),
                    Err(error) => err!("{file} was saved: {error}\nthe preview did not change\n"),
                }
            });
        });
        server.run(site);
    });
    Ok(())
}

/// Builds the pack, and writes the storefront and its list of products beside it. Also returns the origins of pictures.
fn make(args: &Args, storefront: &Storefront) -> Result<(Built, Vec<String>), CommandError> {
    let now = Timestamp::now();
    let built = build(&Job {
        sources: &args.sources,
        out: &args.out.join("pack"),
        as_of: now,
        time: now,
        keep: 1,
        strict: false,
        // The preview is seen on this machine only: an apparent mistake is shown, and reported as advice.
        force: true,
        calibrate: false,
        memory: None,
        counts: None,
    })?;
    let origins = origins(&built.catalogue);
    storefront.write(&args.out, &origins).map_err(|error| unwritable(args, &error))?;
    shop_list::write(&args.out.join("shop.json"), &built).map_err(|error| unwritable(args, &error))?;
    Ok((built, origins))
}

fn unwritable(args: &Args, error: &io::Error) -> CommandError {
    let out = args.out.display();
    CommandError::Usage(format!("{out}: cannot be written ({error}): give another folder with --out"))
}

/// Refuses a folder that holds anything but a preview.
fn claim(out: &Path) -> Result<(), CommandError> {
    let is_preview = out.join("pack/manifest.json").is_file();
    let strangers = fs::read_dir(out).into_iter().flatten().flatten().any(|entry| entry.file_name() != "pack");
    if strangers && !is_preview {
        let says = "has other files than a preview: give another folder with --out";
        return Err(CommandError::Usage(format!("{} {says}", out.display())));
    }
    Ok(())
}

/// Writes a proposed house file, because there is none.
fn propose(sources: &Sources) -> Result<Proposal, CommandError> {
    let bar = bytes("feed");
    let survey = feed::survey(&sources.feed, &House::unknown()?, &bar)?;
    bar.finish_and_clear();
    let proposal = Proposal::new(&survey);
    let text = proposal.to_toml(&sources.feed.display().to_string());
    let file = &sources.house;
    // `create_new` does not overwrite a file that somebody wrote in the meantime.
    let written = File::create_new(file).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        CommandError::Usage(format!("{}: cannot be written ({error}): name another file with --house", file.display()))
    })?;
    Ok(proposal)
}

fn print(built: &Built, args: &Args, proposal: Option<&Proposal>) {
    let items = built.catalogue.items.len() as u64;
    let mut table = Table::default();
    table
        .row("items", thousands(items))
        .row("divisions, types", format!("{}, {}", built.catalogue.divisions.len(), built.catalogue.types.len()))
        .row(
            "order lines, matched",
            match built.orders.lines {
                0 => "none".to_owned(),
                lines => format!("{}, {}", thousands(lines), percent(built.orders.matched, built.orders.meant())),
            },
        )
        .row("folder", args.out.display());
    table.print();
    let house = args.sources.house.display().to_string();
    let mut advice = advise(built, &house);
    advice.splice(0..0, proposal.map(|proposal| proposed(proposal, &house)));
    if advice.is_empty() {
        outln!("\nnothing is missing");
        return;
    }
    outln!("\nto see how the feed and the orders were read, run `{CHECK}`");
    outln!("\nwhat is missing, the most important first");
    for Advice { about, why, how } in &advice {
        outln!("\n  {about}\n{}\n{}", paragraph("    ", why), paragraph("    -> ", how));
    }
}

fn proposed(proposal: &Proposal, house: &str) -> Advice {
    let mut guessed = vec!["the divisions"];
    guessed.extend(proposal.name.is_none().then_some("the name"));
    guessed.extend(proposal.currency.is_none().then_some("the currency"));
    guessed.extend(proposal.url.is_some().then_some("the address of pages"));
    Advice {
        about: "house.toml",
        why: format!(
            "There was none: this command wrote {house}, with {} divisions from the product types of the feed.",
            proposal.divisions.len()
        ),
        how: format!("Correct what is guessed in it ({}), and run the command again.", guessed.join(", ")),
    }
}

/// Opens the address in the default browser.
fn open(address: &str) {
    let (program, arguments) = match std::env::consts::OS {
        "macos" => ("open", vec![address]),
        "windows" => ("cmd", vec!["/C", "start", "", address]),
        _ => ("xdg-open", vec![address]),
    };
    let opener =
        Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if let Err(error) = opener.map_err(|error| error.kind()) {
        let why = if error == ErrorKind::NotFound { "no desktop was found" } else { "the desktop does not answer" };
        err!("{why}: open the address in a browser\n");
    }
}
