import { parseCommand } from '../../src/cli/command.ts'

const build = (options: Record<string, string>, ...installables: string[]) => ({
  kind: 'verb',
  verb: 'build',
  options: new Map(Object.entries(options)),
  installables,
})

it.each([
  [[], { kind: 'help', verb: undefined }],
  [['--help'], { kind: 'help', verb: undefined }],
  [['-h'], { kind: 'help', verb: undefined }],
  [['help', 'plan'], { kind: 'help', verb: 'plan' }],
  [['plan', '--help'], { kind: 'help', verb: 'plan' }],
  [['build', '.#a', '-h', '--nonsense'], { kind: 'help', verb: 'build' }],
  [['--version'], { kind: 'version' }],
  [['build', '--version'], { kind: 'version' }],
  [['build'], build({})],
  [['build', '.#a', '.#b'], build({}, '.#a', '.#b')],
  [['build', '--interval', '6h', '.#a'], build({ interval: '6h' }, '.#a')],
  [['build', '--interval=1 week, 1 day'], build({ interval: '1 week, 1 day' })],
  [['build', '--interval='], build({ interval: '' })],
  [['build', '--offset', '-1h'], build({ offset: '-1h' })],
  [['build', '--strict', '.#a'], build({ strict: 'true' }, '.#a')],
  [['build', '--strict=false'], build({ strict: 'false' })],
  [['build', '--cache', 'a', '--cache', 'b'], build({ cache: 'a\nb' })],
  [['build', '-L'], build({ 'print-build-logs': 'true' })],
  [['build', '--', '--file'], build({}, '--file')],
  [
    ['plan', '--simulate'],
    { kind: 'verb', verb: 'plan', options: new Map([['simulate', 'true']]), installables: [] },
  ],
  [
    ['plan', '--simulate=20'],
    { kind: 'verb', verb: 'plan', options: new Map([['simulate', '20']]), installables: [] },
  ],
  [
    ['truncate', '--path', 'a'],
    { kind: 'verb', verb: 'truncate', options: new Map([['path', 'a']]), installables: [] },
  ],
])('reads %j', (args, command) => {
  expect(parseCommand(args)).toEqual(command)
})

it.each([
  [['bild'], 'There is no command `bild`.'],
  [['--interval', '6h'], 'There is no command `--interval`.'],
  [['build', '--intervall', '6h'], 'The command `build` has no option `--intervall`.'],
  [['build', '-x'], 'The command `build` has no option `-x`.'],
  [['build', '--no-strict'], 'The command `build` has no option `--no-strict`.'],
  [['build', '--interval'], 'The option `--interval` needs a value. Write it as in `--interval TIME`.'],
  [['build', '--file', 'a', '--file', 'b'], 'The option `--file` is there twice.'],
  [['plan', '--confirm-failures', 'never'], 'The command `plan` has no option `--confirm-failures`.'],
  [['truncate', '.#a'], 'The command `truncate` builds nothing, so that it takes no `.#a`.'],
  // What only jobs have.
  ...['github-token', 'summary', 'annotations', 'comment', 'mode', 'start', 'linux-builder'].map(
    (name): [string[], string] => [
      ['build', `--${name}=x`],
      `The command \`build\` has no option \`--${name}\`.`,
    ],
  ),
  // A secret is no argument: whoever is on the machine reads those.
  [['build', '--signing-key', 'x'], 'The command `build` has no option `--signing-key`.'],
])('refuses %j', (args, message) => {
  expect(() => parseCommand(args)).toThrow(message)
})
