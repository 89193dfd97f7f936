# The products of a package that Cabal builds in `dist`: what is kept of them, and how they are put back. Texts of shell
# for hooks of stdenv.
let
  inherit (builtins)
    any
    attrNames
    isString
    length
    match
    split
    ;

  # Below the output `intermediates`.
  products = "dist/build";
  coverage = "dist/hpc";
  filesForTools = "hie";
  librariesFile = "incremental-nix/libraries";
  secondsFile = "incremental-nix/seconds";
  modulesFile = "incremental-nix/modules";
  filesFile = "incremental-nix/files";
  warningsFile = "incremental-nix/warnings";
  documentedFile = "incremental-nix/documented";
  sourcesFile = "incremental-nix/sources";
  # In place of all the others.
  hiddenFile = "incremental-nix-hidden";
  inherit (import ./common.nix) hide unhide;
  inherit (import ./paths.nix) apartFile;
  haddock = import ./haddock.nix;
  setup = import ./setup.nix;
  tools = import ./tools.nix;
  units = import ./units.nix;

  # A shell function that lists the files of the package that are no Haskell, with hashes of their contents: what GHC reads
  # of them it tells only if code says so. What the package's description says reaches GHC as flags, which it compares.
  listFiles = ''
    incrementalNixFiles() {
      find . \( -path ./dist -o -path ./.git -o -name Setup -o -name '*.cabal' -o -name 'config.log' -o -name 'config.status' \) -prune -o \
        -type f ! -name '*.hs' ! -name '*.lhs' ! -name '*.o' ! -name '*.hi' ! -name '*.hie' -print0 |
        LC_ALL=C sort -z | xargs -0 -r sha256sum
    }
  '';

  # A shell function that lists the Haskell sources.
  listSources = ''
    incrementalNixHaskell() {
      find . -path ./dist -prune -o -type f \( -name '*.hs' -o -name '*.lhs' \) -print | LC_ALL=C sort
    }
  '';

  # A shell function that lists the flags of a kind for GHC. Cabal notes them down as it understood the description and
  # those of `configure`, as texts with their length, which may be printable, in front.
  listFlags = ''
    incrementalNixFlags() {
      {
        LC_ALL=C tr -c '[:print:]' '\n' < dist/setup-config | sed -E 's/^.(-[Wfw])/\1/'
        echo "''${buildFlags[*]}" "''${setupBuildFlags[*]}" "''${buildPhase-}" |
          sed -E 's/--ghc-options?=/ /g' | tr -s "[:space:]\"'" '\n'
      } 2>/dev/null | grep -xE -- "$1" || true
    }
  '';

  # A shell function that lists what decides which warnings a module has, other than the modules themselves and what they
  # use of others: flags, for which GHC compiles nothing again, and the names that are deprecated, of which it tells only
  # those who are compiled.
  listWarnings = ''
    incrementalNixWarnings() {
      incrementalNixFlags '-(W[a-z=-]*|w|f(no-)?warn-[a-z-]*)'
      find . -path ./dist -prune -o -type f \( -name '*.hs' -o -name '*.lhs' -o -name '*.hsc' -o -name '*.chs' -o -name '*.x' -o -name '*.y' \) -print0 |
        LC_ALL=C sort -z | xargs -0 -r awk '
          FNR == 1 { inside = 0 }
          tolower($0) ~ /[{]-#[ \t]*(deprecated|warning)/ { inside = 1 }
          inside { print FILENAME ": " $0 }
          /#-[}]/ { inside = 0 }
        '
    }
  '';
in
{
  # For any hook between configuration and fixup, in which stdenv strips. It starts `strip` for each file below `lib`, which
  # takes long where there are thousands of interfaces, and recognises none of them. Archives, hundreds of megabytes, GNU's
  # `strip` leaves as they are once Cabal has stripped them to install them. As an array: stdenv takes a text for a single
  # pattern.
  stripOnce = ''
    stripExclude+=('*.hi' '*.dyn_hi' '*.p_hi' '*.p_dyn_hi')
    if [[ $OSTYPE == linux* && " ''${configureFlags[*]-} " == *' --enable-library-stripping '* &&
      " ''${configureFlags[*]-} " != *' --disable-library-stripping '* ]] && type -P strip > /dev/null; then
      stripExclude+=('libHS*.a')
    fi
  '';

  # For `preConfigure`: leaves out the archive of the library together with all that it depends on. nixpkgs asks for it
  # (`--enable-static`), and Cabal makes it and installs it nowhere. `attributes`: those of the package, whose phases and hooks
  # may install it; so may its own `Setup`. `addFlag`: has `configure` take one more flag.
  leaveOutStandalone =
    { attributes, addFlag }:
    let
      readsProducts =
        name:
        match "pre.*|post.*|.*Phase" name != null
        && isString attributes.${name}
        && length (split "dist" attributes.${name}) > 1;
    in
    if any readsProducts (attrNames attributes) then
      ""
    else
      ''
        if ! ${setup.isOwn}; then
          ${addFlag "--disable-static"}
        fi
      '';

  # For `preBuild`: leaves out the phases that only look at what was built, or describe it.
  leaveOutChecks = ''
    doCheck=
    doInstallCheck=
    haddockPhase=:
  '';

  # For `preBuild`: where the package is, whatever later hooks do, and what it consists of.
  rememberPackage = ''
    incrementalNixDirectory=$PWD
    ${listFiles}
    ${listSources}
    ${listFlags}
    ${listWarnings}
    # Not into the output yet, which would then be stripped and patched like the others.
    incrementalNixManifest=$(mktemp)
    incrementalNixFiles > "$incrementalNixManifest"
    incrementalNixOfWarnings=$(mktemp)
    incrementalNixWarnings > "$incrementalNixOfWarnings"
    incrementalNixSourcesThere=$(mktemp)
    incrementalNixHaskell > "$incrementalNixSourcesThere"
    incrementalNixDocumented=$(incrementalNixFlags '-(no-)?haddock')
    unset -f incrementalNixFiles incrementalNixFlags incrementalNixWarnings incrementalNixHaskell
  '';

  # What the build on top makes anew whatever changed is not kept: libraries and executables, which Cabal and GHC link
  # each time; modules that Cabal makes of the package's description, which hold its version and its store path; and
  # generated sources, which Cabal would prefer to those of HEAD. Nor are the counters of test runs, which coverage adds
  # to. How long the build took is kept for reports to compare with. `$incrementalNixDist` is the directory to take it
  # from, by default `dist` of the package.
  #
  # `hidden`: whether Nix checks what the outputs refer to. Products name the compiler, and what keeps them is another
  # output that the check is made of; so they are kept in a form in which Nix sees no references.
  keepProducts =
    { hidden }:
    ''
      incrementalNixKept=${if hidden then "$(mktemp -d)" else "$intermediates"}
      mkdir -p "$incrementalNixKept/incremental-nix"
      # Since the builder started, or what a build from scratch took.
      if ! cp "''${incrementalNixFrom-}/${secondsFile}" "$incrementalNixKept/${secondsFile}" 2>/dev/null; then
        echo "$SECONDS" > "$incrementalNixKept/${secondsFile}"
      fi
      if [ -n "''${incrementalNixApart-}" ]; then
        echo yes > "$incrementalNixKept/${apartFile}"
      fi
      ${units.note}
      ${haddock.note}
      if [ -n "$incrementalNixManifest" ]; then
        cp "$incrementalNixManifest" "$incrementalNixKept/${filesFile}"
        cp "$incrementalNixOfWarnings" "$incrementalNixKept/${warningsFile}"
        echo "$incrementalNixDocumented" > "$incrementalNixKept/${documentedFile}"
        cp "$incrementalNixSourcesThere" "$incrementalNixKept/${sourcesFile}"
      fi
      incrementalNixDist=''${incrementalNixDist:-''${incrementalNixDirectory:-.}/dist}
      if [ -d "$incrementalNixDist/build" ]; then
        if [ -n "''${incrementalNixFrom-}" ]; then
          # What was put back of modules and C sources that are gone. `Main` may be in a file of any name.
          incrementalNixSources=$(mktemp)
          find "''${incrementalNixDirectory:-.}" "$incrementalNixDist/build" -type f ! -name '*hi' ! -name '*.o' ! -name '*_o' > "$incrementalNixSources"
          (
            cd "$incrementalNixDist/build"
            find . -type f \( -name '*hi' -o -name '*.o' -o -name '*_o' \) | awk '
              function stem(path) { sub(/[.][^.\/]*$/, "", path); return path }
              NR == FNR { path = stem($0); known[path]; while (sub(/^[^\/]*\//, "", path)) known[path]; next }
              {
                module = stem($0)
                while (module !~ /^[A-Z]/ && sub(/^[^\/]*\//, "", module)) { }
                if (!(module in known) && module != "Main") print
              }
            ' "$incrementalNixSources" - | while IFS= read -r file; do rm "$file"; done
          )
        fi
        (
          cd "$incrementalNixDist/build"
          # How many modules each component has, by the directory below which its products are named after them. One that is
          # compiled in several ways has several interface files.
          find . -name '*hi' | sed -E 's,^[.]/,,; s,[.][a-z_]*hi$,,' | LC_ALL=C sort -u | awk '
            {
              directory = $0
              sub(/[^\/]*$/, "", directory)
              if (match($0, /^.*-tmp\//)) directory = substr($0, 1, RLENGTH)
              else while (sub(/(^|\/)[A-Z][^\/]*\/$/, "/", directory)) { }
              sub(/^\/$/, "", directory)
              modules["${products}/" directory]++
            }
            END { for (directory in modules) print modules[directory], directory }
          ' > "$incrementalNixKept/${modulesFile}"
          find . -name 'libHS*' | sed 's,^[.]/,,' | LC_ALL=C sort > "$incrementalNixKept/${librariesFile}"
          find . -type f \( -name 'libHS*' -o -name 'Paths_*' -o -name 'PackageInfo_*' -o -name '*.hs' -o -name '*.tix' \) -delete
          for executable in */; do
            executable=''${executable%/}
            if [ -f "$executable/$executable" ] && [ -x "$executable/$executable" ]; then
              rm "$executable/$executable"
            fi
          done
          mkdir -p "$incrementalNixKept/${products}"
          cp -r . "$incrementalNixKept/${products}"
        )
      fi
      # Without what `-fhpc` and `-fwrite-ide-info` write beside the products, GHC compiles everything, or `hpc` fails.
      if [ -d "$incrementalNixDist/hpc" ]; then
        (
          cd "$incrementalNixDist/hpc"
          find . -type f -name '*.mix' -exec sh -c 'mkdir -p "$0"; cp --parents "$@" "$0"' "$incrementalNixKept/${coverage}" {} +
        )
      fi
      if [ -d "''${incrementalNixDirectory:-.}" ]; then
        (
          cd "''${incrementalNixDirectory:-.}"
          find . -path ./dist -prune -o -type f -name '*.hie' -exec sh -c 'mkdir -p "$0"; cp --parents "$@" "$0"' "$incrementalNixKept/${filesForTools}" {} +
        )
      fi
    ''
    + (
      if hidden then
        ''
          mkdir -p "$intermediates/incremental-nix"
          cp "$incrementalNixKept"/{${secondsFile},${modulesFile},${apartFile}} "$intermediates/incremental-nix" || true
          tar -C "$incrementalNixKept" -cf - . | ${hide} > "$intermediates/${hiddenFile}"
        ''
      else
        ""
    );

  # For `preConfigure`: sets `$incrementalNixFrom` to the directory that holds what was kept at `from`.
  find = from: ''
    incrementalNixFrom=${from}
    if [ -f "$incrementalNixFrom/${hiddenFile}" ]; then
      incrementalNixFrom=$(mktemp -d)
      ${unhide} < ${from}/${hiddenFile} | tar -C "$incrementalNixFrom" -xf -
    fi
  '';

  # For `preConfigure`: puts into `$incrementalNixLibrary` the unit id that the full build gave to the package's library. Cabal hashes version and dependencies of a library into its unit id, and GHC puts that into every symbol: a
  # version bump or a new dependency would make it compile everything anew. So the build keeps the id of the full build,
  # which is the same one whenever neither changed. Empty without a library, and also with several: the ids of the others
  # derive from the main one's in another way if it is given.
  findLibrary = ''
    incrementalNixLibraries=$(cat "$incrementalNixFrom/${librariesFile}" 2>/dev/null || true)
    # No `/`, and so only those of the main library.
    incrementalNixLibrary=$(echo "$incrementalNixLibraries" | sed '/[/]/d')
    if [ "$incrementalNixLibrary" != "$incrementalNixLibraries" ]; then
      incrementalNixLibrary=
    fi
    # The first. Not by `head`, which may be gone before all of them are written: with pipefail that is a failure.
    incrementalNixLibrary=''${incrementalNixLibrary%%[[:space:]]*}
    incrementalNixLibrary=''${incrementalNixLibrary#libHS}
    # Of a file name like libHSfoo-1.0-<hash>-ghc9.6.6.so.
    incrementalNixLibrary=$(echo "$incrementalNixLibrary" | sed 's/[.][a-z_]*$//; s/-ghc[0-9.]*$//; s/_p$//')
    unset incrementalNixLibraries
  '';

  # For `preBuild`. GHC compares the times of the files of one module, which must be the same, and preprocessors those of
  # the sources, which must be later. What HEAD's own hooks and configuration put there before stays as they made it.
  # `distrust`: whether the package's attributes changed, other than its sources and what it depends on.
  restoreProducts =
    { distrust }:
    ''
    if [ -d "$incrementalNixFrom"/${products} ]; then
      mkdir -p ${products}
      mv ${products} incremental-nix-head
      cp -r --no-preserve=mode,ownership "$incrementalNixFrom"/${products} ${products}
      find ${products} -exec touch -h -d 1970-01-01T00:00:00Z {} +
      cp -a incremental-nix-head/. ${products}
      rm -rf incremental-nix-head
      ${listFiles}
      ${listSources}
      ${listFlags}
      ${listWarnings}
      ${tools.runsOwn}
      incrementalNixCompileAll() {
        echo "incremental-nix: $1: all modules are compiled"
        find ${products} -type f \( -name '*hi' -o -name '*.o' -o -name '*_o' \) -delete
      }
      # The modules of sources that it is given.
      incrementalNixCompile() {
        local stems
        stems=$(mktemp)
        xargs -0 -r awk '
          FNR == 1 { if (NR > 1 && !named) print "Main"; named = 0 }
          !named && match($0, /^(> )?module[ \t]+[A-Z][A-Za-z0-9_.\047]*/) {
            name = substr($0, RSTART, RLENGTH); sub(/.*[ \t]/, "", name); gsub(/[.]/, "/", name); print name; named = 1
          }
          END { if (!named) print "Main" }
        ' > "$stems"
        find ${products} -type f \( -name '*hi' -o -name '*.o' -o -name '*_o' \) | awk '
          NR == FNR { stems[$0]; next }
          {
            stem = $0; sub(/[.][^.\/]*$/, "", stem)
            while (sub(/^[^\/]*\//, "", stem)) if (stem in stems) { print; next }
          }
        ' "$stems" - | while IFS= read -r file; do rm "$file"; done
        rm "$stems"
      }
      incrementalNixWarningsNow=$(incrementalNixWarnings)
      if [[ $incrementalNixWarningsNow == *-Werror* && $incrementalNixWarningsNow != "$(cat "$incrementalNixFrom/${warningsFile}" 2>/dev/null)" ]]; then
        # What was a warning, or none, may be an error now.
        incrementalNixCompileAll "flags for warnings or deprecations changed, and warnings are errors"
      elif [ "$(incrementalNixFlags '-(no-)?haddock')" != "$(cat "$incrementalNixFrom/${documentedFile}" 2>/dev/null)" ]; then
        # Interfaces hold the documentation, or do not, and GHC does not compare that.
        incrementalNixCompileAll "documentation was switched on or off"
      elif ${if distrust then "true" else "false"} || [ "$(incrementalNixFiles)" != "$(cat "$incrementalNixFrom/${filesFile}" 2>/dev/null)" ] ||
        incrementalNixRunsOwn; then
        # What splices, macros and foreign imports see of the environment and of files, and what becomes of a module in a
        # program of the package, GHC does not compare: such modules are compiled again.
        incrementalNixBlind='TemplateHaskell|QuasiQuotes|CPP|foreign[[:space:]]+import|-pgmF|-fplugin'
        # Not by `grep -q`, which may be gone before all is written: with pipefail that is a failure.
        if { cat ./*.cabal package.yaml 2>/dev/null || true; } |
          grep -E 'TemplateHaskell|QuasiQuotes|CPP([^A-Za-z]|$)|-pgmF|-fplugin' > /dev/null; then
          incrementalNixCompileAll "files or settings other than Haskell sources changed"
        else
          incrementalNixHaskell | tr '\n' '\0' | { xargs -0 -r grep -lZE "$incrementalNixBlind" || true; } | incrementalNixCompile
        fi
        unset incrementalNixBlind
      fi
      # Call stacks and failures name the file, which GHC does not compare either: what moved is compiled again.
      incrementalNixThen="$incrementalNixFrom/${sourcesFile}"
      if [ -f "$incrementalNixThen" ] && [ -n "$(incrementalNixHaskell | LC_ALL=C comm -13 - "$incrementalNixThen")" ]; then
        incrementalNixHaskell | LC_ALL=C comm -23 - "$incrementalNixThen" | tr '\n' '\0' | incrementalNixCompile
      fi
      unset incrementalNixThen
      unset -f incrementalNixFiles incrementalNixHaskell incrementalNixFlags incrementalNixWarnings incrementalNixRunsOwn incrementalNixCompileAll incrementalNixCompile
      unset incrementalNixWarningsNow
    fi
    # Files that packages install as they are found, and so only those of modules that HEAD has a source of.
    incrementalNixRestore() {
      local target
      mkdir -p "$2"
      target=$(cd "$2" && pwd)
      (
        cd "$1"
        find . -type f -name "$3" | awk '
          function stem(path) { sub(/[.][^.\/]*$/, "", path); return path }
          # The first file: of `./src/A/B.hs`, all that its module may be, which are `src/A/B`, `A/B` and `B`.
          NR == FNR { path = stem($0); while (sub(/^[^\/]*\//, "", path)) known[path]; next }
          {
            module = stem($0)
            # Coverage data has the whole name of the module in that of the file.
            if (/[.]mix$/) { sub(/.*\//, "", module); gsub(/[.]/, "/", module) }
            # The directories above a module are not capitalised.
            while (module !~ /^[A-Z]/ && sub(/^[^\/]*\//, "", module)) { }
            # `Main` may be in a file of any name.
            if (module in known || module == "Main") print
          }
        ' "$incrementalNixSources" - | while IFS= read -r file; do
          if ! [ -e "$target/$file" ]; then echo "$file"; fi
        done | xargs -r -d '\n' cp --no-preserve=mode,ownership --preserve=timestamps --parents -t "$target"
      )
    }
    if [ -d "$incrementalNixFrom"/${coverage} ] || [ -d "$incrementalNixFrom"/${filesForTools} ]; then
      incrementalNixSources=$(mktemp)
      find . -type f ! -name '*.o' ! -name '*.dyn_o' ! -name '*hi' ! -name '*.hie' ! -name '*.mix' > "$incrementalNixSources"
      if [ -d "$incrementalNixFrom"/${coverage} ]; then
        incrementalNixRestore "$incrementalNixFrom"/${coverage} ${coverage} '*.mix'
      fi
      if [ -d "$incrementalNixFrom"/${filesForTools} ]; then
        incrementalNixRestore "$incrementalNixFrom"/${filesForTools} . '*.hie'
      fi
      rm "$incrementalNixSources"
      unset incrementalNixSources
    fi
    unset -f incrementalNixRestore
  '';
}
