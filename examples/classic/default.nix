{
  system ? builtins.currentSystem,
  # Pinned with `npins add github NixOS nixpkgs --branch nixos-25.11`.
  nixpkgs ? (import ./npins).nixpkgs,
}:

let
  pkgs = import nixpkgs { inherit system; };
in
{
  my-package = pkgs.haskellPackages.callPackage ./package.nix { };
}
