//! `[[division]]`: the departments of the house, each with its product types.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, wrong};
use crate::catalogue::Division;
use crate::fold::{BETWEEN, fold};

/// Most divisions of one house.
const MAX_DIVISIONS: usize = 255;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DivisionTable {
    id: Spanned<String>,
    names: Spanned<BTreeMap<String, String>>,
    product_types: Spanned<Vec<Spanned<String>>>,
}

pub(super) type Divisions = (Vec<Division>, FxHashMap<String, u16>);

pub(super) fn divisions(
    tables: &[Spanned<DivisionTable>],
    languages: &[String],
    text: &str,
) -> Result<Divisions, Wrong> {
    if tables.is_empty() {
        let offset = text.len();
        return Err(Wrong {
            offset,
            message: "no [[division]]: add at least one, with product_types of the feed".into(),
        });
    }
    if let Some(extra) = tables.get(MAX_DIVISIONS) {
        return wrong(extra, format!("more than {MAX_DIVISIONS} divisions: merge some"));
    }
    let mut divisions: Vec<Division> = Vec::new();
    let mut product_types: FxHashMap<String, u16> = FxHashMap::default();
    for (table, number) in tables.iter().map(Spanned::get_ref).zip(0u16..) {
        let id = table.id.get_ref();
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return wrong(&table.id, format!("division id {id:?}: use small letters, digits and hyphens"));
        }
        if divisions.iter().any(|division| division.id == *id) {
            return wrong(&table.id, format!("division {id:?} is defined twice: give each its own id"));
        }
        let names = table.names.get_ref();
        if let Some(missing) = languages.iter().find(|tag| names.get(*tag).is_none_or(|name| name.trim().is_empty())) {
            return wrong(&table.names, format!("division {id:?} has no name in {missing:?}: add {missing} = \"...\""));
        }
        if table.product_types.get_ref().is_empty() {
            return wrong(
                &table.product_types,
                format!("division {id:?} is empty: list the product types that belong to it"),
            );
        }
        for name in table.product_types.get_ref() {
            let levels: Vec<String> = name.get_ref().split('>').map(fold).collect();
            if levels.iter().any(String::is_empty) {
                return wrong(name, "a product type has an empty level: write \"Books\" or \"Books > Fiction\"");
            }
            if let Some(other) = product_types.insert(levels.join(BETWEEN), number) {
                let other = divisions.get(usize::from(other)).map_or(id, |division| &division.id);
                return wrong(
                    name,
                    format!("product type {:?} is claimed by {other:?} already: keep it in one", name.get_ref()),
                );
            }
        }
        divisions.push(Division { id: id.clone(), names: names.clone() });
    }
    Ok((divisions, product_types))
}

/// Returns the position of the division with the id `id`.
pub(super) fn division<T>(at: &Spanned<T>, id: &str, divisions: &[Division]) -> Result<u16, Wrong> {
    match divisions.iter().position(|division| division.id == id) {
        Some(position) => Ok(position as u16),
        None => wrong(at, format!("there is no division {id:?}: correct the spelling, or add the [[division]]")),
    }
}
