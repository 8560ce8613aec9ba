//! Moving between sections with the table of contents and with the keys `]` and `[`, in wide and narrow terminals.

use std::fmt::Write as _;
use std::path::Path;

use crate::fixture::TestEnv;
use crate::pty::Pty;

/// Columns and rows of a wide terminal.
const WIDE: (u16, u16) = (140, 40);
/// Columns and rows of a narrow terminal.
const NARROW: (u16, u16) = (60, 20);
/// The columns of the article in a wide terminal, right of the list.
const WIDE_ARTICLE: std::ops::Range<u16> = 48..110;
/// The columns of the table of contents in a wide terminal.
const WIDE_CONTENTS: std::ops::Range<u16> = 110..140;

/// The texts that a post of seven sections must show.
struct ExpectedTexts {
    title: &'static str,
    /// The date and the tags, shown below the title.
    facts: &'static str,
    sections: [&'static str; 7],
}

const GARDEN: ExpectedTexts = ExpectedTexts {
    title: "How to keep a garden on a roof",
    facts: "24 February 2024 · gardens, roofs",
    sections: [
        "Before you carry soil upstairs",
        "What does a roof bear?",
        "Water",
        "What are the other ways?",
        "So what grows up there?",
        "Wind",
        "A last word",
    ],
};

/// Returns a post with the title, the date, the tags and the sections of [`GARDEN`].
fn garden_post() -> String {
    let mut post =
        "+++\ntitle = \"How to keep a garden on a roof\"\ntags = [\n    \"gardens\",\n    \
                    \"roofs\"\n]\ndate = \"2024-02-24\"\ntoc = true\n+++\n\n\n"
            .to_owned();
    for section in GARDEN.sections {
        write!(post, "# {section}\n\n").unwrap();
        for place in ["In the north", "In the south", "On an island"] {
            let sentence =
                "nobody has yet found out how much a pot of wet earth weighs in spring, ";
            let sentences = sentence.repeat(6);
            write!(post, "{place} {sentences}and so we ask.\n\n").unwrap();
        }
    }
    post
}

#[test]
fn section_navigation_works_in_a_wide_terminal() {
    let env = TestEnv::with_posts([("garden.md", garden_post())]);
    assert_navigation_in_wide_terminal(&mut env.folio(&["posts"], WIDE), &GARDEN);
}

#[test]
fn section_navigation_works_in_a_narrow_terminal() {
    let env = TestEnv::with_posts([("garden.md", garden_post())]);
    assert_navigation_in_narrow_terminal(&mut env.folio(&["posts"], NARROW), &GARDEN);
}

#[test]
#[expect(clippy::print_stderr, reason = "shows which test is skipped")]
fn section_navigation_works_in_a_real_post() {
    let path = "../shared/posts/is-support-actually-a-dead-end.md";
    let Ok(post) = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)) else {
        return eprintln!("skipped: {path} does not exist");
    };
    let expected = ExpectedTexts {
        title: "Is Support actually a dead-end?",
        facts: "24 February 2024 · career, support",
        sections: [
            "Career laddering in Support",
            "What have other companies done?",
            "Impact",
            "What are some other options?",
            "So what do you suggest?",
            "Churn",
            "Closing thoughts",
        ],
    };
    let env = TestEnv::with_posts([("support.md", post)]);
    assert_navigation_in_wide_terminal(&mut env.folio(&["posts"], WIDE), &expected);
    // `--no-state` ignores the position that the first run saved.
    assert_navigation_in_narrow_terminal(
        &mut env.folio(&["--no-state", "posts"], NARROW),
        &expected,
    );
}

/// Goes to sections while three panes are visible. Then makes the terminal narrow and wide again, and asserts that the section
/// stays at the top.
#[track_caller]
fn assert_navigation_in_wide_terminal(pty: &mut Pty, expected: &ExpectedTexts) {
    wait_for_masthead(pty, expected, WIDE_ARTICLE);
    pty.wait_for("the contents", |screen| {
        let contents = rows_in_columns(screen, WIDE_CONTENTS).join("\n");
        // Long headings are truncated, so only their first bytes are compared.
        let is_listed = |name: &str| contents.contains(&name[..name.len().min(20)]);
        contents.contains("Contents") && expected.sections.iter().all(|name| is_listed(name))
    });
    pty.send("\r");
    go_to_sections(pty, expected, WIDE_ARTICLE);
    pty.wait_for("the current section", |screen| {
        let contents = rows_in_columns(screen, WIDE_CONTENTS).join("\n");
        // The marker `▸` is before the heading, of which the first bytes are compared.
        contents.contains(&format!("▸ {}", &expected.sections[3][..15]))
    });
    pty.resize(NARROW.0, NARROW.1);
    wait_for_section(pty, expected.sections[3], 0..NARROW.0);
    pty.resize(WIDE.0, WIDE.1);
    wait_for_section(pty, expected.sections[3], WIDE_ARTICLE);
    pty.send("Q");
    assert!(pty.exit_status().success());
}

/// Goes to sections while one pane is visible. Then makes the terminal wide and narrow again, and asserts that the section stays
/// at the top.
#[track_caller]
fn assert_navigation_in_narrow_terminal(pty: &mut Pty, expected: &ExpectedTexts) {
    pty.wait_for_text(expected.title);
    pty.send("\r");
    wait_for_masthead(pty, expected, 0..NARROW.0);
    go_to_sections(pty, expected, 0..NARROW.0);
    pty.resize(WIDE.0, WIDE.1);
    wait_for_section(pty, expected.sections[3], WIDE_ARTICLE);
    pty.resize(NARROW.0, NARROW.1);
    wait_for_section(pty, expected.sections[3], 0..NARROW.0);
    pty.send("Q");
    assert!(pty.exit_status().success());
}

/// Goes to the fourth section with the table of contents. Then goes to the next section with `]`, and back with `[`.
#[track_caller]
fn go_to_sections(pty: &mut Pty, expected: &ExpectedTexts, article: std::ops::Range<u16>) {
    pty.send("tgjjj\r");
    wait_for_section(pty, expected.sections[3], article.clone());
    pty.send("]");
    wait_for_section(pty, expected.sections[4], article.clone());
    pty.send("[");
    wait_for_section(pty, expected.sections[3], article);
}

/// Waits until title, date and tags are shown above the text.
#[track_caller]
fn wait_for_masthead(pty: &Pty, expected: &ExpectedTexts, article: std::ops::Range<u16>) {
    pty.wait_for("the masthead", |screen| {
        let rows = rows_in_columns(screen, article.clone());
        let title = rows.iter().position(|row| row.contains(expected.title));
        let facts = rows.iter().position(|row| row.contains(expected.facts));
        // The title is in one of the first eight rows, and the facts are one or two rows below it.
        title.is_some_and(|title| {
            title < 8 && facts.is_some_and(|facts| title < facts && facts < title + 3)
        })
    });
}

/// Waits until a heading is in one of the seven rows below the header. The header is the first row of the screen.
#[track_caller]
fn wait_for_section(pty: &Pty, name: &str, article: std::ops::Range<u16>) {
    pty.wait_for(name, |screen| {
        let rows = rows_in_columns(screen, article.clone());
        rows[1..8].iter().any(|row| row.contains(name))
    });
}

/// Returns the rows of the screen, limited to a range of columns.
fn rows_in_columns(screen: &vt100::Screen, columns: std::ops::Range<u16>) -> Vec<String> {
    let width = columns.end - columns.start;
    screen.rows(columns.start, width).collect()
}
