{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";

  outputs =
    { nixpkgs, ... }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "aarch64-darwin"
      ];
      forEach = f: builtins.listToAttrs (map (name: { inherit name; value = f name; }) systems);
    in
    {
      packages = forEach (system: {
        # package.nix is what `cabal2nix . >package.nix` writes.
        my-package = nixpkgs.legacyPackages.${system}.haskellPackages.callPackage ./package.nix { };
      });
    };
}
