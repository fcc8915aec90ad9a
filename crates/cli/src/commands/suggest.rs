//! `passerelle suggest`: the engine that runs in the browser, driven from a file.

use std::io::Read;
use std::path::{Path, PathBuf};

use passerelle::engine::{Explanation, NamedPart, Slate};
use passerelle::pack::Core;
use passerelle::rank::Absence;
use passerelle::view::{ExplanationView, SlateView};
use serde::Deserialize;

use super::visit::{PastEvent, Shards, Spot, Visit};
use crate::error::CommandError;
use crate::pack::pack_dir::PackDir;
use passerelle_catalogue::date;
use passerelle_output::table::print_columns;
use passerelle_output::{err, outln};

/// Print the slate that a shopper with a given history would see.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the pack
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// The history: a JSON array of `{"name": "view_item", "itemId": "..."}`, the oldest first; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
    /// The page's item
    #[arg(long, value_name = "ID")]
    item: Option<String>,
    /// The spot on the page: product, cart, home, category or confirmation
    #[arg(long, default_value = "product")]
    placement: String,
    /// The page's division, where it has no item
    #[arg(long, value_name = "ID")]
    division: Option<String>,
    /// What is in the cart
    #[arg(long, value_name = "ID")]
    cart: Vec<String>,
    /// Which divisions: other, same, any, pinned, or ids with commas between [default: as house.toml says]
    #[arg(long, value_name = "WHICH")]
    divisions: Option<String>,
    /// Suggestions at most [default: as house.toml says]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The least score, as a share of the strongest neighbour [default: as house.toml says]
    #[arg(long, value_name = "SHARE")]
    threshold: Option<f64>,
    /// Show again what was looked at
    #[arg(long)]
    reminders: bool,
    /// Explain the score of this item, or why it is not shown
    #[arg(long, value_name = "ID")]
    explain: Option<String>,
    /// Ids that must not be suggested
    #[arg(long, value_name = "ID")]
    exclude: Vec<String>,
    /// Language of names
    #[arg(long, value_name = "TAG", default_value = "en")]
    locale: String,
    /// Know the page only, as before a shopper agrees
    #[arg(long)]
    contextual: bool,
    /// The shopper's clock [default: now]
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// Print JSON, as the browser gets it
    #[arg(long)]
    json: bool,
    /// Answer many shoppers: each line of the file is
    /// `{"history": [...], "requests": [{"placement": "home", ...}], "contextual": false, "locale": "en", "now": "..."}`
    /// with requests as in the browser and `"explain": "<ID>"` beside them; each line printed is
    /// `{"recorded": [...], "answers": [{"slate": ..., "explanation": ...}]}`; `-` reads standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = [
        "history", "item", "division", "cart", "divisions", "limit", "threshold", "reminders", "explain", "exclude",
        "contextual",
    ])]
    batch: Option<PathBuf>,
}

/// One line of `--batch`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shopper {
    #[serde(default)]
    history: Vec<PastEvent>,
    #[serde(default)]
    requests: Vec<Spot>,
    #[serde(default)]
    contextual: bool,
    locale: Option<String>,
    now: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let now = seconds("--now", args.now.as_deref())?;
    let spot = args.spot();
    let history = match &args.history {
        Some(path) => read_history(path)?,
        None => Vec::new(),
    };
    let pack = PackDir::open(&args.dir)?;
    let mut shards = Shards::new(&pack);
    if let Some(path) = &args.batch {
        return batch(&mut shards, &read(path)?, path, args, now);
    }
    let mut visit = Visit::begin(&mut shards, args.contextual, &args.locale, now)?;
    for ((number, event), recorded) in history.iter().enumerate().zip(visit.replay(&history)?) {
        if !recorded {
            let (number, id) = (number + 1, &event.item_id);
            err!("event {number} of the history: {id} is unknown or sensitive and was not recorded\n");
        }
    }
    let print = |slate: &Slate<'_>| match &spot.explain {
        Some(_) => slate.status.code(),
        None => {
            print_slate(slate, args, pack.core());
            slate.status.code()
        }
    };
    let (status, explanation) = visit.fill(&spot, print)?;
    match (&spot.explain, explanation) {
        (Some(id), Some(explanation)) => print_explanation(&explanation, id, args.json),
        (Some(_), None) => outln!("nothing is suggested: {status}"),
        (None, _) => {}
    }
    Ok(())
}

