//! Makes a case from a session of a log: the device before it, and the items that the shopper went on to. Not for
//! filling the slate: see [`super::slate_model`].

use std::collections::BTreeMap;

use passerelle::history::{Event, EventKind, TALLY_WEEKS, Tally};
use passerelle::model::{DivisionIndex, Week};
use passerelle_catalogue::orders::{LogEvent, Session};
use passerelle_learning::validation::protocol::{EarlierSession, EarlierSessions, NEXT};

use super::slate_case::Case;
use super::slate_house::RETENTION_DAYS;
use super::slate_model::SlateModel;
use super::slate_placement::SlatePlacement;

const RETENTION: i64 = RETENTION_DAYS as i64 * passerelle::model::DAY;

/// An event in the device's history.
#[derive(Clone, Copy)]
struct SeenEvent {
    time: i64,
    event: LogEvent,
}

/// A shopper's events in one division in one week.
#[derive(Clone, Copy, Default)]
struct WeekCounts {
    events: u32,
    purchases: u32,
}

impl SlateModel<'_> {
    /// The case of `session`; `None` if there is nothing to predict, or nothing to predict it from.
    pub(super) fn case(
        &self,
        earlier: &EarlierSessions<'_>,
        session: &Session,
        placement: SlatePlacement,
    ) -> Option<Case> {
        let events = self.data.test.events_of(session);
        let earlier = earlier.before(session);
        let mut seen: Vec<SeenEvent> = earlier
            .iter()
            .filter(|earlier| earlier.time >= session.time - RETENTION)
            .flat_map(|earlier| earlier.events.iter().map(|event| SeenEvent { time: earlier.time, event: *event }))
            .collect();
        let mut targets: Vec<u32>;
        let page = match placement {
            SlatePlacement::Home => {
                targets = events.iter().map(|event| event.item).collect();
                None
            }
            SlatePlacement::Product => {
                // The same item for every variant: the middle one of the visit or basket.
                let at = events.len() / 2;
                let page = events.get(at)?.item;
                let rest = if self.data.test.ordered { &events[at + 1..] } else { events };
                if self.data.test.ordered {
                    seen.extend(events[..at].iter().map(|event| SeenEvent { time: session.time, event: *event }));
                }
                targets = rest.iter().map(|event| event.item).collect();
                targets.retain(|item| self.division(*item) != self.division(page));
                Some(page)
            }
        };
        let mut next: Vec<u32> = Vec::with_capacity(NEXT);
        for target in &targets {
            if next.len() < NEXT && !next.contains(target) {
                next.push(*target);
            }
        }
        targets.sort_unstable();
        targets.dedup();
        let has_evidence = page.is_some() || !seen.is_empty();
        if targets.is_empty() || !has_evidence {
            return None;
        }
        let tallies = self.tallies(earlier, &seen, session.time);
        let event = |SeenEvent { time, event }| Event {
            kind: event.kind,
            item_id: self.id(event.item),
            time,
            gift: false,
            order: None,
            size: None,
        };
        Some(Case { page, events: seen.into_iter().map(event).collect(), tallies, targets, next, time: session.time })
    }

    /// The weekly counts of the last thirteen months, from `earlier` sessions and from this session's part of `seen`.
    fn tallies(&self, earlier: &[EarlierSession<'_>], seen: &[SeenEvent], now: i64) -> Vec<Tally> {
        let this_week = Week::of_time(now);
        let mut weeks: BTreeMap<(Week, DivisionIndex), WeekCounts> = BTreeMap::new();
        let earlier = earlier.iter().flat_map(|session| {
            session.events.iter().map(move |event| SeenEvent { time: session.time, event: *event })
        });
        let of_now = seen.iter().filter(|seen| seen.time == now).copied();
        for SeenEvent { time, event } in earlier.chain(of_now) {
            let week = Week::of_time(time);
            if week > this_week.before(TALLY_WEEKS) {
                let counts = weeks.entry((week, self.division(event.item))).or_default();
                counts.events += 1;
                counts.purchases += u32::from(event.kind == EventKind::Purchase);
            }
        }
        let tally = |((week, division), WeekCounts { events, purchases }): ((Week, DivisionIndex), WeekCounts)| {
            let division = division.of(&self.data.catalogue.divisions)?.id.clone();
            Some(Tally { week, division, events, purchases })
        };
        weeks.into_iter().filter_map(tally).collect()
    }
}
