//! Caps hold for any sequence of pages, placements, tabs and dismissals, and for any clock.

use passerelle::discretion::{
    Cap, CappedSubject, Caps, DAY, Extent, Fatigue, FeedbackKind, Floor, ITEM_REST_SECONDS, LogEntry, LoggedItem,
    OFFER_SECONDS, Pace, PageContext, Permission, Prominence, Reason, ReasonEvidence, WeatherReason,
    holds as within_caps, left, may_offer, prominence,
};
use passerelle::model::{CategoryIndex, Day, Days, DivisionIndex, Factor, Handle, TypeIndex};
use proptest::prelude::*;

const ITEMS: u32 = 3;
const TEN_YEARS: i64 = 3_650 * DAY;

/// A step in a tab.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Fills a placement of a page.
    Draw,
    /// The drawn item becomes visible.
    See,
    /// The seen item is clicked.
    Follow,
    /// "Not for me": the seen item is dismissed.
    Refuse,
    /// The tab is closed, or goes to another page: items that were not seen will not be.
    Leave,
}

#[derive(Clone, Copy, Debug)]
struct Deed {
    tab: usize,
    item: u32,
    step: Step,
    /// Seconds that the clock moves before the step.
    wait: i64,
}

fn deeds(wait: impl Strategy<Value = i64> + Clone + 'static) -> impl Strategy<Value = Vec<Deed>> {
    let step = prop_oneof![
        4 => Just(Step::Draw),
        4 => Just(Step::See),
        1 => Just(Step::Follow),
        1 => Just(Step::Refuse),
        1 => Just(Step::Leave),
    ];
    let deed = (0..3usize, 0..ITEMS, step, wait).prop_map(|(tab, item, step, wait)| Deed { tab, item, step, wait });
    prop::collection::vec(deed, 0..120)
}

/// Waits from seconds to a few days.
fn steady() -> impl Strategy<Value = i64> + Clone {
    prop_oneof![6 => 0..60i64, 3 => 0..2 * OFFER_SECONDS, 2 => 0..3 * DAY]
}

/// The same waits, with a clock that is sometimes set.
fn jumping() -> impl Strategy<Value = i64> + Clone {
    prop_oneof![12 => steady(), 1 => -TEN_YEARS..TEN_YEARS, 1 => Just(TEN_YEARS), 1 => Just(-TEN_YEARS), 1 => -2 * DAY..0]
}

fn caps() -> impl Strategy<Value = Caps> {
    let cap = (0..4u32, prop_oneof![Just(60u32), Just(3_600), Just(86_400), 1..1_000_000u32]);
    let custom = prop::collection::vec(cap.prop_map(|(cap, period)| Cap { cap, period_seconds: period }), 0..3);
    (0..6u32, custom).prop_map(|(lifetime, custom)| Caps { lifetime, custom })
}

/// The tabs of a device with a shared log, as the page's script uses it: it reads, asks and writes in one transaction.
struct Device {
    caps: Caps,
    log: Vec<LogEntry>,
    now: i64,
    /// By tab, the drawn items that were not seen yet, each with the index of its offer.
    drawn: [Vec<(u32, usize)>; 3],
    /// Indices of the exposures in the log.
    exposures: Vec<usize>,
}

impl Device {
    fn new(caps: Caps) -> Self {
        Self { caps, log: Vec::new(), now: 1_800_000_000, drawn: Default::default(), exposures: Vec::new() }
    }

    fn write(&mut self, item: u32, what: FeedbackKind) -> usize {
        self.log.push(LogEntry { subject: CappedSubject::Item(LoggedItem(item)), what, time: self.now });
        self.log.len() - 1
    }

    fn offer(&mut self, item: u32) -> Option<usize> {
        may_offer(&self.log, &self.caps, CappedSubject::Item(LoggedItem(item)), self.now)
            .then(|| self.write(item, FeedbackKind::Offer))
    }

