# Haddock, which compiles all modules whatever changed. Text of shell for stdenv's phases.
let
  # Since GHC 9.6: what splices run may be byte code.
  byteCode = "-fprefer-byte-code";
in
{
  # Has Cabal call it in a quicker way, by a program in the directory `$incrementalNixTools`, whose compiler is
  # `$incrementalNixGhc`. With as large an allocation area as nixpkgs gives GHC, it spends less time on collecting garbage. What
  # splices run, at a distance too, it needs code of, and byte code is made in much less time than object code; its pages are
  # the same, but for the numbers of local names in those of sources. Where that fails, it is called as it would be.
  replace = ''
    if [[ "''${haddockPhase-}" == *' haddock '* ]] &&
      "$incrementalNixTools/haddock" +RTS -A64M -RTS --version > /dev/null 2>&1; then
      rm "$incrementalNixTools/haddock"
      {
        echo "#!$BASH"
        printf 'haddock=(%q +RTS -A64M -RTS)\n' "''${incrementalNixGhc%/*}/haddock"
        if [[ $("$incrementalNixGhc" --show-options) == *${byteCode}* ]]; then
          echo '"''${haddock[@]}" --optghc=${byteCode} "$@" && exit'
          echo 'echo "Once more, without ${byteCode}:" >&2'
        fi
        echo 'exec "''${haddock[@]}" "$@"'
      } > "$incrementalNixTools/haddock"
      chmod +x "$incrementalNixTools/haddock"
    fi
  '';
}
