//! How a race is laid out: columns side by side, or bands one below the other where there is little room.

use ratatui::layout::Rect;

use super::super::super::context::Context;
use super::super::super::event::Mouse;
use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{BIG_ROWS, Canvas};
use super::super::{content, draw_header, hits, screen_area};
use super::RaceScreen;
use super::column::{Look, name};
use super::course::{Moment, Stage, is_played, leaders, rounds};
use crate::words;

/// From this size on, names and scores are written in large letters.
const LARGE: (u16, u16) = (96, 28);

/// The least columns of a contestant who stands beside others.
const COLUMN: u16 = 21;

impl RaceScreen {
    pub(super) fn draw_all(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Moment { round, stage } = self.moment();
        self.draw_head(canvas);
        if stage == Stage::End {
            return self.draw_end(canvas, cx);
        }
        let is_large = is_large(cx);
        let banner = self.banner(cx);
        if let (Some(area), Some((texts, told))) = (banner, self.told(round, stage)) {
            draw_banner(canvas, area, &texts, &told, is_large);
        }
        let places = self.places(cx);
        for (place, area) in places.iter().enumerate() {
            let is_band = area.x == 0 && area.width == canvas.area.width;
            let look = Look { is_large, is_band };
            self.draw_contestant(canvas, *area, place, look);
            if place > 0 && !is_band {
                canvas.rule_down(area.x - 2, area.y, area.height);
            }
        }
    }

    fn draw_head(&self, canvas: &mut Canvas<'_>) {
        let Moment { round, stage } = self.moment();
        let scenario = self.race.scenario();
        let when = match stage {
            Stage::End => "in the end".to_owned(),
            _ if !is_played(&self.race, round) => {
                format!("after the last Sprint, up to Sprint {}", scenario.benefit_sprints)
            }
            stage => {
                let what = match stage {
                    Stage::Ordered => "the orders",
                    Stage::Work(_) => "at work",
                    Stage::Asked => "who is ahead?",
                    Stage::Revealed | Stage::End => "Sprint Review",
                };
                format!("Sprint {round} of {} · {what}", scenario.sprints)
            }
        };
        let speed = match self.pace.speed {
            1.0 => String::new(),
            speed => format!(" at {}", words::percent(speed)),
        };
        let plays = if self.is_playing { format!("playing{speed}") } else { "paused".to_owned() };
        let right = format!("seed {} · {plays}", self.race.seed());
        draw_header(canvas, &format!("{when} · {}", scenario.title), &right);
    }

    /// Where something is announced, if there is something to announce.
    fn banner(&self, cx: &Context) -> Option<Rect> {
        let inner = content(screen_area(cx));
        let rows = if is_large(cx) { BIG_ROWS + 1 } else { 2 };
        matches!(self.moment().stage, Stage::Asked | Stage::Revealed)
            .then(|| Rect::new(inner.x + 1, inner.y, inner.width - 2, rows))
    }

    /// What is announced, in words of several lengths, and what stands below.
    fn told(&self, round: u32, stage: Stage) -> Option<(Vec<String>, String)> {
        let is_last = round == rounds(&self.race);
        let sprint = round.min(self.race.scenario().sprints);
        match stage {
            Stage::Asked if is_last => {
                let texts = ["Who is ahead in the end?", "Ahead in the end?", "Who is ahead?"];
                Some((texts.map(str::to_owned).to_vec(), self.told_of_hands(round)))
            }
            Stage::Asked => {
                let after = format!("after Sprint {sprint}?");
                let texts =
                    [format!("Who is ahead {after}"), format!("Ahead {after}"), "Who is ahead?".to_owned()];
                Some((texts.to_vec(), self.told_of_hands(round)))
            }
            Stage::Revealed => {
                let when = if is_last { "in the end".to_owned() } else { format!("after Sprint {sprint}") };
                let ahead = leaders(&self.race, round);
                let texts = match ahead[..] {
                    [one] => {
                        let name = name(&self.race.contestants[one]);
                        vec![format!("{name} is ahead {when}"), format!("{name} is ahead"), name]
                    }
                    _ => {
                        let count = if ahead.len() == self.race.contestants.len() {
                            "All".to_owned()
                        } else {
                            words::number(ahead.len() as f64)
                        };
                        vec![format!("{count} are level {when}"), format!("{count} are level")]
                    }
                };
                Some((texts, self.polls.told(&self.race, round)))
            }
            _ => None,
        }
    }

    fn told_of_hands(&self, round: u32) -> String {
        let hands: u32 = self.polls.hands(round).iter().sum();
        let keys = format!("1 to {} add one, ↑ ↓ correct it, Space reveals.", self.race.contestants.len());
        match hands {
            0 => format!("Hands: {keys}"),
            1 => format!("1 hand: {keys}"),
            _ => format!("{} hands: {keys}", words::number(f64::from(hands))),
        }
    }

    /// Where each contestant is drawn.
    fn places(&self, cx: &Context) -> Vec<Rect> {
        let screen = screen_area(cx);
        let mut inner = content(screen);
        if let Some(banner) = self.banner(cx) {
            inner.y = banner.bottom();
            inner.height = screen.bottom().saturating_sub(1 + banner.bottom());
        }
        let count = self.race.contestants.len() as u16;
        let places = 0..count;
        if (inner.width - 2).saturating_sub(3 * (count - 1)) / count >= COLUMN {
            let width = (inner.width - 2 - 3 * (count - 1)) / count;
            return places
                .map(|place| Rect::new(1 + place * (width + 3), inner.y, width, inner.height))
                .collect();
        }
        let rows = inner.height / count;
        places.map(|place| Rect::new(0, inner.y + place * rows, inner.width, rows)).collect()
    }

    /// Whose part of the screen a cell is.
    pub(super) fn contestant_at(&self, cx: &Context, mouse: Mouse) -> Option<usize> {
        self.places(cx).iter().position(|area| hits(*area, mouse))
    }
}

/// Whether there is room for large letters; in ASCII they could not be read.
pub(super) fn is_large(cx: &Context) -> bool {
    cx.size.width >= LARGE.0 && cx.size.height >= LARGE.1 && !cx.preferences.ascii
}

/// Announces something in the longest of some wordings that has room.
pub(super) fn draw_banner(canvas: &mut Canvas<'_>, area: Rect, texts: &[String], told: &str, is_large: bool) {
    let big = texts.iter().find(|text| is_large && Canvas::can_be_big(text, area.width));
    match big {
        Some(text) => canvas.big(area.x, area.y, area.width, text, Role::Accent),
        None => {
            let fits = |text: &&String| text::width(text) <= usize::from(area.width);
            let longest = texts.iter().find(fits).or(texts.last());
            let row = if area.height > 2 { area.y + 1 } else { area.y };
            canvas.text(area.x, row, area.width, longest.map_or("", String::as_str), Role::Strong);
        }
    }
    canvas.text(area.x, area.bottom() - 1, area.width, told, Role::Text);
}
