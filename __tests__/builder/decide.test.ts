import {
  decideVm,
  defaultMemoryMiB,
  defaultSystem,
  type LinuxSystem,
  type VmWish,
} from '../../src/builder/decide.ts'
import { type Host, readHost } from '../../src/builder/host.ts'

function host(overrides: Partial<Host> = {}): Host {
  return {
    os: 'darwin',
    arch: 'aarch64',
    hypervisor: false,
    macos: 26,
    rosetta: false,
    kvm: false,
    hosted: true,
    cores: 3,
    memoryMiB: 7 * 1024,
    ...overrides,
  }
}

const intel = 'https://channels.nixos.org/nixpkgs-26.05-darwin/nixexprs.tar.xz#darwin.linux-builder'
const current = 'https://channels.nixos.org/nixpkgs-unstable/nixexprs.tar.xz#darwin.linux-builder'
const arm: LinuxSystem = 'aarch64-linux'
const x86: LinuxSystem = 'x86_64-linux'

const noWish: VmWish = { acceleration: 'auto', package: undefined, command: undefined }

describe('decideVm', () => {
  // Machine, guest, wish, and then: package, acceleration, expected seconds, limit, what the note says.
  it.each([
    ['hosted Apple silicon', host(), arm, 'auto', current, 'none', 240, 900, /Apple silicon runners cannot/],
    ['hosted Apple silicon', host(), x86, 'auto', current, 'none', 240, 900, /x86_64-linux is emulated/],
    [
      'hosted Intel',
      host({ arch: 'x86_64', hypervisor: true }),
      x86,
      'auto',
      intel,
      'hvf',
      45,
      300,
      undefined,
    ],
    ['hosted Intel', host({ arch: 'x86_64' }), x86, 'auto', intel, 'none', 240, 900, /kern\.hv_support/],
    [
      'hosted Intel',
      host({ arch: 'x86_64', hypervisor: true }),
      arm,
      'auto',
      undefined,
      'none',
      240,
      900,
      /emulated/,
    ],
    [
      'own Apple silicon',
      host({ hosted: false, hypervisor: true }),
      arm,
      'auto',
      current,
      'hvf',
      45,
      300,
      undefined,
    ],
    [
      'own Apple silicon',
      host({ hosted: false, hypervisor: true }),
      x86,
      'auto',
      current,
      'none',
      240,
      900,
      /emulated/,
    ],
    [
      'own Apple silicon',
      host({ hosted: false, hypervisor: true }),
      arm,
      'none',
      current,
      'none',
      240,
      900,
      /The VM is emulated/,
    ],
    [
      'own Apple silicon without it',
      host({ hosted: false }),
      arm,
      'auto',
      current,
      'none',
      240,
      900,
      /kern\.hv_support/,
    ],
    [
      'Linux',
      host({ os: 'linux', arch: 'x86_64', kvm: true }),
      arm,
      'auto',
      current,
      'none',
      240,
      900,
      /emulated/,
    ],
    [
      'Linux',
      host({ os: 'linux', arch: 'x86_64', kvm: true }),
      arm,
      'kvm',
      current,
      'none',
      240,
      900,
      /emulated/,
    ],
    [
      'Linux',
      host({ os: 'linux', arch: 'x86_64', kvm: true }),
      x86,
      'auto',
      current,
      'none',
      240,
      900,
      /The VM is emulated/,
    ],
    [
      'Linux',
      host({ os: 'linux', arch: 'x86_64', kvm: true }),
      x86,
      'kvm',
      current,
      'kvm',
      45,
      300,
      undefined,
    ],
    [
      'Linux without it',
      host({ os: 'linux', arch: 'x86_64' }),
      x86,
      'kvm',
      current,
      'none',
      240,
      900,
      /The VM is emulated/,
    ],
    [
      'Linux on arm',
      host({ os: 'linux', hosted: false }),
      x86,
      'auto',
      current,
      'none',
      240,
      900,
      /emulated/,
    ],
    ['FreeBSD', host({ os: 'other' }), arm, 'auto', undefined, 'none', 240, 900, /emulated/],
    ['RISC-V', host({ os: 'linux', arch: 'other' }), arm, 'auto', undefined, 'none', 240, 900, /emulated/],
  ] as const)(
    '%s for %#',
    (_, machine, system, wish, from, acceleration, expectedSeconds, limitSeconds, note) => {
      const plan = decideVm(machine, system, { ...noWish, acceleration: wish })
      expect(plan).toMatchObject({ system, acceleration, expectedSeconds, limitSeconds })
      expect(plan.package).toBe(from)
      if (note === undefined) expect(plan.notes).toEqual([])
      else expect(plan.notes.join()).toMatch(note)
    },
  )
})

