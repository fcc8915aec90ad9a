//! Words by which the linter knows that a sentence speaks to one person, or of dates, counts and prices: lists of whole
//! words in small letters, one file for each language. What they miss a reader must find; what they find is wrong all but
//! always.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::translations::primary;

macro_rules! rules {
    ($($language:literal),*) => {
        [$(($language, include_str!(concat!("../../data/language_rules/", $language, ".toml")))),*]
    };
}

const FILES: [(&str, &str); 9] = rules!["ar", "de", "en", "es", "fr", "it", "ja", "pt", "zh"];

/// The words of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LanguageRules {
    /// The part of a tag before the hyphen.
    #[serde(skip)]
    pub(super) tag: &'static str,
    /// Whether words are written with spaces between; without, texts are looked through by character.
    #[serde(default = "yes")]
    pub(super) spaced: bool,
    /// Words of the second person.
    #[serde(default)]
    pub(super) second_person: Vec<String>,
    /// The same where only the capital tells (German, Italian), not at the beginning of a sentence in Italian.
    #[serde(default)]
    pub(super) polite_capitals: Vec<String>,
    /// Verbs that are second person and past by themselves.
    #[serde(default)]
    pub(super) past_second_person: Vec<String>,
    /// Verbs that with a second person tell what was done.
    #[serde(default)]
    pub(super) past: Vec<String>,
    /// Of `past`, and beside it, verbs that are past only with another one: "vous avez aimé".
    #[serde(default)]
    pub(super) auxiliaries: Vec<String>,
    /// Of `past`, verbs that say in a message what is: "vous êtes".
    #[serde(default)]
    pub(super) being: Vec<String>,
    /// Ends of the verb after an auxiliary.
    #[serde(default)]
    pub(super) participle_endings: Vec<String>,
    /// Words in `participle_endings` that are no such verbs.
    #[serde(default)]
    pub(super) not_participles: Vec<String>,
    /// Ends of verbs that are second person and past by themselves.
    #[serde(default)]
    pub(super) told_endings: Vec<String>,
    /// Words in `told_endings` that are no such verbs.
    #[serde(default)]
    pub(super) not_told: Vec<String>,
    /// Words of the second person that stand right before their verb.
    #[serde(default)]
    pub(super) subjects: Vec<String>,
    /// Ends of the past after a subject.
    #[serde(default)]
    pub(super) endings_after_subject: Vec<String>,
    /// Verbs that are past right after a subject.
    #[serde(default)]
    pub(super) past_after_subject: Vec<String>,
    /// Words in `endings_after_subject` that are not past; where no spaces are written, what holds a word of `past`, or a
    /// person for whom something is done.
    #[serde(default)]
    pub(super) not_past: Vec<String>,
    /// Words that may stand between.
    #[serde(default)]
    pub(super) between: Vec<String>,
    /// Ends of others.
    #[serde(default)]
    pub(super) between_endings: Vec<String>,
    /// Words in -ez that are no verbs (French).
    #[serde(default)]
    pub(super) not_verbs: Vec<String>,
    /// Words before "ton" by which it is a colour, not a possessive (French).
    #[serde(default)]
    pub(super) before_tone: Vec<String>,
    /// Words and phrases of time.
    pub(super) dates: Vec<String>,
    /// Numbers as words.
    pub(super) counts: Vec<String>,
    /// Words of money.
    pub(super) money: Vec<String>,
    /// Words that make a condition.
    pub(super) conditions: Vec<String>,
    /// How a notice begins.
    pub(super) notice_example: String,
    /// What somebody did in a shop, and what came of it: with a second person in one sentence they speak of that person's
    /// past.
    pub(super) deeds: Vec<String>,
    /// A message that speaks of the thing, not of who has it.
    pub(super) message_example: String,
}

const fn yes() -> bool {
    true
}

static RULES: LazyLock<Vec<LanguageRules>> = LazyLock::new(|| {
    let read = |(tag, text)| Some(LanguageRules { tag, ..toml::from_str(text).ok()? });
    FILES.into_iter().filter_map(read).collect()
});

/// The words of the language of a tag; `None` for a language whose words are not known.
pub(super) fn language_rules(tag: &str) -> Option<&'static LanguageRules> {
    RULES.iter().find(|rules| rules.tag == primary(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_rules_that_can_be_read() {
        for (language, text) in FILES {
            let rules: Result<LanguageRules, _> = toml::from_str(text);
            assert!(rules.is_ok(), "{language}: {:?}", rules.err());
            assert!(language_rules(language).is_some_and(|rules| !rules.second_person.is_empty()), "{language}");
        }
    }
}
