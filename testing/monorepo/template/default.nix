{
  system ? builtins.currentSystem,
}:

let
  pkgs = import ./nixpkgs { inherit system; };
  haskellPackages = import ./nix/haskell.nix { inherit pkgs; };
  packages = builtins.intersectAttrs (builtins.readDir ./packages) haskellPackages;
  project = packages // {
    shop = pkgs.callPackage ./nix/shop.nix { inherit (packages) server client admin; };
    pages = pkgs.callPackage ./nix/pages.nix { };
    image = pkgs.callPackage ./nix/image.nix { inherit (project) shop pages; };
    checks = pkgs.callPackage ./nix/checks.nix {
      inherit (project) shop image;
      inherit (packages) admin;
    };
  };
in
project
