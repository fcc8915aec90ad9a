//! Text as it may appear on a page. Markup is text: it is neither removed nor read.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
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
}
