{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";

  outputs =
    { self, nixpkgs }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "aarch64-darwin"
      ];
      forEach = f: builtins.listToAttrs (map (name: { inherit name; value = f name; }) systems);
    in
    {
      packages = forEach (
        system:
        let
          haskellPackages = nixpkgs.legacyPackages.${system}.haskellPackages;
        in
        {
          my-package = haskellPackages.callCabal2nix "my-package" ./. { };
          default = self.packages.${system}.my-package;
        }
      );
    };
}
