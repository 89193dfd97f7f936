# Incremental builds of packages, applied to a package from outside: the package's own Nix code stays as it is. Plain Nix,
# no flake, no nixpkgs. The action applies the same hooks (./adapters) to derivations, by ./rewrite.nix; here they are
# applied by the package's own `overrideAttrs`:
#
#   let inherit (import ./nix { inherit (pkgs) git; }) incremental;
#   in incremental { makePreviousBuild = truncate: (import (truncate ./.) { }).pkg; } pkg
{
  # What the history is read with: nixpkgs' git, or one that is like it. Without it `revision` has to be given.
  git ? null,
  # The truncated revision, such as the action's output `revision`, for checkouts that do not have the history. It comes
  # in by the environment, so that it is no part of the user's Nix code. Empty or null: it is worked out. `none`: packages
  # stay as they are, as the action wants them, which makes them incremental itself.
  revision ? builtins.getEnv "INCREMENTAL_NIX_REVISION",
  # Where to fetch that revision from, if not from the repository that `truncate` is called on.
  repository ? null,
}@settings:

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
    removeAttrs
    seq
    split
    trace
    tryEval
    unsafeDiscardStringContext
    ;

  day = 24 * 60 * 60;
  history = import ./history { inherit git; };
  isGiven = revision != null && revision != "";

  adapters = import ./adapters;

  # GHC 9.4 is the first that decides by source hash whether to recompile; older ones see new time stamps everywhere.
  minimumGhc = "9.4";

  # By the attributes of the package. Null if no adapter knows its builder.
  adapterOf =
    package:
    let
      known = filter (name: (adapters.${name}.recognises or (_: false)) package) (attrNames adapters);
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

  # nixpkgs' `previousIntermediates`, which are put back after ours and in place of them; or hooks of ours.
  hasOwnIntermediates =
    package:
    contains "cp -r [^ ]+/share/haskell/[^ ]+ dist/build\n" (package.buildPhase or "")
    || contains "incrementalNixFrom=" (toString (package.preConfigure or ""))
    || package ? incrementalNixKeepPhase;
  contains = expression: text: length (split expression text) > 1;

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

  # The source at the truncated revision, as `fetchGit` gives it, and with its arguments: `rev` or `ref` is where the
  # search starts, HEAD by default. A `date` in place of the `interval` is any that git takes, relative to that commit, or
  # seconds since the epoch.
  truncate =
    {
      url,
      interval ? day,
      date ? null,
      ref ? "HEAD",
      rev ? ref,
      ...
    }@arguments:
    let
      found = history.truncated {
        inherit url interval date;
        start = rev;
      };
    in
    if found ? problem then
      throw "incremental-nix: ${found.problem}"
    else
      history.sourceAt {
        inherit url;
        from = null;
        inherit (found) revision;
        more = removeAttrs arguments [
          "url"
          "interval"
          "date"
          "ref"
          "rev"
        ];
      };

  # The interface of the original proposal to nixpkgs: `package` on top of the full build of what `makePreviousBuild`
  # returns. Where that cannot be, the package as it is, and why in a line of `trace`.
  incremental =
    {
      makePreviousBuild,
      interval ? day,
      extraFetchGitArgs ? { },
    }:
    package:
    let
      truncateTo =
        url:
        let
          found =
            if isGiven && (repository != null || git == null) then
              { inherit revision; }
            else if isGiven then
              history.given { inherit url revision; }
            else
              history.truncated {
                inherit url interval;
                date = null;
                start = "HEAD";
              };
          source = history.sourceAt {
            inherit url;
            from = repository;
            inherit (found) revision;
            more = extraFetchGitArgs;
          };
        in
        if found ? problem then
          trace "incremental-nix: ${found.problem}" (throw "incremental-nix: ${found.problem}")
        else
          source.outPath;

      base = makePreviousBuild truncateTo;
      problem = if base == null then noBase else incrementalBuildProblem { inherit base package; };
      noBase = {
        code = "no-previous-build";
        detail = "makePreviousBuild returned null";
      };
      # What `throw`s, as `truncate` does, is caught only where it is forced.
      attempt = tryEval (
        if problem == null then
          let
            full = fullBuild base;
          in
          seq full.drvPath { inherit full; }
        else
          { inherit problem; }
      );
      plain = why: trace "incremental-nix: ${package.name} is built plainly${why}" package;
    in
    if revision == "none" then
      package
    else if !attempt.success then
      plain ""
    else if attempt.value ? problem then
      plain ": ${attempt.value.problem.code} (${attempt.value.problem.detail})"
    else
      incrementalBuild {
        inherit (attempt.value) full;
        inherit package;
      };

  # The same library with other settings, which are the arguments of this file.
  configure = changed: import ./. (settings // changed);
}
