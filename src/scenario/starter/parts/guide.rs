//! What the author and the trainer are told: what each part is there for.

use serde_json::{Value, json};

use super::{AFTERWARDS, Cast, Part};
use crate::scenario::Level;
use crate::scenario::words::figure;

pub(super) fn lessons(cast: &Cast<'_>) -> Value {
    let (user, sponsor) = (cast.name(Part::User), cast.name(Part::Sponsor));
    json!([
        format!("How did it feel to let {sponsor} wait?"),
        "What was Done on the opening day, and when was that decided?",
        "What did the sketch tell you, and what did you do with it?",
        format!("What would {user} say that you left out, and was it worth leaving out?"),
        "Where in your own work stands an item on top because it was said first?",
        "What will you look at first the next time you order a list of work?"
    ])
}

pub(super) fn sections(cast: &Cast<'_>) -> Value {
    let page = |title: &str, text: String| json!({ "title": title, "text": text });
    let mut pages = vec![
        page("Timing", timing(cast)),
        page("Too much work, on purpose", too_much(cast)),
        page("The loud wish", loud(cast)),
        page("A date", date(cast)),
        page("One item needs another", needs()),
        page("Learning first", learning()),
        page("The risk and the fault", risk(cast)),
        page("The rule and its fine", fine(cast)),
        page("Talks and ranges", talks(cast)),
    ];
    if cast.answers.level == Level::Advanced {
        pages.push(page("Upkeep and a complaint", upkeep(cast)));
    }
    pages.push(page("Not the lesson", not_the_lesson()));
    pages.push(page("Make it your own", your_own()));
    Value::Array(pages)
}

fn timing(cast: &Cast<'_>) -> String {
    let sprints = cast.answers.sprints;
    format!(
        "Two minutes to read the briefing, about two for each of the {sprints} Sprints, and a third of the \
         whole time to talk about it afterwards."
    )
}

fn too_much(cast: &Cast<'_>) -> String {
    let answers = cast.answers;
    let all = figure(answers.velocity * f64::from(answers.sprints));
    format!(
        "In {} Sprints the team can do about {all} {}. The eight items take a fifth more than that, so \
         something stays undone, and the order decides what. What is Done goes on paying until Sprint {}: \
         that is why early is worth more than late.",
        answers.sprints,
        answers.effort_unit,
        answers.sprints + AFTERWARDS
    )
}

fn loud(cast: &Cast<'_>) -> String {
    let sponsor = cast.name(Part::Sponsor);
    format!(
        "{sponsor} pays, has the most influence, and stands on top of the list with the largest item. It is \
         worth less for its effort than almost anything else. Groups that leave it on top learn what influence \
         costs. Ask what they would say to {sponsor}, who can wait two Sprints before trust falls."
    )
}

fn date(cast: &Cast<'_>) -> String {
    let (user, opening) = (cast.name(Part::User), cast.opening());
    format!(
        "What the opening day needs pays once, and only up to Sprint {opening}. {user} says so when asked. A \
         group that misses the date should leave the item out from then on: watch whether they do."
    )
}

fn needs() -> String {
    "The whole job is the best item of all, and cannot be started before the solid ground is Done, which is \
     worth little alone. Whoever orders by value alone starts with neither, or waits. The two belong together, \
     early."
        .to_owned()
}

fn learning() -> String {
    "The bold part may bring much or drive people away, and nobody knows which. The sketch takes a small part of \
     its effort and tells. Done early, it spares the team a mistake or finds a success; Done late, it tells \
     what cannot be used any more."
        .to_owned()
}

fn risk(cast: &Cast<'_>) -> String {
    format!(
        "From Sprint 2 to Sprint {} the breakdown may strike; all in all it does in one game of two. Mending the \
         fault prevents it, for good. It is a small item that also pays: a quick win that looks like a chore.",
        cast.answers.sprints
    )
}

fn fine(cast: &Cast<'_>) -> String {
    let (rules, grace) = (cast.name(Part::Rules), cast.grace());
    format!(
        "{rules} asks for a check that brings nothing, and costs a fine in each Sprint after Sprint {grace} until \
         it is Done. First is too early for it, and forgotten is expensive: it is there for those who look at \
         dates from the end."
    )
}

fn talks(cast: &Cast<'_>) -> String {
    let rework = if cast.answers.level == Level::Foundation { "one in five" } else { "one in three" };
    format!(
        "Efforts are ranges: low, likely and high. In each Sprint the group can talk about one item; after \
         that its effort is known, and it is spared the misunderstandings which make about {rework} of the other \
         items half as large again."
    )
}

fn upkeep(cast: &Cast<'_>) -> String {
    let sponsor = cast.name(Part::Sponsor);
    format!(
        "Once Done, the loud wish takes a little of each later Sprint: what is built has to be looked after. And \
         {sponsor}, whose trust is gone one day, takes a fifth of the team away for two Sprints. The first speaks \
         for letting the wish wait, the second against forgetting it."
    )
}

fn not_the_lesson() -> String {
    "No rule wins here by itself: neither the largest value first, nor the smallest effort, nor the earliest date. \
     `toporder compare` shows what each of them makes of it. The same good order can end well or badly: look at \
     the decisions, and at luck apart from them."
        .to_owned()
}

fn your_own() -> String {
    "Begin with the titles and the people, then change one figure at a time and look at what it does: `toporder \
     check --watch` checks the file each time you save it, and shows whether the order still matters. Keep what \
     makes people decide; take out what does not. This guide is for you and other trainers: nobody sees it \
     in play."
        .to_owned()
}
