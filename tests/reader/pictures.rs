//! Pictures in the article: their rows, their pixels, and which are loaded first.

use std::collections::BTreeMap;

use folio::app::StartOptions;
use folio::app::image_choice::{DrawingMethod, ImageChoice};
use folio::app::message::{Effect, Message, RequestId};
use folio::app::settings::Settings;
use folio::layout::PixelSize;
use folio::paint::picture::PixelColors;
use folio::text::Clean;

use crate::sim::Sim;

const POST: &str = "# Pictures\n\nWords above the first picture.\n\n![A gradient](first.png \"Its title\")\n\nWords between the \
                    pictures.\n\n> ![In a quote](second.png)\n\n![Broken](damaged.png)\n\n![Gone](gone.png)\n\nThe end.\n";

/// Returns the target of the selected link.
fn selected_target(sim: &Sim) -> Option<String> {
    let document = &sim.model.article.as_ref()?.body.document;
    Some(document.link(sim.model.selected_link()?).target.to_owned())
}

/// Starts a reader, opens the post and loads its pictures.
fn reader(width: u16, height: u16) -> Sim {
    let mut sim = reader_without_pictures(width, height);
    sim.load_pictures();
    sim
}

/// Starts a reader and opens the post, but does not load its pictures.
fn reader_without_pictures(width: u16, height: u16) -> Sim {
    let start = StartOptions {
        label: Clean::line("a blog"),
        settings: Settings {
            measure: 60,
            images: ImageChoice::Blocks,
            ..Settings::default()
        },
        ..StartOptions::default()
    };
    open_pictures(width, height, start)
}

/// Starts a reader with these options and opens the post.
fn open_pictures(width: u16, height: u16, start: StartOptions) -> Sim {
    // `Sim::start` opens `a.md` before the sizes of the images are set. So the post with images is added afterwards.
    let mut sim = Sim::start(&[("a.md", "# Other\n")], width, height, start);
    sim.images = image_sizes();
    sim.write("b.md", Some(POST)).reread(&["b.md"]);
    sim.press("G<Enter>");
    assert_eq!(sim.open_title(), "Pictures");
    sim
}

/// Returns the sizes of the image files that exist.
fn image_sizes() -> BTreeMap<String, PixelSize> {
    let size = |width, height| PixelSize { width, height };
    [
        ("first.png", size(320, 160)),
        ("second.png", size(900, 500)),
        ("damaged.png", size(200, 100)),
    ]
    .into_iter()
    .map(|(name, size)| (name.to_owned(), size))
    .collect()
}

#[test]
fn frames_with_pictures_match() {
    for (width, height) in [(140, 40), (100, 30), (60, 24), (40, 14)] {
        insta::assert_snapshot!(format!("picture_{width}"), reader(width, height).frame());
    }
}

#[test]
fn frames_with_cut_pictures_match() {
    let mut sim = reader(60, 16);
    sim.press("9j");
    sim.load_pictures();
    insta::assert_snapshot!("picture_cut_at_the_top", sim.frame());
    sim.press("4j");
    sim.load_pictures();
    insta::assert_snapshot!("picture_cut_at_both_ends", sim.frame());
}

#[test]
fn frames_with_pictures_under_overlays_match() {
    let mut sim = reader(100, 24);
    sim.press("<Esc>:");
    insta::assert_snapshot!("picture_under_the_palette", sim.frame());
    sim.press("<Esc>?");
    insta::assert_snapshot!("picture_behind_the_help", sim.frame());
}

#[test]
fn loading_a_picture_moves_no_row() {
    let mut sim = reader_without_pictures(80, 40);
    let rows = |sim: &Sim| -> Vec<String> {
        // Keeps the rows of words and of images as text, and empties the other rows.
        let is_kept = |row: &String| row.contains("Words") || row.contains('▣');
        let rows = sim.screen().into_iter();
        rows.map(|row| if is_kept(&row) { row } else { String::new() })
            .collect()
    };
    let before = rows(&sim);
    assert!(sim.screen().iter().any(|row| row.contains("Loading…")));
    sim.load_pictures();
    assert_eq!(rows(&sim), before);
    assert!(sim.screen().iter().any(|row| row.contains('▀')));
}

#[test]
fn picture_that_cannot_be_loaded_shows_the_reason() {
    let sim = reader(80, 60);
    let screen = sim.screen().join("\n");
    assert!(screen.contains("Can't be shown"), "{screen}");
    assert!(screen.contains("▣\u{a0}Gone"), "{screen}");
}

