//! The storefront of a preview: the one built into the tool, or a folder. Not for the pack and the list of products,
//! which come from the house's files.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::CommandError;
use passerelle_catalogue::{Catalogue, Item};

/// Path and content of each built-in file; empty if the tool was built without the feature `storefront`.
static CARRIED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/storefront.rs"));

const PAGE: &str = "index.html";
/// Names that the preview writes itself; they are not copied from a folder.
const OWN: [&str; 2] = ["pack", "shop.json"];
/// The picture sources in the Content-Security-Policy of the storefront's page.
const PICTURES: &str = "img-src 'self' data:";
/// The element of the demo's page that names its packs in other languages. It is removed, because a preview has one
/// pack.
const PACKS: &str = "<meta name=\"packs\" content=\"fr ar\">";
/// Maximum number of picture origins that are listed one by one.
const MOST_ORIGINS: usize = 16;

/// The source of the files.
pub(super) enum Storefront {
    Carried,
    Folder(PathBuf),
}

impl Storefront {
    /// Returns `folder`, or the built-in storefront.
    pub(super) fn find(folder: Option<&Path>) -> Result<Self, CommandError> {
        let Some(folder) = folder else {
            let none = "this passerelle was built without the storefront: give a folder with its pages, and the package in \
                        passerelle/, with --storefront; or build the tool with it: `cargo xtask build`, then \
                        `cargo install --path crates/cli --features storefront`";
            return if CARRIED.is_empty() { Err(CommandError::Usage(none.to_owned())) } else { Ok(Self::Carried) };
        };
        for needed in [PAGE, "passerelle/index.js"] {
            if !folder.join(needed).is_file() {
                return Err(CommandError::Usage(format!(
                    "--storefront {}: there is no {needed} in it: it needs the pages of www/, and in passerelle/ the files of \
                     pkg/dist",
                    folder.display()
                )));
            }
        }
        Ok(Self::Folder(folder.to_owned()))
    }

    /// Writes the files into `out`. The page may load pictures from `origins`.
    pub(super) fn write(&self, out: &Path, origins: &[String]) -> io::Result<()> {
        match self {
            Self::Carried => {
                for (address, bytes) in CARRIED {
                    write(&out.join(address), bytes)?;
                }
            }
            Self::Folder(folder) => copy(folder, out, &OWN)?,
        }
        let page = out.join(PAGE);
        let text = fs::read_to_string(&page)?;
        let text = text.replacen(PICTURES, &format!("{PICTURES}{}", listed(origins)), 1);
        fs::write(&page, text.replacen(PACKS, "", 1))
    }
}

fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, bytes)
}

/// Copies a folder, except for entries of its top level named in `except`.
fn copy(from: &Path, to: &Path, except: &[&str]) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        if except.iter().any(|except| name == *except) {
            continue;
        }
        let (from, to) = (from.join(&name), to.join(&name));
        if from.is_dir() { copy(&from, &to, &[])? } else { fs::copy(&from, &to).map(|_| ())? }
    }
    Ok(())
}

fn listed(origins: &[String]) -> String {
    origins.iter().map(|origin| format!(" {origin}")).collect()
}

/// The origins of the pictures of `catalogue` for a Content-Security-Policy, such as `https://cdn.example`; the schemes
/// `https:` and `http:` if there are too many.
pub(super) fn origins(catalogue: &Catalogue) -> Vec<String> {
    let origin = |item: &Item| origin_of(item.image.as_deref()?);
    let origins: BTreeSet<String> = catalogue.items.iter().filter_map(origin).collect();
    if origins.len() > MOST_ORIGINS { vec!["https:".into(), "http:".into()] } else { origins.into_iter().collect() }
}

/// Scheme, host and port of an address; `None` for a host with characters that have a meaning in a policy.
fn origin_of(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    (!host.is_empty() && host.chars().all(plain)).then(|| format!("{scheme}://{host}").to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_of_pictures_have_no_path() {
        for (address, origin) in [
            ("https://CDN.shop.example/a.jpg?v=1", Some("https://cdn.shop.example")),
            ("http://localhost:8080/a", Some("http://localhost:8080")),
            ("https://cdn.example;script-src/a.jpg", None),
            ("https://cdn.example,evil/a.jpg", None),
            ("https://*/a.jpg", None),
            ("https://", None),
            ("", None),
        ] {
            assert_eq!(origin_of(address).as_deref(), origin, "{address}");
        }
    }

    /// The texts that the preview replaces occur exactly once in the storefront's page.
    #[test]
    fn the_page_has_one_place_for_what_a_preview_writes() {
        let page = include_str!("../../../../../www/index.html");
        assert_eq!((page.matches(PICTURES).count(), page.matches(PACKS).count()), (1, 1));
    }
}
