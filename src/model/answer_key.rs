//! The key of an answer to a house's questionnaire, made of names that stay the same across builds.

use super::Slug;

/// The separator between the names. No slug contains it.
const BETWEEN: char = '/';

/// An answer, with its question and its questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerKey {
    /// The questionnaire.
    pub questionnaire: Slug,
    /// Its question.
    pub question: Slug,
    /// The answer to it.
    pub answer: Slug,
}

impl AnswerKey {
    /// Parses the format of [`AnswerKey::written`]; `None` for any other text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let mut names = text.split(BETWEEN).map(Slug::new);
        let key = Self { questionnaire: names.next()??, question: names.next()??, answer: names.next()?? };
        names.next().is_none().then_some(key)
    }

    /// Formats the three names with slashes in between: `skin/type/dry`.
    #[must_use]
    pub fn written(&self) -> String {
        [self.questionnaire, self.question, self.answer].map(|name| name.as_str().to_owned()).join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_three_names() {
        for text in ["skin/type", "skin/type/dry/er", "skin//dry", "", "Skin/type/dry"] {
            assert_eq!(AnswerKey::of(text), None, "{text:?}");
        }
        assert_eq!(AnswerKey::of("skin/type/dry").map(|key| key.written()).as_deref(), Some("skin/type/dry"));
    }
}
