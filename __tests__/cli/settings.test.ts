import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseCommand, type VerbCommand } from '../../src/cli/command.ts'
import { modeOf, outputOf, runSettings, shownBy, truncateSettings } from '../../src/cli/settings.ts'

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-cli-')))
afterAll(() => rmSync(directory, { recursive: true }))
const place = { directory, searchPath: '' }
const commandOf = (...args: string[]) => parseCommand(args) as VerbCommand
const settings = (...args: string[]) => {
  const command = commandOf(...args)
  return runSettings(command, modeOf(command.verb)!, place)
}

it('keeps to this machine unless it is told otherwise', () => {
  expect(settings('build')).toMatchObject({
    workspace: directory,
    mode: 'incremental',
    file: undefined,
    levels: [{ seconds: 86_400, offset: 0 }],
    start: 'checkout',
    caches: [],
    cacheWrite: 'never',
    signingKey: undefined,
    token: undefined,
    outLink: join(directory, 'result'),
    strict: false,
    linuxBuilder: { mode: 'never', builders: [] },
  })
  expect(settings('build').installables.map(({ text }) => text)).toEqual(['.'])
})

it.each([
  ['build', 'incremental'],
  ['full', 'full'],
  ['plan', 'plan'],
  ['verify', 'verify'],
])('%s is mode %s', (verb, mode) => {
  expect(settings(verb).mode).toBe(mode)
})

it.each([
  ['./cache', () => pathToFileURL(join(directory, 'cache')).href],
  ['../cache', () => pathToFileURL(join(directory, '../cache')).href],
  ['/a b/cache', () => 'file:///a%20b/cache'],
  ['file:///cache', () => 'file:///cache'],
])('takes the directory %s for a cache', (cache, url) => {
  expect(settings('build', '--cache', cache).caches).toEqual([{ kind: 'file', url: url() }])
})

it('reads a signing key from a file', () => {
  const secret = Buffer.alloc(64).toString('base64')
  writeFileSync(join(directory, 'key'), `mine:${secret}\n`)
  expect(settings('build', '--signing-key-file', 'key').signingKey).toBe(`mine:${secret}`)
})

it('makes links beside what is there', () => {
  expect(settings('build', '--no-link').outLink).toBeUndefined()
  expect(settings('build', '--out-link', '../x').outLink).toBe(join(directory, '../x'))
  expect(settings('verify').outLink).toBeUndefined()
  symlinkSync('nothing', join(directory, 'old'))
  expect(settings('build', '--out-link', 'old').outLink).toBe(join(directory, 'old'))
})

it('says what is printed', () => {
  expect(outputOf(commandOf('build'), place)).toEqual({ json: false, printOutPaths: false })
  expect(outputOf(commandOf('build', '--json', '--print-out-paths'), place)).toEqual({
    json: true,
    printOutPaths: true,
  })
  expect(shownBy(commandOf('build'), place)).toEqual({ buildLogs: false, details: false })
  expect(shownBy(commandOf('build', '-L'), place)).toEqual({ buildLogs: true, details: true })
  expect(shownBy(commandOf('plan'), place)).toEqual({ buildLogs: false, details: true })
})

it('finds the commit of the directory', () => {
  expect(truncateSettings(commandOf('truncate', '--interval', '6h'), place)).toMatchObject({
    directory,
    levels: [{ seconds: 21_600 }],
    token: undefined,
  })
})

it.each([
  [['build', '--interval', 'soon'], /^`--interval`: "soon" is not a duration/],
  [['build', '.#a', '.#a'], /^The installables: `\.#a` is there twice/],
  [['build', 'nixpkgs#a'], /^The installables: `nixpkgs#a`: it names another flake/],
  [['build', '--strict=perhaps'], /^`--strict`: `perhaps` is not one of/],
  [['build', '--cache', 'github'], /^The GitHub Actions cache can be reached by jobs only/],
  [['build', '--cache', 'nonsense'], /^`--cache`: "nonsense" is not a cache/],
  [['build', '--cache-write', 'x'], /^`--cache-write`: `x` is not one of/],
  [['build', '--signing-key-file', 'none'], /^The signing key cannot be read: .*ENOENT/],
  [['build', '--signing-key-file', 'no-key'], /^`--signing-key-file`: /],
  [['build', '--file', 'none.nix'], /^`--file`: there is no file `none\.nix`/],
  [['build', '--out-link', 'directory'], /^`--out-link`: `directory` is there and is no link/],
  [['build', '--out-link', 'none/x'], /^`--out-link`: nothing can be written beside `none\/x`/],
  [['build', '--nix-options', 'cores'], /^`--nix-options`: every line must be/],
  [['build', '--fallback-intervals', 'x'], /^`--fallback-intervals`: `x` is not a whole number/],
  [['plan', '--simulate=x'], /^`--simulate`: `x` is not `true`/],
])('refuses %j', (args, message) => {
  mkdirSync(join(directory, 'directory'), { recursive: true })
  writeFileSync(join(directory, 'no-key'), 'x')
  expect(() => settings(...args)).toThrow(message)
})
