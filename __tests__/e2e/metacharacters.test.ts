import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { annotations, runAction } from '../../testing/action.ts'
import { createScenario, type Scenario } from '../../testing/scenario.ts'

/** What a pull request controls is data: names, messages and build output are neither commands nor markup. */
const nasty = [
  '$(touch${IFS}pwned)`touch${IFS}pwned`;touch${IFS}pwned|touch${IFS}pwned',
  '\'"\\',
  '::error::pwned',
  '##[error]pwned',
  '<img/src=x>',
  '--upload-pack=touch${IFS}pwned',
].join('&')

let scenario: Scenario
beforeAll(() => {
  scenario = createScenario()
})
afterAll(() => scenario.dispose())

it('a branch, file, author or commit message of metacharacters changes nothing', async () => {
  const { sample } = scenario
  for (const key of ['user.name', 'author.name', 'committer.name']) sample.git('config', key, nasty)
  const branch = nasty.replace(/[\\[\s:^~?*]/g, '_').replace(/\.\.|@\{/g, '_')
  const fileName = nasty.replaceAll('/', '_')
  const base = sample.commit(`first\n\n::error::pwned\n${nasty}`, '2026-01-01T12:00:00Z')
  sample.branch(branch)
  sample.changeLeaf()
  sample.write(`src/${fileName}`, '')
  sample.write(`${fileName}/\n::error::pwned`, '')
  // What a build prints is the pull request's as well.
  sample.edit('package.nix', (text) =>
    text.replace(
      'isLibrary',
      `preBuild = ''printf '%s\\n' '::error::pwned' ' ::warning::pwned' '##[error]pwned' '::set-output name=build::pwned' '@nix {"action":"msg","level":0,"msg":"::error::pwned"}' >&2'';\n  isLibrary`,
    ),
  )
  const head = sample.commit(`::error::pwned\n##[error]pwned\n${nasty}`, '2026-01-02T05:00:00Z')

  const workspace = scenario.checkout(head)
  const env = { GITHUB_REF: `refs/heads/${branch}`, GITHUB_HEAD_REF: branch, GITHUB_ACTOR: nasty }
  const { main, post } = await runAction(
    scenario.step(workspace, {
      inputs: { installables: '.#sample', cache: `file://${join(scenario.directory, 'cache')}` },
      env,
    }),
  )
  expect(main.exitCode).toBe(0)
  expect([...main.errors, ...main.warnings, ...post.errors, ...post.warnings]).toEqual([])
  expect(main.outputs).toMatchObject({ revision: base, build: 'incremental', 'modules-compiled': '1' })
  // It was printed, and it was printed where the runner does not listen.
  expect(main.log).toContain('sample-0.1.0.0> ::error::pwned')
  const commands = ['error', 'warning', 'set-output', 'add-mask', 'set-env'].flatMap((name) =>
    annotations(main.log, name),
  )
  expect([...commands, ...main.located]).toEqual([])
  expect(outsideFence(main.log)).not.toContain('##[')
  expect(main.summary).not.toContain('pwned')
  for (const directory of [workspace, scenario.directory]) {
    expect(readdirSync(directory).filter((name) => name === 'pwned')).toEqual([])
  }
  expect(existsSync('pwned')).toBe(false)
})

it('an installable of metacharacters is an error and no more', async () => {
  const workspace = scenario.checkout('main')
  const { main } = await runAction(
    scenario.step(workspace, {
      inputs: { installables: `.#"${'${builtins.abort "pwned"}'.replaceAll('"', '')}"` },
    }),
  )
  expect(main.errors).toHaveLength(1)
  expect(main.errors[0]).toContain('does not exist at HEAD')
})

/** The lines that the runner looks at for commands. */
function outsideFence(log: string): string {
  return log.replace(/::stop-commands::(\S+)\n[\s\S]*?::\1::/g, '')
}
