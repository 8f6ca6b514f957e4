//! `toporder simulate` as a program: what is printed, and with which exit code.

use std::process::{Command, Output};

use serde_json::Value;
use toporder::scenario::load::load;
use toporder::scenario::{Scenario, builtin};
use toporder::sim::{Belief, Source, forecast};

use crate::pipe;
use crate::rounded::round;

/// A built-in scenario with luck, goals and everything else that is printed.
const LIBRARY: &str = "the-library-of-things";

fn built_in(slug: &str) -> Scenario {
    load(slug).expect("it is built in").scenario
}

fn simulate(args: &[&str]) -> Output {
    program(args).output().expect("the program starts")
}

fn program(args: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
    program.arg("simulate").args(args);
    program
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program writes UTF-8")
}

/// What is printed as JSON for a scenario with some futures.
#[track_caller]
fn json(scenario: &str, args: &[&str]) -> Value {
    let output = simulate(&[&[scenario, "--json"], args].concat());
    assert_eq!(text(&output.stderr), "");
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).expect("the answer is JSON")
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn list<'v>(answer: &'v Value, name: &str) -> &'v Vec<Value> {
    answer[name].as_array().unwrap_or_else(|| panic!("{name} is a list"))
}

fn texts<'v>(list: &'v [Value], field: &str) -> Vec<&'v str> {
    list.iter().map(|element| element[field].as_str().expect("a text")).collect()
}

#[test]
fn the_answer_has_these_fields_in_this_order_and_no_others() {
    let scenario = built_in(LIBRARY);
    let answer = json(LIBRARY, &["--futures", "50", "--seed", "7"]);
    let fields = [
        "scenario",
        "seed",
        "futures",
        "order",
        "value",
        "value_by_sprint",
        "items",
        "goals",
        "stakeholders",
        "effort",
    ];
    assert_eq!(keys(&answer), fields);
    assert_eq!(
        (&answer["scenario"], &answer["seed"], &answer["futures"]),
        (&scenario.title.as_str().into(), &7.into(), &50.into())
    );
    assert_eq!(keys(&answer["value"]), ["mean", "stderr", "p10", "p50", "p90"]);
    assert_eq!(keys(&answer["effort"]), ["spent", "rework", "idle"]);

    let ids: Vec<&str> = scenario.items.iter().map(|item| item.id.as_str()).collect();
    let order: Vec<&str> = list(&answer, "order").iter().filter_map(Value::as_str).collect();
    assert_eq!(order, ids);
    assert_eq!(texts(list(&answer, "items"), "id"), ids);
    for item in list(&answer, "items") {
        assert_eq!(keys(item), ["id", "done_by"]);
        assert_eq!(item["done_by"].as_array().map(Vec::len), Some(scenario.sprints as usize));
    }
    let totals = list(&answer, "value_by_sprint");
    assert!(totals.iter().all(|total| keys(total) == ["sprint", "mean", "p10", "p50", "p90"]));
    let sprints: Vec<u64> = totals.iter().filter_map(|total| total["sprint"].as_u64()).collect();
    assert_eq!(sprints, (1..=u64::from(scenario.benefit_sprints)).collect::<Vec<_>>());

    let goals: Vec<&str> = scenario.goals.iter().map(|goal| goal.title.as_str()).collect();
    assert_eq!(texts(list(&answer, "goals"), "title"), goals);
    assert!(list(&answer, "goals").iter().all(|goal| keys(goal) == ["title", "chance"]));
    let people: Vec<&str> = scenario.stakeholders.iter().map(|who| who.id.as_str()).collect();
    assert_eq!(texts(list(&answer, "stakeholders"), "id"), people);
    assert!(list(&answer, "stakeholders").iter().all(|who| keys(who) == ["id", "trust"]));
    assert!(!goals.is_empty() && scenario.benefit_sprints > scenario.sprints, "there is something to see");
}

#[test]
fn the_answer_is_the_forecast_from_the_start() {
    let scenario = built_in(LIBRARY);
    let order: Vec<_> = scenario.item_indexes().rev().collect();
    let ids: Vec<&str> = order.iter().map(|&item| scenario.item(item).id.as_str()).collect();
    let answer = json(LIBRARY, &["--order", &ids.join(","), "--futures", "300", "--seed", "5"]);
    let result = forecast(&scenario, &Belief::initial(&scenario), &order, 300, Source::simulation(5));
    assert_eq!(answer["value"]["mean"], result.value.mean);
    assert_eq!(answer["value"]["stderr"], result.value.stderr);
    let pairs = list(&answer, "value_by_sprint").iter().zip(&result.value_by_sprint);
    assert!(pairs.into_iter().all(|(found, total)| found["mean"] == total.mean && found["p90"] == total.p90));
    for (found, chances) in list(&answer, "items").iter().zip(&result.done_by) {
        assert_eq!(found["done_by"], Value::from(chances.clone()));
    }
    assert_eq!(answer["stakeholders"][0]["trust"], result.trust[0]);
    assert_eq!(answer["goals"][0]["chance"], result.goals[0]);
    assert_eq!(answer["effort"]["rework"], result.effort.rework);
}

#[test]
fn ten_thousand_futures_of_seed_1_unless_said_otherwise() {
    let answer = json("soup-on-the-square", &[]);
    assert_eq!((&answer["futures"], &answer["seed"]), (&10_000.into(), &1.into()));
}

