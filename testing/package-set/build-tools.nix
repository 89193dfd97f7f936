# The host's build tools for C under the names that they have in nixpkgs, with the phases that their hooks set there.
{ stdenv }:

let
  tool =
    name: setupHook:
    stdenv.mkDerivation {
      inherit name setupHook;
      passAsFile = [
        "buildCommand"
        "setupHook"
      ];
      buildCommand = ''
        mkdir -p $out/nix-support
        cp "$setupHookPath" $out/nix-support/setup-hook
      '';
    };
in
{
  cmake = tool "cmake-3.25.1" ''
    cmakeConfigurePhase() {
      runHook preConfigure
      mkdir -p "''${cmakeBuildDir:=build}"
      cd "$cmakeBuildDir"
      cmake "''${cmakeDir:-..}" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$out" -DCMAKE_INSTALL_LIBDIR="$out/lib" \
        ''${cmakeGenerator:+-G "$cmakeGenerator"} ''${cmakeFlags[*]}
      runHook postConfigure
    }
    if [[ -z ''${dontUseCmakeConfigure-} && -z ''${configurePhase-} ]]; then
      configurePhase=cmakeConfigurePhase
    fi
  '';
  ninja = tool "ninja-1.11.1" ''
    ninjaBuildPhase() {
      runHook preBuild
      ninja -j"$NIX_BUILD_CORES" ''${ninjaFlags[*]}
      runHook postBuild
    }
    ninjaInstallPhase() {
      runHook preInstall
      ninja install
      runHook postInstall
    }
    if [[ -z ''${dontUseNinjaBuild-} && -z ''${buildPhase-} ]]; then
      buildPhase=ninjaBuildPhase
      cmakeGenerator=Ninja
    fi
    if [[ -z ''${installPhase-} ]]; then installPhase=ninjaInstallPhase; fi
  '';
  autoreconfHook = tool "autoreconf-hook" ''
    autoreconfPhase() {
      runHook preAutoreconf
      autoreconf --install --force --verbose
      runHook postAutoreconf
    }
    preConfigurePhases+=" autoreconfPhase"
  '';
}
