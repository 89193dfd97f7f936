{ mkDerivation, base, core }:
mkDerivation {
  pname = "storage";
  version = "0.1.0.0";
  src = ./.;
  libraryHaskellDepends = [ base core ];
  testHaskellDepends = [ base ];
}
