//! Reads single settings: numbers within limits, days, texts in every language, words of a list. An error has its place
//! and says what to write instead. Not for the meaning of settings.

use passerelle::model::Day;
use std::collections::BTreeMap;

use passerelle::rank::Factor;
use toml::Spanned;

use crate::catalogue::Texts;
use crate::date;

/// A wrong setting, with its byte offset in the file.
pub(super) struct Wrong {
    pub(super) offset: usize,
    pub(super) message: String,
}

pub(super) fn wrong<T, V>(at: &Spanned<T>, message: impl Into<String>) -> Result<V, Wrong> {
    Err(Wrong { offset: at.span().start, message: message.into() })
}

/// Reads a whole number from `least` to `most`; returns the default without a value.
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

/// Reads a number from 0 to `most`; returns the default without a value.
pub(super) fn share(value: Option<Spanned<f64>>, name: &str, most: f64, default: Factor) -> Result<Factor, Wrong> {
    let Some(value) = value else { return Ok(default) };
    if !(0.0..=most).contains(value.get_ref()) {
        return wrong(&value, format!("{name} is {}: write a number from 0 to {most}", value.get_ref()));
    }
    Ok(Factor::round(*value.get_ref()))
}

/// Returns the element of `all` that `given` names.
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

/// Reads a day, counted from 1970-01-01, from a text or a TOML date; returns the default without a value.
pub(super) fn day(value: Option<&Spanned<toml::Value>>, default: Day) -> Result<Day, Wrong> {
    let Some(value) = value else { return Ok(default) };
    let text = match value.get_ref() {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(date) => date.to_string(),
        other => other.type_str().to_owned(),
    };
    let moment = date::calendar(text.as_bytes(), false);
    match moment.and_then(|moment| u32::try_from(moment.div_euclid(86_400_000)).ok()) {
        Some(day) => Ok(Day::from_number(day.into())),
        None => wrong(value, format!("{text:?} is not a date: write \"2026-12-24\"")),
    }
}

/// Texts by language as the file writes them, each with its place.
pub(super) type TextTable = Spanned<BTreeMap<Spanned<String>, Spanned<String>>>;

/// The message for a language that the house does not have.
pub(super) fn not_spoken(tag: &str, languages: &[String]) -> String {
    let known = languages.join(", ");
    format!("{tag:?} is not a language of the house ({known}): remove it, or add it to house.languages")
}

/// Refuses a language that the house does not have.
pub(super) fn spoken(tag: &Spanned<String>, languages: &[String]) -> Result<(), Wrong> {
    if languages.contains(tag.get_ref()) { Ok(()) } else { wrong(tag, not_spoken(tag.get_ref(), languages)) }
}

/// Returns the texts of `owner`, in the order of the house's languages. Every language must have a text, and no other
/// language may.
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

/// Returns the texts of `owner` by language. Every language of the house must have a text, and no other language may.
pub(super) fn texts(given: &TextTable, owner: &str, what: &str, languages: &[String]) -> Result<Texts, Wrong> {
    let texts = spanned_texts(given, owner, what, languages)?;
    Ok(texts.into_iter().map(|(tag, text)| (tag.to_owned(), text.get_ref().clone())).collect())
}

/// Returns the texts of `owner` in the languages of the house that have one. Empty texts and other languages are
/// refused.
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

/// Returns the word of `known` that `word` probably misspells.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.into_iter().map(|known| (strsim::osa_distance(word, known), known));
    let (distance, known) = near.min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= word.chars().count().max(3)).then_some(known)
}

pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}
