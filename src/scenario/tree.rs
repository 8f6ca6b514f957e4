//! A JSON text as a tree in which every value and every field's name knows where it stands.
//!
//! `serde_json` says what is JSON; the places come from borrowing each value as a `RawValue`, a slice of
//! the text. Each level of nesting is scanned once more than the one above it, which the depth limit
//! keeps harmless.

mod syntax;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::problem::{At, Path, Placed, Problem, Step};

/// Deeper nesting than any scenario has.
const MOST_LEVELS: usize = 64;

/// A value and the bytes of the text that it takes.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) span: Range<usize>,
    pub(super) content: Content<'t>,
}

/// What a [`Node`] is.
#[derive(Debug)]
pub(super) enum Content<'t> {
    Null,
    Flag(bool),
    /// As it is written.
    Number(&'t str),
    Text(String),
    List(Vec<Node<'t>>),
    Object(Vec<Field<'t>>),
}

/// A field of an object. One name may occur several times.
#[derive(Debug)]
pub(super) struct Field<'t> {
    pub(super) key: Cow<'t, str>,
    pub(super) key_span: Range<usize>,
    pub(super) node: Node<'t>,
}

/// Reads a text, or says where it stops being JSON.
pub(super) fn parse(text: &str) -> Result<Node<'_>, Box<Placed>> {
    if let Some(offset) = too_deep(text) {
        let problem = Problem::error("too-deep", Path::default(), "the nesting is too deep for a scenario")
            .label(format!("level {} begins here", MOST_LEVELS + 1))
            .help("A scenario needs fewer than ten levels of brackets.");
        return Err(Box::new((problem, offset..offset + 1)));
    }
    let raw: &RawValue =
        serde_json::from_str(text).map_err(|error| syntax::explain(text, 0..text.len(), &error))?;
    node(text, raw)
}

impl<'t> Node<'t> {
    /// The bytes of a place; where the path leads nowhere, of the last place on the way.
    pub(super) fn locate(&self, path: &Path, at: At) -> Range<usize> {
        let (mut node, mut key) = (self, None);
        for step in path.steps() {
            let next = match (&node.content, step) {
                (Content::Object(fields), Step::Field(name)) => {
                    let field = fields.iter().find(|field| field.key == *name);
                    field.map(|field| (&field.node, Some(&field.key_span)))
                }
                (Content::List(entries), Step::Entry(entry)) => entries.get(*entry).map(|node| (node, None)),
                _ => None,
            };
            match next {
                Some(next) => (node, key) = next,
                None => return node.span.clone(),
            }
        }
        match (at, key) {
            (At::Key, Some(key)) => key.clone(),
            _ => node.span.clone(),
        }
    }

    /// The field of this name, if it is an object that has one.
    pub(super) fn field(&self, name: &str) -> Option<&Node<'t>> {
        match &self.content {
            Content::Object(fields) => fields.iter().find(|field| field.key == name).map(|field| &field.node),
            _ => None,
        }
    }
}

/// Where the text first nests too deep. It need not be JSON.
fn too_deep(text: &str) -> Option<usize> {
    let (mut level, mut in_text, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                level += 1;
                if level > MOST_LEVELS {
                    return Some(offset);
                }
            }
            b']' | b'}' if !in_text => level = level.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn node<'t>(text: &'t str, raw: &'t RawValue) -> Result<Node<'t>, Box<Placed>> {
    let span = span(text, raw);
    let slice = raw.get();
    let failed = |error: serde_json::Error| syntax::explain(text, span.clone(), &error);
    let content = match slice.as_bytes().first() {
        Some(b'n') => Content::Null,
        Some(b't') => Content::Flag(true),
        Some(b'f') => Content::Flag(false),
        Some(b'"') => Content::Text(serde_json::from_str(slice).map_err(failed)?),
        Some(b'[') => {
            let entries: Vec<&RawValue> = serde_json::from_str(slice).map_err(failed)?;
            Content::List(entries.into_iter().map(|entry| node(text, entry)).collect::<Result<_, _>>()?)
        }
        Some(b'{') => {
            let pairs = pairs(slice).map_err(failed)?;
            let mut fields = Vec::with_capacity(pairs.len());
            let mut end = span.start;
            for (key, value) in pairs {
                let node = node(text, value)?;
                let key_span = trimmed(text, end..node.span.start);
                end = node.span.end;
                fields.push(Field { key, key_span, node });
            }
            Content::Object(fields)
        }
        _ => Content::Number(slice),
    };
    Ok(Node { span, content })
}

/// Where a raw value stands: it borrows from the text, so the addresses tell.
fn span(text: &str, raw: &RawValue) -> Range<usize> {
    let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
    start..start + raw.get().len()
}

/// The quoted name within the text between two values.
fn trimmed(text: &str, between: Range<usize>) -> Range<usize> {
    let gap = &text[between.clone()];
    match (gap.find('"'), gap.rfind('"')) {
        (Some(first), Some(last)) => between.start + first..between.start + last + 1,
        _ => between,
    }
}

/// A field's name: a part of the text, unless it is written with escapes.
#[derive(Deserialize)]
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);

type Pairs<'t> = Vec<(Cow<'t, str>, &'t RawValue)>;

/// The fields of an object in order, names used twice included.
fn pairs(slice: &str) -> Result<Pairs<'_>, serde_json::Error> {
    struct Fields;
    impl<'de> Visitor<'de> for Fields {
        type Value = Pairs<'de>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut fields = Vec::new();
            while let Some(Key(key)) = map.next_key()? {
                fields.push((key, map.next_value::<&RawValue>()?));
            }
            Ok(fields)
        }
    }
    let mut deserializer = serde_json::Deserializer::from_str(slice);
    let fields = deserializer.deserialize_map(Fields)?;
    deserializer.end().map_err(|_| serde_json::Error::custom("trailing characters"))?;
    Ok(fields)
}
