//! The name of an item's file: its percent-encoded id, valid on every file system, and never outside the folder.

use std::fmt::Write;

use crate::error::CommandError;

/// Maximum length of a name in bytes, without its extension.
const LONGEST: usize = 240;

/// Returns the name without an extension.
///
/// # Errors
/// [`CommandError::Usage`] if the name would be longer than file systems allow.
pub(super) fn of(id: &str) -> Result<String, CommandError> {
    let mut name = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => name.push(char::from(byte)),
            other => {
                let _ = write!(name, "%{other:02X}");
            }
        }
    }
    if name.len() > LONGEST {
        return Err(CommandError::Usage(format!(
            "the id {id:?} is too long for a file name: remove --out and read the lines of standard output"
        )));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_leads_out_of_the_folder() {
        for (id, name) in
            [("85123A", "85123A"), ("../a b", "%2E%2E%2Fa%20b"), ("é.x", "%C3%A9%2Ex"), ("a%2F", "a%252F")]
        {
            assert_eq!(of(id).unwrap(), name);
        }
        assert!(of(&"x".repeat(241)).is_err());
    }
}
