//! A slate as JSON text, identical to `JSON.stringify()` of the browser's `suggest()`. The fields and their order are
//! the same already; this module makes the numbers the same.

use std::io;

use passerelle::view::SlateView;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// Returns the JSON text of the slate.
pub(super) fn write(slate: &SlateView<'_>) -> String {
    let mut text = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut text, AsJavaScript);
    // Writing into memory does not fail, and all keys of a slate are strings.
    let _ = slate.serialize(&mut serializer);
    String::from_utf8(text).unwrap_or_default()
}

/// Writes numbers as JavaScript does.
struct AsJavaScript;

impl Formatter for AsJavaScript {
    /// JavaScript writes 2, not 2.0, and no negative zero. The fractions of a slate (prices, and fits with four
    /// decimals) are never so large or small that they need an exponent.
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
