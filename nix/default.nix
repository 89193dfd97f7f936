# Incremental builds of packages, applied to a package from outside: the package's own Nix code stays as it is. Plain Nix,
# no flake, no nixpkgs. The action applies the same hooks (./adapters) to derivations, by ./rewrite.nix; here they are
# applied by the package's own `overrideAttrs`:
#
#   let inherit (import ./nix { revision = "<commit>"; }) incremental;
#   in incremental { makePreviousBuild = truncate: (import (truncate ./.) { }).pkg; } pkg
{
  # The truncated revision. Stock Nix cannot compute it; the action's output `revision` is it.
  revision ? null,
  # Where to fetch that revision from, if not from the repository that `truncate` is called on.
  repository ? null,
}:

let
  inherit (builtins)
    attrNames
    compareVersions
    filter
    head
    isString
    length
    match
    parseDrvName
    split
    unsafeDiscardStringContext
    ;

  adapters = import ./adapters;

  # GHC 9.4 is the first that decides by source hash whether to recompile; older ones see new time stamps everywhere.
  minimumGhc = "9.4";

  # By the attributes of the package. Null if no adapter knows its builder.
  adapterOf =
    package:
    let
      known = filter (name: adapters.${name}.recognises package) (attrNames adapters);
    in
    if package ? overrideAttrs && known != [ ] then head known else null;

  # For example `ghc-9.6.6`; null if the package does not say it.
  compilerOf =
    package:
    let
      path = adapters.${adapterOf package}.compilerOf package;
      # nixpkgs' builder ends a sentence with it.
      name = match ".*/[0-9a-z]{32}-(.*[^.])[.]?" (unsafeDiscardStringContext path);
    in
    if path == null || name == null then null else head name;

  isTooOld =
    compiler:
    let
      version = match ".*ghc-([0-9.]+).*" compiler;
    in
    version != null && compareVersions (head version) minimumGhc < 0;

  # nixpkgs' `previousIntermediates`, which are put back after ours and in place of them.
  hasOwnIntermediates =
    package: length (split "cp -r [^ ]+/share/haskell/[^ ]+ dist/build\n" (package.buildPhase or "")) > 1;

  # What tells packages apart.
  nameOf = package: package.pname or (parseDrvName package.name).name;
in

rec {
  # The build from scratch that also keeps its intermediates, as an output of that name.
  fullBuild = package: package.overrideAttrs (adapters.${adapterOf package}.keep { unchecked = false; });

  # The build of `package` that starts from the intermediates of `full`.
  incrementalBuild =
    { full, package }:
    package.overrideAttrs (adapters.${adapterOf package}.resume {
      from = "${full.intermediates}";
      # What changed since cannot be told here, so that modules which see more than GHC compares are compiled.
      distrust = true;
    });

  # Why a package cannot have a full build, as { code; detail; }, or null if it can.
  fullBuildProblem =
    package:
    let
      compiler = compilerOf package;
    in
    if adapterOf package == null then
      {
        code = "unknown-builder";
        detail = package.name or "unnamed";
      }
    else if isString compiler && isTooOld compiler then
      {
        code = "compiler-too-old";
        detail = compiler;
      }
    else if hasOwnIntermediates package then
      {
        code = "own-intermediates";
        detail = package.name;
      }
    else
      null;

  # Why `package` cannot be built on top of a full build of `base`, or null if it can.
  incrementalBuildProblem =
    { base, package }:
    let
      problem = fullBuildProblem package;
      baseProblem = fullBuildProblem base;
    in
    if problem != null then
      problem
    else if baseProblem != null then
      baseProblem
    else if adapterOf base != adapterOf package then
      {
        code = "builder-changed";
        detail = "${adapterOf base} -> ${adapterOf package}";
      }
    else if compilerOf base != compilerOf package then
      {
        code = "compiler-changed";
        detail = "${toString (compilerOf base)} -> ${toString (compilerOf package)}";
      }
    else if nameOf base != nameOf package then
      {
        code = "package-changed";
        detail = "${nameOf base} -> ${nameOf package}";
      }
    else
      null;

  # The interface of the original proposal to nixpkgs. `interval` is accepted for its sake: the revision is given.
  # Without a revision, or where it cannot work, the package is returned as it is.
  incremental =
    {
      makePreviousBuild,
      interval ? null,
      extraFetchGitArgs ? { },
    }:
    package:
    let
      truncate =
        path:
        (builtins.fetchGit (
          {
            url = if repository == null then path else repository;
            rev = revision;
            shallow = true;
          }
          // extraFetchGitArgs
        )).outPath;
      base = makePreviousBuild truncate;
    in
    if revision == null || incrementalBuildProblem { inherit base package; } != null then
      package
    else
      incrementalBuild {
        full = fullBuild base;
        inherit package;
      };
}
