//! Bytes to text: what programs that export tables write, and what spreadsheets make of it.

use encoding_rs::{Encoding as Charset, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::ImportError;

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with the mark at its beginning that spreadsheets like.
    Utf8Marked,
    /// UTF-8 in which some bytes are broken.
    Utf8Broken,
    /// UTF-16, in either order.
    Utf16,
    /// Windows-1252, which holds Latin-1.
    Latin1,
}

impl Encoding {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Marked => "UTF-8 with a byte-order mark",
            Self::Utf8Broken => "UTF-8 with some broken characters, shown as \u{FFFD}",
            Self::Utf16 => "UTF-16",
            Self::Latin1 => "no UTF-8, so it was taken as Latin-1 (Windows-1252)",
        }
    }
}

/// Beginnings of files that are no text, with what they are and what to do.
const OTHER_FILES: [(&[u8], &str, &str); 4] = [
    (b"PK\x03\x04", "an Excel workbook or another packed file", SAVE_AS_CSV),
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook", SAVE_AS_CSV),
    (b"%PDF", "a PDF", "Export the backlog once more, as CSV."),
    (b"\x1F\x8B", "a packed file", "Unpack it first."),
];

const SAVE_AS_CSV: &str = "Open it, and save the sheet with the backlog as “CSV UTF-8”.";

/// How much of a file is looked at to tell UTF-16 without a mark.
const LOOKED_AT: usize = 512;

/// The text of a file.
///
/// # Errors
/// If there is none in it.
pub(super) fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), ImportError> {
    if let Some((_, what, help)) = OTHER_FILES.iter().find(|(start, ..)| bytes.starts_with(start)) {
        return Err(ImportError::NotText { what, help });
    }
    let (text, encoding) = if bytes.starts_with(b"\xFF\xFE") || is_wide(&bytes, 1) {
        (whole(UTF_16LE, &bytes), Encoding::Utf16)
    } else if bytes.starts_with(b"\xFE\xFF") || is_wide(&bytes, 0) {
        (whole(UTF_16BE, &bytes), Encoding::Utf16)
    } else {
        narrow(bytes)
    };
    let is_binary = |c: char| c == '\0' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    let strange = text.chars().filter(|&c| is_binary(c)).count();
    if text.contains('\0') || strange > text.len() / 20 {
        let what = "a file of another kind";
        return Err(ImportError::NotText { what, help: "Export the backlog once more, as CSV." });
    }
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let start: String = text.trim_start().chars().take(14).collect::<String>().to_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        let help = "You were probably not signed in when it was exported. Sign in, and export it once more.";
        return Err(ImportError::NotText { what: "a web page", help });
    }
    Ok((text, encoding))
}

/// Whether every other byte is 0, as of Western text in UTF-16.
fn is_wide(bytes: &[u8], zeros_at: usize) -> bool {
    let looked_at = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = looked_at.iter().skip(zeros_at).step_by(2).filter(|byte| **byte == 0).count();
    let others = looked_at.iter().skip(1 - zeros_at).step_by(2).filter(|byte| **byte == 0).count();
    looked_at.len() >= 4 && others == 0 && zeros * 4 > looked_at.len()
}

fn whole(charset: &'static Charset, bytes: &[u8]) -> String {
    charset.decode(bytes).0.into_owned()
}

fn narrow(bytes: Vec<u8>) -> (String, Encoding) {
    match String::from_utf8(bytes) {
        Ok(mut text) if text.starts_with('\u{FEFF}') => {
            text.remove(0);
            (text, Encoding::Utf8Marked)
        }
        Ok(text) => (text, Encoding::Utf8),
        Err(error) => {
            // A long text in which a few bytes were cut is still the text it was.
            let lossy = String::from_utf8_lossy(error.as_bytes());
            let broken = lossy.matches('\u{FFFD}').count();
            let foreign = lossy.chars().filter(|c| !c.is_ascii()).count();
            if foreign > 3 * broken {
                let text = lossy.strip_prefix('\u{FEFF}').unwrap_or(&lossy);
                return (text.to_owned(), Encoding::Utf8Broken);
            }
            (whole(WINDOWS_1252, error.as_bytes()), Encoding::Latin1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Encoding) {
        decode(bytes.to_vec()).expect("it is text")
    }

    #[test]
    fn every_usual_encoding_is_read() {
        let wide = |mark: bool, swap: bool| -> Vec<u8> {
            let mark = if mark { "\u{FEFF}" } else { "" };
            let units: Vec<u16> = format!("{mark}Titel;Größe").encode_utf16().collect();
            units.iter().flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let text = "Titel;Größe".to_owned();
        assert_eq!(decoded(text.as_bytes()), (text.clone(), Encoding::Utf8));
        assert_eq!(decoded(format!("\u{FEFF}{text}").as_bytes()), (text.clone(), Encoding::Utf8Marked));
        assert_eq!(decoded(b"Titel;Gr\xF6\xDFe"), (text.clone(), Encoding::Latin1));
        for (mark, swap) in [(true, false), (true, true), (false, false), (false, true)] {
            assert_eq!(decoded(&wide(mark, swap)), (text.clone(), Encoding::Utf16), "{mark} {swap}");
        }
        let (cut, encoding) = decoded(b"\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xC3\xA4 \xC3");
        assert_eq!((&*cut, encoding), ("äöüßä \u{FFFD}", Encoding::Utf8Broken));
    }

    #[test]
    fn what_is_no_text_is_told() {
        for bytes in [&b"PK\x03\x04abc"[..], b"%PDF-1.7", b"a\0b\0\0c,d", b"  <!DOCTYPE html><p>"] {
            assert!(matches!(decode(bytes.to_vec()), Err(ImportError::NotText { .. })), "{bytes:?}");
        }
        for bytes in [&b""[..], b" \r\n", b"\xEF\xBB\xBF"] {
            assert!(matches!(decode(bytes.to_vec()), Err(ImportError::Empty)), "{bytes:?}");
        }
    }
}
