import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface BuilderFlake {
  readonly system: string
  readonly hostKey: string
  /** Whether it has the VM of Apple's Virtualization.framework, too. */
  readonly framework: boolean
}

/** Writes a flake with stand-ins for nixpkgs' Linux builders into a directory. Returns its reference. */
export function writeBuilderFlake(directory: string, { system, hostKey, framework }: BuilderFlake): string {
  mkdirSync(directory)
  const text = nixpkgs
    .replaceAll('SYSTEM', system)
    .replaceAll('HOSTKEY', hostKey.trim())
    .replaceAll('FRAMEWORK', framework ? 'linux-builder-vz' : 'another')
  writeFileSync(join(directory, 'flake.nix'), text)
  return `path:${directory}`
}

/**
 * It has the names of nixpkgs (pkgs/top-level/darwin-packages.nix, nixos/modules/profiles/nix-builder-vm.nix and
 * nix-builder-vz-vm.nix). Its VMs leave behind what they were made of and what they were started with, and are the
 * command in GUEST if that is set.
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
      program = name: text: derivation {
        inherit name text;
        system = "SYSTEM";
        builder = "/bin/sh";
        args = [ "-c" ''
          PATH=/usr/bin:/bin
          mkdir -p $out/bin
          printf %s "$text" > $out/bin/\${name}
          chmod +x $out/bin/\${name}
          exit
        '' ];
      };
      hostPkgs.writeShellScriptBin = name: text: program name "#!/bin/bash\\n\${text}";
      hostPkgs.jq = run "jq" "mkdir -p $out/bin; ln -s /usr/bin/jq $out/bin/jq";
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

      # The program that is the VM, and what starts it.
      vzvm = program "vzvm" ''
        #!/bin/sh
        cp "$1" started.json
        if [ -z "$GUEST" ]; then exit; fi
        port=$(jq -r '.vsock.forwards[0].listen' "$1")
        export LINUX_BUILDER_PORT=''\${port#127.0.0.1:}
        unset TMPDIR
        eval "$GUEST"
      '';
      frameworkBuilder = { modules }:
        let
          settings = builtins.foldl' (all: module: all // (module { inherit lib; }).virtualisation) { vz = { }; } modules;
          ours = name: default: settings.vz.\${name}.forced or default;
          package = ours "package" vzvm;
          file = builtins.toFile "vzvm-config.json" (builtins.toJSON {
            cpuCount = 1;
            memorySizeMiB = 3072;
            vsock.forwards = ours "forwardPorts" [ { listen = "127.0.0.1:31022"; vsockPort = 22; } ];
            console = ours "console" "log";
            diskMiB = settings.diskSize.forced or 20480;
          });
          vm = program "run-nixos-vm" ''
            #!/bin/sh
            env > environment
            jq --arg disk "\${ours "diskImage" "./nixos.qcow2"}" '.disk = $disk' \${file} > vzvm.json
            exec \${package}/bin/vzvm "$PWD/vzvm.json"
          '';
          config = {
            virtualisation = {
              host.pkgs = hostPkgs;
              vz.package = vzvm;
            };
            system.build.vm = vm;
            environment.etc."ssh/ssh_host_ed25519_key.pub".source = builtins.toFile "key" "HOSTKEY\\n";
          };
        in
        run "create-builder" "echo > $out" // { nixosConfig = config; };
    in
    {
      legacyPackages.SYSTEM.darwin.linux-builder = makeOverridable builder { modules = [ ]; };
      legacyPackages.SYSTEM.darwin.FRAMEWORK = makeOverridable frameworkBuilder { modules = [ ]; };
      packages.SYSTEM.hello = run "hello" "echo > $out";
    };
}
`
