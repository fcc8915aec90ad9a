//! `passerelle check`: shows how a feed and orders are understood, before a build. Writes no files.

use jiff::Timestamp;
use passerelle_catalogue::feed;
use passerelle_catalogue::house::{House, Resolved};
use passerelle_catalogue::orders::{Log, LogReport};
use passerelle_catalogue::problems::Problems;
use passerelle_catalogue::proposal::Proposal;
use passerelle_catalogue::sizes::size_ranges;
use passerelle_catalogue::{Catalogue, Item, date};
use passerelle_learning::Trending;
use passerelle_learning::trending::Outcome;
use passerelle_output::outln;
use passerelle_output::table::{Table, paragraph, percent, print_columns, thousands};

use crate::build_pipeline;
use crate::build_pipeline::sources::{Read, Sources, feed_of};
use crate::error::CommandError;
use crate::message_checks::{self, CountedIn};
use crate::problem_words::{NO_SHOPPERS, states_to_name};
use crate::progress::bytes;
use crate::safety_checks;

/// Number of items and orders that are shown.
const SAMPLE: usize = 10;
/// Number of items of an order that are named.
const NAMED: usize = 3;
/// Number of columns that are named.
const COLUMNS: usize = 12;

/// Show how a feed and orders are understood: platform, columns, formats, problems, samples. Writes no files. Fails if
/// `build` would refuse the files, or if a file cannot be read.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    // If the house file is missing, the house is proposed from the feed.
    #[command(flatten)]
    sources: Sources,
    /// The time at which offers and expirations are evaluated [default: now]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let as_of = date::argument("--as-of", args.as_of.as_deref()).map_err(CommandError::Usage)?;
    let sources = &args.sources;
    let mut columns = sources.columns()?;
    let bar = bytes("feed");
    let known = sources.house_is_given();
    let given = if known { House::load(&sources.house)? } else { House::unknown()? };
    let survey = feed::survey(&sources.feed, &given, &bar)?;
    bar.finish_and_clear();
    let house = if known {
        given
    } else {
        House::parse(&Proposal::new(&survey).to_toml(&sources.feed.display().to_string()), "house.toml")?
    };
    let mut problems = Problems::new();
    let mut read = feed_of(house, &sources.feed, as_of, &mut problems)?;
    let file = sources.house.display().to_string();
    read.house.leave_out_passed(build_pipeline::day(as_of), &file);
    let resolved =
        build_pipeline::keep_back(&read.house, &mut read.catalogue, &file, as_of).map(|(resolved, _)| resolved);
    let Read { house, catalogue, .. } = &read;
    columns.latest = as_of;
    house.orders.complete(&mut columns);
    let orders = build_pipeline::orders(&sources.orders, &columns, catalogue, &mut problems);

    let settings = if known {
        file.clone()
    } else {
        format!("{file} does not exist: settings that `passerelle preview` would propose")
    };
    print_feed(&read, survey.currency(), &settings);
    if let Ok((log, orders)) = &orders {
        let settings = build_pipeline::settings(house, orders, as_of);
        print_orders(orders, log, Trending::new(log, catalogue, &settings).outcome);
    }
    if problems.is_empty() {
        outln!("\nproblems\n  none");
    } else {
        outln!("\nproblems\n{}", problems.to_string().trim_end());
    }
    print_items(catalogue, house);
    // An error in the orders comes after the feed's output, which is useful without them.
    let (log, orders) = orders?;
    print_sessions(&log, catalogue, orders.clock);
    if let Some(says) = states_to_name(&orders) {
        outln!("\nunknown states of orders\n{}", paragraph("  ", &says));
    }
    let counted_in = CountedIn { log: &log, clock: orders.clock, counts: false };
    let refusal = refusal(&read, &file, resolved, counted_in, &orders, &problems);
    let verdict = match &refusal {
        Ok(()) => match problems.strict_failure() {
            Some(failure) => format!("would take these files; with --strict it would refuse: {}.", failure.found()),
            None => "would take these files.".to_owned(),
        },
        Err((why, None)) => format!("would refuse: {why}"),
        Err((why, Some(way_out))) => format!("would refuse: {why} {way_out}."),
    };
    outln!("\nbuild\n{}", paragraph("  ", &verdict));
    if !known {
        outln!("{}", paragraph("  ", &format!("It needs {file} first: `passerelle preview` writes one.")));
    }
    let refused = |(why, _)| CommandError::Usage(format!("`passerelle build` would refuse these files: {why}"));
    refusal.map_err(refused)
}

