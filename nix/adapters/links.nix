# The programs and test suites of a package, which Cabal links one after the other, and here are linked beside one another.
# Texts of shell for stdenv's phases.
let
  inherit (import ./common.nix) endsWithCabal;
  jobs = import ./jobs.nix;
  setup = import ./setup.nix;
  tools = import ./tools.nix;
in
{
  # What the compiler of ./compiler.nix does before it starts GHC: hands over what Cabal runs to link a program, once all of it
  # is compiled.
  hand = ''
    if [[ " $* " == *' --make '*' -o dist/build/'* && " $* " != *' '@(-no-link|-shared|-staticlib|-c)' '* ]] &&
      incrementalNixHand "$incrementalNixGhc" "$@"; then
      exit
    fi
  '';

  # For the end of `preBuild`. Not if Cabal itself runs one of the programs, as a tool of the package or in its `Setup`.
  begin =
    attributes:
    if !endsWithCabal attributes then
      ""
    else
      tools.runsOwn
      + jobs.begin "! ${setup.isOwn} && ! incrementalNixRunsOwn"
      + ''
        unset -f incrementalNixRunsOwn
      '';

  # The attributes that change for it: at the start of `postBuild` the build waits.
  finish =
    attributes:
    if !endsWithCabal attributes then
      { }
    else
      {
        postBuild = jobs.finish + toString (attributes.postBuild or "");
      };
}
