//! Keeps texts that many rows have in common once in memory: brands, types, colours. Not for texts of a single row.

use ecow::EcoString;
use rustc_hash::FxHashSet;

/// The texts so far, without those that need no memory of their own.
#[derive(Default)]
pub(super) struct SharedTexts(FxHashSet<EcoString>);

impl SharedTexts {
    /// A text of up to this many bytes is stored in the value itself.
    const INLINE: usize = EcoString::INLINE_LIMIT;

    /// Returns `text`, of which all occurrences share one copy.
    pub(super) fn shared(&mut self, text: &str) -> EcoString {
        if text.len() <= Self::INLINE {
            return text.into();
        }
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new = EcoString::from(text);
        self.0.insert(new.clone());
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_met_again_is_the_same_memory() {
        let mut texts = SharedTexts::default();
        let long = "a brand with a long name";
        let (first, again) = (texts.shared(long), texts.shared(&String::from(long)));
        assert_eq!((first.as_str(), first.as_ptr()), (long, again.as_ptr()));
        assert_eq!(texts.shared("black"), "black");
        assert_eq!(texts.0.len(), 1);
    }
}
