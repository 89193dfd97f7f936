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
    unit= directory=
    for ((i = 1, next = 2; i < $#; i++, next++)); do
      case ''${!i} in
        -this-unit-id) unit=$next ;;
        -odir) directory=''${!next} ;;
      esac
    done
    if [ -n "$unit" ] && [[ $directory == dist/build/*-tmp ]]; then
      id=''${!unit}
      if [ -e "''${0%/*}/units-of-base" ]; then
        while read -r known of; do
          if [ "$known" = "$directory" ]; then id=$of; fi
        done < "''${0%/*}/units-of-base"
      fi
      set -- "''${@:1:unit-1}" "$id" "''${@:unit+1}"
      echo "$directory $id" >> "''${0%/*}/units"
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
