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

/// Posts of three years, two rows each.
fn years() -> Vec<(String, String)> {
    let post = |number: u32| {
        let date = format!("{}-03-{:02}", 2020 + number / 10, 1 + number % 10);
        let text = format!("---\ntitle: Post {number:02}\ndate: {date}\n---\nText.\n");
        (format!("{number:02}.md"), text)
    };
    (0..30).map(post).collect()
}

#[test]
fn the_first_entry_is_never_half_hidden_by_its_year() {
    let files = years();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    for height in [12, 15, 24] {
        let mut sim = Sim::new(&files, 100, height);
        for keys in ["j".repeat(29), "k".repeat(29)] {
            for key in keys.chars() {
                sim.press(&key.to_string());
                let first = sim.model.panes().list.expect("the list is visible").y;
                let rows = sim.screen();
                let [top, next] = [&rows[usize::from(first)], &rows[usize::from(first) + 1]];
                let pane = |row: &str| row.split('▏').next().unwrap_or_default().trim().to_owned();
                if pane(top).starts_with("20") {
                    assert!(!pane(next).contains("Mar"), "{top}\n{next}");
                }
            }
        }
    }
}

#[test]
fn a_list_that_was_hidden_is_not_scrolled() {
    let mut sim = Sim::tour(100, 40);
    sim.press("jjj");
    sim.resize(60, 40).press("<Enter>");
    sim.resize(100, 40).press("h");
    assert_eq!(sim.model.list.top, 0);
}
