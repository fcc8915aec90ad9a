//! Encodes shards, and the other files of the same format. Not for their number: see [`super::shard_count`].

use super::compressed::{CompressedFile, compress};
use super::content::{Alias, Content, Item, Neighbour};
use super::error::WriteError;
use super::homes::Homes;
use super::payload::Payload;
use crate::model::{Action, Clo, DivisionIndex, ListWeight, MAX_SIZES, ShardCount, ShardIndex, Target, TypeIndex};
use crate::pack::BinaryFile;
use crate::pack::alias_check::AliasCheck;
use crate::pack::core::{Address, Core};
use crate::pack::layout::{
    ALIAS_SIZE, BETWEEN_IMAGES, CARD_NEW, CARD_WEARER, CARDS_INSIDE, CARDS_OUTSIDE, CardRecord, ItemRecord,
    MAX_NEIGHBOURS, NO_PRICE, NeighbourRecord, Section,
};
use crate::pack::quantise::{level_of, scale_of};
use ecow::{EcoString, eco_format};
use std::collections::{BTreeMap, BTreeSet};
use zerocopy::IntoBytes;
use zerocopy::little_endian::U16;

/// Maximum size of a file of lists by division, in bytes.
const DIVISIONS_BYTES: usize = 8_192;

/// Checks the order and the aliases, which every shard relies on.
pub(super) fn check(content: &Content) -> Result<(), WriteError> {
    if !content.items.windows(2).all(|pair| matches!(pair, [a, b] if a.id < b.id))
        || !content.aliases.windows(2).all(|pair| matches!(pair, [a, b] if (&a.text, a.item) < (&b.text, b.item)))
    {
        return Err(WriteError::Content { what: "items", why: "ids are not in strictly ascending order".to_owned() });
    }
    let mut aliases = AliasCheck::default();
    for alias in &content.aliases {
        if !aliases.admits(&alias.text, alias.kinds) {
            let why = format!("{} is of no kind, or means two items as one kind of id", alias.text);
            return Err(WriteError::Content { what: "aliases", why });
        }
        content.items.get(alias.item as usize).ok_or_else(|| unknown_item("alias", alias.item))?;
    }
    Ok(())
}

/// The largest weight of the pack, which all other weights are relative to.
pub(super) fn largest_weight(content: &Content) -> f64 {
    let weights = content.items.iter().flat_map(|item| item.neighbours.iter().map(|neighbour| neighbour.weight));
    weights.fold(0.0, f64::max)
}

/// The uncompressed payload of a shard, for a content that [`check`] accepts.
pub(super) fn payload(
    content: &Content,
    core: &Core,
    homes: &Homes<'_>,
    shard: ShardIndex,
    largest_of_all: f64,
    cards: CardCount,
) -> Result<Vec<u8>, WriteError> {
    let aliases: Vec<&Alias> = homes.aliases(shard).collect();
    let items = homes.items(shard).chain(aliases.iter().map(|alias| alias.item as usize)).collect();
    Home { items, aliases, pinned: BTreeSet::new(), cards }.payload(content, core, largest_of_all)
}

/// The uncompressed payload of the only shard of a pack.
pub(super) fn only(content: &Content, core: &Core) -> Result<Vec<u8>, WriteError> {
    check(content)?;
    payload(
        content,
        core,
        &Homes::new(content, ShardCount::ONE),
        ShardIndex(0),
        largest_weight(content),
        CardCount::ALL,
    )
}

/// A shard without items, for the core: the cards of pinned items.
pub(super) fn pinned(content: &Content, core: &Core) -> Result<Vec<u8>, WriteError> {
    let mut home = Home::default();
    for rule in core.rules.iter().filter(|rule| rule.action == Action::Pin) {
        let Target::Item(id) = &rule.target else { continue };
        let found = content.items.binary_search_by(|item| item.id.as_str().cmp(id));
        let unknown = |_| WriteError::Content { what: "rules", why: format!("item {id} does not exist") };
        home.pinned.insert(found.map_err(unknown)?);
    }
    home.payload(content, core, 0.0)
}

