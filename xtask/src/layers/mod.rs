//! Checks the imports between modules in every crate of the workspace. Layers point down: a cycle is an error.
//!
//! Modules are compared at each level. The nodes of a level are a module's own code and each of its children with all
//! its descendants. A cycle between two folders counts, and so does a cycle between a folder's `mod.rs` and its
//! children. A re-export is not an import: a path is followed to the definition of its item. Tests may import any
//! module.

mod cycles;
mod imports;
mod source;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::workspace::Workspace;
use imports::{Import, imports};
use source::{Crate, ModulePath};

/// Returns whether there is no cycle. Prints every cycle with the imports that close it and, if `list` is true, every
/// import.
pub fn check(workspace: &Workspace, list: bool) -> Result<bool> {
    let crates = crates(workspace)?;
    let imports = imports(&crates);
    if list {
        print_imports(&crates, &imports);
    }
    let cycles = cycles::find(&imports);
    for cycle in &cycles {
        print!("\ncycle {cycle}");
    }
    let modules: usize = crates.iter().map(|found| found.modules.len()).sum();
    println!("{modules} modules of {} crates, {} imports, {} cycles", crates.len(), imports.len(), cycles.len());
    Ok(cycles.is_empty())
}

/// Reads every library of the workspace, and the binaries of packages without one.
fn crates(workspace: &Workspace) -> Result<Vec<Crate>> {
    let metadata = workspace.metadata()?;
    let mut crates = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let targets = || package["targets"].as_array().into_iter().flatten();
        let has = |target: &Value, kinds: &[&str]| {
            let mut of_target = target["kind"].as_array().into_iter().flatten().filter_map(Value::as_str);
            of_target.any(|kind| kinds.contains(&kind))
        };
        let library = targets().find(|target| has(target, &["lib", "rlib"]));
        let Some(target) = library.or_else(|| targets().find(|target| has(target, &["bin"]))) else { continue };
        let (Some(name), Some(root)) = (target["name"].as_str(), target["src_path"].as_str()) else {
            bail!("cargo metadata names a target without a file");
        };
        crates.push(Crate::read(&name.replace('-', "_"), root.as_ref())?);
    }
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(crates)
}

fn print_imports(crates: &[Crate], imports: &[Import]) {
    for found in crates {
        println!("{}", found.name);
        for path in found.modules.keys() {
            let of_module = imports.iter().filter(|import| import.from.0 == found.name && import.from.1 == *path);
            let targets: Vec<String> = of_module.map(|import| shown(&import.to, &found.name)).collect();
            if !targets.is_empty() {
                println!("    {}: {}", shown(&(found.name.clone(), path.clone()), &found.name), targets.join(", "));
            }
        }
    }
}

/// The path of a module in the code of the crate `here`.
fn shown((crate_name, path): &(String, ModulePath), here: &str) -> String {
    let start = if crate_name == here { "crate" } else { crate_name.as_str() };
    std::iter::once(start).chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join("::")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::cycles::Cycle;
    use super::*;

    /// The cycles of a crate with these files.
    fn cycles_of(files: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let read = Crate::read("made_up", &folder.path().join("lib.rs")).unwrap();
        let described =
            |cycle: Cycle| format!("{}: {}", cycle.within, cycle.nodes.into_iter().collect::<Vec<_>>().join(" "));
        cycles::find(&imports(&[read])).into_iter().map(described).collect()
    }

    #[test]
    fn two_modules_that_need_each_other_are_a_cycle() {
        let found = cycles_of(&[
            ("lib.rs", "mod a;\nmod b;\n"),
            ("a.rs", "use crate::b::B;\npub struct A(B);\npub const ONE: u32 = 1;\n"),
            ("b.rs", "pub struct B([u8; crate::a::ONE as usize]);\n"),
        ]);
        assert_eq!(found, ["made_up: a b"]);
    }

    #[test]
    fn a_path_inside_a_macro_is_an_import() {
        let found = cycles_of(&[
            ("lib.rs", "mod a;\nmod b;\n"),
            ("a.rs", "use super::b;\npub fn a() { b::b() }\npub const ONE: u32 = 1;\n"),
            ("b.rs", "pub fn b() { println!(\"{}\", crate::a::ONE); }\n"),
        ]);
        assert_eq!(found, ["made_up: a b"]);
    }

    #[test]
    fn folders_that_need_each_other_through_different_files_are_a_cycle() {
        let found = cycles_of(&[
            ("lib.rs", "mod a;\nmod b;\n"),
            ("a/mod.rs", "pub mod up;\npub mod down;\n"),
            ("a/up.rs", "use crate::b::down::B;\npub struct Up(B);\n"),
            ("a/down.rs", "pub struct A;\n"),
            ("b/mod.rs", "pub mod up;\npub mod down;\n"),
            ("b/up.rs", "use crate::a::down::A;\npub struct Up(A);\n"),
            ("b/down.rs", "pub struct B;\n"),
        ]);
        assert_eq!(found, ["made_up: a b"]);
    }

    #[test]
    fn a_child_that_needs_what_its_parent_defines_is_a_cycle_if_the_parent_needs_the_child() {
        let parent = "mod child;\npub const ONE: u32 = 1;\npub fn parent() -> u32 { child::child() }\n";
        let found = cycles_of(&[("lib.rs", parent), ("child.rs", "pub fn child() -> u32 { super::ONE }\n")]);
        assert_eq!(found, ["made_up: (itself) child"]);
    }

    #[test]
    fn a_re_export_is_followed_to_where_the_item_is_defined() {
        let found = cycles_of(&[
            ("lib.rs", "mod a;\nmod b;\npub use a::A;\n"),
            ("a.rs", "pub struct A;\n"),
            ("b.rs", "use crate::A;\npub struct B(A);\n"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn tests_may_import_whatever_they_like() {
        let tests = "#[cfg(test)]\nmod tests {\n    use crate::b::B;\n    fn b() -> B { B }\n}\n";
        let found = cycles_of(&[
            ("lib.rs", "mod a;\nmod b;\n"),
            ("a.rs", &format!("pub struct A;\n{tests}")),
            ("b.rs", "use crate::a::A;\npub struct B;\npub fn a() -> A { A }\n"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}
