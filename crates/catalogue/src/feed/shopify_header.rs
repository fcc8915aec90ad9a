//! Reads headers of Shopify's product lists in French, German, Spanish, Italian and Portuguese. Shopify exports them in
//! English; translators of files, apps and people translate them. A name is read word by word, in any order: "Prix de
//! la variante" is "Variant Price". Not for the values below them.

use crate::normalized_words::folded;

/// The English words of the names that are read, each with its translations, without accents. A translation may stand
/// for two words ("Variantenpreis").
const WORDS: [(&str, &[&str]); 30] = [
    ("handle", &["identifiant", "identificador", "identificatore", "ancre"]),
    ("title", &["titre", "titel", "titulo", "titolo"]),
    (
        "vendor",
        &["fournisseur", "distributeur", "anbieter", "verkaufer", "proveedor", "fornitore", "venditore", "fornecedor"],
    ),
    ("product", &["produit", "produkt", "producto", "prodotto", "produto", "articulo"]),
    ("category", &["categorie", "kategorie", "categoria"]),
    ("product category", &["produktkategorie"]),
    ("type", &["typ", "tipo", "tipologia"]),
    ("product type", &["produkttyp"]),
    ("tags", &["balises", "tag", "etiquetas", "etiquettes", "schlagworter", "schlagworte", "etichette"]),
    ("published", &["publie", "publiee", "veroffentlicht", "publicado", "publicada", "pubblicato", "pubblicata"]),
    ("status", &["statut", "etat", "estado", "stato"]),
    ("variant", &["variante", "varianten", "variants", "variantes", "varianti"]),
    ("variant sku", &["variantensku"]),
    ("barcode", &["barras", "barres", "barre", "strichcode"]),
    ("variant barcode", &["variantenbarcode", "variantenstrichcode"]),
    ("price", &["prix", "preis", "precio", "prezzo", "preco"]),
    ("variant price", &["variantenpreis"]),
    (
        "inventory",
        &["stock", "stocks", "inventaire", "inventar", "inventario", "existencias", "magazzino", "estoque", "lager"],
    ),
    ("inventory quantity", &["lagerbestand", "inventarmenge", "lagermenge", "bestand", "inventarbestand"]),
    ("inventory tracker", &["inventartracker", "bestandstracker", "inventarverfolgung"]),
    ("tracker", &["suivi", "rastreador", "seguimiento", "tracciamento", "tracciatore", "rastreamento"]),
    ("quantity", &["qty", "quantite", "menge", "anzahl", "cantidad", "quantita", "quantidade"]),
    ("image", &["bild", "imagen", "immagine", "imagem"]),
    ("product image", &["produktbild"]),
    ("variant image", &["variantenbild"]),
    ("option", &["opcion", "opzione", "opcao"]),
    ("name", &["nom", "nombre", "nome"]),
    ("value", &["valeur", "wert", "valor", "valore"]),
    (
        "continue",
        &["continuer", "poursuivre", "weiterverkaufen", "weiter", "seguir", "continuar", "continua", "continuare"],
    ),
    ("sku", &["ugs"]),
];

/// Optional words of a name, and the places where a product may be published.
const FILL: [&str; 46] = [
    "a",
    "al",
    "boutique",
    "code",
    "codice",
    "codigo",
    "d",
    "da",
    "dans",
    "das",
    "de",
    "del",
    "della",
    "der",
    "des",
    "di",
    "die",
    "do",
    "du",
    "em",
    "en",
    "im",
    "in",
    "l",
    "la",
    "le",
    "ligne",
    "loja",
    "na",
    "negozio",
    "no",
    "o",
    "of",
    "on",
    "online",
    "onlineshop",
    "shop",
    "src",
    "store",
    "sul",
    "sur",
    "the",
    "tienda",
    "url",
    "virtual",
    "webshop",
];

/// The English names of columns, each with its words in alphabetical order.
const NAMES: [(&str, &[&str]); 16] = [
    ("handle", &["handle"]),
    ("title", &["title"]),
    ("vendor", &["vendor"]),
    ("product_category", &["category", "product"]),
    ("type", &["type"]),
    ("type", &["product", "type"]),
    ("tags", &["tags"]),
    ("published", &["published"]),
    ("status", &["status"]),
    ("variant_sku", &["sku"]),
    ("variant_barcode", &["barcode"]),
    ("variant_price", &["price"]),
    ("variant_inventory_tracker", &["inventory", "tracker"]),
    ("variant_inventory_qty", &["inventory", "quantity"]),
    ("image_src", &["image", "product"]),
    ("image_src", &["image"]),
];

