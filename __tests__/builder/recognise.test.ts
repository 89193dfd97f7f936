import {
  isLostConnection,
  recogniseBuild,
  recogniseProbe,
  recogniseVmLog,
  unusableMachine,
} from '../../src/builder/recognise.ts'

// What QEMU 7.2, OpenSSH 9.2 and 10.0, Linux and Nix 2.26 and 2.34 print.
it.each([
  [
    "qemu-system-aarch64: -netdev user: Could not set up host forwarding rule 'tcp:127.0.0.1:31022-:22'",
    /port was taken/,
  ],
  ['qemu-img: disk.qcow2: No space left on device', /disk of this machine is full/],
  ["qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory", /too little memory/],
  ['KVM internal error. Suberror: 1', /acceleration/],
  ['qemu-system-aarch64: Error: ret = HV_UNSUPPORTED (0xfae9400f)', /acceleration/],
  ['[    3.1] Kernel panic - not syncing: Attempted to kill init!', /panicked/],
  ['bash: line 1: vm: command not found', /not there/],
])('recogniseVmLog(%j)', (log, why) => {
  expect(recogniseVmLog(`before\n${log}\nafter`)?.why).toMatch(why)
})

it('knows nothing of a log without words that it knows', () => {
  expect(recogniseVmLog('qemu-system-aarch64: falling back to tcg\nlogin:')).toBeUndefined()
})

it.each([
  ['Host key verification failed.', /another host key/, true],
  ['builder@127.0.0.1: Permission denied (publickey,keyboard-interactive).', /does not accept the key/, true],
  ['bash: nix-daemon: command not found', /no Nix/, true],
  ['error: Nix daemon disconnected unexpectedly (maybe it crashed?)', /does not answer yet/, false],
  ['ssh: connect to host 127.0.0.1 port 31022: Connection refused', /does not answer yet/, false],
  ['nix store did not finish within its time limit', /does not answer yet/, false],
])('recogniseProbe(%j)', (said, why, fatal) => {
  expect(recogniseProbe(said)).toMatchObject({ why: expect.stringMatching(why), fatal })
})

it.each([
  ['error: writing to file: No space left on device', /disk of the Linux builder/],
  ["builder for '/nix/store/a.drv' failed with exit code 137", /ran out of memory/],
  ['cc1: out of memory allocating 65536 bytes', /ran out of memory/],
  ['a> Killed', /ran out of memory/],
])('recogniseBuild(%j)', (line, why) => {
  expect(recogniseBuild(line)?.why).toMatch(why)
})

it.each([
  ["builder for '/nix/store/a.drv' failed with exit code 1"],
  ['test: Killed by the user is a sentence'],
])('does not recognise %j', (line) => {
  expect(recogniseBuild(line)).toBeUndefined()
  expect(isLostConnection(line)).toBe(false)
})

it.each([
  ["error: failed to start SSH connection to 'builder@linux-builder-1'"],
  ['Failed to find a machine for remote build!'],
  ['error: Nix daemon disconnected unexpectedly (maybe it crashed?)'],
  ['Timeout, server 127.0.0.1 not responding.'],
])('isLostConnection(%j)', (line) => {
  expect(isLostConnection(line)).toBe(true)
})

it.each([
  [
    "cannot build on 'ssh-ng://a@b': error: failed to start SSH connection to 'a@b'",
    "cannot build on 'ssh-ng://a@b': error: failed to start SSH connection to 'a@b'",
  ],
  ["build of 'a.drv' on 'ssh-ng://a@b' failed", undefined],
])('unusableMachine of %j', (text, said) => {
  expect(unusableMachine(text)).toBe(said)
})
