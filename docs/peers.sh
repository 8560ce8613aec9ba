#!/bin/sh
# Compares folio with other readers and prints the tables of docs/performance.md.
#
#   docs/peers.sh [install] [pipe] [screen] [folder]     by default all four
#
# install  installs the peers into target/peers and nowhere else: with cargo, python3 (frogmouth, hike) and go (glow)
# pipe     measures an article of 10 KB, 1 MB and 10 MB, printed to a pipe
# screen   measures the same articles on a screen of 120 columns and 40 rows: the first words, the complete screen, a key
# folder   measures a folder of 10,000 posts on such a screen: the first post, the complete screen
#
# Peers that are not installed are left out, and named at the end.
set -u
cd "$(dirname "$0")/.." || exit 2
mkdir -p target/peers/bin target/peers/text target/peers/posts || exit 2
folder=$PWD/target/peers
screen=$PWD/target/release/examples/screen
PATH=$folder/bin:$PWD/target/release:$PATH
limit=60
[ $# -gt 0 ] || set -- install pipe screen folder
wants() { case " $parts " in *" $1 "*) ;; *) return 1 ;; esac; }
parts=$*

have() { command -v "$1" >/dev/null 2>&1; }
with_cargo() { # PROGRAM CRATE..
  have "$1" && return
  shift
  # First with the versions in the crate's lock file. If one of these can't be downloaded, then with other compatible versions.
  for locked in --locked --; do
    CARGO_TARGET_DIR=$folder/build cargo install --quiet --root "$folder" "$@" $locked && return
  done
}
# Each program gets a virtual environment of its own, because the programs require different versions of the same packages.
with_pip() { # PROGRAM
  have "$1" && return
  python3 -m venv "$folder/$1" && "$folder/$1/bin/pip" --quiet install "$1" &&
    ln -sf "$folder/$1/bin/$1" "$folder/bin/$1"
}
with_go() { # PROGRAM PACKAGE
  have "$1" || { have go && GOBIN=$folder/bin go install "$2"; }
}

if wants install; then
  # hyperfine 1.20 is the last version that builds with the minimum Rust version of folio.
  with_cargo hyperfine hyperfine --version 1.20.0
  with_cargo mdcat mdcat
  with_cargo mdt md-tui
  with_cargo treemd treemd
  with_cargo markdown-reader markdown-tui-explorer
  with_pip frogmouth
  with_pip hike
  with_go glow github.com/charmbracelet/glow/v2@latest
fi
cargo build --quiet --release --locked --target-dir target --bin folio --example screen || exit 2
have hyperfine || { echo 'no hyperfine' >&2; exit 2; }
missing=''
for program in folio less mdcat glow treemd mdt markdown-reader frogmouth hike hyperfine; do
  if have "$program"; then
    echo "$program: $("$program" --version </dev/null 2>&1 | head -n 1)"
  else
    missing="$missing $program"
  fi
done

cd "$folder/text" || exit 2
# Articles repeat this section of prose, a list, code and a quote.
# shellcheck disable=SC2016
section='## A section

When a program reads what people write, it meets *everything* that people can think of, and
then some: `code` in the middle of a line, a [link](https://example.org/a/b?c=d) to a page that
has moved, and **strong words** about it.

- a first thing, said in a few words
- a second one

```rust
fn main() {}
```

> A quotation, for the air that it gives a page.
'
for size in 10 1000 10000; do
  [ -s $size.md ] || awk -v size=$size -v section="$section" 'BEGIN {
    while (written < size * 1000) { print section; written += length(section) + 1 }
  }' >$size.md
done
[ -s ../posts/post-09999.md ] || awk 'BEGIN {
  for (post = 0; post < 10000; post++) {
    name = sprintf("post-%05d", post)
    print "---\ntitle: " name " in words\ndate: " 2000 + post % 25 "-01-02\ntags: [a, b]\n---\nSome words." >"../posts/" name ".md"
    close("../posts/" name ".md")
  }
}'

# Prints a row of times for the three sizes: the time of the fastest run and, in parentheses, the mean processor time. A command
# that takes 10 s or more runs once, other commands at least ten times.
pipe() { # COMMAND [TEXT AFTER THE NAME OF THE FILE]
  have "${1%% *}" || return
  shell=${2:+sh}
  row="| \`$1${2:+ \\$2}\` |"
  for size in 10 1000 10000; do
    for run in "--runs=1 timeout $limit" '--min-runs=10 '; do
      hyperfine "--shell=${shell:-none}" "${run%% *}" --output=pipe --ignore-failure --style=none --export-csv=../pipe.csv \
        --parameter-list size $size "${run#* } $1 {size}.md ${2-}" >/dev/null 2>&1
      cell=$(awk -F, -v limit=$limit '
        function time(s) { return s < 0.01 ? sprintf("%.1f ms", s * 1000) : s < 1 ? sprintf("%.0f ms", s * 1000) : sprintf("%.1f s", s) }
        END { print $(NF - 2) < limit ? time($(NF - 2)) " (" time($(NF - 4) + $(NF - 3)) ")" : "not done in " limit " s" }' ../pipe.csv)
      case $cell in *[0-9][0-9].[0-9]' s ('* | not*) break ;; esac
    done
    row="$row $cell |"
  done
  echo "$row"
}
if wants pipe; then
  printf '\nTo a pipe (less only copies; the last two print headings)\n\n| | 10 KB | 1 MB | 10 MB |\n| --- | --- | --- | --- |\n'
  pipe cat
  pipe less
  pipe 'folio show'
  pipe 'folio show' '| head -n 40'
  pipe 'mdcat --local'
  pipe 'mdcat --local' '| head -n 40'
  pipe glow
  pipe 'folio toc'
  pipe 'treemd --tree'
fi

# Adds a row with the times for the three sizes to each of three tables: first words, complete screen, key.
screens() { # COMMAND..
  have "$1" || return
  for size in 10 1000 10000; do
    "$screen" --seconds $limit 'When a program' "$@" $size.md 2>>../screen.log || echo '– | – | –'
  done >../screen.out
  for table in 1 2 3; do
    awk -F ' [|] ' -v row="| \`$*\` |" -v table=$table '{ row = row " " $table " |" } END { print row }' ../screen.out >>../screen.$table
  done
}
if wants screen; then
  for table in 1 2 3; do
    printf '| | 10 KB | 1 MB | 10 MB |\n| --- | --- | --- | --- |\n' >../screen.$table
  done
  screens folio
  screens less
  screens mdt
  screens treemd
  screens markdown-reader
  screens glow -t
  screens frogmouth
  screens hike
  printf '\nFrom exec to the first words on the screen\n\n' && cat ../screen.1
  printf '\nFrom exec until the screen changes no more\n\n' && cat ../screen.2
  printf '\nFrom a key (j, k) to the last byte that changes the screen\n\n' && cat ../screen.3
fi

cd ../posts || exit 2
# Prints a row with two times for a folder: the first post and the complete screen.
posts() { # COMMAND..
  have "$1" || return
  times=$("$screen" --seconds $limit --keys '' post-0 "$@" 2>>../screen.log) || times='– | – | –'
  echo "| \`$*\` | ${times% | *} |"
}
if wants folder; then
  printf '\nA folder of 10,000 posts, from exec\n\n| | first post | no more changes |\n| --- | --- | --- |\n'
  posts folio .
  posts treemd .
  posts mdt
  posts markdown-reader .
  posts glow .
  posts frogmouth .
  posts hike .
fi
[ -z "$missing" ] || printf '\nNot measured, because they are not installed:%s\n' "$missing"
