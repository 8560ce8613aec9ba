//! The conditions under which an image is a block, and the rows of a picture.

use folio::document::{Dialect, Document, Folds};
use folio::layout::{
    Anchor, ImageId, ImageInfo, ImageLimits, ImageSizes, Layout, LayoutOptions, PixelSize, Widths,
};
use folio::paint;

/// Returns the targets of the images that are blocks.
fn block_images(markdown: &str) -> Vec<String> {
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::Auto);
    let images = document.block_images();
    images
        .map(|(_, image_link)| document.link(image_link).target.to_owned())
        .collect()
}

#[test]
fn images_without_text_beside_them_are_blocks() {
    for (markdown, expected) in [
        ("![a](a.png)", &["a.png"][..]),
        ("text ![a](a.png)", &[]),
        ("![a](a.png) text", &[]),
        ("[![a](a.png)](b.html)", &["a.png"]),
        ("- a\n\n  ![a](a.png)", &["a.png"]),
        ("> ![](a.png \"title\")", &["a.png"]),
        (
            "<figure><img src=\"a.png\"><figcaption>b</figcaption></figure>",
            &["a.png"],
        ),
        ("![[a.png]]", &["a.png"]),
        ("{{< figure src=\"/a.png\" title=\"b\" >}}", &["/a.png"]),
        ("![a]({{ site.baseurl }}/a.png)", &["/a.png"]),
        ("![a](a.png) ![b](b.png)", &["a.png", "b.png"]),
        (
            "![a](a.png)\n![](b.png \"t\")\\\n![c](c.png)",
            &["a.png", "b.png", "c.png"],
        ),
        ("[![a](a.png)](x)[![b](b.png)](y)", &["a.png", "b.png"]),
        // Badges, which are images on other sites, stay in one line.
        ("![a](https://x.y/a.svg) ![b](//x.y/b.svg)", &[]),
        ("![a](a.png) ![b](b.png) text", &[]),
        (
            "![a](a.png)![b](b.png)\n\n| ![c](c.png) |\n|--|\n",
            &["a.png", "b.png"],
        ),
    ] {
        assert_eq!(block_images(markdown), expected, "{markdown}");
    }
}

/// Renders Markdown with images shown as text. Joins the rows with `/`, so an empty row is shown as `//`.
fn rendered(markdown: &str) -> String {
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::Auto);
    let layout = Layout::new(&document, Widths::all(40), LayoutOptions::default());
    let rows = (0..layout.rows()).map(|row| paint::row(&document, &layout, row).to_text());
    rows.collect::<Vec<_>>().join("/")
}

#[test]
fn consecutive_images_are_shown_one_below_the_other() {
    assert_eq!(
        rendered("![one](a.png) [![*two*](b.png \"Title\")](x)\n![](c.png)\n\nend"),
        "╭ ▣\u{a0}one/╰ a.png//╭ ▣\u{a0}two/╰ Title · b.png//╶ ▣\u{a0}c.png//end"
    );
}

#[test]
fn images_link_to_the_target_of_the_link_around_them_or_to_their_file() {
    let markdown = "[![one](a.png)](x.md) ![two](b.png)";
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::Auto);
    let targets: Vec<(&str, &str)> = document
        .spans(0..document.text().len())
        .iter()
        .filter_map(|span| {
            let text = &document.text()[span.start as usize..span.end as usize];
            Some((text, document.link(span.link?).target))
        })
        .collect();
    assert_eq!(targets, [("▣\u{a0}one", "x.md"), ("▣\u{a0}two", "b.png")]);
}

/// A text with two pictures between paragraphs; the second picture is in a list.
const WITH_PICTURES: &str = "First.\n\n![a picture with a description that takes two rows](a.png)\n\n- one\n\n  ![](b.png)\n\nLast.";

/// Lays out [`WITH_PICTURES`] at a width of `columns` on a screen of 30 rows. Each image has 400 × `pixel_height` pixels.
fn lay_out_with_pictures(columns: u16, pixel_height: u32) -> (Document, Layout) {
    let document = Document::parse(WITH_PICTURES, 0..WITH_PICTURES.len(), Dialect::Auto);
    let mut sizes = ImageSizes::default();
    for (_, image_link) in document.block_images() {
        let size = PixelSize {
            width: 400,
            height: pixel_height,
        };
        let id = ImageId(0);
        sizes.insert(image_link, ImageInfo { id, size });
    }
    let options = LayoutOptions {
        images: Some(ImageLimits::new(30, None)),
        ..LayoutOptions::default()
    };
    // `Layout::new` takes no image sizes.
    let layout = Layout::with_folds(
        &document,
        &sizes,
        Widths::all(columns),
        options,
        Folds::default(),
    );
    (document, layout)
}

#[test]
fn rows_of_a_picture_are_above_its_alternative_text() {
    let (document, layout) = lay_out_with_pictures(30, 100);
    // A row of a picture is formatted as `[ROW of COLUMNSxHALF_ROWS]`.
    let rows = (0..layout.rows()).map(|row| {
        let row = paint::row(&document, &layout, row);
        let picture = row.picture.map(|picture| {
            let size = picture.placed.size;
            format!("[{} of {}x{}]", picture.row, size.columns, size.half_rows)
        });
        format!("{}{}", row.to_text(), picture.unwrap_or_default())
    });
    let rows: Vec<String> = rows.collect();
    assert_eq!(
        rows,
        [
            "First.",
            "",
            "[0 of 30x8]",
            "[1 of 30x8]",
            "[2 of 30x8]",
            "[3 of 30x8]",
            "▣\u{a0}a picture with a",
            "description that takes two",
            "rows",
            "a.png",
            "",
            "• one",
            "",
            "[0 of 28x7]",
            "[1 of 28x7]",
            "[2 of 28x7]",
            "[3 of 28x7]",
            "  ▣\u{a0}b.png",
            "",
            "Last."
        ]
    );
}

#[test]
fn anchor_of_each_row_leads_back_to_the_row() {
    let (document, layout) = lay_out_with_pictures(30, 300);
    for row in 0..layout.rows() {
        let anchor = layout.anchor(&document, row);
        assert_eq!(layout.row_of(&document, anchor), row, "{anchor:?}");
    }
    let position = document
        .text()
        .find("description")
        .expect("the text contains the word");
    let row = layout.row_of(&document, Anchor::at(&document, position as u32));
    let text = paint::row(&document, &layout, row).to_text();
    assert_eq!(text, "description that takes two");
    // In a layout with smaller pictures, each anchor still leads to the same block.
    let (_, smaller) = lay_out_with_pictures(20, 100);
    for row in 0..layout.rows() {
        let anchor = layout.anchor(&document, row);
        let smaller_row = smaller.row_of(&document, anchor);
        let block = smaller.locate(&document, smaller_row).block;
        assert_eq!(block, anchor.block as usize, "{anchor:?}");
    }
}

#[test]
fn images_of_unknown_size_are_shown_as_text() {
    let document = Document::parse(WITH_PICTURES, 0..WITH_PICTURES.len(), Dialect::Auto);
    let options = LayoutOptions {
        images: Some(ImageLimits::new(30, None)),
        ..LayoutOptions::default()
    };
    let layout = Layout::new(&document, Widths::all(30), options);
    assert_eq!(layout.images(0..usize::MAX).count(), 0);
    let plain = Layout::new(&document, Widths::all(30), LayoutOptions::default());
    assert_eq!(layout.rows(), plain.rows());
}
