use std::num::NonZeroU16;
use std::sync::Arc;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::*;
use crate::app::image_choice::DrawingMethod;
use crate::layout::{ImageBox, ImageId, PixelSize};
use crate::paint::Pixels;
use crate::paint::picture::kitty::Kitty;
use crate::paint::picture::{PictureCell, Protocol};

type Bytes = Vec<u8>;

/// A range of columns of the screen.
type Columns = std::ops::Range<u16>;

fn terminal(width: u16, height: u16, level: ColorLevel) -> Terminal<TerminalBackend<Bytes>> {
    let backend = TerminalBackend::new(Vec::new(), Size { width, height }, level);
    Terminal::new(backend).unwrap()
}

/// Draws a frame and returns the bytes, with `ESC` spelled out. Omits the sequences that start and end synchronized output, and
/// the sequence that hides the cursor. Each of `links` consists of a row, columns and a URI.
fn draw_frame(
    terminal: &mut Terminal<TerminalBackend<Bytes>>,
    links: &[(u16, Columns, &str)],
    paint: impl FnOnce(&mut Buffer),
) -> String {
    draw(terminal, |frame| {
        paint(frame.buffer_mut());
        let links = links.iter().map(|(y, x, uri)| ScreenLink {
            y: *y,
            x: x.clone(),
            uri: (*uri).to_owned(),
        });
        FrameExtras {
            cursor: None,
            links: links.collect(),
            pictures: Vec::new(),
        }
    })
    .unwrap();
    let bytes = std::mem::take(&mut terminal.backend_mut().out);
    let text = String::from_utf8(bytes).unwrap();
    let text = text.replace("\x1b[?25l", "");
    text.strip_prefix("\x1b[?2026h")
        .and_then(|text| text.strip_suffix("\x1b[?2026l"))
        .unwrap_or(&text)
        .replace('\x1b', "ESC")
}

/// Returns a function that writes a styled text at column `x` and row `y`.
fn put(x: u16, y: u16, text: &str, style: impl Into<Style>) -> impl FnOnce(&mut Buffer) {
    let style = style.into();
    move |buffer| {
        buffer.set_string(x, y, text, style);
    }
}

#[test]
fn adjacent_and_nearby_cells_need_no_cursor_movement() {
    let mut terminal = terminal(20, 3, ColorLevel::True);
    assert_eq!(
        draw_frame(&mut terminal, &[], put(0, 0, "abc", Style::new())),
        "ESC[1Habc"
    );
    // The unchanged `c` and blank are drawn again, which takes fewer bytes than moving the cursor.
    assert_eq!(
        draw_frame(&mut terminal, &[], put(0, 0, "aXc Y", Style::new())),
        "ESC[1;2HXc Y"
    );
    assert_eq!(
        draw_frame(&mut terminal, &[], put(3, 2, "end", Style::new())),
        "ESC[1H     ESC[3;4Hend"
    );
}

#[test]
fn cells_that_an_emoji_with_a_skin_tone_may_cover_are_drawn_again() {
    let mut terminal = terminal(8, 2, ColorLevel::True);
    // Some terminals draw the emoji in one column; the first two blanks are for them. Other terminals do not join the emoji and
    // its skin tone, and draw them in four columns; the last two blanks are for them.
    assert_eq!(
        draw_frame(&mut terminal, &[], put(0, 0, "👍🏽", Style::new())),
        "ESC[1H  \r👍🏽ESC[3G  "
    );
}

#[test]
fn emoji_at_the_end_of_a_row_does_not_wrap() {
    let mut terminal = terminal(4, 2, ColorLevel::True);
    // The skin tone is omitted, since some terminals would draw it in the next row.
    assert_eq!(
        draw_frame(&mut terminal, &[], put(2, 0, "👍🏽", Style::new())),
        "ESC[1;3H  ESC[3G👍"
    );
}

#[test]
fn unchanged_frame_writes_nothing() {
    let mut terminal = terminal(9, 2, ColorLevel::True);
    let paint = || put(0, 0, "abc", Color::Red);
    let links = [(0, 0..3, "u:x")];
    assert_ne!(draw_frame(&mut terminal, &links, paint()), "");
    assert_eq!(draw_frame(&mut terminal, &links, paint()), "");
}

#[test]
fn style_is_reset_at_the_end_of_the_frame() {
    let mut terminal = terminal(9, 1, ColorLevel::Ansi256);
    let style = Style::new().fg(Color::Rgb(120, 120, 120)).bold();
    assert_eq!(
        draw_frame(&mut terminal, &[], put(0, 0, "ab", style)),
        "ESC[1HESC[1;38;5;243mabESC[m"
    );
}

