//! The end of a race: who came out ahead on this future, what many futures say, and what the room had said.

use ratatui::layout::Rect;

use super::super::super::context::Context;
use super::super::super::keys::Action;
use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc};
use super::super::{page, screen_area};
use super::column::name;
use super::course::{is_played, leaders, rounds, total};
use super::view::{draw_banner, is_large};
use super::{FUTURES, RaceScreen};
use crate::game::race::Who;
use crate::order::Estimate;
use crate::scenario::TINY;
use crate::words;

/// The text below the banner.
fn area(cx: &Context) -> Rect {
    let banner = banner(cx);
    let page = page(screen_area(cx));
    Rect::new(page.x, banner.bottom() + 1, page.width, page.bottom().saturating_sub(banner.bottom() + 1))
}

fn banner(cx: &Context) -> Rect {
    let page = page(screen_area(cx));
    Rect::new(page.x, page.y, page.width, if is_large(cx) { 5 } else { 2 })
}

impl RaceScreen {
    pub(super) fn scroll_end(&mut self, action: Action, cx: &Context) {
        let area = area(cx);
        let lines = self.end(area.width).len();
        self.scroll.act(action, lines, area.height);
    }

    pub(super) fn draw_end(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let ahead = leaders(&self.race, rounds(&self.race));
        let names: Vec<String> = ahead.iter().map(|&place| name(&self.race.contestants[place])).collect();
        let texts = match &names[..] {
            [one] => vec![format!("{one} won this time"), format!("{one} won")],
            _ => vec![format!("{} are level", names.len())],
        };
        let told = "One future is one roll of the dice: it does not say who decides better.";
        draw_banner(canvas, banner(cx), &texts, told, is_large(cx));
        let area = area(cx);
        self.end(area.width).draw(canvas, area, &self.scroll);
    }

    fn end(&self, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        self.results(&mut doc);
        self.verdict(&mut doc);
        self.tally(&mut doc);
        self.notes(&mut doc);
        doc
    }

    /// Everybody's value on this future, and on average over many.
    fn results(&self, doc: &mut Doc) {
        let (race, unit) = (&self.race, &self.race.scenario().value_unit);
        let ahead = leaders(race, rounds(race));
        let name_columns = race.contestants.iter().map(|who| text::width(&name(who))).max().unwrap_or(0);
        let name_columns = name_columns.clamp(9, 24) + 2;
        let (firsts, futures) = (self.firsts(), words::number(self.futures() as f64));
        let is_narrow = doc.columns() < 70;
        let widths = if is_narrow { [9, 16, 12] } else { [14, 20, 16] };
        let heads = if is_narrow { "here" } else { "on this future" };
        let head = format!(
            "{}{}{}{}",
            text::fit("", name_columns + 2),
            text::fit_right(heads, widths[0]),
            text::fit_right(&format!("{futures} futures"), widths[1]),
            if firsts.is_some() { text::fit_right("first in", widths[2]) } else { String::new() },
        );
        doc.line(vec![(Role::Faint, head)]);
        let mut odds = self.policies().map(|(place, _)| place).zip(&self.odds);
        for (place, who) in race.contestants.iter().enumerate() {
            let is_ahead = ahead.contains(&place);
            let value = words::number(total(race, who, rounds(race)));
            let many = match who.who {
                Who::Team { .. } => "–".to_owned(),
                Who::Policy(_) => match odds.next() {
                    Some((_, Some(values))) => words::noisy(Estimate::of(values), ""),
                    _ => "computing …".to_owned(),
                },
            };
            let first = firsts.as_ref().map(|firsts| match firsts[place] {
                Some(count) => format!("{} of {futures}", words::number(count as f64)),
                None => "–".to_owned(),
            });
            let role = if is_ahead { Role::Good } else { Role::Text };
            doc.line(vec![
                (role, format!("{}{}", place + 1, if is_ahead { "▸" } else { " " })),
                (role, text::fit(&name(who), name_columns)),
                (role, text::fit_right(&value, widths[0])),
                (Role::Text, text::fit_right(&many, widths[1])),
                (Role::Text, first.map_or_else(String::new, |first| text::fit_right(&first, widths[2]))),
            ]);
        }
        let text = format!(
            "All figures are in {unit}. Over {futures} futures: on average, ± its noise, and in how many of them each \
             policy came first."
        );
        doc.para(Role::Faint, &text);
    }

    /// How many futures the policies meet.
    fn futures(&self) -> usize {
        self.odds.iter().flatten().next().map_or(FUTURES, Vec::len)
    }

