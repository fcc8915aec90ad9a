//! Writes the details files, one per shard: the details of an item are in the file of its id's shard and in those of
//! its aliases. Not for the details themselves: the caller provides each item's JSON.

use super::content::{Content, DetailsContent};
use super::homes::Homes;
use crate::model::{IdKind, ShardIndex};
use std::collections::{BTreeMap, BTreeSet};

/// The details file of a shard: one JSON object, with ids as JSON strings.
pub(super) fn file(content: &Content, details: &DetailsContent, homes: &Homes<'_>, shard: ShardIndex) -> Vec<u8> {
    let aliases: BTreeMap<&str, usize> = homes
        .aliases(shard)
        .filter(|alias| alias.kinds.has(IdKind::Any))
        .map(|alias| (alias.text.as_str(), alias.item as usize))
        .collect();
    let items: BTreeSet<usize> = homes.items(shard).chain(aliases.values().copied()).collect();
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let id = |index: &usize| content.items.get(*index).map(|item| quoted(&item.id));
    let items: Vec<String> =
        items.iter().filter_map(|index| Some(format!("{}:{}", id(index)?, details.items.get(*index)?))).collect();
    let aliases: Vec<String> =
        aliases.iter().filter_map(|(text, index)| Some(format!("{}:{}", quoted(text), id(index)?))).collect();
    let aliases = if aliases.is_empty() { String::new() } else { format!(",\"aliases\":{{{}}}", aliases.join(",")) };
    let (currency, digits) = (quoted(&content.core.currency), content.core.minor_digits);
    let items = items.join(",");
    format!("{{\"currency\":{currency},\"minorDigits\":{digits},\"items\":{{{items}}}{aliases}}}").into_bytes()
}
