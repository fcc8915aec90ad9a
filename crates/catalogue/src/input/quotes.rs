//! Reads quotes around fields. Not for the lines within an unclosed quote: see [`super::separated`].

/// Returns the position of the quote that closes a field. Quotes within the field are doubled.
pub(super) fn closing_quote(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'"', text.get(at..)?)?;
        if text.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Whether a field is in quotes, with its own quotes doubled.
pub(super) fn is_quoted(field: &[u8]) -> bool {
    let field = field.trim_ascii_end();
    field.len() >= 2 && field.first() == Some(&b'"') && closing_quote(&field[1..]) == Some(field.len() - 2)
}

/// Returns the text within the quotes around a field, with doubled quotes made single; `None` without quotes around it.
pub(super) fn unquoted(field: &[u8]) -> Option<Vec<u8>> {
    if !is_quoted(field) {
        return None;
    }
    let field = field.trim_ascii_end();
    let field = field.get(1..field.len() - 1)?;
    let mut out = Vec::with_capacity(field.len());
    let mut after_quote = false;
    for byte in field {
        after_quote = *byte == b'"' && !after_quote;
        if !after_quote || *byte != b'"' {
            out.push(*byte);
        }
    }
    Some(out)
}
