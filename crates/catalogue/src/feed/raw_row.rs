//! The texts of one row's attributes, whatever the format of the file. Not for their meaning: see [`super::row`].

use ecow::EcoString;

use super::raw_detail::RawDetail;
use super::text::{clean, decoded};
use crate::attribute::Attribute;
use crate::input::values::is_no_value;
use crate::problems::Kind;

/// Longest value of an attribute without a limit of its own, in characters.
pub(super) const MAX_VALUE: usize = 200;
/// Longest text read of one attribute, in bytes; the rest is dropped.
pub(super) const MAX_TEXT: usize = 64 * 1024;

/// The texts of the current row. Created once and emptied between rows.
pub(super) struct RawRow {
    values: [String; Attribute::COUNT],
    /// The strength of each value's source; the first of the strongest wins.
    ranks: [u8; Attribute::COUNT],
    /// The texts of the attribute `product_type`, which may occur several times.
    types: Vec<String>,
    /// Levels of product types, if a platform gives them separately, the strongest first.
    pub(super) paths: Vec<Vec<String>>,
    pub(super) tags: Vec<String>,
    /// Characteristics and highlights, which may occur several times.
    pub(super) details: Vec<RawDetail>,
    pub(super) highlights: Vec<String>,
    /// Why the row cannot be used, with the wrong text.
    pub(super) fault: Option<(Kind, String)>,
    /// The line of the fault, if it is not that of the row.
    pub(super) fault_line: Option<u64>,
}

// The library derives it only for arrays of at most 32.
impl Default for RawRow {
    fn default() -> Self {
        Self {
            values: std::array::from_fn(|_| String::new()),
            ranks: [0; Attribute::COUNT],
            types: Vec::new(),
            paths: Vec::new(),
            tags: Vec::new(),
            details: Vec::new(),
            highlights: Vec::new(),
            fault: None,
            fault_line: None,
        }
    }
}

impl RawRow {
    /// Sets an attribute unless it has a value from an equally strong source.
    pub(super) fn offer(&mut self, attribute: Attribute, rank: u8, text: &str) {
        let index = attribute as usize;
        if let (Some(value), Some(held)) = (self.values.get_mut(index), self.ranks.get_mut(index))
            && !text.trim().is_empty()
            && !is_no_value(text.trim())
        {
            match attribute {
                Attribute::ProductType => self.types.push(text.to_owned()),
                Attribute::ProductDetail => self.details.extend(RawDetail::of_cell(text)),
                Attribute::ProductHighlight => self.highlights.push(text.to_owned()),
                _ => {}
            }
            if rank <= *held {
                return;
            }
            value.clear();
            value.push_str(text);
            *held = rank;
        }
    }

    /// Whether an equally strong source has given another value of an attribute that a product has only once.
    pub(super) fn contradicts(&self, attribute: Attribute, rank: u8, text: &str) -> bool {
        let said = self.get(attribute);
        !attribute.repeats()
            && self.ranks.get(attribute as usize) == Some(&rank)
            && !text.trim().is_empty()
            && !said.is_empty()
            && said != text.trim()
    }

    pub(super) fn clear(&mut self) {
        self.values.iter_mut().for_each(String::clear);
        self.ranks = [0; Attribute::COUNT];
        self.types.clear();
        self.paths.clear();
        self.tags.clear();
        self.details.clear();
        self.highlights.clear();
        self.fault = None;
        self.fault_line = None;
    }

    /// Returns the text of an attribute without white space around it; empty if the row has none.
    pub(super) fn get(&self, attribute: Attribute) -> &str {
        self.values.get(attribute as usize).map_or("", |value| value.trim())
    }

    /// Returns the levels of each product type, the strongest first, without empty ones. A text with commas may be one
    /// product type or several, by Google's specification: if `means` recognises a path, that reading goes first, else
    /// the whole text. All readings are included, so that a sensitive level in any of them counts.
    pub(super) fn paths(&self, means: impl Fn(&[String]) -> bool) -> Vec<Vec<String>> {
        let levels = |text: &str| -> Vec<String> {
            text.split('>').map(|level| clean(level, MAX_VALUE)).filter(|level| !level.is_empty()).collect()
        };
        let mut paths = Vec::new();
        for text in &self.types {
            let text = decoded(text);
            let whole = levels(&text);
            let pieces: Vec<Vec<String>> = if text.contains(',') {
                text.split(',').map(levels).filter(|levels| !levels.is_empty()).collect()
            } else {
                Vec::new()
            };
            let first = pieces.first().and_then(|piece| piece.first());
            let stands_alone = |piece: &Vec<String>| means(piece) || (piece.len() > 1 && piece.first() == first);
            if pieces.len() > 1 && pieces.iter().skip(1).all(stands_alone) {
                paths.extend(pieces);
                paths.push(whole);
            } else {
                paths.push(whole);
                paths.extend(pieces);
            }
        }
        let cleaned = |path: &Vec<String>| -> Vec<String> {
            path.iter().map(|level| clean(&decoded(level), MAX_VALUE)).filter(|level| !level.is_empty()).collect()
        };
        paths.extend(self.paths.iter().map(cleaned));
        paths.retain(|path| !path.is_empty());
        paths
    }

    pub(super) fn value(&self, attribute: Attribute) -> EcoString {
        clean(&decoded(self.get(attribute)), MAX_VALUE).into()
    }

    pub(super) fn lower(&self, attribute: Attribute) -> EcoString {
        clean(&decoded(self.get(attribute)), MAX_VALUE).to_lowercase().into()
    }
}
