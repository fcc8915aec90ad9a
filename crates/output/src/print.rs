//! Printing to a terminal. A closed pipe is ignored, because it must not abort a build as `println!` would; control
//! characters from files are replaced, so that they cannot move the cursor. Not for machine-readable output.

use std::borrow::Cow;

/// Like `println!`, but ignores errors of standard output.
#[macro_export]
macro_rules! outln {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), "{}", $crate::plain(&format!($($text)*)));
    }};
}

/// Like `eprint!`, but ignores errors of standard error.
#[macro_export]
macro_rules! err {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = write!(std::io::stderr(), "{}", $crate::plain(&format!($($text)*)));
    }};
}

/// Replaces every control character in `text` but line ends and tabs, because names of columns and files are untrusted.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    let moves = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(moves) { text.replace(moves, "\u{fffd}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(plain("a\x1b[2J\rb\u{9b}c\n\td"), "a\u{fffd}[2J\u{fffd}b\u{fffd}c\n\td");
        assert!(matches!(plain("é\n"), Cow::Borrowed(_)));
    }
}
