//! The words of a sentence, and the one that speaks to one person.

use super::language_rules::LanguageRules;

/// The ends of sentences.
pub(super) const ENDS: [char; 8] = ['.', '!', '?', '。', '！', '？', '؟', '\n'];

/// The words of a text, in small letters and as they are written.
pub(super) struct Words<'a> {
    pub(super) written: Vec<&'a str>,
    pub(super) small: Vec<String>,
    /// The small words with a space before, between and after them, or the text itself where no spaces are written.
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

    /// The first of `list` that is there.
    pub(super) fn find(&self, list: &[String]) -> Option<String> {
        list.iter().find(|word| self.place(word).is_some()).cloned()
    }

    /// Where in the text the word or phrase is, in bytes.
    pub(super) fn place(&self, word: &str) -> Option<usize> {
        if self.spaced { self.text.find(&format!(" {word} ")) } else { self.text.find(word) }
    }
}

/// The word that speaks to one person, where it is, and whether the sentence tells what they did.
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
