//! The debrief: how it felt, what happened, what decided it, what it says about the work of a Product Owner,
//! what next.

mod beside;
mod decided;
mod figure;
mod ladder;
mod moments;
mod pages;
mod said;
mod sheet;
mod what_if;

use std::sync::Arc;

use ratatui::layout::Rect;

pub(in crate::tui) use self::beside::Beside;
use self::figure::Figure;
pub(in crate::tui) use self::figure::FigureScreen;
use self::sheet::Sheet;
pub(super) use self::sheet::sprints;
pub(in crate::tui) use self::what_if::WhatIf;
use super::super::context::{Context, Findings};
use super::super::event::{Effect, LookBack, Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Fan, Scroll, draw_fan};
use super::{Screen, Step, View, draw_header, hits, page, review, screen_area, timeline};
use crate::debrief::Scorecard;
use crate::debrief::analysis::{Progress, Thoroughness};
use crate::game::Game;
use crate::sim::Summary;

/// The game that is looked back on, and the page one is at.
#[derive(Debug)]
pub(in crate::tui) struct DebriefScreen {
    game: Arc<Game>,
    scorecard: Scorecard,
    page: usize,
    /// Which of the lines that can be opened is chosen.
    chosen: usize,
    scroll: Scroll,
}

/// The pages, in the order in which a debrief asks (Thiagarajan's six phases).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Feeling,
    Value,
    Sprints,
    Decided,
    Moments,
    Ladder,
    Knowledge,
    Scorecard,
    People,
    Said,
    WhatIf,
    Questions,
}

const PAGES: [(Page, &str); 12] = [
    (Page::Feeling, "How did it feel?"),
    (Page::Value, "What happened: value"),
    (Page::Sprints, "What happened: Sprint by Sprint"),
    (Page::Decided, "What decided it: par, decisions and luck"),
    (Page::Moments, "The moments that mattered"),
    (Page::Ladder, "Where you stand"),
    (Page::Knowledge, "What experiments and conversations told you"),
    (Page::Scorecard, "What a good Product Owner changes"),
    (Page::People, "The people"),
    (Page::Said, "What you said beforehand"),
    (Page::WhatIf, "What if?"),
    (Page::Questions, "What next?"),
];

/// What a line of a page opens.
#[derive(Clone, Debug)]
enum Open {
    /// How a figure is made.
    Figure(Figure),
    /// A moment: the place of its decision, and its own.
    Moment(usize, usize),
    /// The order of a decision, to be changed.
    WhatIf(usize),
}

impl DebriefScreen {
    /// The debrief of a game.
    pub(super) fn new(game: Arc<Game>) -> Self {
        let scorecard = Scorecard::of(&game);
        Self { game, scorecard, page: 0, chosen: 0, scroll: Scroll::default() }
    }

    /// Asks for a look back on the game, unless that is being done.
    pub(super) fn ask(&mut self, ticket: u64, cx: &Context) -> Option<Effect> {
        let request = LookBack {
            ticket,
            game: Arc::clone(&self.game),
            thoroughness: Thoroughness::default(),
            recall: (Vec::new(), 0),
        };
        (!cx.findings.is_about(&self.game)).then_some(Effect::LookBack(request))
    }

    fn turn(&mut self, forwards: bool) {
        self.page = if forwards { (self.page + 1).min(PAGES.len() - 1) } else { self.page.saturating_sub(1) };
        (self.chosen, self.scroll) = (0, Scroll::default());
    }

    fn sheet(&self, area: Rect, cx: &Context) -> Sheet {
        let page = PAGES[self.page].0;
        let mut sheet = self.text(page, area.width, &self.findings(cx));
        if page == Page::Value {
            sheet.keep_for_chart(area.height);
        }
        sheet
    }

