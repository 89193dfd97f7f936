# Programs of a package that Cabal runs while it builds the package: preprocessors, code generators. Text of shell.
{
  # A shell function: whether there are any. The description names them as `package:program`, or by their names alone in
  # `build-tools`, whose list ends before the next field.
  runsOwn = ''
    incrementalNixRunsOwn() {
      local text name
      text=" $(cat ./*.cabal 2>/dev/null | tr -s '[:space:],' ' ' || true) "
      name=$(awk 'tolower($1) == "name:" { sub(/\r$/, "", $2); print $2; exit }' ./*.cabal 2>/dev/null || true)
      if [[ $text =~ [^[:alnum:]-]"$name":[[:alnum:]] ]]; then return 0; fi
      for name in $(awk 'tolower($1) == "executable" { sub(/\r$/, "", $2); print $2 }' ./*.cabal 2>/dev/null || true); do
        if [[ $text =~ [Bb]uild-[Tt]ools:[^:]*\ "$name"\  ]]; then return 0; fi
      done
      return 1
    }
  '';
}
