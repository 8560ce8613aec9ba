//! The escape sequence that paints a picture as sixels (DEC, "Sixel Graphics", VT340).
//!
//! The data are pixels that folio has decoded and scaled. No byte of an image file reaches the terminal.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

use crate::paint::picture::sixel::percent;
use crate::paint::{Pixels, Rgb};

/// Number of rows of pixels in a band. A sixel is one character, which holds the pixels of a band in one column and one color.
const BAND_ROWS: usize = 6;

/// Appends the sequence that paints rows of pixels from the cursor on. The pixels should have few colors, since each color takes
/// a color register of the terminal.
pub(super) fn paint(out: &mut Vec<u8>, pixels: &Pixels, rows: Range<u32>) {
    let width = pixels.size().width as usize;
    let rows: Vec<&[[u8; 3]]> = rows.map(|y| pixels.row(y).as_chunks().0).collect();
    let registers = assign_registers(&rows);
    // `9` before the `q` and `1;1` after the `q` mean square pixels. The `1` between `9` and `0` leaves the screen as it is where
    // a pixel has no color. Writing to memory cannot fail.
    let _ = write!(out, "\x1bP9;1;0q\"1;1;{width};{}", rows.len());
    for (color, register) in &registers {
        let [red, green, blue] = percent(*color);
        let _ = write!(out, "#{register};2;{red};{green};{blue}");
    }
    let mut band = Band {
        width,
        sixels: vec![0; registers.len() * width],
        is_used: vec![false; registers.len()],
    };
    for (index, rows) in rows.chunks(BAND_ROWS).enumerate() {
        if index > 0 {
            out.push(b'-');
        }
        band.set(rows, &registers);
        band.write(out);
    }
    out.extend(b"\x1b\\");
}

/// Assigns a color register to each color of the pixels. The registers are numbered from 0.
fn assign_registers(rows: &[&[Rgb]]) -> BTreeMap<Rgb, usize> {
    let mut registers = BTreeMap::new();
    for row in rows {
        for run in row.chunk_by(|left, right| left == right) {
            let next = registers.len();
            registers.entry(run[0]).or_insert(next);
        }
    }
    registers
}

/// Up to six rows of pixels, which are painted color by color.
struct Band {
    width: usize,
    /// `width` sixels for each color register, one for each column. Bit `n` of a sixel is set if row `n` has the register's
    /// color.
    sixels: Vec<u8>,
    /// True for each color register that the band uses.
    is_used: Vec<bool>,
}

impl Band {
    /// Replaces the pixels of the band by `rows`.
    fn set(&mut self, rows: &[&[Rgb]], registers: &BTreeMap<Rgb, usize>) {
        let sixels_by_register = self.sixels.chunks_mut(self.width.max(1));
        for (sixels, is_used) in sixels_by_register.zip(&mut self.is_used) {
            if std::mem::take(is_used) {
                sixels.fill(0);
            }
        }
        for (bit, row) in rows.iter().enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|left, right| left == right) {
                let register = registers.get(&run[0]).copied().unwrap_or(0);
                self.is_used[register] = true;
                let start = register * self.width + x;
                for sixel in &mut self.sixels[start..start + run.len()] {
                    *sixel |= 1 << bit;
                }
                x += run.len();
            }
        }
    }

    /// Appends the sixels of each color that the band uses. Before each color but the first, `$` returns to the start of
    /// the band.
    fn write(&self, out: &mut Vec<u8>) {
        let sixels_by_register = self.sixels.chunks(self.width.max(1)).zip(&self.is_used);
        let used = sixels_by_register
            .enumerate()
            .filter(|(_, (_, is_used))| **is_used);
        for (index, (register, (sixels, _))) in used.enumerate() {
            if index > 0 {
                out.push(b'$');
            }
            // Writing to memory cannot fail.
            let _ = write!(out, "#{register}");
            // The empty sixels at the end are omitted.
            let last = sixels.iter().rposition(|sixel| *sixel != 0);
            let end = last.map_or(0, |last| last + 1);
            for run in sixels[..end].chunk_by(|left, right| left == right) {
                // An empty sixel is sent as `?`. The bits of other sixels are added to the code of this character.
                let character = b'?' + run[0];
                // For four or more equal sixels, a number and one sixel are shorter.
                if run.len() > 3 {
                    let _ = write!(out, "!{}", run.len());
                    out.push(character);
                } else {
                    out.extend(std::iter::repeat_n(character, run.len()));
                }
            }
        }
    }
}
