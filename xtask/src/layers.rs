//! Which module imports which: printed for every crate of ours, and an error where modules import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// Crates whose modules must form layers.
const CRATES: [&str; 1] = ["."];

/// By module, the modules of the same crate that it imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// Prints the imports; `false` when there is a circle.
pub fn check(workspace: &Workspace) -> Result<bool> {
    let mut sound = true;
    for folder in CRATES {
        let imports = imports(&workspace.path(folder).join("src"))?;
        for (module, imported) in &imports {
            println!("{module:<12} {}", Vec::from_iter(imported.iter().map(String::as_str)).join(" "));
        }
        if let Some(circle) = circle(&imports) {
            eprintln!(
                "error: modules import each other in a circle: {}; move what they share below both",
                circle.join(" → ")
            );
            sound = false;
        }
    }
    Ok(sound)
}

fn imports(src: &Path) -> Result<Imports> {
    let mut imports = Imports::new();
    for file in rust_files(src)? {
        let below = file.strip_prefix(src).context("a file outside of its folder")?;
        let Some(first) = below.iter().next() else { continue };
        let module = first.to_string_lossy().trim_end_matches(".rs").to_owned();
        if module == "lib" {
            continue;
        }
        let code = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let imported = imports.entry(module.clone()).or_default();
        imported.extend(imported_by(&code).filter(|other| *other != module));
    }
    Ok(imports)
}

/// The modules that follow `crate::` in code that is neither a comment nor a test.
fn imported_by(code: &str) -> impl Iterator<Item = String> {
    let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(|line| line.split("crate::").skip(1)).map(|rest| {
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        rest.chars().take_while(|letter| is_name(*letter)).collect()
    })
}

/// Some circle, from a module back to itself.
fn circle(imports: &Imports) -> Option<Vec<&str>> {
    /// Follows imports from the end of `path`; `done` leads into no circle.
    fn follow<'a>(imports: &'a Imports, path: &mut Vec<&'a str>, done: &mut BTreeSet<&'a str>) -> bool {
        let Some(module) = path.last().copied() else { return false };
        for next in imports.get(module).into_iter().flatten() {
            if let Some(start) = path.iter().position(|earlier| earlier == next) {
                path.drain(..start);
                path.push(next);
                return true;
            }
            if !done.contains(next.as_str()) {
                path.push(next);
                if follow(imports, path, done) {
                    return true;
                }
            }
        }
        done.insert(module);
        path.pop();
        false
    }
    let mut done = BTreeSet::new();
    imports.keys().find_map(|module| {
        let mut path = vec![module.as_str()];
        (!done.contains(module.as_str()) && follow(imports, &mut path, &mut done)).then_some(path)
    })
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(&str, &str)]) -> Imports {
        let mut imports = Imports::new();
        for (from, to) in edges {
            imports.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        imports
    }

    #[test]
    fn a_circle_is_found_wherever_it_begins() {
        let layers = [("engine", "pack"), ("engine", "rank"), ("rank", "model"), ("pack", "model")];
        assert_eq!(circle(&graph(&layers)), None);
        let back = [&layers[..], &[("model", "rank")]].concat();
        assert_eq!(circle(&graph(&back)), Some(vec!["model", "rank", "model"]));
    }

    #[test]
    fn comments_and_tests_import_nothing() {
        let code = "use crate::model::{Day, Week}; // crate::pack\nlet x = crate::hash::hash(b\"\");\n#[cfg(test)]\nmod tests { use crate::engine::Engine; }";
        assert_eq!(Vec::from_iter(imported_by(code)), ["model", "hash"]);
    }
}
