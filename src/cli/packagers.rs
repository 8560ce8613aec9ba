//! `folio completions` and `folio man`: for those who package folio.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Args;

/// The completion script of a shell.
pub(super) fn completions(shell: Shell, out: &mut impl Write) -> io::Result<()> {
    // Made in memory first: the generator panics when its writer fails, as a closed pipe does.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "folio", &mut script);
    out.write_all(&script)
}

/// One page for all: the commands follow as subsections, so that `man folio` answers without a second page.
pub(super) fn man(command: &Command, out: &mut impl Write) -> io::Result<()> {
    let page = Man::new(command.clone());
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    for subcommand in command
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
    {
        let name = format!("folio {}", subcommand.get_name());
        let named = subcommand.clone().display_name(&name).bin_name(&name);
        let page = Man::new(named);
        let mut section = Vec::new();
        page.render_synopsis_section(&mut section)?;
        page.render_description_section(&mut section)?;
        page.render_options_section(&mut section)?;
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        write!(out, ".SH {}\n{section}", name.to_uppercase())?;
    }
    Ok(())
}
