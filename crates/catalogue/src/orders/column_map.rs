//! Maps the columns of a log to fields: the usual names of columns, and their places in a header.

use jiff::Timestamp;
use passerelle::history::EventKind;

use super::columns::Columns;
use super::date_format::DateFormat;
use super::platform::{self, Packed, Platform};
use super::returns;
use super::status::{Standing, States};
use super::unlike_orders::unlike_orders;
use crate::error::LogError;
use crate::input::delimited::column_name;

/// The fields that can be mapped.
pub const FIELDS: [&str; 10] =
    ["session_id", "user_id", "timestamp", "item_id", "event", "quantity", "status", "seq", "split", "adviser"];

/// Usual names for a column of shoppers; in each row, the first column that names a shopper counts.
const USERS: [&str; 6] = ["user_id", "customer_id", "customer_email", "email", "customer", "user"];
/// Usual names for a column of times, beside `timestamp`. If a header has several, none of them is taken.
pub(super) const DATES: [&str; 3] = ["order_date", "created_at", "date"];

/// How to read a log: the names of columns by field, and settings that the columns do not determine. Without a mapping,
/// a field is in the column where the export of a known platform has it, or in the column with its name. A session may
/// also be in `order_id`, a quantity in `qty`. Case makes no difference, nor do spaces or hyphens for underscores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMap {
    mapped: Vec<(&'static str, String)>,
    /// The kind of event in a log without an `event` column; a purchase unless set.
    pub default_event: EventKind,
    /// How dates are written.
    pub date_format: DateFormat,
    /// The latest moment for an event, of which one more day is allowed; the current time unless set.
    pub latest: Timestamp,
    /// Whether to read the codes of advisers. Without it, the column may hold anything.
    pub reads_advisers: bool,
    /// The house's names for the states of its orders.
    states: States,
}

impl Default for ColumnMap {
    fn default() -> Self {
        Self {
            mapped: Vec::new(),
            default_event: EventKind::Purchase,
            date_format: DateFormat::Auto,
            latest: Timestamp::now(),
            reads_advisers: false,
            states: States::default(),
        }
    }
}

impl ColumnMap {
    /// Reads mappings such as `item_id=sku`: the field, then the column that holds it.
    ///
    /// # Errors
    /// [`LogError::BadMapping`] if a mapping has no `=`, has no column, or has a field that is not one of [`FIELDS`] or
    /// is mapped twice.
    pub fn parse<S: AsRef<str>>(mappings: &[S]) -> Result<Self, LogError> {
        let mut map = Self::default();
        for mapping in mappings.iter().map(AsRef::as_ref) {
            let bad = || LogError::BadMapping { mapping: mapping.to_owned(), fields: FIELDS.join(", ") };
            let (field, column) = mapping.split_once('=').ok_or_else(bad)?;
            let (field, column) = (Self::field(field).ok_or_else(bad)?, column_name(column));
            if column.is_empty() || map.mapped.iter().any(|(other, _)| *other == field) {
                return Err(bad());
            }
            map.mapped.push((field, column));
        }
        Ok(map)
    }

