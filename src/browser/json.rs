//! What goes out, as JSON text: the page's script parses it. A general JSON library, or one call into JavaScript for
//! each field, would cost the module several kB.

use crate::digits::hex_digit;
use crate::prelude::*;
use core::fmt::Display;
use serde::ser::{Impossible, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

/// `value` as JSON. What the view types do not use (maps, tuples, variants with content) becomes `null`.
#[must_use]
pub fn text<T: Serialize + ?Sized>(value: &T) -> String {
    let mut writer = Writer { text: Vec::with_capacity(ROOM) };
    let written = value.serialize(&mut writer).ok();
    written.and_then(|()| String::from_utf8(writer.text).ok()).unwrap_or_else(|| "null".to_owned())
}

struct Writer {
    text: Vec<u8>,
}

/// A kind of value that is not written.
#[derive(Debug)]
struct Unsupported;

/// A slate of four takes less, in bytes: its text is not moved as it grows.
const ROOM: usize = 2048;

/// 2^53: whole numbers below are exact in JavaScript.
const LARGEST: f64 = 9_007_199_254_740_992.0;

type Written = Result<(), Unsupported>;

impl Writer {
    fn plain(&mut self, text: &str) -> Written {
        self.text.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn whole(&mut self, number: u64) {
        if number > 9 {
            self.whole(number / 10);
        }
        self.text.push(b'0' + (number % 10) as u8);
    }

    fn quoted(&mut self, text: &str) {
        self.text.push(b'"');
        let mut rest = text.as_bytes();
        // Everything else may stand as it is (RFC 8259, section 7).
        while let Some(place) = rest.iter().position(|byte| *byte < b' ' || *byte == b'"' || *byte == b'\\') {
            let (plain, tail) = rest.split_at_checked(place).unwrap_or((rest, &[]));
            self.text.extend_from_slice(plain);
            if let Some((byte, tail)) = tail.split_first() {
                self.text.extend_from_slice(b"\\u00");
                self.text.push(hex_digit(byte >> 4));
                self.text.push(hex_digit(*byte));
                rest = tail;
            }
        }
        self.text.extend_from_slice(rest);
        self.text.push(b'"');
    }

    /// Rounded to four decimals: no price has more. Rust's own conversion would add 15 kB to the module.
    fn number(&mut self, number: f64) -> Written {
        let units = number.abs() * 10_000.0 + 0.5;
        if units.is_nan() || units >= LARGEST {
            return self.plain("null");
        }
        let units = units as u64;
        if number < 0.0 && units > 0 {
            self.text.push(b'-');
        }
        self.whole(units / 10_000);
        let mut fraction = units % 10_000;
        if fraction > 0 {
            self.text.push(b'.');
        }
        while fraction > 0 {
            self.text.push(b'0' + (fraction / 1_000) as u8);
            fraction = fraction % 1_000 * 10;
        }
        Ok(())
    }

    fn comma(&mut self, opening: u8) {
        if self.text.last() != Some(&opening) {
            self.text.push(b',');
        }
    }

    /// The names of fields need no escapes.
    fn key(&mut self, key: &str) {
        self.comma(b'{');
        self.text.push(b'"');
        self.text.extend_from_slice(key.as_bytes());
        self.text.push(b'"');
        self.text.push(b':');
    }
}

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Unsupported;
    type SerializeSeq = Self;
    type SerializeStruct = Self;
    type SerializeTuple = Impossible<(), Unsupported>;
    type SerializeTupleStruct = Impossible<(), Unsupported>;
    type SerializeTupleVariant = Impossible<(), Unsupported>;
    type SerializeMap = Impossible<(), Unsupported>;
    type SerializeStructVariant = Impossible<(), Unsupported>;

    fn serialize_bool(self, value: bool) -> Written {
        self.plain(if value { "true" } else { "false" })
    }

    fn serialize_i8(self, value: i8) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Written {
        if value < 0 {
            self.text.push(b'-');
        }
        self.serialize_u64(value.unsigned_abs())
    }

    fn serialize_u8(self, value: u8) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Written {
        self.whole(value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Written {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Written {
        self.number(value)
    }

    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Written {
        self.quoted(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Unsupported)
    }

    fn serialize_none(self) -> Written {
        self.plain("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.plain("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.plain("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        Err(Unsupported)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unsupported> {
        self.text.push(b'[');
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unsupported> {
        self.text.push(b'{');
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unsupported> {
        Err(Unsupported)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unsupported> {
        Err(Unsupported)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unsupported> {
        Err(Unsupported)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unsupported> {
        Err(Unsupported)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unsupported> {
        Err(Unsupported)
    }
}

impl SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.comma(b'[');
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.plain("]")
    }
}

impl SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
        self.key(key);
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.plain("}")
    }
}

impl serde::ser::Error for Unsupported {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

impl core::error::Error for Unsupported {}

impl Display for Unsupported {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("a kind of value that is not written as JSON")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;

    #[derive(Serialize)]
    struct Everything<'a> {
        text: &'a str,
        none: Option<u32>,
        some: Option<i64>,
        yes: bool,
        list: Vec<f64>,
        empty: Vec<u8>,
        inner: Inner,
        variant: Kind,
    }

    #[derive(Serialize)]
    struct Inner {}

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        GoesWith,
    }

    #[test]
    fn writes_what_a_json_library_reads() {
        let everything = Everything {
            text: "a \"quote\", a \\, a\ttab\u{1f}, \u{7f}, été 🧣, </script>, \u{2028}",
            none: None,
            some: Some(-4_503_599_627_370_497),
            yes: true,
            list: vec![2.95, 0.1, -1.5, 1e-9, 4_294_967_295.0, 42_949_672.95, 7.0, 100.05, f64::NAN],
            empty: Vec::new(),
            inner: Inner {},
            variant: Kind::GoesWith,
        };
        let expected = concat!(
            r#"{"text":"a \u0022quote\u0022, a \u005c, a\u0009tab\u001f, "#,
            "\u{7f}, été 🧣, </script>, \u{2028}",
            r#"","none":null,"some":-4503599627370497,"yes":true,"#,
            r#""list":[2.95,0.1,-1.5,0,4294967295,42949672.95,7,100.05,null],"#,
            r#""empty":[],"inner":{},"variant":"goes-with"}"#
        );
        assert_eq!(text(&everything), expected);
    }
}
