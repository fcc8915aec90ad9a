//! Rows of a log that are skipped: why, and how many of each reason. Not for which rows are.

use super::{LogReport, Loss};
use crate::problems::{Kind, printable};

/// How many values of a loss are shown.
pub(super) const SHOWN: usize = 3;
/// Longest id of a session, a shopper or an item, in bytes.
pub(super) const MAX_ID: usize = 1024;

/// Why a row is skipped: the kind of problem, the column, and the text that is wrong.
pub(super) struct Skip {
    pub(super) kind: Kind,
    pub(super) column: Option<usize>,
    pub(super) text: Vec<u8>,
}

impl Skip {
    pub(super) fn new(kind: Kind, column: Option<usize>, text: impl AsRef<[u8]>) -> Self {
        Self { kind, column, text: text.as_ref().to_vec() }
    }
}

/// What is said of a cell that may name a person.
pub(super) fn masked(text: &[u8]) -> String {
    format!("(a text of {} characters, not shown)", String::from_utf8_lossy(text).chars().count())
}

/// A number, such as a quantity or an order's, for people; any other text may be a name out of its column.
pub(super) fn shown_number(text: &[u8]) -> String {
    let text = text.trim_ascii();
    let plain = text.iter().all(|c| c.is_ascii_digit() || matches!(c, b'#' | b'-' | b'+' | b'.' | b',' | b'/'));
    if plain { String::from_utf8_lossy(text).into_owned() } else { masked(text) }
}

impl LogReport {
    /// Counts a row of `file` that is skipped at `line`, for what is wrong in `column`.
    pub(super) fn lose(&mut self, file: &str, line: u64, column: &str, skip: &Skip) {
        let same = |loss: &Loss| loss.kind == skip.kind && loss.column == column && loss.file == file;
        let at = self.losses.iter().position(same).unwrap_or_else(|| {
            self.losses.push(Loss {
                kind: skip.kind,
                file: file.to_owned(),
                column: column.to_owned(),
                line,
                count: 0,
                values: Vec::new(),
            });
            self.losses.len() - 1
        });
        let Some(loss) = self.losses.get_mut(at) else { return };
        loss.count += 1;
        if loss.values.len() < SHOWN {
            let text = printable(&skip.text);
            if !loss.values.contains(&text) {
                loss.values.push(text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_and_names_are_not() {
        for number in ["-1", "0", "#1001", "2024/17", ""] {
            assert_eq!(shown_number(number.as_bytes()), number);
        }
        for text in ["Dupont, Jean", "o'neill 3", "Łukasz"] {
            let shown = shown_number(text.as_bytes());
            assert_eq!(shown, format!("(a text of {} characters, not shown)", text.chars().count()));
        }
    }
}
