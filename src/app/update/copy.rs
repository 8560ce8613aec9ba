//! What a key copies: a link, an address, a path, code, a section.

use std::path::PathBuf;

use crate::app::action::Action;
use crate::app::message::{CopyRequest, Effect};
use crate::app::{Focus, Model};
use crate::document::Kind;
use crate::library::Destination;
use crate::text::Clean;

impl Model {
    pub(super) fn copy(&mut self, action: Action) -> Vec<Effect> {
        let copied = match action {
            Action::CopyPath | Action::CopyAddress if self.single => Err("This text is no file."),
            Action::CopyPath => self
                .path_here()
                .map(CopyRequest::Path)
                .ok_or("There is no post."),
            Action::CopyAddress => self.address_here().ok_or("There is no post."),
            Action::CopyLink => self
                .selected_link()
                .ok_or("No link is selected; ) selects the next one."),
            Action::CopyCode => self
                .code_in_sight()
                .ok_or("There is no code on the screen."),
            Action::CopySection => self.section_here().ok_or("There is no article."),
            _ => self
                .selected_link()
                .or_else(|| self.section_address())
                .ok_or("There is no article."),
        };
        match copied {
            Ok(copied) => vec![Effect::Copy(copied)],
            Err(why) => {
                self.notice = Some(Clean::literal(why));
                Vec::new()
            }
        }
    }

    /// The post that has the focus.
    fn path_here(&self) -> Option<PathBuf> {
        let article = self.article.as_ref();
        match self.focus {
            Focus::List => {
                let post = self.list.selected_post()?;
                Some(self.library.post(post).path.clone())
            }
            _ => article.map(|article| article.body.post.path.clone()),
        }
    }

    fn address_here(&self) -> Option<CopyRequest> {
        Some(CopyRequest::Address {
            path: self.path_here()?,
            section: None,
            instead: None,
        })
    }

    fn selected_link(&self) -> Option<CopyRequest> {
        let link = self.link?;
        let target = self.article.as_ref()?.body.document.link(link).target;
        Some(match self.destination(link)? {
            Destination::Post(post, section) => CopyRequest::Address {
                path: self.library.post(post).path.clone(),
                section,
                instead: Some(target.to_owned()),
            },
            Destination::Section(_) if self.single => CopyRequest::Link(target.to_owned()),
            Destination::Section(section) => CopyRequest::Address {
                path: self.path_here()?,
                section: Some(section),
                instead: Some(target.to_owned()),
            },
            Destination::Outside(url) => CopyRequest::Link(url),
            Destination::Other(target) => CopyRequest::Link(target),
            Destination::Missing => CopyRequest::Link(target.to_owned()),
        })
    }

    fn section_address(&self) -> Option<CopyRequest> {
        let article = self.article.as_ref()?;
        let slug = article.section();
        let slug = slug.map(|at| article.body.document.slug(at).to_owned());
        if self.single {
            return slug.map(|slug| CopyRequest::Link(format!("#{slug}")));
        }
        Some(CopyRequest::Address {
            path: self.path_here()?,
            instead: slug.as_ref().map(|slug| format!("#{slug}")),
            section: slug,
        })
    }

    /// The first block of code that is on the screen.
    fn code_in_sight(&self) -> Option<CopyRequest> {
        let article = self.article.as_ref()?;
        let document = &article.body.document;
        let mut visible = article.visible(self.article_height());
        let block = visible.find_map(|at| {
            let block = document.blocks().get(at)?;
            let is_code = matches!(block.kind, Kind::Code { .. }) && block.start < block.end;
            is_code.then_some(block)
        })?;
        Some(CopyRequest::Code {
            path: article.body.post.path.clone(),
            shown: document.block_text(block).into_owned(),
            source: block.source.start as usize..block.source.end as usize,
        })
    }

    /// From the heading to the next of its level or a higher one; above the first heading, to it.
    fn section_here(&self) -> Option<CopyRequest> {
        let article = self.article.as_ref()?;
        let document = &article.body.document;
        let headings = document.toc();
        let headings = headings.headings();
        let source = |at: usize| {
            let block = document.blocks().get(headings.get(at)?.block as usize)?;
            Some(block.source.start as usize)
        };
        let (name, start, next) = if let Some(here) = article.section() {
            let level = headings[here].level;
            let next = (here + 1..headings.len()).find(|at| headings[*at].level <= level);
            let block = &document.blocks()[headings[here].block as usize];
            let name = Clean::line(&document.block_text(block)).into_owned();
            (name, source(here)?, next)
        } else {
            let start = document.blocks().first()?.source.start as usize;
            (Clean::default(), start, Some(0))
        };
        let end = next.and_then(source).unwrap_or(usize::MAX);
        Some(CopyRequest::Section {
            path: article.body.post.path.clone(),
            name,
            source: start..end,
        })
    }
}
