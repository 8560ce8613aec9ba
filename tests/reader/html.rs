//! HTML and admonitions as complete frames, in each theme.

use folio::theme::Theme;

use crate::sim::Sim;

/// A post with HTML. `folio-placeholder` and `folio-math` are elements that folio itself writes when it rewrites a dialect.
const POST: &str = r#"# HTML

H<sub>2</sub>O, <kbd>Ctrl</kbd>+<kbd>C</kbd>, <mark>marked</mark>, <u>underlined</u>, <small>small</small>, a
<folio-placeholder>gallery dir=img</folio-placeholder> and <folio-math tex="\unknown{x}">.

<aside class="admonition warning" title="Mind the gap">

Between *train* and platform.

</aside>

<div class="danger">Do not.</div>

<details>
<summary>How it was measured</summary>

Ten runs.

- of a minute each

</details>

<dl><dt>Anchor<dd>A place in a document.</dl>

<figure><img src="a/leaf.png" alt="A leaf"><figcaption>Found in the park</figcaption></figure>

<iframe src="https://www.youtube.com/embed/x"></iframe>

<table>
<tr><th>Name<th align=right>Size
<tr><td><code>a.bin</code><td>10
<tr><td>

- Markdown
- within

<td>2000
</table>
"#;

#[test]
fn html_frames_match_in_every_theme() {
    let mut sim = Sim::new(&[("html.md", POST)], 60, 56);
    sim.press("<Enter>");
    insta::assert_snapshot!("html_dark", sim.frame_in(&Theme::DARK));
    insta::assert_snapshot!("html_light", sim.frame_in(&Theme::LIGHT));
    insta::assert_snapshot!("html_plain", sim.frame_in(&Theme::PLAIN));
}
