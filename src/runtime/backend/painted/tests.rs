use std::collections::HashMap;
use std::sync::Arc;

use image::{ImageFormat, RgbaImage};
use proptest::prelude::*;
use ratatui::Terminal;

use super::*;
use crate::ansi::ColorLevel;
use crate::layout::{ImageId, PixelSize};
use crate::paint::Rgb;
use crate::paint::picture::sixel::{nearest_expressible, percent};
use crate::runtime::backend::{FrameExtras, TerminalBackend, draw};

const WIDTH: u16 = 10;
const HEIGHT: u16 = 8;
/// The size of a cell. Its height is not a multiple of the six rows of a sixel.
const CELL: PixelSize = PixelSize {
    width: 3,
    height: 7,
};

/// Creates the pixels of the picture `id`, of colors that sixels can express.
fn pixels(image_box: ImageBox, id: u32) -> Arc<Pixels> {
    let size = crate::paint::picture::box_size_in_pixels(image_box, CELL);
    // Any numbers that give different colors to neighboring pixels and to different pictures.
    let color = |number: u32| {
        nearest_expressible([
            (number % 251) as u8,
            (number / 16 % 256) as u8,
            (id * 40) as u8,
        ])
    };
    let rgb = (0..size.width * size.height).flat_map(|index| color(index * 5));
    Arc::new(Pixels::new(size, rgb.collect()).unwrap())
}

/// A picture on the screen.
#[derive(Clone, Debug)]
struct PlacedPicture {
    x: u16,
    /// The screen row of the picture's first row; negative if the picture begins above the screen.
    top: i32,
    size: ImageBox,
    id: u32,
}

/// A frame: pictures, and text over them.
#[derive(Clone, Debug)]
struct TestFrame {
    drawing_method: DrawingMethod,
    pictures: Vec<PlacedPicture>,
    /// Texts with the column and the row of their first character.
    texts: Vec<(u16, u16, String)>,
}

/// Returns a picture of four columns and three and a half rows, at column 2 and row `top`.
fn picture_at(top: i32) -> PlacedPicture {
    let size = ImageBox {
        columns: 4,
        half_rows: 7,
    };
    PlacedPicture {
        x: 2,
        top,
        size,
        id: 1,
    }
}

/// Returns a frame with the picture of [`picture_at`] and texts over it.
fn frame(drawing_method: DrawingMethod, top: i32, texts: &[(u16, u16, &str)]) -> TestFrame {
    TestFrame {
        drawing_method,
        pictures: vec![picture_at(top)],
        texts: texts
            .iter()
            .map(|(x, y, text)| (*x, *y, (*text).to_owned()))
            .collect(),
    }
}

/// Draws a frame as the view does, and returns the bytes.
fn draw_frame(terminal: &mut Terminal<TerminalBackend<Vec<u8>>>, frame: &TestFrame) -> Vec<u8> {
    let view = |ratatui_frame: &mut ratatui::Frame<'_>| {
        let buffer = ratatui_frame.buffer_mut();
        let mut pictures = Vec::new();
        for placed in &frame.pictures {
            let pixels = pixels(placed.size, placed.id);
            for row in 0..placed.size.rows() {
                let Ok(y) = u16::try_from(placed.top + i32::from(row)) else {
                    continue;
                };
                if y >= HEIGHT {
                    continue;
                }
                for (x, block) in (placed.x..).zip(blocks::row(&pixels, placed.size, row)) {
                    let color = |[red, green, blue]: Rgb| Color::Rgb(red, green, blue);
                    let cell = &mut buffer[(x, y)];
                    cell.set_symbol("▀").set_fg(color(block.upper));
                    cell.set_bg(block.lower.map_or(Color::Reset, color));
                }
                pictures.push(ScreenPictureRow {
                    y,
                    x: placed.x..placed.x + placed.size.columns,
                    id: ImageId(placed.id.into()),
                    picture_row: row,
                    drawing_method: frame.drawing_method,
                    size: placed.size,
                    pixels: Arc::clone(&pixels),
                });
            }
        }
        for (x, y, text) in &frame.texts {
            buffer.set_string(*x, *y, text, ratatui::style::Style::reset());
        }
        FrameExtras {
            pictures,
            ..FrameExtras::default()
        }
    };
    draw(terminal, view).unwrap();
    std::mem::take(terminal.backend_mut().out_mut())
}

