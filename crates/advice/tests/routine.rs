//! Tests of routines by answers, season and owned items, and of the tool's coverage check.

use passerelle_advice::{
    Answer, Answers, Candidate, Circumstances, Condition, MAX_PATHS, Question, Questionnaire, Routine, Season, Step,
    coverage, routine,
};
use proptest::prelude::*;

fn answer(id: &str, tags: &[(&str, i32)], exclude: &[&str]) -> Answer {
    Answer {
        id: id.to_owned(),
        text: id.to_uppercase(),
        tags: tags.iter().map(|(tag, weight)| ((*tag).to_owned(), *weight)).collect(),
        exclude: exclude.iter().map(|tag| (*tag).to_owned()).collect(),
    }
}

fn question(id: &str, several: bool, answers: Vec<Answer>) -> Question {
    Question { id: id.to_owned(), text: format!("{id}?"), several, when: Vec::new(), answers }
}

fn when(question: &str, answers: &[&str]) -> Vec<Condition> {
    vec![Condition {
        question: question.to_owned(),
        answers: answers.iter().map(|answer| (*answer).to_owned()).collect(),
    }]
}

fn step(id: &str, items: &[u32]) -> Step {
    Step { id: id.to_owned(), name: id.to_uppercase(), when: Vec::new(), seasons: Vec::new(), items: items.to_vec() }
}

fn item(id: &str, tags: &[&str]) -> Candidate {
    Candidate {
        id: id.to_owned(),
        title: format!("The {id}"),
        url: format!("https://shop.example/{id}"),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..Candidate::default()
    }
}

/// A skin care questionnaire: cleanse with one of three items, care with one of two, sun care in summer, and an eye
/// step by answer.
fn skin() -> Questionnaire {
    Questionnaire {
        id: "skin".to_owned(),
        title: "Skin".to_owned(),
        intro: None,
        sensitive: None,
        currency: "EUR".to_owned(),
        minor_digits: 2,
        questions: vec![
            question(
                "type",
                false,
                vec![answer("dry", &[("rich", 2)], &[]), answer("oily", &[("matte", 2), ("rich", -1)], &[])],
            ),
            question(
                "wants",
                true,
                vec![answer("calm", &[("soothing", 1)], &["scented"]), answer("glow", &[("light", 1)], &[])],
            ),
            Question {
                when: when("wants", &["calm"]),
                ..question("eyes", false, vec![answer("yes", &[], &[]), answer("no", &[], &[])])
            },
        ],
        steps: vec![
            step("cleanse", &[0, 1, 2]),
            step("care", &[2, 3]),
            Step { seasons: vec![Season::Summer], ..step("sun", &[4]) },
            Step { when: when("eyes", &["yes"]), ..step("eyes", &[3]) },
        ],
        items: vec![
            item("balm", &["rich", "scented"]),
            item("gel", &["matte"]),
            item("milk", &["rich", "soothing"]),
            item("cream", &["rich", "light"]),
            item("screen", &[]),
        ],
    }
}

fn answers(given: &[(&str, &[&str])]) -> Answers {
    given
        .iter()
        .map(|(question, answers)| ((*question).to_owned(), answers.iter().map(|one| (*one).to_owned()).collect()))
        .collect()
}

fn picks(routine: &Routine) -> Vec<(&str, Option<&str>, Option<&str>)> {
    let id = |pick: &Option<passerelle_advice::Pick>| pick.as_ref().map(|pick| pick.item_id.clone());
    routine
        .steps
        .iter()
        .map(|step| (step.id.as_str(), id(&step.pick), id(&step.alternative)))
        .map(|(step, pick, other)| (step, pick.map(|id| &*id.leak()), other.map(|id| &*id.leak())))
        .collect()
}

#[test]
fn the_best_item_by_its_tags_fills_each_step_that_applies() {
    let dry = routine(&skin(), &answers(&[("type", &["dry"])]), &Circumstances::default());
    assert_eq!(picks(&dry), [("cleanse", Some("balm"), Some("milk")), ("care", Some("milk"), Some("cream"))]);
    let oily = routine(&skin(), &answers(&[("type", &["oily"])]), &Circumstances::default());
    assert_eq!(picks(&oily)[0], ("cleanse", Some("gel"), Some("balm")));
    let grounds: Vec<_> =
        oily.steps[0].pick.iter().flat_map(|pick| &pick.grounds).map(|ground| ground.text.as_str()).collect();
    assert_eq!(grounds, ["OILY"]);
    assert!(oily.steps[0].alternative.as_ref().is_some_and(|pick| pick.grounds.is_empty()), "nothing speaks for it");
}

#[test]
fn what_an_answer_excludes_is_never_advised() {
    let calm = routine(&skin(), &answers(&[("type", &["dry"]), ("wants", &["calm"])]), &Circumstances::default());
    assert_eq!(picks(&calm)[0], ("cleanse", Some("milk"), Some("gel")));
}

