//! What is asked, and what an answer may be.

use crate::scenario::Level;
use crate::scenario::words::is_unsafe;

/// The longest answer, in characters: it has to fit beside others on a screen.
const LONGEST: usize = 200;
/// Sprints of a small scenario. The format allows many more.
const SPRINTS: std::ops::RangeInclusive<u32> = 2..=12;
/// Stakeholders of a small scenario.
const PEOPLE: std::ops::RangeInclusive<usize> = 2..=4;
/// Velocities that leave room for items which are a small part of it, and for ranges above it.
const VELOCITY: std::ops::RangeInclusive<f64> = 0.01..=100_000.0;

/// Something that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "`text` says what each one asks")]
pub enum Question {
    Title,
    Product,
    Idea,
    ValueUnit,
    EffortUnit,
    Sprints,
    SprintLength,
    Velocity,
    People,
    Level,
}

impl Question {
    /// Every question, in the order in which they are asked.
    pub const ALL: [Self; 10] = [
        Self::Title,
        Self::Product,
        Self::Idea,
        Self::ValueUnit,
        Self::EffortUnit,
        Self::Sprints,
        Self::SprintLength,
        Self::Velocity,
        Self::People,
        Self::Level,
    ];

    /// The question as it is asked.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Title => "The title of the scenario",
            Self::Product => "The product, as it is called inside a sentence",
            Self::Idea => "The idea of the product, in a sentence",
            Self::ValueUnit => "What value is counted in (k€, meals, readers, …)",
            Self::EffortUnit => "What effort is counted in (points, hours, days, …)",
            Self::Sprints => "How many Sprints are played (2 to 12)",
            Self::SprintLength => "How long a Sprint is",
            Self::Velocity => "How much effort the team can spend in a Sprint",
            Self::People => "Two to four people who want something from it, with commas between",
            Self::Level => "The level: foundation, practitioner or advanced",
        }
    }
}

/// The answers to all questions; each has one to begin with.
#[derive(Clone, Debug)]
pub struct Answers {
    pub(super) title: String,
    pub(super) product: String,
    pub(super) idea: String,
    pub(super) value_unit: String,
    pub(super) effort_unit: String,
    pub(super) sprints: u32,
    pub(super) sprint_length: String,
    /// Effort units a Sprint, above 0.
    pub(super) velocity: f64,
    /// Two to four names, all different.
    pub(super) people: Vec<String>,
    pub(super) level: Level,
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            title: "Tickets for the River Ferry".to_owned(),
            product: "the ferry app".to_owned(),
            idea: "People who cross the river buy their ticket on the phone instead of queueing.".to_owned(),
            value_unit: "k€".to_owned(),
            effort_unit: "points".to_owned(),
            sprints: 4,
            sprint_length: "2 weeks".to_owned(),
            velocity: 20.0,
            people: ["Mira Okafor", "Jonas Lindqvist", "Aiko Tanaka"].map(str::to_owned).to_vec(),
            level: Level::Foundation,
        }
    }
}

impl Answers {
    /// The answer there is.
    #[must_use]
    pub fn said(&self, question: Question) -> String {
        match question {
            Question::Title => self.title.clone(),
            Question::Product => self.product.clone(),
            Question::Idea => self.idea.clone(),
            Question::ValueUnit => self.value_unit.clone(),
            Question::EffortUnit => self.effort_unit.clone(),
            Question::Sprints => self.sprints.to_string(),
            Question::SprintLength => self.sprint_length.clone(),
            Question::Velocity => self.velocity.to_string(),
            Question::People => self.people.join(", "),
            Question::Level => self.level.to_string(),
        }
    }

    /// Takes an answer; an empty one leaves what there is.
    ///
    /// # Errors
    /// In a sentence, what is wrong with it and what to write instead. Then nothing is changed.
    pub fn take(&mut self, question: Question, text: &str) -> Result<(), String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        if text.contains(is_unsafe) {
            return Err("There is a character in it that cannot be seen. Write it without.".to_owned());
        }
        if text.chars().count() > LONGEST {
            return Err(format!("That is too long. Write at most {LONGEST} characters."));
        }
        match question {
            Question::Title => text.clone_into(&mut self.title),
            Question::Product => text.clone_into(&mut self.product),
            Question::Idea => text.clone_into(&mut self.idea),
            Question::ValueUnit => text.clone_into(&mut self.value_unit),
            Question::EffortUnit => text.clone_into(&mut self.effort_unit),
            Question::SprintLength => text.clone_into(&mut self.sprint_length),
            Question::Sprints => self.sprints = sprints(text)?,
            Question::Velocity => self.velocity = velocity(text)?,
            Question::People => self.people = people(text)?,
            Question::Level => self.level = level(text)?,
        }
        Ok(())
    }
}

fn sprints(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|sprints| SPRINTS.contains(sprints)).ok_or_else(|| {
        "Write a whole number from 2 to 12. The file may have more; a first game is better short.".to_owned()
    })
}

fn velocity(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|velocity| VELOCITY.contains(velocity))
        .ok_or_else(|| "Write a number from 0.01 to 100000, for example 20.".to_owned())
}

fn people(text: &str) -> Result<Vec<String>, String> {
    let names: Vec<String> =
        text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    if !PEOPLE.contains(&names.len()) {
        return Err("Write two to four names, for example: Ada, Bo, Cy.".to_owned());
    }
    let is_again = |(place, name): (usize, &String)| {
        names[..place].iter().any(|other| other.to_lowercase() == name.to_lowercase())
    };
    match names.iter().enumerate().any(is_again) {
        true => Err("Two of them have the same name. Give each one of their own.".to_owned()),
        false => Ok(names),
    }
}

fn level(text: &str) -> Result<Level, String> {
    let wanted = text.to_lowercase();
    let mut fitting = [Level::Foundation, Level::Practitioner, Level::Advanced].into_iter();
    fitting
        .find(|level| level.to_string().starts_with(&wanted))
        .ok_or_else(|| "Write foundation, practitioner or advanced.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_refused_and_changes_nothing() {
        let mut answers = Answers::default();
        let before = format!("{answers:?}");
        for (question, text) in [
            (Question::Title, "a\u{1b}[2J"),
            (Question::Idea, &*"x".repeat(201)),
            (Question::Sprints, "1"),
            (Question::Sprints, "three"),
            (Question::Velocity, "0"),
            (Question::Velocity, "NaN"),
            (Question::Velocity, "1e9"),
            (Question::People, "Ada"),
            (Question::People, "a, b, c, d, e"),
            (Question::People, "Ada, ada"),
            (Question::Level, "master"),
        ] {
            assert!(answers.take(question, text).is_err(), "{question:?}: {text}");
        }
        assert_eq!(format!("{answers:?}"), before);
    }

    #[test]
    fn nothing_leaves_the_answer_and_an_answer_is_said_again() {
        let mut answers = Answers::default();
        for question in Question::ALL {
            let said = answers.said(question);
            assert_eq!(answers.take(question, "  "), Ok(()));
            assert_eq!(answers.take(question, &said), Ok(()), "{question:?}");
            assert_eq!(answers.said(question), said);
        }
        assert_eq!(answers.take(Question::Level, "Adv"), Ok(()));
        assert_eq!(answers.said(Question::Level), "advanced");
    }
}
