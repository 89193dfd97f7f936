import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { lintAction, lintWorkflow, ownSteps } from '../testing/workflows/lint.ts'
import { pins, unpinned } from '../testing/workflows/pins.ts'

// Every workflow and every part of one that the project shows to people.

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const files = (directory: string, suffix: string) =>
  readdirSync(`${root}${directory}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(suffix))
    .map((path) => `${directory}/${path}`)
    .sort()

const workflows = [...files('.github/workflows', '.yml'), ...files('examples', '.yml')]
const actions = ['action.yml', 'truncate/action.yml', 'linux-builder/action.yml'].filter((path) =>
  existsSync(`${root}${path}`),
)
const pages = ['README.md', 'nix/README.md', ...files('docs', '.md'), ...files('examples', '.md')]
const blocks = pages.flatMap((page) =>
  [...read(page).matchAll(/```yaml\n([\s\S]*?)```/g)].map(({ 1: text = '', index }): [string, string] => [
    `${page}:${read(page).slice(0, index).split('\n').length}`,
    text,
  ]),
)

it.each(actions)('%s', async (path) => {
  expect(await lintAction(read(path), path)).toEqual([])
})

it.each(workflows)('%s', async (path) => {
  expect(await lintWorkflow(read(path), path)).toEqual([])
})

it.each(blocks)('%s', async (place, text) => {
  expect(await lintWorkflow(text, place)).toEqual([])
})

describe('the code of others', () => {
  it.each(workflows)('%s is pinned', (path) => {
    const official = path.startsWith('examples/') ? 'by major version' : 'by commit'
    expect(unpinned(read(path), official)).toEqual([])
  })

  it('is the same everywhere', () => {
    const all = [...new Set(workflows.flatMap((path) => pins(read(path))))]
    const names = all.map((pin) => pin.split('@')[0])
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    expect(names).toContain('cachix/install-nix-action')
  })

  const commit = '0123456789abcdef0123456789abcdef01234567'
  it.each([
    [`a/b@${commit} # v1.2.3`, true, true],
    [`a/b/c@${commit} # v1`, true, true],
    [`a/b@${commit}`, false, false],
    [`a/b@${commit.slice(1)} # v1`, false, false],
    ['a/b@v1', false, false],
    ['a/b@v1.2.3', false, false],
    ['a/b@main', false, false],
    ['docker://a/b:1', false, false],
    [`actions/x@${commit} # v1`, true, false],
    ['actions/x@v1', false, true],
    ['actions/x@main', false, false],
    ['./linux-builder', true, true],
    ['incremental-nix/incremental-nix/truncate@v1', true, true],
    ['incremental-nix/incremental-nix-x@v1', false, false],
  ])('%s: in a workflow %s, in an example %s', (uses, inWorkflow, inExample) => {
    const step = `steps:\n  - uses: ${uses}\n  - name: x\n    uses: ${uses}\n`
    expect(unpinned(step, 'by commit')).toHaveLength(inWorkflow ? 0 : 2)
    expect(unpinned(step, 'by major version')).toHaveLength(inExample ? 0 : 2)
  })
})

it('jobs for pull requests of forks only read the cache', () => {
  expect(parse(read('examples/fork-friendly/pull-request.yml'))).toMatchObject({
    on: 'pull_request',
    'cache-mode': 'read',
  })
})

it('every example uses the action', () => {
  const without = files('examples', '.yml').filter((path) => ownSteps(parse(read(path))).length === 0)
  expect(without).toEqual([])
})

describe('what is wrong is found', () => {
  const step = (text: string) =>
    `- uses: incremental-nix/incremental-nix@v1\n  id: build\n  with:\n    ${text}\n`
  const cases: [string, string, RegExp][] = [
    ['a syntax error', 'on: push\njobs: [', /Flow sequence/],
    ['an unknown event', `on: pushed\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: 'true' }]\n`, /pushed/],
    ['an unknown key', 'steps:\n  - run: true\n    shall: bash\n', /shall/],
    ['an unknown input', step('instalables: .#x'), /instalables/],
    ['an unknown input of a local action', '- uses: ./\n  with:\n    instalables: .#x\n', /instalables/],
    [
      'an unknown output',
      `${step('mode: plan')}- run: echo '\${{ steps.build.outputs.revison }}'\n`,
      /revison/,
    ],
    [
      'an unknown cache mode',
      `on: push\ncache-mode: reed\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: 'true' }]\n`,
      /reed/,
    ],
    ['an unknown step', `${step('mode: plan')}- run: echo '\${{ steps.other.outputs.revision }}'\n`, /other/],
    [
      'the output of a later step',
      `- run: echo '\${{ steps.build.outputs.revision }}'\n${step('mode: plan')}`,
      /build/,
    ],
    [
      'an unknown output of a job',
      `jobs:
  plan:
    runs-on: x
    outputs:
      revision: \${{ steps.build.outputs.revision }}
    steps:
      - uses: incremental-nix/incremental-nix@v1
        id: build
  next:
    needs: plan
    runs-on: x
    steps:
      - run: echo '\${{ needs.plan.outputs.boundary }}'
`,
      /boundary/,
    ],
    [
      'an action that is not there',
      '- uses: incremental-nix/incremental-nix/trunk@v1\n',
      /there is no action/,
    ],
  ]

  it.each(cases)('%s', async (_, text, message) => {
    expect((await lintWorkflow(text, 'example')).join('\n')).toMatch(message)
  })

  it('and what is right is not', async () => {
    const right = `${step('mode: plan')}- run: echo '\${{ steps.build.outputs.revision }}'\n`
    expect(await lintWorkflow(right, 'example')).toEqual([])
  })

  it('an action that runs on nothing', async () => {
    const text = read('action.yml').replace(/^ {2}using: .*$/m, '  using: node99')
    expect((await lintAction(text, 'action.yml')).join('\n')).toMatch(/node99|using/)
  })

  it('a block that is nothing of a workflow', async () => {
    await expect(lintWorkflow('name: x\n', 'example')).rejects.toThrow('neither')
  })
})
