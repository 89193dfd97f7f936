# What Cabal calls while it installs: `strip`, for each library and each program, and GHC for the hash of the library's
# interfaces. Nothing that is copied needs any of it, so here they run beside the copying. Texts of shell for stdenv's phases.
let
  inherit (builtins)
    elemAt
    head
    length
    split
    ;
  jobs = import ./jobs.nix;
  setup = import ./setup.nix;
in
{
  # Has Cabal call a `strip` in the directory `$incrementalNixTools` that hands over what it is asked for. Who chose one keeps
  # it. `addFlag`: has `configure` take one more flag.
  replace = addFlag: ''
    if [[ " ''${configureFlags[*]-} ''${configurePhase-}" != *--with-strip* ]] && incrementalNixStrip=$(type -P strip); then
      {
        echo "#!$BASH"
        echo "incrementalNixTools='$incrementalNixTools' incrementalNixStrip='$incrementalNixStrip'"
        cat << 'EOF'
    ${jobs.hand}
    if incrementalNixHand "$incrementalNixStrip" "$@"; then
      exit
    fi
    exec "$incrementalNixStrip" "$@"
    EOF
      } > "$incrementalNixTools/strip"
      chmod +x "$incrementalNixTools/strip"
      ${addFlag ''"--with-strip=$incrementalNixTools/strip"''}
    fi
    unset incrementalNixStrip
  '';

  # What the compiler of ./compiler.nix does before it starts GHC: notes the hash of interfaces that is asked for ahead of time,
  # and has it when it is asked for again.
  remember = ''
    if [[ " $* " == *' --abi-hash '* ]]; then
      incrementalNixHash=$incrementalNixTools/abi-hash-$(printf '%q ' "$PWD" "$@" | sha256sum | cut -c 1-64)
      if [ -n "''${incrementalNixAhead-}" ]; then
        "$incrementalNixGhc" "$@" > "$incrementalNixHash.part" && mv "$incrementalNixHash.part" "$incrementalNixHash"
      fi
      if [ -e "$incrementalNixHash" ]; then
        cat "$incrementalNixHash"
        exit
      fi
    fi
  '';

  # The attributes that change for it, where it is nixpkgs' builder that installs: right after Cabal has copied everything, the
  # phase waits, for whatever it does then. Not if a `Setup` of the package may look at what it installs.
  beside =
    attributes:
    let
      phase = toString (attributes.installPhase or "");
      parts = split "(\n[[:space:]]*[.]/Setup (copy|install)[^\n&|;\\]*\n)" phase;
      registers = length (split "[.]/Setup register --gen-pkg-config=" phase) > 1;
    in
    if length parts != 3 then
      { }
    else
      {
        installPhase =
          elemAt parts 0
          + "\n"
          + jobs.begin "! ${setup.isOwn}"
          + (
            if !registers then
              ""
            else
              ''
                if [ -n "''${incrementalNixTaker-}" ]; then
                  incrementalNixAhead=yes ./Setup register --gen-pkg-config="$incrementalNixTools/registration" > /dev/null 2>&1 < /dev/null &
                  incrementalNixRegistrar=$!
                fi
              ''
          )
          + head (elemAt parts 1)
          + (
            if !registers then
              ""
            else
              ''
                if [ -n "''${incrementalNixRegistrar-}" ]; then
                  wait "$incrementalNixRegistrar" || true
                  rm -rf "$incrementalNixTools/registration"
                  unset incrementalNixRegistrar
                fi
              ''
          )
          + jobs.finish
          + elemAt parts 2;
      };
}
