//! Comparison of items: rows of characteristics, grouped by section, each equal for all items or different. Pure. Not
//! for drawing: see the package.

use crate::details::{Attribute, ItemDetails};
use serde::Serialize;

/// Maximum number of items in a comparison.
pub const MAX_COMPARED: usize = 4;

/// A comparison of items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Comparison {
    /// The sections: first the feed's standard attributes, then the feed's own sections in order of first occurrence.
    pub sections: Vec<Section>,
}

/// A group of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Section {
    /// The section's name in the feed; empty for rows without a section.
    pub name: String,
    /// The rows; at least one.
    pub rows: Vec<Row>,
}

/// One characteristic of all items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Row {
    /// The standard attribute of feeds, if it is one.
    pub attribute: Option<Attribute>,
    /// The characteristic's name in the feed; empty for a standard attribute.
    pub name: String,
    /// The value for each item, in the order of items; `null` if the feed has none.
    pub values: Vec<Option<String>>,
    /// Whether all items have the same value.
    pub is_equal: bool,
}

impl Row {
    fn new(attribute: Option<Attribute>, name: &str, values: Vec<Option<String>>) -> Self {
        let plain = |value: &Option<String>| value.as_deref().map(folded);
        let is_equal = values.windows(2).all(|pair| matches!(pair, [one, other] if plain(one) == plain(other)));
        Self { attribute, name: name.to_owned(), values, is_equal }
    }
}

/// Normalises case and white space for comparison.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Compares the items, at most the first [`MAX_COMPARED`].
#[must_use]
pub fn compare(items: &[ItemDetails]) -> Comparison {
    let items = items.get(..MAX_COMPARED).unwrap_or(items);
    let mut own = Vec::new();
    for attribute in Attribute::ALL {
        let values: Vec<Option<String>> = items.iter().map(|item| item.attributes.get(&attribute).cloned()).collect();
        if values.iter().any(Option::is_some) {
            own.push(Row::new(Some(attribute), "", values));
        }
    }
    let mut sections = vec![Section { name: String::new(), rows: own }];
    for (section, name) in names(items) {
        let value = |item: &ItemDetails| {
            let same =
                item.characteristics.iter().filter(|one| is_same(&one.section, section) && is_same(&one.name, name));
            let values: Vec<&str> = same.map(|one| one.value.as_str()).collect();
            (!values.is_empty()).then(|| values.join(" · "))
        };
        let row = Row::new(None, name, items.iter().map(value).collect());
        match sections.iter_mut().find(|known| is_same(&known.name, section)) {
            Some(known) => known.rows.push(row),
            None => sections.push(Section { name: section.to_owned(), rows: vec![row] }),
        }
    }
    sections.retain(|section| !section.rows.is_empty());
    Comparison { sections }
}

/// The distinct characteristics of all items, in order of first occurrence, as section and name.
fn names(items: &[ItemDetails]) -> Vec<(&str, &str)> {
    let mut names: Vec<(&str, &str)> = Vec::new();
    for one in items.iter().flat_map(|item| &item.characteristics) {
        if !names.iter().any(|(section, name)| is_same(section, &one.section) && is_same(name, &one.name)) {
            names.push((&one.section, &one.name));
        }
    }
    names
}

fn is_same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}
