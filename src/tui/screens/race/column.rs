//! One contestant: the name, the list at work, what happens, and the running value.

use ratatui::layout::Rect;

use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{BIG_ROWS, Canvas, kind_mark};
use super::RaceScreen;
use super::board::{self, Line};
use super::course::{Moment, Stage, is_played, leaders, record, shown, total};
use crate::debrief::told;
use crate::game::race::{Contestant, Who};
use crate::order::Policy;
use crate::order::player::Player;
use crate::sim::Event;
use crate::words::{self, Known};

/// How a contestant is drawn.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Whether names and scores are in large letters.
    pub(super) is_large: bool,
    /// Whether it is a band across the screen.
    pub(super) is_band: bool,
}

/// The name of somebody who races.
pub(super) fn name(who: &Contestant) -> String {
    match &who.who {
        Who::Policy(player) => player.name().to_owned(),
        Who::Team { name, .. } => name.clone(),
    }
}

/// A name as short as large letters need it where there is little room; none for somebody's own name.
fn short_name(who: &Contestant) -> Option<&'static str> {
    let Who::Policy(player) = who.who else { return None };
    Some(match player {
        Player::Rule(Policy::Random) => "lots",
        Player::Rule(Policy::Given) => "given",
        Player::Rule(Policy::Loudest) => "loud",
        Player::Rule(Policy::Value) => "value",
        Player::Rule(Policy::Smallest) => "small",
        Player::Rule(Policy::Cd3) => "cd3",
        Player::Rule(Policy::Deadline) => "dates",
        Player::Rule(Policy::Best) => "best",
        Player::Rule(Policy::Par) => "par",
        Player::Lookahead => "looks",
        Player::Clairvoyant => "knows",
    })
}

impl RaceScreen {
    /// What somebody does, in a few words.
    pub(super) fn about(&self, who: &Contestant) -> String {
        let scenario = self.race.scenario();
        match who.who {
            Who::Policy(player) => told::player_title(player).to_owned(),
            Who::Team { seed, played, .. } => {
                let here = if seed == self.race.seed() { "a game" } else { "a game with other luck" };
                if played < scenario.sprints {
                    format!("{here}, {played} of {} Sprints", scenario.sprints)
                } else {
                    here.to_owned()
                }
            }
        }
    }

    pub(super) fn draw_contestant(&self, canvas: &mut Canvas<'_>, area: Rect, place: usize, look: Look) {
        if look.is_band {
            return self.draw_band(canvas, area, place);
        }
        let who = &self.race.contestants[place];
        let head = self.draw_name(canvas, area, place, look.is_large);
        let foot = self.draw_score(canvas, area, place, look.is_large);
        let middle = Rect::new(area.x, head, area.width, foot.saturating_sub(head));
        let news_rows = match middle.height {
            // What was paid is to be read.
            rows if self.moment().stage == Stage::Revealed => (rows / 2).min(10),
            rows if rows >= 18 => 7,
            rows => (rows / 3).min(5),
        };
        let list = Rect::new(middle.x, middle.y, middle.width, middle.height - news_rows);
        draw_list(canvas, list, &board::lines(who, self.moment(), self.share()), who);
        let news = Rect::new(middle.x, list.bottom(), middle.width, news_rows);
        self.draw_news(canvas, news, who);
    }

    /// The name, and where it ends.
    fn draw_name(&self, canvas: &mut Canvas<'_>, area: Rect, place: usize, is_large: bool) -> u16 {
        let who = &self.race.contestants[place];
        let (name, about) = (name(who), self.about(who));
        let fits = |name: &&str| Canvas::can_be_big(name, area.width);
        match Some(&*name).filter(fits).or(short_name(who)).filter(fits).filter(|_| is_large) {
            Some(large) => {
                canvas.big(area.x, area.y, area.width, large, Role::Strong);
                let name = if large == name { String::new() } else { format!("{name} · ") };
                let line = format!("{} · {name}{about}", place + 1);
                canvas.text(area.x, area.y + BIG_ROWS, area.width, &line, Role::Accent);
            }
            None => {
                let row = if is_large { area.y + BIG_ROWS - 1 } else { area.y };
                canvas.text(area.x, row, area.width, &format!("{} {name}", place + 1), Role::Strong);
                canvas.text(area.x, row + 1, area.width, &about, Role::Accent);
            }
        }
        area.y + if is_large { BIG_ROWS + 2 } else { 2 }
    }

