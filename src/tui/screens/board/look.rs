//! Ways to look at the Product Backlog that leave its order alone: sorted by something, or only a part of it.

use std::cmp::Ordering;

use super::super::super::context::{Context, Session};
use super::super::super::keys::{Action, Place};
use super::super::Step;
use super::{Board, hand, rows};
use crate::order::delay_per_effort;
use crate::scenario::{ItemIx, Scenario, StakeholderIx};

/// How the list is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) sort: Sort,
    /// What is looked for, in lower case; empty: everything is shown.
    pub(super) filter: String,
}

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    /// The order itself.
    #[default]
    Order,
    /// What pays most first.
    Value,
    /// What needs the least effort first.
    Effort,
    /// What costs most to wait for, for each effort unit, first.
    Delay,
    /// For whom it is worth most: the most influential first.
    People,
}

const SORTS: [Sort; 5] = [Sort::Order, Sort::Value, Sort::Effort, Sort::Delay, Sort::People];

impl Sort {
    /// The next way to look.
    pub(super) fn next(self) -> Self {
        let at = SORTS.iter().position(|sort| *sort == self).unwrap_or(0);
        SORTS[(at + 1) % SORTS.len()]
    }

    /// Its name over the list.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Order => "Product Backlog",
            Self::Value => "View: by worth",
            Self::Effort => "View: by effort",
            Self::Delay => "View: cost of delay",
            Self::People => "View: by person",
        }
    }

    /// What it is sorted by, in a sentence.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Order => "in your order",
            Self::Value => "what is worth most at the top",
            Self::Effort => "what needs the least effort at the top",
            Self::Delay => "what loses most by waiting a Sprint, for its effort, at the top",
            Self::People => "by whom it is worth most to, the most influential person first",
        }
    }
}

impl Look {
    /// Whether the list shows the order, and all of it.
    pub(super) fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an item is one that is looked for: by a part of its title, or by whom it is for.
    pub(super) fn finds(&self, scenario: &Scenario, item: ItemIx) -> bool {
        let has = |text: &str| text.to_lowercase().contains(&self.filter);
        let item = scenario.item(item);
        let is_for = |who: StakeholderIx| has(&scenario.stakeholders[who.at()].name);
        self.filter.is_empty()
            || has(&item.title)
            || item.benefits.iter().any(|benefit| is_for(benefit.stakeholder))
    }

    /// The items of the order as they are sorted, whether they are looked for or not.
    pub(super) fn sorted(&self, session: &Session) -> Vec<ItemIx> {
        let game = &session.game;
        let (scenario, belief) = (game.scenario(), &session.belief);
        let mut items = game.plan().order.clone();
        let worth = |item: ItemIx| belief.pay_off(scenario, item, game.sprint()).mean();
        match self.sort {
            Sort::Order => {}
            Sort::Value => sort_by(&mut items, |item| -worth(item)),
            Sort::Effort => sort_by(&mut items, |item| belief.remaining(scenario, item).mean()),
            Sort::Delay => {
                let delay = delay_per_effort(scenario, belief);
                sort_by(&mut items, |item| -delay[item.at()]);
            }
            Sort::People => sort_by(&mut items, |item| match mainly_for(scenario, item) {
                Some(who) => (-scenario.stakeholders[who.at()].influence, who.at(), -worth(item)),
                None => (f64::INFINITY, usize::MAX, -worth(item)),
            }),
        }
        items
    }
}

impl Board {
    /// What is told where a neighbour in the list is not the one in the order.
    pub(super) fn refuse_in_view(&self, cx: &Context) -> Option<Step> {
        let key = |action| cx.preferences.keys.key(Place::Board, action).unwrap_or_default();
        (!self.look.is_plain()).then(|| {
            let clear = key(Action::Clear);
            let (what, adopt) = if self.look.sort == Sort::Order {
                ("Only a part of the Product Backlog is shown", String::new())
            } else {
                ("This is only a view", format!(", {} makes the view the order", key(Action::Adopt)))
            };
            Step::Tell(format!("{what}: {clear} goes back to your order{adopt}."))
        })
    }

    /// Looks at the Product Backlog in the next way.
    pub(super) fn turn_view(&mut self, cx: &Context) -> Vec<Step> {
        self.look.sort = self.look.sort.next();
        (self.top, self.turned_away) = (0, false);
        let key = |action| cx.preferences.keys.key(Place::Board, action).unwrap_or_default();
        if self.look.sort == Sort::Order {
            return vec![Step::Tell("Your order again.".to_owned())];
        }
        vec![Step::Tell(format!(
            "Only a view: {}. {}: next view. {}: make it the order. {}: back to your order.",
            self.look.sort.meaning(),
            key(Action::View),
            key(Action::Adopt),
            key(Action::Clear)
        ))]
    }

    /// Makes the view that is shown the order.
    pub(super) fn adopt(&mut self, session: &Session) -> Vec<Step> {
        if self.look.sort == Sort::Order {
            return vec![Step::Tell("This is your order. v shows it sorted by something.".to_owned())];
        }
        let order = self.look.sorted(session);
        let told = format!("The order is now: {}. u takes it back.", self.look.sort.meaning());
        self.look = Look::default();
        let steps = hand::reorder(session, &order);
        steps.into_iter().chain([Step::Tell(told)]).collect()
    }

    /// The name of what the list shows.
    pub(super) fn heading(&self, session: &Session) -> String {
        if self.look.filter.is_empty() {
            return self.look.sort.name().to_owned();
        }
        let shown = self.rows(session).iter().filter(|row| row.item().is_some()).count();
        let all = rows::rows(session, &Look::default()).iter().filter(|row| row.item().is_some()).count();
        format!("“{}”: {shown} of {all}", self.look.filter)
    }

    /// Shows everything in its order again, or takes the marks away.
    pub(super) fn clear(&mut self) {
        if self.look.is_plain() {
            self.marked.clear();
        }
        self.look = Look::default();
    }
}

/// Whom an item is worth most to; `None` where it serves nobody.
pub(super) fn mainly_for(scenario: &Scenario, item: ItemIx) -> Option<StakeholderIx> {
    let served = scenario.item(item).benefits.iter().filter(|benefit| benefit.amount.mean() > 0.0);
    served
        .max_by(|one, other| one.amount.mean().total_cmp(&other.amount.mean()))
        .map(|benefit| benefit.stakeholder)
}

/// Sorts items by a key without NaN, the smallest first; equals keep their order.
fn sort_by<K: PartialOrd>(items: &mut [ItemIx], key: impl Fn(ItemIx) -> K) {
    let mut keyed: Vec<(K, ItemIx)> = items.iter().map(|&item| (key(item), item)).collect();
    keyed.sort_by(|(one, _), (other, _)| one.partial_cmp(other).unwrap_or(Ordering::Equal));
    items.iter_mut().zip(keyed).for_each(|(place, (_, item))| *place = item);
}
