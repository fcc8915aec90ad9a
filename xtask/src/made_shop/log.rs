//! Writes the orders or events of a made-up shop: sessions in order of time.

use std::fmt;
use std::io::Write;

use anyhow::Result;

use super::random::Random;
use super::shape::{LENGTH, MadeShop, START, id, line};

/// Ranks below this have similar frequencies.
const FLAT: f64 = 50.0;
const COMPANIONS: u64 = 24;
const ROBOTS: u64 = 2_000;
const ROBOT_EVENTS: u64 = 900;
const DAY: i64 = 86_400;
/// Days at the end of the log in which some items sell far more than before, and the items.
const RISE: i64 = 10 * DAY;
const RISING: [u64; 2] = [7, 8];
/// Maximum number of a session's events in one second.
const IN_A_SECOND: u64 = 10;

/// Writes one row for each order line or event.
pub fn write(out: &mut dyn Write, shop: MadeShop) -> Result<()> {
    if shop.events {
        line(out, format_args!("session_id,user_id,timestamp,seq,item_id,event"))?;
    } else {
        line(out, format_args!("order_id,user_id,timestamp,item_id,quantity"))?;
    }
    let mut random = Random::new(shop.items ^ shop.seed);
    for session in 0..shop.sessions {
        let robot = session % ROBOTS == ROBOTS / 2;
        let length = if robot { ROBOT_EVENTS } else { 1 + random.run(0.714) };
        // Every session has its own second, if there are fewer sessions than seconds.
        let time = START + (session as i128 * i128::from(LENGTH) / i128::from(shop.sessions)) as i64;
        let shopper = random.rank(shop.shoppers, shop.shoppers as f64 / 20.0);
        let mut before = None;
        let mut seq = 0;
        for place in 0..length {
            let rises = shop.rises && place == 0 && time > START + LENGTH - RISE && session % 3 < 2;
            let item = if rises { RISING[(session % 3) as usize] } else { item(&mut random, shop, before, time) };
            before = Some(item);
            let item = SpokenOf(item, shop.variants(item).checked_sub(1).map(|last| random.below(last + 1)));
            if shop.events {
                let name = if rises { "purchase" } else { name(&mut random) };
                let second = time + (place / IN_A_SECOND) as i64;
                line(out, format_args!("S{session},U{shopper},{second},{seq},{item},{name}"))?;
                seq += 1;
                // A view and a cart event of the same item right after it are a single interest.
                if name == "view_item" && random.below(8) == 0 {
                    line(out, format_args!("S{session},U{shopper},{second},{seq},{item},add_to_cart"))?;
                    seq += 1;
                }
            } else {
                line(out, format_args!("{session},U{shopper},{time},{item},{}", 1 + random.below(3)))?;
            }
        }
    }
    Ok(())
}

/// An item, and the variant that the event names.
struct SpokenOf(u64, Option<u64>);

impl fmt::Display for SpokenOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(variant) => write!(f, "{}-{variant}", self.0),
            None => write!(f, "{}", self.0),
        }
    }
}

fn name(random: &mut Random) -> &'static str {
    match random.below(20) {
        0 => "purchase",
        1 => "remove_from_cart",
        2 => "add_to_wishlist",
        3..6 => "add_to_cart",
        _ => "view_item",
    }
}

/// The relative sales of the item at this rank, which starts at 0.
pub fn popularity(rank: u64) -> f64 {
    1.0 / (rank as f64 + FLAT)
}

/// Draws the next item of a session.
fn item(random: &mut Random, shop: MadeShop, before: Option<u64>, time: i64) -> u64 {
    let mut item = 0;
    // An item that is not for sale is drawn again, up to 7 times.
    for _ in 0..8 {
        item = match before {
            Some(before) if random.below(2) == 0 => {
                let companion = random.rank(COMPANIONS, 3.0);
                id(Random::new(shop.hash(before, 0xc04b) ^ companion).rank(shop.items, FLAT), shop.items)
            }
            _ => id(random.rank(shop.items, FLAT), shop.items),
        };
        if is_sold(shop, item, time, random) {
            break;
        }
    }
    item
}

/// Whether an item is for sale, and its type in season.
fn is_sold(shop: MadeShop, item: u64, time: i64, random: &mut Random) -> bool {
    let hash = shop.hash(item, 0x5a1e);
    if hash.is_multiple_of(10) && time < START + (hash / 10 % 720) as i64 * DAY {
        return false;
    }
    let kind = shop.type_of(item);
    let month = time.div_euclid(DAY) % 365 / 31;
    let (first, second) = (kind as i64 % 12, (kind as i64 + 1) % 12);
    !kind.is_multiple_of(10) || month == first || month == second || random.below(6) == 0
}