fn terminal() -> Terminal<TerminalBackend<Vec<u8>>> {
    let size = Size {
        width: WIDTH,
        height: HEIGHT,
    };
    Terminal::new(TerminalBackend::new(Vec::new(), size, ColorLevel::True)).unwrap()
}

/// The pixels that a sequence paints, by column and row.
type PaintedPixels = HashMap<(u32, u32), Rgb>;

/// Decodes sixels to pixels whose red, green and blue are in percent. Panics at anything that a terminal might not know.
fn decode_sixels(data: &str) -> PaintedPixels {
    let mut chars = data.chars().peekable();
    let number = |chars: &mut std::iter::Peekable<std::str::Chars<'_>>| {
        let mut number = 0;
        while let Some(digit) = chars.peek().and_then(|char| char.to_digit(10)) {
            number = number * 10 + digit;
            chars.next();
        }
        number
    };
    let numbers = |chars: &mut std::iter::Peekable<std::str::Chars<'_>>| {
        let mut numbers = vec![number(chars)];
        while chars.next_if_eq(&';').is_some() {
            numbers.push(number(chars));
        }
        numbers
    };
    // The color of each register, and the number of the selected register.
    let (mut registers, mut selected) = (HashMap::new(), 0);
    // A band is a strip of six rows of pixels.
    let (mut x, mut band, mut repeat) = (0, 0, 1);
    let mut size = None;
    let mut painted = PaintedPixels::new();
    while let Some(char) = chars.next() {
        match char {
            // The raster attributes: the aspect ratio, the width and the height.
            '"' => {
                let raster = numbers(&mut chars);
                assert_eq!(raster[..2], [1, 1], "the pixels are square");
                size = Some((raster[2], raster[3]));
            }
            // Selects or defines a color register.
            '#' => match *numbers(&mut chars) {
                [register] => selected = register,
                // 2 is the color space RGB.
                [register, 2, red, green, blue] => {
                    registers.insert(register, [red, green, blue].map(|part| part as u8));
                }
                ref other => panic!("{other:?}"),
            },
            // The number of times that the next sixel is repeated.
            '!' => repeat = numbers(&mut chars)[0],
            // Returns to the start of the band, or goes to the next band.
            '$' => x = 0,
            '-' => (x, band) = (0, band + 1),
            // A sixel: a bit for each of six rows.
            '?'..='~' => {
                for _ in 0..std::mem::replace(&mut repeat, 1) {
                    let bits = char as u32 - '?' as u32;
                    for bit in (0..6).filter(|bit| bits >> bit & 1 == 1) {
                        painted.insert((x, band * 6 + bit), registers[&selected]);
                    }
                    x += 1;
                }
            }
            _ => panic!("{char:?}"),
        }
    }
    let (width, height) = size.expect("raster attributes");
    assert!(painted.keys().all(|(x, y)| *x < width && *y < height));
    painted
}

/// Decodes base64.
fn decode_base64(digits: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    for group in digits.as_bytes().chunks(4) {
        let digits = group.iter().filter(|digit| **digit != b'=');
        let values: Vec<usize> = digits
            .map(|digit| DIGITS.find(*digit as char).expect("a digit"))
            .collect();
        let bits = (0..4).fold(0, |bits, index| {
            bits << 6 | values.get(index).copied().unwrap_or(0) as u32
        });
        // A group of four digits has 24 bits: the last three of the four bytes. Without its last digits, it has fewer bytes.
        bytes.extend(&bits.to_be_bytes()[1..values.len()]);
    }
    bytes
}

