//! The record format of neighbour lists on the device. A record contains the names of divisions and types, so that it
//! stays valid across builds, and the cards of its market. Not for when a list is stored: see [`crate::engine`].
//!
//! ```text
//! kept i64 | market u64 | build 8 bytes | cards' time i64 | id | places: count u8, of each division and type
//! | place u8 | scale u32 | neighbours: count u8, of each id, level u8, derived u8
//! | collections: count u8, of each bit u8 and id
//! | cards: count u8, of each: whose u8 (0 the item, else neighbour + 1), place u8, flags u8 as in the pack, shape u8,
//!   amplitude u8, outfit u8, weather u8, collections u64, price u32, title, url, image
//! ```
//!
//! `collections` are bits of the list's build; the ids state the meaning of each bit there.

use super::{CachedItem, Card, CardText, ItemCache};
use crate::history::{ByteReader, HEADER, LIST, ListHead, Stamp, Writer};
use crate::model::{
    Category, CategoryIndex, Clo, CollectionIndex, CollectionSet, ItemFeatures, ListWeight, Traits, Wearer,
};
use crate::pack::Core;
use crate::pack::layout::{CARD_NEW, CARD_WEARER, NO_PRICE};
use crate::rank::Items;
use std::sync::Arc;

/// A card of a record.
struct StoredCard<'a> {
    /// The position of its item among the item of the list, which is first, and its neighbours.
    of: u8,
    /// The position of its category among the record's.
    place: u8,
    card: &'a Card,
}

/// A collection of the list's build.
struct StoredCollection {
    /// Its position in that build.
    then: CollectionIndex,
    /// Its position in the open core; `None` if it no longer exists.
    now: Option<CollectionIndex>,
}

/// Encodes the list of `id`; `None` if it is not cached, or if its current form is stored already.
#[must_use]
pub fn write(known: &mut ItemCache, id: &str, core: &Core, stamp: &Stamp) -> Option<Vec<u8>> {
    let item = known.item(id).filter(|item| !item.written)?;
    let mut places: Vec<CategoryIndex> = Vec::new();
    let mut place_of = |category: CategoryIndex| {
        let place = places.iter().position(|place| *place == category).unwrap_or(places.len());
        if place == places.len() {
            places.push(category);
        }
        place as u8
    };
    let own_place = place_of(item.category);
    let mentioned = std::iter::once(item.handle).chain(item.neighbours.iter().copied());
    let cards: Vec<StoredCard<'_>> = mentioned
        .enumerate()
        .filter_map(|(of, handle)| {
            let card = known.card(handle)?;
            Some(StoredCard { of: of as u8, place: place_of(card.facts.category()), card })
        })
        .collect();
    let mut writer = Writer::default();
    writer.begin(LIST);
    writer.i64(stamp.kept);
    writer.put(&stamp.market.to_le_bytes());
    writer.put(&stamp.build.to_le_bytes());
    // The oldest time is used for all cards: a price may be hidden too early, but never too late.
    writer.i64(cards.iter().map(|stored| stored.card.time).min().unwrap_or_default());
    writer.text(id);
    writer.put(&[places.len() as u8]);
    for CategoryIndex { division, item_type } in &places {
        writer.text(&division.of(&core.divisions)?.id);
        writer.text(&item_type.of(&core.types)?.name);
    }
    writer.put(&[own_place]);
    writer.u32(item.scale.bits());
    writer.put(&[item.neighbours.len() as u8]);
    for (place, (neighbour, level)) in item.neighbours.iter().zip(&item.levels).enumerate() {
        writer.text(known.id(*neighbour));
        writer.put(&[*level, u8::from(item.is_derived(place))]);
    }
    let used = cards.iter().fold(CollectionSet::EMPTY, |used, stored| used | stored.card.facts.collections);
    let used: Vec<_> =
        used.iter().filter_map(|collection| Some((collection, collection.of(&core.collections)?))).collect();
    writer.put(&[used.len() as u8]);
    for (collection, id) in used {
        writer.put(&[collection.0 as u8]);
        writer.text(id);
    }
    writer.put(&[cards.len() as u8]);
    for StoredCard { of, place, card } in cards {
        let traits = card.facts.traits;
        writer.put(&[of, place, (u8::from(card.facts.is_new) * CARD_NEW) | (card.facts.wearer.bits() << CARD_WEARER)]);
        writer.put(&[traits.shape, traits.amplitude, Clo::to_byte(traits.outfit), traits.weather]);
        writer.put(&card.facts.collections.bits().to_le_bytes());
        writer.u32(card.price_minor.unwrap_or(NO_PRICE));
        [card.texts.title(), card.texts.url(), card.texts.images()].iter().for_each(|text| writer.text(text));
    }
    if !writer.end() {
        return None;
    }
    known.mark_written(id);
    Some(writer.finish())
}

