//! Environments. The TeX parser knows fewer environments than authors use, and accepts fewer arguments of environments.

use super::{Content, ContentKind, End, Prepass};

/// The empty argument of an environment that takes none.
const NO_ARGUMENT: &str = "";

impl Prepass<'_> {
    /// Reads an environment after its `\begin`, and appends a formula or an environment that the parser knows. Returns `None` if
    /// the environment is not supported.
    pub(super) fn read_environment(&mut self, content: &mut Content) -> Option<()> {
        let name = self.read_raw_argument()?.trim();
        let end = End::Environment(name);
        match name {
            "equation" | "equation*" | "displaymath" | "math" | "subequations" => {
                let inside = self
                    .read_content(&end, ContentKind::Formula)?
                    .into_formula();
                content.push(&inside);
            }
            "align" | "align*" | "aligned" | "flalign" | "flalign*" | "split" | "alignat"
            | "alignat*" | "alignedat" | "xalignat" | "xalignat*" => {
                self.skip_option();
                // `alignat`, `alignedat` and `xalignat` have the number of column pairs as their argument.
                if name.contains("at") {
                    self.read_raw_argument()?;
                }
                self.read_cells("aligned", NO_ARGUMENT, &end, content)?;
            }
            "eqnarray" | "eqnarray*" => self.read_cells("array", "{rcl}", &end, content)?,
            "gather" | "gather*" | "gathered" => {
                self.skip_option();
                self.read_cells("gathered", NO_ARGUMENT, &end, content)?;
            }
            "multline" | "multline*" | "multlined" => {
                self.read_cells("multline", NO_ARGUMENT, &end, content)?;
            }
            "cases" | "dcases" => self.read_cells("cases", NO_ARGUMENT, &end, content)?,
            "rcases" | "drcases" => self.read_cells("rcases", NO_ARGUMENT, &end, content)?,
            "matrix" | "smallmatrix" => self.read_cells("matrix", NO_ARGUMENT, &end, content)?,
            "pmatrix" | "psmallmatrix" => self.read_cells("pmatrix", NO_ARGUMENT, &end, content)?,
            "bmatrix" | "bsmallmatrix" => self.read_cells("bmatrix", NO_ARGUMENT, &end, content)?,
            "vmatrix" | "Bmatrix" | "Vmatrix" => {
                self.read_cells(name, NO_ARGUMENT, &end, content)?;
            }
            "matrix*" | "pmatrix*" | "bmatrix*" | "vmatrix*" | "Bmatrix*" | "Vmatrix*" => {
                let align = ["l", "c", "r"].into_iter().find(|align| {
                    self.unread
                        .trim_start()
                        .strip_prefix('[')
                        .is_some_and(|option| option.starts_with(align))
                });
                self.skip_option();
                let option = format!("[{}]", align.unwrap_or("c"));
                self.read_cells(name, &option, &end, content)?;
            }
            "array" | "darray" => {
                self.skip_option();
                let columns = format!("{{{}}}", reduce_columns(self.read_raw_argument()?)?);
                self.read_cells("array", &columns, &end, content)?;
            }
            "subarray" => {
                // The author's alignment is dropped; the parser always gets `{c}`.
                self.read_raw_argument()?;
                self.read_cells("subarray", "{c}", &end, content)?;
            }
            _ => return None,
        }
        Some(())
    }

    /// Reads the rows and cells of an environment, and appends them as the environment `name` with the argument `argument`.
    fn read_cells(
        &mut self,
        name: &str,
        argument: &str,
        end: &End<'_>,
        content: &mut Content,
    ) -> Option<()> {
        let cells = self.read_content(end, ContentKind::InEnvironment)?.text;
        content.push(&format!(
            "\\begin{{{name}}}{argument}{cells}\\end{{{name}}}"
        ));
        Some(())
    }
}

/// Reduces the column argument of an array to alignments (`l`, `c`, `r`) and vertical lines: `l@{ }|p{2cm}` becomes `l|l`.
/// Returns `None` for other characters, and if there is no column.
fn reduce_columns(argument: &str) -> Option<String> {
    let mut columns = String::new();
    let mut unread = argument;
    while let Some(char) = unread.chars().next() {
        unread = &unread[char.len_utf8()..];
        match char {
            'l' | 'c' | 'r' | '|' | ':' => columns.push(char),
            'p' | 'm' | 'b' | '@' | '!' => {
                if char.is_ascii_alphabetic() {
                    columns.push('l');
                }
                unread = unread.trim_start().strip_prefix('{')?.split_once('}')?.1;
            }
            char if char.is_whitespace() => {}
            _ => return None,
        }
    }
    columns.contains(['l', 'c', 'r']).then_some(columns)
}
