import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { run } from '../../src/lib/process.ts'
import { createDice } from '../../testing/random-edits/edits.ts'
import { randomEditsOf } from '../../testing/random-edits/make.ts'
import { createWorkshop, type Outcome, type Workshop } from '../../testing/rewriting.ts'
import { all, printedAtBase, rows } from '../../testing/rust/edits.ts'
import { compiledCrates, hostRust } from '../../testing/rust/host.ts'
import { createRandomWorkspace } from '../../testing/rust/random.ts'
import { crate, type Files, placed, projectOf, workspaceFiles } from '../../testing/rust/workspace.ts'

/**
 * A workspace of nixpkgs' Rust builder, with a full build, and each of several edits of it built on top of that and
 * plainly. Both have to make the same program, byte by byte.
 */

const minutes = 60_000
const unchecked = 'doCheck = false;'

let workshop: Workshop
let full: Outcome
let previous: Files = {}

beforeAll(async () => {
  workshop = createWorkshop()
  const builds = join(workshop.world.directory, 'builds')
  mkdirSync(builds)
  workshop.world.configure(`build-dir = ${builds}`)
  workshop.write({
    'nixpkgs/rust.json': JSON.stringify(hostRust()),
    'default.nix': projectOf({ sample: '', placed: unchecked }),
  })
  workshop.write({ ...inSample(workspaceFiles), ...within('placed', placed('one')) })
  full = sampleOf(await workshop.makeFullBuilds())
}, 10 * minutes)
afterAll(() => workshop.dispose())

const sampleOf = (outcomes: ReadonlyMap<string, Outcome>) => outcomes.get('sample')!
const within = (directory: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]))
const inSample = (files: Files) => within('sample', files)

/** Back to the base, and from there to HEAD. */
async function buildHead(files: Files, options = unchecked): Promise<Outcome> {
  const back = Object.keys(previous).map((path) => [path, workspaceFiles[path] ?? null] as const)
  workshop.write(inSample(Object.fromEntries(back)))
  previous = files
  workshop.write({ ...inSample(files), 'default.nix': projectOf({ sample: options }) })
  return sampleOf(await workshop.buildHead())
}

const printedBy = async ({ out = '' }: Outcome) => (await run(join(out, 'bin/app'), [])).stdout.trim()
const linesOf = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, text]) => `${name} ${text}`)
    .join('\n')

async function expectPlain({ out = '' }: Outcome): Promise<void> {
  const plain = sampleOf(await workshop.buildPlainly(['sample']))
  expect(plain.out).toEqual(expect.any(String))
  expect(readFileSync(join(out, 'bin/app')).equals(readFileSync(join(plain.out!, 'bin/app')))).toBe(true)
}

it('has a full build of all crates', async () => {
  expect(full).toMatchObject({ out: expect.any(String), intermediates: expect.any(String) })
  expect(compiledCrates(full.log)).toEqual(all)
  expect(await printedBy(full)).toBe(linesOf(printedAtBase))
})

it.each(rows)(
  '$edit',
  async ({ files = {}, options = '', compiled, prints, programs, plain = false }) => {
    const head = await buildHead(files, unchecked + options)
    expect(head).toMatchObject({ change: 'resume', out: expect.any(String) })
    expect(compiledCrates(head.log)).toEqual(compiled ?? all)
    expect(await printedBy(head)).toBe(linesOf({ ...printedAtBase, ...prints }))
    expect(readdirSync(join(head.out!, 'bin')).sort()).toEqual(programs ?? ['app', 'extra'])
    if (plain) await expectPlain(head)
  },
  5 * minutes,
)

it(
  'leaves out what names the store path of the full build',
  async () => {
    workshop.write({ ...within('placed', placed('two')), 'default.nix': projectOf({ placed: unchecked }) })
    const head = (await workshop.buildHead()).get('placed')!
    expect(head.log).toContain('incremental-nix: target is that of the full build')
    expect(await printedBy(head)).toBe(head.out)
  },
  5 * minutes,
)

it('keeps nothing that Nix sees a reference in', async () => {
  const { intermediates = '' } = full
  const { stdout } = await workshop.world.nix(['path-info', '--recursive', intermediates])
  expect(stdout.trim()).toBe(intermediates)
})

it(
  'runs tests again that passed at the base',
  async () => {
    const head = await buildHead({ 'c4/src/lib.rs': crate('c4', 5) }, '')
    expect(head.out).toEqual(expect.any(String))
    expect(stripVTControlCharacters(head.log)).toContain('test runs ... ok')
  },
  5 * minutes,
)

it(
  'fails where a test of HEAD fails',
  async () => {
    const failing = `${crate('c4', 5)}\n#[test]\nfn fails() {\n    assert_eq!(value(), 6);\n}\n`
    const head = await buildHead({ 'c4/src/lib.rs': failing }, '')
    expect(head.out).toBeUndefined()
    expect(stripVTControlCharacters(head.log)).toContain('test fails ... FAILED')
  },
  5 * minutes,
)

it(
  'makes what the plain build makes, after random edits',
  async () => {
    const edits = randomEditsOf(process.env, { number: 4, seed: 2026 })
    process.stdout.write(`random edits: RANDOM_EDITS=${edits.number} RANDOM_EDITS_SEED=${edits.seed}\n`)
    const workspace = createRandomWorkspace(createDice(edits.seed))
    for (let left = edits.number; left > 0; left--) {
      const { what, files } = workspace.edit()
      const head = await buildHead(files)
      process.stdout.write(`${what}: ${compiledCrates(head.log).join(' ')}\n`)
      await expectPlain(head)
    }
  },
  60 * minutes,
)