/// The columns that a product list of Shopify's must have.
const NEEDED: [&str; 4] = ["handle", "title", "variant_price", "published"];

/// Returns `columns` with their English names if the header is a translated one; `None` for any other header.
pub(super) fn in_english(columns: &[String]) -> Option<Vec<String>> {
    let has = |names: &[String], name: &str| names.iter().any(|column| column == name);
    // Google's attributes may be translated too, but its feeds have links.
    let links = ["link", "lien", "enlace", "collegamento", "url"];
    if links.iter().any(|link| has(columns, link)) {
        return None;
    }
    let english: Vec<String> = columns.iter().map(|column| english(column).unwrap_or_else(|| column.clone())).collect();
    (NEEDED.iter().all(|name| has(&english, name)) && !NEEDED.iter().all(|name| has(columns, name))).then_some(english)
}

/// Returns the language of a header, by its word for a title.
pub(super) fn language(columns: &[String]) -> Option<&'static str> {
    let has = |name: &str| columns.iter().any(|column| folded(column).split('_').any(|word| word == name));
    let languages = [
        ("French", "titre", "prix"),
        ("German", "titel", ""),
        ("Spanish", "titulo", "precio"),
        ("Italian", "titolo", ""),
        ("Portuguese", "titulo", "preco"),
    ];
    languages.into_iter().find(|(_, title, price)| has(title) && (price.is_empty() || has(price))).map(|found| found.0)
}

/// Returns the English name of a column, in the form of [`crate::input::delimited::column_name`].
fn english(column: &str) -> Option<String> {
    let plain = folded(column);
    let mut words: Vec<&str> = Vec::new();
    for word in split(&plain) {
        let translated = WORDS.iter().find(|(english, others)| *english == word || others.contains(&word));
        match translated {
            Some((english, _)) => words.extend(english.split(' ')),
            None if FILL.contains(&word) => {}
            None if word.bytes().all(|byte| byte.is_ascii_digit()) => words.push(word),
            // A name with an unknown word may mean anything: "prix avant réduction".
            None if words.first() == Some(&"continue") => return Some("continue_selling_when_out_of_stock".to_owned()),
            None => return None,
        }
    }
    if words.first() == Some(&"continue") {
        return Some("continue_selling_when_out_of_stock".to_owned());
    }
    words.sort_unstable();
    words.dedup();
    if let [number, "name", "option"] = words[..] {
        return Some(format!("option{number}_name"));
    }
    if let [number, "option", "value"] = words[..] {
        return Some(format!("option{number}_value"));
    }
    if words == ["image", "variant"] {
        return Some("variant_image".to_owned());
    }
    let of_variant: Vec<&str> = words.iter().copied().filter(|word| *word != "variant").collect();
    NAMES.iter().find(|(_, name)| of_variant == *name).map(|(name, _)| (*name).to_owned())
}

/// Splits a name into words; digits are separate words.
fn split(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        let digits = part.find(|c: char| c.is_ascii_digit()).unwrap_or(part.len());
        let (letters, digits) = part.split_at(digits);
        words.extend([letters, digits].into_iter().filter(|word| !word.is_empty()));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::delimited::column_name;

    #[test]
    fn names_are_read_word_by_word_and_nothing_is_guessed() {
        for (name, expected) in [
            ("Prix de la variante", Some("variant_price")),
            ("Variantenpreis", Some("variant_price")),
            ("Preço", Some("variant_price")),
            ("Nom de l'option 1", Some("option1_name")),
            ("Opción2 valor", Some("option2_value")),
            ("Wert der Option 3", Some("option3_value")),
            ("Publié sur la boutique en ligne", Some("published")),
            ("Código de barras da variante", Some("variant_barcode")),
            ("Quantità in magazzino", Some("variant_inventory_qty")),
            ("Lagerbestand", Some("variant_inventory_qty")),
            ("Continuer à vendre en cas de rupture de stock", Some("continue_selling_when_out_of_stock")),
            ("URL de l'image du produit", Some("image_src")),
            ("Image de la variante", Some("variant_image")),
            ("Prix avant réduction", None),
            ("Poids de la variante", None),
            ("", None),
        ] {
            assert_eq!(english(&column_name(name)).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn other_tables_are_left_alone() {
        let columns = |names: &str| names.split(',').map(column_name).collect::<Vec<_>>();
        for names in [
            "Handle,Title,Published,Variant Price",
            "identifiant,titre,lien,prix,publié",
            "ID,Type,UGS,Nom,Publié,En stock ?,Tarif régulier,Catégories",
            "id,titre,prix",
        ] {
            assert_eq!(in_english(&columns(names)), None, "{names}");
        }
    }
}
