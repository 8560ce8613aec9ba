//! Pictures of kitty's graphics protocol: the terminal stores the pixels, and each cell refers to a part of the picture.
//!
//! A cell is a placeholder, U+10EEEE, with one diacritic for its row and one for its column. Every cell has both
//! diacritics, so a picture can be cut at any edge and partly covered. The color of the cell encodes the number of the
//! picture. The backend sets this color when it writes the cells, and sends the pixels.

use super::{PictureCell, Pixels, Protocol};
use crate::layout::{ImageBox, PixelSize};

/// Kitty's graphics protocol with Unicode placeholders.
#[derive(Clone, Copy, Debug)]
pub struct Kitty;

/// The character that stands for a part of a picture.
pub const PLACEHOLDER: char = '\u{10eeee}';

/// The diacritics for rows and columns, as ranges: the first and the last code point. The first diacritic stands for row or
/// column 0, the next one for 1, and so on (kitty, "Unicode placeholders").
const DIACRITICS: &[(u32, u32)] = &[
    (0x305, 0x305),
    (0x30d, 0x30e),
    (0x310, 0x310),
    (0x312, 0x312),
    (0x33d, 0x33f),
    (0x346, 0x346),
    (0x34a, 0x34c),
    (0x350, 0x352),
    (0x357, 0x357),
    (0x35b, 0x35b),
    (0x363, 0x36f),
    (0x483, 0x487),
    (0x592, 0x595),
    (0x597, 0x599),
    (0x59c, 0x5a1),
    (0x5a8, 0x5a9),
    (0x5ab, 0x5ac),
    (0x5af, 0x5af),
    (0x5c4, 0x5c4),
    (0x610, 0x617),
    (0x657, 0x65b),
    (0x65d, 0x65e),
    (0x6d6, 0x6dc),
    (0x6df, 0x6e2),
    (0x6e4, 0x6e4),
    (0x6e7, 0x6e8),
    (0x6eb, 0x6ec),
    (0x730, 0x730),
    (0x732, 0x733),
    (0x735, 0x736),
    (0x73a, 0x73a),
    (0x73d, 0x73d),
    (0x73f, 0x741),
    (0x743, 0x743),
    (0x745, 0x745),
    (0x747, 0x747),
    (0x749, 0x74a),
    (0x7eb, 0x7f1),
    (0x7f3, 0x7f3),
    (0x816, 0x819),
    (0x81b, 0x823),
    (0x825, 0x827),
    (0x829, 0x82d),
    (0x951, 0x951),
    (0x953, 0x954),
    (0xf82, 0xf83),
    (0xf86, 0xf87),
    (0x135d, 0x135f),
    (0x17dd, 0x17dd),
    (0x193a, 0x193a),
    (0x1a17, 0x1a17),
    (0x1a75, 0x1a7c),
    (0x1b6b, 0x1b6b),
    (0x1b6d, 0x1b73),
    (0x1cd0, 0x1cd2),
    (0x1cda, 0x1cdb),
    (0x1ce0, 0x1ce0),
    (0x1dc0, 0x1dc1),
    (0x1dc3, 0x1dc9),
    (0x1dcb, 0x1dcc),
    (0x1dd1, 0x1de6),
    (0x1dfe, 0x1dfe),
    (0x20d0, 0x20d1),
    (0x20d4, 0x20d7),
    (0x20db, 0x20dc),
    (0x20e1, 0x20e1),
    (0x20e7, 0x20e7),
    (0x20e9, 0x20e9),
    (0x20f0, 0x20f0),
    (0x2cef, 0x2cf1),
    (0x2de0, 0x2dff),
    (0xa66f, 0xa66f),
    (0xa67c, 0xa67d),
    (0xa6f0, 0xa6f1),
    (0xa8e0, 0xa8f1),
    (0xaab0, 0xaab0),
    (0xaab2, 0xaab3),
    (0xaab7, 0xaab8),
    (0xaabe, 0xaabf),
    (0xaac1, 0xaac1),
    (0xfe20, 0xfe26),
    (0x10a0f, 0x10a0f),
    (0x10a38, 0x10a38),
    (0x1d185, 0x1d189),
    (0x1d1aa, 0x1d1ad),
    (0x1d242, 0x1d244),
];

