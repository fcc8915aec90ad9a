//! Cleans text for a page. Markup is text: it is neither removed nor interpreted.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// Returns `text` in one line of at most `max_chars` characters: white space is collapsed; control characters and
/// characters that change the direction of the following text are removed.
pub(crate) fn clean(text: &str, max_chars: usize) -> String {
    let mut out = String::with_capacity(text.len().min(max_chars));
    let mut chars = 0;
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = chars > 0;
            continue;
        }
        if c.is_control()
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        {
            continue;
        }
        if chars + usize::from(gap) >= max_chars {
            break;
        }
        if gap {
            out.push(' ');
            chars += 1;
            gap = false;
        }
        out.push(c);
        chars += 1;
    }
    out
}

/// Whether UTF-8 was read as Windows-1252 and saved again: "cafÃ©" for "café". Encoded as Windows-1252, such a text is
/// UTF-8 again; no other text is.
pub(crate) fn is_garbled(text: &str) -> bool {
    /// The characters of Windows-1252 that Latin-1 lacks, with their bytes.
    const WINDOWS: [(char, u8); 27] = [
        ('\u{20ac}', 0x80),
        ('\u{201a}', 0x82),
        ('\u{192}', 0x83),
        ('\u{201e}', 0x84),
        ('\u{2026}', 0x85),
        ('\u{2020}', 0x86),
        ('\u{2021}', 0x87),
        ('\u{2c6}', 0x88),
        ('\u{2030}', 0x89),
        ('\u{160}', 0x8a),
        ('\u{2039}', 0x8b),
        ('\u{152}', 0x8c),
        ('\u{17d}', 0x8e),
        ('\u{2018}', 0x91),
        ('\u{2019}', 0x92),
        ('\u{201c}', 0x93),
        ('\u{201d}', 0x94),
        ('\u{2022}', 0x95),
        ('\u{2013}', 0x96),
        ('\u{2014}', 0x97),
        ('\u{2dc}', 0x98),
        ('\u{2122}', 0x99),
        ('\u{161}', 0x9a),
        ('\u{203a}', 0x9b),
        ('\u{153}', 0x9c),
        ('\u{17e}', 0x9e),
        ('\u{178}', 0x9f),
    ];
    let byte = |c: char| {
        let windows = WINDOWS.iter().find(|(character, _)| *character == c).map(|(_, byte)| *byte);
        windows.or_else(|| u8::try_from(u32::from(c)).ok())
    };
    let Some(bytes) = text.chars().map(byte).collect::<Option<Vec<u8>>>() else { return false };
    !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok()
}

/// Returns `text` with its character references resolved, including HTML's: the text was escaped twice, or is escaped
/// in a table. An unknown reference stays as it is.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    /// Length of HTML's longest name, `CounterClockwiseContourIntegral`.
    const LONGEST: usize = 31;
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        let end = reference.bytes().take(LONGEST + 2).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((character(reference.get(1..end)?)?, reference.get(end + 1..)?)));
        out.push_str(before);
        match found {
            Some((character, after)) => {
                out.push_str(&character);
                rest = after;
            }
            None => {
                out.push('&');
                rest = reference.get(1..).unwrap_or_default();
            }
        }
    }
    if out.is_empty() {
        return text.into();
    }
    out.push_str(rest);
    out.into()
}

/// Returns the characters of a reference: a name of HTML's, or a number.
fn character(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else { return resolve_html5_entity(name).map(Cow::Borrowed) };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).map(|c| c.to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_was_saved_in_a_wrong_encoding_is_known() {
        for garbled in ["cafÃ©", "MÃ¼tze", "Lâ€™eau", "Â£5", "Ã€ la carte"] {
            assert!(is_garbled(garbled), "{garbled}");
        }
        for text in ["café", "Mütze", "L’eau", "£5", "Tea", "", "SÃO PAULO", "Ã", "東京", "café Ã©"] {
            assert!(!is_garbled(text), "{text}");
        }
    }

    #[test]
    fn titles_lose_control_characters_and_runs_of_space() {
        for (text, expected) in [
            ("  Sac\u{a0}\n\t seau ", "Sac seau"),
            ("A &amp; B <b>c</b>", "A &amp; B <b>c</b>"),
            ("a\u{202e}b\u{7}c\u{feff}", "abc"),
            ("\u{200b}a\u{200e}\u{200f}\u{61c}b", "ab"),
            ("a \u{7} b", "a b"),
            ("", ""),
        ] {
            assert_eq!(clean(text, 200), expected);
        }
        assert_eq!(clean(&"é".repeat(300), 200).chars().count(), 200);
        assert_eq!(clean("abc def", 4), "abc", "no white space at the cut");
    }

    #[test]
    fn entities_are_decoded_once_and_unknown_ones_stay() {
        for (text, expected) in [
            ("Men&#039;s caf&eacute; shirt &amp; tie", "Men's café shirt & tie"),
            ("Women&#8217;s &#x2014; &lt;b&gt;", "Women\u{2019}s \u{2014} <b>"),
            ("AT&T; R & D &nothing; &#xZ; &", "AT&T; R & D &nothing; &#xZ; &"),
            ("&amp;amp;", "&amp;"),
            ("plain", "plain"),
        ] {
            assert_eq!(decoded(text), expected);
        }
    }
}
