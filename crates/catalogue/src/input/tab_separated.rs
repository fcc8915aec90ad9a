//! Reads tab-separated text, in which a quote is text, by Google's specification. Spreadsheets write tabs too, and put
//! fields in quotes. A single field in quotes proves nothing. Fields are unquoted by the writer's habit
//! ([`super::quoting_habit`]), if all fields of a row are in quotes, or if a field has doubled quotes or a line end.

use super::lines::Line;
use super::quotes::{is_quoted, unquoted};
use super::record::Record;
use super::separated::{MAX_OPEN_LINES, SeparatedText};
use super::step::Step;

impl SeparatedText {
    /// Reads a line of tab-separated text. A field continues in the next lines only in a spreadsheet's form: in quotes,
    /// the last field of its line, and without a tab before the closing quote.
    pub(super) fn tabs(&mut self, columns: usize, line: &Line, record: &mut Record) -> Step {
        self.core.reset();
        self.feed(&line.bytes, record);
        let opens = |field: &[u8]| field.starts_with(b"\"") && !is_quoted(field);
        if record.len() < columns && record.iter().last().is_some_and(opens) {
            self.join(columns, line, record);
        }
        let quoted = self.quoted || is_quoted_throughout(record);
        record.map(|field| unquoted(field).filter(|_| quoted || is_a_spreadsheets(field)));
        Step::Row
    }

    fn join(&mut self, columns: usize, line: &Line, record: &mut Record) {
        let mut joined = line.bytes.clone();
        let mut taken: Vec<Line> = Vec::new();
        while taken.len() < MAX_OPEN_LINES {
            let mut next = Line::default();
            match self.lines.read(&mut next) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    self.lines.fail_next(error);
                    break;
                }
            }
            let closing = next.bytes.contains(&b'"') && self.closes_properly(&next.bytes);
            let tab = next.bytes.contains(&b'\t');
            joined.extend_from_slice(&next.bytes);
            taken.push(next);
            if closing {
                // Line ends within the field do not end records.
                let mut whole = Record::default();
                (whole.line, whole.spans_lines) = (line.number, true);
                for field in joined.trim_ascii_end().split(|byte| *byte == b'\t') {
                    whole.push(field);
                }
                if whole.len() == columns {
                    *record = whole;
                    return;
                }
            }
            if closing || tab {
                break;
            }
        }
        self.lines.put_back(taken.into_iter());
    }
}

/// Whether every field of a row is in quotes, and there are several.
fn is_quoted_throughout(record: &Record) -> bool {
    let filled = || record.iter().filter(|field| !field.trim_ascii().is_empty());
    filled().count() > 1 && filled().all(is_quoted)
}

/// Whether a field in quotes contains a doubled quote or a line end, which only a writer of quoted fields produces.
fn is_a_spreadsheets(field: &[u8]) -> bool {
    let inner = field.trim_ascii_end();
    let inner = inner.get(1..inner.len().saturating_sub(1)).unwrap_or_default();
    inner.contains(&b'"') || inner.contains(&b'\n') || inner.contains(&b'\r')
}
