//! Tests of the MDX and Docusaurus dialects.

use folio::document::Dialect::{Auto, Docusaurus, Mdx};

use super::rendering::{assert_renders, assert_renders_as_gfm, render, slugs_and_lines, targets};

#[test]
fn statements_and_comments_are_not_shown() {
    assert_renders(
        Mdx,
        "import A from './a'\nimport {\n  b,\n\n  c\n} from \"d\";\n\nexport const e = {\n  f: 1,\n\n  g: `}`,\n}\n\nText\n",
        "Text",
    );
    assert_renders(
        Mdx,
        "{/* gone */}\n\nA {/* gone */} b{' '}\n*c* {'text'} {props.x} \\{d}\n",
        "A b c text ⟨{props.x}⟩ {d}",
    );
    assert_renders(
        Mdx,
        "important is this\n\nexport it\n",
        "important is this\n\nexport it",
    );
}

#[test]
fn components_render_their_children() {
    assert_renders(
        Mdx,
        "<Intro>\n\nHello **you**\n\n</Intro>\n\n<B>one *line*</B>\n",
        "Hello you\n\none line",
    );
    assert_renders(
        Mdx,
        "<Intro>\nHello **you**\n</Intro>\nAfter\n",
        "Hello you\n\nAfter",
    );
    assert_renders(
        Mdx,
        "<Tabs>\n  <TabItem value=\"a\" label=\"A\">\n    Text *one*\n\n    ```js\n    code();\n\n    more\n    ```\n\n    - list\n    - two\n  \
         </TabItem>\n  <TabItem value=\"b\" label=\"B\">Two</TabItem>\n</Tabs>\n\nAfter\n",
        "A\n\nText one\n                                                         js\n  code();\n\n  more\n\n• list\n• two\n\nB\n\nTwo\n\nAfter",
    );
    assert_renders(
        Mdx,
        "<Foo\n  a={() => { return 1 > 2; }}\n  title=\"hey\"\n>\n    indented *child*\n</Foo>\n",
        "hey\n\nindented child",
    );
    assert_renders(
        Mdx,
        "<div className=\"x\">\n  <div>\n    <p>deep **text**</p>\n  </div>\n</div>\nAfter\n",
        "deep text\n\nAfter",
    );
    assert_renders(
        Mdx,
        "<Note>\n\nText\n\n</Note>\n\n<Callout type=\"warning\" title=\"T\">x</Callout>\n",
        "▎ ✎ Note\n▎ Text\n\n▎ ▲ Warning · T\n▎ x",
    );
}

#[test]
fn indented_text_in_components_is_not_code() {
    assert_renders(
        Mdx,
        "<Grid>\n    <Card title=\"Deep\">\n        Deep *text*\n\n        ```js\n        let a;\n        ```\n    </Card>\n</Grid>\n",
        "Deep\n\nDeep text\n                                                         js\n  let a;",
    );
    let table = "<table>\n  <tbody>\n    <tr>\n      <td>1</td>\n      <td>**2**</td>\n    </tr>\n  </tbody>\n</table>\n\nAfter\n";
    let shown = render(table, Mdx);
    assert!(
        shown.contains('2') && !shown.contains("**") && !shown.contains("td"),
        "{shown}"
    );
    assert_renders(
        Mdx,
        "> <Note>quoted</Note>\n\n- a\n  <Tip>\n  b\n  </Tip>\n",
        "▎ ▎ ✎ Note\n▎ ▎ quoted\n\n• a\n\n  ▎ ✦ Tip\n  ▎ b",
    );
}

#[test]
fn components_without_content_render_placeholders_embeds_images_or_links() {
    assert_renders(
        Mdx,
        "Text <Badge text=\"x\" /> and <Chart data={[1, 2]} />.\n",
        "Text ⟨Badge x⟩ and ⟨Chart⟩.",
    );
    assert_renders(Mdx, "<YouTube id=\"abc\" />\n", "▶ YouTube");
    assert_renders(
        Mdx,
        "<Image src={require('./a.png').default} alt=\"Alt\" />\n",
        "╭ ▣ Alt\n╰ a.png",
    );
    assert_eq!(
        targets(Mdx, "<Link to=\"/a\">b</Link> [c]({props.d})\n"),
        ["/a", "{props.d}"]
    );
}

#[test]
fn comments_and_attributes_set_heading_ids() {
    // `{x}` does not set an id.
    let markdown = "## One {/*first*/}\n\n## Two {#second}\n\n## Three {x}\n";
    let expected = [("first", 1), ("second", 3), ("three-x", 5)];
    assert_eq!(
        slugs_and_lines(Docusaurus, markdown),
        expected.map(|(slug, line)| (slug.to_owned(), line))
    );
}

