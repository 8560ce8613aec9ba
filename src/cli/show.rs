//! `folio show`: an article as the reader shows it, on standard output.

use std::io::{self, Write};
use std::sync::Arc;

use super::article::OpenedArticle;
use super::color;
use super::command::ShowOptions;
use super::context::CliContext;
use super::values::{ColorChoice, LinkForm};
use crate::ansi::{self, ColorLevel};
use crate::app::image_choice::DrawingMethod;
use crate::clean;
use crate::config::{self, ImageChoice};
use crate::document::{Document, Folds, LinkId, ParseOptions};
use crate::highlight::{self, CodeRoles, Highlighter};
use crate::layout::{ImageLimits, Layout, LayoutOptions, Spacing, Widths};
use crate::paint::picture::PictureCell;
use crate::paint::{self, Decorations, Masthead, MastheadContext, Rgb, Row};
use crate::runtime::backend::kitty;
use crate::runtime::backend::painted::PaintedRows;
use crate::runtime::image_finder::Measurement;
use crate::runtime::panics::catch_panic;
use crate::runtime::terminal;
use crate::text::{self, Clean};
use crate::theme::{Color, Role, Style, Theme};

mod pictures;

use pictures::{MAX_IMAGE_MEASURING_TIME, PicturePrinter};

/// Number of rows of the screen that is assumed if the output is piped. It limits the height of pictures.
const PIPED_ROWS: u16 = 36;

/// Size in bytes of the first part of the article, which is printed before the rest is parsed. The output of this part is
/// larger than a pipe's buffer of 64 KiB. It is completely written only when the reader of the pipe has read some rows. If a
/// program such as `head` exits after these rows, the write fails, and the rest of the article is not parsed.
const FIRST_PART_BYTES: usize = 128 * 1024;
/// Minimum size of the following parts, in bytes of text. Each part is dropped once it is printed, which saves memory.
const PART_BYTES: usize = 256 * 1024;

/// Prints an article.
pub(super) fn show(
    opened: &OpenedArticle,
    options: &ShowOptions,
    context: &CliContext<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let OpenedArticle {
        source, dialect, ..
    } = opened;
    let link_form = link_form(options, context);
    let parse_options = ParseOptions {
        dialect: *dialect,
        number_links: link_form == LinkForm::Numbered,
        ..ParseOptions::default()
    };
    let widths = widths(options, context);
    let mut printer = RowPrinter {
        out,
        theme: Theme::PLAIN,
        level: color::level(options.color, context),
        bytes: Vec::new(),
    };
    let picture_printer = opened.image_finder.as_ref().and_then(|finder| {
        // Without colors, pictures would show nothing.
        let has_colors = printer.level.is_some_and(|level| level > ColorLevel::None);
        let (method, limits) = picture_options(options, context).filter(|_| has_colors)?;
        let measurement = Measurement::new(finder, &source.post.path, MAX_IMAGE_MEASURING_TIME);
        Some(PicturePrinter::new(measurement, method, limits))
    });
    let mut article_printer = ArticlePrinter {
        has_hyperlinks: link_form == LinkForm::Hyperlink,
        highlighting: printer.level.map(|_| Highlighting::default()),
        picture_printer,
        ..ArticlePrinter::new(widths)
    };
    let parser = source.parser(parse_options);
    let mut targets = Vec::new();
    if options.header {
        // The header shows the reading time, which requires the complete document, so the article is not printed in parts.
        let document = parser.parse_document();
        let masthead_context = MastheadContext {
            // Without the current time, a post is neither scheduled nor expired; only a draft has a status. So the output does not
            // depend on the time.
            status: source.post.status(None),
            minutes: Some(document.minutes()),
            date_format: context.config.date_format.clone().unwrap_or_default(),
        };
        let masthead = Masthead::new(
            &source.post,
            &masthead_context,
            widths.measure,
            Spacing::Normal,
        );
        for row in &masthead.rows {
            printer.print_row(row, no_hyperlink)?;
        }
        article_printer.print(&document, &mut printer)?;
        targets.extend_from_slice(document.numbered_links());
    } else {
        // An inexact first part may differ from the start of the complete document, so it is not printed.
        if let Some(first_part) = parser
            .parse_first_part(FIRST_PART_BYTES)
            .filter(|part| part.is_exact)
        {
            article_printer.print(&first_part.document, &mut printer)?;
            printer.out.flush()?;
            article_printer.rewind();
        }
        parser.parse_parts(PART_BYTES, |part| {
            targets.extend_from_slice(part.numbered_links());
            article_printer.print(&part, &mut printer)
        })?;
    }
    print_targets(&targets, widths.measure, &mut printer)
}

