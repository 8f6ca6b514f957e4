//! A class, as its trainer sees it and as a projector may show it.

mod begin;
mod choose;
mod commands;
mod joining;
mod list;
mod saying;
mod shoulder;
mod side;

use ratatui::layout::Rect;

pub(in crate::tui) use self::begin::Begin;
pub(in crate::tui) use self::choose::Choose;
pub(in crate::tui) use self::joining::Joining;
use self::list::{Look, Sheet};
pub(in crate::tui) use self::saying::Saying;
pub(in crate::tui) use self::shoulder::Shoulder;
pub(in crate::tui) use self::side::invitation;
use super::super::context::Context;
use super::super::event::{Code, Key, Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{BIG_ROWS, Canvas, Doc, Scroll};
use super::typing::TextLine;
use super::{Screen, Step, View, content, draw_header, hits, screen_area};
use crate::class::{BoardId, Bulletin, NAME_MAX, Seat};

/// The board of a class.
#[derive(Debug, Default)]
pub(in crate::tui) struct ClassBoard {
    look: Look,
    /// The board that is selected; the first one before anything was.
    chosen: Option<BoardId>,
    /// What is looked for, while it is typed.
    finding: Option<TextLine>,
    side: Scroll,
    /// The last round whose results were shown by themselves.
    shown_round: usize,
}

/// From this width on what is told stands beside the boards.
const WIDE: u16 = 96;

/// Where everything stands while a round goes on, and after it.
struct Areas {
    status: Rect,
    list: Rect,
    side: Rect,
    is_large: bool,
}

impl Areas {
    fn of(cx: &Context, class: &Bulletin) -> Self {
        let inner = content(screen_area(cx));
        let is_large = inner.width >= 100 && inner.height >= 32 && !cx.preferences.ascii;
        let (x, width) = (inner.x + 1, inner.width - 2);
        let rows = if is_large { 3 + BIG_ROWS } else { 2 };
        let status = Rect::new(x, inner.y, width, rows);
        let (top, height) = (inner.y + rows + 1, inner.height - rows - 1);
        if inner.width >= WIDE {
            let side = (width * 2 / 5).min(70);
            let list = Rect::new(x, top, width - side - 3, height);
            return Self { status, list, side: Rect::new(list.right() + 3, top, side, height), is_large };
        }
        // A few people leave more room for what is told.
        let rows = (class.seats.len() as u16).saturating_add(2).clamp(6, height * 3 / 5);
        let list = Rect::new(x, top, width, rows);
        Self { status, list, side: Rect::new(x, top + rows + 1, width, height - rows - 1), is_large }
    }
}

impl ClassBoard {
    /// The board that is selected.
    fn seat<'c>(&self, class: &'c Bulletin) -> Option<&'c Seat> {
        let seats = self.look.seats(class);
        let chosen = seats.iter().find(|seat| Some(seat.board) == self.chosen);
        chosen.or(seats.first()).copied()
    }

    fn select(&mut self, class: &Bulletin, by: isize) {
        let seats = self.look.seats(class);
        let at = seats.iter().position(|seat| Some(seat.board) == self.chosen).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(seats.len().saturating_sub(1));
        self.chosen = seats.get(to).map(|seat| seat.board);
    }

    /// Where the boards are listed.
    fn list_area(cx: &Context, class: &Bulletin) -> Rect {
        if class.round.is_some() { Areas::of(cx, class).list } else { joining::Layout::of(cx, class).rest }
    }

    /// Shows the results of the round, the first time that they are there. Where something is hidden the board may be on
    /// a projector, and they are shown when they are asked for.
    pub(in crate::tui) fn take_results(&mut self, cx: &Context) -> Vec<Step> {
        let results = cx.class.as_ref().and_then(|class| class.results.as_ref());
        let Some(round) = results.map(|results| results.round).filter(|round| *round > self.shown_round)
        else {
            return Vec::new();
        };
        self.shown_round = round;
        let is_open = |class: &Bulletin| self.look.shows_names(class) && self.look.shows_values(class);
        match &cx.class {
            Some(class) if is_open(&class.bulletin) => vec![Step::Push(Screen::results())],
            _ => Vec::new(),
        }
    }

    fn scroll_side(&mut self, action: Action, cx: &Context, class: &Bulletin) {
        let action = if action == Action::PanelDown { Action::PageDown } else { Action::PageUp };
        let area = Areas::of(cx, class).side;
        let lines = side::doc(class, &self.look, self.seat(class), area.width, cx).len();
        self.side.act(action, lines, area.height);
    }

    fn draw_round(&self, canvas: &mut Canvas<'_>, cx: &Context, class: &Bulletin) {
        let areas = Areas::of(cx, class);
        draw_status(canvas, &areas, class);
        let seats = self.look.seats(class);
        let chosen = self.seat(class);
        let sheet = Sheet { class, look: &self.look, seats: &seats, chosen: chosen.map(|seat| seat.board) };
        sheet.draw(canvas, areas.list);
        if areas.side.y > areas.list.y {
            canvas.rule(areas.side.x, areas.side.y - 1, areas.side.width, "");
        } else {
            canvas.rule_down(areas.side.x - 2, areas.side.y, areas.side.height);
        }
        side::doc(class, &self.look, chosen, areas.side.width, cx).draw(canvas, areas.side, &self.side);
    }

    fn draw_joining(&self, canvas: &mut Canvas<'_>, cx: &Context, class: &Bulletin) {
        let layout = joining::Layout::of(cx, class);
        layout.draw(canvas, class);
        let seats = self.look.seats(class);
        let chosen = self.seat(class).map(|seat| seat.board);
        Sheet { class, look: &self.look, seats: &seats, chosen }.draw(canvas, layout.rest);
    }

    /// The line in which a name is looked for, and how many boards are left.
    fn draw_find(&self, canvas: &mut Canvas<'_>, cx: &Context, class: &Bulletin) {
        let shown = match &self.finding {
            Some(line) => format!("Find: {}  Enter keeps it, Esc shows all", line.shown()),
            None if !self.look.filter.is_empty() => {
                format!("Only “{}”: {} shows all", self.look.filter, side::key(cx, Action::Clear))
            }
            None => return,
        };
        let list = Self::list_area(cx, class);
        let row = Rect::new(list.x, list.bottom().saturating_sub(1), list.width, 1);
        canvas.clear(row);
        canvas.text(row.x, row.y, row.width, &shown, Role::Accent);
    }
}

