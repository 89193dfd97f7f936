# What may be put back. Wrong is worse than slow: what is not known to be as it was counts as changed.

# What differs from the base's tree as it was before the build phase. `differences`: lines of trees. `changed`: paths.
# `moved`: those that only one of the trees has. `unknown`: those that moved, or of which nobody wrote down what they are for.
compareTrees() {
  local from=$work/from
  comm -3 $from/before $work/now | sed 's/^\t//' > $work/differences
  cut -f 1 $work/differences | found grep -vE "$internalName" | sort -u > $work/changed
  comm -3 <(cut -f 1 $from/before | sort -u) <(cut -f 1 $work/now | sort -u) | sed 's/^\t//' | sort -u > $work/moved.all
  comm -12 $work/changed $work/moved.all > $work/moved
  cut -f 4 $from/inputs | sort -u > $work/mentioned
  { comm -23 $work/changed $work/mentioned; cat $work/moved; } | sort -u > $work/unknown
  awk -F '\t' '$2 ~ /^[fb] /{ print $1 }' $work/now | listEdges > $work/edges
  cut -f 1 $work/edges | sort -u > $work/targets
  # What HEAD's build makes in addition is like a file that was added.
  comm -13 $from/targets $work/targets | found grep -vE "$objectName" | found grep -E '[.][^/]*$|/include[^/]*/' > $work/targets.new
  sort -u $work/unknown $work/targets.new | sed 's,.*/,,' | sort -u > $work/unknown.names
  sort -u $work/moved $work/targets.new | sed 's,.*/,,' | sort -u > $work/moved.names
}