/// Returns the method to draw pictures and the limits for their size, or `None` if images are printed as text.
fn picture_options(
    options: &ShowOptions,
    context: &CliContext<'_>,
) -> Option<(DrawingMethod, ImageLimits)> {
    let choice = match options.images {
        Some(choice) => choice,
        None if context.is_stdout_terminal() => context.config.images,
        None => ImageChoice::None,
    };
    let terminal_method = if context.is_stdout_terminal() {
        terminal::graphics_from_environment(context.env_var)
    } else {
        None
    };
    let method = choice.drawing_method(terminal_method)?;
    let limits = if context.is_stdout_terminal() {
        ImageLimits::new(terminal::size().height, terminal::cell_size())
    } else {
        ImageLimits::new(PIPED_ROWS, None)
    };
    Some((method, method.adapted_limits(limits)))
}

/// A printer for an article that is parsed in parts.
struct ArticlePrinter<'a> {
    widths: Widths,
    /// Number of the article's rows above the next part.
    rows_above: usize,
    /// Number of rows that were printed.
    printed_rows: usize,
    /// True if links are written as hyperlinks.
    has_hyperlinks: bool,
    /// The highlighting of code, if the output has styles.
    highlighting: Option<Highlighting>,
    /// The printer for pictures; `None` if images are printed as text.
    picture_printer: Option<PicturePrinter<'a>>,
}

/// Highlights blocks of code, one after the other.
#[derive(Default)]
struct Highlighting {
    highlighter: Highlighter,
    /// The roles of the last highlighted block.
    roles: CodeRoles,
}

impl ArticlePrinter<'_> {
    /// Creates a printer without hyperlinks, highlighted code and pictures, which has printed no rows.
    fn new(widths: Widths) -> Self {
        Self {
            widths,
            rows_above: 0,
            printed_rows: 0,
            has_hyperlinks: false,
            highlighting: None,
            picture_printer: None,
        }
    }

    /// Starts again at the start of the article, but skips the rows that were printed before.
    fn rewind(&mut self) {
        self.rows_above = 0;
    }

    /// Prints the rows of the next part, except rows that were printed before.
    fn print(
        &mut self,
        document: &Document,
        printer: &mut RowPrinter<'_, impl Write>,
    ) -> io::Result<()> {
        let options = LayoutOptions {
            images: self
                .picture_printer
                .as_ref()
                .map(|pictures| pictures.limits),
            ..LayoutOptions::default()
        };
        let picture_printer = self.picture_printer.as_mut();
        let sizes = picture_printer.map(|pictures| pictures.sizes(document));
        let sizes = sizes.unwrap_or_default();
        // Nothing is folded, so that the complete article is printed.
        let folds = Folds::default();
        let layout = Layout::with_folds(document, &sizes, self.widths, options, folds);
        if let Some(highlighting) = &mut self.highlighting {
            // The blocks of each part are counted from 0, so the roles of the previous part are dropped.
            highlighting.roles = CodeRoles::default();
        }
        let mut block_end = 0;
        for row_index in self.printed_rows.saturating_sub(self.rows_above)..layout.rows() {
            if let Some(highlighting) = &mut self.highlighting
                && row_index >= block_end
            {
                let block = layout.locate(document, row_index).block;
                highlighting.highlight_block(document, block);
                block_end = layout.end_row(block);
            }
            let decorations = Decorations {
                code_roles: self.highlighting.as_ref().map(|code| &code.roles),
                ..Decorations::default()
            };
            let row = paint::decorated_row(document, &layout, row_index, decorations);
            let target_of = |link| document.link(link).target;
            if let (Some(picture), Some(picture_printer)) = (row.picture, &mut self.picture_printer)
            {
                let target = target_of(picture.placed.image);
                picture_printer.print(&row, picture, target, printer)?;
                continue;
            }
            printer.print_row(&row, |link| self.has_hyperlinks.then(|| target_of(link)))?;
        }
        self.rows_above += layout.rows();
        self.printed_rows = self.printed_rows.max(self.rows_above);
        Ok(())
    }
}

