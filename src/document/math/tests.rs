use proptest::prelude::*;

use super::{MAX_FORMULA_BYTES, ParsedFormula, boxes};
use crate::text;

/// Returns a formula as text, or `None` if it is rejected. Each line of the formula becomes one line of text.
fn to_text(tex: &str) -> Option<String> {
    ParsedFormula::parse(tex).map(|formula| formula.to_text())
}

/// Returns the rows of a formula in two dimensions, without the blanks at their ends.
fn lay_out(tex: &str) -> Vec<String> {
    let math_box = ParsedFormula::parse(tex)
        .and_then(|formula| formula.lay_out())
        .expect("the formula has a layout");
    math_box
        .rows()
        .iter()
        .map(|row| row.trim_end().to_owned())
        .collect()
}

/// Asserts that a formula has these rows in two dimensions.
#[track_caller]
fn assert_layout(tex: &str, expected: &[&str]) {
    let rows = lay_out(tex);
    assert_eq!(rows, expected, "{tex}\n{}", rows.join("\n"));
}

#[test]
fn formulas_become_lines_of_text() {
    for (formula, expected) in [
        (r"x^2 + y_1", "x² + y₁"),
        (r"a=b-c", "a = b − c"),
        (r"-x, +y", "−x, +y"),
        (r"f(x,y)", "f(x, y)"),
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{n+1}{2n}", "(n + 1)/(2n)"),
        (r"\frac{dy}{dx}", "dy/dx"),
        (r"\frac 12 m v^2", "½ mv²"),
        (
            r"\sum_{i=0}^n i^2 = \frac{(n^2+n)(2n+1)}{6}",
            "∑ᵢ₌₀ⁿ i² = ((n² + n)(2n + 1))/6",
        ),
        (r"O(n \log n)", "O(n log n)"),
        (r"\sqrt{2} \sqrt[3]{x+1}", "√2∛(x + 1)"),
        (r"\sqrt[n]{ab}", "ⁿ√(ab)"),
        (r"e^{-\lambda t}", "e^(−λt)"),
        (r"x_{max}^T", "xₘₐₓᵀ"),
        (r"\left( a \right)", "(a)"),
        (r"\text{if } x > 0", "if x > 0"),
        (r"\text{50\% of $x$}", "50% of x"),
        (r"\operatorname{Var}(X)", "Var(X)"),
        (r"\operatorname*{arg\,max}_x f", "arg maxₓ f"),
        (r"\mathrm{rank} A", "rank A"),
        (r"\mathbb{R}^n", "ℝⁿ"),
        (r"\mathbf x \cdot \mathcal L", "𝐱 ⋅ ℒ"),
        (r"\hat{x} \vec{v}", "x̂v⃗"),
        (r"\overline{L_{1}} = REG", "L̅₁̅ = REG"),
        (r"\overline{AB} \bar é", "A̅B̅é̅"),
        (r"\underline{a b}", "a̲b̲"),
        (r"\hat{xy}", "hat(xy)"),
        (r"\alpha \to \beta", "α → β"),
        (r"90^\circ", "90°"),
        (r"\mu \| x \|", "μ‖x‖"),
        (
            r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
            "a = b\nc = d",
        ),
        (r"a \\ b", "a\nb"),
        (r"a &= b \\ &= c", "a = b\n= c"),
        (r"\begin{bmatrix}1&2\\3&4\end{bmatrix}", "[1, 2; 3, 4]"),
        (
            r"\begin{cases} 1 & x>0 \\ 0 & \text{else} \end{cases}",
            "{ 1, x > 0; 0, else",
        ),
        (r"{n \choose k}", "C(n, k)"),
        (r"{a \over b+c}", "a/(b + c)"),
        (r"\boxed{x}", "x"),
        (r"\mbox{a}\,b", "a b"),
        (r"a = b \tag{2} \label{eq:x}", "a = b    (2)"),
        (r"\eqref{2}", "(2)"),
        (r"a \nonumber", "a"),
        (r"x \not= y, a \not\in B", "x ≠ y, a ∉ B"),
        (r"a \bmod n", "a mod n"),
        (r"a \pmod{n}", "a  (mod n)"),
        (r"\color{red} a \textcolor{blue}{b}", "ab"),
        (r"a % a remark", "a"),
    ] {
        assert_eq!(to_text(formula).as_deref(), Some(expected), "{formula}");
    }
}

