//! Recognises the exports of orders and events by shop platforms from their headers, and tells which column holds which
//! field and which orders were never fulfilled. Not for logs with Passerelle's own names of columns: see
//! [`super::columns`].

use super::date_format::DateFormat;
use super::status::Standing;

/// The export of a platform. Names of columns are in the form of [`crate::input::delimited::column_name`]. If a field
/// has several names, the first existing column counts; for users and items, the first column with a value counts in
/// each row.
#[derive(Debug)]
pub(super) struct Platform {
    /// The name in messages.
    pub(super) name: &'static str,
    /// The header must have one column of each group.
    signature: &'static [&'static [&'static str]],
    pub(super) session: &'static [&'static str],
    pub(super) user: &'static [&'static str],
    pub(super) timestamp: &'static [&'static str],
    pub(super) item: &'static [&'static str],
    /// Titles of items, for rows without a known id.
    pub(super) title: &'static [&'static str],
    pub(super) event: &'static [&'static str],
    pub(super) quantity: &'static [&'static str],
    /// The state of the order.
    pub(super) status: &'static [&'static str],
    /// The platform's own words for states, in the form in which [`super::status`] compares them. Other platforms give
    /// these words other meanings.
    pub(super) states: &'static [(&'static str, Standing)],
    /// Columns with a value if the order was cancelled or is a test.
    pub(super) void: &'static [&'static str],
    /// How one cell holds several items.
    pub(super) packed: Packed,
    /// The order of day and month that the platform writes.
    pub(super) dates: DateFormat,
    /// Where to find another export, if this one lacks the items.
    pub(super) advice: &'static str,
}

/// How one row holds several items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packed {
    /// One item in each row.
    No,
    /// `1× Mug, 2× Tea`: titles only.
    LineItems,
    /// `1× Mug, 2× Tea`: titles alone.
    Products,
}

const BASE: Platform = Platform {
    name: "",
    signature: &[],
    session: &[],
    user: &[],
    timestamp: &[],
    item: &[],
    title: &[],
    event: &[],
    quantity: &[],
    status: &[],
    states: &[],
    void: &[],
    packed: Packed::No,
    dates: DateFormat::Auto,
    advice: "",
};

// The columns of WooCommerce Analytics in English, French, German, Spanish, Italian, Portuguese and Dutch.
const ANALYTICS_ORDER: &[&str] = &[
    "order_#",
    "commande_n°",
    "n°_de_commande",
    "commande_#",
    "bestellung_#",
    "bestellung_nr.",
    "bestellnr.",
    "bestellnummer",
    "pedido_#",
    "pedido_n.º",
    "pedido_nº",
    "n.º_de_pedido",
    "nº_de_pedido",
    "número_de_pedido",
    "ordine_#",
    "ordine_n.",
    "ordine_n°",
    "n._ordine",
    "encomenda_#",
    "encomenda_n.º",
    "bestelling_#",
    "bestelnummer",
];
const ANALYTICS_DATE: &[&str] = &["date", "datum", "fecha", "data"];
const ANALYTICS_STATUS: &[&str] = &["status", "état", "statut", "estado", "stato"];
const ANALYTICS_PRODUCTS: &[&str] = &[
    "product(s)",
    "products",
    "produit(s)",
    "produits",
    "produkt(e)",
    "produkte",
    "producto(s)",
    "productos",
    "prodotto(i)",
    "prodotto/i",
    "prodotti",
    "produto(s)",
    "produtos",
    "product(en)",
    "producten",
];

