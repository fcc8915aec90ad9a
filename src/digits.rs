//! Numbers as text. `format!` would bring the formatting machinery of the standard library into the module: 3 kB.

use crate::prelude::*;

/// Decimal digits.
pub(crate) fn decimal(number: u64) -> String {
    let mut text = String::new();
    push_decimal(&mut text, number);
    text
}

fn push_decimal(text: &mut String, number: u64) {
    if number > 9 {
        push_decimal(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Two lower-case hexadecimal digits for each byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(char::from(hex_digit(byte >> 4)));
        text.push(char::from(hex_digit(*byte)));
    }
    text
}

/// The lower-case hexadecimal digit of the low half of a byte.
pub(crate) fn hex_digit(byte: u8) -> u8 {
    let value = byte & 15;
    if value < 10 { b'0' + value } else { b'a' - 10 + value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_format_does() {
        for number in [0, 9, 10, 107, 65_535, u64::MAX] {
            assert_eq!(decimal(number), alloc::format!("{number}"));
            assert_eq!(hexadecimal(&number.to_be_bytes()), alloc::format!("{number:016x}"));
        }
    }
}
