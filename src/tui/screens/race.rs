//! Games on the same future, side by side: a trainer shows them, and a room says who is ahead.

mod board;
mod column;
mod course;
mod end;
mod poll;
mod view;

use std::sync::Arc;

use self::course::{Moment, Stage, moments};
use self::poll::Polls;
use super::super::app::Pace;
use super::super::context::Context;
use super::super::event::{Effect, Mouse, MouseKind, Odds, OddsRequest};
use super::super::keys::{Action, Place};
use super::super::widgets::{Canvas, Scroll};
use super::{Step, View};
use crate::game::race::{Race, Who};
use crate::order::player::Player;
use crate::words;

/// Futures that the policies meet beside the one that is raced on.
const FUTURES: usize = 200;

/// How long a step of the work is shown at speed 1, milliseconds.
const STEP_MS: f64 = 1_100.0;
/// How long orders are shown, and what was paid, milliseconds.
const READ_MS: f64 = 2_500.0;

/// A race, and the moment one is at.
#[derive(Debug)]
pub(in crate::tui) struct RaceScreen {
    race: Race,
    pace: Pace,
    moments: Vec<Moment>,
    at: usize,
    is_playing: bool,
    /// When time was last seen to pass, while it plays.
    seen_ms: Option<u64>,
    /// How long this moment has been shown while it plays, milliseconds at speed 1.
    elapsed_ms: f64,
    polls: Polls,
    ticket: u64,
    /// What the policies made of many futures, in the order of [`RaceScreen::policies`]; `None` until it is known.
    odds: Vec<Option<Vec<f64>>>,
    scroll: Scroll,
}

impl RaceScreen {
    /// Begins with the orders for the first Sprint.
    pub(super) fn new(race: Race, pace: Pace) -> Self {
        let moments = moments(&race, pace.hides);
        let mut screen = Self {
            race,
            pace,
            moments,
            at: 0,
            is_playing: false,
            seen_ms: None,
            elapsed_ms: 0.0,
            polls: Polls::default(),
            ticket: 0,
            odds: Vec::new(),
            scroll: Scroll::default(),
        };
        screen.odds = vec![None; screen.policies().count()];
        screen
    }

    /// Asks what the policies make of many futures.
    pub(super) fn ask(&mut self, ticket: u64) -> Option<Effect> {
        self.ticket = ticket;
        let players: Vec<Player> = self.policies().map(|(_, player)| player).collect();
        let request = OddsRequest {
            ticket,
            scenario: Arc::clone(self.race.scenario()),
            seed: self.race.seed(),
            players,
            futures: FUTURES,
        };
        (!request.players.is_empty()).then_some(Effect::Odds(request))
    }

    /// Takes what somebody made of many futures.
    pub(super) fn take_odds(&mut self, odds: &Odds) {
        if odds.ticket == self.ticket
            && let Some(place) = self.odds.get_mut(odds.place)
        {
            *place = Some(odds.values.clone());
        }
    }

    /// The contestants that play many futures, with their places.
    fn policies(&self) -> impl Iterator<Item = (usize, Player)> {
        self.race.contestants.iter().enumerate().filter_map(|(place, who)| match who.who {
            Who::Policy(player) => Some((place, player)),
            Who::Team { .. } => None,
        })
    }

    fn moment(&self) -> Moment {
        self.moments[self.at]
    }

    /// Goes to a moment by its place; the last one if there is none.
    fn go(&mut self, at: usize) {
        self.at = at.min(self.moments.len() - 1);
        (self.elapsed_ms, self.scroll) = (0.0, Scroll::default());
    }

    /// Goes to the first moment that is not before another.
    fn go_to(&mut self, moment: Moment) {
        self.go(self.moments.partition_point(|other| *other < moment));
    }

    /// Goes on to the next moment at which somebody is to do something, or to the next Sprint.
    fn go_on(&mut self, cx: &Context) {
        let stage = self.moment().stage;
        if self.is_playing {
            self.is_playing = false;
        } else if stage == Stage::Asked {
            self.go(self.at + 1);
        } else if cx.preferences.motion && stage != Stage::End {
            (self.is_playing, self.seen_ms) = (true, None);
            self.go(self.at + 1);
            self.is_playing = !self.is_stop();
        } else {
            // Where nothing moves by itself, what was paid is something to stop at, too.
            let mut rest = self.moments[self.at + 1..].iter();
            let next = rest.position(|moment| is_stop(*moment, true));
            self.go(next.map_or(self.moments.len(), |next| self.at + 1 + next));
        }
    }

    /// Whether it waits here for somebody.
    fn is_stop(&self) -> bool {
        is_stop(self.moment(), self.pace.hides)
    }

    /// To the beginning of the Sprint after, or of this one, or of the one before where this one has only begun.
    fn sprint(&mut self, forwards: bool) {
        let Moment { round, stage } = self.moment();
        let begins = |round| Moment { round, stage: Stage::Ordered };
        if forwards {
            self.go_to(begins(round + 1));
        } else {
            let is_begun = self.at > self.moments.partition_point(|other| *other < begins(round));
            let round = if is_begun && stage != Stage::Ordered { round } else { round.saturating_sub(1) };
            self.go_to(begins(round));
        }
    }

