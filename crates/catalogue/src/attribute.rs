//! The attributes of Google Merchant Center that Passerelle reads, one of Passerelle's own, and those that it ignores.

macro_rules! attributes {
    ($($name:ident => $text:literal,)*) => {
        /// An attribute that is read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Attribute { $($name,)* }

        impl Attribute {
            /// Number of attributes.
            pub(crate) const COUNT: usize = Self::ALL.len();
            /// Every attribute in the order of its number.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Google's name, with underscores.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The attribute with Google's `name`.
            pub(crate) fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)* _ => None }
            }
        }
    };
}

attributes! {
    Id => "id",
    Title => "title",
    Link => "link",
    ImageLink => "image_link",
    AdditionalImageLink => "additional_image_link",
    Price => "price",
    SalePrice => "sale_price",
    SaleDates => "sale_price_effective_date",
    Availability => "availability",
    ExpirationDate => "expiration_date",
    AvailabilityDate => "availability_date",
    ProductType => "product_type",
    Brand => "brand",
    Gtin => "gtin",
    Mpn => "mpn",
    Sku => "sku",
    ItemGroupId => "item_group_id",
    Color => "color",
    Material => "material",
    Pattern => "pattern",
    Gender => "gender",
    AgeGroup => "age_group",
    CustomLabel0 => "custom_label_0",
    CustomLabel1 => "custom_label_1",
    CustomLabel2 => "custom_label_2",
    CustomLabel3 => "custom_label_3",
    CustomLabel4 => "custom_label_4",
    Size => "size",
    SizeSystem => "size_system",
    SizeType => "size_type",
    // For shoppers, not for ranking.
    ProductLength => "product_length",
    ProductWidth => "product_width",
    ProductHeight => "product_height",
    ProductWeight => "product_weight",
    ProductDetail => "product_detail",
    ProductHighlight => "product_highlight",
    // Passerelle's own, which Google ignores.
    WarmthClo => "warmth_clo",
}

impl Attribute {
    /// Returns the attribute in a column of a table. Plug-ins write `g:id`, and Google's own tables
    /// `product_detail(section_name:attribute_name:attribute_value)`.
    pub(crate) fn of_column(column: &str) -> Option<Self> {
        let name = column.strip_prefix("g:").unwrap_or(column);
        Self::from_name(if name.starts_with("product_detail(") { "product_detail" } else { name })
    }

    /// Whether Google allows several values for one product.
    pub(crate) const fn repeats(self) -> bool {
        matches!(self, Self::ProductType | Self::AdditionalImageLink | Self::ProductDetail | Self::ProductHighlight)
    }
}

/// Google's attributes that a pack does not use: a column with one of them is not a problem.
const LEFT_ALONE: &[&str] = &[
    "adult",
    "ads_grouping",
    "ads_labels",
    "ads_redirect",
    "auto_pricing_min_price",
    "bundle",
    "canonical_link",
    "certification",
    "condition",
    "cost_of_goods_sold",
    "description",
    "disclosure_date",
    "display_ads_id",
    "display_ads_link",
    "display_ads_similar_ids",
    "display_ads_title",
    "display_ads_value",
    "energy_efficiency_class",
    "excluded_destination",
    "external_seller_id",
    "free_shipping_threshold",
    "google_product_category",
    "identifier_exists",
    "included_destination",
    "installment",
    "is_bundle",
    "lifestyle_image_link",
    "link_template",
    "loyalty_points",
    "loyalty_program",
    "max_energy_efficiency_class",
    "max_handling_time",
    "maximum_retail_price",
    "min_energy_efficiency_class",
    "min_handling_time",
    "minimum_order_value",
    "mobile_link",
    "mobile_link_template",
    "model_year",
    "multipack",
    "pause",
    "pickup_method",
    "pickup_sla",
    "product_fee",
    "promotion_id",
    "quantity",
    "return_policy_label",
    "sell_on_google_quantity",
    "ships_from_country",
    "shipping",
    "shipping_height",
    "shipping_label",
    "shipping_length",
    "shipping_weight",
    "shipping_width",
    "short_title",
    "store_code",
    "structured_description",
    "structured_title",
    "subscription_cost",
    "tax",
    "tax_category",
    "transit_time_label",
    "unit_pricing_base_measure",
    "unit_pricing_measure",
    "video_link",
    "virtual_model_link",
];

/// Whether `name` is an attribute of Google's that is not read. A sub-attribute (`shipping(country)`) counts as its
/// attribute.
pub(crate) fn is_left_alone(name: &str) -> bool {
    let name = name.split(['(', ':']).next().unwrap_or(name).trim_end_matches('_');
    LEFT_ALONE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for attribute in Attribute::ALL {
            assert_eq!(Attribute::from_name(attribute.name()), Some(*attribute));
            assert!(!is_left_alone(attribute.name()));
        }
        assert!(is_left_alone("shipping(country:price)"));
        assert!(!is_left_alone("colour"));
    }

    #[test]
    fn docs_feeds_lists_every_attribute_that_is_read_and_no_other() {
        let page = include_str!("../../../docs/feeds.md");
        let table = page.lines().skip_while(|line| !line.starts_with("| attribute | need |")).skip(2);
        let mut listed: Vec<&str> = table
            .take_while(|line| line.starts_with('|'))
            .flat_map(|line| line.split('|').nth(1).unwrap_or_default().split(','))
            .map(|name| name.trim().trim_matches('`'))
            .collect();
        listed.sort_unstable();
        let mut read: Vec<&str> = Attribute::ALL.iter().map(|attribute| attribute.name()).collect();
        read.sort_unstable();
        assert_eq!(listed, read);
    }
}