#[test]
fn nearest_pictures_are_requested_first() {
    let names: Vec<String> = (0..40).map(|number| format!("{number}.png")).collect();
    let pictures: Vec<String> = names
        .iter()
        .map(|name| format!("![]({name})\n\n"))
        .collect();
    let mut sim = reader_without_pictures(80, 24);
    let size = PixelSize {
        width: 200,
        height: 100,
    };
    sim.images = names.iter().map(|name| (name.clone(), size)).collect();
    sim.write("b.md", Some(&pictures.concat()))
        .reread(&["b.md"]);
    let targets = |sim: &Sim| -> Vec<String> {
        let wanted = sim.wanted_pictures.iter();
        wanted.map(|wanted| wanted.target.clone()).collect()
    };
    let wanted = targets(&sim);
    assert_eq!(wanted[..3], ["0.png", "1.png", "2.png"]);
    assert!(
        wanted.len() < 10,
        "distant pictures are not requested: {wanted:?}"
    );
    sim.press("G");
    let wanted = targets(&sim);
    let number = |name: &String| names.iter().position(|other| other == name);
    let numbers: Vec<_> = wanted.iter().filter_map(number).collect();
    assert_eq!(
        numbers[0], 37,
        "the first visible picture is first: {wanted:?}"
    );
    assert!(numbers.iter().all(|number| *number > 30), "{wanted:?}");
    sim.load_pictures();
    assert!(sim.wanted_pictures.is_empty());
    sim.press("gG");
    assert!(
        !targets(&sim).contains(&"39.png".to_owned()),
        "the pixels of this picture were kept"
    );
}

#[test]
fn key_switches_between_pictures_and_alternative_texts() {
    let mut sim = reader(80, 40);
    let has_picture = |sim: &Sim| sim.screen().iter().any(|row| row.contains('▀'));
    assert!(has_picture(&sim));
    sim.press("i");
    assert!(!has_picture(&sim));
    assert!(
        sim.screen()
            .iter()
            .any(|row| row.contains("╭ ▣\u{a0}A gradient"))
    );
    sim.press("i");
    assert!(has_picture(&sim), "the pixels were kept");
}

#[test]
fn terminal_without_colors_shows_images_as_text() {
    let start = StartOptions {
        settings: Settings {
            measure: 60,
            // The command line chooses this for a terminal without colors.
            images: ImageChoice::None,
            ..Settings::default()
        },
        ..StartOptions::default()
    };
    let mut sim = Sim::start(&[("a.md", POST)], 80, 40, start);
    sim.images = image_sizes();
    // Reads the folder again and opens the post again, now with the sizes of its images.
    sim.press("r<Enter>");
    assert!(sim.wanted_pictures.is_empty());
    sim.press("i");
    let notice = sim.model.notice.clone().expect("a notice");
    assert!(notice.contains("NO_COLOR"), "{notice}");
}

#[test]
fn late_image_sizes_keep_the_top_row() {
    let mut sim = reader_without_pictures(80, 20);
    let article = sim.model.article.as_ref().expect("an article is open");
    let late_sizes = sim.image_sizes(&article.body.document);
    let no_sizes = folio::layout::ImageSizes::default();
    // Tries ids until the sizes are gone: the model applies only the sizes with the id of the request that opened the post.
    let id = (1..100).map(RequestId).find(|id| {
        sim.send(Message::ImagesMeasured(*id, no_sizes.clone()));
        let article = sim.model.article.as_ref().expect("an article is open");
        article.body.images.is_empty()
    });
    sim.press("9j");
    // Row 2 is the first row of the article, below the header and an empty row.
    let top = |sim: &Sim| sim.screen()[2].trim_end_matches([' ', '▐']).to_owned();
    let before = top(&sim);
    assert!(!before.is_empty());
    sim.send(Message::ImagesMeasured(id.expect("a request"), late_sizes));
    assert_eq!(top(&sim), before);
    let article = sim.model.article.as_ref().expect("an article is open");
    let picture_count = article.body.layout.images(0..usize::MAX).count();
    assert_eq!(picture_count, image_sizes().len());
}

#[test]
fn a_resize_keeps_the_picture_until_the_new_size_is_loaded() {
    let mut sim = reader(80, 40);
    sim.resize(50, 40);
    let screen = sim.screen();
    assert!(screen.iter().any(|row| row.contains('▀')));
    assert!(!sim.wanted_pictures.is_empty());
}

