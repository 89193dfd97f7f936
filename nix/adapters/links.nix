# The programs and test suites of a package, which Cabal links one after the other. A linker keeps one core busy, so here they
# are linked beside one another, and beside what Cabal goes on with. Texts of shell for stdenv's phases.
let
  inherit (import ./common.nix) endsWithCabal;
  setup = import ./setup.nix;
  tools = import ./tools.nix;
in
{
  # What the compiler of ./compiler.nix does before it starts GHC: hands over what Cabal runs to link a program, once all of it
  # is compiled. The directory of the compiler has `requests` if somebody takes it.
  hand = ''
    tools=''${0%/*}
    if [ -p "$tools/requests" ] && [[ " $* " == *' --make '*' -o dist/build/'* ]] &&
      [[ " $* " != *' '@(-no-link|-shared|-staticlib|-c)' '* ]]; then
      shopt -s nullglob
      jobs=("$tools"/job-*)
      job=$tools/job-''${#jobs[@]}
      mkdir "$job"
      {
        export -p
        printf 'cd %q\n' "$PWD"
        printf '%q ' exec "$ghc" "$@"
      } > "$job/run"
      echo "$job" > "$tools/requests"
      exit
    fi
  '';

  # For the end of `preBuild`. Not if Cabal itself runs one of the programs, as a tool of the package or in its `Setup`.
  begin =
    attributes:
    if !endsWithCabal attributes then
      ""
    else
      ''
        # Takes requests, until an empty line comes.
        incrementalNixLink() {
          set +e
          local job running=0
          while IFS= read -r job && [ -n "$job" ]; do
            if [ "$running" -ge "$1" ]; then wait -n; running=$((running - 1)); fi
            { "$BASH" "$job/run" > "$job/log" 2>&1 < /dev/null && touch "$job/done"; } &
            running=$((running + 1))
          done
          wait
        }
        incrementalNixCores=''${NIX_BUILD_CORES:-1}
        if [ "$incrementalNixCores" = 0 ]; then
          incrementalNixCores=$(nproc)
        fi
        ${tools.runsOwn}
        if [ -n "''${incrementalNixTools-}" ] && [ "$incrementalNixCores" -gt 1 ] && ! ${setup.isOwn} &&
          ! incrementalNixRunsOwn; then
          mkfifo "$incrementalNixTools/requests"
          # Open in this shell, so that nobody waits for somebody at the other end, and that it ends with this shell.
          exec {incrementalNixRequests}<>"$incrementalNixTools/requests"
          incrementalNixLink "$incrementalNixCores" < "$incrementalNixTools/requests" {incrementalNixRequests}>&- > /dev/null 2>&1 &
          incrementalNixLinker=$!
        fi
        unset -f incrementalNixLink incrementalNixRunsOwn
        unset incrementalNixCores
      '';

  # The attributes that change for it: at the start of `postBuild` the build waits. What failed is linked once more, with
  # nothing beside it that takes memory.
  finish =
    attributes:
    if !endsWithCabal attributes then
      { }
    else
      {
        postBuild = ''
          if [ -n "''${incrementalNixLinker-}" ]; then
            echo > "$incrementalNixTools/requests"
            wait "$incrementalNixLinker" || true
            exec {incrementalNixRequests}>&-
            rm "$incrementalNixTools/requests"
            for incrementalNixJob in "$incrementalNixTools"/job-*; do
              if [ -e "$incrementalNixJob/done" ]; then
                cat "$incrementalNixJob/log"
              elif [ -e "$incrementalNixJob/run" ]; then
                "$BASH" "$incrementalNixJob/run"
              fi
            done
            unset incrementalNixLinker incrementalNixRequests incrementalNixJob
          fi
        ''
        + toString (attributes.postBuild or "");
      };
}
