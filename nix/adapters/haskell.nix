# The hooks for nixpkgs' Haskell builder. Two functions of the attributes of a derivation, which return those that change;
# null stands for one that is to go. The attributes are those of `overrideAttrs` or those that are read off a derivation:
# lists may have become words in a text.
let
  cabal = import ./cabal.nix;
  common = import ./common.nix;
  compiler = import ./compiler.nix;
  haddock = import ./haddock.nix;
  install = import ./install.nix;
  links = import ./links.nix;
  setup = import ./setup.nix;
  units = import ./units.nix;
  inherit (common) appendLines;

  # A shell command that gives the configure phase one more flag, as that reads them: with structured attributes it is an
  # array, of which most versions of the builder use nothing but the first element, and that is what an array is as a text.
  addFlag = flag: ''
    if [[ $configurePhase == *'{configureFlags[@]'* ]]; then
      configureFlags+=(${flag})
    else
      configureFlags="''${configureFlags-} "${flag}
    fi
  '';
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
    common.keeping {
      inherit attributes unchecked;
      phase = cabal.keepProducts { hidden = common.checksReferences attributes; } + setup.keep attributes;
    }
    // {
      preConfigure = appendLines (attributes.preConfigure or null) (
        compiler.replace addFlag + cabal.leaveOutStandalone { inherit attributes addFlag; }
      );
      preBuild = appendLines (attributes.preBuild or null) (
        cabal.rememberPackage + cabal.stripOnce + (if unchecked then cabal.leaveOutChecks else "")
      );
    };

  # The build from scratch whose `Paths_` modules are kept apart, as those of full builds and what is built on them are, and
  # whose library has the unit id of the full build with the intermediates at `from`, unless that is null.
  identify =
    { from }:
    attributes:
    {
      preConfigure = appendLines (attributes.preConfigure or null) (
        (if from == null then "" else cabal.find from)
        + compiler.replace addFlag
        + (if from == null then "" else units.find)
        + cabal.leaveOutStandalone { inherit attributes addFlag; }
      );
    }
    // (
      if from == null then
        { }
      else
        {
          # Only where Cabal comes to another one by itself: from one that it is told it derives those of the programs in another
          # way.
          postConfigure =
            cabal.findLibrary
            + ''
              if [ -n "$incrementalNixLibrary" ] && ! grep -aqF -- "$incrementalNixLibrary" dist/setup-config; then
                ${addFlag ''"--ipid=$incrementalNixLibrary"''}
                (
                  unset preConfigure postConfigure preConfigureHooks postConfigureHooks
                  eval "$configurePhase"
                )
              fi
              unset incrementalNixLibrary
            ''
            + toString (attributes.postConfigure or "");
        }
    );

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
        haddock.begin attributes
        + cabal.restoreProducts { inherit distrust; }
        + cabal.stripOnce
        + links.begin attributes
      );
    }
    // links.finish attributes
    // haddock.finish {
      inherit attributes;
      late = install.isNext attributes;
    }
    // install.beside {
      inherit attributes;
      inherit (haddock) deliver;
    }
    // setup.resume from attributes;
}
