import { isConfided, withoutConfidences } from '../../src/action/confidences.ts'
import { readSurroundings } from '../../src/action/surroundings.ts'

it('reads what the runner says', async () => {
  const said = {
    GITHUB_SERVER_URL: 'https://git.example',
    GITHUB_API_URL: 'https://git.example/api/v3',
    GITHUB_REPOSITORY: 'octo/sample',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_JOB: 'build',
    RUNNER_TEMP: '/t',
    RUNNER_ENVIRONMENT: 'github-hosted',
  }
  expect(await readSurroundings(said)).toMatchObject({
    serverUrl: 'https://git.example',
    apiUrl: 'https://git.example/api/v3',
    repository: 'octo/sample',
    sha: 'a'.repeat(40),
    event: { ref: 'refs/heads/main' },
    job: { runnerTemp: '/t', id: '7 2 build' },
    hosted: true,
  })
})

it('takes nothing for granted', async () => {
  expect(await readSurroundings({})).toMatchObject({
    serverUrl: 'https://github.com',
    apiUrl: 'https://api.github.com',
    repository: undefined,
    sha: undefined,
    event: { name: undefined, ref: undefined },
    hosted: false,
  })
})

it('keeps what the runner confides to the action', () => {
  const confided = {
    'INPUT_GITHUB-TOKEN': 'secret',
    ACTIONS_RUNTIME_TOKEN: 'secret',
    GITHUB_TOKEN: 'secret',
    GITHUB_ENV: '/f/env',
    GITHUB_OUTPUT: '/f/output',
    STATE_x: 'secret',
  }
  const told = { PATH: '/bin', GITHUB_WORKSPACE: '/w' }
  expect(withoutConfidences({ ...confided, ...told })).toEqual(told)
})

it.each([
  ['INPUT_GITHUB-TOKEN', true],
  ['INPUT_SIGNING-KEY', true],
  ['STATE_incremental-nix', true],
  ['ACTIONS_RUNTIME_TOKEN', true],
  ['ACTIONS_RESULTS_URL', true],
  ['ACTIONS_CACHE_URL', true],
  ['ACTIONS_ID_TOKEN_REQUEST_TOKEN', true],
  ['ACTIONS_ID_TOKEN_REQUEST_URL', true],
  ['GITHUB_ENV', true],
  ['GITHUB_OUTPUT', true],
  ['GITHUB_PATH', true],
  ['GITHUB_STATE', true],
  ['GITHUB_STEP_SUMMARY', true],
  ['GITHUB_SHA', false],
  ['GITHUB_WORKSPACE', false],
  ['GITHUB_TOKEN', false],
  ['RUNNER_TEMP', false],
  ['NIX_CONFIG', false],
  ['AWS_ACCESS_KEY_ID', false],
  ['MY_INPUT_FLAG', false],
])('%s is given to an action alone: %s', (name, expected) => {
  expect(isConfided(name)).toBe(expected)
})
