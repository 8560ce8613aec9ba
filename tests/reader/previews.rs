//! The preview of a link's target.

use super::sim::Sim;
use folio::app::keymap::View;
use folio::app::overlay::Overlay;
use folio::paint::{self, Row};
use folio::theme::Theme;

const POST: &str = "---\ntitle: Links\ndate: 2024-02-03\n---\nSee [the other post](b.md) first.\n\nThen [its end](b.md#the-end), [below](#below), a note[^n], [the web](https://example.org/a/long/path?with=words) and [nothing](gone.md).\n\n## Below\n\nText below.\n\n[^n]: The text of the note.\n";
const OTHER: &str = "---\ntitle: The other post\ndate: 2024-01-02\ntags: [one, two]\n---\nIts first words.\n\n## The end\n\nThe last words.\n";

/// Starts a reader and opens the post that contains links.
fn sim(width: u16, height: u16) -> Sim {
    let mut sim = Sim::new(&[("a.md", POST), ("b.md", OTHER)], width, height);
    sim.press("<Enter>");
    assert_eq!(sim.open_title(), "Links");
    sim
}

/// Returns the rows of the preview.
fn preview_text(sim: &Sim) -> String {
    let Some(Overlay::Preview(preview)) = sim.model.overlay() else {
        panic!("no preview is open");
    };
    let mut rows: Vec<String> = preview.header.iter().map(Row::to_text).collect();
    if let Some(text) = &preview.text {
        let (document, layout) = (&text.body.document, &text.body.layout);
        rows.extend(
            text.rows
                .clone()
                .map(|row| paint::row(document, layout, row).to_text()),
        );
    }
    rows.join("\n")
}

#[test]
fn preview_shows_title_date_tags_and_first_lines() {
    let mut sim = sim(60, 24);
    sim.press(")K");
    assert_eq!(sim.model.active_view(), View::Preview);
    insta::assert_snapshot!("post_60", sim.frame());
    insta::assert_snapshot!("post_plain_60", sim.frame_in(&Theme::PLAIN));
    sim.resize(140, 40);
    insta::assert_snapshot!("post_140", sim.frame());
}

#[test]
fn preview_shows_the_target_of_a_link() {
    // Each `)` selects the next link.
    for (keys, expected, unexpected) in [
        ("))", "The last words.", "Its first words."),
        (")))", "Text below.", ""),
        ("))))", "The text of the note.", "Text below."),
        (")))))", "https://example.org/a/long/path?with=words", ""),
        ("))))))", "Dead link", ""),
    ] {
        let mut sim = sim(80, 14);
        sim.press(keys).press("K");
        assert!(
            preview_text(&sim).contains(expected),
            "{keys}\n{}",
            preview_text(&sim)
        );
        assert!(
            unexpected.is_empty() || !preview_text(&sim).contains(unexpected),
            "{keys}"
        );
    }
}

#[test]
fn closing_a_preview_restores_the_screen() {
    for close in ["K", "p", "<Esc>", "q"] {
        let mut sim = sim(60, 24);
        sim.press(")");
        let before = sim.screen();
        sim.press("K").press(close);
        assert_eq!(sim.screen(), before, "{close}");
    }
}

#[test]
fn enter_in_a_preview_follows_the_link() {
    let mut sim = sim(60, 24);
    sim.press(")K<Enter>");
    assert_eq!(sim.open_title(), "The other post");
    assert_eq!(sim.model.active_view(), View::Article);
}

#[test]
fn p_previews_the_nearest_link_if_none_is_selected() {
    let mut sim = sim(60, 24);
    sim.press("p");
    assert!(sim.model.selected_link().is_some());
    assert_eq!(sim.model.active_view(), View::Preview);
    let mut without_links = Sim::new(&[("b.md", OTHER)], 60, 24);
    without_links.press("<Enter>p");
    assert!(without_links.model.notice.is_some());
}

#[test]
fn shift_k_goes_to_the_previous_post_if_no_link_is_selected() {
    let mut sim = sim(60, 24);
    sim.press("JK");
    assert_eq!(sim.open_title(), "Links");
    assert_eq!(sim.model.active_view(), View::Article);
}

#[test]
fn preview_is_laid_out_again_for_a_new_width() {
    let words =
        "Words of the post behind the link, which fill more than one row of the narrow screen.";
    let post = format!("---\ntitle: The other post\n---\n{words}\n");
    let mut sim = Sim::new(&[("a.md", POST), ("b.md", &post)], 100, 30);
    sim.press("<Enter>)K").resize(40, 24);
    assert!(preview_text(&sim).contains("Words of the post behind the link,"));
    assert!(
        preview_text(&sim).lines().all(|row| row.len() <= 40),
        "{}",
        preview_text(&sim)
    );
    let joined = preview_text(&sim).replace('\n', " ");
    assert!(joined.contains(words), "{joined}");
    assert_eq!(sim.model.active_view(), View::Preview);
}
