//! Requests and events of a page are read completely, or refused with the field's name and its accepted values.

use passerelle::discretion::{Notice, PageKind};
use passerelle::history::EventKind;
use passerelle::message::MessageBoard;
use passerelle::model::{Day, Factor};
use passerelle::rank::Placement;
use passerelle::request::{Basis, Divisions, SeasonOptions, SuggestRequest, TrackedEvent, WeatherSource};
use passerelle::season::{Tenths, Weather};
use serde_json::{Map, Value, json};

fn fields(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn refusal(value: Value) -> String {
    let request = fields(json!({ "placement": "home" })).into_iter().chain(fields(value)).collect::<Map<_, _>>();
    SuggestRequest::read(&request).unwrap_err().to_string()
}

#[test]
fn every_field_of_a_request_is_read() {
    let request = SuggestRequest::read(&fields(json!({
        "placement": "category", "itemId": 85123, "division": "shoes", "cart": ["a", [7, "v7"]], "divisions": ["bags", "hats"],
        "limit": 24, "threshold": 0.5, "reminders": false, "exclude": ["b"], "restrictTo": ["c", 8.5],
        "page": "confirmation", "slot": "below",
    })));
    let expected = SuggestRequest {
        placement: Placement::Category,
        item_id: Some("85123".to_owned()),
        division: Some("shoes".to_owned()),
        cart: vec!["a".to_owned(), "7".to_owned()],
        divisions: Some(Divisions::Only(vec!["bags".to_owned(), "hats".to_owned()])),
        limit: Some(24),
        threshold: Some(Factor::ONE / 2),
        reminders: Some(false),
        exclude: vec!["v7".to_owned(), "b".to_owned()],
        restrict_to: Some(vec!["c".to_owned(), "8.5".to_owned()]),
        page: PageKind::Confirmation,
        slot: "below".to_owned(),
        basis: Basis::History,
    };
    assert_eq!(request, Ok(expected));
}

#[test]
fn what_is_left_out_is_as_the_house_has_set_it() {
    let least = SuggestRequest::read(&fields(json!({ "placement": "cart", "itemId": null, "divisions": [] })));
    assert_eq!(least, Ok(SuggestRequest::new(Placement::Cart)));
    let words = [
        ("other", Divisions::Other),
        ("same", Divisions::Same),
        ("any", Divisions::Any),
        ("pinned", Divisions::Pinned),
    ];
    for (word, divisions) in words {
        let request = SuggestRequest::read(&fields(json!({ "placement": "home", "divisions": word }))).unwrap();
        assert_eq!(request.divisions, Some(divisions));
    }
    let nothing: Vec<String> = Vec::new();
    let none = SuggestRequest::read(&fields(json!({ "placement": "home", "restrictTo": [] }))).unwrap();
    assert_eq!(none.restrict_to, Some(nothing), "an empty list lets nothing through");
}

#[test]
fn a_wrong_field_is_named_with_what_it_takes() {
    let placements =
        r#"`placement` must be one of "product", "cart", "home", "category", "confirmation", "recent", "trending""#;
    assert_eq!(
        SuggestRequest::read(&fields(json!({}))).unwrap_err().to_string(),
        format!("suggest(request): {placements}")
    );
    for placement in [json!(null), json!("nowhere"), json!(1), json!(["home"])] {
        assert!(refusal(json!({ "placement": placement })).ends_with(placements));
    }
    let count = "`limit` must be a whole number from 1 to 24";
    for limit in [json!(0), json!(1.5), json!(25), json!(-1), json!("4"), json!(1e300)] {
        assert!(refusal(json!({ "limit": limit })).ends_with(count), "{limit}");
    }
    let wrong = [
        ("itemId", vec![json!(""), json!([]), json!(true), json!({})], "an id: a text or a number"),
        (
            "cart",
            vec![json!("a"), json!({}), json!([""]), json!([null]), json!([[]])],
            "a list of ids: texts or numbers, or lists of several ids of one item",
        ),
        ("restrictTo", vec![json!("a"), json!([true])], "a list of ids: texts or numbers"),
        ("division", vec![json!(""), json!(7)], "a text that is not empty"),
        ("slot", vec![json!("")], "a text that is not empty"),
        ("threshold", vec![json!(-0.1), json!(1.1), json!("0.5")], "a number from 0 to 1"),
        ("reminders", vec![json!("yes"), json!(1)], "true or false"),
        ("page", vec![json!("home"), json!(0)], r#"one of "other", "checkout", "payment", "confirmation""#),
        (
            "divisions",
            vec![json!("shoes"), json!(3), json!([""])],
            r#""other", "same", "any", "pinned", or a list of ids of the house's divisions"#,
        ),
    ];
    for (name, values, needed) in wrong {
        for value in values {
            let said = refusal(json!({ name: value }));
            assert_eq!(said, format!("suggest(request): `{name}` must be {needed}"), "{value}");
        }
    }
}

#[test]
fn a_field_that_nobody_knows_is_named_with_those_that_are() {
    for unknown in ["item_id", "within", "Placement", ""] {
        let said = refusal(json!({ unknown: null }));
        assert!(said.starts_with(&format!("suggest(request): `{unknown}` is not known;")), "{said}");
        assert!(said.contains("itemId") && said.contains("restrictTo"), "{said}");
    }
    let event = TrackedEvent::read(&fields(json!({ "name": "purchase", "itemId": "a", "price": 5 })));
    assert_eq!(
        event.unwrap_err().to_string(),
        "track(event): `price` is not known; leave it out, or choose one of name, itemId, gift, orderId, variant"
    );
    let season = SeasonOptions::read(&fields(json!({ "weather": { "temperature": 5 } })));
    assert!(season.unwrap_err().to_string().starts_with("season: weather: `temperature` is not known"));
}

#[test]
fn an_event_has_one_id_or_up_to_four() {
    let read = |value: Value| TrackedEvent::read(&fields(value));
    let event = |ids: &[&str], gift| TrackedEvent {
        name: EventKind::View,
        item_ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        gift,
        order_id: None,
        variant: None,
    };
    assert_eq!(read(json!({ "name": "view_item", "itemId": 7 })), Ok(event(&["7"], false)));
    let many = read(json!({ "name": "view_item", "itemId": ["a", 2, "c", "d", "e"], "gift": true }));
    assert_eq!(many, Ok(event(&["a", "2", "c", "d"], true)));
    for ids in [json!([]), json!(""), json!([""]), json!(null), json!(["a", null]), json!({})] {
        let said = read(json!({ "name": "view_item", "itemId": ids })).unwrap_err().to_string();
        assert_eq!(said, "track(event): `itemId` must be an id, or a list of up to four: texts or numbers", "{ids}");
    }
    let said = read(json!({ "name": "toString", "itemId": "a" })).unwrap_err().to_string();
    assert!(said.starts_with(r#"track(event): `name` must be one of "view_item", "#), "{said}");
}

#[test]
fn a_purchase_may_say_its_order_and_no_other_event_does() {
    let read = |name: &str, order: Value| {
        let event = TrackedEvent::read(&fields(json!({ "name": name, "itemId": "a", "orderId": order })));
        event.map(|event| event.order_id).map_err(|error| error.to_string())
    };
    assert_eq!(read("purchase", json!("T-1")), Ok(Some("T-1".to_owned())));
    assert_eq!(read("purchase", json!(1001)), Ok(Some("1001".to_owned())));
    assert_eq!(read("view_item", json!(null)), Ok(None));
    assert_eq!(read("purchase", json!([])), Err("track(event): `orderId` must be a text or a number".to_owned()));
    let said = read("add_to_cart", json!("T-1")).unwrap_err();
    assert_eq!(said, "track(event): `orderId` must be left out where `name` is not \"purchase\"");
}

#[test]
fn the_season_is_read_with_its_weather() {
    let read = |value: Value| SeasonOptions::read(&fields(value));
    let whole =
        read(json!({ "country": "fr", "date": "2026-11-22", "weather": { "temperatureC": -4.5, "uvIndex": 0 } }));
    let weather = Weather { temperature_c: Some(Tenths(-45)), rain_mm: None, uv_index: Some(Tenths(0)) };
    let expected = SeasonOptions {
        country: Some("fr".to_owned()),
        weather: Some(WeatherSource::Page(weather)),
        day: Some(Day::from_number(20_779)),
    };
    assert_eq!(whole, Ok(expected));
    let file = read(json!({ "weather": "/weather.json" })).unwrap();
    assert_eq!(file.weather, Some(WeatherSource::File("/weather.json".to_owned())));
    assert_eq!(read(json!({})), Ok(SeasonOptions::default()));
    let wrong = [
        (json!({ "country": "France" }), "season: `country` must be the two letters of ISO 3166"),
        (json!({ "country": "f1" }), "season: `country` must be the two letters of ISO 3166"),
        (json!({ "date": "2026-02-30" }), "season: `date` must be a day as 2026-11-22"),
        (json!({ "weather": 5 }), "season: `weather` must be an object, or the address of a file"),
        (json!({ "weather": { "rainMm": "much" } }), "season: weather: `rainMm` must be a number from 0 to 2000"),
        (json!({ "weather": { "rainMm": -1 } }), "season: weather: `rainMm` must be a number from 0 to 2000"),
        (json!({ "weather": { "uvIndex": 50.5 } }), "season: weather: `uvIndex` must be a number from 0 to 50"),
        (
            json!({ "weather": { "temperatureC": 1e300 } }),
            "season: weather: `temperatureC` must be a number from -100 to 100",
        ),
    ];
    for (value, said) in wrong {
        assert_eq!(read(value.clone()).unwrap_err().to_string(), said, "{value}");
    }
}

#[test]
fn the_numbers_of_messages_are_whole_and_in_range() {
    let board = |per_day: f64| MessageBoard::read(&fields(json!({ "perDay": per_day, "messages": [] })));
    assert_eq!(board(255.0).unwrap().per_day, 255);
    for per_day in [-1.0, 0.5, 256.0, 1e300] {
        let said = board(per_day).unwrap_err().to_string();
        assert_eq!(said, "messages of the pack: `perDay` must be a whole number from 0 to 255", "{per_day}");
    }
    let notice = |from: f64, ordered: f64| {
        let ordered = [0.0, ordered];
        Notice::read(&fields(json!({ "id": "recall", "from": from, "until": u32::MAX, "ordered": ordered })))
    };
    assert_eq!(notice(20_000.0, 5.0).unwrap().ordered.last, Day::from_number(5));
    for wrong in [-1.0, 0.5, 4_294_967_296.0, 1e300] {
        let said = notice(wrong, 5.0).unwrap_err().to_string();
        assert!(said.contains("`from` must be a whole number from 0 to 4294967295"), "{said}");
        let said = notice(20_000.0, wrong).unwrap_err().to_string();
        assert!(said.contains("`ordered` must be"), "{said}");
    }
}