    /// The score at the foot, or the hands while there is a question; gives where it begins.
    fn draw_score(&self, canvas: &mut Canvas<'_>, area: Rect, place: usize, is_large: bool) -> u16 {
        let score = self.score(place);
        let strip = self.strip(place, area.width.into());
        let is_big = is_large && Canvas::can_be_big(&score.figure, area.width);
        let top = area.bottom().saturating_sub(if is_large { BIG_ROWS + 2 } else { 2 });
        if is_big {
            canvas.big(area.x, top, area.width, &score.figure, score.role);
            canvas.text(area.x, area.bottom() - 2, area.width, &score.unit, score.role);
        } else {
            let line = format!("{} {}", score.figure, score.unit);
            canvas.text(area.x, area.bottom() - 2, area.width, &line, score.role);
        }
        canvas.text(area.x, area.bottom() - 1, area.width, &strip, Role::Faint);
        top
    }

    /// The last round whose values may be seen; 0 where there is none.
    pub(super) fn revealed(&self) -> u32 {
        let Moment { round, stage } = self.moment();
        if stage >= Stage::Revealed { round } else { round - 1 }
    }

    fn score(&self, place: usize) -> Score {
        let Moment { round, stage } = self.moment();
        let who = &self.race.contestants[place];
        let unit = &self.race.scenario().value_unit;
        if stage == Stage::Asked {
            let hands = self.polls.hands(round)[place];
            let is_chosen = place == self.chosen() && hands > 0;
            let unit = if hands == 1 { "hand" } else { "hands" };
            return Score {
                figure: words::number(f64::from(hands)),
                unit: if is_chosen { format!("{unit} ↑↓") } else { unit.to_owned() },
                role: if is_chosen { Role::Accent } else { Role::Text },
            };
        }
        let revealed = self.revealed();
        let value = total(&self.race, who, revealed);
        let figure = words::number(value);
        let unit = words::with_unit(figure.clone(), unit).split_off(figure.len()).trim_start().to_owned();
        let ahead = leaders(&self.race, revealed);
        let is_ahead = ahead.len() < self.race.contestants.len() && ahead.contains(&place);
        let when = match revealed {
            0 => " so far".to_owned(),
            round if is_played(&self.race, round) => format!(" after Sprint {round}"),
            _ => " in all".to_owned(),
        };
        let ahead = if is_ahead { " ▸ ahead" } else { "" };
        let role = if is_ahead { Role::Good } else { Role::Text };
        Score { figure, unit: format!("{unit}{when}{ahead}"), role }
    }

    /// The running totals, as many of the last as have room.
    fn strip(&self, place: usize, columns: usize) -> String {
        let who = &self.race.contestants[place];
        let piece = |round: u32| {
            let total = words::number(total(&self.race, who, round));
            if is_played(&self.race, round) { format!("S{round} {total}") } else { format!("end {total}") }
        };
        let mut strip = String::new();
        for round in (1..=self.revealed()).rev() {
            let longer = if strip.is_empty() { piece(round) } else { format!("{}  {strip}", piece(round)) };
            if text::width(&longer) > columns {
                break;
            }
            strip = longer;
        }
        strip
    }

    /// What happened last, in words: the newest at the end, and as much before it as there is room for.
    fn draw_news(&self, canvas: &mut Canvas<'_>, area: Rect, who: &Contestant) {
        let mut bottom = area.bottom();
        let columns = area.width.saturating_sub(2);
        for (age, text) in self.news(who).iter().rev().enumerate() {
            let lines = text::wrap(text, columns.into());
            let rows = lines.len() as u16;
            // Half a sentence tells nothing, unless it is the newest.
            if bottom < area.y + 1 + rows && (age > 0 || bottom <= area.y + 1) {
                break;
            }
            let role = if age == 0 { Role::Text } else { Role::Faint };
            let top = bottom.saturating_sub(rows).max(area.y + 1);
            canvas.text(area.x, top, 2, "• ", role);
            for (row, line) in (top..bottom).zip(&lines) {
                canvas.text(area.x + 2, row, columns, line, role);
            }
            bottom = top;
        }
    }

