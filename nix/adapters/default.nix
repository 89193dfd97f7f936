# The hooks of all adapters, by their names in src/adapters.
{
  haskell = import ./haskell.nix;
  haskell-nix = import ./haskell-nix.nix;
}
