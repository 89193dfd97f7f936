# haskell.nix's component builder ("builderVersion 1"), reduced to what the tests need. Names of variables, outputs,
# directories, the order of commands and the way `Setup` is called are haskell.nix's.
{ lib, stdenv, ghc }:

let
  # In haskell.nix: an executable of nix-tools for build type Simple, else a derivation `<package>-setup`.
  defaultSetup = stdenv.mkDerivation {
    name = "default-setup";
    nativeBuildInputs = [ ghc ];
    buildCommand = ''
      mkdir -p $out/bin
      printf 'import Distribution.Simple\nmain = defaultMain\n' > Setup.hs
      ghc -v0 -threaded Setup.hs -o $out/bin/default-setup
    '';
    passthru.exeName = "default-setup";
  };

  database = "package.conf.d";

  component =
    {
      package,
      version,
      kind ? "lib", # lib, exe, test, bench
      name ? package,
      src,
      # The package's directory below `src`: haskell.nix keeps the root, for references to siblings.
      subDir ? "",
      # haskell.nix: the Cabal file as Hackage revised it, or null.
      cabalFile ? null,
      depends ? [ ],
      setup ? defaultSetup,
      configureFlags ? [ ],
      setupBuildFlags ? [ ],
      keepConfigFiles ? false,
      keepGhc ? false,
      keepSource ? false,
      enableSeparateDataOutput ? false,
      writeHieFiles ? false,
      dontStrip ? true,
      hooks ? { },
      testFlags ? [ ],
    }:
    let
      isLibrary = kind == "lib";
      target = "${kind}:${name}";
      componentName = "${package}-${kind}-${name}";

      flags = lib.optionals writeHieFiles [
        "--ghc-option=-fwrite-ide-info"
        "--ghc-option=-hiedir$hie"
      ];
      # Literally in `configurePhase`: there is no `configureFlags` in the environment of use to anybody.
      allFlags = builtins.concatStringsSep " " (
        [ "--prefix=$out" ]
        ++ flags
        ++ [
          target
          "$(cat $configFiles/configure-flags)"
          "--with-ghc=ghc"
          "--with-ghc-pkg=ghc-pkg"
          "--with-hsc2hs=hsc2hs"
          "--with-gcc=$CC"
          (lib.enableFeature (!dontStrip) "executable-stripping")
          (lib.enableFeature (!dontStrip) "library-stripping")
          "--disable-library-profiling"
          "--disable-profiling"
          "--enable-static"
          (lib.enableFeature stdenv.isLinux "shared")
          "--disable-executable-dynamic"
          "--disable-coverage"
          "--enable-library-for-ghci"
        ]
        ++ lib.optional enableSeparateDataOutput "--datadir=$data/share/${ghc.name}"
        ++ lib.optional stdenv.isLinux "--enable-split-sections"
        ++ configureFlags
      );

      enter = lib.optionalString (subDir != "") "cd ${subDir}\n";

      drv = stdenv.mkDerivation (
        {
          pname = componentName;
          inherit version src cabalFile dontStrip;
          passAsFile = [ "cabalFile" ];
          LANG = "C.UTF-8";
          LC_ALL = "C.UTF-8";
          enableParallelBuilding = true;
          SETUP_HS = "${setup}/bin/${setup.exeName}";
          doCheck = false;
          doCrossCheck = false;
          doInstallCheck = true;

          outputs = [
            "out"
          ]
          ++ lib.optional keepConfigFiles "configFiles"
          ++ lib.optional keepGhc "ghc"
          ++ lib.optional enableSeparateDataOutput "data"
          ++ lib.optional keepSource "source"
          ++ lib.optional writeHieFiles "hie";

          nativeBuildInputs = [ ghc ];
          propagatedBuildInputs = lib.optionals isLibrary depends;
          buildInputs = lib.optionals (!isLibrary) depends;

          prePatch =
            lib.optionalString keepSource ''
              cp -r . $source
              cd $source
              chmod -R +w .
            ''
            + enter
            + lib.optionalString (cabalFile != null) "cp -v $cabalFilePath ${package}.cabal";

          configurePhase = ''
            ${if keepConfigFiles then "mkdir -p $configFiles" else "configFiles=$(mktemp -d)"}
            ${if keepGhc then "mkdir -p $ghc" else "ghc=$(mktemp -d)"}
            wrappedGhc=$ghc
            unwrappedGhc=${ghc}

            # What the component may see: the compiler's packages, then those of the dependencies.
            $unwrappedGhc/bin/ghc-pkg init $configFiles/${database}
            touch $configFiles/configure-flags
            for dependency in "''${pkgsHostTarget[@]}"; do
              if [[ -d $dependency/${database} ]]; then
                cp -f $dependency/${database}/*.conf $configFiles/${database}/
                cat $dependency/exactDep/configure-flags >> $configFiles/configure-flags
              fi
            done
            $unwrappedGhc/bin/ghc-pkg --package-db $configFiles/${database} recache
            {
              echo "--package-db=clear --package-db=global --package-db=$configFiles/${database}"
              echo "--exact-configuration"
              $unwrappedGhc/bin/ghc-pkg dump --global |
                awk '/^name:/ { name = $2 } /^id:/ { print "--dependency=" name "=" $2 }'
            } >> $configFiles/configure-flags

            mkdir -p $wrappedGhc/bin
            for program in ghc ghc-pkg hsc2hs; do
              ln -s $unwrappedGhc/bin/$program $wrappedGhc/bin/$program
            done
            PATH=$wrappedGhc/bin:$PATH

            runHook preConfigure
            echo Configure flags:
            printf "%q " ${allFlags}
            echo
            $SETUP_HS configure ${allFlags}
            runHook postConfigure
          '';

          buildPhase =
            lib.optionalString writeHieFiles "mkdir -p $hie\n"
            + ''
              runHook preBuild
              $SETUP_HS build ${target} -j$(($NIX_BUILD_CORES > 4 ? 4 : $NIX_BUILD_CORES)) ${toString setupBuildFlags}
              runHook postBuild
            '';

          installPhase = ''
            runHook preInstall
          ''
          + (
            if kind == "test" || kind == "bench" then
              ''
                mkdir -p $out/bin
                cp dist/build/${name}/${name} $out/bin/${name}
              ''
            else
              "$SETUP_HS copy\n"
          )
          + lib.optionalString isLibrary ''
            $SETUP_HS register --gen-pkg-config=${package}.conf
            ghc-pkg -v0 init $out/${database}
            ghc-pkg -v0 --package-db $configFiles/${database} -f $out/${database} register ${package}.conf
            mkdir -p $out/exactDep
            unit=$(ghc-pkg -v0 --package-db $out/${database} field ${package} id --simple-output)
            echo "--dependency=${package}=$unit" > $out/exactDep/configure-flags
            echo "package-id $unit" > $out/envDep
          ''
          + lib.optionalString enableSeparateDataOutput "mkdir -p $data\n"
          + ''
            runHook postInstall
          ''
          # Of `dist` only what a test of the kept source may need stays behind: no objects, no interfaces.
          + lib.optionalString keepSource ''
            mv dist dist-tmp-dir
            mkdir -p dist/build
            if [[ -d dist-tmp-dir/build/autogen ]]; then mv dist-tmp-dir/build/autogen dist/build/; fi
            mv dist-tmp-dir/package.conf.inplace dist/ || true
            rm -rf dist-tmp-dir
          '';

          installCheckPhase = lib.optionalString isLibrary ''
            shopt -s nullglob
            registrations=($out/${database}/${package}-*.conf)
            if [[ ''${#registrations[@]} == 0 ]]; then
              echo "ERROR: $out/${database}/${package}-*.conf was not created"
              exit 1
            fi
          '';

          shellHook = "export PATH=$ghc/bin:$PATH";

          passthru = {
            identifier = {
              name = package;
              inherit version;
              component-type = kind;
              component-name = name;
            };
            exeName = name;
            inherit checked;
          };
        }
        // hooks
      );

      # Runs a test component. As in haskell.nix it takes over all variables of the component's derivation: what
      # tells them apart is `phases` (and the name).
      checked = stdenv.mkDerivation {
        name = "${componentName}-${version}-check";
        pname = componentName;
        inherit version src cabalFile;
        passAsFile = [ "cabalFile" ];
        SETUP_HS = "${setup}/bin/${setup.exeName}";
        inherit (drv.drvAttrs) prePatch configurePhase installPhase;
        phases = [ "unpackPhase" "patchPhase" "buildPhase" ];
        buildPhase = ''
          mkdir $out
          runHook preCheck
          ${drv}/bin/${name} ${toString testFlags} | tee $out/test-stdout
          runHook postCheck
        '';
      };
    in
    drv;
in
{
  inherit component defaultSetup;
}