/// Returns the reason for which `build` would refuse these files, in its words, and the option that overrides it.
/// Checks against the published pack are not possible here.
fn refusal(
    read: &Read,
    house: &str,
    resolved: Result<Resolved, CommandError>,
    counted_in: CountedIn<'_>,
    orders: &LogReport,
    problems: &Problems,
) -> Result<(), (String, Option<&'static str>)> {
    let Read { house: settings, catalogue, rows, .. } = read;
    let unforced = |error: CommandError| (error.to_string(), None);
    safety_checks::any_item(rows, catalogue, problems)
        .and_then(|()| safety_checks::inputs(rows, orders, problems))
        .map_err(|refusal| (refusal.why(), refusal.way_out()))?;
    let resolved = resolved.map_err(unforced)?;
    message_checks::audience(settings, &resolved, catalogue, counted_in, house).map(drop).map_err(unforced)
}

fn print_feed(read: &Read, currency: Option<&str>, settings: &str) {
    let Read { house, catalogue, rows, about } = read;
    outln!("feed {}", rows.file);
    let header = about.language.map_or(String::new(), |language| format!("; the header is in {language}"));
    let items = catalogue.items.len() as u64;
    let count = |holds: fn(&Item) -> bool| catalogue.items.iter().filter(|item| holds(item)).count() as u64;
    let columns: Vec<String> = about
        .columns
        .iter()
        .map(|(field, title)| if field == title { title.clone() } else { format!("{field} from \"{title}\"") })
        .collect();
    let mut table = Table::default();
    table
        .row("house", settings)
        .row("recognised as", format!("{}, {}", about.platform, about.form))
        .row("read", columns.join(", "))
        .row("not read", listed(&about.ignored))
        .row("currency", format!("{} (the feed's prices: {})", house.currency.code, currency.unwrap_or("none named")))
        .row("languages", format!("{}{header}", house.languages.join(", ")))
        .row("rows used", thousands(rows.kept))
        .row("rows not used", thousands(rows.dropped))
        .row("left out by the shop", thousands(rows.left_out))
        .row("items", thousands(items))
        .row("  can be bought", percent(count(|item| item.available), items))
        .row("  with a price", percent(count(|item| item.price_minor.is_some()), items))
        .row("  with a picture", percent(count(|item| item.image.is_some()), items));
    let sizes_left_out = size_ranges(catalogue).left_out;
    if sizes_left_out > 0 {
        table.row("  sizes compared with nothing", thousands(sizes_left_out as u64));
    }
    for (number, division) in (0..).zip(&catalogue.divisions) {
        let of = catalogue.items.iter().filter(|item| item.division == number).count() as u64;
        table.row(&format!("  in {}", division.id), thousands(of));
    }
    table.print();
}

