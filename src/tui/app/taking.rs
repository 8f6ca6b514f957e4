//! What each event does to the App.

use super::super::event::{Effect, Event};
use super::{App, at_least_min};

impl App {
    pub(super) fn take(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Paste(text) => self.paste(&text),
            Event::Explain { column, row } => {
                self.explain(column, row);
                Vec::new()
            }
            Event::Resize(size) => {
                self.size = at_least_min(size);
                Vec::new()
            }
            Event::Background(theme) => {
                self.context.preferences.fit_background(theme);
                Vec::new()
            }
            Event::Tick { now_ms } => {
                self.context.now_ms = now_ms;
                let steps = self.screens.last_mut().map(|top| top.tick(&self.context)).unwrap_or_default();
                self.carry_out(steps)
            }
            Event::Forecast(answer) => {
                self.take_forecast(answer);
                Vec::new()
            }
            Event::Judged { ticket, choice } => {
                let session = self.context.session.as_mut().filter(|session| session.judging == ticket);
                if let Some(session) = session {
                    session.worth = Some(choice);
                }
                Vec::new()
            }
            Event::Compared(compared) => {
                self.screens.iter_mut().for_each(|screen| screen.compared(&compared));
                Vec::new()
            }
            Event::Odds(odds) => {
                self.screens.iter_mut().for_each(|screen| screen.take_odds(&odds));
                Vec::new()
            }
            Event::LookedBack(looked_back) => {
                if looked_back.ticket == self.context.findings.ticket {
                    self.context.findings.looked_back = Some(*looked_back);
                }
                Vec::new()
            }
            Event::Recalled(recalled) => {
                self.take_recalled(recalled);
                Vec::new()
            }
            Event::Analysed { ticket, analysis, progress } => {
                let findings = &mut self.context.findings;
                if ticket == findings.ticket {
                    (findings.analysis, findings.progress) = (Some(analysis), Some(progress));
                }
                Vec::new()
            }
            Event::Opened(opened) => self.open(*opened),
            Event::Games(games) => {
                self.context.saved = Some(games);
                Vec::new()
            }
            Event::Failed { message } => {
                self.context.notice = Some(message.into());
                if let Some(session) = &mut self.context.session
                    && session.asked.take().is_some()
                {
                    session.newest = None;
                }
                // Without a screen there is nothing to go back to.
                if self.screens.is_empty() { vec![Effect::Quit] } else { Vec::new() }
            }
            Event::NotSaved { message } => {
                if let Some(session) = &mut self.context.session {
                    session.unsaved = Some(message);
                }
                Vec::new()
            }
            Event::Saved => {
                if let Some(session) = &mut self.context.session
                    && session.unsaved.take().is_some()
                {
                    let told = "Saved: the journal is complete again.";
                    self.context.notice = Some(told.to_owned().into());
                }
                Vec::new()
            }
            Event::Class(bulletin) => self.take_bulletin(bulletin),
            Event::Shared { game, told } => self.take_shared(*game, told),
            Event::Revealed => self.reveal(),
            Event::Results(results) => {
                if let Some(class) = &mut self.context.class {
                    class.results = Some(results);
                }
                let steps = self.screens.last_mut().map(|top| top.take_results(&self.context));
                self.carry_out(steps.unwrap_or_default())
            }
            Event::Shoulder(screen) => {
                if let Some(class) = &mut self.context.class {
                    class.shoulder = screen;
                }
                Vec::new()
            }
            Event::Told { message } => {
                self.context.notice = Some(message.into());
                Vec::new()
            }
            Event::Stop => vec![Effect::Quit],
        }
    }
}
