import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../src/lib/process.ts'
import { all, printedAtBase, rows } from '../../testing/go/edits.ts'
import { compiledPackages, createPlainGo, hostGo, type PlainGo } from '../../testing/go/host.ts'
import { crossing, type Files, moduleFiles, packageOf, projectOf } from '../../testing/go/module.ts'
import { createRandomModule } from '../../testing/go/random.ts'
import { createDice } from '../../testing/random-edits/edits.ts'
import { randomEditsOf } from '../../testing/random-edits/make.ts'
import { createWorkshop, type Outcome, type Workshop } from '../../testing/rewriting.ts'

/**
 * A module of nixpkgs' Go builder, with a full build, and each of several edits of it built on top of that. What the
 * programs have to be is what Go makes of the same sources alone, byte by byte.
 */

const minutes = 60_000
const plainFlags: readonly string[] = ['-ldflags=-buildid=']
const unchecked = 'doCheck = false;'
/** Of no other module. */
const alone = `${unchecked} vendorHash = null;`

let workshop: Workshop
let plainGo: PlainGo
let full: ReadonlyMap<string, Outcome>
let previous: Files = {}

beforeAll(async () => {
  workshop = createWorkshop()
  const at = (name: string) => join(workshop.world.directory, name)
  for (const name of ['builds', 'plain']) mkdirSync(at(name))
  workshop.world.configure(`build-dir = ${at('builds')}`)
  workshop.write({ 'nixpkgs/go.json': JSON.stringify(hostGo()) })
  workshop.write({ 'default.nix': projectOf({ sample: '', crossing: alone }) })
  workshop.write({ ...within('sample', moduleFiles), ...within('crossing', crossing(1)) })
  full = await workshop.makeFullBuilds()
  plainGo = await createPlainGo(at('plain'), sample())
}, 10 * minutes)
afterAll(() => workshop.dispose())

const sample = () => join(workshop.directory, 'sample')
const within = (directory: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]))

/** Back to the base, and from there to HEAD. */
async function buildHead(files: Files, options = unchecked): Promise<Outcome> {
  const back = Object.keys(previous).map((path) => [path, moduleFiles[path] ?? null] as const)
  workshop.write(within('sample', Object.fromEntries(back)))
  previous = files
  workshop.write({ ...within('sample', files), 'default.nix': projectOf({ sample: options }) })
  return (await workshop.buildHead()).get('sample')!
}

const printedBy = async ({ out = '' }: Outcome) => (await run(join(out, 'bin/app'), [])).stdout.trim()
const linesOf = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, text]) => `${name} ${text}`)
    .join('\n')

async function expectPlain({ out = '' }: Outcome, flags: readonly string[] = plainFlags): Promise<void> {
  const plain = readFileSync(await plainGo.build(sample(), flags))
  expect(readFileSync(join(out, 'bin/app')).equals(plain)).toBe(true)
}

it('has a full build of all packages', async () => {
  const built = full.get('sample')!
  expect(built).toMatchObject({ out: expect.any(String), intermediates: expect.any(String) })
  expect(compiledPackages(built.log)).toEqual(all)
  expect(await printedBy(built)).toBe(linesOf(printedAtBase))
})

it('keeps nothing that Nix sees a reference in', async () => {
  const { intermediates = '' } = full.get('sample')!
  const { stdout } = await workshop.world.nix(['path-info', '--recursive', intermediates])
  expect(stdout.trim()).toBe(intermediates)
})

it.each(rows)(
  '$edit',
  async ({ files = {}, options = '', flags, compiled, prints }) => {
    const head = await buildHead(files, unchecked + options)
    expect(head).toMatchObject({ change: 'resume', out: expect.any(String) })
    expect(compiledPackages(head.log)).toEqual(compiled)
    expect(head.log).not.toMatch(/^runtime$/m)
    expect(await printedBy(head)).toBe(linesOf({ ...printedAtBase, ...prints }))
    await expectPlain(head, flags)
  },
  5 * minutes,
)

it.each([
  [
    'headers that Go does not look at',
    crossing(2),
    '',
    'C sources or headers changed that other directories may include',
    '2',
  ],
  [
    'a variable that C compilers may read',
    crossing(1),
    'CPATH = "/nowhere";',
    'the environment of C compilers changed (CPATH)',
    '1',
  ],
])(
  '%s: everything is compiled',
  async (_, files, options, reason, printed) => {
    workshop.write({ ...within('crossing', files), 'default.nix': projectOf({ crossing: alone + options }) })
    const { log, out = '' } = (await workshop.buildHead()).get('crossing')!
    expect(log).toContain(`incremental-nix: ${reason}: all packages are compiled`)
    expect(log).toMatch(/^runtime$/m)
    expect((await run(join(out, 'bin/app'), [])).stderr.trim()).toBe(printed)
  },
  5 * minutes,
)

it(
  'runs tests again that passed at the base',
  async () => {
    const head = await buildHead({ 'README.md': 'Once more\n' }, '')
    expect(compiledPackages(head.log)).toEqual([])
    expect(head.log).toMatch(/^testing p6$/m)
    expect(head.log).toMatch(/^testing p7$/m)
    expect(head.log).not.toContain('(cached)')
  },
  5 * minutes,
)

it(
  'fails where a test of HEAD fails',
  async () => {
    const head = await buildHead({ 'p6/p6.go': packageOf('p6', 70) }, '')
    expect(head.out).toBeUndefined()
    expect(head.log).toContain('not 7')
  },
  5 * minutes,
)

it(
  'makes what Go makes of them, after random edits',
  async () => {
    const edits = randomEditsOf(process.env, { number: 4, seed: 2026 })
    process.stdout.write(`random edits: RANDOM_EDITS=${edits.number} RANDOM_EDITS_SEED=${edits.seed}\n`)
    const module = createRandomModule(createDice(edits.seed))
    for (let left = edits.number; left > 0; left--) {
      const { what, files } = module.edit()
      process.stdout.write(`${what}\n`)
      await expectPlain(await buildHead(files))
    }
  },
  30 * minutes,
)
