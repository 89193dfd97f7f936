import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAction, type StepResult } from '../../testing/action.ts'
import { addCProject, objects, repositoryFile, wordSource } from '../../testing/c-project/repository.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** The main job for C: a program of make's, with a library of CMake's in another derivation. */
let scenario: Scenario
let base: string
const heads = new Map<string, string>()
const all = objects.words + objects.app

beforeAll(() => {
  scenario = createScenario({ modules: 1 })
  const buildDirectory = join(scenario.directory, 'build')
  mkdirSync(buildDirectory)
  // Without a sandbox, Nix numbers build directories after what else is there, and objects know where they were made.
  scenario.world.configure(`build-dir = ${buildDirectory}`)
  const { sample } = scenario
  addCProject(sample)
  base = sample.commit('base', '2026-01-01T12:00:00Z')
  const commit = (name: string, change: () => void) => {
    sample.branch(name, base)
    change()
    heads.set(name, sample.commit(name, '2026-01-02T05:00:00Z'))
  }
  commit('program', () => sample.edit('app/a.c', (text) => text.replace('one()', 'eight()')))
  commit('library', () => sample.write('words/two.c', wordSource('two', 'TWO')))
  commit('other', () => sample.write('words/five.c', wordSource('five', 'FIVE')))
  commit('broken', () => sample.edit('app/a.c', (text) => text.replace('one()', 'one(')))
  // Later than the boundaries of the week, and of the day.
  sample.branch('day', base)
  sample.edit('app/a.c', (text) => text.replace('one()', 'eight()'))
  heads.set('before day', sample.commit('before day', '2026-01-08T10:00:00Z'))
  sample.edit('app/b.c', (text) => text.replace('two()', 'seven()'))
  heads.set('day', sample.commit('day', '2026-01-09T05:00:00Z'))
})
afterAll(() => scenario.dispose())

const job = (name: string, more: Readonly<Record<string, string>> = {}) =>
  runAction(
    scenario.step(scenario.checkout(heads.get(name) ?? name), {
      inputs: {
        file: repositoryFile,
        installables: 'app',
        cache: `file://${join(scenario.directory, 'cache')}`,
        ...more,
      },
    }),
  )
const outPath = (main: StepResult) => JSON.parse(main.outputs['out-paths'] ?? '{}').app[0]
const printedBy = (main: StepResult) => execFileSync(join(outPath(main), 'bin/app'), { encoding: 'utf8' })

it('makes and pushes full builds, and compiles one object of the program', async () => {
  const { main, post } = await job('program')
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect(main.outputs).toMatchObject({
    revision: base,
    'cache-hit': 'false',
    build: 'incremental',
    'modules-compiled': '1',
    'modules-total': String(all),
  })
  expect(main.summary).toContain(`| 1 of ${objects.app} |`)
  expect(main.summary).toContain('| its source or a header of it changed | 1 |')
  expect(printedBy(main)).toBe('eight two three\n')
  expect(post.log).toContain('Pushed incremental-nix')
})

it('restores them, compiles one object of the library, and the program, which is built with it', async () => {
  scenario.world.wipeStore()
  const { main } = await job('library')
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect(main.outputs).toMatchObject({
    'cache-hit': 'true',
    build: 'incremental',
    'modules-compiled': String(1 + objects.app),
    'modules-total': String(all),
  })
  expect(main.summary).toContain(`| 1 of ${objects.words} |`)
  expect(printedBy(main)).toBe('one TWO three\n')
})

it('verifies that both make the same', async () => {
  const { main } = await job('library', { mode: 'verify' })
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect(main.log).toMatch(/^words-1\.0: equal/m)
  expect(main.log).toMatch(/^app-1\.0: equal/m)
})

it('finds an object that is not what the source says, when it verifies', async () => {
  const { main: before } = await job('other', { mode: 'plan' })
  const intermediates = (before.outputs['full-build-path'] ?? '').split('\n')
  spoil(intermediates.find((path) => path.includes('-words-')) ?? '')
  const { main } = await job('other', { mode: 'verify' })
  expect(main.exitCode).not.toBe(0)
  expect(main.errors.join('\n')).toContain('words-1.0')
  expect(main.log).toContain('three.c.o')
})

/** Has `three.c` in there compiled from other text. */
function spoil(intermediates: string): void {
  const directory = join(scenario.directory, 'spoilt')
  mkdirSync(directory)
  writeFileSync(join(directory, 'words.h'), 'const char *three(void);\n')
  writeFileSync(join(directory, 'three.c'), wordSource('three', 'wrong'))
  const archive = join(intermediates, 'incremental-nix-hidden')
  const script = `set -e
    chmod u+w "$1" "$1/incremental-nix-hidden"
    tr 'b-za1-90' 'a-z0-9' < "$2" > all.tar
    mkdir all products
    tar -C all -xf all.tar
    tar -C products -xf all/products.tar
    object=$(find products -name three.c.o)
    touch -r "$object" time
    gcc -c three.c -o "$object"
    touch -r time "$object"
    (cd products && find . -type f | tar --format=gnu -cf ../all/products.tar -T -)
    tar -C all -cf - . | tr 'a-z0-9' 'b-za1-90' > "$2"`
  execFileSync('bash', ['-c', script, 'spoil', intermediates, archive], { cwd: directory })
}

it('makes the full build of a day on that of the week', async () => {
  const { main } = await job('day', { interval: '1 week, 1 day' })
  expect([main.errors, main.warnings, main.exitCode]).toEqual([[], [], 0])
  expect(main.outputs).toMatchObject({ build: 'incremental', 'modules-compiled': '1' })
  expect(main.outputs.revision).toBe(heads.get('before day'))
  // Of the full build of the day, and of HEAD.
  expect(main.log.match(/app-1\.0> incremental-nix: 1 of 4 objects were compiled/g)).toHaveLength(2)
  expect(printedBy(main)).toBe('eight seven three\n')
})

it('fails where a plain build fails, at the line', async () => {
  const { main } = await job('broken')
  expect(main.exitCode).not.toBe(0)
  expect(main.log).toMatch(/a\.c:3:\d+: error/)
})
