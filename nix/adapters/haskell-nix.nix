# The hooks for the components that haskell.nix builds by `Setup`; see ./haskell.nix for what they are.
let
  cabal = import ./cabal.nix;
  common = import ./common.nix;
  inherit (common) appendLines;
in
rec {
  recognises = attributes: attributes ? SETUP_HS && !(attributes ? phases);
  compilerOf = attributes: common.wordAfter "unwrappedGhc=" attributes.configurePhase;

  keep =
    { unchecked }:
    attributes:
    common.keeping {
      inherit attributes unchecked;
      phase = cabal.keepProducts { hidden = common.checksReferences attributes; };
    }
    // {
      preBuild = appendLines (attributes.preBuild or null) (
        cabal.rememberPackage + (if unchecked then cabal.leaveOutChecks else "")
      );
      # With `keepSource` the install phase ends with taking the products away. Another name for the same files is enough,
      # where it can be had.
      postInstall = appendLines (attributes.postInstall or null) ''
        if [ -d dist ]; then
          incrementalNixDist=$(mktemp -d)/dist
          cp -rl dist "$incrementalNixDist" 2>/dev/null || cp -rf dist/. "$incrementalNixDist"
        fi
      '';
    };

  identify =
    { from }:
    attributes:
    if from == null then
      { }
    else
      {
        # The configure phase has its flags literally, and reads more of them from a file, after this hook.
        preConfigure = appendLines (attributes.preConfigure or null) (
          cabal.find from
          + cabal.findLibrary
          + ''
            if [ -n "$incrementalNixLibrary" ]; then
              echo " --ipid=$incrementalNixLibrary" >> "$configFiles/configure-flags"
            fi
            unset incrementalNixLibrary
          ''
        );
      };

  resume =
    {
      from,
      distrust,
    }:
    attributes:
    identify { inherit from; } attributes
    // {
      preBuild = appendLines (attributes.preBuild or null) (cabal.restoreProducts { inherit distrust; });
    };
}