/// Decodes a sequence of iTerm2's protocol. Returns the number of rows of cells, and the opaque pixels.
fn decode_iterm2(sequence: &str) -> (u32, PaintedPixels) {
    let (arguments, data) = sequence.split_once(':').expect("data");
    let file = decode_base64(data);
    let argument = |name: &str| -> u32 {
        let mut pairs = arguments.split(';').filter_map(|part| part.split_once('='));
        let value = pairs.find(|(key, _)| *key == name).expect(name).1;
        value.parse().expect(name)
    };
    assert_eq!(argument("size"), file.len() as u32);
    assert!(arguments.starts_with("inline=1;") && arguments.contains(";preserveAspectRatio=0;"));
    let image = image::load_from_memory_with_format(&file, ImageFormat::Png).unwrap();
    let image: RgbaImage = image.to_rgba8();
    let (columns, rows) = (argument("width"), argument("height"));
    assert_eq!(image.width(), columns * CELL.width);
    assert_eq!(image.height(), rows * CELL.height);
    let opaque = image
        .enumerate_pixels()
        .filter(|(_, _, pixel)| pixel.0[3] == 255);
    let color = |[red, green, blue, _]: [u8; 4]| percent([red, green, blue]);
    let painted = opaque.map(|(x, y, pixel)| ((x, y), color(pixel.0)));
    (rows, painted.collect())
}

/// A cell of the screen: a character, and the pixels painted over it.
#[derive(Clone, Debug, Default, PartialEq)]
struct ScreenCell {
    character: char,
    /// The pixels by column and row in the cell.
    pixels: Vec<((u32, u32), Rgb)>,
}

/// A terminal that interprets the sequences of the backend. A written character removes the pixels of its cell. The last row
/// must not be painted, because some terminals would scroll.
struct Screen {
    cells: HashMap<(u32, u32), ScreenCell>,
    /// Number of sequences that painted a picture.
    paint_count: usize,
}

impl Screen {
    fn new() -> Self {
        Self {
            cells: HashMap::new(),
            paint_count: 0,
        }
    }

    /// Interprets the bytes of a frame. Panics at an unknown sequence.
    fn process(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        let (mut x, mut y) = (0, 0);
        let mut remaining = text;
        while let Some(char) = remaining.chars().next() {
            if let Some(sequence) = remaining.strip_prefix("\x1b[") {
                let end = sequence.find(|char: char| char.is_ascii_alphabetic());
                let end = end.expect("a final byte");
                let numbers: Vec<u32> = sequence[..end]
                    .split(';')
                    .map(|number| number.parse().unwrap_or(1))
                    .collect();
                // H, G and C move the cursor, J clears the screen, m sets the style, h and l switch modes.
                match &sequence[end..=end] {
                    "H" => (y, x) = (numbers[0] - 1, numbers.get(1).map_or(0, |x| x - 1)),
                    "G" => x = numbers[0] - 1,
                    "C" => x += numbers[0],
                    "J" => self.cells.clear(),
                    "m" | "h" | "l" => {}
                    other => panic!("{other}"),
                }
                remaining = &sequence[end + 1..];
            } else if let Some(sequence) = remaining.strip_prefix("\x1bP9;1;0q") {
                let (data, after) = sequence.split_once("\x1b\\").expect("a terminator");
                self.paint(x, y, &decode_sixels(data));
                remaining = after;
            } else if let Some(sequence) = remaining.strip_prefix("\x1b]1337;File=") {
                let (file, after) = sequence.split_once('\x07').expect("a terminator");
                let (rows, painted) = decode_iterm2(file);
                assert!(y + rows < u32::from(HEIGHT), "the last row is not painted");
                self.paint(x, y, &painted);
                remaining = after;
            } else {
                remaining = &remaining[char.len_utf8()..];
                if char == '\r' {
                    x = 0;
                    continue;
                }
                assert!(!char.is_control(), "{char:?}");
                let cell = ScreenCell {
                    character: char,
                    pixels: Vec::new(),
                };
                self.cells.insert((x, y), cell);
                x += 1;
            }
        }
    }

    /// Paints pixels over the cells from column `x` and row `y` on.
    fn paint(&mut self, x: u32, y: u32, painted: &PaintedPixels) {
        self.paint_count += 1;
        let mut cells: HashMap<_, Vec<_>> = HashMap::new();
        for ((px, py), color) in painted {
            let (column, row) = (x + px / CELL.width, y + py / CELL.height);
            assert!(row + 1 < u32::from(HEIGHT), "the last row is not painted");
            let pixel = ((px % CELL.width, py % CELL.height), *color);
            cells.entry((column, row)).or_default().push(pixel);
        }
        for (position, mut pixels) in cells {
            pixels.sort_unstable();
            self.cells.entry(position).or_default().pixels = pixels;
        }
    }

