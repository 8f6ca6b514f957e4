//! Personal PINs: what somebody comes back with under their name.

use std::fmt::Write as _;
use std::num::NonZeroU32;

use ring::pbkdf2;
use ring::rand::{SecureRandom, SystemRandom};

/// A PIN has four figures: short enough to be remembered for a day, and tries are few and slow.
const FIGURES: usize = 4;

/// With four figures the work cannot keep a thief of the log away for long; it only keeps PINs from being read.
const ROUNDS: NonZeroU32 = NonZeroU32::new(1_000).unwrap();

const SALT_BYTES: usize = 8;
const HASH_BYTES: usize = 16;

/// A new PIN; `None` if the system has no randomness to give.
pub(super) fn new_pin() -> Option<String> {
    let bytes = random::<4>()?;
    let number = u32::from_le_bytes(bytes) % 10_u32.pow(FIGURES as u32);
    Some(format!("{number:0FIGURES$}"))
}

/// What a PIN is recognised by; `None` if the system has no randomness to give.
pub(super) fn mark(pin: &str) -> Option<String> {
    let salt = random::<SALT_BYTES>()?;
    let mut hash = [0; HASH_BYTES];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ROUNDS, &salt, pin.trim().as_bytes(), &mut hash);
    Some(format!("{}:{}", hex(&salt), hex(&hash)))
}

/// Whether a PIN is the one with this mark.
pub(super) fn is_pin(pin: &str, mark: &str) -> bool {
    let parts = mark.split_once(':').and_then(|(salt, hash)| Some((bytes(salt)?, bytes(hash)?)));
    parts.is_some_and(|(salt, hash)| {
        pbkdf2::verify(pbkdf2::PBKDF2_HMAC_SHA256, ROUNDS, &salt, pin.trim().as_bytes(), &hash).is_ok()
    })
}

/// A code that is easy to read out and to type: letters and figures that cannot be mistaken for each other. `None` if the
/// system has no randomness to give.
pub fn new_code(length: usize) -> Option<String> {
    // 32 of them, so each takes exactly five bits.
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut bytes = vec![0; length];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    (0..hex.len()).step_by(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_recognised_and_another_is_not() {
        let pin = new_pin().unwrap();
        assert!(pin.len() == FIGURES && pin.chars().all(|c| c.is_ascii_digit()), "{pin}");
        let own = mark(&pin).unwrap();
        assert!(is_pin(&pin, &own) && is_pin(&format!(" {pin}\n"), &own));
        let other = format!("{:04}", (pin.parse::<u32>().unwrap() + 1) % 10_000);
        assert!(!is_pin(&other, &own) && !is_pin("", &own) && !own.contains(&pin));
        // Two people with one PIN have different marks.
        assert_ne!(own, mark(&pin).unwrap());
    }

    #[test]
    fn what_is_no_mark_recognises_nothing() {
        for damaged in ["", ":", "00", "zz:zz", "0:0", "äö:00"] {
            assert!(!is_pin("", damaged) && !is_pin("1234", damaged), "{damaged}");
        }
    }

    #[test]
    fn a_code_has_no_letter_that_is_mistaken_for_a_figure() {
        let code = new_code(64).unwrap();
        assert_eq!(code.len(), 64);
        assert!(!code.contains(['0', 'O', '1', 'I']), "{code}");
    }
}
