# The hooks for C and C++ packages whose build tool goes by time stamps; see ./haskell.nix for what they are. They have the
# bash of the build run a program, which is in ./checkpoint, for each step.
let
  common = import ./common.nix;
  inherit (common) appendLines;

  program = builtins.concatStringsSep "\n" (
    map (name: builtins.readFile (./checkpoint + "/${name}.sh")) [
      "paths"
      "tree"
      "records"
      "take"
      "judge"
      "judge-tools"
      "resume"
      "count"
    ]
  );

  archive = "incremental-nix-hidden";

  # What decides about how it is compiled, other than the sources: all other attributes, with the packages that they name.
  identityOf =
    attributes:
    builtins.hashString "sha256" (
      builtins.unsafeDiscardStringContext (
        builtins.toJSON (
          removeAttrs attributes [
            "src"
            "srcs"
            "outputs"
            "setOutputFlags"
          ]
        )
      )
    );

  # A shell function that takes a step, and never fails.
  takeStep = ''
    incrementalNixStep() {
      # Attributes are variables too, and must be seen as they are.
      local incrementalNixNames="''${outputs-out}" incrementalNixName incrementalNixOwn=
      if [[ "$(declare -p outputs 2> /dev/null)" == 'declare -A'* ]]; then incrementalNixNames="''${!outputs[*]}"; fi
      for incrementalNixName in $incrementalNixNames; do incrementalNixOwn+="''${!incrementalNixName-} "; done
      mkdir -p "$NIX_BUILD_TOP/.incremental-nix"
      {
        declare -p makeFlags makeFlagsArray buildFlags buildFlagsArray ninjaFlags ninjaFlagsArray makefile
      } > "$NIX_BUILD_TOP/.incremental-nix/flags" 2> /dev/null || true
      ownPaths=$incrementalNixOwn ownSource=''${src-} flagsFile=$NIX_BUILD_TOP/.incremental-nix/flags \
        "$BASH" -c "$incrementalNixProgram" incremental-nix "$@" ||
        echo "incremental-nix: the step $1 failed: everything is compiled"
    }
  '';
in
{
  # The attributes do not tell for certain by which tools a package is built.
  recognises = _: false;
  compilerOf = _: null;

  keep =
    { unchecked }:
    attributes:
    common.keeping {
      inherit attributes unchecked;
      phase = ''
        mkdir -p "$intermediates/incremental-nix"
        # Since the builder started, or what a build from scratch took.
        if ! cp "''${incrementalNixFrom-}/incremental-nix/seconds" "$intermediates/incremental-nix/seconds" 2> /dev/null; then
          echo "$SECONDS" > "$intermediates/incremental-nix/seconds"
        fi
        if [ -f "$NIX_BUILD_TOP/.incremental-nix/objects.end" ]; then
          echo "$(wc -l < "$NIX_BUILD_TOP/.incremental-nix/objects.end") objects" > "$intermediates/incremental-nix/modules"
        fi
        # Nix sees no references in there: what objects and lists name need not be there when they are put back.
        mkdir -p "$NIX_BUILD_TOP/.incremental-nix/kept"
        tar -C "$NIX_BUILD_TOP/.incremental-nix/kept" -cf - . | ${common.hide} > "$intermediates/${archive}"
      '';
    }
    // {
      incrementalNixProgram = program;
      incrementalNixIdentity = identityOf attributes;
      preBuild = appendLines (attributes.preBuild or null) (
        takeStep
        + "incrementalNixStep remember\n"
        + (if unchecked then "doCheck=\ndoInstallCheck=\n" else "")
      );
      # Before anything is installed, stripped or tested.
      postBuild = appendLines (attributes.postBuild or null) ''
        incrementalNixStep take "$incrementalNixIdentity"
        incrementalNixStep count
      '';
    };

  resume =
    {
      from,
      distrust,
    }:
    attributes:
    {
      incrementalNixProgram = program;
      incrementalNixIdentity = attributes.incrementalNixIdentity or (identityOf attributes);
      preBuild = appendLines (attributes.preBuild or null) (
        takeStep
        + ''
          incrementalNixFrom=${from}
        ''
        + (
          if distrust then
            ''
              incrementalNixStep distrust
            ''
          else
            ''
              { ${common.unhide} < "$incrementalNixFrom/${archive}" | incrementalNixStep resume "$incrementalNixIdentity"; } || true
            ''
        )
      );
    }
    // (
      # On top of another full build, it counts already.
      if attributes ? incrementalNixKeepPhase then
        { }
      else
        {
          postBuild = appendLines (attributes.postBuild or null) ''
            incrementalNixStep count
          '';
        }
    );
}
