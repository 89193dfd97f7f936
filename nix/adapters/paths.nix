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
    for incrementalNixFile in dist/build/autogen/Paths_*.hs dist/build/*/autogen/Paths_*.hs; do
      if [ -f "$incrementalNixFile" ] && IFS= read -r incrementalNixLine < "$incrementalNixFile" &&
        [[ $incrementalNixLine != '${pragma}'* ]]; then
        # On the same line, since warnings name lines.
        incrementalNixText=$(cat "$incrementalNixFile"; echo end)
        printf '%s%s' '${pragma}' "''${incrementalNixText%end}" > "$incrementalNixFile"
      fi
    done
  '';
}
