//! The size of the WebAssembly module by part of its source. Not for compressed sizes, nor for the budget: see
//! [`crate::size`].

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fs;

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::flavour::Flavour;
use crate::package;
use crate::progress::kilobytes;
use crate::wasm_module::MAIN;
use crate::workspace::Workspace;

/// Number of functions listed.
const LARGEST: usize = 25;
/// Parts below this size, in bytes, are summed up in one row.
const LEAST: usize = 2_000;
/// Width of the column of names.
const WIDTH: usize = 80;

/// A function, a module or a crate, with its code size in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    name: String,
    size: usize,
}

/// Sizes of a module in bytes.
#[derive(Debug, Default)]
struct Profile {
    functions: Vec<Part>,
    data: usize,
}

/// Prints the code size of the module that every page loads: by crate, by module of this crate, and of its largest
/// functions. Measured as wasm-bindgen leaves it, with names, before wasm-opt; an inlined function counts where it is
/// inlined.
pub fn print(workspace: &Workspace) -> Result<()> {
    package::build(workspace, Flavour::Release)?;
    let file = MAIN.bound(workspace);
    let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    let profile = Profile::read(&bytes)?;
    println!("\n{:<WIDTH$} {:>10}", "before wasm-opt", "raw");
    println!("{:<WIDTH$} {:>10}", "code", kilobytes(profile.code()));
    println!("{:<WIDTH$} {:>10}", "data", kilobytes(profile.data));
    table("code by crate", &profile.by(|name| root(name).to_owned()), profile.code());
    table("code of passerelle by module", &profile.by(module), profile.code());
    println!("\n{:<WIDTH$} {:>10}", "largest functions", "raw");
    let mut functions = profile.functions;
    functions.sort_by_key(|function| Reverse(function.size));
    for Part { name, size } in functions.iter().take(LARGEST) {
        println!("{:<WIDTH$} {:>10}", name.chars().take(WIDTH).collect::<String>(), kilobytes(*size));
    }
    Ok(())
}

impl Profile {
    /// Reads a module with its name section.
    fn read(module: &[u8]) -> Result<Self> {
        let mut profile = Self::default();
        let mut imported = 0;
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let number = profile.functions.len();
                    let name = format!("function {}", imported + number);
                    profile.functions.push(Part { name, size: body.range().len() });
                }
                Payload::DataSection(data) => profile.data = data.range().len(),
                Payload::CustomSection(section) => {
                    let KnownCustom::Name(names) = section.as_known() else { continue };
                    for names in names {
                        let Name::Function(names) = names? else { continue };
                        for name in names {
                            let name = name?;
                            let own = (name.index as usize).checked_sub(imported);
                            if let Some(function) = own.and_then(|own| profile.functions.get_mut(own)) {
                                function.name = without_hash(name.name).to_owned();
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(profile)
    }

    fn code(&self) -> usize {
        self.functions.iter().map(|function| function.size).sum()
    }

    /// The code size of each part, largest first. `part` names the part of a function, or is empty if the function
    /// belongs to none.
    fn by(&self, part: impl Fn(&str) -> String) -> Vec<Part> {
        let mut sizes: HashMap<String, usize> = HashMap::new();
        for Part { name, size } in &self.functions {
            *sizes.entry(part(name)).or_default() += size;
        }
        sizes.remove("");
        let mut parts: Vec<Part> = sizes.into_iter().map(|(name, size)| Part { name, size }).collect();
        parts.sort_by(|one, other| (other.size, &one.name).cmp(&(one.size, &other.name)));
        parts
    }
}

fn table(heading: &str, parts: &[Part], code: usize) {
    println!("\n{heading:<WIDTH$} {:>10} {:>8}", "raw", "of code");
    let row =
        |name: &str, size: usize| println!("{name:<WIDTH$} {:>10} {:>6} %", kilobytes(size), size * 100 / code.max(1));
    let (large, small): (Vec<_>, Vec<_>) = parts.iter().partition(|part| part.size >= LEAST);
    for Part { name, size } in large {
        row(name, *size);
    }
    row("others", small.iter().map(|part| part.size).sum());
}

/// The crate of a function: the first name of its path, or of the type that it is implemented for.
fn root(name: &str) -> &str {
    if is_plain(name) { "exports and built-ins" } else { path(name).split("::").next().unwrap_or_default() }
}

/// The module of a function of this crate, at most two levels deep: `engine::messages`. Empty for other crates.
fn module(name: &str) -> String {
    let path = path(name);
    let mut parts = path.split("::");
    if parts.next() != Some("passerelle") {
        return String::new();
    }
    let mut modules: Vec<&str> = parts.take_while(|part| !part.starts_with(char::is_uppercase)).collect();
    // `m::f` is a function, `m::Type::f` and `m::<impl Type>::f` are methods.
    let is_method = path.contains(|letter: char| letter.is_ascii_uppercase()) || name.contains("::<impl ");
    if !is_method {
        modules.pop();
    }
    modules.truncate(2);
    if modules.is_empty() { "(root)".to_owned() } else { modules.join("::") }
}

/// Whether the function is called by its plain name: by JavaScript, with the code that was inlined into it, or by the
/// compiler, such as `memcpy`.
fn is_plain(name: &str) -> bool {
    !name.contains("::")
}

/// The name without the hash that rustc appends: `a::b::h0123456789abcdef` becomes `a::b`.
fn without_hash(name: &str) -> &str {
    name.rsplit_once("::h").filter(|(_, hash)| is_hash(hash)).map_or(name, |(name, _)| name)
}

fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// The path of a function without generic arguments: `<a::B as c::D>::e` has the path `a::B::e`.
fn path(name: &str) -> &str {
    let name = name.strip_prefix('<').unwrap_or(name).trim_start_matches(['&', '*', '(', '[']);
    let name = name.strip_prefix("mut ").unwrap_or(name);
    let end = name.find([' ', '<', '>', ',', '[', '{']).unwrap_or(name.len());
    name[..end].trim_end_matches("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_a_crate_and_a_module() {
        for (name, crate_name, module_name) in [
            ("passerelle::engine::messages::settle", "passerelle", "engine::messages"),
            ("<passerelle::engine::state::Engine>::decide", "passerelle", "engine::state"),
            ("passerelle::engine::state::Engine::decide", "passerelle", "engine::state"),
            ("<passerelle::view::SlateView as serde::Serialize>::serialize", "passerelle", "view"),
            ("passerelle::pack::layout::core::read::<u8>", "passerelle", "pack::layout"),
            ("passerelle::start", "passerelle", "(root)"),
            ("core::fmt::write", "core", ""),
            ("<alloc::vec::Vec<T> as core::clone::Clone>::clone", "alloc", ""),
            (
                "passerelle::engine::messages::<impl passerelle::engine::state::Engine>::decide",
                "passerelle",
                "engine::messages",
            ),
            ("passerelle::browser::api::fetch::{{closure}}", "passerelle", "browser::api"),
            ("module_track", "exports and built-ins", ""),
        ] {
            assert_eq!((root(name), module(name).as_str()), (crate_name, module_name), "{name}");
        }
    }

    #[test]
    fn names_lose_their_hash() {
        assert_eq!(without_hash("a::b::h0123456789abcdef"), "a::b");
        assert_eq!(without_hash("a::history_is_erased"), "a::history_is_erased");
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(Profile::read(b"no module").is_err());
    }
}
