# Step `count`, after the build phase: which objects were compiled, and how many there are.
count() {
  if [ ! -f $work/now ]; then cp $work/before $work/now; fi
  find . -path ./$work -prune -o -type f \( -name '*.o' -o -name '*.obj' -o -name '*.lo' \) -print0 | toLines | sort |
    awk -F '\t' '
      NR == FNR { if ($2 ~ /^[fb] /) there[$1]; next }
      !($1 in there) { objects[$1]; if (sub(/[.]lo$/, "")) { both[$0 ".o"]; sub(/[^\/]*$/, ".libs/&"); both[$0 ".o"] } }
      END { for (object in objects) if (!(object in both)) print object }
    ' $work/now - | sort > $work/objects.end
  touch $work/restored
  toNames < $work/objects.end | xargs -0 -r stat --printf '%.9Y %i\0' | toLines | paste $work/objects.end - | sort > $work/end
  sort $work/restored | comm -23 $work/end - | cut -f 1 | sed 's,^[.]/,,' > $work/compiled
  if [ -f $work/nothing ]; then
    sed "s/$/ [$(sed 's,[\\&/],\\&,g' $work/nothing)]/" $work/compiled
  elif [ -f $work/verdicts ]; then
    awk -F '\t' '
      FILENAME == ARGV[1] { sub(/^[.]\//, "", $1); why[$1] = $2 == "" ? "the build tool compiled it again" : $2; next }
      { print $0 " [" ($0 in why ? why[$0] : "it is new, or compiled each time") "]" }
    ' $work/verdicts $work/compiled
  else
    cat $work/compiled
  fi | sed 's/^/incremental-nix: compiled /'
  say "$(wc -l < $work/compiled) of $(wc -l < $work/objects.end) objects were compiled"
}

step=$1
shift
if [ "$step" = resume ]; then trap 'if [ $? -ne 0 ]; then takeAway; fi' EXIT; fi
"$step" "$@"
