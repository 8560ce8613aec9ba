//! Info strings of fenced code blocks (CommonMark 4.5): the language and the title.

/// Returns the language of an info string, as written by the author: `rust,ignore`, `js {hl_lines=[1]}`, `ruby:app.rb`
/// (Gatsby), `{.python #id}` (Pandoc, `fenced_code_attributes`), `{r, echo=FALSE}` (knitr), `brush: js`
/// (`SyntaxHighlighter`). Returns an empty string if the info string names no language.
pub(super) fn language(info: &str) -> &str {
    let info = info.trim();
    let info = info.strip_prefix("brush:").unwrap_or(info).trim_start();
    let Some(attributes) = info.strip_prefix('{') else {
        return first_word(info);
    };
    let words = || {
        attributes
            .split([' ', '\t', ',', '}'])
            .filter(|word| !word.is_empty())
    };
    let mut classes = words().filter_map(|word| word.strip_prefix('.'));
    // In `{.brush: .php;}`, the class after `brush:` is the language.
    let class = classes
        .find(|class| *class != "brush:")
        .map(|class| class.trim_end_matches(';'));
    // Without a class, the first word is the language, unless it is an attribute or an id.
    class
        .or_else(|| words().next().filter(|word| !word.contains(['=', '#'])))
        .unwrap_or_default()
}

/// Returns the first word of an info string, or an empty string if that word is an attribute.
fn first_word(info: &str) -> &str {
    let end = info.find([' ', '\t', ',', '{', '[', ':', ';', '(']);
    let word = &info[..end.unwrap_or(info.len())];
    // The highlighting plugin of Eleventy reads line numbers after a slash: `js/2-4`, or `js//4` without the first numbers.
    let word = match word.split_once('/') {
        Some((language, lines))
            if lines.starts_with(|char: char| char.is_ascii_digit() || char == '/') =>
        {
            language
        }
        _ => word,
    };
    match word {
        word if word.contains('=') => "",
        // If an info string starts with punctuation, such as `;`, the language is the text up to the first blank.
        "" => info.split_whitespace().next().unwrap_or_default(),
        word => word,
    }
}

/// Returns the title in an info string: `title="app.js"` (Docusaurus, Material for `MkDocs`),
/// `filename="app.js"`, `[app.js]` (`VitePress`, Nuxt Content), `js:app.js` and `js:title=app.js` (Gatsby).
pub(super) fn title(info: &str) -> Option<&str> {
    let title = named_title(info).or_else(|| bracketed_title(info));
    let title = title.or_else(|| {
        let first = info.split_whitespace().next()?;
        let (_, name) = first.split_once(':')?;
        // The name of a file, but not an option such as `js:line-numbers`.
        (name.contains(['.', '/']) && !name.contains(['=', '{'])).then_some(name)
    });
    title.map(str::trim).filter(|title| !title.is_empty())
}

/// Returns the value of a title attribute.
fn named_title(info: &str) -> Option<&str> {
    TITLE_KEYS.iter().find_map(|key| {
        let (before, value) = info.split_once(key)?;
        if before.ends_with(|char: char| char.is_alphanumeric() || matches!(char, '-' | '_')) {
            return None;
        }
        let quote = value
            .chars()
            .next()
            .filter(|char| matches!(char, '"' | '\''));
        match quote {
            Some(quote) => {
                let text = &value[1..];
                // An escaped quote does not end the title.
                let is_end = |(end, _): &(usize, &str)| !text[..*end].ends_with('\\');
                let end = text.match_indices(quote).find(is_end);
                Some(&text[..end.map_or(text.len(), |(end, _)| end)])
            }
            None => value.split([' ', '\t', ',', '}']).next(),
        }
    })
}

/// Returns a title in brackets after the language, outside braces.
fn bracketed_title(info: &str) -> Option<&str> {
    let (before, after_bracket) = info.split_once('[')?;
    let (title, _) = after_bracket.split_once(']')?;
    let is_outside = before.matches('{').count() == before.matches('}').count();
    // Line numbers and highlighted words (`[1, 3]`, `[[1, 1, "word"]]`) are not titles.
    let is_title = !title.contains(['[', '"', ',']) && title.chars().any(char::is_alphabetic);
    // After an equals sign, the brackets may be in the value of an attribute, such as `lines=[a]`.
    (is_outside && is_title && !before.trim().is_empty() && !before.contains('=')).then_some(title)
}

/// The names of title attributes, with the equals sign.
const TITLE_KEYS: [&str; 5] = ["title=", "filename=", "fileName=", "file=", "name="];

#[cfg(test)]
mod tests {
    use super::{language, title};

    #[test]
    fn title_is_read_from_attributes_brackets_or_a_colon() {
        for (info, expected) in [
            ("js title=\"src/a b.js\" {1}", Some("src/a b.js")),
            ("js {1-3} title='a.js'", Some("a.js")),
            (r#"js title="a \" b""#, Some(r#"a \" b"#)),
            ("py filename=run.py", Some("run.py")),
            ("{.py filename=\"run.py\"}", Some("run.py")),
            ("js [config.js]", Some("config.js")),
            ("ts{1,4-6} [config.ts]", Some("config.ts")),
            ("js[app.js]", Some("app.js")),
            ("ruby:app.rb", Some("app.rb")),
            ("rust,linenos,name=src/a.rs", Some("src/a.rs")),
            ("js:title=src/a.js", Some("src/a.js")),
            ("js {hl_lines=[1]}", None),
            ("js [[1, 1, \"word\"]]", None),
            ("js [1,3-5]", None),
            ("js:line-numbers {1}", None),
            ("js subtitle=\"x\"", None),
            ("[a]", None),
            ("js title=\"\"", None),
            ("rust,ignore", None),
        ] {
            assert_eq!(title(info), expected, "{info}");
        }
    }

    #[test]
    fn language_is_the_first_word_or_class() {
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