#[test]
fn an_order_may_be_short_or_empty() {
    let answer = json("soup-on-the-square", &["--order", "board, bread"]);
    assert_eq!(answer["order"], Value::from(vec!["board", "bread"]));
    // 3 + 4 hours.
    assert_eq!(answer["effort"]["spent"], 7.0);
    let answer = json("soup-on-the-square", &["--order", ""]);
    assert_eq!(answer["order"], Value::Array(Vec::new()));
    assert_eq!((&answer["effort"]["spent"], &answer["effort"]["idle"]), (&0.0.into(), &45.0.into()));
}

#[test]
fn every_rule_makes_an_order() {
    let scenario = built_in(LIBRARY);
    for policy in ["given", "random", "loudest", "value", "smallest", "cd3", "deadline", "par", "best"] {
        let answer = json(LIBRARY, &["--policy", policy, "--futures", "20"]);
        let order: Vec<&str> = list(&answer, "order").iter().filter_map(Value::as_str).collect();
        let unique: std::collections::HashSet<_> = order.iter().collect();
        assert!(unique.len() == order.len() && !order.is_empty(), "{policy}: {order:?}");
        assert!(order.iter().all(|id| scenario.item_named(id).is_some()), "{policy}: {order:?}");
    }
}

#[test]
fn a_bad_command_line_says_what_to_write_instead() {
    let rows: [(&[&str], &str, &str); 6] = [
        (&["--order", "bord"], "there is no item `bord`", "did you mean `board`?"),
        (&["--order", "board,,bread"], "there is no item ``", "one comma between"),
        (&["--order", "board,bread,board"], "`board` is named twice", "name every item once"),
        (&["--policy", "smalest"], "invalid value 'smalest'", "'smallest'"),
        (&["--policy", "par", "--order", "board"], "cannot be used with", "--order"),
        (&["--futures", "0"], "0 is not in 1..=", "--help"),
    ];
    for (args, wrong, help) in rows {
        let output = simulate(&[&["soup-on-the-square"], args].concat());
        let said = text(&output.stderr);
        assert!(said.contains(wrong) && said.contains(help), "{args:?}: {said}");
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""), "{args:?}");
    }
}

#[test]
fn a_bad_scenario_is_told_from_a_bad_command_line() {
    for (file, wrong) in
        [("nowhere.json", "nowhere.json"), ("tests/fixtures/invalid/effort-zero.json", "effort")]
    {
        let output = simulate(&[file, "--json"]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
        assert!(text(&output.stderr).contains(wrong), "{}", text(&output.stderr));
    }
}

/// A number that is read has to say of what.
#[test]
fn every_number_for_people_has_a_unit() {
    for slug in builtin::ALL.each_ref().map(|built_in| built_in.slug) {
        let output = simulate(&[slug, "--futures", "100"]);
        let scenario = built_in(slug);
        let mut printed = text(&output.stdout).to_owned();
        let titles = scenario.items.iter().map(|item| &item.title);
        let titles = titles.chain(scenario.goals.iter().map(|goal| &goal.title));
        for title in titles.chain([&scenario.title]) {
            printed = printed.replace(title, "");
        }
        let words: Vec<&str> = printed.split(char::is_whitespace).filter(|word| !word.is_empty()).collect();
        let is_mark = |c: char| !c.is_alphanumeric() && c != '%' && c != '€';
        let is_number = |word: &str| word.trim_matches(is_mark).starts_with(|c: char| c.is_ascii_digit());
        let units = [scenario.value_unit.as_str(), &scenario.effort_unit, "%", "futures"];
        let mut numbers = 0;
        for (place, word) in words.iter().enumerate().filter(|(_, word)| is_number(word)) {
            let before = place.checked_sub(1).map_or("", |place| words[place]);
            let after = words.get(place + 1).map_or("", |word| word.trim_matches(is_mark));
            let is_named = before == "Sprint" || before == "seed";
            assert!(is_named || units.contains(&after), "{word} has no unit in\n{printed}");
            numbers += 1;
        }
        assert!(numbers > 10, "{printed}");
    }
}

#[test]
fn people_read_the_same_figures_as_programs() {
    let output = simulate(&["soup-on-the-square", "--futures", "10"]);
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let run = |threads: &str| {
        let args = [LIBRARY, "--json", "--futures", "500"];
        program(&args).env("RAYON_NUM_THREADS", threads).output().expect("the program starts").stdout
    };
    assert_eq!(text(&run("1")), text(&run("4")));
}

/// So that a change of what a seed means is noticed.
#[test]
fn each_built_in_scenario_gives_these_figures() {
    for slug in builtin::ALL.each_ref().map(|built_in| built_in.slug) {
        let mut answer = json(slug, &["--futures", "200"]);
        round(&mut answer);
        insta::assert_snapshot!(slug, compact(&answer));
    }
}

/// One line for each element of each list, and for each field that is no list of objects.
fn compact(answer: &Value) -> String {
    let fields = answer.as_object().expect("an object").iter();
    let lines = fields.flat_map(|(name, value)| match value.as_array() {
        Some(list) if list.iter().any(Value::is_object) => {
            list.iter().map(|element| format!("{name}: {element}\n")).collect::<Vec<_>>()
        }
        _ => vec![format!("{name}: {value}\n")],
    });
    lines.collect()
}

#[cfg(unix)]
#[test]
fn a_reader_may_stop_reading() {
    // Far more output than a pipe holds: 20,000 running totals.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("long.json");
    let soup = builtin::find("soup-on-the-square").expect("it is built in");
    let mut long: Value = serde_json::from_str(soup.text).expect("JSON");
    long["benefit_sprints"] = 20_000.into();
    std::fs::write(&file, long.to_string()).expect("it can be written");
    pipe::assert_a_reader_may_stop(program(&["--json", "--futures", "2"]).arg(&file));
}
