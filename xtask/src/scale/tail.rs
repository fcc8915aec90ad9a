//! Compares the share of sales of the best-selling items in Online Retail II with that in made-up shops.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;

use crate::made_shop::popularity;
use crate::workspace::Workspace;

const ORDERS: &str = "tests/data/online-retail-ii/orders.csv.gz";
/// Shares of the items, best-selling first.
const SHARES: [f64; 4] = [0.01, 0.1, 0.2, 0.5];
/// Sizes of made-up shops, in addition to that of the real shop.
const SIZES: [usize; 3] = [100_000, 1_000_000, 10_000_000];

/// Prints the table.
pub fn compare(workspace: &Workspace) -> Result<()> {
    let real = lines_by_item(workspace)?;
    println!("| | items | best 1 % | best 10 % | best 20 % | best 50 % |\n|---|---|---|---|---|---|");
    print("Online Retail II", &real);
    for items in [real.len()].into_iter().chain(SIZES) {
        let law: Vec<f64> = (0..items as u64).map(popularity).collect();
        print("made up", &law);
    }
    Ok(())
}

/// The number of order lines of each item, largest first.
fn lines_by_item(workspace: &Workspace) -> Result<Vec<f64>> {
    let file = File::open(workspace.path(ORDERS)).with_context(|| format!("reading {ORDERS}"))?;
    let mut lines = BufReader::new(MultiGzDecoder::new(file)).lines();
    let head = lines.next().context("an empty file of orders")??;
    let Some(column) = head.split(',').position(|name| name == "item_id") else { bail!("{ORDERS}: no column item_id") };
    let mut counts: HashMap<String, f64> = HashMap::new();
    for line in lines {
        let line = line?;
        *counts.entry(line.split(',').nth(column).unwrap_or_default().to_owned()).or_default() += 1.0;
    }
    let mut counts: Vec<f64> = counts.into_values().collect();
    counts.sort_by(|a, b| b.total_cmp(a));
    Ok(counts)
}

fn print(name: &str, sales: &[f64]) {
    let shares = SHARES.map(|share| format!("{:.1} %", 100.0 * of_best(sales, share)));
    println!("| {name} | {} | {} |", sales.len(), shares.join(" | "));
}

/// The share of all sales of the best-selling items, which are this share of the items; `sales` are in descending
/// order.
fn of_best(sales: &[f64], share: f64) -> f64 {
    let best = ((sales.len() as f64 * share) as usize).max(1).min(sales.len());
    sales[..best].iter().sum::<f64>() / sales.iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_equal_items_have_half_of_all_sales_and_a_best_seller_has_more_than_its_share() {
        assert!((of_best(&[1.0; 10], 0.5) - 0.5).abs() < 1e-12);
        assert!((of_best(&[91.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], 0.1) - 0.91).abs() < 1e-12);
    }
}