    /// What has happened in this round, as far as it is told.
    pub(super) fn news(&self, who: &Contestant) -> Vec<String> {
        let Moment { round, stage } = self.moment();
        let scenario = self.race.scenario();
        let paid = total(&self.race, who, round) - total(&self.race, who, round - 1);
        let sum = words::signed(paid, &scenario.value_unit);
        let Some(record) = record(who, round).filter(|_| is_played(&self.race, round)) else {
            let (from, to) = (scenario.sprints + 1, scenario.benefit_sprints);
            let sprints = if from == to { format!("Sprint {to}") } else { format!("Sprints {from} to {to}") };
            return match stage {
                Stage::Asked => vec![format!("What is Done goes on paying in {sprints}")],
                _ => vec![format!("{sprints} {} {sum}", if from == to { "brings" } else { "bring" })],
            };
        };
        let (count, _) = shown(record, stage);
        let known = Known::To(who.game.state());
        let is_told = |event: &&Event| match event {
            Event::Started { rework, .. } => rework.is_some(),
            Event::Refined { talked, .. } => *talked,
            Event::Trust { .. } | Event::Paid { .. } => false,
            _ => true,
        };
        let events = record.events[..count].iter();
        let mut news: Vec<String> =
            events.filter(is_told).filter_map(|event| words::event(scenario, known, event)).collect();
        if stage == Stage::Revealed {
            let mut payments: Vec<&Event> =
                record.events.iter().filter(|event| matches!(event, Event::Paid { .. })).collect();
            let size =
                |event: &Event| if let Event::Paid { amount, .. } = event { amount.abs() } else { 0.0 };
            // The largest stands last, where it is surely seen.
            payments.sort_by(|a, b| size(a).total_cmp(&size(b)));
            news.extend(payments.into_iter().filter_map(|event| words::event(scenario, known, event)));
            news.push(format!("This Sprint brings {sum}"));
        }
        news
    }

    /// A contestant in a few rows across the screen.
    fn draw_band(&self, canvas: &mut Canvas<'_>, area: Rect, place: usize) {
        let who = &self.race.contestants[place];
        let score = self.score(place);
        let head = format!("{} {} · {}", place + 1, name(who), self.about(who));
        let figure = format!("{} {}", score.figure, score.unit);
        let room = area.width - 2;
        let columns = (text::width(&figure) as u16).min(room / 2);
        canvas.rule(area.x, area.y, area.width, "");
        canvas.text(area.x + 1, area.y, room - columns - 1, &format!("{head} "), Role::Strong);
        canvas.text_right(Rect::new(area.x + 1, area.y, room, 1), &format!(" {figure}"), score.role);
        let news = self.news(who);
        let rows = area.height.saturating_sub(2);
        let list = Rect::new(area.x + 1, area.y + 1, room, rows);
        draw_list(canvas, list, &board::lines(who, self.moment(), self.share()), who);
        if let Some(newest) = news.last() {
            canvas.text(area.x + 1, area.bottom() - 1, room, &format!("• {newest}"), Role::Text);
        }
    }
}

/// The figure at the foot of a column.
struct Score {
    figure: String,
    unit: String,
    role: Role,
}

/// The list: work as bars, and what is Done; the last item that is worked on stays in sight.
fn draw_list(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line], who: &Contestant) {
    let rows = usize::from(area.height);
    if rows == 0 {
        return;
    }
    let scenario = who.game.scenario();
    let busy = lines.iter().rposition(|line| line.is_touched).unwrap_or(0);
    let top = (busy + 2).saturating_sub(rows).min(lines.len().saturating_sub(rows));
    let bar = if area.width >= 30 { 8 } else { 5 };
    let room = usize::from(area.width).saturating_sub(4);
    for (y, line) in (area.y..area.bottom()).zip(&lines[top..]) {
        let item = scenario.item(line.item);
        let (mark, role) = match line.done {
            Some(_) => ("✓ ", Role::Good),
            None if line.is_touched => ("▸ ", Role::Accent),
            None => ("  ", Role::Text),
        };
        let has_bar = line.done.is_some() || line.is_touched || line.before > 0.0;
        let title = if has_bar { room.saturating_sub(1 + bar) } else { room };
        let cell = |share: f64| (share * bar as f64).round() as usize;
        let (before, now) = (cell(line.before), cell(line.now));
        let mut pieces = vec![
            (role, format!("{mark}{} ", kind_mark(item.kind))),
            (if line.done.is_some() { role } else { Role::Text }, text::fit(&item.title, title)),
            (Role::Text, " ".to_owned()),
        ];
        match line.done {
            Some(sprint) if bar >= 8 => pieces.push((role, format!("Done S{sprint}"))),
            Some(sprint) => pieces.push((role, format!("S{sprint}"))),
            None if has_bar => pieces.extend([
                (Role::Band, "▒".repeat(before)),
                (role, "█".repeat(now.saturating_sub(before))),
                (Role::Rule, "░".repeat(bar - now.max(before))),
            ]),
            None => {}
        }
        canvas.pieces(area.x, y, area.width, &pieces);
    }
    let below = lines.len().saturating_sub(top + rows);
    if below > 0 {
        let y = area.bottom() - 1;
        canvas.text(
            area.x,
            y,
            area.width,
            &text::fit(&format!("    and {} more below", below + 1), area.width.into()),
            Role::Faint,
        );
    }
}
