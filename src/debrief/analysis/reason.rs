//! Why a change gains: what differs in the futures in which both decisions were played.

use crate::order::arena::Stop;
use crate::order::worth::{Gain, Judge, Question};
use crate::order::{Change, Estimate};
use crate::scenario::{Effect, GoalIx, ItemIx, RiskIx, Scenario, StakeholderIx};

use super::information::values_in_the_dark;
use super::tally::Tally;

/// Futures in which it is looked for.
const FUTURES: usize = 200;

/// The part of a gain that something must explain to be its reason.
const MOST: f64 = 0.5;

/// Why a change to a decision gains. Amounts are means over futures, in value units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// A date of an item is met more often, or its fines end sooner.
    DateMissed {
        /// The item.
        item: ItemIx,
        /// What that brings.
        amount: f64,
    },
    /// A goal is reached in time more often.
    GoalMissed {
        /// The goal.
        goal: GoalIx,
        /// What that brings.
        amount: f64,
    },
    /// A risk strikes less often, because something prevents it.
    RiskLeftOpen {
        /// The risk.
        risk: RiskIx,
        /// How much less often, 0 to 1.
        chance: f64,
    },
    /// A stakeholder escalates less often.
    Escalation {
        /// Who.
        who: StakeholderIx,
        /// How much less often, 0 to 1.
        chance: f64,
    },
    /// What an item tells is there in time to be used: without it most of the gain is gone.
    LearnedLate {
        /// The item that reveals others.
        item: ItemIx,
        /// What its knowledge is worth here.
        amount: f64,
    },
    /// An item is free to be worked on, because what it requires is Done sooner.
    Blocked {
        /// The item that had to wait.
        item: ItemIx,
        /// What it waited for.
        by: ItemIx,
        /// What it brings to have it sooner.
        amount: f64,
    },
    /// Less work meets rework, because it is refined before.
    Rework {
        /// The item that met most of it.
        item: ItemIx,
        /// Effort saved, effort units.
        effort: f64,
    },
    /// Less effort is lost to the upkeep of an item, which is Done later or never.
    Upkeep {
        /// The item.
        item: ItemIx,
        /// Effort saved, effort units.
        effort: f64,
    },
    /// What an item does for others once it is Done (cheaper, worth more, faster) is there sooner.
    HelpCameLate {
        /// The item.
        item: ItemIx,
    },
    /// An item pays too little for its effort, or less than nothing, and better ones wait behind it.
    PaysTooLittle {
        /// The item.
        item: ItemIx,
    },
    /// An item was left waiting whose delay costs more per effort.
    DelayCostsMore {
        /// The item.
        item: ItemIx,
        /// What it brings to have it sooner.
        amount: f64,
    },
}

/// The reason of a gain. `reached` is what the decision works on, and what the changed one does.
pub(super) fn find_reason(
    judge: &Judge<'_>,
    question: &Question,
    gain: &Gain,
    reached: (&[ItemIx], &[ItemIx]),
    stop: &Stop<'_>,
) -> Option<Reason> {
    let scenario = judge.scenario();
    let mut arena = judge.arena(question, question.through);
    let before = Tally::of(scenario, &mut arena, &question.choice, FUTURES);
    let after = Tally::of(scenario, &mut arena, &gain.choice, FUTURES);
    let case = Case { scenario, gain, reached, before, after };

    // Knowledge is found out by taking it away.
    for &item in case.moved_up().iter().filter(|item| scenario.item(**item).reveals()) {
        let dark = |choice| values_in_the_dark(scenario, question, choice, &[item], FUTURES, stop);
        let without = Estimate::of_difference(&dark(&gain.choice)?, &dark(&question.choice)?);
        if without.mean < MOST * gain.gain.mean {
            return Some(Reason::LearnedLate { item, amount: gain.gain.mean - without.mean });
        }
    }
    Some(case.reason())
}

/// Two decisions, and what came of them.
struct Case<'a> {
    scenario: &'a Scenario,
    gain: &'a Gain,
    reached: (&'a [ItemIx], &'a [ItemIx]),
    before: Tally,
    after: Tally,
}

