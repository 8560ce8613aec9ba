use super::*;

/// Returns the segments of running text.
fn segments(text: &str) -> Vec<BreakSegment> {
    let mut out = Vec::new();
    Segmenter::new().push_prose(text, &mut out);
    out
}

/// Returns the segments of `text`, with `|` where a row may end and `¦` where a row always ends.
fn mark_breaks(text: &str) -> String {
    let mut remaining = text;
    let show = |segment: &BreakSegment| {
        let piece;
        (piece, remaining) = remaining.split_at(segment.bytes() as usize);
        let end = if segment.always_ends_row() { "¦" } else { "|" };
        format!("{}{end}", piece.replace('\n', ""))
    };
    let marked = segments(text).iter().map(show).collect();
    assert_eq!(remaining, "", "{text}");
    marked
}

#[test]
fn text_breaks_at_blanks_hyphens_and_between_ideographs() {
    for (text, expected) in [
        ("a bc  d", "a |bc  |d|"),
        ("well-known -1 --all", "well-|known |-1 |--all|"),
        ("see https://a-b.c/d-e now", "see |https://a-b.c/d-e |now|"),
        ("one\ntwo", "one¦two|"),
        ("a\u{a0}b c", "a\u{a0}b |c|"),
        ("yes—no", "yes—|no|"),
        ("dic\u{ad}tion", "dic\u{ad}|tion|"),
        ("« oui » non ?", "« oui » |non ?|"),
        ("中文,好。对", "中|文,|好。|对|"),
        ("（中）x", "（中）|x|"),
        ("见https://a.b/c-d吧", "见|https://a.b/c-d|吧|"),
    ] {
        assert_eq!(mark_breaks(text), expected, "{text}");
    }
}

#[test]
fn widths_exclude_trailing_blanks_and_soft_hyphens() {
    let out = segments("a\u{ad}b  中");
    // The width of each segment, and the number of blanks at its end.
    let widths: Vec<_> = out
        .iter()
        .map(|segment| (segment.width(), segment.blanks()))
        .collect();
    assert_eq!(widths, [(1, 0), (1, 2), (2, 0)]);
    assert!(out[0].is_hyphenated() && !out[1].is_hyphenated());
}

#[test]
fn long_words_and_blank_runs_become_several_segments() {
    let long = "é".repeat(MAX_SEGMENT_BYTES);
    let accents = format!("e{}", "\u{301}".repeat(MAX_SEGMENT_BYTES));
    let blanks = " ".repeat(2 * MAX_BLANKS + 3);
    // The width of each segment, and the number of blanks at its end. A segment has at most 4095 bytes and then at most 15
    // blanks. A letter `é` has two bytes, so 2047 letters fit. The accents of one letter continue in segments without width.
    for (text, expected) in [
        (
            format!("{long} x"),
            vec![(2047, 0), (2047, 0), (1, 1), (1, 0)],
        ),
        (format!("{accents} x"), vec![(1, 0), (0, 0), (0, 1), (1, 0)]),
        (
            format!("a{blanks}b"),
            vec![(1, 15), (0, 15), (0, 3), (1, 0)],
        ),
    ] {
        let segments = segments(&text);
        let bytes: u32 = segments.iter().map(|segment| segment.bytes()).sum();
        assert_eq!(bytes as usize, text.len());
        let widths: Vec<_> = segments
            .iter()
            .map(|segment| (segment.width(), segment.blanks()))
            .collect();
        assert_eq!(widths, expected);
    }
}

#[test]
fn long_line_of_code_becomes_several_segments() {
    let mut code = Vec::new();
    let line = "x".repeat(MAX_SEGMENT_BYTES + 1);
    Segmenter::new().push_code(&format!("{line}\n\ny"), &mut code);
    // Lengths in bytes with the line end, each with true if a row ends after the segment. The second line is empty.
    let lengths_and_ends: Vec<_> = code
        .iter()
        .map(|segment| (segment.bytes(), segment.always_ends_row()))
        .collect();
    assert_eq!(
        lengths_and_ends,
        [
            (MAX_SEGMENT_BYTES as u32, false),
            (2, true),
            (1, true),
            (1, true)
        ]
    );
}

#[test]
fn words_are_counted_in_every_script() {
    // Each Chinese or Japanese character counts as a word.
    for (text, count) in [
        ("one two — three-four", 3),
        ("中文 and 日本語", 6),
        ("été", 1),
    ] {
        let mut segmenter = Segmenter::new();
        segmenter.push_prose(text, &mut Vec::new());
        assert_eq!(segmenter.words, count, "{text}");
    }
}
