# The hooks for nixpkgs' `buildRustPackage`; see ./haskell.nix for what they are. cargo decides by the times of files whether
# the crates of a source tree are compiled, and by name and version whether vendored ones are. So `target` is put back with
# a time between that of files which are as they were and that of others, and where files may matter that cargo does not
# look at, packages count as changed as a whole.
let
  common = import ./common.nix;
  kept = import ./kept.nix;
  tree = import ./source-tree.nix;
  blind = import ./cargo-blind.nix;
  inherit (common) appendLines appendWord;

  # What cargo is told by arguments, and compares, and what its phases read alone.
  tracked = [
    "buildFeatures"
    "cargoBuildFeatures"
    "cargoBuildFlags"
    "cargoBuildNoDefaultFeatures"
    "cargoCheck*"
    "cargoDeps"
    "cargoDepsName"
    "cargoHash"
    "cargoSha256"
    "cargoTestFlags"
    "checkFlags"
    "checkType"
    "useNextest"
  ];

  target = "\${CARGO_TARGET_DIR:-$PWD/target}";
in
{
  keep =
    { unchecked }:
    attributes:
    common.keeping {
      inherit attributes unchecked;
      phase = ''
        incrementalNixKept=''${incrementalNixSeen:-$(mktemp -d)}/kept
        mkdir -p "$incrementalNixKept"
        ${kept.keepProducts}
      '';
    }
    // {
      preBuild = appendLines (attributes.preBuild or null) (
        ''
          ${kept.listEnvironment tracked}
          ${tree.list}
          incrementalNixSeen=$(mktemp -d)
          incrementalNixTarget=${target}
          echo "$PWD" > "$incrementalNixSeen/directory"
          incrementalNixEnvironment > "$incrementalNixSeen/environment"
          incrementalNixFiles > "$incrementalNixSeen/files"
          incrementalNixEntries | xargs -0 -r touch -h -d @${tree.unchanged}
          unset -f incrementalNixEnvironment incrementalNixFiles incrementalNixEntries
        ''
        + (if unchecked then kept.leaveOutChecks else "")
      );
      # Installing takes part of `target` away.
      preInstallPhases = appendWord (attributes.preInstallPhases or null) "incrementalNixGatherPhase";
      # Without programs and libraries for others, which cargo links from there again; and without what names an output of this
      # build, of a build script all that it wrote.
      incrementalNixGatherPhase = ''
        if [ -d "''${incrementalNixTarget-}" ]; then
          (
            cd "$incrementalNixTarget"
            ${kept.namesOutputs}
            find . -type d -name .fingerprint -prune -print | sed 's,/[.]fingerprint$,,' | while IFS= read -r profile; do
              for part in .fingerprint build deps examples; do
                if [ -d "$profile/$part" ]; then printf '%s\0' "$profile/$part"; fi
              done
            done > "$incrementalNixSeen/parts"
            xargs -0 -r sh -c 'find "$@" ! -type d -print0' sh < "$incrementalNixSeen/parts" | LC_ALL=C sort -z > "$incrementalNixSeen/products"
            xargs -0 -r grep -lZF "$(incrementalNixNames)" < "$incrementalNixSeen/products" > "$incrementalNixSeen/named" || true
            tr '\0' '\n' < "$incrementalNixSeen/named" | awk '
              match($0, /\/build\/[^\/]*\//) { print substr($0, 1, RSTART + RLENGTH - 1) }
            ' | LC_ALL=C sort -u > "$incrementalNixSeen/scripts"
            LC_ALL=C sort -z "$incrementalNixSeen/named" | LC_ALL=C comm -z -23 "$incrementalNixSeen/products" - |
              { grep -zvFf "$incrementalNixSeen/scripts" || true; } > "$incrementalNixSeen/list"
            mkdir "$incrementalNixSeen/kept"
            cp "$incrementalNixSeen"/{directory,environment,files} "$incrementalNixSeen/kept"
            tar --null -T "$incrementalNixSeen/list" -cf "$incrementalNixSeen/kept/target.tar"
          )
        fi
      '';
    };

  resume =
    {
      from,
      # What changed is seen by what compilers and build scripts get of it.
      distrust,
    }:
    attributes:
    {
      preBuild = appendLines (attributes.preBuild or null) ''
        ${kept.findProducts from}
        ${kept.listEnvironment tracked}
        ${kept.compareEnvironments}
        ${tree.list}
        ${tree.compare}
        ${blind.distrustAll}
        ${blind.distrustPackages}
        incrementalNixTarget=${target}
        incrementalNixReason=
        if ! [ -f "$incrementalNixKept/target.tar" ]; then
          incrementalNixReason="the full build kept nothing"
        elif [ "$PWD" != "$(cat "$incrementalNixKept/directory")" ]; then
          incrementalNixReason="the build directory is another one"
        elif [ -n "$(ls -A "$incrementalNixTarget" 2>/dev/null)" ]; then
          incrementalNixReason="there are products already"
        else
          incrementalNixEnvironment > "$incrementalNixKept/environment-now"
          incrementalNixReason=$(incrementalNixDifferent "$incrementalNixKept/environment" "$incrementalNixKept/environment-now")
          if [ -n "$incrementalNixReason" ]; then
            incrementalNixReason="the environment changed (''${incrementalNixReason% })"
          else
            incrementalNixFiles > "$incrementalNixKept/files-now"
            incrementalNixCompare "$incrementalNixKept/files" "$incrementalNixKept/files-now"
            incrementalNixReason=$(incrementalNixDistrustAll)
          fi
        fi
        if [ -n "$incrementalNixReason" ]; then
          echo "incremental-nix: $incrementalNixReason: all crates are compiled"
        else
          incrementalNixEntries | xargs -0 -r touch -h -d @${tree.unchanged}
          incrementalNixDistrustPackages
          incrementalNixTouchChanged
          mkdir -p "$incrementalNixTarget"
          tar -C "$incrementalNixTarget" -xf "$incrementalNixKept/target.tar"
          find "$incrementalNixTarget" -exec touch -h -d @${tree.products} {} +
          echo "incremental-nix: target is that of the full build"
        fi
        rm -rf "$incrementalNixKept"
        unset incrementalNixKept incrementalNixReason
        unset -f incrementalNixEnvironment incrementalNixDifferent incrementalNixFiles incrementalNixEntries
        unset -f incrementalNixCompare incrementalNixTouchChanged incrementalNixDistrustAll incrementalNixDistrustPackages
      '';
    };
}
