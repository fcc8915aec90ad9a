//! A shard: about eight items, more in a large catalogue, with their neighbours and the cards to draw them. Not for
//! caching them: see [`crate::cache`].

use super::PackError;
use super::alias_check::AliasCheck;
use super::core::Core;
use super::layout::{
    ALIAS_SIZE, CARD_NEW, CARD_WEARER, CardRecord, ItemRecord, MAX_NEIGHBOURS, NO_PRICE, NeighbourRecord, Section,
};
use super::sections::{Sections, Strings, given};
use crate::model::{
    AliasKinds, Clo, DivisionIndex, IdKind, ListWeight, SizeIndex, SizeRangeIndex, SpokenId, Traits, TypeIndex, Wearer,
};
use std::num::NonZeroU8;
use zerocopy::little_endian::U16;

/// An uncompressed shard, read in place. Every index in it has been validated against `core` and the shard.
#[derive(Clone, Debug)]
pub struct Shard<'a> {
    /// In ascending order; records refer to ids by position.
    ids: Vec<&'a str>,
    divisions: &'a [U16],
    cards: &'a [CardRecord],
    titles: Strings<'a>,
    urls: Strings<'a>,
    images: Strings<'a>,
    items: &'a [ItemRecord],
    neighbours: &'a [NeighbourRecord],
    aliases: Strings<'a>,
    alias_items: &'a [U16],
    alias_kinds: &'a [u8],
}

/// An item whose list is in the shard.
#[derive(Clone, Debug)]
pub struct ItemRef<'a> {
    /// The item's id.
    pub id: &'a str,
    /// Position of the item's division in the core.
    pub division: DivisionIndex,
    /// Position of the item's type in the core.
    pub item_type: TypeIndex,
    /// The largest weight of the item's list.
    pub scale: ListWeight,
    /// The range of the item's sizes.
    pub size_range: Option<SizeRangeIndex>,
    /// The neighbours, in descending order of level.
    pub neighbours: Vec<NeighbourRef<'a>>,
}

/// An entry of a neighbour list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeighbourRef<'a> {
    /// The neighbour's id.
    pub id: &'a str,
    /// Position of the neighbour's division in the core.
    pub division: DivisionIndex,
    /// Quantisation level.
    pub level: u8,
    /// Number of distinct shoppers behind the pair, capped at 255; `None` if nothing was counted: the pair is
    /// derived from other pairs or from attributes, or the house states it.
    pub support: Option<NonZeroU8>,
}

/// Another id of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AliasRef<'a> {
    /// The alias.
    pub text: &'a str,
    /// The item's own id.
    pub item: &'a str,
    /// The kinds of id with which the alias refers to the item.
    pub kinds: AliasKinds,
    /// The one size of the item that the alias refers to, if any.
    pub size: Option<SizeIndex>,
}

/// The data needed to draw an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardRef<'a> {
    /// The item's id.
    pub id: &'a str,
    /// The item's title: plain text, never markup.
    pub title: &'a str,
    /// The item's URL, shortened: see [`super::core::Address`].
    pub url: Option<&'a str>,
    /// The URLs of the item's images, shortened, in one text: see [`super::core::Core::images`].
    pub images: &'a str,
    /// Price in minor units.
    pub price_minor: Option<u32>,
    /// Position of the item's division in the core.
    pub division: DivisionIndex,
    /// Position of the item's type in the core.
    pub item_type: TypeIndex,
    /// Whether the item is new as of this build.
    pub is_new: bool,
    /// Position in the core's sets of collections.
    pub collections: u8,
    /// The item's season features.
    pub traits: Traits,
    /// The gender and age group the item is made for.
    pub wearer: Wearer,
}

/// The range of an item's sizes.
fn size_range(item: &ItemRecord) -> Option<SizeRangeIndex> {
    item.size_range.checked_sub(1).map(SizeRangeIndex)
}