impl Highlighting {
    /// Highlights a block before its first row is printed. The block stays plain if it is not code in a known language, or if the
    /// highlighter panics.
    fn highlight_block(&mut self, document: &Document, block: usize) {
        // No later request replaces the highlighting.
        let is_stale = || false;
        // The outer `Option` is `None` after a panic. The inner one would be `None` for a stale request.
        if highlight::is_colorable(document, block)
            && self.roles.of(block).is_none()
            && let Some(Some(runs)) = catch_panic("highlighting", || {
                self.highlighter.highlight_block(document, block, is_stale)
            })
        {
            // The blocks above are already printed, so their roles are dropped.
            self.roles = CodeRoles::default();
            // The second argument is the length of the block, which `CodeRoles` only adds to a total. Nothing reads the total
            // here, so the length may be 0.
            self.roles.insert(block as u32, 0, Arc::new(runs));
        }
    }
}

/// Returns `None`, for rows whose links are not hyperlinks.
fn no_hyperlink<'d>(_: LinkId) -> Option<&'d str> {
    None
}

/// Prints the numbered list of link targets.
fn print_targets(
    targets: &[String],
    columns: u16,
    printer: &mut RowPrinter<'_, impl Write>,
) -> io::Result<()> {
    for (index, target) in targets.iter().enumerate() {
        if index == 0 {
            printer.print_row(&Row::default(), no_hyperlink)?;
        }
        let number = clean!("[{}] ", index + 1);
        let indent = text::width(&number);
        // At least 2 columns, so that a wide character fits.
        let room = columns.saturating_sub(indent as u16).max(2);
        for (line_index, line) in paint::plain(&Clean::line(target), Role::Dim, room)
            .into_iter()
            .enumerate()
        {
            let mut row = Row::default();
            row.push(
                if line_index == 0 {
                    number.borrowed()
                } else {
                    paint::blanks(indent)
                },
                Role::Accent,
            );
            row.runs.extend(line.runs);
            printer.print_row(&row, no_hyperlink)?;
        }
    }
    Ok(())
}

/// Returns the widths of the article. With `--width`, everything has this width. On a terminal, the article is as wide as the
/// terminal, but running text is at most as wide as the measure. Piped output is [`config::DEFAULT_MEASURE`] wide.
fn widths(options: &ShowOptions, context: &CliContext<'_>) -> Widths {
    match (options.width, context.columns) {
        (Some(width), _) => Widths::all(width),
        (None, Some(columns)) => Widths {
            measure: columns.min(context.measure()),
            wide_measure: columns,
            left_margin: 0,
        },
        (None, None) => Widths::all(config::DEFAULT_MEASURE),
    }
}

/// Returns the value of `--links`. Without this option, links are hyperlinks if the output goes to a terminal that supports them
/// and `--color never` is not given. Otherwise, targets are hidden.
fn link_form(options: &ShowOptions, context: &CliContext<'_>) -> LinkForm {
    options.links.unwrap_or_else(|| {
        let is_supported =
            context.is_stdout_terminal() && ansi::terminal_supports_hyperlinks(context.env_var);
        if is_supported && options.color != ColorChoice::Never {
            LinkForm::Hyperlink
        } else {
            LinkForm::Hidden
        }
    })
}

/// A writer that prints each row with a single write.
struct RowPrinter<'o, W> {
    out: &'o mut W,
    theme: Theme,
    /// The colors of the styles; with [`ColorLevel::None`], styles have only attributes such as bold. `None` if the output is
    /// plain text without styles.
    level: Option<ColorLevel>,
    /// The bytes of one write.
    bytes: Vec<u8>,
}

