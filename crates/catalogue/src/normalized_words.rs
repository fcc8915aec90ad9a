//! Names of types and titles as words that can be compared: lower case, without accents, one form for singular and
//! plural. Not for languages that are written without spaces.

/// The words of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Words(Vec<String>);

impl Words {
    /// The words of `text`; any character other than a letter or digit separates words.
    pub(crate) fn new(text: &str) -> Self {
        Self(folded(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(singular).collect())
    }

    /// Whether the words of `phrase` occur in the text one after the other.
    pub(crate) fn has(&self, phrase: &Self) -> bool {
        let length = phrase.0.len();
        length > 0 && self.0.windows(length).any(|words| words == phrase.0)
    }

    /// The words in order.
    pub(crate) fn into_vec(self) -> Vec<String> {
        self.0
    }

    /// The number of words.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The position after `phrase` if the text begins with it.
    pub(crate) fn find_at_start(&self, phrase: &Self) -> Option<usize> {
        (!phrase.0.is_empty() && self.0.starts_with(&phrase.0)).then_some(phrase.0.len())
    }

    /// The position after `phrase` if the text ends with it.
    pub(crate) fn find_at_end(&self, phrase: &Self) -> Option<usize> {
        (!phrase.0.is_empty() && self.0.ends_with(&phrase.0)).then_some(self.0.len())
    }

    /// The words before the first of `stops` that is not the first word.
    pub(crate) fn before(mut self, stops: &[String]) -> Self {
        let end = self.0.iter().skip(1).position(|word| stops.contains(word));
        self.0.truncate(end.map_or(self.0.len(), |end| end + 1));
        self
    }
}

/// `text` in lower case and without accents.
pub(crate) fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).flat_map(plain).collect()
}

/// A letter without its accents, as one or two letters.
fn plain(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => ('a', None),
        'ç' => ('c', None),
        'è' | 'é' | 'ê' | 'ë' => ('e', None),
        'ì' | 'í' | 'î' | 'ï' => ('i', None),
        'ñ' => ('n', None),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => ('o', None),
        'ù' | 'ú' | 'û' | 'ü' => ('u', None),
        'ý' | 'ÿ' => ('y', None),
        'œ' => ('o', Some('e')),
        'æ' => ('a', Some('e')),
        'ß' => ('s', Some('s')),
        // A combining accent becomes U+200D, which the filter below drops.
        '\u{300}'..='\u{36f}' => ('\u{200d}', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second).filter(|letter| *letter != '\u{200d}')
}

/// Returns the same form for singular and plural, not always a word of a dictionary.
fn singular(word: &str) -> String {
    let swap = |end: &str, instead: &str| {
        let stem = word.strip_suffix(end).filter(|stem| stem.len() >= 3)?;
        Some(format!("{stem}{instead}"))
    };
    if word.ends_with("ss") {
        return word.to_owned();
    }
    let endings =
        [("ies", "y"), ("ie", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""), ("x", "")];
    endings.iter().find_map(|(end, instead)| swap(end, instead)).unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> String {
        Words::new(words).0.join(" ")
    }

    #[test]
    fn case_accents_and_plurals_make_no_difference() {
        for (one, other) in [
            ("Manteaux", "manteau"),
            ("T-shirts", "T shirt"),
            ("Écharpe", "echarpes"),
            ("E\u{301}charpe", "écharpe"),
            ("Dresses", "dress"),
            ("Beanies", "BEANIE"),
            ("Watches", "watch"),
            ("Fußball", "fussball"),
            ("bœuf", "boeuf"),
        ] {
            assert_eq!(text(one), text(other), "{one}");
        }
        assert_eq!(text(" Robe -- d'été (n° 5) "), "robe d ete n 5");
        assert_eq!(text("!"), "");
    }

    #[test]
    fn a_phrase_matches_whole_words_only() {
        let has = |text: &str, phrase: &str| Words::new(text).has(&Words::new(phrase));
        assert!(has("Rain coats", "rain coat") && has("a coat", "coat"));
        assert!(!has("raincoat", "coat") && !has("coat", "rain coat") && !has("coat", ""));
        let before = |text: &str| Words::new(text).before(&["with".to_owned(), "a".to_owned()]).0.join(" ");
        assert_eq!(
            ["coat with hood", "a coat", "coat", "coat with", ""].map(before),
            ["coat", "a coat", "coat", "coat", ""]
        );
    }
}
