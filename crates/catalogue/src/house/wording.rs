//! Checks whether a house's own sentence may be shown. It must be true for many shoppers: it names no item but the
//! page's own, has no date, count or price, and speaks to nobody in particular. A notice may speak to the people
//! concerned, in a condition. A message to clients may speak to its reader, but not about what they did: see
//! [`super::told`].

use passerelle::message::MessageKind;

use super::language_rules::{LanguageRules, language_rules};
use super::sentence::{ENDS, Words, second_person};
use super::told::told;
use crate::error::Wording;
use crate::translations;

/// Signs of money.
const SIGNS: &[char] = &['€', '$', '£', '¥', '₩', '₹', '₽', '¢', '%', '٪', '﷼', '฿', '₺'];

/// The use of the sentence.
#[derive(Clone, Copy)]
pub(super) enum Kind<'a> {
    /// A reason, by its name in the catalogue.
    Reason(&'a str),
    /// The text of a notice.
    Notice,
    /// The text of another message to clients.
    Message(MessageKind),
    /// A text of the loyalty programme.
    Loyalty,
    /// A text of a questionnaire, which speaks to the person who answers.
    Advice,
}

impl Kind<'_> {
    /// Whether it may have amounts: a promotion needs them, and a question may ask for them.
    fn may_count(self) -> bool {
        matches!(self, Self::Message(MessageKind::Offer) | Self::Advice)
    }
}

/// Returns the problems of `text`, in the language of `tag`.
pub(super) fn check(text: &str, tag: &str, kind: Kind<'_>, line: usize) -> Vec<Wording> {
    let (names, in_order) = translations::placeholders(text);
    let mut findings = Vec::new();
    if !in_order {
        findings.push("has an unpaired brace: write placeholders as {type}".to_owned());
    }
    findings.extend(names.iter().filter_map(|name| placeholder(name, kind)));
    let bare = without_placeholders(text);
    let better = better(tag, kind);
    if !kind.may_count() && bare.chars().any(char::is_numeric) {
        findings.push(format!("contains a number: leave it out, {better}"));
    }
    if !kind.may_count() && bare.contains(SIGNS) {
        findings.push(format!("mentions money: leave it out, {better}"));
    }
    if let Some(rules) = language_rules(tag) {
        let words = Words::new(&bare, rules);
        let states = |what: &str, word: &str| format!("states {what} ({word:?}): leave it out, {better}");
        // A question may ask about the morning or the summer.
        let dates = words.find(&rules.dates).filter(|_| !matches!(kind, Kind::Advice));
        findings.extend(dates.map(|word| states("a time", &word)));
        if !kind.may_count() {
            findings.extend(words.find(&rules.counts).map(|word| states("an amount", &word)));
            let mentions = |word| format!("mentions money ({word:?}): leave it out, {better}");
            findings.extend(words.find(&rules.money).map(mentions));
        }
        match kind {
            Kind::Reason(_) => findings.extend(speaks_to(&words, rules).map(|(word, did)| {
                let what = if did { "tells one person what they did" } else { "addresses one person" };
                format!("{what} ({word:?}): say it to everyone, {better}")
            })),
            Kind::Notice => findings.extend(condition(&bare, rules, &better)),
            Kind::Message(_) | Kind::Loyalty | Kind::Advice => findings.extend(
                told(&bare, rules)
                    .map(|word| format!("tells one person what they did ({word:?}): leave it out, {better}")),
            ),
        }
    }
    findings.into_iter().map(|message| Wording { line, message: format!("{text:?} {message}") }).collect()
}

/// Returns what to write instead.
fn better(tag: &str, kind: Kind<'_>) -> String {
    match kind {
        Kind::Reason(reason) => format!("as in {:?}", translations::reason(tag, reason).unwrap_or_default()),
        Kind::Notice => {
            format!("and begin as in {:?}", language_rules(tag).map_or("If you ...", |rules| &rules.notice_example))
        }
        Kind::Message(_) | Kind::Loyalty | Kind::Advice => {
            let example = language_rules(tag).map_or("A watch asks for a little care", |rules| &rules.message_example);
            format!("as in {example:?}")
        }
    }
}

fn placeholder(name: &str, kind: Kind<'_>) -> Option<String> {
    let Kind::Reason(reason) = kind else {
        return Some(format!("names {{{name}}}: a message is the same for everyone, write it out"));
    };
    let allowed =
        translations::reason("en", reason).map(|usual| translations::placeholders(usual).0).unwrap_or_default();
    if allowed.contains(&name) {
        return None;
    }
    let instead = match allowed.as_slice() {
        [] => "write it without placeholders".to_owned(),
        [one, ..] => format!("name {{{one}}} instead"),
    };
    Some(match name {
        "item" => format!("names an item; only goes-with-page-item may name one, that of the page: {instead}"),
        "type" | "division" | "collection" | "occasion" => {
            format!("names {{{name}}}, which this reason does not have: {instead}")
        }
        _ => format!("names {{{name}}}, which is not a placeholder: {instead}"),
    })
}

fn without_placeholders(text: &str) -> String {
    let (mut bare, mut depth) = (String::with_capacity(text.len()), 0u32);
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(letter),
            _ => {}
        }
    }
    bare
}

/// Returns the word that speaks to one person, and whether the sentence tells what they did.
fn speaks_to(words: &Words<'_>, rules: &LanguageRules) -> Option<(String, bool)> {
    let (word, _) = second_person(words, rules)?;
    Some((word, tells(words, rules)))
}

fn tells(words: &Words<'_>, rules: &LanguageRules) -> bool {
    let after_you = || {
        let you = words.small.iter().position(|word| word == "you");
        let next = you.and_then(|at| words.small.get(at + 1));
        next.is_some_and(|word| rules.tag == "en" && word.len() > 4 && word.ends_with("ed"))
    };
    words.find(&rules.past_second_person).is_some() || words.find(&rules.past).is_some() || after_you()
}

/// Returns the problem of a notice: it must have a condition, and outside of it tell nobody what they did.
fn condition(text: &str, rules: &LanguageRules, better: &str) -> Option<String> {
    let mut is_conditional = false;
    for sentence in text.split(ENDS) {
        let words = Words::new(sentence, rules);
        let condition = rules.conditions.iter().filter_map(|word| words.place(word)).min();
        if let Some((word, place)) = second_person(&words, rules) {
            // In Japanese the condition comes later.
            let within = condition.is_some_and(|condition| condition < place || !words.spaced);
            if !within && tells(&words, rules) {
                return Some(format!("tells one person what they did ({word:?}): say it to everyone, {better}"));
            }
            if !within && !is_conditional {
                return Some(format!(
                    "addresses one person before any condition ({word:?}): say it to everyone, {better}"
                ));
            }
        }
        is_conditional |= condition.is_some();
    }
    (!is_conditional).then(|| format!("has no condition, although it does not concern everyone: add one, {better}"))
}
