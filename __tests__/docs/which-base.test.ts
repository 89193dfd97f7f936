import { readFileSync } from 'node:fs'
import { parse } from '@mermaid-js/parser'
import { type Base, findBase } from '../../src/engine/base.ts'
import { fittingCommit } from '../../src/engine/fitting-base.ts'
import { levelsOf } from '../../src/report/report.ts'
import { openCheckout, openHistory, parseLevels, withOffset } from '../../src/revision/index.ts'
import { type Commit, origin, removeTemporaries, shallowCheckout, temporary } from '../../testing/git.ts'

// docs/which-base.md shows graphs; what they show has to be what the action answers.

afterAll(removeTemporaries)

const page = readFileSync(new URL('../../docs/which-base.md', import.meta.url), 'utf8')
const pictures = [...page.matchAll(/\n([^\n]+)\n\n```mermaid\n([\s\S]*?)```/g)].map(
  ([, sentence = '', text = '']): [string, string] => [sentence, text],
)

interface Graph {
  readonly commits: readonly (Commit & {
    readonly name: string
    readonly shown: boolean
    readonly above: boolean
  })[]
  /** Positions. */
  readonly head: number
  readonly branches: ReadonlyMap<string, number>
  /** What is said in comments. */
  readonly settings: Readonly<Record<string, string>>
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** `Mon 11:00` of the week that begins on 1 March 2026, in epoch seconds. */
function timeOf(name: string): number {
  const [day = '', clock] = name.split(' ')
  return Date.parse(`2026-03-0${days.indexOf(day) + 1}T${clock}:00Z`) / 1000
}

async function graphOf(text: string): Promise<Graph> {
  const settings = Object.fromEntries(
    [...text.matchAll(/%% (\w+): (.*)/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const commits: (Commit & { name: string; shown: boolean; above: boolean })[] = []
  const branches = new Map<string, number>()
  let branch = 'main'
  let head = -1
  for (const statement of (await parse('gitGraph', text)).statements) {
    if (statement.$type === 'Checkout') branch = statement.branch
    else if (statement.$type === 'Branch') {
      branches.set(statement.name, branches.get(branch)!)
      branch = statement.name
    } else if (statement.$type === 'Commit' || statement.$type === 'Merge') {
      const name = statement.id ?? ''
      const other = statement.$type === 'Merge' ? [branches.get(statement.branch)!] : []
      const parents = [...(branches.has(branch) ? [branches.get(branch)!] : []), ...other]
      const { type } = statement
      commits.push({
        ...{ parents, name },
        time: timeOf(name),
        shown: type === 'HIGHLIGHT',
        above: type === 'REVERSE',
      })
      branches.set(branch, commits.length - 1)
      if (statement.tags?.includes('HEAD')) head = commits.length - 1
    } else throw new Error(`a statement that this test does not know: ${statement.$type}`)
  }
  return { commits, head, branches, settings }
}

it('has pictures', () => {
  expect(pictures.length).toBe((page.match(/```mermaid/g) ?? []).length)
  expect(pictures.length).toBeGreaterThanOrEqual(8)
})

it.each(pictures)('%s', async (_, text) => {
  const { commits, head, branches, settings } = await graphOf(text)
  expect(commits.filter(({ shown }) => shown)).toHaveLength(1)
  const { url, ids } = origin(
    commits.map((commit, n) => (n === head ? { ...commit, refs: ['refs/heads/main'] } : commit)),
  )
  const checkout = await openCheckout(shallowCheckout(url, ids[head]!))
  const start = settings.start === undefined ? head : branches.get('feature')!
  const now = settings.mode?.replace('full, ', '')
  const instant = now === undefined ? commits[start]!.time : timeOf(now)
  const history = openHistory({
    checkout,
    access: { serverUrl: 'https://git.example' },
    scratch: temporary(),
  })
  const choice = {
    revisions: [],
    date: undefined,
    levels: withOffset(parseLevels(settings.interval ?? '1 day'), settings.offset ?? '0'),
    parents: settings.history === 'all' ? 'all' : 'first-parent',
  } as const
  const found = await findBase(choice, history, { revision: ids[start]!, instant })
  const base = await withFitting(found)
  const [finest, ...above] = levelsOf(base).map(({ revision }) => commits[ids.indexOf(revision)])
  expect(finest).toMatchObject({ shown: true })
  expect(above).toEqual(commits.filter((one) => one.above).reverse())

  /** Where it is said which commit changed what everything is compiled with. */
  async function withFitting(truncated: Base): Promise<Base> {
    if (settings.changed === undefined) return truncated
    const changed = timeOf(settings.changed)
    const way = { history, base: truncated, parents: choice.parents, atMerge: settings.start === 'merge' }
    const fitting = await fittingCommit(
      { ...way, start: { revision: ids[start]!, instant } },
      { fits: async ({ time }) => time >= changed, hints: async () => new Set() },
    )
    return fitting === undefined ? truncated : { ...truncated, ...fitting, coarser: truncated }
  }
})
