{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";

  outputs =
    { self, nixpkgs }:
    let
      system = "x86_64-linux";
      pkgs = nixpkgs.legacyPackages.${system};
      haskellPackages = pkgs.haskellPackages.extend (
        final: _: {
          core = final.callCabal2nix "core" ./core { };
          server = final.callCabal2nix "server" ./server { };
        }
      );
    in
    {
      packages.${system} = rec {
        server = pkgs.haskell.lib.compose.justStaticExecutables haskellPackages.server;
        image = pkgs.dockerTools.streamLayeredImage {
          name = "server";
          config.Cmd = [ "${server}/bin/server" ];
        };
      };

      checks.${system}.starts = pkgs.runCommand "starts" { } ''
        ${self.packages.${system}.server}/bin/server --version > $out
      '';
    };
}
