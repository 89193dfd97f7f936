import { decideRegistration, readSituation } from '../../src/builder/registration.ts'

const own = {
  store: 'own',
  trusted: true,
  builders: '@/etc/nix/machines',
  buildHook: '/n/bin/nix __build-remote',
} as const
const daemon = { ...own, store: 'daemon' } as const
const vm = { lines: ['ssh-ng://builder@vm aarch64-linux'], sshConfig: '/t/vm/ssh_config' }
const machine = { lines: ['ssh://mac'], sshConfig: undefined }
const settings = (line: string) => [
  `builders = @/etc/nix/machines ; ${line}`,
  'builders-use-substitutes = true',
]

describe('decideRegistration', () => {
  it.each([
    [
      'own store: ssh is ours',
      own,
      vm,
      undefined,
      { way: 'environment', settings: settings(vm.lines[0]!), env: { NIX_SSHOPTS: '-F /t/vm/ssh_config' } },
    ],
    [
      'options of the user stay',
      own,
      vm,
      '-v',
      {
        way: 'environment',
        settings: settings(vm.lines[0]!),
        env: { NIX_SSHOPTS: '-v -F /t/vm/ssh_config' },
      },
    ],
    [
      'a machine that ssh knows',
      own,
      machine,
      '-v',
      { way: 'environment', settings: settings('ssh://mac'), env: {} },
    ],
    [
      'a daemon that trusts us: ssh is its build hook’s',
      daemon,
      vm,
      undefined,
      {
        way: 'environment',
        settings: [
          ...settings(vm.lines[0]!),
          'build-hook = /usr/bin/env NIX_SSHOPTS=-F/t/vm/ssh_config /n/bin/nix __build-remote',
        ],
        env: {},
      },
    ],
    [
      'a daemon that does not',
      { ...daemon, trusted: false },
      vm,
      undefined,
      { way: 'system', machinesFile: '/etc/nix/machines' },
    ],
    [
      'nothing to register',
      { ...daemon, trusted: false },
      { ...vm, lines: [] },
      undefined,
      { way: 'environment', settings: [], env: {} },
    ],
  ] as const)('%s', (_, situation, toRegister, sshOptions, expected) => {
    expect(decideRegistration(situation, toRegister, sshOptions)).toEqual(expected)
  })

  it.each(['', 'ssh://other'])('says that the line `builders = %s` hides the file', (builders) => {
    const decided = decideRegistration({ ...daemon, trusted: false, builders }, vm, undefined)
    expect(decided).toMatchObject({
      way: 'impossible',
      why: expect.stringContaining('hides /etc/nix/machines'),
      remedy: expect.stringContaining('trusted-users'),
    })
  })
})

describe('readSituation', () => {
  const values = JSON.stringify({
    builders: { value: '@/etc/nix/machines' },
    'build-hook': { value: ['/n/nix', '__build-remote'] },
    system: { value: 'x86_64-linux' },
    'extra-platforms': { value: ['i686-linux'] },
  })
  const rest = {
    builders: '@/etc/nix/machines',
    buildHook: '/n/nix __build-remote',
    systems: ['x86_64-linux', 'i686-linux'],
  }
  it.each([
    ['{"url":"daemon"}', 'daemon'],
    ['{"url":"unix:///run/nix"}', 'daemon'],
    ['{"url":"local"}', 'own'],
  ])('reads %s', (info, store) => {
    expect(readSituation(info, values, true)).toEqual({ ...rest, store, trusted: true })
  })

  it('reads settings that are words', () => {
    const words = JSON.stringify({
      'extra-platforms': { value: 'a-linux b-linux' },
      system: { value: 'c-linux' },
    })
    expect(readSituation('{}', words, false).systems).toEqual(['c-linux', 'a-linux', 'b-linux'])
  })
})
