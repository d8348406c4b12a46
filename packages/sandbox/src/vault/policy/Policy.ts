import { blocks, parseHcl } from '../config/hcl';
import { invalidRequest } from '../logical/errors';
import { texts } from '../util/json';
import { readParameters, type ParameterRules } from './parameters';

/** What a policy may allow on a path. */
export type Capability =
  | 'create'
  | 'read'
  | 'update'
  | 'delete'
  | 'list'
  | 'patch'
  | 'sudo'
  | 'deny'
  | 'subscribe'
  | 'recover';

const CAPABILITIES: readonly string[] = [
  'create',
  'read',
  'update',
  'delete',
  'list',
  'patch',
  'sudo',
  'deny',
  'subscribe',
  'recover',
] satisfies readonly Capability[];

/** One `path "…" { … }` of a policy. */
export interface PolicyRule {
  readonly policy: string;
  readonly path: string;
  readonly capabilities: readonly Capability[];
  readonly parameters: ParameterRules;
}

/** Reads a policy's HCL or JSON; refuses it with the text that Vault gives. */
export async function parsePolicy(
  name: string,
  source: string,
): Promise<PolicyRule[]> {
  const document = await parseHcl('policy.hcl', source).catch(
    (error: Error) => {
      throw invalidRequest(`failed to parse policy: ${error.message}`);
    },
  );
  return blocks(document, 'path').map(({ label, fields }) => ({
    policy: name,
    // A leading slash is forgiven.
    path: label.replace(/^\//, ''),
    capabilities: (texts(fields, 'capabilities') ?? []).map(capability => {
      if (!isCapability(capability)) {
        throw invalidRequest(
          `failed to parse policy: path "${label}": invalid capability "${capability}"`,
        );
      }
      return capability;
    }),
    parameters: readParameters(fields),
  }));
}

function isCapability(name: string): name is Capability {
  return CAPABILITIES.includes(name);
}
