//! Whether a text names an item of the feed. Not for the wording of sentences: see [`super::wording`].

use std::collections::HashMap;

use crate::catalogue::Catalogue;
use crate::normalized_words::Words;

/// Fewest words of a title to search for: a single word may be one of the language, such as "Scarf".
const LEAST_WORDS: usize = 2;
/// Most words of a title to search for: of a longer title only the beginning is used.
const MOST_WORDS: usize = 8;

/// The titles of the feed, to be searched for in texts.
pub(super) struct ItemTitles<'a> {
    /// The title as the feed writes it, by its words in lower case.
    titles: HashMap<Vec<String>, &'a str>,
}

impl<'a> ItemTitles<'a> {
    pub(super) fn new(catalogue: &'a Catalogue) -> Self {
        let types: Vec<Vec<String>> = catalogue.types.iter().map(|kind| words(&kind.name)).collect();
        let mut titles = HashMap::new();
        for item in &catalogue.items {
            let mut title = words(&item.title);
            title.truncate(MOST_WORDS);
            // A title that is the name of a type is skipped: a text with these words names the type.
            if title.len() >= LEAST_WORDS && !types.contains(&title) {
                titles.entry(title).or_insert(item.title.as_str());
            }
        }
        Self { titles }
    }

    /// Returns a title that `text` contains, a longer one first.
    pub(super) fn named_in(&self, text: &str) -> Option<&'a str> {
        let words = words(text);
        (LEAST_WORDS..=MOST_WORDS)
            .rev()
            .find_map(|length| words.windows(length).find_map(|part| self.titles.get(part).copied()))
    }
}

fn words(text: &str) -> Vec<String> {
    Words::new(text).into_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Item, ItemType};

    #[test]
    fn a_title_is_found_whatever_stands_around_it() {
        let item = |title: &str| Item { title: title.into(), ..Item::default() };
        let long = "The very long name of an item that goes on and on";
        let catalogue = Catalogue {
            items: ["Bottine Odéon", "Scarf", "Evening bag", long].map(item).to_vec(),
            types: vec![ItemType { name: "evening bag".to_owned(), ..ItemType::default() }],
            ..Catalogue::default()
        };
        let titles = ItemTitles::new(&catalogue);
        assert_eq!(titles.named_in("Découvrez la « bottine Odéon »."), Some("Bottine Odéon"));
        assert_eq!(titles.named_in(&format!("Come and see {long}")), Some(long));
        for text in ["A scarf keeps warm.", "An evening bag for the opera", "Bottine, Odéonne", ""] {
            assert_eq!(titles.named_in(text), None, "{text}");
        }
    }
}
