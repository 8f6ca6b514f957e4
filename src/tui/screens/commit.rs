//! What is said before a Sprint shows who was right: its goal, why the order is as it is, and forecasts.

use ratatui::layout::Rect;

use super::super::context::{Context, Session};
use super::super::event::{Key, Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll, overlay_area};
use super::typing::TextLine;
use super::{Step, View, facts, hits, screen_area};
use crate::game::{Command, Game, LONGEST_LINE, Plan, Saying, Subject};
use crate::scenario::{ItemIx, Scenario};
use crate::words;

/// How sure one can be, %.
const PERCENTS: [u8; 4] = [50, 70, 85, 95];

/// The lines, from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Goal,
    Items,
    Reason,
    Subject,
    By,
    Percent,
}

const LINES: [Line; 6] = [Line::Goal, Line::Items, Line::Reason, Line::Subject, Line::By, Line::Percent];

/// Columns of the overlay at most, of its frame, and of a line's name.
const COLUMNS: u16 = 72;
const FRAME: u16 = 4;
const LABEL: usize = 18;

/// What is being said.
#[derive(Debug)]
pub(in crate::tui) struct Commit {
    line: Line,
    goal: TextLine,
    /// What can be named that meets the Sprint Goal when it is Done, and which of it is.
    items: Vec<Vec<ItemIx>>,
    met_by: usize,
    reason: TextLine,
    subjects: Vec<Subject>,
    subject: usize,
    by: u32,
    percent: usize,
}

impl Commit {
    /// A forecast about an item, or about a goal that can still be reached.
    pub(super) fn forecast(session: &Session, item: ItemIx, marked: &[ItemIx]) -> Self {
        let mut screen = Self::new(session, Some(item), marked);
        screen.line = Line::By;
        screen
    }

    /// What is not said yet about this Sprint; the Sprint Goal where nothing is left.
    pub(super) fn unsaid(session: &Session, item: Option<ItemIx>, marked: &[ItemIx]) -> Self {
        let mut screen = Self::new(session, item, marked);
        screen.line = session.game.plan().unsaid().next().map_or(Line::Goal, line_of);
        screen
    }

    fn new(session: &Session, item: Option<ItemIx>, marked: &[ItemIx]) -> Self {
        let game = &session.game;
        let (scenario, plan) = (game.scenario(), game.plan());
        let item = item.filter(|&item| game.state().item(item).done().is_none());
        let items = item.map(|item| Subject::Item(scenario.item(item).id.clone()));
        let goals = (0..scenario.goals.len()).filter(|&index| game.state().goals[index].is_none());
        let subjects = items.into_iter().chain(goals.map(|index| Subject::Goal(index + 1))).collect();
        let by = item.and_then(|item| facts::date(game, item)).unwrap_or_else(|| game.sprint());
        let said = plan.goal.as_ref();
        let items = goal_items(session, item, marked);
        let met_by = items.iter().position(|items| said.is_some_and(|goal| goal.items == *items));
        Self {
            line: Line::Goal,
            goal: TextLine::new(said.map_or("", |goal| &goal.text), LONGEST_LINE),
            items,
            met_by: met_by.unwrap_or(0),
            reason: TextLine::new(plan.reason.as_deref().unwrap_or_default(), LONGEST_LINE),
            subjects,
            subject: 0,
            by: by.max(game.sprint()),
            percent: 1,
        }
    }

    /// The line that is being typed, if it is one of text.
    fn text(&mut self) -> Option<&mut TextLine> {
        match self.line {
            Line::Goal => Some(&mut self.goal),
            Line::Reason => Some(&mut self.reason),
            _ => None,
        }
    }

    fn change(&mut self, game: &Game, up: bool) {
        let step =
            |value: usize, last: usize| if up { (value + 1).min(last) } else { value.saturating_sub(1) };
        match self.line {
            Line::Goal | Line::Reason => {}
            Line::Items => self.met_by = step(self.met_by, self.items.len() - 1),
            Line::Subject => self.subject = step(self.subject, self.subjects.len().saturating_sub(1)),
            Line::By => {
                let by = step(self.by as usize, game.scenario().sprints as usize) as u32;
                self.by = by.max(game.sprint());
            }
            Line::Percent => self.percent = step(self.percent, PERCENTS.len() - 1),
        }
    }

