//! What a trainer types: a message, a time box, a question and its answers.

use super::super::super::context::Context;
use super::super::super::event::Key;
use super::super::super::keys::{Action, Place};
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, Scroll};
use super::super::typing::TextLine;
use super::super::{Step, View};
use super::commands::{tell, wish};
use super::side::clock;
use crate::class::{ANSWERS_MAX, Bulletin, TEXT_MAX, Wish, clean_text};
use crate::words;

const COLUMNS: u16 = 68;
/// The longest time box, in seconds.
const LONGEST_S: u32 = 10 * 60 * 60;

/// What is typed.
#[derive(Debug)]
enum Kind {
    /// A message, in place of this one.
    Message(Option<String>),
    /// A time box, in place of one that has so many seconds left.
    TimeBox(Option<u32>),
    Question,
    /// The answers to a question, those that are there.
    Answers {
        question: String,
        choices: Vec<String>,
    },
}

/// A line of text in the making, and what it is for.
#[derive(Debug)]
pub(in crate::tui) struct Saying {
    kind: Kind,
    line: TextLine,
}

impl Saying {
    fn new(kind: Kind) -> Self {
        Self { kind, line: TextLine::new("", TEXT_MAX) }
    }

    /// A message to everybody.
    pub(super) fn message(class: &Bulletin) -> Self {
        Self::new(Kind::Message(class.message.clone()))
    }

    /// A time box.
    pub(super) fn time_box(class: &Bulletin) -> Self {
        Self::new(Kind::TimeBox(class.left_s))
    }

    /// A question to everybody.
    pub(super) fn question() -> Self {
        Self::new(Kind::Question)
    }

    fn title(&self) -> &'static str {
        match self.kind {
            Kind::Message(_) => "Tell everybody",
            Kind::TimeBox(_) => "Time box",
            Kind::Question => "Ask everybody",
            Kind::Answers { .. } => "Answers to choose from",
        }
    }

    fn doc(&self, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        match &self.kind {
            Kind::Message(Some(now)) => doc.para(
                Role::Text,
                &format!("They read now: {} Nothing typed takes it away.", words::quoted(now)),
            ),
            Kind::Message(None) => doc.para(Role::Text, "What shall everybody read? One line."),
            Kind::TimeBox(None) => doc.para(Role::Text, "How many minutes? 5, or 1:30."),
            Kind::TimeBox(Some(left)) => doc.para(
                Role::Text,
                &format!("{} left. How many minutes from now? Nothing typed takes it away.", clock(*left)),
            ),
            Kind::Question => doc.para(Role::Text, "What do you ask? One line."),
            Kind::Answers { question, choices } => {
                doc.para(Role::Strong, question);
                for (number, choice) in (1..).zip(choices) {
                    doc.hanging(Role::Text, &format!("{number}. "), choice);
                }
                let told = match choices.len() {
                    0 | 1 => {
                        "Type an answer and press Enter, or several with ; between them. There are at least two."
                    }
                    ANSWERS_MAX => "That is as many as there can be: Enter asks.",
                    _ => "Type one more, or press Enter to ask.",
                };
                doc.para(Role::Faint, told);
            }
        }
        doc.gap();
        doc.para(Role::Accent, &format!("> {}", self.line.shown()));
        doc
    }

    /// Takes what is typed.
    fn take(&mut self) -> Vec<Step> {
        let typed = clean_text(self.line.text());
        let is_empty = self.line.text().trim().is_empty();
        let then = match &mut self.kind {
            Kind::Message(now) => match typed {
                Some(text) => wish(Wish::Tell(text)),
                None if !is_empty => {
                    return tell("Nothing of that can be shown: a message needs a letter or a figure.");
                }
                None if now.is_some() => wish(Wish::Tell(String::new())),
                None => Vec::new(),
            },
            Kind::TimeBox(left) => match seconds(self.line.text()) {
                Some(seconds) => wish(Wish::TimeBox(Some(seconds))),
                None if !is_empty => return tell("Type minutes, such as 5 or 1:30; ten hours at most."),
                None if left.is_some() => wish(Wish::TimeBox(None)),
                None => Vec::new(),
            },
            Kind::Question => match typed {
                Some(question) => {
                    *self = Self::new(Kind::Answers { question, choices: Vec::new() });
                    return Vec::new();
                }
                None => return tell("A question needs a letter or a figure. Esc leaves it."),
            },
            Kind::Answers { question, choices } => {
                if is_empty && choices.len() >= 2 {
                    wish(Wish::Ask { question: std::mem::take(question), choices: std::mem::take(choices) })
                } else {
                    let told = take_answers(choices, self.line.text());
                    self.line = TextLine::new("", TEXT_MAX);
                    return told.map(tell).unwrap_or_default();
                }
            }
        };
        std::iter::once(Step::Pop).chain(then).collect()
    }
}

