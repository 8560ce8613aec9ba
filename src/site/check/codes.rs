//! What each code means, for `folio check --explain`.

/// A kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its stable name.
    pub name: &'static str,
    /// What it says, why that matters and what to do, in a few sentences.
    pub explanation: &'static str,
}

const fn code(name: &'static str, explanation: &'static str) -> Code {
    Code { name, explanation }
}

/// Every code, in the order of the alphabet.
pub const CODES: [Code; 23] = [
    code(
        "binary-file",
        "A file with the name of a post is not text: there is a NUL byte in its first KiB, or most of it is not UTF-8. It is not read. Give it another extension.",
    ),
    code(
        "broken-link",
        "A symbolic link in the folder leads to nothing that can be read. Mend it or take it away.",
    ),
    code(
        "dead-link",
        "A link names a post or a file that is not there: not beside the post, not in the content folder, not at the site's root. Links that a generator may make an address of are not looked at.",
    ),
    code(
        "double-encoding",
        "UTF-8 text was read as Windows-1252 or Latin-1 and written as UTF-8 once more, so that `é` became `Ã©`. folio shows it repaired, other programs don't. Read the file as UTF-8, write it as Windows-1252: the result is the UTF-8 that was meant.",
    ),
    code(
        "duplicate-key",
        "A key stands twice in the front matter. The first one counts; some generators take the last, others refuse the post. Remove one of them.",
    ),
    code(
        "duplicate-slug",
        "Two posts would be published at the same address: same folder and language, and the same slug, file name or url. One overwrites the other. Give one of them another slug. Drafts are not looked at.",
    ),
    code(
        "file-too-large",
        "A file is larger than 256 MB. It is not read. Split it, or give it another extension if it is no post.",
    ),
    code(
        "front-matter-too-large",
        "The front matter holds more than 50,000 values or 4 MiB of text, counting what aliases repeat. What is beyond is not read.",
    ),
    code(
        "front-matter-too-long",
        "The front matter is longer than 1 MiB. Only its first plain `key: value` lines are read. Close it, or move what is long into the text.",
    ),
    code(
        "internal-error",
        "folio failed while it read this post, which is a bug of folio. Other posts are not affected. Please report it together with the file; a log (`--log debug`) helps.",
    ),
    code(
        "invalid-date",
        "The value of a date is no date: a month 13, a time without a day, a word. The post counts as dated by its file's name, else as undated. Write 2024-02-07, or 2024-02-07T10:30:00+01:00.",
    ),
    code(
        "invalid-encoding",
        "The file holds bytes that are neither UTF-8 nor UTF-16 with a byte order mark. They are shown as U+FFFD. Save the file as UTF-8.",
    ),
    code(
        "invalid-front-matter",
        "The front matter is no YAML, TOML or JSON from this place on. Title, date and tags are still taken from its plain lines. Text with a colon, a quote or a `#` in it often wants quotes.",
    ),
    code(
        "link-outside",
        "A symbolic link leads out of the folder. It is not followed: open that folder itself, or copy what is wanted into this one.",
    ),
    code(
        "missing-alt",
        "An image has no alternative text, so that those who can't see it, in a terminal or by a screen reader, do not know what it shows (WCAG 2.2, 1.1.1). In HTML, `alt=\"\"` says that it only decorates.",
    ),
    code(
        "missing-heading",
        "A link leads to `#something` in its own post, and no heading or id there resembles it. Browsers stay where they are. Mend the link, or give the heading this id.",
    ),
    code(
        "missing-image",
        "An image names a file that is not there. Mend the path, or put the file there. Addresses that a generator may provide are not looked at.",
    ),
    code(
        "near-duplicate-tag",
        "Two tags (or two categories) differ only in case, blanks, hyphens and underscores. folio counts those that differ in case as one; generators make two pages of them, or one page that two tags fight over. Choose one spelling.",
    ),
    code(
        "not-a-file",
        "Something with a Markdown file's name is a pipe, a socket or a device. It is not opened, for that could wait forever.",
    ),
    code(
        "too-many-values",
        "A list in the front matter has more than 1,000 entries. The first 1,000 are kept.",
    ),
    code(
        "unclosed-front-matter",
        "The file begins with a fence (`---` or `+++`) and what looks like front matter, but no second fence ends it. All of it is read as text. Write the fence on a line of its own.",
    ),
    code(
        "unreadable",
        "A file or folder can't be read. Check that it is there and that you may read it.",
    ),
    code(
        "wrong-type",
        "A key has a value of another kind than it is read as: a list where text belongs, a word where `true` or `false` belongs. The value is left out.",
    ),
];
