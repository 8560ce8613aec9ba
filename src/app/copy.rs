//! Copying links, addresses, paths, code, formulas and sections.

use std::path::PathBuf;

use super::Model;
use super::act::NO_FILE;
use super::action::Action;
use super::hints::HintTarget;
use super::keymap::View;
use super::message::{CopyRequest, Effect, Effects};
use crate::clean;
use crate::layout::Anchor;
use crate::library::Destination;
use crate::text::Clean;

impl Model {
    /// Carries out a copy action, or shows a notice if there is nothing to copy.
    pub(super) fn copy(&mut self, action: Action, effects: &mut Effects) {
        // If several blocks are visible, the user chooses a block first; `follow_hint` then copies it.
        if action == Action::CopyCode && self.show_code_hints() {
            return;
        }
        let request = match action {
            Action::CopyPath | Action::CopyAddress if self.folder.is_piped_text => {
                Err(Clean::literal(NO_FILE))
            }
            Action::CopyPath => self
                .focused_path()
                .map(CopyRequest::Path)
                .ok_or(Clean::literal("There is no post.")),
            Action::CopyAddress => self
                .post_address_request()
                .ok_or(Clean::literal("There is no post.")),
            Action::CopyLink => self.link_request().ok_or_else(|| {
                let key = self.key_for(View::Article, Action::NextLink);
                clean!("No link is selected. Press {key} to select the next link.")
            }),
            Action::CopyCode => self
                .visible_code_request()
                .ok_or(Clean::literal("No code on the screen.")),
            Action::CopyFormula => self
                .visible_formula_request()
                .ok_or(Clean::literal("No formula on the screen.")),
            Action::CopySection => self
                .current_section_request()
                .ok_or(Clean::literal("There is no article.")),
            // `CopyLinkOrSectionAddress`; no other action is passed.
            _ => self
                .link_request()
                .or_else(|| self.section_address_request())
                .ok_or(Clean::literal("There is no article.")),
        };
        match request {
            Ok(request) => effects.push(Effect::Copy(request)),
            Err(reason) => self.notice = Some(reason),
        }
    }

    /// Returns the path of the focused post.
    fn focused_path(&self) -> Option<PathBuf> {
        self.focused_post().map(|post| post.path.clone())
    }

    /// Returns the request to copy the address of the focused post. If the address is unknown, a notice is shown instead.
    fn post_address_request(&self) -> Option<CopyRequest> {
        Some(CopyRequest::PostUrl {
            path: self.focused_path()?,
            section: None,
            fallback: None,
        })
    }

    /// Returns the request to copy the target of the selected link. If the URL of a linked post or section is unknown, copies the
    /// target as it is written.
    fn link_request(&self) -> Option<CopyRequest> {
        let link = self.selected_link()?;
        let target = self.article.as_ref()?.body.document.link(link).target;
        Some(match self.destination(link)? {
            Destination::Post(post, section) => CopyRequest::PostUrl {
                path: self.library.post(post).path.clone(),
                section,
                fallback: Some(target.to_owned()),
            },
            Destination::Section(_) if self.folder.is_piped_text => {
                CopyRequest::Link(target.to_owned())
            }
            Destination::Section(section) => CopyRequest::PostUrl {
                path: self.focused_path()?,
                section: Some(section),
                fallback: Some(target.to_owned()),
            },
            Destination::Web(url) => CopyRequest::Link(url),
            Destination::Unsupported(target) => CopyRequest::Link(target),
            Destination::Missing => CopyRequest::Link(target.to_owned()),
        })
    }

    /// Returns the request to copy the address of the current section. Above the first heading, copies the address of the
    /// post. If the post's address is unknown, copies only the fragment of the section. Piped text never has an address.
    fn section_address_request(&self) -> Option<CopyRequest> {
        let article = self.article.as_ref()?;
        let slug = article.section();
        let slug = slug.map(|heading| article.body.document.slug(heading).to_owned());
        if self.folder.is_piped_text {
            return slug.map(|slug| CopyRequest::Link(format!("#{slug}")));
        }
        Some(CopyRequest::PostUrl {
            path: self.focused_path()?,
            fallback: slug.as_ref().map(|slug| format!("#{slug}")),
            section: slug,
        })
    }

