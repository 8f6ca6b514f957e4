//! The first minutes: what to try next, one real action at a time, in a strip below the screen.
//!
//! It looks at what was done and never stands in the way: whatever else is done meanwhile is right, too.

use ratatui::layout::Rect;

use super::context::Context;
use super::event::Size;
use super::keys::{Action, Place};
use super::text;
use super::theme::Role;
use super::widgets::Canvas;
use crate::scenario::ItemIx;

/// Rows that the strip takes.
const ROWS: u16 = 3;

/// One thing to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lesson {
    Briefing,
    Move,
    Read,
    Talk,
    Forecast,
    Help,
    Run,
    Review,
    Farewell,
}

/// What is tried, in this order; the last says farewell.
const LESSONS: [Lesson; 9] = [
    Lesson::Briefing,
    Lesson::Move,
    Lesson::Read,
    Lesson::Talk,
    Lesson::Forecast,
    Lesson::Help,
    Lesson::Run,
    Lesson::Review,
    Lesson::Farewell,
];

/// How far someone is.
#[derive(Debug, Default)]
pub(in crate::tui) struct Tutorial {
    at: usize,
    /// The order on the board as it was found.
    found: Option<Vec<ItemIx>>,
}

/// The part of a screen that is left for what the tutorial is about. On a small one nothing is: there the
/// strip lies over the lowest lines but the last.
pub(in crate::tui) fn beside(size: Size, smallest: Size) -> Size {
    let height = size.height.saturating_sub(ROWS);
    if height >= smallest.height { Size { height, ..size } } else { size }
}

impl Tutorial {
    /// Takes note of what was done, on a screen. Whether there is more to come.
    pub(in crate::tui) fn goes_on(&mut self, cx: &Context, place: Place) -> bool {
        if self.found.is_none() && place == Place::Board {
            self.found = cx.game().map(|game| game.plan().order.clone());
        }
        while let Some(lesson) = LESSONS.get(self.at) {
            if !self.is_learned(*lesson, cx, place) {
                return true;
            }
            self.at += 1;
        }
        false
    }

    fn is_learned(&self, lesson: Lesson, cx: &Context, place: Place) -> bool {
        let Some(game) = cx.game() else { return false };
        let sprints = game.records().len();
        match lesson {
            Lesson::Briefing => place == Place::Board,
            Lesson::Review => sprints > 0 && place == Place::Board || game.is_over(),
            Lesson::Farewell => sprints > 1 || game.is_over(),
            // Who has run a Sprint has done without.
            _ if sprints > 0 => true,
            Lesson::Move => self.found.as_ref().is_some_and(|found| *found != game.plan().order),
            Lesson::Read => place == Place::Item,
            Lesson::Talk => !game.talks().is_empty() || game.scenario().refined_per_sprint() == 0,
            Lesson::Forecast => !game.plan().commitments.is_empty(),
            Lesson::Help => place == Place::Help,
            Lesson::Run => false,
        }
    }

    /// Draws the strip in the lowest rows of the whole screen, or above the keys of a small one.
    pub(in crate::tui) fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context, place: Place) {
        let Some(&lesson) = LESSONS.get(self.at) else { return };
        let area = strip(canvas.area, cx);
        canvas.clear(area);
        // The first and the last only lead in and out.
        let steps = LESSONS.len() - 2;
        let title = match lesson {
            Lesson::Briefing | Lesson::Farewell => "Tutorial".to_owned(),
            _ => format!("Tutorial, step {} of {steps}", self.at),
        };
        canvas.text(area.x, area.y, area.width, &" ".repeat(area.width.into()), Role::Bar);
        canvas.text(area.x + 1, area.y, area.width - 1, &title, Role::Bar);
        canvas.text_right(Rect::new(area.x, area.y, area.width - 1, 1), &way_out(cx), Role::Bar);
        canvas.tint(Rect::new(area.x, area.y, area.width, 1), Role::Bar);
        let lines = text::wrap(&told(lesson, cx, place), usize::from(area.width) - 2);
        for (y, line) in (area.y + 1..area.bottom()).zip(&lines) {
            canvas.text(area.x + 1, y, area.width - 2, line, Role::Text);
        }
    }
}

