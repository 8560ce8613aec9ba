//! Whole frames with their styles.

use folio::theme::Theme;

use crate::sim::Sim;

macro_rules! frame {
    ($name:literal, $sim:expr) => {
        insta::assert_snapshot!($name, $sim.frame());
    };
}

#[test]
fn wide_with_contents() {
    let mut sim = Sim::tour(140, 40);
    frame!("welcome_140", sim);
    sim.press("/contents<Enter><Enter>2]");
    frame!("contents_140", sim);
    sim.press("t/hdng");
    frame!("contents_narrowed_140", sim);
}

#[test]
fn side_by_side() {
    let mut sim = Sim::tour(100, 30);
    frame!("welcome_100", sim);
    sim.press("t<Space>j-");
    frame!("tags_100", sim);
    sim.press("<Esc>?");
    frame!("help_100", sim);
}

#[test]
fn one_pane() {
    let mut sim = Sim::tour(60, 20);
    frame!("list_60", sim);
    sim.press("/page<Enter><Enter>3]");
    frame!("article_60", sim);
    sim.press("t");
    frame!("contents_60", sim);
    sim.press("/tbl");
    frame!("contents_narrowed_60", sim);
}

/// Every construct of the page, in each theme: dark, light, and the one for terminals without colours of ours.
#[test]
fn the_whole_page_in_every_theme() {
    let mut sim = Sim::tour(80, 460);
    sim.press("/\"the page\"<Enter><Enter>");
    assert_eq!(sim.open_title(), "The page");
    insta::assert_snapshot!("page_dark", sim.frame_in(&Theme::DARK));
    insta::assert_snapshot!("page_light", sim.frame_in(&Theme::LIGHT));
    insta::assert_snapshot!("page_plain", sim.frame_in(&Theme::PLAIN));
}