/// Takes answers with `;` between them, and says what is wrong with them.
fn take_answers(choices: &mut Vec<String>, typed: &str) -> Option<&'static str> {
    let mut told = typed.trim().is_empty().then_some("A question needs at least two answers. Esc leaves it.");
    for answer in typed.split(';').filter_map(clean_text) {
        if choices.contains(&answer) {
            told = Some("That answer is there already.");
        } else if choices.len() < ANSWERS_MAX {
            choices.push(answer);
        } else {
            told = Some("There can be nine answers at most.");
        }
    }
    told
}

/// The seconds of a time such as "5", "2.5" or "1:30", in minutes.
fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    let seconds = match text.split_once(':') {
        Some((minutes, seconds)) => {
            let seconds: u32 = seconds.parse().ok().filter(|seconds| *seconds < 60)?;
            minutes.parse::<u32>().ok()?.checked_mul(60)?.checked_add(seconds)?
        }
        None => {
            let minutes: f64 = text.replace(',', ".").parse().ok()?;
            // What is no number or far too much becomes the most, which is too much, too.
            (minutes * 60.0).round().clamp(0.0, f64::from(u32::MAX)) as u32
        }
    };
    (1..=LONGEST_S).contains(&seconds).then_some(seconds)
}

impl View for Saying {
    fn place(&self) -> Place {
        Place::Type
    }

    fn typed(&mut self, key: Key, _: &Context) -> Option<Vec<Step>> {
        self.line.takes(key).then(Vec::new)
    }

    fn act(&mut self, action: Action, _: &Context) -> Vec<Step> {
        match action {
            Action::Open => self.take(),
            Action::Back => vec![Step::Pop],
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, _: &Context) {
        let columns = COLUMNS.min(canvas.area.width - 2);
        let doc = self.doc(columns - 4);
        let inner = canvas.overlay(columns, doc.len() as u16 + 2, self.title());
        // What is typed stands at the end.
        let top = doc.len().saturating_sub(inner.height.into());
        doc.draw(canvas, inner, &Scroll { top });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_read_as_people_write_them() {
        assert_eq!(seconds("5"), Some(300));
        assert_eq!(seconds(" 2.5 "), Some(150));
        assert_eq!(seconds("2,5"), Some(150));
        assert_eq!(seconds("1:30"), Some(90));
        for text in ["", "0", "-3", "soon", "1:75", "1:", ":", "601", "1e30", "NaN", "inf", "99999999999:00"]
        {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn answers_are_taken_one_by_one_or_several_at_once() {
        let mut choices = vec!["Yes".to_owned()];
        assert_eq!(take_answers(&mut choices, "No; Perhaps ;; \u{1b}"), None);
        assert_eq!(choices, ["Yes", "No", "Perhaps"]);
        assert!(take_answers(&mut choices, "No").is_some_and(|told| told.contains("already")));
        assert!(take_answers(&mut choices, "a;b;c;d;e;f;g").is_some_and(|told| told.contains("nine")));
        assert_eq!(choices.len(), ANSWERS_MAX);
    }
}
