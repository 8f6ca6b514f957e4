//! How a page looks: in light, in dark and on paper.

use std::fmt::Write as _;

use super::chart::Ink;

/// Colours of the page: a name, in light and on paper, in dark.
const PAGE: [(&str, &str, &str); 6] = [
    ("page", "#ffffff", "#14171b"),
    ("raised", "#f4f6f8", "#1d2228"),
    ("text", "#1b1f24", "#e6e9ed"),
    ("faint", "#56606b", "#a7b0ba"),
    ("rule", "#cfd5db", "#3d454e"),
    ("link", "#005a91", "#7cc4f5"),
];

/// Colours of charts. Blue, orange and green of this kind stay apart for colour-blind eyes, and each is named in words,
/// too.
const INKS: [(Ink, &str, &str); 14] = [
    (Ink::Text, "#1b1f24", "#e6e9ed"),
    (Ink::Faint, "#56606b", "#a7b0ba"),
    (Ink::Grid, "#d9dee3", "#363d45"),
    (Ink::Band, "#bcd9ef", "#2b516e"),
    (Ink::Expected, "#56606b", "#a7b0ba"),
    (Ink::Own, "#00674c", "#4fd6a8"),
    (Ink::Decision, "#0067a5", "#63b6f2"),
    (Ink::Luck, "#a84a00", "#f2a65a"),
    (Ink::Heat1, "#dcebf7", "#1e3547"),
    (Ink::Heat2, "#b4d5ee", "#28516f"),
    (Ink::Heat3, "#2e76b0", "#62aadf"),
    (Ink::Heat4, "#1b5d97", "#8fc8f0"),
    (Ink::Heat5, "#0a4173", "#c6e4f9"),
    (Ink::OnHeat, "#ffffff", "#0c1014"),
];

/// What does not depend on light and dark.
const RULES: &str = "\
* { box-sizing: border-box; }
html { color-scheme: light dark; background: var(--page); color: var(--text); }
body { margin: 0; font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 2.5rem 0 .75rem; padding-top: .5rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p, ul, ol { margin: .5rem 0; }
ul, ol { padding-left: 1.4rem; }
a { color: var(--link); }
.lead, .note, figcaption, caption { color: var(--faint); }
.lead { font-size: 1.1rem; }
.note, figcaption, caption { font-size: .875rem; }
nav { columns: 2; margin: 1.25rem 0; padding: .5rem .75rem; background: var(--raised); border-radius: .5rem; }
nav ol { margin: 0; }
figure { margin: 1rem 0; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; padding-bottom: .35rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--rule); font-weight: normal; }
thead th { font-weight: 600; vertical-align: bottom; }
th.figure, td.figure { text-align: right; font-variant-numeric: tabular-nums; }
td.figure { white-space: nowrap; }
th.figure:last-child, td.figure:last-child { padding-right: 0; }
tr.strong th, tr.strong td { font-weight: 700; background: var(--raised); }
";

/// On paper: A4, light, and nothing torn apart that belongs together.
const PAPER: &str = "\
@page { size: A4; margin: 15mm 14mm; }
@media print {
body { font-size: 10pt; }
main { max-width: none; padding: 0; }
nav { display: none; }
.wide { overflow: visible; }
table { font-size: 8.5pt; }
h1, h2, h3, h4, caption, p:has(+ figure), p:has(+ ul) { break-after: avoid; }
h2 { margin-top: 1.5rem; }
figure, tr, li { break-inside: avoid; }
thead { display: table-header-group; }
svg, tr.strong th, tr.strong td { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
";

/// The style of a page.
pub(super) fn style() -> String {
    let (mut light, mut dark, mut classes) = (String::new(), String::new(), String::new());
    // Writing to a String cannot fail.
    for (name, by_day, by_night) in PAGE {
        let _ = write!(light, " --{name}: {by_day};");
        let _ = write!(dark, " --{name}: {by_night};");
    }
    for (ink, by_day, by_night) in INKS {
        let name = ink.class();
        let _ = write!(light, " --ink-{name}: {by_day};");
        let _ = write!(dark, " --ink-{name}: {by_night};");
        let _ = writeln!(classes, ".f-{name} {{ fill: var(--ink-{name}); }}");
        let _ = writeln!(classes, ".s-{name} {{ stroke: var(--ink-{name}); }}");
    }
    format!(
        ":root {{{light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{{dark} }} }}\n{RULES}{classes}{PAPER}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of a colour (WCAG 2).
    fn luminance(colour: &str) -> f64 {
        let part = |from: usize| {
            let share = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).unwrap()) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn everything_that_is_read_has_enough_contrast_in_light_and_in_dark() {
        let page =
            |name: &str| PAGE.iter().find(|(other, ..)| *other == name).map(|&(_, l, d)| [l, d]).unwrap();
        let ink = |ink: Ink| INKS.iter().find(|(other, ..)| *other == ink).map(|&(_, l, d)| [l, d]).unwrap();
        let mut pairs = Vec::new();
        for name in ["text", "faint", "link"] {
            pairs.push((name.to_owned(), page(name), page("page")));
            pairs.push((format!("{name}, raised"), page(name), page("raised")));
        }
        for on in [Ink::Text, Ink::Faint, Ink::Expected, Ink::Own, Ink::Decision, Ink::Luck] {
            pairs.push((format!("{on:?}"), ink(on), page("page")));
        }
        for under in [Ink::Heat1, Ink::Heat2] {
            pairs.push((format!("on {under:?}"), ink(Ink::Text), ink(under)));
        }
        for under in [Ink::Heat3, Ink::Heat4, Ink::Heat5, Ink::Decision, Ink::Luck] {
            pairs.push((format!("on {under:?}"), ink(Ink::OnHeat), ink(under)));
        }
        for (name, one, other) in pairs {
            for theme in 0..2 {
                let contrast = contrast(one[theme], other[theme]);
                assert!(contrast >= 4.5, "{name}, theme {theme}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn every_ink_has_a_colour() {
        assert!(Ink::ALL.iter().all(|(ink, _)| INKS.iter().any(|(other, ..)| other == ink)));
    }
}