    /// Returns the appearance of each cell. An erased cell counts as a blank, and so does a character that pixels cover
    /// completely.
    fn appearance(&self) -> Vec<((u32, u32), ScreenCell)> {
        let positions =
            (0..u32::from(HEIGHT)).flat_map(|y| (0..u32::from(WIDTH)).map(move |x| (x, y)));
        let cell = |position| {
            let mut cell = self.cells.get(&position).cloned().unwrap_or_default();
            let is_erased = cell.character == '\0';
            if is_erased || cell.pixels.len() as u32 == CELL.width * CELL.height {
                cell.character = ' ';
            }
            (position, cell)
        };
        positions.map(cell).collect()
    }

    /// Returns the rows in which column `x` shows pixels.
    fn pixel_rows(&self, x: u32) -> Vec<u32> {
        let has_pixels = |y: &u32| {
            let cell = self.cells.get(&(x, *y));
            cell.is_some_and(|cell| !cell.pixels.is_empty())
        };
        (0..u32::from(HEIGHT)).filter(has_pixels).collect()
    }
}

/// The protocols with which the terminal paints over the cells.
const PAINTING_METHODS: [DrawingMethod; 2] = [DrawingMethod::Sixel, DrawingMethod::Iterm2];

#[test]
fn painted_pixels_are_the_pixels_of_the_picture() {
    for drawing_method in PAINTING_METHODS {
        let mut screen = Screen::new();
        screen.process(&draw_frame(&mut terminal(), &frame(drawing_method, 1, &[])));
        let placed = picture_at(1);
        let pixels = pixels(placed.size, placed.id);
        let PixelSize { width, height } = pixels.size();
        // Four columns of 3 pixels. Three and a half rows of 7 pixels are 24.5 pixels, rounded down.
        assert_eq!((width, height), (12, 24));
        assert_eq!(screen.paint_count, 1);
        let mut count = 0;
        for ((x, y), cell) in &screen.cells {
            for ((px, py), color) in &cell.pixels {
                let x = (x - u32::from(placed.x)) * CELL.width + px;
                let y = (y - 1) * CELL.height + py;
                assert_eq!(
                    *color,
                    percent(pixels.at(x, y)),
                    "{drawing_method:?} {x}, {y}"
                );
                count += 1;
            }
        }
        assert_eq!(count, width * height, "{drawing_method:?}");
    }
}

#[test]
fn picture_is_cut_to_whole_rows_at_the_edges_of_the_screen() {
    for drawing_method in PAINTING_METHODS {
        // The last row of the screen is never painted.
        // The picture has three and a half rows, so the last of its four rows is only half covered.
        for (top, rows) in [
            (-2, vec![0, 1]),
            (-3, vec![0]),
            (3, vec![3, 4, 5, 6]),
            (5, vec![5, 6]),
            (7, vec![]),
        ] {
            let mut screen = Screen::new();
            screen.process(&draw_frame(
                &mut terminal(),
                &frame(drawing_method, top, &[]),
            ));
            // Column 3 of the screen is the second column of the picture.
            assert_eq!(screen.pixel_rows(3), rows, "{drawing_method:?} {top}");
            let placed = picture_at(top);
            let pixels = pixels(placed.size, placed.id);
            for y in rows {
                let row = (i64::from(y) - i64::from(top)) as u32;
                let (_, color) = screen.cells[&(3, y)].pixels[0];
                assert_eq!(color, percent(pixels.at(CELL.width, row * CELL.height)));
            }
        }
    }
}

