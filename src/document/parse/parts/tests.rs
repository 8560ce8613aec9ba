//! Whatever is cut and wherever: the parts come to what parsing in one go comes to.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::document::{Dialect, Document};

/// Parses in parts between `cuts`; the document, and whether the guess held. What is settled on the way must be the start
/// of what it comes to.
fn in_parts(text: &str, dialect: Dialect, cuts: &[usize]) -> (String, bool) {
    let whole = Whole::new(text, 0..text.len(), dialect);
    let Some(parts) = Parts::cut_at(&whole, cuts) else {
        return (in_one(text, dialect), false);
    };
    let mut join = parts.join(0);
    let mut settled = Vec::new();
    for at in 0..parts.len() {
        join.add(at, parts.parse(at));
        settled.extend(
            join.settled()
                .map(|(document, blocks)| start(document, blocks)),
        );
    }
    let document = join.finish();
    for (blocks, shown) in settled {
        assert_eq!(shown, start(&document, blocks).1, "{text:?} at {cuts:?}");
    }
    // The last one first: they come as threads have them.
    let mut join = parts.join(0);
    (0..parts.len())
        .rev()
        .for_each(|at| join.add(at, parts.parse(at)));
    (format!("{document:?}"), join.finished().is_some())
}

fn in_one(text: &str, dialect: Dialect) -> String {
    format!("{:?}", Document::parse(text, 0..text.len(), dialect))
}

/// The first blocks of a document with their text, what is special about it, and where links lead.
fn start(document: &Document, blocks: usize) -> (usize, String) {
    let blocks = &document.blocks()[..blocks];
    let end = blocks.last().map_or(0, |block| block.text().end);
    let spans = document.spans(0..end);
    let targets = spans
        .iter()
        .filter_map(|span| span.link)
        .map(|link| document.link(link).target);
    let targets: Vec<_> = targets.collect();
    let shown = format!(
        "{blocks:?} {:?} {spans:?} {targets:?}",
        &document.text()[..end]
    );
    (blocks.len(), shown)
}

/// Each line that a part may begin at, by the look of it.
fn lines(text: &str) -> Vec<usize> {
    let after_blank = memmem_all(text, "\n\n").map(|at| at + 2);
    after_blank
        .filter(|at| text[*at..].starts_with(|char: char| char.is_alphabetic() || char == '#'))
        .collect()
}

fn memmem_all<'t>(text: &'t str, sign: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(sign).map(|(at, _)| at)
}

#[test]
fn every_construct_is_counted_on_from_part_to_part() {
    let text = "# One\n\nSome *text*, a [link](a) and `code`.\n\n## One\n\n- a\n- b\n  1. c\n\n\
                Then\n\n```rust\nfn a() {}\n```\n\nMore\n\n```c\nint a;\n```\n\n# One\n\n> [!NOTE]\n> Quoted.\n\n\
                Tables\n\n| a | b |\n|--|--|\n| c | d https://example.org |\n\nAnd\n\n| x |\n|--|\n| y |\n\n\
                Images\n\n![alt](b.png \"title\")\n\nEnd\n\n```rust\nlast\n```\n\nAnd [again](c).\n";
    for cut in lines(text) {
        let (document, held) = in_parts(text, Dialect::Gfm, &[cut]);
        assert_eq!(document, in_one(text, Dialect::Gfm), "{:?}", &text[cut..]);
        assert!(held, "{:?}", &text[cut..]);
    }
    let (document, held) = in_parts(text, Dialect::Gfm, &lines(text));
    assert_eq!(document, in_one(text, Dialect::Gfm));
    assert!(held);
}

#[test]
fn links_and_notes_reach_over_the_cuts() {
    let text = "A [link][x], a note[^b], [y].\n\n[y]: of-its-own\n\nThen [X], again[^b] and[^a].\n\n\
                Last [x][].\n\n[^a]: A, see[^c].\n[^b]: B\n\n    more.\n\n[^c]: C.\n\n[x]: there 'title'\n";
    for cuts in [
        lines(text),
        lines(text)[..1].to_vec(),
        lines(text)[1..].to_vec(),
    ] {
        let (document, held) = in_parts(text, Dialect::Gfm, &cuts);
        assert_eq!(document, in_one(text, Dialect::Gfm));
        assert!(held);
    }
}

