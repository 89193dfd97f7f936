# nixpkgs' Linux builder, changed on the host's side only: the guest stays the one that is in the cache, since building
# another would take a Linux builder. Result: a directory with `vm`, the script that starts it, and its host key.
{
  # A flake with nixpkgs in it, and the builder in that flake's packages.
  flake,
  attribute ? "darwin.linux-builder",
  # Of this machine, and of the guest.
  hostSystem ? builtins.currentSystem,
  system,
  diskGiB,
}:

let
  inherit (builtins)
    filter
    foldl'
    getFlake
    isString
    split
    ;

  path = filter isString (split "\\." attribute);
  find = foldl' (value: name: if value == null then null else value.${name} or null);
  source = getFlake flake;
  candidates = map (kind: find source ([ kind hostSystem ] ++ path)) [
    "packages"
    "legacyPackages"
  ];
  found = filter (value: value != null) candidates;
  builder = if found == [ ] then throw "${flake} has no ${attribute} for ${hostSystem}" else builtins.head found;

  hostSide =
    { lib, ... }:
    {
      nixpkgs.hostPlatform = system;
      virtualisation = {
        # nixpkgs forwards port 31022 of every interface. Ours comes in QEMU_NET_OPTS when the VM starts.
        forwardPorts = lib.mkForce [ ];
        diskSize = lib.mkForce (diskGiB * 1024);
      };
    };

  configured =
    if builder ? override && builder ? nixosConfig then
      builder.override (old: {
        modules = old.modules or [ ] ++ [ hostSide ];
      })
    else
      throw "${attribute} of ${flake} is not made as nixpkgs makes its linux-builder; start it by `linux-builder-command`";
  config = configured.nixosConfig;
in
config.virtualisation.host.pkgs.linkFarm "linux-builder" [
  {
    name = "vm";
    path = config.system.build.vm;
  }
  {
    name = "ssh_host_ed25519_key.pub";
    path = config.environment.etc."ssh/ssh_host_ed25519_key.pub".source;
  }
]