impl Args {
    fn spot(&self) -> Spot {
        let divisions = self.divisions.iter().flat_map(|words| words.split(',')).map(|id| id.trim().to_owned());
        Spot {
            placement: self.placement.clone(),
            item_id: self.item.clone(),
            division: self.division.clone(),
            cart: self.cart.clone(),
            divisions: divisions.collect(),
            limit: self.limit,
            threshold: self.threshold,
            reminders: self.reminders.then_some(true),
            exclude: self.exclude.clone(),
            explain: self.explain.clone(),
        }
    }
}

fn print_slate(slate: &Slate<'_>, args: &Args, core: &Core) {
    if args.json {
        outln!("{}", serde_json::to_string(&SlateView::new(slate)).unwrap_or_default());
        return;
    }
    if slate.suggestions.is_empty() {
        outln!("nothing is suggested: {}", slate.status.code());
        return;
    }
    let name = |division: u16| {
        let division = core.divisions.get(usize::from(division));
        division.map_or("", |division| division.id.as_str()).to_owned()
    };
    let rows: Vec<Vec<String>> = slate
        .suggestions
        .iter()
        .map(|suggestion| {
            vec![
                suggestion.id.to_owned(),
                suggestion.score.to_string(),
                suggestion.reason.code().to_owned(),
                name(suggestion.card.facts.division),
                suggestion.card.texts.title().to_owned(),
            ]
        })
        .collect();
    print_columns(&["item", "score", "reason", "division", "title"], &rows);
}

fn print_explanation(explanation: &Explanation, id: &str, json: bool) {
    if json {
        outln!("{}", serde_json::to_string(&ExplanationView::new(explanation)).unwrap_or_default());
        return;
    }
    match (explanation.place, explanation.absence) {
        (Some(place), _) => outln!("{id} has place {}", place + 1),
        (None, absence) => outln!("{id} is not shown: {}", absence.map_or("", Absence::code)),
    }
    let row = |part: &NamedPart| vec![part.name.to_owned(), part.source.clone(), part.value.to_string()];
    let mut rows: Vec<Vec<String>> = explanation.parts.iter().map(row).collect();
    rows.push(vec!["sum".to_owned(), String::new(), explanation.score.to_string()]);
    print_columns(&["part", "from", "value"], &rows);
}

/// Answers each line of `text` with a line.
fn batch(shards: &mut Shards<'_>, text: &str, path: &Path, args: &Args, now: i64) -> Result<(), CommandError> {
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        let at = |what: String| CommandError::Usage(format!("{}, line {number}: {what}", path.display()));
        let shopper: Shopper = serde_json::from_str(line).map_err(|error| at(error.to_string()))?;
        let answered = answer(shards, &shopper, args, now).map_err(|error| match error {
            CommandError::Usage(what) => at(what),
            other => other,
        })?;
        outln!("{answered}");
    }
    Ok(())
}

fn answer(
    shards: &mut Shards<'_>,
    shopper: &Shopper,
    args: &Args,
    now: i64,
) -> Result<serde_json::Value, CommandError> {
    let now = if shopper.now.is_some() { seconds("now", shopper.now.as_deref())? } else { now };
    let locale = shopper.locale.as_deref().unwrap_or(&args.locale);
    let mut visit = Visit::begin(shards, shopper.contextual, locale, now)?;
    let recorded = visit.replay(&shopper.history)?;
    let mut answers = Vec::with_capacity(shopper.requests.len());
    for spot in &shopper.requests {
        let (slate, explanation) = visit.fill(spot, |slate| serde_json::json!(SlateView::new(slate)))?;
        answers.push(match spot.explain {
            Some(_) => {
                let explanation = explanation.as_ref().map(ExplanationView::new);
                serde_json::json!({ "slate": slate, "explanation": explanation })
            }
            None => serde_json::json!({ "slate": slate }),
        });
    }
    Ok(serde_json::json!({ "recorded": recorded, "answers": answers }))
}

fn seconds(name: &str, date: Option<&str>) -> Result<i64, CommandError> {
    Ok(date::argument(name, date).map_err(CommandError::Usage)?.as_second())
}

fn read(path: &Path) -> Result<String, CommandError> {
    let unreadable = |error: std::io::Error| CommandError::Usage(format!("{}: {error}", path.display()));
    if path.as_os_str() != "-" {
        return std::fs::read_to_string(path).map_err(unreadable);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(unreadable)?;
    Ok(text)
}

fn read_history(path: &Path) -> Result<Vec<PastEvent>, CommandError> {
    serde_json::from_str(&read(path)?).map_err(|error| {
        CommandError::Usage(format!(
            "{}: {error}; expected an array of {{\"name\": \"view_item\", \"itemId\": \"...\"}}",
            path.display()
        ))
    })
}
