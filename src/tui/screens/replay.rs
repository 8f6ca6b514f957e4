//! A journal, stepped through forwards and backwards.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::super::context::{Context, Story};
use super::super::event::Effect;
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll, draw_scroll_bar, kind_mark};
use super::{Step, View, draw_divider, draw_header, list_and_text, review, screen_area};
use crate::game::journal::{Entry, Journal};
use crate::game::{Command, Game};
use crate::scenario::words::printable;
use crate::words;

/// A journal, and the step one is at.
#[derive(Debug)]
pub(in crate::tui) struct Replay {
    journal: Journal,
    /// The journal's commands, Sprint by Sprint where several were run in one go: the same game, in steps
    /// that can be talked through.
    steps: Vec<Entry>,
    /// How many of the steps have been carried out.
    step: usize,
    game: Game,
    scroll: Scroll,
}

impl Replay {
    /// Starts before the first command.
    pub(super) fn new(mut journal: Journal) -> Self {
        // A journal from somewhere else can hold any name.
        journal.header.name = printable(&journal.header.name).into_owned();
        let game = Game::new(Arc::clone(&journal.scenario), journal.header.seed);
        let steps = steps(&journal, game.clone());
        Self { journal, steps, step: 0, game, scroll: Scroll::default() }
    }

    fn go(&mut self, step: usize) {
        let step = step.min(self.steps.len());
        if step < self.step {
            self.game = Game::new(Arc::clone(&self.journal.scenario), self.journal.header.seed);
            self.step = 0;
        }
        for entry in &self.steps[self.step..step] {
            let applied = self.game.apply(&entry.command);
            debug_assert_eq!(applied, Ok(()), "a journal that was read is possible");
        }
        self.step = step;
        self.scroll = Scroll::default();
    }

    /// The step after the next command that runs a Sprint, forwards or backwards.
    fn next_run(&self, forwards: bool) -> usize {
        let runs = |entry: &Entry| entry.command == Command::RunSprint;
        let entries = &self.steps;
        if forwards {
            let next = entries[self.step..].iter().position(runs);
            next.map_or(entries.len(), |offset| self.step + offset + 1)
        } else {
            let before = self.step.saturating_sub(1);
            entries[..before].iter().rposition(runs).map_or(0, |index| index + 1)
        }
    }

    /// The step that was carried out last.
    fn last_step(&self) -> Option<&Entry> {
        self.step.checked_sub(1).and_then(|index| self.steps.get(index))
    }

    /// The debrief of the game as it was decided, in one go or not.
    fn debrief(&self) -> Option<super::Screen> {
        let commands = self.journal.entries.iter().map(|entry| &entry.command);
        let game =
            Game::replay(Arc::clone(&self.journal.scenario), self.journal.header.seed, commands).ok()?;
        Some(super::Screen::debrief(Arc::new(game)))
    }

    fn doc(&self, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        let (game, header) = (&self.game, &self.journal.header);
        let Some(entry) = self.last_step() else {
            doc.para(Role::Strong, &game.scenario().title);
            doc.para(Role::Text, &format!("Played by {}, begun {}.", header.name, minute(&header.created)));
            doc.para(Role::Faint, &format!("Seed {}, {} steps.", header.seed, self.steps.len()));
            return doc;
        };
        doc.para(Role::Faint, &minute(&entry.at));
        doc.para(Role::Strong, &words::command(game.scenario(), &entry.command));
        if entry.command == Command::RunSprint {
            doc.gap();
            let place = game.state().ended as usize - 1;
            doc.append(review::doc(&Story::of(game), place, columns));
        }
        if let Command::Talk { item } = &entry.command
            && let Some(ix) = game.scenario().item_named(item)
        {
            super::facts::conversation(&mut doc, game, ix);
        }
        doc
    }
}

/// A time to the minute, for reading; as it stands if it is not as this program writes it.
fn minute(time: &str) -> String {
    time.get(..16).map_or_else(|| time.to_owned(), |minute| format!("{} UTC", minute.replacen('T', " ", 1)))
}