    /// In how many of many futures each policy came first, level ones included; `None` until all have met them.
    fn firsts(&self) -> Option<Vec<Option<usize>>> {
        let values: Vec<&Vec<f64>> = self.odds.iter().map(Option::as_ref).collect::<Option<_>>()?;
        if values.len() < 2 {
            return None;
        }
        let mut firsts = vec![None; self.race.contestants.len()];
        for (own, (place, _)) in values.iter().zip(self.policies()) {
            let is_first = |future: &usize| {
                let value = own[*future];
                values.iter().all(|other| other[*future] <= value + TINY * value.abs().max(1.0))
            };
            firsts[place] = Some((0..own.len()).filter(is_first).count());
        }
        Some(firsts)
    }

    /// What one future and many have to do with each other.
    fn verdict(&self, doc: &mut Doc) {
        let known: Option<Vec<&Vec<f64>>> = self.odds.iter().map(Option::as_ref).collect();
        let Some(known) = known.filter(|known| known.len() > 1) else { return };
        let places: Vec<usize> = self.policies().map(|(place, _)| place).collect();
        let mean = |values: &[f64]| Estimate::of(values).mean;
        let name = |place: usize| name(&self.race.contestants[place]);
        let Some(best) = (0..known.len()).max_by(|&a, &b| mean(known[a]).total_cmp(&mean(known[b]))) else {
            return;
        };
        let level: Vec<String> = (0..known.len())
            .filter(|&other| other != best && !Estimate::of_difference(known[best], known[other]).is_clear())
            .map(|other| name(places[other]))
            .collect();
        let here = |place: usize| total(&self.race, &self.race.contestants[place], rounds(&self.race));
        let most_here = places.iter().map(|&place| here(place)).fold(f64::NEG_INFINITY, f64::max);
        let is_first_here = here(places[best]) >= most_here - TINY * most_here.abs().max(1.0);
        let text = if !level.is_empty() {
            format!(
                "Over many futures {} and {} cannot be told apart: the difference between them is inside the noise.",
                name(places[best]),
                words::list(&level)
            )
        } else if is_first_here {
            format!("Over many futures {} is ahead of the other policies, too.", name(places[best]))
        } else {
            format!(
                "Over many futures it is {} that is ahead of the other policies: on this one, luck had it otherwise.",
                name(places[best])
            )
        };
        doc.gap();
        doc.para(Role::Text, &text);
    }

    /// What the room had said.
    fn tally(&self, doc: &mut Doc) {
        let rounds = rounds(&self.race);
        let asked: Vec<u32> =
            (1..=rounds).filter(|&round| self.polls.right(&self.race, round).1 > 0).collect();
        if asked.is_empty() {
            return;
        }
        let (right, all) = asked.iter().fold((0, 0), |(right, all), &round| {
            let (more, of) = self.polls.right(&self.race, round);
            (right + more, all + of)
        });
        doc.heading("What you said beforehand");
        let share = words::percent(f64::from(right) / f64::from(all));
        doc.para(Role::Text, &format!("{right} of {all} hands were right ({share})."));
        for round in asked {
            let when =
                if is_played(&self.race, round) { format!("Sprint {round}") } else { "The end".to_owned() };
            let hands = self.polls.hands(round);
            let said: Vec<String> = self
                .race
                .contestants
                .iter()
                .zip(hands)
                .map(|(who, hands)| format!("{} {hands}", name(who)))
                .collect();
            let ahead: Vec<String> =
                leaders(&self.race, round).iter().map(|&place| name(&self.race.contestants[place])).collect();
            let line = format!("{}. Ahead: {}.", said.join(", "), words::list(&ahead));
            doc.marked((Role::Accent, &text::fit(&when, 11)), Role::Text, &line);
        }
    }

    /// How games that were played before take part.
    fn notes(&self, doc: &mut Doc) {
        let scenario = self.race.scenario();
        for who in &self.race.contestants {
            let Who::Team { name, seed, played } = &who.who else { continue };
            doc.gap();
            let mut text = if *seed == self.race.seed() {
                format!("{name} met this luck in play, so this is their game as it was.")
            } else {
                format!(
                    "{name} played with seed {seed}. Here the order of each Sprint of that game meets other luck: \
                     what they had Done by then and is still open comes first."
                )
            };
            if *played < scenario.sprints {
                text += &format!(
                    " The game was left after {}: from there on the last order is held.",
                    words::sprints(*played)
                );
            }
            doc.para(Role::Faint, &text);
        }
        if self.race.contestants.iter().any(|who| matches!(who.who, Who::Team { .. })) {
            doc.para(
                Role::Faint,
                "A game has no average over many futures: in another one, its players would decide otherwise.",
            );
        }
    }
}
