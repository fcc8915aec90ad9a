//! Proposes a first house.toml from a feed. It is text for a person to correct: every division has its number of items,
//! every guess is marked, and the optional settings are explained and commented out. Not for facts that a feed does not
//! have.

use std::fmt::Write as _;

use crate::feed::{Survey, TypeTree};
use crate::fold::fold;
use crate::normalized_words::folded;

/// Most divisions: as many as a shopper can take in at a glance.
pub const MOST_DIVISIONS: usize = 12;
/// A product type with less than one in this many items gets no division of its own.
const SMALLEST_SHARE: u64 = 100;
/// A product type with more than this share of the items is replaced by the types below it.
const DOMINANT: f64 = 0.8;
/// The optional settings, commented out.
const OPTIONAL: &str = include_str!("optional_settings.toml");

/// A proposed house.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The name of the house: the host of its links.
    pub name: Option<String>,
    /// The currency of the feed's prices.
    pub currency: Option<String>,
    /// A placeholder for the shop's address, if the feed has no addresses.
    pub url: Option<String>,
    /// The divisions, those with the most items first; at least one.
    pub divisions: Vec<Proposed>,
}

/// A proposed division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The id in house.toml.
    pub id: String,
    /// The name in English, as used in a sentence.
    pub name: String,
    /// Full paths of product types, as the feed writes them; empty if the feed has no types.
    pub product_types: Vec<TypeShare>,
    /// Number of items.
    pub items: u64,
}

/// A product type and its number of items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeShare {
    /// The full path of the type, as the feed writes it.
    pub name: String,
    /// Number of items.
    pub items: u64,
}

impl Proposal {
    /// Proposes a division for each first level of the product types. A level with nearly all items is replaced by the
    /// levels below it. Small levels, and those beyond [`MOST_DIVISIONS`], share the last division. A feed without
    /// product types has one division.
    #[must_use]
    pub fn new(survey: &Survey) -> Self {
        let levels = dividing(survey.types());
        let typed: u64 = levels.iter().map(|level| level.items).sum();
        let large = levels.iter().take_while(|level| level.items * SMALLEST_SHARE >= typed).count();
        // A single remaining level is a division like the others.
        let own = match levels.len() {
            all if large + 1 >= all && all <= MOST_DIVISIONS => all,
            // Hundreds of types without departments: some of them are better than one division.
            _ if large == 0 => MOST_DIVISIONS - 1,
            _ => large.min(MOST_DIVISIONS - 1),
        };
        let (own, rest) = levels.split_at(own);
        let mut proposal = Self {
            name: survey.host().map(str::to_owned),
            currency: survey.currency().map(str::to_owned),
            url: survey.page.map(|page| format!("https://shop.example/{page}")),
            divisions: Vec::new(),
        };
        for level in own {
            let name = level.name.rsplit(" > ").next().unwrap_or(&level.name);
            proposal.add(name, vec![level.clone()], level.items);
        }
        if !rest.is_empty() {
            let items = rest.iter().map(|level| level.items).sum();
            proposal.add("more", rest.to_vec(), items);
        }
        if proposal.divisions.is_empty() {
            proposal.add("everything", Vec::new(), survey.untyped);
        }
        proposal
    }

    fn add(&mut self, name: &str, product_types: Vec<TypeShare>, items: u64) {
        let slug = slug(name);
        let number = self.divisions.len() + 1;
        let base = if slug.is_empty() { format!("division-{number}") } else { slug };
        let taken = |id: &str| self.divisions.iter().any(|division| division.id == id);
        let id = if taken(&base) { format!("{base}-{number}") } else { base };
        self.divisions.push(Proposed { id, name: spoken(name), product_types, items });
    }

