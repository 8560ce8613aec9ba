//! What a search has found, marked in a painted row.

use super::{Overlay, Row, Run};
use crate::document::{Document, Marks};
use crate::theme::Face;

/// Cuts the runs of a row where a found place begins and ends, and marks what lies within.
pub(super) fn mark<'a>(document: &'a Document, overlay: Overlay<'_>, row: &mut Row<'a>) {
    if let Some(link) = overlay.link {
        for run in row.runs.iter_mut().filter(|run| run.link == Some(link)) {
            run.face.marks = run.face.marks.with(Marks::HERE);
        }
    }
    if overlay.places.is_empty() {
        return;
    }
    let runs = std::mem::take(&mut row.runs);
    for run in runs {
        match run.start {
            Some(start) => cut(document, overlay, &run, start, &mut row.runs),
            None => row.runs.push(run),
        }
    }
}

fn cut<'a>(
    document: &'a Document,
    overlay: Overlay<'_>,
    run: &Run<'a>,
    start: u32,
    out: &mut Vec<Run<'a>>,
) {
    let end = start + run.text.len() as u32;
    let first = overlay.places.partition_point(|place| place.end <= start);
    let mut at = start;
    for (nth, place) in overlay.places.iter().enumerate().skip(first) {
        if place.start >= end {
            break;
        }
        let (from, to) = (place.start.max(at), place.end.min(end));
        let mark = if overlay.here == Some(nth) {
            Marks::FOUND.with(Marks::HERE)
        } else {
            Marks::FOUND
        };
        push(document, run, at..from, Marks::NONE, out);
        push(document, run, from..to, mark, out);
        at = to;
    }
    push(document, run, at..end, Marks::NONE, out);
}

fn push<'a>(
    document: &'a Document,
    run: &Run<'a>,
    range: std::ops::Range<u32>,
    marks: Marks,
    out: &mut Vec<Run<'a>>,
) {
    if range.start < range.end {
        let text = document
            .text()
            .slice(range.start as usize..range.end as usize);
        let face = Face {
            role: run.face.role,
            marks: run.face.marks.with(marks),
        };
        out.push(Run {
            text,
            face,
            link: run.link,
            start: Some(range.start),
        });
    }
}
