//! The addresses that a message links to: one for all languages, or one for each.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, not_spoken, wrong};
use crate::web_address::{is_secure_address, is_web_address};

#[derive(Deserialize)]
#[serde(untagged, expecting = "write an address, or one for each language: { fr = \"https://...\" }")]
pub(super) enum AddressTable {
    /// One address for all languages.
    All(String),
    /// By language.
    By(BTreeMap<String, String>),
}

/// Returns the address for each language, in order; `None` if no address is set. `name` is the key in house.toml.
pub(super) fn addresses(
    given: Option<&Spanned<AddressTable>>,
    name: &str,
    languages: &[String],
) -> Result<Vec<Option<String>>, Wrong> {
    let Some(given) = given else { return Ok(vec![None; languages.len()]) };
    let sound = |address: &String| match is_web_address(address) {
        true => Ok(Some(address.clone())),
        false => wrong(given, format!("{name} is not an address: write it in full, beginning with https://")),
    };
    match given.get_ref() {
        AddressTable::All(address) => Ok(vec![sound(address)?; languages.len()]),
        AddressTable::By(by) => {
            if let Some(tag) = by.keys().find(|tag| !languages.contains(tag)) {
                return wrong(given, not_spoken(tag, languages));
            }
            let of = |tag: &String| match by.get(tag) {
                Some(address) => sound(address),
                None => wrong(given, format!("{name} has no address in {tag:?}: add {tag} = \"https://...\"")),
            };
            languages.iter().map(of).collect()
        }
    }
}

/// The address of a message's picture. Browsers do not load one that begins with http:// on a page of https.
pub(super) fn picture(given: Option<Spanned<String>>) -> Result<Option<String>, Wrong> {
    match given {
        Some(picture) if !is_secure_address(picture.get_ref()) => {
            wrong(&picture, "picture is no address that every page loads: write it in full, beginning with https://")
        }
        given => Ok(given.map(Spanned::into_inner)),
    }
}