#[test]
fn unknown_and_broken_formulas_are_rejected() {
    for formula in [
        r"\unknown{x}",
        r"\frac{a}",
        r"{",
        r"a}",
        r"\left( a",
        r"\begin{bmatrix}1",
        r"\begin{tikzpicture}\end{tikzpicture}",
        r"\def\a{b}\a",
        r"\newcommand{\R}{x}",
        r"x^a^b",
        r"\text{\includegraphics{a}}",
        r"$a$",
        r"\char é",
        "\\kern1em\u{3000}\\begin{alignat}{99999999999999999999}",
        r"\buildrel a\",
    ] {
        assert!(ParsedFormula::parse(formula).is_none(), "{formula}");
    }
}

#[test]
fn formulas_over_a_limit_are_rejected_or_have_no_layout() {
    for part in [
        "{",
        r"\sqrt",
        r"\frac1",
        r"\not",
        r"\left(",
        "x^",
        r"\text",
        r"\begin{matrix}",
        r"\hat",
        "\\mathbf",
    ] {
        let too_deep = part.repeat(MAX_FORMULA_BYTES / part.len());
        assert!(ParsedFormula::parse(&too_deep).is_none(), "{part}");
        let too_long = part.repeat(MAX_FORMULA_BYTES + 1);
        assert!(ParsedFormula::parse(&too_long).is_none(), "{part}");
    }
    // A formula with more rows than `boxes::MAX_ROWS` is parsed, but only shown as text.
    let tall = r"\begin{matrix}".to_owned() + &r"a\\".repeat(40) + r"\end{matrix}";
    assert!(ParsedFormula::parse(&tall).is_some_and(|formula| formula.lay_out().is_none()));
}

#[test]
fn numerator_is_above_the_denominator() {
    assert_layout(r"\frac{a+b}{2} = x", &["a + b", "───── = x", "  2"]);
    assert_layout(
        r"-\frac{\frac ab}{c}",
        &["   a", "   ─", "   b", "− ───", "   c"],
    );
}

#[test]
fn scripts_without_small_characters_are_on_rows_of_their_own() {
    assert_layout("x^2_1", &["x₁²"]);
    assert_layout("x^{q}_{A}", &[" q", "x", " A"]);
    assert_layout(r"\left(\frac ab\right)^2", &["⎛a⎞²", "⎜─⎟", "⎝b⎠"]);
}

#[test]
fn bounds_are_beside_an_operator_or_above_and_below_it() {
    assert_layout(r"\sum_{i=1}^n i", &[" n", " ∑  i", "i=1"]);
    assert_layout(r"\lim_{x\to0} x", &["lim x", "x→0"]);
    assert_layout(r"\sum\nolimits_i i", &["∑ᵢ i"]);
    assert_layout(r"\int_0^1 x", &["∫₀¹ x"]);
    assert_layout(r"\int_0^1 \frac1x", &["⌠¹ 1", "⎮  ─", "⌡₀ x"]);
    assert_layout(r"\underbrace{a+b}_{c}", &["a + b", "╰─┬─╯", "  c"]);
    assert_layout(r"A \xrightarrow{ab} B", &["   ab", "A ───→ B"]);
}

#[test]
fn delimiters_are_as_high_as_their_content() {
    assert_layout(
        r"\left\{\begin{matrix}a\\b\\c\end{matrix}\right]",
        &["⎧a⎤", "⎨b⎥", "⎩c⎦"],
    );
    assert_layout(r"(\frac ab)", &["⎛a⎞", "⎜─⎟", "⎝b⎠"]);
    assert_layout(
        r"\left\langle\frac ab\right\rangle",
        &[" ╱a╲", "⟨ ─ ⟩", " ╲b╱"],
    );
    assert_layout(r"|\frac ab| x", &["│ a │", "│ ─ │x", "│ b │"]);
    assert_layout(r"\left. \frac ab \right|_{x=0}", &["a│", "─│", "b│ₓ₌₀"]);
}

