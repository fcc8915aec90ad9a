//! How a feed was understood, for whoever checks it before a build. Not for its rows.

/// How a feed was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Whose form it has: "Google Merchant Center", "Shopify", "WooCommerce".
    pub platform: &'static str,
    /// "XML", "comma-separated text"
    pub form: &'static str,
    /// The language of the header, where a platform translates it.
    pub language: Option<&'static str>,
    /// The attributes that are read, each as the file writes it.
    pub columns: Vec<(String, String)>,
    /// Columns that are not read.
    pub ignored: Vec<String>,
}
