//! Tries parameters on the tail of a log's training part: `tune EVENTS FLOOR K BITS [name=value[,name=value]]...`
use passerelle_cli::evaluate::data;
use passerelle_cli::learn::{Recipe, Settings, calibrate::try_recipes};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let data = data::read(args[1].as_ref(), None, None, &[]).unwrap();
    let number = |at: usize| args[at].parse::<usize>().unwrap();
    let settings =
        Settings { floor: number(2) as u32, neighbours: number(3), bits: number(4) as u32, ..Settings::default() };
    let divisions: Vec<u16> = data.catalogue.items.iter().map(|item| item.division).collect();
    let mut recipes = vec![Recipe::default()];
    for changes in &args[5..] {
        let mut recipe = Recipe::default();
        for change in changes.split(',') {
            let (name, value) = change.split_once('=').unwrap();
            let value: f64 = value.parse().unwrap();
            match name {
                "direct" => recipe.direct = value as usize,
                "similar" => recipe.similar = value as usize,
                "between" => recipe.between = value as usize,
                "second" => recipe.second = value as usize,
                "similar_power" => recipe.similar_power = value,
                "idf_power" => recipe.idf_power = value,
                "hop_prior" => recipe.hop_prior = value,
                "similarity_far" => recipe.similarity_far = value,
                "backward_scale" => recipe.backward_scale = value,
                "recent_scale" => recipe.recent_scale = value,
                "trend_prior" => recipe.trend_prior = value,
                name => assert!(recipe.set(name, value), "no parameter {name}"),
            }
        }
        recipes.push(recipe);
    }
    let names = std::iter::once("defaults").chain(args[5..].iter().map(String::as_str));
    for (name, accuracy) in names.zip(try_recipes(&data.train, &divisions, &settings, &recipes).unwrap()) {
        let sums = [accuracy.next_item, accuracy.product, accuracy.new_only];
        let rates = sums.map(|sums| format!("{:.4}/{:.4}", sums.hit_rate(), sums.mrr())).join("  ");
        println!("{:.4}  {rates}  {name}", accuracy.objective());
    }
}
