//! Values that are written in more than one way: a number or an object, a word or a list.
//!
//! Read by hand: what serde's `untagged` says of a wrong one helps nobody.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{RawHistory, RawRange, RawSpread, RawTargets, RawVelocity};

impl Serialize for RawRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Certain(value) => value.serialize(serializer),
            Self::Spread(spread) => spread.serialize(serializer),
        }
    }
}

impl Serialize for RawVelocity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Range(range) => range.serialize(serializer),
            Self::History(history) => history.serialize(serializer),
        }
    }
}

impl Serialize for RawTargets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => "all".serialize(serializer),
            Self::Some(ids) => ids.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for RawRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match RawVelocity::deserialize(deserializer)? {
            RawVelocity::Range(range) => Ok(range),
            RawVelocity::History(_) => Err(D::Error::custom("a range has no history")),
        }
    }
}

impl<'de> Deserialize<'de> for RawVelocity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Figure;
        impl<'de> Visitor<'de> for Figure {
            type Value = RawVelocity;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or an object")
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<RawVelocity, E> {
                self.visit_f64(value as f64)
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<RawVelocity, E> {
                self.visit_f64(value as f64)
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<RawVelocity, E> {
                Ok(RawVelocity::Range(RawRange::Certain(value)))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawVelocity, A::Error> {
                let (mut low, mut likely, mut high, mut history) = (None, None, None, None);
                while let Some(key) = map.next_key::<Cow<'_, str>>()? {
                    match &*key {
                        "low" => low = Some(map.next_value()?),
                        "likely" => likely = Some(map.next_value()?),
                        "high" => high = Some(map.next_value()?),
                        "history" => history = Some(map.next_value()?),
                        other => return Err(A::Error::custom(format_args!("unknown field {other:?}"))),
                    }
                }
                match (low, likely, high, history) {
                    (Some(low), Some(likely), Some(high), None) => {
                        Ok(RawVelocity::Range(RawRange::Spread(RawSpread { low, likely, high })))
                    }
                    (None, None, None, Some(history)) => Ok(RawVelocity::History(RawHistory { history })),
                    _ => Err(A::Error::custom("low, likely and high, or history")),
                }
            }
        }
        deserializer.deserialize_any(Figure)
    }
}

impl<'de> Deserialize<'de> for RawTargets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Targets;
        impl<'de> Visitor<'de> for Targets {
            type Value = RawTargets;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"all\" or a list of ids")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<RawTargets, E> {
                (text == "all")
                    .then_some(RawTargets::All)
                    .ok_or_else(|| E::custom("only \"all\" stands alone"))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawTargets, A::Error> {
                let mut ids = Vec::new();
                while let Some(id) = list.next_element()? {
                    ids.push(id);
                }
                Ok(RawTargets::Some(ids))
            }
        }
        deserializer.deserialize_any(Targets)
    }
}

impl JsonSchema for RawRange {
    fn schema_name() -> Cow<'static, str> {
        "Range".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A certain figure, or a range: low ≤ likely ≤ high.",
            "oneOf": [{ "type": "number" }, generator.subschema_for::<RawSpread>()]
        })
    }
}

impl JsonSchema for RawVelocity {
    fn schema_name() -> Cow<'static, str> {
        "Velocity".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A certain figure, a range, or past velocities to draw from.",
            "oneOf": [
                { "type": "number" },
                generator.subschema_for::<RawSpread>(),
                generator.subschema_for::<RawHistory>()
            ]
        })
    }
}

impl JsonSchema for RawTargets {
    fn schema_name() -> Cow<'static, str> {
        "Targets".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Ids of items, or \"all\".",
            "oneOf": [
                { "type": "string", "const": "all" },
                { "type": "array", "items": { "type": "string" } }
            ]
        })
    }
}
