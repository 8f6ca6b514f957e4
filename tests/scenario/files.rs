//! Files that load, files that cannot be read, and files of unusual size.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use toporder::scenario::load::{self, LoadError, Loaded, Origin};
use toporder::scenario::raw::RawScenario;
use toporder::scenario::{Effect, ItemIx, Scenario, Velocity, When, builtin};

fn fixture(name: &str) -> Scenario {
    let path = format!("tests/fixtures/valid/{name}.json");
    load::load_file(&path).unwrap_or_else(|error| panic!("{path}: {error}")).scenario
}

/// The code and the message of a file that cannot be read.
fn unreadable(path: impl AsRef<Path>) -> (&'static str, String) {
    match load::load(path) {
        Err(LoadError::Unreadable { code, message, .. }) => (code, message),
        other => panic!("readable: {other:?}"),
    }
}

#[test]
fn valid_files_load_without_doubts() {
    let mut seen = 0;
    for entry in fs::read_dir("tests/fixtures/valid").unwrap() {
        let path = entry.unwrap().path();
        let Loaded { warnings, .. } = load::load_file(&path).unwrap_or_else(|error| panic!("{error}"));
        assert!(warnings.is_empty(), "{warnings:?}");
        seen += 1;
    }
    assert!(seen >= 5);
}

#[test]
fn built_in_scenarios_load_without_doubts() {
    for builtin in &builtin::ALL {
        let Loaded { warnings, .. } = load::load(builtin.slug).unwrap_or_else(|error| panic!("{error}"));
        assert!(warnings.is_empty(), "{}: {warnings:?}", builtin.slug);
        assert!(matches!(load::resolve(Path::new(builtin.slug)), Ok(Origin::Builtin(_))));
    }
    assert_eq!(builtin::nearest("soup").unwrap().slug, "soup-on-the-square");
    assert_eq!(builtin::nearest("the-libary-of-things").unwrap().slug, "the-library-of-things");
    assert!(builtin::nearest("the").is_none());
}

#[test]
fn defaults_are_those_of_the_format() {
    let scenario = fixture("smallest");
    assert_eq!((scenario.sprints, scenario.benefit_sprints), (4, 4));
    assert_eq!(scenario.sprint_length, "2 weeks");
    assert_eq!(scenario.team.cost_per_sprint, 0.0);
    let ada = &scenario.stakeholders[0];
    assert_eq!((ada.influence, ada.patience, ada.trust), (1.0, 2, 0.6));
    let [oven, rolls] = &scenario.items[..] else { panic!("two items") };
    assert_eq!((oven.upkeep, oven.refined, oven.rework_chance, oven.arrives), (0.0, false, 0.0, false));
    assert_eq!(oven.unlocks, [ItemIx::new(1)]);
    assert_eq!(rolls.requires, [ItemIx::new(0)]);
    assert_eq!(rolls.benefits[0].when, When::Recurring);
}

#[test]
fn slots_follow_the_order_of_the_file() {
    let scenario = fixture("every-feature");
    let slots: Vec<_> = scenario.items.iter().flat_map(|item| &item.benefits).map(|b| b.slot).collect();
    assert_eq!(slots, (0..scenario.benefit_slots).collect::<Vec<_>>());
    // Items come first, then escalations, then risks.
    let likely: Vec<_> = scenario.costs.iter().map(|cost| cost.likely()).collect();
    assert_eq!(likely, [-1.0, 2.0, 2.0]);
    assert_eq!(scenario.cost_slots, 3);
    assert_eq!(scenario.stakeholders[0].escalation[1], Effect::Cost { slot: 1 });
    assert_eq!(scenario.risks[1].impact[2], Effect::Cost { slot: 2 });
    let fines: Vec<_> =
        scenario.fines.iter().map(|fine| (fine.item.at(), fine.after, fine.benefit)).collect();
    assert_eq!(fines, [(4, 3, 0)]);
    assert_eq!(scenario.team.velocity, Velocity::History(vec![8.0, 11.0, 9.5]));
    assert_eq!(scenario.items[2].rework_chance, 0.6);
    assert_eq!(scenario.items[3].rework_chance, 0.3);
    assert_eq!(scenario.goals[1].by, scenario.sprints);
}

#[test]
fn the_source_writes_the_same_scenario_again() {
    for builtin in &builtin::ALL {
        let scenario = load::load(builtin.slug).unwrap().scenario;
        let text = serde_json::to_string(&*scenario.source).unwrap();
        let again = load::load_text("again", &text).unwrap().scenario;
        assert_eq!(again.source, scenario.source);
    }
}

