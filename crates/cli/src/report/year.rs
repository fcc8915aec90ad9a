//! Draws the season's flags over the next twelve months, by half-month.

use std::fmt::Write as _;

use crate::build_pipeline::figures::{Figures, OfHalfMonth};
use passerelle_output::table::thousands;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Width of a bar, which is a twenty-fourth of the drawing, and size of the drawing, in its units.
const STEP: usize = 28;
const WIDTH: usize = 24 * STEP;
const HEIGHT: usize = 150;
/// Margins for the numbers above and the months below.
const ABOVE: usize = 22;
const BELOW: usize = 24;

pub(super) fn section(page: &mut String, figures: &Figures) {
    let _ = write!(
        page,
        "<section><h2>The season's flags over the year</h2>\n<p>How many items carry a flag, from now on, where nothing is known \
         of the place and the weather. Items whose demand over the year is known: {}; collections: {}; occasions: {}.</p>\n",
        thousands(figures.with_demand),
        figures.collections,
        figures.occasions
    );
    chart(page, "In demand", &figures.year, |half| half.in_demand);
    chart(page, "Of a collection that is shown", &figures.year, |half| half.collection);
    chart(page, "For an occasion that is near", &figures.year, |half| half.occasion);
    page.push_str("</section>\n");
}

fn chart(page: &mut String, name: &str, year: &[OfHalfMonth], count: fn(&OfHalfMonth) -> u64) {
    let _ = writeln!(page, "<h3>{name}</h3>");
    let most = year.iter().map(count).max().unwrap_or(0);
    if most == 0 {
        page.push_str("<p>No item, at any time of the year.</p>\n");
        return;
    }
    let _ = writeln!(
        page,
        "<figure class=\"wide\" tabindex=\"0\"><svg class=\"year\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" \
         height=\"{HEIGHT}\" role=\"img\" aria-label=\"{name}: items by half-month\">"
    );
    let floor = HEIGHT - BELOW;
    for (step, half) in year.iter().enumerate() {
        let (x, items) = (step * STEP, count(half));
        let height = (floor - ABOVE) as f64 * items as f64 / most as f64;
        let (y, middle) = (floor as f64 - height, x + STEP / 2);
        let month = MONTHS.get(usize::from(half.half / 2)).copied().unwrap_or_default();
        let part = if half.half % 2 == 0 { "1st to 15th" } else { "16th to the end" };
        let _ = write!(
            page,
            "<g><title>{month}, {part}: {items} items</title><rect x=\"{}\" y=\"{y:.1}\" width=\"{}\" height=\"{height:.1}\" \
             class=\"counted\"/>",
            x + 2,
            STEP - 4
        );
        if items > 0 {
            let _ = write!(page, "<text x=\"{middle}\" y=\"{:.1}\" class=\"mid\">{items}</text>", y - 5.0);
        }
        // The label of a month is between its halves. If the drawing has only one half of it, the label is under that
        // half.
        let label = match half.half % 2 {
            0 if step + 1 < year.len() => Some(x + STEP),
            1 if step > 0 => None,
            _ => Some(middle),
        };
        if let Some(x) = label {
            let _ = write!(page, "<text x=\"{x}\" y=\"{}\" class=\"mid\">{month}</text>", HEIGHT - 6);
        }
        page.push_str("</g>\n");
    }
    let _ = writeln!(page, "<path class=\"axis\" d=\"M0 {floor}H{WIDTH}\"/></svg></figure>");
}