#[test]
fn color_level_none_writes_no_colors() {
    let mut terminal = terminal(9, 1, ColorLevel::None);
    let style = Style::new()
        .fg(Color::Red)
        .bg(Color::Indexed(99))
        .reversed();
    assert_eq!(
        draw_frame(&mut terminal, &[], put(0, 0, "ab", style)),
        "ESC[1HESC[7mabESC[m"
    );
}

#[test]
fn link_of_several_cells_is_opened_and_closed_once() {
    let mut terminal = terminal(9, 2, ColorLevel::True);
    assert_eq!(
        draw_frame(
            &mut terminal,
            &[(0, 1..3, "u:1"), (1, 0..1, "u:2")],
            |buffer| {
                put(0, 0, "abcd", Style::new())(buffer);
                put(0, 1, "e", Style::new())(buffer);
            }
        ),
        "ESC[1HaESC]8;;u:1ESC\\bcESC]8;;ESC\\dESC[2HESC]8;;u:2ESC\\eESC]8;;ESC\\"
    );
}

#[test]
fn changed_link_redraws_the_cell() {
    let mut terminal = terminal(9, 1, ColorLevel::True);
    let paint = || put(0, 0, "ab中", Style::new());
    draw_frame(&mut terminal, &[(0, 0..4, "u:1")], paint());
    assert_eq!(
        draw_frame(&mut terminal, &[(0, 0..1, "u:1")], paint()),
        "ESC[1;2Hb中"
    );
    assert_eq!(
        draw_frame(
            &mut terminal,
            &[(0, 0..1, "u:1"), (0, 2..4, "u:2")],
            paint()
        ),
        "ESC[1;3HESC]8;;u:2ESC\\中ESC]8;;ESC\\"
    );
    assert_eq!(draw_frame(&mut terminal, &[], paint()), "ESC[1Hab中");
}

#[test]
fn links_outside_the_screen_are_ignored_or_cut() {
    let mut terminal = terminal(3, 1, ColorLevel::True);
    assert_eq!(
        draw_frame(
            &mut terminal,
            &[(5, 0..3, "u:1"), (0, 2..99, "u:2"), (0, 9..12, "u:3")],
            put(0, 0, "abc", Style::new())
        ),
        "ESC[1HabESC]8;;u:2ESC\\cESC]8;;ESC\\"
    );
}

#[test]
fn cursor_is_moved_after_characters_of_uncertain_width() {
    let bytes_of = |text| {
        let mut terminal = terminal(20, 1, ColorLevel::True);
        draw_frame(&mut terminal, &[], put(0, 0, text, Style::new()))
    };
    // The width of `中` is certain: all terminals draw it in two columns.
    assert_eq!(bytes_of("中x"), "ESC[1H中x");
    assert_eq!(bytes_of("“x”."), "ESC[1H“ESC[2Gx”ESC[4G.");
    assert_eq!(bytes_of("e\u{301}x"), "ESC[1He\u{301}ESC[2Gx");
    assert_eq!(bytes_of("👩‍👧x"), "ESC[1H  \r👩‍👧ESC[3Gx ");
}

#[test]
fn emoji_is_drawn_after_the_cells_it_covers() {
    let mut terminal = terminal(9, 1, ColorLevel::True);
    draw_frame(&mut terminal, &[], put(0, 0, "abc", Style::new()));
    // Without the blanks, a terminal that draws the emoji in one column would keep the `b`.
    assert_eq!(
        draw_frame(&mut terminal, &[], put(0, 0, "⌨\u{fe0f}c", Style::new())),
        "ESC[1H  \r⌨\u{fe0f}"
    );
}

#[test]
fn no_control_reaches_the_terminal() {
    let mut terminal = terminal(9, 1, ColorLevel::True);
    let bytes = draw_frame(&mut terminal, &[], |buffer| {
        buffer[(0, 0)].set_symbol("a\x1b]0;x\x07\u{9b}\n");
    });
    assert!(
        bytes.contains("a\u{fffd}]0;x\u{fffd}\u{fffd}\u{fffd}"),
        "{bytes}"
    );
}

#[test]
fn clearing_redraws_everything_and_asks_the_terminal_nothing() {
    let mut terminal = terminal(9, 1, ColorLevel::True);
    draw_frame(&mut terminal, &[], put(0, 0, "ab", Style::new()));
    terminal.clear().unwrap();
    assert_eq!(
        draw_frame(&mut terminal, &[], put(0, 0, "ab", Style::new())),
        "ESC[mESC[HESC[2Jab"
    );
}

