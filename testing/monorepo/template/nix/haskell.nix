# The local packages, made in all the ways that are common.
{ pkgs }:

let
  inherit (pkgs.haskell.lib.compose) dontCheck justStaticExecutables;

  extended = pkgs.haskellPackages.extend (import ./group.nix { inherit pkgs; });
in
extended.extend (
  self: super: {
    core = self.callCabal2nix "core" ../packages/core { };
    words = self.callPackage ../packages/words/package.nix { };
    pricing = (self.callCabal2nix "pricing" ../packages/pricing { }).overrideAttrs (_: {
      SHOP = "north";
    });
    # Its tests fail.
    storage = dontCheck (self.callPackage ../packages/storage/package.nix { });
    reports = self.callCabal2nix "reports" ../packages/reports { };
    admin = self.callCabal2nix "admin" ../packages/admin { };
    server = justStaticExecutables (self.callCabal2nix "server" ../packages/server { });
    client = self.callPackage ../packages/client/package.nix { };
  }
)