impl<'a> Shard<'a> {
    /// Decodes an uncompressed shard payload, or that of the core if the pack is one file.
    ///
    /// # Errors
    /// [`PackError::Malformed`] if the payload violates the format, or an index is outside `core` or the shard.
    pub fn parse(payload: &'a [u8], core: &Core) -> Result<Self, PackError> {
        let sections = Sections::parse(payload)?;
        let ids = sections.strings(Section::Ids);
        let mut shard = Self {
            ids: Vec::new(),
            divisions: sections.records(Section::Divisions),
            cards: sections.records(Section::Cards),
            titles: sections.strings(Section::Titles),
            urls: sections.strings(Section::Urls),
            images: sections.strings(Section::Images),
            items: sections.records(Section::Items),
            neighbours: sections.records(Section::Neighbours),
            aliases: sections.strings(Section::Aliases),
            alias_items: sections.records(Section::AliasItems),
            alias_kinds: sections.bytes(Section::AliasKinds),
        };
        shard.check(&sections, ids, core);
        sections.sound()?;
        shard.ids = ids.iter().collect();
        Ok(shard)
    }

    fn check(&self, sections: &Sections<'_>, ids: Strings<'_>, core: &Core) {
        let mentions = ids.len();
        let is_mention = |mention: U16| usize::from(mention.get()) < mentions;
        let is_type = |index: U16| usize::from(index.get()) < core.types.len();
        let is_set = |index: u8| usize::from(index) < core.collection_sets.len();
        let is_shape = |index: u8| usize::from(index) < core.season.shapes.len();
        let ids_ascend = ids.ascends_strictly() && self.aliases.ascends();
        sections.require(ids_ascend, "ids", "not in ascending order");

        let divisions_are_sound = self.divisions.len() == mentions
            && self.divisions.iter().all(|division| usize::from(division.get()) < core.divisions.len());
        sections.require(divisions_are_sound, "divisions", "wrong count or unknown division");

        let cards = self.cards.len();
        let cards_are_sound = [self.titles.len(), self.urls.len(), self.images.len()] == [cards; 3]
            && self.cards.iter().all(|card| {
                is_mention(card.mention) && is_type(card.item_type) && is_set(card.collections) && is_shape(card.shape)
            })
            && self.cards.windows(2).all(|pair| matches!(pair, [a, b] if a.mention.get() < b.mention.get()));
        sections.require(cards_are_sound, "cards", "wrong count, order or index");

        let items_are_sound =
            self.items.iter().all(|item| {
                is_mention(item.mention)
                    && is_type(item.item_type)
                    && usize::from(item.neighbours) <= MAX_NEIGHBOURS
                    && usize::from(item.size_range) <= core.size_ranges.len()
            }) && self.items.windows(2).all(|pair| matches!(pair, [a, b] if a.mention.get() < b.mention.get()));
        sections.require(items_are_sound, "items", "wrong order or index");

        let listed = self.items.iter().map(|item| usize::from(item.neighbours)).sum::<usize>();
        let neighbours_are_sound = listed == self.neighbours.len()
            && self.neighbours.iter().all(|neighbour| {
                is_mention(neighbour.mention)
                    && neighbour.level > 0
                    && usize::from(neighbour.level) < core.tables.levels.len()
            });
        sections.require(neighbours_are_sound, "neighbours", "wrong count or index");

        let aliases_are_sound = self.alias_items.len() == self.aliases.len()
            && self.alias_items.iter().all(|item| usize::from(item.get()) < self.items.len());
        sections.require(aliases_are_sound, "alias-items", "wrong count or index");
        let mut aliases = AliasCheck::default();
        let kinds_are_sound = self.alias_kinds.len() == self.aliases.len()
            && self
                .aliases
                .iter()
                .zip(self.alias_kinds)
                .all(|(text, kinds)| aliases.admits(text, AliasKinds::from_bits(*kinds)));
        sections.require(kinds_are_sound, "alias-kinds", "wrong count, or an alias of no kind or of another's");
    }

