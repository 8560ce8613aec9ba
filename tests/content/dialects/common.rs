//! Rules that hold in all dialects.

use folio::document::{BodyParser, Dialect, Document};

use super::page::{is_left_alone, page, shows};

/// Every dialect.
const EVERYTHING: &str = "{{< a >}} {{% b %}} {{ c(d=1) }} {% e(f=1) %} {% if g %} {: .h} :::i [[j]] ==k== %%l%% $m^2$ {n}\n\n# T {#o}\n";

#[test]
fn plain_markdown_has_no_constructs() {
    for dialect in [Dialect::CommonMark, Dialect::Gfm] {
        let shown = page(EVERYTHING, dialect);
        for piece in [
            "{{< a >}}",
            "{{% b %}}",
            "{{ c(d=1) }}",
            "{% if g %}",
            "{: .h}",
            ":::i",
            "[[j]]",
            "$m^2$",
            "T {#o}",
        ] {
            assert!(
                shown.replace('\n', " ").contains(piece),
                "{dialect}: {piece} in {shown}"
            );
        }
    }
    shows(Dialect::CommonMark, ":tada:\n", ":tada:");
    shows(
        Dialect::Gfm,
        ":tada: :+1: :no_such_name: 10:30:20 a::b::c `:tada:`\n",
        "🎉 👍 :no_such_name: 10:30:20 a::b::c :tada:",
    );
}

#[test]
fn code_is_code_in_every_dialect() {
    let code = format!("```text\n{EVERYTHING}```\n");
    for (dialect, _) in Dialect::ALL {
        is_left_alone(dialect, &code);
    }
}

#[test]
fn every_block_knows_its_line() {
    let markdown = "{{< figure\n  src=\"a.png\"\n>}}\n\nfirst\n\n{{% note %}}\n\nsecond\n\n{{% /note %}}\n\nthird\n";
    let document = Document::parse(markdown, 0..markdown.len(), Dialect::Hugo);
    for word in ["first", "second", "third"] {
        let block = document
            .blocks()
            .iter()
            .find(|block| &*document.block_text(block) == word);
        let source = block.expect("it is shown").source.clone();
        assert_eq!(
            markdown[source.start as usize..source.end as usize].trim(),
            word
        );
    }
}

#[test]
fn footnotes_hold_constructs() {
    shows(
        Dialect::Hugo,
        "A[^1] b.\n\n[^1]: Note {{< youtube x >}} here.\n\nAfter {{< y >}}.\n",
        "A¹ b.\n\nAfter ⟨y⟩.\n\n\n1 Note ▶ YouTube here.",
    );
}

#[test]
fn the_head_of_a_long_shortcode_begins_as_the_whole_does() {
    let body = format!(
        "{{{{% notice %}}}}\n\n{}{{{{% /notice %}}}}\n",
        "Some text.\n\n".repeat(40_000)
    );
    let document = Document::parse(&body, 0..body.len(), Dialect::Hugo);
    assert!(document.text().starts_with("Note\nSome text."));
    let parser = BodyParser::new(&body, 0..body.len(), Dialect::Hugo);
    let head = parser.head().expect("it is long");
    let head = head.document.text();
    assert!(head.contains("Some text.") && document.text().starts_with(&**head));
}
