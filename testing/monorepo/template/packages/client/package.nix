{ mkDerivation, base, catalog, pricing }:
mkDerivation {
  pname = "client";
  version = "0.1.0.0";
  src = ./.;
  isExecutable = true;
  executableHaskellDepends = [ base catalog pricing ];
  doCheck = false;
}
