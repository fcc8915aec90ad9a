//! The WebAssembly modules of the package: where each comes from and where it goes. Not for how they are made: see
//! [`crate::package`].

use std::path::PathBuf;

use crate::workspace::Workspace;

/// A WebAssembly module of the package: all are compiled, bound and shrunk in one way.
pub struct WasmModule {
    /// What it is called in the package: `advice.wasm`.
    pub name: &'static str,
    /// Its package in the workspace.
    pub package: &'static str,
    /// What rustc calls it.
    pub artifact: &'static str,
    /// Where its glue goes.
    pub glue: &'static str,
}

/// What every page loads.
pub const MAIN: WasmModule =
    WasmModule { name: "passerelle", package: "passerelle", artifact: "passerelle", glue: "pkg/glue" };
/// What the elements of advice load.
const ADVICE: WasmModule =
    WasmModule { name: "advice", package: "passerelle-advice", artifact: "passerelle_advice", glue: "pkg/glue-advice" };
/// All of them.
pub const MODULES: [WasmModule; 2] = [MAIN, ADVICE];

impl WasmModule {
    /// What wasm-bindgen makes of it.
    pub fn bound(&self, workspace: &Workspace) -> PathBuf {
        workspace.path(self.glue).join(format!("{}_bg.wasm", self.name))
    }

    /// What is published.
    pub fn published(&self, workspace: &Workspace) -> PathBuf {
        workspace.path("pkg/dist").join(format!("{}.wasm", self.name))
    }
}