/// What is played, at whose pace, how far everybody is, and the time box.
fn draw_status(canvas: &mut Canvas<'_>, areas: &Areas, class: &Bulletin) {
    let Some(round) = &class.round else { return };
    let Rect { x, y, width, .. } = areas.status;
    let sprints = round.scenario.sprints;
    let pace = match round.step {
        _ if class.is_closed => "the class is over".to_owned(),
        _ if round.is_ended => "the round is over".to_owned(),
        Some(step) if step > sprints => "all together: every Sprint is run".to_owned(),
        Some(step) => format!("all together: Sprint {step} of {sprints}"),
        None => "each at their own pace".to_owned(),
    };
    let stopped = if round.is_paused && !round.is_ended { "STOPPED, nobody goes on · " } else { "" };
    let right = format!("{stopped}{pace}");
    let room = usize::from(width).saturating_sub(text::width(&right) + 2);
    canvas.text(x, y, room as u16, &round.scenario.title, Role::Strong);
    let role = if stopped.is_empty() { Role::Text } else { Role::Warn };
    canvas.text_right(areas.status, &right, role);
    let (over, all) = side::over(class);
    let (count, done) = match side::handed_in(class) {
        Some((step, ready, open)) => {
            (format!("{ready}/{open}"), format!("{ready} of {open} handed in Sprint {step}"))
        }
        None => (format!("{over}/{all}"), format!("{over} of {all} have run every Sprint")),
    };
    let here = format!("{} here", class.here);
    let left = class.left_s.map(|left| match left {
        0 => "time is up".to_owned(),
        left => format!("{} left", side::clock(left)),
    });
    if areas.is_large {
        canvas.big(x, y + 1, width, &count, Role::Strong);
        if let Some(clock) = class.left_s.map(side::clock) {
            let columns = 4 * clock.chars().count() as u16;
            canvas.big((x + width).saturating_sub(columns), y + 1, columns, &clock, Role::Accent);
        }
    }
    let row = Rect::new(x, areas.status.bottom() - 1, width, 1);
    let line = format!("{done} · {here}");
    canvas.text(row.x, row.y, row.width, &line, Role::Text);
    if let Some(left) = left {
        canvas.text_right(row, &format!(" {left}"), Role::Accent);
    }
}

