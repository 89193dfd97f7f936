# Haddock, which compiles all modules whatever changed. Texts of shell for stdenv's phases.
let
  inherit (builtins) all length split;
  inherit (import ./common.nix) endsWithCabal;
  setup = import ./setup.nix;
  tools = import ./tools.nix;

  # Since GHC 9.6: what splices run may be byte code.
  byteCode = "-fprefer-byte-code";

  # Below the output `intermediates`: the memory that it took at most.
  memoryFile = "incremental-nix/haddock-megabytes";
  # Of that there has to be so much available, since compilers and linkers take some at the same time.
  memoryFactor = 3;

  # Whether it documents what is there when the build begins. It passes over some files that are named and not there.
  isOrdinary =
    attributes:
    let
      names = text: length (split text (toString (attributes.haddockPhase or ""))) > 1;
    in
    endsWithCabal attributes
    && names "Setup haddock "
    && !names "dist"
    && all (name: toString (attributes.${name} or "") == "") [
      "postBuild"
      "preCheck"
      "postCheck"
      "preHaddock"
      "postHaddock"
    ];

  # Takes what it made. What failed is done once more, as it would be.
  take = attributes: ''
    if wait "$incrementalNixDocumenter" && [ -d "$incrementalNixBeside/dist/doc" ]; then
      cat "$incrementalNixTools/haddock-log"
      echo "incremental-nix: Haddock has run beside the build"
      rm -rf dist/doc
      mv "$incrementalNixBeside/dist/doc" dist/doc
    else
      echo "incremental-nix: Haddock failed beside the build; once more, after it"
      ${attributes.haddockPhase}
    fi
    rm -rf "$incrementalNixBeside"
    unset incrementalNixDocumenter incrementalNixBeside
  '';
in
rec {
  # A shell function: whether there is the memory for it. Not where nothing tells how much it takes.
  enoughMemory = ''
    incrementalNixEnoughMemory() {
      local megabytes
      megabytes=$(cat "$incrementalNixFrom/${memoryFile}" 2>/dev/null || true)
      [ -n "$megabytes" ] && awk -v megabytes="$megabytes" '
        $1 == "MemAvailable:" { enough = $2 / 1024 > ${toString memoryFactor} * megabytes }
        END { exit !enough }
      ' /proc/meminfo 2>/dev/null
    }
  '';

  # Has Cabal call it in a quicker way, by a program in the directory `$incrementalNixTools`, whose compiler is
  # `$incrementalNixGhc`. With as large an allocation area as nixpkgs gives GHC, it spends less time on collecting garbage. What
  # splices run, at a distance too, it needs code of, and byte code is made in much less time than object code; its pages are
  # the same, but for the numbers of local names in those of sources. Where that fails, it is called as it would be.
  replace = ''
    incrementalNixHaddock=("$incrementalNixTools/haddock" +RTS -A64M "-t$incrementalNixTools/haddock-memory" --machine-readable -RTS)
    if [[ "''${haddockPhase-}" == *' haddock '* ]] && "''${incrementalNixHaddock[@]}" --version > /dev/null 2>&1; then
      rm "$incrementalNixTools/haddock"
      incrementalNixHaddock[0]=''${incrementalNixGhc%/*}/haddock
      {
        echo "#!$BASH"
        echo "incrementalNixHaddock=(''${incrementalNixHaddock[*]@Q})"
        if [[ $("$incrementalNixGhc" --show-options) == *${byteCode}* ]]; then
          echo '"''${incrementalNixHaddock[@]}" --optghc=${byteCode} "$@" && exit'
          echo 'echo "Once more, without ${byteCode}:" >&2'
        fi
        echo 'exec "''${incrementalNixHaddock[@]}" "$@"'
      } > "$incrementalNixTools/haddock"
      chmod +x "$incrementalNixTools/haddock"
    fi
    unset incrementalNixHaddock
  '';

  # For the phase in which products are kept.
  note = ''
    if [ -e "''${incrementalNixTools-}/haddock-memory" ]; then
      sed -n 's/.*"peak_megabytes_allocated", "\([0-9]*\)".*/\1/p' "$incrementalNixTools/haddock-memory" > "$incrementalNixKept/${memoryFile}"
    fi
  '';

  # For `preBuild`, before products are put back: it needs none of them, and so starts here, in a copy of the package, beside a
  # build in which linkers keep one core busy. The copy is next to the package, for what is looked for from there.
  begin =
    attributes:
    if !isOrdinary attributes then
      ""
    else
      ''
        ${tools.runsOwn}
        ${enoughMemory}
        # Libraries within a package are documented once they are built.
        if [[ -n "''${incrementalNixTools-}" && "''${haddockPhase-}" == *' haddock '* && $PWD == "$NIX_BUILD_TOP"/?* &&
          "''${NIX_BUILD_CORES:-1}" != 1 ]] && ! ${setup.isOwn} && ! incrementalNixRunsOwn &&
          ! grep -qsiE '^library[[:space:]]+[^[:space:]]' ./*.cabal && incrementalNixEnoughMemory; then
          incrementalNixBeside=$PWD.incremental-nix
          cp -a . "$incrementalNixBeside"
          (
            cd "$incrementalNixBeside"
            ${attributes.haddockPhase}
          ) > "$incrementalNixTools/haddock-log" 2>&1 < /dev/null &
          incrementalNixDocumenter=$!
        fi
        unset -f incrementalNixEnoughMemory incrementalNixRunsOwn
      '';

  # The attributes that change for it: its own phase takes what it made, or, if it may come `late`, leaves that to `deliver`.
  finish =
    { attributes, late }:
    if !isOrdinary attributes then
      { }
    else
      {
        haddockPhase = ''
          if [ -n "''${incrementalNixDocumenter-}" ]; then
            if ${if late then "true" else "false"} && [ -z "''${preInstallHooks[*]-}" ]; then
              incrementalNixDocumentsLate=yes
            else
              ${take attributes}
            fi
          else
            ${attributes.haddockPhase}
          fi
        '';
      };

  # For the phase that installs, once Cabal has: `registration` is a file that tells where the pages belong. `install`: has
  # Cabal install all there is.
  deliver =
    {
      attributes,
      registration,
      install,
    }:
    if !isOrdinary attributes then
      ""
    else
      ''
        if [ -n "''${incrementalNixDocumentsLate-}" ]; then
          incrementalNixSayPhase() {
            if [ -n "''${NIX_LOG_FD-}" ]; then
              echo "@nix { \"action\": \"setPhase\", \"phase\": \"$1\" }" >&"$NIX_LOG_FD"
            fi
          }
          # A long value is on a line of its own.
          incrementalNixPlace() {
            awk -v field="$1:" '$1 == field { if (NF == 1) getline; print $NF }' ${registration} 2>/dev/null || true
          }
          incrementalNixSayPhase haddockPhase
          ${take attributes}
          incrementalNixSayPhase installPhase
          incrementalNixPages=$(incrementalNixPlace haddock-html)
          incrementalNixMade=(dist/doc/html/*/)
          if [[ $incrementalNixPages == /* && $(incrementalNixPlace haddock-interfaces) == "$incrementalNixPages"/*.haddock &&
            ''${#incrementalNixMade[@]} == 1 && -d ''${incrementalNixMade[0]} ]]; then
            mkdir -p "$incrementalNixPages"
            cp -r "''${incrementalNixMade[0]}." "$incrementalNixPages"
          elif [ -d dist/doc ]; then
            ${install}
          fi
          unset incrementalNixDocumentsLate incrementalNixPages incrementalNixMade
          unset -f incrementalNixSayPhase incrementalNixPlace
        fi
      '';
}
