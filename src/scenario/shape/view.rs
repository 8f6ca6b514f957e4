//! The JSON Schema of the format, read: what is allowed at a place, and how to say so.

use serde_json::{Map, Value};

use crate::scenario::words;

/// A place in the schema.
#[derive(Clone, Copy)]
pub(super) struct View<'s> {
    root: &'s Value,
    /// As written, perhaps a reference with a description of its own.
    written: &'s Value,
    /// What a reference leads to.
    node: &'s Value,
    /// The name of the definition that was referred to.
    definition: Option<&'s str>,
}

/// What the schema allows at a place.
pub(super) enum Kind<'s> {
    Text,
    Flag,
    Number,
    /// A whole number of at least 0.
    Whole,
    /// One certain text.
    Word(&'s str),
    List,
    Object,
    /// One of several.
    Choice,
}

impl<'s> View<'s> {
    pub(super) fn of(root: &'s Value) -> Self {
        Self { root, written: root, node: root, definition: None }
    }

    fn at(self, written: &'s Value) -> Self {
        let Some(reference) = written["$ref"].as_str() else {
            return Self { written, node: written, definition: None, ..self };
        };
        let name = reference.trim_start_matches("#/$defs/");
        Self { written, node: &self.root["$defs"][name], definition: Some(name), ..self }
    }

    pub(super) fn kind(self) -> Kind<'s> {
        if !self.branches_written().is_empty() {
            return Kind::Choice;
        }
        if let Some(word) = self.node["const"].as_str() {
            return Kind::Word(word);
        }
        match self.node["type"].as_str() {
            Some("string") => Kind::Text,
            Some("boolean") => Kind::Flag,
            Some("integer") => Kind::Whole,
            Some("number") => Kind::Number,
            Some("array") => Kind::List,
            // The schema has nothing else; a test walks all of it.
            _ => Kind::Object,
        }
    }

    fn branches_written(self) -> &'s [Value] {
        let list = |name: &str| self.node[name].as_array().map(Vec::as_slice);
        list("oneOf").or_else(|| list("anyOf")).unwrap_or_default()
    }

    /// What a choice is between.
    pub(super) fn branches(self) -> Vec<Self> {
        self.branches_written().iter().map(|branch| self.at(branch)).collect()
    }

    /// What a list's entries are.
    pub(super) fn entry(self) -> Self {
        self.at(&self.node["items"])
    }

    fn properties(self) -> Option<&'s Map<String, Value>> {
        self.node["properties"].as_object()
    }

    /// What the field of this name is, if an object has it.
    pub(super) fn field(self, name: &str) -> Option<Self> {
        self.properties()?.get(name).map(|field| self.at(field))
    }

    /// The names of an object's fields, in the order of the format.
    pub(super) fn names(self) -> impl Iterator<Item = &'s str> {
        self.properties().into_iter().flat_map(Map::keys).map(String::as_str)
    }

    /// The names of an object's fields that must not be left out.
    pub(super) fn required(self) -> impl Iterator<Item = &'s str> {
        self.node["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    /// The name and value of the field that tells the branches of a choice apart, if this object has one.
    pub(super) fn tag(self) -> Option<(&'s str, &'s str)> {
        self.properties()?.iter().find_map(|(name, field)| Some((name.as_str(), field["const"].as_str()?)))
    }

    /// What the format says about the place: the field's own words first.
    pub(super) fn description(self) -> Option<&'s str> {
        self.written["description"].as_str().or_else(|| self.node["description"].as_str())
    }

    /// What an object is called, from the name of its definition: "guide section".
    pub(super) fn noun(self) -> Option<String> {
        let mut noun = String::new();
        for c in self.definition?.chars() {
            if c.is_uppercase() && !noun.is_empty() {
                noun.push(' ');
            }
            noun.extend(c.to_lowercase());
        }
        Some(noun)
    }

    /// What may stand here, in words.
    pub(super) fn expected(self) -> String {
        match self.kind() {
            Kind::Text => "text".into(),
            Kind::Flag => "true or false".into(),
            Kind::Number => "a number".into(),
            Kind::Whole => match &self.node["const"] {
                Value::Number(only) => only.to_string(),
                _ => "a whole number".into(),
            },
            Kind::Word(word) => format!("\"{word}\""),
            Kind::List => match self.entry().kind() {
                Kind::Text => "a list of texts".into(),
                Kind::Number => "a list of numbers".into(),
                _ => "a list of objects".into(),
            },
            Kind::Object => {
                let names: Vec<_> = self.required().map(words::ticked).collect();
                format!("an object with {}", words::joined(&names, "and"))
            }
            Kind::Choice => self.expected_of_choice(),
        }
    }

    fn expected_of_choice(self) -> String {
        let branches = self.branches();
        let tags: Vec<_> = branches.iter().filter_map(|branch| branch.tag()).collect();
        if let [(tag, _), ..] = tags[..] {
            let words: Vec<_> = tags.iter().map(|(_, word)| format!("\"{word}\"")).collect();
            return format!("an object whose `{tag}` is {}", words::joined(&words, "or"));
        }
        let ways: Vec<_> = branches.iter().map(|branch| branch.expected()).collect();
        words::joined(&ways, "or")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::scenario::raw;

    /// Goes everywhere once, and fails where the schema has something that a view cannot read.
    fn visit<'s>(view: View<'s>, seen: &mut HashSet<&'s str>) {
        if view.definition.is_some_and(|name| !seen.insert(name)) {
            return;
        }
        assert!(view.node.is_object(), "a reference leads nowhere: {}", view.written);
        match view.kind() {
            Kind::Choice => view.branches().into_iter().for_each(|branch| visit(branch, seen)),
            Kind::List => visit(view.entry(), seen),
            Kind::Object => {
                assert_eq!(view.node["type"], "object");
                assert_eq!(view.node["additionalProperties"], false);
                assert!(view.required().all(|name| view.field(name).is_some()));
                view.names().filter_map(|name| view.field(name)).for_each(|field| visit(field, seen));
            }
            Kind::Text | Kind::Flag | Kind::Number | Kind::Whole | Kind::Word(_) => {}
        }
    }

    #[test]
    fn all_of_the_schema_can_be_read() {
        let schema = raw::schema();
        let mut seen = HashSet::new();
        visit(View::of(schema.as_value()), &mut seen);
        let defined = schema.get("$defs").and_then(Value::as_object).map_or(0, Map::len);
        assert_eq!(seen.len(), defined);
    }
}
