//! Colours can be read, and told apart by all eyes.

use ratatui::style::Color;
use toporder::tui::theme::{Role, Theme};

/// Backgrounds that terminals come with, for each theme.
const THEMES: [(Theme, &[[u8; 3]]); 3] = [
    (Theme::Dark, &[[0x00, 0x00, 0x00], [0x1e, 0x1e, 0x1e], [0x28, 0x2c, 0x34]]),
    (Theme::Light, &[[0xff, 0xff, 0xff], [0xf5, 0xf5, 0xf5], [0xfd, 0xf6, 0xe3]]),
    (Theme::Contrast, &[[0x00, 0x00, 0x00]]),
];

const ROLES: [Role; 12] = [
    Role::Text,
    Role::Faint,
    Role::Strong,
    Role::Accent,
    Role::Good,
    Role::Warn,
    Role::Bad,
    Role::Selected,
    Role::Changed,
    Role::Bar,
    Role::Rule,
    Role::Band,
];

/// How eyes see: as most do, and with protanopia, deuteranopia and tritanopia (Machado, Oliveira and Fernandes
/// 2009, severity 1), as factors on linear red, green and blue.
const EYES: [(&str, [[f64; 3]; 3]); 4] = [
    ("most", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protan",
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    ),
    (
        "deutan",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    (
        "tritan",
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ),
];

fn linear([r, g, b]: [u8; 3]) -> [f64; 3] {
    [r, g, b].map(|channel| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    })
}

/// The contrast ratio of WCAG 2.2.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |colour| {
        let [r, g, b] = linear(colour);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// CIE L*a*b* (D65) of what an eye makes of a colour.
fn seen(colour: [u8; 3], eye: &[[f64; 3]; 3]) -> [f64; 3] {
    let linear = linear(colour);
    let [r, g, b] = eye.map(|row| {
        let sum: f64 = row.iter().zip(linear).map(|(factor, channel)| factor * channel).sum();
        sum.clamp(0.0, 1.0)
    });
    let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047;
    let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883;
    let [x, y, z] = [x, y, z].map(|t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn rgb(colour: Color) -> [u8; 3] {
    let Color::Rgb(r, g, b) = colour else { panic!("{colour:?} is as the terminal likes it") };
    [r, g, b]
}

fn ink(theme: Theme, role: Role) -> [u8; 3] {
    rgb(theme.style(role).fg.expect("every role has a colour"))
}

#[test]
fn text_stands_out_from_its_background() {
    for (theme, backgrounds) in THEMES {
        for role in ROLES {
            // What is only drawn, not read, needs less (WCAG 1.4.11).
            let least = if matches!(role, Role::Rule | Role::Band) { 3.0 } else { 4.5 };
            let own = theme.style(role).bg.map(rgb);
            let backgrounds = own.as_ref().map_or(backgrounds, std::slice::from_ref);
            for background in backgrounds {
                let found = contrast(ink(theme, role), *background);
                assert!(found >= least, "{theme:?} {role:?} on {background:02x?}: {found:.2}");
            }
        }
    }
}

#[test]
fn what_means_something_else_looks_different_to_all_eyes() {
    let roles = [Role::Text, Role::Accent, Role::Good, Role::Warn, Role::Bad, Role::Changed];
    for (theme, _) in THEMES {
        for (name, eye) in &EYES {
            for (at, one) in roles.iter().enumerate() {
                for other in &roles[at + 1..] {
                    let (a, b) = (seen(ink(theme, *one), eye), seen(ink(theme, *other), eye));
                    let apart = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                    // 2.3 can just be noticed side by side (Mahy and others 1994); on a screen it takes more.
                    assert!(apart >= 15.0, "{theme:?} {one:?} and {other:?} to {name} eyes: {apart:.1}");
                }
            }
        }
    }
}

#[test]
fn without_colour_nothing_is_coloured() {
    for role in ROLES {
        let style = Theme::Mono.style(role);
        assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
    }
}
