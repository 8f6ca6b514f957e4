//! Looking back on a game: what was to be expected, then what each decision was worth, step by step.

use std::sync::Arc;

use super::super::event::{Event, LookBack, LookedBack, Recalled};
use super::Line;
use crate::debrief::analysis::{Analyst, LadderDepth};
use crate::debrief::{self, Fans, Kept};
use crate::game::Game;
use crate::scenario::ItemIx;
use crate::sim::forecast;

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
        let LookBack { ticket, game, thoroughness, .. } = request;
        recall(request, line);
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

/// Tells what the forecasts of earlier Sprints said: the same figures, as they come from the same futures.
pub fn recall(request: &LookBack, line: &Line<'_>) {
    let LookBack { ticket, game, recall: (sprints, futures), .. } = request;
    for &sprint in sprints.iter().take_while(|_| !line.is_void()) {
        line.tell(Event::Recalled(recalled(game, sprint, *futures, *ticket)));
    }
}

/// What the forecasts of one Sprint said, on so many futures.
pub(in crate::tui) fn recalled(game: &Game, sprint: u32, futures: u64, ticket: u64) -> Recalled {
    let past = game.as_of(sprint);
    let then = past.as_ref().unwrap_or(game);
    let (scenario, state, belief) = (then.scenario(), then.state(), then.belief());
    let forecast =
        |order: &[ItemIx]| Arc::new(forecast(scenario, &belief, order, futures, then.forecast_source()));
    let is_open = |item: &&ItemIx| state.item(**item).arrived && state.item(**item).done().is_none();
    let order: Vec<ItemIx> = state.order.iter().filter(is_open).copied().collect();
    let found = forecast(&order);
    let run = past.as_ref().map(|past| match &past.plan().order {
        same if *same == order => Arc::clone(&found),
        other => forecast(other),
    });
    Recalled { ticket, sprint, found, run }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::debrief::analysis::{Analysis, Thoroughness};
    use crate::game::Command;
    use crate::order::worth::Depth;
    use crate::scenario::{builtin, load};

    fn found(historian: &mut Historian, game: &Game) -> Analysis {
        let depth = Depth {
            glance: 8,
            worth: 24,
            search: 8,
            rounds: 1,
            changes: 1,
            random: 200,
            rivals: 2,
            rival_futures: 4,
        };
        let thoroughness = Thoroughness { depth, ladder: LadderDepth { futures: 8, slow_futures: 1 } };
        let request =
            LookBack { ticket: 1, game: Arc::new(game.clone()), thoroughness, recall: (Vec::new(), 0) };
        let last = Mutex::new(None);
        let tell = |event| {
            if let Event::Analysed { analysis, .. } = event {
                *last.lock().unwrap() = Some(analysis);
            }
        };
        historian.work(&request, &Line::open(&tell));
        let found = last.lock().unwrap().take().unwrap();
        Analysis::clone(&found)
    }

    #[test]
    fn what_was_found_on_the_way_is_what_is_found_at_the_end() {
        let builtin = builtin::ALL.iter().find(|builtin| builtin.slug == "the-library-of-things").unwrap();
        let scenario = Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario);
        let mut game = Game::new(Arc::clone(&scenario), 7);
        let mut historian = Historian::default();
        // Another game of the same scenario is not taken for this one.
        let mut other = Game::new(scenario, 8);
        other.apply(&Command::RunSprint).unwrap();
        found(&mut historian, &other);
        while !game.is_over() {
            game.apply(&Command::RunSprint).unwrap();
            // A look back on a game that is not over has no ladder; the last one has.
            if game.sprint() != 3 {
                found(&mut historian, &game);
            }
        }
        assert_eq!(found(&mut historian, &game), found(&mut Historian::default(), &game));
    }
}
