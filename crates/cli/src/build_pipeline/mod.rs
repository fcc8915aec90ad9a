//! The stages of `passerelle build`: feed, orders, learning, checks, pack. Each stage has the name of its progress bar.
//! `preview` uses the same stages. Not for the commands' output.

mod availability;
mod counted_elsewhere;
pub(crate) mod figures;
mod sold_out;
pub(crate) mod sources;
pub(crate) mod variant_stock;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use passerelle::model::{Day, Slug};
use passerelle::pack::write;
use passerelle_catalogue::house::{House, Resolved};
use passerelle_catalogue::identity::ByTitle;
use passerelle_catalogue::orders::{self, Clock, ColumnMap, Log, LogReport};
use passerelle_catalogue::problems::Problems;
use passerelle_catalogue::sizes::{SizeRanges, size_ranges};
use passerelle_catalogue::{Catalogue, ItemIndex};
use passerelle_learning::demand::Feast;
use passerelle_learning::trending::Outcome;
use passerelle_learning::{Learned, Settings, learn, learn_from_counts};

use crate::error::CommandError;
use crate::message_checks::{self, CountedIn};
use crate::pack::pack_content::pack_content;
use crate::pack::publish::{Published, Publisher};
use crate::pack::questionnaires;
use crate::pack::stock::Stock;
use crate::progress::{self, Stages};
use crate::questionnaire_checks;
use crate::safety_checks;
use crate::timings::Timings;
use availability::Availability;
use counted_elsewhere::CountedElsewhere;
use figures::Figures;
use sold_out::SoldOut;
use sources::Sources;
use variant_stock::VariantStock;

/// The inputs and options of a build.
pub(crate) struct Job<'a> {
    pub(crate) sources: &'a Sources,
    /// Folder of the pack.
    pub(crate) out: &'a Path,
    /// The time at which offers and expirations are evaluated.
    pub(crate) as_of: Timestamp,
    /// The time of the build that the manifest states.
    pub(crate) time: Timestamp,
    /// Builds to keep in the folder, this one included.
    pub(crate) keep: usize,
    /// Whether any problem is an error.
    pub(crate) strict: bool,
    /// Whether to publish in spite of a failed safety check.
    pub(crate) force: bool,
    /// Whether to fit the formula to the log first.
    pub(crate) calibrate: bool,
    /// Target for the memory of learning, in megabytes.
    pub(crate) memory: Option<u64>,
    /// Folder with counts made elsewhere, instead of orders.
    pub(crate) counts: Option<&'a Path>,
}

impl Job<'_> {
    /// Target for the memory of learning, in bytes.
    fn memory(&self) -> Option<u64> {
        self.memory.map(|megabytes| megabytes << 20)
    }
}

/// The result of a build.
pub(crate) struct Built {
    pub(crate) house: House,
    pub(crate) catalogue: Catalogue,
    pub(crate) problems: Problems,
    pub(crate) orders: LogReport,
    /// Sales of each item, by item; 0 below the floor.
    pub(crate) selling: Vec<f64>,
    /// Summary of learning, for people.
    pub(crate) learning: String,
    /// Whether any item is trending: bought more now than before.
    pub(crate) trending: Outcome,
    pub(crate) figures: Figures,
    /// Number of ids in the set of unavailable items, without those of variants.
    pub(crate) unavailable: usize,
    /// Stock of the variants of items that can be bought.
    pub(crate) variants: VariantStock,
    /// Number of items whose sizes cannot be compared with any other.
    pub(crate) sizes_left_out: usize,
    pub(crate) published: Published,
    /// Items of collections that are not open to everybody yet; the house includes them in the pack.
    pub(crate) early: Vec<ItemIndex>,
    /// Notices and messages that were left out because their last day has passed.
    pub(crate) passed: Vec<String>,
    /// The questionnaires, each with the position of its division.
    pub(crate) questionnaires: Vec<(Slug, u16)>,
    /// Hints for the house about its questionnaires.
    pub(crate) hints: Vec<String>,
    pub(crate) timings: Timings,
}

