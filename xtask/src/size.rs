//! What a page loads, compressed, against the budget.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::package::{self, Flavour};
use crate::progress::kilobytes;
use crate::workspace::Workspace;

/// The promise of docs/DESIGN.md: wasm and JavaScript that every page loads.
const BUDGET_BROTLI: usize = 60_000;

/// What a page loads with a script tag alone: the most. `index` follows as soon as the page has settled.
const ENTRIES: [&str; 2] = ["pkg/dist/index.js", "pkg/dist/auto.js"];
const MODULE: &str = "pkg/dist/passerelle.wasm";
/// A page loads one language; the largest is counted.
const MESSAGES: &str = "pkg/src/messages/";

struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table; `false` above the budget.
pub fn check(workspace: &Workspace) -> Result<bool> {
    package::build(workspace, Flavour::Release)?;
    let meta = package::read_metafile(workspace)?;
    let outputs = meta["outputs"].as_object().context("esbuild's metafile has no outputs")?;
    let scripts: Vec<&str> = outputs.keys().map(String::as_str).filter(|name| name.ends_with(".js")).collect();
    let always: BTreeSet<&str> = ENTRIES.iter().flat_map(|entry| loaded_with(entry, &meta)).collect();

    let mut total = Sizes { raw: 0, gzip: 0, brotli: 0 };
    println!("{:<44} {:>10} {:>10} {:>10}", "every page", "raw", "gzip", "brotli");
    let mut count = |name: &str| -> Result<()> {
        let sizes = measure(&workspace.path(name))?;
        row(name, &sizes);
        total =
            Sizes { raw: total.raw + sizes.raw, gzip: total.gzip + sizes.gzip, brotli: total.brotli + sizes.brotli };
        Ok(())
    };
    count(MODULE)?;
    for name in &always {
        count(name)?;
    }
    let lazy: Vec<&str> = scripts.into_iter().filter(|name| !always.contains(*name)).collect();
    let is_language =
        |name: &&&str| outputs[**name]["entryPoint"].as_str().is_some_and(|entry| entry.starts_with(MESSAGES));
    let language = lazy.iter().filter(is_language).max_by_key(|name| outputs[**name]["bytes"].as_u64()).copied();
    if let Some(name) = language {
        count(name)?;
    }
    row("total", &total);
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

    let rest: Vec<&str> = lazy.into_iter().filter(|name| Some(*name) != language).collect();
    if !rest.is_empty() {
        println!("\n{:<44} {:>10} {:>10} {:>10}", "only when opened, or another language", "raw", "gzip", "brotli");
        for name in rest {
            row(name, &measure(&workspace.path(name))?);
        }
    }
    Ok(within)
}

fn row(name: &str, sizes: &Sizes) {
    println!("{name:<44} {:>10} {:>10} {:>10}", kilobytes(sizes.raw), kilobytes(sizes.gzip), kilobytes(sizes.brotli));
}

/// The script itself and every script that it imports statically, in a stable order.
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

/// Quality 11 and a window of 2^22 bytes: what a CDN does with static files.
fn brotli_size(bytes: &[u8]) -> Result<usize> {
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
