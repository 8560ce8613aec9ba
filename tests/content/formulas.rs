//! Formulas in two dimensions, and as text in one row.

use folio::document::{Dialect, Document, Kind};
use folio::layout::{Anchor, Layout, LayoutOptions, Widths};
use folio::paint;

fn parse(markdown: &str, dialect: Dialect) -> Document {
    Document::parse(markdown, 0..markdown.len(), dialect)
}

fn layout(document: &Document, width: u16) -> Layout {
    Layout::new(document, Widths::all(width), LayoutOptions::default())
}

/// Returns the rendered rows of a text at `width` columns.
fn render(markdown: &str, dialect: Dialect, width: u16) -> String {
    let document = parse(markdown, dialect);
    let layout = layout(&document, width);
    let rows = (0..layout.rows()).map(|row| paint::row(&document, &layout, row).to_text());
    rows.collect::<Vec<_>>().join("\n")
}

/// Asserts the rendered rows of a text.
#[track_caller]
fn assert_rows(markdown: &str, dialect: Dialect, width: u16, expected: &str) {
    let rows = render(markdown, dialect, width);
    assert_eq!(rows, expected, "{markdown:?}\n{rows}");
}

/// Formulas of analysis, linear algebra, probability, logic and computer science.
const SIXTY_FORMULAS: &str = include_str!("formulas/sixty.md");

#[test]
fn sixty_formulas_are_laid_out_in_two_dimensions() {
    let document = parse(SIXTY_FORMULAS, Dialect::Hugo);
    let laid_out = document
        .formulas()
        .iter()
        .filter(|formula| formula.math_box.is_some());
    assert_eq!((document.formulas().len(), laid_out.count()), (60, 60));
    insta::assert_snapshot!("sixty_80", render(SIXTY_FORMULAS, Dialect::Hugo, 80));
}

#[test]
fn sixty_formulas_fit_into_any_width() {
    insta::assert_snapshot!("sixty_34", render(SIXTY_FORMULAS, Dialect::Hugo, 34));
    for width in [8, 20, 50] {
        for row in render(SIXTY_FORMULAS, Dialect::Hugo, width).lines() {
            assert!(
                folio::text::width(row) <= usize::from(width),
                "{width}: {row}"
            );
        }
    }
}

#[test]
fn formula_too_wide_for_two_dimensions_is_shown_as_wrapped_text() {
    let markdown = "$$\\frac{a+b+c}{d} = e$$\n";
    assert_rows(
        markdown,
        Dialect::Hugo,
        13,
        "a + b + c\n───────── = e\n    d",
    );
    assert_rows(markdown, Dialect::Hugo, 12, "(a + b +\nc)/d = e");
}

#[test]
fn formulas_are_found_by_their_delimiters() {
    // The fraction is centered in 5 columns.
    let fraction = "  a\n  ─\n  b";
    for (dialect, markdown) in [
        (Dialect::Hugo, "$$\\frac ab$$\n"),
        (Dialect::Hugo, "\\[\n\\frac ab\n\\]\n"),
        (Dialect::Jekyll, "$$\n\\frac ab\n$$\n"),
        (Dialect::Auto, "$$\\frac ab$$\n"),
        (Dialect::Auto, "```math\n\\frac ab\n```\n"),
        (Dialect::Gfm, "```math\n\\frac ab\n```\n"),
    ] {
        assert_rows(markdown, dialect, 5, fraction);
    }
    // In `Dialect::Gfm`, a formula in text needs backticks.
    assert_rows(
        "a $`x^2`$ b $x^2$ $$y$$\n",
        Dialect::Gfm,
        40,
        "a x² b $x^2$ $$y$$",
    );
    assert_rows("a \\(\\frac ab\\) b\n", Dialect::Hugo, 40, "a a/b b");
    // Dollars in code, and code in CommonMark, are not formulas.
    assert_rows("`$`x`$`\n", Dialect::Gfm, 40, "$x$");
    assert_rows("```math\nx\n```\n", Dialect::CommonMark, 6, " math\n  x");
}

#[test]
fn environment_is_a_formula_with_or_without_delimiters() {
    let laid_out_formula = "  a\n  ─ = 1\n  b";
    for dialect in [
        Dialect::Hugo,
        Dialect::Jekyll,
        Dialect::Zola,
        Dialect::PythonMarkdown,
        Dialect::Quarto,
        Dialect::Nikola,
    ] {
        for markdown in [
            "\\begin{align}\n\\frac ab &= 1\n\\end{align}\n",
            "\\begin{equation*}\n\\frac ab = 1\n\\end{equation*}\n",
            "$$\n\\begin{align*}\n\\frac ab &= 1\n\\end{align*}\n$$\n",
            "\\[\n\\begin{align}\n\\frac ab &= 1\n\\end{align}\n\\]\n",
        ] {
            assert_rows(markdown, dialect, 9, laid_out_formula);
        }
    }
    // None of these is a formula.
    for markdown in [
        // Not closed.
        "\\begin{align}\nx\n",
        // Closed in another paragraph.
        "\\begin{align}\n\nx\\end{align}\n",
        // Closed by another name.
        "\\begin{align}\nx\n\\end{align*}\n",
        // After text.
        "See \\begin{align}x\\end{align}\n",
        // Before text.
        "\\begin{align}x\\end{align} here\n",
        // Not an environment for formulas.
        "\\begin{itemize}\nx\n\\end{itemize}\n",
        // In code.
        "`\\begin{align}x\\end{align}`\n",
    ] {
        let shown = render(markdown, Dialect::Hugo, 60);
        assert!(shown.contains("\\begin{"), "{shown}");
    }
    // In this dialect, only dollars delimit formulas.
    let shown = render("\\begin{align}\nx\n\\end{align}\n", Dialect::Obsidian, 60);
    assert!(shown.contains("\\begin{align}"), "{shown}");
}

