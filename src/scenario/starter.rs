//! A small scenario to start from, made from a few answers.
//!
//! It is a whole game: every part of it teaches something, and its guide tells the author what. An author
//! replaces its texts and figures with their own, piece by piece, and can play it after each of them.

mod answers;
mod layout;
mod parts;

pub use self::answers::{Answers, Question};

/// The name of the schema's file, as it stands beside a scenario.
pub const SCHEMA_FILE: &str = "schema.json";

/// The text of the scenario that these answers make: without errors and without doubts.
///
/// With `schema`, it names the schema that stands beside it, for editors.
#[must_use]
pub fn text(answers: &Answers, schema: bool) -> String {
    let mut text = layout::pretty(&parts::scenario(answers, schema));
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::scenario::load::load_text;

    fn made(told: &[(Question, &str)]) -> Scenario {
        let mut answers = Answers::default();
        for (question, text) in told {
            answers.take(*question, text).unwrap_or_else(|wrong| panic!("{text}: {wrong}"));
        }
        let text = text(&answers, true);
        let loaded = load_text("new", &text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
        assert!(loaded.warnings.is_empty(), "{told:?}: {:?}", loaded.warnings);
        loaded.scenario
    }

    #[test]
    fn all_answers_make_a_scenario_without_doubts() {
        let people = ["Ada, Bo", "Ada, Bo, Cy", "Zoë Ünal, 李明, Bo, Bo B"];
        for sprints in 2..=12 {
            for velocity in ["0.03", "1", "7.5", "100000"] {
                for (people, level) in people.into_iter().zip(["foundation", "practitioner", "advanced"]) {
                    let sprints = sprints.to_string();
                    made(&[
                        (Question::Sprints, &sprints),
                        (Question::Velocity, velocity),
                        (Question::People, people),
                        (Question::Level, level),
                    ]);
                }
            }
        }
    }

    #[test]
    fn what_is_written_is_what_was_answered() {
        let scenario = made(&[
            (Question::Title, "A \"quoted\" \\ title"),
            (Question::Product, "the mill"),
            (Question::Idea, "Flour, ground while you wait."),
            (Question::ValueUnit, "sacks"),
            (Question::EffortUnit, "hours"),
            (Question::SprintLength, "1 week"),
            (Question::Velocity, "12.5"),
            (Question::People, "Ada Byron, Bo, Cy"),
        ]);
        assert_eq!((&*scenario.title, &*scenario.product.name), ("A \"quoted\" \\ title", "The mill"));
        assert_eq!(scenario.product.idea, "Flour, ground while you wait.");
        assert_eq!((&*scenario.value_unit, &*scenario.effort_unit), ("sacks", "hours"));
        assert_eq!(scenario.team.velocity.spread(), (11.0, 12.5, 14.0));
        let names: Vec<&str> = scenario.stakeholders.iter().map(|who| &*who.name).collect();
        assert_eq!(names, ["Ada Byron", "Bo", "Cy"]);
    }
}
