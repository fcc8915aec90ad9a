//! With the feature `storefront`, lists the storefront's files, so that they are built into the tool and `passerelle
//! preview` needs no other files. `cargo xtask build` builds the package among them. Without it, the tool has no
//! built-in storefront, and `preview` reports that.

use std::fs;
use std::io::Result;
use std::path::{Path, PathBuf};

/// Names in `www/` that belong to a shop of the demo, or that are added separately.
const NOT_CARRIED: [&str; 5] = ["pack", "shop.json", "passerelle", "pictures", "retail"];

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    if std::env::var_os("CARGO_FEATURE_STOREFRONT").is_some() {
        let repository = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
        let (pages, package) = (repository.join("www"), repository.join("pkg/dist"));
        // Watches all of pkg, so that a package that appears later is detected.
        println!("cargo::rerun-if-changed={}", repository.join("pkg").display());
        if package.join("index.js").is_file() {
            for entry in fs::read_dir(&pages)? {
                let name = entry?.file_name().to_string_lossy().into_owned();
                if !NOT_CARRIED.contains(&name.as_str()) && !name.starts_with("pack-") {
                    println!("cargo::rerun-if-changed={}", pages.join(&name).display());
                    collect(&pages.join(&name), &name, &mut files)?;
                }
            }
            collect(&package, "passerelle", &mut files)?;
        } else {
            println!(
                "cargo::warning=pkg/dist is not built, the tool will carry no storefront: run `cargo xtask build` first"
            );
        }
    }
    files.sort();
    let list: String =
        files.iter().map(|(address, file)| format!("    ({address:?}, include_bytes!({file:?})),\n")).collect();
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("storefront.rs"), format!("&[\n{list}]\n"))
}

/// Adds the files at `path` that a browser requests, with their addresses.
fn collect(path: &Path, address: &str, files: &mut Vec<(String, PathBuf)>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            let name = entry?.file_name();
            collect(&path.join(&name), &format!("{address}/{}", name.to_string_lossy()), files)?;
        }
    } else if !address.ends_with(".d.ts") {
        files.push((address.to_owned(), path.canonicalize()?));
    }
    Ok(())
}
