//! Headers of WooCommerce's product lists, in the language of the user who exports them. Not for the values below them:
//! see [`super::woocommerce`].

use super::table::Form;
use crate::attribute::Attribute;

/// The columns with the name and with the values of a product's attribute.
macro_rules! attribute_names {
    ($number:literal) => {
        (
            [
                concat!("attribute_", $number, "_name"),
                concat!("nom_de_l'attribut_", $number),
                concat!("attribut_", $number, "_name"),
                concat!("nombre_del_atributo_", $number),
                concat!("nome_dell'attributo_", $number),
                concat!("attributo_", $number, "_nome"),
                concat!("nome_do_atributo_", $number),
                concat!("naam_eigenschap_", $number),
            ],
            [
                concat!("attribute_", $number, "_value(s)"),
                concat!("valeur(s)_de_l'attribut_", $number),
                concat!("attribut_", $number, "_wert(e)"),
                concat!("valor(es)_del_atributo_", $number),
                concat!("valori_dell'attributo_", $number),
                concat!("attributo_", $number, "_valore_(valori)"),
                concat!("valores_do_atributo_", $number),
                concat!("waarde(n)_eigenschap_", $number),
            ],
        )
    };
}

/// The names of each column in English, French, German, Spanish, Italian, Portuguese and Dutch, as far as they differ.
pub(super) const FORM: Form = Form {
    shop: "WooCommerce",
    columns: &[
        ("id", &["id"]),
        ("type", &["type", "typ", "tipo"]),
        ("sku", &["sku", "ugs", "artikelnummer", "cod", "codice", "ref"]),
        (
            "gtin",
            &[
                "gtin,_upc,_ean,_or_isbn",
                "gtin,_upc,_ean_ou_isbn",
                "gtin,_upc,_ean_oder_isbn",
                "gtin,_upc,_ean_o_isbn",
                "gtin,_upc,_ean_of_isbn",
            ],
        ),
        ("name", &["name", "nom", "nombre", "nome", "naam"]),
        ("published", PUBLISHED),
        (
            "visibility",
            &[
                "visibility_in_catalog",
                "visibilité_dans_le_catalogue",
                "sichtbarkeit_im_katalog",
                "visibilidad_en_el_catálogo",
                "visibilità_nel_catalogo",
                "visibilidade_no_catálogo",
                "zichtbaarheid_in_catalogus",
            ],
        ),
        (
            "sale from",
            &[
                "date_sale_price_starts",
                "date_de_début_de_promo",
                "datum_angebotspreis_beginnt",
                "día_en_que_empieza_el_precio_rebajado",
                "data_di_inizio_del_prezzo_in_offerta",
                "data_inizio_offerta",
                "data_de_preço_promocional_começa_em",
                "startdatum_actieprijs",
            ],
        ),
        (
            "sale until",
            &[
                "date_sale_price_ends",
                "date_de_fin_de_promo",
                "datum_angebotspreis_endet",
                "día_en_que_termina_el_precio_rebajado",
                "data_di_fine_del_prezzo_in_offerta",
                "data_fine_offerta",
                "data_de_preço_promocional_termina_em",
                "einddatum_actieprijs",
            ],
        ),
        (
            "in stock",
            &[
                "in_stock?",
                "en_stock_?",
                "en_stock?",
                "vorrätig?",
                "¿existencias?",
                "¿en_inventario?",
                "em_estoque?",
                "em_stock?",
                "op_voorraad?",
            ],
        ),
        ("stock", &["stock", "lager", "inventario", "magazzino", "estoque", "voorraad"]),
        (
            "sale price",
            &[
                "sale_price",
                "tarif_promo",
                "angebotspreis",
                "precio_rebajado",
                "prezzo_in_offerta",
                "preço_promocional",
                "actieprijs",
            ],
        ),
        (
            "price",
            &[
                "regular_price",
                "tarif_régulier",
                "regulärer_preis",
                "precio_normal",
                "prezzo_di_listino",
                "preço_normal",
                "preço",
                "reguliere_prijs",
            ],
        ),
        ("categories", CATEGORIES),
        ("tags", &["tags", "étiquettes", "schlagwörter", "etiquetas", "tag"]),
        ("images", &["images", "bilder", "imágenes", "immagini", "immagine", "imagens", "afbeeldingen"]),
        ("brands", &["brands", "marques", "marken", "marcas", "marchi", "merken"]),
        (
            "parent",
            &["parent", "übergeordnetes_produkt", "übergeordnet", "superior", "genitore", "ascendente", "pai", "hoofd"],
        ),
        (
            "upsells",
            &[
                "upsells",
                "produits_suggérés",
                "zusatzverkäufe",
                "ventas_dirigidas",
                "up_sells",
                "up_sell",
                "aumenta_vendas",
            ],
        ),
        (
            "cross-sells",
            &[
                "cross_sells",
                "ventes_croisées",
                "cross_sells_(querverkäufe)",
                "querverkäufe",
                "ventas_cruzadas",
                "cross_sell",
                "venda_cruzada",
            ],
        ),
        ("name 1", &attribute_names!("1").0),
        ("value 1", &attribute_names!("1").1),
        ("name 2", &attribute_names!("2").0),
        ("value 2", &attribute_names!("2").1),
        ("name 3", &attribute_names!("3").0),
        ("value 3", &attribute_names!("3").1),
        ("name 4", &attribute_names!("4").0),
        ("value 4", &attribute_names!("4").1),
        ("name 5", &attribute_names!("5").0),
        ("value 5", &attribute_names!("5").1),
    ],
    attributes: &[
        ("id", Attribute::Id),
        ("sku", Attribute::Sku),
        ("gtin", Attribute::Gtin),
        ("name", Attribute::Title),
        ("sale from", Attribute::SaleDates),
        ("in stock", Attribute::Availability),
        ("sale price", Attribute::SalePrice),
        ("price", Attribute::Price),
        ("categories", Attribute::ProductType),
        ("images", Attribute::ImageLink),
    ],
    needed: &[
        ("id", "\"ID\""),
        ("name", "\"Name\""),
        ("published", "\"Published\""),
        ("in stock", "\"In stock?\""),
        ("price", "\"Regular price\""),
        ("categories", "\"Categories\""),
    ],
    remedy: "export the products again with all columns (Products, Export); their names are read in English, French, \
             German, Spanish, Italian, Portuguese and Dutch",
    page: "?p={id}",
};

const PUBLISHED: &[&str] = &["published", "publié", "veröffentlicht", "publicado", "pubblicato", "gepubliceerd"];
const CATEGORIES: &[&str] =
    &["categories", "catégories", "kategorien", "categorías", "categorie", "categorias", "categorieën"];
const LANGUAGES: [&str; 7] = ["English", "French", "German", "Spanish", "Italian", "Portuguese", "Dutch"];

/// Returns the language of a header.
pub(super) fn language(columns: &[String]) -> Option<&'static str> {
    let at = CATEGORIES.iter().position(|name| columns.iter().any(|column| column == name))?;
    LANGUAGES.get(at).copied()
}
