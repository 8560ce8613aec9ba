//! Folding of `<details>` and callouts.

use super::sim::Sim;
use folio::app::event::{MouseEvent, MouseEventKind};
use folio::app::message::Message;
use folio::theme::Theme;

const POST: &str = "---\ntitle: Folding\n---\nBefore.\n\n<details>\n<summary>Closed one</summary>\n\nHidden words with [a link](b.md).\n\n### A heading inside\n\n- one\n- two\n\n</details>\n\n<details open>\n<summary>Open one</summary>\n\nVisible words.\n\n</details>\n\n> [!warning]- A callout\n> Hidden warning.\n\nAfter, see [inside](#a-heading-inside).\n";
const OTHER: &str = "---\ntitle: Other\n---\nText.\n";

/// Opens [`POST`] in a reader.
fn sim() -> Sim {
    let mut sim = Sim::new(&[("a.md", POST), ("b.md", OTHER)], 60, 30);
    while sim.selected() != "Folding" {
        sim.press("j");
    }
    sim.press("<Enter>");
    sim
}

/// Returns the rows of the article below its masthead, without the scrollbar.
fn body(sim: &Sim) -> String {
    let rows = sim.screen();
    // The first rows are the header and the masthead, and the last row is the footer.
    let end = rows.len() - 1;
    let rows: Vec<_> = rows[6..end]
        .iter()
        .map(|row| row.trim_end_matches('▐').trim_end())
        .collect();
    rows.join("\n").trim().to_owned()
}

/// Returns true if the screen contains `text`.
fn shows(sim: &Sim, text: &str) -> bool {
    sim.screen().join("\n").contains(text)
}

#[test]
fn initial_folds_follow_the_source() {
    insta::assert_snapshot!("written", body(&sim()));
}

#[test]
fn keys_toggle_the_nearest_fold_or_all_folds() {
    let mut sim = sim();
    // The titles are on rows 8, 10 and 14; the middle of the pane is row 13, so the callout is nearest.
    sim.press("v");
    assert!(shows(&sim, "Hidden warning.") && !shows(&sim, "Hidden words"));
    sim.press("v");
    assert!(!shows(&sim, "Hidden warning."));
    let body_with_initial_folds = body(&sim);
    // Folds all.
    sim.press("V");
    for hidden in ["Hidden words", "Visible words", "Hidden warning"] {
        assert!(!shows(&sim, hidden), "{hidden}");
    }
    // Unfolds all.
    sim.press("V");
    insta::assert_snapshot!("unfolded", body(&sim));
    // Folds all again, also the fold `Open one`, which was open at first.
    sim.press("V");
    assert_ne!(
        body(&sim),
        body_with_initial_folds,
        "a fold that is open in the source is closed too"
    );
}

#[test]
fn enter_toggles_the_nearest_fold_if_no_link_is_selected() {
    let mut sim = sim();
    sim.press("<Enter>");
    assert!(shows(&sim, "Hidden warning."));
    sim.press("<Enter>");
    assert!(!shows(&sim, "Hidden warning."));
}

#[test]
fn keys_for_folds_show_a_notice_in_an_article_without_folds() {
    let mut sim = Sim::new(&[("b.md", OTHER)], 60, 30);
    // The first Enter opens the article.
    sim.press("<Enter><Enter>");
    assert!(sim.model.notice.is_some());
    sim.press("V");
    assert!(sim.model.notice.is_some());
}

#[test]
fn folding_frames_match() {
    for (width, height) in [(140, 40), (80, 24), (40, 12)] {
        let mut sim = sim();
        sim.resize(width, height);
        insta::assert_snapshot!(format!("frame_{width}"), sim.frame());
    }
    insta::assert_snapshot!("frame_plain", sim().frame_in(&Theme::PLAIN));
}

#[test]
fn click_on_a_title_folds_and_unfolds() {
    let mut sim = sim();
    let click = |sim: &mut Sim| {
        let rows = sim.screen();
        let y = rows.iter().position(|row| row.contains("Closed one"));
        sim.send(Message::Mouse(MouseEvent {
            kind: MouseEventKind::Press,
            x: 8,
            y: y.expect("the title is visible") as u16,
        }));
    };
    click(&mut sim);
    assert!(shows(&sim, "Hidden words"));
    click(&mut sim);
    assert!(!shows(&sim, "Hidden words"));
}

#[test]
fn search_finds_folded_text_and_unfolds_it() {
    let mut sim = sim();
    sim.press("/hidden words<Enter>");
    assert!(shows(&sim, "Hidden words") && !shows(&sim, "Hidden warning."));
    assert!(
        sim.model
            .notice
            .as_ref()
            .is_some_and(|notice| notice.contains("1/1"))
    );
}

#[test]
fn cancelling_or_changing_a_search_folds_again() {
    let mut sim = sim();
    let before = sim.screen();
    sim.press("/hidden w");
    // Two folds have a match. The fold of the current match is open; this test does not depend on which of the two it is.
    assert!(shows(&sim, "Hidden words") || shows(&sim, "Hidden warning."));
    sim.press("arning");
    assert!(shows(&sim, "Hidden warning.") && !shows(&sim, "Hidden words"));
    sim.press("<Esc>");
    assert_eq!(sim.screen(), before);
}

#[test]
fn jump_to_a_heading_opens_the_fold_around_it() {
    for keys in ["t<Enter>", ")<Enter>", "]"] {
        let mut sim = sim();
        sim.press(keys);
        assert!(shows(&sim, "A heading inside"), "{keys}\n{}", body(&sim));
    }
}

#[test]
fn links_in_folded_text_are_not_selected() {
    let mut sim = sim();
    sim.press(")");
    let link = sim.model.selected_link().expect("a link is selected");
    let document = &sim
        .model
        .article
        .as_ref()
        .expect("an article is open")
        .body
        .document;
    assert_eq!(document.link(link).target, "#a-heading-inside");
}

#[test]
fn folds_survive_a_resize_and_an_edit() {
    let mut sim = sim();
    sim.press("/hidden words<Enter><Esc>");
    sim.resize(50, 30);
    assert!(shows(&sim, "Hidden words") && !shows(&sim, "Hidden warning."));
    sim.write("a.md", Some(&POST.replace("Before.", "Another start.")));
    sim.reread(&["a.md"]);
    assert!(shows(&sim, "Another start.") && shows(&sim, "Hidden words"));
}

#[test]
fn position_in_folded_text_moves_to_the_title_of_the_fold() {
    let text = "Words.\n\n".repeat(30);
    let post = format!(
        "---\ntitle: Long\n---\n{text}<details open><summary>The title</summary>\n\n{text}</details>\n\n{text}"
    );
    let mut sim = Sim::new(&[("a.md", &post)], 60, 20);
    sim.press("<Enter>50%v");
    assert!(shows(&sim, "▸ The title"), "{}", body(&sim));
}

#[test]
fn hint_numbers_fold_and_unfold() {
    let mut sim = sim();
    // `F` shows the hints; hint 1 is at the title of the first fold.
    sim.press("F").press("1");
    assert!(shows(&sim, "Hidden words") && !shows(&sim, "Hidden warning."));
    sim.press("F").press("1");
    assert!(!shows(&sim, "Hidden words"));
}
