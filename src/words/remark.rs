//! What stakeholders say about a Sprint, in sentences that fit what it brought them.

use crate::game::Game;
use crate::scenario::{ItemIx, Scenario, StakeholderIx, TINY};
use crate::sim::belief::times;
use crate::sim::{Event, SprintRecord};

/// What a Sprint brought someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// No Sprint has ended yet.
    NothingYet,
    /// Something is Done for them, after they had waited longer than their patience.
    AtLast,
    /// Something is Done for them, and turns out to bring them nothing.
    Poorly,
    /// Something large is Done for them.
    Well,
    /// Something is Done for them.
    ALittle,
    /// Nothing was Done for them, and they have patience left.
    Patient,
    /// Nothing was Done for them, and after the next Sprint like that their trust falls.
    LastHope,
    /// Nothing was Done for them, and their trust falls.
    TooLong,
    /// Their trust is used up just now, and they escalate.
    Escalates,
    /// Their trust was used up before.
    Lost,
}

/// At and above this share of what they wish for most, something is large.
const LARGE: f64 = 0.5;

/// Every turn with what people say then.
const SAID: [(Turn, &[&str]); 10] = [
    (
        Turn::NothingYet,
        &[
            "I am curious what there will be at the end of this Sprint.",
            "I am glad that somebody asks what I need.",
            "You know what I wish for. Let us see what comes of it.",
            "Everything is still open. I like that.",
        ],
    ),
    (
        Turn::AtLast,
        &[
            "At last! I had begun to doubt it.",
            "It took long, and I am glad that it is here.",
            "I had nearly given up. Thank you for coming back to this.",
            "Good to see something at last.",
        ],
    ),
    (
        Turn::Poorly,
        &[
            "It is there, and it does not do for me what we had hoped.",
            "Thank you for trying. It turns out that I do not need it.",
            "Now we know that this is not what helps me.",
            "You made what I asked for. I asked for the wrong thing.",
        ],
    ),
    (
        Turn::Well,
        &[
            "That is just what I had hoped for. Thank you!",
            "I can use this at once, and it makes a difference.",
            "This is one of the things I wished for most.",
            "I will tell the others. They will be glad, too.",
            "I had not dared to hope for so much so soon.",
        ],
    ),
    (
        Turn::ALittle,
        &[
            "Thank you, that helps.",
            "A good first step. I look forward to the next.",
            "It is small, and I notice it every day.",
            "You thought of me. That counts.",
            "This helps. There is more that I need.",
        ],
    ),
    (
        Turn::Patient,
        &[
            "Nothing for me this time. I can wait a little.",
            "Others were first. That is fine for now.",
            "I see where this is going. My turn will come.",
            "Not yet, I know. Keep me in mind.",
            "I would rather have it right than soon.",
        ],
    ),
    (
        Turn::LastHope,
        &[
            "I hope there is something for me next time.",
            "I am still patient, but not for much longer.",
            "Could we talk about when it is my turn?",
            "I can explain one more Sprint like this, not two.",
        ],
    ),
    (
        Turn::TooLong,
        &[
            "I have waited long enough. When is it my turn?",
            "I come to every Review, and I leave with nothing.",
            "I begin to think that this is not meant for me.",
            "People ask me what I get out of it. I have no answer.",
        ],
    ),
    (
        Turn::Escalates,
        &[
            "I have asked for a word with those above you. I saw no other way.",
            "I am sorry, but from here others will have to decide.",
            "I have to take this further. I would have liked to settle it with you.",
        ],
    ),
    (
        Turn::Lost,
        &[
            "I no longer believe that this will help me.",
            "I only come to see what the others get.",
            "I would like to believe you again. Show me something.",
        ],
    ),
];

impl Turn {
    /// What the last Sprint that was run brought someone.
    #[must_use]
    pub fn now(game: &Game, who: StakeholderIx) -> Self {
        let last = game.state().ended.checked_sub(1);
        last.and_then(|place| Self::of(game, place as usize, who)).unwrap_or(Self::NothingYet)
    }

    /// What a Sprint brought someone, by its place among the records; `None` if it has no Review.
    #[must_use]
    pub fn of(game: &Game, place: usize, who: StakeholderIx) -> Option<Self> {
        let scenario = game.scenario();
        let person = &scenario.stakeholders[who.at()];
        let record = game.records().get(place)?;
        let (served, after, waiting) = trust(record, who)?;
        let waited = place.checked_sub(1).and_then(|before| trust(&game.records()[before], who));
        let waited = waited.map_or(0, |(_, _, waiting)| waiting);
        Some(match served {
            true if waited > person.patience => Self::AtLast,
            true => match (gain(game, record, who), wish(scenario, record.sprint, who)) {
                (gain, _) if gain <= TINY => Self::Poorly,
                (gain, wish) if gain >= LARGE * wish => Self::Well,
                _ => Self::ALittle,
            },
            false if record.events.contains(&Event::Escalates(who)) => Self::Escalates,
            false if after <= TINY => Self::Lost,
            false if waiting > person.patience => Self::TooLong,
            false if waiting == person.patience => Self::LastHope,
            false => Self::Patient,
        })
    }

