# Says in $out which commit is meant. For any POSIX shell: nothing but git and what is built in, since a sandbox need not
# have more. The environment is what ./walk.nix gives.
# shellcheck disable=SC2154
set -u

export PATH="$git/bin" TZ=UTC LC_ALL=C GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_DIR="$PWD/repository" GIT_SHALLOW_FILE="$cuts" GIT_ALTERNATE_OBJECT_DIRECTORIES="$loose:$packed"

# Prints seconds since the epoch; nothing if git does not know the date, of which it would make the present.
instant_of() {
  export GIT_TEST_DATE_NOW="$1"
  git -c incremental-nix.date="$date" config --type=expiry-date --get incremental-nix.date >/dev/null || return 0
  seconds=$(git rev-parse --since="$date") && printf '%s\n' "${seconds#--max-age=}"
}

truncate() {
  stamped=$(git rev-list -1 --timestamp "$start" --) || return
  instant=${stamped%% *}
  if [ -n "$date" ]; then
    boundary=$(instant_of "$instant") || return
    if [ -z "$boundary" ]; then
      echo 'no date'
      return
    fi
  else
    boundary=$((instant / interval * interval))
  fi
  # With a zone git does not guess at what a number may mean as a date.
  found=$(git rev-list -1 --first-parent --before="@$boundary +0000" "$start" --) || return
  if [ -z "$found" ]; then
    found=$(git rev-list -1 --first-parent --max-parents=0 "$start" --) || return
    # The end of the walk, but not of the history.
    if [ -n "$cuts" ]; then
      while read -r cut; do
        if [ "$cut" = "$found" ]; then
          echo 'cut off'
          return
        fi
      done <"$cuts"
    fi
  fi
  echo "$found"
}

answer() {
  git init --quiet --bare --template= repository || return
  if [ -z "$revision" ]; then
    start=$(git rev-parse --verify "$start^{commit}") && truncate
  elif git cat-file -e "$revision^{tree}"; then
    git rev-parse --verify "$revision^{commit}"
  else
    echo 'absent'
  fi
}

answered=$(answer) || answered=unreadable
printf '%s\n' "$answered" >"$out"
