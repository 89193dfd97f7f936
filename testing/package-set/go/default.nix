# The host's Go under the attributes that nixpkgs gives a Go, and `buildGoModule`: the phases, the environment and the
# flags are those of nixpkgs'. Modules are collected by a derivation that is not fixed, from what `replace` points at.
{
  lib,
  stdenv,
  # { version, bin }: what the host's `go version` says, and the directory it is in.
  hostGo,
}:

let
  go = stdenv.mkDerivation {
    pname = "go";
    inherit (hostGo) version;
    buildCommand = ''
      mkdir -p $out/bin
      # Go notes down what it did where it may, and without a sandbox it may below a home that Nix says is not there.
      cat > $out/bin/go <<'END'
      #!/bin/sh
      XDG_CONFIG_HOME=$TMPDIR exec ${hostGo.bin}/go "$@"
      END
      chmod +x $out/bin/go
    '';
  };

  configurePhase = ''
    runHook preConfigure

    export GOCACHE=$TMPDIR/go-cache
    export GOPATH="$TMPDIR/go"
    export GOPROXY=off
    export GOSUMDB=off
    cd "$modRoot"
  '';

  buildPhase = ''
    runHook preBuild

    exclude='/_|examples|Godeps|testdata'
    for name in $excludedPackages; do exclude+="|$name"; done

    buildGoDir() {
      local cmd="$1" dir="$2"
      declare -a flags
      flags+=($buildFlags ''${tags:+-tags=''${tags// /,}} ''${ldflags:+-ldflags="$ldflags"} -p "$NIX_BUILD_CORES")
      if [ "$cmd" = test ]; then flags+=(-vet=off $checkFlags); fi
      local printed
      if ! printed="$(go $cmd "''${flags[@]}" $dir 2>&1)"; then
        echo "$printed" >&2
        return 1
      fi
      if [ -n "$printed" ]; then echo "$printed" >&2; fi
    }
    getGoDirs() {
      if [ -n "$subPackages" ]; then
        for directory in $subPackages; do echo "./$directory"; done
      else
        find . -type f -name "*$1.go" -exec dirname {} \; | grep -v /vendor/ | sort --unique | grep -vE "$exclude"
      fi
    }

    for pkg in $(getGoDirs ""); do
      echo "Building subPackage $pkg"
      buildGoDir install "$pkg"
    done

    runHook postBuild
  '';
in
{
  inherit go;

  buildGoModule =
    args@{
      nativeBuildInputs ? [ ],
      modRoot ? "./",
      # Null for a module that has its `vendor` itself.
      vendorHash,
      ldflags ? [ ],
      GOFLAGS ? [ ],
      allowGoReference ? false,
      ...
    }:
    let
      goModules = stdenv.mkDerivation {
        name = "${args.pname}-${args.version}-go-modules";
        inherit (args) src;
        nativeBuildInputs = [ go ];
        buildPhase = ''
          export GOCACHE=$TMPDIR/go-cache GOPATH=$TMPDIR/go GOPROXY=off GOSUMDB=off
          go mod vendor
        '';
        installPhase = "cp -r vendor $out";
        dontFixup = true;
      };
    in
    stdenv.mkDerivation (
      removeAttrs args [ "vendorHash" ]
      // {
        nativeBuildInputs = [ go ] ++ nativeBuildInputs;
        inherit modRoot;
        GO111MODULE = "on";
        GOTOOLCHAIN = "local";
        GOFLAGS = GOFLAGS ++ [ "-mod=vendor" ] ++ lib.optional (!allowGoReference) "-trimpath";
        CGO_ENABLED = args.CGO_ENABLED or "1";
        enableParallelBuilding = true;
        ldflags = ldflags ++ [ "-buildid=" ];
        configurePhase =
          args.configurePhase or (
            configurePhase
            + lib.optionalString (vendorHash != null) ''
              rm -rf vendor
              cp -r --reflink=auto ${goModules} vendor
            ''
            + ''

              runHook postConfigure
            ''
          );
        buildPhase = args.buildPhase or buildPhase;
        doCheck = args.doCheck or true;
        checkPhase =
          args.checkPhase or ''
            runHook preCheck
            # Tests may look for files beside them.
            export GOFLAGS=''${GOFLAGS//-trimpath/}
            for pkg in $(getGoDirs _test); do
              buildGoDir test "$pkg"
            done
            runHook postCheck
          '';
        installPhase =
          args.installPhase or ''
            runHook preInstall
            mkdir -p $out
            if [ -e "$GOPATH/bin" ]; then cp -r "$GOPATH/bin" $out; fi
            runHook postInstall
          '';
        disallowedReferences = lib.optional (!allowGoReference) go;
        passthru = { inherit go goModules; };
      }
    );
}
