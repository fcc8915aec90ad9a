//! Names of types and titles as words that can be compared: lower case, without accents, one form for singular and
//! plural. Not for languages that are written without spaces.

/// The words of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(Vec<String>);

impl Words {
    /// The words of `text`; whatever is no letter or digit separates them, but for a hyphen in a letter's company, which
    /// joins as a space would.
    pub(crate) fn new(text: &str) -> Self {
        let folded: String = text.chars().flat_map(char::to_lowercase).flat_map(plain).collect();
        Self(folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(singular).collect())
    }

    /// Whether the words of `phrase` stand in it one after the other.
    pub(crate) fn has(&self, phrase: &Self) -> bool {
        self.find(phrase).is_some()
    }

    /// Where `phrase` ends the last time it stands here: the position after its last word.
    pub(crate) fn find(&self, phrase: &Self) -> Option<usize> {
        let length = phrase.0.len();
        if length == 0 {
            return None;
        }
        self.0.windows(length).rposition(|words| words == phrase.0).map(|start| start + length)
    }
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
        // A combining accent after a plain letter.
        '\u{300}'..='\u{36f}' => ('\u{200d}', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second).filter(|letter| *letter != '\u{200d}')
}

/// One form for singular and plural: not the dictionary's, only the same for both.
fn singular(word: &str) -> String {
    let short = |end: &str, instead: &str| {
        let stem = word.strip_suffix(end).filter(|stem| stem.len() >= 3)?;
        Some(format!("{stem}{instead}"))
    };
    if word.ends_with("ss") {
        return word.to_owned();
    }
    let ies = || short("ies", "y").filter(|_| word.len() > 5);
    let es = || ["sses", "ches", "shes", "xes"].iter().find_map(|end| short(end, end.strip_suffix("es")?));
    ies().or_else(es).or_else(|| short("s", "")).or_else(|| short("x", "")).unwrap_or_else(|| word.to_owned())
}
