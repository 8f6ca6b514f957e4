//! The board as it was when a Sprint was run: its order, what was said, what was known and what was forecast then.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::super::super::context::{Context, Outlook, Session};
use super::super::super::event::Mouse;
use super::super::super::keys::{Action, Place};
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, Scroll};
use super::super::board::Board;
use super::super::{Screen, Step, View, content, draw_header, review, screen_area};
use crate::game::journal::Rules;
use crate::words;

/// The most rows of what was said, and on a screen that is not tall.
const SAID: u16 = 6;
const SAID_LOW: u16 = 3;

/// A Sprint as it was.
#[derive(Debug)]
pub(in crate::tui) struct Past {
    sprint: u32,
    /// The Sprint whose order was held, if this one was run in one go with that.
    held_since: Option<u32>,
    /// The game as it stood then.
    then: Box<Session>,
    board: Board,
}

impl Past {
    /// The board of a Sprint that was run; `None` if it was not.
    pub(super) fn of(session: &Session, sprint: u32) -> Option<Self> {
        let game = session.game.as_of(sprint)?;
        let place = sprint as usize - 1;
        let mut decisions = session.game.decisions().iter();
        let held = decisions.find(|decision| decision.sprint < sprint && sprint <= decision.through);
        let outlooks = session.outlooks[..place.min(session.outlooks.len())].to_vec();
        let then = Session {
            belief: Arc::new(game.belief()),
            game,
            name: session.name.clone(),
            // All that had to be said was said, or the Sprint was held with the one before.
            rules: Rules { commit: false, ..session.rules },
            newest: session.outlooks.get(place).and_then(|outlook| outlook.run.clone()),
            earlier: None,
            parked: None,
            outlooks,
            worth: None,
            place: session.place.clone(),
            unsaved: None,
            asked: None,
            judging: 0,
        };
        Some(Self {
            sprint,
            held_since: held.map(|decision| decision.sprint),
            then: Box::new(then),
            board: Board::default(),
        })
    }

    /// Goes to another Sprint, if that was run.
    fn turn(&mut self, session: &Session, to: u32) {
        if let Some(past) = Self::of(session, to) {
            *self = Self { board: self.board.of_another_sprint(), ..past };
        }
    }

    /// Takes forecasts of then, which may come later than the screen.
    pub(in crate::tui::screens) fn recalled(&mut self, sprint: u32, outlook: &Outlook) {
        if sprint == self.sprint && self.then.newest.is_none() {
            self.then.newest.clone_from(&outlook.run);
        }
    }

    /// What was said before the Sprint.
    fn said(&self, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        if let Some(since) = self.held_since {
            let text =
                format!("This Sprint was run in one go with Sprint {since}, on the order of that one.");
            doc.para(Role::Faint, &text);
            return doc;
        }
        let (game, plan) = (&self.then.game, self.then.game.plan());
        let titles = |items: &[crate::scenario::ItemIx]| {
            let titles = items.iter().map(|&item| words::quoted(&game.scenario().item(item).title));
            words::list(&titles.collect::<Vec<_>>())
        };
        if let Some(goal) = &plan.goal {
            doc.hanging(Role::Text, "Sprint Goal: ", &words::quoted(&goal.text));
        }
        if let Some(reason) = &plan.reason {
            doc.hanging(Role::Text, "Because: ", &words::quoted(reason));
        }
        if !game.talks().is_empty() {
            doc.hanging(Role::Text, "Talked about: ", &titles(game.talks()));
        }
        for commitment in &plan.commitments {
            doc.hanging(Role::Text, "Forecast: ", &words::commitment(game.scenario(), commitment));
        }
        if doc.len() == 0 {
            doc.para(
                Role::Faint,
                "Nothing was said before this Sprint: no goal, no reason, no forecast, no talk.",
            );
        }
        doc
    }

    /// Where the board stands, and below it what was said.
    fn areas(&self, screen: Rect) -> (Rect, Rect) {
        let inner = content(screen);
        let rows =
            (self.said(inner.width - 2).len() as u16).min(if screen.height < 30 { SAID_LOW } else { SAID });
        let board = Rect { height: screen.height - rows - 1, ..screen };
        let said = Rect::new(inner.x + 1, inner.bottom() - rows, inner.width - 2, rows);
        (board, said)
    }
}

impl View for Past {
    fn place(&self) -> Place {
        Place::Past
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let Some(now) = &cx.session else { return vec![Step::Pop] };
        match action {
            Action::Less => self.turn(now, self.sprint.saturating_sub(1)),
            Action::More => self.turn(now, self.sprint + 1),
            Action::Open | Action::Record => {
                let place = self.sprint as usize - 1;
                return vec![Step::Push(Screen::Review(review::Review::again(place)))];
            }
            Action::Back => return vec![Step::Pop],
            _ => {
                let (board, _) = self.areas(screen_area(cx));
                self.board.read(action, &self.then, board);
            }
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let (board, _) = self.areas(screen_area(cx));
        self.board.read_with_mouse(mouse, &self.then, board);
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let then = &self.then;
        let (board, said) = self.areas(canvas.area);
        canvas.part(board, |canvas| self.board.draw_as_it_was(canvas, then, cx));
        let scenario = then.game.scenario();
        let value = words::amount(then.game.state().value, &scenario.value_unit);
        let left = format!("Sprint {} of {} as it was · {}", self.sprint, scenario.sprints, scenario.title);
        draw_header(canvas, &left, &format!("{value} so far"));
        canvas.rule(said.x, said.y - 1, said.width, "What was said then");
        self.said(said.width).draw(canvas, said, &Scroll::default());
    }
}
