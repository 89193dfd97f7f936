# `Setup`, the program that nixpkgs' builder compiles in each build to call Cabal with. Texts of shell for stdenv's phases.
let
  inherit (builtins)
    hashString
    length
    split
    unsafeDiscardStringContext
    ;
  inherit (import ./common.nix) hide unhide;

  # Below the output `intermediates`.
  setupFile = "incremental-nix/setup";
  madeOfFile = "incremental-nix/setup-made-of";

  # Hooks may do anything before or after, and a phase that takes no flags is not the builder's.
  isReusable =
    attributes:
    !(attributes ? preCompileBuildDriver || attributes ? postCompileBuildDriver)
    && length (split "[$]setupCompileFlags " (attributes.compileBuildDriverPhase or "")) > 1;

  # A shell function that prints what a `Setup` of which the package says nothing is made of: how it is compiled, by what,
  # and the packages that there are for it.
  madeOf = phase: ''
    incrementalNixSetupMadeOf() {
      {
        echo ${hashString "sha256" (unsafeDiscardStringContext phase)}
        type -p ghc
        echo "''${setupCompileFlags//"$builddir"/}"
        cat "''${setupPackageConfDir:-/nowhere}"/*.conf 2>/dev/null || true
      } | sha256sum
    }
  '';

  # A shell function: whether the package's own `Setup.hs` does nothing but what the builder's does, which stands in for one
  # that is not there. A module of the package may be meant by the import.
  ordinary = ''
    incrementalNixOrdinarySetup() {
      if [ -e Setup.lhs ] || [ -e Distribution ]; then return 1; fi
      if ! [ -e Setup.hs ]; then return 0; fi
      local text
      text=$(sed -E '1{/^#!/d}; /^--([[:space:]]|$)/d' Setup.hs | tr -s '[:space:]' ' ')
      local known='^ ?(module Main( ?[(] ?main ?[)])? where )?import Distribution[.]Simple (main :: IO [(][)] )?main = defaultMain ?$'
      [[ $text =~ $known ]]
    }
  '';
in
{
  # A shell command: whether the package calls Cabal in a way of its own, and so may do anything with what is built.
  isOwn = "grep -qsiE '^build-type:[[:space:]]*(custom|hooks|make)' ./*.cabal";

  # For the end of a build: keeps the builder's own `Setup`, linked dynamically, which makes it a thousandth in size. It
  # names the compiler, which nothing that is kept shall refer to.
  keep =
    attributes:
    if isReusable attributes then
      ''
        ${madeOf attributes.compileBuildDriverPhase}
        incrementalNixScratch=$(mktemp -d)
        # Where there are no libraries to link with dynamically, nothing is kept.
        (
          madeOf=$(incrementalNixSetupMadeOf)
          mkdir "$incrementalNixScratch/empty" && cd "$incrementalNixScratch/empty" &&
            builddir=$incrementalNixScratch && setupCompileFlags="''${setupCompileFlags-} -dynamic" &&
            eval "$compileBuildDriverPhase" > /dev/null 2>&1 && ./Setup --version > /dev/null &&
            ${hide} < Setup > "$intermediates/${setupFile}" && echo "$madeOf" > "$intermediates/${madeOfFile}"
        ) || true
        rm -rf "$incrementalNixScratch"
        unset incrementalNixScratch
        unset -f incrementalNixSetupMadeOf
      ''
    else
      "";

  # In place of the phase that compiles it.
  resume =
    from: attributes:
    if isReusable attributes then
      {
        compileBuildDriverPhase = ''
          ${madeOf attributes.compileBuildDriverPhase}
          ${ordinary}
          incrementalNixTaken=
          if incrementalNixOrdinarySetup &&
            [ "$(incrementalNixSetupMadeOf)" = "$(cat ${from}/${madeOfFile} 2>/dev/null || true)" ]; then
            rm -f Setup
            ${unhide} < ${from}/${setupFile} > Setup
            chmod +x Setup
            # What it is linked with may not be there any more.
            if ./Setup --version > /dev/null 2>&1; then
              incrementalNixTaken=1
              echo "incremental-nix: Setup of the full build"
            fi
          fi
          unset -f incrementalNixSetupMadeOf incrementalNixOrdinarySetup
          if [ -z "$incrementalNixTaken" ]; then
            ${attributes.compileBuildDriverPhase}
          fi
          unset incrementalNixTaken
        '';
      }
    else
      { };
}
