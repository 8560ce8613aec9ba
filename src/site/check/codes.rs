//! The codes of problems with their explanations, for `folio check --explain`.

/// A kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemCode {
    /// The name. It never changes, so that scripts can rely on it.
    pub name: &'static str,
    /// The meaning of the problem, why it matters, and the remedy, in a few sentences.
    pub explanation: &'static str,
}

/// Creates a problem code.
const fn code(name: &'static str, explanation: &'static str) -> ProblemCode {
    ProblemCode { name, explanation }
}

/// All codes in alphabetical order.
pub const CODES: [ProblemCode; 26] = [
    code(
        "binary-file",
        "A file with the extension of a Markdown file is not text: there is a NUL byte in its first KiB, or most of it is not UTF-8. It is not read. Give it another extension.",
    ),
    code(
        "broken-link",
        "A symbolic link in the folder can't be followed. Fix it or remove it.",
    ),
    code(
        "dead-link",
        "A link names a post or a file that does not exist beside the post, in the content folder, or at the site's root. Addresses that a generator may provide are not checked.",
    ),
    code(
        "double-encoding",
        "UTF-8 text was read as Windows-1252 or Latin-1 and written as UTF-8 once more, so that `é` became `Ã©`. folio shows it repaired, other programs don't. Read the file as UTF-8 and write it as Windows-1252: the result is the original UTF-8.",
    ),
    code(
        "duplicate-key",
        "A key appears twice in the front matter. folio uses the first one; some generators use the last, others reject the post. Remove one of them.",
    ),
    code(
        "duplicate-slug",
        "Two posts would be published at the same address: same folder and language, and the same slug, file name or url. One overwrites the other. Give one of them another slug. Drafts are not checked.",
    ),
    code(
        "file-too-large",
        "A file is larger than 256 MB. It is not read. Split it, or give it another extension if it is not a post.",
    ),
    code(
        "front-matter-too-large",
        "The front matter holds more than 50,000 values or 4 MiB of text, counting repeated aliases. The rest is not read.",
    ),
    code(
        "front-matter-too-long",
        "The front matter is longer than 1 MiB. Only its first plain `key: value` lines are read. Close it, or move long values into the text.",
    ),
    code(
        "image-too-large",
        "The file of an image is larger than 32 MB, or the image has more than 10,000 pixels a side or more than 128 MiB of pixels. folio shows its alternative text instead. Scale it down.",
    ),
    code(
        "internal-error",
        "folio failed while it read this post, which is a bug in folio. Other posts are not affected. Please report it together with the file; a log (`--log debug`) helps.",
    ),
    code(
        "invalid-date",
        "The value of a date is not a valid date: a month 13, a time without a day, a word. folio uses the date in the file name instead, if there is one. Write 2024-02-07, or 2024-02-07T10:30:00+01:00.",
    ),
    code(
        "invalid-encoding",
        "The file contains bytes that are neither UTF-8 nor UTF-16 with a byte order mark. They are shown as U+FFFD. Save the file as UTF-8.",
    ),
    code(
        "invalid-front-matter",
        "The front matter is not valid YAML, TOML or JSON from this place on. Title, date and tags are read line by line where possible. Text with a colon, a quote or a `#` in it often needs quotes.",
    ),
    code(
        "invalid-image",
        "The file of an image can't be read or decoded: it is empty, truncated or damaged, or its extension names a format (PNG, JPEG, GIF, WebP) and the content is something else. folio shows its alternative text instead. Replace the file.",
    ),
    code(
        "link-outside",
        "A symbolic link points outside of the folder. It is not followed: open that folder itself, or copy the file into this one.",
    ),
    code(
        "missing-alt",
        "An image has no alternative text, so that people who can't see it, in a terminal or with a screen reader, do not know what it shows (WCAG 2.2, 1.1.1). In HTML, `alt=\"\"` marks a decorative image.",
    ),
    code(
        "missing-heading",
        "A link leads to `#something` in its own or another post, and no heading or id there resembles it. Browsers show the top of the page instead. Fix the link, or give the heading this id.",
    ),
    code(
        "missing-image",
        "An image names a file that does not exist. Fix the path, or add the file. Addresses that a generator may provide are not checked.",
    ),
    code(
        "near-duplicate-tag",
        "Two tags (or two categories) differ only in case, blanks, hyphens and underscores. folio counts tags that differ in case as one; generators make two pages of them, or one page for both. Choose one spelling.",
    ),
    code(
        "not-a-file",
        "An entry with the extension of a Markdown file is a pipe, a socket or a device. It is not opened, because reading it could block forever.",
    ),
    code(
        "script-front-matter",
        "The front matter is a program (`---js`). folio runs nothing, so title, date and tags are unknown. Write it as YAML, TOML or JSON.",
    ),
    code(
        "too-many-values",
        "A list in the front matter has more than 1,000 entries. The first 1,000 are kept.",
    ),
    code(
        "unclosed-front-matter",
        "The file starts with a fence (`---` or `+++`) and lines that look like front matter, but no second fence closes it. All of it is read as text. Write the fence on a line of its own.",
    ),
    code(
        "unreadable",
        "A file or folder can't be read. Check that it exists and that you may read it.",
    ),
    code(
        "wrong-type",
        "A key has a value of the wrong type: a list instead of text, or a word instead of `true` or `false`. The value is ignored.",
    ),
];
