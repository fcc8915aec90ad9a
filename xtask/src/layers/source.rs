//! Reads the modules of a crate: the definitions, imports and paths in their code. Not for the resolution of paths: see
//! [`mod@super::imports`].

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Ident, Item, UseTree, Visibility};

/// Names of modules, from the crate's root down; empty for the root.
pub type ModulePath = Vec<String>;

/// A crate of the workspace.
pub struct Crate {
    /// Its name in code.
    pub name: String,
    pub modules: BTreeMap<ModulePath, Module>,
}

/// The content of a module, without its tests.
#[derive(Default)]
pub struct Module {
    pub children: BTreeSet<String>,
    /// Names of its items.
    pub items: BTreeSet<String>,
    /// Names that a `use` imports.
    pub uses: BTreeMap<String, Use>,
    /// Paths before a `*`, and whether they are re-exported.
    pub globs: Vec<Use>,
    /// Every path in other code and in macros, single names included.
    pub mentions: BTreeSet<Vec<String>>,
}

/// The path of an imported name.
pub struct Use {
    pub path: Vec<String>,
    /// Whether it is a re-export.
    pub public: bool,
}

impl Crate {
    /// Reads the crate whose root is the file `root`.
    pub fn read(name: &str, root: &Path) -> Result<Self> {
        let mut found = Self { name: name.to_owned(), modules: BTreeMap::new() };
        let folder = root.parent().context("a crate's root lies in a folder")?;
        found.read_file(Vec::new(), root, folder)?;
        Ok(found)
    }

    /// Reads the module `path` from `file`; the files of its children are in `folder`.
    fn read_file(&mut self, path: ModulePath, file: &Path, folder: &Path) -> Result<()> {
        let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let parsed = syn::parse_file(&text).with_context(|| format!("parsing {}", file.display()))?;
        self.read_items(path, parsed.items, file, folder)
    }

    fn read_items(&mut self, path: ModulePath, items: Vec<Item>, file: &Path, folder: &Path) -> Result<()> {
        let mut module = Module::default();
        for item in items {
            match item {
                Item::Use(item) if !is_test(&item.attrs) => {
                    let public = !matches!(item.vis, Visibility::Inherited);
                    module.add_use(item.tree, &mut Vec::new(), public);
                }
                Item::Mod(item) if !is_test(&item.attrs) => {
                    let name = item.ident.to_string();
                    let below = [path.as_slice(), std::slice::from_ref(&name)].concat();
                    if let Some((_, items)) = item.content {
                        self.read_items(below, items, file, &folder.join(&name))?;
                    } else {
                        let (file, folder) = file_of(&name, &item.attrs, file, folder)?;
                        self.read_file(below, &file, &folder)?;
                    }
                    module.children.insert(name);
                }
                other => {
                    let (name, attributes) = about(&other);
                    if !is_test(attributes) {
                        module.items.extend(name.map(ToString::to_string));
                        mention(other.into_token_stream(), &mut module.mentions);
                    }
                }
            }
        }
        self.modules.insert(path, module);
        Ok(())
    }
}

impl Module {
    fn add_use(&mut self, tree: UseTree, before: &mut Vec<String>, public: bool) {
        match tree {
            UseTree::Path(tree) => {
                before.push(tree.ident.to_string());
                self.add_use(*tree.tree, before, public);
                before.pop();
            }
            UseTree::Name(tree) if tree.ident == "self" => {
                if let Some(name) = before.last() {
                    self.uses.insert(name.clone(), Use { path: before.clone(), public });
                }
            }
            UseTree::Name(tree) => {
                let name = tree.ident.to_string();
                let path = [before.as_slice(), std::slice::from_ref(&name)].concat();
                self.uses.insert(name, Use { path, public });
            }
            UseTree::Rename(tree) => {
                let mut path = before.clone();
                if tree.ident != "self" {
                    path.push(tree.ident.to_string());
                }
                self.uses.insert(tree.rename.to_string(), Use { path, public });
            }
            UseTree::Glob(_) => self.globs.push(Use { path: before.clone(), public }),
            UseTree::Group(tree) => tree.items.into_iter().for_each(|tree| self.add_use(tree, before, public)),
        }
    }
}

/// The file of the module `name` that `parent` declares, and the folder of its children.
fn file_of(name: &str, attributes: &[Attribute], parent: &Path, folder: &Path) -> Result<(PathBuf, PathBuf)> {
    let given = attributes.iter().filter(|attribute| attribute.path().is_ident("path")).find_map(|attribute| {
        let value = &attribute.meta.require_name_value().ok()?.value;
        syn::parse2::<syn::LitStr>(value.to_token_stream()).ok()
    });
    if let Some(given) = given {
        let file = parent.with_file_name("").join(given.value());
        let folder = file.with_file_name("");
        return Ok((file, folder));
    }
    let (flat, nested) = (folder.join(format!("{name}.rs")), folder.join(name).join("mod.rs"));
    match [flat, nested].into_iter().find(|file| file.is_file()) {
        Some(file) => Ok((file, folder.join(name))),
        None => bail!("{}: module {name} has no file", parent.display()),
    }
}

/// Whether an item is compiled for tests only.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let condition = attribute.path().is_ident("cfg").then(|| attribute.meta.require_list().ok()).flatten();
        condition.is_some_and(|list| {
            list.tokens.to_string().split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
        })
    })
}

/// The name of an item and its attributes.
fn about(item: &Item) -> (Option<&Ident>, &[Attribute]) {
    match item {
        Item::Const(item) => (Some(&item.ident), &item.attrs),
        Item::Enum(item) => (Some(&item.ident), &item.attrs),
        Item::Fn(item) => (Some(&item.sig.ident), &item.attrs),
        Item::Impl(item) => (None, &item.attrs),
        Item::Mod(item) => (None, &item.attrs),
        Item::Use(item) => (None, &item.attrs),
        Item::Macro(item) => (item.ident.as_ref(), &item.attrs),
        Item::Static(item) => (Some(&item.ident), &item.attrs),
        Item::Struct(item) => (Some(&item.ident), &item.attrs),
        Item::Trait(item) => (Some(&item.ident), &item.attrs),
        Item::Type(item) => (Some(&item.ident), &item.attrs),
        Item::Union(item) => (Some(&item.ident), &item.attrs),
        _ => (None, &[]),
    }
}

/// Adds every path in `tokens`. Fields and methods are not paths.
fn mention(tokens: TokenStream, mentions: &mut BTreeSet<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Group(group) => mention(group.stream(), mentions),
            TokenTree::Ident(name) if at == 0 || !is(at - 1, '.') || at > 1 && is(at - 2, '.') => {
                let mut path = vec![name.to_string()];
                while let (true, true, Some(TokenTree::Ident(name))) =
                    (is(at + 1, ':'), is(at + 2, ':'), tokens.get(at + 3))
                {
                    path.push(name.to_string());
                    at += 3;
                }
                mentions.insert(path);
            }
            _ => {}
        }
        at += 1;
    }
}
