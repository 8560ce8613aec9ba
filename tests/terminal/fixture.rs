//! The environment of a test: a temporary folder with posts, an empty home, and none of the variables of the terminal in which
//! the tests run.

use std::fs;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;
use tempfile::TempDir;

use crate::pty::Pty;

/// The program under test.
pub(crate) const FOLIO: &str = env!("CARGO_BIN_EXE_folio");

/// The posts in folio's repository.
pub(crate) const TOUR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/posts");

/// The size of the terminal, in columns and rows.
pub(crate) const SIZE: (u16, u16) = (100, 30);

/// A temporary folder in which programs are started, and environment variables for these programs. The folder is removed on drop.
pub(crate) struct TestEnv {
    folder: TempDir,
    env: Vec<(String, String)>,
}

impl TestEnv {
    /// Creates an environment with an empty home and no posts.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        Self {
            folder,
            env: Vec::new(),
        }
    }

    /// Creates an environment with posts, given as file names and texts, in the folder `posts`.
    pub(crate) fn with_posts<N: AsRef<Path>, T: AsRef<[u8]>>(
        posts: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        let test_env = Self::new();
        let posts_folder = test_env.path("posts");
        fs::create_dir(&posts_folder).unwrap();
        for (name, text) in posts {
            fs::write(posts_folder.join(name), text).unwrap();
        }
        test_env
    }

    /// Creates an environment in which the folder `posts` is a link to folio's own posts.
    pub(crate) fn with_tour() -> Self {
        let test_env = Self::new();
        std::os::unix::fs::symlink(TOUR, test_env.path("posts")).unwrap();
        test_env
    }

    /// Adds an environment variable.
    pub(crate) fn var(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns the full path of `name`.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts folio with these arguments.
    pub(crate) fn folio(&self, args: &[&str], size: (u16, u16)) -> Pty {
        self.start(FOLIO, args, size)
    }

    /// Starts a shell script in which `"$0"` is folio.
    pub(crate) fn sh(&self, script: &str, size: (u16, u16)) -> Pty {
        self.start("sh", &["-c", script, FOLIO], size)
    }

    /// Records the modes of the terminal, starts folio on `posts` and waits for the list. Returns the recorded modes too.
    pub(crate) fn record_modes_and_start(&self) -> (Pty, String) {
        // The shell waits for a line, so that the modes are read before folio starts.
        let mut pty = self.sh("read go; exec \"$0\" posts", SIZE);
        let before = pty.modes();
        pty.send("\n");
        pty.wait_for_text("Welcome to folio");
        (pty, before)
    }

    /// Starts a program with these arguments.
    pub(crate) fn start(&self, program: &str, args: &[&str], size: (u16, u16)) -> Pty {
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(self.folder.path());
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        Pty::spawn_command(command, size)
    }

    /// Runs folio without a terminal.
    pub(crate) fn output(&self, args: &[&str]) -> std::process::Output {
        std::process::Command::new(FOLIO)
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.environment())
            .output()
            .unwrap()
    }

    /// Returns the environment variables for a program: first the base, then the variables of the test. If a name occurs twice,
    /// its last value is used.
    fn environment(&self) -> Vec<(String, String)> {
        let home = self.path("home").into_os_string().into_string().unwrap();
        let base = [
            ("PATH", std::env::var("PATH").unwrap()),
            ("TERM", "xterm-256color".to_owned()),
            ("COLORTERM", "truecolor".to_owned()),
            ("XDG_CONFIG_HOME", format!("{home}/.config")),
            ("XDG_DATA_HOME", format!("{home}/.local/share")),
            ("XDG_STATE_HOME", format!("{home}/.local/state")),
            ("XDG_CACHE_HOME", format!("{home}/.cache")),
            ("HOME", home),
        ];
        let base = base.map(|(name, value)| (name.to_owned(), value));
        base.into_iter().chain(self.env.clone()).collect()
    }
}

/// Asserts that the terminal is in the state that a newly started program expects. `modes_before` are the modes that the
/// terminal had before folio started.
#[track_caller]
pub(crate) fn assert_restored(pty: &Pty, modes_before: &str) {
    assert!(
        !pty.screen(vt100::Screen::alternate_screen),
        "the alternate screen is active"
    );
    assert!(
        !pty.screen(vt100::Screen::hide_cursor),
        "the cursor is hidden"
    );
    assert!(
        !pty.screen(vt100::Screen::bracketed_paste),
        "bracketed paste is on"
    );
    let bytes = pty.bytes();
    let last = |sequence: &[u8]| memchr::memmem::rfind(&bytes, sequence);
    assert!(
        last(b"\x1b[?7h") > last(b"\x1b[?7l"),
        "automatic wrapping is off"
    );
    assert!(
        last(b"\x1b[?2026l") > last(b"\x1b[?2026h"),
        "a frame is not complete"
    );
    assert_eq!(pty.modes(), modes_before);
}