/// The most specific first.
pub(super) static PLATFORMS: [Platform; 11] = [
    Platform {
        name: "Shopify",
        signature: &[&["name"], &["lineitem_quantity"], &["lineitem_name", "lineitem_sku"], &["created_at"]],
        session: &["name"],
        user: &["email", "phone", "billing_name"],
        timestamp: &["created_at"],
        item: &["lineitem_sku"],
        title: &["lineitem_name"],
        quantity: &["lineitem_quantity"],
        status: &["financial_status"],
        // Closed means archived.
        states: &[("closed", Standing::Kept)],
        void: &["cancelled_at", "test"],
        ..BASE
    },
    Platform {
        name: "Squarespace",
        signature: &[&["order_id"], &["lineitem_quantity"], &["lineitem_name", "lineitem_sku"], &["created_at"]],
        session: &["order_id"],
        user: &["email"],
        timestamp: &["created_at"],
        item: &["lineitem_sku"],
        title: &["lineitem_name"],
        quantity: &["lineitem_quantity"],
        status: &["financial_status"],
        void: &["cancelled_at"],
        ..BASE
    },
    Platform {
        name: "WooCommerce (Order Export & Order Import)",
        signature: &[&["order_id", "order_number"], &["order_date"], &["line_item_1"]],
        session: &["order_id", "order_number"],
        user: &["customer_email", "billing_email", "customer_id", "customer_user"],
        timestamp: &["order_date"],
        status: &["status"],
        packed: Packed::LineItems,
        dates: DateFormat::MonthFirst,
        ..BASE
    },
    Platform {
        name: "WooCommerce (Customer / Order / Coupon Export)",
        signature: &[&["order_id", "order_number"], &["date", "order_date"], &["line_items"]],
        session: &["order_id", "order_number"],
        user: &["billing_email", "customer_email", "customer_id"],
        timestamp: &["date", "order_date"],
        status: &["status"],
        packed: Packed::LineItems,
        ..BASE
    },
    Platform {
        name: "WooCommerce (Customer / Order / Coupon Export)",
        signature: &[&["order_id", "order_number"], &["date", "order_date"], &["item_sku"], &["item_name"]],
        session: &["order_id", "order_number"],
        user: &["billing_email", "customer_email", "customer_id"],
        timestamp: &["date", "order_date"],
        item: &["item_sku", "item_variation_id", "item_product_id"],
        title: &["item_name"],
        quantity: &["item_quantity"],
        status: &["status"],
        ..BASE
    },
    Platform {
        name: "WooCommerce (Advanced Order Export)",
        signature: &[
            &["order_number", "order_id"],
            &["order_status"],
            &["order_date"],
            &["sku", "item_name", "product_id"],
        ],
        session: &["order_number", "order_id"],
        user: &["email_(billing)", "customer_email", "customer_user_id", "phone_(billing)"],
        timestamp: &["order_date"],
        item: &["sku", "variation_id", "product_variation_id", "product_id"],
        title: &["item_name", "product_name"],
        quantity: &["quantity", "quantity_(__refund)", "qty"],
        status: &["order_status"],
        ..BASE
    },
    Platform {
        name: "WooCommerce Analytics",
        signature: &[ANALYTICS_ORDER, ANALYTICS_DATE, ANALYTICS_STATUS, ANALYTICS_PRODUCTS],
        session: ANALYTICS_ORDER,
        user: &["customer", "client", "kunde", "cliente", "klant"],
        timestamp: ANALYTICS_DATE,
        title: ANALYTICS_PRODUCTS,
        status: ANALYTICS_STATUS,
        packed: Packed::Products,
        ..BASE
    },
    Platform {
        name: "PrestaShop",
        signature: &[
            &["id_order"],
            &["date_add", "invoice_date"],
            &["product_reference", "product_id", "product_ean13"],
        ],
        session: &["id_order"],
        user: &["id_customer", "email"],
        timestamp: &["date_add", "invoice_date"],
        item: &["product_reference", "product_ean13", "product_id"],
        title: &["product_name"],
        quantity: &["product_quantity"],
        status: &["valid"],
        ..BASE
    },
    Platform {
        name: "Magento",
        signature: &[&["increment_id"], &["created_at"], &["sku", "product_id"], &["qty_ordered"]],
        session: &["increment_id"],
        user: &["customer_email", "customer_id"],
        timestamp: &["created_at"],
        item: &["sku", "product_id"],
        title: &["name", "product_name"],
        quantity: &["qty_ordered"],
        status: &["status", "state"],
        // Closed means refunded in full, new means unpaid.
        states: &[("closed", Standing::Lost), ("new", Standing::Lost), ("payment review", Standing::Lost)],
        ..BASE
    },
    Platform {
        name: "OpenCart",
        signature: &[&["order_id"], &["date_added"], &["model", "product_id"], &["quantity"]],
        session: &["order_id"],
        user: &["email", "customer_id"],
        timestamp: &["date_added"],
        item: &["sku", "model", "product_id"],
        title: &["name"],
        quantity: &["quantity"],
        status: &["order_status", "status"],
        ..BASE
    },
    Platform {
        name: "Google Analytics 4",
        signature: &[
            &["event_name"],
            &["event_timestamp", "event_date"],
            &["item_id", "items.item_id", "items_item_id"],
            &["user_pseudo_id", "ga_session_id"],
        ],
        session: &["ga_session_id", "session_id", "transaction_id"],
        user: &["user_pseudo_id", "user_id"],
        timestamp: &["event_timestamp", "event_date"],
        item: &["item_id", "items.item_id", "items_item_id"],
        event: &["event_name"],
        quantity: &["quantity", "item_quantity", "items.quantity", "items_quantity"],
        ..BASE
    },
];

