import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { createReader } from '../../src/engine/graphs.ts'
import {
  type Change,
  type Derivation,
  parseDerivation,
  type RequestedDerivation,
  type RewriteRequest,
  type Rewritten,
  rewriteRequest,
  walk,
} from '../../src/graph/index.ts'
import { nixString } from '../../src/nix/nix.ts'
import { rewrite } from '../../src/nix/rewrite.ts'
import { createNixWorld, removeReadOnly } from '../../testing/nix-world.ts'
import { graphs, type Nodes } from '../../testing/random-graphs.ts'

/**
 * Random derivation graphs, instantiated by Nix and rewritten by nix/rewrite.nix. What has to change follows from how the
 * graphs were made, not from what Nix wrote. GRAPH_PROPERTY_RUNS sets how many; FC_SEED repeats one run.
 */
const runs = Number(process.env.GRAPH_PROPERTY_RUNS ?? 500)
const graphsPerRun = 25

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'incremental-nix-test-')))
const world = createNixWorld(join(directory, 'nix'))
world.configure('extra-experimental-features = ca-derivations')
const scratch = join(directory, 'scratch')
mkdirSync(scratch)
afterAll(() => removeReadOnly(directory))

const nix = { run: world.nix }
const rewriteAll = async (request: RewriteRequest) =>
  new Map(Object.entries((await rewrite(nix, request, scratch)) as Record<string, Rewritten>))

const interpreter = fileURLToPath(new URL('../../testing/random-graphs.nix', import.meta.url))

/** The `.drv` paths of each graph. */
async function instantiate(specs: readonly Nodes[]): Promise<readonly (readonly string[])[]> {
  const file = join(scratch, 'specs.json')
  writeFileSync(file, JSON.stringify(specs))
  const expression = `import ${nixString(interpreter)} { specs = ${nixString(file)}; }`
  const { stdout } = await world.nix(['eval', '--impure', '--json', '--expr', expression])
  return (JSON.parse(stdout) as { derivation: string }[][]).map((graph) =>
    graph.map(({ derivation }) => derivation),
  )
}

/** What Nix is to make again as it is: all that it can, whatever is below. */
function requestedAsItIs(derivation: Derivation): readonly RequestedDerivation[] {
  const alone = new Map([[derivation.path, derivation]])
  const { derivations } = rewriteRequest(
    alone,
    new Map([[derivation.path, { kind: 'keep', adapter: 'haskell', unchecked: false, on: null }]]),
  )
  return derivations.map((one) => ({ ...one, change: null }))
}

/** Which derivations a change of the one at `target` changes. */
function affectedBy(nodes: Nodes, target: number): ReadonlySet<number> {
  const affected = new Set([target])
  const closures: ReadonlySet<number>[] = []
  const addressed: boolean[] = []
  for (const [index, { kind, mentions }] of nodes.entries()) {
    const needed = new Set<number>()
    const closure = new Set([index])
    /** Those whose `.drv` files it names. */
    const files = new Set<number>()
    for (const { to, how } of mentions) {
      for (const one of closures[to]!) closure.add(one)
      if (how !== 'drvSource') needed.add(to)
      if (how === 'drvSource') files.add(to)
      if (how === 'drv') for (const one of closures[to]!) files.add(one).add(one) && needed.add(one)
    }
    closures.push(closure)
    const follows =
      kind === 'addressed' && [...needed].every((one) => addressed[one] || nodes[one]!.kind === 'fixed')
    addressed.push(follows)
    if (index === target && !follows) return new Set()
    const blocked = [...files].some((one) => affected.has(one))
    if (index > target && follows && !blocked && [...needed].some((one) => affected.has(one)))
      affected.add(index)
  }
  return affected
}

interface Case {
  readonly nodes: Nodes
  /** Of the derivation that is changed, as a part of all. */
  readonly target: number
  readonly kind: Change['kind']
}

const cases: fc.Arbitrary<Case> = fc.record({
  nodes: graphs,
  target: fc.nat(1000),
  kind: fc.constantFrom('keep' as const, 'resume' as const, 'identify' as const, 'replace' as const),
})

const outputNames = ['out', 'dev', 'doc', 'bin', 'lib_x']
/** Its outputs stand for those that are replaced, and for intermediates. */
const standIn: Nodes = [
  {
    name: 'stand-in',
    system: 'x86_64-linux',
    kind: 'addressed',
    hash: '',
    hashMode: 'flat',
    structured: false,
    outputs: outputNames,
    env: [],
    args: [],
    mentions: [],
  },
]