/// Encodes a file of lists by division, for a half-month or for trending items: each division has an item that
/// represents it, whose neighbours are the list; see `docs/pack-shards.md`. The weakest entries are dropped until the
/// file is small enough.
pub(super) fn of_divisions(
    content: &Content,
    core: &Core,
    file: BinaryFile,
    lists: &[Vec<Neighbour>],
) -> Result<CompressedFile, WriteError> {
    let mut most = MAX_NEIGHBOURS;
    loop {
        let compressed = compress(file, &divisions_payload(content, core, lists, most)?)?;
        if compressed.file_len() <= DIVISIONS_BYTES || most <= 4 {
            return Ok(compressed);
        }
        most -= 4;
    }
}

fn divisions_payload(
    content: &Content,
    core: &Core,
    lists: &[Vec<Neighbour>],
    most: usize,
) -> Result<Vec<u8>, WriteError> {
    let strongest = |list: &[Neighbour]| -> Vec<Neighbour> {
        let mut list = list.to_vec();
        list.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.item.cmp(&b.item)));
        list.truncate(most);
        list
    };
    let lists: Vec<Vec<Neighbour>> = lists.iter().map(|list| strongest(list)).collect();
    let used: BTreeSet<u32> = lists.iter().flatten().map(|neighbour| neighbour.item).collect();
    // The ids that represent divisions sort before all others: no item's id starts with a line feed.
    let mut divisions: Vec<(EcoString, DivisionIndex)> = core
        .divisions
        .iter()
        .zip(core.division_indices())
        .map(|(division, number)| (eco_format!("\n{}", division.id), number))
        .collect();
    divisions.sort();
    divisions.retain(|(_, division)| core.types.iter().any(|item_type| item_type.division == *division));
    let place_of: BTreeMap<u32, u32> = used.iter().copied().zip(divisions.len() as u32..).collect();
    let mut part = Content {
        core: core.clone(),
        items: Vec::new(),
        aliases: Vec::new(),
        offered: Vec::new(),
        season: Vec::new(),
        trending: Vec::new(),
        translations: Vec::new(),
        messages: Vec::new(),
        advice: Vec::new(),
        details: None,
    };
    let mut home = Home::default();
    for (id, division) in divisions {
        let list = division.of(&lists).map_or(&[][..], Vec::as_slice);
        let place = |neighbour: &Neighbour| Neighbour {
            item: place_of.get(&neighbour.item).copied().unwrap_or_default(),
            ..*neighbour
        };
        if let Some(item_type) = TypeIndex::position(&core.types, |item_type| item_type.division == division) {
            home.items.insert(part.items.len());
            part.items.push(Item {
                id,
                division,
                item_type,
                neighbours: list.iter().map(place).collect(),
                ..Item::default()
            });
        }
    }
    for item in used {
        home.pinned.insert(part.items.len());
        let item = content.items.get(item as usize).ok_or_else(|| unknown_item("list of a division", item))?;
        part.items.push(Item { neighbours: Vec::new(), ..item.clone() });
    }
    let largest = lists.iter().flatten().map(|neighbour| neighbour.weight).fold(0.0, f64::max);
    // The strongest entry gets the weight of the strongest neighbour in a typical list.
    let typical = core.tuning.typical.max(ListWeight::from_bits(1)).to_f64();
    home.payload(&part, core, largest / typical)
}

fn unknown_item(what: &'static str, item: u32) -> WriteError {
    WriteError::Content { what, why: format!("item {item} does not exist") }
}

/// The content of one shard.
#[derive(Default)]
struct Home<'a> {
    /// Items whose lists are in the shard: its own items, and those of its aliases.
    items: BTreeSet<usize>,
    aliases: Vec<&'a Alias>,
    /// Items with a card in the shard, whatever the lists contain.
    pinned: BTreeSet<usize>,
    cards: CardCount,
}