    /// Numbers the visible code blocks if there are several, so that the user can choose a block. Returns false if there is
    /// at most one.
    fn show_code_hints(&mut self) -> bool {
        let height = self.article_height();
        let Some(article) = &mut self.article else {
            return false;
        };
        let hints = article.code_hints(height);
        let are_several = hints.targets.len() > 1;
        if are_several {
            article.links.hints = Some(hints);
        }
        are_several
    }

    /// Returns the request to copy the first visible code block.
    fn visible_code_request(&self) -> Option<CopyRequest> {
        let article = self.article.as_ref()?;
        let hints = article.code_hints(self.article_height());
        match hints.targets.first()?.target {
            HintTarget::Code(block) => self.code_request(block),
            _ => None,
        }
    }

    /// Returns the request to copy a code block.
    pub(super) fn code_request(&self, block: usize) -> Option<CopyRequest> {
        let article = self.article.as_ref()?;
        let document = &article.body.document;
        let block = document.blocks().get(block)?;
        Some(CopyRequest::Code {
            path: article.body.post.path.clone(),
            shown_code: document.block_text(block).into_owned(),
            source_range: block.source.start as usize..block.source.end as usize,
        })
    }

    /// Returns the request to copy the formula nearest to the middle of the pane, if a formula is visible.
    fn visible_formula_request(&self) -> Option<CopyRequest> {
        let article = self.article.as_ref()?;
        let (document, layout) = (&article.body.document, &article.body.layout);
        let height = self.article_height();
        // Rows of the layout, which does not contain the masthead.
        let layout_row = |row: usize| row.saturating_sub(article.masthead.rows.len());
        let visible_rows = layout_row(article.top)..layout_row(article.top + height);
        let middle = layout_row(article.top + height / 2);
        // Finds the first and the last row of the formula at byte `start`. A formula within a line of text has one row.
        let formula_rows = |start: u32| {
            let anchor = Anchor::at(document, start);
            let block = anchor.block as usize;
            let first = layout.row_of(document, anchor);
            let last = match layout.formula(document, block) {
                Some(_) => layout.end_row(block).saturating_sub(1),
                None => first,
            };
            (first, last.max(first))
        };
        let is_hidden = |start: u32| layout.hides(document.block_at(start as usize));
        let formulas = document.formulas().iter();
        let visible = formulas
            .filter(|formula| !is_hidden(formula.start))
            .filter_map(|formula| {
                let (first, last) = formula_rows(formula.start);
                let is_visible = first < visible_rows.end && last >= visible_rows.start;
                let distance = first
                    .saturating_sub(middle)
                    .max(middle.saturating_sub(last));
                is_visible.then_some((distance, formula))
            });
        let (_, nearest) = visible.min_by_key(|(distance, _)| *distance)?;
        Some(CopyRequest::Formula(nearest.tex.to_string()))
    }

    /// Returns the request to copy the current section, up to the next heading of the same or a higher level. Above the
    /// first heading, copies the text up to the first heading.
    fn current_section_request(&self) -> Option<CopyRequest> {
        let article = self.article.as_ref()?;
        let document = &article.body.document;
        let toc = document.toc();
        let headings = toc.headings();
        let source_start = |heading: usize| {
            let block = document
                .blocks()
                .get(headings.get(heading)?.block as usize)?;
            Some(block.source.start as usize)
        };
        let (name, start, next) = if let Some(current) = article.section() {
            let level = headings[current].level;
            let mut following = current + 1..headings.len();
            let next = following.find(|heading| headings[*heading].level <= level);
            let name = Clean::line(&document.heading_text(&headings[current])).into_owned();
            (name, source_start(current)?, next)
        } else {
            let start = document.blocks().first()?.source.start as usize;
            let first_heading = 0;
            (Clean::default(), start, Some(first_heading))
        };
        // Without a next heading, the section ends at the end of the file, whose length is not known here.
        let end = next.and_then(source_start).unwrap_or(usize::MAX);
        Some(CopyRequest::Section {
            path: article.body.post.path.clone(),
            name,
            source_range: start..end,
        })
    }
}
