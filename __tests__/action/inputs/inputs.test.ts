import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultMode, loadInputs } from '../../../src/action/inputs/index.ts'
import { settingsOf } from '../../../src/inputs/index.ts'
import { manifest } from '../../../testing/action.ts'

const before = { ...process.env }
afterEach(() => {
  process.env = { ...before }
})

function load(inputs: Record<string, string> = {}, environment: NodeJS.ProcessEnv = {}) {
  const defaults = Object.entries(manifest.inputs).map(
    ([name, input]) => [name, input.default ?? ''] as const,
  )
  for (const [name, value] of [...defaults, ...Object.entries(inputs)]) {
    process.env[`INPUT_${name.toUpperCase()}`] = value
  }
  return loadInputs(environment)
}

it('takes the defaults of action.yml', () => {
  expect(load()).toMatchObject({
    workspace: process.cwd(),
    file: undefined,
    mode: 'incremental',
    levels: [{ seconds: 86_400, offset: 0 }],
    date: undefined,
    start: 'checkout',
    parents: 'first-parent',
    revisions: [],
    fallbackIntervals: 0,
    caches: [{ kind: 'github' }],
    keep: { count: undefined, age: undefined },
    cacheTimeout: 600,
    fetchTimeout: 600,
    nixOptions: [],
    strict: false,
    confirmFailures: 'auto',
    summary: true,
  })
  expect(load().installables.map(({ text }) => text)).toEqual(['.'])
})

it('builds the whole file if no attribute is named', () => {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-inputs-')))
  writeFileSync(join(workspace, 'default.nix'), '{ }')
  const inputs = load({ file: 'default.nix' }, { GITHUB_WORKSPACE: workspace })
  expect(inputs.file).toBe(join(workspace, 'default.nix'))
  expect(inputs.installables).toMatchObject([{ text: '', attributePath: [] }])
  rmSync(workspace, { recursive: true })
})

it('reads what is kept, days as seconds', () => {
  expect(load({ keep: '3', 'keep-days': '30', 'fallback-intervals': '2' })).toMatchObject({
    keep: { count: 3, age: 30 * 86_400 },
    fallbackIntervals: 2,
  })
})

it.each([
  ['false', undefined],
  ['true', 300],
  ['1', 1],
  ['9999', 9999],
])('simulate: %s replays %s commits', (simulate, commits) => {
  expect(load({ mode: 'plan', simulate }).simulate).toBe(commits)
})

it.each(['0', '-1', '1.5', '10000', 'yes', '1 day'])(
  'does not take %s for a number of commits',
  (simulate) => {
    expect(() => load({ mode: 'plan', simulate })).toThrow(
      /^Input `simulate`: .* whole number from 1 to 9999/,
    )
  },
)

it('replays history in mode plan only', () => {
  expect(() => load({ simulate: 'true' })).toThrow('set `mode: plan`, or leave this input out')
  expect(load({ simulate: 'false' }).simulate).toBeUndefined()
})

it.each([
  ['schedule', 'full'],
  ['workflow_dispatch', 'full'],
  ['push', 'incremental'],
  ['pull_request', 'incremental'],
  [undefined, 'incremental'],
])('the mode on %s is %s', (event, mode) => {
  expect(defaultMode(event)).toBe(mode)
  expect(load({}, { GITHUB_EVENT_NAME: event }).mode).toBe(mode)
})

it('an explicit mode wins over the event', () => {
  expect(load({ mode: 'plan' }, { GITHUB_EVENT_NAME: 'schedule' }).mode).toBe('plan')
})

it.each([
  ['', []],
  [
    'cores = 2\n\n  extra-substituters=https://a https://b  ',
    ['cores = 2', 'extra-substituters = https://a https://b'],
  ],
  ['x =', ['x = ']],
])('settingsOf(%j)', (text, lines) => {
  expect(settingsOf(text)).toEqual(lines)
})

it.each(['cores', '= 2', '1a = 2', 'a b = 2'])('settingsOf refuses %j', (text) => {
  expect(() => settingsOf(text)).toThrow('`name = value`')
})
