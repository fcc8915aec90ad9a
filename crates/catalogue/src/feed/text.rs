//! Text as it may appear on a page. Markup is text: it is neither removed nor read.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// `text` in one line of at most `max_chars` characters: white space collapsed, control characters and those that
/// change the direction of what follows removed.
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

/// `text` with its character references resolved, those of HTML too: what was escaped twice, or stands escaped in a table.
/// What is no reference stays as it is.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    /// Longest name of HTML's, `CounterClockwiseContourIntegral`.
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

/// What a reference stands for: a name of HTML's, or a number.
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
