//! `[house]`, `[price]` and `[images]`: the house's name, languages and currency, and the addresses of its items' pages
//! and pictures.

use passerelle::pack::Address;
use serde::Deserialize;
use toml::Spanned;

use super::addresses::AddressTable;
use super::check::{Wrong, wrong};
use super::story::StoryTable;
use crate::web_address::{is_link, is_secure_address, is_web_address};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HouseTable {
    pub(super) name: Spanned<String>,
    pub(super) url: Option<Spanned<String>>,
    pub(super) image: Option<Spanned<String>>,
    pub(super) offers: Option<Spanned<AddressTable>>,
    pub(super) languages: Spanned<Vec<String>>,
    pub(super) currency: Spanned<String>,
    /// The values of the house.
    pub(super) values: Option<StoryTable>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriceTable {
    pub(super) age_days: Option<Spanned<i64>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ImagesTable {
    pub(super) template: Option<Spanned<String>>,
}

/// Reads a template for addresses of pictures by their width.
pub(super) fn picture_template(value: Spanned<String>) -> Result<String, Wrong> {
    let text = value.get_ref();
    let filled = fill(&text.replace("{width}", "320"), "x").replace("{image_link}", "https://shop.example/1.jpg");
    let names_item = text.contains("{id}") || text.contains("{image_link}");
    if is_web_address(&filled) && !is_secure_address(&filled) {
        return wrong(&value, "pages with https load no pictures without it: begin this template with https://");
    }
    if !is_secure_address(&filled) || !text.contains("{width}") || !names_item {
        return wrong(
            &value,
            "this address is not a template for pictures: write it in full with {width} and with {id} or {image_link}, \"https://img.example/{width}/{id}.jpg\" or \"{image_link}?width={width}\"",
        );
    }
    Ok(value.into_inner())
}

pub(super) fn template(value: Spanned<String>) -> Result<String, Wrong> {
    let text = value.get_ref();
    if !is_link(&fill(text, "x")) || !text.contains("{id}") {
        return wrong(
            &value,
            "this address is not a template: write it in full with {id}, \"https://shop.example/p/{id}\", or on the page's own \
             site, \"/p/{id}\"",
        );
    }
    Ok(value.into_inner())
}

pub(super) fn languages(value: &Spanned<Vec<String>>) -> Result<Vec<String>, Wrong> {
    let tags = value.get_ref();
    if tags.is_empty() {
        return wrong(value, "languages is empty: write at least one tag, [\"fr\"]");
    }
    for (index, tag) in tags.iter().enumerate() {
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        let plain = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) || !parts.all(plain) {
            return wrong(value, format!("{tag:?} is not a language tag: write \"fr\", \"en\" or \"pt-BR\""));
        }
        if tags.iter().take(index).any(|earlier| earlier == tag) {
            return wrong(value, format!("language {tag:?} is listed twice: remove one"));
        }
    }
    Ok(tags.clone())
}

/// Returns `template` with `{id}` replaced by `id`, as the browser does it.
pub(super) fn fill(template: &str, id: &str) -> String {
    let address = Address { template: Some(template.to_owned()), prefix: String::new() };
    address.expand(id, None).unwrap_or_default()
}