#[test]
fn roots_and_accents_have_lines_above() {
    assert_layout(r"\sqrt{x+1}", &[" _____", "√x + 1"]);
    assert_layout(r"\sqrt[3]{\frac ab}", &["  _", " │a", " │─", "³⎷b"]);
    assert_layout(r"\overline{AB} \bar x", &["__", "ABx̅"]);
}

#[test]
fn matrix_cells_are_aligned_in_columns() {
    assert_layout(
        r"\begin{pmatrix}1&20\\300&4\end{pmatrix}",
        &["⎛ 1   20⎞", "⎜       ⎟", "⎝300  4 ⎠"],
    );
    assert_layout(
        r"\begin{aligned}a+b &= c\\ &= d\end{aligned}",
        &["a + b = c", "      = d"],
    );
    assert_layout(
        r"\begin{array}{l|r} a & bb \\ \hline ccc & d \end{array}",
        &["a   │ bb", "────┼───", "ccc │  d"],
    );
    assert_layout(
        r"x = \begin{cases}1\\2\end{cases}",
        &["    ⎧ 1", "x = ⎨", "    ⎩ 2"],
    );
}

#[test]
fn box_has_lines_on_all_sides() {
    assert_layout(r"\boxed{a}", &["┌───┐", "│ a │", "└───┘"]);
}

/// Pieces from which random formulas are built.
const PIECES: &[&str] = &[
    "x",
    "2",
    "+",
    "-",
    "=",
    "(",
    ")",
    "[",
    "]",
    "|",
    ",",
    " ",
    "^",
    "_",
    "{",
    "}",
    "&",
    "\\\\",
    "'",
    "é",
    "中",
    "\u{301}",
    "\u{3000}",
    "\\frac",
    "\\sqrt",
    "\\sqrt[3]",
    "\\sum",
    "\\int",
    "\\left(",
    "\\right)",
    "\\left\\{",
    "\\right.",
    "\\text{a $b$}",
    "\\begin{pmatrix}",
    "\\end{pmatrix}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\begin{aligned}",
    "\\end{aligned}",
    "\\begin{array}{|c|c|}",
    "\\end{array}",
    "\\hline",
    "\\hat",
    "\\overline",
    "\\underbrace",
    "\\mathbf",
    "\\over",
    "\\choose",
    "\\limits",
    "\\lim",
    "\\not",
    "\\tag{1}",
    "\\boxed",
    "\\operatorname*{argmax}",
    "\\xrightarrow",
    "\\big|",
    "\\quad",
    "\\alpha",
    "%",
    "\n",
    "\\substack{a\\\\b}",
    "\\middle|",
    "\\kern1em",
    "\\\\[2pt]",
    "#",
    "~",
    "\\ ",
    "\\char",
    "\\def\\a{",
    "🇩🇪",
    "\u{200d}",
];

proptest! {
    #[test]
    fn any_formula_has_a_limited_size_and_rows_of_equal_width(indices in prop::collection::vec(0..PIECES.len(), 0..60)) {
        let tex: String = indices.iter().map(|index| PIECES[*index]).collect();
        assert_limits(&tex)?;
    }

    #[test]
    fn any_text_has_a_limited_size_and_rows_of_equal_width(tex in ".{0,200}") {
        assert_limits(&tex)?;
    }
}

/// Fails if the text of a formula contains control characters. Fails if the layout has more than [`boxes::MAX_ROWS`] rows, or
/// rows of different widths.
fn assert_limits(tex: &str) -> Result<(), TestCaseError> {
    let Some(formula) = ParsedFormula::parse(tex) else {
        return Ok(());
    };
    prop_assert!(
        !formula
            .to_text()
            .contains(|char: char| char.is_control() && char != '\n')
    );
    if let Some(math_box) = formula.lay_out() {
        prop_assert!(math_box.rows().len() <= boxes::MAX_ROWS);
        prop_assert!(usize::from(math_box.baseline()) < math_box.rows().len());
        for row in math_box.rows() {
            prop_assert_eq!(text::width(row), usize::from(math_box.width()));
        }
    }
    Ok(())
}
