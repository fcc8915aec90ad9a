//! Writes one HTML page with the results for a house: plain SVG, without scripts or requests.

use std::fmt::Write as _;
use std::path::Path;

use super::data::Data;
use super::error::EvaluateError;
use passerelle_learning::validation::measure::{self, Run, Task};
use passerelle_learning::validation::model::{Lists, Model};
use passerelle_learning::validation::protocol::Protocol;
use passerelle_learning::{Learned, Settings, learn};
use passerelle_output::html::escape;

const NEIGHBOURS: [usize; 5] = [4, 8, 16, 24, 32];
/// The name of the page in the folder of a report.
pub const REPORT: &str = "index.html";
const BITS: [u32; 2] = [4, 6];
const FLOORS: [u32; 5] = [1, 2, 3, 5, 10];
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 280.0;
const MARGIN: f64 = 48.0;

/// A line of a plot.
struct Line {
    name: String,
    points: Vec<(f64, f64)>,
}

/// Writes the page into `folder`, which is created if it is missing. `run` is the run whose figures are printed.
///
/// # Errors
/// [`EvaluateError::Write`] if the page cannot be written, [`EvaluateError::Spill`] if counts cannot.
pub fn write(folder: &Path, data: &Data, settings: &Settings, task: &Task<'_>, run: &Run) -> Result<(), EvaluateError> {
    let page = page(data, settings, task, run)?;
    let path = folder.join(REPORT);
    let error = |source| EvaluateError::Write { path: path.clone(), source };
    std::fs::create_dir_all(folder).map_err(error)?;
    std::fs::write(&path, page).map_err(error)
}

fn page(data: &Data, settings: &Settings, task: &Task<'_>, run: &Run) -> Result<String, EvaluateError> {
    let learned = |floor: u32| {
        learn(&data.train, &data.catalogue, &Settings { floor, ..settings.clone() }, &|_| {})
            .map_err(EvaluateError::Spill)
    };
    let task = Task { detailed: false, alike: None, ..*task };
    let measure = |learned: &Learned, neighbours: usize, bits: u32| {
        let lists = Lists::new(&learned.neighbours, neighbours, bits);
        let tables = passerelle_learning::rank_tables::rank_tables(&settings.hyperparameters, bits);
        let total = measure::run(&task, &Model::new(&lists, &tables)).total();
        (lists.bytes_per_item(bits), total.hit_rate())
    };
    let at_floor = learned(settings.floor)?;
    let by_bytes: Vec<Line> = BITS
        .into_iter()
        .map(|bits| Line {
            name: format!("{bits} bits"),
            points: NEIGHBOURS.into_iter().map(|neighbours| measure(&at_floor, neighbours, bits)).collect(),
        })
        .collect();
    let mut by_floor = Line { name: "hit rate".to_owned(), points: Vec::new() };
    for floor in FLOORS {
        let rate = measure(&learned(floor)?, settings.neighbours, settings.bits).1;
        by_floor.points.push((f64::from(floor), rate));
    }
    let total = run.total();
    let mut page = String::from(HEAD);
    let protocol = match task.cases.protocol {
        Protocol::NextItem => "the next item",
        Protocol::Product => "the next item that is not the one on the page",
        Protocol::NewOnly => "the next item not seen before",
        Protocol::OtherDivision => "the next item of another division",
    };
    let _ = write!(
        page,
        "<h1>Suggestions, measured</h1><p>Learned from {} sessions, then asked {} times for {protocol}. Of {} \
         suggestions, one was right <strong>{:.1} %</strong> of the time (mean reciprocal rank {:.3}). A pair of items \
         needs {} shoppers to exist.</p>",
        data.train.sessions.len(),
        total.predictions,
        task.k,
        100.0 * total.hit_rate(),
        total.mrr(),
        settings.floor,
    );
    page.push_str("<h2>Accuracy against bytes</h2>");
    plot(&mut page, &by_bytes, "bytes per item", "hit rate");
    page.push_str("<h2>What the privacy floor costs</h2>");
    plot(&mut page, &[by_floor], "shoppers that a pair needs", "hit rate");
    divisions(&mut page, data, run);
    latency(&mut page, run);
    page.push_str("</main></html>\n");
    Ok(page)
}

