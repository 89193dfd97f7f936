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
      packages = forEach (
        system:
        let
          haskellPackages = nixpkgs.legacyPackages.${system}.haskellPackages.extend (
            final: _: {
              # Each its own directory, so that a change in one is none of the other's source.
              core = final.callCabal2nix "core" ./core { };
              server = final.callCabal2nix "server" ./server { };
            }
          );
        in
        {
          inherit (haskellPackages) core server;
        }
      );
    };
}
