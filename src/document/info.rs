//! The info string of a fence (CommonMark 4.5): its first word names the language.

/// The language of an info string, as it is written: `rust,ignore`, `js {hl_lines=[1]}`, `ruby:app.rb` (Gatsby),
/// `{.python #id}` (Pandoc, `fenced_code_attributes`), `{r, echo=FALSE}` (knitr),
/// `brush: js` (an older highlighter). Empty where there is none.
pub(super) fn language(info: &str) -> &str {
    let info = info.trim();
    let info = info.strip_prefix("brush:").unwrap_or(info).trim_start();
    let Some(attributes) = info.strip_prefix('{') else {
        return word(info);
    };
    let words = || {
        attributes
            .split([' ', '\t', ',', '}'])
            .filter(|word| !word.is_empty())
    };
    let mut classes = words().filter_map(|word| word.strip_prefix('.'));
    let class = classes
        .find(|class| *class != "brush:")
        .map(|class| class.trim_end_matches(';'));
    class
        .or_else(|| words().next().filter(|word| !word.contains(['=', '#'])))
        .unwrap_or_default()
}

fn word(info: &str) -> &str {
    let end = info.find([' ', '\t', ',', '{', '[', ':', ';', '(']);
    match &info[..end.unwrap_or(info.len())] {
        word if word.contains('=') => "",
        // A sign by itself is as good a name as any.
        "" => info.split_whitespace().next().unwrap_or_default(),
        word => word,
    }
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn the_first_word_is_the_language() {
        for (info, expected) in [
            ("", ""),
            ("rust", "rust"),
            (";", ";"),
            ("rust,ignore", "rust"),
            (" js {hl_lines=[1]}", "js"),
            ("jsx{1,3}", "jsx"),
            ("ruby:app.rb", "ruby"),
            ("js[app.js]", "js"),
            ("c++ title=\"a.cpp\"", "c++"),
            ("C#", "C#"),
            ("{.python}", "python"),
            ("{#id .python startFrom=\"1\"}", "python"),
            ("brush: js; gutter: false", "js"),
            ("{.brush: .php;}", "php"),
            ("{r, echo=FALSE}", "r"),
            ("{python}", "python"),
            ("{linenos=true}", ""),
            ("{}", ""),
            ("{", ""),
            ("title=\"a\"", ""),
        ] {
            assert_eq!(language(info), expected, "{info}");
        }
    }
}
