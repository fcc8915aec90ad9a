//! How single settings are read: numbers within their bounds, days, texts in every language, words of a list. What is
//! wrong is told with its place and what to write instead. Not for what a setting means.

use std::collections::BTreeMap;

use passerelle::rank::Factor;
use toml::Spanned;

use crate::catalogue::Texts;
use crate::date;

/// A wrong setting at a byte offset.
pub(super) struct Wrong {
    pub(super) offset: usize,
    pub(super) message: String,
}

pub(super) fn wrong<T, V>(at: &Spanned<T>, message: impl Into<String>) -> Result<V, Wrong> {
    Err(Wrong { offset: at.span().start, message: message.into() })
}

/// A whole number from `least` to `most`, or the default.
pub(super) fn within<T>(value: Option<Spanned<i64>>, name: &str, least: T, most: T, default: T) -> Result<T, Wrong>
where
    T: TryFrom<i64> + PartialOrd + std::fmt::Display + Copy,
{
    let Some(value) = value else { return Ok(default) };
    match T::try_from(*value.get_ref()) {
        Ok(number) if least <= number && number <= most => Ok(number),
        _ => wrong(&value, format!("{name} is {}: write a whole number from {least} to {most}", value.get_ref())),
    }
}

/// A number from 0 to `most`, or the default.
pub(super) fn share(value: Option<Spanned<f64>>, name: &str, most: f64, default: Factor) -> Result<Factor, Wrong> {
    let Some(value) = value else { return Ok(default) };
    if !(0.0..=most).contains(value.get_ref()) {
        return wrong(&value, format!("{name} is {}: write a number from 0 to {most}", value.get_ref()));
    }
    Ok(Factor::round(*value.get_ref()))
}

/// The one of `all` that `given` names.
pub(super) fn one_of<T: Copy, const N: usize>(
    given: &Spanned<String>,
    setting: &str,
    all: [T; N],
    name: impl Fn(T) -> &'static str,
) -> Result<T, Wrong> {
    match all.into_iter().find(|one| name(*one) == given.get_ref()) {
        Some(one) => Ok(one),
        None => {
            let names = all.map(|one| format!("{:?}", name(one))).join(", ");
            wrong(given, format!("{setting} is {:?}: write one of {names}", given.get_ref()))
        }
    }
}

/// The day that `value` says, counted from 1970-01-01: a text or a date of TOML's own; the default without one.
pub(super) fn day(value: Option<&Spanned<toml::Value>>, default: u32) -> Result<u32, Wrong> {
    let Some(value) = value else { return Ok(default) };
    let text = match value.get_ref() {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(date) => date.to_string(),
        other => other.type_str().to_owned(),
    };
    let moment = date::calendar(text.as_bytes(), false);
    match moment.and_then(|moment| u32::try_from(moment.div_euclid(86_400_000)).ok()) {
        Some(day) => Ok(day),
        None => wrong(value, format!("{text:?} is no date: write \"2026-12-24\"")),
    }
}

/// Texts by language as the file gives them, each with its place.
pub(super) type TextTable = Spanned<BTreeMap<Spanned<String>, Spanned<String>>>;

/// What to say of a language that the house does not speak.
pub(super) fn not_spoken(tag: &str, languages: &[String]) -> String {
    let known = languages.join(", ");
    format!("{tag:?} is no language of the house ({known}): remove it, or add it to house.languages")
}

/// Refuses a language that the house does not speak.
pub(super) fn spoken(tag: &Spanned<String>, languages: &[String]) -> Result<(), Wrong> {
    if languages.contains(tag.get_ref()) { Ok(()) } else { wrong(tag, not_spoken(tag.get_ref(), languages)) }
}

/// What `owner` has in each language, in the order of the house's languages: every one of them, no other, none empty.
pub(super) fn spanned_texts<'a>(
    given: &'a TextTable,
    owner: &str,
    what: &str,
    languages: &[String],
) -> Result<Vec<(&'a str, &'a Spanned<String>)>, Wrong> {
    let texts = spanned_texts_of_some(given, languages)?;
    let has = |tag: &String| texts.iter().any(|(given, text)| given == tag && !text.get_ref().trim().is_empty());
    match languages.iter().find(|tag| !has(tag)) {
        Some(missing) => wrong(given, format!("{owner} has no {what} in {missing:?}: add {missing} = \"...\"")),
        None => Ok(texts),
    }
}

fn spanned_texts_of_some<'a>(
    given: &'a TextTable,
    languages: &[String],
) -> Result<Vec<(&'a str, &'a Spanned<String>)>, Wrong> {
    given.get_ref().keys().try_for_each(|tag| spoken(tag, languages))?;
    given.get_ref().values().try_for_each(visible)?;
    let of_language = |tag| given.get_ref().iter().find(|(given, _)| given.get_ref() == tag);
    Ok(languages.iter().filter_map(of_language).map(|(tag, text)| (tag.get_ref().as_str(), text)).collect())
}

/// Refuses control characters, and characters that hide or reorder text. Line breaks, direction marks
/// (U+200E, U+200F) and isolates (U+2066 to U+2069) are allowed.
pub(super) fn visible(text: &Spanned<String>) -> Result<(), Wrong> {
    let hides = |character: &char| {
        (character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
            || matches!(character, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
    };
    match text.get_ref().chars().find(hides) {
        Some(hidden) => wrong(
            text,
            format!(
                "the text holds the invisible character U+{:04X}: remove it, or write the text again by hand",
                u32::from(hidden)
            ),
        ),
        None => Ok(()),
    }
}

/// What `owner` has in each language: every language of the house, no other, none empty.
pub(super) fn texts(given: &TextTable, owner: &str, what: &str, languages: &[String]) -> Result<Texts, Wrong> {
    let texts = spanned_texts(given, owner, what, languages)?;
    Ok(texts.into_iter().map(|(tag, text)| (tag.to_owned(), text.get_ref().clone())).collect())
}

/// What `owner` has in those languages of the house in which it has something, none empty.
pub(super) fn texts_of_some(given: &TextTable, owner: &str, what: &str, languages: &[String]) -> Result<Texts, Wrong> {
    let mut texts = Texts::new();
    for (tag, text) in spanned_texts_of_some(given, languages)? {
        if text.get_ref().trim().is_empty() {
            return wrong(text, format!("{owner} has an empty {what} in {tag:?}: write it, or remove it"));
        }
        texts.insert(tag.to_owned(), text.get_ref().clone());
    }
    Ok(texts)
}

/// The word of `known` that `word` was probably meant to be.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.into_iter().map(|known| (strsim::osa_distance(word, known), known));
    let (distance, known) = near.min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= word.chars().count().max(3)).then_some(known)
}

pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}