#[test]
fn each_change_of_the_size_redraws_everything() {
    let mut terminal = terminal(9, 1, ColorLevel::True);
    let size = |width| Size { width, height: 1 };
    draw_frame(&mut terminal, &[], put(0, 0, "ab", Style::new()));
    terminal.backend_mut().set_size(size(9));
    assert_eq!(
        draw_frame(&mut terminal, &[], put(0, 0, "ab", Style::new())),
        ""
    );
    terminal.backend_mut().set_size(size(4));
    terminal.backend_mut().set_size(size(9));
    assert_eq!(
        draw_frame(&mut terminal, &[], put(0, 0, "ab", Style::new())),
        "ESC[mESC[HESC[2Jab"
    );
    terminal.backend_mut().set_size(size(20));
    assert_eq!(
        draw_frame(&mut terminal, &[], put(0, 0, "ab", Style::new())),
        "ESC[mESC[HESC[2Jab"
    );
}

#[test]
fn the_cursor_is_shown_and_hidden_once() {
    let mut terminal = terminal(9, 2, ColorLevel::True);
    let mut bytes_with_cursor = |cursor: Option<(u16, u16)>| {
        let extras = FrameExtras {
            cursor: cursor.map(Into::into),
            ..FrameExtras::default()
        };
        draw(&mut terminal, |_| extras).unwrap();
        let bytes = std::mem::take(&mut terminal.backend_mut().out);
        String::from_utf8(bytes).unwrap().replace('\x1b', "ESC")
    };
    assert_eq!(bytes_with_cursor(None), "ESC[?2026hESC[?25lESC[?2026l");
    assert_eq!(bytes_with_cursor(None), "");
    assert_eq!(
        bytes_with_cursor(Some((2, 1))),
        "ESC[?2026hESC[?25hESC[2;3HESC[?2026l"
    );
    assert_eq!(bytes_with_cursor(Some((2, 1))), "");
    assert_eq!(
        bytes_with_cursor(Some((3, 1))),
        "ESC[?2026hESC[2;4HESC[?2026l"
    );
    assert_eq!(bytes_with_cursor(None), "ESC[?2026hESC[?25lESC[?2026l");
}

/// Returns a picture of 40 by 30 pixels of noise, which compresses badly and is therefore sent in several chunks.
fn pixels() -> Arc<Pixels> {
    let size = PixelSize {
        width: 40,
        height: 30,
    };
    let mut seed = 1_u32;
    let noise = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    };
    let rgb = std::iter::repeat_with(noise).take(40 * 30 * 3);
    Arc::new(Pixels::new(size, rgb.collect()).unwrap())
}

/// Draws a frame and returns the bytes. The frame shows rows 1 and 2 of a picture of 4 by 3 cells, but only `columns` of these
/// rows. `over` then draws over the picture.
fn draw_picture_frame(
    terminal: &mut Terminal<TerminalBackend<Bytes>>,
    columns: Columns,
    over: impl FnOnce(&mut Buffer),
) -> Bytes {
    let size = ImageBox {
        columns: 4,
        half_rows: 6,
    };
    draw(terminal, |frame| {
        let mut pictures = Vec::new();
        for row in [1, 2] {
            for (x, cell) in (0..).zip(Kitty.row(&pixels(), size, row)) {
                let PictureCell::Placeholder(chars) = cell else {
                    panic!("no placeholder");
                };
                if columns.contains(&x) {
                    let symbol: String = chars.iter().collect();
                    frame.buffer_mut()[(x, row - 1)].set_symbol(&symbol);
                }
            }
            pictures.push(ScreenPictureRow {
                y: row - 1,
                x: columns.clone(),
                id: ImageId(7),
                picture_row: row,
                drawing_method: DrawingMethod::Kitty,
                size,
                pixels: pixels(),
            });
        }
        over(frame.buffer_mut());
        FrameExtras {
            pictures,
            ..FrameExtras::default()
        }
    })
    .unwrap();
    std::mem::take(&mut terminal.backend_mut().out)
}

/// Separates the sequences of kitty's protocol from the other text of a frame. Returns the control data and the payload of each
/// sequence, and the other text.
fn split_graphics(bytes: &[u8]) -> (Vec<(String, Bytes)>, String) {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut sequences = Vec::new();
    let mut other_text = String::new();
    let mut parts = text.split("\x1b_G");
    other_text.push_str(parts.next().unwrap());
    for part in parts {
        let (sequence, after) = part.split_once("\x1b\\").unwrap();
        let (control, payload) = sequence.split_once(';').unwrap();
        sequences.push((control.to_owned(), payload.as_bytes().to_vec()));
        other_text.push_str(after);
    }
    (sequences, other_text)
}

