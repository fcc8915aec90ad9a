//! Text and addresses as they may appear on a page. Markup is text: it is neither removed nor read.

/// Longest web address, in bytes: what Google Merchant Center accepts.
const MAX_ADDRESS: usize = 2000;

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

/// Whether `address` is an absolute http or https address with a host, of at most 2000 bytes, that holds nothing
/// which could end an attribute or a line, and no user name.
pub(crate) fn is_web_address(address: &str) -> bool {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| address.get(scheme.len()..)).flatten()
    });
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty()
        && !host.starts_with(':')
        && !host.contains('@')
        && address.len() <= MAX_ADDRESS
        && !address.chars().any(|c| {
            c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '`' | '\u{202a}'..='\u{202e}')
        })
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

    #[test]
    fn addresses() {
        for good in ["https://shop.example/p?a=1#b", "HTTP://shop.example", "https://h:8080/é"] {
            assert!(is_web_address(good), "{good}");
        }
        let long = format!("https://h/{}", "x".repeat(2000));
        for bad in [
            "",
            "/p/1",
            "shop.example/p",
            "//shop.example/p",
            "ftp://h/p",
            "javascript:alert(1)",
            "https://",
            "https:///p",
            "https://:80/",
            "https://u@h/",
            "https://h/a b",
            "https://h/\"",
            "https://h/\u{202e}",
            "data:text/html,x",
            &long,
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
