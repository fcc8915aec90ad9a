//! Compares the compressed size of the files that a page loads with the budget.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::flavour::Flavour;
use crate::package;
use crate::progress::kilobytes;
use crate::workspace::Workspace;

/// Budget for the files that every page loads, in bytes. It is an alarm: ordinary code that exceeds it stays, and
/// raises it here.
///
/// | kB | raised for: size then, in kB |
/// |---|---|
/// | 160 | without messages to clients: 159.1 |
/// | 172 | the module chooses messages, because only it reads the history: 170.5 |
/// | 176 | the loyalty tier and the adviser of a link, likewise; the rest of loyalty loads with its element: 175.6 |
/// | 180 | the module reads viewed items and describes the page's item; elements request their parts: 178.7 |
/// | 186 | answers are stored with the history, files of advice pass the gate, and page views are held out: 184.4 |
/// | 192 | sizes are read from the pack and stored with events, and back in stock works by variant: 190.7 |
/// | 193 | a settled message is remembered as long as it runs, and counts only where it has room: 192.7 |
/// | 194 | what a page passes is read up to a size and a depth, and numbers out of range are errors: 193.2 |
/// | 196 | arguments and options of a wrong kind are errors, and a failed erasure is retried with its reason: 195.2 |
/// | 200 | slates are recalled and the history is summed up in Rust, not from the export in TypeScript: 199.1 |
/// | 202 | days, units and absent values of the pack, the history and the log are types of their own: 201.4 |
const BUDGET_BROTLI: usize = 202_000;

/// The files that a page loads with a script tag.
const ENTRY: &str = "pkg/dist/auto.js";
const MODULE: &str = "pkg/dist/passerelle.wasm";
/// Source of the part that loads when suggestions are close enough to be drawn.
const DRAWING: &str = "pkg/src/element/drawing.ts";
/// A page that draws loads one language; the largest file is counted.
const MESSAGES: &str = "pkg/dist/messages";
/// Files of the advice element: its module, and its script with the imported chunks.
const ADVICE_MODULE: &str = "pkg/dist/advice.wasm";
const ADVICE: &str = "pkg/dist/advice.js";
/// Source of the part that loads when a source of consent answers.
const REMEMBERING: &str = "pkg/src/store/backend.ts";

#[derive(Default)]
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table; returns `false` above the budget.
pub fn check(workspace: &Workspace) -> Result<bool> {
    package::build(workspace, Flavour::Release)?;
    let meta = package::read_metafile(&package::page_metafile(workspace))?;
    let outputs = meta["outputs"].as_object().context("esbuild's metafile has no outputs")?;
    let scripts = || outputs.keys().map(String::as_str).filter(|name| name.ends_with(".js"));
    let made_from = |is: &dyn Fn(&str) -> bool| -> Vec<&str> {
        scripts().filter(|name| outputs[*name]["entryPoint"].as_str().is_some_and(is)).collect()
    };
    let language = largest(workspace, MESSAGES)?;
    let drawing = made_from(&|source| source == DRAWING);
    let remembering = made_from(&|source| source == REMEMBERING);

    let mut met = BTreeSet::from([MODULE]);
    let every = [MODULE].into_iter().chain(loaded(&[ENTRY], &meta, &mut met)).collect::<Vec<_>>();
    let drawn: Vec<&str> = loaded(&drawing, &meta, &mut met).into_iter().chain([language.as_str()]).collect();
    let remembered = loaded(&remembering, &meta, &mut met);
    let rest: Vec<&str> = scripts().filter(|name| !met.contains(name)).collect();

    let total = group(workspace, "every page", &every)?;
    let within = total.brotli <= BUDGET_BROTLI;
    println!(
        "{:<44} {:>32}   {}",
        "budget",
        kilobytes(BUDGET_BROTLI),
        if within {
            format!("{} left", kilobytes(BUDGET_BROTLI - total.brotli))
        } else {
            format!("{} TOO MUCH", kilobytes(total.brotli - BUDGET_BROTLI))
        }
    );
    group(workspace, "when suggestions come near, in one language", &drawn)?;
    group(workspace, "when a source of consent speaks", &remembered)?;
    group(workspace, "only when opened, or another language", &rest)?;
    let modules = package::read_metafile(&package::metafile(workspace))?;
    let advice: Vec<&str> = [ADVICE_MODULE].into_iter().chain(loaded_with(ADVICE, &modules)).collect();
    group(workspace, "with <passerelle-advice> alone, all its scripts", &advice)?;
    Ok(within)
}

