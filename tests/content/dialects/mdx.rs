//! MDX and Docusaurus.

use folio::document::Dialect::{Auto, Docusaurus, Mdx};

use super::page::{is_left_alone, page, shows, slugs, targets};

#[test]
fn statements_and_comments_show_nothing() {
    shows(
        Mdx,
        "import A from './a'\nimport {\n  b,\n\n  c\n} from \"d\";\n\nexport const e = {\n  f: 1,\n\n  g: `}`,\n}\n\nText\n",
        "Text",
    );
    shows(
        Mdx,
        "{/* gone */}\n\nA {/* gone */} b{' '}\n*c* {'text'} {props.x} \\{d}\n",
        "A b c text ⟨{props.x}⟩ {d}",
    );
    shows(
        Mdx,
        "important is this\n\nexport it\n",
        "important is this\n\nexport it",
    );
}

#[test]
fn components_keep_their_children() {
    shows(
        Mdx,
        "<Intro>\n\nHello **you**\n\n</Intro>\n\n<B>one *line*</B>\n",
        "Hello you\n\none line",
    );
    shows(
        Mdx,
        "<Intro>\nHello **you**\n</Intro>\nAfter\n",
        "Hello you\n\nAfter",
    );
    shows(
        Mdx,
        "<Tabs>\n  <TabItem value=\"a\" label=\"A\">\n    Text *one*\n\n    ```js\n    code();\n\n    more\n    ```\n\n    - list\n    - two\n  \
         </TabItem>\n  <TabItem value=\"b\" label=\"B\">Two</TabItem>\n</Tabs>\n\nAfter\n",
        "A\n\nText one\n                                                         js\n  code();\n\n  more\n\n• list\n• two\n\nB\n\nTwo\n\nAfter",
    );
    shows(
        Mdx,
        "<Foo\n  a={() => { return 1 > 2; }}\n  title=\"hey\"\n>\n    indented *child*\n</Foo>\n",
        "hey\n\nindented child",
    );
    shows(
        Mdx,
        "<div className=\"x\">\n  <div>\n    <p>deep **text**</p>\n  </div>\n</div>\nAfter\n",
        "deep text\n\nAfter",
    );
    shows(
        Mdx,
        "<Note>\n\nText\n\n</Note>\n\n<Callout type=\"warning\" title=\"T\">x</Callout>\n",
        "▎ ✎ Note\n▎ Text\n\n▎ ▲ Warning · T\n▎ x",
    );
}

#[test]
fn indented_text_in_components_is_not_code() {
    shows(
        Mdx,
        "<Grid>\n    <Card title=\"Deep\">\n        Deep *text*\n\n        ```js\n        let a;\n        ```\n    </Card>\n</Grid>\n",
        "Deep\n\nDeep text\n                                                         js\n  let a;",
    );
    let table = "<table>\n  <tbody>\n    <tr>\n      <td>1</td>\n      <td>**2**</td>\n    </tr>\n  </tbody>\n</table>\n\nAfter\n";
    let shown = page(table, Mdx);
    assert!(
        shown.contains('2') && !shown.contains("**") && !shown.contains("td"),
        "{shown}"
    );
    shows(
        Mdx,
        "> <Note>quoted</Note>\n\n- a\n  <Tip>\n  b\n  </Tip>\n",
        "▎ ▎ ✎ Note\n▎ ▎ quoted\n\n• a\n\n  ▎ ✦ Tip\n  ▎ b",
    );
}

#[test]
fn components_without_content_are_placeholders() {
    shows(
        Mdx,
        "Text <Badge text=\"x\" /> and <Chart data={[1, 2]} />.\n",
        "Text ⟨Badge x⟩ and ⟨Chart⟩.",
    );
    shows(Mdx, "<YouTube id=\"abc\" />\n", "▶ YouTube");
    shows(
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
fn headings_have_ids() {
    let markdown = "## One {/*first*/}\n\n## Two {#second}\n\n## Three {x}\n";
    let expected = [("first", 1), ("second", 3), ("three-x", 5)];
    assert_eq!(
        slugs(Docusaurus, markdown),
        expected.map(|(slug, line)| (slug.to_owned(), line))
    );
}

#[test]
fn admonitions_have_titles_and_nest() {
    shows(
        Docusaurus,
        ":::note\n\nText\n\n:::\n\n:::tip My tip\nText **b**\n:::\nAfter\n",
        "▎ ✎ Note\n▎ Text\n\n▎ ✦ Tip · My tip\n▎ Text b\n\nAfter",
    );
    shows(
        Docusaurus,
        "::::info[Title *x*]\nOuter\n:::warning\ninner\n:::\nstill\n::::\n",
        "▎ ⓘ Info · Title x\n▎ Outer\n▎\n▎ ▎ ▲ Warning\n▎ ▎ inner\n▎\n▎ still",
    );
    shows(
        Docusaurus,
        "- a\n\n  :::danger\n  x\n  :::\n\n- b\n",
        "• a\n\n  ▎ ⊗ Danger\n  ▎ x\n\n• b",
    );
    shows(Auto, ":::note\nText\n:::\n", "▎ ✎ Note\n▎ Text");
    shows(
        Docusaurus,
        ":::note\nNever closed\n",
        "▎ ✎ Note\n▎ Never closed",
    );
    shows(
        Docusaurus,
        ":tada: `:tada:` a:tada:b\n",
        "🎉 :tada: a:tada:b",
    );
}

#[test]
fn similar_text_is_left_alone() {
    for markdown in [
        "`<A>` `{x}`\n",
        "```\n<A>\n{x}\nimport a from 'b'\n```\n",
        "1 < 2 and a <b\n",
        "<https://example.org>\n",
        "::: strange\n",
        "a ::: b\n\n:::\n",
    ] {
        is_left_alone(Docusaurus, markdown);
    }
    is_left_alone(Auto, "<Tip>a</Tip> {x}\n");
}

#[test]
fn components_keep_addresses_titles_and_speakers() {
    let embed = "<VideoEmbed src=\"https://e.org/v\" title=\"A talk\" />\n";
    shows(Mdx, embed, "A talk");
    assert_eq!(targets(Mdx, embed), ["https://e.org/v"]);
    shows(
        Mdx,
        "<Conv name=\"Aoi\" mood=\"curious\">\n  Why so *fast*?\n</Conv>\n",
        "Aoi\n\nWhy so fast?",
    );
}

#[test]
fn a_terminal_keeps_its_lines() {
    shows(
        Mdx,
        "<TerminalBlock>\nnpm install a@latest\nnpx *a* --init\n</TerminalBlock>\n\nThen.\n",
        "  npm install a@latest\n  npx *a* --init\n\nThen.",
    );
    shows(
        Mdx,
        "<CodeBlock title=\"a.js\">\n```js\nb()\n```\n</CodeBlock>\n",
        "a.js\n                                                         js\n  b()",
    );
}

#[test]
fn code_has_a_title_and_hides_magic_comments() {
    shows(
        Docusaurus,
        "```js title=\"src/a.js\"\n// highlight-next-line\nlet a = 0;\n/* highlight-start */\na += 1;\n# highlight-end\n// highlight-later\n```\n",
        "src/a.js\n                                                         js\n  let a = 0;\n  a += 1;\n  // highlight-later",
    );
}
