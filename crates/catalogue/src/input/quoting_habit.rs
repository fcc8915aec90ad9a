//! Whether the writer of tab-separated text puts texts in quotes, by its first lines. Not for a single row or field:
//! see [`super::tab_separated`].

use super::lines::Line;
use super::quotes::is_quoted;

/// Number of lines examined for the writer's habits, including the header.
pub(super) const SAMPLE_LINES: usize = 200;
/// This many texts of a kind, all of them in quotes, are a habit.
const HABIT: usize = 10;

/// Whether the writer of a file puts texts in quotes:
/// - all names of columns are in quotes;
/// - or some names are, and every cell below them;
/// - or all texts with a space are, or all with a comma, as PHP and Excel write: at least ten of them, or one of them a
///   name.
pub(super) fn quotes_by_habit(sample: &[Line]) -> bool {
    let Some((header, rows)) = sample.split_first() else { return false };
    let header = cells(header);
    // A field that continues in the next line is not whole.
    let rows: Vec<Vec<&[u8]>> = rows.iter().map(cells).filter(|row| row.len() == header.len()).collect();
    let is_filled = |field: &&&[u8]| !field.trim_ascii().is_empty();
    if header.len() > 1 && header.iter().filter(is_filled).all(|name| is_quoted(name)) {
        return true;
    }
    let below = |at: usize| rows.iter().filter_map(move |row| row.get(at)).filter(is_filled);
    let agrees = |at: usize| below(at).next().is_some() && below(at).all(|cell| is_quoted(cell));
    let mut quoted = header.iter().zip(0..).filter(|(name, _)| is_quoted(name)).map(|(_, at)| at).peekable();
    if quoted.peek().is_some() && quoted.all(agrees) {
        return true;
    }
    [b' ', b','].into_iter().any(|mark| {
        let has_mark = |field: &&&[u8]| field.trim_ascii().contains(&mark);
        let names = header.iter().filter(has_mark).count();
        let count = names + rows.iter().flatten().filter(has_mark).count();
        let mut all = header.iter().chain(rows.iter().flatten()).filter(has_mark);
        (names > 0 || count >= HABIT) && all.all(|field| is_quoted(field))
    })
}

fn cells(line: &Line) -> Vec<&[u8]> {
    let bytes = line.bytes.strip_suffix(b"\n").unwrap_or(&line.bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\t').collect()
}
