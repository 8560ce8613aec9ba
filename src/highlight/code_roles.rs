//! The roles of the highlighted code in one document, by block.

use std::collections::HashMap;
use std::sync::Arc;

use super::Runs;
use crate::document::Document;
use crate::text::Clean;

/// The roles of the code in a document, for the blocks that have been highlighted so far.
#[derive(Clone, Debug, Default)]
pub struct CodeRoles {
    runs_by_block: HashMap<u32, Arc<Runs>>,
    /// Total length of the text of these blocks, in bytes.
    bytes: usize,
}

impl CodeRoles {
    /// Returns the roles of one block, if it has been highlighted.
    pub fn of(&self, block: usize) -> Option<&Runs> {
        self.runs_by_block.get(&(block as u32)).map(Arc::as_ref)
    }

    /// Stores the roles of a block whose text has `bytes` bytes.
    pub fn insert(&mut self, block: u32, bytes: usize, runs: Arc<Runs>) {
        if self.runs_by_block.insert(block, runs).is_none() {
            self.bytes += bytes;
        }
    }

    /// Returns the total length of the highlighted blocks, in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Transfers the roles from document `old` to document `new`. A block keeps its roles if its language, text and SGR
    /// parameters did not change, even if the block moved.
    pub fn transfer(&mut self, old: &Document, new: &Document) {
        self.bytes = 0;
        let old_runs = std::mem::take(&mut self.runs_by_block);
        let runs_by_code: HashMap<Code<'_>, Arc<Runs>> = old_runs
            .into_iter()
            .filter_map(|(block, runs)| Some((code_of_block(old, block)?, runs)))
            .collect();
        if runs_by_code.is_empty() {
            return;
        }
        for block in 0..new.blocks().len() as u32 {
            let code = code_of_block(new, block);
            if let Some((code, runs)) = code.and_then(|code| runs_by_code.get_key_value(&code)) {
                self.insert(block, code.text.len(), Arc::clone(runs));
            }
        }
    }
}

/// The input that determines the roles of a code block.
#[derive(PartialEq, Eq, Hash)]
struct Code<'a> {
    language: Clean<'a>,
    text: Clean<'a>,
    /// The SGR parameters, each with the byte of the block from which it applies.
    sgr_parameters: Vec<(u32, &'a str)>,
}

/// Returns the input of highlighting for a block, or `None` if the block is not code in a named language.
fn code_of_block(document: &Document, block: u32) -> Option<Code<'_>> {
    let block = document.blocks().get(block as usize)?;
    let sgr_parameters = document.sgr_parameters(block.text_range()).iter();
    Some(Code {
        language: document.language(block)?,
        text: document.block_text(block),
        sgr_parameters: sgr_parameters
            .map(|sgr| (sgr.start - block.start, &*sgr.parameters))
            .collect(),
    })
}
