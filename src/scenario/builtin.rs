//! The scenarios that ship with the program.

use super::words;

/// A scenario that ships with the program.
#[derive(Debug)]
pub struct Builtin {
    /// Its name on the command line.
    pub slug: &'static str,
    /// Its file.
    pub text: &'static str,
}

macro_rules! builtin {
    ($slug:literal) => {
        Builtin { slug: $slug, text: include_str!(concat!("../../scenarios/", $slug, ".json")) }
    };
}

/// Every scenario that ships with the program, the easiest first.
pub static ALL: [Builtin; 10] = [
    builtin!("soup-on-the-square"),
    builtin!("the-library-of-things"),
    builtin!("course-1-open-the-gate"),
    builtin!("course-2-before-the-holidays"),
    builtin!("course-3-what-people-want"),
    builtin!("a-clinic-on-wheels"),
    builtin!("the-old-payroll"),
    builtin!("course-4-keep-it-open"),
    builtin!("boats-to-the-outer-islands"),
    builtin!("a-market-for-repairs"),
];

/// The built-in scenario of this name.
#[must_use]
pub fn find(slug: &str) -> Option<&'static Builtin> {
    ALL.iter().find(|builtin| builtin.slug == slug)
}

/// The built-in scenario that a misspelled name was probably meant to be: near in spelling, or the only
/// one that contains it (`soup`).
#[must_use]
pub fn nearest(name: &str) -> Option<&'static Builtin> {
    let near = words::nearest(name, ALL.iter().map(|builtin| builtin.slug));
    near.and_then(find).or_else(|| {
        let name = name.to_lowercase();
        let mut containing = ALL.iter().filter(|builtin| name.len() >= 3 && builtin.slug.contains(&name));
        containing.next().filter(|_| containing.next().is_none())
    })
}
