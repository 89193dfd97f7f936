# Programs that Cabal waits for although nothing that it goes on with needs what they make. Each keeps one core busy, so that
# they are run beside one another, and beside Cabal. Texts of shell.
{
  # For a program in the directory of ./compiler.nix, which it knows as `$incrementalNixTools`: a function that hands over a
  # command, to run later, if somebody takes it.
  hand = ''
    incrementalNixHand() {
      if ! [ -p "$incrementalNixTools/requests" ]; then return 1; fi
      shopt -s nullglob
      local incrementalNixJobs=("$incrementalNixTools"/job-*)
      local incrementalNixJob=$incrementalNixTools/job-''${#incrementalNixJobs[@]}
      mkdir "$incrementalNixJob" &&
        {
          export -p && printf 'cd %q\n' "$PWD" && printf '%q ' exec "$@"
        } > "$incrementalNixJob/run" &&
        echo "$incrementalNixJob" > "$incrementalNixTools/requests"
    }
  '';

  # For a hook of stdenv: from here on commands are taken, if there are several cores. `condition`: a shell command, whether to.
  begin = condition: ''
    # Takes requests, until an empty line comes.
    incrementalNixTake() {
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
    if [ -n "''${incrementalNixTools-}" ] && [ "$incrementalNixCores" -gt 1 ] && ${condition}; then
      mkfifo "$incrementalNixTools/requests"
      # Open in this shell, so that nobody waits for somebody at the other end, and that it ends with this shell.
      exec {incrementalNixRequests}<>"$incrementalNixTools/requests"
      incrementalNixTake "$incrementalNixCores" < "$incrementalNixTools/requests" {incrementalNixRequests}>&- > /dev/null 2>&1 &
      incrementalNixTaker=$!
    fi
    unset -f incrementalNixTake
    unset incrementalNixCores
  '';

  # For a later hook: waits for them. What failed is run once more, with nothing beside it that takes memory.
  finish = ''
    if [ -n "''${incrementalNixTaker-}" ]; then
      echo > "$incrementalNixTools/requests"
      wait "$incrementalNixTaker" || true
      exec {incrementalNixRequests}>&-
      rm "$incrementalNixTools/requests"
      for incrementalNixJob in "$incrementalNixTools"/job-*; do
        if [ -e "$incrementalNixJob/done" ]; then
          cat "$incrementalNixJob/log"
        elif [ -e "$incrementalNixJob/run" ]; then
          "$BASH" "$incrementalNixJob/run"
        fi
        rm -f "$incrementalNixJob"/*
      done
      unset incrementalNixTaker incrementalNixRequests incrementalNixJob
    fi
  '';
}
