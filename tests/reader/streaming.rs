//! Results that arrive late, in another order, or in parts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use folio::app::article::Body;
use folio::app::event::Size;
use folio::app::message::{Effect, Message, Opened, RequestId};
use folio::app::{Focus, Model, StartOptions};
use folio::document::Dialect;
use folio::layout::Widths;
use folio::library::{Library, Sort};
use folio::post::Post;
use folio::runtime::article_loader::FIRST_PART_BYTES;
use folio::site::Source;

use crate::sim::{Sim, body, complete_article, read_post, update};

/// Returns the metadata of post `number`. The date and the tags are computed from the number.
fn post(number: usize) -> Post {
    let tag = ["rust", "career", "draft"][number % 3];
    let text = format!(
        "+++\ntitle = \"Post {number}\"\ndate = 20{:02}-{:02}-{:02}\ntags = [\"{tag}\", \"t{}\"]\n+++\n",
        number % 24,
        number % 12 + 1,
        number % 28 + 1,
        number % 50,
    );
    read_post(&PathBuf::from(format!("post-{number}.md")), &text)
}

/// Creates a model that has no posts yet. Returns the model and its first effects.
fn start() -> (Model, Vec<Effect>) {
    let size = Size {
        width: 120,
        height: 40,
    };
    Model::new(StartOptions {
        size,
        ..StartOptions::default()
    })
}

/// Returns the request to open an article.
fn open_request(effects: &[Effect]) -> Option<(RequestId, PathBuf, Widths)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Open(request) => Some((request.id, request.path.clone(), request.widths)),
        _ => None,
    })
}

#[test]
fn list_responds_while_ten_thousand_posts_load() {
    let (mut model, effects) = start();
    let Some(Effect::Scan(scan_id)) = effects.first() else {
        panic!("no scan")
    };
    let posts: Vec<Post> = (0..10_000).map(post).collect();
    let key = |char| {
        let code = folio::app::event::Code::Char(char);
        Message::Key(folio::app::event::Key {
            code,
            ctrl: false,
            alt: false,
        })
    };
    let mut selected_post = None;
    for (index, batch) in posts.chunks(500).enumerate() {
        update(&mut model, Message::Scanned(*scan_id, batch.to_vec()));
        match index {
            0..=2 => assert_eq!(
                model.list.selected, 0,
                "the top post stays selected until the first key"
            ),
            3 => {
                update(&mut model, key('j'));
                selected_post = model.list.selected_post();
            }
            8 => {
                for char in "/#rust".chars() {
                    update(&mut model, key(char));
                }
                assert!(!model.list.shown.is_empty());
            }
            _ => {}
        }
        if (3..8).contains(&index) {
            assert_eq!(
                model.list.selected_post(),
                selected_post,
                "after a key, the selection stays on its post"
            );
        }
    }
    update(&mut model, Message::ScanEnded(*scan_id, Vec::new()));
    let mut all_at_once = Library::new(Sort::default());
    all_at_once.extend(posts);
    let titles = |library: &Library, shown: &[folio::library::PostId]| -> Vec<String> {
        shown
            .iter()
            .map(|post| library.post(*post).title.to_string())
            .collect()
    };
    let expected = all_at_once.select(&model.filter);
    assert_eq!(
        titles(&model.library, &model.list.shown),
        titles(&all_at_once, &expected)
    );
    // Every third of the 10,000 posts has the tag.
    assert_eq!(expected.len(), 3334);
}

#[test]
fn article_follows_first_post_while_posts_load() {
    let (mut model, effects) = start();
    let Some(Effect::Scan(scan_id)) = effects.first() else {
        panic!("no scan")
    };
    let scanned = |number: usize| Message::Scanned(*scan_id, vec![post(number)]);
    let effects = update(&mut model, scanned(0));
    let (request_id, path, widths) = open_request(&effects).expect("the first post opens");
    // The model opens one post at a time: while an article is being opened, posts that arrive are not opened.
    assert_eq!(open_request(&update(&mut model, scanned(5))), None);
    assert_eq!(open_request(&update(&mut model, scanned(9))), None);
    let opened = complete_article(request_id, &path.to_string_lossy(), "Text.\n", widths);
    let effects = update(&mut model, opened);
    let (_, path, _) = open_request(&effects).expect("the post now at the top opens");
    assert_eq!(path, Path::new("post-9.md"));
    assert_eq!(model.list.selected, 0);
}

