//! The attribute texts of one row, whatever the format they came in. Not for what they mean: see [`super::row`].

use super::attribute::Attribute;
use super::text::clean;
use crate::problems::Kind;

/// Longest value of any other attribute, in characters.
pub(super) const MAX_VALUE: usize = 200;
/// Longest text taken of one attribute, in bytes; what follows is dropped.
pub(super) const MAX_TEXT: usize = 64 * 1024;

/// The texts of the row being read. Made once and emptied between rows.
#[derive(Default)]
pub(super) struct RawRow {
    values: [String; Attribute::COUNT],
    /// How strong the source of each value is; the first of the strongest wins.
    ranks: [u8; Attribute::COUNT],
    /// Product types where a shop gives several, the strongest first; they count beside the attribute.
    pub(super) product_types: Vec<String>,
    pub(super) tags: Vec<String>,
    /// Why the row cannot be used, with the text that is wrong.
    pub(super) fault: Option<(Kind, String)>,
}

impl RawRow {
    /// ItemSets an attribute unless it has a value from as strong a source.
    pub(super) fn offer(&mut self, attribute: Attribute, rank: u8, text: &str) {
        let index = attribute as usize;
        if let (Some(value), Some(held)) = (self.values.get_mut(index), self.ranks.get_mut(index))
            && rank > *held
            && !text.trim().is_empty()
        {
            value.clear();
            value.push_str(text);
            *held = rank;
        }
    }

    pub(super) fn clear(&mut self) {
        self.values.iter_mut().for_each(String::clear);
        self.ranks = [0; Attribute::COUNT];
        self.product_types.clear();
        self.tags.clear();
        self.fault = None;
    }

    /// The text of an attribute without white space around it; empty where the row has none.
    pub(super) fn get(&self, attribute: Attribute) -> &str {
        self.values.get(attribute as usize).map_or("", |value| value.trim())
    }

    /// The levels of each product type, the strongest first; none of them empty.
    pub(super) fn paths(&self) -> Vec<Vec<String>> {
        let texts =
            std::iter::once(self.get(Attribute::ProductType)).chain(self.product_types.iter().map(String::as_str));
        let levels = |text: &str| -> Vec<String> {
            text.split('>').map(|level| clean(level, MAX_VALUE)).filter(|level| !level.is_empty()).collect()
        };
        texts.map(levels).filter(|levels| !levels.is_empty()).collect()
    }

    pub(super) fn value(&self, attribute: Attribute) -> Box<str> {
        clean(self.get(attribute), MAX_VALUE).into()
    }

    pub(super) fn lower(&self, attribute: Attribute) -> Box<str> {
        clean(self.get(attribute), MAX_VALUE).to_lowercase().into()
    }
}
