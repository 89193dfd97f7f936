# The files that a build starts from, and which of them are not those of the full build. Texts of shell for hooks of stdenv.
rec {
  # Seconds since the epoch. Files in the store have the first as well, and programs may hold the time of a file.
  unchanged = "1";
  products = "2";
  changed = "3";

  # Shell functions: all files and directories that were unpacked, ended by NUL, without products, temporary files and what
  # cargo notes down where it has its home; and the files, with hashes of their contents, or where they point. By their
  # paths below the top of the build.
  list = ''
    incrementalNixEntries() {
      find "$NIX_BUILD_TOP" -mindepth 1 \( -path "$NIX_BUILD_TOP/tmp.*" -o -path "$NIX_BUILD_TOP/.attr*" -o -path "$NIX_BUILD_TOP/env-vars" -o \
        -path "$incrementalNixTarget" -o -path '*/.cargo/registry' -o -path '*/.cargo/git' -o -name '.package-cache*' -o -name .global-cache \) -prune -o -print0
    }
    incrementalNixFiles() {
      (
        cd "$NIX_BUILD_TOP"
        incrementalNixEntries | sed -z "s,^$NIX_BUILD_TOP,.," > "$incrementalNixList"
        xargs -0 -r sh -c 'find "$@" -maxdepth 0 -type f -print0' sh < "$incrementalNixList" | xargs -0 -r sha256sum
        xargs -0 -r sh -c 'find "$@" -maxdepth 0 -type l -print' sh < "$incrementalNixList" | while IFS= read -r link; do
          echo "$(readlink "$link" | sha256sum | cut -c -64)  $link"
        done
      ) | LC_ALL=C sort
    }
    incrementalNixList=$(mktemp)
  '';

  # Shell functions: what differs between two such lists, into the files `$incrementalNixChanged`, which are there now and
  # were not so, and `$incrementalNixGone`, and `$incrementalNixAdded`, which are among the former; and the time of files and
  # directories that differ.
  compare = ''
    incrementalNixCompare() {
      local differences
      differences=$(mktemp -d)
      incrementalNixChanged=$differences/changed
      incrementalNixAdded=$differences/added
      incrementalNixGone=$differences/gone
      LC_ALL=C comm -13 "$1" "$2" | cut -c 67- | LC_ALL=C sort > "$incrementalNixChanged"
      cut -c 67- "$1" | LC_ALL=C sort > "$differences/before"
      cut -c 67- "$2" | LC_ALL=C sort > "$differences/now"
      LC_ALL=C comm -13 "$differences/before" "$differences/now" > "$incrementalNixAdded"
      LC_ALL=C comm -23 "$differences/before" "$differences/now" > "$incrementalNixGone"
    }
    incrementalNixTouchChanged() {
      (
        cd "$NIX_BUILD_TOP"
        {
          cat "$incrementalNixChanged"
          cat "$incrementalNixAdded" "$incrementalNixGone" | sed 's,/[^/]*$,,' | LC_ALL=C sort -u | while IFS= read -r directory; do
            if [ -d "$directory" ]; then echo "$directory"; fi
          done
        } | tr '\n' '\0' | xargs -0 -r touch -c -h -d @${changed}
      )
    }
  '';
}