# To `verdicts`: each object, a tab, and why it is not put back, or nothing.
judge() {
  local from=$work/from
  # Which inputs are what they were, and which of them may read a file that is not known to be.
  awk -F '\t' '$3 != "-"' $from/inputs > $work/inputs.checked
  local number raw
  while IFS=$'\t' read -r number raw _; do
    if [ -f "$raw" ]; then printf '%s\t%s\n' "$number" "$raw"; fi
  done < $work/inputs.checked > $work/inputs.there
  cut -f 2 $work/inputs.there | toNames | xargs -0 -r sha256sum -z | toLines | cut -c 1-64 | paste $work/inputs.there - > $work/inputs.now
  : > $work/inputs.suspect
  if [ -s $work/unknown.names ]; then
    cut -f 2 $from/inputs | while IFS= read -r raw; do if [ -f "$raw" ]; then printf '%s\n' "$raw"; fi; done > $work/texts
    toNames < $work/texts | filesWith -wF -f $work/unknown.names > $work/inputs.suspect
  fi
  # Names that macros make up, where there are files that they may be of.
  if [ -n "$(found grep -vE "$aboutRepository" $work/unknown)" ]; then
    ownTexts | filesWith -E '(#|%:|[?][?]=)[[:space:]]*(include|include_next|import|embed)([[:space:]]+[^"<[:space:]]|/|$)|__has_(include|include_next|embed)[[:space:]]*[(]?[[:space:]]*[^"<()&|[:space:]]' >> $work/inputs.suspect
  fi
  # What is read without a word, whatever else is known of it.
  if [ -n "$(found grep -vE "$aboutRepository" $work/changed)" ]; then
    ownTexts | filesWith -E 'incbin|[.]include|(#|%:|[?][?]=)[[:space:]]*embed' >> $work/inputs.suspect
  fi
  judgeMake > $work/make.why
  judgeNinja > $work/ninja.why
  judgeCMake > $work/cmake.why
  judgeBare > $work/bare.why
  local mentions=
  if [ -n "$(found grep -E '^[^=]*(CC|CXX|CPP|AS|FLAGS|NIX_|CMAKE|MAKE)[^=]*=' $work/environment | found grep -wF -f $work/unknown.names)" ] && [ -s $work/unknown ]; then
    mentions="a file changed that the environment names"
  fi
  # Headers of which -MMD may have left out that they were read.
  local silent=
  if grep -qE "$headerName" $work/unknown; then
    silent=1
  elif grep -qE "$headerName" $work/changed && [ -n "$(descriptions | toNames | filesWith -F -e -isystem)" ]; then
    silent=1
  fi
  awk -F '\t' -v mentions="$mentions" -v silent="$silent" -v makeWhy="$(cat $work/make.why)" -v ninjaWhy="$(cat $work/ninja.why)" \
    -v cmakeWhy="$(cat $work/cmake.why)" -v bareWhy="$(cat $work/bare.why)" -v sources="$sourceName" '
    function base(path) { sub(/.*\//, "", path); return path }
    function stem(path) { path = base(path); sub(/[.].*/, "", path); return path }
    FILENAME ~ /inputs.suspect$/ { suspect[$0]; next }
    FILENAME ~ /inputs[.]now$/ { now[$1] = $3; next }
    FILENAME ~ /moved.names$/ { moved[$0]; if ($0 ~ sources) { movedSource[stem($0)] } else { movedStem[stem($0)] } next }
    FILENAME ~ /unknown$/ { unknown[$0]; next }
    FILENAME ~ /edges$/ { if ($2 in unknown) doubted[$1]; next }
    FILENAME ~ /from.inputs$/ {
      raw[$1] = $2
      if ($3 == "-") { good[$1] } else if (now[$1] == $3) { good[$1] }
      if ($4 == "-") outside[$1]
      if ($2 in suspect || base($2) in moved || (stem($2) != "" && stem($2) in movedStem)) doubtful[$1]
      next
    }
    FILENAME ~ /\/now$/ { if ($2 ~ /^[fb] /) there[$1]; next }
    FILENAME ~ /\/targets$/ { target[$0]; next }
    FILENAME ~ /from.commands$/ { command[$1] = command[$1] "\n" $2; next }
    FILENAME ~ /commands.now$/ { commandNow[$1] = commandNow[$1] "\n" $2; next }
    FILENAME ~ /flags.changed$/ { flags[$0]; next }
    FILENAME ~ /names.changed$/ { changedName[$0]; next }
    FILENAME ~ /from.bare$/ {
      why = mentions
      if ($1 in there) why = "it is there already"
      else if (stem($1) in movedSource || stem($1) in movedStem) why = "it may be made from a file that was added or removed"
      else if ($2 in changedName) why = "its source or a header of it changed"
      else if (why == "") why = makeWhy
      if (why == "") why = bareWhy
      print $1 "\t" why; next
    }
    {
      object = $1; why = mentions; anywhere = 0
      number = split($3, ids, " ")
      if (object in there) why = "it is there already"
      # make would find another source for it.
      if (object in doubted || stem(object) in movedSource) why = "it may be made from a file that was added, removed or changed"
      for (i = 1; i <= number; i++) if (!(ids[i] in good)) why = "its source or a header of it changed"
      for (i = 1; i <= number; i++) {
        if (why == "" && ids[i] in doubtful) why = "it may read a file that was added, removed or changed"
        if (ids[i] in outside) anywhere = 1
      }
      if (why == "") {
        if ($2 ~ /[.]ninja_deps$/) {
          why = ninjaWhy
          if (why == "" && !(object in target)) why = "it is not built any more"
        } else if (object in command) {
          directory = object; sub(/[.]dir\/.*/, ".dir/", directory)
          why = cmakeWhy
          if (why == "" && (directory in flags || command[object] != commandNow[object])) why = "its flags changed"
        } else {
          why = object ~ /\/CMakeFiles\/[^\/]+[.]dir\// ? "its command is not known" : makeWhy
          if (why == "" && silent && !anywhere) why = "a header changed of which nothing was written down"
        }
      }
      print object "\t" why
    }
  ' $work/inputs.suspect $work/inputs.now $work/moved.names $work/unknown $work/edges $from/inputs $work/now $work/targets $from/commands \
    $work/commands.now $work/flags.changed $work/names.changed $from/bare $from/records > $work/verdicts
}

# What objects were made from, as far as it is in the tree.
ownTexts() {
  awk -F '\t' 'FILENAME == ARGV[1] { own[$1]; next } $1 in own { print $2 }' <(awk -F '\t' '$4 != "-"' $work/from/inputs) $work/inputs.there | toNames
}

# The files that say how to compile, as paths in the tree.
descriptions() { awk -F '\t' '$2 ~ /^[fb] /{ print $1 }' $work/now | found grep -E "$makefileName|/flags[.]make$|[.]ninja$"; }

# Whether files of these kinds, by an expression for their lines, name one that is unknown, other than those that they
# were configured from.
namesUnknown() { # EXPRESSION FOR NAMES OF FILES, EXPRESSION FOR LINES
  found grep -vE "$configuredFrom|$aboutRepository|$sourceName" $work/unknown | sed 's,.*/,,' | sort -u > $work/asked
  [ -s $work/asked ] || return 1
  [ -n "$(descriptions | found grep -E "$1" | toNames | { xargs -0 -r grep -hE -- "$2" || [ $? -eq 123 ]; } | found grep -wF -f $work/asked)" ]
}
