//! How rows that are added again after a failure are recognised.
//!
//! A connection that breaks may do so before rows are kept, or after that and before it is told. So what is added bears
//! a token, and who adds the same again after a failure does so under the same token.

use std::fmt::Write as _;

use rand::TryRng;
use rand::rngs::SysRng;

use super::{ClassId, ClassStoreError, NewRow};

/// What failed last, if anything did.
#[derive(Debug, Default)]
pub(super) struct Repeat {
    failed: Option<Failed>,
}

#[derive(Debug)]
struct Failed {
    class: ClassId,
    rows: Vec<NewRow>,
    token: String,
}

impl Repeat {
    /// The token for rows, and whether they failed before under the same.
    pub(super) fn token(&self, class: ClassId, rows: &[NewRow]) -> Result<(String, bool), ClassStoreError> {
        match &self.failed {
            Some(failed) if failed.class == class && failed.rows == rows => Ok((failed.token.clone(), true)),
            _ => Ok((random()?, false)),
        }
    }

    /// Notes how it went.
    pub(super) fn note(&mut self, is_done: bool, class: ClassId, rows: &[NewRow], token: String) {
        self.failed = (!is_done).then(|| Failed { class, rows: rows.to_vec(), token });
    }
}

fn random() -> Result<String, ClassStoreError> {
    let mut bytes = [0; 16];
    SysRng.try_fill_bytes(&mut bytes).map_err(|_| {
        ClassStoreError::new("the system gives no random numbers", "Start the computer again.").passing()
    })?;
    Ok(bytes.iter().fold(String::with_capacity(32), |mut text, byte| {
        // Memory can be written to.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_rows_after_a_failure_are_a_repeat() {
        let row = |text: &str| NewRow { at_ms: 1, text: text.to_owned() };
        let mut repeat = Repeat::default();
        let (token, is_repeat) = repeat.token(1, &[row("a")]).unwrap();
        assert!(!is_repeat && token.len() == 32, "{token}");
        repeat.note(false, 1, &[row("a")], token.clone());
        assert_eq!(repeat.token(1, &[row("a")]).unwrap(), (token.clone(), true));
        for (class, text) in [(2, "a"), (1, "b")] {
            let (other, is_repeat) = repeat.token(class, &[row(text)]).unwrap();
            assert!(!is_repeat && other != token);
        }
        repeat.note(true, 1, &[row("a")], token);
        assert!(!repeat.token(1, &[row("a")]).unwrap().1);
    }
}
