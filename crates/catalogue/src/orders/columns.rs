//! The positions of the fields in a record, and the columns that are not read.

use super::platform::Platform;
use super::status::States;

/// Positions of the fields in a record.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// The platform that wrote the file.
    pub(super) platform: Option<&'static Platform>,
    /// The first column with a session's id counts.
    pub(super) session: Vec<usize>,
    /// The first column that names a shopper counts.
    pub(super) user: Vec<usize>,
    pub(super) timestamp: Option<usize>,
    /// The first column with the id of an item counts.
    pub(super) item: Vec<usize>,
    pub(super) title: Vec<usize>,
    /// Columns with several items in each cell.
    pub(super) packed: Vec<usize>,
    pub(super) event: Option<usize>,
    pub(super) quantity: Option<usize>,
    pub(super) seq: Option<usize>,
    pub(super) split: Option<usize>,
    pub(super) adviser: Option<usize>,
    pub(super) status: Option<usize>,
    /// The meanings of the texts in `status`, beside the usual words.
    pub(super) states: States,
    pub(super) void: Vec<usize>,
    /// The column that may mark a line as a return.
    pub(super) returned: Option<usize>,
    /// Columns with nearly the name of a field that was not found.
    pub(super) misspelt: Vec<usize>,
}

impl Columns {
    /// The fields, each with the positions of its columns.
    fn fields(&self) -> [(&'static str, Vec<usize>); 12] {
        let one = |at: Option<usize>| at.into_iter().collect::<Vec<_>>();
        [
            ("session_id", self.session.clone()),
            ("user_id", self.user.clone()),
            ("timestamp", one(self.timestamp)),
            ("item_id", self.item.iter().chain(&self.packed).copied().collect()),
            ("title", self.title.clone()),
            ("event", one(self.event)),
            ("quantity", one(self.quantity)),
            ("status", self.status.into_iter().chain(self.void.iter().copied()).collect()),
            ("returns", one(self.returned)),
            ("seq", one(self.seq)),
            ("split", one(self.split)),
            ("adviser", one(self.adviser)),
        ]
    }

    /// The columns that are read.
    pub(super) fn places(&self) -> Vec<usize> {
        self.fields().into_iter().flat_map(|(_, places)| places).collect()
    }

    /// The fields that are read, each with the names of its columns.
    pub(super) fn named(&self, titles: &[String]) -> Vec<(&'static str, String)> {
        let title = |at: &usize| titles.get(*at).map(String::as_str);
        let named = |(field, places): (&'static str, Vec<usize>)| {
            (field, places.iter().filter_map(title).collect::<Vec<_>>().join(", "))
        };
        self.fields().into_iter().map(named).filter(|(_, columns)| !columns.is_empty()).collect()
    }

    /// The columns that are not read because an earlier column has the same name.
    pub(super) fn repeated(&self, header: &[String]) -> Vec<usize> {
        let read = self.places();
        let first = |name: &String| header.iter().position(|column| column == name);
        let repeats =
            |(name, at): &(&String, usize)| !read.contains(at) && first(name).is_some_and(|at| read.contains(&at));
        header.iter().zip(0..).filter(repeats).map(|(_, at)| at).collect()
    }

    /// Returns a column that seems to hold the states of orders, if no such column is read.
    pub(super) fn unread_status(&self, header: &[String]) -> Option<usize> {
        if self.status.is_some() || !self.void.is_empty() || self.event.is_some() {
            return None;
        }
        let says_it = |name: &String| {
            ["order_state", "current_state"].contains(&name.as_str())
                || ["status", "cancel", "refund"].iter().any(|part| name.contains(part))
        };
        let read = self.places();
        header.iter().zip(0..).find(|(name, at)| says_it(name) && !read.contains(at)).map(|(_, at)| at)
    }

    /// The columns that are not read.
    pub(super) fn ignored(&self, titles: &[String]) -> Vec<String> {
        let read = self.places();
        let is_ignored = |(title, at): &(&String, usize)| !read.contains(at) && !title.is_empty();
        titles.iter().zip(0..).filter(is_ignored).map(|(title, _)| title.clone()).collect()
    }
}
