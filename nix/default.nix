# Incremental builds of nixpkgs Haskell packages, applied to a package from outside: the package's own Nix code stays
# as it is. Plain Nix, no flake, no nixpkgs; needs a nixpkgs whose Haskell builder knows `previousIntermediates`
# (23.05 or later) inside the packages that are passed in.
#
# The action inlines this file into the expressions that it evaluates. To use it by hand:
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
  inherit (builtins) compareVersions elem;

  # GHC 9.4 is the first that decides by source hash whether to recompile; older ones see new time stamps everywhere.
  minimumGhc = "9.4";

  isHaskell = package: package ? compiler.version && package ? getCabalDeps && package ? override;

  # nixpkgs' `haskell.lib.overrideCabal`, which needs nothing but the package's own `override`: it wraps
  # `mkDerivation`, so that the arguments of the Haskell builder are overridden, not those of the package function.
  # (`overrideAttrs` is too late: the outputs and phases are made from the builder's arguments.)
  overrideCabal =
    change: package:
    package.override (
      arguments:
      arguments
      // {
        mkDerivation = attributes: (arguments.mkDerivation attributes).override change;
      }
    );

  # Where nixpkgs' builder keeps the intermediates of a package, and where it looks for those it restores.
  intermediatesDirectory =
    package: "share/haskell/${package.compiler.version}/${package.pname}-${package.version}";

  # The builder looks below its own version; after a version bump the products lie below the old one.
  relocate =
    { full, package }:
    if intermediatesDirectory full == intermediatesDirectory package then
      full.intermediates
    else
      package.stdenv.mkDerivation {
        name = "${package.pname}-${package.version}-intermediates";
        buildCommand = ''
          mkdir -p "$out/$(dirname ${intermediatesDirectory package})"
          ln -s ${full.intermediates}/${intermediatesDirectory full} "$out/${intermediatesDirectory package}"
        '';
      };

  append = hook: more: (if hook == null then "" else hook) + "\n" + more;

  # Cabal hashes version and dependencies of a library into its unit id, and GHC puts that into every symbol: a version
  # bump or a new dependency would make it compile everything anew. So the build on top keeps the id of the full build,
  # which is the same one whenever neither changed. The ids of further libraries in the package derive from the main
  # one's in another way if it is given, so that with those it is not.
  keepUnitId =
    full: old:
    let
      products = "${full.intermediates}/${intermediatesDirectory full}/dist/build";
    in
    {
      preConfigure = append (old.preConfigure or null) ''
        # No list: the full build's hooks were replaced, and so its libraries are still there.
        libraries=$(cat ${products}/${libraryList} 2>/dev/null || (cd ${products} && ${listLibraries}))
        library=$(echo "$libraries" | sed '/[/]/d')
        if [ -n "$library" ] && [ "$library" = "$libraries" ]; then
          # The first. Not by `head`, which may be gone before all of them are written: with pipefail that is a failure.
          library=''${library%%[[:space:]]*}
          library=''${library#libHS}
          library=''${library%.*}
          configureFlags="$configureFlags --ipid=''${library%-ghc${full.compiler.version}}"
        fi
        unset libraries library
      '';
    };

  libraryList = "incremental-nix-libraries";
  listLibraries = "find . -name 'libHS*' | sed 's,^[.]/,,' | LC_ALL=C sort";

  # What the build on top makes anew whatever changed is not kept: libraries and executables, which Cabal and GHC link
  # each time, and Paths_ modules, which hold the store path of the package. Mostly these alone refer to the full
  # build's other outputs, which then need not be kept either. `keepUnitId` reads the names of the libraries. How long
  # the full build took is kept for reports to compare with. No argument of the builder is a hook of the export, but a
  # function of that name is one.
  leaveOutProducts = old: {
    preBuild = append (old.preBuild or null) ''
      preInstallIntermediates() {
        (
          cd dist/build
          ${listLibraries} > ${libraryList}
          # Since the builder started.
          echo "$SECONDS" > incremental-nix-seconds
          find . -type f \( -name 'libHS*' -o -name 'Paths_*' \) -delete
          for executable in */; do
            executable=''${executable%/}
            if [ -f "$executable/$executable" ] && [ -x "$executable/$executable" ]; then
              rm "$executable/$executable"
            fi
          done
        )
      }
    '';
  };

  # On macOS the builder's `lib/links` work-around is off exactly when the separate output is on, and it changes GHC's
  # flags: both builds must agree on it, or everything is compiled anew. The output itself stays empty here.
  separateOutputOnDarwin =
    package: old:
    if package.stdenv.hostPlatform.isDarwin or false then
      {
        enableSeparateIntermediatesOutput = true;
        postInstall = append (old.postInstall or null) ''
          mkdir -p "$intermediates"
        '';
      }
    else
      { };
in

rec {
  # The build from scratch that also keeps its intermediates, as an output of that name.
  fullBuild = overrideCabal (
    old:
    {
      doInstallIntermediates = true;
      enableSeparateIntermediatesOutput = true;
    }
    // leaveOutProducts old
  );

  # The build of `package` that starts from the intermediates of `full`.
  incrementalBuild =
    { full, package }:
    overrideCabal (
      old:
      {
        previousIntermediates = relocate { inherit full package; };
      }
      // keepUnitId full old
      // separateOutputOnDarwin package old
    ) package;

  # Why a package cannot have a full build, as { code; detail; }, or null if it can.
  fullBuildProblem =
    package:
    if !(isHaskell package) then
      {
        code = "not-haskell";
        detail = package.name or "unnamed";
      }
    else if compareVersions package.compiler.version minimumGhc < 0 then
      {
        code = "ghc-too-old";
        detail = package.compiler.version;
      }
    else if !(elem "intermediates" (fullBuild package).outputs) then
      {
        code = "no-intermediates";
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
      compilerOf = p: p.compiler.haskellCompilerName or "ghc-${p.compiler.version}";
    in
    if problem != null then
      problem
    else if baseProblem != null then
      baseProblem
    else if compilerOf base != compilerOf package then
      {
        code = "ghc-changed";
        detail = "${compilerOf base} -> ${compilerOf package}";
      }
    else if base.pname != package.pname then
      {
        code = "package-changed";
        detail = "${base.pname} -> ${package.pname}";
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
