# What is kept of a full build.

# Step `remember`, before the build phase: what there is.
remember() {
  listTree > $work/before
  listEnvironment > $work/environment
}

# Step `take`, after it: what the build made, and from what.
take() {
  local kept=$work/kept
  [ -f $work/before ] || return 0
  mkdir -p $kept
  cp $work/environment $kept/environment
  echo "$1" > $kept/attributes
  cp $work/before $kept/before
  listTree > $work/after
  comm -13 $work/before $work/after | awk -F '\t' '$2 ~ /^[fb] /{ print $1 }' | sort > $work/made
  comm -12 $work/before $work/after | awk -F '\t' '$2 ~ /^[fb] /{ print $1 }' | sort > $work/same
  if grep -qE '[.](gch|pch|pcm|gcm|ifc|ddi|smod)$' $work/made; then
    echo "the package has precompiled headers or modules" > $kept/nothing
    return
  fi
  if grep -qE '[.](gcno|gcda|dwo)$' $work/made; then
    echo "the compiler writes other files beside objects" > $kept/nothing
    return
  fi
  # Not those of what was configured by the build itself, nor those that name the package's own store path, nor those
  # whose contents cannot be searched for it.
  found grep -E "$objectName" $work/made > $work/objects.all
  found grep -E "$makefileName|(^|/)(build[.]ninja|CMakeCache[.]txt)$" $work/made |
    found grep -vE '/CMakeFiles/.*(depend[.]make|[.]rsp)$' | sed 's,[^/]*$,,' | sort -u > $work/configuredLate
  toNames < $work/objects.all | filesWith -F -f $work/ownAndSource -e .gnu.lto_ -e .zdebug -e $'BC\xC0\xDE' > $work/objects.own
  awk '
    FILENAME == ARGV[1] { late[$0]; next }
    FILENAME == ARGV[2] { own[$0]; next }
    $0 in own { next }
    { for (above = $0; sub(/[^\/]*$/, "", above); sub(/\/$/, "", above)) { if (above in late) next; if (above == "") break } print }
  ' $work/configuredLate $work/objects.own $work/objects.all > $work/objects
  {
    found grep -E '[.](d|P|Po|Plo|Tpo|dep)$' $work/made | found grep -v $'[\1\2]' | toNames > $work/dependencyFiles
    local files=()
    mapfile -d '' files < $work/dependencyFiles
    if [ ${#files[@]} -gt 0 ]; then readAll "${files[@]}"; fi
    if type -P ninja > /dev/null; then found grep -E '/[.]ninja_deps$' $work/made | readNinja; fi
  } > $work/pairs
  : > $work/inputs.raw
  resolve < $work/pairs
  listInputs > $kept/inputs
  # What was compiled from what is not known to be as it was before can never be put back.
  awk -F '\t' -v sources="$sourceName" '
    FILENAME == ARGV[1] { known[$1]; if ($2 ~ sources) source[$1]; next }
    {
      number = split($3, ids, " "); good = 0
      for (i = 1; i <= number; i++) { if (!(ids[i] in known)) next; if (ids[i] in source) good = 1 }
      if (good) print
    }
  ' $kept/inputs $work/records | sort > $kept/records
  listCommands < $work/same > $kept/commands
  listEdges < $work/same > $work/edges
  cut -f 1 $work/edges | sort -u > $kept/targets
  listBare > $kept/bare
  leaveOutLate
  found grep -E "$stampName" $work/made > $kept/stamps
  {
    cut -f 1,2 $kept/records | tr '\t' '\n'
    cut -f 1 $kept/bare
    sed -n 's,[.]ninja_deps$,.ninja_log,p' $work/made
    cat $kept/stamps
  } | sort -u > $work/products
  toNames < $work/products | tar --null --no-recursion --format=gnu -T - -cf $kept/products.tar
}

# Of `inputs.raw`, those whose contents were known before the build: number, path, hash (`-` for what never changes), and
# where it really is, if that is in the tree.
listInputs() {
  local number=0 raw
  while IFS= read -r raw; do
    number=$((number + 1))
    if [ -f "$raw" ]; then printf '%s\t%s\n' $number "$raw"; fi
  done < $work/inputs.raw > $work/inputs.there
  cut -f 2 $work/inputs.there | toNames > $work/inputs.names
  xargs -0 -r realpath -z < $work/inputs.names | toLines > $work/inputs.real
  xargs -0 -r sha256sum -z < $work/inputs.names | toLines | cut -c 1-64 > $work/inputs.hashes
  # What tells the time of the build is made anew.
  filesWith -E '__(DATE|TIME|TIMESTAMP)__' < <(cut -f 2 $work/inputs.there | found grep -v "^$NIX_STORE/" | toNames) > $work/inputs.dated
  paste $work/inputs.there $work/inputs.hashes $work/inputs.real |
    awk -F '\t' -v top="$(pwd -P)/" -v store="$NIX_STORE/" -v own="$(tr '\n' ' ' < $work/ownAndSource)" '
      BEGIN { number = split(own, hashes, " ") }
      FILENAME == ARGV[1] { same[$0]; next }
      FILENAME == ARGV[2] { dated[$0]; next }
      $2 in dated { next }
      { for (i = 1; i <= number; i++) if (index($4, store hashes[i]) == 1) next }
      index($4, top) == 1 {
        path = "./" substr($4, length(top) + 1)
        if (path in same) print $1 "\t" $2 "\t" $3 "\t" path
        next
      }
      { print $1 "\t" $2 "\t" (index($4, store) == 1 ? "-" : $3) "\t-" }
    ' $work/same $work/inputs.dated -
}

# Objects of which nothing was written down, but which name their source: object, tab, name of the source. None if what
# they may have been made from was itself made, or depends on the time.
listBare() {
  if grep -qE "$sourceName|$headerName" $work/made; then return; fi
  found grep -E "$sourceName|$headerName" $work/same > $work/code
  if [ -n "$(toNames < $work/code | filesWith -E '__(DATE|TIME|TIMESTAMP)__')" ]; then return; fi
  local object name extension
  awk -F '\t' 'FILENAME == ARGV[1] { recorded[$1]; next } !($0 in recorded) && !/[.]lo$/' $work/records $work/objects |
    while IFS= read -r object; do
      name=${object##*/}
      name=${name%.*}
      for extension in c cc cpp cxx m mm; do
        if grep -qF "/$name.$extension" $work/code &&
          grep -qzaxF "$name.$extension" "$(nameOf "$object")"; then
          printf '%s\t%s\n' "$object" "$name.$extension"
          break
        fi
      done
    done
}

# A makefile that people wrote may have objects made, or changed, by programs that it has made before. There is no record
# of that but the times.
leaveOutLate() {
  local kept=$work/kept first
  if [ -z "$(found grep -E "$makefileName" $work/same | toNames | { xargs -0 -r grep -LZE 'generated by automake|CMAKE generated file' -- || [ $? -eq 123 ]; } | toLines | found grep -vE '/(CMakeFiles/.*|config[.]status|libtool|[^/]*[.]rsp)$')" ]; then
    return
  fi
  comm -13 $work/before $work/after | awk -F '\t' '$2 == "x" { print $1 }' | found grep -vE "[.](so([.].*)?|la|dylib)$|$objectName" |
    toNames | xargs -0 -r stat --printf '%.9Y\n' | sort -n | sed -n 1p > $work/first
  [ -s $work/first ] || return 0
  first=$(cat $work/first)
  toNames < $work/objects | xargs -0 -r stat --printf '%.9Y\n' | paste - $work/objects |
    awk -F '\t' -v first="$first" '$1 + 0 >= first + 0 { print $2 }' > $work/late
  awk -F '\t' 'FILENAME == ARGV[1] { command[$1]; next } FILENAME == ARGV[2] { late[$0]; next }
    !($1 in late) || $2 ~ /[.]ninja_deps$/ || $1 in command' $kept/commands $work/late $kept/records > $work/records.early
  mv $work/records.early $kept/records
  awk -F '\t' 'FILENAME == ARGV[1] { late[$0]; next } !($1 in late)' $work/late $kept/bare > $work/bare.early
  mv $work/bare.early $kept/bare
}
