//! The last row: the line being typed, what there is to say, or the few keys that matter here; and at the right
//! the section and how much is left.

use super::pen::{Pen, literal};
use crate::app::action::Action;
use crate::app::article::Wait;
use crate::app::keymap::{self, Context};
use crate::app::panes::Rect;
use crate::app::prompt::{Asks, Prompt};
use crate::app::{Focus, Model};
use crate::clean;
use crate::document::LinkId;
use crate::library::{Destination, PostId};
use crate::text::{self, Clean};
use crate::theme::Role;

pub(super) fn draw(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    if area.height == 0 {
        return;
    }
    match &model.prompt {
        // Its line stands on top of its pane.
        Some(prompt) if prompt.asks == Asks::Posts => return type_above(model, area, pen),
        Some(prompt) => return type_in(model, prompt, area, pen),
        None => {}
    }
    let room = area.width.saturating_sub(2);
    let right = place(model);
    let most = if model.panes().list.is_some() {
        room / 2
    } else {
        room / 3
    };
    let right_room = most.min(text::width(&right) as u16);
    let (bytes, _) = text::fit(&right, usize::from(right_room));
    let free = pen.put_right((1, area.y), room, &right.slice(0..bytes), Role::Dim);
    let free = free.saturating_sub(2);
    if let Some(pending) = model.pending() {
        pen.put((1, area.y), free, &pending, Role::Key);
        return;
    }
    if let Some(hints) = &model.hints {
        return number(&hints.typed, hints.targets.len(), (area.y, free), pen);
    }
    let waiting = model.article.as_ref().and_then(|one| one.waiting.as_ref());
    match model.notice.clone().or(waiting.map(Wait::words)) {
        Some(notice) => {
            pen.put_short((1, area.y), free, &notice, Role::Accent);
        }
        None => match model.link.filter(|_| model.context() == Context::Article) {
            Some(link) => leads(model, link, (area.y, free), pen),
            None => match model.offered() {
                Some(next) => ending(model, next, (area.y, free), pen),
                None => hints(model, (area.y, free), pen),
            },
        },
    }
}

/// At the end of an article: which post is next, and how to see what has to do with this one.
fn ending(model: &Model, next: PostId, (y, room): (u16, u16), pen: &mut Pen<'_, '_>) {
    let next = model.library.post(next);
    let key = |action| clean!("{}", model.keymap().first(Context::Article, action));
    let related = [
        (key(Action::Related), Role::Key),
        (literal(" related"), Role::Dim),
    ];
    let columns: usize = related.iter().map(|(text, _)| text::width(text)).sum();
    let end = 1 + room;
    // Of the keys for a page, the one that most know.
    let mut pages = model.keymap().keys(Context::Article, Action::PageDown);
    let page = if pages.any(|key| key == "Space") {
        literal("Space")
    } else {
        key(Action::PageDown)
    };
    let mut x = 1 + pen.put((1, y), room, &page, Role::Key) + 1;
    x += pen.put((x, y), end.saturating_sub(x), &literal("next: "), Role::Dim);
    let free = end.saturating_sub(x + columns as u16 + 2);
    x += pen.put_short((x, y), free, &Clean::line(&next.title), Role::Text) + 2;
    for (text, role) in related {
        x += pen.put((x, y), end.saturating_sub(x), &text, role);
    }
}

/// The few keys that matter here, as many as there is room for; the help is always among them.
fn hints(model: &Model, (y, room): (u16, u16), pen: &mut Pen<'_, '_>) {
    let (context, keymap) = (model.context(), model.keymap());
    let (mut hints, mut last) = (Vec::new(), None);
    for entry in keymap::entries().filter(|entry| entry.contexts.contains(&context)) {
        if let Some(hint) = entry.hint {
            let keys = clean!("{}", keymap.first_keys(entry, context));
            if keys.is_empty() {
                continue;
            }
            let columns = text::width(&keys) + 1 + text::width(hint) + 2;
            let piece = (keys, literal(hint), columns as u16);
            if hint == "help" {
                last = Some(piece);
            } else {
                hints.push(piece);
            }
        }
    }
    let mut left = room.saturating_sub(last.as_ref().map_or(0, |(_, _, columns)| *columns - 2));
    let mut x = 1;
    let fitting = hints.into_iter().take_while(|(_, _, columns)| {
        let fits = *columns <= left;
        left = left.saturating_sub(*columns);
        fits
    });
    for (keys, hint, _) in fitting.collect::<Vec<_>>().into_iter().chain(last) {
        x += pen.put((x, y), (room + 1).saturating_sub(x), &keys, Role::Key) + 1;
        x += pen.put((x, y), (room + 1).saturating_sub(x), &hint, Role::Dim) + 2;
    }
}

/// Where the selected link leads, before it is followed.
fn leads(model: &Model, link: LinkId, (y, room): (u16, u16), pen: &mut Pen<'_, '_>) {
    if model
        .article
        .as_ref()
        .is_some_and(|one| one.is_pending(link))
    {
        let words = literal("where this leads is still being read");
        pen.put_short((1, y), room, &words, Role::Dim);
        return;
    }
    let Some(destination) = model.destination(link) else {
        return;
    };
    let browse = || {
        clean!(
            "{} ",
            model.keymap().first(Context::Article, Action::Browse)
        )
    };
    let (sign, text) = match destination {
        Destination::Post(post, section) => {
            let section = section
                .map(|section| format!(" › {section}"))
                .unwrap_or_default();
            (
                literal("⏎ "),
                clean!("{}{section}", model.library.post(post).title),
            )
        }
        Destination::Section(section) => (literal("⏎ "), clean!("{section}")),
        Destination::Outside(url) => (browse(), clean!("{url}")),
        Destination::Other(target) => (literal(""), clean!("{target}: not opened by folio")),
        Destination::Missing => (literal(""), literal("dead link: nothing is there")),
    };
    let x = 1 + pen.put((1, y), room, &sign, Role::Key);
    pen.put_short((x, y), (room + 1).saturating_sub(x), &text, Role::Text);
}