function changeOf(kind: Change['kind'], by: Derivation): Change {
  const outputOf = (output: string) => ({ derivation: by.path, output, path: by.outputs.get(output)!.path })
  if (kind === 'keep') return { kind, adapter: 'haskell', unchecked: false, on: null }
  if (kind === 'resume') return { kind, adapter: 'haskell', from: outputOf('out'), distrust: true }
  if (kind === 'identify') return { kind, adapter: 'haskell', from: outputOf('out') }
  return { kind, by: new Map([...by.outputs.keys()].map((output) => [output, outputOf(output)])) }
}

const hashed = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** Inputs of a derivation, in an order that does not matter. */
const inputsOf = (inputs: Iterable<readonly [string, readonly string[]]>) => {
  const all = new Map<string, Set<string>>()
  for (const [path, outputs] of inputs) all.set(path, new Set([...(all.get(path) ?? []), ...outputs]))
  return [...all].map(([path, outputs]) => [path, [...outputs].sort()] as const).sort()
}

/** Attributes that the hooks of the adapter change. */
const hooked =
  /^(outputs|intermediates|preBuild|preConfigure|postConfigure|postPhases|phases|setOutputFlags|incrementalNix.*|(dis)?allowed.*)$/

/** Compares one rewritten derivation with the one that it was. */
function compare(
  before: Derivation,
  after: Derivation,
  change: Change | undefined,
  newPathOf: (derivation: string) => string,
  newOutputOf: (derivation: string, output: string) => string,
  read: (path: string) => Derivation | undefined,
): void {
  const replaced: [string, string][] = [...before.outputs].map(([output, { path }]) => [
    path,
    after.outputs.get(output)!.path,
  ])
  for (const [input, outputs] of before.inputDrvs) {
    if (newPathOf(input) === input) continue
    for (const output of outputs)
      replaced.push([read(input)!.outputs.get(output)!.path, newOutputOf(input, output)])
  }
  const renew = (value: string) =>
    replaced.reduce((text, [old, path]) => text.replaceAll(hashed(old), hashed(path)), value)
  expect(after.name).toBe(before.name)
  expect(after.system).toBe(before.system)
  expect(after.builder).toBe(renew(before.builder))
  expect(after.args).toEqual(before.args.map(renew))
  expect([...after.inputSrcs].sort()).toEqual([...before.inputSrcs].sort())
  const start = change?.kind === 'resume' || change?.kind === 'identify' ? change.from : null
  const from = start === null ? [] : [[start.derivation, [start.output]] as const]
  const inputs = [...before.inputDrvs].map(([input, outputs]) => [newPathOf(input), outputs] as const)
  expect(inputsOf(after.inputDrvs)).toEqual(inputsOf([...inputs, ...from]))
  const added = change?.kind === 'keep' ? ['intermediates'] : []
  expect([...after.outputs.keys()].sort()).toEqual([...before.outputs.keys(), ...added].sort())
  const attributesOf = ({ env }: Derivation, text: (value: string) => string) => {
    const json = env.get('__json')
    const read = json === undefined ? [] : Object.entries(JSON.parse(text(json)) as Record<string, unknown>)
    const all = [...env]
      .filter(([name]) => name !== '__json')
      .map(([name, value]) => [name, text(value)] as const)
    const compared = [...all, ...read].filter(([name]) => change === undefined || !hooked.test(name))
    return new Map<string, unknown>(compared)
  }
  expect(attributesOf(after, (value) => value)).toEqual(attributesOf(before, renew))
}