/// What a press on the strip does: nothing, but at the way out. `None` if it is beside the strip.
pub(in crate::tui) fn pressed(
    cx: &Context,
    screen: Size,
    (column, row): (u16, u16),
) -> Option<Option<Action>> {
    let area = strip(Rect::new(0, 0, screen.width, screen.height), cx);
    if !(area.y..area.bottom()).contains(&row) {
        return None;
    }
    let start = area.width.saturating_sub(text::width(&way_out(cx)) as u16 + 1);
    Some((row == area.y && column >= start).then_some(Action::Tutorial))
}

fn strip(screen: Rect, cx: &Context) -> Rect {
    // Where the screens have all of it, their last line is the one with the keys.
    let below = if cx.size.height < screen.height { 0 } else { 1 };
    Rect::new(screen.x, screen.bottom().saturating_sub(ROWS + below), screen.width, ROWS)
}

fn way_out(cx: &Context) -> String {
    format!("{} ends it", key(cx, Place::Everywhere, Action::Tutorial))
}

/// The key that does something, as it is in force.
fn key(cx: &Context, place: Place, action: Action) -> String {
    cx.preferences.keys.key(place, action).unwrap_or_else(|| "(no key)".to_owned())
}

/// What to do next, on the screen one is on.
fn told(lesson: Lesson, cx: &Context, place: Place) -> String {
    let key = |action| key(cx, place, action);
    match place {
        Place::Briefing => {
            format!("What the product is for, and for whom. Read it, then go on with {}.", key(Action::Open))
        }
        Place::Board => on_board(lesson, cx),
        Place::Item => {
            format!("Who wants it, what it is worth, what it takes. {} goes back.", key(Action::Back))
        }
        Place::Talk => {
            "Ask, and read the answers: what do they tell you that the list did not say?".to_owned()
        }
        Place::Commit => {
            format!("Say when something will be Done, and how sure you are. {} keeps it.", key(Action::Open))
        }
        Place::Help => format!("Every key that works on this screen. {} puts it away.", key(Action::Back)),
        Place::Sprint => {
            format!("The team works down your order, from the top. {} goes on.", key(Action::Open))
        }
        Place::Review => {
            format!("What is Done, who is glad, and what was learned. Then {} goes on.", key(Action::Open))
        }
        _ => "Look around; the tutorial goes on at the Product Backlog.".to_owned(),
    }
}

fn on_board(lesson: Lesson, cx: &Context) -> String {
    let key = |action| key(cx, Place::Board, action);
    match lesson {
        Lesson::Briefing | Lesson::Move => format!(
            "What is on top is made first. Move an item: drag it, or choose it with {} {} and press {} or {}.",
            key(Action::Up),
            key(Action::Down),
            key(Action::MoveUp),
            key(Action::MoveDown)
        ),
        Lesson::Read => format!("Now read an item: choose one and press {}.", key(Action::Open)),
        Lesson::Talk => format!(
            "≈ marks what is not clear yet, and may take longer for that. Choose such an item and talk about it: \
             press {}.",
            key(Action::Talk)
        ),
        Lesson::Forecast => format!(
            "Which item will be Done when? Commit a forecast of yours: press {}.",
            key(Action::Commit)
        ),
        Lesson::Help => format!(
            "Two keys help everywhere: {} shows all keys of a screen, {} explains its words. Try the first.",
            self::key(cx, Place::Everywhere, Action::Help),
            self::key(cx, Place::Everywhere, Action::Glossary)
        ),
        Lesson::Run | Lesson::Review => {
            format!("Content with the order? Then let the team work: press {}.", key(Action::RunSprint))
        }
        Lesson::Farewell => {
            "That is all there is to it. Order again with what you have learned; the debrief comes at the end."
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_screen_is_not_made_smaller() {
        let smallest = Size { width: 60, height: 20 };
        assert_eq!(beside(Size { width: 80, height: 24 }, smallest).height, 21);
        assert_eq!(beside(Size { width: 80, height: 22 }, smallest).height, 22);
    }
}
