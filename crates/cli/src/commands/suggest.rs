//! `passerelle suggest`: runs the engine of the browser with a history from a file.

use std::io::Read;
use std::path::{Path, PathBuf};

use passerelle::engine::{Explanation, NamedPart, Slate};
use passerelle::model::DivisionIndex;
use passerelle::pack::Core;
use passerelle::rank::Absence;
use passerelle::request::SuggestRequest;
use passerelle::view::{ExplanationView, SlateView};
use serde::Deserialize;
use serde_json::Value;

use super::visit::{PastEvent, PastRequest, Question, Shards, Visit};
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
    /// The history: a JSON array of `{"name": "view_item", "itemId": "..."}`, oldest first; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
    /// The page's item
    #[arg(long, value_name = "ID")]
    item: Option<String>,
    /// The placement: product, cart, home, category, confirmation, recent or trending
    #[arg(long, default_value = "product")]
    placement: String,
    /// The page's division, if the page has no item
    #[arg(long, value_name = "ID")]
    division: Option<String>,
    /// An item in the cart; may be given more than once
    #[arg(long, value_name = "ID")]
    cart: Vec<String>,
    /// Which divisions: other, same, any, pinned, or ids separated by commas [default: as house.toml says]
    #[arg(long, value_name = "WHICH")]
    divisions: Option<String>,
    /// Maximum number of suggestions [default: as house.toml says]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Minimum score, as a share of the strongest neighbour [default: as house.toml says]
    #[arg(long, value_name = "SHARE")]
    threshold: Option<f64>,
    /// Include items that the shopper has viewed
    #[arg(long)]
    reminders: bool,
    /// Explain the score of this item, or why it is not shown
    #[arg(long, value_name = "ID")]
    explain: Option<String>,
    /// An item that must not be suggested; may be given more than once
    #[arg(long, value_name = "ID")]
    exclude: Vec<String>,
    /// Language of names
    #[arg(long, value_name = "TAG", default_value = "en")]
    locale: String,
    /// Use the page only, as before a shopper's consent
    #[arg(long)]
    contextual: bool,
    /// The shopper's time [default: now]
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// Print JSON, as the browser receives it
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
    requests: Vec<PastRequest>,
    #[serde(default)]
    contextual: bool,
    locale: Option<String>,
    now: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let now = seconds("--now", args.now.as_deref())?;
    let question = args.question()?;
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
    for ((ids, recorded), number) in visit.replay(&history)?.into_iter().zip(1..) {
        if !recorded {
            let id = ids.join(", ");
            err!("event {number} of the history: {id} is unknown or sensitive and was not recorded\n");
        }
    }
    let print = |slate: &Slate<'_>| match &question.explain {
        Some(_) => slate.status.code(),
        None => {
            print_slate(slate, args, pack.core());
            slate.status.code()
        }
    };
    let (status, explanation) = visit.fill(&question, print)?;
    match (&question.explain, explanation) {
        (Some(id), Some(explanation)) => print_explanation(&explanation, id, args.json),
        (Some(_), None) => outln!("nothing is suggested: {status}"),
        (None, _) => {}
    }
    Ok(())
}

impl Args {
    /// Builds the request from the options, by the rules for a page's request.
    fn question(&self) -> Result<Question, CommandError> {
        let mut fields = serde_json::Map::new();
        let mut set = |name: &str, value: Option<Value>| fields.extend(value.map(|value| (name.to_owned(), value)));
        set("placement", Some(self.placement.as_str().into()));
        set("itemId", self.item.as_deref().map(Value::from));
        set("division", self.division.as_deref().map(Value::from));
        set("cart", Some(self.cart.clone().into()));
        set("divisions", self.divisions.as_deref().map(divisions));
        set("limit", self.limit.map(Value::from));
        set("threshold", self.threshold.map(Value::from));
        set("reminders", self.reminders.then_some(Value::Bool(true)));
        set("exclude", Some(self.exclude.clone().into()));
        let request = SuggestRequest::read(&fields).map_err(|error| CommandError::Usage(error.to_string()))?;
        Ok(Question { request, explain: self.explain.clone() })
    }
}

/// Parses a keyword for several divisions, or comma-separated ids.
fn divisions(text: &str) -> Value {
    match text {
        "other" | "same" | "any" | "pinned" => text.into(),
        ids => ids.split(',').map(str::trim).collect(),
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
    let name = |division: DivisionIndex| {
        let division = division.of(&core.divisions);
        division.map_or("", |division| division.id.as_str()).to_owned()
    };
    let rows: Vec<Vec<String>> = slate
        .suggestions
        .iter()
        .map(|suggestion| {
            vec![
                suggestion.id.to_owned(),
                suggestion.rank.map(|rank| rank.score.units().to_string()).unwrap_or_default(),
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
    let row = |part: &NamedPart| {
        vec![part.name.code().to_owned(), part.source.clone().unwrap_or_default(), part.value.units().to_string()]
    };
    let mut rows: Vec<Vec<String>> = explanation.parts.iter().map(row).collect();
    rows.push(vec!["sum".to_owned(), String::new(), explanation.score().units().to_string()]);
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
    let recorded: Vec<bool> = visit.replay(&shopper.history)?.into_iter().map(|(_, recorded)| recorded).collect();
    let mut answers = Vec::with_capacity(shopper.requests.len());
    for request in &shopper.requests {
        let question = request.read()?;
        let (slate, explanation) = visit.fill(&question, |slate| serde_json::json!(SlateView::new(slate)))?;
        answers.push(match question.explain {
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
