//! What is between the WebAssembly module and JavaScript: wasm-bindgen's glue, less what no page of ours needs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::package::{Flavour, empty};
use crate::progress::Done;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

/// What `pkg/src` uses of the glue beside the types that wasm-bindgen writes.
const GLUE_TYPES: &str = "\
export { Module } from \"./passerelle.js\";
export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
export const imports: WebAssembly.ModuleImports;
";

/// Blocks of the glue from the line that begins so to the first that ends so, and what stands in their place.
const UNNEEDED: [(&str, &str, &str); 7] = [
    // A module lives as long as its page.
    ("    __destroy_into_raw() {", "\n    }\n", ""),
    ("    free() {", "\n    }\n", ""),
    ("if (Symbol.dispose) ", "\n", ""),
    ("const ModuleFinalization = ", ";\n", "const ModuleFinalization = { register() {} };\n"),
    // Texts that come in are short: nothing is gained by writing them letter by letter.
    ("function passStringToWasm0(arg, malloc, realloc) {", "\n}\n", PASS_STRING),
    // For Safari, which fails after 2 GB of text.
    ("    numBytesDecoded += bytes.length;", "\n    }\n", ""),
    // Every browser that has `DecompressionStream` has it.
    ("if (!('encodeInto' in cachedTextEncoder)) {", "\n}\n", ""),
];

const PASS_STRING: &str = "\
function passStringToWasm0(arg, malloc) {
    return passArray8ToWasm0(cachedTextEncoder.encode(arg), malloc);
}
";

/// Writes `pkg/glue` for a compiled module.
pub fn bind(workspace: &Workspace, flavour: Flavour, module: &Path) -> Result<Done> {
    let glue = workspace.path("pkg/glue");
    let stamp = Stamp::new(workspace, "glue")
        .setting(flavour.name())
        .setting(GLUE_TYPES)
        .setting(PASS_STRING)
        .setting("without rescues")
        .input(workspace.path("Cargo.lock"))?
        .input(module)?
        .output(&glue);
    if stamp.is_fresh()? {
        return Ok(Done::UpToDate);
    }
    empty(&glue)?;
    let mut bytes = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    without(b"reference-types", &mut bytes);
    Bindgen::new()
        .input_bytes("passerelle", bytes)
        .out_name("passerelle")
        .bundler(true)?
        .typescript(true)
        .debug(flavour == Flavour::Debug)
        .keep_debug(flavour == Flavour::Debug)
        .generate(&glue)?;
    // `pkg/src` starts the module itself: wasm-bindgen's own start-up code is larger and takes addresses we do not.
    fs::write(glue.join("passerelle_bg.d.ts"), GLUE_TYPES).context("writing pkg/glue")?;
    let script = glue.join("passerelle_bg.js");
    let code = fs::read_to_string(&script).context("reading pkg/glue")?;
    let needed = if flavour == Flavour::Release { needed(&code)? } else { code.clone() };
    fs::write(&script, format!("{needed}\n{}\n", imports(&code))).context("writing pkg/glue")?;
    stamp.write()?;
    Ok(Done::Built("pkg/glue".into()))
}

/// The glue without what [`UNNEEDED`] lists.
fn needed(glue: &str) -> Result<String> {
    let mut code = glue.to_owned();
    for (from, until, instead) in UNNEEDED {
        let start = code.find(from);
        let Some((start, end)) =
            start.and_then(|start| Some((start, start + code[start..].find(until)? + until.len())))
        else {
            bail!(
                "wasm-bindgen's glue no longer has \"{from}\": look at pkg/glue/passerelle_bg.js, then mend xtask/src/glue.rs"
            );
        };
        code.replace_range(start..end, instead);
    }
    Ok(without_rescues(&code))
}

/// Without what frees texts when there is no memory for the next one: the module cannot go on then anyway.
fn without_rescues(glue: &str) -> String {
    let mut code = glue.to_owned();
    while let Some(rescue) = code.find("} catch (e) {") {
        let indent = rescue - code[..rescue].rfind('\n').map_or(0, |end| end + 1);
        let opening = format!("\n{}try {{", " ".repeat(indent));
        let closing = format!("\n{}}}", " ".repeat(indent));
        let (Some(start), Some(end)) = (code[..rescue].rfind(&opening), code[rescue..].find(&closing)) else { break };
        code.replace_range(rescue..rescue + end + closing.len(), "");
        code.replace_range(start..start + opening.len(), "");
    }
    code
}

/// An export with the functions that the module imports from the glue: to take the whole file for an object would cost a
/// helper of esbuild's, and a file of its own for that.
fn imports(glue: &str) -> String {
    let functions = glue.lines().filter_map(|line| line.strip_prefix("export function "));
    let names = functions.filter_map(|line| line.split('(').next()).filter(|name| *name != "__wbg_set_wasm");
    format!("export const imports = {{ {} }};", names.collect::<Vec<_>>().join(", "))
}

/// Takes back what rustc's `target_features` say. No function of the module takes or gives a JavaScript object: where one
/// could (`reference-types`), wasm-bindgen adds a table for them, and a start function that fills it.
fn without(feature: &[u8], module: &mut [u8]) {
    // Each is a sign, the length of its name, and its name.
    let used = [b"+", &[feature.len() as u8][..], feature].concat();
    if let Some(at) = module.windows(used.len()).rposition(|name| *name == *used) {
        module[at] = b'-';
    }
}

/// The module and its glue in `out`, as a browser without several results of a function would need them.
pub fn bind_plainly(module: &Path, out: &Path) -> Result<()> {
    let mut bytes = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    without(b"reference-types", &mut bytes);
    without(b"multivalue", &mut bytes);
    empty(out)?;
    Bindgen::new().input_bytes("passerelle", bytes).out_name("passerelle").bundler(true)?.generate(out)
}
