{ mkDerivation, base, lib }:
mkDerivation {
  pname = "words";
  version = "0.1.0.0";
  # No documentation in it.
  src = lib.sourceByRegex ./. [
    "words.cabal"
    "src(/.*)?"
  ];
  libraryHaskellDepends = [ base ];
  doCheck = false;
}
