//! Complete frames, with their styles or as text only.

use folio::app::message::{Message, SettingsError};
use folio::app::reason::Reason;
use folio::text::Clean;
use folio::theme::Theme;

use crate::sim::Sim;

/// Terminal sizes, from wide to very small.
const SIZES: [(u16, u16); 5] = [(140, 40), (100, 30), (80, 24), (60, 20), (40, 12)];

/// Presses `keys` at each size and compares the frame with its snapshot.
fn assert_frames(name: &str, keys: &str) {
    for (width, height) in SIZES {
        let mut sim = Sim::tour(width, height);
        sim.press(keys);
        insta::assert_snapshot!(format!("{name}_{width}"), sim.frame());
    }
}

/// Compares the text of the frames at all sizes with one snapshot, which has the frames one below the other. `open_view` starts a
/// reader of a given size and opens a view.
fn assert_screens(name: &str, open_view: impl Fn(u16, u16) -> Sim) {
    let screen = |(width, height)| {
        let rows = open_view(width, height).screen().join("\n");
        format!("── {width}×{height}\n{rows}\n")
    };
    insta::assert_snapshot!(name, SIZES.map(screen).concat());
}

#[test]
fn screens_of_views_match() {
    for (name, keys) in [
        ("screen_text_alone", "/\"the page\"<Enter><Enter>2]z"),
        ("screen_search_results", "Sheading"),
        ("screen_search_results_without_prompt", "Sheading<Esc>j"),
        ("screen_search_without_hits", "Sno such words<Esc>"),
        ("screen_source", "/\"the page\"<Enter><Enter>2]\\"),
        ("screen_palette", "<Enter>:"),
        ("screen_palette_query", ":sort"),
        ("screen_theme_picker", "<C-t><Down><Down>"),
        ("screen_filter_prompt", "/#tour is:un"),
        ("screen_filter_error", "/is:foo"),
        ("screen_details", "="),
        ("screen_related", "R"),
        ("screen_help_search", "?/section"),
        ("screen_last_posts", "G"),
        // The filter leaves no post. The table of contents of the post that was selected before the filter is not shown.
        ("screen_no_match_after_contents", "jjj/no such post<Enter>"),
    ] {
        assert_screens(name, |width, height| {
            let mut sim = Sim::tour(width, height);
            sim.press(keys);
            sim
        });
    }
}

/// A post with several problems in its front matter and its text.
const BROKEN: &str = "---\ntitle: A broken post\ndate: 2024-02-31\ndraft: perhaps\n---\nSee [the other post](gone.md), and ![a picture that is not there](images/missing.png).\n";

#[test]
fn screens_of_problems_match() {
    assert_screens("screen_problems", |width, height| {
        let mut sim = Sim::new(&[("a-broken-post.md", BROKEN)], width, height);
        sim.press("!");
        sim
    });
}

#[test]
fn screens_of_settings_errors_match() {
    let error = |line, text: &'static str| SettingsError {
        file: "/home/ann/.config/folio/config.toml".into(),
        line,
        reason: Reason(Clean::literal(text)),
    };
    let errors = vec![
        error(
            2,
            "config.toml:2:11: the measure can't be 5; use 20 to 200 columns",
        ),
        error(
            7,
            "config.toml:7:1: unknown setting \"colour\"; use date_format, filters, folder, hide, images",
        ),
    ];
    assert_screens("screen_settings_errors", |width, height| {
        let mut sim = Sim::new(&[("a-broken-post.md", BROKEN)], width, height);
        sim.send(Message::SettingsChanged(Err(errors.clone())));
        sim.press("!");
        sim
    });
    assert_screens("screen_settings_errors_notice", |width, height| {
        let mut sim = Sim::new(&[("a-broken-post.md", BROKEN)], width, height);
        sim.send(Message::SettingsChanged(Err(errors.clone())));
        sim
    });
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

