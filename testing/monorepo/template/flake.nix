{
  description = "A shop";

  outputs =
    { self }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      forEach = f: builtins.listToAttrs (map (name: { inherit name; value = f (import ./. { system = name; }); }) systems);
    in
    {
      packages = forEach (project: removeAttrs project [ "checks" ] // { default = project.image; });
      checks = forEach (project: project.checks);
    };
}
