import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { loadBuilderInputs, loadInputs } from '../../../src/action/inputs/index.ts'
import { withoutLines } from '../../../src/action/job-environment.ts'

const manifestOf = (path: string) =>
  parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')) as {
    inputs: Record<string, { default?: string; description: string }>
  }
const action = manifestOf('action.yml')
const builderAction = manifestOf('linux-builder/action.yml')
const before = { ...process.env }

function given(inputs: Record<string, string>): void {
  const defaults: [string, string][] = Object.entries(action.inputs).map(([name, input]) => [
    name,
    input.default ?? '',
  ])
  for (const [name, value] of Object.entries({ ...Object.fromEntries(defaults), ...inputs }))
    process.env[`INPUT_${name.toUpperCase()}`] = value
}
afterEach(() => {
  process.env = { ...before }
})

it('leaves everything to the machine by default', () => {
  given({ 'github-token': '' })
  expect(loadInputs().linuxBuilder).toEqual({
    mode: 'auto',
    system: undefined,
    package: undefined,
    command: undefined,
    cores: undefined,
    memoryMiB: undefined,
    diskGiB: 20,
    jobs: undefined,
    features: ['big-parallel', 'benchmark'],
    limitSeconds: undefined,
    acceleration: 'auto',
    builders: [],
  })
})

it('reads what it is told', () => {
  given({
    'linux-builder-system': 'x86_64-linux',
    'linux-builder-package': 'github:NixOS/nixpkgs/nixos-26.05#darwin.linux-builder',
    'linux-builder-command': 'nix run .#vm -- --quiet',
    'linux-builder-cores': '4',
    'linux-builder-memory': '3.5 GiB',
    'linux-builder-disk': '40',
    'linux-builder-jobs': '2',
    'linux-builder-features': 'kvm, nixos-test',
    'linux-builder-timeout': '10 minutes',
    'linux-builder-acceleration': 'none',
    builders: 'ssh://a x86_64-linux\nssh://b',
  })
  expect(loadBuilderInputs().linuxBuilder).toEqual({
    mode: 'always',
    system: 'x86_64-linux',
    package: 'github:NixOS/nixpkgs/nixos-26.05#darwin.linux-builder',
    command: 'nix run .#vm -- --quiet',
    cores: 4,
    memoryMiB: 3584,
    diskGiB: 40,
    jobs: 2,
    features: ['kvm', 'nixos-test'],
    limitSeconds: 600,
    acceleration: 'none',
    builders: ['ssh://a x86_64-linux', 'ssh://b'],
  })
})

it.each([
  ['linux-builder', 'sometimes', /`auto`, `always`, `never`/],
  ['linux-builder-system', 'aarch64-darwin', /`aarch64-linux`, `x86_64-linux`/],
  ['linux-builder-package', 'darwin.linux-builder', /flake with an attribute/],
  ['linux-builder-cores', '0', /whole number above zero/],
  ['linux-builder-memory', '512 MB', /in GiB/],
  ['linux-builder-disk', '1', /at least 4/],
  ['linux-builder-jobs', 'many', /whole number above zero/],
  ['linux-builder-features', 'a;b', /`a;b` is not a feature/],
  ['linux-builder-timeout', 'soon', /soon/],
  ['linux-builder-acceleration', 'hvf', /`auto`, `kvm`, `none`/],
  ['builders', 'https://cache.nixos.org', /binary cache/],
])('refuses %s: %s', (name, value, message) => {
  given({ 'github-token': '', [name]: value })
  expect(() => loadInputs()).toThrow(message)
  expect(() => loadInputs()).toThrow(`Input \`${name}\`: `)
})

it('the action for the VM alone takes inputs of the other one, with the same defaults', () => {
  for (const [name, input] of Object.entries(builderAction.inputs))
    expect([name, input.default]).toEqual([name, action.inputs[name]?.default])
  const expected = Object.keys(action.inputs).filter((name) => name.startsWith('linux-builder-'))
  expect(Object.keys(builderAction.inputs)).toEqual(expect.arrayContaining([...expected, 'builders']))
})

it.each([
  ['a = 1\nb = 2', ['b = 2'], 'a = 1'],
  ['b = 2\na = 1\nb = 2', ['b = 2'], 'b = 2\na = 1'],
  ['a = 1', ['b = 2'], 'a = 1'],
  ['b = 2', ['b = 2'], ''],
])('withoutLines(%j, %j)', (text, lines, left) => {
  expect(withoutLines(text, lines)).toBe(left)
})
