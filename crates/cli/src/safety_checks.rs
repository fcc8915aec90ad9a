//! What looks like a mistake before it reaches every shopper: another house's folder, half a feed, orders of another
//! shop. `--force` says that it is meant.

use passerelle::pack::Core;

use crate::error::CommandError;
use crate::pack::pack_dir::PackDir;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::House;
use passerelle_catalogue::orders::LogReport;
use passerelle_catalogue::problems::{Kind, Problems};

/// Of the items published before, at least one in so many must still be there.
const LEAST_SHARE: usize = 2;

/// Refuses to replace `previous` by something that is probably not its successor.
pub(crate) fn build(
    previous: Option<&PackDir>,
    house: &House,
    catalogue: &Catalogue,
    report: &LogReport,
) -> Result<(), CommandError> {
    if report.lines > 0 && report.matched == 0 {
        return refuse(
            "no order line speaks of an item of the feed: check the ids, or name their column with --column",
        );
    }
    let Some(previous) = previous else { return Ok(()) };
    same_house(previous.core(), house)?;
    let before = previous.manifest().items as usize;
    if catalogue.items.len() * LEAST_SHARE < before {
        let now = catalogue.items.len();
        return refuse(&format!(
            "the pack published before has {before} items, this feed {now}: check that it is whole"
        ));
    }
    Ok(())
}

/// Refuses to hide items because a feed is cut or another shop's: what is not in the feed counts as unavailable.
pub(crate) fn availability(
    previous: &PackDir,
    house: &House,
    problems: &Problems,
    hidden: usize,
) -> Result<(), CommandError> {
    same_house(previous.core(), house)?;
    if problems.count(Kind::Truncated) + problems.count(Kind::Broken) > 0 {
        return refuse("the feed ends early, and every item behind its end would be hidden: transfer it again");
    }
    let before = previous.unavailable().len();
    let items = previous.manifest().items as usize;
    if hidden > before && (hidden - before) * LEAST_SHARE > items {
        let more = hidden - before;
        return refuse(&format!("{more} of {items} items would be hidden at once: check that the feed is whole"));
    }
    Ok(())
}

fn same_house(published: &Core, house: &House) -> Result<(), CommandError> {
    if published.house != house.name || published.currency != house.currency.code {
        return refuse(&format!(
            "the folder holds the pack of \"{}\" in {}, not of \"{}\" in {}",
            published.house, published.currency, house.name, house.currency.code
        ));
    }
    Ok(())
}

fn refuse(why: &str) -> Result<(), CommandError> {
    Err(CommandError::Usage(format!("{why}. Nothing was published; --force publishes all the same")))
}
