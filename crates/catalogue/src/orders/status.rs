//! What became of an order, from the word that a shop writes for it. The words are in `data/order_status.tsv`. Not for the
//! columns that hold it: see [`super::columns`].

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::normalized_words::folded;
use crate::yes_no::yes_or_no;

/// Whether an order stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is to be learned from; also where nothing is said.
    #[default]
    Kept,
    /// Unpaid, failed, cancelled, returned or a test.
    Lost,
    /// The word is on no list.
    Unknown,
}

static WORDS: LazyLock<HashMap<&str, Standing>> = LazyLock::new(|| {
    let lines = include_str!("../../data/order_status.tsv").lines();
    let word = |line: &'static str| match line.split_once('\t') {
        Some(("kept", word)) => Some((word, Standing::Kept)),
        Some(("lost", word)) => Some((word, Standing::Lost)),
        _ => None,
    };
    lines.filter_map(word).collect()
});

/// What a state says: a word of the platform, or of the list, or a yes or no to the question whether the order is valid.
pub(super) fn standing(text: &str, of_platform: &[(&str, Standing)]) -> Standing {
    let text = text.trim();
    if text.is_empty() {
        return Standing::Kept;
    }
    // Spreadsheets and Parquet write numbers with a fraction.
    let whole = text.trim_end_matches('0').strip_suffix(['.', ',']).filter(|whole| !whole.is_empty());
    if let Some(valid) = yes_or_no(whole.unwrap_or(text)) {
        return if valid { Standing::Kept } else { Standing::Lost };
    }
    let plain = folded(text).replace(['-', '_', '/', '(', ')', ':', ',', '.'], " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let words = words.strip_prefix(&["wc"]).unwrap_or(&words);
    let whole = words.join(" ");
    let own = of_platform.iter().find(|(word, _)| *word == whole).map(|(_, standing)| *standing);
    if let Some(standing) = own.or_else(|| WORDS.get(whole.as_str()).copied()) {
        return standing;
    }
    let lost =
        |count| words.get(..count).and_then(|words| WORDS.get(words.join(" ").as_str())) == Some(&Standing::Lost);
    if (1..words.len()).any(lost) { Standing::Lost } else { Standing::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_that_do_not_stand_are_told_in_every_language() {
        for lost in "cancelled;wc-refunded;Voided;Annulée;pending;0;Checkout Draft;Zahlung ausstehend;Ausstehende Zahlung;\
            Zurückerstattet;Rückerstattung;Entwurf;Abgebrochen;En attente de paiement;Remboursé;Brouillon;\
            Annulé par le client;Pendiente de pago;Borrador;Reembolsado;Cancelado;In attesa di pagamento;Cancellato;\
            Annullato;Bozza;Rimborsato;Pagamento pendente;Aguardando pagamento;Falhado;Rascunho;Geannuleerd;Terugbetaald;\
            Mislukt;Wachtend op betaling;returned;return;void;payment_failed;rejected;fraud;chargeback;abandoned;\
            Refunded (partial);cancelled - customer;FALSE;0.0;Non;No;N;0,00"
            .split(';')
        {
            assert_eq!(standing(lost, &[]), Standing::Lost, "{lost}");
        }
    }

    #[test]
    fn orders_that_stand_are_told_in_every_language() {
        for kept in "paid;partially_refunded;completed;wc-processing;on-hold;1;;Shipped;1.0;oui;Wahr;In Bearbeitung;Versandt;\
            Terminée;Livré;Completado;Enviado;Completato;Spedito;Concluído;Entregue;Voltooid;Verzonden;Pending fulfillment"
            .split(';')
        {
            assert_eq!(standing(kept, &[]), Standing::Kept, "{kept}");
        }
    }

    #[test]
    fn a_word_on_no_list_is_unknown() {
        for unknown in ["closed", "new", "zurueck", "Testimonial", "2", "shipped - lost", "CA", "-"] {
            assert_eq!(standing(unknown, &[]), Standing::Unknown, "{unknown}");
        }
    }

    #[test]
    fn what_a_platform_calls_a_state_goes_first() {
        let closed = [("closed", Standing::Lost), ("pending", Standing::Kept)];
        assert_eq!([standing("Closed", &closed), standing("pending", &closed)], [Standing::Lost, Standing::Kept]);
        assert_eq!(standing("pending_payment", &closed), Standing::Lost, "the list says the rest");
    }

    #[test]
    fn words_are_written_as_they_are_compared() {
        for word in WORDS.keys() {
            assert_eq!(folded(word), **word);
        }
        let lines = include_str!("../../data/order_status.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), WORDS.len(), "no word stands twice, and every line is one");
    }
}
