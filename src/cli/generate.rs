//! `folio completions` and `folio man`, for those who package folio.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::CliArgs;
use crate::app::keymap::{Keymap, View};
use crate::config::SETTINGS;
use crate::library::FILTER_TERMS;

/// Writes the completion script of a shell.
pub(super) fn write_completions(shell: Shell, out: &mut impl Write) -> io::Result<()> {
    // Generated in memory: the generator panics if its writer fails, for example on a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut CliArgs::command(), "folio", &mut script);
    out.write_all(&script)
}

/// Writes one man page for all commands.
pub(super) fn write_man(command: &Command, out: &mut impl Write) -> io::Result<()> {
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
        let full_command = subcommand.clone().display_name(&name).bin_name(&name);
        let page = Man::new(full_command);
        let mut section = Vec::new();
        page.render_synopsis_section(&mut section)?;
        page.render_description_section(&mut section)?;
        page.render_options_section(&mut section)?;
        // The sections of a command become subsections (`.SS`) of the command's own section.
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        write!(out, ".SH {}\n{section}", name.to_uppercase())?;
    }
    let mut roff = Roff::new();
    add_keys_section(&mut roff);
    add_filters_section(&mut roff);
    add_settings_section(&mut roff);
    add_environment_section(&mut roff);
    roff.to_writer(out)
}

/// Adds the key table of the help view.
fn add_keys_section(roff: &mut Roff) {
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

/// Adds the terms of the filter language.
fn add_filters_section(roff: &mut Roff) {
    roff.control("SH", ["FILTERS"]);
    roff.text([roman(
        "The filter line of the list and --query accept these terms. A post must match all of them. A - before a term negates \
         it. A term that contains spaces is enclosed in double quotes.",
    )]);
    for term in FILTER_TERMS {
        roff.control("TP", []);
        roff.text([bold(term.example)]);
        roff.text([roman(format!("Posts that {}", term.description))]);
    }
}

/// Adds the settings of the configuration file.
fn add_settings_section(roff: &mut Roff) {
    roff.control("SH", ["SETTINGS"]);
    roff.text([roman(
        "Settings are read from ~/.config/folio/config.toml (TOML), or from the file given by FOLIO_CONFIG. Options on the \
         command line override them.",
    )]);
    for setting in SETTINGS {
        roff.control("TP", []);
        roff.text([bold(setting.name), roman(format!(" = {}", setting.default))]);
        roff.text([roman(setting.help)]);
    }
    let views = View::ALL.map(|(_, name)| name).join(", ");
    roff.control("PP", []);
    roff.text([roman(format!(
        "Keys are written as above, actions as in the palette. Keys can be bound for one of these views: {views}. Enter, Esc, \
         ^C and the digits can't be bound."
    ))]);
}

/// The environment variables that folio reads. Each row has one or two variables, and their meaning.
const VARIABLES: [(&str, &str); 7] = [
    ("FOLIO_CONFIG", "the configuration file"),
    (
        "FOLIO_LOG",
        "the level of the log (error, warn, info, debug, trace), which is written to folio.log in the state folder; --log \
         overrides it",
    ),
    (
        "VISUAL, EDITOR",
        "the editor; by default vi, on Windows notepad",
    ),
    ("NO_COLOR", "disables colors"),
    (
        "COLORTERM, TERM",
        "determine how many colors the terminal supports",
    ),
    (
        "XDG_CONFIG_HOME",
        "the configuration folder; ~/.config by default",
    ),
    (
        "XDG_STATE_HOME",
        "the folder that contains the state folder, folio; ~/.local/state by default",
    ),
];

/// Adds the environment variables.
fn add_environment_section(roff: &mut Roff) {
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
    fn man_page_lists_all_keys_and_filter_terms_and_settings() {
        let mut page = Vec::new();
        write_man(&CliArgs::command(), &mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        // Roff escapes `-`, `'` and the backslash, and ends bold text with `\fR`.
        let page = page.replace("\\-", "-").replace("\\*(Aq", "'");
        let keymap = Keymap::default();
        for entry in entries() {
            let keys = keymap.all_keys(entry).replace('\\', "\\\\");
            let row = format!("{keys}\\fR\n{}", entry.help);
            assert!(page.contains(&row), "{row}");
        }
        for term in FILTER_TERMS {
            assert!(page.contains(term.description), "{}", term.description);
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
