//! The debrief: how it felt, what happened, what it says about the work of a Product Owner, what next.

mod pages;

use ratatui::layout::Rect;

use super::super::context::Context;
use super::super::event::{Effect, LookBack};
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Fan, Scroll, draw_fan};
use super::{Screen, Step, View, draw_header, page, review, screen_area};
use crate::debrief::{Fans, Kept, Scorecard};
use crate::game::Game;
use crate::sim::{Forecast, Summary};

/// The game that is looked back on, and the page one is at.
#[derive(Debug)]
pub(in crate::tui) struct DebriefScreen {
    game: Box<Game>,
    scorecard: Scorecard,
    /// The forecasts behind each decision, once they are computed.
    looked_back: Option<LookedBack>,
    /// The ticket of the request for them.
    asked: u64,
    page: usize,
    scroll: Scroll,
}

#[derive(Debug)]
struct LookedBack {
    fans: Fans,
    kept: Kept,
}

/// The pages, in the order in which a debrief asks (Thiagarajan's six phases, in short).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Feeling,
    Value,
    Sprints,
    Scorecard,
    People,
    Forecasts,
    Questions,
}

const PAGES: [(Page, &str); 7] = [
    (Page::Feeling, "How did it feel?"),
    (Page::Value, "What happened: value"),
    (Page::Sprints, "What happened: Sprint by Sprint"),
    (Page::Scorecard, "What a good Product Owner changes"),
    (Page::People, "The people"),
    (Page::Forecasts, "Your forecasts"),
    (Page::Questions, "Questions to discuss"),
];

impl DebriefScreen {
    /// The debrief of a game.
    pub(super) fn new(game: &Game) -> Self {
        let scorecard = Scorecard::of(game);
        Self {
            game: Box::new(game.clone()),
            scorecard,
            looked_back: None,
            asked: 0,
            page: 0,
            scroll: Scroll::default(),
        }
    }

    /// Asks for the forecasts behind the decisions.
    pub(super) fn look_back(&mut self, ticket: u64) -> Effect {
        self.asked = ticket;
        Effect::LookBack(LookBack { ticket, game: self.game.clone() })
    }

    /// Takes the forecasts that were asked for; those of another game are not.
    pub(super) fn looked_back(&mut self, ticket: u64, forecasts: &[Forecast]) {
        if ticket == self.asked {
            let fans = Fans::of(&self.game, forecasts);
            self.looked_back = Some(LookedBack { fans, kept: Kept::of(&self.game, forecasts) });
        }
    }

    fn turn(&mut self, forwards: bool) {
        self.page = if forwards { (self.page + 1).min(PAGES.len() - 1) } else { self.page.saturating_sub(1) };
        self.scroll = Scroll::default();
    }

    fn doc(&self, columns: u16) -> Doc {
        self.text(PAGES[self.page].0, columns)
    }

    /// What happened over what was forecast when the game began.
    fn draw_chart(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let scenario = self.game.scenario();
        let totals = self.game.running_totals();
        let first = self.looked_back.as_ref().and_then(|looked_back| looked_back.fans.fans.first());
        let expected: Vec<Summary> =
            first.map(|fan| fan.points.iter().map(|point| point.expected).collect()).unwrap_or_default();
        let (last, played, unit) = (scenario.benefit_sprints, scenario.sprints, scenario.value_unit.as_str());
        draw_fan(canvas, area, &Fan { past: &totals, expected: &expected, last, played, unit });
    }
}

fn area(screen: Rect) -> Rect {
    let page = page(screen);
    Rect::new(page.x, page.y + 3, page.width, page.height - 3)
}

impl View for DebriefScreen {
    fn place(&self) -> Place {
        Place::Debrief
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let area = area(screen_area(cx));
        if self.scroll.act(action, self.doc(area.width).len(), area.height) {
            return Vec::new();
        }
        match action {
            Action::Next => self.turn(true),
            Action::Previous => self.turn(false),
            Action::Record if cx.game().is_some() => {
                return vec![Step::Push(Screen::Review(review::Review::again(0)))];
            }
            // In a replay there is something under it to go back to.
            Action::Back if cx.game().is_none() => return vec![Step::Pop],
            Action::Back => return cx.session.as_ref().map(super::board::leave).into_iter().collect(),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, _: &Context) {
        let scenario = self.game.scenario();
        let left = format!("{} · Debrief", scenario.title);
        draw_header(canvas, &left, &format!("page {} of {}", self.page + 1, PAGES.len()));
        let area = area(canvas.area);
        canvas.text(area.x, area.y - 2, area.width, PAGES[self.page].1, Role::Accent);
        let doc = self.doc(area.width);
        doc.draw(canvas, area, &self.scroll);
        if PAGES[self.page].0 == Page::Value {
            let used = (doc.len() as u16 + 1).min(area.height);
            let chart = Rect::new(area.x, area.y + used, area.width, (area.height - used).min(18));
            self.draw_chart(canvas, chart);
        }
    }
}
