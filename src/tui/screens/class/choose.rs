//! One of several: a risk, somebody at a board, a team, a question.

use ratatui::layout::Rect;

use super::super::super::context::Context;
use super::super::super::event::{Mouse, MouseKind};
use super::super::super::keys::{Action, Place};
use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, Scroll, draw_scroll_bar, overlay_area};
use super::super::{Screen, Step, View, hits, screen_area};
use super::commands::{on_member, tell, wish};
use super::list::Look;
use super::opening;
use super::saying::Saying;
use crate::class::{ANSWERS_MAX, Bulletin, Member, PlayerId, RoundView, Seat, Wish};
use crate::words;

const COLUMNS: u16 = 72;
/// Rows for what is told about the chosen line, with one above them.
const ABOUT: u16 = 5;

/// What is to be done with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Take them out.
    TakeOut,
    /// Put them in another team.
    Member,
}

/// What a line stands for.
#[derive(Clone, Debug)]
enum Chosen {
    Risk(String),
    Member(Member, What),
    Team { player: PlayerId, team: u32 },
    Question { question: String, choices: Vec<String> },
    OwnQuestion,
}

/// A line, and what is told about it.
#[derive(Clone, Debug)]
struct Line {
    label: String,
    about: String,
    chosen: Chosen,
}

/// Lines to choose from.
#[derive(Debug)]
pub(in crate::tui) struct Choose {
    title: &'static str,
    told: String,
    lines: Vec<Line>,
    at: usize,
    look: Look,
}

/// Questions that are ready, with their answers.
const READY: [(&str, &[&str]); 3] = [
    ("How did it feel?", &["Very good", "Good", "So-so", "Bad", "Very bad"]),
    ("How sure are you of your order?", &["Very sure", "Rather sure", "Rather unsure", "Not sure at all"]),
    ("Shall we go on?", &["Yes", "One more minute, please", "I have a question"]),
];

impl Choose {
    fn new(title: &'static str, told: String, lines: Vec<Line>, look: &Look) -> Self {
        Self { title, told, lines, at: 0, look: look.clone() }
    }

    /// A risk that is to strike.
    pub(super) fn risk(round: &RoundView) -> Self {
        let line = |risk: &crate::scenario::Risk| Line {
            label: risk.title.clone(),
            about: format!("{} ({})", risk.text, words::risk(risk.chance, risk.from, risk.to)),
            chosen: Chosen::Risk(risk.id.clone()),
        };
        let lines = round.scenario.risks.iter().map(line).collect();
        let told = "It strikes at the start of everybody's next Sprint, but for those who have it behind them or have \
                    prevented it.";
        Self::new("Push a risk", told.to_owned(), lines, &Look::default())
    }

    /// Somebody at a board.
    pub(super) fn member(class: &Bulletin, look: &Look, seat: &Seat, what: What) -> Self {
        let line = |member: &Member| Line {
            label: look.member(class, member),
            about: if member.is_here { "here".to_owned() } else { "away".to_owned() },
            chosen: Chosen::Member(member.clone(), what),
        };
        let title = if what == What::TakeOut { "Take out: who?" } else { "Another team: for whom?" };
        Self::new(title, look.name(class, seat), seat.members.iter().map(line).collect(), look)
    }

    /// The team that somebody is put in.
    pub(super) fn team(class: &Bulletin, look: &Look, member: &Member) -> Self {
        let of = |team: u32| class.seats.iter().find(|seat| seat.board == team);
        let own = |team: u32| {
            of(team).is_some_and(|seat| seat.members.iter().any(|other| other.player == member.player))
        };
        let line = |team: u32| {
            let members = of(team).map_or(&[][..], |seat| &seat.members);
            let names: Vec<String> = members.iter().map(|member| look.member(class, member)).collect();
            Line {
                label: of(team).map_or_else(|| format!("Team {team}"), |seat| seat.name.clone()),
                about: if names.is_empty() { "Nobody is in it.".to_owned() } else { words::list(&names) },
                chosen: Chosen::Team { player: member.player, team },
            }
        };
        let lines = (1..=class.teams).filter(|&team| !own(team)).map(line).collect();
        let told = format!("{} plays at the board of this team from now on.", look.member(class, member));
        Self::new("Another team", told, lines, look)
    }

