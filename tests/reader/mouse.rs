//! The mouse, while folio captures it.

use folio::app::event::{MouseEvent, MouseEventKind, MouseReceiver};
use folio::app::image_choice::ImageChoice;
use folio::app::message::{Effect, Message};
use folio::app::overlay::Overlay;
use folio::app::settings::Settings;
use folio::app::{Focus, StartOptions};
use folio::layout::PixelSize;

use crate::sim::Sim;

/// Size of the screen, on which the list is beside the article.
const WIDE: (u16, u16) = (120, 20);
/// A position in the list.
const IN_LIST: (u16, u16) = (5, 10);
/// A position in the article.
const IN_ARTICLE: (u16, u16) = (80, 10);

/// Starts folio with three posts. The first post has two links and many rows.
fn sim() -> Sim {
    let long = "Text.\n\n".repeat(60);
    let first = format!(
        "---\ndate: 2024-03-01\n---\n# A\n\nSee [the other](b.md) and [out](https://example.org/).\n\n{long}"
    );
    let files = [
        ("a.md", &*first),
        ("b.md", "---\ndate: 2024-02-01\n---\n# B"),
        ("c.md", "---\ndate: 2024-01-01\n---\n# C"),
    ];
    Sim::new(&files, WIDE.0, WIDE.1)
}

/// Returns the column and row of a text on the screen.
fn position_of(sim: &Sim, text: &str) -> (u16, u16) {
    let rows = sim.screen();
    let position = rows
        .iter()
        .enumerate()
        .find_map(|(y, row)| Some((row.find(text)?, y, row)));
    let (byte, y, row) = position.expect("the text is on the screen");
    (row[..byte].chars().count() as u16, y as u16)
}

/// Sends a mouse event as the event loop does. While an overlay or palette is open, a press is sent as an `OverlayMousePress`.
fn send_mouse(sim: &mut Sim, kind: MouseEventKind, (x, y): (u16, u16)) {
    let view = sim.extras().clickable_view;
    sim.send(match view.filter(|_| kind == MouseEventKind::Press) {
        Some(view) => Message::OverlayMousePress(view.part_at(x, y)),
        None => Message::Mouse(MouseEvent { kind, x, y }),
    });
}

#[test]
fn key_toggles_mouse_capture() {
    let mut sim = sim();
    sim.press("MM");
    assert_eq!(
        sim.effects,
        [
            Effect::SetMouseReceiver(MouseReceiver::Folio),
            Effect::SetMouseReceiver(MouseReceiver::Terminal)
        ]
    );
}

#[test]
fn wheel_scrolls_pane_under_pointer() {
    let mut sim = sim();
    send_mouse(&mut sim, MouseEventKind::WheelDown, IN_ARTICLE);
    // One step of the wheel is three rows.
    assert_eq!((sim.top(), sim.model.screen.focus), (3, Focus::List));
    send_mouse(&mut sim, MouseEventKind::WheelUp, IN_ARTICLE);
    assert_eq!(sim.top(), 0);
    send_mouse(&mut sim, MouseEventKind::WheelDown, IN_LIST);
    assert_eq!((sim.selected(), sim.open_title()), ("B".into(), "B".into()));
    let help_top = |sim: &Sim| match sim.model.overlay() {
        Some(Overlay::Help(help)) => help.top,
        other => panic!("{other:?}"),
    };
    sim.press("?");
    let before = help_top(&sim);
    send_mouse(&mut sim, MouseEventKind::WheelDown, IN_LIST);
    assert_eq!(help_top(&sim), before + 3);
}

#[test]
fn first_press_selects_and_second_press_opens() {
    let mut sim = sim();
    // The blanks exclude other words with a C.
    let position = position_of(&sim, "C  ");
    send_mouse(&mut sim, MouseEventKind::Press, position);
    assert_eq!(
        (sim.selected(), sim.model.screen.focus),
        ("C".into(), Focus::List)
    );
    send_mouse(&mut sim, MouseEventKind::Press, position);
    assert_eq!(sim.model.screen.focus, Focus::Article);
    // A press below the last post does nothing.
    send_mouse(&mut sim, MouseEventKind::Press, (5, 17));
    assert_eq!(sim.selected(), "C");
}

#[test]
fn first_press_selects_link_and_second_press_follows_it() {
    let mut sim = sim();
    let position = position_of(&sim, "the other");
    send_mouse(&mut sim, MouseEventKind::Press, position);
    assert!(sim.model.selected_link().is_some() && sim.model.screen.focus == Focus::Article);
    send_mouse(&mut sim, MouseEventKind::Press, position);
    assert_eq!(sim.open_title(), "B");
    sim.press("<BS>");
    let position = position_of(&sim, "out");
    send_mouse(&mut sim, MouseEventKind::Press, position);
    send_mouse(&mut sim, MouseEventKind::Press, position);
    assert_eq!(
        sim.effects.last(),
        Some(&Effect::Browse("https://example.org/".into()))
    );
    // An empty row of the article.
    send_mouse(&mut sim, MouseEventKind::Press, (60, 15));
    assert_eq!(sim.model.selected_link(), None);
}

