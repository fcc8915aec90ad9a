//! `passerelle evaluate`: runs the evaluation of `passerelle_evaluation` on the files of this command line.

use std::path::Path;

use passerelle_evaluation::Args;

use crate::error::CommandError;
use crate::written_file;

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    if let Some(folder) = &args.report {
        let others = [&args.items, &args.feed, &args.house].into_iter().flatten();
        let read: Vec<&Path> = others.chain([&args.events]).map(|file| file.as_path()).collect();
        written_file::check("--report", &folder.join(passerelle_evaluation::REPORT), &read, None)?;
    }
    Ok(passerelle_evaluation::run(args)?)
}