    /// Returns the text of house.toml for the feed with the name `feed`.
    #[must_use]
    pub fn to_toml(&self, feed: &str) -> String {
        let mut text = format!(
            "# Passerelle proposed this file from {}: correct it, then run the command again.\n\
             # `passerelle lint` checks this file; docs/house.md says what each setting does.\n\n[house]\n",
            one_line(feed)
        );
        let mut line = |setting: String, comment: &str| {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{setting:<44}# {comment}");
        };
        let name = self.name.as_deref().unwrap_or("My house");
        line(format!("name = {}", quoted(name)), "the name that shoppers know");
        if let Some(url) = &self.url {
            line(format!("url = {}", quoted(url)), "the feed has no addresses: write your shop's");
        }
        line("languages = [\"en\"]".to_owned(), "the languages of the shop; every name below needs a text in each");
        let guess =
            if self.currency.is_some() { "the currency of every price" } else { "a guess: the feed has no currency" };
        line(format!("currency = {}", quoted(self.currency.as_deref().unwrap_or("EUR"))), guess);
        text.push_str(match &self.divisions[..] {
            [only] if only.product_types.is_empty() => NO_TYPES,
            [_] => ONE_TYPE,
            _ => DIVISIONS,
        });
        for division in &self.divisions {
            division.write(&mut text);
        }
        if self.divisions.len() == 1 {
            text.push_str(ONE_DIVISION);
        }
        text.push_str(OPTIONAL);
        text
    }
}

/// Returns the product types that divide the items, the most items first.
fn dividing(types: &TypeTree) -> Vec<TypeShare> {
    let mut parts = below(types, "");
    loop {
        let typed: u64 = parts.iter().map(|part| part.items).sum();
        let largest = parts.iter().position(|part| {
            part.items as f64 > DOMINANT * typed as f64 && part.tree.is_some_and(|tree| !tree.levels().is_empty())
        });
        let Some(Part { path, items, tree: Some(tree) }) = largest.map(|at| parts.remove(at)) else { break };
        let inside = below(tree, &path);
        // Items of the type itself, not of a type below it.
        let own = items.saturating_sub(inside.iter().map(|part| part.items).sum());
        parts.extend(inside);
        if own > 0 {
            parts.push(Part { path, items: own, tree: None });
        }
    }
    let mut parts: Vec<TypeShare> =
        parts.into_iter().map(|part| TypeShare { name: part.path, items: part.items }).collect();
    parts.sort_by(|a, b| b.items.cmp(&a.items).then_with(|| a.name.cmp(&b.name)));
    parts
}

/// A type with all types below it or, without a tree, only the items of the type itself.
struct Part<'t> {
    path: String,
    items: u64,
    tree: Option<&'t TypeTree>,
}

fn below<'t>(tree: &'t TypeTree, path: &str) -> Vec<Part<'t>> {
    let inside = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path} > {name}") };
    let part = |(name, tree): (&str, &'t TypeTree)| Part { path: inside(name), items: tree.items, tree: Some(tree) };
    tree.levels().into_iter().map(part).collect()
}

impl Proposed {
    fn write(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "\n[[division]]{:32}# {}\nid = {}\nnames = {{ en = {} }}",
            "",
            items(self.items),
            quoted(&self.id),
            quoted(&self.name)
        );
        match &self.product_types[..] {
            [] => text.push_str("product_types = [\"*\"]\n"),
            [only] => {
                let _ = writeln!(text, "product_types = [{}]", quoted(&only.name));
            }
            several => {
                text.push_str("product_types = [\n");
                for level in several {
                    let _ = writeln!(text, "  {:<41} # {}", format!("{},", quoted(&level.name)), items(level.items));
                }
                text.push_str("]\n");
            }
        }
    }
}

const DIVISIONS: &str = "
# The departments of the house: suggestions lead from one to another. They are proposed from the product types. A path
# (\"Books > Fiction\") stands for that type and all types below it. Merge divisions that shoppers see as one, and name each
# as it is named within a sentence (\"leather goods\").
";
const NO_TYPES: &str = "
# The feed has no product types, so all products are in one department, and no suggestion can lead to another. Give the
# products types (`product_type` for Google, Type in Shopify, Categories in WooCommerce), remove this file, and run the
# command again. \"*\" stands for all types that no other division claims.
";
const ONE_TYPE: &str = "
# All products have the same first level of product type, so they are in one department, and no suggestion can lead to
# another. Give the products types that begin with their department (\"Shoes > Boots\"), remove this file, and run the
# command again.
";
const ONE_DIVISION: &str = "
# The house has one department, so suggestions come from the same one. Remove this when you add another.
[[placement]]
id = \"product\"
divisions = \"any\"
";

