import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DescriptionDictionary, data } from '@actions/expressions'
import { validate } from '@actions/languageservice'
import type { WorkflowContext } from '@actions/languageservice/context/workflow-context'
import { clearCache } from '@actions/languageservice/utils/workflow-cache'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse, parseDocument, stringify } from 'yaml'
import { cacheModeProblems, withoutCacheMode } from './cache-mode.ts'

/** GitHub's own language service over workflows, with this project's actions known to it. */

const root = fileURLToPath(new URL('../../', import.meta.url))
const ours = /^(?:incremental-nix\/incremental-nix|\.|\$)(?:\/([\w-]+))?(?:\/)?(?:@.*)?$/

export interface Manifest {
  readonly name: string
  readonly description: string
  readonly inputs?: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs?: Readonly<Record<string, { readonly description: string }>>
}

/** The action.yml that `uses:` names, if it is one of this project; undefined for others' actions. */
export function manifestOf(uses: string): Manifest | 'missing' | undefined {
  const match = ours.exec(uses.replace(/^([.$])\/$/, '$1'))
  if (match === null) return undefined
  const path = `${root}${match[1] === undefined ? '' : `${match[1]}/`}action.yml`
  return existsSync(path) ? (parse(readFileSync(path, 'utf8')) as Manifest) : 'missing'
}

function manifestIfThere(uses: string): Manifest | undefined {
  const manifest = manifestOf(uses)
  return manifest === 'missing' ? undefined : manifest
}

/** What is wrong with a workflow or a part of one, as `line: message`. `path` is for messages. */
export async function lintWorkflow(text: string, path: string): Promise<string[]> {
  const syntax = parseDocument(text).errors
  if (syntax.length > 0) return syntax.map(({ message }) => `${path}: ${message}`)
  const { workflow, firstLine } = complete(withoutCacheMode(text))
  // It knows texts by their addresses.
  clearCache()
  const document = TextDocument.create(`file:///.github/workflows/${path}`, 'yaml', 1, workflow)
  const found = await validate(document, {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name, path: inside, ref }) => {
        const manifest = manifestIfThere(`${owner}/${name}${inside ? `/${inside}` : ''}@${ref}`)
        // Without inputs nothing is checked: what other people's actions take is not known offline.
        return manifest ?? { name, description: '' }
      },
    },
    contextProviderConfig: {
      getContext: async (name, _, context) => (name === 'steps' ? stepsContext(context) : undefined),
    },
  })
  const diagnostics = found.map(
    ({ range, message }) =>
      `${path}:${range.start.line + 1 - firstLine}: ${String(message).replace(/\s+/g, ' ')}`,
  )
  const more = [...cacheModeProblems(text), ...localUses(parse(workflow))]
  return [...diagnostics, ...more.map((problem) => `${path}: ${problem}`)]
}

/** What is wrong with an action.yml. */
export async function lintAction(text: string, path: string): Promise<string[]> {
  const found = await validate(TextDocument.create(`file:///${path}`, 'yaml', 1, text))
  return found.map(({ range, message }) => `${path}:${range.start.line + 1}: ${message}`)
}

/** Which of the project's actions a workflow or a part of one uses. */
export function ownSteps(value: unknown): Record<string, unknown>[] {
  return stepsOf(value).filter(({ uses }) => manifestOf(String(uses)) !== undefined)
}

/** Documentation shows parts: triggers, jobs or steps alone. They are made a workflow around the part. */
function complete(text: string): { workflow: string; firstLine: number } {
  const value: unknown = parse(text)
  const indented = (by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by))
  const head = 'on: push\njobs:\n  part:\n    runs-on: ubuntu-latest\n'
  if (Array.isArray(value)) return { workflow: `${head}    steps:\n${indented(6)}`, firstLine: 5 }
  const has = (name: string) => typeof value === 'object' && value !== null && name in value
  if (has('on') && has('jobs')) return { workflow: text, firstLine: 0 }
  if (has('jobs')) return { workflow: `on: push\n${text}`, firstLine: 1 }
  if (has('on'))
    return {
      workflow: `${text}\n${stringify({ jobs: { part: { 'runs-on': 'x', steps: [{ run: 'true' }] } } })}`,
      firstLine: 0,
    }
  if (has('steps')) return { workflow: `${head}${indented(4)}`, firstLine: 4 }
  throw new Error(`neither a workflow nor triggers, jobs or steps of one:\n${text}`)
}

/** What a step's `id` gives to later steps: of this project's actions, only the outputs that action.yml names. */
function stepsContext({ job, step: current }: WorkflowContext): DescriptionDictionary {
  const steps = new DescriptionDictionary()
  for (const step of job !== undefined && 'steps' in job ? job.steps : []) {
    if (step === current) break
    if (step.id.startsWith('__')) continue
    const outputs = new DescriptionDictionary()
    const manifest = 'uses' in step ? manifestIfThere(step.uses.value) : undefined
    if (manifest === undefined) outputs.complete = false
    else for (const name of Object.keys(manifest.outputs ?? {})) outputs.add(name, new data.Null())
    steps.add(
      step.id,
      new DescriptionDictionary(
        { key: 'outputs', value: outputs },
        { key: 'conclusion', value: new data.Null() },
        { key: 'outcome', value: new data.Null() },
      ),
    )
  }
  return steps
}

/** The language service does not follow `uses: ./`, nor tell of an action that is not there. */
function localUses(workflow: unknown): string[] {
  return ownSteps(workflow).flatMap((step) => {
    const uses = String(step.uses)
    const manifest = manifestOf(uses)
    if (manifest === 'missing') return [`there is no action ${uses}`]
    if (!/^[.$]/.test(uses)) return []
    const unknown = Object.keys(step.with ?? {}).filter((name) => !(name in (manifest?.inputs ?? {})))
    return unknown.map((name) => `${uses} has no input ${name}`)
  })
}

function stepsOf(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(stepsOf)
  if (typeof value !== 'object' || value === null) return []
  const step = 'uses' in value ? [value as Record<string, unknown>] : []
  return [...step, ...Object.values(value).flatMap(stepsOf)]
}
