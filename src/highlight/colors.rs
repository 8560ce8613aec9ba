//! The roles of a document's code, as far as they are known.

use std::collections::HashMap;
use std::sync::Arc;

use super::Runs;
use crate::document::Document;

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

    /// For `new` in the place of `old`: keeps what is known about a block that reads the same.
    pub fn keep(&mut self, old: &Document, new: &Document) {
        self.bytes = 0;
        self.blocks.retain(|block, _| {
            let of = |document: &Document| {
                let block = document.blocks().get(*block as usize)?;
                let language = document.language(block)?.into_owned();
                let text = document.block_text(block).into_owned();
                Some((language, text, document.controls(block.text()).len()))
            };
            let same = of(new).filter(|new| Some(new) == of(old).as_ref());
            self.bytes += same.as_ref().map_or(0, |(_, text, _)| text.len());
            same.is_some()
        });
    }
}