/// How many of an item's neighbours have a card in its shard at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CardCount {
    inside: usize,
    outside: usize,
}

impl CardCount {
    /// The usual number.
    pub(super) const ALL: Self = Self { inside: CARDS_INSIDE, outside: CARDS_OUTSIDE };

    /// One card fewer of each kind, down to 4 inside and 8 outside.
    pub(super) fn fewer(self) -> Option<Self> {
        let least = Self { inside: CARDS_INSIDE - 4, outside: CARDS_OUTSIDE - 4 };
        (self != least).then(|| Self { inside: self.inside - 1, outside: self.outside - 1 })
    }
}

impl Default for CardCount {
    fn default() -> Self {
        Self::ALL
    }
}

impl Home<'_> {
    fn payload(&self, content: &Content, core: &Core, largest_of_all: f64) -> Result<Vec<u8>, WriteError> {
        let item_at = |index: usize| content.items.get(index).ok_or_else(|| unknown_item("item", index as u32));
        // Items are ordered by id, so an ordered set of positions gives ordered ids.
        let mut mentions = self.pinned.clone();
        let mut carded = self.pinned.clone();
        let mut lists = Vec::with_capacity(self.items.len());
        for &index in &self.items {
            let item = item_at(index)?;
            let list = strongest(item, core.tables.levels.len());
            mentions.insert(index);
            carded.insert(index);
            let (mut inside, mut outside) = (0, 0);
            for entry in &list.entries {
                let position = entry.item as usize;
                let neighbour = item_at(position)?;
                mentions.insert(position);
                let (taken, most) = if neighbour.division == item.division {
                    (&mut inside, self.cards.inside)
                } else {
                    (&mut outside, self.cards.outside)
                };
                if *taken < most {
                    *taken += 1;
                    carded.insert(position);
                }
            }
            lists.push((index, list));
        }
        let mention_of: BTreeMap<usize, u16> = mentions
            .iter()
            .enumerate()
            .map(|(mention, index)| Ok((*index, u16::try_from(mention).map_err(|_| super::payload::too_long("ids"))?)))
            .collect::<Result<_, WriteError>>()?;
        let mention = |index: usize| U16::new(mention_of.get(&index).copied().unwrap_or_default());

        let (mut items, mut neighbours) = (Vec::new(), Vec::new());
        for (index, list) in &lists {
            items.push(ItemRecord {
                mention: mention(*index),
                item_type: item_at(*index)?.item_type.0.into(),
                neighbours: list.entries.len() as u8,
                size_range: item_at(*index)?.size_range.map_or(0, |range| range.0 + 1),
                scale: scale_of(list.largest, largest_of_all).bits().into(),
            });
            neighbours.extend(list.entries.iter().map(|entry| NeighbourRecord {
                mention: mention(entry.item as usize),
                level: entry.level,
                support: entry.support,
            }));
        }
        let mentioned = mentions.iter().map(|index| item_at(*index)).collect::<Result<Vec<_>, _>>()?;
        let divisions: Vec<U16> = mentioned.iter().map(|item| U16::new(item.division.0)).collect();
        let cards: Vec<(&Item, CardRecord)> = carded
            .iter()
            .map(|index| {
                let item = item_at(*index)?;
                let price = item.price_minor.filter(|price| *price != NO_PRICE).unwrap_or(NO_PRICE);
                Ok((
                    item,
                    CardRecord {
                        mention: mention(*index),
                        item_type: item.item_type.0.into(),
                        price: price.into(),
                        shape: item.traits.shape,
                        amplitude: item.traits.amplitude,
                        outfit: Clo::to_byte(item.traits.outfit),
                        weather: item.traits.weather,
                        flags: (u8::from(item.is_new) * CARD_NEW) | (item.wearer.bits() << CARD_WEARER),
                        collections: set_of(core, item)?,
                    },
                ))
            })
            .collect::<Result<_, WriteError>>()?;
        let places: BTreeMap<usize, u16> = self.items.iter().copied().zip(0..).collect();
        let place = |item: u32| U16::new(places.get(&(item as usize)).copied().unwrap_or_default());
        let alias_items: Vec<U16> = self.aliases.iter().map(|alias| place(alias.item)).collect();
        let alias_kinds: Vec<u8> = self.aliases.iter().map(|alias| alias_bits(alias)).collect();
        let records: Vec<CardRecord> = cards.iter().map(|(_, record)| *record).collect();
        let images: Vec<String> = cards.iter().map(|(item, _)| images_of(core, item)).collect();

        let mut payload = Payload::default();
        payload
            .strings(Section::Ids, mentioned.iter().map(|item| item.id.as_str()))?
            .records(Section::Divisions, &divisions)?
            .section(Section::Cards, records.as_bytes())?
            .strings(Section::Titles, cards.iter().map(|(item, _)| item.title.as_str()))?
            .strings(Section::Urls, cards.iter().map(|(item, _)| shortened(&core.url, &item.id, &item.url)))?
            .strings(Section::Images, images.iter().map(String::as_str))?
            .section(Section::Items, items.as_bytes())?
            .section(Section::Neighbours, neighbours.as_bytes())?
            .strings(Section::Aliases, self.aliases.iter().map(|alias| alias.text.as_str()))?
            .records(Section::AliasItems, &alias_items)?
            .section(Section::AliasKinds, &alias_kinds)?;
        Ok(payload.finish())
    }
}