/// The number of a link that is being typed.
fn number(typed: &str, all: usize, (y, room): (u16, u16), pen: &mut Pen<'_, '_>) {
    let x = 1 + pen.put((1, y), room, &clean!("{typed}_ "), Role::Key);
    let hint = match (all, typed) {
        (1, _) => literal("1 follows the link · Esc leaves"),
        (_, "") => clean!("a number from 1 to {all} follows its link · Esc leaves"),
        _ => literal("one more digit, or Enter · Esc leaves"),
    };
    pen.put_short((x, y), (room + 1).saturating_sub(x), &hint, Role::Dim);
}

/// The line being typed, scrolled so that its cursor is visible.
fn type_in(model: &Model, prompt: &Prompt, area: Rect, pen: &mut Pen<'_, '_>) {
    let found = match prompt.asks {
        Asks::Filter => super::header::posts(model.list.shown.len()),
        Asks::Article => matches(model),
        Asks::Posts => Clean::default(),
        Asks::Contents => match model.contents.visible.len() {
            1 => literal("1 heading"),
            all => clean!("{all} headings"),
        },
        Asks::Palette => Clean::default(),
        Asks::Tags => clean!(
            "{} tags",
            model.tags.as_ref().map_or(0, |tags| tags.facets.len())
        ),
    };
    let room = area.width.saturating_sub(2);
    let free = pen
        .put_right((1, area.y), room, &found, Role::Dim)
        .saturating_sub(2);
    let sign = match prompt.asks {
        Asks::Palette => literal(":"),
        _ => literal("/"),
    };
    let x = 1 + pen.put((1, area.y), free, &sign, Role::Key);
    line(prompt, (x, area.y), (free + 1).saturating_sub(x), pen);
}

/// A prompt's line in so many columns, with its cursor.
pub(super) fn line(prompt: &Prompt, (x, y): (u16, u16), room: u16, pen: &mut Pen<'_, '_>) {
    let before = Clean::line(&prompt.text[..prompt.cursor]);
    let columns = text::width(&before);
    let skipped = columns.saturating_sub(usize::from(room.saturating_sub(1)));
    let (bytes, dropped) = text::prefix(&before, skipped);
    let shown = before.slice(bytes..before.len());
    let taken = pen.put((x, y), room, &shown, Role::Text);
    let after = Clean::line(&prompt.text[prompt.cursor..]);
    pen.put(
        (x + taken, y),
        room.saturating_sub(taken),
        &after,
        Role::Text,
    );
    pen.cursor(x + (columns - dropped) as u16, y);
}

/// The keys that mean something while a line is typed on top of a pane.
fn type_above(model: &Model, area: Rect, pen: &mut Pen<'_, '_>) {
    let escape = if model.finder.shown_lines() > 0 {
        "move with j k"
    } else {
        "close"
    };
    let hints = [
        ("⏎", "read"),
        ("↓ ↑", "move"),
        ("^U", "clear"),
        ("Esc", escape),
    ];
    let (mut x, end) = (1, area.width.saturating_sub(1));
    for (key, hint) in hints {
        x += pen.put((x, area.y), end.saturating_sub(x), &literal(key), Role::Key) + 1;
        x += pen.put(
            (x, area.y),
            end.saturating_sub(x),
            &literal(hint),
            Role::Dim,
        ) + 2;
    }
}

/// Which of the matches the reader is at.
fn matches(model: &Model) -> Clean<'static> {
    let whole = model.article.as_ref().is_none_or(|article| article.whole);
    match &model.search {
        None => Clean::default(),
        Some(search) if !whole && search.found.is_empty() => literal("reading on…"),
        Some(search) if !whole => clean!("{}/{} so far", search.current + 1, search.found.len()),
        Some(search) if search.found.is_empty() => literal("no match"),
        Some(search) => clean!("{}/{}", search.current + 1, search.found.len()),
    }
}

/// The section being read and how much is left.
fn place(model: &Model) -> Clean<'static> {
    let is_hidden = model.finder.is_open || model.related.is_some();
    let Some(article) = model.article.as_ref().filter(|_| !is_hidden) else {
        return Clean::default();
    };
    if model.panes().article.is_none() && model.focus != Focus::Contents {
        return Clean::default();
    }
    // Over a lone article the header says all of it, and which section is being read in any case.
    if model.panes().list.is_none() {
        return Clean::default();
    }
    let document = &article.body.document;
    let section = article.section().filter(|_| model.focus == Focus::List);
    let section = section.map(|section| {
        let block = document.toc().headings()[section].block as usize;
        document.block_text(&document.blocks()[block])
    });
    let section = section.unwrap_or_default();
    let left = match article.minutes_left(model.article_height()) {
        Some(minutes @ 1..) if !document.is_source() => clean!(" · {minutes} min left"),
        _ => Clean::default(),
    };
    let gap = if section.is_empty() { "" } else { "   " };
    clean!("{section}{gap}{}{left}", percent(model))
}

/// How much lies behind the reader.
pub(super) fn percent(model: &Model) -> Clean<'static> {
    let height = model.article_height();
    let Some(article) = &model.article else {
        return Clean::default();
    };
    match article.percent(height) {
        Some(percent) => clean!("{percent} %"),
        None => literal("reading on…"),
    }
}
