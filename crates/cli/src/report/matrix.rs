//! Draws the transitions between divisions as a matrix: rows are sources, columns are targets. The numbers are shares
//! of the row. The shades show how much a share exceeds that of all rows.

use std::fmt::Write as _;

use crate::build_pipeline::figures::Figures;
use passerelle_output::html::escape;

/// Maximum number of divisions drawn: those with the most items.
const MOST: usize = 24;
/// Side of a cell, and margins for names on the left, above and, because these lean, on the right, in units of the
/// drawing.
const CELL: usize = 44;
const LEFT: usize = 170;
const ABOVE: usize = 135;
const RIGHT: usize = 90;
/// Lift of a cell, as a ratio to the share in all rows, at which the shade is darkest, and at which it is blank.
const DARK: f64 = 2.0;
const LIGHT: f64 = 0.8;
/// Maximum length of a name, in characters; the title has the whole name.
const LONGEST: usize = 20;

/// Draws the matrix of the divisions with these `names`, in the order of `figures`.
pub(super) fn draw(page: &mut String, names: &[&str], figures: &Figures, floor: u8) {
    if figures.division_transitions.iter().flatten().all(|shoppers| *shoppers == 0) {
        page.push_str(
            "<p>Unknown: there are no orders, or too few shoppers went on from one division to another.</p>\n",
        );
        return;
    }
    let mut drawn: Vec<usize> = (0..names.len()).collect();
    drawn.sort_by_key(|division| std::cmp::Reverse(figures.divisions.get(*division).map_or(0, |of| of.items)));
    let left_out = drawn.len().saturating_sub(MOST);
    drawn.truncate(MOST);
    drawn.sort_unstable();

    let _ = writeln!(
        page,
        "<p>A shopper counts once for a step from one division to another. Of 100 such steps from the division of a row, so many \
         lead to the division of the column. The darker, the more than from the other rows. A dot stands for fewer than {floor} shoppers.{}</p>",
        if left_out > 0 { format!(" The {left_out} smallest divisions are not drawn.") } else { String::new() },
    );
    let (width, height) = (LEFT + drawn.len() * CELL + RIGHT, ABOVE + drawn.len() * CELL);
    let _ = writeln!(
        page,
        "<figure class=\"wide\" tabindex=\"0\"><svg class=\"matrix\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-label=\"Matrix of divisions: how shoppers go on\">"
    );
    for (column, division) in drawn.iter().enumerate() {
        let (x, y) = (LEFT + column * CELL + CELL / 2, ABOVE - 8);
        let _ = writeln!(page, "<text transform=\"translate({x} {y}) rotate(-45)\">{}</text>", label(names, *division));
    }
    let shoppers = |from: usize, to: usize| {
        figures.division_transitions.get(from).and_then(|row| row.get(to)).copied().unwrap_or(0)
    };
    let row_sum = |from: usize| (0..names.len()).map(|to| u64::from(shoppers(from, to))).sum::<u64>();
    let column_sum = |to: usize| (0..names.len()).map(|from| u64::from(shoppers(from, to))).sum::<u64>();
    let all: u64 = (0..names.len()).map(row_sum).sum();
    for (line, from) in drawn.iter().enumerate() {
        let y = ABOVE + line * CELL;
        let (x, middle) = (LEFT - 8, y + CELL / 2 + 4);
        let _ = writeln!(page, "<text x=\"{x}\" y=\"{middle}\" class=\"end\">{}</text>", label(names, *from));
        let of_row = row_sum(*from);
        for (column, to) in drawn.iter().enumerate() {
            let share = ratio(shoppers(*from, *to).into(), of_row);
            let usual = ratio(column_sum(*to), all);
            let lift = if usual > 0.0 { share / usual } else { 0.0 };
            let title = format!("{} to {}: {} shoppers", name(names, *from), name(names, *to), shoppers(*from, *to));
            let number = if shoppers(*from, *to) == 0 { "·".to_owned() } else { format!("{:.0}", 100.0 * share) };
            cell(page, LEFT + column * CELL, y, lift, &title, &number);
        }
    }
    page.push_str("</svg></figure>\n");
}

fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn cell(page: &mut String, x: usize, y: usize, lift: f64, title: &str, number: &str) {
    let shade = ((lift - LIGHT) / (DARK - LIGHT)).clamp(0.0, 1.0);
    let (inner, middle, below) = (CELL - 2, x + CELL / 2 - 1, y + CELL / 2 + 3);
    let class = if shade > 0.55 { "mid on" } else { "mid" };
    let _ = writeln!(
        page,
        "<g><title>{title}</title><rect x=\"{x}\" y=\"{y}\" width=\"{inner}\" height=\"{inner}\" rx=\"4\" class=\"ground\"/>\
         <rect x=\"{x}\" y=\"{y}\" width=\"{inner}\" height=\"{inner}\" rx=\"4\" class=\"cell\" fill-opacity=\"{shade:.2}\"/>\
         <text x=\"{middle}\" y=\"{below}\" class=\"{class}\">{number}</text></g>",
    );
}

/// The whole name, escaped.
fn name(names: &[&str], division: usize) -> String {
    escape(names.get(division).copied().unwrap_or_default())
}

/// The name, shortened to fit and escaped.
fn label(names: &[&str], division: usize) -> String {
    let whole = names.get(division).copied().unwrap_or_default();
    let mut short: String = whole.chars().take(LONGEST).collect();
    if short.len() < whole.len() {
        short.push('…');
    }
    format!("<title>{}</title>{}", escape(whole), escape(&short))
}