/// Encodes the kinds of id of an alias, and the size that it refers to.
fn alias_bits(alias: &Alias) -> u8 {
    let size = alias.size.filter(|at| usize::from(*at) < MAX_SIZES).map_or(0, |at| at + 1);
    alias.kinds.bits() | size << ALIAS_SIZE
}

/// The item's images as stored in its card.
fn images_of(core: &Core, item: &Item) -> String {
    let stored = |image: &EcoString| shortened(&core.image, &item.id, image).to_owned();
    let first = item.image.as_ref().map(stored).unwrap_or_default();
    match &item.additional_image {
        Some(second) => [first, stored(second)].join(BETWEEN_IMAGES),
        None => first,
    }
}

/// Position of the item's collections in the core.
fn set_of(core: &Core, item: &Item) -> Result<u8, WriteError> {
    let found = core.collection_sets.binary_search(&item.collections).ok().and_then(|at| u8::try_from(at).ok());
    let unknown =
        || WriteError::Content { what: "collections", why: format!("those of {} are not in the core", item.id) };
    found.ok_or_else(unknown)
}

struct QuantisedList {
    largest: f64,
    entries: Vec<QuantisedEntry>,
}

struct QuantisedEntry {
    item: u32,
    level: u8,
    support: u8,
}

/// The quantised list of an item: in descending order of level, ties by id.
fn strongest(item: &Item, levels: usize) -> QuantisedList {
    let mut sorted: Vec<_> = item.neighbours.iter().filter(|neighbour| neighbour.weight > 0.0).collect();
    sorted.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.item.cmp(&b.item)));
    sorted.truncate(MAX_NEIGHBOURS);
    let largest = sorted.first().map_or(0.0, |neighbour| neighbour.weight);
    let mut entries: Vec<QuantisedEntry> = sorted
        .into_iter()
        .map(|neighbour| QuantisedEntry {
            item: neighbour.item,
            level: level_of(neighbour.weight, largest, levels),
            support: neighbour.support.map_or(0, |shoppers| shoppers.get().min(255) as u8),
        })
        .collect();
    entries.sort_by(|a, b| b.level.cmp(&a.level).then(a.item.cmp(&b.item)));
    QuantisedList { largest, entries }
}

/// The part of the URL `full` that a card stores; empty if the template gives it.
fn shortened<'a>(address: &Address, id: &str, full: &'a str) -> &'a str {
    if address.expand(id, None).as_deref() == Some(full) {
        return "";
    }
    full.strip_prefix(address.prefix.as_str()).unwrap_or(full)
}