#[test]
fn display_formula_divides_a_paragraph_but_no_heading_or_cell() {
    let markdown = "Before\n$$x^2$$\nafter.\n\n- item\n\n  $$y$$\n\n> $$z$$\n";
    let expected = "Before\n\n   x²\n\nafter.\n\n• item\n\n     y\n\n▎    z";
    assert_rows(markdown, Dialect::Hugo, 9, expected);
    assert_rows("# A $$x^2$$ b\n", Dialect::Hugo, 20, "A x² b\n━━━━━━");
    assert_rows(
        "| a | $$x^2$$ |\n|---|---|\n",
        Dialect::Hugo,
        20,
        "a │ x²\n──┼───",
    );
}

#[test]
fn formula_with_unknown_command_is_shown_as_written() {
    assert_rows("$$\n\\foo{x}\n  y\n$$\n", Dialect::Hugo, 20, "\\foo{x}\ny");
    assert_rows("a $\\foo{x}$ b\n", Dialect::Hugo, 20, "a \\foo{x} b");
    let document = parse("a $\\foo{x}$ b\n", Dialect::Hugo);
    let span = document.spans(0..document.text().len())[0];
    assert!(span.formats.has(folio::document::InlineFormats::MATH));
}

#[test]
fn document_stores_text_tex_and_source_of_formulas() {
    let markdown = "one\n\n$$\n\\frac ab\n$$\n\ntwo $x^2$\n";
    let document = parse(markdown, Dialect::Hugo);
    let formulas: Vec<_> = document
        .formulas()
        .iter()
        .map(|formula| &*formula.tex)
        .collect();
    assert_eq!(formulas, ["\\frac ab", "x^2"]);
    let block = &document.blocks()[1];
    assert!(matches!(block.kind, Kind::Formula { formula: 0 }));
    assert_eq!(
        &*document.block_text(block),
        "a/b",
        "the text of a formula is its form in one row"
    );
    assert_eq!(
        document.formulas()[1].start as usize,
        document
            .text()
            .find("x²")
            .expect("the text contains the formula")
    );
    let source = block.source.start as usize..block.source.end as usize;
    assert!(markdown[source].starts_with("$$\n\\frac"));
    assert!(markdown[document.blocks()[2].source.start as usize..].starts_with("two"));
}

#[test]
fn position_within_a_formula_is_kept_at_a_new_width() {
    let markdown = "text\n\n$$\\frac{a+b+c}{d} = e$$\n\ntext\n";
    let document = parse(markdown, Dialect::Hugo);
    let (wide, narrow) = (layout(&document, 40), layout(&document, 12));
    for row in 0..wide.rows() {
        let anchor = wide.anchor(&document, row);
        assert_eq!(wide.row_of(&document, anchor), row);
        let narrow_row = narrow.row_of(&document, anchor);
        assert_eq!(
            narrow.locate(&document, narrow_row).block,
            wide.locate(&document, row).block
        );
    }
    // The text ends with a letter and a line end.
    let last_letter = Anchor::at(&document, document.text().len() as u32 - 2);
    assert_eq!(wide.row_of(&document, last_letter), wide.rows() - 1);
}

#[test]
fn match_in_a_formula_is_highlighted_in_all_its_rows() {
    let document = parse("$$\\frac{alpha}{b}$$\n\nalpha\n", Dialect::Hugo);
    let layout = layout(&document, 20);
    let decorations = paint::Decorations {
        // The only match is `alpha` in the formula.
        matches: std::slice::from_ref(&(0..5)),
        current_match: Some(0),
        ..paint::Decorations::default()
    };
    let has_match = |row: usize| {
        let row = paint::decorated_row(&document, &layout, row, decorations);
        row.runs.iter().any(|run| {
            run.styled_role
                .formats
                .has(folio::document::InlineFormats::MATCH)
        })
    };
    let rows: Vec<bool> = (0..layout.rows()).map(has_match).collect();
    // Three rows of the formula, an empty row, and the paragraph.
    assert_eq!(rows, [true, true, true, false, false]);
}
