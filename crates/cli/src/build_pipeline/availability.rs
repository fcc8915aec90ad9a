//! Availability for a build: items that cannot be bought now, and items that earlier builds offered. Both depend on
//! more than one feed.

use passerelle::model::{Day, SizeRange};
use passerelle::pack::write::OfferedItem;
use passerelle_catalogue::Catalogue;
use passerelle_output::err;

use super::variant_stock::VariantStock;
use crate::pack::pack_dir::PackDir;
use crate::pack::publish::Publisher;

/// Days for which a device stores a neighbour list.
const LIST_AGE_DAYS: i64 = 30;

/// Availability of items and variants in a build.
pub(super) struct Availability {
    /// Items that earlier builds offered in the last 30 days and that are not in this catalogue.
    pub(super) offered: Vec<OfferedItem>,
    /// Ids of the items that cannot be bought.
    pub(super) unavailable: Vec<String>,
    /// Stock of the variants of items that can be bought.
    pub(super) variants: VariantStock,
}

/// The checksum of the set of unavailable items that is published now.
pub(super) fn published(publisher: &Publisher) -> Option<u64> {
    publisher.previous().map(|pack| pack.manifest().unavailable)
}

impl Availability {
    /// Collects availability. `before` is the checksum of the set that was published when the build began.
    pub(super) fn new(
        publisher: &Publisher,
        before: Option<u64>,
        (catalogue, ranges): (&Catalogue, &[SizeRange]),
        today: Day,
    ) -> Self {
        let previous = publisher.previous();
        let offered = previous.map_or_else(Vec::new, |previous| offered_before(previous, catalogue, today));
        // A set that was published during this build is newer than the build's feed.
        let fresher = previous.filter(|_| published(publisher) != before);
        let unavailable = catalogue
            .items
            .iter()
            .filter(|item| fresher.map_or(!item.available, |pack| pack.unavailable().contains(&item.id)))
            .map(|item| item.id.to_string())
            .chain(offered.iter().map(|item| item.id.clone()))
            .collect();
        let variants = VariantStock::new(catalogue, ranges, fresher.map(PackDir::unavailable));
        Self { offered, unavailable, variants }
    }
}

/// Items that earlier builds offered and that are not in this catalogue, ascending by id.
fn offered_before(previous: &PackDir, catalogue: &Catalogue, today: Day) -> Vec<OfferedItem> {
    // Of a large catalogue almost all items are still there, so only the others are kept.
    let is_gone = |id: &str| catalogue.resolve(id).is_none();
    let (items, offered) = match (previous.item_ids_where(is_gone), previous.offered()) {
        (Ok(items), Ok(offered)) => (items, offered),
        (Err(error), _) | (_, Err(error)) => {
            err!(
                "the published pack cannot be read, so items that it offered and this feed lacks are not hidden: {error}\n"
            );
            return Vec::new();
        }
    };
    let last_offered = Day::of_time(previous.manifest().time);
    let items = items.into_iter().map(|id| OfferedItem { id, last_offered });
    let mut gone: Vec<OfferedItem> = items.chain(offered.into_iter().filter(|item| is_gone(&item.id))).collect();
    gone.retain(|item| today.since(item.last_offered) <= LIST_AGE_DAYS);
    // Of two entries for an item, the later day is kept.
    gone.sort_by(|a, b| a.id.cmp(&b.id).then(b.last_offered.cmp(&a.last_offered)));
    gone.dedup_by(|later, kept| later.id == kept.id);
    gone
}
