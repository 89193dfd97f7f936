# The host's cargo and rustc under the attributes that nixpkgs gives them, and `buildRustPackage`: phases, environment and
# flags are those of nixpkgs' hooks. Crates are vendored by whoever calls it.
{
  lib,
  stdenv,
  # { version, bin, platform }: what the host's rustc says, and the directory it is in.
  hostRust,
}:

let
  rustc = stdenv.mkDerivation {
    pname = "rustc-wrapper";
    inherit (hostRust) version;
    buildCommand = ''
      mkdir -p $out/bin
      ln -s ${hostRust.bin}/rustc ${hostRust.bin}/rustdoc $out/bin
    '';
  };

  cargo = stdenv.mkDerivation {
    pname = "cargo";
    inherit (hostRust) version;
    # It locks what it has below a home, where it may, and without a sandbox it may below one that Nix says is not there.
    buildCommand = ''
      mkdir -p $out/bin
      cat > $out/bin/cargo <<'END'
      #!/bin/sh
      CARGO_HOME=$TMPDIR/tmp.cargo exec ${hostRust.bin}/cargo "$@"
      END
      chmod +x $out/bin/cargo
    '';
  };

  # Hooks are run when they are found among the inputs.
  hook =
    name: text:
    stdenv.mkDerivation {
      inherit name text;
      passAsFile = [ "text" ];
      buildCommand = ''
        mkdir -p $out/nix-support
        cp "$textPath" $out/nix-support/setup-hook
      '';
    };

  cargoSetupHook = hook "cargo-setup-hook.sh" ''
    cargoSetupPostUnpackHook() {
      if [ -z "''${cargoVendorDir-}" ]; then
        cp -Lr --reflink=auto -- "$cargoDeps" "$(stripHash "$cargoDeps")"
        chmod -R +644 -- "$(stripHash "$cargoDeps")"
        cargoDepsCopy="$PWD/$(stripHash "$cargoDeps")"
      else
        cargoDepsCopy="$PWD/$sourceRoot/$cargoVendorDir"
      fi
      mkdir -p .cargo
      cat >> .cargo/config.toml <<END
    [source."crates-io"]
    "replace-with" = "vendored-sources"
    [source."vendored-sources"]
    "directory" = "$cargoDepsCopy"
    [target."${hostRust.platform}"]
    "linker" = "gcc"
    END
    }
    postUnpackHooks+=(cargoSetupPostUnpackHook)
  '';

  cargoBuildHook = hook "cargo-build-hook.sh" ''
    cargoBuildHook() {
      runHook preBuild
      export "CARGO_PROFILE_''${cargoBuildType@U}_STRIP"=false
      local flags=(-j "$NIX_BUILD_CORES" --target ${hostRust.platform} --offline)
      if [ "$cargoBuildType" != debug ]; then flags+=(--profile "$cargoBuildType"); fi
      if [ -n "''${cargoBuildFeatures-}" ]; then flags+=("--features=''${cargoBuildFeatures// /,}"); fi
      cargo build "''${flags[@]}" $cargoBuildFlags
      runHook postBuild
    }
    buildPhase=cargoBuildHook
  '';

  cargoCheckHook = hook "cargo-check-hook.sh" ''
    cargoCheckHook() {
      runHook preCheck
      cargo test -j "$NIX_BUILD_CORES" --target ${hostRust.platform} --offline --profile "$cargoCheckType" $cargoTestFlags -- $checkFlags
      runHook postCheck
    }
    checkPhase=cargoCheckHook
  '';

  cargoInstallHook = hook "cargo-install-hook.sh" ''
    cargoInstallPostBuildHook() {
      releaseDir=target/${hostRust.platform}/$cargoBuildType
      tmpDir=$releaseDir-tmp
      mkdir -p "$tmpDir"
      cp -r "$releaseDir"/* "$tmpDir"
      bins=$(find "$tmpDir" -maxdepth 1 -type f -executable ! -name '*.so' ! -name '*.a')
    }
    cargoInstallHook() {
      runHook preInstall
      rm -rf "target/$cargoBuildType"
      ln -sr "$tmpDir" target/
      mkdir -p "$out/bin"
      xargs -r cp -t "$out/bin" <<< "$bins"
      runHook postInstall
    }
    installPhase=cargoInstallHook
    postBuildHooks+=(cargoInstallPostBuildHook)
  '';
in
{
  inherit cargo rustc;

  rustPlatform = {
    inherit cargoSetupHook;
    buildRustPackage =
      args@{
        # A directory of crates, or null if the sources have it themselves, where `cargoVendorDir` says.
        cargoDeps ? null,
        nativeBuildInputs ? [ ],
        buildType ? "release",
        ...
      }:
      stdenv.mkDerivation (
        removeAttrs args [ "buildType" ]
        // {
          inherit cargoDeps;
          cargoBuildType = buildType;
          cargoCheckType = buildType;
          cargoBuildFeatures = args.buildFeatures or [ ];
          nativeBuildInputs = nativeBuildInputs ++ [
            cargoBuildHook
            cargoCheckHook
            cargoInstallHook
            cargoSetupHook
            cargo
            rustc
          ];
          configurePhase =
            args.configurePhase or ''
              runHook preConfigure
              runHook postConfigure
            '';
          doCheck = args.doCheck or true;
        }
      );
  };
}