async function check(all: readonly Case[], counts: Record<string, number>): Promise<void> {
  const [[standInPath] = [], ...paths] = await instantiate([standIn, ...all.map(({ nodes }) => nodes)])
  const read = createReader()
  const graphOf = (index: number) => walk(paths[index]!, read)

  // Again as it is.
  const asItIs = new Map<string, RequestedDerivation>()
  for (const index of all.keys())
    for (const derivation of graphOf(index).values())
      for (const one of requestedAsItIs(derivation)) asItIs.set(one.path, one)
  const same = await rewriteAll({ derivations: [...asItIs.values()], replaced: {} })
  expect(same.size).toBe(asItIs.size)
  const unfaithful = [...same].filter(([path, made]) => !made.faithful || made.derivation !== path)
  expect(unfaithful.map(([path]) => readFileSync(path, 'utf8'))).toEqual([])
  for (const [path, { outputs }] of same) expect(outputs).toEqual(asItIs.get(path)!.outputs)

  // With one changed in each graph.
  const changed = all.map(({ nodes, target, kind }, index) => {
    // Mostly one on which much depends.
    const at = Math.floor((target / 1001) ** 2 * nodes.length)
    const own = paths[index]!
    const affected = affectedBy(nodes, at)
    const change = changeOf(kind, read(standInPath!)!)
    const changes = new Map(affected.size === 0 ? [] : [[own[at]!, change] as const])
    const request = rewriteRequest(graphOf(index), changes)
    const expected = [...affected].filter((one) => kind !== 'replace' || one !== at).map((one) => own[one]!)
    expect(request.derivations.map(({ path }) => path).sort()).toEqual(expected.sort())
    return { changes, request }
  })
  const rewritten = await rewriteSeparately(changed.map(({ request }) => request))
  for (const [index, { changes, request }] of changed.entries()) {
    const made = rewritten[index]!
    expect([...made.keys()].sort()).toEqual(request.derivations.map(({ path }) => path).sort())
    const newPathOf = (path: string) => {
      const replacement = Object.values(request.replaced[path] ?? {})[0]
      return replacement?.by.derivation ?? made.get(path)?.derivation ?? path
    }
    const newOutputOf = (path: string, output: string) =>
      request.replaced[path]?.[output]?.by.path ?? made.get(path)?.outputs[output] ?? ''
    for (const [path, { derivation, faithful, outputs }] of made) {
      expect(faithful).toBe(true)
      expect(derivation).not.toBe(path)
      const after = parseDerivation(derivation, readFileSync(derivation, 'utf8'))
      expect(outputs).toEqual(
        Object.fromEntries([...after.outputs].map(([name, output]) => [name, output.path])),
      )
      compare(read(path)!, after, changes.get(path), newPathOf, newOutputOf, read)
      counts.rewritten = (counts.rewritten ?? 0) + 1
    }
  }
  counts.derivations = (counts.derivations ?? 0) + asItIs.size
}

/** Several requests at once, since what Nix takes is mostly the time to start. */
async function rewriteSeparately(
  requests: readonly RewriteRequest[],
): Promise<readonly ReadonlyMap<string, Rewritten>[]> {
  const files = requests.map((request, index) => {
    const file = join(scratch, `request-${index}.json`)
    writeFileSync(file, JSON.stringify(request))
    return file
  })
  const rewriter = fileURLToPath(new URL('../../nix/rewrite.nix', import.meta.url))
  const list = files.map((file) => `(import ${nixString(rewriter)} { request = ${nixString(file)}; })`)
  const { stdout } = await world.nix(['eval', '--impure', '--json', '--expr', `[ ${list.join(' ')} ]`])
  return (JSON.parse(stdout) as Record<string, Rewritten>[]).map((answer) => new Map(Object.entries(answer)))
}

/** Of derivations that write their label and what their inputs hold. */
interface Small {
  readonly structured: boolean
  readonly fixed: boolean
  readonly inputs: readonly number[]
}

