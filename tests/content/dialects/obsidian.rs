//! Obsidian.

use folio::document::Dialect::{Auto, Gfm, Obsidian};

use super::page::{is_left_alone, shows, targets};

#[test]
fn links_and_embeds() {
    let markdown = "A [[note]], [[note#section|text]], [[note#section]], ![[image.png|300]], ![[other]], [[#here]].\n";
    shows(
        Obsidian,
        markdown,
        "A note, text, note › section, ▣ image.png, ↪ other, here.",
    );
    shows(
        Auto,
        "A [[My note|text]] and [[1, 2]], [[a]](b).\n",
        "A text and [[1, 2]], [a].",
    );
    let expected = [
        "note",
        "note#section",
        "note#section",
        "image.png",
        "other",
        "#here",
    ];
    assert_eq!(targets(Obsidian, markdown), expected);
    shows(Obsidian, "| a |\n|---|\n| [[x\\|y]] |\n", "a\n─\ny");
}

#[test]
fn comments_marks_and_block_ids() {
    shows(
        Obsidian,
        "A %%gone%% ==mark *x*== #tag b == c\n\nBlock. ^abc-1\n",
        "A mark x #tag b == c\n\nBlock.",
    );
    shows(Obsidian, "a\n\n%%\nmany\n\nlines\n%%\n\nb\n", "a\n\nb");
    shows(Obsidian, "100 %% sure\n", "100 %% sure");
}

#[test]
fn callouts_have_kinds_and_titles() {
    shows(
        Obsidian,
        "> [!faq]- Are **they**?\n> Yes\n",
        "▎ ? FAQ · Are they?\n▎ Yes",
    );
    shows(
        Obsidian,
        "> [!NOTE]\n> x\n>\n> > [!tip] T\n> > y\n",
        "▎ ✎ Note\n▎ x\n▎\n▎ ▎ ✦ Tip · T\n▎ ▎ y",
    );
    shows(Auto, "> [!info] Own\n> x\n", "▎ ⓘ Info · Own\n▎ x");
    shows(Auto, "> [!strange]\n> x\n", "▎ ✎ Strange\n▎ x");
    shows(Gfm, "> [!info]\n> x\n", "▎ [!info] x");
    shows(Auto, "> text\n> [!info] x\n", "▎ text [!info] x");
}

#[test]
fn formulas_are_unicode_and_money_is_money() {
    shows(
        Obsidian,
        "$x^2$, $\\frac{a}{b}$, $5 and $10, $HOME/$USER, $n$.\n",
        "x², a/b, $5 and $10, $HOME/$USER, n.",
    );
    shows(
        Obsidian,
        "$$\n\\begin{bmatrix}1\\end{bmatrix}\n$$\n",
        "\\begin{bmatrix}1\\end{bmatrix}",
    );
    shows(Auto, "$x^2$\n", "$x^2$");
}

#[test]
fn similar_text_is_left_alone() {
    for markdown in [
        "`[[a]]` `==b==` `%%c%%`\n",
        "```\n[[a]]\n%%b%%\n^c\n```\n",
        "a == b\n",
        "x^2 and ^\n",
        "[[]] [[a\nb]]\n",
    ] {
        is_left_alone(Obsidian, markdown);
    }
}

#[test]
fn inline_notes_become_footnotes() {
    shows(
        Obsidian,
        "Green tea^[About *75* degrees [not](x) more.] and[^1] water^[Cold.].\n\n[^1]: Two.\n\nEnd.\n",
        "Green tea¹ and² water³.\n\nEnd.\n\n\n1 About 75 degrees not more.\n2 Two.\n3 Cold.",
    );
    shows(Obsidian, "2^[unclosed and `^[a]`\n", "2^[unclosed and ^[a]");
}

#[test]
fn sizes_of_images_are_no_words() {
    shows(Obsidian, "![[a.png|A heron|640x480]] x\n", "▣ A heron x");
    shows(Obsidian, "![A robin|200](b.png) x\n", "▣ A robin x");
    shows(Obsidian, "![A|B](b.png) x\n", "▣ A|B x");
}

#[test]
fn a_callout_without_text_has_a_row_below() {
    shows(
        Obsidian,
        "> [!note] One\n\nText\n\n> [!tip] Two\n\n> [!warning] Three\n\nEnd\n",
        "▎ ✎ Note · One\n\nText\n\n▎ ✦ Tip · Two\n\n▎ ▲ Warning · Three\n\nEnd",
    );
}