#[test]
fn stale_article_never_replaces_newer_article() {
    let (mut model, effects) = start();
    let Some(Effect::Scan(scan_id)) = effects.first() else {
        panic!("no scan")
    };
    let posts = vec![post(1), post(2)];
    let effects = update(&mut model, Message::Scanned(*scan_id, posts));
    let (first_id, _, widths) = open_request(&effects).expect("the first post opens");
    update(&mut model, Message::ScanEnded(*scan_id, Vec::new()));
    let code = folio::app::event::Code::Char('j');
    let key = Message::Key(folio::app::event::Key {
        code,
        ctrl: false,
        alt: false,
    });
    let effects = update(&mut model, key);
    let (second_id, ..) = open_request(&effects).expect("the second post opens");
    for (id, path, text) in [
        (second_id, "post-1.md", "Newer."),
        (first_id, "post-2.md", "Stale."),
    ] {
        update(&mut model, complete_article(id, path, text, widths));
    }
    let article = model.article.as_ref().expect("an article is open");
    assert_eq!(&**article.body.document.text(), "Newer.\n");
}

#[test]
fn complete_article_replaces_first_part_without_moving_the_rows() {
    let mut text = String::new();
    for section in 0..40 {
        text.push_str(&format!(
            "# Section {section}\n\n{}\n\n",
            "Words to read. ".repeat(60)
        ));
    }
    let cut = text.find("# Section 20").expect("there are forty sections");
    let mut sim = Sim::new(&[("long.md", &text)], 120, 40);
    let (path, widths) = (Path::new("long.md"), sim.model.text_area().widths);
    let first_part: Body = body(path, &text[..cut], widths);
    let request_id = reopen(&mut sim);
    sim.send(Message::Opened(request_id, Opened::FirstPart(first_part)));
    assert!(
        !sim.model
            .article
            .as_ref()
            .expect("an article is open")
            .is_complete
    );
    assert!(sim.screen().last().expect("a footer").contains("loading…"));
    sim.press("<Enter>5]jj");
    // Rows 2 to 29 are a part of the panes, without the header and the footer.
    let before = sim.screen()[2..30].to_vec();
    // The article's columns are between the list and the contents.
    let article_rows = |rows: &[String]| {
        rows.iter()
            .map(|row| {
                row.chars()
                    .skip(38)
                    .take(62)
                    .collect::<String>()
                    .trim_end()
                    .to_owned()
            })
            .collect::<Vec<_>>()
    };
    sim.send(Message::Opened(
        request_id,
        Opened::Complete(body(path, &text, widths)),
    ));
    assert_eq!(article_rows(&sim.screen()[2..30]), article_rows(&before));
    assert!(
        sim.model
            .article
            .as_ref()
            .expect("an article is open")
            .is_complete
    );
}

#[test]
fn going_to_the_end_waits_for_complete_article() {
    let text = "Words.\n\n".repeat(500);
    let mut sim = Sim::new(&[("long.md", &text)], 120, 40);
    let (path, widths) = (Path::new("long.md"), sim.model.text_area().widths);
    let request_id = reopen(&mut sim);
    sim.send(Message::Opened(
        request_id,
        Opened::FirstPart(body(path, &text[..800], widths)),
    ));
    sim.press("<Enter>G");
    assert!(footer(&sim).contains("Loading the rest of the article"));
    sim.send(Message::Opened(
        request_id,
        Opened::Complete(body(path, &text, widths)),
    ));
    assert!(footer(&sim).contains("100 %"));
}

