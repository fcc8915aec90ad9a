//! Printing that survives a reader who has gone, since a closed pipe is the reader's choice and must not end a build
//! half-way as `println!` would; and that lets nothing from a file move the cursor of a terminal.

use std::borrow::Cow;

/// `println!`, whatever becomes of standard output.
#[macro_export]
macro_rules! outln {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), "{}", $crate::plain(&format!($($text)*)));
    }};
}

/// `eprint!`, whatever becomes of standard error.
#[macro_export]
macro_rules! err {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = write!(std::io::stderr(), "{}", $crate::plain(&format!($($text)*)));
    }};
}

/// `text` with a replacement character for every control character but line ends and tabs: names of columns and files are
/// whatever somebody wrote.
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