#[test]
fn a_program_can_make_a_scenario_too() {
    let text = fs::read_to_string("tests/fixtures/valid/every-feature.json").unwrap();
    let mut raw: RawScenario = serde_json::from_str(&text).unwrap();
    raw.sprints = u64::from(u32::MAX) + 7;
    raw.items[2].requires.push("nothing".into());
    let problems = Scenario::try_from(raw).unwrap_err();
    let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "sprints: `sprints` cannot be above 10,000",
            "benefit_sprints: benefits cannot end in Sprint 10, before the game does",
            "items[2].requires[1]: there is no item `nothing`",
        ]
    );
}

#[test]
fn numbers_beyond_32_bits_mean_never() {
    assert_eq!(fixture("at-the-bounds").stakeholders[0].patience, u32::MAX);
}

#[test]
fn what_cannot_be_read_is_said_plainly() {
    assert_eq!(unreadable("tests").0, "folder");
    assert_eq!(unreadable("no/such/file.json"), ("no-file", "there is no file `no/such/file.json`".into()));
    assert_eq!(unreadable("soup-on-teh-square").0, "no-file");
    assert_eq!(unreadable("tests/fixtures/invalid/file-empty.json").0, "empty-file");
    assert_eq!(unreadable("tests/fixtures/invalid/file-utf16.json").0, "not-utf8");
    let (_, message) = unreadable("a\u{1b}[2J\u{202e}b.json");
    assert_eq!(message, "there is no file `a\\u{1b}[2J\\u{202e}b.json`");
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let file = tempfile::NamedTempFile::new().unwrap();
    // A hole in the file: it takes no room on the disk.
    file.as_file().set_len(load::MOST_BYTES + 1).unwrap();
    assert_eq!(unreadable(file.path()).0, "too-large-a-file");
}

#[test]
fn endless_nesting_overflows_no_stack() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = open.repeat(1_000_000);
        assert!(load::load_text("deep.json", &text).is_err());
        let text = text + "1" + &close.repeat(1_000_000);
        let error = load::load_text("deep.json", &text).unwrap_err();
        assert_eq!(error.findings()[0].problem.code, "too-deep");
    }
}

/// A scenario of many items, `requires` saying what each one requires.
fn many_items(count: usize, requires: impl Fn(usize) -> Option<usize>) -> String {
    let mut text = r#"{ "format": 1, "title": "Many", "summary": "Many.", "level": "advanced", "minutes": 1,
        "product": { "name": "p", "idea": "i", "vision": "v", "strategy": [], "goal": "g" },
        "value_unit": "v", "effort_unit": "e", "sprints": 100, "team": { "name": "t", "velocity": 1000 },
        "stakeholders": [{ "id": "s", "name": "S", "role": "r", "wants": "w" }], "items": ["#
        .to_owned();
    for n in 0..count {
        let comma = if n == 0 { "" } else { "," };
        let required = requires(n).map_or(String::new(), |other| format!("\"i{other}\""));
        write!(
            text,
            r#"{comma}{{ "id": "i{n}", "title": "Item {n}", "kind": "feature", "effort": 1,
                "value": [{{ "for": "s", "amount": 1 }}], "requires": [{required}] }}"#
        )
        .unwrap();
    }
    text + "] }"
}

#[test]
fn a_chain_of_ten_thousand_items_loads() {
    let up = many_items(10_000, |n| n.checked_sub(1));
    let down = many_items(10_000, |n| (n < 9_999).then_some(n + 1));
    for text in [up, down] {
        let loaded = load::load_text("chain.json", &text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(loaded.scenario.items.len(), 10_000);
        assert!(loaded.warnings.is_empty());
    }
}

#[test]
fn a_circle_of_ten_thousand_items_is_one_error() {
    let text = many_items(10_000, |n| Some((n + 1) % 10_000));
    let error = load::load_text("circle.json", &text).unwrap_err();
    let codes: Vec<_> = error.findings().iter().map(|finding| finding.problem.code).collect();
    assert_eq!(codes, ["circle"]);
}

#[test]
fn too_many_items_are_counted() {
    let error = load::load_text("many.json", &many_items(10_001, |_| None)).unwrap_err();
    assert_eq!(error.findings()[0].problem.to_string(), "items: a scenario has at most 10,000 items");
    assert_eq!(error.findings()[0].problem.label, "1 too many");
}

#[test]
fn a_file_full_of_errors_stays_bearable() {
    let unknown = many_items(10_000, |n| Some(n + 20_000));
    assert!(load::load_text("unknown.json", &unknown).unwrap_err().findings().len() <= 1_000);
    let zeros = format!("{{ \"items\": [{}0] }}", "0,".repeat(1_000_000));
    assert!(load::load_text("zeros.json", &zeros).unwrap_err().findings().len() <= 1_010);
}
