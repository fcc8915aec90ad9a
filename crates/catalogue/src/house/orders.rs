//! `[orders]`: what exports of orders do not say of themselves.

use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, wrong};
use crate::orders::DateFormat;

/// `[orders]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    /// How the dates of orders are written.
    pub date_format: DateFormat,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrdersTable {
    date_format: Option<Spanned<String>>,
}

impl OrdersTable {
    pub(super) fn check(self) -> Result<Orders, Wrong> {
        let Some(format) = self.date_format else { return Ok(Orders::default()) };
        match DateFormat::parse(format.get_ref()) {
            Some(date_format) => Ok(Orders { date_format }),
            None => {
                let says = format!(
                    "date_format \"{}\" is no form of dates: write \"DD/MM/YYYY\", \"MM/DD/YYYY\" or a pattern, \"%d %b %Y\"",
                    format.get_ref()
                );
                wrong(&format, says)
            }
        }
    }
}