fn divisions(page: &mut String, data: &Data, run: &Run) {
    page.push_str("<h2>By division of the item looked for</h2><table><tr><th>division<th>asked<th>hit rate<th></tr>");
    for (division, sums) in
        data.catalogue.divisions.iter().zip(&run.divisions).filter(|(_, sums)| sums.predictions > 0.0)
    {
        let name = if division.id.is_empty() { "not described" } else { &division.id };
        let _ = write!(
            page,
            "<tr><td>{}<td>{}<td>{:.3}<td><svg width=200 height=12><rect width={:.1} height=12 class=bar /></svg></tr>",
            escape(name),
            sums.predictions,
            sums.hit_rate(),
            200.0 * sums.hit_rate(),
        );
    }
    page.push_str("</table>");
}

fn latency(page: &mut String, run: &Run) {
    page.push_str("<h2>Time of one slate</h2><table><tr><th>percentile<th>microseconds</tr>");
    for share in [50, 90, 99] {
        let at = (run.microseconds.len() * share / 100).min(run.microseconds.len().saturating_sub(1));
        let value = run.microseconds.get(at).copied().unwrap_or(0.0);
        let _ = write!(page, "<tr><td>{share}<td>{value:.1}</tr>");
    }
    page.push_str("</table><p>On this machine, one thread; the browser runs the same code.</p>");
}

fn plot(page: &mut String, lines: &[Line], x_name: &str, y_name: &str) {
    let points = || lines.iter().flat_map(|line| &line.points);
    let x_most = points().map(|point| point.0).fold(1e-9, f64::max);
    let y_most = points().map(|point| point.1).fold(1e-9, f64::max) * 1.1;
    let x = |value: f64| MARGIN + (WIDTH - 2.0 * MARGIN) * value / x_most;
    let y = |value: f64| HEIGHT - MARGIN - (HEIGHT - 1.5 * MARGIN) * value / y_most;
    let _ = write!(page, "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=img aria-label=\"{y_name} against {x_name}\">");
    for step in 0..=4 {
        let value = y_most * f64::from(step) / 4.0;
        let (right, label, at) = (WIDTH - MARGIN, MARGIN - 6.0, y(value));
        let below = at + 4.0;
        let _ = write!(
            page,
            "<line x1={MARGIN} x2={right} y1={at:.1} y2={at:.1} class=grid />\
             <text x={label} y={below:.1} class=end>{value:.3}</text>",
        );
    }
    for (number, line) in lines.iter().enumerate() {
        let path: Vec<String> =
            line.points.iter().map(|point| format!("{:.1},{:.1}", x(point.0), y(point.1))).collect();
        let _ = write!(page, "<polyline points=\"{}\" class=\"line l{number}\" />", path.join(" "));
        for point in &line.points {
            let (x, y) = (x(point.0), y(point.1));
            let _ = write!(
                page,
                "<circle cx={x:.1} cy={y:.1} r=4 class=l{number} /><text x={x:.1} y={:.1} class=mid>{:.0}</text>",
                HEIGHT - MARGIN + 18.0,
                point.0,
            );
        }
        if let Some(last) = line.points.last().filter(|_| lines.len() > 1) {
            let _ = write!(
                page,
                "<text x={:.1} y={:.1} class=\"end t{number}\">{}</text>",
                x(last.0),
                y(last.1) - 8.0 - 14.0 * number as f64,
                escape(&line.name),
            );
        }
    }
    let _ = write!(page, "<text x={:.1} y={:.1} class=mid>{x_name}</text></svg>", WIDTH / 2.0, HEIGHT - 6.0);
}

const HEAD: &str = "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
<title>Suggestions, measured</title><style>\
main{max-width:44rem;margin:3rem auto;padding:0 1rem;font:16px/1.6 Georgia,serif;color:#222}\
h1,h2{font-weight:400}svg{max-width:100%}text{font:12px system-ui,sans-serif;fill:#555}\
.end{text-anchor:end}.mid{text-anchor:middle}.grid{stroke:#e5e5e5}.line{fill:none;stroke-width:2}\
.l0{stroke:#1d4e6f;fill:#1d4e6f}.l1{stroke:#b5651d;fill:#b5651d}.line{fill:none}.bar{fill:#1d4e6f}\
table{border-collapse:collapse;font:14px system-ui,sans-serif}td,th{padding:.2rem .8rem .2rem 0;text-align:left}\
</style><main>";
