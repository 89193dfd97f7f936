# What cargo does not see change. Texts of shell for the hooks in ./cargo.nix, after those of ./source-tree.nix.
let
  inherit (import ./source-tree.nix) changed;

  # In the sources of what runs at compile time: that it may read files or start programs.
  reads = ''fs::|[{ ,]fs[,;} ]|File::|OpenOptions|read_dir|read_to_string|Command::|WalkDir|glob\(|[.](try_)?exists\(|[.]is_(file|dir)\(|extern "C"'';
in
{
  # A shell function that prints why nothing can be put back; nothing if it can. A vendored crate is what has the file of
  # checksums; cargo tells it by name and version, whatever is in it and wherever it is. Other files outside of the sources
  # configure cargo, and so do some inside.
  distrustAll = ''
    incrementalNixDistrustAll() {
      local different root=''${PWD#"$NIX_BUILD_TOP/"}
      root=./''${root%%/*}/
      if grep '^[\]' "$incrementalNixKept/files" "$incrementalNixKept/files-now" > /dev/null; then
        echo "names of files have backslashes or line ends in them"
        return
      fi
      different=$(mktemp -d)
      cut -c 67- "$incrementalNixKept/files" | sed -n 's,/[.]cargo-checksum[.]json$,/,p' | LC_ALL=C sort > "$different/before"
      cut -c 67- "$incrementalNixKept/files-now" | sed -n 's,/[.]cargo-checksum[.]json$,/,p' | LC_ALL=C sort > "$different/now"
      LC_ALL=C comm -12 "$different/before" "$different/now" > "$different/both"
      # The same name and version at another place.
      if [ -n "$(LC_ALL=C comm -12 <(LC_ALL=C comm -23 "$different/before" "$different/now" | sed -E 's,.*/([^/]*/)$,\1,' | LC_ALL=C sort) \
        <(LC_ALL=C comm -13 "$different/before" "$different/now" | sed -E 's,.*/([^/]*/)$,\1,' | LC_ALL=C sort))" ]; then
        echo "vendored crates are at other places"
        return
      fi
      cat "$incrementalNixChanged" "$incrementalNixGone" | awk -v root="$root" '
        FILENAME == ARGV[1] { both[$0]; next }
        FILENAME == ARGV[2] { vendored[$0]; next }
        {
          directory = $0
          while (sub(/[^\/]*\/?$/, "", directory) && directory != "") {
            if (directory in both) { reason = "a vendored crate changed, but not its place (" directory ")"; next }
            if (directory in vendored) next
          }
        }
        /\/Cargo[.]lock$/ { next }
        index($0, root) != 1 || /\/[.]cargo\/config([.]toml)?$/ { reason = "the configuration of cargo changed (" $0 ")" }
        END { if (reason != "") print reason }
      ' "$different/both" <(LC_ALL=C sort -u "$different/before" "$different/now") -
    }
  '';

  # A shell function that gives all files of a package the time of those that changed. Where Rust sources come or go, that is
  # their package, since macros may list them. Where any other file changed, those that have a build script, and those
  # that are compiled by a macro which may read it.
  distrustPackages = ''
    incrementalNixDistrustPackages() {
      local distrusted directory tree
      distrusted=$(mktemp)
      {
        cat "$incrementalNixAdded" "$incrementalNixGone" | grep '[.]rs$' | incrementalNixPackages || true
        if grep -v '[.]rs$' "$incrementalNixChanged" "$incrementalNixGone" > /dev/null; then
          (cd "$NIX_BUILD_TOP" && incrementalNixManifests | while IFS= read -r directory; do
            if [ -f "$directory/build.rs" ] || grep -qE '^[[:space:]]*build[[:space:]]*=' "$directory/Cargo.toml"; then echo "$directory"; fi
          done)
          tree=$(mktemp)
          if cargo tree --frozen --workspace --all-features --target all --edges normal,build,dev --prefix depth --format '|{p}' > "$tree" 2>/dev/null; then
            incrementalNixMacroUsers "$tree"
          else
            (cd "$NIX_BUILD_TOP" && incrementalNixManifests)
          fi
        fi
      } | LC_ALL=C sort -u > "$distrusted"
      if [ -s "$distrusted" ]; then
        echo "incremental-nix: files changed that cargo may not look at: compiled again as a whole is $(tr '\n' ' ' < "$distrusted")"
      fi
      (
        cd "$NIX_BUILD_TOP"
        while IFS= read -r directory; do
          find "$directory" -mindepth 1 \( -name .git -o -path "''${incrementalNixTarget/#"$NIX_BUILD_TOP"/.}" \) -prune -o \
            -type d -exec test -f '{}/Cargo.toml' \; -prune -o -type f -exec touch -h -d @${changed} {} +
        done < "$distrusted"
      )
    }
    # The packages of the sources, which are not vendored.
    incrementalNixManifests() {
      cut -c 67- "$incrementalNixKept/files-now" | awk '
        /\/[.]cargo-checksum[.]json$/ { vendored[substr($0, 1, length($0) - length("/.cargo-checksum.json"))]; next }
        /\/Cargo[.]toml$/ { found[substr($0, 1, length($0) - length("/Cargo.toml"))] }
        END {
          for (one in found) {
            outer = one
            while (!(outer in vendored) && sub(/\/[^\/]*$/, "", outer)) { }
            if (!(outer in vendored)) print one
          }
        }
      '
    }
    # Those that files on standard input belong to.
    incrementalNixPackages() {
      local directory
      while IFS= read -r directory; do
        while [[ $directory == */* ]]; do
          directory=''${directory%/*}
          if [ -f "$NIX_BUILD_TOP/$directory/Cargo.toml" ]; then
            if ! [ -f "$NIX_BUILD_TOP/$directory/.cargo-checksum.json" ]; then echo "$directory"; fi
            break
          fi
        done
      done
    }
    # Those of the sources that a macro is compiled into which, or what it is made of, may read files. By what `cargo tree`
    # prints: lines such as `2|name v1.0.0 (proc-macro) (/place)`.
    incrementalNixMacroUsers() {
      local graph name place
      graph=$(mktemp)
      awk -F '|' '
        {
          depth = $1; name = $2; sub(/ [(][*][)]$/, "", name)
          above[depth] = name
          print depth == 0 ? "" : above[depth - 1], name
        }
      ' OFS='|' "$1" | LC_ALL=C sort -u > "$graph"
      # What there is, and whether it may read.
      cut -d '|' -f 2 "$graph" | LC_ALL=C sort -u | while IFS= read -r name; do
        place=$(sed -nE 's,^.*[(](/[^()]*)[)]$,\1,p' <<< "$name")
        if [ -z "$place" ]; then
          place=$(sed -E 's/^([^ ]+) v([^ ]+).*/\1 \2/' <<< "$name" | while read -r own version; do
            cut -c 67- "$incrementalNixKept/files-now" | grep -E "/$own(-''${version//[.+]/.})?/[.]cargo-checksum[.]json$" | sed 's,/[^/]*$,,'
          done | head -n 1 || true)
          place=''${place:+$NIX_BUILD_TOP/$place}
        fi
        if [ -z "$place" ] || ! [ -d "$place" ] ||
          [ -n "$(find "$place" -name '*.rs' ! -name build.rs ! -path '*/tests/*' ! -path '*/benches/*' ! -path '*/examples/*' -exec grep -lE ${"'" + reads + "'"} {} + || true)" ]; then
          echo "$name"
        fi
      done > "$graph.reads"
      awk -F '|' '
        FILENAME == ARGV[1] { reads[$0]; next }
        { name = $2; all[name]; if ($1 != "") uses[$1, ++count[$1]] = name }
        function reaches(name,   i, found) {
          if (name in done) return done[name]
          done[name] = 0
          found = name in reads
          for (i = 1; !found && i <= count[name]; i++) found = reaches(uses[name, i])
          return done[name] = found
        }
        function ismacro(name) { return name ~ / [(]proc-macro[)]/ }
        function expands(name,   i, found) {
          if (name in seen) return seen[name]
          seen[name] = 0
          for (i = 1; !found && i <= count[name]; i++)
            found = expands(uses[name, i]) || ismacro(uses[name, i]) && reaches(uses[name, i])
          return seen[name] = found
        }
        END { for (name in all) if (expands(name) && match(name, /[(]\/[^()]*[)]$/)) print substr(name, RSTART + 1, RLENGTH - 2) }
      ' "$graph.reads" "$graph" | sed "s,^$NIX_BUILD_TOP,.,"
    }
  '';
}
