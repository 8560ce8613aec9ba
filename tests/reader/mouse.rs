//! The mouse, while folio captures it.

use folio::app::Focus;
use folio::app::message::{Effect, Message};
use folio::app::message::{MouseCapture, MouseEvent, MouseEventKind};
use folio::app::overlay::Overlay;

use crate::sim::Sim;

const WIDE: (u16, u16) = (120, 20);

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
    let at = rows
        .iter()
        .enumerate()
        .find_map(|(y, row)| Some((row.find(text)?, y, row)));
    let (at, y, row) = at.expect("it is on the screen");
    (row[..at].chars().count() as u16, y as u16)
}

fn send_mouse(sim: &mut Sim, kind: MouseEventKind, (x, y): (u16, u16)) {
    sim.send(Message::Mouse(MouseEvent { kind, x, y }));
}

#[test]
fn key_toggles_mouse_capture() {
    let mut sim = sim();
    sim.press("MM");
    assert_eq!(
        sim.effects,
        [
            Effect::CaptureMouse(MouseCapture::Folio),
            Effect::CaptureMouse(MouseCapture::Terminal)
        ]
    );
}

#[test]
fn wheel_scrolls_pane_under_pointer() {
    let mut sim = sim();
    let top = |sim: &Sim| sim.model.article.as_ref().map(|article| article.top);
    send_mouse(&mut sim, MouseEventKind::WheelDown, (80, 10));
    assert_eq!((top(&sim), sim.model.screen.focus), (Some(3), Focus::List));
    send_mouse(&mut sim, MouseEventKind::WheelUp, (80, 10));
    assert_eq!(top(&sim), Some(0));
    send_mouse(&mut sim, MouseEventKind::WheelDown, (5, 10));
    assert_eq!((sim.selected(), sim.open_title()), ("B".into(), "B".into()));
    let help_top = |sim: &Sim| match sim.model.overlay() {
        Some(Overlay::Help(help)) => help.top,
        other => panic!("{other:?}"),
    };
    sim.press("?");
    let before = help_top(&sim);
    send_mouse(&mut sim, MouseEventKind::WheelDown, (5, 10));
    assert_eq!(help_top(&sim), before + 3);
}

#[test]
fn first_press_selects_and_second_press_opens() {
    let mut sim = sim();
    let position = position_of(&sim, "C  ");
    send_mouse(&mut sim, MouseEventKind::Press, position);
    assert_eq!(
        (sim.selected(), sim.model.screen.focus),
        ("C".into(), Focus::List)
    );
    send_mouse(&mut sim, MouseEventKind::Press, position);
    assert_eq!(sim.model.screen.focus, Focus::Article);
    // Presses on a year or below the last post do nothing.
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
    send_mouse(&mut sim, MouseEventKind::Press, (60, 15));
    assert_eq!(sim.model.selected_link(), None);
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
        .expect("it is in the column") as u16;
    send_mouse(&mut sim, MouseEventKind::Press, (contents.x + 4, row));
    assert_eq!(sim.section().as_deref(), Some("Section 35"));
    assert_eq!(sim.model.screen.focus, Focus::Article);
    sim.press("<BS>");
    assert_eq!(sim.section().as_deref(), Some("Section 30"));
}
