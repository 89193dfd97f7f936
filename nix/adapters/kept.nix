# What adapters other than Cabal's share: how the products of a build are kept, and what a compiler sees of the
# environment. Texts of shell for hooks of stdenv.
let
  inherit (builtins) concatStringsSep;
  inherit (import ./common.nix) hide unhide;

  # Below the output `intermediates`.
  productsFile = "incremental-nix/products";
  secondsFile = "incremental-nix/seconds";

  # Variables that differ between builds of the same package whatever it is made of, that the hooks themselves change, or that
  # hold commands which have been carried out before, with all that they did for others to see, or are after all is compiled.
  ownVariables = [
    "BASH_FUNC_*"
    "HOSTNAME"
    "NIX_ATTRS_*"
    "NIX_BUILD_CORES"
    "NIX_LOG_FD"
    "OLDPWD"
    "PWD"
    "SHLVL"
    "TERM"
    "_"
    "builder"
    "configurePhase"
    "doCheck"
    "doInstallCheck"
    "incrementalNix*"
    "intermediates"
    "name"
    "outputs"
    "patches"
    "patchPhase"
    "pname"
    "postConfigure"
    "postPatch"
    "postPhases"
    "postUnpack"
    "preBuild"
    "preConfigure"
    "preInstallPhases"
    "prePatch"
    "preUnpack"
    "setOutputFlags"
    "src"
    "srcs"
    "unpackPhase"
    "version"
  ];
in
{
  # A shell function that lists the exported variables that compilers may see, other than those which match the patterns
  # `tracked`, which they compare themselves. What a package's own outputs and temporary directories are called is not part
  # of it, nor is the seed that nixpkgs makes of the former.
  listEnvironment = tracked: ''
    incrementalNixEnvironment() {
      local entry name value output outputNames=''${outputs-}
      if [ -e "''${NIX_ATTRS_SH_FILE-}" ]; then outputNames="''${!outputs[*]}"; fi
      env -0 | LC_ALL=C sort -z | while IFS= read -r -d "" entry; do
        name=''${entry%%=*}
        value=''${entry#*=}
        case $name in ${concatStringsSep "|" (ownVariables ++ tracked)}) continue ;; esac
        for output in $outputNames; do
          if [ "$name" = "$output" ]; then continue 2; fi
          if [ -n "''${!output-}" ]; then value=''${value//"''${!output}"/"<$output>"}; fi
        done
        value=''${value//"$NIX_BUILD_TOP"/"<top>"}
        printf '%s=%q\n' "$name" "$value"
      done | sed -E 's/-frandom-seed=[0-9a-z]+/-frandom-seed/g; s/\btmp\.[A-Za-z0-9]{10}\b/tmp/g'
    }
  '';

  # A shell function that prints the names of the variables in which two such lists differ.
  compareEnvironments = ''
    incrementalNixDifferent() {
      LC_ALL=C comm -3 "$1" "$2" | sed -E 's/^\t?([^=]*)=.*/\1/' | LC_ALL=C sort -u | tr '\n' ' '
    }
  '';

  # For `preBuild`: leaves out the phases that only look at what was built.
  leaveOutChecks = ''
    doCheck=
    doInstallCheck=
  '';

  # For the last phase: keeps the files below `$incrementalNixKept` as one file, in a form in which Nix sees no references.
  # So phases that change outputs leave it alone, and neither checks of references nor caches follow what it names. How
  # long the build took is kept for reports to compare with, of one on top of another what the latter took.
  keepProducts = ''
    mkdir -p "$intermediates/incremental-nix"
    if ! cp "''${incrementalNixFrom-}/${secondsFile}" "$intermediates/${secondsFile}" 2>/dev/null; then
      echo "$SECONDS" > "$intermediates/${secondsFile}"
    fi
    tar -C "$incrementalNixKept" -cf - . | ${hide} > "$intermediates/${productsFile}"
  '';

  # For `preBuild`: puts what was kept at `from` into the new directory `$incrementalNixKept`, with the present as the time
  # of all files.
  findProducts = from: ''
    incrementalNixFrom=${from}
    incrementalNixKept=$(mktemp -d)
    if [ -f "$incrementalNixFrom/${productsFile}" ]; then
      ${unhide} < "$incrementalNixFrom/${productsFile}" | tar -C "$incrementalNixKept" --touch -xf -
    fi
  '';

  # A shell function that prints the hashes by which the outputs of this build are named, a line each: nobody else's
  # products shall name them.
  namesOutputs = ''
    incrementalNixNames() {
      local output outputNames=''${outputs-} hash
      if [ -e "''${NIX_ATTRS_SH_FILE-}" ]; then outputNames="''${!outputs[*]}"; fi
      for output in $outputNames; do
        hash=''${!output##*/}
        echo "''${hash%%-*}"
      done
    }
  '';
}