/// The commands of a journal, with each Sprint that was run in one go as a step of its own.
fn steps(journal: &Journal, mut game: Game) -> Vec<Entry> {
    let mut steps = Vec::with_capacity(journal.entries.len());
    for entry in &journal.entries {
        let count = match entry.command {
            Command::RunRest => game.scenario().sprints - game.state().ended,
            _ => 1,
        };
        let command = match entry.command {
            Command::RunRest => Command::RunSprint,
            ref command => command.clone(),
        };
        steps.extend((0..count).map(|_| Entry { at: entry.at.clone(), command: command.clone() }));
        let applied = game.apply(&entry.command);
        debug_assert_eq!(applied, Ok(()), "a journal that was read is possible");
    }
    steps
}

/// The list of items, and what the step did.
fn areas(screen: Rect) -> (Rect, Rect) {
    list_and_text(screen, 76, |rows| rows / 3)
}

impl View for Replay {
    fn place(&self) -> Place {
        Place::Replay
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let (_, area) = areas(screen_area(cx));
        match action {
            Action::Next => self.go(self.step + 1),
            Action::Previous => self.go(self.step.saturating_sub(1)),
            Action::PageDown => self.go(self.next_run(true)),
            Action::PageUp => self.go(self.next_run(false)),
            Action::Top => self.go(0),
            Action::Bottom => self.go(usize::MAX),
            Action::Up | Action::Down => {
                let lines = self.doc(area.width).len();
                self.scroll.act(action, lines, area.height);
            }
            Action::Open if self.game.is_over() => {
                return self.debrief().map(Step::Push).into_iter().collect();
            }
            Action::Open => return vec![Step::Tell("The debrief comes at the end of the game.".to_owned())],
            Action::Back => return vec![Step::Effect(Effect::Quit)],
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, _: &Context) {
        let game = &self.game;
        let scenario = game.scenario();
        let left = format!("Replay · {} · {}", scenario.title, self.journal.header.name);
        let value = words::amount(game.state().value, &scenario.value_unit);
        let right = format!("step {} of {} · {value}", self.step, self.steps.len());
        draw_header(canvas, &left, &right);
        let (list, area) = areas(canvas.area);
        self.draw_order(canvas, list);
        self.doc(area.width).draw(canvas, area, &self.scroll);
        draw_divider(canvas, list, area, "");
    }
}

impl Replay {
    /// The order, scrolled so that the item of the last step is in sight.
    fn draw_order(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (game, scenario) = (&self.game, self.game.scenario());
        let sprint = if game.is_over() {
            "The game is over".to_owned()
        } else {
            format!("Sprint {} is being ordered", game.sprint())
        };
        canvas.text(area.x, area.y, area.width, &sprint, Role::Faint);
        let plan = game.plan();
        let ordered = (1..).zip(&plan.order).map(|(place, &ix)| (Role::Text, format!("{place:>3}"), ix));
        let aside = plan.aside.iter().map(|&ix| (Role::Faint, "  –".to_owned(), ix));
        let done = scenario.item_indexes().filter(|&ix| game.state().item(ix).done().is_some());
        let done = done.map(|ix| (Role::Faint, "  ✓".to_owned(), ix));
        let lines: Vec<_> = ordered.chain(aside).chain(done).collect();

        let moved = self.last_step().and_then(|entry| match &entry.command {
            Command::Move { item, .. } | Command::SetAside { item } | Command::Talk { item } => {
                scenario.item_named(item)
            }
            _ => None,
        });
        let list = Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1));
        let (at, rows) = (lines.iter().position(|(_, _, ix)| Some(*ix) == moved), usize::from(list.height));
        let top = at.map_or(0, |at| (at + 2).saturating_sub(rows)).min(lines.len().saturating_sub(rows));
        for (y, (role, mark, ix)) in (list.y..list.bottom()).zip(&lines[top..]) {
            let item = scenario.item(*ix);
            let line = format!("{mark} {} {}", kind_mark(item.kind), item.title);
            let role = if Some(*ix) == moved { Role::Changed } else { *role };
            canvas.text(list.x, y, list.width.saturating_sub(1), &line, role);
        }
        draw_scroll_bar(canvas, list, top, lines.len());
    }
}
