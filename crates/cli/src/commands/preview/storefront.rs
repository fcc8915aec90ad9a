//! The storefront that a preview shows: the one that the tool carries, or a folder that somebody names. Not for the pack and
//! the list of products, which are the house's own.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::CommandError;
use passerelle_catalogue::Catalogue;

/// Address and content of each file; none in a tool that was built without the feature `storefront`.
static CARRIED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/storefront.rs"));

const PAGE: &str = "index.html";
/// The house's own, which no storefront may bring.
const OWN: [&str; 2] = ["pack", "shop.json"];
/// What the page may show pictures from, as the storefront's page says it.
const PICTURES: &str = "img-src 'self' data:";
/// What the demo's page says of its packs in further languages: a preview has one pack.
const PACKS: &str = "<meta name=\"packs\" content=\"fr ar\">";
/// More hosts of pictures than this are not listed one by one.
const MOST_ORIGINS: usize = 16;

/// Where the files come from.
pub(super) enum Storefront {
    Carried,
    Folder(PathBuf),
}

impl Storefront {
    /// `folder`, or what the tool carries.
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

    /// Writes the files into `out`. Its page may show pictures from `origins`.
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

/// Copies a folder, but for what is called as one of `except`.
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

/// Where the pictures of `catalogue` are, as a Content-Security-Policy names it: `https://cdn.example`; all of the web where
/// that would be a long list.
pub(super) fn origins(catalogue: &Catalogue) -> Vec<String> {
    let origins: BTreeSet<String> = catalogue.items.iter().filter_map(|item| origin_of(&item.image)).collect();
    if origins.len() > MOST_ORIGINS { vec!["https:".into(), "http:".into()] } else { origins.into_iter().collect() }
}

/// Scheme, host and port; `None` for a host that a policy could take for something else.
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

    /// The storefront's own page says it as it is looked for here.
    #[test]
    fn the_page_has_one_place_for_what_a_preview_writes() {
        let page = include_str!("../../../../../www/index.html");
        assert_eq!((page.matches(PICTURES).count(), page.matches(PACKS).count()), (1, 1));
    }
}
