//! A frame takes at most one write. The write has at most twice the bytes that the changed cells need, plus a constant.

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use folio::ansi::ColorLevel;
use folio::runtime::backend::{self, FrameExtras, ScreenLink, TerminalBackend};
use folio::theme::Theme;
use folio::ui;
use ratatui::Terminal;
use ratatui::buffer::{self, Buffer};
use ratatui::layout::Size;
use ratatui::style::Color;

use crate::sim::Sim;

/// Columns of the screen.
const WIDTH: u16 = 120;
/// Rows of the screen.
const HEIGHT: u16 = 40;

/// A writer that counts `(bytes, writes)`. Taking the pair sets both numbers to 0.
#[derive(Clone, Debug, Default)]
struct Counter(Rc<Cell<(usize, usize)>>);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (written, writes) = self.0.get();
        self.0.set((written + bytes.len(), writes + 1));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A simulated folio whose frames are written to a [`Counter`].
struct CountingSim {
    sim: Sim,
    terminal: Terminal<TerminalBackend<Counter>>,
    counter: Counter,
    last_frame: Buffer,
}

impl CountingSim {
    /// Opens the posts of the guided tour and draws the first frame.
    fn new() -> Self {
        let counter = Counter::default();
        let size = Size::new(WIDTH, HEIGHT);
        let terminal_backend = TerminalBackend::new(counter.clone(), size, ColorLevel::True);
        let mut counting_sim = Self {
            sim: Sim::tour(WIDTH, HEIGHT),
            terminal: Terminal::new(terminal_backend).unwrap(),
            counter,
            last_frame: Buffer::default(),
        };
        counting_sim.draw();
        counting_sim
    }

    /// Draws the next frame and returns the number of its bytes and writes.
    fn draw(&mut self) -> (usize, usize) {
        let Self {
            sim,
            terminal,
            last_frame,
            ..
        } = self;
        backend::draw(terminal, |frame| {
            let extras = ui::view(&sim.model, &Theme::DARK, frame);
            *last_frame = frame.buffer_mut().clone();
            let link = |link: ui::LinkArea| ScreenLink {
                y: link.y,
                x: link.start..link.end,
                uri: link.target,
            };
            FrameExtras {
                cursor: extras.cursor,
                links: extras.links.into_iter().map(link).collect(),
                ..FrameExtras::default()
            }
        })
        .unwrap();
        self.counter.0.take()
    }

    /// Presses keys and draws. Returns three numbers: the bytes and the writes of the frame, and the bytes that the changed cells
    /// need.
    fn press(&mut self, keys: &str) -> (usize, usize, usize) {
        let before = self.last_frame.clone();
        self.sim.press(keys);
        let (bytes, writes) = self.draw();
        (bytes, writes, changed_bytes(&before, &self.last_frame))
    }
}

/// Returns the number of bytes that the changed cells need: their texts, and a position and a style for each run of
/// cells with one style.
fn changed_bytes(before: &Buffer, after: &Buffer) -> usize {
    let cells = before.content().iter().zip(after.content());
    let mut bytes = 0;
    let mut last_style = None;
    for (index, (before, after)) in cells.enumerate() {
        if before == after {
            last_style = None;
            continue;
        }
        bytes += after.symbol().len();
        let style = after.style();
        if last_style != Some(style) {
            bytes += format!(
                "\x1b[{};{}H",
                index / usize::from(WIDTH) + 1,
                index % usize::from(WIDTH) + 1
            )
            .len();
            bytes += style_sequence(after).len();
        }
        last_style = Some(style);
    }
    bytes
}

/// Returns a text as long as the escape sequence that sets a cell's style (SGR; ECMA-48, 8.3.117). Only the length is used, so
/// each named color has the code 30 and each modifier the code 1.
fn style_sequence(cell: &buffer::Cell) -> String {
    let mut sequence = "\x1b[0".to_owned();
    for (code, color) in [(38, cell.fg), (48, cell.bg)] {
        match color {
            Color::Rgb(red, green, blue) => {
                sequence += &format!(";{code};2;{red};{green};{blue}");
            }
            Color::Indexed(number) => sequence += &format!(";{code};5;{number}"),
            Color::Reset => {}
            _ => sequence += ";30",
        }
    }
    let modifiers = cell.modifier.iter().count();
    sequence + &";1".repeat(modifiers) + "m"
}

/// Keys that change few or many cells, in the list, the article, the contents, prompts and overlays.
const KEYS: &str = "j j j <Enter> j k j <Space> b G g ] ] d u t j <Enter> / a m <Enter> n n <Esc> ? <Esc> c c z z \\ \\ \
                    <Tab> t j <Space> <Esc> / f o <Esc> S l <Esc> : j <Esc> s t s d = <Esc> R <Esc> 1 5 j";

#[test]
fn frame_writes_at_most_twice_the_changed_bytes() {
    let mut counting_sim = CountingSim::new();
    for key in KEYS.split_whitespace() {
        let (bytes, writes, changed) = counting_sim.press(key);
        assert!(writes <= 1, "{key}: {writes} writes");
        // Two pairs of sequences take up to 40 bytes: they start and end the synchronized update, and hide and show the cursor.
        assert!(
            bytes <= 2 * changed + 40,
            "{key}: {bytes} bytes for {changed}"
        );
        assert!(bytes > 0 || changed == 0, "{key}");
    }
    assert_eq!(counting_sim.draw(), (0, 0), "nothing has changed");
}
