//! Compares the engine with a model written from the specification: slates and explanations must be the same for random
//! houses, histories and clocks.

mod common;
mod model;

use model::ranking::last_six;
use model::world::{DAY, TIME, World, placement, scope};
use model::{Happened, Model};
use passerelle::discretion::Reason;
use passerelle::engine::{Engine, Mode, Suggestion};
use passerelle::history::EventKind;
use passerelle::model::{CollectionIndex, DivisionIndex, Factor};

use passerelle::pack::BinaryFile;
use passerelle::rank::{MAX_SUGGESTIONS, Placement, RankSource, Scope};
use passerelle::request::{Basis, Divisions, SuggestRequest};
use passerelle::season::{Flag, Tenths, Weather};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A step of a shopper or a page; numbers are taken modulo the size of the catalogue.
#[derive(Clone, Debug)]
enum Step {
    View(usize, bool),
    Event {
        kind: EventKind,
        item: (usize, bool),
        gift: bool,
    },
    Mode(bool),
    Leave,
    /// Moves the clock by this number of seconds, which may be negative.
    Clock(i64),
    /// Indices of the country and the time zone; temperature, rain and UV index in tenths.
    Local {
        country: Option<usize>,
        zone: Option<usize>,
        weather: [Option<i32>; 3],
    },
    Suggest(Ask),
}

/// Country codes that pages state; the pack has zones of some of them.
const COUNTRIES: [&str; 6] = ["FR", "au", "SG", "us", "ZZ", "FRA"];
/// A time zone that the pack does not have.
const NOWHERE: &str = "Mars/Olympus";

#[derive(Clone, Debug)]
struct Ask {
    placement: usize,
    page: Option<(usize, bool)>,
    division: Option<usize>,
    cart: Vec<(usize, bool)>,
    /// Whether the page declares the items that it names, as the browser's API does.
    declares: bool,
    scope: Option<(usize, usize)>,
    limit: Option<usize>,
    threshold: Option<u32>,
    reminders: Option<bool>,
    exclude: Vec<(usize, bool)>,
    seasonal: bool,
    page_only: bool,
    /// Whether the page first reads the items of its half-month, or the trending items, as the browser's API does.
    reads_lists: bool,
}

fn spoken() -> impl Strategy<Value = (usize, bool)> {
    (0..1_000usize, prop::bool::weighted(0.3))
}

