//! Generates the glue between the WebAssembly module and JavaScript: the unchanged output of wasm-bindgen.

use std::path::Path;

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

use crate::flavour::Flavour;
use crate::progress::Done;
use crate::stamp::Stamp;
use crate::wasm_module::WasmModule;
use crate::workspace::{Workspace, empty};

/// Writes the glue of the module whose compiled file is `compiled`.
pub fn bind(workspace: &Workspace, flavour: Flavour, module: &WasmModule, compiled: &Path) -> Result<Done> {
    let glue = workspace.path(module.glue);
    let stamp = Stamp::new(workspace, &format!("glue-{}", module.name))
        .setting(flavour.name())
        .setting("web, no default path")
        .input(workspace.path("Cargo.lock"))?
        .input(compiled)?
        .output(&glue);
    if stamp.is_fresh()? {
        return Ok(Done::UpToDate);
    }
    generate(compiled, module.name, &glue, flavour == Flavour::Debug)?;
    stamp.write()?;
    Ok(Done::Built(module.glue.into()))
}

/// Writes the glue of a compiled module under `name` into `folder`, which is emptied first.
pub fn generate(module: &Path, name: &str, folder: &Path, debug: bool) -> Result<()> {
    empty(folder)?;
    Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)?
        // `pkg/src` fetches the module itself, so that a single function of the package uses the network.
        .omit_default_module_path(true)
        .typescript(true)
        .debug(debug)
        .keep_debug(debug)
        .generate(folder)
}
