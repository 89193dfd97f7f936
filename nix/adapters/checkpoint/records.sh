# What compilers and build tools wrote down about how objects were made.

# Of dependency files as compilers write them for make, whose names come as arguments: file, target, and what that is made
# from, with tabs. Nothing of a file that has anything else in it.
readDependencyFiles() {
  awk '
    function finish() {
      if (rule != "") parse(rule)
      if (file != "" && !odd) printf "%s", pairs
      rule = ""; pairs = ""; odd = 0
    }
    function parse(text,   colon, targets, sources, t, s, i, j, target, source) {
      if (text ~ /^[ \t]*(#.*)?$/) return
      gsub(/\\ /, "\004", text); gsub(/\\#/, "#", text); gsub(/[$][$]/, "$", text)
      if (text ~ /\\/) { odd = 1; return }
      if (!match(text, /:([ \t]|$)/)) { odd = 1; return }
      t = split(substr(text, 1, RSTART - 1), targets); s = split(substr(text, RSTART + 1), sources)
      for (i = 1; i <= t; i++) for (j = 1; j <= s; j++) {
        target = targets[i]; source = sources[j]
        gsub(/\004/, " ", target); gsub(/\004/, " ", source)
        pairs = pairs file "\t" target "\t" source "\n"
      }
    }
    FNR == 1 { finish(); file = FILENAME }
    {
      line = $0
      if (sub(/\\$/, " ", line)) { rule = rule line; next }
      parse(rule line); rule = ""
    }
    END { finish() }
  ' "$@"
}

# More than fit on one command line are read in several goes.
readAll() {
  while [ $# -gt 1000 ]; do
    readDependencyFiles "${@:1:1000}"
    shift 1000
  done
  readDependencyFiles "$@"
}

# The same of what Ninja has read of those and taken away.
readNinja() {
  local log directory
  while IFS= read -r log; do
    directory=${log%/*}
    grep -qxF "$directory/build.ninja" $work/same || continue
    (cd "$directory" && ninja -t deps) | awk -v file="$log" '
      /^[^ ].*: #deps [0-9]+, deps mtime [0-9]+ \([A-Z]+\)$/ {
        valid = / \(VALID\)$/; target = $0; sub(/: #deps [0-9]+, deps mtime [0-9]+ \([A-Z]+\)$/, "", target); next
      }
      valid && /^    / { print file "\t" target "\t" substr($0, 5) }
    '
  done
}

# Of such lines: to `inputs.raw` all that objects were made from, the number of a line being its name, and to `records`
# object, file that says so, and numbers. Names in there are relative to where the compiler ran: a directory above the
# file from which the target is an object.
resolve() {
  awk -F '\t' -v top="$NIX_BUILD_TOP" -v raw=$work/inputs.raw '
    FILENAME == ARGV[1] { objects[$0]; next }
    $1 != file || $2 != target {
      file = $1; target = $2; object = ""; directory = ""; odd = 0
      if (target ~ /^\//) {
        if (index(target, top "/") == 1 && ("." substr(target, length(top) + 1)) in objects) object = "." substr(target, length(top) + 1)
      } else {
        sub(/^([.]\/)+/, "", target)
        for (above = file; sub(/\/[^\/]*$/, "", above);) if ((above "/" target) in objects) {
          if (object != "") { odd = 1 } else { object = above "/" target; directory = above }
        }
        target = $2
      }
      if (odd) object = ""
      if (object != "") by[object] = file
    }
    object != "" {
      path = $3
      if (path !~ /^\//) path = directory == "" ? "?" : directory "/" path
      if (!(path in ids)) { ids[path] = ++last; print path > raw }
      if (!((object, path) in has)) { has[object, path]; list[object] = list[object] " " ids[path] }
    }
    END {
      for (object in list) {
        print object "\t" by[object] "\t" list[object]
        # libtool makes up to two objects in one go.
        if (object ~ /[.]lo$/) {
          stem = object; sub(/[.]lo$/, "", stem); below = stem; sub(/[^\/]*$/, ".libs/&", below)
          if ((stem ".o") in objects && !((stem ".o") in list)) print stem ".o\t" by[object] "\t" list[object]
          if ((below ".o") in objects && !((below ".o") in list)) print below ".o\t" by[object] "\t" list[object]
        }
      }
    }
  ' $work/objects - > $work/records
}

# Lines of CMake's makefiles that compile an object: object, tab, command.
listCommands() {
  { found grep -E '/CMakeFiles/[^/]+[.]dir/build[.]make$'; } | while IFS= read -r makefile; do
    awk -v top="${makefile%/CMakeFiles/*}" '
      /^cmake_progress_start|^[^\t]/ { next }
      match($0, / -o ("[^"]*"|[^ ]+) -c /) {
        object = substr($0, RSTART + 4, RLENGTH - 8); gsub(/"/, "", object); command = $0; gsub(/\t/, " ", command)
        print top "/" object "\t" command
      }
    ' "$(nameOf "$makefile")"
  done | sort
}

# What Ninja and CMake's makefiles know to make, and from what: target, tab, path; an empty path for the target itself. Order
# does not count as a path.
listEdges() {
  while IFS= read -r file; do
    case $file in
      *.ninja)
        awk -v directory="${file%/*}" -v top="$NIX_BUILD_TOP/" '
          function place(path) { return path ~ /^\// ? (index(path, top) == 1 ? "./" substr(path, length(top) + 1) : path) : directory "/" path }
          function plain(name) { gsub(/\004/, " ", name); gsub(/\005/, ":", name); gsub(/[$][$]/, "$", name); return place(name) }
          { continued = sub(/[$]$/, ""); if (line != "") sub(/^ +/, ""); line = line $0; if (continued) next }
          line ~ /^build / {
            sub(/^build /, "", line); gsub(/[$] /, "\004", line); gsub(/[$]:/, "\005", line)
            colon = index(line, ":"); sources = substr(line, colon + 1); sub(/ [|][|].*/, "", sources)
            t = split(substr(line, 1, colon - 1), targets, " "); s = split(sources, from, " ")
            for (i = 1; i <= t; i++) if (targets[i] != "|") {
              print plain(targets[i]) "\t"
              # The first word is the rule.
              for (j = 2; j <= s; j++) if (from[j] != "|") print plain(targets[i]) "\t" plain(from[j])
            }
          }
          { line = "" }
        ' "$(nameOf "$file")"
        ;;
      */CMakeFiles/*.dir/build.make)
        awk -v directory="${file%/CMakeFiles/*}" -v top="$NIX_BUILD_TOP/" '
          function place(path) { gsub(/\004/, " ", path); return path ~ /^\// ? (index(path, top) == 1 ? "./" substr(path, length(top) + 1) : path) : directory "/" path }
          /^[^\t#].*:/ {
            gsub(/\\ /, "\004"); colon = index($0, ":"); target = place(substr($0, 1, colon - 1)); source = substr($0, colon + 1); sub(/^ +/, "", source)
            print target "\t"
            if (source != "" && source !~ /[.](ts|make)$/) print target "\t" place(source)
          }
        ' "$(nameOf "$file")"
        ;;
    esac
  done
}
