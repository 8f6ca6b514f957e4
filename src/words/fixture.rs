//! A small scenario with one of everything that can be worded.

use serde_json::json;

use crate::scenario::Scenario;
use crate::scenario::raw::RawScenario;

/// Items: 0 `pay` (one benefit of each sort), 1 `audit`, 2 `surprise`, which has not arrived.
pub(super) fn scenario() -> Scenario {
    let raw: RawScenario = serde_json::from_value(json!({
        "format": 1, "title": "Kitchen", "summary": "A kitchen.", "level": "foundation", "minutes": 5,
        "product": {"name": "Kitchen", "idea": "i", "vision": "v", "strategy": ["s"], "goal": "g"},
        "value_unit": "k€", "effort_unit": "points", "sprints": 4,
        "team": {"name": "Cooks", "velocity": 10},
        "stakeholders": [{
            "id": "amara", "name": "Amara Diallo", "role": "guest", "wants": "food",
            "voice": ["I am hungry.", "Is there soup?"],
            "escalation": [{"effect": "velocity", "factor": 0.8, "sprints": 2}]
        }],
        "items": [
            {"id": "pay", "title": "Payments", "kind": "feature", "effort": 5, "value": [
                {"for": "amara", "amount": {"low": 8, "likely": 10, "high": 20}},
                {"for": "amara", "amount": 4, "when": "once"},
                {"for": "amara", "amount": 40, "when": {"by": 3}},
                {"for": "amara", "amount": 16, "when": {"half_life": 2}},
                {"for": "amara", "amount": -3, "when": "once"}
            ]},
            {"id": "audit", "title": "Audit", "kind": "compliance", "effort": 3, "value": [
                {"for": "amara", "amount": 5, "when": {"fine_after": 4}},
                {"for": "amara", "amount": 5, "when": {"fine_after": 0}}
            ], "on_done": [{"effect": "cost", "amount": {"low": 5, "likely": 6, "high": 9}}]},
            {"id": "surprise", "title": "Surprise", "kind": "feature", "effort": 3, "arrives": true}
        ],
        "goals": [{"title": "Launch", "items": ["pay", "audit"], "by": 3, "bonus": 20}],
        "risks": [{"id": "r", "title": "Supplier leaves", "text": "t", "chance": 0.3, "from": 2, "to": 4,
                   "impact": [{"effect": "arrive", "items": ["surprise"]}]}]
    }))
    .expect("the fixture follows the format");
    Scenario::try_from(raw).expect("the fixture is a good scenario")
}
