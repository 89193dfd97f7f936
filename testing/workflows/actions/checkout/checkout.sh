# Leaves the same refs and the same depth behind as actions/checkout: a branch for a branch, else a detached HEAD.
set -euo pipefail
cd "$GITHUB_WORKSPACE"
git init --quiet --initial-branch=main .
git remote add origin "$SCRIPTED_REMOTE"
limit=()
if [[ $DEPTH -gt 0 ]]; then limit=("--depth=$DEPTH"); fi
fetch() { git -c protocol.version=2 fetch --quiet --no-tags --prune --no-recurse-submodules "${limit[@]}" origin "$@"; }

if [[ -n $WANTED ]]; then
  fetch "$WANTED"
  git -c advice.detachedHead=false checkout --quiet --force --detach FETCH_HEAD
elif [[ $GITHUB_REF == refs/heads/* ]]; then
  branch=${GITHUB_REF#refs/heads/}
  fetch "+$GITHUB_SHA:refs/remotes/origin/$branch"
  git checkout --quiet --force -B "$branch" "refs/remotes/origin/$branch"
else
  fetch "+$GITHUB_SHA:refs/remotes/${GITHUB_REF#refs/}"
  git -c advice.detachedHead=false checkout --quiet --force --detach "refs/remotes/${GITHUB_REF#refs/}"
fi
git rev-parse HEAD
