//! Details of items into files beside the shards: each in the file of its id's shard, and in that of each alias. Not for what
//! a detail is: what an item has is JSON that the caller made.

use super::content::{Content, DetailsContent};
use crate::model::{IdKind, ShardIndex};
use std::collections::{BTreeMap, BTreeSet};

/// What lives in one file.
#[derive(Default)]
struct Home<'a> {
    items: BTreeSet<usize>,
    aliases: BTreeMap<&'a str, usize>,
}

/// The files of a build with so many shards, in the order of their numbers; none where there are no details.
pub(super) fn files(content: &Content, shards: u32) -> Vec<Vec<u8>> {
    let Some(details) = &content.details else { return Vec::new() };
    let count = shards.max(1);
    let mut homes: Vec<Home<'_>> = (0..count).map(|_| Home::default()).collect();
    for (index, item) in content.items.iter().enumerate() {
        if let Some(home) = homes.get_mut(ShardIndex::of(&item.id, count).at()) {
            home.items.insert(index);
        }
    }
    for alias in content.aliases.iter().filter(|alias| alias.kinds.has(IdKind::Any)) {
        if let Some(home) = homes.get_mut(ShardIndex::of(&alias.text, count).at()) {
            home.items.insert(alias.item as usize);
            home.aliases.insert(&alias.text, alias.item as usize);
        }
    }
    homes.iter().map(|home| home.file(content, details)).collect()
}

impl Home<'_> {
    /// One JSON object; ids are written as JSON texts.
    fn file(&self, content: &Content, details: &DetailsContent) -> Vec<u8> {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let id = |index: &usize| content.items.get(*index).map(|item| quoted(&item.id));
        let items: Vec<String> = self
            .items
            .iter()
            .filter_map(|index| Some(format!("{}:{}", id(index)?, details.items.get(*index)?)))
            .collect();
        let aliases: Vec<String> =
            self.aliases.iter().filter_map(|(text, index)| Some(format!("{}:{}", quoted(text), id(index)?))).collect();
        let aliases =
            if aliases.is_empty() { String::new() } else { format!(",\"aliases\":{{{}}}", aliases.join(",")) };
        let (currency, digits) = (quoted(&content.core.currency), content.core.minor_digits);
        let items = items.join(",");
        format!("{{\"currency\":{currency},\"minorDigits\":{digits},\"items\":{{{items}}}{aliases}}}").into_bytes()
    }
}
