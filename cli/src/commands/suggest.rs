//! `passerelle suggest`: the engine that runs in the browser, driven from a file.

use std::io::Read;
use std::path::PathBuf;

use passerelle::engine::{Engine, Found, Mode, Request};
use passerelle::history::EventKind;
use passerelle::page::DeclaredItem;
use passerelle::rank::{MAX_SUGGESTIONS, Placement};
use passerelle::view::SlateView;
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
    /// The spot on the page: product, cart or home
    #[arg(long, default_value = "product")]
    placement: String,
    /// Suggestions at most
    #[arg(long, value_name = "N", default_value_t = 4)]
    limit: usize,
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
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let placement = Placement::from_name(&args.placement).ok_or_else(|| {
        let names = Placement::ALL.map(Placement::name).join(", ");
        CommandError::Usage(format!("--placement {}: choose one of {names}", args.placement))
    })?;
    if !(1..=MAX_SUGGESTIONS).contains(&args.limit) {
        return Err(CommandError::Usage(format!("--limit must be from 1 to {MAX_SUGGESTIONS}")));
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
        if !engine.track(kind, &event.item_id, now) {
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
    let request = Request { placement, item_id: args.item.as_deref(), limit: args.limit, exclude: &args.exclude, now };
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
