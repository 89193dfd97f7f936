# What Cabal calls while it installs: `strip`, for each library and each program, and GHC for the hash of the library's
# interfaces. Nothing that is copied needs any of it, so here they run beside the copying. Texts of shell for stdenv's phases.
let
  inherit (builtins)
    elemAt
    head
    length
    match
    split
    ;
  jobs = import ./jobs.nix;
  setup = import ./setup.nix;

  # As text of shell: where Cabal writes ahead of time what it registers.
  registration = ''"$incrementalNixTools/registration"'';

  # The phase of nixpkgs' builder: the one line by which Cabal copies what it has built, and what comes before and after it.
  # Null if it is another phase.
  partsOf =
    attributes:
    let
      parts = split "\n([[:space:]]*[.]/Setup (copy|install)[^\n&|;\\]*\n)" (toString (attributes.installPhase or ""));
    in
    if length parts != 3 then
      null
    else
      {
        before = elemAt parts 0;
        install = head (elemAt parts 1);
        after = elemAt parts 2;
      };
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

  # Whether nothing looks at what was built and documented before Cabal installs it.
  isNext =
    attributes:
    let
      parts = partsOf attributes;
    in
    parts != null
    && match "[[:space:]]*runHook preInstall[[:space:]]*" parts.before != null
    && toString (attributes.preInstallPhases or "") == "haddockPhase"
    && toString (attributes.preInstall or "") == "";

  # The attributes that change for it, where it is nixpkgs' builder that installs: right after Cabal has copied everything, the
  # phase waits, for whatever it does then. Not if a `Setup` of the package may look at what it installs. `deliver`: gives what
  # else is to be installed then, see ./haddock.nix.
  beside =
    { attributes, deliver }:
    let
      parts = partsOf attributes;
      registers = length (split "[.]/Setup register --gen-pkg-config=" parts.after) > 1;
    in
    if parts == null then
      { }
    else
      {
        installPhase =
          parts.before
          + "\n"
          + jobs.begin "! ${setup.isOwn}"
          + ''
            if [ -n "''${incrementalNixTaker-}" ] && ${if registers then "true" else "false"}; then
              incrementalNixAhead=yes ./Setup register --gen-pkg-config=${registration} > /dev/null 2>&1 < /dev/null &
              incrementalNixRegistrar=$!
            fi
          ''
          + parts.install
          + ''
            if [ -n "''${incrementalNixRegistrar-}" ]; then
              wait "$incrementalNixRegistrar" || true
              unset incrementalNixRegistrar
            fi
          ''
          + jobs.finish
          + deliver {
            inherit attributes registration;
            inherit (parts) install;
          }
          + parts.after;
      };
}
