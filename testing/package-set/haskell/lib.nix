# `haskell.lib`: what is in `compose`, with the package as the first argument, and what takes none.
{ lib }:

let
  compose = import ./compose.nix;
in
{
  inherit compose;
  inherit (compose) doCheck dontCheck justStaticExecutables;
  overrideCabal = package: change: compose.overrideCabal change package;
  # Of nixpkgs' two kinds of sources that of a directory; the other is a version on Hackage.
  packageSourceOverrides = sources: self: super: builtins.mapAttrs (name: source: super.callCabal2nix name source { }) sources;
}
