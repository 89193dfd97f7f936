{
  description = "Incremental builds of Haskell packages: what the action does, as a program (docs/terminal.md) and as a library for use by hand (nix/README.md)";

  # No inputs: nothing to lock, and nothing to download.
  outputs =
    { self }:
    let
      # The bundle as it is here, which finds node on PATH.
      app = {
        type = "app";
        program = "${self}/dist/cli.js";
        meta.description = "Builds on top of the last full build of the branch, from a terminal (docs/terminal.md)";
      };
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
    in
    {
      lib = import ./nix { };
      overlays.default = import ./nix/overlay.nix;
      apps = builtins.listToAttrs (
        map (name: {
          inherit name;
          value.default = app;
        }) systems
      );
    };
}