#[test]
fn a_wrong_guess_is_noticed() {
    for text in [
        "```\n\nfence\n\nThe end of it.\n```\n\nAfter.\n",
        "<script>\n\nhidden\n\n</script>\n\nAfter.\n",
        "<!--\n\nhidden\n\n-->\n\nAfter.\n",
        "A [x].\n\nB [x].\n\n[x]: one\n\nC [x].\n\n[x]: two\n",
        "A [x].\n\n```\n[x]: no definition\n```\n\nB [x].\n",
        "`[^a]` first.\n\nThen[^b], then[^a].\n\n[^a]: A\n[^b]: B\n",
        "A[^a].\n\n```\n[^a]: in a fence\n```\n\nB[^a].\n",
        "- item\n\n  Inside\n\nOutside\n",
        "A\n\n[^y]:\n\n    a[^x]\n\nB\n\n[^x]: b\n",
        "[^x]: A note.\n\nThen\n\n<details>\n[^x]: no definition\n\nsee[^x]\n",
    ] {
        let cuts: Vec<_> = memmem_all(text, "\n\n").map(|at| at + 2).collect();
        for cut in cuts {
            let (document, _) = in_parts(text, Dialect::Gfm, &[cut]);
            assert_eq!(document, in_one(text, Dialect::Gfm), "{text:?} at {cut}");
        }
    }
}

#[test]
fn what_depends_on_others_is_not_settled() {
    for (text, settled) in [
        ("A [link](a), *text*.\n\nB\n\n[x]: y\n\nC\n", [1, 2, 3]),
        ("A [x], a box.\n\nB\n\n[x]: y\n\nC\n", [0, 0, 0]),
        ("A\n\nB with a [box] or two.\n\nC\n", [1, 1, 1]),
        ("A\n\nB[^a].\n\nC\n\n[^a]: a note\n", [1, 1, 1]),
    ] {
        let whole = Whole::new(text, 0..text.len(), Dialect::Gfm);
        let parts = Parts::cut_at(&whole, &lines(text)).expect("there are several");
        let mut join = parts.join(0);
        let found: Vec<_> = (0..parts.len())
            .map(|at| {
                join.add(at, parts.parse(at));
                join.settled().map_or(0, |(_, blocks)| blocks)
            })
            .collect();
        assert_eq!(found, settled, "{text}");
    }
}

#[test]
fn what_a_dialect_says_is_not_cut() {
    let shared = "# One {#own}\n\nFirst\n\n> [!faq] Asked\n> and said\n\n";
    let hugo = "A [link]({{< ref \"a.md\" >}}) and {{< param x >}}.\n\n{{< details >}}\n\nInside\n\nit\n\n{{< /details >}}\n\n\
                After :tada:\n\n{{< figure src=\"a.png\" caption=\"b\" >}}\n\nEnd\n";
    let jekyll = "{% if x %}\n\nLiquid\n\n{% endif %}\n\n{{ site.title }}\n{: #id}\n\nAfter\n\n\
                  {% highlight rust %}\n\nCode\n\n{% endhighlight %}\n\nEnd\n";
    let docs =
        ":::note Title\n\nInside\n\n## still\n\n:::\n\nAfter\n\n<!--truncate-->\n\nMore\n\nEnd\n";
    let vault = "A [[note]] ==marked==.\n\n%%\n\nhidden\n\n%%\n\nAfter $x^2$\n\n![[a.png]]\n\nEnd ^id\n\nLast\n";
    for (dialect, own) in [
        (Dialect::Hugo, hugo),
        (Dialect::Jekyll, jekyll),
        (Dialect::Docusaurus, docs),
        (Dialect::Obsidian, vault),
        (Dialect::Auto, hugo),
        (Dialect::Auto, docs),
    ] {
        let text = format!("{shared}{own}");
        let whole = Whole::new(&text, 0..text.len(), dialect);
        let (fences, open) = (guess::fences(whole.text()), whole.open());
        let cuts = (0..text.len()).filter_map(|at| guess::cut(whole.text(), at, [&fences, &open]));
        let cuts: BTreeSet<_> = cuts.collect();
        assert!(cuts.len() >= 3, "{dialect} {cuts:?}");
        for cut in cuts {
            let (document, held) = in_parts(&text, dialect, &[cut]);
            assert_eq!(
                document,
                in_one(&text, dialect),
                "{dialect} {:?}",
                &text[cut..]
            );
            assert!(held, "{dialect} {:?}", &text[cut..]);
        }
    }
}

