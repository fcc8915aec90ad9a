//! Reads the state of an order from a shop's word for it. The words are in `data/order_status.tsv`. Not for the columns
//! of states: see [`super::columns`].

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::normalized_words::folded;
use crate::yes_no::yes_or_no;

/// Whether an order counts as a purchase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Standing {
    /// The order counts; also if it has no state.
    #[default]
    Kept,
    /// Unpaid, failed, cancelled, returned or a test.
    Lost,
    /// The word is not in the lists.
    Unknown,
}

static WORDS: LazyLock<HashMap<&str, Standing>> = LazyLock::new(|| {
    let lines = include_str!("../../data/order_status.tsv").lines();
    let word = |line: &'static str| match line.split_once('\t') {
        Some(("kept", word)) => Some((word, Standing::Kept)),
        Some(("lost", word)) => Some((word, Standing::Lost)),
        Some(("unclear", word)) => Some((word, Standing::Unknown)),
        _ => None,
    };
    lines.filter_map(word).collect()
});

/// The meanings of states beside the list: the house's own words take precedence, then the platform's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct States {
    /// The words in the form of [`plain`].
    house: Vec<(String, Standing)>,
    platform: &'static [(&'static str, Standing)],
}

impl States {
    /// Adds the house's words for orders that count, or for those that do not.
    pub(super) fn add(&mut self, words: &[String], standing: Standing) {
        self.house.extend(words.iter().map(|word| (plain(word), standing)));
    }

    /// Returns these words together with those of a platform.
    pub(super) fn with(&self, platform: &'static [(&'static str, Standing)]) -> Self {
        Self { house: self.house.clone(), platform }
    }

    /// Returns the meaning of a state: a word of the house, of the platform or of the list, or a yes or no to the
    /// question whether the order is valid.
    pub(super) fn standing(&self, text: &str) -> Standing {
        let text = text.trim();
        if text.is_empty() {
            return Standing::Kept;
        }
        let whole = plain(text);
        if let Some((_, standing)) = self.house.iter().find(|(word, _)| *word == whole) {
            return *standing;
        }
        if let Some(valid) = yes_or_no(without_fraction(text)) {
            return if valid { Standing::Kept } else { Standing::Lost };
        }
        let own = self.platform.iter().find(|(word, _)| *word == whole).map(|(_, standing)| *standing);
        if let Some(standing) = own.or_else(|| WORDS.get(whole.as_str()).copied()) {
            return standing;
        }
        let begins_lost =
            |(end, _): (usize, _)| whole.get(..end).and_then(|begin| WORDS.get(begin)) == Some(&Standing::Lost);
        if whole.match_indices(' ').any(begins_lost) { Standing::Lost } else { Standing::Unknown }
    }
}

/// Whether a text is a usual word for a state, and so not a person's name.
pub(super) fn is_usual(text: &str) -> bool {
    WORDS.contains_key(plain(text).as_str())
}

/// Returns a state in the form in which states are compared: "wc-On_Hold" is "on hold", 2.0 is 2.
pub(crate) fn plain(text: &str) -> String {
    let text = folded(without_fraction(text.trim())).replace(['-', '_', '/', '(', ')', ':', ',', '.'], " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    words.strip_prefix(&["wc"]).unwrap_or(&words).join(" ")
}

/// Drops the zero fraction of a whole number, as spreadsheets and Parquet write it: "1.0", "0,00".
fn without_fraction(text: &str) -> &str {
    let whole = text.trim_end_matches('0').strip_suffix(['.', ',']);
    whole.filter(|whole| !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit())).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(text: &str) -> Standing {
        States::default().standing(text)
    }

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
            assert_eq!(standing(lost), Standing::Lost, "{lost}");
        }
    }

    #[test]
    fn orders_that_stand_are_told_in_every_language() {
        for kept in "paid;partially_refunded;completed;wc-processing;on-hold;1;;Shipped;1.0;oui;Wahr;In Bearbeitung;Versandt;\
            Terminée;Livré;Completado;Enviado;Completato;Spedito;Concluído;Entregue;Voltooid;Verzonden;Pending fulfillment"
            .split(';')
        {
            assert_eq!(standing(kept), Standing::Kept, "{kept}");
        }
    }

    #[test]
    fn a_word_on_no_list_is_unknown() {
        for unknown in ["closed", "new", "zurueck", "Testimonial", "2", "shipped - lost", "CA", "-"] {
            assert_eq!(standing(unknown), Standing::Unknown, "{unknown}");
        }
    }

    #[test]
    fn what_a_platform_calls_a_state_goes_first() {
        let states = States::default().with(&[("closed", Standing::Lost), ("pending", Standing::Kept)]);
        assert_eq!([states.standing("Closed"), states.standing("pending")], [Standing::Lost, Standing::Kept]);
        assert_eq!(states.standing("pending_payment"), Standing::Lost, "the list says the rest");
    }

    #[test]
    fn what_the_house_calls_a_state_goes_before_all() {
        let mut states = States::default();
        states.add(&["Closed".to_owned(), "Abgeholt am Tresen".to_owned(), "0".to_owned()], Standing::Kept);
        states.add(&["completed".to_owned(), "4".to_owned()], Standing::Lost);
        let states = states.with(&[("closed", Standing::Lost)]);
        for kept in ["closed", "wc-closed", "ABGEHOLT_AM_TRESEN", "0", "0.0"] {
            assert_eq!(states.standing(kept), Standing::Kept, "{kept}");
        }
        for lost in ["Completed", "4.0", "4"] {
            assert_eq!(states.standing(lost), Standing::Lost, "{lost}");
        }
        assert_eq!((states.standing("5"), states.standing("paid")), (Standing::Unknown, Standing::Kept));
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