/// The largest file of a folder.
fn largest(workspace: &Workspace, folder: &str) -> Result<String> {
    let mut sizes = Vec::new();
    for entry in fs::read_dir(workspace.path(folder)).with_context(|| format!("listing {folder}"))? {
        let entry = entry?;
        sizes.push((entry.metadata()?.len(), entry.file_name().to_string_lossy().into_owned()));
    }
    let (_, name) = sizes.into_iter().max().with_context(|| format!("{folder} is empty"))?;
    Ok(format!("{folder}/{name}"))
}

/// The files that `entries` load and that are not in `met` yet; adds them to `met`.
fn loaded<'meta>(entries: &[&'meta str], meta: &'meta Value, met: &mut BTreeSet<&'meta str>) -> Vec<&'meta str> {
    let scripts: BTreeSet<&str> = entries.iter().flat_map(|entry| loaded_with(entry, meta)).collect();
    scripts.into_iter().filter(|name| met.insert(name)).collect()
}

/// Prints the files under a heading, with their total.
fn group(workspace: &Workspace, heading: &str, names: &[&str]) -> Result<Sizes> {
    println!("\n{heading:<44} {:>10} {:>10} {:>10}", "raw", "gzip", "brotli");
    let mut total = Sizes::default();
    for name in names {
        let sizes = measure(&workspace.path(name))?;
        row(name, &sizes);
        total =
            Sizes { raw: total.raw + sizes.raw, gzip: total.gzip + sizes.gzip, brotli: total.brotli + sizes.brotli };
    }
    row("total", &total);
    Ok(total)
}

fn row(name: &str, sizes: &Sizes) {
    println!("{name:<44} {:>10} {:>10} {:>10}", kilobytes(sizes.raw), kilobytes(sizes.gzip), kilobytes(sizes.brotli));
}

/// The script and every script that it imports statically, in a stable order.
fn loaded_with<'meta>(entry: &'meta str, meta: &'meta Value) -> BTreeSet<&'meta str> {
    let mut found = BTreeSet::new();
    let mut open = vec![entry];
    while let Some(name) = open.pop() {
        if !found.insert(name) {
            continue;
        }
        let imports = meta["outputs"][name]["imports"].as_array().map(Vec::as_slice).unwrap_or_default();
        open.extend(
            imports
                .iter()
                .filter(|import| import["kind"] == "import-statement" && import["external"] != true)
                .filter_map(|import| import["path"].as_str()),
        );
    }
    found
}

fn measure(file: &Path) -> Result<Sizes> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&bytes)?;
    Ok(Sizes { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli_size(&bytes)? })
}

/// The size with Brotli quality 11 and a window of 2^22 bytes, as a CDN compresses static files.
pub fn brotli_size(bytes: &[u8]) -> Result<usize> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_static_imports_load_with_the_page() {
        let meta = serde_json::json!({ "outputs": {
            "index.js": { "imports": [
                { "path": "shared.js", "kind": "import-statement" },
                { "path": "panel.js", "kind": "dynamic-import" },
            ] },
            "shared.js": { "imports": [{ "path": "index.js", "kind": "import-statement" }] },
            "panel.js": { "imports": [{ "path": "shared.js", "kind": "import-statement" }] },
        } });
        assert_eq!(Vec::from_iter(loaded_with("index.js", &meta)), ["index.js", "shared.js"]);
    }

    #[test]
    fn brotli_compresses() {
        assert!(brotli_size(&[b'a'; 10_000]).expect("compressed") < 100);
    }
}
