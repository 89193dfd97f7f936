# How it is put back.

# Step `resume`, before the build phase, with the attributes now, and what `take` made as standard input: puts back.
resume() {
  local from=$work/from
  mkdir $from
  tar -C $from -xf -
  if [ -f $work/before ]; then
    cp $work/before $work/now
  else
    listEnvironment > $work/environment
    listTree > $work/now
  fi
  if [ -f $from/nothing ]; then nothing "$(cat $from/nothing)"; fi
  [ -f $from/records ] || nothing "the full build kept none"
  if ! cmp -s $from/environment $work/environment; then
    local names
    names=$(comm -3 $from/environment $work/environment | sed -E 's/^\t//; s/^declare -[^ ]* //; s/=.*//' | sort -u | sed -n 1,5p | tr '\n' ' ')
    case " $names " in
      *" NIX_BUILD_TOP "* | *" PWD "*) nothing "the build directory is another one" ;;
      *) nothing "the environment changed (${names% })" ;;
    esac
  fi
  if [ "$(cat $from/attributes)" != "$1" ]; then nothing "what the package is built with changed"; fi
  compareTrees
  if grep -q $'\tL ' $work/differences; then nothing "a link to a directory changed"; fi
  if grep -qE '[.](gcda|profdata|profraw|afdo|modulemap|specs)$' $work/changed; then nothing "a profile or a map of modules changed"; fi
  judge
  putBack
}

# Step `distrust`, in place of that.
distrust() {
  if [ ! -f $work/before ]; then remember; fi
  nothing "attributes other than the sources changed"
}

# Of the verdicts, what is to be put back.
putBack() {
  local from=$work/from
  awk -F '\t' '$2 == "" { print $1 }' $work/verdicts | sort > $work/objects.back
  awk -F '\t' '$2 != "" { reasons[$2]++ } END { for (reason in reasons) print reasons[reason] "\t" reason }' $work/verdicts | sort -rn |
    while IFS=$'\t' read -r number reason; do say "not put back: $number, because $reason"; done
  # By Ninja's list for what it knows, whose times have to fit to what it noted down.
  awk -F '\t' 'NR == FNR { back[$0]; next } $1 in back && $2 ~ /[.]ninja_deps$/ { print $1 }' $work/objects.back $from/records | sort > $work/ninja.back
  comm -23 $work/objects.back $work/ninja.back > $work/make.back
  awk -F '\t' 'NR == FNR { back[$0]; next } $1 in back && $2 !~ /[.]ninja_deps$/ { print $2 }' $work/objects.back $from/records | sort -u > $work/dependencies.back
  if [ -s $work/make.back ]; then
    cat $work/make.back $work/dependencies.back $from/stamps > $work/extract
    toNames < $work/extract | tar --null --no-recursion -xmf $from/products.tar -T -
    # Later than all that they may depend on.
    toNames < $work/make.back | xargs -0 touch
  fi
  if [ -s $work/ninja.back ]; then putBackNinja; fi
  cat $work/make.back $work/ninja.back > $work/objects.back
  toNames < $work/objects.back | xargs -0 -r stat --printf '%.9Y %i\0' | toLines | paste $work/objects.back - > $work/restored
  say "$(wc -l < $work/objects.back) of $(wc -l < $work/verdicts) objects are put back"
}

putBackNinja() {
  local from=$work/from log
  awk -F '\t' 'NR == FNR { back[$0]; next } $1 in back { print $2 }' $work/ninja.back $from/records | sort -u > $work/logs
  while IFS= read -r log; do
    if [ -s "$log" ]; then
      say "not put back: what Ninja builds in ${log%/*}, because it has built there already"
      : > $work/ninja.back
      return
    fi
  done < $work/logs
  {
    cat $work/ninja.back $work/logs
    sed 's,deps$,log,' $work/logs
  } | toNames | tar --null --no-recursion -xf $from/products.tar -T -
  # Only what is there, so that Ninja makes the rest.
  while IFS= read -r log; do
    awk -F '\t' -v directory="${log%/*}" 'NR == FNR { back[$0]; next } /^#/ || (directory "/" $4) in back' $work/ninja.back "${log%deps}log" > $work/log
    cp $work/log "${log%deps}log"
  done < $work/logs
  # What objects were made from has to be older than they are.
  awk -F '\t' '
    FILENAME == ARGV[1] { back[$0]; next }
    FILENAME == ARGV[2] { if ($1 in back) { number = split($3, ids, " "); for (i = 1; i <= number; i++) used[ids[i]] } next }
    $1 in used && $4 != "-" { print $2 }
  ' $work/ninja.back $from/records $from/inputs | toNames | xargs -0 -r touch -d @1
}

# What fails half way is taken away.
takeAway() {
  local list
  for list in make.back ninja.back logs; do
    if [ -f $work/$list ]; then toNames < $work/$list | xargs -0 -r rm -f; fi
  done
  rm -f $work/restored
}