/// Exports of orders that lack the ordered items.
static WITHOUT_ITEMS: [Platform; 5] = [
    Platform {
        name: "PrestaShop",
        signature: &[
            &["reference", "référence", "referencia", "riferimento", "referência", "referenz", "bestellreferenz"],
            &[
                "new_client",
                "delivery",
                "customer",
                "nouveau_client",
                "client",
                "nuevo_cliente",
                "cliente",
                "nuovo_cliente",
                "novo_cliente",
                "neukunde",
                "kunde",
            ],
            &["total", "total_paid", "totale", "gesamt", "summe"],
            &["payment", "paiement", "pago", "pagamento", "zahlung"],
        ],
        advice: "it has no products: export orders with their lines by the SQL manager, as docs/feeds-of-platforms.md shows",
        ..BASE
    },
    Platform {
        name: "OpenCart",
        signature: &[&["order_id"], &["customer"], &["date_added"], &["total"]],
        advice: "it has no products: export orders with their lines as docs/feeds-of-platforms.md shows",
        ..BASE
    },
    Platform {
        name: "WooCommerce",
        signature: &[&["order_number", "order_id", "order_#"], &["order_status", "status"], &["order_total", "total"]],
        advice: "it has no products: export the orders with their line items",
        ..BASE
    },
    Platform {
        name: "BigCommerce",
        signature: &[&["order_id"], &["product_details"]],
        advice: "its products are in one text: export orders with a template that gives each product a row",
        ..BASE
    },
    Platform {
        name: "Magento",
        signature: &[&["purchase_point"], &["grand_total_(base)", "grand_total_(purchased)"]],
        advice: "its grid has no products: export orders with their lines as docs/feeds-of-platforms.md shows",
        ..BASE
    },
];

/// Returns the platform whose export has these columns.
pub(super) fn recognise(columns: &[String]) -> Option<&'static Platform> {
    PLATFORMS.iter().find(|platform| platform.has_signature(columns))
}

/// Names the platform whose export without items a header resembles, with advice.
pub(super) fn resembles(columns: &[String]) -> Option<String> {
    let found = WITHOUT_ITEMS.iter().find(|platform| platform.has_signature(columns))?;
    Some(format!("it looks like an export of {}: {}", found.name, found.advice))
}

impl Platform {
    fn has_signature(&self, columns: &[String]) -> bool {
        let has = |name: &&str| columns.iter().any(|column| column == name);
        self.signature.iter().all(|any| any.iter().any(has))
    }
}

/// Returns the items of a packed field: id, title and quantity. A missing value is empty.
pub(super) fn unpack(packed: Packed, text: &str) -> Vec<[String; 3]> {
    match packed {
        Packed::No => Vec::new(),
        Packed::LineItems => text.split(';').filter_map(line_item).collect(),
        Packed::Products => products(text),
    }
}

/// Reads an item such as `name:Mug|product_id:12|sku:M1|quantity:1|total:10.90`.
fn line_item(text: &str) -> Option<[String; 3]> {
    let mut item = [String::new(), String::new(), String::new()];
    let mut number = String::new();
    for part in text.split('|') {
        let Some((name, value)) = part.split_once(':') else { continue };
        let value = value.trim().to_owned();
        match name.trim().to_lowercase().as_str() {
            "sku" => item[0] = value,
            "name" | "product_name" => item[1] = value,
            "quantity" | "qty" => item[2] = value,
            "variation_id" if value != "0" && !value.is_empty() => number = value,
            "product_id" if number.is_empty() => number = value,
            _ => {}
        }
    }
    if item[0].is_empty() {
        item[0] = number;
    }
    (!item[0].is_empty() || !item[1].is_empty()).then_some(item)
}

/// Reads items such as `1× Mug, 2× Tea, black`: each begins with a number and the sign; titles may have commas.
fn products(text: &str) -> Vec<[String; 3]> {
    let mut items: Vec<[String; 3]> = Vec::new();
    for part in text.split(", ") {
        match part.split_once('×').map(|(number, title)| (number.trim(), title.trim())) {
            Some((number, title)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
                items.push([String::new(), title.to_owned(), number.to_owned()]);
            }
            _ => match items.last_mut() {
                Some(last) => {
                    last[1].push_str(", ");
                    last[1].push_str(part);
                }
                None => items.push([String::new(), part.trim().to_owned(), String::new()]),
            },
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_packed_into_one_cell_are_unpacked() {
        assert_eq!(
            unpack(Packed::Products, "1× Shirt, blue, 12× Mug, 3 x 4 frame"),
            [["", "Shirt, blue", "1"], ["", "Mug, 3 x 4 frame", "12"]]
        );
        assert_eq!(
            unpack(
                Packed::LineItems,
                "name:Mug: big|product_id:12|sku:M1|quantity:2;name:Tea|product_id:7|variation_id:8|sku:"
            ),
            [["M1", "Mug: big", "2"], ["8", "Tea", ""]]
        );
        assert!(unpack(Packed::LineItems, "").is_empty());
    }
}
