//! Availability of items and variants, as a pack stores it.

use passerelle::model::ItemSizes;
use passerelle::pack::Manifest;
use passerelle::pack::write::{self, EncodedFile, SizedItem, WriteError};

/// Items and variants that cannot be bought, and available sizes.
#[derive(Debug, Default)]
pub struct Stock {
    /// Ids of items and variants that cannot be bought.
    pub unavailable: Vec<String>,
    /// The available sizes of items of which some sizes are sold out.
    pub sizes: Vec<(String, ItemSizes)>,
}

impl Stock {
    /// Creates the file of this stock, and names it in `manifest`.
    pub(super) fn file(&self, manifest: &mut Manifest) -> Result<EncodedFile, WriteError> {
        let unavailable = self.unavailable.iter().map(String::as_str);
        let sizes = self.sizes.iter().map(|(id, sizes)| SizedItem { id, sizes: *sizes });
        write::unavailable_with_sizes(manifest, unavailable, sizes)
    }
}
