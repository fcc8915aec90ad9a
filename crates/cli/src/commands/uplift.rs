//! `passerelle uplift`: estimates whether suggestions bring orders.

use std::fs::File;
use std::path::PathBuf;

use passerelle_output::outln;
use passerelle_output::table::{paragraph, print_columns, thousands};
use passerelle_uplift::counts;
use passerelle_uplift::estimate::Totals;
use passerelle_uplift::sequence::Interval;
use passerelle_uplift::wait::{daily_variance, days_until};
use passerelle_uplift::{Analysis, Comparison, LEAST_DAYS, LEAST_ORDERS, Missing, Settings, Verdict};
use serde::Serialize;

use crate::error::CommandError;

/// Effects for which the remaining time is shown, as shares.
const EFFECTS: [f64; 4] = [0.02, 0.05, 0.1, 0.2];

/// Compare the visits that could see suggestions with those that were held out (`holdout="10"` on the element). The
/// interval stays valid however often you read it; the verdict is "not yet" while the counts exclude neither more nor
/// fewer orders.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// CSV with the columns day, group (suggestions or held_out), visits, orders and, if arms switch by day, unit
    /// (device or day)
    #[arg(long, value_name = "FILE", required_unless_present = "visits_per_day")]
    counts: Option<PathBuf>,
    /// The effect for which the interval is narrowest, in percent; choose it before you see counts, and keep it
    #[arg(long, value_name = "PERCENT", default_value_t = 5.0)]
    expected_lift: f64,
    /// The probability that the interval misses the effect, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 5.0)]
    error_rate: f64,
    /// Without counts: the duration of a comparison in a shop with this many visits a day ...
    #[arg(long, value_name = "VISITS", requires_all = ["order_rate", "holdout"], conflicts_with = "counts")]
    visits_per_day: Option<f64>,
    /// ... of which this percentage ends in an order ...
    #[arg(long, value_name = "PERCENT", requires = "visits_per_day")]
    order_rate: Option<f64>,
    /// ... and this percentage is held out
    #[arg(long, value_name = "PERCENT", requires = "visits_per_day")]
    holdout: Option<f64>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A comparison as JSON. Rates and effects are shares, 0.05 for five percent.
#[derive(Serialize)]
struct Told {
    unit: &'static str,
    days: u32,
    suggestions: Group,
    held_out: Group,
    lift: Option<f64>,
    interval: Option<Interval>,
    verdict: Verdict,
    missing_orders: Option<u64>,
    missing_days: Option<u64>,
    further_days: Vec<Wait>,
}

#[derive(Serialize)]
struct Group {
    visits: u64,
    orders: u64,
    rate: f64,
}

/// Days until an effect would be detected; `null` beyond ten years, or if no estimate is possible.
#[derive(Serialize)]
struct Wait {
    lift: f64,
    days: Option<u32>,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let settings = args.settings()?;
    let Some(file) = &args.counts else { return planned(args, &settings) };
    let unreadable = |error: &dyn std::fmt::Display| CommandError::Usage(format!("{}: {error}", file.display()));
    let open = File::open(file).map_err(|error| unreadable(&error))?;
    let rows = counts::read(open).map_err(|error| unreadable(&error))?;
    let Analysis { by_device, by_day } = Analysis::of(&rows, &settings);
    let found = [("device", by_device), ("day", by_day)].map(|(unit, found)| found.map(|found| (unit, found)));
    if args.json {
        let told: Vec<Told> = found.iter().flatten().map(|(unit, found)| told(unit, found)).collect();
        outln!("{}", serde_json::to_string(&told).unwrap_or_default());
        return Ok(());
    }
    for (number, (unit, found)) in found.iter().flatten().enumerate() {
        if number > 0 {
            outln!("");
        }
        print(unit, found);
    }
    Ok(())
}

impl Args {
    fn settings(&self) -> Result<Settings, CommandError> {
        let (alpha, expected_lift) = (self.error_rate / 100.0, self.expected_lift / 100.0);
        if !(alpha > 0.0 && alpha < 1.0) {
            return Err(CommandError::Usage(format!(
                "--error-rate {}: write a number between 0 and 100",
                self.error_rate
            )));
        }
        if !(expected_lift > 0.0 && expected_lift.is_finite()) {
            return Err(CommandError::Usage(format!("--expected-lift {}: write a number above 0", self.expected_lift)));
        }
        Ok(Settings { alpha, expected_lift })
    }
}