    /// What is found about this game; nothing while that of another one is looked back on.
    fn findings<'a>(&self, cx: &'a Context) -> Found<'a> {
        Found(cx.findings.is_about(&self.game).then_some(&cx.findings))
    }

    /// Chooses the next line that can be opened if it is in sight, else scrolls.
    fn step(&mut self, sheet: &Sheet, rows: u16, forwards: bool) {
        let top = self.scroll.top;
        let in_sight = |line: usize| (top..top + usize::from(rows)).contains(&line);
        let chosen = self.chosen.min(sheet.links.len().saturating_sub(1));
        let at = sheet.links.get(chosen).map_or(0, |link| link.line);
        let mut others = sheet.links.iter().enumerate();
        let next = if in_sight(at) {
            let next = if forwards { Some(chosen + 1) } else { chosen.checked_sub(1) };
            next.filter(|&next| sheet.links.get(next).is_some_and(|link| in_sight(link.line)))
        } else if forwards {
            others.find(|(_, link)| in_sight(link.line)).map(|(place, _)| place)
        } else {
            others.rfind(|(_, link)| in_sight(link.line)).map(|(place, _)| place)
        };
        match next {
            Some(next) => self.chosen = next,
            None => {
                let action = if forwards { Action::Down } else { Action::Up };
                self.scroll.act(action, sheet.doc.len(), rows);
            }
        }
    }

    fn open(&self, open: &Open, cx: &Context) -> Vec<Step> {
        let screen = match open {
            Open::Figure(figure) => Screen::Figure(FigureScreen::new(Arc::clone(&self.game), *figure)),
            Open::WhatIf(place) => Screen::WhatIf(WhatIf::new(Arc::clone(&self.game), *place)),
            Open::Moment(decision, place) => {
                let analysis = self.findings(cx).analysis();
                let decided = analysis.and_then(|analysis| analysis.decisions.get(*decision));
                let Some(moment) = decided.and_then(|decided| decided.moments.get(*place)) else {
                    return Vec::new();
                };
                Screen::Beside(Beside::new(Arc::clone(&self.game), *decision, moment.clone()))
            }
        };
        vec![Step::Push(screen)]
    }

    /// What happened over what was forecast when the game began.
    fn draw_chart(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let scenario = self.game.scenario();
        let totals = self.game.running_totals();
        let looked_back = self.findings(cx).0.and_then(|found| found.looked_back.as_ref());
        let first = looked_back.and_then(|looked_back| looked_back.fans.fans.first());
        let expected: Vec<Summary> =
            first.map(|fan| fan.points.iter().map(|point| point.expected).collect()).unwrap_or_default();
        let (last, played, unit) = (scenario.benefit_sprints, scenario.sprints, scenario.value_unit.as_str());
        draw_fan(canvas, area, &Fan { past: &totals, expected: &expected, last, played, unit });
    }
}

/// What is found about the game so far, if anything was asked for.
#[derive(Clone, Copy)]
struct Found<'a>(Option<&'a Findings>);

impl<'a> Found<'a> {
    fn analysis(self) -> Option<&'a crate::debrief::analysis::Analysis> {
        self.0.and_then(|found| found.analysis.as_deref())
    }

    /// How far it is while it is going on.
    fn progress(self) -> Option<Progress> {
        self.0.and_then(|found| found.progress).filter(|progress| progress.done < progress.total)
    }

    /// In one line, while something is still computed.
    fn waiting(self) -> Option<String> {
        match (self.0.and_then(|found| found.progress), self.progress()) {
            (None, _) => Some("Looking back on your game …".to_owned()),
            (_, Some(Progress { done, total })) => {
                Some(format!("Looking back on your game: {done} of {total} steps …"))
            }
            _ => None,
        }
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
        let sheet = self.sheet(area, cx);
        match action {
            Action::Up => self.step(&sheet, area.height, false),
            Action::Down => self.step(&sheet, area.height, true),
            Action::Next => self.turn(true),
            Action::Advance => {
                let top = self.scroll.top;
                self.scroll.act(Action::PageDown, sheet.doc.len(), area.height);
                if self.scroll.top == top {
                    self.turn(true);
                }
            }
            Action::Previous => self.turn(false),
            Action::Open => match sheet.link(self.chosen) {
                Some(link) => return self.open(&link.open, cx),
                None => self.turn(true),
            },
            Action::Record if cx.game().is_some() => {
                return vec![Step::Push(Screen::Review(review::Review::again(0)))];
            }
            Action::Timeline if cx.game().is_some() => {
                return vec![Step::Push(Screen::Timeline(timeline::Timeline::at(0)))];
            }
            // In a replay there is something under it to go back to.
            Action::Back if cx.game().is_none() => return vec![Step::Pop],
            Action::Back => return cx.session.as_ref().map(super::board::leave).into_iter().collect(),
            _ => {
                self.scroll.act(action, sheet.doc.len(), area.height);
            }
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let area = area(screen_area(cx));
        let sheet = self.sheet(area, cx);
        match mouse.kind {
            MouseKind::WheelUp | MouseKind::WheelDown => {
                let action = if mouse.kind == MouseKind::WheelUp { Action::Up } else { Action::Down };
                self.scroll.act(action, sheet.doc.len(), area.height);
            }
            // The marks before the lines can be clicked, too.
            MouseKind::Press if hits(Rect::new(0, area.y, area.right(), area.height), mouse) => {
                let line = usize::from(mouse.row - area.y) + self.scroll.top;
                if let Some(place) = sheet.link_at(line) {
                    self.chosen = place;
                    return self.open(&sheet.links[place].open, cx);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let scenario = self.game.scenario();
        let left = format!("{} · Debrief", scenario.title);
        draw_header(canvas, &left, &format!("page {} of {}", self.page + 1, PAGES.len()));
        let area = area(canvas.area);
        canvas.text(area.x, area.y - 2, area.width, PAGES[self.page].1, Role::Accent);
        if let Some(progress) = self.findings(cx).progress() {
            let text = format!("{} of {} steps", progress.done, progress.total);
            canvas.text_right(Rect::new(area.x, area.y - 2, area.width - 2, 1), &text, Role::Faint);
        }
        let sheet = self.sheet(area, cx);
        sheet.draw(canvas, area, &self.scroll, self.chosen);
        if let Some(chart) = sheet.chart_area(area, &self.scroll) {
            self.draw_chart(canvas, chart, cx);
        }
    }
}
