# The hooks for nixpkgs' `buildGoModule`; see ./haskell.nix for what they are. Go addresses its build cache by all that it
# reads itself, so that keeping it is enough, and Go alone decides what is compiled. What C compilers read for it, it does
# not compare.
let
  common = import ./common.nix;
  c = import ./go-c.nix;
  kept = import ./kept.nix;
  inherit (common) appendLines;

  # What Go compares, and what only its builder reads.
  tracked = [
    "CGO_ENABLED"
    "GO*"
    "buildFlags"
    "checkFlags"
    "excludedPackages"
    "goModules"
    "ldflags"
    "modRoot"
    "subPackages"
    "tags"
    "vendorHash"
  ];
in
{
  keep =
    { unchecked }:
    attributes:
    common.keeping {
      inherit attributes unchecked;
      # That a test has passed Go takes from its cache as well. A test is to run again.
      phase = ''
        ${kept.namesOutputs}
        incrementalNixSeen=''${incrementalNixSeen:-$(mktemp -d)}
        if [ -d "''${GOCACHE-}" ]; then
          go clean -testcache
          # What was put back and not used: Go notes the use of what has not been used for an hour.
          if [ -n "''${incrementalNixFrom-}" ]; then
            find "$GOCACHE" -type f -name '*-[ad]' ! -newer "$incrementalNixSeen/environment" -delete
          fi
          { grep -rlZF "$(incrementalNixNames)" "$GOCACHE" || true; } | xargs -0 -r rm
          rm -f "$GOCACHE/trim.txt"
          mv "$GOCACHE" "$incrementalNixSeen/cache"
        fi
        incrementalNixKept=$incrementalNixSeen
        ${kept.keepProducts}
      '';
    }
    // {
      preBuild = appendLines (attributes.preBuild or null) (
        ''
          ${kept.listEnvironment tracked}
          ${c.list}
          incrementalNixSeen=$(mktemp -d)
          incrementalNixEnvironment > "$incrementalNixSeen/environment"
          (cd "$(incrementalNixRoot)" && incrementalNixFiles) > "$incrementalNixSeen/files"
          unset -f incrementalNixEnvironment incrementalNixCgo incrementalNixC incrementalNixFiles incrementalNixRoot
        ''
        + (if unchecked then kept.leaveOutChecks else "")
      );
    };

  resume =
    {
      from,
      # What changed is seen by what C compilers get of it.
      distrust,
    }:
    attributes:
    {
      preBuild = appendLines (attributes.preBuild or null) ''
        ${kept.findProducts from}
        ${kept.listEnvironment tracked}
        ${kept.compareEnvironments}
        ${c.list}
        ${c.distrust}
        incrementalNixReason=
        if ! [ -d "$incrementalNixKept/cache" ]; then
          incrementalNixReason="the full build kept nothing"
        elif [ "$(go env CGO_ENABLED)" != 0 ]; then
          incrementalNixEnvironment > "$incrementalNixKept/environment-now"
          incrementalNixReason=$(incrementalNixDifferent "$incrementalNixKept/environment" "$incrementalNixKept/environment-now")
          if [ -n "$incrementalNixReason" ]; then
            incrementalNixReason="the environment of C compilers changed (''${incrementalNixReason% })"
          else
            incrementalNixReason=$(cd "$(incrementalNixRoot)" && incrementalNixDistrustC "$incrementalNixKept/files")
          fi
        fi
        if [ -n "$incrementalNixReason" ]; then
          echo "incremental-nix: $incrementalNixReason: all packages are compiled"
        else
          # Go removes what has long not been used, and looks for it once a day.
          find "$incrementalNixKept/cache" -type f -exec touch -d '2 hours ago' {} +
          mkdir -p "$GOCACHE"
          cp -r --preserve=timestamps "$incrementalNixKept/cache/." "$GOCACHE"
          date +%s > "$GOCACHE/trim.txt"
          echo "incremental-nix: Go's build cache is that of the full build"
        fi
        rm -rf "$incrementalNixKept"
        unset incrementalNixKept incrementalNixReason
        unset -f incrementalNixEnvironment incrementalNixDifferent incrementalNixCgo incrementalNixC incrementalNixFiles incrementalNixRoot incrementalNixDistrustC
      '';
    };
}
