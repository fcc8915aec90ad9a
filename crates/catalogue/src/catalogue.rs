//! The house's items, after the feed has been read and variants have been grouped.

use std::collections::BTreeMap;

use ecow::EcoString;
use passerelle::pack::{AliasKinds, IdKind};
use passerelle::rank::Wearer;
use passerelle_advice::{Attribute, Characteristic};

use crate::clo::Clo;

/// How many days an item is new.
pub const NEW_DAYS: i64 = 30;

/// A name or a text by language tag.
pub type Texts = BTreeMap<String, String>;

/// Position of an item in [`Catalogue::items`].
pub type ItemIndex = u32;

/// The house's items, with their divisions and types.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Items in ascending byte order of their id.
    pub items: Vec<Item>,
    /// Divisions in the order of `house.toml`.
    pub divisions: Vec<Division>,
    /// Types in the order (division, id).
    pub types: Vec<ItemType>,
    /// Other ids of items (variants, SKUs, GTINs), in ascending byte order. A text occurs twice if it identifies
    /// another item as another kind of id. Without a kind, the id of one of [`Catalogue::items`] identifies no other
    /// item.
    pub aliases: Vec<Alias>,
    /// Pairs that the house states itself, by item, each once; the pairs of an item stay in the order of the house.
    pub curated_pairs: Vec<CuratedPair>,
}

/// Another id of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The id.
    pub text: EcoString,
    /// The item that it identifies.
    pub item: ItemIndex,
    /// The kinds of id as which it identifies the item.
    pub kinds: AliasKinds,
}

/// An item and another item that the house recommends with it: an upsell or a cross-sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CuratedPair {
    /// The item whose page shows the recommendation.
    pub item: ItemIndex,
    /// The recommended item.
    pub goes_with: ItemIndex,
}

/// A department of the house.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Division {
    /// The id given in `house.toml`.
    pub id: String,
    /// Names by language tag.
    pub names: Texts,
}

/// A product type inside a division ("handbag").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemType {
    /// The last level of the feed's `product_type`.
    pub name: String,
    /// Position in [`Catalogue::divisions`].
    pub division: u16,
    /// Whether `privacy.sensitive_types` lists the type: it is never recorded on a device and never a reason.
    pub sensitive: bool,
}

/// A product; the variants of one `item_group_id` are one item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The group id of grouped variants, else the feed's id.
    pub id: EcoString,
    /// Title of the item; any markup in it is plain text.
    pub title: EcoString,
    /// Absolute http(s) address of the item's page.
    pub url: EcoString,
    /// Absolute http(s) address of its picture, if the feed has one.
    pub image: Option<EcoString>,
    /// Absolute http(s) address of another picture, if the feed has one.
    pub additional_image: Option<EcoString>,
    /// Current price, or the sale price during a sale, in minor units of the house's currency.
    pub price_minor: Option<u32>,
    /// Whether any variant can be bought now.
    pub available: bool,
    /// Whether the feed says that the item was first offered in the last [`NEW_DAYS`] days.
    pub is_new: bool,
    /// Position in [`Catalogue::divisions`].
    pub division: u16,
    /// Position in [`Catalogue::types`].
    pub item_type: u16,
    /// Last levels of the item's further product types, which do not determine its type, each once.
    pub other_types: Vec<EcoString>,
    /// Brand as in the feed; empty if the feed has none.
    pub brand: EcoString,
    /// As in the feed, lower case, variants' values joined with `/`.
    pub color: EcoString,
    /// As in the feed, lower case, variants' values joined with `/`.
    pub material: EcoString,
    /// As in the feed, lower case.
    pub pattern: EcoString,
    /// As in the feed, lower case.
    pub gender: EcoString,
    /// As in the feed, lower case.
    pub age_group: EcoString,
    /// The gender and age group of the people that all of its variants are made for.
    pub wearer: Wearer,
    /// `custom_label_0` to `custom_label_4`.
    pub custom_labels: [EcoString; 5],
    /// The insulation that the feed states.
    pub warmth: Option<Clo>,
    /// The feed's details for shoppers, from all variants; `None` if the feed has none or the house publishes none.
    pub details: Option<Box<Details>>,
    /// The shop's tags of all variants, each once.
    pub tags: Vec<EcoString>,
    /// Number of rows of the feed in this item.
    pub variants: u32,
    /// Ids and SKUs of the variants that cannot be bought; empty if the item itself cannot be bought.
    pub sold_out_variants: Vec<EcoString>,
    /// The sizes of its variants, without variants that have no size.
    pub variant_sizes: Vec<VariantSize>,
}