fn ask() -> impl Strategy<Value = Ask> {
    let page = (
        0..6usize,
        proptest::option::of(spoken()),
        proptest::option::weighted(0.4, 0..7usize),
        prop_oneof![4 => prop::collection::vec(spoken(), 0..4), 1 => prop::collection::vec(spoken(), 0..10)],
        prop::bool::weighted(0.7),
    );
    let wishes = (
        proptest::option::weighted(0.3, (0..6usize, 0..64usize)),
        proptest::option::weighted(0.7, prop_oneof![0..6usize, 0..40usize]),
        proptest::option::weighted(0.5, prop_oneof![Just(0u32), 0..1u32 << 28]),
        proptest::option::weighted(0.3, any::<bool>()),
        prop::collection::vec(spoken(), 0..3),
    );
    let season = (prop::bool::weighted(0.3), prop::bool::weighted(0.2), prop::bool::weighted(0.8));
    (page, wishes, season).prop_map(
        |(
            (placement, page, division, cart, declares),
            (scope, limit, threshold, reminders, exclude),
            (seasonal, page_only, reads_lists),
        )| Ask {
            placement,
            page,
            division,
            cart,
            declares,
            scope,
            limit,
            threshold,
            reminders,
            exclude,
            seasonal,
            page_only,
            reads_lists,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let kind = prop::sample::select(EventKind::ALL.to_vec());
    let clock = prop_oneof![
        4 => 0..DAY,
        4 => 0..40 * DAY,
        2 => 0..400 * DAY,
        1 => -40 * DAY..0,
        1 => -4_000 * DAY..4_000 * DAY,
    ];
    prop_oneof![
        4 => spoken().prop_map(|(item, alias)| Step::View(item, alias)),
        4 => (kind, spoken(), prop::bool::weighted(0.2))
            .prop_map(|(kind, item, gift)| Step::Event { kind, item, gift }),
        1 => prop::bool::weighted(0.85).prop_map(Step::Mode),
        1 => Just(Step::Leave),
        2 => clock.prop_map(Step::Clock),
        2 => local(),
        4 => ask().prop_map(Step::Suggest),
    ]
}

fn local() -> impl Strategy<Value = Step> {
    let tenths = |range: std::ops::Range<i32>| proptest::option::of(prop_oneof![8 => range, 1 => any::<i32>()]);
    let weather = [tenths(-300..400), tenths(0..40), tenths(0..90)];
    (proptest::option::of(0..COUNTRIES.len()), proptest::option::of(0..7usize), weather)
        .prop_map(|(country, zone, weather)| Step::Local { country, zone, weather })
}

/// How often a walk met each case: two empty answers would prove nothing.
type Seen = BTreeMap<String, usize>;

fn count(seen: &mut Seen, what: impl std::fmt::Debug) {
    *seen.entry(format!("{what:?}")).or_default() += 1;
}

/// Runs the engine and the model side by side, and compares them.
fn assert_agree(world: &World, steps: &[Step]) -> Seen {
    let (mut engine, mut model) = (world.published.engine(), Model::default());
    let (mut now, mut seen) = (TIME, Seen::default());
    for (number, step) in steps.iter().enumerate() {
        now += 1;
        match step {
            Step::View(item, alias) => {
                let id = id(world, (*item, *alias));
                let declared = engine.open_page(&id);
                world.published.load(&mut engine, declared);
                model.open_page(world, &id);
                let recorded = engine.track(EventKind::View, &id, now, false);
                assert_eq!(recorded, model.track(world, EventKind::View, &id, now, false), "step {number}");
            }
            Step::Event { kind, item, gift } => {
                let id = id(world, *item);
                let declared = engine.declare(&id);
                world.published.load(&mut engine, declared);
                model.declare(world, &id);
                let recorded = engine.track(*kind, &id, now, *gift);
                assert_eq!(recorded, model.track(world, *kind, &id, now, *gift), "step {number}");
            }
            Step::Mode(personal) => {
                engine.set_mode(if *personal { Mode::Personal } else { Mode::Contextual });
                model.set_mode(world, *personal);
            }
            Step::Leave => {
                engine.leave_page();
                model.leave_page(world);
            }
            Step::Clock(seconds) => now += seconds,
            Step::Local { country, zone, weather } => {
                tell(&mut engine, Some(&mut model), *country, *zone, *weather);
            }
            Step::Suggest(ask) => assert_same_answer(world, &mut engine, &mut model, ask, now, number, &mut seen),
        }
        let kept: Vec<Happened> = engine
            .events()
            .iter()
            .map(|event| Happened {
                kind: event.kind,
                id: event.item_id.to_string(),
                time: event.time,
                gift: event.gift,
            })
            .collect();
        assert_eq!(kept, model.history, "step {number}");
        assert!(kept.iter().all(|event| !world.sensitive(&event.id)));
    }
    seen
}

fn id(world: &World, (item, alias): (usize, bool)) -> String {
    let index = item % world.content.items.len();
    if alias { world.content.aliases[index].text.to_string() } else { world.content.items[index].id.to_string() }
}

/// The page states its country, its time zone and the weather.
fn tell(
    engine: &mut Engine,
    model: Option<&mut Model>,
    country: Option<usize>,
    zone: Option<usize>,
    [temperature, rain, uv]: [Option<i32>; 3],
) {
    let country = country.map(|number| COUNTRIES[number]);
    let zone = zone.map(|number| model::season::ZONES.get(number).map_or(NOWHERE, |zone| zone.0));
    engine.set_place(country, zone);
    let [temperature_c, rain_mm, uv_index] = [temperature, rain, uv].map(|tenths| tenths.map(Tenths));
    engine.set_weather(Weather { temperature_c, rain_mm, uv_index });
    let Some(model) = model else { return };
    model.local.set_place(country, zone);
    model.local.weather = model::season::Weather {
        temperature: temperature.map(i128::from),
        rain: rain.map(i128::from),
        uv: uv.map(i128::from),
    };
}

/// Whether the page reads its half-month first.
fn reads_season(ask: &Ask) -> bool {
    let shows_season = matches!(placement(ask.placement), Placement::Home | Placement::Category);
    ask.reads_lists && (ask.seasonal || shows_season) && !reads_trending(ask)
}

/// Whether the page reads the trending items first.
fn reads_trending(ask: &Ask) -> bool {
    ask.reads_lists && placement(ask.placement) == Placement::Trending
}

/// A scope in the form of a page's request.
fn divisions_of(world: &World, scope: Scope) -> Divisions {
    match scope {
        Scope::Other => Divisions::Other,
        Scope::Same => Divisions::Same,
        Scope::Any => Divisions::Any,
        Scope::Pinned => Divisions::Pinned,
        Scope::Only(only) => {
            let id = |division: &DivisionIndex| world.content.core.divisions[division.at()].id.clone();
            Divisions::Only(only.iter().map(id).collect())
        }
    }
}

/// Calls `answer` with the request of `ask`, after the page has declared the items that it names.
fn with_request<R>(
    world: &World,
    engine: &mut Engine,
    ask: &Ask,
    now: i64,
    answer: impl FnOnce(&mut Engine, &SuggestRequest) -> R,
) -> R {
    let page = ask.page.map(|spoken| id(world, spoken));
    let ids = |spoken: &[(usize, bool)]| -> Vec<String> { spoken.iter().map(|one| id(world, *one)).collect() };
    let (cart, exclude) = (ids(&ask.cart), ids(&ask.exclude));
    let division = ask.division.map(|number| format!("division-{number}"));
    let divisions = world.content.core.divisions.len();
    let request = SuggestRequest {
        item_id: page.clone(),
        division,
        cart: cart.clone(),
        divisions: ask.scope.map(|(number, only)| divisions_of(world, scope(number, only, divisions))),
        limit: ask.limit,
        threshold: ask.threshold.map(Factor::from_bits),
        reminders: ask.reminders,
        exclude,
        basis: match (ask.seasonal, ask.page_only) {
            (true, _) => Basis::Season,
            (_, true) => Basis::Page,
            _ => Basis::History,
        },
        ..SuggestRequest::new(placement(ask.placement))
    };
    if ask.declares {
        if let Some(page) = &page {
            let declared = engine.ask(request.placement, page);
            world.published.load(engine, declared);
        }
        for id in last_six(&cart) {
            let declared = engine.declare(id);
            world.published.load(engine, declared);
        }
    }
    if reads_season(ask)
        && world.published.manifest.season
        && let Some(half_month) = engine.season_to_read(now)
    {
        engine.read_season(half_month, &world.published.payload(BinaryFile::Season(half_month))).unwrap();
    }
    if reads_trending(ask) {
        engine.read_trending(&world.published.payload(BinaryFile::Trending)).unwrap();
    }
    answer(engine, &request)
}

/// The code of a reason and, after a colon, its argument.
fn said(world: &World, one: &Suggestion<'_>) -> String {
    let core = &world.content.core;
    let division = |number: u16| core.divisions[usize::from(number)].id.as_str();
    let collection = |number: CollectionIndex| core.collections[number.at()].as_str();
    let named = match one.reason {
        Reason::GoesWithSessionItem(_) => one.about.unwrap().id,
        Reason::CompletesType(number) => core.types[usize::from(number.0)].name.as_str(),
        Reason::Division(number) | Reason::NewInDivision(number) => division(number.0),
        Reason::Collection(number) | Reason::Occasion(number) => collection(number),
        Reason::Weather(weather) => weather.code(),
        _ => return one.reason.code().to_owned(),
    };
    format!("{}:{named}", one.reason.code())
}

/// The code of a flag; that of a collection or an occasion with its id.
fn spelled(world: &World, flag: Flag) -> String {
    match flag {
        Flag::Collection(number) | Flag::Occasion(number) => {
            format!("{}:{}", flag.code(), world.content.core.collections[number.at()])
        }
        _ => flag.code().to_owned(),
    }
}

fn assert_same_answer(
    world: &World,
    engine: &mut Engine,
    model: &mut Model,
    ask: &Ask,
    now: i64,
    number: usize,
    seen: &mut Seen,
) {
    with_request(world, engine, ask, now, |engine, request| {
        if ask.declares {
            match &request.item_id {
                Some(page) if placement(ask.placement) as u8 == 0 => model.open_page(world, page),
                Some(page) => model.declare(world, page),
                None => {}
            }
            last_six(&request.cart).iter().for_each(|id| model.declare(world, id));
        }
        if reads_season(ask) {
            model.read_season(world, now);
        }
        if reads_trending(ask) {
            model.read_trending(world);
        }
        let excluded: Vec<String> = request.exclude.iter().map(|id| model.resolve(id)).collect();
        let answer = model.suggest(world, request, now);
        let slate = engine.suggest(request, now);
        let lines: Vec<model::ranking::Line> = slate
            .suggestions
            .iter()
            .map(|one| model::ranking::Line {
                id: one.id.to_owned(),
                score: one.rank.map_or(0, |rank| rank.score.units()),
                rank_source: one.rank.map_or(RankSource::Ranked, |rank| rank.source),
                reason: said(world, one),
                price: one.price_minor,
                season: model::season::Parts {
                    collection: one.signs.collection.bits().into(),
                    occasion: one.signs.occasion.bits().into(),
                    demand: one.signs.demand.bits().into(),
                    weather: one.signs.weather.bits().into(),
                },
                flags: one.flags.iter().map(|flag| spelled(world, *flag)).collect(),
            })
            .collect();
        assert_eq!((slate.status, &lines), (answer.status, &answer.lines), "step {number}");
        for one in &slate.suggestions {
            let item = world.item(one.id).unwrap();
            let texts = &one.card.texts;
            let image = item.image.as_deref();
            assert_eq!((texts.title(), texts.url(), texts.image()), (&*item.title, &*item.url, image));
            assert!(!world.gone.contains(one.id) && !excluded.iter().any(|id| id == one.id));
        }
        for pair in lines.windows(2) {
            let [above, below] = pair else { continue };
            // If the limit of a type was exceeded, further items of the type come last, whatever their score.
            let of_type = |line: &model::ranking::Line| world.item(&line.id).unwrap().item_type;
            let core = &world.content.core;
            let limit =
                request.limit.unwrap_or(core.placements[request.placement as usize].limit.into()).min(MAX_SUGGESTIONS);
            let per_type = core.tuning.max_per_type.map(|most| usize::from(most.get()) * limit.div_ceil(4));
            let before =
                lines.iter().take_while(|line| line.id != below.id).filter(|line| of_type(line) == of_type(below));
            let gave_way = per_type.is_some_and(|most| before.count() >= most);
            assert!(above.score >= below.score || gave_way, "step {number}: {lines:?}");
            assert!(
                above.score > below.score || above.id < below.id || below.rank_source == RankSource::New || gave_way
            );
            assert!(above.rank_source == RankSource::Pinned || below.rank_source != RankSource::Pinned);
        }
        count(seen, answer.status);
        for line in &lines {
            count(seen, line.rank_source);
            count(seen, line.reason.split(':').next());
            line.flags.iter().for_each(|flag| count(seen, flag.split(':').next()));
        }
        let every = world.content.items.len() / 40 + 1;
        let some = world.content.items.iter().step_by(every).map(|item| item.id.as_str());
        for id in some.chain(lines.iter().map(|line| line.id.as_str())).chain(["nobody"]) {
            let why = engine.explain(request, id, now).map(|found| model::ranking::Why {
                score: found.score().units(),
                parts: found
                    .parts
                    .into_iter()
                    .map(|part| (part.name.code().to_owned(), part.source.unwrap_or_default(), part.value.units()))
                    .collect(),
                place: found.place,
                absence: found.absence,
            });
            assert_eq!(why, answer.why(id), "step {number}, {id}");
            let Some(why) = why else { continue };
            why.absence.iter().for_each(|absence| count(seen, absence));
            why.parts.iter().for_each(|(name, ..)| count(seen, name));
            assert_eq!(why.parts.iter().map(|(_, _, value)| value).sum::<i64>(), why.score);
            assert_eq!(why.place, lines.iter().position(|line| line.id == id));
            assert_eq!(why.place.map(|place| lines[place].score), why.place.map(|_| why.score));
            assert_ne!(why.place.is_some(), why.absence.is_some());
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_engine_does_what_the_specification_says(
        seed: u64,
        items in 1..32usize,
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let world = World::new(seed, items, 8);
        prop_assert_eq!(world.published.manifest.shard_files, None);
        assert_agree(&world, &steps);
    }
}

#[test]
fn the_walks_meet_everything() {
    let (mut runner, mut seen) = (TestRunner::deterministic(), Seen::default());
    let walks = (any::<u64>(), 8..32usize, prop::collection::vec(step(), 20..60));
    for _ in 0..80 {
        let (seed, items, steps) = walks.new_tree(&mut runner).unwrap().current();
        for (what, times) in assert_agree(&World::new(seed, items, 8), &steps) {
            *seen.entry(what).or_default() += times;
        }
    }
    let statuses = ["Ok", "ItemUnknown", "NothingSuitable"];
    let rank_sources = ["Ranked", "New", "Pinned"];
    let reasons = [
        "goes-with-page-item",
        "completes-cart",
        "goes-with-session-item",
        "completes-type",
        "division",
        "collection",
        "weather",
        "season",
        "occasion",
        "new-in-division",
        "appreciated",
        "house",
        "trending",
    ];
    let absences = ["NoNeighbour", "Forbidden", "Resting", "Rule", "Threshold", "Unavailable", "TypeFull", "Outranked"];
    let parts = ["neighbour", "back-off", "in-season", "trending", "reminder", "season", "attachment", "rule", "share"];
    let parts = parts.map(|name| format!("{name:?}"));
    let codes = ["cold-snap", "rain", "sun", "occasion", "in-demand-now", "collection", "ending-soon", "new"].map(Some);
    let codes = codes.into_iter().chain(reasons.map(Some)).map(|code| format!("{code:?}"));
    let names = statuses.into_iter().chain(rank_sources).chain(absences).map(str::to_owned).chain(parts).chain(codes);
    for what in names.collect::<Vec<_>>() {
        assert!(seen.get(&what).is_some_and(|times| *times >= 3), "{what}: {seen:?}");
    }
}

static SHARDED: LazyLock<[World; 3]> = LazyLock::new(|| [0, 1, 2].map(|seed| World::new(seed, 450, 200)));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// With shards, the weaker neighbours have no card; pinned items have a card everywhere.
    #[test]
    fn the_engine_does_what_the_specification_says_of_a_pack_in_shards(
        seed in 0..3usize,
        steps in prop::collection::vec(step(), 20..80),
    ) {
        let world = &SHARDED[seed];
        prop_assert!(world.published.manifest.shards().number() > 1);
        assert_agree(world, &steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Ranking reads no price: a house with prices a hundred times as high shows the same slates.
    #[test]
    fn prices_change_nothing(seed: u64, items in 1..32usize, steps in prop::collection::vec(step(), 1..60)) {
        let cheap = World::new(seed, items, 8);
        let mut content = cheap.content.clone();
        for item in &mut content.items {
            item.price_minor = item.price_minor.map(|price| price * 100);
        }
        let dear = World::of(content, cheap.gone.clone());
        prop_assert_eq!(shown(&cheap, &steps), shown(&dear, &steps));
    }
}

/// Every slate of a walk, without prices.
fn shown(world: &World, steps: &[Step]) -> Vec<String> {
    let (mut engine, mut now, mut slates) = (world.published.engine(), TIME, Vec::new());
    for step in steps {
        now += 1;
        match step {
            Step::View(item, alias) => {
                let id = id(world, (*item, *alias));
                let declared = engine.open_page(&id);
                world.published.load(&mut engine, declared);
                engine.track(EventKind::View, &id, now, false);
            }
            Step::Event { kind, item, gift } => {
                let id = id(world, *item);
                let declared = engine.declare(&id);
                world.published.load(&mut engine, declared);
                engine.track(*kind, &id, now, *gift);
            }
            Step::Mode(personal) => engine.set_mode(if *personal { Mode::Personal } else { Mode::Contextual }),
            Step::Leave => engine.leave_page(),
            Step::Clock(seconds) => now += seconds,
            Step::Local { country, zone, weather } => tell(&mut engine, None, *country, *zone, *weather),
            Step::Suggest(ask) => with_request(world, &mut engine, ask, now, |engine, request| {
                let slate = engine.suggest(request, now);
                let lines = slate.suggestions.iter().map(|one| format!("{} {:?}", one.id, one.rank));
                slates.push(format!("{:?} {:?}", slate.status, lines.collect::<Vec<_>>()));
            }),
        }
    }
    slates
}
