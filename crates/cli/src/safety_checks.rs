//! Checks that stop an apparent mistake before it reaches shoppers: another house's folder, half a feed, orders of
//! another shop. `--force` overrides them. `passerelle check` runs those about its files before a build.

use passerelle::pack::Core;

use crate::error::CommandError;
use crate::pack::pack_dir::PackDir;
use crate::problem_words::{CHECK, shown, spoken, states_to_name, worst};
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::House;
use passerelle_catalogue::orders::{DateFault, LogReport, Loss};
use passerelle_catalogue::problems::{Example, Kind, Problem, Problems};

/// At least one in this number of the previously published items must still be present.
const LEAST_SHARE: usize = 2;

/// Kinds of problem that keep a row in the catalogue but make it nearly useless: it is part of another item, it has no
/// price, it cannot be bought, or its link leads elsewhere.
const USELESS: [(Kind, &str); 7] = [
    (Kind::MixedGroup, "have the item_group_id of another product"),
    (Kind::BadPrice, "have a price that cannot be read"),
    (Kind::WrongCurrency, "have a price in another currency than the house's"),
    (Kind::BadAvailability, "do not state whether they can be bought"),
    (Kind::BadStock, "do not state whether they can be bought"),
    (Kind::BadLink, "have a link that cannot be used"),
    (Kind::SharedLink, "lead to one page"),
];

/// Numbers of the rows of a feed.
pub(crate) struct Rows {
    /// Name of the feed's file.
    pub(crate) file: String,
    /// Number of rows that were used.
    pub(crate) kept: u64,
    /// Number of rows that could not be used.
    pub(crate) dropped: u64,
    /// Number of products and variants that the shop does not show.
    pub(crate) left_out: u64,
}

/// The reason why a build or a publication is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// The reason, as a sentence without its full stop.
    why: String,
    /// Whether `passerelle check` shows more.
    about_inputs: bool,
    /// Whether `--force` overrides it.
    can_be_forced: bool,
}

impl Refusal {
    /// The reason alone, as a sentence.
    pub(crate) fn why(&self) -> String {
        format!("{}.", self.why.trim_end_matches('.'))
    }

    /// The option that overrides the refusal, if there is one.
    pub(crate) fn way_out(&self) -> Option<&'static str> {
        self.can_be_forced.then_some("--force publishes nevertheless")
    }
}

impl From<Refusal> for CommandError {
    fn from(refusal: Refusal) -> Self {
        let mut says = refusal.why();
        if refusal.about_inputs {
            says.push_str(&format!(" See `{CHECK}`."));
        }
        says.push_str(" Nothing was published");
        says.push_str(&refusal.way_out().map_or(".".to_owned(), |way| format!("; {way}")));
        Self::Usage(says)
    }
}

/// Refuses a feed without any usable item; no option overrides this.
pub(crate) fn any_item(rows: &Rows, catalogue: &Catalogue, problems: &Problems) -> Result<(), Refusal> {
    if !catalogue.items.is_empty() {
        return Ok(());
    }
    let why = match (cut(problems), worst(problems)) {
        (Some(example), _) => {
            format!("the file cannot be read to its end ({}): transfer or export it again", example.text)
        }
        (None, Some(problem)) => {
            format!("{} rows with {}{}: {}", problem.count, spoken(problem.kind), shown(problem), problem.kind.remedy())
        }
        (None, None) if rows.left_out > 0 => {
            "the shop shows none of its products: export those that are published".to_owned()
        }
        (None, None) => "it has none: export it again".to_owned(),
    };
    let why = format!("{}: no row of the feed can be used: {why}", rows.file);
    Err(Refusal { why, about_inputs: true, can_be_forced: false })
}

/// Refuses inputs that are mostly lost: a file that ends early, rows that cannot be used, orders that cannot be learned
/// from.
pub(crate) fn inputs(rows: &Rows, orders: &LogReport, problems: &Problems) -> Result<(), Refusal> {
    most_is_readable(rows, orders, problems).map_err(|why| Refusal { why, about_inputs: true, can_be_forced: true })
}

fn most_is_readable(rows: &Rows, orders: &LogReport, problems: &Problems) -> Result<(), String> {
    if let Some(example) = cut(problems) {
        return Err(format!(
            "{}:{}: the file cannot be read to its end ({}): transfer or export it again",
            example.file, example.line, example.text
        ));
    }
    let all = rows.dropped + rows.kept;
    if rows.dropped > rows.kept {
        let why = worst(problems).map_or(String::new(), |problem| {
            format!(", most by {}{}. {}", spoken(problem.kind), shown(problem), problem.kind.remedy())
        });
        return Err(format!("{} of {all} rows of {} cannot be used{why}", rows.dropped, rows.file));
    }
    for (kind, what) in USELESS {
        if let Some(problem) =
            problems.list().into_iter().find(|problem| problem.kind == kind && problem.count * 2 > all)
        {
            let (count, values, remedy) = (problem.count, shown(problem), kind.remedy());
            return Err(format!("{count} of {all} rows of {} {what}{values}. {remedy}", rows.file));
        }
    }
    learnable(orders)
}

