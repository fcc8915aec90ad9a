//! `[[collection]]`: which items belong to a collection. What it is called, when it is shown and what it tells is read
//! and kept for the season.

use std::collections::BTreeMap;

use passerelle::pack::layout::MAX_COLLECTIONS;
use serde::Deserialize;
use toml::Spanned;

use super::{Wrong, fold, line_of, wrong};
use crate::catalogue::Catalogue;
use crate::error::HouseError;

/// Attributes of the feed that may say where an item belongs.
const ATTRIBUTES: [&str; 6] =
    ["custom_label_0", "custom_label_1", "custom_label_2", "custom_label_3", "custom_label_4", "product_type"];
/// Sets of collections that items of one house may belong to: a card has a byte for them.
const MAX_SETS: usize = 256;

#[derive(Deserialize)]
pub(super) struct CollectionTable {
    id: Spanned<String>,
    items: Spanned<Belongs>,
    /// Names, window, story: not used by this version yet.
    #[serde(flatten)]
    _rest: BTreeMap<String, toml::Value>,
}

/// How items belong: by an attribute of the feed, or by their ids.
#[derive(Deserialize)]
#[serde(untagged, expecting = "write { custom_label_0 = \"FW26\" }, or a list of item ids")]
enum Belongs {
    By(BTreeMap<String, OneOrMore>),
    Ids(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// A dated set of items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Its id.
    pub id: String,
    rule: Membership,
    line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Membership {
    /// Values of attributes, folded; any of them is enough.
    Values(Vec<(String, Vec<String>)>),
    Ids(Vec<String>),
}

pub(super) fn collections(tables: Vec<Spanned<CollectionTable>>, text: &str) -> Result<Vec<Collection>, Wrong> {
    if let Some(extra) = tables.get(MAX_COLLECTIONS) {
        return wrong(extra, format!("more than {MAX_COLLECTIONS} collections: remove those that have passed"));
    }
    let mut collections: Vec<Collection> = Vec::with_capacity(tables.len());
    for table in tables.into_iter().map(Spanned::into_inner) {
        let id = table.id.get_ref();
        if id.trim().is_empty() || collections.iter().any(|collection| collection.id == *id) {
            return wrong(&table.id, format!("collection id {id:?} is empty or there twice: give each its own id"));
        }
        let rule = match table.items.get_ref() {
            Belongs::Ids(ids) => Membership::Ids(ids.clone()),
            Belongs::By(attributes) => {
                if let Some(unknown) = attributes.keys().find(|name| !ATTRIBUTES.contains(&name.as_str())) {
                    let says = format!("items cannot belong by {unknown:?}: write one of {}", ATTRIBUTES.join(", "));
                    return wrong(&table.items, says);
                }
                let values = |given: &OneOrMore| match given {
                    OneOrMore::One(value) => vec![fold(value)],
                    OneOrMore::More(values) => values.iter().map(|value| fold(value)).collect(),
                };
                Membership::Values(attributes.iter().map(|(name, given)| (name.clone(), values(given))).collect())
            }
        };
        let line = line_of(text, table.items.span().start);
        collections.push(Collection { id: id.clone(), rule, line });
    }
    Ok(collections)
}

impl Collection {
    /// For each item of `catalogue` the collections it belongs to, bit by bit in their order, and the sets that occur,
    /// ascending, the empty one first. `file` is what errors call the house file.
    ///
    /// # Errors
    /// An unknown item, a collection that no item belongs to, or more different sets than a card can tell apart.
    pub fn resolve(
        collections: &[Self],
        catalogue: &Catalogue,
        file: &str,
    ) -> Result<(Vec<u64>, Vec<u64>), HouseError> {
        let mut of_item = vec![0u64; catalogue.items.len()];
        for (bit, collection) in collections.iter().enumerate() {
            let wrong = |message: String| HouseError::Setting { file: file.to_owned(), line: collection.line, message };
            let mut any = false;
            match &collection.rule {
                Membership::Ids(ids) => {
                    for id in ids {
                        let index = catalogue.resolve(id).ok_or_else(|| {
                            wrong(format!("the feed has no item {id:?}: correct the spelling, or remove it"))
                        })?;
                        of_item[index as usize] |= 1 << bit;
                        any = true;
                    }
                }
                Membership::Values(attributes) => {
                    for (item, set) in catalogue.items.iter().zip(&mut of_item) {
                        let has = |(name, values): &(String, Vec<String>)| {
                            let label = ATTRIBUTES.iter().position(|attribute| attribute == name);
                            let value = label.and_then(|label| item.custom_labels.get(label));
                            let kind = || catalogue.types.get(usize::from(item.item_type)).map(|kind| &kind.name);
                            value.or_else(kind).is_some_and(|value| values.contains(&fold(value)))
                        };
                        if attributes.iter().any(has) {
                            *set |= 1 << bit;
                            any = true;
                        }
                    }
                }
            }
            if !any {
                let id = &collection.id;
                return Err(wrong(format!(
                    "no item of the feed belongs to collection {id:?}: check the label, or remove the collection"
                )));
            }
        }
        let mut sets: Vec<u64> = of_item.iter().copied().chain([0]).collect();
        sets.sort_unstable();
        sets.dedup();
        if sets.len() > MAX_SETS {
            return Err(HouseError::Setting {
                file: file.to_owned(),
                line: collections.first().map_or(1, |collection| collection.line),
                message: format!("items belong to {} different sets of collections, more than {MAX_SETS}", sets.len()),
            });
        }
        Ok((of_item, sets))
    }
}
