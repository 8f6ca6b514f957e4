//! Small files that only their owner reads: keys, and what a host did. And those that are given to the program: certificates.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use super::error::{Problem, StoreError};

/// The largest file that is read as a key or a certificate, in bytes.
const SECRET_MAX: u64 = 1 << 20;

/// The text of a secret file; where there is none it is made of what `make` gives, for its owner only.
///
/// # Errors
/// If it can be neither read nor made.
pub fn secret(path: &Path, make: impl FnOnce() -> String) -> Result<String, StoreError> {
    let trouble = |doing| move |source| StoreError::at(path, Problem::Io { doing, source });
    match read(path) {
        Ok(text) => return Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(trouble("read it")(error)),
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        super::make_folder(folder).map_err(trouble("make its folder"))?;
    }
    match write(path, &make()) {
        Ok(()) => {}
        // Another host made it meanwhile.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(trouble("write this file")(error)),
    }
    read(path).map_err(trouble("read it"))
}

/// The text of a key or of certificates.
///
/// # Errors
/// If it cannot be read.
pub fn read_pem(path: &Path) -> Result<String, StoreError> {
    read(path).map_err(|source| StoreError::at(path, Problem::Io { doing: "read it", source }))
}

/// A file for its owner only, to add lines to; it is made where there is none, with its folder.
///
/// # Errors
/// If it can be neither opened nor made.
pub fn append_to(path: &Path) -> Result<fs::File, StoreError> {
    let trouble = |doing| move |source| StoreError::at(path, Problem::Io { doing, source });
    if let Some(folder) = path.parent() {
        super::make_folder(folder).map_err(trouble("make its folder"))?;
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(trouble("write this file"))
}

/// Random bytes for a key.
///
/// # Errors
/// If the system has no randomness to give.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], StoreError> {
    use rand::TryRng;
    let mut bytes = [0; N];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(|_| StoreError::NoSeed)?;
    Ok(bytes)
}

fn read(path: &Path) -> io::Result<String> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is not a file"));
    }
    let mut text = String::new();
    fs::File::open(path)?.take(SECRET_MAX).read_to_string(&mut text)?;
    Ok(text)
}

/// All of it or nothing, so that nobody reads half a key, even after the machine has stopped.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(&part).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    // A second name is never put over a file that somebody has made meanwhile.
    let made = made.and_then(|()| match fs::hard_link(&part, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => fs::rename(&part, path),
        linked => linked,
    });
    // It may have got its name already.
    let _ = fs::remove_file(&part);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once_and_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys").join("host");
        assert_eq!(secret(&path, || "first".to_owned()).unwrap(), "first");
        assert_eq!(secret(&path, || panic!("it is there")).unwrap(), "first");
        let names: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(names.len(), 1, "{names:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let missing = read_pem(&folder.path().join("missing.pem")).unwrap_err();
        assert!(missing.to_string().contains("missing.pem"), "{missing}");
        assert!(secret(folder.path(), String::new).is_err());
    }
}
