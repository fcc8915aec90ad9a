//! Texts that many rows have alike, in memory once: brands, types, colours. Not for what is a row's own.

use ecow::EcoString;
use rustc_hash::FxHashSet;

/// The texts met so far, but for those that take no memory of their own.
#[derive(Default)]
pub(super) struct SharedTexts(FxHashSet<EcoString>);

impl SharedTexts {
    /// So many bytes lie in the value itself.
    const INLINE: usize = EcoString::INLINE_LIMIT;

    /// `text`, of which there is one copy however often it is met.
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
