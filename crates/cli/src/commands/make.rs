//! From feed, orders and house.toml to a published pack: what `build` and `preview` have in common. Not for what they
//! print of it.

use std::path::Path;

use jiff::Timestamp;
use passerelle::pack::write;

use super::figures::Figures;
use super::input::{self, Sources};
use super::progress::{self, Stages, bytes};
use super::{CommandError, guard};
use crate::pack::content::content;
use crate::pack::pack_dir::PackDir;
use crate::pack::publish::{Published, Publisher};
use crate::pack::words::words;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::Sets;
use passerelle_catalogue::house::{House, RuleSetting, TypeNames};
use passerelle_catalogue::orders::{Clock, ColumnMap, Log, LogReport, csv};
use passerelle_catalogue::problems::Problems;
use passerelle_learning::Settings;
use passerelle_output::err;

/// What is to be built.
pub(super) struct Job<'a> {
    pub(super) sources: &'a Sources,
    /// Folder of the pack.
    pub(super) out: &'a Path,
    /// The moment that offers and expirations are judged at.
    pub(super) as_of: Timestamp,
    /// The moment the manifest names as the build's.
    pub(super) time: Timestamp,
    /// Builds to keep in the folder, this one included.
    pub(super) keep: usize,
    /// Whether any problem is the end.
    pub(super) strict: bool,
    /// Whether what looks like a mistake is published all the same.
    pub(super) force: bool,
    /// Whether the formula is fitted to the log first.
    pub(super) calibrate: bool,
    /// Memory that learning should keep to, in megabytes.
    pub(super) memory: Option<u64>,
}

/// What was built.
pub(super) struct Made {
    pub(super) house: House,
    pub(super) catalogue: Catalogue,
    pub(super) problems: Problems,
    pub(super) orders: LogReport,
    /// How much each item sells, by item; 0 below the floor.
    pub(super) selling: Vec<f64>,
    /// What learning found, for people.
    pub(super) learning: String,
    pub(super) figures: Figures,
    /// Ids that the set of unavailable items has.
    pub(super) unavailable: usize,
    pub(super) published: Published,
}

/// Builds and publishes.
///
/// # Errors
/// [`CommandError`]; the pack that was published before is as it was then.
pub(super) fn make(job: &Job<'_>) -> Result<Made, CommandError> {
    let columns = ColumnMap::parse(&job.sources.column)?;
    // A folder that cannot be published into is said before the work, not after it.
    let set_before = published_set(&Publisher::lock(job.out)?);
    let mut problems = Problems::new();
    let (house, catalogue) = input::read(&job.sources.house, &job.sources.feed, job.as_of, &mut problems)?;
    let file = job.sources.house.display().to_string();
    let rules = RuleSetting::resolve(&house.rules, &catalogue, &file)?;
    let collections = Sets::new(&house, &catalogue, &file)?;
    let words = words(&house, &catalogue, &TypeNames::resolve(&house.types, &catalogue, &file)?);
    let (log, orders) = read_log(job.sources, &columns, &catalogue, &mut problems)?;
    input::report(&problems, job.strict)?;

    let settings = Settings {
        floor: u32::from(house.privacy.k),
        calibrate: job.calibrate,
        memory: job.memory.map(|megabytes| megabytes << 20),
        dated: orders.clock == Clock::Time,
        retention_days: house.privacy.retention_days,
        now: Some(job.as_of.as_second()),
        ..Settings::default()
    };
    let stages = Stages::new();
    let learned = passerelle_learning::learn(&log, &catalogue, &settings, &|progress| stages.show(progress))
        .map_err(CommandError::Spill)?;
    stages.finish();
    let learning =
        format!("{}{}", learned.calibration.as_ref().map(ToString::to_string).unwrap_or_default(), learned.report);

    let publisher = Publisher::lock(job.out)?;
    let previous = publisher.previous();
    if !job.force {
        guard::build(previous, &house, &catalogue, &orders)?;
    }
    let today = job.time.as_second() / 86_400;
    let offered = previous.map_or_else(Vec::new, |previous| offered_before(previous, &catalogue, today));
    // Availability published while this build was at work is fresher than this build's feed.
    let fresher = previous.filter(|_| published_set(&publisher) != set_before);
    let unavailable: Vec<String> = catalogue
        .items
        .iter()
        .filter(|item| fresher.map_or(!item.available, |pack| pack.unavailable().contains(&item.id)))
        .map(|item| &item.id)
        .chain(offered.iter().map(|(id, _)| id))
        .cloned()
        .collect();
    let mut figures = Figures::of_lists(&catalogue, &learned, house.discretion.floor);
    let selling = learned.selling.clone();
    let content = content(&house, rules, collections, &catalogue, learned, offered, today as i32)?;
    let content = write::Content { translations: words, ..content };
    figures.add_content(&content, today);
    let bar = progress::steps("pack");
    let build = write::build(&content, job.time.as_second())?;
    figures.add_build(&build, &catalogue);
    let published = publisher.publish(build, &unavailable, job.keep, &bar)?;
    bar.finish();
    let unavailable = unavailable.len();
    Ok(Made { house, catalogue, problems, orders, selling, learning, figures, unavailable, published })
}

/// The set of unavailable items that is published now, by its checksum.
fn published_set(publisher: &Publisher) -> Option<u64> {
    publisher.previous().map(|pack| pack.manifest().unavailable)
}

fn read_log(
    sources: &Sources,
    columns: &ColumnMap,
    catalogue: &Catalogue,
    problems: &mut Problems,
) -> Result<(Log, LogReport), CommandError> {
    if sources.orders.is_empty() {
        return Ok((Log::default(), LogReport::default()));
    }
    let bar = bytes("orders");
    let read = csv::read(&sources.orders, columns, &mut |id| catalogue.resolve(id), problems, &bar)?;
    bar.finish();
    Ok(read)
}

/// What earlier builds offered in the last 30 days and this catalogue does not, with the last day it was offered.
fn offered_before(previous: &PackDir, catalogue: &Catalogue, today: i64) -> Vec<(String, u32)> {
    /// A device keeps a list this long, in days.
    const LIST_AGE: i64 = 30;
    let (items, offered) = match (previous.item_ids(), previous.offered()) {
        (Ok(items), Ok(offered)) => (items, offered),
        (Err(error), _) | (_, Err(error)) => {
            err!("the pack published before cannot be read, so what it offered is forgotten: {error}\n");
            return Vec::new();
        }
    };
    let day = u32::try_from(previous.manifest().time / 86_400).unwrap_or(0);
    let mut gone: Vec<(String, u32)> = items
        .into_iter()
        .map(|id| (id, day))
        .chain(offered)
        .filter(|(id, _)| catalogue.resolve(id).is_none())
        .collect();
    gone.retain(|(_, day)| today - i64::from(*day) <= LIST_AGE);
    // Of two entries the later day counts.
    gone.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    gone.dedup_by(|later, kept| later.0 == kept.0);
    gone
}