/// Checks every construct of the post `The page` in the dark, the light and the plain theme.
#[test]
fn page_frames_match_in_every_theme() {
    let mut sim = Sim::tour(80, 460);
    sim.press("/\"the page\"<Enter><Enter>");
    assert_eq!(sim.open_title(), "The page");
    insta::assert_snapshot!("page_dark", sim.frame_in(&Theme::DARK));
    insta::assert_snapshot!("page_light", sim.frame_in(&Theme::LIGHT));
    insta::assert_snapshot!("page_plain", sim.frame_in(&Theme::PLAIN));
}

/// Starts a reader with ten posts from each of three years.
fn reader_with_posts_of_three_years(width: u16, height: u16) -> Sim {
    let post = |number: u32| {
        let date = format!("{}-03-{:02}", 2020 + number / 10, 1 + number % 10);
        let text = format!("---\ntitle: Post {number:02}\ndate: {date}\n---\nText.\n");
        (format!("{number:02}.md"), text)
    };
    let posts: Vec<(String, String)> = (0..30).map(post).collect();
    let files: Vec<(&str, &str)> = posts
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    Sim::new(&files, width, height)
}

#[test]
fn entries_are_shown_completely_at_the_top_and_bottom_of_the_list() {
    for height in [12, 15, 24] {
        let mut sim = reader_with_posts_of_three_years(100, height);
        for keys in ["j".repeat(29), "k".repeat(29)] {
            for key in keys.chars() {
                sim.press(&key.to_string());
                let first_row = sim.model.panes().list.expect("the list is visible").y;
                let first_row = usize::from(first_row);
                let rows = sim.screen();
                let [top, second] = [&rows[first_row], &rows[first_row + 1]];
                // The list is left of the separator `▏`. In the list, the bar `▌` marks the selected post.
                let list_row =
                    |row: &str| row.split('▏').next().unwrap_or_default().trim().to_owned();
                // A heading with a year is followed by a title, not by the second row of an entry, which has the date.
                if list_row(top).starts_with("20") {
                    assert!(
                        list_row(second).starts_with("Post") || list_row(second).starts_with('▌'),
                        "{top}\n{second}"
                    );
                    assert!(!list_row(second).contains("Mar"), "{top}\n{second}");
                }
                // The row above the footer is never a title: a title is followed by the second row of its entry.
                let last = list_row(&rows[rows.len() - 2]);
                assert!(!last.contains("Post"), "{}", rows.join("\n"));
                let is_visible = rows.iter().any(|row| list_row(row).starts_with("▌Post"));
                assert!(is_visible, "{}", rows.join("\n"));
            }
        }
    }
}

#[test]
fn entries_without_years_are_shown_completely() {
    for height in [5, 6, 8, 13] {
        let mut sim = reader_with_posts_of_three_years(50, height);
        // Sorted by title, the list has no headings with years.
        sim.press("st");
        for keys in ["j".repeat(29), "k".repeat(29)] {
            for key in keys.chars() {
                sim.press(&key.to_string());
                let area = sim.model.panes().list.expect("the list is visible");
                let rows = sim.screen();
                let pane = &rows[usize::from(area.y)..usize::from(area.y + area.height)];
                // The posts have neither tags nor a summary, so the second row of an entry ends with the path.
                let titles = pane.iter().filter(|row| row.contains("Post "));
                let second_rows = pane.iter().filter(|row| row.contains(".md"));
                assert_eq!(titles.count(), second_rows.count(), "{}", rows.join("\n"));
            }
        }
    }
}

#[test]
fn hidden_list_keeps_its_scroll_position() {
    let mut sim = Sim::tour(100, 40);
    sim.press("jjj");
    // At 60 columns, the list is hidden: a list without rows must not be scrolled to its selection.
    sim.resize(60, 40).press("<Enter>");
    sim.resize(100, 40).press("h");
    assert_eq!(sim.model.list.top, 0);
}
