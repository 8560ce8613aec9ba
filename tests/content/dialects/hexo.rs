//! Tests of the Hexo dialect. Here, a *tag* is one of Hexo's tags for posts, `{% … %}`.

use folio::document::Dialect::Hexo;

use super::rendering::{assert_renders, targets};

#[test]
fn post_and_asset_tags_become_links() {
    let markdown = "Go to {% post_link second 'The second' %} or [there]({% post_path second %}), {% asset_link a.pdf A paper %}.\n";
    assert_renders(Hexo, markdown, "Go to The second or there, A paper.");
    assert_eq!(targets(Hexo, markdown), ["/second", "/second", "a.pdf"]);
}

#[test]
fn paired_tags_render_their_content() {
    assert_renders(
        Hexo,
        "{% blockquote An old gardener, Notes on soil %}\nDig *less*.\n{% endblockquote %}\n\n{% codeblock a.js lang:js %}\nlet n;\n{% endcodeblock %}\n\n{% note warning Mind %}\nx\n{% endnote %}\n",
        "▎ Dig less.\n▎\n▎ — An old gardener, Notes on soil\n\na.js\n                                                         js\n  let n;\n\n▎ ▲ Warning · Mind\n▎ x",
    );
}

#[test]
fn fenced_code_may_have_a_title_after_its_language() {
    assert_renders(
        Hexo,
        "```js app.js https://e.org/x Source\na\n```\n\n```js line_number:false\nb\n```\n",
        "app.js\n                                                         js\n  a\n                                                         js\n  b",
    );
}

#[test]
fn image_tags_show_title_and_alternative_text() {
    assert_renders(
        Hexo,
        "{% asset_img a.png A blue figure %}\n",
        "╶ ▣ a.png\nA blue figure",
    );
    assert_renders(Hexo, "{% img right b.png 100 200 'T' %}\n", "╶ ▣ b.png\nT");
    assert_renders(
        Hexo,
        "{% asset_img left a.png 100 200 '\"Title\" \"Alt\"' %}\n",
        "╭ ▣ Alt\n╰ a.png\nTitle",
    );
    assert_renders(
        Hexo,
        "{% img b.png \"A title 'Alt'\" %}\n",
        "╭ ▣ Alt\n╰ b.png\nA title",
    );
}

#[test]
fn buttons_and_tabs_keep_their_labels() {
    assert_renders(Hexo, "{% btn https://a.org, Press here %}\n", "Press here");
    assert_renders(
        Hexo,
        "{% tabs Name %}\n<!-- tab One -->\na\n<!-- endtab -->\n<!-- tab -->\nb\n<!-- endtab -->\n{% endtabs %}\n",
        "One\n\na\n\nb",
    );
}
