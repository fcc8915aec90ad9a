//! Reads the parts of a row that are for shoppers and not for ranking: characteristics, highlights, sizes and
//! dimensions. They are limited, and cuts are reported. Not for publishing details, which the tool does.

use passerelle_advice::Characteristic;

use super::raw_detail::RawDetail;
use super::raw_row::RawRow;
use super::row::Sink;
use super::text::{clean, decoded};
use crate::attribute::Attribute;
use crate::catalogue::Details;
use crate::problems::Kind;

/// Most characteristics of an item, and most highlights.
const MAX_CHARACTERISTICS: usize = 60;
const MAX_HIGHLIGHTS: usize = 12;
/// Longest name of a section or characteristic, and longest value, in characters: Google's limits are 140 and 1,000.
const MAX_NAME: usize = 140;
const MAX_VALUE: usize = 300;

impl Sink<'_> {
    /// Returns the details of a row; `None` if it has none. Texts beyond the limits are cut and reported.
    pub(super) fn details(&mut self, raw: &RawRow, line: u64) -> Option<Box<Details>> {
        let mut cut = false;
        let mut text = |text: &str, most: usize| {
            let whole = clean(&decoded(text), usize::MAX);
            let kept = clean(&whole, most);
            cut |= kept.len() < whole.len();
            kept
        };
        let mut details = Details::default();
        for RawDetail { section, name, value } in &raw.details {
            let (section, name, value) = (text(section, MAX_NAME), text(name, MAX_NAME), text(value, MAX_VALUE));
            if !name.is_empty() && !value.is_empty() {
                details.characteristics.push(Characteristic { section, name, value });
            }
        }
        for highlight in &raw.highlights {
            details.highlights.extend(Some(text(highlight, MAX_VALUE)).filter(|highlight| !highlight.is_empty()));
        }
        cut |= details.characteristics.len() > MAX_CHARACTERISTICS || details.highlights.len() > MAX_HIGHLIGHTS;
        details.characteristics.truncate(MAX_CHARACTERISTICS);
        details.highlights.truncate(MAX_HIGHLIGHTS);
        for (attribute, name) in Details::ATTRIBUTES {
            let value = Attribute::from_name(name).map(|attribute| raw.value(attribute)).unwrap_or_default();
            if !value.is_empty() {
                details.attributes.insert(attribute, value.into());
            }
        }
        if cut {
            self.problem(Kind::CutDetail, line, raw.get(Attribute::Id));
        }
        (details != Details::default()).then(|| Box::new(details))
    }
}