#[test]
fn first_press_selects_picture_and_second_press_enlarges_it() {
    let start = StartOptions {
        settings: Settings {
            images: ImageChoice::Blocks,
            ..Settings::default()
        },
        ..StartOptions::default()
    };
    let mut sim = Sim::start(&[("a.md", "# Other\n")], 80, 24, start);
    let size = PixelSize {
        width: 200,
        height: 100,
    };
    sim.images = [("hills.png".to_owned(), size)].into();
    let post = "# B\n\nWords.\n\n> ![Hills](hills.png)\n\nThe end.\n";
    sim.write("b.md", Some(post)).reread(&["b.md"]);
    sim.press("G<Enter>");
    sim.load_pictures();
    let (x, y) = position_of(&sim, "▀");
    let columns = sim.screen()[usize::from(y)].matches('▀').count() as u16;
    for outside in [(x - 1, y), (x + columns, y), (x, y - 1)] {
        send_mouse(&mut sim, MouseEventKind::Press, outside);
        assert_eq!(sim.model.selected_link(), None, "{outside:?}");
    }
    send_mouse(&mut sim, MouseEventKind::Press, (x, y));
    assert_eq!(
        sim.model.selected_image_target().as_deref(),
        Some("hills.png")
    );
    assert!(sim.model.overlay().is_none());
    // Another cell of the same picture.
    send_mouse(&mut sim, MouseEventKind::Press, (x + columns - 1, y + 1));
    assert!(
        matches!(sim.model.overlay(), Some(Overlay::Image(_))),
        "{:?}",
        sim.model.overlay()
    );
}

#[test]
fn press_on_heading_in_contents_goes_to_section() {
    let mut text = "---\ntoc: true\n---\n".to_owned();
    for section in 1..=60 {
        text.push_str(&format!("# Section {section}\n\nWords.\n\n"));
    }
    let mut sim = Sim::new(&[("a.md", &text)], 140, 30);
    sim.press("<Enter>29]");
    assert_eq!(sim.section().as_deref(), Some("Section 30"));
    let contents = sim.model.panes().contents.expect("the column");
    let row = sim
        .screen()
        .iter()
        .position(|row| row.trim_end().ends_with("Section 35"))
        .expect("the heading is in the column") as u16;
    send_mouse(&mut sim, MouseEventKind::Press, (contents.x + 4, row));
    assert_eq!(sim.section().as_deref(), Some("Section 35"));
    assert_eq!(sim.model.screen.focus, Focus::Article);
    sim.press("<BS>");
    assert_eq!(sim.section().as_deref(), Some("Section 30"));
}

/// Presses the mouse on a text.
fn press_on(sim: &mut Sim, text: &str) {
    let position = position_of(sim, text);
    send_mouse(sim, MouseEventKind::Press, position);
}

#[test]
fn presses_select_and_require_tags() {
    let files = [
        ("a.md", "---\ntags: [alpha]\n---\n# A\n"),
        ("b.md", "---\ntags: [beta]\n---\n# B\n"),
    ];
    let mut sim = Sim::new(&files, 120, 24);
    sim.press("t");
    press_on(&mut sim, "beta");
    assert_eq!(sim.model.tag_picker().unwrap().selected, 1);
    press_on(&mut sim, "beta");
    assert_eq!(sim.model.filter.to_string(), "#beta");
    send_mouse(&mut sim, MouseEventKind::Press, (80, 12));
    assert!(
        sim.model.tag_picker().is_none(),
        "a press beside the picker closes it"
    );
}

#[test]
fn presses_open_hits_and_related_posts() {
    let mut sim = sim();
    // Enter goes to the only hit, and Backspace back to the list of hits.
    sim.press("Sother<Enter>");
    sim.press("<BS>");
    assert!(sim.is_post_search_open());
    press_on(&mut sim, "the other");
    assert_eq!(sim.open_title(), "A");
    assert!(
        !sim.is_post_search_open(),
        "the only hit is selected already"
    );
    sim.press("R");
    assert!(sim.related().is_some());
    // If the post is selected already, the first press opens it. Otherwise, the first press selects the post.
    press_on(&mut sim, "B  ");
    if sim.related().is_some() {
        press_on(&mut sim, "B  ");
    }
    assert_eq!(sim.open_title(), "B");
}

#[test]
fn press_outside_an_overlay_closes_it() {
    let mut sim = sim();
    for key in ["?", "=", "S", "O", ":"] {
        sim.press(key);
        let is_open = |sim: &Sim| sim.model.overlay().is_some() || sim.model.prompt.is_some();
        assert!(is_open(&sim), "{key}");
        send_mouse(&mut sim, MouseEventKind::Press, (10, 0));
        assert!(!is_open(&sim), "{key}");
    }
    sim.press("?");
    send_mouse(&mut sim, MouseEventKind::Press, (60, 10));
    assert!(
        sim.model.overlay().is_some(),
        "a press inside keeps it open"
    );
}

#[test]
fn press_chooses_a_palette_entry() {
    let mut sim = sim();
    sim.press(":sort by t");
    press_on(&mut sim, "sort by title");
    assert!(sim.screen()[0].contains("by title"));
    assert!(sim.model.prompt.is_none());
}

#[test]
fn wheel_scrolls_panes_that_do_not_have_the_focus() {
    let mut text = "---\ntoc: true\n---\n".to_owned();
    for section in 1..=60 {
        text.push_str(&format!("# Section {section}\n\nWords.\n\n"));
    }
    let mut sim = Sim::new(&[("a.md", &text)], 140, 30);
    sim.press("<Enter>");
    let position = position_of(&sim, "Contents");
    // The argument is the height of the contents in rows. It matters only near the end of the contents.
    let contents_top = |sim: &Sim| sim.model.contents_top(24);
    send_mouse(&mut sim, MouseEventKind::WheelDown, (position.0, 10));
    assert_eq!(
        (contents_top(&sim), sim.model.screen.focus),
        (3, Focus::Article)
    );
    assert_eq!(sim.section().as_deref(), Some("Section 1"));
    press_on(&mut sim, "Section 27");
    assert_eq!(sim.section().as_deref(), Some("Section 27"));
    sim.press("t/5");
    send_mouse(&mut sim, MouseEventKind::WheelDown, (60, 10));
    assert!(
        sim.model.prompt.is_some(),
        "the wheel does not end a prompt"
    );
}
