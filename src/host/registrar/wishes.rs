//! What the trainer and participants wish for, as rows of the log.

use std::sync::Arc;

use tracing::info;

use super::Registrar;
use crate::class::{self, ANSWERS_MAX, Happening, Refusal, Wish};
use crate::host::hub::{Request, Session, Sitter};
use crate::host::pool;
use crate::scenario::Scenario;
use crate::scenario::raw::RawScenario;
use crate::store::{self, now_ms};
use crate::tui::event::Event;
use crate::words;

impl Registrar {
    /// What is written for a wish; nothing where it is not about the log.
    ///
    /// # Errors
    /// Why it is not possible, in words for who wishes.
    pub(super) fn wish(&mut self, session: Session, wish: Wish) -> Result<Vec<Happening>, String> {
        let sitter = self.seated.get(&session).map(|seated| seated.sitter);
        match (sitter, wish) {
            (Some(Sitter::Participant(player)), Wish::Ready(is_ready)) => {
                Ok(vec![Happening::Ready { player, is_ready }])
            }
            (Some(Sitter::Participant(player)), Wish::Answer(choice)) => {
                Ok(vec![Happening::Answered { player, choice }])
            }
            (Some(Sitter::Trainer), Wish::Watch(board)) => {
                if let Some(seated) = self.seated.get_mut(&session) {
                    seated.watches = board;
                }
                self.look_over_shoulders();
                Ok(Vec::new())
            }
            (Some(Sitter::Trainer), Wish::Export) => {
                self.export(session);
                Ok(Vec::new())
            }
            (Some(Sitter::Trainer), wish) => self
                .trainer_wish(wish)
                .map(|row| vec![row])
                .map_err(|refusal| words::sentence(&refusal.to_string())),
            _ => Err(words::sentence(&Refusal::TrainerOnly.to_string())),
        }
    }

    fn trainer_wish(&mut self, wish: Wish) -> Result<Happening, Refusal> {
        let round = self.class.round().filter(|round| !round.is_ended);
        let open = round.ok_or(Refusal::NoRound);
        Ok(match wish {
            Wish::Begin { .. } if round.is_some() => return Err(Refusal::RoundGoesOn),
            Wish::Begin { scenario, steps } => self.begin(&scenario, steps)?,
            Wish::EndRound => open.map(|_| Happening::RoundEnded {})?,
            Wish::Step => Happening::Stepped { sprint: open?.step.ok_or(Refusal::NotTogether)? },
            Wish::Together(steps) => open.map(|_| Happening::Paced { steps })?,
            Wish::Pause(is_paused) => open.map(|_| Happening::Paused { is_paused })?,
            Wish::Strike(risk) => open.map(|_| Happening::Struck { risk })?,
            Wish::Tell(text) => Happening::Told { text: class::clean_text(&text).unwrap_or_default() },
            Wish::TimeBox(seconds) => {
                Happening::Timed { until_ms: seconds.map(|seconds| now_ms() + i64::from(seconds) * 1_000) }
            }
            Wish::Hide { names, results } => Happening::Hidden { names, results },
            Wish::Ask { question, choices } => {
                let question = class::clean_text(&question).ok_or(Refusal::NoQuestion)?;
                let choices: Vec<String> =
                    choices.iter().filter_map(|text| class::clean_text(text)).take(ANSWERS_MAX).collect();
                if choices.len() < 2 {
                    return Err(Refusal::TooFewAnswers);
                }
                Happening::Asked { question, choices }
            }
            Wish::ShowAnswers => Happening::AnswersShown {},
            Wish::PutPollAway => Happening::PollPutAway {},
            Wish::Remove(player) => Happening::Removed { player },
            Wish::Seat { player, team } => Happening::Seated { player, team },
            Wish::Close => Happening::Closed {},
            Wish::Ready(_) | Wish::Answer(_) | Wish::Watch(_) | Wish::Export => return Err(Refusal::TooLate),
        })
    }

    /// A round with luck of its own: nobody can have rehearsed it.
    fn begin(&mut self, scenario: &Arc<Scenario>, steps: bool) -> Result<Happening, Refusal> {
        let seed = self.seed.take().map_or_else(store::random_seed, Ok).map_err(|_| Refusal::NoLuck)?;
        let (coach, commit) = (self.rules.coach, self.rules.commit);
        info!(title = %scenario.title, "a round begins");
        let scenario = RawScenario::clone(&scenario.source);
        Ok(Happening::RoundBegan { scenario, seed, coach, commit, steps })
    }

    /// Writes what was played to files, beside what goes on.
    fn export(&self, session: Session) {
        let (export, class, back) = (Arc::clone(&self.export), self.class.clone(), self.requests.clone());
        let shared = Arc::clone(&self.shared);
        let work = move || {
            let message = export(&class, shared.pool.archive())
                .unwrap_or_else(|why| format!("Nothing was written: {why}"));
            if let Some(back) = back.upgrade() {
                // Without a registrar nobody waits for it.
                let _ = back.send(Request::Told { session, message });
            }
        };
        if pool::aside("export", work).is_err()
            && let Some(seated) = self.seated.get(&session)
        {
            let message = "The system is too busy to write files now.".to_owned();
            seated.place.inbox.push(Event::Told { message });
        }
    }
}
