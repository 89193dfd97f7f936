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

  # For the VM of QEMU. nixpkgs forwards port 31022 of every interface. Ours comes in QEMU_NET_OPTS when the VM starts.
  ofQemu = lib: { forwardPorts = lib.mkForce [ ]; };

  # For that of Apple's Virtualization.framework, whose program reads all that it does from a file: in it is written when the
  # VM starts how large it is and at which port it listens. What it prints is not for the log of the whole Mac.
  ofFramework = lib: {
    vz = {
      forwardPorts = lib.mkForce [ ];
      console = lib.mkForce "stdio";
      diskImage = lib.mkForce "$NIX_DISK_IMAGE";
      package = lib.mkForce (
        hostPkgs.writeShellScriptBin "vzvm" ''
          set -euo pipefail
          ${hostPkgs.jq}/bin/jq \
            --argjson cores "$LINUX_BUILDER_CORES" --argjson memory "$LINUX_BUILDER_MEMORY" \
            --arg listen "127.0.0.1:$LINUX_BUILDER_PORT" \
            '.cpuCount = $cores | .memorySizeMiB = $memory | .vsock.forwards = [{ listen: $listen, vsockPort: 22 }]' \
            "$1" > "$1.here"
          exec ${original.vz.package}/bin/vzvm "$1.here"
        ''
      );
    };
  };

  hostSide =
    { lib, ... }:
    {
      nixpkgs.hostPlatform = system;
      virtualisation = {
        diskSize = lib.mkForce (diskGiB * 1024);
      }
      // (if original ? vz then ofFramework else ofQemu) lib;
    };

  configured =
    if builder ? override && builder ? nixosConfig then
      builder.override (old: {
        modules = old.modules or [ ] ++ [ hostSide ];
      })
    else
      throw "${attribute} of ${flake} is not made as nixpkgs makes its linux-builder; start it by `linux-builder-command`";
  original = builder.nixosConfig.virtualisation;
  hostPkgs = original.host.pkgs;
  config = configured.nixosConfig;
in
hostPkgs.linkFarm "linux-builder" [
  {
    name = "vm";
    path = config.system.build.vm;
  }
  {
    name = "ssh_host_ed25519_key.pub";
    path = config.environment.etc."ssh/ssh_host_ed25519_key.pub".source;
  }
]
