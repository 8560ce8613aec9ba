//! Pictures in a real terminal.

use std::collections::BTreeSet;
use std::fs;

use image::{Rgb, RgbImage};

use crate::fixture::TestEnv;
use crate::sequences::{
    assert_only_styles_and_links, assert_reader_output, assert_reader_output_with_kitty_pictures,
    split_kitty_sequences, split_painted_pictures,
};

/// Creates an environment with a post that shows a red picture and a blue one.
fn env() -> TestEnv {
    let post = "# Pictures\n\nWords.\n\n![Red](red.png)\n\n![Blue](blue.png)\n\nThe end.\n";
    let env = TestEnv::with_posts([("a.md", post)]);
    for (name, color) in [("red.png", [250, 10, 20]), ("blue.png", [20, 10, 250])] {
        let path = env.path("posts").join(name);
        RgbImage::from_pixel(80, 40, Rgb(color))
            .save(&path)
            .unwrap();
        assert!(fs::metadata(path).unwrap().len() > 0);
    }
    env
}

/// An environment variable that folio does not read.
const UNUSED_VARIABLE: &str = "X";

/// Text that is visible only while the help is shown.
const TEXT_OF_HELP: &str = "filter as you type";

/// Returns true if a cell of the screen shows a half block.
fn has_picture(screen: &vt100::Screen) -> bool {
    screen.contents().contains('▀')
}

