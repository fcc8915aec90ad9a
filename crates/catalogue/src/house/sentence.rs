//! The words of a sentence, and the word that speaks to one person.

use super::language_rules::LanguageRules;

/// The ends of sentences.
pub(super) const ENDS: [char; 8] = ['.', '!', '?', '。', '！', '？', '؟', '\n'];

/// The words of a text, in lower case and as written.
pub(super) struct Words<'a> {
    pub(super) written: Vec<&'a str>,
    pub(super) small: Vec<String>,
    /// The lower-case words with a space before, between and after them; in a language without spaces, the text itself.
    pub(super) text: String,
    pub(super) spaced: bool,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str, rules: &LanguageRules) -> Self {
        let spaced = rules.spaced;
        let written: Vec<&str> =
            text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        let small: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
        let text = if spaced { format!(" {} ", small.join(" ")) } else { text.to_owned() };
        Self { written, small, text, spaced }
    }

    /// Returns the first of `list` that the text contains.
    pub(super) fn find(&self, list: &[String]) -> Option<String> {
        list.iter().find(|word| self.place(word).is_some()).cloned()
    }

    /// Returns the position of a word or phrase in the text, in bytes.
    pub(super) fn place(&self, word: &str) -> Option<usize> {
        if self.spaced { self.text.find(&format!(" {word} ")) } else { self.text.find(word) }
    }
}

/// Returns the first word that speaks to one person, and its position.
pub(super) fn second_person(words: &Words<'_>, rules: &LanguageRules) -> Option<(String, usize)> {
    let listed = rules
        .second_person
        .iter()
        .chain(&rules.past_second_person)
        .filter_map(|word| Some((word.to_string(), words.place(word)?)));
    let polite = words.written.iter().zip(&words.small).enumerate().filter_map(|(at, (written, small))| {
        let capital_tells = rules.tag != "it" || at > 0;
        (capital_tells && rules.polite_capitals.iter().any(|polite| polite == written))
            .then(|| ((*written).to_owned(), words.place(small)))
    });
    let verbs = words.small.iter().enumerate().filter_map(|(at, word)| {
        let before = at.checked_sub(1).and_then(|at| words.small.get(at));
        let after = words.small.get(at + 1).map(String::as_str);
        let is_verb = word.ends_with("ez") && !rules.not_verbs.contains(word);
        let is_yours =
            word == "ton" && after != Some("sur") && !before.is_some_and(|word| rules.before_tone.contains(word));
        (rules.tag == "fr" && (is_verb || is_yours)).then(|| (word.clone(), words.place(word)))
    });
    let others = polite.chain(verbs).filter_map(|(word, place)| Some((word, place?)));
    listed.chain(others).min_by_key(|(_, place)| *place).map(|(word, place)| {
        let as_written = words.small.iter().position(|small| *small == word).and_then(|at| words.written.get(at));
        (as_written.map_or(word, |written| (*written).to_owned()), place)
    })
}