describe("Apple's Virtualization.framework", () => {
  const framework = 'https://channels.nixos.org/nixpkgs-unstable/nixexprs.tar.xz#darwin.linux-builder-vz'
  const able = { hosted: false, hypervisor: true, rosetta: true }

  it.each([arm, x86])('has one VM for both systems, asked for %s, and QEMU below it', (system) => {
    const plan = decideVm(host(able), system, noWish)
    expect(plan).toMatchObject({ system: arm, systems: [arm, x86], package: framework, acceleration: 'hvf' })
    expect(plan.otherwise).toEqual(decideVm(host({ ...able, rosetta: false }), system, noWish))
    expect(plan.otherwise).toMatchObject({ system, systems: [system], package: current })
    expect(plan.otherwise?.otherwise).toBeUndefined()
  })

  it.each<[string, Partial<Host>, Partial<VmWish>]>([
    ['a hosted machine', { hosted: true }, {}],
    ['an Intel machine', { arch: 'x86_64' }, {}],
    ['Linux', { os: 'linux' }, {}],
    ['no Rosetta', { rosetta: false }, {}],
    ['a virtual machine', { hypervisor: false }, {}],
    ['an old macOS', { macos: 12 }, {}],
    ['a command', {}, { command: 'vm' }],
    ['another package', {}, { package: 'nixpkgs#darwin.linux-builder' }],
    ['emulation', {}, { acceleration: 'none' }],
  ])('is not taken with %s', (_, machine, wish) => {
    const plan = decideVm(host({ ...able, ...machine }), arm, { ...noWish, ...wish })
    expect([plan.systems, plan.otherwise]).toEqual([[arm], undefined])
  })

  it('is recognised in a package of the user, in whose place there is no other', () => {
    const package_ = 'github:me/mine#darwin.linux-builder-vz'
    const plan = decideVm(host(able), x86, { ...noWish, package: package_ })
    expect(plan).toMatchObject({ systems: [arm, x86], package: package_ })
    expect(plan.otherwise).toBeUndefined()
  })
})

it.each([
  [host(), arm],
  [host({ arch: 'x86_64' }), x86],
  [host({ os: 'linux', arch: 'x86_64' }), arm],
  [host({ os: 'linux' }), x86],
])('defaultSystem %#', (machine, system) => {
  expect(defaultSystem(machine)).toBe(system)
})

it.each([
  [1024, 2048],
  [7 * 1024, 3584],
  [256 * 1024, 16 * 1024],
])('of %d MiB the VM gets %d', (memoryMiB, expected) => {
  expect(defaultMemoryMiB(host({ memoryMiB }))).toBe(expected)
})

it('reads the facts of this machine', async () => {
  const { os, arch, hosted, cores, memoryMiB } = await readHost(true)
  expect({ os, arch }).toEqual({
    os: process.platform === 'darwin' ? 'darwin' : 'linux',
    arch: process.arch === 'arm64' ? 'aarch64' : 'x86_64',
  })
  expect(hosted).toBe(true)
  expect((await readHost(false)).hosted).toBe(false)
  expect(cores).toBeGreaterThan(0)
  expect(memoryMiB).toBeGreaterThan(0)
})