fn items(count: u64) -> String {
    if count == 1 { "1 item".to_owned() } else { format!("{count} items") }
}

/// Returns a name as used in a sentence: "kitchen and dining".
fn spoken(name: &str) -> String {
    name.to_lowercase().replace(" & ", " and ")
}

/// Returns an id of lower-case letters, digits and hyphens; empty for a name without Latin letters.
fn slug(name: &str) -> String {
    let folded = folded(&fold(name));
    let words: Vec<&str> = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// Returns a TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns `text` without control characters, for a comment.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house::House;

    fn proposal(divisions: &[(&str, u64)]) -> Proposal {
        let mut proposal = Proposal { name: None, currency: None, url: None, divisions: Vec::new() };
        for (name, items) in divisions {
            proposal.add(name, vec![TypeShare { name: (*name).to_owned(), items: *items }], *items);
        }
        proposal
    }

    #[test]
    fn one_root_is_no_division() {
        let mut tree = TypeTree::default();
        for (path, items) in [
            ("Shop > Books > Fiction > Crime", 3),
            ("Shop > Books > Fiction", 2),
            ("Shop > Books > Non-Fiction", 4),
            ("Shop > Books", 1),
            ("Gifts", 1),
        ] {
            let levels: Vec<String> = path.split(" > ").map(str::to_owned).collect();
            (0..items).for_each(|_| tree.add(&levels));
        }
        let parts = dividing(&tree);
        let parts: Vec<(&str, u64)> = parts.iter().map(|part| (part.name.as_str(), part.items)).collect();
        assert_eq!(
            parts,
            [("Shop > Books > Fiction", 5), ("Shop > Books > Non-Fiction", 4), ("Gifts", 1), ("Shop > Books", 1)]
        );
        let mut flat = TypeTree::default();
        flat.add(&["Books".to_owned()]);
        assert_eq!(dividing(&flat), [TypeShare { name: "Books".to_owned(), items: 1 }], "there is nothing below it");
    }

    #[test]
    fn proposed_ids_are_plain_and_differ() {
        let proposal = proposal(&[("Prêt-à-porter", 9), ("pret a porter!", 8), ("手袋", 7), ("Home & Garden", 1)]);
        let ids: Vec<&str> = proposal.divisions.iter().map(|division| division.id.as_str()).collect();
        assert_eq!(ids, ["pret-a-porter", "pret-a-porter-2", "division-3", "home-garden"]);
    }

    #[test]
    fn any_type_name_gives_a_file_that_can_be_read() {
        for name in ["A \"quoted\" type", "back\\slash", "# no comment", "new\nline", "\u{7}bell", "]] x", "'''"] {
            let text = proposal(&[(name, 3), ("Shoes", 2)]).to_toml("feed\n[evil].tsv");
            let house = House::parse(&text, "house.toml").unwrap_or_else(|error| panic!("{name:?}: {error}\n{text}"));
            assert_eq!(house.division_of(name), Some(0), "{text}");
        }
    }

    /// The commented-out settings are valid: without the # signs, the file can be read.
    #[test]
    fn the_optional_settings_can_be_read_without_their_hash_signs() {
        let on = |line: &str| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with([' ', '-']) => setting.to_owned(),
            _ => line.to_owned(),
        };
        let text = proposal(&[("Shoes", 2), ("Bags", 1)]).to_toml("feed.tsv");
        let text: Vec<String> = text.lines().map(on).collect();
        let house = House::parse(&text.join("\n"), "house.toml").unwrap();
        assert_eq!((house.collections.len(), house.rules.len(), house.season.occasions.len()), (1, 1, 2));
        assert_eq!(house.privacy.sensitive_types, ["Lingerie", "Maternity"]);
    }
}