#[test]
fn unchanged_picture_is_painted_again_only_after_a_clear() {
    for drawing_method in PAINTING_METHODS {
        let mut terminal = terminal();
        let first = draw_frame(&mut terminal, &frame(drawing_method, 1, &[]));
        assert_eq!(
            draw_frame(&mut terminal, &frame(drawing_method, 1, &[])),
            b""
        );
        assert!(first.len() > 200, "the sequence of the picture is long");
        // If text is drawn beside the picture, the picture is not painted again.
        let with_text = frame(drawing_method, 1, &[(7, 2, "ab")]);
        let bytes = draw_frame(&mut terminal, &with_text);
        assert!(bytes.len() < 60, "{}", bytes.escape_ascii());
        terminal.clear().unwrap();
        let mut screen = Screen::new();
        screen.process(&draw_frame(&mut terminal, &frame(drawing_method, 1, &[])));
        assert_eq!(screen.paint_count, 1);
        // The picture is painted again after a resize too.
        let size = |width| Size {
            width,
            height: HEIGHT,
        };
        terminal.backend_mut().set_size(size(WIDTH + 1));
        terminal.backend_mut().set_size(size(WIDTH));
        screen.process(&draw_frame(&mut terminal, &frame(drawing_method, 1, &[])));
        assert_eq!(screen.paint_count, 2);
    }
}

#[test]
fn rows_above_and_below_an_overlay_stay_painted() {
    for drawing_method in PAINTING_METHODS {
        let (mut terminal, mut screen) = (terminal(), Screen::new());
        screen.process(&draw_frame(&mut terminal, &frame(drawing_method, 1, &[])));
        assert_eq!(screen.pixel_rows(2), [1, 2, 3, 4]);
        let covered = frame(drawing_method, 1, &[(4, 2, "menu")]);
        screen.process(&draw_frame(&mut terminal, &covered));
        assert_eq!(screen.pixel_rows(2), [1, 3, 4]);
        let row: String = (2..8).map(|x| screen.cells[&(x, 2)].character).collect();
        assert_eq!(row, "▀▀menu");
        screen.process(&draw_frame(&mut terminal, &frame(drawing_method, 1, &[])));
        assert_eq!(screen.pixel_rows(5), [1, 2, 3, 4]);
    }
}

#[test]
fn sixels_encode_pictures_of_any_size() {
    for (width, height) in [(1, 1), (1, 7), (2, 6), (400, 1), (1, 500)] {
        let size = PixelSize { width, height };
        let rgb =
            (0..width * height).flat_map(|index| nearest_expressible([(index % 200) as u8, 7, 9]));
        let pixels = Pixels::new(size, rgb.collect()).unwrap();
        let mut bytes = Vec::new();
        sixel::paint(&mut bytes, &pixels, 0..height);
        let text = String::from_utf8(bytes).unwrap();
        let data = text.strip_prefix("\x1bP9;1;0q").unwrap();
        let painted = decode_sixels(data.strip_suffix("\x1b\\").unwrap());
        assert_eq!(painted.len() as u32, width * height);
        for ((x, y), color) in painted {
            assert_eq!(color, percent(pixels.at(x, y)));
        }
    }
}

/// Generates series of frames. A frame has at most one picture, which may be partly outside the screen or under text.
fn frames() -> impl Strategy<Value = Vec<TestFrame>> {
    let picture = (0..6u16, -4..8i32, 1..5u16, 2..10u16, 1..3u32).prop_map(
        |(x, top, columns, half_rows, id)| PlacedPicture {
            x,
            top,
            size: ImageBox { columns, half_rows },
            id,
        },
    );
    let text = (0..WIDTH, 0..HEIGHT, "[a-c ]{1,6}");
    let drawing_method = prop::sample::select(PAINTING_METHODS.to_vec());
    let frame = (
        drawing_method,
        prop::collection::vec(picture, 0..2),
        prop::collection::vec(text, 0..4),
    );
    let frame = frame.prop_map(|(drawing_method, pictures, texts)| TestFrame {
        drawing_method,
        pictures,
        texts,
    });
    prop::collection::vec(frame, 1..6)
}

proptest! {
    /// After any series of frames, the screen looks as if only the last frame had been drawn.
    #[test]
    fn consecutive_frames_look_like_the_last_one(frames in frames()) {
        let (mut terminal, mut screen) = (terminal(), Screen::new());
        for frame in &frames {
            screen.process(&draw_frame(&mut terminal, frame));
        }
        let mut last_alone = Screen::new();
        last_alone.process(&draw_frame(&mut self::terminal(), frames.last().unwrap()));
        prop_assert_eq!(screen.appearance(), last_alone.appearance());
    }
}