    /// Whether the offer at this index of the log may still be seen: the clock has since moved forward by less than the
    /// lifetime of an offer.
    fn stands(&self, place: usize) -> bool {
        let times: Vec<i64> = self.log[place..].iter().map(|entry| entry.time).chain([self.now]).collect();
        let passed: i64 = times.windows(2).map(|pair| (pair[1] - pair[0]).max(0)).sum();
        passed < OFFER_SECONDS && within_caps(&self.log, &self.caps, self.log[place].subject, self.now)
    }

    fn does(&mut self, deed: Deed) {
        self.now = self.now.saturating_add(deed.wait);
        let Deed { tab, item, step, .. } = deed;
        match step {
            // Two placements of a page never share an item.
            Step::Draw if self.drawn[tab].iter().any(|(other, _)| *other == item) => {}
            Step::Draw => {
                let offer = self.offer(item);
                self.drawn[tab].extend(offer.map(|place| (item, place)));
            }
            Step::See => {
                let Some(at) = self.drawn[tab].iter().position(|(other, _)| *other == item) else { return };
                let (_, place) = self.drawn[tab].swap_remove(at);
                if self.stands(place) || self.offer(item).is_some() {
                    let place = self.write(item, FeedbackKind::Exposure);
                    self.exposures.push(place);
                }
            }
            Step::Follow => drop(self.write(item, FeedbackKind::Click)),
            Step::Refuse => drop(self.write(item, FeedbackKind::Dismissal)),
            Step::Leave => self.drawn[tab].clear(),
        }
    }
}

/// The age of the entry at `place` when the log had `until` entries, computed as the module's documentation describes
/// it: the difference of the clock, or the sum of its forward moves if it was set back behind the entry.
fn age(log: &[LogEntry], place: usize, until: usize, now: i64) -> i64 {
    let difference = now - log[place].time;
    if difference >= 0 {
        return difference;
    }
    let times: Vec<i64> = log[place..until].iter().map(|entry| entry.time).chain([now]).collect();
    times.windows(2).map(|pair| (pair[1] - pair[0]).max(0)).sum()
}

