//! What cannot be bought now, and what earlier builds offered: both live longer than one feed.

use passerelle::model::SizeRange;
use passerelle_catalogue::Catalogue;
use passerelle_output::err;

use super::variant_stock::VariantStock;
use crate::pack::pack_dir::PackDir;
use crate::pack::publish::Publisher;

/// A device keeps a list this long, in days.
const LIST_AGE: i64 = 30;

/// What a build says of availability.
pub(super) struct Availability {
    /// What earlier builds offered in the last 30 days and this catalogue does not, with the last day it was offered.
    pub(super) offered: Vec<(String, u32)>,
    /// Ids of the items that cannot be bought.
    pub(super) unavailable: Vec<String>,
    /// What is left of variants, of items that can be bought.
    pub(super) variants: VariantStock,
}

/// The set of unavailable items that is published now, by its checksum.
pub(super) fn published(publisher: &Publisher) -> Option<u64> {
    publisher.previous().map(|pack| pack.manifest().unavailable)
}

impl Availability {
    /// `before` is the set that was published when the build began, `today` is counted from 1970-01-01.
    pub(super) fn new(
        publisher: &Publisher,
        before: Option<u64>,
        (catalogue, ranges): (&Catalogue, &[SizeRange]),
        today: i64,
    ) -> Self {
        let previous = publisher.previous();
        let offered = previous.map_or_else(Vec::new, |previous| offered_before(previous, catalogue, today));
        // Availability published while this build was at work is fresher than this build's feed.
        let fresher = previous.filter(|_| published(publisher) != before);
        let unavailable = catalogue
            .items
            .iter()
            .filter(|item| fresher.map_or(!item.available, |pack| pack.unavailable().contains(&item.id)))
            .map(|item| item.id.to_string())
            .chain(offered.iter().map(|(id, _)| id.clone()))
            .collect();
        let variants = VariantStock::new(catalogue, ranges, fresher.map(PackDir::unavailable));
        Self { offered, unavailable, variants }
    }
}

/// What earlier builds offered and this catalogue does not, ascending by id.
fn offered_before(previous: &PackDir, catalogue: &Catalogue, today: i64) -> Vec<(String, u32)> {
    let (items, offered) = match (previous.item_ids(), previous.offered()) {
        (Ok(items), Ok(offered)) => (items, offered),
        (Err(error), _) | (_, Err(error)) => {
            err!("the pack published before cannot be read, so what it offered is forgotten: {error}\n");
            return Vec::new();
        }
    };
    let day = u32::try_from(previous.manifest().time / 86_400).unwrap_or(0);
    let mut gone: Vec<(String, u32)> = items
        .into_iter()
        .map(|id| (id, day))
        .chain(offered)
        .filter(|(id, _)| catalogue.resolve(id).is_none())
        .collect();
    gone.retain(|(_, day)| today - i64::from(*day) <= LIST_AGE);
    // Of two entries the later day counts.
    gone.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    gone.dedup_by(|later, kept| later.0 == kept.0);
    gone
}
