//! Moving between sections with the table of contents and by keys, in wide and narrow terminals.

use std::fmt::Write as _;
use std::path::Path;

use crate::fixture::TestEnv;
use crate::pty::Pty;

const WIDE: (u16, u16) = (140, 40);
const NARROW: (u16, u16) = (60, 20);

/// A post with seven sections and their names.
struct Known {
    title: &'static str,
    facts: &'static str,
    sections: [&'static str; 7],
}

const OURS: Known = Known {
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

fn ours() -> String {
    let mut post =
        "+++\ntitle = \"How to keep a garden on a roof\"\ntags = [\n    \"gardens\",\n    \
                    \"roofs\"\n]\ndate = \"2024-02-24\"\ntoc = true\n+++\n\n\n"
            .to_owned();
    for section in OURS.sections {
        write!(post, "# {section}\n\n").unwrap();
        for place in ["In the north", "In the south", "On an island"] {
            let sentence =
                "nobody has yet found out how much a pot of wet earth weighs in spring, ";
            let many = sentence.repeat(6);
            write!(post, "{place} {many}and so we ask.\n\n").unwrap();
        }
    }
    post
}

#[test]
fn section_navigation_works_in_a_wide_terminal() {
    let env = TestEnv::with_posts([("garden.md", ours())]);
    walk_wide(&mut env.folio(&["posts"], WIDE), &OURS);
}

#[test]
fn section_navigation_works_in_a_narrow_terminal() {
    let env = TestEnv::with_posts([("garden.md", ours())]);
    walk_narrow(&mut env.folio(&["posts"], NARROW), &OURS);
}

#[test]
#[expect(clippy::print_stderr, reason = "whoever runs the tests is to know")]
fn section_navigation_works_in_a_real_post() {
    let path = "../shared/posts/is-support-actually-a-dead-end.md";
    let Ok(post) = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)) else {
        return eprintln!("skipped: {path} is not there");
    };
    let known = Known {
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
    walk_wide(&mut env.folio(&["posts"], WIDE), &known);
    walk_narrow(&mut env.folio(&["--no-state", "posts"], NARROW), &known);
}

#[track_caller]
fn walk_wide(pty: &mut Pty, known: &Known) {
    // Three panes from left to right: list, article, table of contents.
    let (article, contents) = (48..110, 110..140);
    wait_for_header(pty, known, article.clone());
    pty.wait_for("the contents", |screen| {
        let column = columns(screen, contents.clone()).join("\n");
        let is_there = |name: &str| column.contains(&name[..name.len().min(20)]);
        column.contains("Contents") && known.sections.iter().all(|name| is_there(name))
    });
    pty.send("\r");
    walk(pty, known, article);
    pty.wait_for("the current section", |screen| {
        let column = columns(screen, contents.clone()).join("\n");
        column.contains(&format!("▸ {}", &known.sections[3][..15]))
    });
    pty.resize(NARROW.0, NARROW.1);
    wait_for_section(pty, known.sections[3], 0..NARROW.0);
    pty.resize(WIDE.0, WIDE.1);
    wait_for_section(pty, known.sections[3], 45..110);
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[track_caller]
fn walk_narrow(pty: &mut Pty, known: &Known) {
    pty.wait_for_text(known.title);
    pty.send("\r");
    wait_for_header(pty, known, 0..NARROW.0);
    walk(pty, known, 0..NARROW.0);
    pty.resize(WIDE.0, WIDE.1);
    wait_for_section(pty, known.sections[3], 45..110);
    pty.resize(NARROW.0, NARROW.1);
    wait_for_section(pty, known.sections[3], 0..NARROW.0);
    pty.send("Q");
    assert!(pty.exit_status().success());
}

/// Goes to the fourth section in the table of contents, to the fifth by keys, and back.
#[track_caller]
fn walk(pty: &mut Pty, known: &Known, article: std::ops::Range<u16>) {
    pty.send("tgjjj\r");
    wait_for_section(pty, known.sections[3], article.clone());
    pty.send("]");
    wait_for_section(pty, known.sections[4], article.clone());
    pty.send("[");
    wait_for_section(pty, known.sections[3], article);
}

/// Waits until title, date and tags are shown above the text.
#[track_caller]
fn wait_for_header(pty: &Pty, known: &Known, article: std::ops::Range<u16>) {
    pty.wait_for("the masthead", |screen| {
        let rows = columns(screen, article.clone());
        let title = rows.iter().position(|row| row.contains(known.title));
        let facts = rows.iter().position(|row| row.contains(known.facts));
        title.is_some_and(|title| {
            title < 8 && facts.is_some_and(|facts| title < facts && facts < title + 3)
        })
    });
}

/// Waits until a heading is within the top eight rows.
#[track_caller]
fn wait_for_section(pty: &Pty, name: &str, article: std::ops::Range<u16>) {
    pty.wait_for(name, |screen| {
        let rows = columns(screen, article.clone());
        rows[1..8].iter().any(|row| row.contains(name))
    });
}

/// Returns the rows of the screen, limited to a range of columns.
fn columns(screen: &vt100::Screen, columns: std::ops::Range<u16>) -> Vec<String> {
    let width = columns.end - columns.start;
    screen.rows(columns.start, width).collect()
}
