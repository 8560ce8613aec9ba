//! Complete frames with their styles.

use folio::theme::Theme;

use crate::sim::Sim;

/// Terminal sizes, from wide to very small.
const SIZES: [(u16, u16); 5] = [(140, 40), (100, 30), (80, 24), (60, 20), (40, 12)];

/// Compares a frame at each size with its snapshot, after `keys`.
fn assert_frames(name: &str, keys: &str) {
    for (width, height) in SIZES {
        let mut sim = Sim::tour(width, height);
        sim.press(keys);
        insta::assert_snapshot!(format!("{name}_{width}"), sim.frame());
    }
}

#[test]
fn list_frames_match() {
    assert_frames("list", "");
}

#[test]
fn article_frames_match() {
    assert_frames("article", "/\"the page\"<Enter><Enter>2]");
}

#[test]
fn contents_frames_match() {
    assert_frames("contents", "/contents<Enter><Enter>2]t");
}

#[test]
fn filtered_contents_frames_match() {
    assert_frames("contents_narrowed", "/contents<Enter><Enter>t/hdng");
}

#[test]
fn tag_picker_frames_match() {
    assert_frames("tags", "t<Space>j-");
}

#[test]
fn empty_result_frames_match() {
    assert_frames("no_match", "/#tour #scripting<Enter>");
}

#[test]
fn help_frames_match() {
    assert_frames("help", "?");
}

/// Every construct of the page, in each theme: dark, light, and plain.
#[test]
fn page_frames_match_in_every_theme() {
    let mut sim = Sim::tour(80, 460);
    sim.press("/\"the page\"<Enter><Enter>");
    assert_eq!(sim.open_title(), "The page");
    insta::assert_snapshot!("page_dark", sim.frame_in(&Theme::DARK));
    insta::assert_snapshot!("page_light", sim.frame_in(&Theme::LIGHT));
    insta::assert_snapshot!("page_plain", sim.frame_in(&Theme::PLAIN));
}

/// Returns thirty posts of three years.
fn years() -> Vec<(String, String)> {
    let post = |number: u32| {
        let date = format!("{}-03-{:02}", 2020 + number / 10, 1 + number % 10);
        let text = format!("---\ntitle: Post {number:02}\ndate: {date}\n---\nText.\n");
        (format!("{number:02}.md"), text)
    };
    (0..30).map(post).collect()
}

#[test]
fn repeated_year_never_hides_half_an_entry() {
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
                    assert!(
                        pane(next).starts_with("Post") || pane(next).starts_with('▌'),
                        "{top}\n{next}"
                    );
                    assert!(!pane(next).contains("Mar"), "{top}\n{next}");
                }
                let is_visible = rows.iter().any(|row| pane(row).starts_with("▌Post"));
                assert!(is_visible, "{}", rows.join("\n"));
            }
        }
    }
}

#[test]
fn hidden_list_keeps_its_scroll_position() {
    let mut sim = Sim::tour(100, 40);
    sim.press("jjj");
    sim.resize(60, 40).press("<Enter>");
    sim.resize(100, 40).press("h");
    assert_eq!(sim.model.list.top, 0);
}