impl Case<'_> {
    /// What is worked on sooner than before: what is new, and what the change puts before something.
    fn moved_up(&self) -> Vec<ItemIx> {
        let (before, after) = self.reached;
        let mut items: Vec<ItemIx> = after.iter().copied().filter(|item| !before.contains(item)).collect();
        if let Change::Earlier { item, .. } = self.gain.change
            && !items.contains(&item)
        {
            items.push(item);
        }
        items
    }

    fn reason(&self) -> Reason {
        // In this order: what is most particular first, and what can always be said last.
        [self.dates(), self.incidents(), self.blocked(), self.effort(), self.help()]
            .into_iter()
            .flatten()
            .next()
            .unwrap_or_else(|| self.delay())
    }

    /// Whether an amount explains the gain.
    fn explains(&self, amount: f64) -> bool {
        amount >= MOST * self.gain.gain.mean
    }

    /// Dates and goals.
    fn dates(&self) -> Option<Reason> {
        let (item, amount) = largest(&self.after.dated, &self.before.dated)?;
        let (goal, bonus) = largest(&self.after.bonuses, &self.before.bonuses).unwrap_or((0, 0.0));
        if self.explains(bonus) && bonus > amount {
            return Some(Reason::GoalMissed { goal: GoalIx::new(goal), amount: bonus });
        }
        self.explains(amount).then_some(Reason::DateMissed { item: ItemIx::new(item), amount })
    }

    /// Risks and escalations: they cost velocity, too, so that how often they come counts.
    fn incidents(&self) -> Option<Reason> {
        let fewer = |before: &[(f64, f64)], after: &[(f64, f64)]| {
            let pairs = before.iter().zip(after).enumerate();
            let saved = pairs.map(|(index, (b, a))| (index, b.1 - a.1, a.0 - b.0));
            saved.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, chance, _)| *chance > 0.05)
        };
        if let Some((index, chance, cost)) = fewer(&self.before.risks, &self.after.risks)
            && (self.explains(cost) || self.others_gain_less(cost))
        {
            return Some(Reason::RiskLeftOpen { risk: RiskIx::new(index), chance });
        }
        let (index, chance, cost) = fewer(&self.before.escalations, &self.after.escalations)?;
        let who = StakeholderIx::new(index);
        (self.explains(cost) || self.others_gain_less(cost)).then_some(Reason::Escalation { who, chance })
    }

    /// Whether what was moved up brings less by itself than an amount does.
    fn others_gain_less(&self, amount: f64) -> bool {
        let own: f64 = self.moved_up().iter().map(|item| self.more(*item)).sum();
        amount > own.max(0.0) && amount > 0.0
    }

    /// How much more an item brings by itself.
    fn more(&self, item: ItemIx) -> f64 {
        let at = item.at();
        self.after.benefits[at] + self.after.dated[at] - self.before.benefits[at] - self.before.dated[at]
    }

    /// Something that requires what was moved up.
    fn blocked(&self) -> Option<Reason> {
        let moved = self.moved_up();
        let waits_for = |item: ItemIx| {
            let requires = &self.scenario.item(item).requires;
            requires.iter().copied().find(|needed| moved.contains(needed))
        };
        let waiting = self.scenario.item_indexes().filter_map(|item| Some((item, waits_for(item)?)));
        let most = waiting.max_by(|a, b| self.more(a.0).total_cmp(&self.more(b.0)));
        let (item, by) = most?;
        let amount = self.more(item);
        let is_sooner = self.after.sooner(&self.before, item) > 0.0;
        (is_sooner && self.explains(amount)).then_some(Reason::Blocked { item, by, amount })
    }

    /// Rework and upkeep, where the effort that they take would bring most of the gain.
    fn effort(&self) -> Option<Reason> {
        let saves = |effort: f64| effort > 0.0 && self.explains(effort * self.after.price());
        let (item, most) = largest(&self.before.rework, &self.after.rework)?;
        let rework: f64 = self.before.rework.iter().sum::<f64>() - self.after.rework.iter().sum::<f64>();
        let is_talk = matches!(self.gain.change, Change::Talk(_));
        if most > 0.0 && (saves(rework) || is_talk && rework > 0.0) {
            return Some(Reason::Rework { item: ItemIx::new(item), effort: most });
        }
        let effort = self.before.upkeep - self.after.upkeep;
        let (before, after) = self.reached;
        let kept = before.iter().copied().filter(|item| !after.contains(item));
        let item =
            kept.max_by(|a, b| self.scenario.item(*a).upkeep.total_cmp(&self.scenario.item(*b).upkeep))?;
        let is_upkeep = self.scenario.item(item).upkeep > 0.0 && saves(effort);
        is_upkeep.then_some(Reason::Upkeep { item, effort })
    }

    /// Effects on others, where what was moved up brings too little by itself.
    fn help(&self) -> Option<Reason> {
        let helps = |effect: &Effect| {
            matches!(effect, Effect::Effort { .. } | Effect::Value { .. } | Effect::Velocity { .. })
        };
        let moved = self.moved_up();
        let own: f64 = moved.iter().map(|&item| self.more(item)).sum();
        let item = moved.into_iter().find(|item| self.scenario.item(*item).on_done.iter().any(helps))?;
        (!self.explains(own)).then_some(Reason::HelpCameLate { item })
    }

    /// What can always be said: something waited that should not have, or was done that should have waited.
    fn delay(&self) -> Reason {
        if let Change::Later(item) = self.gain.change {
            return Reason::PaysTooLittle { item };
        }
        let by_more = |a: &ItemIx, b: &ItemIx| self.more(*a).total_cmp(&self.more(*b));
        let moved = self.moved_up().into_iter().max_by(by_more).filter(|item| self.more(*item) > 0.0);
        // Where what was moved brings nothing, what moved up because of it does.
        let item = moved.or_else(|| self.scenario.item_indexes().max_by(by_more));
        let item = item.unwrap_or_else(|| ItemIx::new(0));
        Reason::DelayCostsMore { item, amount: self.more(item) }
    }
}

/// Where one list is ahead of another the most, and by how much.
fn largest(one: &[f64], other: &[f64]) -> Option<(usize, f64)> {
    let ahead = one.iter().zip(other).map(|(one, other)| one - other).enumerate();
    ahead.max_by(|a, b| a.1.total_cmp(&b.1))
}
