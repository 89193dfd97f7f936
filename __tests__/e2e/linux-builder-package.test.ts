import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createNixWorld, type NixWorld, removeReadOnly } from '../../testing/nix-world.ts'
import { writeBuilderFlake } from '../../testing/nixpkgs-builder.ts'

/** The Nix expression for nixpkgs' Linux builder and the script that starts it, on a stand-in for nixpkgs. */
const file = fileURLToPath(new URL('../../nix/linux-builder.nix', import.meta.url))
const script = fileURLToPath(new URL('../../nix/run-linux-builder.sh', import.meta.url))
let directory: string
let flake: string
let world: NixWorld

beforeAll(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-test-')))
  world = createNixWorld(join(directory, 'nix'))
  const { stdout } = await world.nix(['eval', '--impure', '--raw', '--expr', 'builtins.currentSystem'])
  flake = writeBuilderFlake(join(directory, 'flake'), {
    system: stdout,
    hostKey: 'ssh-ed25519 AAAA root@nixos',
    framework: true,
  })
})
afterAll(() => removeReadOnly(directory))

async function buildPackage(attribute: string): Promise<string> {
  const result = join(directory, 'package')
  const strings = { flake, attribute, system: 'aarch64-linux' }
  const args = Object.entries(strings).flatMap(([name, value]) => ['--argstr', name, value])
  await world.nix(['build', '--out-link', result, '--file', file, ...args, '--arg', 'diskGiB', '30'])
  return result
}

it('changes the host side of the builder only, and names its host key', async () => {
  const result = await buildPackage('darwin.linux-builder')
  expect(readdirSync(result).sort()).toEqual(['ssh_host_ed25519_key.pub', 'vm'])
  expect(JSON.parse(readFileSync(join(result, 'vm/settings.json'), 'utf8'))).toEqual([
    {
      nixpkgs: { hostPlatform: 'aarch64-linux' },
      virtualisation: { forwardPorts: { forced: [] }, diskSize: { forced: 30 * 1024 } },
    },
  ])
})

it('tells the VM of the framework, when it starts, where it listens and how large it is', async () => {
  const result = await buildPackage('darwin.linux-builder-vz')
  const cwd = join(directory, 'framework')
  const keys = join(directory, 'keys-framework')
  for (const path of [cwd, keys]) mkdirSync(path)
  writeFileSync(join(keys, 'builder_ed25519.pub'), 'public')
  execFileSync('bash', [script, result], {
    cwd,
    env: {
      ...process.env,
      ...world.env,
      KEYS: keys,
      LINUX_BUILDER_PORT: '31998',
      LINUX_BUILDER_ACCELERATION: 'hvf',
      LINUX_BUILDER_CORES: '4',
      LINUX_BUILDER_MEMORY: '2048',
      NIX_DISK_IMAGE: `${cwd}/disk`,
      QEMU_OPTS: '',
    },
  })
  expect(JSON.parse(readFileSync(join(cwd, 'started.json'), 'utf8'))).toEqual({
    cpuCount: 4,
    memorySizeMiB: 2048,
    vsock: { forwards: [{ listen: '127.0.0.1:31998', vsockPort: 22 }] },
    console: 'stdio',
    diskMiB: 30 * 1024,
    disk: `${cwd}/disk`,
  })
  expect(readFileSync(join(keys, 'ssh_host_ed25519_key.pub'), 'utf8')).toBe('ssh-ed25519 AAAA root@nixos\n')
})

it.each([
  ['darwin.nothing', /has no darwin\.nothing for /],
  ['hello', /is not made as nixpkgs makes its linux-builder; start it by `linux-builder-command`/],
])('refuses %s', async (attribute, message) => {
  await expect(buildPackage(attribute)).rejects.toMatchObject({ stderr: expect.stringMatching(message) })
})

it.each([
  ['none', '-m 2048 -machine accel=tcg'],
  ['hvf', '-m 2048'],
])('starts it on loopback, with the public key alone, acceleration %s', async (acceleration, qemuOptions) => {
  const result = await buildPackage('darwin.linux-builder')
  const cwd = join(directory, acceleration)
  const keys = join(directory, `keys-${acceleration}`)
  for (const path of [cwd, keys]) mkdirSync(path)
  writeFileSync(join(keys, 'builder_ed25519'), 'private', { mode: 0o600 })
  writeFileSync(join(keys, 'builder_ed25519.pub'), 'public')
  execFileSync('bash', [script, result], {
    cwd,
    env: {
      ...process.env,
      ...world.env,
      KEYS: keys,
      LINUX_BUILDER_PORT: '31999',
      LINUX_BUILDER_ACCELERATION: acceleration,
      QEMU_OPTS: '-m 2048',
      NIX_SSL_CERT_FILE: '/certificates',
    },
  })
  const lines = readFileSync(join(cwd, 'environment'), 'utf8').split('\n')
  const environment = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)))
  expect(environment).toMatchObject({
    QEMU_NET_OPTS: 'hostfwd=tcp:127.0.0.1:31999-:22',
    QEMU_OPTS: qemuOptions,
    TMPDIR: cwd,
    USE_TMPDIR: '1',
    NIX_SSL_CERT_FILE: '/certificates',
  })
  expect(environment.KEYS?.startsWith(`${world.store}/`)).toBe(true)
  expect(readdirSync(environment.KEYS ?? '')).toEqual(['builder_ed25519.pub'])
  expect(readFileSync(join(keys, 'ssh_host_ed25519_key.pub'), 'utf8')).toBe('ssh-ed25519 AAAA root@nixos\n')
})
