//! Determines the imports between modules: every mentioned path is followed to the definition of its item.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Crate, Module, ModulePath};

/// A module: its crate and its path there.
pub type Place = (String, ModulePath);

/// An import of one module from another.
pub struct Import {
    pub from: Place,
    pub to: Place,
    /// The imported paths, as written.
    pub paths: BTreeSet<String>,
}

/// Maximum number of re-exports that are followed.
const MAX_STEPS: usize = 16;

/// Returns every import between two modules of `crates`, in their order.
pub fn imports(crates: &[Crate]) -> Vec<Import> {
    let mut found: BTreeMap<(Place, Place), BTreeSet<String>> = BTreeMap::new();
    for of_crate in crates {
        for (path, module) in &of_crate.modules {
            let from = (of_crate.name.clone(), path.clone());
            for mentioned in needed(module) {
                for to in targets(crates, &from, mentioned) {
                    if to != from {
                        found.entry((from.clone(), to)).or_default().insert(mentioned.join("::"));
                    }
                }
            }
        }
    }
    found.into_iter().map(|((from, to), paths)| Import { from, to, paths }).collect()
}

/// The paths that a module uses itself, without those that it only re-exports.
fn needed(module: &Module) -> impl Iterator<Item = &[String]> {
    let private = module.uses.values().filter(|used| !used.public).map(|used| used.path.as_slice());
    let globs = module.globs.iter().filter(|glob| !glob.public).map(|glob| glob.path.as_slice());
    let handed_on = |name: &String| module.uses.get(name).is_some_and(|used| used.public);
    let mentions = module.mentions.iter().map(Vec::as_slice).filter(move |path| match path {
        [name] => handed_on(name),
        _ => true,
    });
    private.chain(globs).chain(mentions)
}

/// The modules that define the item of `path` in the module `from`; empty for items outside the workspace.
fn targets(crates: &[Crate], from: &Place, path: &[String]) -> Vec<Place> {
    resolve(crates, from, path, MAX_STEPS).into_iter().collect()
}

fn module<'a>(crates: &'a [Crate], place: &Place) -> Option<&'a Module> {
    crates.iter().find(|found| found.name == place.0)?.modules.get(&place.1)
}

fn resolve(crates: &[Crate], from: &Place, path: &[String], steps: usize) -> Option<Place> {
    let (first, rest) = path.split_first()?;
    let here = module(crates, from)?;
    let start = match first.as_str() {
        "crate" => (from.0.clone(), Vec::new()),
        "self" if !rest.is_empty() => from.clone(),
        "super" => (from.0.clone(), from.1.split_last()?.1.to_vec()),
        _ if here.children.contains(first) || here.uses.contains_key(first) => {
            return walk(crates, from.clone(), path, steps);
        }
        _ if crates.iter().any(|found| found.name == *first) => (first.clone(), Vec::new()),
        _ => return None,
    };
    walk(crates, start, rest, steps)
}

/// Follows `path` from the module `at` to its module.
fn walk(crates: &[Crate], mut at: Place, path: &[String], steps: usize) -> Option<Place> {
    let steps = steps.checked_sub(1)?;
    for (number, name) in path.iter().enumerate() {
        let here = module(crates, &at)?;
        if name == "super" {
            at.1.pop();
        } else if here.children.contains(name) {
            at.1.push(name.clone());
        } else if let Some(used) = here.uses.get(name) {
            let whole = [used.path.as_slice(), &path[number + 1..]].concat();
            return resolve(crates, &at, &whole, steps);
        } else {
            let globs = here.globs.iter().filter(|glob| glob.public);
            let through = globs.filter_map(|glob| {
                let to = resolve(crates, &at, &glob.path, steps)?;
                module(crates, &to)?.items.contains(name).then_some(to)
            });
            return Some(through.into_iter().next().unwrap_or(at));
        }
    }
    Some(at)
}
