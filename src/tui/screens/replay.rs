//! A journal, stepped through forwards and backwards, with what its decisions were worth beside it.

mod analysis;
mod steps;

use std::sync::Arc;

use ratatui::layout::Rect;

pub(in crate::tui) use self::steps::{Did, Stop, stops};
use super::super::context::{Context, Story};
use super::super::event::{Effect, LookBack};
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll, draw_scroll_bar, kind_mark};
use super::{Step, View, debrief, draw_divider, draw_header, list_and_text, review, screen_area};
use crate::debrief::analysis::Thoroughness;
use crate::game::journal::Journal;
use crate::game::{Command, Game};
use crate::scenario::words::printable;
use crate::words;

/// A journal, and the step one is at.
#[derive(Debug)]
pub(in crate::tui) struct Replay {
    journal: Journal,
    /// The game as far as it was played, which is looked back on.
    whole: Arc<Game>,
    steps: Vec<Stop>,
    /// How many of the steps have been taken.
    step: usize,
    /// The game as it is after them.
    game: Game,
    /// The moment that was jumped to: the place of its decision, and its own.
    chosen: Option<(usize, usize)>,
    scroll: Scroll,
}

impl Replay {
    /// Starts before the first command.
    pub(super) fn new(mut journal: Journal) -> Self {
        // A journal from somewhere else can hold any name.
        journal.header.name = printable(&journal.header.name).into_owned();
        let game = Game::new(Arc::clone(&journal.scenario), journal.header.seed);
        let (steps, whole) = stops(&journal);
        Self {
            journal,
            whole: Arc::new(whole),
            steps,
            step: 0,
            game,
            chosen: None,
            scroll: Scroll::default(),
        }
    }

    /// Asks for a look back on the game as far as it was played, unless that is being done.
    pub(super) fn ask(&mut self, ticket: u64, cx: &Context) -> Option<Effect> {
        let is_wanted = !self.whole.decisions().is_empty() && !cx.findings.is_about(&self.whole);
        let request = LookBack {
            ticket,
            game: Arc::clone(&self.whole),
            thoroughness: Thoroughness::default(),
            recall: (Vec::new(), 0),
        };
        is_wanted.then_some(Effect::LookBack(request))
    }

    fn go(&mut self, step: usize) {
        let step = step.min(self.steps.len());
        if step < self.step {
            self.game = Game::new(Arc::clone(&self.journal.scenario), self.journal.header.seed);
            self.step = 0;
        }
        for stop in &self.steps[self.step..step] {
            let Did::Command(command) = &stop.did else { continue };
            let applied = self.game.apply(command);
            debug_assert_eq!(applied, Ok(()), "a journal that was read is possible");
        }
        self.step = step;
        self.scroll = Scroll::default();
    }

    /// The step after the next command that runs a Sprint, forwards or backwards.
    fn next_run(&self, forwards: bool) -> usize {
        let runs = |stop: &Stop| stop.did == Did::Command(Command::RunSprint);
        let steps = &self.steps;
        if forwards {
            let next = steps[self.step..].iter().position(runs);
            next.map_or(steps.len(), |offset| self.step + offset + 1)
        } else {
            let before = self.step.saturating_sub(1);
            steps[..before].iter().rposition(runs).map_or(0, |index| index + 1)
        }
    }

    /// The step that was taken last.
    fn last_step(&self) -> Option<&Stop> {
        self.step.checked_sub(1).and_then(|index| self.steps.get(index))
    }

    /// Jumps to the moment that cost most, or to the next one or the one before.
    fn jump(&mut self, forwards: bool, cx: &Context) -> Vec<Step> {
        let moments = self.moments(cx);
        let rank = moments.iter().position(|moment| Some(*moment) == self.chosen);
        let next = match rank {
            None => Some(0),
            Some(rank) if forwards => Some(rank + 1),
            Some(rank) => rank.checked_sub(1),
        };
        let Some(&(decision, moment)) = next.and_then(|next| moments.get(next)) else {
            return vec![Step::Tell(self.no_moment(&moments, forwards, cx))];
        };
        let is_it = |stop: &Stop| stop.did == Did::Decide(decision);
        let step = self.steps.iter().position(is_it).map_or(self.step, |index| index + 1);
        self.go(step);
        self.chosen = Some((decision, moment));
        Vec::new()
    }

