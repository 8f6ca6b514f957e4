//! The structural pass: does the file have the form that the schema describes?
//!
//! It collects every error, and while it does so it builds a repaired copy: what is unknown is left out,
//! what is missing or of the wrong type is replaced by something neutral, and the places are remembered.
//! So the rules about meaning can be checked in the same go over everything that was not touched.

mod choice;
mod view;

use std::collections::HashSet;
use std::ops::Range;

use serde_json::{Map, Number, Value};

use self::view::{Kind, View};
use super::problem::{Here, Hinge, MOST, Path, Placed, Problem, Step};
use super::tree::{Content, Field, Node};
use super::words;

/// What the structural pass found, and what the later checks can go on with.
pub(super) struct Repaired {
    pub(super) value: Value,
    pub(super) problems: Vec<Placed>,
    mended: Vec<Path>,
}

/// Walks a file along the schema. A misspelled field's name is corrected in the tree, so that later
/// problems inside it find their place.
pub(super) fn repair(tree: &mut Node<'_>, schema: &Value) -> Repaired {
    let mut walk = Walk { problems: Vec::new(), mended: Vec::new(), neutral_texts: 0 };
    let value = walk.value(tree, View::of(schema), &Here::Root);
    Repaired { value, problems: walk.problems, mended: walk.mended }
}

impl Repaired {
    /// Whether there were so many errors that the walk stopped on the way.
    pub(super) fn is_partial(&self) -> bool {
        self.problems.len() >= MOST
    }

    /// Whether a problem found in the repaired copy is one of the file, and not of a repair.
    pub(super) fn concerns_the_file(&self, problem: &Problem) -> bool {
        let touched = |path: &Path| self.mended.iter().any(|m| m.holds(path));
        let sound = |hinge: &Hinge| match hinge {
            Hinge::Value(path) => !touched(path) && !self.mended.iter().any(|m| path.holds(m)),
            Hinge::Ids(list) => !self.mended.iter().any(|m| hides_ids(m, list)),
        };
        !touched(&problem.path) && problem.hinges.iter().all(sound)
    }
}

/// Whether a repaired place may have held an id of this list: the list, an entry, or an entry's id.
fn hides_ids(mended: &Path, list: &str) -> bool {
    match mended.steps() {
        [] => true,
        [Step::Field(name)] | [Step::Field(name), Step::Entry(_)] => name == list,
        [Step::Field(name), Step::Entry(_), Step::Field(field)] => name == list && field == "id",
        _ => false,
    }
}

struct Walk {
    problems: Vec<Placed>,
    mended: Vec<Path>,
    /// How many texts were invented; each is different, so that no two ids are the same.
    neutral_texts: usize,
}

impl Walk {
    fn is_full(&self) -> bool {
        self.problems.len() >= MOST
    }

    fn report(&mut self, problem: Problem, span: &Range<usize>) {
        self.problems.push((problem, span.clone()));
    }

    /// The value at a place, repaired where need be.
    fn value(&mut self, node: &mut Node<'_>, schema: View<'_>, here: &Here<'_>) -> Value {
        if self.is_full() {
            return Value::Null;
        }
        match (schema.kind(), &mut node.content) {
            (Kind::Choice, _) => self.choice(node, schema, here),
            // Which word stands here was looked at when the branch was chosen.
            (Kind::Word(word), _) => word.into(),
            (Kind::Text, Content::Text(text)) => std::mem::take(text).into(),
            (Kind::Flag, Content::Flag(flag)) => (*flag).into(),
            (Kind::Number, &mut Content::Number(written)) => self.number(written, node, schema, here),
            (Kind::Whole, &mut Content::Number(written)) => self.whole(written, node, schema, here),
            (Kind::List, Content::List(entries)) => {
                let entry = schema.entry();
                let values = entries.iter_mut().enumerate();
                values.map(|(position, node)| self.value(node, entry, &here.entry(position))).collect()
            }
            (Kind::Object, Content::Object(fields)) => {
                let mut fields = std::mem::take(fields);
                let value = self.object(&mut fields, &node.span, schema, here, &[]);
                node.content = Content::Object(fields);
                value
            }
            _ => self.wrong_type(node, schema, here),
        }
    }

    fn number(&mut self, written: &str, node: &Node<'_>, schema: View<'_>, here: &Here<'_>) -> Value {
        // JSON's numbers are a subset of what Rust reads; one too large becomes infinite.
        let value = written.parse::<f64>().ok().and_then(Number::from_f64);
        if let Some(number) = value {
            return Value::Number(number);
        }
        let problem =
            Problem::error("out-of-range", here.path(), format!("{} is too large a number", here.name()))
                .label("too large")
                .help("Figures are at most 1,000,000,000,000 in size.");
        self.mend(problem, node, schema, here)
    }

