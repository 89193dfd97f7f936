# The hooks for nixpkgs' Haskell builder. Two functions of the attributes of a derivation, which return those that change;
# null stands for one that is to go. The attributes are those of `overrideAttrs` or those that are read off a derivation:
# lists may have become words in a text.
let
  cabal = import ./cabal.nix;
  common = import ./common.nix;
  setup = import ./setup.nix;
  inherit (common) appendLines appendWord;
in
rec {
  # For use by hand: whether these are the attributes of such a package.
  recognises = attributes: attributes ? setupCompilerEnvironmentPhase && attributes ? compileBuildDriverPhase;
  compilerOf = attributes: common.wordAfter "Build with " attributes.setupCompilerEnvironmentPhase;

  # The build from scratch that also keeps its intermediates, as an output of that name. `unchecked`: without its tests and
  # its documentation, which may be what fails.
  keep =
    { unchecked }:
    attributes:
    let
      outputs = attributes.outputs or [ "out" ];
    in
    {
      outputs = common.withOutput "intermediates" outputs;
      preBuild = appendLines (attributes.preBuild or null) (
        cabal.rememberPackage + cabal.dontStripInterfaces + (if unchecked then cabal.leaveOutChecks else "")
      );
      # Last, after fixup: what a later build restores is not stripped.
      postPhases = appendWord (attributes.postPhases or null) "incrementalNixKeepPhase";
      incrementalNixKeepPhase =
        (if unchecked then common.makeOutputs outputs else "")
        + cabal.keepProducts { hidden = common.checksReferences attributes; }
        + setup.keep attributes;
    }
    // common.singleOutputFlags attributes;

  # The build from scratch whose library has the unit id of the full build with the intermediates at `from`, as one that starts
  # from these has.
  identify =
    { from }:
    attributes:
    {
    preConfigure = appendLines (attributes.preConfigure or null) (
      cabal.find from
      + cabal.findLibrary
      + ''
        if [ -n "$incrementalNixLibrary" ]; then
          # As the configure phase reads it: with structured attributes it is an array, of which most versions of the
          # builder use nothing but the first element, and that is what an array is as a text.
          if [[ $configurePhase == *'{configureFlags[@]'* ]]; then
            configureFlags+=("--ipid=$incrementalNixLibrary")
          else
            configureFlags="''${configureFlags-} --ipid=$incrementalNixLibrary"
          fi
        fi
        unset incrementalNixLibrary
      ''
    );
  };

  # The build that starts from the intermediates at the store path `from`. `distrust`: see `restoreProducts` in ./cabal.nix.
  resume =
    {
      from,
      distrust,
    }:
    attributes:
    identify { inherit from; } attributes
    // {
      preBuild = appendLines (attributes.preBuild or null) (
        cabal.restoreProducts { inherit distrust; } + cabal.dontStripInterfaces
      );
    }
    // setup.resume from attributes;
}
