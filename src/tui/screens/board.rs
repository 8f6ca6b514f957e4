//! The board: the Product Backlog as a list that one moves items in, and what the order leads to.

mod chain;
mod drag;
mod layout;
mod outlook;
mod prompt;
mod questions;
mod rows;
mod view;

use ratatui::layout::Rect;

use self::drag::Drag;
use self::layout::areas;
use self::prompt::{Prompt, PromptKind, Typed};
pub(super) use self::questions::leave;
use self::questions::{run_empty, run_rest};
use self::rows::{Row, rows};
use super::super::context::{Context, Session};
use super::super::event::{Code, Key, Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Screen, Step, View, facts, hits, review, screen_area};
use crate::game::Command;
use crate::scenario::{ItemIx, StakeholderIx};

/// What is selected, scrolled, dragged and typed on the board.
#[derive(Debug, Default)]
pub(in crate::tui) struct Board {
    selected: Option<ItemIx>,
    top: usize,
    /// Whether the wheel has turned away from the selected item.
    turned_away: bool,
    panel: Panel,
    panel_scroll: Scroll,
    drag: Option<Drag>,
    prompt: Option<Prompt>,
}

/// What is shown beside the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Panel {
    #[default]
    Item,
    People,
    Value,
    Outlook,
}

const PANELS: [(Panel, &str); 4] =
    [(Panel::Item, "Item"), (Panel::People, "People"), (Panel::Value, "Value"), (Panel::Outlook, "Risks")];

impl Board {
    /// The selected item: the first one until another is chosen.
    fn selected(&self, rows: &[Row]) -> Option<ItemIx> {
        let items = || rows.iter().filter_map(|row| row.item());
        self.selected.filter(|chosen| items().any(|item| item == *chosen)).or_else(|| items().next())
    }

    /// The line of the selected item.
    fn line(&self, rows: &[Row]) -> usize {
        let selected = self.selected(rows);
        rows.iter().position(|row| row.item().is_some() && row.item() == selected).unwrap_or(0)
    }

    /// The first line in sight: near where it was, and so that the selected item is in sight unless the
    /// wheel turned away from it.
    fn top(&self, rows: &[Row], list: Rect) -> usize {
        let height = usize::from(list.height);
        let top = if self.turned_away {
            self.top
        } else {
            let line = self.line(rows);
            // A line of context stays in sight, too.
            self.top.max((line + 2).saturating_sub(height)).min(line.saturating_sub(1))
        };
        top.min(rows.len().saturating_sub(height))
    }

    /// Selects the item so many items further.
    fn step(&mut self, rows: &[Row], by: isize) {
        let items: Vec<ItemIx> = rows.iter().filter_map(|row| row.item()).collect();
        let selected = self.selected(rows);
        let at = items.iter().position(|item| Some(*item) == selected).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(items.len().saturating_sub(1));
        self.select(items.get(to).copied());
    }

    fn select(&mut self, item: Option<ItemIx>) {
        if item != self.selected {
            self.panel_scroll = Scroll::default();
        }
        self.selected = item.or(self.selected);
    }

    /// Moves the selected item in the order by so many places, or to a place of its own.
    fn move_selected(&self, cx: &Context, place: impl Fn(Option<usize>, usize) -> usize) -> Vec<Step> {
        let Some(session) = &cx.session else { return Vec::new() };
        let rows = rows(session);
        let Some(item) = self.selected(&rows) else { return Vec::new() };
        let order = &session.game.plan().order;
        let at = order.iter().position(|other| *other == item).map(|index| index + 1);
        let places = order.len() + usize::from(at.is_none());
        let to = place(at, places).clamp(1, places);
        if at == Some(to) {
            return Vec::new();
        }
        move_to(cx, session, item, to)
    }

    /// Sets an item aside and goes on to the one below it, or brings it back.
    fn set_aside(&mut self, session: &Session, item: ItemIx) -> Vec<Step> {
        if let Some(done) = refuse_done(session, item) {
            return vec![done];
        }
        let plan = session.game.plan();
        let id = session.game.scenario().item(item).id.clone();
        if plan.aside.contains(&item) {
            vec![Step::Do(Command::Move { item: id, to: plan.order.len() + 1 })]
        } else {
            let next = plan.order.iter().skip_while(|other| **other != item).nth(1);
            self.select(next.or(plan.order.iter().rev().nth(1)).copied());
            vec![Step::Do(Command::SetAside { item: id })]
        }
    }

    fn open(&self, session: &Session) -> Vec<Step> {
        let rows = rows(session);
        let items: Vec<ItemIx> = rows.iter().filter_map(|row| row.item()).collect();
        let selected = self.selected(&rows);
        let Some(shown) = items.iter().position(|item| Some(*item) == selected) else { return Vec::new() };
        vec![Step::Push(Screen::Item(super::item::ItemScreen::new(items, shown)))]
    }

