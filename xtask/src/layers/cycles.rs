//! Finds cycles among imports, at each level.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::imports::Import;
use super::source::ModulePath;

/// Name of a level's own code among its children.
const OWN: &str = "(itself)";

/// Nodes of a level that depend on one another.
pub struct Cycle {
    /// The parent module of the nodes, with its crate.
    pub within: String,
    pub nodes: BTreeSet<String>,
    /// The imports between the nodes: source, target and paths.
    edges: Vec<String>,
}

/// An import between two nodes of a level.
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    import: &'a Import,
}

/// Returns the cycles among `imports`, in the order of the levels.
pub fn find(imports: &[Import]) -> Vec<Cycle> {
    let mut levels: BTreeMap<(&str, &[String]), Vec<Edge<'_>>> = BTreeMap::new();
    for import in imports.iter().filter(|import| import.from.0 == import.to.0) {
        let (from, to) = (&import.from.1, &import.to.1);
        let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let level = levels.entry((&import.from.0, &from[..common])).or_default();
        level.push(Edge { from: node(from, common), to: node(to, common), import });
    }
    let mut cycles = Vec::new();
    for ((crate_name, within), edges) in levels {
        let graph: DiGraphMap<&str, ()> = edges.iter().map(|edge| (edge.from, edge.to)).collect();
        for nodes in tarjan_scc(&graph).into_iter().filter(|nodes| nodes.len() > 1) {
            let among = edges.iter().filter(|edge| nodes.contains(&edge.from) && nodes.contains(&edge.to));
            cycles.push(Cycle {
                within: [&[crate_name.to_owned()], within].concat().join("::"),
                nodes: nodes.iter().map(ToString::to_string).collect(),
                edges: among.map(|edge| line(edge.import)).collect(),
            });
        }
    }
    cycles
}

/// The node that contains `path`, at a level with `level` names.
fn node(path: &ModulePath, level: usize) -> &str {
    path.get(level).map_or(OWN, String::as_str)
}

fn line(import: &Import) -> String {
    let name = |path: &ModulePath| if path.is_empty() { "crate".to_owned() } else { path.join("::") };
    let paths: Vec<&str> = import.paths.iter().map(String::as_str).collect();
    format!("{} -> {}: {}", name(&import.from.1), name(&import.to.1), paths.join(", "))
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes: Vec<&str> = self.nodes.iter().map(String::as_str).collect();
        writeln!(f, "in {} among {}", self.within, nodes.join(", "))?;
        self.edges.iter().try_for_each(|edge| writeln!(f, "    {edge}"))
    }
}
