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

/// Maximum width of the view, in columns.
const MAX_COLUMNS: u16 = 96;
/// Width of the label in front of a title, such as `newer`, `2 of 5` or a language, in columns.
const LABEL_COLUMNS: u16 = 8;
/// Minimum number of free columns in which a shared tag is printed.
const MIN_TAG_COLUMNS: u16 = 4;

/// A row of the view of related posts.
enum RelatedRow<'a> {
    /// An empty row between two groups.
    Blank,
    /// The name of a group.
    Group(Clean<'static>),
    /// A related post and its index in `RelatedView::posts`.
    Post(usize, &'a Related),
}

/// Draws the view of related posts.
pub(super) fn draw(model: &Model, view: &RelatedView, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let area = overlay::centered(area, MAX_COLUMNS);
    let status = if model.is_finding_backlinks() {
        literal("searching for links…")
    } else {
        Clean::default()
    };
    let free = canvas.print_right(RowArea::top_of(area), &status, Role::Dim);
    let free = canvas.print(free, &literal("Related  "), Role::SectionHeading);
    canvas.print_truncated(free.shorten(2), &view.title, Role::Title);
    let below = overlay::below_title(area);
    if view.posts.is_empty() {
        return draw_empty(model, below, canvas);
    }
    let rows = related_rows(model, view);
    let is_selected =
        |row: &RelatedRow<'_>| matches!(row, RelatedRow::Post(index, _) if *index == view.selected);
    let selected = rows.iter().position(is_selected).unwrap_or(0);
    let top = overlay::first_visible(selected, rows.len(), below.height);
    for (row, related_row) in RowArea::rows_of(below).zip(rows.iter().skip(top)) {
        match related_row {
            RelatedRow::Blank => {}
            RelatedRow::Group(name) => {
                canvas.print_truncated(row, name, Role::SectionHeading);
            }
            RelatedRow::Post(index, related) => {
                canvas.add_clickable_item(row, *index);
                if *index == view.selected {
                    overlay::draw_selection(row, canvas);
                }
                draw_related(model, related, row, canvas);
            }
        }
    }
}

/// Draws the message that there are no related posts, unless backlinks are still being found.
fn draw_empty(model: &Model, area: Rect, canvas: &mut Canvas<'_, '_>) {
    if model.is_finding_backlinks() {
        return;
    }
    let message = literal(
        "No related posts: no links from other posts, no translations, no common tags, series or dates.",
    );
    overlay::draw_paragraphs([(message, Role::Dim)], area, canvas);
}

/// Returns the rows of all groups. The name of a group precedes its posts.
fn related_rows<'a>(model: &Model, view: &'a RelatedView) -> Vec<RelatedRow<'a>> {
    let mut rows = Vec::new();
    let mut previous_group = None;
    for (index, related) in view.posts.iter().enumerate() {
        let group = Group::of(&related.relation);
        if previous_group != Some(group) {
            if previous_group.is_some() {
                rows.push(RelatedRow::Blank);
            }
            previous_group = Some(group);
            let series = model.library.post(related.post).series();
            rows.push(RelatedRow::Group(match (group, series) {
                (Group::Series, Some(series)) => clean!("Series “{series}”"),
                (Group::Series, None) => literal("Series"),
                (Group::Languages, _) => literal("Other languages"),
                (Group::Links, _) => literal("Links here"),
                (Group::Dates, _) => literal("Previous and next by date"),
                (Group::Tags, _) => literal("Similar tags"),
            }));
        }
        rows.push(RelatedRow::Post(index, related));
    }
    rows
}

/// A group of related posts, which the view shows below the group's name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Languages,
    Links,
    Series,
    Dates,
    Tags,
}

impl Group {
    /// Returns the group for a kind of relation.
    fn of(relation: &Relation) -> Self {
        match relation {
            Relation::Translation => Self::Languages,
            Relation::Backlink => Self::Links,
            Relation::SeriesPart { .. } => Self::Series,
            Relation::Newer | Relation::Older => Self::Dates,
            Relation::SharedTags(_) => Self::Tags,
        }
    }
}

/// Draws a related post: a label such as `newer`, the title, the shared tags, and the date at the right end.
fn draw_related(model: &Model, related: &Related, row: RowArea, canvas: &mut Canvas<'_, '_>) {
    let post = model.library.post(related.post);
    let date = post.date.map_or_else(Clean::default, |date| {
        paint::long_date(&date, &model.settings.date_format)
    });
    let mut free = canvas.print_right(row.shorten(1), &date, Role::Dim);
    free = free.shorten(2).skip(2);
    let label = match related.relation {
        Relation::SeriesPart { number, total } => clean!("{number} of {total}"),
        Relation::Translation => {
            let language = model.library.language(related.post);
            clean!("{}", language.unwrap_or("–"))
        }
        Relation::Newer => literal("newer"),
        Relation::Older => literal("older"),
        Relation::Backlink | Relation::SharedTags(_) => Clean::default(),
    };
    if !label.is_empty() {
        canvas.print(free.limit(LABEL_COLUMNS), &label, Role::Dim);
        free = free.skip(LABEL_COLUMNS);
    }
    let title = Clean::line(&post.title);
    free = canvas.print_truncated(free, &title, Role::Text).skip(2);
    if let Relation::SharedTags(tags) = &related.relation {
        for tag in tags {
            if free.width < MIN_TAG_COLUMNS {
                break;
            }
            free = canvas
                .print_truncated(free, &Clean::line(tag), Role::Tag)
                .skip(1);
        }
    }
}