    /// A sentence that fits. It depends on the person and the Sprint, so that two people seldom say the same, and
    /// nobody says the same twice in a row.
    #[must_use]
    pub fn remark(self, who: StakeholderIx, sprint: u32) -> &'static str {
        let said = SAID.iter().find(|(turn, _)| *turn == self).map_or(&[][..], |(_, said)| said);
        let place = (who.at() + sprint as usize).checked_rem(said.len());
        place.map_or("", |place| said[place])
    }
}

/// Whether someone was served, their trust afterwards and the Sprints they have waited since they were.
fn trust(record: &SprintRecord, who: StakeholderIx) -> Option<(bool, f64, u32)> {
    record.events.iter().find_map(|event| match *event {
        Event::Trust { who: other, served, after, waiting, .. } if other == who => {
            Some((served, after, waiting))
        }
        _ => None,
    })
}

/// What the items Done in a Sprint bring someone in all, value units; what is Done is known.
fn gain(game: &Game, record: &SprintRecord, who: StakeholderIx) -> f64 {
    let amount = |item, benefit| game.known().amount(game.scenario(), item, benefit).likely();
    record.done().map(|item| pay_off(game.scenario(), item, record.sprint, who, amount)).sum()
}

/// What someone's dearest item would have brought them, value units, as far as anybody knew.
fn wish(scenario: &Scenario, sprint: u32, who: StakeholderIx) -> f64 {
    let likely = |item: ItemIx, benefit: usize| scenario.item(item).benefits[benefit].amount.likely();
    // What may come later is nobody's wish yet.
    let items = scenario.item_indexes().filter(|&item| !scenario.item(item).arrives);
    let wishes = items.map(|item| pay_off(scenario, item, sprint, who, likely));
    wishes.fold(0.0, f64::max)
}

/// What an item brings someone in all if it is Done in a Sprint, value units.
fn pay_off(
    scenario: &Scenario,
    item: ItemIx,
    done: u32,
    who: StakeholderIx,
    amount: impl Fn(ItemIx, usize) -> f64,
) -> f64 {
    let benefits = scenario.item(item).benefits.iter().enumerate();
    let own = benefits.filter(|(_, benefit)| benefit.stakeholder == who);
    own.map(|(index, benefit)| amount(item, index) * times(benefit.when, done, scenario.benefit_sprints))
        .sum()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Arc;

    use super::super::fixture::scenario;
    use super::*;
    use crate::game::Command;

    #[test]
    fn every_turn_has_sentences_of_its_own() {
        let all: Vec<&str> = SAID.iter().flat_map(|(_, said)| said.iter().copied()).collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
        assert_eq!(SAID.iter().map(|(turn, _)| turn).collect::<HashSet<_>>().len(), SAID.len());
        for (turn, said) in SAID {
            assert!(said.len() >= 3, "{turn:?}");
            for text in said {
                assert!(text.ends_with(['.', '!', '?']) && text.len() <= 80, "{text}");
            }
        }
    }

    #[test]
    fn remarks_differ_by_person_and_sprint_and_are_always_the_same() {
        let said = |person, sprint| Turn::Patient.remark(StakeholderIx::new(person), sprint);
        assert_eq!(said(0, 1), said(0, 1));
        assert_ne!(said(0, 1), said(1, 1));
        assert_ne!(said(0, 1), said(0, 2));
    }

    /// What the only stakeholder of the fixture meets when these orders are run, Sprint by Sprint.
    fn turns(patience: u32, orders: &[&[&str]]) -> Vec<Turn> {
        let mut scenario = scenario();
        scenario.stakeholders[0].patience = patience;
        let mut game = Game::new(Arc::new(scenario), 1);
        let who = StakeholderIx::new(0);
        let mut turns = vec![Turn::now(&game, who)];
        for order in orders {
            let items = order.iter().map(|&id| id.to_owned()).collect();
            game.apply(&Command::Order { items }).expect("possible");
            game.apply(&Command::RunSprint).expect("possible");
            turns.push(Turn::now(&game, who));
        }
        turns
    }

    #[test]
    fn what_is_said_fits_the_sprint() {
        use Turn::{ALittle, AtLast, LastHope, NothingYet, Patient, TooLong, Well};
        assert_eq!(turns(2, &[&["pay"], &["audit"]]), [NothingYet, Well, ALittle]);
        assert_eq!(turns(2, &[&[], &[], &[], &["pay"]]), [NothingYet, Patient, LastHope, TooLong, AtLast]);
        // Who loses 15 points of 60 in every Sprint has none left after the fourth.
        assert_eq!(turns(0, &[&[], &[], &[], &[]])[3..], [TooLong, Turn::Escalates]);
    }
}
