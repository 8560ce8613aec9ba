//! The help and the footer: they list every key that works, and no other.

use folio::app::StartOptions;
use folio::app::keymap::{Keymap, entries};
use folio::library::FILTER_TERMS;

use super::sim::Sim;

/// Starts a reader of standard input. Such a reader has no list.
fn reader_of_standard_input(width: u16, height: u16) -> Sim {
    let start = StartOptions {
        open: Some("-".into()),
        is_piped_text: true,
        ..StartOptions::default()
    };
    Sim::start(&[("-", "# A text\n\nWords.")], width, height, start)
}

#[test]
fn help_has_a_complete_row_for_every_key_at_80_columns() {
    // All rows of the help fit on a screen of 250 rows.
    let mut sim = Sim::new(&[("a.md", "# A\n")], 80, 250);
    sim.press("?");
    let screen = sim.screen();
    let keymap = Keymap::default();
    let rows = entries().map(|entry| (keymap.all_keys(entry), entry.help));
    let filter_terms = FILTER_TERMS
        .iter()
        .map(|term| (term.example.to_owned(), term.description));
    for (keys, help) in rows.chain(filter_terms) {
        let is_row = |row: &String| row.contains(&keys) && row.ends_with(help);
        assert!(screen.iter().any(is_row), "{keys}  {help}");
    }
}

#[test]
fn reader_of_standard_input_offers_no_keys_of_the_list() {
    let mut sim = reader_of_standard_input(100, 250);
    sim.press("?");
    let help = sim.screen().join("\n");
    assert!(help.contains("search in the article") && help.contains("choose a theme"));
    for list_entry in [
        "go back to the list",
        "pick tags",
        "sort by date",
        "is:unread",
        "next, previous post",
    ] {
        assert!(!help.contains(list_entry), "{list_entry}");
    }
    // Closes the help and opens the palette.
    sim.press("q:");
    let palette = sim.model.palette().expect("the palette is open");
    let names: Vec<&str> = palette.shown().map(|entry| &*entry.name).collect();
    assert!(names.contains(&"wrap code"), "{names:?}");
    for list_entry in ["go to list", "next post", "search posts", "toggle star"] {
        assert!(!names.contains(&list_entry), "{list_entry}");
    }
}

#[test]
fn footer_of_every_overlay_shows_the_closing_key() {
    for size in [(80, 24), (40, 12)] {
        // The invalid date is a problem, which `!` shows.
        let files = [
            ("a.md", "---\ndate: x\ntags: [t]\n---\n\n# A\n"),
            ("b.md", "[a](a.md)"),
        ];
        for key in ["?", "!", "=", "R", "S", "O", ":", "<C-t>"] {
            let mut sim = Sim::new(&files, size.0, size.1);
            sim.press(key);
            let footer = sim.screen().pop().expect("a footer");
            assert!(footer.contains("Esc"), "{key} at {size:?}: {footer}");
        }
    }
}

#[test]
fn help_in_a_narrow_terminal_truncates_nothing() {
    let mut sim = Sim::new(&[("a.md", "# A\n")], 40, 250);
    sim.press("?");
    let screen = sim.screen();
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let shown_words = words(&screen.join(" "));
    for entry in entries() {
        for word in words(entry.help) {
            assert!(shown_words.contains(&word), "{word:?} of {:?}", entry.help);
        }
    }
}

#[test]
fn escape_clears_the_query_before_it_closes_the_help() {
    let mut sim = Sim::new(&[("a.md", "# A\n")], 80, 24);
    // The help does not contain this word.
    sim.press("?/wheel<Enter>");
    assert!(sim.screen().join(" ").contains("No match"));
    sim.press("<Esc>");
    assert!(sim.screen().join(" ").contains("read the post"));
    sim.press("<Esc>");
    assert!(sim.model.overlay().is_none());
}

#[test]
fn footer_omits_keys_that_need_a_selected_tag_or_post() {
    let footer = |sim: &Sim| sim.screen().pop().expect("a footer");
    let mut sim = Sim::new(&[("a.md", "---\ntags: [one]\n---\n")], 100, 24);
    sim.press("t");
    assert!(footer(&sim).contains("Space require  - exclude  / filter  s sort"));
    sim.press("/zzz<Enter>");
    assert!(!footer(&sim).contains("require") && !footer(&sim).contains("exclude"));
    assert!(footer(&sim).contains("/ filter") && footer(&sim).contains("done"));
    let empty = Sim::new(&[], 100, 24);
    assert!(!footer(&empty).contains("read") && footer(&empty).contains("help"));
}
