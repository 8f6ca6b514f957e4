//! The tutorial, as far as the App has to do with it.

use std::sync::Arc;

use super::super::event::{Effect, Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::tutorial::{self, Tutorial};
use super::{App, MIN_SIZE};

impl App {
    /// Lets the tutorial take note of where things stand, and gives the screens what it leaves of the screen.
    pub(super) fn teach(&mut self) {
        let place = self.place();
        if let Some(mut tutorial) = self.context.tutorial.take() {
            let goes_on = tutorial.goes_on(&self.context, place);
            self.context.tutorial = goes_on.then_some(tutorial);
        }
        let is_on = self.context.tutorial.is_some();
        let size = self.beside_class();
        self.context.size = if is_on { tutorial::beside(size, MIN_SIZE) } else { size };
    }

    /// Ends the tutorial, or begins it: in the game that is open, or in a new one of the first scenario.
    pub(super) fn begin_or_end_tutorial(&mut self) -> Vec<Effect> {
        if self.context.tutorial.take().is_some() {
            let key = self.context.preferences.keys.key(Place::Everywhere, Action::Tutorial);
            let again = key.map(|key| format!(" {key} begins it again.")).unwrap_or_default();
            self.context.notice = Some(format!("The tutorial is over.{again}").into());
            return Vec::new();
        }
        match (self.context.game(), self.context.catalog.first()) {
            (Some(game), _) if game.is_over() => {
                self.context.notice = Some("The tutorial is for a game that is not over.".to_owned().into());
                Vec::new()
            }
            (Some(_), _) => {
                self.context.tutorial = Some(Tutorial::default());
                Vec::new()
            }
            // Out of the list of scenarios only: nothing that somebody looks at is put away for it.
            (None, Some(first)) if self.place() == Place::Picker => {
                self.context.tutorial = Some(Tutorial::default());
                vec![Effect::Begin(Arc::clone(&first.scenario))]
            }
            _ => Vec::new(),
        }
    }

    /// What a press on the tutorial's strip does; `None` where the mouse did something else.
    pub(super) fn on_strip(&self, mouse: Mouse) -> Option<Option<Action>> {
        self.context.tutorial.as_ref().filter(|_| mouse.kind == MouseKind::Press)?;
        tutorial::pressed(&self.context, self.beside_class(), (mouse.column, mouse.row))
    }
}