    fn turn_panel(&mut self, by: usize) {
        let at = PANELS.iter().position(|(panel, _)| *panel == self.panel).unwrap_or(0);
        self.panel = PANELS[(at + by) % PANELS.len()].0;
        self.panel_scroll = Scroll::default();
    }

    /// The text of the panel that is shown.
    fn panel_doc(&self, session: &Session, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        match self.panel {
            Panel::Item => {
                if let Some(item) = self.selected(&rows(session)) {
                    facts::item(&mut doc, session, item);
                }
            }
            Panel::People => {
                for index in 0..session.game.scenario().stakeholders.len() {
                    facts::person(&mut doc, session, StakeholderIx::new(index));
                }
            }
            Panel::Value => {}
            Panel::Outlook => facts::outlook(&mut doc, session),
        }
        doc
    }

    /// Takes a key while something is typed. Nothing that is typed moves anything before Enter.
    fn type_key(&mut self, key: Key, cx: &Context, session: &Session) -> Vec<Step> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        let (kind, typed) = (prompt.kind, prompt.key(key));
        match (kind, typed) {
            (_, Typed::Left) => self.prompt = None,
            (PromptKind::Find, Typed::Finished) => self.prompt = None,
            (PromptKind::Find, Typed::Edited) => self.find(session, key.code == Code::Down),
            (PromptKind::Place, Typed::Edited) => {}
            (PromptKind::Place, Typed::Finished) => return self.move_to_typed(cx, session),
        }
        Vec::new()
    }

    /// Selects the first item that is looked for, from the selected one on or behind it.
    fn find(&mut self, session: &Session, next: bool) {
        let Some(prompt) = &self.prompt else { return };
        let rows = rows(session);
        let items: Vec<ItemIx> = rows.iter().filter_map(|row| row.item()).collect();
        let selected = self.selected(&rows);
        let at = items.iter().position(|item| Some(*item) == selected).unwrap_or(0) + usize::from(next);
        let (before, after) = items.split_at(at.min(items.len()));
        let found = |ix: &&ItemIx| prompt.finds(&session.game.scenario().item(**ix).title);
        let found = after.iter().chain(before).find(found).copied();
        self.select(found);
    }

    fn move_to_typed(&mut self, cx: &Context, session: &Session) -> Vec<Step> {
        let Some(Ok(place)) = self.prompt.take().map(|prompt| prompt.text.parse::<usize>()) else {
            return Vec::new();
        };
        let order = &session.game.plan().order;
        // An item that is set aside comes in addition.
        let places = order.len() + usize::from(self.selected.is_some_and(|item| !order.contains(&item)));
        if (1..=places).contains(&place) {
            self.move_selected(cx, |_, _| place)
        } else {
            vec![Step::Tell(format!("There is no place {place}: the order has places 1 to {places}."))]
        }
    }
}

/// What is told where nothing can be done with an item any more.
fn refuse_done(session: &Session, item: ItemIx) -> Option<Step> {
    let is_done = session.game.state().item(item).done().is_some();
    is_done.then(|| {
        Step::Tell("That item is Done: there is nothing to move, to talk about or to forecast.".to_owned())
    })
}

fn move_to(cx: &Context, session: &Session, item: ItemIx, to: usize) -> Vec<Step> {
    if let Some(done) = refuse_done(session, item) {
        return vec![done];
    }
    let id = session.game.scenario().item(item).id.clone();
    let offer = chain::offer(cx, session, item, to).map(Step::Tell);
    [Step::Do(Command::Move { item: id, to })].into_iter().chain(offer).collect()
}

impl View for Board {
    fn place(&self) -> Place {
        Place::Board
    }

