//! `[orders]`: what exports of orders do not tell about themselves.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, wrong};
use crate::orders::{ColumnMap, DateFormat, FIELDS, plain_state};

/// The settings of `[orders]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    /// How the dates of orders are written.
    pub date_format: DateFormat,
    /// Fields, each with its column.
    pub columns: Vec<(&'static str, String)>,
    /// The shop's names for the states of orders that count.
    pub bought_states: Vec<String>,
    /// The shop's names for the states of orders that were never paid, or were undone.
    pub not_bought_states: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrdersTable {
    date_format: Option<Spanned<String>>,
    #[serde(default)]
    columns: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    bought_states: Vec<Spanned<String>>,
    #[serde(default)]
    not_bought_states: Vec<Spanned<String>>,
}

impl Orders {
    /// Adds these settings to `columns`; options that are set already take precedence.
    pub fn complete(&self, columns: &mut ColumnMap) {
        columns.complete(&self.columns, &self.date_format);
        columns.know_states(&self.bought_states, &self.not_bought_states);
    }
}

impl OrdersTable {
    pub(super) fn check(self) -> Result<Orders, Wrong> {
        let mut orders = Orders::default();
        if let Some(format) = self.date_format {
            let Some(date_format) = DateFormat::parse(format.get_ref()) else {
                let says = format!(
                    "date_format \"{}\" cannot be read: write \"DD/MM/YYYY\", \"MM/DD/YYYY\", \"YYYY/MM/DD\" or a pattern, \"%d %b %Y\"",
                    format.get_ref()
                );
                return wrong(&format, says);
            };
            orders.date_format = date_format;
        }
        for (name, column) in self.columns {
            let Some(field) = ColumnMap::field(&name) else {
                let says = format!("columns maps \"{name}\", which is not a field: name one of {}", FIELDS.join(", "));
                return wrong(&column, says);
            };
            if column.get_ref().trim().is_empty() {
                return wrong(
                    &column,
                    format!("columns maps {field} to no column: write the name that it has in the orders"),
                );
            }
            if orders.columns.iter().any(|(other, _)| *other == field) {
                return wrong(&column, format!("columns maps {field} twice: keep one of them"));
            }
            orders.columns.push((field, column.into_inner()));
        }
        let mut known = Vec::new();
        for (setting, given, states) in [
            ("bought_states", self.bought_states, &mut orders.bought_states),
            ("not_bought_states", self.not_bought_states, &mut orders.not_bought_states),
        ] {
            for state in given {
                let plain = plain_state(state.get_ref());
                if plain.is_empty() {
                    return wrong(
                        &state,
                        format!("{setting} has {:?}: write a state as the orders have it", state.get_ref()),
                    );
                }
                if known.contains(&plain) {
                    let says = format!(
                        "{setting} has {:?}, which bought_states or not_bought_states has already",
                        state.get_ref()
                    );
                    return wrong(&state, format!("{says}: name each state once"));
                }
                known.push(plain);
                states.push(state.into_inner());
            }
        }
        Ok(orders)
    }
}
