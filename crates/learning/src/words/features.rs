//! The features of an item as a vector: the words of its title, pairs of words, type, brand and attributes. Rare words
//! weigh most.

use std::collections::{BTreeSet, HashMap};

use passerelle_catalogue::{Catalogue, Item};

use crate::sparse::{Entry, Sparse};

/// A word of more items than this distinguishes them too little to be worth its memory.
const COMMON: u32 = 5_000;

/// A vector of length 1 for each item; empty if each of its words is in no other item, or in too many.
#[derive(Clone, Debug, Default)]
pub struct Features {
    rows: Sparse,
    /// Number of different words.
    pub(super) words: usize,
}

impl Features {
    /// The features of the items of `catalogue`.
    #[must_use]
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut items_with: Vec<u32> = Vec::new();
        // The words of all items in one list, and where those of each item end.
        let (mut said, mut ends) = (Vec::new(), Vec::with_capacity(catalogue.items.len()));
        let mut own = Vec::new();
        for item in &catalogue.items {
            own.clear();
            own.extend(words(item, catalogue).into_iter().map(|word| {
                let next = numbers.len() as u32;
                *numbers.entry(word).or_insert(next)
            }));
            own.sort_unstable();
            own.dedup();
            items_with.resize(numbers.len(), 0);
            own.iter().for_each(|&word| items_with[word as usize] += 1);
            said.extend_from_slice(&own);
            ends.push(said.len());
        }
        let found = numbers.len();
        drop(numbers);
        let items = catalogue.items.len() as f64;
        let weight = |word: u32| libm::log(items / f64::from(items_with[word as usize]));
        let telling = |word: &u32| (2..=COMMON).contains(&items_with[*word as usize]) && weight(*word) > 0.0;
        let mut rows = Sparse::default();
        let mut start = 0;
        for end in ends {
            let words = said[start..end].iter().copied();
            let mut row: Vec<Entry> = words.filter(telling).map(|word| (word, weight(word) as f32)).collect();
            let length = row.iter().map(|entry| entry.1 * entry.1).sum::<f32>().sqrt();
            row.iter_mut().for_each(|entry| entry.1 /= length);
            rows.push(&row);
            start = end;
        }
        Self { rows, words: found }
    }

    /// The words of `item`, ascending.
    pub(super) fn of(&self, item: u32) -> &[Entry] {
        self.rows.row(item as usize)
    }

    /// How alike two items are: 1 for the same words, 0 for none in common.
    #[must_use]
    pub fn alike(&self, a: u32, b: u32) -> f32 {
        let (mut a, mut b) = (self.of(a).iter().peekable(), self.of(b).iter().peekable());
        let mut sum = 0.0;
        while let (Some(one), Some(other)) = (a.peek(), b.peek()) {
            match one.0.cmp(&other.0) {
                std::cmp::Ordering::Less => _ = a.next(),
                std::cmp::Ordering::Greater => _ = b.next(),
                std::cmp::Ordering::Equal => {
                    sum += one.1 * other.1;
                    (_, _) = (a.next(), b.next());
                }
            }
        }
        sum
    }
}

/// The words of an item. The same word in a field and in the title are two words. They are in a fixed order: the
/// numbers of words, and so the order of sums, must be the same in every build.
fn words(item: &Item, catalogue: &Catalogue) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut last: Option<String> = None;
    for word in item.title.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = stem(&word.to_lowercase());
        if let Some(last) = last {
            found.insert(format!("{last} {word}"));
        }
        found.insert(word.clone());
        last = Some(word);
    }
    let kind = catalogue.types.get(usize::from(item.item_type)).map_or("", |kind| &kind.name);
    let fields = [
        ("type", kind),
        ("brand", &item.brand),
        ("colour", &item.color),
        ("material", &item.material),
        ("pattern", &item.pattern),
        ("gender", &item.gender),
        ("age", &item.age_group),
    ];
    let labels = item.custom_labels.iter().map(|label| ("label", label.as_str()));
    let other_types = item.other_types.iter().map(|name| ("type", name.as_str()));
    let tags = item.tags.iter().map(|tag| ("tag", tag.as_str()));
    for (field, value) in fields.into_iter().chain(labels).chain(other_types).chain(tags) {
        if !value.is_empty() {
            found.insert(format!("{field}:{value}"));
        }
    }
    found.insert(format!("division:{}", item.division));
    found
}

/// Removes a plural s. In most of the languages that shops use, singular and plural differ by an s.
fn stem(word: &str) -> String {
    let many = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    (if many { &word[..word.len() - 1] } else { word }).to_owned()
}