/// Opens the first part of an article of forty sections. Only the last section, which is not in this part, contains `needle`.
/// Returns the simulated reader and the message that delivers the complete article.
fn partial_article() -> (Sim, Message) {
    let mut text = "A [link][late], a note[^1].\n\n".to_owned();
    for section in 0..40 {
        text.push_str(&format!(
            "# Section {section}\n\n{}\n\n",
            "Words. ".repeat(1000)
        ));
    }
    text.push_str("The needle.\n\n[^1]: A note.\n\n[late]: https://example.org/late\n");
    let mut sim = Sim::new(&[("long.md", &text)], 120, 40);
    let (path, widths) = (Path::new("long.md"), sim.model.text_area().widths);
    let request_id = reopen(&mut sim);
    let source = Source::new(path, text.clone().into_bytes());
    let parsed = source
        .parser(Dialect::Auto)
        .parse_first_part(FIRST_PART_BYTES)
        .expect("the text is long enough for a first part");
    let first_part = Body::new(Arc::new(source.post), Arc::new(parsed.document), widths);
    sim.send(Message::Opened(request_id, Opened::FirstPart(first_part)));
    sim.press("<Enter>");
    let complete = Opened::Complete(body(path, &text, widths));
    (sim, Message::Opened(request_id, complete))
}

/// Returns the last row of the screen.
fn footer(sim: &Sim) -> String {
    sim.screen().pop().expect("a footer")
}

#[test]
fn actions_wait_for_complete_article_if_they_need_it() {
    for (keys, focus, shown) in [
        ("G", Focus::Article, "The needle."),
        ("t", Focus::Contents, "Section 30"),
        ("/needle<Enter>", Focus::Article, "The needle."),
        // For the first link, which leads to the web, Enter shows only a notice. The second link leads to the note.
        (")<Enter>)<Enter>", Focus::Article, "A note."),
    ] {
        let (mut sim, complete_article) = partial_article();
        sim.press(keys);
        assert!(
            footer(&sim).contains("Loading the rest"),
            "{keys}: {}",
            footer(&sim)
        );
        assert_eq!(sim.model.screen.focus, Focus::Article, "{keys}");
        assert!(!sim.screen().join("\n").contains(shown), "{keys}");
        sim.send(complete_article);
        assert!(!footer(&sim).contains("Loading the rest"), "{keys}");
        assert_eq!(sim.model.screen.focus, focus, "{keys}");
        assert!(sim.screen().join("\n").contains(shown), "{keys}");
    }
}

#[test]
fn waiting_actions_are_cancelled_by_escape_or_another_key() {
    for keys in ["G", "t", "/needle<Enter>", ")<Enter>)<Enter>"] {
        // `k` only undoes the movement of `j`.
        for other in ["<Esc>", "jk"] {
            let (mut sim, complete_article) = partial_article();
            sim.press(keys).press(other);
            let footer = footer(&sim);
            assert!(
                !footer.contains("Loading the rest"),
                "{keys}{other}: {footer}"
            );
            let top = sim.top();
            sim.send(complete_article);
            assert_eq!(sim.model.screen.focus, Focus::Article, "{keys}{other}");
            assert_eq!(sim.top(), top, "{keys}{other}");
        }
    }
}

#[test]
fn unconfirmed_search_continues_in_complete_article() {
    let (mut sim, complete_article) = partial_article();
    sim.press("/needle");
    assert!(footer(&sim).contains("loading…"));
    sim.send(complete_article);
    assert!(footer(&sim).contains("1/1"));
    assert!(sim.screen().join("\n").contains("The needle."));
    sim.press("<Esc>");
    assert_eq!(sim.top(), 0);
}

#[test]
fn link_in_first_part_uses_late_definition() {
    let (mut sim, complete_article) = partial_article();
    let row = |sim: &Sim| {
        let row = sim.screen().into_iter().find(|row| row.contains("A link"));
        // The last column is the scrollbar `▐`, or `┊` while the article is incomplete.
        row.map(|row| row.trim_end_matches(['┊', '▐', ' ']).to_owned())
    };
    let before = row(&sim).expect("the link is shown");
    assert!(before.contains("A link, a note¹."), "{before}");
    sim.press(")");
    assert!(footer(&sim).contains("https://example.org/late"));
    sim.send(complete_article);
    assert_eq!(row(&sim).expect("the link is shown"), before);
    assert!(footer(&sim).contains("https://example.org/late"));
}

/// Closes the open article and requests it again, without answering the request. Returns the id of the request.
fn reopen(sim: &mut Sim) -> RequestId {
    let code = folio::app::event::Code::Char('r');
    let key = folio::app::event::Key {
        code,
        ctrl: false,
        alt: false,
    };
    let effects = update(&mut sim.model, Message::Key(key));
    sim.model.article = None;
    open_request(&effects)
        .map(|(request_id, _, _)| request_id)
        .expect("a reload opens the article again")
}
