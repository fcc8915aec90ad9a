//! A slate as `JSON.stringify()` writes what the browser's `suggest()` gives. Both have the same fields in the same order; they differ
//! in how whole numbers among fractions are written, which this makes alike.

use std::io;

use passerelle::view::SlateView;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// The slate's text.
pub(super) fn write(slate: &SlateView<'_>) -> String {
    let mut text = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut text, AsJavaScript);
    // Writing into memory does not fail, and no key of a slate is anything but a text.
    let _ = slate.serialize(&mut serializer);
    String::from_utf8(text).unwrap_or_default()
}

/// Numbers as JavaScript writes them.
struct AsJavaScript;

impl Formatter for AsJavaScript {
    /// JavaScript knows one kind of number: 2, not 2.0, and no negative zero. Of a slate's fractions (prices, and fits with four
    /// decimals) none is large or small enough for an exponent.
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        write!(writer, "{}", if value == 0.0 { 0.0 } else { value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_javascript_does() {
        let written = |value: f64| {
            let mut text = Vec::new();
            AsJavaScript.write_f64(&mut text, value).unwrap();
            String::from_utf8(text).unwrap()
        };
        let pairs = [
            (0.0, "0"),
            (-0.0, "0"),
            (2.0, "2"),
            (2.95, "2.95"),
            (-0.25, "-0.25"),
            (0.0001, "0.0001"),
            (42_949_672.95, "42949672.95"),
        ];
        for (value, text) in pairs {
            assert_eq!(written(value), text);
        }
    }
}
