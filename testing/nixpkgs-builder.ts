import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes a flake with a stand-in for nixpkgs' Linux builder into a directory. Returns its reference. */
export function writeBuilderFlake(directory: string, system: string, hostKey: string): string {
  mkdirSync(directory)
  const text = nixpkgs.replaceAll('SYSTEM', system).replaceAll('HOSTKEY', hostKey.trim())
  writeFileSync(join(directory, 'flake.nix'), text)
  return `path:${directory}`
}

/**
 * It has the names of nixpkgs (pkgs/top-level/darwin-packages.nix, nixos/modules/profiles/nix-builder-vm.nix). Its VM
 * leaves behind what it was made of and what it was started with, and is the command in GUEST if that is set.
 */
const nixpkgs = `{
  outputs = _:
    let
      run = name: command: derivation {
        inherit name;
        system = "SYSTEM";
        builder = "/bin/sh";
        # The shell exits itself: ln closes its standard error before it ends, and Nix kills a builder that has done so.
        args = [ "-c" "PATH=/usr/bin:/bin; \${command}\\nexit" ];
      };
      hostPkgs.linkFarm = name: entries: run name (
        "mkdir $out; " + builtins.concatStringsSep "; " (map (entry: "ln -s \${entry.path} $out/\${entry.name}") entries)
      );
      lib.mkForce = value: { forced = value; };
      makeOverridable = f: arguments: f arguments // {
        override = change: makeOverridable f (arguments // (if builtins.isFunction change then change arguments else change));
      };
      script = ''
        #!/bin/sh
        env > environment
        if [ -z "$GUEST" ]; then exit; fi
        # A share of QEMU's cannot be written to in the store either.
        mkdir guest-keys
        cp "$KEYS"/* guest-keys
        port=''\${QEMU_NET_OPTS#hostfwd=tcp:127.0.0.1:}
        export KEYS=$PWD/guest-keys LINUX_BUILDER_PORT=''\${port%-:22}
        # The guest of the tests would inherit it.
        unset TMPDIR
        eval "$GUEST"
      '';
      builder = { modules }:
        let
          settings = map (module: module { inherit lib; }) modules;
          vm = run "vm" ''
            mkdir -p $out/bin
            echo '\${builtins.toJSON settings}' > $out/settings.json
            cp \${builtins.toFile "run" script} $out/bin/run-nixos-vm
            chmod +x $out/bin/run-nixos-vm
          '';
          config = {
            virtualisation.host.pkgs = hostPkgs;
            system.build.vm = vm;
            environment.etc."ssh/ssh_host_ed25519_key.pub".source = builtins.toFile "key" "HOSTKEY\\n";
          };
        in
        run "create-builder" "echo > $out" // { nixosConfig = config; };
    in
    {
      legacyPackages.SYSTEM.darwin.linux-builder = makeOverridable builder { modules = [ ]; };
      packages.SYSTEM.hello = run "hello" "echo > $out";
    };
}
`