/// Decodes base64.
fn decode_base64(digits: &[u8]) -> Bytes {
    let value = |digit: u8| match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for group in digits.chunks(4) {
        let used = group.iter().filter(|digit| **digit != b'=').count();
        let bits = group.iter().fold(0_u32, |bits, digit| {
            bits << 6 | u32::from(if *digit == b'=' { 0 } else { value(*digit) })
        });
        // Four digits are 24 bits, the last three bytes of `bits`. Three digits are two bytes, and two digits are one byte.
        bytes.extend(&bits.to_be_bytes()[1..used]);
    }
    bytes
}

#[test]
fn picture_is_sent_once_in_chunks_and_shown_by_placeholders() {
    let mut terminal = terminal(9, 3, ColorLevel::Ansi16);
    let bytes = draw_picture_frame(&mut terminal, 0..4, |_| {});
    let (sequences, text) = split_graphics(&bytes);
    let number = kitty::number(1);
    assert_eq!(
        sequences[0].0,
        format!("a=T,U=1,q=2,f=100,i={number},c=4,r=3,m=1")
    );
    assert_eq!(sequences[1].0, "q=2,m=0");
    assert!(sequences.iter().all(|(_, payload)| payload.len() <= 4096));
    let payload: Bytes = sequences
        .into_iter()
        .flat_map(|(_, payload)| payload)
        .collect();
    let image = image::load_from_memory(&decode_base64(&payload)).unwrap();
    assert_eq!(image.to_rgb8().dimensions(), (40, 30));
    assert_eq!(*image.to_rgb8(), *pixels().bytes());
    // The number of the picture is in the color even if the terminal has few colors.
    let [_, red, green, blue] = number.to_be_bytes();
    let style = format!("\x1b[0;38;2;{red};{green};{blue}m");
    assert_eq!(text.matches(&style).count(), 1, "{text:?}");
    // The diacritics of rows 1 and 2, and of columns 0 to 3.
    for row in ["\u{30d}", "\u{30e}"] {
        let cells = ["\u{305}", "\u{30d}", "\u{30e}", "\u{310}"];
        let cells = cells.map(|column| format!("\u{10eeee}{row}{column}"));
        assert!(text.contains(&cells.concat()), "{text:?}");
    }
    let unchanged = draw_picture_frame(&mut terminal, 0..4, |_| {});
    assert_eq!(unchanged, b"");
}

#[test]
fn text_over_a_picture_has_its_own_colors() {
    let mut terminal = terminal(9, 3, ColorLevel::True);
    draw_picture_frame(&mut terminal, 0..4, |_| {});
    let bytes = draw_picture_frame(&mut terminal, 0..4, put(1, 0, "ab", Color::Red));
    let (sequences, text) = split_graphics(&bytes);
    assert!(sequences.is_empty());
    assert!(text.contains("\x1b[31mab\x1b[m"), "{text:?}");
    // When the text is gone, its two cells are parts of the picture again.
    let bytes = draw_picture_frame(&mut terminal, 0..4, |_| {});
    let (_, text) = split_graphics(&bytes);
    assert_eq!(text.matches('\u{10eeee}').count(), 2);
}

#[test]
fn pictures_are_sent_again_after_a_clear_and_freed_at_the_end() {
    let mut terminal = terminal(9, 3, ColorLevel::True);
    let first = draw_picture_frame(&mut terminal, 0..4, |_| {});
    terminal.clear().unwrap();
    let again = draw_picture_frame(&mut terminal, 0..4, |_| {});
    assert_eq!(split_graphics(&first).0, split_graphics(&again).0);
    // A cut picture is not sent again.
    let cut = draw_picture_frame(&mut terminal, 0..2, |_| {});
    assert!(split_graphics(&cut).0.is_empty());
    terminal.backend_mut().free_pictures().unwrap();
    let bytes = std::mem::take(&mut terminal.backend_mut().out);
    let expected = format!("a=d,d=I,q=2,i={}", kitty::number(1));
    assert_eq!(split_graphics(&bytes).0, [(expected, Vec::new())]);
}

/// A piece of text on the screen.
#[derive(Clone, Debug)]
struct Piece {
    x: u16,
    y: u16,
    text: String,
    /// The index of the style in [`paint_pieces`].
    style: usize,
    is_link: bool,
}