    /// Returns the field with this name, in any spelling that [`ColumnMap`] allows.
    #[must_use]
    pub fn field(name: &str) -> Option<&'static str> {
        let name = column_name(name);
        FIELDS.into_iter().find(|field| *field == name)
    }

    /// Adds the settings of house.toml; the mappings and the format that are set already take precedence.
    pub fn complete(&mut self, columns: &[(&'static str, String)], date_format: &DateFormat) {
        for (field, column) in columns {
            if self.is_own(field) {
                self.mapped.push((field, column_name(column)));
            }
        }
        if self.date_format == DateFormat::Auto {
            self.date_format = date_format.clone();
        }
    }

    /// Adds the house's own words for the states of orders: for orders that count, and for orders that were unpaid or
    /// undone.
    pub fn know_states(&mut self, bought: &[String], not_bought: &[String]) {
        self.states.add(bought, Standing::Kept);
        self.states.add(not_bought, Standing::Lost);
    }

    /// Returns the possible names of the column of `field`, the best first.
    pub(super) fn names<'a>(&'a self, field: &'a str, platform: Option<&'static Platform>) -> Vec<&'a str> {
        if let Some((_, column)) = self.mapped.iter().find(|(name, _)| *name == field) {
            return vec![column.as_str()];
        }
        match (field, platform) {
            ("session_id", Some(platform)) => platform.session.to_vec(),
            ("user_id", Some(platform)) => platform.user.to_vec(),
            ("timestamp", Some(platform)) => platform.timestamp.to_vec(),
            ("item_id", Some(platform)) => platform.item.to_vec(),
            ("event", Some(platform)) => platform.event.to_vec(),
            ("quantity", Some(platform)) => platform.quantity.to_vec(),
            ("status", Some(platform)) => platform.status.to_vec(),
            ("session_id", None) => vec![field, "order_id"],
            ("user_id", None) => USERS.to_vec(),
            ("quantity", None) => vec![field, "qty"],
            ("status", None) => vec![field, "order_status", "financial_status"],
            _ => vec![field],
        }
    }

    /// Whether a column with this name may hold a field.
    pub(super) fn knows(&self, column: &str) -> bool {
        let own = FIELDS.into_iter().any(|field| self.names(field, None).contains(&column));
        own || DATES.contains(&column)
            || platform::PLATFORMS.iter().any(|platform| {
                let lists = [platform.session, platform.user, platform.timestamp, platform.item, platform.quantity];
                lists.iter().any(|names| names.contains(&column))
            })
    }

    /// Finds the columns of the fields in a header.
    pub(super) fn find(&self, file: &str, header: &[String]) -> Result<Columns, LogError> {
        let at = |name: &str| header.iter().position(|column| column == name);
        let own = |field| self.names(field, None).into_iter().find_map(at);
        // If the header has Passerelle's names, the only platforms are those with events or packed items.
        let platform = if own("session_id").is_some() && own("item_id").is_some() && self.mapped.is_empty() {
            platform::recognise(header).filter(|platform| !platform.event.is_empty() || platform.packed != Packed::No)
        } else {
            platform::recognise(header)
        };
        let all = |names: &[&str]| names.iter().copied().filter_map(at).collect::<Vec<_>>();
        let places = |field| all(&self.names(field, platform));
        let place = |field| places(field).first().copied();
        let missing = |field| {
            let mut wanted = self.names(field, platform);
            if wanted.is_empty() {
                wanted = vec![field];
            }
            wanted.dedup();
            unlike_orders(file, header, self.mapped.is_empty(), &wanted)
        };
        // A mapping to a column that does not exist is an error, whatever the field.
        for (field, _) in &self.mapped {
            place(field).ok_or_else(|| missing(field))?;
        }
        let of = |names: fn(&Platform) -> &'static [&'static str]| platform.map(|p| all(names(p))).unwrap_or_default();
        let packed = match platform.map(|platform| platform.packed) {
            Some(Packed::LineItems) if self.is_own("item_id") => {
                let packed = |name: &String| name.starts_with("line_item_") || name == "line_items";
                header.iter().zip(0..).filter(|(name, _)| packed(name)).map(|(_, at)| at).collect()
            }
            Some(Packed::Products) if self.is_own("item_id") => of(|platform| platform.title),
            _ => Vec::new(),
        };
        let dates = match &all(&DATES)[..] {
            [date] if platform.is_none() && self.is_own("timestamp") => Some(*date),
            _ => None,
        };
        let mut columns = Columns {
            platform,
            session: places("session_id"),
            item: places("item_id"),
            title: if packed.is_empty() { of(|platform| platform.title) } else { Vec::new() },
            user: places("user_id"),
            timestamp: place("timestamp").or(dates),
            event: place("event"),
            quantity: place("quantity"),
            seq: place("seq"),
            split: place("split"),
            adviser: place("adviser").filter(|_| self.reads_advisers),
            status: place("status"),
            states: self.states.with(platform.map_or(&[], |platform| platform.states)),
            void: of(|platform| platform.void),
            returned: None,
            misspelt: if platform.is_some() { Vec::new() } else { self.misspelt(header) },
            packed,
        };
        if columns.session.is_empty() {
            return Err(missing("session_id"));
        }
        if columns.item.is_empty() && columns.title.is_empty() && columns.packed.is_empty() {
            return Err(missing("item_id"));
        }
        if columns.event.is_none() {
            let read = columns.places();
            columns.returned = all(&returns::COLUMNS).into_iter().find(|at| !read.contains(at));
        }
        Ok(columns)
    }

    /// Whether no mapping names this field.
    pub(super) fn is_own(&self, field: &str) -> bool {
        self.mapped.iter().all(|(name, _)| *name != field)
    }

    /// Returns the columns that may be misspelt fields, which the header lacks.
    fn misspelt(&self, header: &[String]) -> Vec<usize> {
        let lacks =
            |field: &&str| self.names(field, None).iter().all(|name| !header.iter().any(|column| column == name));
        let lacking: Vec<&str> = FIELDS.into_iter().filter(lacks).collect();
        let near = |column: &str| lacking.iter().any(|field| strsim::osa_distance(field, column) <= field.len() / 4);
        header.iter().zip(0..).filter(|(column, _)| near(column)).map(|(_, at)| at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(column_name).collect()
    }

    #[test]
    fn fields_are_found_by_name() {
        let map = ColumnMap::default();
        let columns = map.find("f", &header("Order ID,price,item-id,QTY,timestmp")).unwrap();
        assert_eq!((&columns.session[..], &columns.item[..], columns.quantity), (&[0][..], &[2][..], Some(3)));
        assert_eq!((columns.misspelt, columns.platform.is_none()), (vec![4], true), "a price is no slip");
        assert_eq!(map.find("f", &header("order_id,session_id,item_id")).unwrap().session, [1, 0]);
    }

    #[test]
    fn shoppers_and_times_are_found_by_their_usual_names() {
        let find = |names| ColumnMap::default().find("f", &header(names)).unwrap();
        let columns = find("order_id,user,created_at,item_id,Email,note");
        assert_eq!((&columns.user[..], columns.timestamp), (&[4, 1][..], Some(2)));
        let titles: Vec<String> = "order_id,user,created_at,item_id,Email,note".split(',').map(str::to_owned).collect();
        assert_eq!(columns.ignored(&titles), ["note"]);
        let columns = find("order_id,customer_id,order_date,date,item_id");
        assert_eq!((&columns.user[..], columns.timestamp), (&[1][..], None), "which of two dates is the order's?");
        assert_eq!(find("order_id,timestamp,date,item_id").timestamp, Some(1));
        let map = ColumnMap::parse(&["user_id=user"]).unwrap();
        assert_eq!(map.find("f", &header("order_id,user,email,item_id")).unwrap().user, [1]);
    }

    #[test]
    fn a_state_that_is_not_read_is_found() {
        let unread = |names| ColumnMap::default().find("f", &header(names)).unwrap().unread_status(&header(names));
        assert_eq!(unread("order_id,item_id,payment_status"), Some(2));
        assert_eq!(unread("id_order,id_customer,date_add,product_id,current_state"), Some(4));
        assert_eq!(unread("id_order,id_customer,date_add,product_id,current_state,valid"), None);
        assert_eq!(unread("order_id,item_id,status,refund_total"), None);
        assert_eq!(unread("order_id,item_id,billing_state,state"), None, "a part of a country");
        assert_eq!(unread("session_id,item_id,event,http_status"), None);
    }

    #[test]
    fn mapped_fields_are_found_there_only() {
        let map = ColumnMap::parse(&["item_id=SKU", "session_id=Basket No"]).unwrap();
        let columns = map.find("f", &header("basket_no,sku,item_id")).unwrap();
        assert_eq!((&columns.session[..], &columns.item[..]), (&[0][..], &[1][..]));
        let error = map.find("f", &header("session_id,item_id")).unwrap_err().to_string();
        assert!(error.starts_with("f has no column sku"), "{error}");
    }

    #[test]
    fn an_option_goes_before_settings() {
        let mut map = ColumnMap::parse(&["item_id=SKU"]).unwrap();
        map.date_format = DateFormat::MonthFirst;
        map.complete(&[("item_id", "Article".to_owned()), ("user_id", "Client No".to_owned())], &DateFormat::DayFirst);
        let columns = map.find("f", &header("order_id,sku,article,client_no,email")).unwrap();
        assert_eq!((&columns.item[..], &columns.user[..]), (&[1][..], &[3][..]));
        assert_eq!(map.date_format, DateFormat::MonthFirst);
        map.date_format = DateFormat::Auto;
        map.complete(&[], &DateFormat::DayFirst);
        assert_eq!(map.date_format, DateFormat::DayFirst);
    }

    #[test]
    fn a_first_line_that_is_no_header_is_not_shown() {
        let error = ColumnMap::default().find("f.csv", &header("17,Ann Able,ann@mail.example,2025-02-02")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "f.csv has no header: its first line holds values; write a first line with the names of the columns, \
             session_id, user_id, timestamp, item_id, or map yours with --column FIELD=COLUMN"
        );
        for (first, holds) in
            [("Jean,Dupont,mug", "no known column name, perhaps values"), ("Export Jean", "one text only")]
        {
            let error = ColumnMap::default().find("f.csv", &header(first)).unwrap_err().to_string();
            assert!(error.contains(&format!("its first line holds {holds}; write")), "{error}");
            assert!(!error.to_lowercase().contains("jean"), "{error}");
        }
        for names in ["Belegnr;Artikel;Kunde", "n°_commande;référence;client", "basket;sku"] {
            let columns: Vec<String> = names.split(';').map(column_name).collect();
            let error = ColumnMap::default().find("f.csv", &columns).unwrap_err().to_string();
            assert!(error.contains(&columns.join(", ")), "{error}");
        }
        let feed = ColumnMap::default().find("f.csv", &header("id,title,link,price")).unwrap_err().to_string();
        assert!(feed.contains("f.csv cannot be read as orders: it looks like a product feed"), "{feed}");
    }

    #[test]
    fn platforms_are_told_from_their_headers() {
        let find = |names| ColumnMap::default().find("f", &header(names)).unwrap();
        for (names, platform) in [
            ("Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem sku", "Shopify"),
            ("id_order,id_customer,date_add,product_id,product_reference", "PrestaShop"),
            ("event_name,event_timestamp,user_pseudo_id,ga_session_id,item_id", "Google Analytics 4"),
            ("Date,Order #,Status,Customer,Product(s)", "WooCommerce Analytics"),
            ("event_timestamp,event_name,user_pseudo_id,transaction_id,items.item_id", "Google Analytics 4"),
            ("Date,Commande n°,État,Client,Type de client,Produit(s)", "WooCommerce Analytics"),
            ("Datum,Bestellnr.,Status,Kunde,Produkt(e)", "WooCommerce Analytics"),
            ("increment_id,customer_email,created_at,status,sku,product_id,name,qty_ordered", "Magento"),
            ("order_id,email,date_added,order_status,product_id,model,name,quantity", "OpenCart"),
        ] {
            assert_eq!(find(names).platform.map(|platform| platform.name), Some(platform));
        }
        assert!(find("session_id,item_id,order_date,status").platform.is_none());
    }

    #[test]
    fn errors_say_what_is_there() {
        let error = ColumnMap::default().find("f.csv", &header("basket,sku")).unwrap_err().to_string();
        assert_eq!(
            error,
            "f.csv has no column session_id or order_id; its columns are basket, sku: rename them, or map them \
             with --column FIELD=COLUMN, or in house.toml with [orders] columns"
        );
        let error = ColumnMap::default().find("f", &header("ID,Reference,Customer,Total,Payment,Status")).unwrap_err();
        assert!(error.to_string().contains("PrestaShop: it has no products"), "{error}");
        for (names, says) in [
            ("ID,Référence,Nouveau client,Livraison,Client,Total,Paiement,État,Date", "PrestaShop: it has no products"),
            ("Order ID,Customer,Status,Total,Date Added,Date Modified", "OpenCart: it has no products"),
        ] {
            let error = ColumnMap::default().find("f", &header(names)).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
        for bad in [&["item_id"][..], &["item=sku"], &["item_id="], &["item_id=a", "item_id=b"]] {
            let error = ColumnMap::parse(bad).unwrap_err();
            assert_eq!(error.code(), "bad-mapping");
            assert!(error.to_string().contains("quantity"), "{error}");
        }
    }
}