    /// The items whose lists are in this shard, in ascending order of id: the shard's own items, and those of its
    /// aliases.
    pub fn items(&self) -> impl Iterator<Item = ItemRef<'a>> + '_ {
        let mut start = 0;
        self.items.iter().map(move |record| {
            let end = start + usize::from(record.neighbours);
            let neighbours = self.neighbours.get(start..end).unwrap_or_default();
            start = end;
            let mention = usize::from(record.mention.get());
            ItemRef {
                id: self.id(mention),
                division: self.division(mention),
                item_type: TypeIndex(record.item_type.get()),
                scale: ListWeight::from_bits(record.scale.get()),
                size_range: size_range(record),
                neighbours: neighbours.iter().map(|neighbour| self.neighbour(neighbour)).collect(),
            }
        })
    }

    /// The cards, in ascending order of id.
    pub fn cards(&self) -> impl Iterator<Item = CardRef<'a>> + '_ {
        let texts = self.titles.iter().zip(self.urls.iter()).zip(self.images.iter());
        self.cards.iter().zip(texts).map(|(record, ((title, url), images))| {
            let mention = usize::from(record.mention.get());
            CardRef {
                id: self.id(mention),
                title,
                url: given(url),
                images,
                price_minor: Some(record.price.get()).filter(|price| *price != NO_PRICE),
                division: self.division(mention),
                item_type: TypeIndex(record.item_type.get()),
                is_new: record.flags & CARD_NEW != 0,
                collections: record.collections,
                traits: Traits {
                    shape: record.shape,
                    amplitude: record.amplitude,
                    outfit: Clo::from_byte(record.outfit),
                    weather: record.weather,
                },
                wearer: Wearer::from_bits(record.flags >> CARD_WEARER),
            }
        })
    }

    /// The aliases of this shard, in ascending order.
    pub fn aliases(&self) -> impl Iterator<Item = AliasRef<'a>> + '_ {
        let item = |position: &U16| self.items.get(usize::from(position.get()));
        let of = self.alias_items.iter().map(item).zip(self.alias_kinds);
        let alias = move |(text, (item, bits)): (&'a str, (Option<&ItemRecord>, &u8))| AliasRef {
            text,
            item: item.map_or("", |item| self.id(item.mention.get().into())),
            kinds: AliasKinds::from_bits(*bits),
            size: item.and_then(size_range).and_then(|range| {
                let at = (bits >> ALIAS_SIZE).checked_sub(1)?;
                Some(SizeIndex { range, at })
            }),
        };
        self.aliases.iter().zip(of).map(alias)
    }

    /// The item that the page's id refers to, if the shard has it; the id is the item's own or an alias. An id stated
    /// as a GTIN or a manufacturer's part number is never an item's own id.
    #[must_use]
    pub fn find(&self, spoken: SpokenId<'_>) -> Option<ItemRef<'a>> {
        let list = |id: &str| self.items().find(|item| item.id == id);
        let own = (spoken.kind == IdKind::Any).then(|| list(spoken.text)).flatten();
        own.or_else(|| list(self.alias(spoken)?))
    }

    /// The id of the item that an alias refers to.
    #[must_use]
    pub fn alias(&self, spoken: SpokenId<'_>) -> Option<&'a str> {
        self.alias_of(spoken).map(|alias| alias.item)
    }

    /// The size that an id refers to, if any.
    #[must_use]
    pub fn size(&self, spoken: SpokenId<'_>) -> Option<SizeIndex> {
        self.alias_of(spoken)?.size
    }

    fn alias_of(&self, spoken: SpokenId<'_>) -> Option<AliasRef<'a>> {
        self.aliases().find(|alias| alias.text == spoken.text && alias.kinds.has(spoken.kind))
    }

    fn neighbour(&self, record: &NeighbourRecord) -> NeighbourRef<'a> {
        let mention = usize::from(record.mention.get());
        NeighbourRef {
            id: self.id(mention),
            division: self.division(mention),
            level: record.level,
            support: NonZeroU8::new(record.support),
        }
    }

    fn id(&self, mention: usize) -> &'a str {
        self.ids.get(mention).copied().unwrap_or_default()
    }

    fn division(&self, mention: usize) -> DivisionIndex {
        DivisionIndex(self.divisions.get(mention).map_or(0, |division| division.get()))
    }
}
