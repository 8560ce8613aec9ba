//! Environments: the parser knows fewer of them than authors write, and is strict about their arguments.

use super::{Content, End, Level, Prepass};

impl Prepass<'_> {
    /// Reads an environment, after `\begin`.
    pub(super) fn environment(&mut self, content: &mut Content) -> Option<()> {
        let name = self.raw_argument()?.trim();
        let end = End::Environment(name);
        match name {
            "equation" | "equation*" | "displaymath" | "math" | "subequations" => {
                let inside = self.content(&end, Level::Lines)?.in_lines();
                content.push(&inside);
            }
            "align" | "align*" | "aligned" | "flalign" | "flalign*" | "split" | "alignat"
            | "alignat*" | "alignedat" | "xalignat" | "xalignat*" => {
                self.skip_option();
                if name.contains("at") {
                    self.raw_argument()?;
                }
                self.cells("aligned", "", &end, content)?;
            }
            "eqnarray" | "eqnarray*" => self.cells("array", "{rcl}", &end, content)?,
            "gather" | "gather*" | "gathered" => {
                self.skip_option();
                self.cells("gathered", "", &end, content)?;
            }
            "multline" | "multline*" | "multlined" => self.cells("multline", "", &end, content)?,
            "cases" | "dcases" => self.cells("cases", "", &end, content)?,
            "rcases" | "drcases" => self.cells("rcases", "", &end, content)?,
            "matrix" | "smallmatrix" => self.cells("matrix", "", &end, content)?,
            "pmatrix" | "psmallmatrix" => self.cells("pmatrix", "", &end, content)?,
            "bmatrix" | "bsmallmatrix" => self.cells("bmatrix", "", &end, content)?,
            "vmatrix" | "Bmatrix" | "Vmatrix" => self.cells(name, "", &end, content)?,
            "matrix*" | "pmatrix*" | "bmatrix*" | "vmatrix*" | "Bmatrix*" | "Vmatrix*" => {
                let align = ["l", "c", "r"].into_iter().find(|align| {
                    self.rest
                        .trim_start()
                        .strip_prefix('[')
                        .is_some_and(|rest| rest.starts_with(align))
                });
                self.skip_option();
                let option = format!("[{}]", align.unwrap_or("c"));
                self.cells(name, &option, &end, content)?;
            }
            "array" | "darray" => {
                self.skip_option();
                let columns = format!("{{{}}}", columns(self.raw_argument()?)?);
                self.cells("array", &columns, &end, content)?;
            }
            "subarray" => {
                self.raw_argument()?;
                self.cells("subarray", "{c}", &end, content)?;
            }
            _ => return None,
        }
        Some(())
    }

    /// Reads the rows and cells of an environment, and writes them as the environment `name`.
    fn cells(
        &mut self,
        name: &str,
        option: &str,
        end: &End<'_>,
        content: &mut Content,
    ) -> Option<()> {
        let cells = self.content(end, Level::Cells)?.text;
        content.push(&format!("\\begin{{{name}}}{option}{cells}\\end{{{name}}}"));
        Some(())
    }
}

/// Returns the columns of an array without what only concerns distances: `l`, `c`, `r` and lines.
fn columns(written: &str) -> Option<String> {
    let mut columns = String::new();
    let mut rest = written;
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        match char {
            'l' | 'c' | 'r' | '|' | ':' => columns.push(char),
            'p' | 'm' | 'b' | '@' | '!' => {
                if char.is_ascii_alphabetic() {
                    columns.push('l');
                }
                rest = rest.trim_start().strip_prefix('{')?.split_once('}')?.1;
            }
            char if char.is_whitespace() => {}
            _ => return None,
        }
    }
    columns.contains(['l', 'c', 'r']).then_some(columns)
}
