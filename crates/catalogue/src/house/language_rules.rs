//! Words by which the linter recognises that a sentence speaks to one person, or of dates, counts and prices: lists of
//! whole words in lower case, one file for each language. The linter misses some such sentences, which a reader must
//! find; the sentences that it reports are almost always wrong.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::translations::primary;

macro_rules! rules {
    ($($language:literal),*) => {
        [$(($language, include_str!(concat!("../../data/language_rules/", $language, ".toml")))),*]
    };
}

const FILES: [(&str, &str); 9] = rules!["ar", "de", "en", "es", "fr", "it", "ja", "pt", "zh"];

/// The words of a language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LanguageRules {
    /// The part of the language's tag before the hyphen.
    #[serde(skip)]
    pub(super) tag: &'static str,
    /// Whether spaces separate words; if not, texts are searched by character.
    #[serde(default = "yes")]
    pub(super) spaced: bool,
    /// Words of the second person.
    #[serde(default)]
    pub(super) second_person: Vec<String>,
    /// Words that are second person only with a capital (German, Italian); in Italian not at the beginning of a
    /// sentence.
    #[serde(default)]
    pub(super) polite_capitals: Vec<String>,
    /// Verbs that are second person and past by themselves.
    #[serde(default)]
    pub(super) past_second_person: Vec<String>,
    /// Verbs that, with a word of the second person, tell what the person did.
    #[serde(default)]
    pub(super) past: Vec<String>,
    /// Verbs, in `past` or not, that are past only with another verb: "vous avez aimé".
    #[serde(default)]
    pub(super) auxiliaries: Vec<String>,
    /// Verbs in `past` that state a fact in a message: "vous êtes".
    #[serde(default)]
    pub(super) being: Vec<String>,
    /// Endings of the verb after an auxiliary.
    #[serde(default)]
    pub(super) participle_endings: Vec<String>,
    /// Words with an ending in `participle_endings` that are not such verbs.
    #[serde(default)]
    pub(super) not_participles: Vec<String>,
    /// Endings of verbs that are second person and past by themselves.
    #[serde(default)]
    pub(super) told_endings: Vec<String>,
    /// Words with an ending in `told_endings` that are not such verbs.
    #[serde(default)]
    pub(super) not_told: Vec<String>,
    /// Words of the second person that come directly before their verb.
    #[serde(default)]
    pub(super) subjects: Vec<String>,
    /// Endings of past verbs after a subject.
    #[serde(default)]
    pub(super) endings_after_subject: Vec<String>,
    /// Verbs that are past directly after a subject.
    #[serde(default)]
    pub(super) past_after_subject: Vec<String>,
    /// Words with an ending in `endings_after_subject` that are not past. In a language without spaces, texts with a
    /// word of `past` or a person for whom something is done.
    #[serde(default)]
    pub(super) not_past: Vec<String>,
    /// Words that may come between a subject or an auxiliary and its verb.
    #[serde(default)]
    pub(super) between: Vec<String>,
    /// Endings of further words that may come between.
    #[serde(default)]
    pub(super) between_endings: Vec<String>,
    /// Words in -ez that are not verbs (French).
    #[serde(default)]
    pub(super) not_verbs: Vec<String>,
    /// Words before "ton" with which it is a colour, not a possessive (French).
    #[serde(default)]
    pub(super) before_tone: Vec<String>,
    /// Words and phrases for times.
    pub(super) dates: Vec<String>,
    /// Words for numbers.
    pub(super) counts: Vec<String>,
    /// Words for money.
    pub(super) money: Vec<String>,
    /// Words that introduce a condition.
    pub(super) conditions: Vec<String>,
    /// An example of the beginning of a notice.
    pub(super) notice_example: String,
    /// Acts in a shop and their results: with a word of the second person in the same sentence, they tell about that
    /// person's past.
    pub(super) deeds: Vec<String>,
    /// An example of a message that speaks of the item, not of its owner.
    pub(super) message_example: String,
}

const fn yes() -> bool {
    true
}

static RULES: LazyLock<Vec<LanguageRules>> = LazyLock::new(|| {
    let read = |(tag, text)| Some(LanguageRules { tag, ..toml::from_str(text).ok()? });
    FILES.into_iter().filter_map(read).collect()
});

/// Returns the words of a tag's language; `None` for an unknown language.
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
