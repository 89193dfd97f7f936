import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { loadBuilderInputs, loadInputs, loadTruncateInputs } from '../../../src/action/inputs/index.ts'
import { defaults } from '../../../src/inputs/index.ts'

const actions = { '.': loadInputs, truncate: loadTruncateInputs, 'linux-builder': loadBuilderInputs }

const before = { ...process.env }
afterEach(() => {
  process.env = { ...before }
})

/** The defaults of an action, by the names of all of its inputs. */
function declared(action: string): Record<string, string> {
  const manifest = new URL(`../../../${action}/action.yml`, import.meta.url)
  const { inputs } = parse(readFileSync(manifest, 'utf8')) as { inputs: Record<string, { default?: string }> }
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.default ?? '']))
}

function load(action: keyof typeof actions, inputs: Record<string, string>): unknown {
  for (const [name, value] of Object.entries(inputs)) process.env[`INPUT_${name.toUpperCase()}`] = value
  return actions[action]({})
}

const all = Object.keys(actions) as (keyof typeof actions)[]

it.each(
  all.flatMap((action) =>
    Object.keys(declared(action))
      .filter((name) => name !== 'github-token')
      .map((name) => [action, name] as const),
  ),
)('%s: %s means its default when it is given empty', (action, name) => {
  const inputs = declared(action)
  expect(load(action, { ...inputs, [name]: '' })).toEqual(load(action, inputs))
})

it('a token that is given empty is none', () => {
  for (const action of ['.', 'truncate'] as const)
    expect(load(action, { ...declared(action), 'github-token': '' })).toMatchObject({ token: undefined })
})

it('the defaults are those of the actions', () => {
  const ofActions = all.flatMap((action) =>
    Object.entries(declared(action)).filter(([, value]) => value !== '' && !value.startsWith('${{')),
  )
  for (const [name, value] of ofActions) expect([name, defaults[name]]).toEqual([name, value])
  expect(Object.keys(defaults).sort()).toEqual([...new Set(ofActions.map(([name]) => name))].sort())
})
