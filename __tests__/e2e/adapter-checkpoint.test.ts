import { join } from 'node:path'
import { run } from '../../src/lib/process.ts'
import { recordedModules } from '../../src/nix/intermediates.ts'
import { type Files, type Kind, kinds, ordinary } from '../../testing/c-project/project.ts'
import { type CWorkshop, compiledIn, contentsOf, createCWorkshop } from '../../testing/c-project/workshop.ts'
import type { Outcome } from '../../testing/rewriting.ts'
import { always, type Row, rows, runs } from './compiled/rows.ts'

/** The same program by each kind of build: a full build, and for each edit HEAD on top of it, and HEAD as it is. */
let workshop: CWorkshop
let full: ReadonlyMap<string, Outcome>
type Run = (typeof runs)[number]
const built = new Map<Run, Readonly<Record<'head' | 'plain', ReadonlyMap<string, Outcome>>>>()

beforeAll(async () => {
  workshop = createCWorkshop()
  workshop.lay(kinds, { options: ordinary })
  full = await workshop.makeFullBuilds()
  for (const one of runs) {
    const edits = one.names.map((name): Row => rows[name])
    workshop.buildIn(edits.some(({ elsewhere }) => elsewhere === true) ? 'elsewhere' : 'here')
    workshop.lay(one.kinds, {
      options: Object.assign({ ...ordinary }, ...edits.map(({ options }) => options)),
      files: Object.assign({}, ...edits.map(({ files }) => files)) as Files,
      extra: edits.map(({ extra = '' }) => extra).join(' '),
      ...edits.find(({ dependency }) => dependency !== undefined && { dependency }),
    })
    const head = await workshop.buildHead()
    built.set(one, { head, plain: await workshop.buildPlainly(one.kinds) })
  }
}, 1_200_000)
afterAll(() => workshop.dispose())

const outcomes = (one: Run, kind: Kind) => {
  const { head, plain } = built.get(one)!
  return { head: head.get(kind)!, plain: plain.get(kind)! }
}
const cases = runs.flatMap((one) => one.kinds.map((kind) => [kind, one.names.join(', '), one] as const))

it.each(kinds)('%s: there is a full build, which says how many objects it has', async (kind) => {
  const { out, intermediates = '', log } = full.get(kind)!
  expect(out).toBeDefined()
  const objects = compiledIn(full.get(kind)!)
  expect(objects).toContain('main')
  expect(await recordedModules(intermediates)).toEqual(new Map([['objects', objects.length]]))
  expect(log).toContain(`incremental-nix: ${objects.length} of ${objects.length} objects were compiled`)
})

it.each(kinds)('%s: nothing refers to what objects name', async (kind) => {
  const { intermediates = '' } = full.get(kind)!
  const { stdout } = await workshop.world.nix(['path-info', '--recursive', intermediates])
  expect(stdout.trim()).toBe(intermediates)
})

it.each(cases)('%s: %s: exactly what changed is compiled', (kind, _, one) => {
  const expected = one.names.map((name) => (rows[name] as Row).compiled[kind])
  const { head } = outcomes(one, kind)
  expect(head.change).toBe('resume')
  expect(expected).not.toContain(undefined)
  if (expected.includes('all')) {
    expect(head.log).toMatch(/^incremental-nix: (\d+) of \1 objects were compiled$/m)
  } else {
    const names = expected.flatMap((list) => list ?? [])
    expect(compiledIn(head)).toEqual([...new Set([...always[kind], ...names])].sort())
  }
  // As make and CMake's makefiles print it, whatever the hooks say. Ninja overwrites its lines.
  if (kind !== 'cmake-ninja') expect(commandsIn(head)).toBe(compiledIn(head).length)
})
const commandsIn = ({ log }: Outcome) => log.match(/Building C object|^gcc .*-c /gm)?.length ?? 0

it.each(cases)('%s: %s: the product is that of the plain build', async (kind, _, one) => {
  const { head, plain } = outcomes(one, kind)
  expect(contentsOf(head)).toEqual(contentsOf(plain))
  expect(await printedBy(head)).toBe(await printedBy(plain))
})

async function printedBy({ out = '' }: Outcome): Promise<string> {
  const { stdout } = await run(join(out, 'bin/app'), [])
  return stdout.replace(out, '')
}
