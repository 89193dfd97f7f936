# The unit ids of programs and test suites, of which Cabal tells GHC since 3.12. Like that of the library it hashes versions and
# dependencies into them, and a module of another unit is another module to GHC. Texts of shell.
let
  # Below the output `intermediates`: the directory of each one's products, and its unit id.
  unitsFile = "incremental-nix/units";
in
{
  # What the compiler of ./compiler.nix does before it starts GHC: compiles a program as the unit that it was in the full build,
  # and notes down which that is.
  keep = ''
    incrementalNixUnit= incrementalNixDirectory=
    for ((incrementalNixAt = 1, incrementalNixNext = 2; incrementalNixAt < $#; incrementalNixAt++, incrementalNixNext++)); do
      case ''${!incrementalNixAt} in
        -this-unit-id) incrementalNixUnit=$incrementalNixNext ;;
        -odir) incrementalNixDirectory=''${!incrementalNixNext} ;;
      esac
    done
    if [ -n "$incrementalNixUnit" ] && [[ $incrementalNixDirectory == dist/build/*-tmp ]]; then
      incrementalNixId=''${!incrementalNixUnit}
      if [ -e "$incrementalNixTools/units-of-base" ]; then
        while read -r incrementalNixKnown incrementalNixKnownId; do
          if [ "$incrementalNixKnown" = "$incrementalNixDirectory" ]; then incrementalNixId=$incrementalNixKnownId; fi
        done < "$incrementalNixTools/units-of-base"
      fi
      set -- "''${@:1:incrementalNixUnit-1}" "$incrementalNixId" "''${@:incrementalNixUnit+1}"
      echo "$incrementalNixDirectory $incrementalNixId" >> "$incrementalNixTools/units"
    fi
  '';

  # For `preConfigure` of a build on top, once there is that compiler.
  find = ''
    if [ -n "''${incrementalNixTools-}" ] && [ -e "$incrementalNixFrom/${unitsFile}" ]; then
      cp "$incrementalNixFrom/${unitsFile}" "$incrementalNixTools/units-of-base"
    fi
  '';

  # For the phase in which products are kept.
  note = ''
    if [ -e "''${incrementalNixTools-}/units" ]; then
      LC_ALL=C sort -u "$incrementalNixTools/units" > "$incrementalNixKept/${unitsFile}"
    fi
  '';
}