/// The first place at which a file could not be read further.
fn cut(problems: &Problems) -> Option<&Example> {
    let cut = |problem: &&Problem| matches!(problem.kind, Kind::Truncated | Kind::Broken);
    problems.list().into_iter().find(cut)?.examples.first()
}

/// Refuses orders of which more than half cannot be learned from.
fn learnable(orders: &LogReport) -> Result<(), String> {
    if orders.lines == 0 {
        let Some(file) = orders.files.first() else { return Ok(()) };
        return Err(format!("{} has a header and no order lines: export the orders again", file.file));
    }
    let meant = orders.meant();
    if orders.returns * 2 > orders.lines {
        return Err(format!(
            "{} of {} order lines are returns: they have a quantity below zero, or a column marks them as such. If they are sales, \
             export quantities above zero, or rename the column",
            orders.returns, orders.lines
        ));
    }
    if meant == 0 {
        return Err(format!(
            "all {} order lines were left out: their orders are cancelled or unpaid, or they name no items. Export orders that count",
            orders.lines
        ));
    }
    if orders.lost() * 2 <= meant {
        return Ok(());
    }
    let Some(loss) = orders.worst_loss() else { return Ok(()) };
    let (lost, file, line) = (orders.lost(), &loss.file, loss.line);
    let values = format!("\"{}\"", loss.values.join("\", \""));
    let column = if loss.column.is_empty() { String::new() } else { format!(" in column \"{}\"", loss.column) };
    if loss.kind == Kind::ItemNotInFeed {
        let none = if orders.matched == 0 {
            "no order line names an item of the feed"
        } else {
            "most order lines name no item of the feed"
        };
        return Err(format!(
            "{none}: {} of {meant} have ids{column} like {values} ({file}:{line}): check the ids, or name their column with \
             --column item_id=NAME",
            loss.count
        ));
    }
    Err(format!(
        "{lost} of {meant} order lines cannot be learned from: {} have a {}{column}, {values} ({file}:{line}). {}",
        loss.count,
        spoken(loss.kind),
        remedy(loss, orders)
    ))
}

/// The remedy for lost lines, with the option that would help.
fn remedy(loss: &Loss, orders: &LogReport) -> String {
    match loss.kind {
        Kind::BadDate => match loss.date_fault {
            DateFault::OtherFormat => {
                "Set --date-format, or [orders] date_format in house.toml, to the form of these dates, or remove it."
            }
            DateFault::UnknownZone => {
                "Write the zone as an offset, 2026-03-01T10:00:00+01:00, or by its name, Europe/Paris."
            }
            DateFault::OutOfRange => "Correct the dates, or give a later --as-of.",
            DateFault::Unreadable => {
                "State the form of the dates with --date-format DD/MM/YYYY, MM/DD/YYYY, YYYY/MM/DD or a pattern, \
                 \"%d %b %Y\", or in house.toml with [orders] date_format; 2026-03-01 needs no setting."
            }
        }
        .to_owned(),
        Kind::UnknownEvent => format!("{} If all lines are orders, remove the column.", loss.kind.remedy()),
        Kind::MissingAttribute => {
            "Fill the column, or name another with --column FIELD=COLUMN (session_id, item_id, timestamp).".to_owned()
        }
        Kind::UnknownStatus => states_to_name(orders).unwrap_or_else(|| loss.kind.remedy().to_owned()),
        kind => kind.remedy().to_owned(),
    }
}

/// Refuses to replace `previous` with a pack that is probably not its successor.
pub(crate) fn build(previous: Option<&PackDir>, house: &House, catalogue: &Catalogue) -> Result<(), Refusal> {
    let Some(previous) = previous else { return Ok(()) };
    same_house(previous.core(), house)?;
    let before = previous.manifest().items as usize;
    if catalogue.items.len() * LEAST_SHARE < before {
        let now = catalogue.items.len();
        return refuse(&format!(
            "the published pack has {before} items, this feed has {now}: check that the feed is whole"
        ));
    }
    Ok(())
}

/// Refuses to hide too many items, because the feed is cut or belongs to another shop. Items that are not in the feed
/// count as unavailable: `hidden` of them now, `before` in the published set.
pub(crate) fn availability(
    previous: &PackDir,
    house: &House,
    problems: &Problems,
    before: usize,
    hidden: usize,
) -> Result<(), Refusal> {
    same_house(previous.core(), house)?;
    if problems.count(Kind::Truncated) + problems.count(Kind::Broken) > 0 {
        return refuse("the feed is incomplete, and all items that it lacks would be hidden: transfer it again");
    }
    let items = previous.manifest().items as usize;
    if hidden > before && (hidden - before) * LEAST_SHARE > items {
        let more = hidden - before;
        return refuse(&format!("{more} of {items} items would be hidden at once: check that the feed is whole"));
    }
    Ok(())
}

fn same_house(published: &Core, house: &House) -> Result<(), Refusal> {
    if published.house != house.name || published.currency != house.currency.code {
        return refuse(&format!(
            "the folder holds the pack of \"{}\" in {}, and house.toml is of \"{}\" in {}: give another folder",
            published.house, published.currency, house.name, house.currency.code
        ));
    }
    Ok(())
}

fn refuse(why: &str) -> Result<(), Refusal> {
    Err(Refusal { why: why.to_owned(), about_inputs: false, can_be_forced: true })
}