impl View for ClassBoard {
    fn place(&self) -> Place {
        Place::ClassBoard
    }

    fn typed(&mut self, key: Key, cx: &Context) -> Option<Vec<Step>> {
        let (line, class) = (self.finding.as_mut()?, cx.class.as_ref()?);
        match key.code {
            Code::Enter => self.finding = None,
            Code::Esc => {
                self.finding = None;
                self.look.filter.clear();
            }
            Code::Up => self.select(&class.bulletin, -1),
            Code::Down => self.select(&class.bulletin, 1),
            _ if line.takes(key) => {
                self.look.filter = line.text().to_lowercase();
                self.chosen = self.seat(&class.bulletin).map(|seat| seat.board);
            }
            _ => {}
        }
        Some(Vec::new())
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let Some(class) = &cx.class else { return Vec::new() };
        let class = &*class.bulletin;
        let page = isize::try_from(Self::list_area(cx, class).height.saturating_sub(2).max(1)).unwrap_or(1);
        match action {
            Action::Up => self.select(class, -1),
            Action::Down => self.select(class, 1),
            Action::PageUp => self.select(class, -page),
            Action::PageDown => self.select(class, page),
            Action::Top => self.select(class, isize::MIN),
            Action::Bottom => self.select(class, isize::MAX),
            Action::PanelUp | Action::PanelDown => self.scroll_side(action, cx, class),
            Action::Find => self.finding = Some(TextLine::new(&self.look.filter, NAME_MAX)),
            Action::Clear => self.look.filter.clear(),
            Action::Sort => {
                self.look.sort = self.look.sort.next();
                return vec![Step::Tell(format!("Sorted {}.", self.look.sort.told()))];
            }
            Action::ForMyEyes => {
                self.look.is_for_my_eyes = !self.look.is_for_my_eyes;
                let told = if self.look.is_for_my_eyes {
                    "This screen shows what is hidden from the class: mind the projector."
                } else {
                    "This screen shows only what everybody may see."
                };
                return vec![Step::Tell(told.to_owned())];
            }
            action => return self.command(action, cx, class),
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let Some(class) = &cx.class else { return Vec::new() };
        let class = &*class.bulletin;
        let list = Self::list_area(cx, class);
        let on_side = class.round.is_some() && hits(Areas::of(cx, class).side, mouse);
        match mouse.kind {
            MouseKind::WheelUp if on_side => self.scroll_side(Action::PanelUp, cx, class),
            MouseKind::WheelDown if on_side => self.scroll_side(Action::PanelDown, cx, class),
            MouseKind::WheelUp => self.select(class, -1),
            MouseKind::WheelDown => self.select(class, 1),
            MouseKind::Press if hits(list, mouse) => {
                let seats = self.look.seats(class);
                let chosen = self.seat(class).map(|seat| seat.board);
                let sheet = Sheet { class, look: &self.look, seats: &seats, chosen };
                let pressed = sheet.at(list, mouse.row);
                // The first click selects, a click on what is selected looks over the shoulder.
                if pressed.is_some() && pressed == self.chosen {
                    return self.command(Action::Watch, cx, class);
                }
                self.chosen = pressed.or(self.chosen);
            }
            MouseKind::Press | MouseKind::Drag | MouseKind::Release => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(class) = &cx.class else { return };
        let class = &*class.bulletin;
        let hides = class.are_names_hidden || class.are_results_hidden;
        let mut right = if hides && self.look.is_for_my_eyes {
            "for your eyes only · ".to_owned()
        } else {
            String::new()
        };
        match &class.round {
            Some(round) => right += &format!("round {} · code {}", round.number, class.invitation.code),
            None => right += &format!("{} here", class.here),
        }
        draw_header(canvas, &class.title, &right);
        if class.round.is_some() {
            self.draw_round(canvas, cx, class);
        } else {
            self.draw_joining(canvas, cx, class);
        }
        self.draw_find(canvas, cx, class);
    }
}

/// A paragraph above a list in a dialog.
fn opening(columns: u16, told: &str) -> Doc {
    let mut doc = Doc::new(columns + 2);
    if !told.is_empty() {
        doc.para(Role::Text, told);
        doc.line(Vec::new());
    }
    doc
}
