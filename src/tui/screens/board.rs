//! The board: the Product Backlog as a list that one moves items in, and what the order leads to.

mod chain;
mod drag;
mod fresh;
mod hand;
mod layout;
mod look;
mod moving;
mod outlook;
mod past;
mod prompt;
mod questions;
mod rows;
mod view;

use ratatui::layout::Rect;

use self::drag::Drag;
use self::fresh::Fresh;
use self::layout::areas;
use self::look::Look;
use self::moving::refuse_done;
use self::prompt::{Prompt, PromptKind};
pub(super) use self::questions::leave;
pub(in crate::tui) use self::questions::{RUN_EMPTY, leave_question, run_rest_question, unsaid};
use self::questions::{run_empty, run_rest};
use self::rows::Row;
pub(crate) use self::rows::{Marks, SprintEnd};
pub(in crate::tui) use self::rows::{marks, sprint_ends};
use super::super::context::{Context, Session};
use super::super::event::{Key, Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::widgets::{Canvas, Doc, Scroll};
use super::commit::Commit;
use super::parked::Parked;
use super::people::People;
use super::timeline::Timeline;
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
    look: Look,
    marked: Vec<ItemIx>,
    fresh: Fresh,
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
    /// The lines of the list.
    fn rows(&self, session: &Session) -> Vec<Row> {
        rows::rows(session, &self.look)
    }

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

    fn open(&self, session: &Session) -> Vec<Step> {
        let rows = self.rows(session);
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
                if let Some(item) = self.selected(&self.rows(session)) {
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

    /// Parks the order, or holds it beside the one that is parked.
    fn park(&self, cx: &Context, session: &Session) -> Vec<Step> {
        let order = &session.game.plan().order;
        let key = cx.preferences.keys.key(Place::Board, Action::Park).unwrap_or_default();
        let parked = session.parked.as_ref();
        match parked {
            Some(parked) if parked != order => vec![Step::Push(Screen::Parked(Parked::new(session, parked)))],
            Some(_) => vec![Step::Tell(format!(
                "This is the order that is parked. Change it, then {key} holds both side by side."
            ))],
            None => vec![
                Step::Park(order.clone()),
                Step::Tell(format!("This order is parked. Change it, then {key} holds both side by side.")),
            ],
        }
    }
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
        let rows = self.rows(session);
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
            Action::Find => {
                self.look.filter.clear();
                self.prompt = Some(Prompt::new(PromptKind::Find));
            }
            Action::PanelUp | Action::PanelDown => {
                let scroll = if action == Action::PanelUp { Action::PageUp } else { Action::PageDown };
                let lines = self.panel_doc(session, areas.panel.width).len();
                self.panel_scroll.act(scroll, lines, areas.panel.height);
            }
            Action::View => return self.turn_view(cx),
            Action::Adopt => return self.adopt(session),
            Action::Park => return self.park(cx, session),
            Action::Clear => self.clear(),
            _ => {
                // What acts on an item acts on the one that is shown as selected.
                self.selected = self.selected(&rows);
                return self.act_on_item(action, cx, session, &rows);
            }
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let Some(session) = &cx.session else { return Vec::new() };
        let rows = self.rows(session);
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
                self.drag = item.map(|item| Drag { item, from: mouse, before: None, beyond: None });
            }
            MouseKind::Press if hits(areas.tabs, mouse) => {
                if let Some(panel) = view::tab_at(areas.tabs, mouse.column) {
                    (self.panel, self.panel_scroll) = (panel, Scroll::default());
                }
            }
            MouseKind::Press => {}
            MouseKind::Drag => match self.refuse_in_view(cx).filter(|_| self.drag.is_some()) {
                Some(only_a_view) => {
                    self.drag = None;
                    return vec![only_a_view];
                }
                None => self.dragged(&rows, &areas, mouse, cx.now_ms),
            },
            MouseKind::Release => {
                // The lines may have moved since the mouse did.
                if self.drag.is_some_and(|drag| drag.before.is_some()) {
                    self.dragged(&rows, &areas, mouse, cx.now_ms);
                }
                return self.dropped(cx, session, &rows, areas.list);
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
            self.fresh.tick(session, cx.now_ms);
            self.held(&self.rows(session), &areas(screen_area(cx)), cx.now_ms);
        }
        Vec::new()
    }

    fn wants_ticks(&self, cx: &Context) -> bool {
        let is_held = self.drag.is_some_and(|drag| drag.beyond.is_some());
        is_held || cx.session.as_ref().is_some_and(|session| self.fresh.wants_ticks(session, cx))
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        if let Some(session) = &cx.session {
            view::draw(self, canvas, session, cx);
        }
    }
}

impl Board {
    fn act_on_item(&mut self, action: Action, cx: &Context, session: &Session, rows: &[Row]) -> Vec<Step> {
        let Some(item) = self.selected else { return self.act_on_game(action, session) };
        match action {
            Action::MoveUp => self.nudge(cx, session, true),
            Action::MoveDown => self.nudge(cx, session, false),
            Action::MoveToTop => self.place(cx, session, item, 1),
            Action::MoveToBottom => self.place(cx, session, item, Self::last_place(session, item)),
            Action::PasteBelow | Action::PasteAbove => match self.refuse_in_view(cx) {
                Some(only_a_view) => vec![only_a_view],
                None => self.paste(session, rows, action == Action::PasteBelow),
            },
            Action::Mark => {
                self.step(rows, 1);
                self.mark(session, item)
            }
            Action::BringAlong => chain::bring_along(session, item),
            Action::NotNow => self.set_aside(session, item),
            Action::Open => self.open(session),
            Action::Talk => vec![
                refuse_done(session, item)
                    .unwrap_or_else(|| Step::Push(Screen::Talk(super::talk::Talk::new(item)))),
            ],
            Action::Commit => vec![refuse_done(session, item).unwrap_or_else(|| {
                Step::Push(Screen::Commit(Commit::forecast(session, item, &self.marked(session))))
            })],
            _ => self.act_on_game(action, session),
        }
    }

    fn act_on_game(&mut self, action: Action, session: &Session) -> Vec<Step> {
        let game = &session.game;
        match action {
            Action::Undo => vec![Step::Do(Command::Undo)],
            Action::Redo => vec![Step::Do(Command::Redo)],
            Action::Declare => vec![Step::Push(self.say(session))],
            Action::RunSprint | Action::RunRest if session.is_blind() => {
                vec![Step::Push(self.say(session)), Step::Tell(questions::unsaid(session))]
            }
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
            Action::Timeline => vec![Step::Push(Screen::Timeline(Timeline::now(session)))],
            Action::People => vec![Step::Push(Screen::People(People::default()))],
            Action::Back => vec![leave(session)],
            _ => Vec::new(),
        }
    }

    /// Where something is said about this Sprint.
    fn say(&self, session: &Session) -> Screen {
        Screen::Commit(Commit::unsaid(session, self.selected, &self.marked(session)))
    }
}
