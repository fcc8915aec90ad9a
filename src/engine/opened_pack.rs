//! An opened build, with lookups for items of this page. Not for reading files: see [`crate::pack`].

use crate::cache::{Card, CardText, ItemCache};
use crate::history::{Category, Subject};
use crate::model::{CategoryIndex, TypeIndex, VariantKey};
use crate::pack::layout::BETWEEN_IMAGES;
use crate::pack::{CardRef, Core, Manifest, PackError, Shard, Unavailable};
use crate::rank::ItemFeatures;

/// A build that has been read and checked.
#[derive(Clone, Debug)]
pub struct Pack {
    pub(super) manifest: Manifest,
    pub(super) core: Core,
    pub(super) unavailable: Unavailable,
    /// The core's payload, which contains the only shard if the pack is one file.
    pub(super) single: Option<Vec<u8>>,
    /// Items pinned by rules of the house.
    pub(super) pinned: Vec<PinnedItem>,
}

/// An item pinned by a rule of the house.
#[derive(Clone, Debug)]
pub(super) struct PinnedItem {
    pub(super) id: String,
    /// The data needed to draw it.
    pub(super) card: Card,
}

impl Pack {
    /// Opens a build from its uncompressed payloads.
    ///
    /// # Errors
    /// [`PackError::Malformed`] if a payload violates the format.
    pub fn new(manifest: Manifest, core: Vec<u8>, unavailable: &[u8]) -> Result<Self, PackError> {
        let parsed = Core::parse(&core)?;
        if parsed.languages != manifest.languages {
            return Err(PackError::malformed("languages", "not those of the manifest"));
        }
        let unavailable = Unavailable::parse(unavailable)?;
        let mut pinned = Vec::new();
        if manifest.shard_files.is_none() || parsed.pins() {
            let shard = Shard::parse(&core, &parsed)?;
            for card in shard.cards().filter(|card| parsed.pins_item(card.id)) {
                pinned.push(PinnedItem { id: card.id.to_owned(), card: draw(&card, &parsed, manifest.time) });
            }
        }
        let single = (manifest.shard_files.is_none()).then_some(core);
        Ok(Self { manifest, core: parsed, unavailable, single, pinned })
    }

    /// Whether the item cannot be bought, or not in the variant that the page calls `spoken`.
    pub(super) fn is_sold_out(&self, item: &str, spoken: &str) -> bool {
        self.unavailable.contains(item) || self.unavailable.contains(spoken)
    }

    /// The manifest of this build.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The core of this build.
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.core
    }
}

/// The category of `item` by name; `None` if it is unknown.
pub(super) fn category<'a>(known: &ItemCache, pack: Option<&'a Pack>, item: &str) -> Option<Category<'a>> {
    let (core, category) = (&pack?.core, known.category(item)?);
    let division = &category.division.of(&core.divisions)?.id;
    Some(Category { division, item_type: &category.item_type.of(&core.types)?.name })
}

/// The category in `core`; `None` if it does not exist or its type is sensitive.
pub(super) fn find(core: &Core, category: Category<'_>) -> Option<CategoryIndex> {
    let division = core.division(category.division)?;
    let item_type =
        TypeIndex::position(&core.types, |kind| kind.division == division && kind.name == category.item_type)?;
    (!core.is_sensitive(item_type)).then_some(CategoryIndex { division, item_type })
}

/// The categories that must not be stored. Events of a type that no longer exists are kept; events of a type that has
/// become sensitive are not.
pub(super) fn sensitive(core: &Core) -> Vec<Category<'_>> {
    let mut places = Vec::new();
    for kind in core.types.iter().filter(|kind| kind.sensitive) {
        if let Some(division) = kind.division.of(&core.divisions) {
            places.push(Category { division: &division.id, item_type: &kind.name });
        }
    }
    places
}

/// The subject for an id that the page uses: the item itself, or one of its variants.
pub(super) fn variant_of<'a>(item: &'a str, spoken: &'a str) -> Subject<'a> {
    if item == spoken { Subject::Item(item) } else { Subject::Variant(VariantKey { item, id: spoken }) }
}

/// Whether the device may store anything about the item.
pub(super) fn may_keep(known: &ItemCache, pack: Option<&Pack>, id: &str) -> bool {
    known.category(id).zip(pack).is_some_and(|(category, pack)| !pack.core.is_sensitive(category.item_type))
}

/// Converts a card of a build made at `time`.
pub(super) fn draw(card: &CardRef<'_>, core: &Core, time: i64) -> Card {
    Card {
        texts: CardText::new(
            card.title,
            &core.url.expand(card.id, card.url).unwrap_or_default(),
            &core.images(card.id, card.images).join(BETWEEN_IMAGES),
        ),
        price_minor: card.price_minor,
        time,
        facts: ItemFeatures {
            division: card.division,
            item_type: card.item_type,
            is_new: card.is_new,
            collections: core.collection_sets.get(usize::from(card.collections)).copied().unwrap_or_default(),
            traits: card.traits,
            wearer: card.wearer,
        },
    }
}