    fn whole(&mut self, written: &str, node: &Node<'_>, schema: View<'_>, here: &Here<'_>) -> Value {
        if let Ok(number) = written.parse::<u64>() {
            return number.into();
        }
        let name = here.name();
        let value = written.parse::<f64>().unwrap_or(f64::INFINITY);
        let problem = |code, what: String| Problem::error(code, here.path(), what);
        let mut problem = if written.starts_with('-') {
            problem("negative", format!("{name} cannot be below 0")).label("below 0")
        } else if value >= 1e15 {
            problem("out-of-range", format!("{name} is too large a number")).label("too large")
        } else {
            problem("not-whole", format!("{name} is a whole number, written without a decimal point"))
                .label("not a whole number")
        };
        if problem.code == "not-whole" && value.fract() == 0.0 {
            // What was meant is clear, so the other checks go on with it. It is far below 64 bits.
            let meant = value as u64;
            self.report(problem.help(format!("Write {meant}.")), &node.span);
            return meant.into();
        }
        problem.help = about(schema, here);
        self.mend(problem, node, schema, here)
    }

    /// Reports a problem with a value and puts a neutral one in its place.
    fn mend(&mut self, problem: Problem, node: &Node<'_>, schema: View<'_>, here: &Here<'_>) -> Value {
        self.report(problem, &node.span);
        self.mended.push(here.path());
        self.neutral(schema)
    }

    fn wrong_type(&mut self, node: &Node<'_>, schema: View<'_>, here: &Here<'_>) -> Value {
        let found = found(&node.content);
        let message = format!("{} expects {}, not {found}", here.name(), schema.expected());
        let problem = Problem::error("wrong-type", here.path(), message).label(format!("this is {found}"));
        let help = hint(&node.content, schema).or_else(|| about(schema, here));
        self.mend(Problem { help, ..problem }, node, schema, here)
    }

    /// An object's fields. `rivals` are fields of other objects that could have stood here.
    fn object<'t>(
        &mut self,
        fields: &mut [Field<'t>],
        span: &Range<usize>,
        schema: View<'_>,
        here: &Here<'_>,
        rivals: &[&str],
    ) -> Value {
        let mut map = Map::with_capacity(fields.len());
        let mut unknown = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        for (position, field) in fields.iter_mut().enumerate() {
            if !seen.insert(field.key.to_string()) {
                self.used_twice(field, here);
            } else if let Some(shape) = schema.field(&field.key) {
                if matches!(field.node.content, Content::Null)
                    && !schema.required().any(|name| name == field.key)
                {
                    self.null(field, here);
                    continue;
                }
                let value = self.value(&mut field.node, shape, &here.field(&field.key));
                map.insert(field.key.to_string(), value);
            } else {
                unknown.push(position);
            }
            if self.is_full() {
                return Value::Null;
            }
        }
        for position in unknown {
            let field = &mut fields[position];
            let free = schema.names().filter(|name| !map.contains_key(*name));
            let meant = words::nearest(&field.key, free);
            self.unknown_field(field, meant, schema, here, rivals);
            if let Some((name, shape)) = meant.and_then(|name| Some((name, schema.field(name)?))) {
                field.key = name.to_owned().into();
                map.insert(name.into(), self.value(&mut field.node, shape, &here.field(name)));
            }
        }
        let missing: Vec<_> = schema.required().filter(|name| !map.contains_key(*name)).collect();
        if !missing.is_empty() {
            self.missing(&missing, span, schema, here);
        }
        for name in missing {
            self.mended.push(here.field(name).path());
            map.insert(name.into(), schema.field(name).map_or(Value::Null, |shape| self.neutral(shape)));
        }
        Value::Object(map)
    }

    /// An optional field that is null is taken as left out.
    fn null(&mut self, field: &Field<'_>, here: &Here<'_>) {
        let place = here.field(&field.key);
        let problem = Problem::error("null", place.path(), format!("{} is null", place.name()))
            .label("says nothing")
            .help("Leave the field out, or write a value.");
        self.report(problem, &field.node.span);
    }

    fn used_twice(&mut self, field: &Field<'_>, here: &Here<'_>) {
        let path = here.field(&field.key).path();
        let problem = Problem::error(
            "duplicate-field",
            path.clone(),
            format!("{} is written twice", words::ticked(&field.key)),
        )
        .at_key()
        .label("written again here")
        .related(path, "first written here")
        .help("Keep one of the two.");
        self.report(problem, &field.key_span);
    }

    fn unknown_field(
        &mut self,
        field: &Field<'_>,
        meant: Option<&str>,
        schema: View<'_>,
        here: &Here<'_>,
        rivals: &[&str],
    ) {
        let key = words::ticked(&field.key);
        let owner = owner(schema, here);
        let known: Vec<_> = schema.names().map(words::ticked).collect();
        let problem = Problem::error(
            "unknown-field",
            here.field(&field.key).path(),
            format!("{key} is not a field of {owner}"),
        )
        .at_key();
        let problem = if let Some(name) = meant {
            let own = schema.field(name).and_then(|shape| about(shape, &here.field(name)));
            // An object of one field is described as a whole.
            let whole = schema.description().filter(|_| known.len() == 1);
            let help = own.or_else(|| whole.map(|description| format!("`{name}`: {description}")));
            Problem { help, ..problem.label(format!("did you mean `{name}`?")) }
        } else if rivals.contains(&&*field.key) {
            let message = format!("{key} cannot stand beside {}", words::joined(&known, "and"));
            Problem { message, ..problem.label("one or the other").help("Keep one of the two.") }
        } else {
            problem.label("unknown").help(format!("The fields are {}.", words::joined(&known, "and")))
        };
        self.report(problem, &field.key_span);
    }

