//! Whether a message tells its reader what they did: "You loved this watch." Each sentence is checked by itself. Not
//! for notices and reasons, which have rules of their own: see [`super::wording`].

use super::language_rules::LanguageRules;
use super::sentence::{ENDS, Words, second_person};

/// Fewest letters of a verb before its ending of the past.
const LEAST_STEM: usize = 2;

/// Returns the word by which a message tells its reader what they did.
pub(super) fn told(text: &str, rules: &LanguageRules) -> Option<String> {
    text.split(ENDS).find_map(|sentence| {
        let words = Words::new(sentence, rules);
        // The verb alone tells the person and the past.
        let by_itself = || words.find(&rules.past_second_person).or_else(|| ended(&words, rules));
        // Japanese omits the person, and Arabic has it in the verb.
        let is_spoken_to = second_person(&words, rules).is_some() || matches!(rules.tag, "ja" | "ar");
        let with_person = || {
            words
                .find(&rules.deeds)
                .or_else(|| with_a_word_between(&words, &rules.deeds))
                .or_else(|| general_past(&words, rules))
        };
        by_itself().or_else(|| after_subject(&words, rules)).or_else(|| if is_spoken_to { with_person() } else { None })
    })
}

/// Returns a verb with an ending that is second person and past: Spanish "-aste".
fn ended(words: &Words<'_>, rules: &LanguageRules) -> Option<String> {
    let is_told = |word: &&String| has_ending(word, &rules.told_endings) && !rules.not_told.contains(word);
    words.small.iter().find(is_told).cloned()
}

/// Returns a phrase of two words of `list` with another word between them: "your last purchase".
fn with_a_word_between(words: &Words<'_>, list: &[String]) -> Option<String> {
    let phrases = || list.iter().filter_map(|phrase| phrase.split_once(' '));
    words.small.windows(3).find_map(|three| {
        let [first, between, last] = three else { return None };
        phrases().any(|(one, other)| one == first && other == last).then(|| format!("{first} {between} {last}"))
    })
}

/// Returns a word of the past. A word that may be present too, alone or before a noun, counts only with a verb, so not
/// in "vous avez le choix".
fn general_past(words: &Words<'_>, rules: &LanguageRules) -> Option<String> {
    if !words.spaced {
        // The verb follows the person. If something is done for the person, `not_past` has both.
        return past_after_person(words, rules);
    }
    let is_past =
        |word: &&String| rules.past.contains(word) && !rules.auxiliaries.contains(word) && !rules.being.contains(word);
    let auxiliary = || {
        words.small.iter().enumerate().find_map(|(at, word)| {
            let followed = || words.small.get(at + 1..).unwrap_or_default();
            let has_verb = || match rules.tag {
                // The verb is at the end of the sentence.
                "de" => german_participle(words, at),
                _ => followed()
                    .iter()
                    .find(|word| !is_between(word, rules))
                    .is_some_and(|word| is_participle(word, rules)),
            };
            (rules.auxiliaries.contains(word) && has_verb()).then(|| word.clone())
        })
    };
    words.small.iter().find(is_past).cloned().or_else(auxiliary)
}

/// Returns a past verb directly after the person: "you always loved", "você amou".
fn after_subject(words: &Words<'_>, rules: &LanguageRules) -> Option<String> {
    let places = words.small.iter().enumerate().filter(|(at, word)| {
        // A polite "Sie" differs from "sie", they, by its capital.
        let written = words.written.get(*at).copied().unwrap_or_default();
        rules.subjects.iter().any(|subject| subject == written || subject == *word)
    });
    places.into_iter().find_map(|(at, _)| {
        let next = words.small.get(at + 1..)?.iter().find(|word| !is_between(word, rules))?;
        let is_verb = has_ending(next, &rules.endings_after_subject) && !rules.not_past.contains(next);
        let is_listed = rules.past.contains(next) && !rules.auxiliaries.contains(next) && !rules.being.contains(next);
        (is_verb || is_listed || rules.deeds.contains(next) || rules.past_after_subject.contains(next))
            .then(|| next.clone())
    })
}

fn past_after_person(words: &Words<'_>, rules: &LanguageRules) -> Option<String> {
    let mut text = words.text.clone();
    for harmless in rules.not_past.iter() {
        text = text.replace(harmless.as_str(), "");
    }
    let person = rules.subjects.iter().filter_map(|person| text.find(person.as_str())).min()?;
    let after = text.get(person..)?;
    rules.past.iter().find(|past| after.contains(past.as_str())).cloned()
}

fn is_between(word: &str, rules: &LanguageRules) -> bool {
    rules.between.iter().any(|between| between == word)
        || rules.between_endings.iter().any(|end| word.ends_with(end.as_str()))
}

fn is_participle(word: &String, rules: &LanguageRules) -> bool {
    rules.past.contains(word)
        || rules.deeds.contains(word)
        || has_ending(word, &rules.participle_endings) && !rules.not_participles.contains(word)
}

/// Whether a verb has one of `endings`.
fn has_ending(word: &str, endings: &[String]) -> bool {
    endings
        .iter()
        .any(|ending| word.strip_suffix(ending.as_str()).is_some_and(|stem| stem.chars().count() >= LEAST_STEM))
}

/// Whether the sentence has a participle: a word in lower case, since nouns have capitals.
fn german_participle(words: &Words<'_>, auxiliary: usize) -> bool {
    const PREFIXES: [&str; 6] = ["be", "emp", "ent", "er", "ver", "zer"];
    let around = words.written.iter().enumerate().filter(|(at, _)| *at != auxiliary);
    around.map(|(_, word)| *word).any(|word| {
        let is_small = word.chars().all(char::is_lowercase);
        let is_formed = word.starts_with("ge") || PREFIXES.iter().any(|prefix| word.starts_with(prefix));
        let is_separable = word.chars().count() > 7 && word.contains("ge");
        let ends = word.ends_with('t') || word.ends_with("en");
        is_small && word.chars().count() > 5 && ends && (is_formed || is_separable || word.ends_with("iert"))
    })
}
