import { parseArgs } from 'node:util'
import { UserError } from '../lib/errors.ts'
import { optionsOf, type Verb, verbs } from './options.ts'

/** What the user asked for. */
export type Command =
  | { readonly kind: 'help'; readonly verb: Verb | undefined }
  | { readonly kind: 'version' }
  | VerbCommand

export interface VerbCommand {
  readonly kind: 'verb'
  readonly verb: Verb
  /** As given, by name; what may be given several times is one text of lines. */
  readonly options: ReadonlyMap<string, string>
  readonly installables: readonly string[]
}

/** Reads the arguments after the program's name. Throws `UserError` for the first that is wrong. */
export function parseCommand(args: readonly string[]): Command {
  const [first, ...rest] = args
  if (first === undefined || first === '--help' || first === '-h' || first === 'help')
    return { kind: 'help', verb: verbs.find((verb) => verb === rest[0]) }
  if (first === '--version') return { kind: 'version' }
  const verb = verbs.find((one) => one === first)
  if (verb === undefined)
    throw new UserError(
      `There is no command \`${first}\`. The first argument is one of ${verbs.join(', ')}; see \`incremental-nix --help\`.`,
    )
  return parseVerb(verb, rest)
}

function parseVerb(verb: Verb, args: readonly string[]): Command {
  const known = new Map(optionsOf(verb).map((option) => [option.name, option]))
  const { tokens } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(
        [...known].map(([name, { kind }]) => [
          name,
          { type: kind === 'switch' ? ('boolean' as const) : ('string' as const) },
        ]),
      ),
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
      'print-build-logs': { type: 'boolean', short: 'L' },
    },
    allowPositionals: true,
    // What is wrong is said below, in words of our own.
    strict: false,
    tokens: true,
  })
  const options = new Map<string, string>()
  const installables: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') installables.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    if (name === 'help') return { kind: 'help', verb }
    if (name === 'version') return { kind: 'version' }
    const option = known.get(name)
    if (option === undefined)
      throw new UserError(
        `The command \`${verb}\` has no option \`${rawName}\`. See \`incremental-nix ${verb} --help\`.`,
      )
    const text = value ?? (option.kind === 'switch' ? 'true' : undefined)
    if (text === undefined)
      throw new UserError(
        `The option \`${rawName}\` needs a value. Write it as in \`${rawName} ${option.value}\`.`,
      )
    const before = options.get(name)
    if (before !== undefined && option.kind !== 'lines')
      throw new UserError(`The option \`${rawName}\` is there twice. Leave one out.`)
    options.set(name, before === undefined ? text : `${before}\n${text}`)
  }
  if (verb === 'truncate' && installables.length > 0)
    throw new UserError(
      `The command \`truncate\` builds nothing, so that it takes no \`${installables[0]}\`. Leave it out.`,
    )
  return { kind: 'verb', verb, options, installables }
}