    /// All fields that an object lacks, in one problem.
    fn missing(&mut self, names: &[&str], span: &Range<usize>, schema: View<'_>, here: &Here<'_>) {
        let ticked: Vec<_> = names.iter().map(|name| words::ticked(name)).collect();
        let message = format!("{} has no {}", owner(schema, here), words::joined(&ticked, "or"));
        let (path, label) = match names {
            [only] => (here.field(only).path(), format!("`{only}` is missing")),
            _ => (here.path(), format!("{} are missing", words::count(names.len(), "field"))),
        };
        let lines: Vec<_> =
            names.iter().filter_map(|name| Some(template(name, schema.field(name)?))).collect();
        let help = match &lines[..] {
            [line] => format!("Add {line}"),
            lines => format!("Add\n{}", lines.join("\n")),
        };
        self.report(Problem::error("missing-field", path, message).label(label).help(help), span);
    }

    /// Something valid that says as little as possible.
    fn neutral(&mut self, schema: View<'_>) -> Value {
        match schema.kind() {
            Kind::Text => {
                self.neutral_texts += 1;
                format!("\u{FFFD}{}", self.neutral_texts).into()
            }
            Kind::Word(word) => word.into(),
            Kind::Flag => false.into(),
            // One is within the bounds of every figure of the format.
            Kind::Number | Kind::Whole => 1.into(),
            Kind::List => Value::Array(Vec::new()),
            Kind::Choice => schema.branches().first().map_or(Value::Null, |branch| self.neutral(*branch)),
            Kind::Object => {
                let fields = schema.required().filter_map(|name| Some((name, schema.field(name)?)));
                fields.map(|(name, shape)| (name.to_owned(), self.neutral(shape))).collect()
            }
        }
    }
}

/// What the object at a place is called: "an item", "a `cost` effect", "`team`", "the scenario".
fn owner(schema: View<'_>, here: &Here<'_>) -> String {
    if let Some((tag, word)) = schema.tag() {
        return format!("{} `{word}` {tag}", words::article(word));
    }
    match (here, schema.noun()) {
        (Here::Entry(..), Some(noun)) => format!("{} {noun}", words::article(&noun)),
        _ => here.name(),
    }
}

/// What the format says about a field.
fn about(schema: View<'_>, here: &Here<'_>) -> Option<String> {
    let Here::Field(..) = here else { return None };
    schema.description().map(|description| format!("{}: {description}", here.name()))
}

/// What to write for a field: `"effort": a number. Effort, above 0.`
fn template(name: &str, shape: View<'_>) -> String {
    let written = format!("\"{name}\": {}.", shape.expected());
    shape.description().map_or_else(|| written.clone(), |description| format!("{written} {description}"))
}

/// What a value is, in words.
fn found(content: &Content<'_>) -> &'static str {
    match content {
        Content::Null => "null",
        Content::Flag(true) => "true",
        Content::Flag(false) => "false",
        Content::Number(_) => "a number",
        Content::Text(_) => "text",
        Content::List(_) => "a list",
        Content::Object(_) => "an object",
    }
}

/// What to write where the right thing was written in the wrong way.
fn hint(content: &Content<'_>, schema: View<'_>) -> Option<String> {
    let written = |content: &Content<'_>| match content {
        Content::Text(text) => Some(Value::from(words::excerpt(text)).to_string()),
        Content::Number(number) => Some((*number).to_owned()),
        _ => None,
    };
    let takes_numbers = match schema.kind() {
        Kind::Number | Kind::Whole => true,
        Kind::Choice => schema.branches().iter().any(|branch| matches!(branch.kind(), Kind::Number)),
        _ => false,
    };
    match (content, schema.kind()) {
        (Content::Text(text), _) if takes_numbers && text.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
            Some(format!("Write {} without quotes.", text.trim()))
        }
        (Content::Text(text), Kind::Flag) if matches!(&**text, "true" | "false") => {
            Some(format!("Write {text} without quotes."))
        }
        (Content::Number(number), Kind::Text) if number.len() <= 20 => {
            Some(format!("Put it in quotes: \"{number}\"."))
        }
        (content, Kind::List) if matches!(schema.entry().kind(), Kind::Text | Kind::Number) => {
            written(content).map(|entry| format!("Put it in square brackets: [{entry}]."))
        }
        _ => None,
    }
}
