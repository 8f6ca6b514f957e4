//! Where one of several things may stand: which of them did the author mean?

use serde_json::Value;

use super::view::{Kind, View};
use super::{Walk, about, owner};
use crate::scenario::problem::{Here, Problem};
use crate::scenario::tree::{Content, Field, Node};
use crate::scenario::words;

impl Walk {
    /// Picks the branch by the JSON type, and walks on along it.
    pub(super) fn choice(&mut self, node: &mut Node<'_>, schema: View<'_>, here: &Here<'_>) -> Value {
        let branches = schema.branches();
        match &node.content {
            Content::Text(text) => {
                let words: Vec<_> = branches.iter().filter_map(|branch| word(*branch)).collect();
                match words.iter().find(|word| *word == text) {
                    Some(word) => (*word).into(),
                    None if words.is_empty() => self.wrong_type(node, schema, here),
                    None => self.unknown_word(&text.clone(), &words, node, schema, here),
                }
            }
            Content::Object(_) => {
                let objects: Vec<_> =
                    branches.into_iter().filter(|b| matches!(b.kind(), Kind::Object)).collect();
                match objects[..] {
                    [] => self.wrong_type(node, schema, here),
                    [first, ..] if first.tag().is_some() => self.tagged(node, &objects, schema, here),
                    _ => self.by_names(node, &objects, schema, here),
                }
            }
            content => {
                let fits = |branch: &View<'_>| {
                    matches!(
                        (branch.kind(), content),
                        (Kind::Number | Kind::Whole, Content::Number(_)) | (Kind::List, Content::List(_))
                    )
                };
                match branches.into_iter().find(fits) {
                    Some(branch) => self.value(node, branch, here),
                    None => self.wrong_type(node, schema, here),
                }
            }
        }
    }

    fn unknown_word(
        &mut self,
        text: &str,
        words: &[&str],
        node: &Node<'_>,
        schema: View<'_>,
        here: &Here<'_>,
    ) -> Value {
        let message = format!("{} cannot be \"{}\"", here.name(), words::excerpt(text));
        let problem = Problem::error("unknown-word", here.path(), message);
        let problem = match words::nearest(text, words.iter().copied()) {
            Some(word) => problem.label(format!("did you mean \"{word}\"?")),
            None => problem.label("unknown"),
        };
        let takes_lists = schema.branches().iter().any(|branch| matches!(branch.kind(), Kind::List));
        let help = match about(schema, here) {
            _ if takes_lists => {
                format!("Write \"all\", or put ids in square brackets: [\"{}\"].", words::excerpt(text))
            }
            Some(about) => format!("Write {}. {about}", schema.expected()),
            None => format!("Write {}.", schema.expected()),
        };
        self.mend(problem.help(help), node, schema, here)
    }

    /// The branches are told apart by the word in one field.
    fn tagged(
        &mut self,
        node: &mut Node<'_>,
        branches: &[View<'_>],
        schema: View<'_>,
        here: &Here<'_>,
    ) -> Value {
        let tags: Vec<_> = branches.iter().filter_map(|branch| Some((branch.tag()?, *branch))).collect();
        let Some(((name, _), _)) = tags.first() else { return self.wrong_type(node, schema, here) };
        let known: Vec<_> = tags.iter().map(|((_, word), _)| *word).collect();
        let written: Vec<_> = known.iter().map(|word| format!("\"{word}\"")).collect();
        let help = format!("`{name}` is {}.", words::joined(&written, "or"));
        let place = here.field(name);
        let Some(tag) = node.field(name) else {
            let noun = schema.noun().unwrap_or_else(|| "object".into());
            let problem =
                Problem::error("missing-field", place.path(), format!("this {noun} has no `{name}`"))
                    .label(format!("`{name}` is missing"))
                    .help(help);
            return self.mend(problem, node, schema, here);
        };
        let Content::Text(word) = &tag.content else {
            let span = tag.span.clone();
            let problem = Problem::error(
                "wrong-type",
                place.path(),
                format!("`{name}` expects text, not {}", super::found(&tag.content)),
            )
            .label("here")
            .help(help);
            self.report(problem, &span);
            self.mended.push(here.path());
            return self.neutral(schema);
        };
        if let Some((_, branch)) = tags.iter().find(|((_, known), _)| known == word) {
            return self.value(node, *branch, here);
        }
        let meant = words::nearest(word, known);
        let problem = Problem::error(
            "unknown-word",
            place.path(),
            format!("there is no {name} \"{}\"", words::excerpt(word)),
        )
        .label(meant.map_or("unknown".into(), |word| format!("did you mean \"{word}\"?")))
        .help(help);
        let span = tag.span.clone();
        self.report(problem, &span);
        match tags.iter().find(|((_, known), _)| Some(*known) == meant) {
            Some((_, branch)) => self.value(node, *branch, here),
            None => {
                self.mended.push(here.path());
                self.neutral(schema)
            }
        }
    }

    /// The branches are told apart by the names of their fields: the most familiar one is meant.
    fn by_names(
        &mut self,
        node: &mut Node<'_>,
        branches: &[View<'_>],
        schema: View<'_>,
        here: &Here<'_>,
    ) -> Value {
        let Content::Object(fields) = &mut node.content else { return self.wrong_type(node, schema, here) };
        let familiar = |branch: &View<'_>| fields.iter().map(|field| likeness(field, *branch)).sum::<usize>();
        let mut best = None;
        for branch in branches {
            let score = familiar(branch);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, *branch));
            }
        }
        match best {
            Some((score, branch)) if score > 0 || branches.len() == 1 => {
                let rivals: Vec<_> = branches.iter().flat_map(|branch| branch.names()).collect();
                let mut fields = std::mem::take(fields);
                let value = self.object(&mut fields, &node.span, branch, here, &rivals);
                node.content = Content::Object(fields);
                value
            }
            _ => {
                let message = format!("{} expects {}", owner(schema, here), schema.expected());
                let problem = Problem::error("unknown-field", here.path(), message).label("none of these");
                let problem = Problem { help: about(schema, here), ..problem };
                self.mend(problem, node, schema, here)
            }
        }
    }
}

fn word(branch: View<'_>) -> Option<&str> {
    match branch.kind() {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

/// 2 for a field that the object has, 1 for one with a similar name.
fn likeness(field: &Field<'_>, branch: View<'_>) -> usize {
    if branch.field(&field.key).is_some() {
        2
    } else {
        usize::from(words::nearest(&field.key, branch.names()).is_some())
    }
}