/// The size of a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariantSize {
    /// `size`, as in the feed.
    pub name: EcoString,
    /// `size_system`, upper case; empty if the feed has none.
    pub system: EcoString,
    /// `size_type`, lower case; empty if the feed has none.
    pub kind: EcoString,
    /// The variant's id and SKU.
    pub ids: Vec<EcoString>,
    /// Whether the variant can be bought now.
    pub available: bool,
}

/// Details that a feed has for shoppers and that ranking does not use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Sizes and dimensions, as the feed writes them.
    pub attributes: BTreeMap<Attribute, String>,
    /// Characteristics, in the order of the feed.
    pub characteristics: Vec<Characteristic>,
    /// Highlights, each of which is shown on a line of its own.
    pub highlights: Vec<String>,
}

impl Details {
    /// The attributes that only the details use, with Google's names.
    pub(crate) const ATTRIBUTES: [(Attribute, &'static str); 5] = [
        (Attribute::Size, "size"),
        (Attribute::Length, "product_length"),
        (Attribute::Width, "product_width"),
        (Attribute::Height, "product_height"),
        (Attribute::Weight, "product_weight"),
    ];
}

impl Catalogue {
    /// Removes the items whose position is true in `gone`, with their aliases and pairs.
    pub fn take_out(&mut self, gone: &[bool]) {
        let is_gone = |item: ItemIndex| gone.get(item as usize).copied().unwrap_or(false);
        let mut next = 0;
        let numbers: Vec<ItemIndex> = (0..self.items.len() as ItemIndex)
            .map(|item| {
                let number = next;
                next += ItemIndex::from(!is_gone(item));
                number
            })
            .collect();
        let number = |item: ItemIndex| numbers.get(item as usize).copied().filter(|_| !is_gone(item));
        let mut item = 0;
        self.items.retain(|_| {
            item += 1;
            !is_gone(item - 1)
        });
        self.aliases.retain_mut(|alias| number(alias.item).inspect(|number| alias.item = *number).is_some());
        let renumber =
            |pair: &CuratedPair| Some(CuratedPair { item: number(pair.item)?, goes_with: number(pair.goes_with)? });
        self.curated_pairs = self.curated_pairs.iter().filter_map(renumber).collect();
    }

    /// Returns the ids of variants that cannot be bought, of items that can. Each id identifies only this variant's
    /// item.
    pub fn sold_out_variants(&self) -> impl Iterator<Item = &str> {
        let variants = (0..).zip(&self.items).flat_map(|(index, item): (ItemIndex, &Item)| {
            item.sold_out_variants.iter().filter(|id| **id != item.id).map(move |id| (index, id.as_str()))
        });
        variants.filter(|(index, id)| self.resolve(id) == Some(*index)).map(|(_, id)| id)
    }

    /// Returns the item that `id` identifies, as an item's id or as an alias.
    #[must_use]
    pub fn resolve(&self, id: &str) -> Option<ItemIndex> {
        if let Ok(found) = self.items.binary_search_by(|item| item.id.as_str().cmp(id)) {
            return u32::try_from(found).ok();
        }
        let from = self.aliases.partition_point(|alias| alias.text.as_str() < id);
        let mut same = self.aliases.iter().skip(from).take_while(|alias| alias.text == id);
        same.find(|alias| alias.kinds.has(IdKind::Any)).map(|alias| alias.item)
    }
}
