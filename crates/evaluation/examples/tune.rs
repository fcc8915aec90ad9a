//! Tries parameters without using the test part. Takes the options of `passerelle evaluate` and any number of `--try
//! NAME=VALUE[,NAME=VALUE]...`. For each, it trains on the first nine tenths of the training sessions and prints the
//! accuracy on the last tenth. With `--baseline vstan` or `slist` the names are parameters of that method.

use clap::Parser;
use passerelle_evaluation::baselines::session_index::SessionIndex;
use passerelle_evaluation::baselines::session_knn::{Decay, SessionKnn, Style};
use passerelle_evaluation::baselines::slist::{Slist, SlistSettings};
use passerelle_evaluation::{Args, Baseline, EvaluateError, data::Data, read, settings};
use passerelle_learning::validation::measure::{self, Task};
use passerelle_learning::validation::model::{Lists, Model};
use passerelle_learning::validation::protocol::{Cases, EarlierSessions};
use passerelle_learning::{Hyperparameters, Settings, learn};

#[derive(Parser)]
struct Tune {
    #[command(flatten)]
    args: Args,
    /// Parameters to try together
    #[arg(long = "try", value_name = "NAME=VALUE,...")]
    tries: Vec<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Tune { mut args, tries } = Tune::parse();
    args.validation = true;
    let data = read(&args)?;
    let divisions: Vec<u16> = data.catalogue.items.iter().map(|item| item.division).collect();
    let earlier = EarlierSessions::new(&[&data.train, &data.test]);
    let cases = Cases {
        log: &data.test,
        protocol: args.protocol.ranking().ok_or(EvaluateError::NoRanking)?,
        divisions: &divisions,
        earlier: (!args.without_history).then_some(&earlier),
    };
    let task = Task { cases, k: args.k, detailed: false, alike: None };
    let index = SessionIndex::new(&data.train, divisions.len());
    for changes in std::iter::once("").chain(tries.iter().map(String::as_str)) {
        let run = if args.baseline == Some(Baseline::Vstan) {
            measure::run(&task, &SessionKnn::new(&index, vstan(changes)?))
        } else if args.baseline == Some(Baseline::Slist) {
            measure::run(&task, &Slist::new(&data.train, &index, slist(changes)?))
        } else {
            model(changes, &settings(&args, &data), &data, &task)?
        };
        let total = run.total();
        println!("{:.4}/{:.4}  {changes}", total.hit_rate(), total.mrr());
    }
    Ok(())
}

fn model(
    changes: &str,
    settings: &Settings,
    data: &Data,
    task: &Task<'_>,
) -> Result<measure::Run, Box<dyn std::error::Error>> {
    let mut hyperparameters = settings.hyperparameters.clone();
    for (name, value) in parse(changes)? {
        set(&mut hyperparameters, name, value).ok_or_else(|| format!("no parameter {name}"))?;
    }
    let settings = Settings { hyperparameters, calibrate: false, ..settings.clone() };
    let learned = learn(&data.train, &data.catalogue, &settings, &|_| {})?;
    let lists = Lists::new(&learned.neighbours, settings.neighbours, settings.bits);
    Ok(measure::run(task, &Model::new(&lists, &learned.tables)))
}

fn parse(changes: &str) -> Result<Vec<(&str, f64)>, String> {
    let changes = changes.split(',').filter(|change| !change.is_empty());
    changes
        .map(|change| {
            let parts = change.split_once('=').and_then(|(name, value)| Some((name, value.parse().ok()?)));
            parts.ok_or_else(|| format!("{change}: expected NAME=NUMBER"))
        })
        .collect()
}

fn set(hyperparameters: &mut Hyperparameters, name: &str, value: f64) -> Option<()> {
    match name {
        "direct" => hyperparameters.direct = value as usize,
        "similar" => hyperparameters.similar = value as usize,
        "between" => hyperparameters.between = value as usize,
        "second" => hyperparameters.second = value as usize,
        "similar_power" => hyperparameters.similar_power = value,
        "idf_power" => hyperparameters.idf_power = value,
        "hop_prior" => hyperparameters.hop_prior = value,
        "similarity_far" => hyperparameters.similarity_far = value,
        "backward_scale" => hyperparameters.backward_scale = value,
        "recent_scale" => hyperparameters.recent_scale = value,
        "trend_prior" => hyperparameters.trend_prior = value,
        name => return hyperparameters.set(name, value).then_some(()),
    }
    Some(())
}

fn slist(changes: &str) -> Result<SlistSettings, String> {
    let mut settings = SlistSettings::DIGINETICA;
    for (name, value) in parse(changes)? {
        match name {
            "alpha" => settings.alpha = value,
            "reg" => settings.reg = value,
            "train" => settings.train = value,
            "predict" => settings.predict = value,
            "age_days" => settings.age_days = value,
            _ => return Err(format!("no parameter {name}")),
        }
    }
    Ok(settings)
}

fn vstan(changes: &str) -> Result<Style, String> {
    let mut style = Style::VSTAN;
    for (name, value) in parse(changes)? {
        let Decay::Vstan { position, latest, distance, age_days, cosine } = &mut style.decay else { continue };
        match name {
            "k" => style.neighbours = value as usize,
            "sample" => style.sample = value as usize,
            "idf" => style.idf = value,
            "position" => *position = value,
            "latest" => *latest = value,
            "distance" => *distance = value,
            "age_days" => *age_days = value,
            "cosine" => *cosine = value > 0.0,
            _ => return Err(format!("no parameter {name}")),
        }
    }
    Ok(style)
}
