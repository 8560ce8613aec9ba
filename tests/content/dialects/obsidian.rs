//! Tests of the Obsidian dialect.

use folio::document::Dialect::{Auto, Gfm, Hugo, Jekyll, Obsidian};

use super::rendering::{assert_renders, assert_renders_as_gfm, targets};

#[test]
fn wiki_links_and_embeds_render_as_links() {
    let markdown = "A [[note]], [[note#section|text]], [[note#section]], ![[image.png|300]], ![[other]], [[#here]].\n";
    assert_renders(
        Obsidian,
        markdown,
        "A note, text, note › section, ▣ image.png, ↪ other, here.",
    );
    assert_renders(
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
    assert_renders(Obsidian, "| a |\n|---|\n| [[x\\|y]] |\n", "a\n─\ny");
}

#[test]
fn highlights_render_and_comments_and_block_ids_are_not_shown() {
    assert_renders(
        Obsidian,
        "A %%gone%% ==mark *x*== #tag b == c\n\nBlock. ^abc-1\n",
        "A mark x #tag b == c\n\nBlock.",
    );
    assert_renders(Obsidian, "a\n\n%%\nmany\n\nlines\n%%\n\nb\n", "a\n\nb");
    assert_renders(Obsidian, "100 %% sure\n", "100 %% sure");
}

#[test]
fn callouts_render_kinds_and_titles() {
    // `-` folds the callout at first, but the rows are those of the unfolded callout.
    assert_renders(
        Obsidian,
        "> [!faq]- Are **they**?\n> Yes\n",
        "▾ ? FAQ · Are they?\n▎ Yes",
    );
    assert_renders(
        Obsidian,
        "> [!NOTE]\n> x\n>\n> > [!tip] T\n> > y\n",
        "▎ ✎ Note\n▎ x\n▎\n▎ ▎ ✦ Tip · T\n▎ ▎ y",
    );
    assert_renders(Auto, "> [!info] Own\n> x\n", "▎ ⓘ Info · Own\n▎ x");
    assert_renders(Auto, "> [!strange]\n> x\n", "▎ ✎ Strange\n▎ x");
    assert_renders(Gfm, "> [!info]\n> x\n", "▎ [!info] x");
    assert_renders(Auto, "> text\n> [!info] x\n", "▎ text [!info] x");
}

#[test]
fn formulas_render_as_unicode_and_prices_stay_text() {
    assert_renders(
        Obsidian,
        "$x^2$, $\\frac{a}{b}$, $5 and $10, $HOME/$USER, $n$.\n",
        "x², a/b, $5 and $10, $HOME/$USER, n.",
    );
    assert_renders(
        Obsidian,
        "$$\n\\begin{bmatrix}1\\end{bmatrix}\n$$\n",
        "                            [1]",
    );
    assert_renders(Obsidian, "$$\n\\unknown{x}\n$$\n", "\\unknown{x}");
    assert_renders(Auto, "$x^2$\n", "$x^2$");
}

#[test]
fn formulas_in_quotes_render_without_quote_markers() {
    assert_renders(
        Obsidian,
        "> [!note]\n> $$\n> a^2 > b\n> $$\n\n- > > $$\n  > > c^2\n  > > $$\n\n> x $y^2 +\n> z^2$ end\n",
        "▎ ✎ Note\n▎                           a² > b\n\n• ▎ ▎                           c²\n\n▎ x y² + z² end",
    );
    for dialect in [Auto, Hugo, Jekyll] {
        assert_renders(
            dialect,
            "> $$\n> a^2\n> $$\n",
            "▎                             a²",
        );
    }
    assert_renders(
        Hugo,
        "> \\[\n> a^2\n> \\]\n\n> \\begin{align}\n> a^2\n> \\end{align}\n",
        "▎                             a²\n\n▎                             a²",
    );
}

#[test]
fn formulas_between_wide_letters_render() {
    assert_renders(
        Obsidian,
        // Next to a narrow letter, a dollar delimits no formula.
        "其中$x$表示$a_1$。값$y$은 a$z$b\n",
        "其中x表示a₁。값y은 a$z$b",
    );
}

#[test]
fn blank_line_ends_a_formula() {
    for end in ["\n", "\r\n"] {
        let markdown = format!("$$ a{end}{end}b $$ c_1 $$ d{end}");
        let expected = "$$ a\n\nb\n\n                             c₁\n\nd";
        assert_renders(Obsidian, &markdown, expected);
    }
}

#[test]
fn text_similar_to_obsidian_syntax_renders_as_in_gfm() {
    for markdown in [
        "`[[a]]` `==b==` `%%c%%`\n",
        "```\n[[a]]\n%%b%%\n^c\n```\n",
        "a == b\n",
        "x^2 and ^\n",
        "[[]] [[a\nb]]\n",
    ] {
        assert_renders_as_gfm(Obsidian, markdown);
    }
}

#[test]
fn inline_footnotes_render_as_footnotes() {
    assert_renders(
        Obsidian,
        "Green tea^[About *75* degrees [not](x) more.] and[^1] water^[Cold.].\n\n[^1]: Two.\n\nEnd.\n",
        "Green tea¹ and² water³.\n\nEnd.\n\n\n1 About 75 degrees not more.\n2 Two.\n3 Cold.",
    );
    assert_renders(Obsidian, "2^[unclosed and `^[a]`\n", "2^[unclosed and ^[a]");
    // Neither the start of a footnote's label nor an escaped caret begins an inline footnote.
    assert_renders_as_gfm(Obsidian, "[^[a]] and \\^[b]\n");
}

#[test]
fn image_sizes_are_not_shown() {
    assert_renders(Obsidian, "![[a.png|A heron|640x480]] x\n", "▣ A heron x");
    assert_renders(Obsidian, "![A robin|200](b.png) x\n", "▣ A robin x");
    assert_renders(Obsidian, "![A|B](b.png) x\n", "▣ A|B x");
}

#[test]
fn callouts_without_text_have_a_blank_row_below() {
    assert_renders(
        Obsidian,
        "> [!note] One\n\nText\n\n> [!tip] Two\n\n> [!warning] Three\n\nEnd\n",
        "▎ ✎ Note · One\n\nText\n\n▎ ✦ Tip · Two\n\n▎ ▲ Warning · Three\n\nEnd",
    );
}

#[test]
fn image_sizes_in_tables_are_not_shown() {
    assert_renders(
        Obsidian,
        "| a | b |\n| - | - |\n| ![c\\|100](x.png) | ![[y.png\\|30]] |\n",
        "a   │ b\n────┼────────\n▣ c │ ▣ y.png",
    );
}
