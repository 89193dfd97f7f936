# `Paths_` modules, which Cabal makes of the directories that a package is installed to. These are others in each build, and
# with optimisation GHC tells them, and what it makes of them, to all modules that import such a one, which are then
# compiled again, too.
let
  pragma = "{-# OPTIONS_GHC -fomit-interface-pragmas #-}";
in
{
  # Below the output `intermediates`: there if its `Paths_` modules told types only.
  apartFile = "incremental-nix/apart";

  # Text of shell for `preConfigure`: sets `$incrementalNixApart` if there are such modules.
  note = ''
    if grep -qsF Paths_ ./*.cabal; then
      incrementalNixApart=yes
    fi
  '';

  # What the compiler of ./compiler.nix does before it starts GHC, when Cabal has just written these modules: has them tell
  # the types of what is in them, and nothing else, so that others call it.
  keepApart = ''
    for file in dist/build/autogen/Paths_*.hs dist/build/*/autogen/Paths_*.hs; do
      if [ -f "$file" ] && IFS= read -r line < "$file" && [[ $line != '${pragma}'* ]]; then
        # On the same line, since warnings name lines.
        text=$(cat "$file"; echo end)
        printf '%s%s' '${pragma}' "''${text%end}" > "$file"
      fi
    done
  '';
}