#[test]
fn selected_image_is_shown_as_large_as_the_screen() {
    let mut sim = reader(100, 30);
    sim.press(")");
    assert!(selected_target(&sim).is_some());
    sim.press("<Enter>");
    sim.load_pictures();
    insta::assert_snapshot!("picture_as_large_as_the_screen", sim.frame());
    sim.press("o");
    let opened = sim.effects.last();
    assert!(
        matches!(opened, Some(Effect::OpenImage { target, .. }) if target == "first.png"),
        "{opened:?}"
    );
    sim.press("<Enter>");
    assert!(sim.model.overlay().is_none());
    sim.press("o");
    assert_eq!(
        sim.effects.len(),
        2,
        "the file opens from the article too: {:?}",
        sim.effects
    );
}

#[test]
fn image_whose_file_is_missing_is_not_enlarged() {
    let mut sim = reader(100, 30);
    // Selects the fourth image, `gone.png`.
    sim.press("))))");
    sim.press("<Enter>");
    assert!(sim.model.overlay().is_none());
    assert!(sim.model.notice.is_some());
}

#[test]
fn image_is_selected_even_if_only_its_picture_is_visible() {
    let mut sim = reader(60, 13);
    sim.press("2j)");
    let target = selected_target(&sim).expect("the first image");
    assert_eq!(target, "first.png");
}

#[test]
fn terminal_with_kitty_graphics_gets_placeholders() {
    let start = StartOptions {
        settings: Settings {
            measure: 60,
            images: ImageChoice::Auto,
            ..Settings::default()
        },
        ..StartOptions::default()
    };
    let mut sim = open_pictures(80, 20, start);
    sim.load_pictures();
    let rows_with = |sim: &Sim, symbol: char| {
        let rows = sim.screen();
        rows.iter().filter(|row| row.contains(symbol)).count()
    };
    let rows = rows_with(&sim, '▀');
    assert!(rows > 3);
    sim.send(Message::GraphicsFound(DrawingMethod::Kitty));
    // The picture keeps its rows, and its pixels are not reduced to half blocks.
    assert_eq!(sim.wanted_pictures[0].key.size.width, 320);
    sim.load_pictures();
    assert_eq!(
        (rows_with(&sim, '▀'), rows_with(&sim, '\u{10eeee}')),
        (0, rows)
    );
    sim.press("2j");
    let first_row = |sim: &Sim| {
        let mut rows = sim.screen().into_iter();
        rows.find(|row| row.contains('\u{10eeee}'))
            .expect("a row of the picture")
    };
    // The first two cells of row 0. In each cell, two diacritics stand for the row and the column: U+0305 for 0, U+030D for 1.
    assert!(first_row(&sim).contains("\u{10eeee}\u{305}\u{305}\u{10eeee}\u{305}\u{30d}"));
    // Scrolls the first rows of the picture out of the pane.
    sim.press("6j");
    let row = first_row(&sim);
    assert!(!row.contains("\u{10eeee}\u{305}\u{305}"), "{row:?}");
}

#[test]
fn terminal_with_sixels_draws_colors_of_a_palette_over_half_blocks() {
    let start = StartOptions {
        settings: Settings {
            measure: 60,
            images: ImageChoice::Auto,
            ..Settings::default()
        },
        cell: Some(PixelSize {
            width: 8,
            height: 17,
        }),
        ..StartOptions::default()
    };
    let mut sim = open_pictures(80, 20, start);
    sim.load_pictures();
    let before = sim.screen();
    sim.send(Message::GraphicsFound(DrawingMethod::Sixel));
    let key = sim.wanted_pictures[0].key;
    assert_eq!(key.colors, PixelColors::Palette);
    // 320 pixels are 40 columns of 8 pixels. 160 pixels are about 9.4 rows of 17 pixels. The height is rounded up to half a row:
    // 9.5 rows have 161 pixels.
    assert_eq!((key.size.width, key.size.height), (320, 161));
    let rows =
        |screen: &[String]| -> Vec<bool> { screen.iter().map(|row| row.contains('▀')).collect() };
    assert_eq!(
        rows(&sim.screen()),
        rows(&before),
        "half blocks are shown until the new pixels are loaded"
    );
    sim.load_pictures();
    assert_eq!(
        rows(&sim.screen()),
        rows(&before),
        "the terminal paints over the half blocks"
    );
    assert!(sim.wanted_pictures.is_empty());
}

#[test]
fn footer_shows_what_the_keys_do_with_a_selected_picture() {
    let footer = |sim: &Sim| sim.screen().pop().expect("a footer");
    let mut sim = reader(100, 30);
    sim.press(")");
    assert!(
        footer(&sim).contains("⏎ enlarge  o open  "),
        "{}",
        footer(&sim)
    );
    sim.press("i");
    assert!(!footer(&sim).contains("enlarge"), "{}", footer(&sim));
}
