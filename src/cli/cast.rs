//! `toporder cast`.

use std::path::{Path, PathBuf};

use super::progress::Watch;
use super::settings::ThemeName;
use super::{Error, Outcome, Output, saved};
use crate::debrief::analysis::Thoroughness;
use crate::store;
use crate::tui::cast::{Look, record};
use crate::tui::event::{Effect, Event, Size};
use crate::tui::theme::Theme;
use crate::tui::{MIN_SIZE, worker};
use crate::words;

/// The most columns and rows of a recording.
const SIZE_MAX: u16 = 500;

/// Record the replay of a game, with its analysis, for asciinema's players (asciicast v2).
///
/// A step is shown as long as it took in the game, from 0.8 to 2 seconds; decisions and Sprint Reviews stay for 5
/// seconds, and are scrolled where they are longer than the screen.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A journal, or a part of its name that no other has.
    journal: String,
    /// Where the recording goes; `-` for standard output.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    force: bool,
    /// The size of the screen: columns × rows.
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "100x30", value_parser = size)]
    size: Size,
    /// The colours; auto is dark.
    #[arg(long, value_name = "THEME", default_value = "dark")]
    theme: ThemeName,
    /// Draw with ASCII only.
    #[arg(long)]
    ascii: bool,
    /// How fast it goes: 2 for twice as fast, 0.1 to 100.
    #[arg(long, value_name = "FACTOR", default_value = "1", value_parser = speed)]
    speed: f64,
    /// Look less closely at the decisions: much sooner there, with more noise.
    #[arg(long)]
    quick: bool,
}

fn size(text: &str) -> Result<Size, String> {
    let sides = text.split_once(['x', '×']).and_then(|(width, height)| {
        Some(Size { width: width.trim().parse().ok()?, height: height.trim().parse().ok()? })
    });
    let (least, most) = (MIN_SIZE, SIZE_MAX);
    let fits = |size: &Size| {
        (least.width..=most).contains(&size.width) && (least.height..=most).contains(&size.height)
    };
    sides.filter(fits).ok_or_else(|| {
        format!("write columns and rows like 100x30, from {}x{} to {most}x{most}", least.width, least.height)
    })
}

fn speed(text: &str) -> Result<f64, String> {
    let speed: Option<f64> = text.parse().ok().filter(|speed| (0.1..=100.0).contains(speed));
    speed.ok_or_else(|| "write a number from 0.1 to 100".to_owned())
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let file = Some(&*self.output).filter(|file| *file != Path::new("-"));
        if let Some(file) = file {
            // Before the work, not after it.
            store::may_write(file, self.force)?;
        }
        let (journal, _) = store::read(saved::find(&self.journal)?)?;
        let look = Look {
            size: self.size,
            theme: self.theme.theme().unwrap_or(Theme::Dark),
            ascii: self.ascii,
            speed: self.speed,
        };
        let watch = Watch::new();
        let mut answer = |effect| look_back(effect, self.quick, &watch);
        let cast = record(journal, &look, &store::seconds, &mut answer);
        watch.clear();
        match file {
            Some(file) => store::write_out(file, cast.as_bytes(), self.force)?,
            None => output.out.write_all(cast.as_bytes())?,
        }
        Ok(Outcome::Success)
    }
}

/// Does what a replay asks for, step by step, and shows how far it is; after Ctrl-C with what is there so far.
fn look_back(mut effect: Effect, is_quick: bool, watch: &Watch) -> Vec<Event> {
    if let Effect::LookBack(request) = &mut effect {
        if is_quick {
            request.thoroughness = Thoroughness::QUICK;
        }
        // Nothing of a replay tells what others would have done.
        request.thoroughness.ladder.futures = 0;
    }
    let show = |event: &Event| {
        if let Event::Analysed { progress, .. } = event {
            let share = words::percent(progress.done as f64 / progress.total.max(1) as f64);
            watch.show(|| format!("looking back, {share} done. Ctrl-C ends it here."));
        }
    };
    worker::at_once_watched(effect, &show, &|| watch.is_stopped())
}
