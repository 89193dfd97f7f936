# A compiler that Cabal calls in place of GHC, and that looks at what is asked of it. Text of shell for stdenv's phases.
let
  haddock = import ./haddock.nix;
  install = import ./install.nix;
  jobs = import ./jobs.nix;
  links = import ./links.nix;
  paths = import ./paths.nix;
  units = import ./units.nix;
in
{
  # For `preConfigure`: has Cabal call it. `addFlag`: has `configure` take one more flag. Who chose a compiler keeps it.
  # Sets `$incrementalNixTools` to the directory that it is in.
  replace = addFlag: ''
    if [ -z "''${incrementalNixTools-}" ] &&
      [[ " ''${configureFlags[*]-} ''${configurePhase-}" != *@(--with-ghc|--with-compiler|" -w")* ]] &&
      incrementalNixGhc=$(type -P ghc); then
      incrementalNixTools=$(mktemp -d)
      # Cabal looks for them beside the compiler.
      for incrementalNixTool in ghc-pkg haddock hpc hsc2hs runghc; do
        if [ -e "''${incrementalNixGhc%/*}/$incrementalNixTool" ]; then
          ln -s "''${incrementalNixGhc%/*}/$incrementalNixTool" "$incrementalNixTools"
        fi
      done
      ${haddock.replace}
      ${install.replace addFlag}
      {
        echo "#!$BASH"
        # No other names: it has the environment of the package, which splices may read.
        echo "incrementalNixTools='$incrementalNixTools' incrementalNixGhc='$incrementalNixGhc'"
        cat << 'EOF'
    ${paths.keepApart}
    ${units.keep}
    ${jobs.hand}
    ${links.hand}
    ${install.remember}
    exec "$incrementalNixGhc" "$@"
    EOF
      } > "$incrementalNixTools/ghc"
      chmod +x "$incrementalNixTools/ghc"
      ${addFlag ''"--with-ghc=$incrementalNixTools/ghc"''}
      ${paths.note}
      unset incrementalNixGhc incrementalNixTool
    fi
  '';
}
