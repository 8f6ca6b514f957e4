//! The record of a game, Sprint by Sprint.

use crate::game::{Decision, Game};
use crate::scenario::{ItemIx, RiskIx, StakeholderIx};
use crate::sim::state::Effort;
use crate::sim::{Event, Paid, SprintRecord};

/// How many items a digest names of the order.
pub const TOP_ITEMS: usize = 5;

/// One Sprint in short. After Sprint H only `sprint` and `paid` have something to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Digest {
    /// The Sprint.
    pub sprint: u32,
    /// The first [`TOP_ITEMS`] items of the order in force when work began, top first.
    pub top: Vec<ItemIx>,
    /// Items Done, in the order in which they became Done.
    pub done: Vec<ItemIx>,
    /// What was paid.
    pub paid: PaidByKind,
    /// Effort spent, the part of it owed to rework, and idle capacity, effort units.
    pub effort: Effort,
    /// Items whose true effort and amounts became known without being Done.
    pub revealed: Vec<ItemIx>,
    /// Items that became refined, so that their effort is known.
    pub refined: Vec<ItemIx>,
    /// Items that joined the Product Backlog.
    pub arrived: Vec<ItemIx>,
    /// Risks that struck at its start.
    pub struck: Vec<RiskIx>,
    /// Stakeholders whose escalation took effect at its start.
    pub escalated: Vec<StakeholderIx>,
    /// Stakeholders who were served or whose trust changed, in file order.
    pub trust: Vec<TrustChange>,
}

/// What was paid in a Sprint, value units; fines and costs are negative unless the file turns them round.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PaidByKind {
    /// Benefits of items that are Done.
    pub benefits: f64,
    /// Fines for items that were not Done in time.
    pub fines: f64,
    /// Bonuses of goals.
    pub bonuses: f64,
    /// Cost effects of items, risks and escalations.
    pub costs: f64,
}

impl PaidByKind {
    /// Everything together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.benefits + self.fines + self.bonuses + self.costs
    }

    fn add(&mut self, amount: f64, what: Paid) {
        *match what {
            Paid::Benefit(..) => &mut self.benefits,
            Paid::Fine(..) => &mut self.fines,
            Paid::Bonus(_) => &mut self.bonuses,
            Paid::ItemCost(_) | Paid::RiskCost(_) | Paid::EscalationCost(_) => &mut self.costs,
        } += amount;
    }
}

/// What a Sprint Review did to someone's trust, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrustChange {
    /// Who.
    pub who: StakeholderIx,
    /// Whether something Done in the Sprint serves them.
    pub served: bool,
    /// Before the Review.
    pub before: f64,
    /// After it.
    pub after: f64,
}

/// The digest of each Sprint recorded, up to L when the game is over.
#[must_use]
pub fn digests(game: &Game) -> Vec<Digest> {
    let mut decisions = game.decisions().iter().peekable();
    let mut in_force = InForce::default();
    let digest = |record: &SprintRecord| {
        if let Some(decision) = decisions.next_if(|decision| decision.sprint == record.sprint) {
            in_force.decide(decision);
        }
        let top = in_force.run(game, record);
        digest(game, record, top)
    };
    game.records().iter().map(digest).collect()
}

/// The order in force, with what arrived at its bottom since it was made.
#[derive(Default)]
struct InForce {
    order: Vec<ItemIx>,
    /// The Sprint in which it was made.
    decided_in: u32,
}

impl InForce {
    fn decide(&mut self, decision: &Decision) {
        self.order.clone_from(&decision.plan.order);
        self.decided_in = decision.sprint;
    }

    /// The top of the order when work on a Sprint began; follows the Sprint to its end.
    fn run(&mut self, game: &Game, record: &SprintRecord) -> Vec<ItemIx> {
        if record.sprint > game.scenario().sprints {
            return Vec::new();
        }
        let start = record.events.iter().position(|event| matches!(event, Event::Capacity { .. }));
        let (start, work) = record.events.split_at(start.unwrap_or(0));
        // What arrived before the order was made is in it, or was set aside.
        if record.sprint > self.decided_in {
            self.append(start);
        }
        let open = |item: &ItemIx| game.state().item(*item).done().is_none_or(|done| done >= record.sprint);
        self.order.retain(open);
        let top = self.order.iter().take(TOP_ITEMS).copied().collect();
        self.append(work);
        top
    }

    fn append(&mut self, events: &[Event]) {
        let arrived = events.iter().filter_map(|event| match *event {
            Event::Arrived(item) => Some(item),
            _ => None,
        });
        self.order.extend(arrived);
    }
}

fn digest(game: &Game, record: &SprintRecord, top: Vec<ItemIx>) -> Digest {
    let mut digest = Digest { sprint: record.sprint, top, ..Digest::default() };
    for event in &record.events {
        match *event {
            Event::Done(item) => digest.done.push(item),
            Event::Paid { amount, what } => digest.paid.add(amount, what),
            Event::Worked { item, effort, .. } => {
                digest.effort.spent += effort;
                digest.effort.rework += effort * game.state().item(item).rework_share;
            }
            Event::Idle(effort) => digest.effort.idle += effort,
            Event::Revealed { item, .. } => digest.revealed.push(item),
            Event::Refined { item, .. } => digest.refined.push(item),
            Event::Arrived(item) => digest.arrived.push(item),
            Event::Struck(risk) => digest.struck.push(risk),
            Event::Escalated(who) => digest.escalated.push(who),
            Event::Trust { who, served, before, after, .. } if served || before != after => {
                digest.trust.push(TrustChange { who, served, before, after });
            }
            _ => {}
        }
    }
    digest
}