fn print_orders(orders: &LogReport, log: &Log, trending: Outcome) {
    if orders.files.is_empty() {
        outln!("\norders\n  none given: --orders FILE");
        return;
    }
    for file in &orders.files {
        outln!("\norders {}", file.file);
        let columns: Vec<String> =
            file.columns.iter().map(|(field, titles)| format!("{field} from \"{titles}\"")).collect();
        let mut table = Table::default();
        table
            .row("recognised as", format!("{}, {}", file.platform.unwrap_or("a log of its own columns"), file.form))
            .row("read", columns.join(", "))
            .row("not read", listed(&file.ignored));
        if !file.names_shoppers() {
            table.row("shoppers", NO_SHOPPERS);
        }
        table.row("dates", &file.dates).row("lines", thousands(file.lines));
        table.print();
    }
    let left_out = match (orders.left_out, orders.returns) {
        (all, 0) => thousands(all),
        (all, returns) => format!("{}, {} of them returns", thousands(all), thousands(returns)),
    };
    let meant = orders.meant();
    let mut table = Table::default();
    table
        .row("order lines", thousands(orders.lines))
        .row("  left out", left_out)
        .row("  name an item", percent(orders.matched, meant))
        .row("  can be learned from", percent(orders.events, meant))
        .row("orders", thousands(log.sessions.len() as u64))
        .row("shoppers", thousands(u64::from(log.shoppers)))
        .row("trending", trending);
    outln!("");
    table.print();
    if !orders.unmatched.is_empty() {
        outln!("\nmost frequent ids that the feed does not have");
        let rows: Vec<Vec<String>> =
            orders.unmatched.iter().map(|(id, count)| vec![id.clone(), thousands(*count)]).collect();
        print_columns(&["id", "lines"], &rows);
    }
}

fn print_items(catalogue: &Catalogue, house: &House) {
    outln!("\nitems as they are understood");
    let rows: Vec<Vec<String>> = sample(&catalogue.items).map(|item| shown(item, catalogue, house)).collect();
    print_columns(&["id", "title", "division", "type", "price", "can be bought", "variants"], &rows);
}

fn shown(item: &Item, catalogue: &Catalogue, house: &House) -> Vec<String> {
    let kind = catalogue.types.get(usize::from(item.item_type));
    let sensitive = if kind.is_some_and(|kind| kind.sensitive) { " (sensitive)" } else { "" };
    let division = catalogue.divisions.get(usize::from(item.division)).map_or("", |division| &division.id);
    let price = item.price_minor.map_or_else(|| "none".to_owned(), |minor| amount(minor, house));
    vec![
        item.id.to_string(),
        item.title.chars().take(50).collect(),
        division.to_owned(),
        format!("{}{sensitive}", kind.map_or("", |kind| &kind.name)),
        price,
        if item.available { "yes" } else { "no" }.to_owned(),
        item.variants.to_string(),
    ]
}

fn amount(minor: u32, house: &House) -> String {
    let digits = usize::from(house.currency.minor_digits);
    let unit = 10u32.pow(house.currency.minor_digits.into());
    let code = &house.currency.code;
    if digits == 0 { format!("{minor} {code}") } else { format!("{}.{:0digits$} {code}", minor / unit, minor % unit) }
}

fn print_sessions(log: &Log, catalogue: &Catalogue, clock: passerelle_catalogue::orders::Clock) {
    if log.sessions.is_empty() {
        return;
    }
    outln!("\norders as they are understood");
    let title = |item: u32| catalogue.items.get(item as usize).map_or("", |item| item.title.as_str());
    let rows: Vec<Vec<String>> = sample(&log.sessions)
        .map(|session| {
            let events = log.events_of(session);
            let mut items: Vec<&str> = events.iter().take(NAMED).map(|event| title(event.item)).collect();
            let more = format!("and {} more", events.len().saturating_sub(NAMED));
            items.extend((events.len() > NAMED).then_some(more.as_str()));
            let dated = clock == passerelle_catalogue::orders::Clock::Time;
            let time = Timestamp::from_second(session.time).ok().filter(|_| dated);
            let day = time.map_or_else(|| "no date".to_owned(), |time| time.strftime("%Y-%m-%d %H:%M").to_string());
            vec![day, (session.shopper + 1).to_string(), items.join(", ")]
        })
        .collect();
    print_columns(&["when (UTC)", "shopper", "items"], &rows);
}

/// Ten entries spread evenly over all of them.
fn sample<T>(all: &[T]) -> impl Iterator<Item = &T> {
    let shown = all.len().min(SAMPLE);
    (0..shown).filter_map(move |number| all.get(number * all.len() / shown))
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let shown = names.iter().take(COLUMNS).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > COLUMNS { format!("{shown} and {} more", names.len() - COLUMNS) } else { shown }
}
