{
  description = "Incremental builds of Haskell packages: what the action does, as a library for use by hand (nix/README.md)";

  # No inputs: nothing to lock, and nothing to download.
  outputs = _: {
    lib = import ./nix { };
    overlays.default = import ./nix/overlay.nix;
  };
}
