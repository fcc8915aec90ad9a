//! What can be bought now, as a pack says it.

use passerelle::model::ItemSizes;
use passerelle::pack::Manifest;
use passerelle::pack::write::{self, File, WriteError};

/// What can be bought now.
#[derive(Debug, Default)]
pub struct Stock {
    /// Ids of items and variants that cannot.
    pub unavailable: Vec<String>,
    /// In which sizes items can, where that is not every one.
    pub sizes: Vec<(String, ItemSizes)>,
}

impl Stock {
    /// The file that says it, which `manifest` names from here on.
    pub(super) fn file(&self, manifest: &mut Manifest) -> Result<File, WriteError> {
        let unavailable = self.unavailable.iter().map(String::as_str);
        write::unavailable_with_sizes(manifest, unavailable, self.sizes.iter().map(|(id, sizes)| (&**id, *sizes)))
    }
}