const smallGraphs: fc.Arbitrary<readonly Small[]> = fc
  .array(
    fc.record({
      structured: fc.boolean(),
      fixed: fc.integer({ min: 1, max: 6 }).map((side) => side === 1),
      distances: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 3, maxLength: 7, size: 'max' },
  )
  .map((seeds) =>
    seeds.map(({ structured, fixed, distances }, index) => ({
      structured: structured && !fixed,
      fixed,
      // What is fixed says nothing but its label, or else its hash were not known before.
      inputs: fixed ? [] : distances.map((distance) => index - distance).filter((one) => one >= 0),
    })),
  )

const labelOf = (graph: number, index: number) => `graph${graph}-node${index}`

/** Works with structured attributes and without. */
const writeLabelAndInputs = `
  if [ -e .attrs.sh ]; then source .attrs.sh; out=\${outputs[out]}; inputs="\${inputs[*]}"; fi
  echo "$label" > "$out"
  for input in $inputs; do echo "$(<$input)"; done >> "$out"
`

/** Nix code for the paths of one that takes the place of others, and of all. */
function smallExpression(all: readonly (readonly Small[])[]): string {
  const make = (label: string, { structured, fixed }: Small, inputs: readonly string[]) => {
    const hash = `outputHashAlgo = "sha256"; outputHash = builtins.hashString "sha256" "${label}\n";`
    return `derivation {
      name = "${label}"; label = "${label}"; system = builtins.currentSystem; inputs = [ ${inputs.join(' ')} ];
      builder = "/bin/bash"; args = [ "-c" ${nixString(writeLabelAndInputs)} ];
      ${fixed ? hash : ''} ${structured ? '__structuredAttrs = true;' : ''}
    }`
  }
  const named = (graph: number, index: number) => `g${graph}n${index}`
  const bindings = all.flatMap((nodes, graph) =>
    nodes.map((node, index) => {
      const inputs = node.inputs.map((input) => named(graph, input))
      return `${named(graph, index)} = ${make(labelOf(graph, index), node, inputs)};`
    }),
  )
  const standIn = make('stand-in', { structured: false, fixed: false, inputs: [] }, [])
  const lists = all.map((nodes, graph) => `[ ${nodes.map((_, index) => named(graph, index)).join(' ')} ]`)
  return `let ${bindings.join('\n')} in
    map (map (one: builtins.unsafeDiscardStringContext one.drvPath)) [ [ (${standIn}) ] ${lists.join(' ')} ]`
}

async function checkBuilt(all: readonly (readonly Small[])[], counts: { built: number }): Promise<void> {
  const { stdout } = await world.nix(['eval', '--impure', '--json', '--expr', smallExpression(all)])
  const [[standInPath] = [], ...paths] = JSON.parse(stdout) as string[][]
  const read = createReader()
  const targets = all.map((nodes) => nodes.findIndex(({ fixed }) => !fixed))
  const by = changeOf('replace', read(standInPath!)!)
  const requests = all.map((_, graph) => {
    const target = paths[graph]![targets[graph]!]
    return rewriteRequest(walk(paths[graph]!, read), new Map(target === undefined ? [] : [[target, by]]))
  })
  const made = await rewriteSeparately(requests)
  const built = made.flatMap((answer) => [...answer.values()].map(({ derivation }) => `${derivation}^*`))
  if (built.length > 0) await world.nix(['build', '--no-link', ...built])
  counts.built += built.length
  for (const [graph, nodes] of all.entries()) {
    const texts: string[] = []
    for (const [index, { inputs }] of nodes.entries()) {
      const own = [`${labelOf(graph, index)}\n`, ...inputs.map((input) => texts[input])].join('')
      texts.push(index === targets[graph] ? 'stand-in\n' : own)
      const answer = made[graph]!.get(paths[graph]![index]!)
      if (answer !== undefined) expect(readFileSync(answer.outputs.out!, 'utf8')).toBe(texts[index])
    }
  }
}

const seedOf = () => Number(process.env.FC_SEED ?? Math.floor(Math.random() * 2 ** 31))

it('builds what it rewrote with what was put in the place of an input', async () => {
  const seed = seedOf()
  process.stdout.write(`graph property: 20 graphs are built, FC_SEED=${seed}\n`)
  const counts = { built: 0 }
  const some = fc.array(smallGraphs, { minLength: 5, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(some, (all) => checkBuilt(all, counts)),
    { numRuns: 4, seed },
  )
  expect(counts.built).toBeGreaterThan(0)
}, 600_000)

it(`rewrites ${runs} random graphs so that only what depends on the change changes`, async () => {
  const seed = seedOf()
  process.stdout.write(`graph property: ${runs} graphs, FC_SEED=${seed}\n`)
  const counts: Record<string, number> = {}
  const started = performance.now()
  await fc.assert(
    fc.asyncProperty(fc.array(cases, { minLength: graphsPerRun, maxLength: graphsPerRun }), (some) =>
      check(some, counts),
    ),
    {
      numRuns: Math.ceil(runs / graphsPerRun),
      seed,
      // Else making a failing case small may go on for an hour.
      interruptAfterTimeLimit: 300_000 + runs * 1000,
      markInterruptAsFailure: true,
    },
  )
  process.stdout.write(
    `graph property: ${JSON.stringify(counts)}, ${((performance.now() - started) / 1000).toFixed(0)} s\n`,
  )
}, 3_600_000)
