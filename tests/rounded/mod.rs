//! Figures as snapshots keep them.

use serde_json::Value;

/// Rounds every figure to 6 places, below which machines may differ.
pub(crate) fn round(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(figure) = number.as_f64().filter(|_| !number.is_u64()) {
                // Adding 0 makes a negative zero a plain one.
                *value = ((figure * 1e6).round() / 1e6 + 0.0).into();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(round),
        Value::Object(fields) => fields.values_mut().for_each(round),
        _ => {}
    }
}