#[test]
fn admonitions_render_titles_and_nest() {
    assert_renders(
        Docusaurus,
        ":::note\n\nText\n\n:::\n\n:::tip My tip\nText **b**\n:::\nAfter\n",
        "▎ ✎ Note\n▎ Text\n\n▎ ✦ Tip · My tip\n▎ Text b\n\nAfter",
    );
    assert_renders(
        Docusaurus,
        "::::info[Title *x*]\nOuter\n:::warning\ninner\n:::\nstill\n::::\n",
        "▎ ⓘ Info · Title x\n▎ Outer\n▎\n▎ ▎ ▲ Warning\n▎ ▎ inner\n▎\n▎ still",
    );
    assert_renders(
        Docusaurus,
        "- a\n\n  :::danger\n  x\n  :::\n\n- b\n",
        "• a\n\n  ▎ ⊗ Danger\n  ▎ x\n\n• b",
    );
    assert_renders(Auto, ":::note\nText\n:::\n", "▎ ✎ Note\n▎ Text");
    assert_renders(
        Docusaurus,
        ":::note\nNever closed\n",
        "▎ ✎ Note\n▎ Never closed",
    );
}

#[test]
fn names_of_emoji_are_replaced_outside_code_and_words() {
    assert_renders(
        Docusaurus,
        ":tada: `:tada:` a:tada:b\n",
        "🎉 :tada: a:tada:b",
    );
}

#[test]
fn text_similar_to_components_renders_unchanged() {
    for markdown in [
        "`<A>` `{x}`\n",
        "```\n<A>\n{x}\nimport a from 'b'\n```\n",
        "1 < 2 and a <b\n",
        "<https://example.org>\n",
        "::: strange\n",
        "a ::: b\n\n:::\n",
    ] {
        assert_renders_as_gfm(Docusaurus, markdown);
    }
    assert_renders_as_gfm(Auto, "<Tip>a</Tip> {x}\n");
}

#[test]
fn components_render_addresses_titles_and_names_of_speakers() {
    let embed = "<VideoEmbed src=\"https://e.org/v\" title=\"A talk\" />\n";
    assert_renders(Mdx, embed, "A talk");
    assert_eq!(targets(Mdx, embed), ["https://e.org/v"]);
    assert_renders(
        Mdx,
        "<Conv name=\"Aoi\" mood=\"curious\">\n  Why so *fast*?\n</Conv>\n",
        "Aoi\n\nWhy so fast?",
    );
}

#[test]
fn descriptions_of_cards_and_texts_of_buttons_are_rendered() {
    let card = "<Card title=\"T\" description=\"Some *words*\" href=\"/x\" />\n";
    assert_renders(Mdx, card, "T · Some words");
    assert_eq!(targets(Mdx, card), ["/x"]);
    let button = "<Button onClick={() => go(\"a>b\")}>Click</Button>\n";
    assert_renders(Mdx, button, "Click");
    assert!(targets(Mdx, button).is_empty());
}

#[test]
fn terminal_components_render_their_lines_and_code_blocks_their_titles() {
    assert_renders(
        Mdx,
        "<TerminalBlock>\nnpm install a@latest\nnpx *a* --init\n</TerminalBlock>\n\nThen.\n",
        "  npm install a@latest\n  npx *a* --init\n\nThen.",
    );
    assert_renders(
        Mdx,
        "<CodeBlock title=\"a.js\">\n```js\nb()\n```\n</CodeBlock>\n",
        "a.js\n                                                         js\n  b()",
    );
}

#[test]
fn code_renders_its_title_and_hides_magic_comments() {
    assert_renders(
        Docusaurus,
        "```js title=\"src/a.js\"\n// highlight-next-line\nlet a = 0;\n/* highlight-start */\na += 1;\n# highlight-end\n// highlight-later\n```\n",
        "src/a.js\n                                                         js\n  let a = 0;\n  a += 1;\n  // highlight-later",
    );
}

#[test]
fn code_components_keep_their_lines() {
    for markdown in [
        "<Shell>\na\n  b\n</Shell>\n",
        "<Code lang=\"js\">{`\na\n  b\n`}</Code>\n",
    ] {
        assert_renders(Mdx, markdown, "  a\n    b");
    }
    assert_renders(Mdx, "> <Output>\n> a\n> b\n> </Output>\n", "▎   a\n▎   b");
}

#[test]
fn admonitions_may_have_attributes() {
    assert_renders(
        Docusaurus,
        ":::tip[Wash first]{.x}\n\nText\n\n:::\n\n:::note{.big}\nMore {props.x}\n:::\n",
        "▎ ✦ Tip · Wash first\n▎ Text\n\n▎ ✎ Note\n▎ More ⟨{props.x}⟩",
    );
}

#[test]
fn magic_comments_of_all_languages_are_hidden() {
    let code = "```\nREM highlight-next-line\n' highlight-start\n(* highlight-end *)\n;; highlight-next-line\na = 'highlight-start'\nREMARK highlight-end\n```\n";
    let shown = "```\na = 'highlight-start'\nREMARK highlight-end\n```\n";
    assert_eq!(render(code, Docusaurus), render(shown, Docusaurus));
}
