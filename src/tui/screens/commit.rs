//! A forecast to be committed before the Sprint shows who was right.

use super::super::context::Context;
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Step, View, facts};
use crate::game::{Command, Game, Subject};
use crate::scenario::ItemIx;
use crate::words;

/// How sure one can be.
const PERCENTS: [u8; 6] = [5, 30, 50, 70, 85, 95];

/// A forecast in the making.
#[derive(Debug)]
pub(in crate::tui) struct Commit {
    subjects: Vec<Subject>,
    line: usize,
    subject: usize,
    by: u32,
    percent: usize,
}

const LINES: usize = 3;

impl Commit {
    /// A forecast about an item, or about a goal that can still be reached.
    pub(super) fn new(game: &Game, item: ItemIx) -> Self {
        let scenario = game.scenario();
        let goals = (0..scenario.goals.len()).filter(|&index| game.state().goals[index].is_none());
        let subjects = std::iter::once(Subject::Item(scenario.item(item).id.clone()))
            .chain(goals.map(|index| Subject::Goal(index + 1)))
            .collect();
        let by = facts::date(game, item).unwrap_or_else(|| game.sprint());
        Self { subjects, line: 1, subject: 0, by: by.max(game.sprint()), percent: 3 }
    }

    fn change(&mut self, game: &Game, up: bool) {
        let step =
            |value: usize, last: usize| if up { (value + 1).min(last) } else { value.saturating_sub(1) };
        match self.line {
            0 => self.subject = step(self.subject, self.subjects.len() - 1),
            1 => {
                let by = step(self.by as usize, game.scenario().sprints as usize) as u32;
                self.by = by.max(game.sprint());
            }
            _ => self.percent = step(self.percent, PERCENTS.len() - 1),
        }
    }

    fn doc(&self, game: &Game, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        doc.para(Role::Text, "Say it before you know it. The debrief holds it against what happened.");
        doc.gap();
        let lines = [
            ("What", words::subject(game.scenario(), &self.subjects[self.subject]).to_owned()),
            ("Done by", format!("the end of Sprint {}", self.by)),
            ("How sure", format!("{} %", PERCENTS[self.percent])),
        ];
        for (index, (label, value)) in lines.into_iter().enumerate() {
            let (mark, role) = if index == self.line { ("▸ ", Role::Selected) } else { ("  ", Role::Text) };
            doc.line(vec![
                (Role::Accent, mark.to_owned()),
                (Role::Faint, format!("{label:<10}")),
                (role, format!("‹ {value} ›")),
            ]);
        }
        doc
    }
}

impl View for Commit {
    fn place(&self) -> Place {
        Place::Commit
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let Some(game) = cx.game() else { return vec![Step::Pop] };
        match action {
            Action::Up => self.line = self.line.saturating_sub(1),
            Action::Down => self.line = (self.line + 1).min(LINES - 1),
            Action::Less => self.change(game, false),
            Action::More => self.change(game, true),
            Action::Back => return vec![Step::Pop],
            Action::Open => {
                let subject = self.subjects[self.subject].clone();
                let percent = PERCENTS[self.percent];
                let told = "Your forecast is kept until the debrief. u takes it back.".to_owned();
                return vec![
                    Step::Pop,
                    Step::Tell(told),
                    Step::Do(Command::Commit { subject, by: self.by, percent }),
                ];
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(game) = cx.game() else { return };
        let columns = 64.min(canvas.area.width - 2);
        let rows = self.doc(game, columns - 4).len() as u16 + 2;
        let inner = canvas.overlay(columns, rows, "Your forecast");
        self.doc(game, inner.width).draw(canvas, inner, &Scroll::default());
    }
}
