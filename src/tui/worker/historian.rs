//! Looking back on a game: what was to be expected, then what each decision was worth, step by step.

use std::sync::Arc;

use super::super::event::{Event, LookBack, LookedBack};
use super::Line;
use crate::debrief::analysis::{Analyst, LadderDepth};
use crate::debrief::{self, Fans, Kept};

/// Someone who looks back. What was found about the decisions of a game is kept, so that after the next
/// Sprint only what is new has to be found; the figures do not depend on that.
#[derive(Debug, Default)]
pub struct Historian {
    analyst: Option<Analyst>,
}

impl Historian {
    /// Looks back on a game as far as it is; after each step, what is found by then goes down the line. When
    /// the job is void, the step that is being made is left at once.
    pub fn work(&mut self, request: &LookBack, line: &Line<'_>) {
        let LookBack { ticket, game, thoroughness } = request;
        let mut thoroughness = *thoroughness;
        if game.is_over() {
            let forecasts = debrief::forecasts(game);
            let (fans, kept) = (Fans::of(game, &forecasts), Kept::of(game, &forecasts));
            line.tell(Event::LookedBack(Box::new(LookedBack { ticket: *ticket, fans, kept })));
        } else {
            // How others would have done is told at the end.
            thoroughness.ladder = LadderDepth { futures: 0, ..thoroughness.ladder };
        }
        let mut analyst = match self.analyst.take() {
            Some(earlier) => earlier.go_on(game, thoroughness),
            None => Analyst::new(game, thoroughness),
        };
        let mut is_more = true;
        while is_more && !line.is_void() {
            is_more = analyst.step(&|| line.is_void());
            let (analysis, progress) = (Arc::new(analyst.analysis().clone()), analyst.progress());
            line.tell(Event::Analysed { ticket: *ticket, analysis, progress });
        }
        self.analyst = Some(analyst);
    }
}
