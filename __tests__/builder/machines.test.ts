import {
  addLines,
  machineLine,
  machinesFile,
  marksIn,
  parseMachineLines,
  systemsOfLines,
  withMarkedLines,
  withoutMarkedLines,
} from '../../src/builder/machines.ts'

const line = 'ssh-ng://builder@host aarch64-linux - 4 1 big-parallel - -'

it.each([
  [{ uri: 'ssh-ng://builder@host', systems: ['aarch64-linux'], jobs: 4, features: ['big-parallel'] }, line],
  [
    { uri: 'ssh://h', systems: ['aarch64-linux', 'x86_64-linux'], jobs: 1, features: [] },
    'ssh://h aarch64-linux,x86_64-linux - 1 1 - - -',
  ],
])('machineLine %#', (machine, text) => {
  expect(machineLine(machine)).toBe(text)
  expect(parseMachineLines(text)).toEqual([text])
})

describe('parseMachineLines', () => {
  it.each([
    ['', []],
    ['  \n# none\n', []],
    ['mac', ['mac']],
    ['builder@mac', ['builder@mac']],
    [`${line} # mine`, [line]],
    ['ssh://a; ssh-ng://b x86_64-linux', ['ssh://a', 'ssh-ng://b x86_64-linux']],
    [
      'ssh-ng://b?ssh-key=/k x86_64-linux,i686-linux /k 2 1.5 - - QUJD',
      ['ssh-ng://b?ssh-key=/k x86_64-linux,i686-linux /k 2 1.5 - - QUJD'],
    ],
    ['ssh-ng://u@[::1] - - - - - - -', ['ssh-ng://u@[::1] - - - - - - -']],
  ])('takes %j', (text, lines) => {
    expect(parseMachineLines(text)).toEqual(lines)
  })

  it.each([
    ['@/etc/nix/machines', /files of machines/],
    ['https://cache.nixos.org', /binary cache builds nothing/],
    ['ssh://a linux', /`linux` are not systems/],
    ['ssh://a aarch64-linux - zero', /`zero` is not a number of jobs/],
    ['ssh://a aarch64-linux - 0', /number of jobs/],
    ['ssh://a aarch64-linux - 1 fast', /speed factor/],
    ['ssh://a aarch64-linux - 1 1 - - AAAA-key', /base64/],
    ['ssh://a aarch64-linux - 1 1 - - QUJD x', /more than eight/],
    ['/dev/null x86_64-linux', /store URI/],
  ])('refuses %j', (text, message) => {
    expect(() => parseMachineLines(text)).toThrow(message)
  })
})

it.each([
  [[line], ['aarch64-linux']],
  [
    ['ssh://a', 'ssh://b i686-linux,x86_64-linux'],
    ['x86_64-darwin', 'i686-linux', 'x86_64-linux'],
  ],
  [['ssh://a -'], ['x86_64-darwin']],
])('systemsOfLines %#', (lines, systems) => {
  expect([...systemsOfLines(lines, 'x86_64-darwin')]).toEqual(systems)
})

it.each([
  ['@/etc/nix/machines', '@/etc/nix/machines ; ssh://a', '/etc/nix/machines'],
  ['', 'ssh://a', undefined],
  ['ssh://x\nssh://y', 'ssh://x ; ssh://y ; ssh://a', undefined],
])('keeps the builders %j', (builders, value, file) => {
  expect(addLines(builders, ['ssh://a'])).toBe(value)
  expect(machinesFile(builders)).toBe(file)
})

describe('marked lines', () => {
  it.each(['', 'ssh://x\n', '# comment\n\nssh://x\n'])('are taken out of %j again', (before) => {
    const once = withMarkedLines(before, ['ssh://a', 'ssh://b'], '/tmp/one')
    const twice = withMarkedLines(once, ['ssh://c'], '/tmp/two')
    expect(marksIn(twice)).toEqual(['/tmp/one', '/tmp/one', '/tmp/two'])
    expect(withoutMarkedLines(twice, '/tmp/two')).toBe(once)
    expect(withoutMarkedLines(once, '/tmp/one')).toBe(before)
    // Nix cuts comments off.
    expect(once.split('\n').filter((one) => one.includes('ssh://a'))[0]).toMatch(/^ssh:\/\/a #/)
  })

  it('give an unfinished line its end', () => {
    expect(withMarkedLines('ssh://x', ['ssh://a'], 'm').split('\n')[0]).toBe('ssh://x')
  })
})
