import type { Scenario } from './scenario.ts'

/** A Nix file in the sample's repository with derivations for the system that a guest builds for, and one for here. */
export const foreignFile = 'foreign.nix'

/** Where the guest's processor or its name shows. */
export function addForeignProject(scenario: Scenario): void {
  scenario.sample.write(foreignFile, text)
}

const text = `{
  system ? builtins.currentSystem,
}:

let
  derive =
    system: name: script:
    derivation {
      inherit name system;
      builder = "/bin/bash";
      args = [ "-ec" script ];
      PATH = "/usr/bin:/bin";
    };
  foreign = derive "aarch64-linux";
in
rec {
  host = derive system "host" "cat /etc/hostname /proc/sys/kernel/hostname >$out || true";
  guest = foreign "guest" "cat /proc/sys/kernel/hostname >$out; uname -m >>$out";
  # Of both.
  mixed = derive system "mixed" "cat \${guest} >$out; cat /proc/sys/kernel/hostname >>$out";
  compiled = foreign "compiled" ''
    echo 'int main(void) { return 42; }' >main.c
    gcc main.c -o $out
  '';
  slow = foreign "slow" ''
    echo the slow build has begun
    sleep 3
    echo done >$out
  '';
  broken = foreign "broken" ''
    echo the broken build says no
    exit 1
  '';
  large = foreign "large" "head -c 32M /dev/zero >$out";
  greedy = foreign "greedy" "exec tail /dev/zero >$out";
  killed = foreign "killed" "bash -c 'kill -9 $$'; exit";
  # For this machine, as the guest says.
  evaluated = (import ./. { system = import (foreign "answer" ''echo '"\${system}"' >$out''); }).sample;
  many = derive system "many" (
    "cat \${toString (builtins.genList (n: foreign "part-\${toString n}" "echo \${toString n} >$out") 17)} >$out"
  );
}
`
