# What there is in the build directory, and in the environment.

# The parts of store paths by which they are known, one per line.
hashesOf() {
  local path
  for path in "$@"; do
    if [[ $path == "$NIX_STORE"/* ]]; then
      path=${path##*/}
      echo "${path%%-*}"
    fi
  done
}
# shellcheck disable=SC2086
hashesOf $ownPaths > $work/own
hashesOf "$ownSource" | cat $work/own - > $work/ownAndSource

# With the package's own store paths made equal.
blur() {
  sed -E "$(sed 's,.*,s/&/own/g,' $work/own)
    /configured on host/d"
}

# What the tree consists of: a path, a tab, and `f` with the hash of the contents (`b` if those name the package's own store
# path, which is left out then), `x` if it can be executed, or `l` with the target of a link, `L` if that is a directory.
listTree() {
  local leaveOut=(\( -path "./$work" -o -path ./env-vars -o -path ./.attrs.sh -o -path ./.attrs.json \) -prune -o)
  find . "${leaveOut[@]}" -type f -print0 | sort -z > $work/files
  filesWith -F -f $work/own -e 'configured on host' < $work/files > $work/naming
  {
    toNames < $work/naming | while IFS= read -r -d '' file; do
      printf 'b %s\n' "$(blur < "$file" | sha256sum | cut -c 1-64)"
    done | paste $work/naming -
    xargs -0 -r sha256sum -z < $work/files | toLines | sed -E 's/^(.{64})  (.*)$/\2\tf \1/'
  } | awk -F '\t' '!($1 in seen) { seen[$1]; print }' > $work/listed
  find . "${leaveOut[@]}" -type f -perm -u+x -print0 | toLines | sed 's/$/\tx/' >> $work/listed
  find . "${leaveOut[@]}" -type l -printf '%p\3%Y%l\0' | toLines | sed -E $'s/\3d/\tL /; s/\3[^d]/\tl /' >> $work/listed
  sort $work/listed
}

# What programs of the build see of its environment, one variable per line, other than what hooks and outputs of full builds
# add, and what is told otherwise. Random seeds follow from the store path.
listEnvironment() {
  {
    env -0 | tr '\n\0' '\1\n' | found grep -v '^PWD='
    echo "PWD=$directory"
    cat "$flagsFile"
  } | grep -vE '^(declare -[^ ]* )?(preBuild|postBuild|postPhases|incrementalNix[A-Za-z]*|own(Paths|Source)|flagsFile|outputs|intermediates|setOutputFlags|doCheck|doInstallCheck|srcs?|SHLVL|OLDPWD|_|LC_ALL|NIX_BUILD_CORES|NIX_LOG_FD|NIX_ATTRS_[A-Z_]*)=' |
    blur | sed -E 's/-frandom-seed=[^ "]*//g' | sort
}
