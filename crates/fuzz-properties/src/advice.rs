//! The JSON of a pack that the browser's modules read: messages, questionnaires and details.

use std::collections::HashSet;
use std::hint::black_box;

use passerelle::message::MessageBoard;
use passerelle_advice::{Answers, Circumstances, DetailsFile, ItemDetails, Questionnaire, compare, coverage, routine};
use serde_json::{Map, Value};

/// The messages of a house.
pub fn messages(bytes: &[u8]) {
    if let Ok(fields) = serde_json::from_slice::<Map<String, Value>>(bytes) {
        let _ = MessageBoard::read(&fields);
    }
}

/// A questionnaire, with the first answer to each of its questions, and with all of them: the same item never fills two
/// steps.
pub fn questionnaire(bytes: &[u8]) {
    let Ok(questionnaire) = serde_json::from_slice::<Questionnaire>(bytes) else { return };
    if questionnaire.check().is_err() {
        return;
    }
    let answers = |most: usize| -> Answers {
        let given = questionnaire.questions.iter().map(|question| {
            (question.id.clone(), question.answers.iter().take(most).map(|answer| answer.id.clone()).collect())
        });
        given.collect()
    };
    for answers in [answers(1), answers(usize::MAX)] {
        black_box(questionnaire.asked(&answers).count());
        let routine = routine(&questionnaire, &answers, &Circumstances::default());
        let picked = routine.steps.iter().filter_map(|step| step.pick.as_ref()).map(|pick| pick.item_id.as_str());
        assert!(
            are_unique(picked) || !are_unique(questionnaire.items.iter().map(|item| item.id.as_str())),
            "an item fills two steps"
        );
    }
    black_box(coverage(&questionnaire, &[]));
}

fn are_unique<'a>(mut ids: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = HashSet::new();
    ids.all(|id| seen.insert(id))
}

/// The details of items, compared with each other.
pub fn details(bytes: &[u8]) {
    let Ok(file) = serde_json::from_slice::<DetailsFile>(bytes) else { return };
    let items: Vec<ItemDetails> = file.items.into_values().collect();
    black_box(compare(&items));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A seed that is not read to its end would test little.
    #[test]
    fn the_seeds_are_read() {
        let fields = serde_json::from_slice(include_bytes!("../seeds/messages.json")).unwrap();
        let board = MessageBoard::read::<Map<String, Value>>(&fields).unwrap();
        assert_eq!(
            board.messages.iter().map(|message| message.id.as_str()).collect::<Vec<_>>(),
            ["repair", "care", "offer"]
        );
        let questionnaire: Questionnaire =
            serde_json::from_slice(include_bytes!("../seeds/questionnaire.json")).unwrap();
        assert_eq!(questionnaire.check(), Ok(()));
        let details: DetailsFile = serde_json::from_slice(include_bytes!("../seeds/details.json")).unwrap();
        assert_eq!(details.items.len(), 2);
    }
}