#[test]
fn a_step_applies_in_its_season_and_for_its_answers() {
    let ids = |season, given: &Answers| -> Vec<String> {
        let circumstances = Circumstances { season, ..Circumstances::default() };
        routine(&skin(), given, &circumstances).steps.into_iter().map(|step| step.id).collect()
    };
    let eyes = answers(&[("wants", &["calm"]), ("eyes", &["yes"])]);
    assert_eq!(ids(Season::Summer, &eyes), ["cleanse", "care", "sun", "eyes"]);
    assert_eq!(ids(Season::Winter, &eyes), ["cleanse", "care", "eyes"]);
    let not_asked = answers(&[("wants", &["glow"]), ("eyes", &["yes"])]);
    assert_eq!(
        ids(Season::Winter, &not_asked),
        ["cleanse", "care"],
        "an answer to what was not asked counts for nothing"
    );
}

#[test]
fn what_is_owned_is_said_and_what_cannot_be_bought_is_passed_over() {
    let circumstances = Circumstances {
        owned: vec!["balm".to_owned()],
        unavailable: vec!["balm".to_owned(), "gel".to_owned(), "milk".to_owned()],
        ..Circumstances::default()
    };
    let found = routine(&skin(), &answers(&[("type", &["dry"])]), &circumstances);
    assert_eq!((found.steps[0].owned.as_slice(), &found.steps[0].pick), (&["balm".to_owned()][..], &None));
    assert_eq!(picks(&found)[1], ("care", Some("cream"), None));
}

#[test]
fn answers_that_nobody_knows_count_for_nothing() {
    let odd = answers(&[("type", &["no such"]), ("wants", &["glow", "glow"]), ("nothing", &["x"])]);
    let plain = answers(&[("wants", &["glow"])]);
    let of = |answers| routine(&skin(), answers, &Circumstances::default());
    assert_eq!(of(&odd), of(&plain));
    assert_eq!(of(&answers(&[("type", &["dry", "oily"])])), of(&answers(&[("type", &["dry"])])), "one answer is one");
}

#[test]
fn a_step_that_some_answers_leave_without_an_item_is_found() {
    let whole = coverage(&skin(), &[]);
    // For the answers dry and calm, milk fills cleanse and cream fills care, so that nothing is left for the eyes.
    let found = |gap: &passerelle_advice::Gap| (gap.step.clone(), gap.season, gap.paths);
    assert_eq!((whole.paths, whole.is_whole), (16, true));
    assert_eq!(whole.gaps.iter().map(found).collect::<Vec<_>>(), [("eyes".to_owned(), Season::Spring, 2)]);
    assert_eq!(whole.gaps[0].answers, answers(&[("type", &["dry"]), ("wants", &["calm"]), ("eyes", &["yes"])]));
    let without = coverage(&skin(), &["screen".to_owned()]);
    assert_eq!(found(&without.gaps[0]), ("sun".to_owned(), Season::Summer, 16));
}

#[test]
fn of_too_many_ways_a_sample_is_looked_at() {
    let mut wide = skin();
    let many = (0..20).map(|at| answer(&format!("a{at}"), &[], &[])).collect();
    wide.questions.push(question("many", true, many));
    let found = coverage(&wide, &[]);
    assert_eq!((found.paths, found.is_whole), (MAX_PATHS, false));
    assert_eq!(found, coverage(&wide, &[]), "the same every time");
}

#[test]
fn tags_that_no_item_has_are_named() {
    let mut with_typo = skin();
    with_typo.questions[0].answers[0].tags.insert("rihc".to_owned(), 1);
    assert_eq!((skin().idle_tags(), with_typo.idle_tags()), (vec![], vec!["rihc"]));
}

#[test]
fn a_file_that_makes_no_sense_is_refused() {
    let mut questionnaire = skin();
    questionnaire.steps[0].items.push(5);
    assert!(questionnaire.check().unwrap_err().to_string().contains("step \"cleanse\" names an item"));
    questionnaire.questions.clear();
    assert!(questionnaire.check().unwrap_err().to_string().contains("has no question"));
    assert!(skin().check().is_ok());
}

proptest! {
    /// For any answers and unavailable items: no item occurs twice, is unavailable, or is excluded.
    #[test]
    fn a_routine_keeps_its_word(
        given in prop::collection::btree_map("type|wants|eyes|x", prop::collection::vec("dry|oily|calm|glow|yes|no", 0..4), 0..4),
        unavailable in prop::collection::vec("balm|gel|milk|cream|screen", 0..4),
        season in prop::sample::select(Season::ALL.to_vec()),
    ) {
        let questionnaire = skin();
        let circumstances = Circumstances { season, unavailable, ..Circumstances::default() };
        let found = routine(&questionnaire, &given, &circumstances);
        let picked: Vec<&str> = found.steps.iter().filter_map(|step| Some(step.pick.as_ref()?.item_id.as_str())).collect();
        let mut once = picked.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), picked.len());
        let calm = questionnaire.given(&given).iter().any(|(_, answer)| answer.id == "calm");
        for id in picked {
            prop_assert!(!circumstances.unavailable.iter().any(|gone| gone == id));
            prop_assert!(!(calm && id == "balm"));
        }
    }
}
