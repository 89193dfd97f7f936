# The hooks of all adapters, by their names in src/adapters.
{
  cargo = import ./cargo.nix;
  checkpoint = import ./checkpoint.nix;
  go = import ./go.nix;
  haskell = import ./haskell.nix;
  haskell-nix = import ./haskell-nix.nix;
}
