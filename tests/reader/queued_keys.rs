//! Keys typed while the list or the article is still loading.

use folio::app::event::{Code, Key, Size};
use folio::app::message::{Effect, Message};
use folio::app::{Model, StartOptions};

use crate::sim::{complete_article, read_post, update};

const LONG: &str = "Text.\n\n# One\n\nText.\n\n# Two\n\nText.\n\n# Three\n\nText.\n";

/// Creates a model that has no posts yet. Returns the model and its first effects.
fn start() -> (Model, Vec<Effect>) {
    Model::new(StartOptions {
        size: Size {
            width: 120,
            height: 12,
        },
        ..StartOptions::default()
    })
}

/// Presses keys and returns their effects; `\n` stands for Enter.
fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let key = |char| Key {
        code: if char == '\n' {
            Code::Enter
        } else {
            Code::Char(char)
        },
        ctrl: false,
        alt: false,
    };
    keys.chars()
        .flat_map(|char| update(model, Message::Key(key(char))))
        .collect()
}

/// Returns five posts that have three sections each.
fn posts() -> Vec<folio::post::Post> {
    let post = |day| {
        let path = format!("{day}.md");
        read_post(
            path.as_ref(),
            &format!("---\ntitle: Post {day}\ndate: 2024-01-0{day}\n---\n{LONG}"),
        )
    };
    (1..=5).map(post).collect()
}

/// Returns the id of the requested scan.
fn scan_id(effects: &[Effect]) -> folio::app::message::RequestId {
    let scan = effects.iter().find_map(|effect| match effect {
        Effect::Scan(id) => Some(*id),
        _ => None,
    });
    scan.expect("a scan")
}

#[test]
fn movement_before_first_posts_is_queued_for_list() {
    let (mut model, effects) = start();
    let id = scan_id(&effects);
    assert!(press(&mut model, "2jj").is_empty());
    update(&mut model, Message::Scanned(id, posts()));
    assert_eq!(model.list.selected, 3);
}

#[test]
fn movement_before_article_is_queued_for_article() {
    let (mut model, effects) = start();
    let id = scan_id(&effects);
    update(&mut model, Message::Scanned(id, posts()));
    update(&mut model, Message::ScanEnded(id, Vec::new()));
    let answer_last_request = |model: &mut Model, effects: &[Effect]| {
        let last = effects.iter().rev().find_map(|effect| match effect {
            Effect::Open(request) => Some((request.id, request.path.clone(), request.widths)),
            _ => None,
        });
        let (id, path, widths) = last.expect("an article was requested");
        update(
            model,
            complete_article(id, &path.to_string_lossy(), LONG, widths),
        );
        path
    };
    let effects = press(&mut model, "j\n2]");
    assert_eq!(
        answer_last_request(&mut model, &effects).to_string_lossy(),
        "4.md"
    );
    let section = |model: &Model| {
        model
            .article
            .as_ref()
            .and_then(folio::app::article::Article::section)
    };
    assert_eq!(section(&model), Some(1));
    // The shown article stays unchanged while the next article is loaded.
    let effects = press(&mut model, "J]]]");
    assert_eq!(section(&model), Some(1));
    answer_last_request(&mut model, &effects);
    assert_eq!(section(&model), Some(2));
    // Actions queued for a post that is no longer requested are dropped.
    let effects = press(&mut model, "J]]J");
    answer_last_request(&mut model, &effects);
    assert_eq!(section(&model), None);
}

/// The key of a flag is not queued: the post that is selected when the list arrives may be another than the user expects.
#[test]
fn flags_are_not_set_while_list_is_loading() {
    let notice = |model: &mut Model, keys: &str| {
        assert!(press(model, keys).is_empty());
        model.notice.as_deref().unwrap_or_default().to_owned()
    };
    let (mut model, effects) = start();
    let scan = scan_id(&effects);
    for key in ["a", "x", "X"] {
        assert_eq!(notice(&mut model, key), "The list is still loading.");
    }
    update(&mut model, Message::Scanned(scan, posts()));
    let has_flags = |model: &Model| {
        let posts = model.list.shown.iter();
        let mut flags = posts.map(|post| model.library.flags(*post));
        flags.any(|flags| flags.starred || flags.read)
    };
    assert!(!has_flags(&model));
    press(&mut model, "a");
    assert!(has_flags(&model));
    // A folder without posts.
    let (mut model, effects) = start();
    update(
        &mut model,
        Message::ScanEnded(scan_id(&effects), Vec::new()),
    );
    assert_eq!(notice(&mut model, "a"), "No post is selected.");
}