/// Checks that every exposure, with those before it, is within every cap at its own time.
fn holds(device: &Device) -> Result<(), TestCaseError> {
    for (&place, item) in device.exposures.iter().map(|place| (place, device.log[*place].subject)) {
        let now = device.log[place].time;
        let of_item =
            || device.exposures.iter().filter(|other| **other <= place && device.log[**other].subject == item);
        prop_assert!(of_item().count() as u32 <= device.caps.lifetime, "{item:?} lifetime");
        for cap in &device.caps.custom {
            let within = |other: &&usize| age(&device.log, **other, place, now) < i64::from(cap.period_seconds);
            let count = of_item().filter(within).count() as u32;
            prop_assert!(count <= cap.cap, "{item:?} {count} times within {cap:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn caps_hold_over_tabs_and_pages(caps in caps(), deeds in deeds(steady())) {
        let mut device = Device::new(caps);
        deeds.into_iter().for_each(|deed| device.does(deed));
        holds(&device)?;
        // If the clock only goes forward, no window of a period's length exceeds the cap, wherever it begins.
        for item in 0..ITEMS {
            let times: Vec<i64> = device.exposures.iter().map(|place| device.log[*place])
                .filter(|entry| entry.subject == CappedSubject::Item(LoggedItem(item))).map(|entry| entry.time).collect();
            for cap in &device.caps.custom {
                for (at, start) in times.iter().enumerate() {
                    let end = start + i64::from(cap.period_seconds);
                    let within = times[at..].iter().filter(|time| **time < end).count() as u32;
                    prop_assert!(within <= cap.cap, "{within} within {cap:?}");
                }
            }
        }
    }

    #[test]
    fn caps_hold_whatever_the_clock_does(caps in caps(), deeds in deeds(jumping())) {
        let mut device = Device::new(caps);
        deeds.into_iter().for_each(|deed| device.does(deed));
        holds(&device)?;
    }

    /// Setting the clock back permits nothing; only time that passes on it does.
    #[test]
    fn going_back_opens_nothing(caps in caps(), deeds in deeds(steady()), back in 0..TEN_YEARS) {
        let mut device = Device::new(caps);
        deeds.into_iter().for_each(|deed| device.does(deed));
        for item in (0..ITEMS).map(LoggedItem).map(CappedSubject::Item) {
            let now = may_offer(&device.log, &device.caps, item, device.now);
            let then = may_offer(&device.log, &device.caps, item, device.now - back);
            prop_assert!(now || !then);
        }
    }

    /// A clock that was ten years ahead for a while blocks nothing for ten years: one period after the next entry,
    /// everything within the lifetime cap is allowed again.
    #[test]
    fn an_entry_of_the_future_is_not_for_ever(deeds in deeds(steady()), period in 1..10 * DAY) {
        let caps = Caps { lifetime: u32::MAX, custom: vec![Cap { cap: 1, period_seconds: period as u32 }] };
        let mut device = Device::new(caps);
        device.now += TEN_YEARS;
        deeds.into_iter().for_each(|deed| device.does(deed));
        device.now = 1_800_000_000;
        device.write(ITEMS, FeedbackKind::Exposure);
        let later = device.now + period.max(OFFER_SECONDS);
        for item in 0..ITEMS {
            prop_assert!(may_offer(&device.log, &device.caps, CappedSubject::Item(LoggedItem(item)), later));
        }
    }

    #[test]
    fn many_at_once_as_one_by_one(caps in caps(), deeds in deeds(jumping())) {
        let mut device = Device::new(caps);
        deeds.into_iter().for_each(|deed| device.does(deed));
        let slot = |subject| if let CappedSubject::Item(item) = subject { Some(item.at()) } else { None };
        let all = left(&device.log, &device.caps, device.now, ITEMS as usize, &slot);
        for (item, all) in (0..ITEMS).zip(all) {
            // The number of times that it can be offered one by one.
            let mut alone = device.log.clone();
            let mut times = 0;
            while times <= all && may_offer(&alone, &device.caps, CappedSubject::Item(LoggedItem(item)), device.now) {
                alone.push(LogEntry { subject: CappedSubject::Item(LoggedItem(item)), what: FeedbackKind::Offer, time: device.now });
                times += 1;
            }
            prop_assert_eq!(all, times);
        }
    }

    /// A dismissed item stays hidden until ninety days have passed on the clock, or until the dismissal is undone.
    #[test]
    fn what_was_refused_rests(deeds in deeds(jumping()), wait in 0..ITEM_REST_SECONDS) {
        let mut device = Device::new(Caps { lifetime: 9, custom: vec![] });
        deeds.into_iter().for_each(|deed| device.does(deed));
        device.write(1, FeedbackKind::Dismissal);
        let at = |now| Fatigue::new(&device.log, Extent { items: ITEMS as usize, types: 1, divisions: 1 }, &|_| Some(CategoryIndex::default()), now);
        prop_assert!(at(device.now + wait).items[1] && at(device.now - wait).items[1]);
        let exposures = |item| device.log.iter().filter(|entry| entry.subject == CappedSubject::Item(LoggedItem(item))
            && entry.what == FeedbackKind::Exposure).count() as u32;
        let clicks = |item| device.log.iter().filter(|entry| entry.subject == CappedSubject::Item(LoggedItem(item))
            && entry.what == FeedbackKind::Click).count() as u32;
        for item in 0..ITEMS {
            let halved = |times: u32| Factor::from_bits(Factor::ONE.bits() >> times);
            let factor = at(device.now).factors[item as usize];
            let unclicked = exposures(item).saturating_sub(clicks(item)).min(31);
            prop_assert!(factor <= halved(unclicked) && factor >= halved(exposures(item).min(31)), "{factor:?}");
        }
    }

    /// For any log, the promotions of a day stay below their ceiling if each is asked for.
    #[test]
    fn the_ceiling_holds(waits in prop::collection::vec(steady(), 0..100), ceiling in 0..5u32) {
        let (mut log, mut now) = (Vec::new(), 1_800_000_000);
        let pace = Pace { promotions_per_day: ceiling, balance: Factor::ONE / 2 };
        for wait in waits {
            now += wait;
            if PageContext::default().permission(&log, &pace, now) == Permission::ALL {
                log.push(LogEntry { subject: CappedSubject::Promotion, what: FeedbackKind::Exposure, time: now });
            }
        }
        for (at, first) in log.iter().enumerate() {
            let today = log[at..].iter().filter(|entry| entry.time < first.time + DAY).count();
            prop_assert!(today as u32 <= ceiling);
        }
    }

    /// A reason is true, permitted and shared by enough shoppers, and no more specific reason is.
    #[test]
    fn the_most_specific_that_may_be_spoken(
        flags in any::<[bool; 8]>(),
        met in prop::option::of((0..5u16, 0..3u16).prop_map(|(item_type, division)| CategoryIndex {
            division: DivisionIndex(division),
            item_type: TypeIndex(item_type),
        })),
        session in prop::option::of(0..9u32),
        counts in prop::collection::vec(0..200u32, 8),
        permission in any::<[bool; 3]>(),
    ) {
        let [page, cart, cold, season, is_new, counted, pinned, trending] = flags;
        let grounds = ReasonEvidence {
            page, cart, season, is_new, counted, pinned, trending, met, session_item: session.map(Handle),
            weather: cold.then_some(WeatherReason::Cold), collection: None, occasion: None, division: DivisionIndex(2),
        };
        let floor = Floor { shoppers: 3, millionths: 20_000 };
        let permission = Permission { page: permission[0], everyone: permission[1], history: permission[2] };
        let speaks = |reason: Reason| match reason {
            Reason::CompletesType(kind) => floor.admits(counts[kind.at()], 1_000),
            Reason::Division(division) => floor.admits(counts[5 + division.at()], 1_000),
            // At the level `discreet`, only the page's own item is named.
            Reason::GoesWithSessionItem(_) => false,
            _ => true,
        };
        let spoken = grounds.reason(permission, speaks);
        let first = grounds.reasons().find(|reason| permission.admits(*reason) && speaks(*reason));
        prop_assert_eq!(spoken, first);
        if let Some(Reason::CompletesType(kind)) = spoken {
            prop_assert!(counts[kind.at()] * 50 >= 1_000 && counts[kind.at()] >= 3);
        }
        prop_assert!(!matches!(spoken, Some(Reason::GoesWithSessionItem(_))));
        prop_assert!(spoken.is_some() || !permission.everyone);
    }
}

/// The page has the same rule in TypeScript; `tests/browser/notices.test.mjs` reads the same table.
#[test]
fn notices_are_shown_as_the_table_says() {
    let rows = include_str!("data/notices.txt").lines().filter(|line| !line.starts_with('#'));
    let mut shown = 0;
    for row in rows {
        let fields: Vec<&str> = row.split(' ').collect();
        let [from, until, day, concerned, seen, read, expected] = fields[..] else { panic!("{row}") };
        let [first, last, day] = [from, until, day].map(|day| Day::from_number(day.parse().unwrap()));
        let (window, seen) = (Days { first, last }, seen.parse().unwrap());
        let found = match prominence(window, day, concerned == "yes", seen, read == "yes") {
            Some(Prominence::First) => "first",
            Some(Prominence::Letter) => "letter",
            None => "-",
        };
        assert_eq!(found, expected, "{row}");
        shown += usize::from(found != "-");
    }
    assert_eq!(shown, 6);
}