    fn typed(&mut self, key: Key, cx: &Context) -> Option<Vec<Step>> {
        let session = cx.session.as_ref()?;
        // Ctrl keys are never text: one can always leave.
        (self.prompt.is_some() && !key.ctrl).then(|| self.type_key(key, cx, session))
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let Some(session) = &cx.session else { return vec![Step::Pop] };
        (self.prompt, self.drag) = (None, None);
        let rows = rows(session);
        let areas = areas(screen_area(cx));
        let page = isize::from(i16::try_from(areas.list.height).unwrap_or(i16::MAX));
        (self.top, self.turned_away) = (self.top(&rows, areas.list), false);
        match action {
            Action::Up => self.step(&rows, -1),
            Action::Down => self.step(&rows, 1),
            Action::PageUp => self.step(&rows, -page),
            Action::PageDown => self.step(&rows, page),
            Action::Top => self.step(&rows, isize::MIN),
            Action::Bottom => self.step(&rows, isize::MAX),
            Action::Next => self.turn_panel(1),
            Action::Previous => self.turn_panel(PANELS.len() - 1),
            Action::MoveTo => {
                self.selected = self.selected(&rows);
                self.prompt = Some(Prompt::new(PromptKind::Place));
            }
            Action::Find => self.prompt = Some(Prompt::new(PromptKind::Find)),
            _ => {
                // What acts on an item acts on the one that is shown as selected.
                self.selected = self.selected(&rows);
                return self.act_on_game(action, cx, session);
            }
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let Some(session) = &cx.session else { return Vec::new() };
        let rows = rows(session);
        let areas = areas(screen_area(cx));
        if mouse.kind == MouseKind::Press {
            // What was in hand when a button went up elsewhere is not in hand any more.
            self.drag = None;
        }
        let line = usize::from(mouse.row.saturating_sub(areas.list.y)) + self.top(&rows, areas.list);
        match mouse.kind {
            MouseKind::Press if hits(areas.list, mouse) => {
                let item = rows.get(line).and_then(|row| row.item());
                self.select(item);
                self.drag = item.map(|item| Drag { item, before: None, beyond: None });
            }
            MouseKind::Press if hits(areas.tabs, mouse) => {
                if let Some(panel) = view::tab_at(areas.tabs, mouse.column) {
                    (self.panel, self.panel_scroll) = (panel, Scroll::default());
                }
            }
            MouseKind::Press => {}
            MouseKind::Drag => self.dragged(&rows, &areas, mouse, cx.now_ms),
            MouseKind::Release => {
                // The lines may have moved since the mouse did.
                if self.drag.is_some_and(|drag| drag.before.is_some()) {
                    self.dragged(&rows, &areas, mouse, cx.now_ms);
                }
                return self.dropped(cx, session, &rows);
            }
            MouseKind::WheelUp | MouseKind::WheelDown => {
                let action = if mouse.kind == MouseKind::WheelUp { Action::Up } else { Action::Down };
                if hits(areas.panel, mouse) {
                    let lines = self.panel_doc(session, areas.panel.width).len();
                    self.panel_scroll.act(action, lines, areas.panel.height);
                } else {
                    let mut scroll = Scroll { top: self.top(&rows, areas.list) };
                    scroll.act(action, rows.len(), areas.list.height);
                    (self.top, self.turned_away) = (scroll.top, true);
                }
            }
        }
        Vec::new()
    }

    fn tick(&mut self, cx: &Context) -> Vec<Step> {
        if let Some(session) = &cx.session {
            self.held(&rows(session), &areas(screen_area(cx)), cx.now_ms);
        }
        Vec::new()
    }

    fn wants_ticks(&self, _: &Context) -> bool {
        self.drag.is_some_and(|drag| drag.beyond.is_some())
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        if let Some(session) = &cx.session {
            view::draw(self, canvas, session);
        }
    }
}

impl Board {
    fn act_on_game(&mut self, action: Action, cx: &Context, session: &Session) -> Vec<Step> {
        let game = &session.game;
        match action {
            Action::MoveUp => self.move_selected(cx, |at, places| at.map_or(places, |at| at.max(2) - 1)),
            Action::MoveDown => self.move_selected(cx, |at, places| at.map_or(places, |at| at + 1)),
            Action::MoveToTop => self.move_selected(cx, |_, _| 1),
            Action::MoveToBottom => self.move_selected(cx, |_, places| places),
            Action::BringAlong => {
                self.selected.map(|item| chain::bring_along(session, item)).unwrap_or_default()
            }
            Action::NotNow => self.selected.map(|item| self.set_aside(session, item)).unwrap_or_default(),
            Action::Open => self.open(session),
            Action::Talk => match self.selected {
                Some(item) => vec![
                    refuse_done(session, item)
                        .unwrap_or_else(|| Step::Push(Screen::Talk(super::talk::Talk::new(item)))),
                ],
                None => Vec::new(),
            },
            Action::Commit => {
                match self.selected {
                    Some(item) => vec![refuse_done(session, item).unwrap_or_else(|| {
                        Step::Push(Screen::Commit(super::commit::Commit::new(game, item)))
                    })],
                    None => Vec::new(),
                }
            }
            Action::Undo => vec![Step::Do(Command::Undo)],
            Action::Redo => vec![Step::Do(Command::Redo)],
            Action::RunSprint if game.plan().order.is_empty() => {
                vec![Step::Push(Screen::Confirm(run_empty()))]
            }
            Action::RunSprint => {
                // What is Done leaves the order; the next Sprint is looked at from the top.
                *self = Self { panel: self.panel, ..Self::default() };
                vec![Step::Do(Command::RunSprint)]
            }
            Action::RunRest => vec![Step::Push(Screen::Confirm(run_rest(session)))],
            Action::Brief => vec![Step::Push(Screen::briefing())],
            Action::Record => match game.records().len() {
                0 => vec![Step::Tell("No Sprint has been run yet.".to_owned())],
                n => vec![Step::Push(Screen::Review(review::Review::again(n - 1)))],
            },
            Action::Back => vec![leave(session)],
            _ => Vec::new(),
        }
    }
}