/// Prints the expected duration of a comparison.
fn planned(args: &Args, settings: &Settings) -> Result<(), CommandError> {
    let (visits, rate, holdout) = (args.visits_per_day, args.order_rate, args.holdout);
    let daily = visits.zip(rate).zip(holdout);
    let daily = daily.and_then(|((visits, rate), holdout)| daily_variance(visits, rate / 100.0, holdout / 100.0));
    let Some(daily) = daily else {
        return Err(CommandError::Usage(
            "--visits-per-day must be above 0, --order-rate and --holdout between 0 and 100: correct them".to_owned(),
        ));
    };
    let waits = EFFECTS.map(|lift| Wait { lift, days: days_until(&settings.sequence(), lift, daily) });
    if args.json {
        outln!("{}", serde_json::to_string(&waits).unwrap_or_default());
    } else {
        print_waits("days to see it", &waits);
    }
    Ok(())
}

fn told(unit: &'static str, found: &Comparison) -> Told {
    let group = |totals: &Totals| Group { visits: totals.visits, orders: totals.orders, rate: totals.rate() };
    Told {
        unit,
        days: found.days,
        suggestions: group(&found.suggestions),
        held_out: group(&found.held_out),
        lift: found.lift,
        interval: found.interval,
        verdict: found.verdict(),
        missing_orders: match found.missing {
            Some(Missing::Orders(orders)) => Some(orders),
            _ => None,
        },
        missing_days: match found.missing {
            Some(Missing::Days(days)) => Some(days),
            _ => None,
        },
        further_days: waits(found),
    }
}

fn waits(found: &Comparison) -> Vec<Wait> {
    EFFECTS.iter().map(|lift| Wait { lift: *lift, days: found.further_days(*lift) }).collect()
}

fn print(unit: &str, found: &Comparison) {
    let lots = if unit == "device" { "lots by device (with a history)" } else { "lots by day (without a history)" };
    outln!("{lots}, {} days", thousands(found.days.into()));
    let row = |name: &str, totals: &Totals| {
        let rate = format!("{:.3} %", totals.rate() * 100.0);
        vec![name.to_owned(), thousands(totals.visits), thousands(totals.orders), rate]
    };
    print_columns(
        &["group", "visits", "orders", "orders by visit"],
        &[row("suggestions", &found.suggestions), row("held out", &found.held_out)],
    );
    if let (Some(lift), Some(interval)) = (found.lift, found.interval) {
        outln!("lift {}, interval {} to {}", signed(lift), signed(interval.from), signed(interval.to));
    }
    outln!("{}", paragraph("", &sentence(found)));
    if found.lift.is_some() {
        print_waits("further days to see it", &waits(found));
    }
}

fn sentence(found: &Comparison) -> String {
    match (found.verdict(), found.missing, found.interval) {
        (_, Some(Missing::Orders(orders)), _) => {
            format!("Not yet: each group needs {LEAST_ORDERS} orders, one has {orders} too few.")
        }
        (_, Some(Missing::Days(days)), _) => {
            format!("Not yet: each group needs {LEAST_DAYS} days, one has {days} too few.")
        }
        (Verdict::More, _, Some(interval)) => {
            format!("Suggestions bring orders: at least {} more.", signed(interval.from))
        }
        (Verdict::Fewer, _, Some(interval)) => {
            format!("Suggestions cost orders: at least {}. Check where the pages show them.", signed(interval.to))
        }
        _ => "Not yet: the counts exclude neither more nor fewer orders.".to_owned(),
    }
}

fn print_waits(title: &str, waits: &[Wait]) {
    let days = |wait: &Wait| wait.days.map_or_else(|| "over ten years".to_owned(), |days| thousands(days.into()));
    let rows: Vec<Vec<String>> = waits.iter().map(|wait| vec![signed(wait.lift), days(wait)]).collect();
    print_columns(&["a lift of", title], &rows);
}

fn signed(effect: f64) -> String {
    format!("{:+.1} %", effect * 100.0)
}