impl<W: Write> RowPrinter<'_, W> {
    /// Prints a row that ends with a row of a picture. `image_number` is the number of the picture in kitty's protocol; other
    /// protocols ignore it.
    fn print_picture_row(
        &mut self,
        row: &Row<'_>,
        cells: &[PictureCell],
        image_number: u32,
    ) -> io::Result<()> {
        let level = self.level.unwrap_or(ColorLevel::None);
        self.bytes.clear();
        let mut style = Style::default();
        for run in &row.runs {
            let next = self.theme.style(run.styled_role);
            ansi::write_style(&mut self.bytes, style, next, level);
            style = next;
            self.bytes.extend(run.text.as_bytes());
        }
        let mut is_image_number_set = false;
        for cell in cells {
            let cell = match cell {
                PictureCell::HalfBlock(cell) | PictureCell::PaintedOver(cell) => cell,
                PictureCell::Placeholder(chars) => {
                    if !is_image_number_set {
                        kitty::style(&mut self.bytes, image_number);
                        is_image_number_set = true;
                    }
                    self.bytes.extend(chars.iter().collect::<String>().bytes());
                    continue;
                }
            };
            let color = |[red, green, blue]: Rgb| Color::Rgb(red, green, blue);
            let next = Style {
                fg: Some(color(cell.upper)),
                bg: cell.lower.map(color),
                ..Style::default()
            };
            ansi::write_style(&mut self.bytes, style, next, level);
            style = next;
            self.bytes.extend("▀".as_bytes());
        }
        if is_image_number_set {
            // All styles are reset, because `style` does not contain the number, which is set as the text color.
            self.bytes.extend(b"\x1b[m");
        } else {
            ansi::write_style(&mut self.bytes, style, Style::default(), level);
        }
        self.bytes.push(b'\n');
        self.out.write_all(&self.bytes)
    }

    /// Paints a picture over the rows that were printed last; `row` is the last of them. The rows are printed first, so that
    /// the picture does not scroll the screen. The cursor is saved, because its position after a picture differs between
    /// terminals.
    fn paint_above(
        &mut self,
        row: &Row<'_>,
        painted: &PaintedRows<'_>,
        method: DrawingMethod,
    ) -> io::Result<()> {
        // The runs are the part of the row before the picture.
        let run_widths = row.runs.iter().map(|run| text::width(&run.text));
        // A terminal counts columns from 1.
        let column = run_widths.sum::<usize>() + 1;
        self.bytes.clear();
        // Saves the cursor, and moves it to the first row of the picture.
        write!(
            self.bytes,
            "\x1b7\x1b[{}A\x1b[{column}G",
            painted.rows.len()
        )?;
        painted.paint(&mut self.bytes, method);
        // Restores the cursor.
        self.bytes.extend(b"\x1b8");
        self.out.write_all(&self.bytes)
    }

    /// Prints one row. `hyperlink` returns a link's target if the link is written as a hyperlink.
    fn print_row<'d>(
        &mut self,
        row: &Row<'d>,
        hyperlink: impl Fn(LinkId) -> Option<&'d str>,
    ) -> io::Result<()> {
        self.bytes.clear();
        // Trailing spaces are not printed.
        let mut remaining = row.trimmed_len();
        let mut style = Style::default();
        for run in &row.runs {
            let length = run.text.len().min(remaining);
            remaining -= length;
            if length == 0 {
                break;
            }
            if let Some(level) = self.level {
                let next = self.theme.style(run.styled_role);
                ansi::write_style(&mut self.bytes, style, next, level);
                style = next;
            }
            let target = run.link.and_then(&hyperlink).and_then(text::web_uri);
            let is_link_open =
                target.is_some_and(|target| ansi::write_link_start(&mut self.bytes, &target));
            self.bytes.extend(&run.text.as_bytes()[..length]);
            if is_link_open {
                ansi::write_link_end(&mut self.bytes);
            }
        }
        if let Some(level) = self.level {
            ansi::write_style(&mut self.bytes, style, Style::default(), level);
        }
        self.bytes.push(b'\n');
        self.out.write_all(&self.bytes)
    }
}

#[cfg(test)]
mod tests;
