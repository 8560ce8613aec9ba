//! Posts related to a post, grouped by the kind of relation.

use super::canvas::{Canvas, RowArea, literal};
use super::overlay;
use crate::app::Model;
use crate::app::panes::Rect;
use crate::app::related::RelatedView;
use crate::clean;
use crate::library::{Related, Relation};
use crate::paint;
use crate::text::Clean;
use crate::theme::Role;

/// Maximum width of the text, in columns.
const MAX_COLUMNS: u16 = 96;
/// Width of the column in front of a title, which shows `newer`, `2 of 5` or a language, in columns.
const WORD_COLUMNS: u16 = 8;

/// A line below the title.
enum Line<'a> {
    Blank,
    Group(Clean<'static>),
    Post(usize, &'a Related),
}

pub(super) fn draw(model: &Model, view: &RelatedView, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let area = overlay::centered(area, MAX_COLUMNS);
    let status = if model.is_finding_backlinks() {
        literal("searching for links…")
    } else {
        Clean::default()
    };
    let free = canvas.print_right(RowArea::top_of(area), &status, Role::Dim);
    let rest = canvas.print(free, &literal("Related  "), Role::SectionHeading);
    canvas.print_truncated(rest.shorten(2), &view.title, Role::Title);
    let below = overlay::below_title(area);
    if view.posts.is_empty() {
        return draw_empty(model, below, canvas);
    }
    let lines = lines(model, view);
    let is_selected =
        |line: &Line<'_>| matches!(line, Line::Post(index, _) if *index == view.selected);
    let selected = lines.iter().position(is_selected).unwrap_or(0);
    let top = overlay::first_visible(selected, lines.len(), below.height);
    for (row, line) in RowArea::rows_of(below).zip(lines.iter().skip(top)) {
        match line {
            Line::Blank => {}
            Line::Group(name) => {
                canvas.print_truncated(row, name, Role::SectionHeading);
            }
            Line::Post(index, related) => {
                canvas.mark_item(row, *index);
                if *index == view.selected {
                    overlay::draw_selection(row, canvas);
                }
                draw_related(model, related, row, canvas);
            }
        }
    }
}

fn draw_empty(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    if model.is_finding_backlinks() {
        return;
    }
    let message = literal(
        "No related posts: none links here, translates it, or shares its tags, series or date.",
    );
    overlay::draw_paragraphs([(message, Role::Dim)], area, canvas);
}

/// Returns the lines of all groups, each with the group's name first.
fn lines<'a>(model: &Model, view: &'a RelatedView) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut last = None;
    for (index, related) in view.posts.iter().enumerate() {
        let group = group(&related.relation);
        if last != Some(group) {
            if last.is_some() {
                lines.push(Line::Blank);
            }
            last = Some(group);
            let series = model.library.post(related.post).series();
            lines.push(Line::Group(match (group, series) {
                (Group::Series, Some(series)) => clean!("Series “{series}”"),
                (Group::Series, None) => literal("Series"),
                (Group::Languages, _) => literal("Other languages"),
                (Group::Links, _) => literal("Links here"),
                (Group::Time, _) => literal("Previous and next by date"),
                (Group::Tags, _) => literal("Similar tags"),
            }));
        }
        lines.push(Line::Post(index, related));
    }
    lines
}

/// A group of related posts with a common name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Languages,
    Links,
    Series,
    Time,
    Tags,
}

fn group(relation: &Relation) -> Group {
    match relation {
        Relation::Translation => Group::Languages,
        Relation::Backlink => Group::Links,
        Relation::SeriesPart { .. } => Group::Series,
        Relation::Newer | Relation::Older => Group::Time,
        Relation::SharedTags(_) => Group::Tags,
    }
}

fn draw_related(model: &Model, related: &Related, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let post = model.library.post(related.post);
    let date = post.date.map_or_else(Clean::default, |date| {
        paint::long_date(&date, &model.settings.date_format)
    });
    let mut rest = canvas.print_right(row.shorten(1), &date, Role::Dim);
    rest = rest.shorten(2).skip(2);
    let word = match related.relation {
        Relation::SeriesPart { number, total } => clean!("{number} of {total}"),
        Relation::Translation => {
            let language = model.library.language(related.post);
            clean!("{}", language.unwrap_or("–"))
        }
        Relation::Newer => literal("newer"),
        Relation::Older => literal("older"),
        Relation::Backlink | Relation::SharedTags(_) => Clean::default(),
    };
    if !word.is_empty() {
        canvas.print(rest.limit(WORD_COLUMNS), &word, Role::Dim);
        rest = rest.skip(WORD_COLUMNS);
    }
    let title = Clean::line(&post.title);
    rest = canvas.print_truncated(rest, &title, Role::Text).skip(2);
    if let Relation::SharedTags(tags) = &related.relation {
        for tag in tags {
            if rest.width < 4 {
                break;
            }
            rest = canvas
                .print_truncated(rest, &Clean::line(tag), Role::Tag)
                .skip(1);
        }
    }
}
