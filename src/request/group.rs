//! What a page asks of a comparison with visits that are held out.

use super::fields::{Fields, OptionError, Reader};
use crate::holdout::Holdout;

/// To which group a page view belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct GroupOptions {
    /// The percentage of page views that is held out, 0 to 100.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub holdout: Holdout,
}

impl GroupOptions {
    /// Reads what is passed to `group(options)`.
    ///
    /// # Errors
    /// [`OptionError`] naming the field.
    pub fn read(fields: &impl Fields) -> Result<Self, OptionError> {
        let mut reader = Reader::new(fields, "group(options)");
        let percent = reader.number("holdout")?;
        let holdout = reader.needed("holdout", "a number from 0 to 100", percent.and_then(Holdout::from_percent))?;
        reader.finish()?;
        Ok(Self { holdout })
    }
}
