//! The roles of a document's code, as far as they are known.

use std::collections::HashMap;
use std::sync::Arc;

use super::Runs;
use crate::document::Document;
use crate::text::Clean;

/// The roles of a document's code blocks, as far as they are known.
#[derive(Clone, Debug, Default)]
pub struct Colors {
    blocks: HashMap<u32, Arc<Runs>>,
    bytes: usize,
}

impl Colors {
    /// Those of one block.
    pub fn of(&self, block: usize) -> Option<&Runs> {
        self.blocks.get(&(block as u32)).map(Arc::as_ref)
    }

    /// Takes what was found about a block of `bytes` bytes.
    pub fn insert(&mut self, block: u32, bytes: usize, runs: Arc<Runs>) {
        if self.blocks.insert(block, runs).is_none() {
            self.bytes += bytes;
        }
    }

    /// Bytes of code that are coloured.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// For `new` in the place of `old`: keeps what is known about a block that reads the same, wherever it stands now.
    pub fn keep(&mut self, old: &Document, new: &Document) {
        self.bytes = 0;
        let known = std::mem::take(&mut self.blocks);
        let known: HashMap<Code<'_>, Arc<Runs>> = known
            .into_iter()
            .filter_map(|(block, runs)| Some((code(old, block)?, runs)))
            .collect();
        if known.is_empty() {
            return;
        }
        for block in 0..new.blocks().len() as u32 {
            let code = code(new, block);
            if let Some((code, runs)) = code.and_then(|code| known.get_key_value(&code)) {
                self.insert(block, code.text.len(), Arc::clone(runs));
            }
        }
    }
}

/// All that the roles of a block of code follow from.
#[derive(PartialEq, Eq, Hash)]
struct Code<'a> {
    language: Clean<'a>,
    text: Clean<'a>,
    /// Bytes of the block, and the parameters from there on.
    controls: Vec<(u32, &'a str)>,
}

fn code(document: &Document, block: u32) -> Option<Code<'_>> {
    let block = document.blocks().get(block as usize)?;
    let controls = document.controls(block.text()).iter();
    Some(Code {
        language: document.language(block)?,
        text: document.block_text(block),
        controls: controls
            .map(|(at, control)| (at - block.start, &**control))
            .collect(),
    })
}
