#!/bin/sh
# Measures folio beside its peers, for docs/performance.md: each prints an article of 10 KB, 1 MB and 10 MB to a pipe.
#
#   docs/peers.sh [FOLDER]
#
# Installs what it can by name into FOLDER (default: target/peers), and leaves out, by name, what it can't. Needs cargo; go for
# glow, python3 for frogmouth. Build folio first: cargo build --release.
set -u
cd "$(dirname "$0")/.." || exit 2
folder=${1:-target/peers}
mkdir -p "$folder/bin" "$folder/text" || exit 2
folder=$(cd "$folder" && pwd)
PATH=$folder/bin:$PATH
folio=$PWD/target/release/folio
[ -x "$folio" ] || { echo "no $folio; cargo build --release makes it" >&2; exit 2; }

missing=''
have() { command -v "$1" >/dev/null 2>&1; }
lacks() { missing="$missing $1"; }
cargo_peer() { have "$1" || cargo install --quiet --locked --root "$folder" "$@" || lacks "$1"; }

# 1.20 is the last hyperfine that builds with the compiler that folio asks for.
have hyperfine || cargo install --quiet --locked --root "$folder" --version 1.20.0 hyperfine || exit 2
cargo_peer mdcat
cargo_peer treemd
# md-tui's program is called mdt.
have mdt || cargo install --quiet --locked --root "$folder" md-tui || lacks mdt
have glow || { have go && GOBIN=$folder/bin go install github.com/charmbracelet/glow@latest; } || lacks glow
have frogmouth || {
  python3 -m venv "$folder/python" && "$folder/python/bin/pip" --quiet install frogmouth &&
    ln -sf "$folder/python/bin/frogmouth" "$folder/bin/frogmouth"
} || lacks frogmouth

# The same text in each run: prose, lists, code, quotes.
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
  file=$folder/text/$size.md
  [ -s "$file" ] && continue
  awk -v size="$size" -v section="$section" 'BEGIN {
    while (written < size * 1000) { print section; written += length(section) + 1 }
  }' </dev/null >"$file"
done

for size in 10 1000 10000; do
  file=$folder/text/$size.md
  set -- --command-name cat "cat $file" --command-name less "less $file" \
    --command-name 'folio show' "$folio show $file" \
    --command-name 'folio show, first 40 rows' "$folio show $file | head -n 40"
  have mdcat && set -- "$@" --command-name mdcat "mdcat --local $file"
  have glow && set -- "$@" --command-name glow "glow $file"
  have treemd && set -- "$@" --command-name 'treemd --tree' "treemd --tree $file"
  echo "== $size KB"
  # A pipe, as a pager's: what writes to nowhere at all may do less.
  hyperfine --shell=sh --warmup 1 --min-runs 5 --output pipe --ignore-failure --style basic \
    --export-markdown "$folder/$size.md" "$@" 2>/dev/null
done
# What only opens a screen of its own prints nothing: benches/terminal.rs measures folio so.
for only in mdt frogmouth; do
  have "$only" && echo "$only shows articles on a screen of its own alone; not measured here"
done
[ -z "$missing" ] || echo "could not be installed here:$missing"
