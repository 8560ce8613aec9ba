//! Syntax highlighting in the background: it moves no text, and stale results are dropped.

use std::sync::Arc;

use folio::app::message::Message;
use folio::highlight::Runs;
use folio::theme::Theme;

use crate::sim::Sim;

const POST: &str = "+++\ntitle = \"Code\"\n+++\n\nText.\n\n```rust\n// why\nfn main() {\n    let x = \"a\";\n}\n```\n\n\
    ```diff\n-old\n+new\n```\n\n```\nplain\n```\n";

/// Opens [`POST`] in a reader.
fn sim(width: u16) -> Sim {
    let mut sim = Sim::new(&[("code.md", POST), ("text.md", "# Words\n")], width, 24);
    sim.press("/Code<Enter><Enter>");
    sim
}

#[test]
fn late_highlighting_moves_no_text() {
    let mut sim = sim(60);
    let (text_before, frame_before) = (sim.screen(), sim.frame());
    sim.answer_highlight_request();
    assert_eq!(sim.screen(), text_before);
    assert_ne!(sim.frame(), frame_before, "the colors differ");
    assert!(
        sim.highlight_request.is_none(),
        "no further colors are requested"
    );
}

#[test]
fn code_frames_match_in_dark_and_light_themes() {
    let mut sim = sim(60);
    sim.answer_highlight_request();
    insta::assert_snapshot!("code_dark_60", sim.frame());
    insta::assert_snapshot!("code_light_60", sim.frame_in(&Theme::LIGHT));
}

#[test]
fn stale_colors_are_dropped() {
    let mut sim = sim(60);
    let stale = sim.highlight_request.take().expect("colors were requested");
    sim.press("q<Esc>/Words<Enter><Enter>");
    assert_eq!(sim.open_title(), "Words");
    assert!(sim.highlight_request.is_none(), "there is no code");
    sim.press("q<Esc>/Code<Enter><Enter>");
    let repeated = sim
        .highlight_request
        .clone()
        .expect("colors were requested again");
    // The requests for a document share an id until the document is closed or drops its colors.
    assert_ne!(stale.id, repeated.id);
    let frame_without_colors = sim.frame();
    // The block of Rust.
    let block = 1;
    let stale_answer = Message::Highlighted(stale.id, block, Arc::new(Runs::default()));
    sim.send(stale_answer);
    assert_eq!(sim.frame(), frame_without_colors);
    assert!(
        sim.model
            .article
            .as_ref()
            .is_some_and(|article| article.code_roles.of(block as usize).is_none())
    );
    sim.answer_highlight_request();
    assert_ne!(sim.frame(), frame_without_colors);
}

#[test]
fn code_without_a_language_requests_no_highlighting() {
    let mut sim = Sim::new(&[("a.md", "Text\n\n```\nplain\n```\n")], 60, 24);
    sim.press("<Enter>jj");
    assert!(sim.highlight_request.is_none());
}

#[test]
fn a_jump_requests_colors_and_scrolling_does_not() {
    let post = "```json\n1\n```\n\ntext\n\n".repeat(200);
    let mut sim = Sim::new(&[("a.md", &post)], 60, 24);
    sim.press("<Enter>");
    let first = sim.highlight_request.take().expect("colors were requested");
    assert_eq!(first.first_block, 0);
    sim.press("j");
    assert!(
        sim.highlight_request.is_none(),
        "the visible code is requested already"
    );
    sim.press("G");
    let second = sim
        .highlight_request
        .clone()
        .expect("the end has no colors yet");
    // The post has 400 blocks; the last ones are visible.
    assert!(second.first_block > 380, "{}", second.first_block);
    assert_eq!(
        first.id, second.id,
        "both requests are of the same open document"
    );
    sim.answer_highlight_request();
    sim.press("ggGkkk");
    assert!(sim.highlight_request.is_none(), "all code has colors");
    sim.resize(40, 20);
    assert!(
        sim.highlight_request.is_none(),
        "a new width keeps the colors"
    );
}
