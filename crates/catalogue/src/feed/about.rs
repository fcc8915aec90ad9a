//! How a feed was read, for people who check it before a build. Not for its rows.

/// How a feed was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The platform whose form it has: "Google Merchant Center", "Shopify", "WooCommerce".
    pub platform: &'static str,
    /// The form of the file, such as "XML" or "comma-separated text".
    pub form: &'static str,
    /// The language of the header, if the platform translates it.
    pub language: Option<&'static str>,
    /// The attributes that are read, each with its name in the file.
    pub columns: Vec<(String, String)>,
    /// Columns that are not read.
    pub ignored: Vec<String>,
}