#[test]
fn plain_terminal_shows_half_blocks_and_toggles_them() {
    let env = env();
    let mut pty = env.folio(&["posts"], (100, 30));
    pty.wait_for("both pictures", |screen| {
        let has_half_block = |color| {
            (0..30).any(|row| {
                (0..100).any(|column| {
                    screen
                        .cell(row, column)
                        .is_some_and(|cell| cell.fgcolor() == color && cell.contents() == "▀")
                })
            })
        };
        has_half_block(vt100::Color::Rgb(250, 10, 20))
            && has_half_block(vt100::Color::Rgb(20, 10, 250))
    });
    pty.send("\ri");
    pty.wait_for("no pictures", |screen| !has_picture(screen));
    pty.wait_for_text("▣\u{a0}Red");
    pty.send("i");
    pty.wait_for("pictures", has_picture);
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn damaged_picture_is_a_problem_of_the_post() {
    let env = env();
    let file = env.path("posts").join("blue.png");
    let bytes = fs::read(&file).unwrap();
    // The header is complete, the pixels are not.
    fs::write(&file, &bytes[..60]).unwrap();
    let mut pty = env.folio(&["posts"], (100, 30));
    // The message is cut to the width of the picture.
    pty.wait_for_text("Can't b…");
    pty.send("!");
    pty.wait_for_text("`blue.png` can't be shown: the file is damaged");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn images_are_shown_as_text_if_colors_or_pictures_are_off() {
    for (variable, arguments) in [
        ("NO_COLOR", &["posts"][..]),
        (UNUSED_VARIABLE, &["posts", "--images", "none"]),
    ] {
        let env = env().var(variable, "1");
        let mut pty = env.folio(arguments, (100, 30));
        pty.wait_for_text("▣\u{a0}Blue");
        pty.send("Q");
        assert!(pty.exit_status().success());
        assert!(!String::from_utf8(pty.bytes()).unwrap().contains('▀'));
    }
}

#[test]
fn piped_show_prints_pictures_only_if_requested() {
    let env = env();
    let output = |arguments: &[&str]| -> String {
        let output = env.output(arguments);
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let without_pictures = output(&["show", "posts/a.md"]);
    assert!(
        without_pictures.contains("▣\u{a0}Red") && !without_pictures.contains('▀'),
        "{without_pictures}"
    );
    let uncolored = output(&["show", "--images", "blocks", "posts/a.md"]);
    assert_eq!(uncolored, without_pictures);
    let shown = output(&[
        "show",
        "--images",
        "blocks",
        "--color",
        "always",
        "posts/a.md",
    ]);
    // Cells of 10 by 20 pixels: the picture of 80 by 40 pixels takes 2 rows of 8 columns.
    let row = "\u{1b}[38;2;250;10;20;48;2;250;10;20m▀▀▀▀▀▀▀▀\u{1b}[m\n";
    assert_eq!(shown.matches(row).count(), 2, "{shown:?}");
}

/// Decodes base64.
fn decoded(digits: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |digit: u8| DIGITS.iter().position(|other| *other == digit);
    let mut bytes = Vec::new();
    for group in digits.chunks(4) {
        let values: Vec<_> = group.iter().map_while(|digit| value(*digit)).collect();
        let bits = (0..4).fold(0, |bits, index| {
            bits << 6 | values.get(index).copied().unwrap_or(0) as u32
        });
        bytes.extend(&bits.to_be_bytes()[1..values.len()]);
    }
    bytes
}

/// Decodes a PNG file in base64.
fn decoded_png(digits: &[u8]) -> RgbImage {
    let file = decoded(digits);
    let image = image::load_from_memory_with_format(&file, image::ImageFormat::Png);
    image.unwrap().to_rgb8()
}

#[test]
fn show_sends_the_pixels_of_the_image_to_kitty() {
    let env = env();
    // 125 by 61 pixels take several chunks, and the last chunk is not full.
    let image = RgbImage::from_fn(125, 61, |x, y| {
        let noise = (x * 7919 + y * 104_729)
            .wrapping_mul(2_654_435_761)
            .to_le_bytes();
        Rgb([noise[1], noise[2], noise[3]])
    });
    image.save(env.path("posts").join("red.png")).unwrap();
    let arguments = [
        "show",
        "--images",
        "kitty",
        "--color",
        "always",
        "posts/a.md",
    ];
    let output = env.output(&arguments);
    assert!(output.status.success());
    let (sequences, other_output) = split_kitty_sequences(&output.stdout);
    assert_only_styles_and_links(other_output.as_bytes());
    // Each sequence is a chunk of a picture. `a=T` is in the first chunk, `m=1` in all but the last. `f=100` means PNG.
    let starts = sequences.iter().map(|(control, _)| control.contains("a=T"));
    let starts: Vec<usize> = starts
        .enumerate()
        .filter(|(_, is_start)| *is_start)
        .map(|(index, _)| index)
        .collect();
    let [first, second] = *starts else {
        panic!("{} pictures", starts.len());
    };
    let control = |index: usize, key: &str| -> u32 {
        let mut parts = sequences[index].0.split(',');
        let value = parts.find_map(|part| part.strip_prefix(key)).unwrap();
        value.parse().unwrap()
    };
    let sent = |range: std::ops::Range<usize>| -> RgbImage {
        let last = range.end - 1;
        assert!(
            range
                .clone()
                .all(|index| control(index, "m=") == u32::from(index < last))
        );
        let payloads = sequences[range].iter().map(|(_, payload)| &**payload);
        decoded_png(&payloads.collect::<Vec<_>>().concat())
    };
    assert!(second > first + 1, "several chunks");
    assert_eq!(control(first, "f="), 100);
    assert_eq!(sent(first..second), image);
    let blue = RgbImage::from_pixel(80, 40, Rgb([20, 10, 250]));
    assert_eq!(sent(second..sequences.len()), blue);
    // The color of a picture's rows encodes the number of the picture. For each column, a row has three characters: a placeholder
    // and two diacritics, which stand for the row and the column.
    for start in [first, second] {
        let [_, red, green, blue] = control(start, "i=").to_be_bytes();
        let style = format!("\x1b[0;38;2;{red};{green};{blue}m");
        let rows: Vec<&str> = other_output.split(&style).skip(1).collect();
        assert_eq!(rows.len() as u32, control(start, "r="));
        for row in rows {
            let cells = row.split("\x1b[m\n").next().unwrap();
            assert_eq!(
                cells.matches('\u{10eeee}').count() as u32,
                control(start, "c=")
            );
            assert_eq!(cells.chars().count() as u32, 3 * control(start, "c="));
        }
    }
}

/// Returns the pictures that `bytes` contains in kitty's protocol.
fn pictures_sent_to_kitty(bytes: &[u8]) -> Vec<RgbImage> {
    let mut pictures: Vec<Vec<u8>> = Vec::new();
    for (control, payload) in assert_reader_output_with_kitty_pictures(bytes) {
        if control.contains("a=T") {
            pictures.push(payload);
        } else if !control.contains("a=d") {
            pictures.last_mut().unwrap().extend(payload);
        }
    }
    pictures.iter().map(|digits| decoded_png(digits)).collect()
}

#[test]
fn kitty_gets_pixels_and_placeholders() {
    let env = env();
    let mut pty = env.folio(&["posts"], (100, 30));
    // The queries for the name, the size of a cell, the background and the attributes.
    pty.wait_for_bytes(b"\x1b[>q\x1b[16t\x1b]11;?\x07\x1b[c");
    // A key that is pressed before the answers arrive is not lost.
    pty.send("?\x1bP>|kitty(0.35.2)\x1b\\\x1b[6;20;10t\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62c");
    pty.wait_for_text(TEXT_OF_HELP);
    pty.send("?");
    // The diacritics U+0305 and U+030D stand for the numbers 0 and 1 of rows and columns.
    pty.wait_for_bytes("\u{10eeee}\u{305}\u{305}\u{10eeee}\u{305}\u{30d}".as_bytes());
    pty.wait_for("both pictures", |screen| {
        screen
            .contents()
            .matches("\u{10eeee}\u{305}\u{305}")
            .count()
            == 2
    });
    let pictures = pictures_sent_to_kitty(&pty.bytes());
    for color in [[250, 10, 20], [20, 10, 250]] {
        let picture = RgbImage::from_pixel(80, 40, Rgb(color));
        assert!(pictures.contains(&picture), "{color:?}");
    }
    // After the screen is cleared, the pictures are sent again.
    let start = pty.bytes().len();
    pty.send("\x0c");
    pty.wait_for_bytes_after(start, b"a=T,U=1,q=2,f=100,");
    pty.send("Q");
    assert!(pty.exit_status().success());
    let sequences = assert_reader_output_with_kitty_pictures(&pty.bytes());
    // The action `a=T` sends a picture, and `a=d` deletes it.
    let numbers = |action: &str| -> BTreeSet<String> {
        let controls = sequences.iter().map(|(control, _)| control.split(','));
        let with_action = controls.filter(|parts| parts.clone().any(|part| part == action));
        let numbers = with_action.filter_map(|mut parts| parts.find(|part| part.starts_with("i=")));
        numbers.map(str::to_owned).collect()
    };
    assert!(numbers("a=T").len() >= 2);
    assert_eq!(numbers("a=T"), numbers("a=d"), "every picture is deleted");
}

/// The color of the red picture, as percentages of red, green and blue.
const RED_PERCENT: &str = "98;4;8";

/// The color of the blue picture, as percentages of red, green and blue.
const BLUE_PERCENT: &str = "8;4;98";

/// Returns the sixels of a picture that has one color and 80 by 40 pixels. Six bands have six rows of pixels each (`~`), and the
/// last band has four rows (`N`).
fn sixels(color_percent: &str) -> String {
    let bands = ["#0!80~"; 6].join("-");
    format!("\"1;1;80;40#0;2;{color_percent}{bands}-#0!80N")
}

/// Returns true if the content of a sequence is an image file whose 80 by 40 pixels all have the given color. Asserts that the
/// image is shown in 8 columns and 2 rows.
fn is_file_of_color(content: &str, color: [u8; 3]) -> bool {
    let (arguments, digits) = content.split_once(':').unwrap();
    let size = decoded(digits.as_bytes()).len();
    assert_eq!(
        arguments,
        format!("inline=1;size={size};width=8;height=2;preserveAspectRatio=0;doNotMoveCursor=1")
    );
    decoded_png(digits.as_bytes()) == RgbImage::from_pixel(80, 40, Rgb(color))
}

/// The answers of the terminal foot: name, size of a cell, black background, and attributes, in which 4 stands for sixels.
const FOOT: &str =
    "\x1bP>|foot(1.16.2)\x1b\\\x1b[6;20;10t\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;4;22c";

#[test]
fn foot_gets_sixels() {
    let env = env();
    let mut pty = env.folio(&["posts"], (100, 30));
    pty.wait_for_bytes(b"\x1b[>q\x1b[16t\x1b]11;?\x07\x1b[c");
    pty.send(FOOT);
    for color in [RED_PERCENT, BLUE_PERCENT] {
        pty.wait_for_bytes(sixels(color).as_bytes());
    }
    // The pictures are painted again after the help has covered them, and after the screen is cleared.
    pty.send("?");
    pty.wait_for_text(TEXT_OF_HELP);
    let start = pty.bytes().len();
    pty.send("?");
    pty.wait_for_bytes_after(start, sixels(BLUE_PERCENT).as_bytes());
    let start = pty.bytes().len();
    pty.send("\x0c");
    pty.wait_for_bytes_after(start, sixels(RED_PERCENT).as_bytes());
    pty.send("i");
    pty.wait_for_text("▣\u{a0}Blue");
    pty.send("Q");
    assert!(pty.exit_status().success());
    let (painted, other_output) = split_painted_pictures(&pty.bytes());
    // Both pictures are painted three times.
    assert!(painted.len() >= 2 * 3, "{}", painted.len());
    assert_reader_output(other_output.as_bytes());
}

#[test]
fn iterm2_and_wezterm_get_files() {
    for (name, answer) in [
        (
            "iTerm.app",
            "\x1bP>|iTerm2 3.5.0\x1b\\\x1b[6;20;10t\x1b[?62;4c",
        ),
        (
            "",
            "\x1bP>|WezTerm 20240203-110809\x1b\\\x1b[6;20;10t\x1b[?65;4c",
        ),
        // Some versions of iTerm2 do not answer the query for their name.
        ("iTerm.app", "\x1b[6;20;10t\x1b[?62;4c"),
        // The size of a cell may be unknown; the terminal then scales the file.
        ("WezTerm", "\x1b[?65;4c"),
    ] {
        let env = env().var("TERM_PROGRAM", name);
        let mut pty = env.folio(&["posts"], (100, 30));
        pty.wait_for_bytes(b"\x1b[c");
        pty.send(answer);
        let has_file = |bytes: &[u8], color| {
            // The last sequence may still be incomplete; a complete one ends with BEL.
            let end = memchr::memrchr(0x07, bytes).map_or(0, |end| end + 1);
            let (painted, _) = split_painted_pictures(&bytes[..end]);
            painted
                .iter()
                .any(|content| is_file_of_color(content, color))
        };
        for color in [[250, 10, 20], [20, 10, 250]] {
            pty.wait_until("a file", || has_file(&pty.bytes(), color));
        }
        pty.send("Q");
        assert!(pty.exit_status().success());
        let (_, other_output) = split_painted_pictures(&pty.bytes());
        assert_reader_output(other_output.as_bytes());
    }
}

#[test]
fn show_paints_pictures_over_their_rows() {
    let env = env();
    let output = |choice: &str| -> (Vec<String>, String) {
        let arguments = [
            "show",
            "--images",
            choice,
            "--color",
            "always",
            "posts/a.md",
        ];
        let output = env.output(&arguments);
        assert!(output.status.success());
        split_painted_pictures(&output.stdout)
    };
    let (painted, other_output) = output("sixel");
    assert_eq!(painted, [sixels(RED_PERCENT), sixels(BLUE_PERCENT)]);
    // The rows are printed first, so that the picture does not scroll the screen. Then the cursor is saved, moved to the start of
    // these rows, and restored after the picture.
    assert_eq!(
        other_output
            .matches("\n\n\n\x1b7\x1b[2A\x1b[1G\x1b8")
            .count(),
        2,
        "{other_output:?}"
    );
    let (painted, other_output) = output("iterm2");
    assert!(
        is_file_of_color(&painted[0], [250, 10, 20])
            && is_file_of_color(&painted[1], [20, 10, 250])
    );
    let cursor_commands = ["\x1b7", "\x1b[2A", "\x1b[1G", "\x1b8"];
    let text = cursor_commands
        .iter()
        .fold(other_output, |other_output, command| {
            other_output.replace(command, "")
        });
    assert_only_styles_and_links(text.as_bytes());
}

#[test]
fn other_terminals_and_tmux_get_half_blocks() {
    for (variable, answer) in [
        (UNUSED_VARIABLE, "\x1b[?62;22c"),
        // Sixels require the size of a cell.
        (UNUSED_VARIABLE, "\x1bP>|foot(1.16.2)\x1b\\\x1b[?62;4c"),
        (
            UNUSED_VARIABLE,
            "\x1bP>|XTerm(388)\x1b\\\x1b[6;20;10t\x1b[?64;22c",
        ),
        ("TMUX", "\x1b[?62;22c"),
        ("TMUX", "\x1b[6;20;10t\x1b[?62;4c"),
    ] {
        let env = env().var(variable, "1");
        let mut pty = env.folio(&["posts"], (100, 30));
        pty.wait_for_bytes(b"\x1b[c");
        pty.send(answer);
        pty.wait_for("a picture", has_picture);
        pty.send("Q");
        assert!(pty.exit_status().success());
        let bytes = pty.bytes();
        assert_eq!(memchr::memmem::find(&bytes, b"\x1b_G"), None, "{answer:?}");
        assert_reader_output(&bytes);
        let is_name_queried = memchr::memmem::find(&bytes, b"\x1b[>q").is_some();
        assert_eq!(is_name_queried, variable != "TMUX");
    }
}