    fn set_speed(&mut self, factor: f64) -> Vec<Step> {
        self.pace.speed = (self.pace.speed * factor).clamp(Pace::SLOWEST, Pace::FASTEST);
        let speed = words::number(self.pace.speed * 100.0);
        vec![Step::Tell(format!("It plays at {speed} % of its usual speed."))]
    }

    /// Shows all values as they come, or hides them until they are revealed.
    fn turn_figures(&mut self) -> Vec<Step> {
        let moment = self.moment();
        self.pace.hides = !self.pace.hides;
        self.moments = moments(&self.race, self.pace.hides);
        self.go_to(moment);
        let told = if self.pace.hides {
            "Values are hidden until they are revealed, and there is a question before."
        } else {
            "All values are shown as they come, without questions."
        };
        vec![Step::Tell(told.to_owned())]
    }

    /// Counts a hand for a contestant, where there is a question.
    fn vote(&mut self, place: usize, is_more: bool) -> Vec<Step> {
        let Moment { round, stage } = self.moment();
        if stage != Stage::Asked {
            return vec![Step::Tell("Hands are counted at the question “Who is ahead?”".to_owned())];
        }
        if place < self.race.contestants.len() {
            self.polls.count(round, place, is_more);
        }
        Vec::new()
    }

    /// The contestant whose hands the arrow keys change.
    fn chosen(&self) -> usize {
        self.polls.chosen.min(self.race.contestants.len() - 1)
    }

    /// How far the step that is shown is, 0 to 1.
    fn share(&self) -> f64 {
        if self.is_playing { (self.elapsed_ms / (0.7 * STEP_MS)).min(1.0) } else { 1.0 }
    }
}

/// Whether a race waits at a moment for somebody.
fn is_stop(moment: Moment, hides: bool) -> bool {
    match moment.stage {
        Stage::Asked | Stage::End => true,
        Stage::Revealed => hides,
        Stage::Ordered | Stage::Work(_) => false,
    }
}

impl View for RaceScreen {
    fn place(&self) -> Place {
        Place::Race
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let Moment { round, stage } = self.moment();
        if !matches!(action, Action::Advance | Action::Less | Action::More | Action::Figures) {
            self.is_playing = false;
        }
        match action {
            Action::Advance => self.go_on(cx),
            Action::Next => self.go(self.at + 1),
            Action::Previous => self.go(self.at.saturating_sub(1)),
            Action::PageDown => self.sprint(true),
            Action::PageUp => self.sprint(false),
            Action::Top => self.go(0),
            Action::Bottom => self.go(usize::MAX),
            Action::Open if stage < Stage::Revealed => {
                self.go_to(Moment { round, stage: Stage::Revealed });
            }
            Action::First => return self.vote(0, true),
            Action::Second => return self.vote(1, true),
            Action::Third => return self.vote(2, true),
            Action::Fourth => return self.vote(3, true),
            Action::Up | Action::Down if stage == Stage::End => self.scroll_end(action, cx),
            Action::Up => return self.vote(self.chosen(), true),
            Action::Down => return self.vote(self.chosen(), false),
            Action::Less => return self.set_speed(0.5),
            Action::More => return self.set_speed(2.0),
            Action::Figures => return self.turn_figures(),
            Action::Back => return vec![Step::Effect(Effect::Quit)],
            _ => {}
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let stage = self.moment().stage;
        let is_wheel = matches!(mouse.kind, MouseKind::WheelUp | MouseKind::WheelDown);
        match self.contestant_at(cx, mouse) {
            Some(place) if stage == Stage::Asked && (is_wheel || mouse.kind == MouseKind::Press) => {
                self.vote(place, mouse.kind != MouseKind::WheelDown)
            }
            _ if is_wheel && stage == Stage::End => {
                let action = if mouse.kind == MouseKind::WheelUp { Action::Up } else { Action::Down };
                self.act(action, cx)
            }
            _ if is_wheel => {
                let action = if mouse.kind == MouseKind::WheelUp { Action::Previous } else { Action::Next };
                self.act(action, cx)
            }
            _ if mouse.kind == MouseKind::Press => self.act(Action::Advance, cx),
            _ => Vec::new(),
        }
    }

    fn tick(&mut self, cx: &Context) -> Vec<Step> {
        let before = self.seen_ms.replace(cx.now_ms).unwrap_or(cx.now_ms);
        if !self.is_playing {
            return Vec::new();
        }
        self.elapsed_ms += cx.now_ms.saturating_sub(before) as f64 * self.pace.speed;
        let length = |moment: Moment| if matches!(moment.stage, Stage::Work(_)) { STEP_MS } else { READ_MS };
        // What a slow terminal missed is not made up for: no step is passed over unseen.
        if self.elapsed_ms >= length(self.moment()) {
            self.go(self.at + 1);
            self.is_playing = !self.is_stop();
        }
        Vec::new()
    }

    fn wants_ticks(&self, _: &Context) -> bool {
        self.is_playing
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        self.draw_all(canvas, cx);
    }
}
