//! Items side by side: rows of characteristics grouped by section, each equal for all items or different. Pure.

use crate::details::{Attribute, ItemDetails};
use serde::Serialize;

/// Items that are compared at once, at most.
pub const MAX_COMPARED: usize = 4;

/// Items side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Comparison {
    /// The house's own attributes first, then the feed's sections in the order in which they are met.
    pub sections: Vec<Section>,
}

/// Rows that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Section {
    /// What the feed calls it; empty for what stands in none.
    pub name: String,
    /// At least one.
    pub rows: Vec<Row>,
}

/// One characteristic of all items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Row {
    /// The attribute, where feeds have one of its own for it.
    pub attribute: Option<Attribute>,
    /// What the feed calls it; empty for an attribute.
    pub name: String,
    /// The value of each item, in their order; `null` where nothing is said.
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

/// Case and white space make no difference.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The items side by side; of more than [`MAX_COMPARED`] the first.
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

/// The characteristics of any of the items, each once, in the order in which they are met: section and name.
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
