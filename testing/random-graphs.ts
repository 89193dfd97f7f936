import fc from 'fast-check'

/** Random derivation graphs, which random-graphs.nix instantiates. */

export interface Mention {
  /** The index of an earlier derivation, and one of its outputs. */
  readonly to: number
  readonly output: string
  readonly place: (typeof places)[number]
  readonly how: (typeof ways)[number]
}

export interface Node {
  readonly name: string
  readonly system: string
  readonly kind: 'addressed' | 'fixed' | 'floating'
  readonly hash: string
  readonly hashMode: 'flat' | 'recursive'
  readonly structured: boolean
  /** Null where it is not said that there is `out`. */
  readonly outputs: readonly string[] | null
  readonly env: readonly { readonly name: string; readonly value: unknown }[]
  readonly args: readonly string[]
  readonly mentions: readonly Mention[]
}

/** What a derivation needs stands before it. The last one is needed by no other. */
export type Nodes = readonly Node[]

const places = ['text', 'list', 'nested', 'args', 'builder', 'exportReferencesGraph', 'checks'] as const
const ways = ['path', 'text', 'basename', 'context', 'placeholder', 'drv', 'drvSource'] as const
/** Where the whole path has to stand by itself. */
const exact: readonly string[] = ['builder', 'exportReferencesGraph', 'checks']

const outputNames = ['out', 'dev', 'doc', 'bin', 'lib_x']
const systems = ['x86_64-linux', 'aarch64-linux', 'aarch64-darwin', 'mips-strange']

// No byte 0, which no environment can hold.
const text = fc
  .oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
    {
      weight: 2,
      arbitrary: fc.string({
        unit: fc.constantFrom('\\', '"', '\n', '\r', '\t', '$', '{', "'", ' ', 'n'),
        maxLength: 8,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '/nix/store',
        '${x}',
        "''",
        '@out@',
        '%',
        '\u0001',
        '\u007f',
        '\ufeff',
        '\u2028',
      ),
    },
  )
  .map((some) => some.replaceAll('\0', ''))

const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((value) => value + 0),
)
const flat = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }))
const nested = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }).map(withoutSpecial),
  ),
})).value

/** Nix takes values with these for something else: paths and functions. */
function withoutSpecial(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => !['outPath', '__toString'].includes(name)),
  )
}

/** Attributes that mean something to Nix have values of their own. */
const special: readonly (readonly [string, unknown])[] = [
  ['__structuredAttrs', false],
  ['__contentAddressed', false],
  ['__impure', false],
  ['passAsFile', ['text0', 'list0']],
  ['passAsFile', 'text0'],
  ['preferLocalBuild', true],
  ['allowSubstitutes', false],
  ['requiredSystemFeatures', ['big-parallel', 'kvm']],
  ['impureEnvVars', ['HOME', 'http_proxy']],
  ['allowedReferences', []],
  ['allowedRequisites', ['out']],
  ['outputHashMode', 'recursive'],
  ['outputHashAlgo', 'sha256'],
  ['__noChroot', true],
  ['__darwinAllowLocalNetworking', false],
  ['__ignoreNulls', true],
  ['postPhases', 'onePhase twoPhase'],
  ['postPhases', ['onePhase']],
  ['phases', 'buildPhase'],
  ['preBuild', 'echo "a"\n'],
  ['preConfigure', ''],
  ['setOutputFlags', ''],
  ['__proto__', 'a'],
  ['constructor', 'b'],
  ['PATH', '/bin'],
]
/** Set by random-graphs.nix, or with a meaning that a random value has not. */
const reserved =
  /^(__.*|name|system|builder|args|outputs?|outputHash.*|out|dev|doc|bin|lib_x|preBuild|preConfigure)$/

const name = fc
  .string({ unit: fc.constantFrom(...'abzAZ019+-._?='), minLength: 1, maxLength: 12 })
  .map((some) => some.replace(/^\.+/, '').replace(/\.drv$/, '') || 'a')

const seed = fc.record({
  name,
  system: fc.oneof(
    { weight: 6, arbitrary: fc.constant(systems[0]!) },
    { weight: 1, arbitrary: fc.constantFrom(...systems) },
  ),
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('addressed' as const) },
    { weight: 2, arbitrary: fc.constant('fixed' as const) },
    { weight: 1, arbitrary: fc.constant('floating' as const) },
  ),
  hash: fc.stringMatching(/^[0-9a-f]{64}$/),
  hashMode: fc.constantFrom('flat' as const, 'recursive' as const),
  structured: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  outputs: fc.option(fc.shuffledSubarray(outputNames, { minLength: 1 })),
  flat: fc.array(fc.tuple(text, flat), { maxLength: 5 }),
  nested: fc.array(fc.tuple(text, nested), { maxLength: 4 }),
  special: fc.subarray([...special], { maxLength: 3 }),
  args: fc.array(text, { maxLength: 3 }),
  mentions: fc.array(
    fc.record({
      // Mostly near, so that graphs are deep.
      distance: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
      ),
      output: fc.nat(9),
      place: fc.constantFrom(...places),
      how: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom('path' as const, 'text' as const) },
        { weight: 2, arbitrary: fc.constantFrom(...ways) },
      ),
    }),
    { maxLength: 4 },
  ),
})

/** `index` is an attribute of each, so that no two are the same. */
export const graphs: fc.Arbitrary<Nodes> = fc
  .array(seed, { minLength: 5, maxLength: 40, size: 'max' })
  .map((seeds) => {
    const nodes: Node[] = []
    for (const [index, { flat, nested, special, mentions, ...rest }] of seeds.entries()) {
      const { structured, kind, name } = rest
      const random = (structured ? nested : flat).filter(([name]) => !reserved.test(name))
      const meant = special.filter(([name]) => fits(name, kind, structured))
      const env = new Map([...random, ...meant, ['index', index] as const])
      nodes.push({
        ...rest,
        name,
        // One output alone can be fixed.
        outputs: kind === 'fixed' ? null : rest.outputs,
        env: [...env].map(([name, value]) => ({ name, value })),
        mentions: withOneBuilder(mentions).flatMap(({ distance, output, place, how }): Mention[] => {
          const to = index - distance
          const needed = nodes[to]
          if (needed === undefined) return []
          const outputs = needed.outputs ?? ['out']
          const fitting = place === 'nested' && !structured ? 'text' : place
          return [
            {
              to,
              output: outputs[output % outputs.length]!,
              place: fitting,
              how: exact.includes(fitting) ? 'path' : how,
            },
          ]
        }),
      })
    }
    return nodes
  })

function withOneBuilder<T extends Pick<Mention, 'place'>>(mentions: readonly T[]): readonly T[] {
  const first = mentions.find(({ place }) => place === 'builder')
  return mentions.filter((mention) => mention.place !== 'builder' || mention === first)
}

function fits(name: string, kind: Node['kind'], structured: boolean): boolean {
  if (kind !== 'addressed' && /^(__contentAddressed|outputHash)/.test(name)) return false
  return !(structured && name === '__structuredAttrs')
}
