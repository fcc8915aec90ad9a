//! Draws time, memory, files and bytes by number of items, on logarithmic axes: docs/images/scale.svg.

use anyhow::{Result, anyhow, bail};
use plotters::prelude::*;

use super::figures::{self, Figures};
use crate::workspace::Workspace;

const PLOT: &str = "docs/images/scale.svg";
const SIZE: (u32, u32) = (820, 520);

/// A line of the plot: a name with its unit, a colour, and the figure.
type Line = (&'static str, RGBColor, fn(&Figures) -> f64);

const LINES: [Line; 5] = [
    ("processor time, s", RGBColor(204, 102, 0), Figures::processor_seconds),
    ("time on 2 cores, s", RGBColor(153, 0, 51), Figures::clock_seconds),
    ("peak memory, MB", RGBColor(0, 90, 160), Figures::peak_megabytes),
    ("files", RGBColor(0, 120, 70), |figures| figures.files as f64),
    ("pack, MB", RGBColor(90, 60, 140), |figures| figures.bytes as f64 / 1e6),
];

/// Draws every size that was measured.
pub fn draw(workspace: &Workspace) -> Result<()> {
    let all = figures::read(workspace)?;
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        bail!("nothing was measured yet: `cargo xtask scale measure --items N`");
    };
    let file = workspace.path(PLOT);
    let values = || all.iter().flat_map(|one| LINES.map(|(_, _, figure)| figure(one).max(1.0)));
    let highest = values().fold(1.0, f64::max) * 2.0;
    let items = first.items as f64 * 0.8..last.items as f64 * 1.25;
    let root = SVGBackend::new(&file, SIZE).into_drawing_area();
    let failed = |error: &dyn std::fmt::Display| anyhow!("drawing {PLOT}: {error}");
    root.fill(&WHITE).map_err(|error| failed(&error))?;
    let mut chart = ChartBuilder::on(&root)
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(70)
        .build_cartesian_2d(items.log_scale(), (1.0..highest).log_scale())
        .map_err(|error| failed(&error))?;
    chart
        .configure_mesh()
        .x_desc("items")
        .x_label_formatter(&|items| thousands(*items))
        .y_label_formatter(&|value| thousands(*value))
        .light_line_style(TRANSPARENT)
        .draw()
        .map_err(|error| failed(&error))?;
    for (name, colour, figure) in LINES {
        let points: Vec<(f64, f64)> = all.iter().map(|one| (one.items as f64, figure(one).max(1.0))).collect();
        chart
            .draw_series(LineSeries::new(points.clone(), colour.stroke_width(2)))
            .map_err(|error| failed(&error))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
        chart
            .draw_series(points.into_iter().map(|point| Circle::new(point, 4, colour.filled())))
            .map_err(|error| failed(&error))?;
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE)
        .border_style(BLACK.mix(0.3))
        .draw()
        .map_err(|error| failed(&error))?;
    root.present().map_err(|error| failed(&error))?;
    println!("{PLOT}");
    Ok(())
}

/// A whole number with commas between its thousands.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart() {
        assert_eq!([10.0, 1_000.0, 10_000_000.0].map(thousands), ["10", "1,000", "10,000,000"]);
    }
}
