# nixpkgs with the function of the original proposal where that had put it, and the whole library as `incremental-nix`.
final: prev:
let
  incremental-nix = import ./. { git = final.gitMinimal; };
  inherit (incremental-nix) incremental;
in
{
  inherit incremental-nix;
  haskell = prev.haskell // {
    lib = prev.haskell.lib // {
      incremental = package: settings: incremental settings package;
      compose = prev.haskell.lib.compose // {
        inherit incremental;
      };
    };
  };
}
