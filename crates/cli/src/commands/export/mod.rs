//! `passerelle export`: the slate of every page for a first visitor. For pages rendered on a server, for crawlers, and
//! for e-mail. Not for shoppers with a history: see `passerelle suggest --batch`.

mod file_name;
mod fragment;
mod pages;
mod slate_json;

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use passerelle::view::SlateView;
use serde_json::Value;

use crate::error::CommandError;
use crate::pack::pack_dir::PackDir;
use crate::written_file;
use pages::{Page, Pages, Settings};
use passerelle_catalogue::date;
use passerelle_output::err;
use passerelle_output::table::thousands;

/// Write the slate of every page for a first visitor, without a history.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the pack
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// The placement: product or cart (a slate for each item), category (for each division), home, trending (for the
    /// house and for each division)
    #[arg(long, default_value = "product")]
    placement: String,
    /// json: the slate exactly as the browser's `suggest()` returns it; html: a list of links
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Maximum number of suggestions [default: as house.toml says]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Language of names and sentences [default: the house's first]
    #[arg(long, value_name = "TAG")]
    locale: Option<String>,
    /// The shopper's time: prices that are too old then are left out [default: now]
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// Leave out pages with an empty slate
    #[arg(long)]
    skip_empty: bool,
    /// Write a file for each page into this folder, named by the percent-encoded id [default: a line of JSON for each
    /// on standard output, `{"itemId": "...", "slate": {...}}` or `"html": "..."`]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// The output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Json,
    Html,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let now = date::argument("--now", args.now.as_deref()).map_err(CommandError::Usage)?.as_second();
    let pack = PackDir::open(&args.dir)?;
    let settings = Settings { placement: &args.placement, limit: args.limit, locale: args.locale.as_deref(), now };
    let mut pages = Pages::new(&pack, &settings)?;
    let mut sink = Sink::new(args)?;
    let (mut written, mut empty) = (0u64, 0u64);
    pages.each(&mut |page, slate| {
        let is_empty = slate.suggestions.is_empty();
        empty += u64::from(is_empty);
        if is_empty && args.skip_empty {
            return Ok(());
        }
        written += 1;
        let content = match args.format {
            Format::Json => slate_json::write(&SlateView::new(slate)),
            Format::Html => fragment::write(slate),
        };
        sink.write(page, &content)
    })?;
    sink.finish()?;
    err!("{} slates written, {} of all are empty\n", thousands(written), thousands(empty));
    Ok(())
}

/// The destination of slates.
enum Sink<'a> {
    Lines { out: BufWriter<io::StdoutLock<'static>>, format: Format },
    Folder { folder: &'a Path, format: Format, names: HashMap<String, String> },
}

impl<'a> Sink<'a> {
    fn new(args: &'a Args) -> Result<Self, CommandError> {
        let format = args.format;
        let Some(folder) = args.out.as_deref() else {
            return Ok(Self::Lines { out: BufWriter::new(io::stdout().lock()), format });
        };
        written_file::check("--out", folder, &[], Some(&args.dir))?;
        fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
        Ok(Self::Folder { folder, format, names: HashMap::new() })
    }

    fn write(&mut self, page: &Page<'_>, content: &str) -> Result<(), CommandError> {
        match self {
            Self::Lines { out, format } => {
                let (field, id) = match page {
                    Page::Item(id) => ("itemId", *id),
                    Page::Division(id) => ("division", *id),
                    Page::Only(placement) => ("placement", *placement),
                };
                let value = match format {
                    Format::Json => format!("\"slate\":{content}"),
                    Format::Html => format!("\"html\":{}", Value::from(content)),
                };
                let line = writeln!(out, "{{\"{field}\":{},{value}}}", Value::from(id));
                line.map_err(|error| CommandError::Usage(format!("standard output cannot be written ({error})")))
            }
            Self::Folder { folder, format, names } => {
                let id: &str = match page {
                    Page::Item(id) | Page::Division(id) => id,
                    Page::Only(placement) => placement,
                };
                let extension = if *format == Format::Json { "json" } else { "html" };
                let name = format!("{}.{extension}", file_name::of(id)?);
                // Some file systems do not distinguish names by case.
                if let Some(other) = names.insert(name.to_lowercase(), id.to_owned()) {
                    return Err(CommandError::Usage(format!(
                        "the ids {other:?} and {id:?} differ in case alone, and files of these names may be one: leave --out away and \
                         read the lines of standard output"
                    )));
                }
                let file = folder.join(name);
                fs::write(&file, content).map_err(|error| unwritten(&file, &error))
            }
        }
    }

    fn finish(self) -> Result<(), CommandError> {
        match self {
            Self::Lines { mut out, .. } => {
                out.flush().map_err(|error| CommandError::Usage(format!("standard output cannot be written ({error})")))
            }
            Self::Folder { .. } => Ok(()),
        }
    }
}

fn unwritten(path: &Path, error: &io::Error) -> CommandError {
    CommandError::Usage(format!(
        "{}: cannot be written ({error}): check its owner, and whether the disk is full",
        path.display()
    ))
}