    /// What was typed and is not in the plan yet: nothing that was typed is lost.
    fn said(&self, plan: &Plan, scenario: &Scenario) -> Vec<Step> {
        let mut steps = Vec::new();
        let (text, items) = (self.goal.text().trim(), &self.items[self.met_by]);
        let old = plan.goal.as_ref().map(|goal| (goal.text.as_str(), &goal.items));
        if old != (!text.is_empty()).then_some((text, items)) {
            let items = items.iter().map(|&item| scenario.item(item).id.clone()).collect();
            steps.push(Step::Do(Command::SprintGoal { text: text.to_owned(), items }));
        }
        let reason = self.reason.text().trim();
        if plan.reason.as_deref().unwrap_or_default() != reason {
            steps.push(Step::Do(Command::Reason { text: reason.to_owned() }));
        }
        steps
    }

    /// Goes on from a line; from those of the forecast it is committed.
    fn go_on(&mut self, session: &Session) -> Vec<Step> {
        let plan = session.game.plan();
        let mut steps = self.said(plan, session.game.scenario());
        match self.line {
            Line::Goal => self.line = Line::Items,
            Line::Items => self.line = Line::Reason,
            Line::Reason if !self.subjects.is_empty() => self.line = Line::By,
            Line::Reason => steps.push(Step::Pop),
            Line::Subject | Line::By | Line::Percent => {
                let Some(subject) = self.subjects.get(self.subject).cloned() else { return steps };
                let percent = PERCENTS[self.percent];
                steps.push(Step::Do(Command::Commit { subject, by: self.by, percent }));
                let missing = [(Saying::Goal, self.goal.text()), (Saying::Reason, self.reason.text())];
                let missing = missing.into_iter().find(|(_, text)| text.trim().is_empty());
                match missing.filter(|_| session.rules.commit) {
                    Some((saying, _)) => self.line = line_of(saying),
                    None => steps.push(Step::Pop),
                }
                let told = "Your forecast is kept until the debrief. u takes it back.".to_owned();
                steps.push(Step::Tell(told));
            }
        }
        steps
    }

    /// The text, and the row on which each line starts.
    fn doc(&self, session: &Session, columns: u16) -> (Doc, [usize; LINES.len()]) {
        let (game, scenario) = (&session.game, session.game.scenario());
        let mut doc = Doc::new(columns);
        doc.para(
            Role::Text,
            "Say it before you know it. The Sprint Review and the debrief hold it against what happens.",
        );
        doc.gap();
        let mut rows = [0; LINES.len()];
        for (line, row) in LINES.into_iter().zip(&mut rows) {
            if line == Line::Subject {
                doc.heading(if self.subjects.is_empty() {
                    "No forecast about this one"
                } else {
                    "A forecast"
                });
            }
            *row = doc.len();
            self.line(&mut doc, line, game, scenario);
        }
        let commitments = &game.plan().commitments;
        if !commitments.is_empty() {
            doc.heading("Committed so far");
            commitments
                .iter()
                .for_each(|said| doc.hanging(Role::Faint, "• ", &words::commitment(scenario, said)));
        }
        (doc, rows)
    }

    fn line(&self, doc: &mut Doc, line: Line, game: &Game, scenario: &Scenario) {
        let chosen = line == self.line;
        let typed = |text: &TextLine, none: &str| match (chosen, text.text()) {
            (true, _) => text.shown(),
            (false, "") => none.to_owned(),
            (false, text) => text.to_owned(),
        };
        // The closing sign stays with the last word.
        let choice = |text: &str| format!("‹ {text}\u{a0}›");
        let (label, value) = match line {
            Line::Goal => ("Sprint Goal", typed(&self.goal, "… what is this Sprint for?")),
            Line::Items => ("met when Done", choice(&named(scenario, &self.items[self.met_by]))),
            Line::Reason => ("why this order", typed(&self.reason, "… in one line")),
            Line::Subject => match self.subjects.get(self.subject) {
                Some(subject) => ("what", choice(words::subject(scenario, subject))),
                None => return,
            },
            _ if self.subjects.is_empty() => return,
            Line::By => {
                let this = if self.by == game.sprint() { ", this one" } else { "" };
                ("Done by the end of", choice(&format!("Sprint {}{this}", self.by)))
            }
            Line::Percent => ("how sure", choice(&format!("{} %", PERCENTS[self.percent]))),
        };
        let (mark, role) = if chosen { ("▸ ", Role::Selected) } else { ("  ", Role::Text) };
        let label = format!("{mark}{} ", text::fit(label, LABEL));
        doc.marked((if chosen { Role::Accent } else { Role::Faint }, &label), role, &value);
    }

