//! The options of `group()`: the holdout test that a page takes part in. Not for the assignment: see
//! [`crate::holdout`].

use super::fields::{Fields, OptionError, Reader};
use crate::holdout::Holdout;

/// Options that assign a page view to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct GroupOptions {
    /// The percentage of page views that are held out, 0 to 100.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub holdout: Holdout,
}

impl GroupOptions {
    /// Reads the argument of `group(options)`.
    ///
    /// # Errors
    /// [`OptionError`] naming the field.
    pub fn read(fields: &impl Fields) -> Result<Self, OptionError> {
        let mut reader = Reader::new(fields, "group(options)");
        let percent = reader.within("holdout", 0, 100)?;
        let holdout = reader.needed("holdout", "a number from 0 to 100", percent.and_then(Holdout::from_percent))?;
        reader.finish()?;
        Ok(Self { holdout })
    }
}