    /// A question to the class.
    pub(super) fn question(class: &Bulletin) -> Self {
        let line = |question: &str, choices: Vec<String>| Line {
            label: question.to_owned(),
            about: choices.join(" · "),
            chosen: Chosen::Question { question: question.to_owned(), choices },
        };
        let owned = |choices: &[&str]| choices.iter().map(|choice| (*choice).to_owned()).collect();
        let mut lines: Vec<Line> =
            READY.iter().map(|(question, choices)| line(question, owned(choices))).collect();
        if let Some(round) = &class.round {
            let items = round.scenario.items.iter().filter(|item| !item.arrives);
            let titles: Vec<String> = items.take(ANSWERS_MAX).map(|item| item.title.clone()).collect();
            if titles.len() > 1 {
                lines.push(line("Which item comes first?", titles));
            }
        }
        lines.push(Line {
            label: "A question of your own …".to_owned(),
            about: "You type it, and then its answers.".to_owned(),
            chosen: Chosen::OwnQuestion,
        });
        Self::new("Ask everybody", String::new(), lines, &Look::default())
    }

    fn take(&self, cx: &Context) -> Vec<Step> {
        let (Some(line), Some(class)) = (self.lines.get(self.at), &cx.class) else { return vec![Step::Pop] };
        let then = match line.chosen.clone() {
            Chosen::Risk(risk) => {
                let told = format!(
                    "{} strikes at the start of everybody's next Sprint.",
                    words::quoted(&line.label)
                );
                wish(Wish::Strike(risk)).into_iter().chain(tell(&told)).collect()
            }
            Chosen::Member(member, what) => on_member(&class.bulletin, &self.look, &member, what),
            Chosen::Team { player, team } => wish(Wish::Seat { player, team }),
            Chosen::Question { question, choices } => wish(Wish::Ask { question, choices }),
            Chosen::OwnQuestion => vec![Step::Push(Screen::Saying(Saying::question()))],
        };
        std::iter::once(Step::Pop).chain(then).collect()
    }

    fn rows(&self, cx: &Context) -> (u16, Doc) {
        let columns = COLUMNS.min(cx.size.width - 2) - 4;
        let doc = opening(columns, &self.told);
        (doc.len() as u16 + self.lines.len() as u16 + ABOUT + 2, doc)
    }

    fn list(&self, inner: Rect, opening: &Doc) -> Rect {
        let rows = opening.len() as u16;
        Rect::new(inner.x, inner.y + rows, inner.width, inner.height.saturating_sub(rows + ABOUT).max(1))
    }

    fn top(&self, list: Rect) -> usize {
        (self.at + 1).saturating_sub(list.height.into())
    }
}

impl View for Choose {
    fn place(&self) -> Place {
        Place::Choose
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let last = self.lines.len().saturating_sub(1);
        match action {
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::Down => self.at = (self.at + 1).min(last),
            Action::Top => self.at = 0,
            Action::Bottom => self.at = last,
            Action::Open => return self.take(cx),
            Action::Back => return vec![Step::Pop],
            _ => {}
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let (rows, opening) = self.rows(cx);
        let outer = overlay_area(screen_area(cx), COLUMNS, rows);
        let inner = Rect::new(outer.x + 2, outer.y + 1, outer.width - 4, outer.height - 2);
        let list = self.list(inner, &opening);
        match mouse.kind {
            MouseKind::WheelUp => self.act(Action::Up, cx),
            MouseKind::WheelDown => self.act(Action::Down, cx),
            MouseKind::Press if hits(list, mouse) => {
                let at = self.top(list) + usize::from(mouse.row - list.y);
                // The first click chooses, a click on what is chosen takes it.
                if at == self.at {
                    return self.act(Action::Open, cx);
                }
                self.at = at.min(self.lines.len().saturating_sub(1));
                Vec::new()
            }
            MouseKind::Press if !hits(outer, mouse) => vec![Step::Pop],
            MouseKind::Press | MouseKind::Drag | MouseKind::Release => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let (rows, opening) = self.rows(cx);
        let inner = canvas.overlay(COLUMNS, rows, self.title);
        opening.draw(canvas, Rect { height: opening.len() as u16, ..inner }, &Scroll::default());
        let list = self.list(inner, &opening);
        let top = self.top(list);
        for (y, (at, line)) in (list.y..list.bottom()).zip(self.lines.iter().enumerate().skip(top)) {
            let is_chosen = at == self.at;
            let mark = if is_chosen { "▸" } else { " " };
            let columns = usize::from(list.width).saturating_sub(4);
            let shown = format!("{mark} {} ", text::fit(&line.label, columns));
            canvas.text(list.x, y, list.width, &shown, if is_chosen { Role::Selected } else { Role::Text });
        }
        draw_scroll_bar(canvas, list, top, self.lines.len());
        if let Some(line) = self.lines.get(self.at) {
            let mut doc = Doc::new(inner.width);
            doc.para(Role::Faint, &line.about);
            let rows = inner.bottom().saturating_sub(list.bottom() + 1);
            let about = Rect::new(inner.x, list.bottom() + 1, inner.width, rows);
            doc.draw(canvas, about, &Scroll::default());
        }
    }
}