    /// What can be opened at this step: a better order, or the debrief of the game as it was decided.
    fn open(&self, cx: &Context) -> Vec<Step> {
        let here = self.moment_here(cx);
        let beside = here.map(|(decision, moment)| {
            super::Screen::Beside(debrief::Beside::new(Arc::clone(&self.whole), decision, moment))
        });
        let is_over = self.whole.is_over();
        match beside.or_else(|| is_over.then(|| super::Screen::debrief(Arc::clone(&self.whole)))) {
            Some(screen) => vec![Step::Push(screen)],
            None => {
                let text = "The debrief comes at the end of a game; in this one, what was decided so far is looked at.";
                vec![Step::Tell(text.to_owned())]
            }
        }
    }

    fn doc(&self, columns: u16, cx: &Context) -> Doc {
        let mut doc = Doc::new(columns);
        let (game, header) = (&self.game, &self.journal.header);
        let Some(stop) = self.last_step() else {
            doc.para(Role::Strong, &game.scenario().title);
            doc.para(Role::Text, &format!("Played by {}, begun {}.", header.name, minute(&header.created)));
            doc.para(Role::Faint, &format!("Seed {}, {} steps.", header.seed, self.steps.len()));
            self.preview(&mut doc, cx);
            return doc;
        };
        let by = stop.by.as_ref().map_or_else(String::new, |name| format!(" · {}", printable(name)));
        doc.para(Role::Faint, &format!("{}{by}", minute(&stop.at)));
        match &stop.did {
            Did::Decide(decision) => self.decided(&mut doc, *decision, cx),
            Did::Command(command) => {
                doc.para(Role::Strong, &words::command(game.scenario(), command));
                self.carried_out(&mut doc, command, columns, cx);
            }
        }
        doc
    }

    /// What a command led to.
    fn carried_out(&self, doc: &mut Doc, command: &Command, columns: u16, cx: &Context) {
        let game = &self.game;
        match command {
            Command::RunSprint => {
                self.luck(doc, game.state().ended, cx);
                doc.gap();
                let place = game.state().ended as usize - 1;
                doc.append(review::doc(&Story::of(game), place, columns));
            }
            Command::Talk { item } => {
                if let Some(ix) = game.scenario().item_named(item) {
                    super::facts::conversation(doc, game, ix);
                }
            }
            _ => {}
        }
    }
}

/// A time to the minute, for reading; as it stands if it is not as this program writes it.
fn minute(time: &str) -> String {
    time.get(..16).map_or_else(|| time.to_owned(), |minute| format!("{} UTC", minute.replacen('T', " ", 1)))
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
                let lines = self.doc(area.width, cx).len();
                self.scroll.act(action, lines, area.height);
            }
            Action::NextMoment => return self.jump(true, cx),
            Action::PreviousMoment => return self.jump(false, cx),
            Action::Open => return self.open(cx),
            Action::Back => return vec![Step::Effect(Effect::Quit)],
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let game = &self.game;
        let scenario = game.scenario();
        let left = format!("Replay · {} · {}", scenario.title, self.journal.header.name);
        let value = words::amount(game.state().value, &scenario.value_unit);
        let right = format!("step {} of {} · {value}", self.step, self.steps.len());
        draw_header(canvas, &left, &right);
        let (list, area) = areas(canvas.area);
        self.draw_order(canvas, list);
        self.doc(area.width, cx).draw(canvas, area, &self.scroll);
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

        let moved = self.last_step().and_then(|stop| match &stop.did {
            Did::Command(
                Command::Move { item, .. } | Command::SetAside { item } | Command::Talk { item },
            ) => scenario.item_named(item),
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
