//! What a feed tells about its house before house.toml exists: product types, currency, and the host of its links. Not
//! for single items.

use std::collections::HashMap;

use rustc_hash::FxHashSet;

use super::price;
use super::raw_row::RawRow;
use crate::attribute::Attribute;
use crate::fold::fold;
use crate::house::codes_of_sign;
use crate::web_address::is_web_address;

/// A summary of a feed's rows. As in the catalogue, the rows with one `item_group_id` are one item.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Number of items.
    pub items: u64,
    /// Number of items without a product type.
    pub untyped: u64,
    /// The path of a product's page on the platform, if the feed has no addresses.
    pub page: Option<&'static str>,
    met: FxHashSet<Box<str>>,
    /// The product types as a tree, whose root has the first levels below it.
    types: TypeTree,
    currencies: HashMap<String, u64>,
    hosts: HashMap<String, u64>,
}

impl Survey {
    pub(super) fn take(&mut self, raw: &RawRow) {
        let (id, group) = (raw.get(Attribute::Id), raw.get(Attribute::ItemGroupId));
        let item = if group.is_empty() { id } else { group };
        if id.is_empty() || raw.get(Attribute::Title).is_empty() || !self.met.insert(item.into()) {
            return;
        }
        self.items += 1;
        match raw.paths(|_| false).first() {
            Some(path) => self.types.add(path),
            None => self.untyped += 1,
        }
        if let Some(host) = host_of(raw.get(Attribute::Link)) {
            *self.hosts.entry(host).or_default() += 1;
        }
        if let Some(currency) = currency_of(raw.get(Attribute::Price)).filter(|_| self.page.is_none()) {
            *self.currencies.entry(currency).or_default() += 1;
        }
    }

    /// The product types as a tree.
    #[must_use]
    pub const fn types(&self) -> &TypeTree {
        &self.types
    }

    /// The ISO 4217 code of most prices.
    #[must_use]
    pub fn currency(&self) -> Option<&str> {
        most(&self.currencies)
    }

    /// The host of most links, without `www.`.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        most(&self.hosts)
    }
}

/// Product types by level, with their numbers of items.
#[derive(Clone, Debug, Default)]
pub struct TypeTree {
    /// Number of items of this type and of all types below it.
    pub items: u64,
    /// The types directly below by folded name, each with its first spelling.
    below: HashMap<String, (String, TypeTree)>,
}

impl TypeTree {
    /// Adds an item of the type with these levels.
    pub fn add(&mut self, path: &[String]) {
        self.items += 1;
        if let Some((first, rest)) = path.split_first() {
            self.below.entry(fold(first)).or_insert_with(|| (first.clone(), Self::default())).1.add(rest);
        }
    }

    /// Returns the types directly below, the most items first, ties by name.
    #[must_use]
    pub fn levels(&self) -> Vec<(&str, &Self)> {
        let mut levels: Vec<(&str, &Self)> = self.below.values().map(|(name, tree)| (name.as_str(), tree)).collect();
        levels.sort_by(|a, b| b.1.items.cmp(&a.1.items).then(a.0.cmp(b.0)));
        levels
    }
}

fn most(counts: &HashMap<String, u64>) -> Option<&str> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(name, _)| name.as_str())
}

/// Returns the three letters before or after an amount, or the code of a sign that only one currency has.
fn currency_of(price: &str) -> Option<String> {
    if let Some([code]) = price::signed(price).and_then(|(_, sign)| codes_of_sign(sign)) {
        return Some((*code).to_owned());
    }
    let code: String = price.chars().filter(char::is_ascii_alphabetic).collect();
    (code.len() == 3 && price.contains(|c: char| c.is_ascii_digit())).then(|| code.to_ascii_uppercase())
}

fn host_of(link: &str) -> Option<String> {
    let rest = link.split_once("://").filter(|_| is_web_address(link))?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_tells_its_currency_and_a_link_its_host() {
        for (price, code) in [
            ("12.34 GBP", Some("GBP")),
            ("€12.34", Some("EUR")),
            ("$12.34", None),
            ("eur12", Some("EUR")),
            ("12.34", None),
            ("free", None),
            ("", None),
        ] {
            assert_eq!(currency_of(price).as_deref(), code, "{price}");
        }
        for (link, host) in [
            ("https://www.Shop.example:8080/p/1", Some("shop.example")),
            ("http://shop.example?p=1", Some("shop.example")),
            ("/p/1", None),
            ("javascript://x", None),
        ] {
            assert_eq!(host_of(link).as_deref(), host, "{link}");
        }
    }
}
