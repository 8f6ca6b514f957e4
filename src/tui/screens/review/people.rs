//! How people take what a Sprint brought.

use super::super::super::theme::Role;
use super::super::super::widgets::{Doc, trust_bar};
use super::super::facts;
use crate::game::Game;
use crate::scenario::TINY;
use crate::sim::Event;
use crate::words::{self, Turn};

/// From this width on there is room for the mood.
const ROOM_FOR_MOOD: usize = 70;

/// What stands before what someone says.
const INDENT: &str = "             ";

/// Everybody with their trust, what they say, and what was paid for them.
pub(super) fn people(doc: &mut Doc, game: &Game, place: usize) {
    let scenario = game.scenario();
    let record = &game.records()[place];
    doc.heading("The people");
    for event in &record.events {
        match *event {
            Event::Trust { who, before, after, .. } => {
                let person = &scenario.stakeholders[who.at()];
                let (role, bar) = trust_bar(after, 10);
                let (change, trust) = match after - before {
                    change if change > TINY => ("▲", moved(before, after)),
                    change if change < -TINY => ("▼", moved(before, after)),
                    _ => (" ", words::percent(after)),
                };
                let mood = format!(" {} {}", words::face(after), words::mood(after));
                let mood = if doc.columns() >= ROOM_FOR_MOOD { mood } else { String::new() };
                let pieces = vec![
                    (role, format!("{bar} {change} ")),
                    (Role::Strong, person.name.clone()),
                    (Role::Faint, format!("  trust {trust}{mood}")),
                ];
                doc.drawn(&format!("{}: trust {trust}, {}", person.name, words::mood(after)), pieces);
                let remark = Turn::of(game, place, who).map_or("", |turn| turn.remark(who, record.sprint));
                let paid = facts::paid_for(game, who, Some(record.sprint));
                let paid = match paid.abs() > TINY {
                    true => format!("  {}", words::signed(paid, &scenario.value_unit)),
                    false => String::new(),
                };
                doc.hanging(Role::Text, INDENT, &format!("“{remark}”{paid}"));
            }
            Event::Escalates(who) => {
                let name = &scenario.stakeholders[who.at()].name;
                let line = format!("{name} has lost all trust and takes it further up");
                doc.marked((Role::Bad, &format!("{}! ", &INDENT[2..])), Role::Text, &line);
            }
            _ => {}
        }
    }
}

fn moved(before: f64, after: f64) -> String {
    format!("{} → {}", words::percent(before), words::percent(after))
}
