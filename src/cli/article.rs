//! One article for a subcommand: from a file or from standard input.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::context::CliContext;
use super::path;
use crate::document::Dialect;
use crate::post::{Inherited, ReadContext};
use crate::runtime::file_system::RealFs;
use crate::runtime::files;
use crate::runtime::image_finder::ImageFinder;
use crate::runtime::panics::isolate;
use crate::site::Source;
use crate::text::Clean;

/// Reads `file` (`-` is standard input), parses its front matter and passes the article to `work`. If `dialect` is `None`, a
/// file is in the dialect of its site, and standard input is in the default dialect. Returns the exit status, which is 1 if a
/// panic occurs in `work` or while the front matter is parsed.
pub(super) fn with_article(
    file: &Path,
    dialect: Option<Dialect>,
    context: &CliContext<'_>,
    err: &mut impl Write,
    work: impl FnOnce(&OpenedArticle) -> Result<()>,
) -> Result<u8> {
    let article = read(file, dialect, context)?;
    match isolate(file, || work(&article.parse())) {
        Ok(result) => result.map(|()| 0),
        Err(problem) => {
            let line = format!("folio: {}: {}", file.display(), problem.message);
            writeln!(err, "{}", Clean::line(&line))?;
            Ok(1)
        }
    }
}

/// An article whose front matter is parsed, with its dialect and the finder of its images.
pub(super) struct OpenedArticle {
    pub(super) source: Source,
    pub(super) dialect: Dialect,
    /// The finder of the article's image files; `None` for standard input.
    pub(super) image_finder: Option<ImageFinder>,
}

/// An article whose front matter is not parsed yet.
struct ArticleFile {
    /// The library's folder; empty for standard input.
    folder: std::path::PathBuf,
    /// The path relative to the library's folder, or a name for standard input.
    path: std::path::PathBuf,
    bytes: Vec<u8>,
    dialect: Dialect,
    /// The metadata that the article inherits from metadata files of its folder.
    inherited: Option<Inherited>,
    image_finder: Option<ImageFinder>,
}

impl ArticleFile {
    /// Parses the front matter.
    fn parse(self) -> OpenedArticle {
        let context = ReadContext {
            folder: &self.folder,
            ambiguous_form: self.dialect.ambiguous_form(),
            inherited: self.inherited.as_ref(),
            ..ReadContext::default()
        };
        let source = Source::parse(context, &self.path, self.bytes);
        OpenedArticle {
            source,
            dialect: self.dialect,
            image_finder: self.image_finder,
        }
    }
}

/// Reads the bytes of `file`. The site of the file determines the inherited metadata, and the dialect if `dialect` is `None`.
/// Fails if `file` is a folder.
fn read(file: &Path, dialect: Option<Dialect>, context: &CliContext<'_>) -> Result<ArticleFile> {
    if file == Path::new("-") {
        let bytes = (context.stdin)().and_then(files::check_text);
        return Ok(ArticleFile {
            folder: "".into(),
            path: "standard input".into(),
            bytes: bytes.context("standard input")?,
            dialect: dialect.unwrap_or_default(),
            inherited: None,
            image_finder: None,
        });
    }
    let target = path::resolve(Some(file), context)?;
    let Some(post_file) = &target.file_to_open else {
        bail!(
            "{}: is a folder; `folio list` prints its posts",
            file.display()
        );
    };
    let bytes = files::read_text(post_file).with_context(|| file.display().to_string())?;
    let path = post_file
        .strip_prefix(&target.library_folder)
        .unwrap_or(post_file)
        .to_owned();
    let dialect = dialect.unwrap_or_else(|| target.site.dialect.of_file(&path));
    let inherited = target.inherited(&RealFs::default(), &path);
    let image_finder = ImageFinder::new(target.site.clone(), target.library_folder.clone());
    Ok(ArticleFile {
        image_finder: Some(image_finder),
        folder: target.library_folder,
        path,
        bytes,
        dialect,
        inherited,
    })
}

/// Returns the number of words in a file's article, or `None` if the file can't be read.
pub(super) fn count_words(file: &Path, dialect: Dialect) -> Option<usize> {
    let context = ReadContext {
        ambiguous_form: dialect.ambiguous_form(),
        ..ReadContext::default()
    };
    let source = Source::parse(context, file, files::read_text(file).ok()?);
    Some(source.document(dialect).words())
}