#[test]
fn fences_are_found_whatever_they_stand_in() {
    let text = "a\n\n- ```rust\n  b\n\n  c\n  ```\n\n````\n```\n\nin it\n````\n\n~~~\n```\n~~~\n\n`` ` ``\n\nEnd\n";
    let fences = guess::fences(text);
    let cut = |at| guess::cut(text, at, [&fences, &[]]);
    let cuts: Vec<_> = (0..text.len()).filter_map(cut).collect();
    let first = text.find("End").expect("it is there");
    assert!(cuts.iter().all(|cut| *cut == first), "{cuts:?}");
    assert!(!cuts.is_empty());
}

#[test]
fn a_long_post_is_cut_where_the_guess_holds() {
    let section = "## A section\n\nSome *words*, `code` and [a link](https://example.org).\n\n\
                   - one\n  - two\n\n```rust\nfn a() {\n\n}\n```\n\n> A quote.\n\n\
                   | a | b |\n|--|--|\n| c | d |\n\n";
    let text = section.repeat(3 * PART / section.len() + 1);
    let whole = Whole::new(&text, 0..text.len(), Dialect::Gfm);
    let parts = whole.parts().expect("it is long");
    assert_eq!(parts.len(), 3);
    let mut join = parts.join(0);
    (0..3).for_each(|at| join.add(at, parts.parse(at)));
    assert!(join.finished().is_some());
}

/// Blocks that end, that do not end, and that look like others.
fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-c ]{1,12}\n",
        2 => "#{1,3} [ab]{1,3}\n",
        2 => "(- |1\\. |  |> |    )[a-c]{1,4}\n",
        1 => "(```|~~~)[a-c ]{0,2}\n",
        1 => "(<div>|</div>|<script>|</script>|<!--|-->|<details>|<p align=\"center\">)\n",
        2 => "\\[\\^?[xy]\\](\\[\\^?[xy]?\\])?\n",
        1 => "\\[\\^?[xyX]\\]: [ab]{0,2}( 'c')?\n",
        1 => "(\\| a \\| b \\|\n\\|--\\|--\\|\n\\| c \\| d \\|)\n",
        2 => "(\\{\\{< (a|b|/a|ref \"x\") >\\}\\}|:::(note|)|\\{% (if x|endif|raw|endraw) %\\}|\\[\\[a\\]\\]|%%|<!--more-->)\n",
        1 => "(# a \\{#b\\}|\\{: #a\\}|> \\[!faq\\] x|:tada: \\$x\\$ ==a==)\n",
        1 => "(!\\[\\]\\(a\\.png\\)|https://a\\.example|\\*\\*[ab]\n|<b>a|[ab]</b>|: a)\n",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn parts_come_to_the_whole(
        blocks in prop::collection::vec((block(), prop::bool::weighted(0.7)), 1..24),
        chosen in any::<u32>(),
        dialect in prop::sample::select(Dialect::ALL.map(|(dialect, _)| dialect).to_vec()),
    ) {
        let mut text = String::new();
        for (block, blank) in &blocks {
            text.push_str(block);
            text.push_str(if *blank { "\n" } else { "" });
        }
        let cuts = lines(&text);
        let cuts: Vec<_> = (0..)
            .zip(cuts)
            .filter(|(at, _)| chosen >> (at % 32) & 1 == 1)
            .map(|(_, cut)| cut)
            .collect();
        prop_assert_eq!(in_parts(&text, dialect, &cuts).0, in_one(&text, dialect), "{} {:?} at {:?}", dialect, text, cuts);
    }
}

#[test]
fn a_long_line_is_looked_over_once() {
    // Without a clock: what looks it over again at each sign takes minutes.
    for sign in ["]:", "[^a", "[^", "[a]: b ", "[^a]: "] {
        let line = sign.repeat(1_000_000 / sign.len());
        let text = format!("{}[^a]: note\n{line}\n", "Words.\n\n".repeat(100_000));
        let whole = Whole::new(&text, 0..text.len(), Dialect::Gfm);
        let parts = whole.parts().expect("it is long");
        assert!(parts.guess.defined.contains("a"), "{sign}");
    }
}
