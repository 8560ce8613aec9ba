//! Folding. A folded container, such as a closed `<details>`, shows only its title.

use std::collections::HashMap;
use std::ops::Range;

use super::{ContainerId, ContainerKind, Document, Kind};

/// The initial folding of a container, as its author wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InitialFold {
    /// The container can't be folded.
    #[default]
    Never,
    /// The container is unfolded at first.
    Open,
    /// The container is folded at first.
    Closed,
}

impl InitialFold {
    /// Returns `Open` if `is_open` is true, else `Closed`.
    pub(super) const fn open_if(is_open: bool) -> Self {
        if is_open { Self::Open } else { Self::Closed }
    }
}

impl Document {
    /// Returns the initial folding of a container, as its author wrote it. A container without a title can't be folded.
    pub fn initial_fold(&self, id: ContainerId) -> InitialFold {
        let container = self.container(id);
        let (ContainerKind::Details { fold } | ContainerKind::Admonition { fold, .. }) =
            container.kind
        else {
            return InitialFold::Never;
        };
        let first = self.blocks.get(container.first_block as usize);
        let has_title = first.is_some_and(|block| {
            block.container == id && matches!(block.kind, Kind::Summary | Kind::AdmonitionTitle(_))
        });
        if has_title { fold } else { InitialFold::Never }
    }

    /// Returns the containers that can be folded, in order.
    pub fn foldable(&self) -> impl Iterator<Item = ContainerId> + '_ {
        let all = (0..self.containers.len()).map(ContainerId::from_index);
        all.filter(|id| self.initial_fold(*id) != InitialFold::Never)
    }

    /// Returns the innermost foldable container whose title is the block at index `block`.
    pub fn fold_titled_by(&self, block: usize) -> Option<ContainerId> {
        let id = self.blocks.get(block)?.container;
        let is_title = self.container(id).first_block as usize == block;
        (is_title && self.initial_fold(id) != InitialFold::Never).then_some(id)
    }

    /// Returns the indices of the blocks of a container after its first block, including those of nested containers.
    pub fn blocks_after_title(&self, id: ContainerId) -> Range<usize> {
        let start = self.container(id).first_block as usize + 1;
        // All containers nested in `id` follow it directly. The parent of a nested container is `id` or a later container. The next
        // container that is not nested has an earlier parent.
        let later_containers = self.containers[id.index() + 1..].iter();
        let nested = later_containers
            .take_while(|container| container.parent.is_some_and(|parent| parent >= id));
        let containers = id.index()..=id.index() + nested.count();
        let following = self.blocks.get(start..).unwrap_or_default().iter();
        let blocks = following.take_while(|block| containers.contains(&block.container.index()));
        start..start + blocks.count()
    }
}

/// The containers that are folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    /// The folded containers, in ascending order.
    folded: Vec<ContainerId>,
}

impl Folds {
    /// Creates folds in the initial state, as the author wrote them.
    pub fn initial(document: &Document) -> Self {
        let all = document.foldable();
        Self {
            folded: all
                .filter(|id| document.initial_fold(*id) == InitialFold::Closed)
                .collect(),
        }
    }

    /// Creates folds in which every foldable container is folded.
    pub fn all(document: &Document) -> Self {
        Self {
            folded: document.foldable().collect(),
        }
    }

    /// Returns the folded containers, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = ContainerId> + '_ {
        self.folded.iter().copied()
    }

    /// Returns true if a container is folded.
    pub fn contains(&self, id: ContainerId) -> bool {
        self.folded.binary_search(&id).is_ok()
    }

    /// Folds a container, or unfolds it.
    pub fn toggle(&mut self, id: ContainerId) {
        match self.folded.binary_search(&id) {
            Ok(index) => {
                self.folded.remove(index);
            }
            Err(index) => self.folded.insert(index, id),
        }
    }

    /// Unfolds a container.
    pub fn open(&mut self, id: ContainerId) {
        self.folded.retain(|folded| *folded != id);
    }

    /// Converts the folds of the document `from` to the folds of `to`, another version of this document. A container keeps the
    /// state of the container with the same title in `from`. A container with a new title gets the state that the author wrote.
    /// If the folds are still in the initial state of `from`, the result is the initial state of `to`.
    #[must_use]
    pub fn remapped(&self, from: &Document, to: &Document) -> Self {
        if *self == Self::initial(from) {
            return Self::initial(to);
        }
        let title = |document: &Document, id| {
            let block = document.container(id).first_block as usize;
            document.block_text(&document.blocks()[block]).into_owned()
        };
        // Several containers may have the same title. For each title, the states of its containers; true means folded. The states
        // are reversed, so that `pop` returns the first.
        let mut states_by_title: HashMap<_, Vec<bool>> = HashMap::new();
        for id in from.foldable() {
            let states = states_by_title.entry(title(from, id)).or_default();
            states.push(self.contains(id));
        }
        for states in states_by_title.values_mut() {
            states.reverse();
        }
        let is_folded = |id: &ContainerId| {
            let states = states_by_title.get_mut(&title(to, *id));
            let state = states.and_then(Vec::pop);
            state.unwrap_or(to.initial_fold(*id) == InitialFold::Closed)
        };
        Self {
            folded: to.foldable().filter(is_folded).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Dialect;

    /// Parses a document with callouts.
    fn parse(text: &str) -> Document {
        Document::parse(text, 0..text.len(), Dialect::Obsidian)
    }

    /// Returns the title, the initial folding and the number of further blocks of each foldable container.
    fn describe_foldable(document: &Document) -> Vec<(String, InitialFold, usize)> {
        let describe = |id| {
            let first = document.container(id).first_block as usize;
            let title = document.block_text(&document.blocks()[first]).to_string();
            (
                title,
                document.initial_fold(id),
                document.blocks_after_title(id).len(),
            )
        };
        document.foldable().map(describe).collect()
    }

    #[test]
    fn details_and_callouts_with_a_title_are_foldable() {
        let text = "<details><summary>A</summary>\n\n- b\n  - c\n\n</details>\n\n<details open>\n<summary>D</summary>\n\n<details>\n<summary>E</summary>\n\nf\n</details>\n\ng\n</details>\n\n<details>\n\nno title\n</details>\n\n> [!note]- H\n> i\n\n> [!tip]+ J\n> k\n\n> [!tip] L\n> m\n";
        let expected = [
            ("A", InitialFold::Closed, 2),
            ("D", InitialFold::Open, 3),
            ("E", InitialFold::Closed, 1),
            ("Note · H", InitialFold::Closed, 1),
            ("Tip · J", InitialFold::Open, 1),
        ];
        let described = describe_foldable(&parse(text));
        let described: Vec<_> = described
            .iter()
            .map(|(title, fold, blocks)| (&**title, *fold, *blocks))
            .collect();
        assert_eq!(described, expected);
    }

    #[test]
    fn folds_are_kept_by_title_in_another_version_of_the_document() {
        let details =
            |title: &str| format!("<details><summary>{title}</summary>\n\ntext\n\n</details>\n\n");
        let before = parse(&(details("A") + &details("B") + &details("B")));
        let mut folds = Folds::initial(&before);
        let ids: Vec<_> = before.foldable().collect();
        folds.toggle(ids[1]);
        let after = parse(&("text\n\n".to_owned() + &details("B") + &details("C") + &details("B")));
        let is_folded: Vec<_> = after
            .foldable()
            .map(|id| folds.remapped(&before, &after).contains(id))
            .collect();
        // The first “B” keeps the unfolded state, “C” is new, and the second “B” is still folded.
        assert_eq!(is_folded, [false, true, true]);
    }
}