    fn area(&self, session: &Session, screen: Rect) -> Rect {
        let columns = COLUMNS.min(screen.width - 2);
        let rows = self.doc(session, columns - FRAME).0.len() as u16 + 2;
        overlay_area(screen, columns, rows)
    }
}

/// Where something is said.
fn line_of(saying: Saying) -> Line {
    match saying {
        Saying::Goal => Line::Goal,
        Saying::Reason => Line::Reason,
        Saying::Forecast => Line::By,
    }
}

/// What can be named that meets the Sprint Goal: nothing, what was named, what is marked, the selected item, what
/// is probably Done in this Sprint.
fn goal_items(session: &Session, item: Option<ItemIx>, marked: &[ItemIx]) -> Vec<Vec<ItemIx>> {
    let game = &session.game;
    let said = game.plan().goal.as_ref().map(|goal| goal.items.clone());
    let open = |item: &ItemIx| game.state().item(*item).done().is_none();
    let probable = session.forecast().map(|forecast| {
        let likely = |item: &ItemIx| facts::chance_by(forecast, *item, game.sprint()) >= 0.5;
        game.plan().order.iter().copied().filter(likely).collect()
    });
    let offered = [Some(Vec::new()), said, Some(marked.to_vec()), item.map(|item| vec![item]), probable];
    let mut distinct: Vec<Vec<ItemIx>> = Vec::new();
    for mut items in offered.into_iter().flatten() {
        items.retain(open);
        if !distinct.contains(&items) {
            distinct.push(items);
        }
    }
    distinct
}

fn named(scenario: &Scenario, items: &[ItemIx]) -> String {
    let titles: Vec<String> = items.iter().map(|&item| words::quoted(&scenario.item(item).title)).collect();
    if titles.is_empty() { "nothing named: you decide".to_owned() } else { words::list(&titles) }
}

impl View for Commit {
    fn place(&self) -> Place {
        Place::Commit
    }

    fn typed(&mut self, key: Key, _: &Context) -> Option<Vec<Step>> {
        self.text()?.takes(key).then(Vec::new)
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let Some(session) = &cx.session else { return vec![Step::Pop] };
        let (plan, scenario) = (session.game.plan(), session.game.scenario());
        let at = LINES.iter().position(|line| *line == self.line).unwrap_or(0);
        let last = if self.subjects.is_empty() { 2 } else { LINES.len() - 1 };
        match action {
            Action::Up | Action::Down => {
                let steps = self.said(plan, scenario);
                self.line =
                    LINES[if action == Action::Up { at.saturating_sub(1) } else { (at + 1).min(last) }];
                return steps;
            }
            Action::Less => self.change(&session.game, false),
            Action::More => self.change(&session.game, true),
            Action::Back => return self.said(plan, scenario).into_iter().chain([Step::Pop]).collect(),
            Action::Open => return self.go_on(session),
            _ => {}
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let Some(session) = &cx.session else { return vec![Step::Pop] };
        let area = self.area(session, screen_area(cx));
        match mouse.kind {
            MouseKind::WheelUp => self.act(Action::Up, cx),
            MouseKind::WheelDown => self.act(Action::Down, cx),
            MouseKind::Press if !hits(area, mouse) => self.act(Action::Back, cx),
            MouseKind::Press => {
                let (_, rows) = self.doc(session, area.width - FRAME);
                let Some(row) = mouse.row.checked_sub(area.y + 1).map(usize::from) else { return Vec::new() };
                let Some(at) = rows.iter().rposition(|&start| start <= row) else { return Vec::new() };
                let steps = self.said(session.game.plan(), session.game.scenario());
                self.line = LINES[at];
                // ‹ at the beginning of the value takes the one before, the rest the next.
                let value = area.x + FRAME / 2 + LABEL as u16 + 3;
                if mouse.column >= value {
                    self.change(&session.game, mouse.column > value + 1);
                }
                steps
            }
            MouseKind::Drag | MouseKind::Release => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(session) = &cx.session else { return };
        let area = self.area(session, canvas.area);
        let inner = canvas.overlay(area.width, area.height, "Before this Sprint");
        let (doc, rows) = self.doc(session, inner.width);
        // The line that one is on stays in sight.
        let at = LINES.iter().position(|line| *line == self.line).map_or(0, |at| rows[at]);
        let top = (at + 4).saturating_sub(usize::from(inner.height)).min(at);
        doc.draw(canvas, inner, &Scroll { top });
    }
}
