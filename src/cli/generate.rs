//! `folio completions` and `folio man`, for packages.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::CliArgs;
use crate::app::keymap::{Context, Keymap};
use crate::config::SETTINGS;
use crate::library::FILTER_TERMS;

/// Writes the completion script of a shell.
pub(super) fn completions(shell: Shell, out: &mut impl Write) -> io::Result<()> {
    // Generated in memory first: the generator panics if its writer fails, such as a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut CliArgs::command(), "folio", &mut script);
    out.write_all(&script)
}

/// Writes one man page for all commands.
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
    let mut roff = Roff::new();
    keys(&mut roff);
    filters(&mut roff);
    settings(&mut roff);
    variables(&mut roff);
    roff.to_writer(out)
}

/// Adds the key table, as the help view shows it.
fn keys(roff: &mut Roff) {
    roff.control("SH", ["KEYS"]);
    let keymap = Keymap::default();
    for (name, entries) in keymap.sections() {
        roff.control("SS", [name]);
        for entry in entries {
            roff.control("TP", []);
            roff.text([bold(keymap.all_keys(entry))]);
            roff.text([roman(entry.help)]);
        }
    }
}

/// Writes the terms of the filter language.
fn filters(roff: &mut Roff) {
    roff.control("SH", ["FILTERS"]);
    roff.text([roman(
        "The filter line in the list and --query take these terms. A post must match all of them; a - before a term negates it. \
         Double quotes enclose a term with spaces.",
    )]);
    for term in FILTER_TERMS {
        roff.control("TP", []);
        roff.text([bold(term.example)]);
        roff.text([roman(format!("Posts that {}", term.matches))]);
    }
}

fn settings(roff: &mut Roff) {
    roff.control("SH", ["SETTINGS"]);
    roff.text([roman(
        "Settings are in TOML, in folio/config.toml in the configuration folder (~/.config), or in the file that FOLIO_CONFIG \
         names. Options on the command line override them.",
    )]);
    for setting in SETTINGS {
        roff.control("TP", []);
        roff.text([bold(setting.name), roman(format!(" = {}", setting.default))]);
        roff.text([roman(setting.help)]);
    }
    let places = Context::ALL.map(|(_, place)| place).join(", ");
    roff.control("PP", []);
    roff.text([roman(format!(
        "Keys are written as above, and actions are named as in the palette. The views that may have keys of their own are \
         {places}. Enter, Esc, ^C and the digits can't be changed."
    ))]);
}

/// Environment variables and what they do.
const VARIABLES: [(&str, &str); 7] = [
    ("FOLIO_CONFIG", "the configuration file"),
    (
        "FOLIO_LOG",
        "the level of the log (error, warn, info, debug, trace), which is written to folio.log in the state folder; --log \
         overrides it",
    ),
    ("VISUAL, EDITOR", "the editor; vi by default"),
    ("NO_COLOR", "disables colors"),
    ("COLORTERM, TERM", "tell the colors of the terminal"),
    (
        "XDG_CONFIG_HOME",
        "the configuration folder; ~/.config by default",
    ),
    (
        "XDG_STATE_HOME",
        "the folder of the state folder folio; ~/.local/state by default",
    ),
];

fn variables(roff: &mut Roff) {
    roff.control("SH", ["ENVIRONMENT"]);
    roff.text([roman("A variable that is empty counts as unset.")]);
    for (name, help) in VARIABLES {
        roff.control("TP", []);
        roff.text([bold(name)]);
        roff.text([roman(help)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::entries;

    #[test]
    fn the_page_has_every_key_filter_term_and_setting() {
        let mut page = Vec::new();
        man(&CliArgs::command(), &mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        let page = page.replace("\\-", "-").replace("\\*(Aq", "'");
        let keymap = Keymap::default();
        for entry in entries() {
            let keys = keymap.all_keys(entry).replace('\\', "\\\\");
            let row = format!("{keys}\\fR\n{}", entry.help);
            assert!(page.contains(&row), "{row}");
        }
        for term in FILTER_TERMS {
            assert!(page.contains(term.matches), "{}", term.matches);
        }
        for setting in SETTINGS {
            assert!(
                page.contains(&format!("\n{}\n", setting.help)),
                "{}",
                setting.name
            );
        }
    }
}
