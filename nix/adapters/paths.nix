# `Paths_` modules, which Cabal makes of the directories that a package is installed to. These are others in each build, and
# with optimisation GHC tells them, and what it makes of them, to all modules that import such a one, which are then
# compiled again, too. Text of shell for stdenv's phases.
let
  pragma = "{-# OPTIONS_GHC -fomit-interface-pragmas #-}";
in
{
  # Below the output `intermediates`: there if its `Paths_` modules told types only.
  apartFile = "incremental-nix/apart";

  # For `preConfigure`: has these modules tell the types of what is in them, and nothing else, so that others call it.
  # Cabal writes them just before it starts GHC; so it is given one that looks at them first. `addFlag`: has `configure`
  # take one more flag. Who chose a compiler keeps it.
  keepApart = addFlag: ''
    if [ -z "''${incrementalNixTools-}" ] &&
      [[ " ''${configureFlags[*]-} ''${configurePhase-}" != *@(--with-ghc|--with-compiler|" -w")* ]] &&
      incrementalNixGhc=$(type -P ghc) && grep -qsF Paths_ ./*.cabal; then
      incrementalNixTools=$(mktemp -d)
      # Cabal looks for them beside the compiler.
      for incrementalNixTool in ghc-pkg haddock hpc hsc2hs runghc; do
        if [ -e "''${incrementalNixGhc%/*}/$incrementalNixTool" ]; then
          ln -s "''${incrementalNixGhc%/*}/$incrementalNixTool" "$incrementalNixTools"
        fi
      done
      {
        echo "#!$BASH"
        echo "ghc='$incrementalNixGhc'"
        cat << 'EOF'
    for file in dist/build/autogen/Paths_*.hs dist/build/*/autogen/Paths_*.hs; do
      if [ -f "$file" ] && IFS= read -r line < "$file" && [[ $line != '${pragma}'* ]]; then
        # On the same line, since warnings name lines.
        text=$(cat "$file"; echo end)
        printf '%s%s' '${pragma}' "''${text%end}" > "$file"
      fi
    done
    exec "$ghc" "$@"
    EOF
      } > "$incrementalNixTools/ghc"
      chmod +x "$incrementalNixTools/ghc"
      ${addFlag ''"--with-ghc=$incrementalNixTools/ghc"''}
      unset incrementalNixGhc incrementalNixTool
    fi
  '';
}
