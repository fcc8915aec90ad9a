//! The house's items as the build sees them, after the feed has been read and variants have been grouped.

use std::collections::BTreeMap;

use ecow::EcoString;
use passerelle::pack::{AliasKinds, IdKind};
use passerelle::rank::Wearer;
use passerelle_advice::{Attribute, Characteristic};

use crate::clo::Clo;

/// An item is new for this many days.
pub const NEW_DAYS: i64 = 30;

/// What something is called, or says, by language tag.
pub type Texts = BTreeMap<String, String>;

/// Position of an item in [`Catalogue::items`].
pub type ItemIndex = u32;

/// All that is for sale, with the divisions and types it belongs to.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Items in ascending byte order of their id.
    pub items: Vec<Item>,
    /// Divisions in the order of `house.toml`.
    pub divisions: Vec<Division>,
    /// Types in the order (division, id).
    pub types: Vec<ItemType>,
    /// Other ids that shops speak of (variants, SKUs, GTINs), in ascending byte order. A text is there twice where it means
    /// another item as another kind of id; what is the id of one of [`Catalogue::items`] means no other where no kind is said.
    pub aliases: Vec<Alias>,
    /// Pairs that the house states itself, by item: no two alike, the first stated of an item first.
    pub curated_pairs: Vec<CuratedPair>,
}

/// Another id that shops speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The id.
    pub text: EcoString,
    /// The item that it means.
    pub item: ItemIndex,
    /// As which kinds of id.
    pub kinds: AliasKinds,
}

/// An item and what the house says goes with it: an upsell or a cross-sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CuratedPair {
    /// The item on whose page it is said.
    pub item: ItemIndex,
    /// What goes with it.
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
    /// Listed in `privacy.sensitive_types`: never recorded on a device, never a reason.
    pub sensitive: bool,
}

/// A product; the variants of one `item_group_id` are one item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The group id where variants are grouped, else the feed's id.
    pub id: EcoString,
    /// Title of the item; markup is text.
    pub title: EcoString,
    /// Absolute http(s) address of the item's page.
    pub url: EcoString,
    /// Absolute http(s) address of its picture; empty when the feed has none.
    pub image: EcoString,
    /// Absolute http(s) address of another picture; empty when the feed has none.
    pub additional_image: EcoString,
    /// Current price (the sale price while there is one) in minor units of the house's currency.
    pub price_minor: Option<u32>,
    /// Whether any variant can be bought now.
    pub available: bool,
    /// Whether the feed says that it came lately.
    pub is_new: bool,
    /// Position in [`Catalogue::divisions`].
    pub division: u16,
    /// Position in [`Catalogue::types`].
    pub item_type: u16,
    /// Last levels of the product types that did not give its type, each once.
    pub other_types: Vec<EcoString>,
    /// Attributes used for back-off; empty where the feed says nothing.
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
    /// Whom all of its variants are made for, as gender and age group say it.
    pub wearer: Wearer,
    /// `custom_label_0` to `custom_label_4`.
    pub custom_labels: [EcoString; 5],
    /// What the feed says that it insulates.
    pub warmth: Option<Clo>,
    /// What the feed says to shoppers, of all variants; `None` where it says nothing, or the house publishes no details.
    pub details: Option<Box<Details>>,
    /// The shop's own tags, those of all variants, each once.
    pub tags: Vec<EcoString>,
    /// How many rows of the feed it is.
    pub variants: u32,
    /// Of an item that can be bought, ids and SKUs of the variants that cannot.
    pub sold_out_variants: Vec<EcoString>,
    /// What the feed says of the sizes of its variants, as far as it says any; variants without a size are none of them.
    pub variant_sizes: Vec<VariantSize>,
}

/// The size of a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariantSize {
    /// `size`, as in the feed.
    pub name: EcoString,
    /// `size_system`, upper case; empty where the feed says none.
    pub system: EcoString,
    /// `size_type`, lower case; empty where the feed says none.
    pub kind: EcoString,
    /// The variant's id and SKU.
    pub ids: Vec<EcoString>,
    /// Whether it can be bought now.
    pub available: bool,
}

/// What a feed says to shoppers that ranking has no use for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Sizes and dimensions, as the feed writes them.
    pub attributes: BTreeMap<Attribute, String>,
    /// Characteristics, in the order of the feed.
    pub characteristics: Vec<Characteristic>,
    /// What is worth a line of its own.
    pub highlights: Vec<String>,
}

impl Details {
    /// The attributes that nothing but details has, with Google's names.
    pub(crate) const ATTRIBUTES: [(Attribute, &'static str); 5] = [
        (Attribute::Size, "size"),
        (Attribute::Length, "product_length"),
        (Attribute::Width, "product_width"),
        (Attribute::Height, "product_height"),
        (Attribute::Weight, "product_weight"),
    ];
}

impl Catalogue {
    /// Takes the items out of which `gone` says so, by their position, with their aliases and pairs.
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

    /// Ids of variants that cannot be bought, of items that can: those that mean this variant of its item and nothing else.
    pub fn sold_out_variants(&self) -> impl Iterator<Item = &str> {
        let variants = (0..).zip(&self.items).flat_map(|(index, item): (ItemIndex, &Item)| {
            item.sold_out_variants.iter().filter(|id| **id != item.id).map(move |id| (index, id.as_str()))
        });
        variants.filter(|(index, id)| self.resolve(id) == Some(*index)).map(|(_, id)| id)
    }

    /// The item that `id` names, as an item id or as an alias.
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
