//! Changes on disk are shown while folio runs.

use std::fs;

use crate::fixture::{SIZE, TestEnv};

/// Returns a long post whose first paragraph is `first_paragraph`.
fn long_post(first_paragraph: &str) -> String {
    let mut text = format!("# Long\n\n{first_paragraph}\n\n");
    for section in 0..40 {
        let words = format!("Words of section {section}. ").repeat(30);
        text.push_str(&format!("## Section {section}\n\n{words}\n\n"));
    }
    text
}

#[test]
fn edited_open_post_is_reloaded_at_the_same_position() {
    let env = TestEnv::with_posts([("a.md", long_post("First.")), ("b.md", "# B\n".to_owned())]);
    let mut pty = env.folio(&["posts/a.md"], SIZE);
    pty.wait_for_text("First.");
    // Goes to section 19, the 20th heading below the title. The heading of section 20 is then visible below it.
    pty.send("20]");
    pty.wait_for_text("Section 20");
    // 20 rows of the article's pane, each with 58 columns.
    let article_rows =
        |screen: &vt100::Screen| screen.rows(40, 58).skip(2).take(20).collect::<Vec<_>>();
    let before = pty.screen(article_rows);
    let edited =
        long_post("New first paragraph.").replace("Words of section 19", "Edits of section 19");
    // Most editors write a temporary file and rename it.
    fs::write(env.path("posts/.a.md.tmp"), edited).unwrap();
    fs::rename(env.path("posts/.a.md.tmp"), env.path("posts/a.md")).unwrap();
    pty.wait_for_text("Edits of section 19");
    let after = pty.screen(article_rows);
    // The rows at the top stay, although text below them has changed.
    assert_eq!(before[..2], after[..2]);
    pty.send("g");
    pty.wait_for_text("New first paragraph.");
    fs::remove_file(env.path("posts/a.md")).unwrap();
    pty.wait_for_text("This post was deleted");
    pty.wait_for_text("New first paragraph.");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn changed_configuration_applies_at_once_unless_it_has_an_error() {
    let env = TestEnv::with_tour();
    let folder = env.path("home/.config/folio");
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Welcome to folio");
    // The folder does not exist at the start.
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "[keys]\n\"W\" = \"help\"\n").unwrap();
    pty.wait_for_text("Settings reloaded.");
    fs::write(folder.join("config.toml"), "mesure = 60\n").unwrap();
    pty.wait_for_text("config.toml:1:1: unknown setting \"mesure\"; did you mean \"measure\"?");
    // The invalid file leaves the keys unchanged, so `W` opens the help.
    pty.send("W");
    // This is a row of the help.
    pty.wait_for_text("pick tags");
    pty.send("q");
    fs::write(folder.join("config.toml"), "mesure = 60\nmouse = 1\n").unwrap();
    pty.wait_for_text("Settings unchanged, 2 errors (! lists them)");
    pty.send("!");
    pty.wait_for_text("config.toml:2:9: \"mouse\" takes true or false");
}

#[test]
fn created_posts_are_listed() {
    let env = TestEnv::with_posts([("a.md", "# Alone\n")]);
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Alone");
    fs::create_dir(env.path("posts/new")).unwrap();
    fs::write(env.path("posts/new/b.md"), "# Company\n").unwrap();
    pty.wait_for_text("Company");
    pty.wait_for_text("2 posts");
    pty.send("Q");
    assert!(pty.exit_status().success());
}

#[test]
fn focus_events_are_not_decoded_as_keys() {
    let env = TestEnv::with_posts([("a.md", "# Alone\n")]);
    let mut pty = env.folio(&["posts"], SIZE);
    pty.wait_for_text("Alone");
    pty.send("\x1b[O\x1b[I");
    pty.send("Q");
    assert!(pty.exit_status().success());
    let bytes = pty.bytes();
    // folio turns the terminal's focus events on, and off at the end.
    for mode in [&b"\x1b[?1004h"[..], b"\x1b[?1004l"] {
        assert!(memchr::memmem::find(&bytes, mode).is_some());
    }
}

#[test]
fn changed_configuration_of_the_site_reaches_an_open_reader() {
    let env = TestEnv::new();
    for folder in ["site/content/wool", "site/config/_default", "site/texts"] {
        fs::create_dir_all(env.path(folder)).unwrap();
    }
    let write = |path: &str, text: &str| fs::write(env.path(path), text).unwrap();
    write("site/hugo.toml", "title = 'Sheep'\n");
    write("site/content/wool/a.md", "# Carding\n");
    write("site/texts/b.md", "# Spinning\n");
    let mut pty = env.folio(&["site"], SIZE);
    pty.wait_for_text("Sheep (Hugo)");
    pty.wait_for_text("Carding");
    // This configuration file did not exist at the start.
    write("site/config/_default/hugo.toml", "title = 'Goats'\n");
    pty.wait_for_text("Goats (Hugo)");
    pty.wait_for_text("Site configuration reloaded.");
    // Only the inherited metadata changes.
    write(
        "site/hugo.toml",
        "title = 'Sheep'\n[cascade]\ntags = ['inherited']\n",
    );
    pty.wait_for_text("inherited");
    // Another content folder opens another library.
    write("site/hugo.toml", "title = 'Sheep'\ncontentDir = 'texts'\n");
    pty.wait_for_text("Spinning");
    write("site/config/_default/hugo.toml", "title = 'Yaks'\n");
    pty.wait_for_text("Yaks (Hugo)");
    pty.send("Q");
    assert!(pty.exit_status().success());
}