/// Decodes a stored list and inserts it into the cache, unless the page has read a newer one. `core` is the open core,
/// and `own` is the stamp of lists stored now; `find` returns the numbers of a category, if it exists and may be
/// stored. `None` if the list was not inserted.
pub fn read(
    known: &mut ItemCache,
    record: &[u8],
    core: &Core,
    own: &Stamp,
    find: &mut dyn FnMut(Category<'_>) -> Option<CategoryIndex>,
) -> Option<()> {
    let ListHead { stamp, item_id: id } = ListHead::of(record).filter(|head| known.item(head.item_id).is_none())?;
    let mut reader = ByteReader(record.get(HEADER + 8 + 16..)?);
    // The time of all cards.
    let time = reader.i64()?;
    reader.raw_text()?;
    let mut places = Vec::new();
    for _ in 0..reader.u8()? {
        let (division, item_type) = (reader.text()?, reader.text()?);
        places.push(find(Category { division, item_type }));
    }
    let category = (*places.get(usize::from(reader.u8()?))?)?;
    let handle = known.intern(id);
    let scale = ListWeight::from_bits(reader.u32()?);
    let (mut neighbours, mut levels, mut derived) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..reader.u8()? {
        neighbours.push(known.intern(reader.text()?));
        levels.push(reader.u8()?);
        derived.push(reader.u8()? != 0);
    }
    let mut collections: Vec<StoredCollection> = Vec::new();
    for _ in 0..reader.u8()? {
        let (bit, id) = (reader.u8()?, reader.text()?);
        let now = CollectionIndex::position(&core.collections, |collection| collection == id);
        collections.push(StoredCollection { then: CollectionIndex(bit.into()), now });
    }
    let bytes = Arc::from(record);
    for _ in 0..reader.u8()? {
        let [of, place, flags, shape, amplitude, outfit, weather] = reader.array()?;
        // Demand profiles are numbered per build.
        let (shape, amplitude) = if stamp.build == own.build { (shape, amplitude) } else { (0, 0) };
        let traits = Traits { shape, amplitude, outfit: Clo::from_byte(outfit), weather };
        let (old, price) = (CollectionSet::from_bits(reader.u64()?), reader.u32()?);
        let at = record.len() - reader.0.len();
        for _ in 0..3 {
            reader.raw_text()?;
        }
        // The item's own card, or that of a neighbour.
        let of = usize::from(of).checked_sub(1).map_or(Some(&handle), |place| neighbours.get(place));
        // A card is skipped if its type no longer exists or has become sensitive, if it is of another market, or if a
        // newer one is cached, because several lists may contain the same card.
        if let (Some(CategoryIndex { division, item_type }), Some(of)) = (*places.get(usize::from(place))?, of)
            && stamp.market == own.market
            && known.card(*of).is_none_or(|other| other.time < time)
        {
            let belongs = collections.iter().filter(|collection| old.contains(collection.then));
            let collections = belongs.filter_map(|collection| collection.now).collect();
            let (is_new, wearer) = (flags & CARD_NEW != 0, Wearer::from_bits(flags >> CARD_WEARER));
            let facts = ItemFeatures { division, item_type, is_new, collections, traits, wearer };
            let price_minor = Some(price).filter(|price| *price != NO_PRICE);
            known.put_card(*of, Card { texts: CardText::kept(&bytes, at), price_minor, time, facts });
        }
    }
    let (drawn, written, stored_at) = (None, true, Some(stamp.kept));
    known.insert(CachedItem { handle, category, scale, neighbours, levels, derived, drawn, stored_at, written });
    Some(())
}