/// Number of characters in [`DIACRITICS`]: the maximum number of rows, and the maximum number of columns, of a picture.
const DIACRITIC_COUNT: u16 = 297;

impl Protocol for Kitty {
    fn can_draw(&self, image_box: ImageBox) -> bool {
        image_box.columns <= DIACRITIC_COUNT && image_box.rows() <= DIACRITIC_COUNT
    }

    /// Returns the image's own size, scaled down if the image is wider than the box.
    fn scaled_size(
        &self,
        image_size: PixelSize,
        image_box: ImageBox,
        cell_size: PixelSize,
    ) -> PixelSize {
        let box_width = u64::from(image_box.columns) * u64::from(cell_size.width);
        let width = u64::from(image_size.width.max(1)).min(box_width.max(1));
        let height = width * u64::from(image_size.height) / u64::from(image_size.width.max(1));
        PixelSize {
            width: width as u32,
            height: height.clamp(1, u64::from(u32::MAX)) as u32,
        }
    }

    fn row(&self, _: &Pixels, image_box: ImageBox, row: u16) -> Vec<PictureCell> {
        let row_diacritic = diacritic(row);
        let cell =
            |column| PictureCell::Placeholder([PLACEHOLDER, row_diacritic, diacritic(column)]);
        (0..image_box.columns).map(cell).collect()
    }
}

/// Returns the diacritic for the number of a row or a column. Numbers above the last diacritic get the last diacritic.
fn diacritic(number: u16) -> char {
    let mut remaining = u32::from(number.min(DIACRITIC_COUNT - 1));
    for (first, last) in DIACRITICS {
        if first + remaining <= *last {
            return char::from_u32(first + remaining).unwrap_or(PLACEHOLDER);
        }
        remaining -= last - first + 1;
    }
    // Not reached, because `remaining` is less than the number of diacritics.
    PLACEHOLDER
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn diacritics_follow_the_table_of_the_protocol() {
        let count: u32 = DIACRITICS
            .iter()
            .map(|(first, last)| last - first + 1)
            .sum();
        assert_eq!(count, u32::from(DIACRITIC_COUNT));
        for (number, expected) in [
            (0, '\u{305}'),
            (1, '\u{30d}'),
            (2, '\u{30e}'),
            (17, '\u{363}'),
            (30, '\u{483}'),
            (296, '\u{1d244}'),
            (297, '\u{1d244}'),
            (u16::MAX, '\u{1d244}'),
        ] {
            assert_eq!(diacritic(number), expected, "{number}");
        }
    }

    #[test]
    fn placeholders_name_their_row_and_column_and_are_one_column_wide() {
        let image_box = ImageBox {
            columns: 3,
            half_rows: 4,
        };
        let one_pixel = PixelSize {
            width: 1,
            height: 1,
        };
        let pixels = Pixels::new(one_pixel, vec![0; 3]).expect("the size matches");
        let cells = Kitty.row(&pixels, image_box, 1);
        assert_eq!(cells.len(), 3);
        assert_eq!(
            cells[2],
            PictureCell::Placeholder(['\u{10eeee}', '\u{30d}', '\u{30e}'])
        );
        let cell_text: String = ['\u{10eeee}', '\u{30d}', '\u{30e}'].iter().collect();
        assert_eq!(text::width(&cell_text), 1);
    }

    #[test]
    fn images_are_scaled_down_but_never_up() {
        let image_box = ImageBox {
            columns: 20,
            half_rows: 20,
        };
        let cell = PixelSize {
            width: 10,
            height: 20,
        };
        // The box is 200 pixels wide: 20 columns of 10 pixels.
        let scaled = |width, height| {
            let PixelSize { width, height } =
                Kitty.scaled_size(PixelSize { width, height }, image_box, cell);
            (width, height)
        };
        assert_eq!(scaled(100, 50), (100, 50));
        assert_eq!(scaled(1000, 500), (200, 100));
        assert_eq!(scaled(10_000, 1), (200, 1));
    }
}
