//! The page of a class, for a participant: how to come back, who is there, what the trainer says and asks.

use ratatui::layout::Rect;

use super::super::classroom::{Classroom, clock, here};
use super::super::context::{Context, Part};
use super::super::event::{Code, Effect, Key, Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Modules, Qr, Scroll};
use super::class::{self, Joining};
use super::confirm::Confirm;
use super::{Screen, Step, View, content, draw_header, screen_area, text_area};
use crate::class::{Answers, For, Seat, Wish};
use crate::words;

/// How far it is read, and what was answered.
#[derive(Debug, Default)]
pub(in crate::tui) struct Lobby {
    scroll: Scroll,
    /// The question that was answered, and which answer was given, from 0.
    answered: Option<(String, usize)>,
}

impl Lobby {
    /// Gives an answer, if there is such a one.
    fn answer(&mut self, class: &Classroom, choice: usize) -> Vec<Step> {
        let Some(poll) = open_poll(class).filter(|poll| choice < poll.choices.len()) else {
            return Vec::new();
        };
        self.answered = Some((poll.question.clone(), choice));
        vec![Step::Effect(Effect::Class(Wish::Answer(choice)))]
    }

    /// The answer that was given to a question.
    fn given(&self, poll: &Answers) -> Option<usize> {
        self.answered.as_ref().filter(|(question, _)| *question == poll.question).map(|(_, choice)| *choice)
    }

    /// The page, and the lines on which the answers stand.
    fn doc(&self, class: &Classroom, cx: &Context, columns: u16) -> (Doc, std::ops::Range<usize>) {
        let mut doc = Doc::new(columns);
        doc.para(Role::Strong, &self.now(class, cx));
        let bulletin = &class.bulletin;
        if let Some(message) = &bulletin.message {
            doc.heading("The trainer says");
            doc.para(Role::Changed, message);
        }
        let mut answers = 0..0;
        if let Some(poll) = &bulletin.poll {
            doc.heading("The trainer asks");
            doc.para(Role::Text, &poll.question);
            let first = doc.len();
            self.write_answers(&mut doc, poll);
            answers = first..doc.len();
        }
        if let Part::Participant { name, pin, .. } = &class.part {
            doc.heading("You");
            doc.para(
                Role::Text,
                &format!(
                    "You are {name}, and your PIN is {pin}. With both you come back to your place, from any machine, \
                     should the connection be lost. Nobody else should know the PIN."
                ),
            );
        }
        doc.heading(if bulletin.round.is_some() { "Who plays" } else { "Who is here" });
        let own = class.own_seat().map(|seat| seat.board);
        bulletin.seats.iter().for_each(|seat| write_seat(&mut doc, seat, own == Some(seat.board)));
        doc.heading("How others join");
        class::invitation(&mut doc, bulletin, For::Participants);
        (doc, answers)
    }

    fn write_answers(&self, doc: &mut Doc, poll: &Answers) {
        let given = self.given(poll);
        let most = poll.choices.iter().filter_map(|(_, count)| *count).max().unwrap_or(0).max(1);
        let longest = poll.choices.iter().map(|(text, _)| text::width(text)).max().unwrap_or(0);
        for (place, (text, count)) in poll.choices.iter().enumerate() {
            let mark = if given == Some(place) { "▸" } else { " " };
            let bar = count.map_or_else(String::new, |count| {
                let gap = " ".repeat(longest.saturating_sub(text::width(text)) + 2);
                format!("{gap}{} {count}", "█".repeat((count * BAR).div_ceil(most).min(BAR)))
            });
            doc.line(vec![
                (Role::Accent, format!("{mark} {} ", place + 1)),
                (if given == Some(place) { Role::Strong } else { Role::Text }, text.clone()),
                (Role::Band, bar),
            ]);
        }
        if !poll.is_shown {
            let told = if given.is_some() { "You can still change it." } else { "Press its figure." };
            doc.para(Role::Faint, told);
        }
    }

    /// What is going on, and what one can do now.
    fn now(&self, class: &Classroom, cx: &Context) -> String {
        let bulletin = &class.bulletin;
        let key = |action| cx.preferences.keys.key(Place::Lobby, action).unwrap_or_default();
        let mut told = match (&bulletin.round, cx.game()) {
            _ if bulletin.is_closed => "The class is over. Thank you for playing.".to_owned(),
            (None, _) => {
                "Welcome. The trainer begins when everybody is here; you need not do anything.".to_owned()
            }
            (Some(round), Some(game)) if round.is_ended && game.is_over() => {
                format!("The round is over. {} shows the debrief of your game.", key(Action::Open))
            }
            (Some(round), _) if round.is_ended => {
                "The round is over; it ended before the last Sprint of your game.".to_owned()
            }
            (Some(_), Some(game)) if game.is_over() => {
                "You have played all Sprints. What decided your game is told when the round is over."
                    .to_owned()
            }
            (Some(_), Some(game)) => {
                let (sprint, of) = (game.sprint(), game.scenario().sprints);
                format!("You are in Sprint {sprint} of {of}. {} goes back to it.", key(Action::Open))
            }
            (Some(_), None) => "The round goes on without you.".to_owned(),
        };
        if bulletin.is_playing() {
            let round = bulletin.round.as_ref();
            if round.is_some_and(|round| round.is_paused) {
                told += " The trainer has stopped the class for a moment.";
            } else if round.is_some_and(|round| round.step.is_some()) {
                told += &format!(" {}.", class.state());
            }
        }
        if let Some(left) = bulletin.left_s {
            told += &match left {
                0 => " The time is up.".to_owned(),
                left => format!(" Time left: {}.", clock(left)),
            };
        }
        told
    }

