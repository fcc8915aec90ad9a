//! Printing that survives a reader who has gone: a closed pipe is the reader's choice, and must not end a build
//! half-way as `println!` would.

/// `println!`, whatever becomes of standard output.
#[macro_export]
macro_rules! outln {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), $($text)*);
    }};
}

/// `eprint!`, whatever becomes of standard error.
#[macro_export]
macro_rules! err {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = write!(std::io::stderr(), $($text)*);
    }};
}
