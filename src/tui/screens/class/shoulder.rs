//! Over the shoulder of a participant.

use super::super::super::context::Context;
use super::super::super::event::Effect;
use super::super::super::keys::{Action, Place};
use super::super::super::theme::Role;
use super::super::super::widgets::Canvas;
use super::super::{Screen, Step, View, content, draw_header};
use super::commands::{beside, tell};
use super::list::Look;
use crate::class::{BoardId, Wish};

/// Whose screen is looked at.
#[derive(Debug)]
pub(in crate::tui) struct Shoulder {
    board: BoardId,
    /// How the boards are listed, for the next one.
    look: Look,
}

fn watch(board: Option<BoardId>) -> Step {
    Step::Effect(Effect::Class(Wish::Watch(board)))
}

impl Shoulder {
    /// Begins to look.
    pub(super) fn enter(board: BoardId, look: &Look) -> Vec<Step> {
        vec![watch(Some(board)), Step::Push(Screen::Shoulder(Self { board, look: look.clone() }))]
    }
}

impl View for Shoulder {
    fn place(&self) -> Place {
        Place::Shoulder
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let Some(class) = &cx.class else { return vec![Step::Pop] };
        match action {
            Action::Back => vec![Step::Pop, watch(None)],
            Action::Next | Action::Previous => {
                let seats = self.look.seats(&class.bulletin);
                let is_next = action == Action::Next;
                match beside(&seats, self.board, is_next) {
                    Some(seat) => {
                        self.board = seat.board;
                        vec![watch(Some(seat.board))]
                    }
                    None if is_next => tell("That is the last one in the list."),
                    None => tell("That is the first one in the list."),
                }
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(class) = &cx.class else { return };
        let bulletin = &*class.bulletin;
        let seat = bulletin.seats.iter().find(|seat| seat.board == self.board);
        let area = content(canvas.area);
        let screen = class.shoulder.as_deref();
        let (name, right) = match seat {
            None => ("somebody who is not in the class any more".to_owned(), String::new()),
            Some(seat) => {
                let is_here = seat.members.iter().any(|member| member.is_here);
                let here = if is_here { "here" } else { "away" };
                let sprint = match (&bulletin.round, &seat.place) {
                    (Some(_), Some(place)) if place.is_over => " · over".to_owned(),
                    (Some(round), Some(place)) => {
                        format!(" · Sprint {} of {}", place.sprint, round.scenario.sprints)
                    }
                    _ => String::new(),
                };
                let cut = screen.filter(|own| own.area.width > area.width || own.area.height > area.height);
                let cut = cut.map_or_else(String::new, |own| {
                    format!("cut from {} × {} · ", own.area.width, own.area.height)
                });
                (self.look.name(bulletin, seat), format!("{cut}{here}{sprint}"))
            }
        };
        draw_header(canvas, &format!("Over the shoulder of {name}"), &right);
        match screen {
            Some(own) => canvas.paste(area, own),
            None => {
                let told = "Nobody is at this board now, or their screen is on its way.";
                canvas.text(area.x + 2, area.y + 1, area.width - 4, told, Role::Faint);
            }
        }
    }
}