    /// Goes to where there is something to do.
    fn go_on(&self, class: &Classroom, cx: &Context) -> Vec<Step> {
        match cx.game() {
            Some(game) if class.is_revealed && game.is_over() => {
                Screen::debrief_of(cx).map(Step::Push).into_iter().collect()
            }
            Some(game) if !game.is_over() && class.bulletin.is_playing() => vec![Step::ToBoard],
            _ => vec![Step::Tell("There is nothing to do but wait, for now.".to_owned())],
        }
    }
}

/// The picture that others scan to join, where there is room for it beside the text.
fn picture(screen: Rect, cx: &Context) -> Option<(Rect, &Qr, Modules)> {
    let qr = cx.class.as_ref().filter(|class| !class.bulletin.is_joining_closed)?.picture.as_deref()?;
    let modules = if cx.preferences.ascii { Modules::Ascii } else { Modules::Halves };
    let (columns, rows) = qr.size(modules);
    let area = content(screen);
    let fits = columns + TEXT_MIN <= area.width && rows + 2 <= area.height;
    fits.then(|| (Rect::new(area.right() - columns - 3, area.y + 1, columns, rows), qr, modules))
}

/// Where the text stands.
fn text_beside(screen: Rect, cx: &Context) -> Rect {
    match picture(screen, cx) {
        None => text_area(screen),
        Some((place, ..)) => {
            let area = content(screen);
            Rect::new(area.x + 2, area.y + 1, place.x - area.x - 5, area.height - 1)
        }
    }
}

/// Columns that the text has at least beside the picture.
const TEXT_MIN: u16 = 66;

/// Columns of the longest bar of answers.
const BAR: usize = 20;

/// The question that can be answered.
fn open_poll(class: &Classroom) -> Option<&Answers> {
    class.bulletin.poll.as_ref().filter(|poll| !poll.is_shown)
}

fn write_seat(doc: &mut Doc, seat: &Seat, is_own: bool) {
    // Who reads this is here, whatever was told last.
    let is_here = is_own || seat.members.iter().any(|member| member.is_here);
    let mut told = seat.name.clone();
    let names: Vec<String> = seat.members.iter().map(|member| member.name.clone()).collect();
    if names != [seat.name.clone()] {
        told += &format!(": {}", words::list(&names));
    }
    if is_own {
        told += if names.len() > 1 { " (your team)" } else { " (you)" };
    }
    if let Some(place) = &seat.place {
        told += &match (place.is_over, place.is_ready) {
            (true, _) => ", all Sprints played".to_owned(),
            (false, true) => format!(", Sprint {}, handed in", place.sprint),
            (false, false) => format!(", Sprint {}", place.sprint),
        };
    }
    if !is_here {
        told += ", away";
    }
    let role = if is_own { Role::Strong } else { Role::Text };
    doc.hanging(role, if is_here { "• " } else { "◦ " }, &told);
}

impl View for Lobby {
    fn place(&self) -> Place {
        Place::Lobby
    }

    fn typed(&mut self, key: Key, cx: &Context) -> Option<Vec<Step>> {
        let class = cx.class.as_ref()?;
        open_poll(class)?;
        let Code::Char(figure) = key.code else { return None };
        let choice = figure.to_digit(10).filter(|_| !key.ctrl && !key.alt)?.checked_sub(1)?;
        Some(self.answer(class, choice as usize))
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let (Some(class), area) = (&cx.class, text_beside(screen_area(cx), cx)) else {
            return vec![Step::Pop];
        };
        let lines = self.doc(class, cx, area.width).0.len();
        if self.scroll.act(action, lines, area.height) {
            return Vec::new();
        }
        match action {
            Action::Open => self.go_on(class, cx),
            Action::Joining => vec![Step::Push(Screen::Joining(Joining::default()))],
            Action::Results if class.results.is_some() => vec![Step::Push(Screen::results())],
            Action::Results => {
                let told = match class.bulletin.are_results_hidden {
                    true => "The trainer has hidden the results.",
                    false if class.bulletin.is_playing() => "The results come when the round is over.",
                    false => "There are no results yet.",
                };
                vec![Step::Tell(told.to_owned())]
            }
            Action::Back => {
                let question = "Leave the class? Your game is kept, and you can come back to it with your name and \
                                your PIN.";
                let leave = Step::Effect(Effect::Quit);
                vec![Step::Push(Screen::Confirm(Confirm::new("Leave", question.to_owned(), leave)))]
            }
            _ => Vec::new(),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let (Some(class), area) = (&cx.class, text_beside(screen_area(cx), cx)) else {
            return vec![Step::Pop];
        };
        match mouse.kind {
            MouseKind::WheelUp => self.act(Action::Up, cx),
            MouseKind::WheelDown => self.act(Action::Down, cx),
            MouseKind::Press if mouse.row >= area.y => {
                let line = usize::from(mouse.row - area.y) + self.scroll.top;
                let (_, answers) = self.doc(class, cx, area.width);
                if answers.contains(&line) { self.answer(class, line - answers.start) } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(class) = &cx.class else { return };
        let bulletin = &class.bulletin;
        draw_header(canvas, &bulletin.title, &here(bulletin.here));
        let area = text_beside(canvas.area, cx);
        if let Some((place, qr, modules)) = picture(canvas.area, cx) {
            canvas.qr(place.x, place.y, qr, modules);
        }
        self.doc(class, cx, area.width).0.draw(canvas, area, &self.scroll);
    }
}
