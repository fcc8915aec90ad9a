//! `passerelle suggest`: the engine that runs in the browser, driven from a file.

use std::io::Read;
use std::path::PathBuf;

use passerelle::engine::{Engine, Found, Mode, NamedPart, Request};
use passerelle::history::EventKind;
use passerelle::pack::Core;
use passerelle::page::DeclaredItem;
use passerelle::rank::{Absence, MAX_SUGGESTIONS, Placement, Scope, threshold_of};
use passerelle::view::{ExplanationView, SlateView};
use serde::Deserialize;

use super::CommandError;
use super::table::print_columns;
use crate::date;
use crate::output::{err, outln};
use crate::pack_dir::{PackDir, PackDirError};

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
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HistoryEvent {
    name: String,
    item_id: String,
    /// A date; now where there is none.
    time: Option<String>,
    #[serde(default)]
    gift: bool,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let placement = Placement::from_name(&args.placement).ok_or_else(|| {
        let names = Placement::ALL.map(Placement::name).join(", ");
        CommandError::Usage(format!("--placement {}: choose one of {names}", args.placement))
    })?;
    if args.limit.is_some_and(|limit| !(1..=MAX_SUGGESTIONS).contains(&limit)) {
        return Err(CommandError::Usage(format!("--limit must be from 1 to {MAX_SUGGESTIONS}")));
    }
    if args.threshold.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        return Err(CommandError::Usage("--threshold must be from 0 to 1".to_owned()));
    }
    let now = date::argument("--now", args.now.as_deref()).map_err(CommandError::Usage)?.as_second();
    let history = read_history(args)?;
    let pack = PackDir::open(&args.dir)?;
    let mut engine = Engine::new();
    engine.open(pack.to_pack()?);
    engine.set_mode(if args.contextual { Mode::Contextual } else { Mode::Personal });
    for (number, event) in history.iter().enumerate() {
        let kind = EventKind::from_name(&event.name).ok_or_else(|| {
            let names = EventKind::ALL.map(EventKind::name).join(", ");
            CommandError::Usage(format!("event {} of the history: \"{}\" is none of {names}", number + 1, event.name))
        })?;
        let declared =
            if kind == EventKind::View { engine.open_page(&event.item_id) } else { engine.declare(&event.item_id) };
        load(&pack, &mut engine, declared)?;
        let time = match &event.time {
            Some(text) => date::argument("time", Some(text)).map_err(CommandError::Usage)?.as_second(),
            None => now,
        };
        if !engine.track(kind, &event.item_id, time, event.gift) {
            err!(
                "event {} of the history: {} is unknown or sensitive and was not recorded\n",
                number + 1,
                event.item_id
            );
        }
    }
    if let Some(id) = &args.item {
        let declared = engine.ask(placement, id);
        load(&pack, &mut engine, declared)?;
    }
    for id in &args.cart {
        let declared = engine.declare(id);
        load(&pack, &mut engine, declared)?;
    }
    let request = Request {
        item_id: args.item.as_deref(),
        division: args.division.as_deref(),
        cart: &args.cart,
        scope: args.divisions.as_deref().map(|words| scope(words, pack.core())).transpose()?,
        limit: args.limit,
        threshold: args.threshold.map(threshold_of),
        reminders: args.reminders.then_some(true),
        exclude: &args.exclude,
        ..Request::new(placement, now)
    };
    if let Some(id) = &args.explain {
        return explain(&mut engine, &request, id, args.json);
    }
    let slate = engine.suggest(&request);
    if args.json {
        outln!("{}", serde_json::to_string(&SlateView::new(&slate, &args.locale)).unwrap_or_default());
        return Ok(());
    }
    if slate.suggestions.is_empty() {
        outln!("nothing is suggested: {}", slate.status.code());
        return Ok(());
    }
    let name = |division: u16| {
        let division = pack.core().divisions.get(usize::from(division));
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
                name(suggestion.card.division),
                suggestion.card.title.clone(),
            ]
        })
        .collect();
    print_columns(&["item", "score", "reason", "division", "title"], &rows);
    Ok(())
}

fn explain(engine: &mut Engine, request: &Request<'_>, id: &str, json: bool) -> Result<(), CommandError> {
    let status = engine.suggest(request).status;
    let Some(explanation) = engine.explain(request, id) else {
        outln!("nothing is suggested: {}", status.code());
        return Ok(());
    };
    if json {
        outln!("{}", serde_json::to_string(&ExplanationView::new(&explanation)).unwrap_or_default());
        return Ok(());
    }
    match (explanation.place, explanation.absence) {
        (Some(place), _) => outln!("{id} has place {}", place + 1),
        (None, absence) => outln!("{id} is not shown: {}", absence.map_or("", Absence::code)),
    }
    let row = |part: &NamedPart| vec![part.name.to_owned(), part.source.clone(), part.value.to_string()];
    let mut rows: Vec<Vec<String>> = explanation.parts.iter().map(row).collect();
    rows.push(vec!["sum".to_owned(), String::new(), explanation.score.to_string()]);
    print_columns(&["part", "from", "value"], &rows);
    Ok(())
}

fn scope(words: &str, core: &Core) -> Result<Scope, CommandError> {
    if let Some(scope) = Core::scope_named(words) {
        return Ok(scope);
    }
    let ids: Vec<String> = words.split(',').map(|id| id.trim().to_owned()).collect();
    core.scope_of(&ids).map_err(|id| {
        CommandError::Usage(format!("--divisions: the house has no division {id:?}: see `passerelle inspect`"))
    })
}

fn read_history(args: &Args) -> Result<Vec<HistoryEvent>, CommandError> {
    let Some(path) = &args.history else { return Ok(Vec::new()) };
    let unreadable = |error: std::io::Error| CommandError::Usage(format!("{}: {error}", path.display()));
    let mut text = String::new();
    if path.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).map_err(unreadable)?;
    } else {
        text = std::fs::read_to_string(path).map_err(unreadable)?;
    }
    serde_json::from_str(&text).map_err(|error| {
        CommandError::Usage(format!(
            "{}: {error}; expected an array of {{\"name\": \"view_item\", \"itemId\": \"...\"}}",
            path.display()
        ))
    })
}

/// What the browser does with an item that the page declares, without a network.
fn load(pack: &PackDir, engine: &mut Engine, declared: Option<DeclaredItem>) -> Result<(), PackDirError> {
    let mut next = declared;
    while let Some(item) = next.take() {
        let payload = pack.payload_for(item.id())?;
        if let Found::Elsewhere(target) = engine.read_shard(&item, &payload).map_err(|error| pack.damaged(error))?
            && target != item
        {
            next = Some(target);
        }
    }
    Ok(())
}
