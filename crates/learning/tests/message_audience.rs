//! Compares the audiences of messages with a recount that reads one shopper's purchases at a time.

use passerelle::history::EventKind;
use passerelle::message::{Condition, Predicate};
use passerelle::model::{CollectionSet, Country, Day, Days, Factor};
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};
use passerelle_learning::message_audience::{AudienceInputs, NoticeOrder, Question, message_audience};
use proptest::prelude::*;

const DAY: i64 = 86_400;
const END: i64 = 2_000_000_000;
const RETENTION: u16 = 60;
/// Two divisions with two types each; the last type is sensitive. Item n is of type n / 2; item 0 is in the collection.
const TYPES: [(&str, u16, bool); 4] =
    [("Coat", 0, false), ("Shirt", 0, false), ("Watch", 1, false), ("Secret", 1, true)];

fn catalogue() -> Catalogue {
    let division = |id: &str| Division { id: id.to_owned(), ..Division::default() };
    let kind = |(name, division, sensitive): (&str, u16, bool)| ItemType { name: name.to_owned(), division, sensitive };
    let item = |number: u16| Item {
        id: format!("i{number}").into(),
        item_type: number / 2,
        division: TYPES[usize::from(number / 2)].1,
        ..Item::default()
    };
    Catalogue {
        items: (0..8).map(item).collect(),
        divisions: ["clothes", "watches"].map(division).to_vec(),
        types: TYPES.map(kind).to_vec(),
        ..Catalogue::default()
    }
}

/// The visits of one shopper: days before the end, item, whether it was bought or only viewed.
type Visits = Vec<(i64, u32, bool)>;
/// Purchases: days before the end, and item.
type Bought = Vec<(i64, u32)>;

fn log(shoppers: &[Visits]) -> Log {
    let mut visits: Vec<(i64, u32, u32, bool)> = Vec::new();
    for (shopper, own) in shoppers.iter().enumerate() {
        visits.extend(own.iter().map(|&(ago, item, bought)| (ago, shopper as u32, item, bought)));
    }
    // The log ends on the day from which days are counted back.
    visits.push((0, shoppers.len() as u32, 0, false));
    visits.sort_by_key(|visit| -visit.0);
    let mut log = Log::default();
    for (ago, shopper, item, bought) in visits {
        let kind = if bought { EventKind::Purchase } else { EventKind::View };
        log.sessions.push(Session { start: log.events.len() as u32, len: 1, shopper, time: END - ago * DAY });
        log.events.push(LogEvent { item, kind });
    }
    log
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The purchases that a device would have in its history.
fn remembered(visits: &Visits) -> Bought {
    let counts = |&&(ago, item, bought): &&(i64, u32, bool)| bought && ago <= i64::from(RETENTION) && item < 6;
    visits.iter().filter(counts).map(|&(ago, item, _)| (ago, item)).collect()
}

proptest! {
    #[test]
    fn each_predicate_is_asked_of_each_shopper_s_purchases(
        shoppers in prop::collection::vec(prop::collection::vec((0..90i64, 0..8u32, any::<bool>()), 0..6), 0..20),
        after in 0..60u16,
    ) {
        let catalogue = catalogue();
        let sets: Vec<CollectionSet> = (0..8).map(|item| CollectionSet::from_bits(u64::from(item == 0))).collect();
        let known = AudienceInputs {
            catalogue: &catalogue,
            collections_of_item: &sets,
            collections: &["capsule"],
            transitions: &[],
            retention_days: RETENTION,
        };
        let one = Predicate::default;
        let predicates = [
            Predicate { knows: names(&["watches"]), ..one() },
            Predicate { not_yet: names(&["watches"]), countries: vec![Country::from_letters(*b"FR")], ..one() },
            Predicate { bought_types: names(&["Coat"]), after_days: Some(after), ..one() },
            Predicate { collections: names(&["capsule"]), knows: names(&["watches"]), ..one() },
            Predicate { attachment: Some(Factor::from_bits(1)), ..one() },
        ];
        let mut questions = predicates.map(|predicate| Question { predicate, order: None }).to_vec();
        let ordered = Days { first: Day::of_time(END - 20 * DAY), last: Day::of_time(END - 10 * DAY) };
        let order = NoticeOrder { items: Some(names(&["i1", "i4"])), ordered };
        questions.push(Question { predicate: Predicate { knows: names(&["watches"]), ..one() }, order: Some(order) });
        let audience = message_audience(&questions, &log(&shoppers), &known);
        let clients: Vec<Bought> =
            shoppers.iter().map(remembered).filter(|bought| !bought.is_empty()).collect();
        let count = |holds: &dyn Fn(&Bought) -> bool| clients.iter().filter(|bought| holds(bought)).count() as u32;
        let watches = |bought: &Bought| bought.iter().any(|(_, item)| *item >= 4);
        let capsule = |bought: &Bought| bought.iter().any(|(_, item)| *item == 0);
        prop_assert_eq!(audience.total as usize, clients.len());
        prop_assert_eq!(audience.concerned[0].shoppers, count(&watches));
        prop_assert_eq!(audience.concerned[1].shoppers, count(&|bought| !watches(bought)), "no log says the country");
        let coats = |bought: &Bought| bought.iter().any(|(ago, item)| *item < 2 && *ago >= i64::from(after));
        prop_assert_eq!(audience.concerned[2].shoppers, count(&coats));
        prop_assert_eq!(audience.concerned[3].shoppers, count(&|bought| watches(bought) && capsule(bought)));
        prop_assert_eq!(
            &audience.concerned[3].without,
            &[(Condition::Knows, count(&capsule)), (Condition::Collections, count(&watches))]
        );
        let recalled =
            |bought: &Bought| bought.iter().any(|(ago, item)| [1, 4].contains(item) && (10..=20).contains(ago));
        prop_assert_eq!(audience.concerned[5].shoppers, count(&|bought| watches(bought) && recalled(bought)));
        prop_assert_eq!(&audience.concerned[5].without, &[(Condition::Knows, count(&recalled))], "the order stays");
        // A shopper who bought in an earlier week, or in both divisions, has some attachment.
        let weeks = |bought: &Bought| {
            let is_earlier = |ago: &i64| (END - ago * DAY) / (7 * DAY) < END / (7 * DAY);
            bought.iter().any(|(ago, _)| is_earlier(ago))
                || (watches(bought) && bought.iter().any(|(_, item)| *item < 4))
        };
        prop_assert_eq!(audience.concerned[4].shoppers, count(&weeks));
    }
}