const WIDTH: u16 = 12;
const HEIGHT: u16 = 4;

/// Generates up to four pieces of text, which may overlap.
fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let graphemes = prop::sample::select(vec![
        "a", "b", " ", "é", "e\u{301}", "中", "文", "“", "─", "ж", "🦀",
    ]);
    let text = prop::collection::vec(graphemes, 0..14).prop_map(|parts| parts.concat());
    let piece = (0..WIDTH, 0..HEIGHT, text, 0..4usize, any::<bool>());
    let piece = piece.prop_map(|(x, y, text, style, is_link)| Piece {
        x,
        y,
        text,
        style,
        is_link,
    });
    prop::collection::vec(piece, 0..5)
}

/// Writes the pieces and returns the links.
fn paint_pieces(pieces: &[Piece], buffer: &mut Buffer) -> Vec<ScreenLink> {
    let styles = [
        Style::new(),
        Style::new().bg(Color::Rgb(1, 2, 3)),
        Style::new()
            .fg(Color::LightRed)
            .add_modifier(Modifier::BOLD | Modifier::REVERSED),
        Style::new().bg(Color::Indexed(4)).underlined(),
    ];
    let mut links = Vec::new();
    for piece in pieces {
        let style = styles[piece.style];
        let (end, _) = buffer.set_stringn(piece.x, piece.y, &piece.text, usize::MAX, style);
        if piece.is_link {
            links.push(ScreenLink {
                y: piece.y,
                x: piece.x..end,
                uri: format!("u:{}", piece.style),
            });
        }
    }
    links
}

/// Returns the screen of a terminal that has received `bytes`.
fn screen_after(bytes: &[u8]) -> vt100::Parser {
    let size = |number| NonZeroU16::new(number).unwrap();
    let mut parser = vt100::Parser::new(size(HEIGHT), size(WIDTH), 0);
    parser.process(bytes);
    parser
}

/// Returns the appearance of each cell. Written and erased blanks are equal.
fn appearance(parser: &vt100::Parser) -> Vec<impl PartialEq + std::fmt::Debug + use<>> {
    let positions = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (y, x)));
    let cell = |(y, x)| {
        let cell = parser.screen().cell(y, x).unwrap();
        (
            blank_if_empty(cell.contents()).to_owned(),
            (cell.fgcolor(), cell.bgcolor()),
            (cell.bold(), cell.underline(), cell.inverse()),
        )
    };
    positions.map(cell).collect()
}

/// Returns the contents of a cell, with a blank for an erased cell.
fn blank_if_empty(contents: &str) -> &str {
    if contents.is_empty() { " " } else { contents }
}

proptest! {
    /// After any series of frames, the screen looks as if only the last frame had been drawn.
    #[test]
    fn consecutive_frames_look_like_the_last_one(frames in prop::collection::vec(pieces(), 1..6)) {
        let mut terminal = terminal(WIDTH, HEIGHT, ColorLevel::True);
        let mut sent = Vec::new();
        for pieces in &frames {
            let mut links = Vec::new();
            draw(&mut terminal, |frame| {
                links = paint_pieces(pieces, frame.buffer_mut());
                FrameExtras { links: links.clone(), ..FrameExtras::default() }
            })
            .unwrap();
            sent.append(&mut terminal.backend_mut().out);
        }
        let mut last_alone = super::tests::terminal(WIDTH, HEIGHT, ColorLevel::True);
        let last = frames.last().unwrap();
        let mut expected = Buffer::empty(Size { width: WIDTH, height: HEIGHT }.into());
        draw(&mut last_alone, |frame| {
            let links = paint_pieces(last, frame.buffer_mut());
            expected = frame.buffer_mut().clone();
            FrameExtras { links, ..FrameExtras::default() }
        })
        .unwrap();
        let screen = screen_after(&sent);
        let expected_screen = screen_after(&last_alone.backend_mut().out);
        prop_assert_eq!(appearance(&screen), appearance(&expected_screen));
        for y in 0..HEIGHT {
            let mut x = 0;
            while x < WIDTH {
                let cell = &expected[(x, y)];
                let contents = screen.screen().cell(y, x).unwrap().contents();
                // A wide character in the last column, which has no room, is not compared.
                if x + cell.cell_width() <= WIDTH {
                    prop_assert_eq!(blank_if_empty(contents), cell.symbol(), "{}, {}", x, y);
                }
                x += cell.cell_width().max(1);
            }
        }
    }
}