/// Builds a pack and publishes it.
///
/// # Errors
/// [`CommandError`]; the previously published pack is unchanged then.
pub(crate) fn build(job: &Job<'_>) -> Result<Built, CommandError> {
    let mut timings = Timings::default();
    timings.begin("feed", "");
    let mut columns = job.sources.columns()?;
    let before = folder(job)?;
    let mut problems = Problems::new();
    let mut read = sources::feed(&job.sources.house, &job.sources.feed, job.as_of, &mut problems)?;
    columns.latest = job.as_of;
    read.house.orders.complete(&mut columns);
    let house_file = job.sources.house.display().to_string();
    let mut catalogue = read.catalogue;
    let passed = read.house.leave_out_passed(day(job.time), &house_file);
    let (resolved, early) = keep_back(&read.house, &mut catalogue, &house_file, job.time)?;
    timings.begin("orders", "");
    let (log, orders) = self::orders(&job.sources.orders, &columns, &catalogue, &mut problems)?;
    timings.end();
    sources::report(&problems, job.strict)?;
    if !job.force {
        safety_checks::inputs(&read.rows, &orders, &problems)?;
    }
    let house = read.house;
    let counted_in = CountedIn { log: &log, clock: orders.clock, counts: job.counts.is_some() };
    message_checks::audience(&house, &resolved, &catalogue, counted_in, &house_file)?;
    let questionnaires = questionnaires::divisions(&house, &catalogue, &resolved);
    let hints = questionnaire_checks::hints(&house, &resolved, &catalogue, &house_file);
    let counted = match job.counts {
        Some(dir) => {
            timings.begin("counts", "");
            let now = job.as_of.as_second();
            Some(CountedElsewhere::read(dir, &house, &catalogue, now, job.memory())?)
        }
        None => None,
    };
    let orders = counted.as_ref().map_or(orders, |counted| counted.report.clone());
    let learned = learning(job, &house, &catalogue, log, counted, &orders, &mut timings)?;
    timings.begin("pack", "");
    let publisher = Publisher::lock(job.out)?;
    if !job.force {
        safety_checks::build(publisher.previous(), &house, &catalogue)?;
    }
    let today = day(job.time);
    let SizeRanges { ranges, left_out: sizes_left_out } = size_ranges(&catalogue);
    let availability = Availability::new(&publisher, before, (&catalogue, &ranges), today);
    let selling = learned.selling.clone();
    let (learning, trending) = (summary(&learned), learned.trending.outcome);
    let mut figures = Figures::of_lists(&catalogue, &learned, house.discretion.minimum_audience);
    let content = pack_content(&house, resolved, (&catalogue, ranges), learned, availability.offered, today)?;
    figures.add_content(&content, today);
    figures.sold_out = SoldOut::new(&content, &catalogue, &selling, today);
    let bar = progress::steps("pack");
    let draft = write::draft(&content, job.time.as_second(), publisher.spool()?)?;
    drop(content);
    figures.add_build(&draft, &catalogue);
    let stock = Stock {
        unavailable: [&availability.unavailable[..], &availability.variants.sold_out.all].concat(),
        sizes: availability.variants.sizes.all.clone(),
    };
    let published = publisher.publish(&draft, &stock, job.keep, &bar)?;
    bar.finish();
    timings.end();
    let unavailable = availability.unavailable.len();
    Ok(Built {
        house,
        catalogue,
        problems,
        orders,
        selling,
        learning,
        trending,
        figures,
        unavailable,
        variants: availability.variants,
        sizes_left_out,
        published,
        early,
        passed,
        questionnaires,
        hints,
        timings,
    })
}

/// The day of a time, in days since 1970-01-01.
pub(crate) fn day(time: Timestamp) -> Day {
    Day::of_time(time.as_second())
}

/// Removes the items from `catalogue` that early access withholds at `time`. Also returns the early items that stay.
pub(crate) fn keep_back(
    house: &House,
    catalogue: &mut Catalogue,
    file: &str,
    time: Timestamp,
) -> Result<(Resolved, Vec<ItemIndex>), CommandError> {
    let mut resolved = Resolved::new(house, catalogue, file)?;
    let early = resolved.keep_back(house, catalogue, day(time));
    Ok((resolved, early))
}

/// Returns the checksum of the set of unavailable items that is published before the build. A folder that cannot be
/// published into fails here, before the work begins.
fn folder(job: &Job<'_>) -> Result<Option<u64>, CommandError> {
    Ok(availability::published(&Publisher::lock(job.out)?))
}

/// Reads past orders, if any. Problems of single rows are counted in `problems`.
pub(crate) fn orders(
    files: &[PathBuf],
    columns: &ColumnMap,
    catalogue: &Catalogue,
    problems: &mut Problems,
) -> Result<(Log, LogReport), CommandError> {
    if files.is_empty() {
        return Ok((Log::default(), LogReport::default()));
    }
    let bar = progress::bytes("orders");
    let read = orders::read(files, columns, &mut ByTitle::new(catalogue), problems, &bar)?;
    bar.finish();
    Ok(read)
}

/// Runs calibration, and learns pairs, rare pairs and lists.
fn learning(
    job: &Job<'_>,
    house: &House,
    catalogue: &Catalogue,
    log: Log,
    counted: Option<CountedElsewhere>,
    orders: &LogReport,
    timings: &mut Timings,
) -> Result<Learned, CommandError> {
    let settings = Settings { calibrate: job.calibrate, memory: job.memory(), ..settings(house, orders, job.as_of) };
    let stages = Stages::new(timings);
    let progress = |progress| stages.show(progress);
    let learned = match counted {
        Some(CountedElsewhere { counts, ordered, .. }) => {
            learn_from_counts(counts, ordered, catalogue, &settings, &progress)
        }
        None => learn(log, catalogue, &settings, &progress).map_err(CommandError::Spill)?,
    };
    stages.finish();
    Ok(learned)
}

/// Settings of learning from the house and its orders. New arrivals, trending items and upcoming feasts are determined
/// at `as_of`.
pub(crate) fn settings(house: &House, orders: &LogReport, as_of: Timestamp) -> Settings {
    Settings {
        floor: u32::from(house.privacy.k),
        dated: is_dated(orders),
        retention_days: house.privacy.retention_days,
        trending_days: house.trending_days,
        now: Some(as_of.as_second()),
        feasts: Feast::kept(&house.season, day(as_of)),
        ..Settings::default()
    }
}

/// Whether the times of the orders are calendar dates.
pub(crate) fn is_dated(orders: &LogReport) -> bool {
    orders.clock == Clock::Time
}

/// Summary of learning, for people.
fn summary(learned: &Learned) -> String {
    format!("{}{}", learned.calibration.as_ref().map(ToString::to_string).unwrap_or_default(), learned.report)
}
