import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  parseSpec,
  renderPlan,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type {
  AwsPart,
  VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { operationOf } from './operation';
import { renderSteps } from './report';

/** What an action gives to a part: the running step, and the fields of the spec. */
interface StepContext {
  readonly logger: LoggerService;
  readonly signal?: AbortSignal;
  readonly user?: { readonly ref?: string };
  readonly isDryRun?: boolean;
}

/** What an action puts out of a part. */
export interface PartRun<TOutputs> {
  readonly report: string;
  readonly changed: boolean;
  readonly outputs: Partial<TOutputs>;
}

/** Brings one part of the AWS half to the spec, or says in a dry run what that would do. */
export async function runPart<TOutputs>(
  ctx: StepContext,
  options: {
    readonly vaultEks: VaultEks;
    readonly input: object;
    readonly part: AwsPart<TOutputs>;
    readonly vaultToken?: string;
  },
): Promise<PartRun<TOutputs>> {
  const { vaultEks, input, part, vaultToken } = options;
  const spec = parseSpec(input);
  const dryRun = ctx.isDryRun ?? false;
  const run = { ...operationOf(ctx), part, dryRun, vaultToken };
  const report = await vaultEks.ensure(spec, run);
  if (report.plan) {
    const lines = renderPlan(report.plan);
    lines.forEach(line => ctx.logger.info(line));
    return {
      report: lines.join('\n'),
      changed: false,
      outputs: report.outputs,
    };
  }
  return {
    report: renderSteps(report).join('\n'),
    changed: report.changed,
    outputs: report.outputs,
  };
}

/** Puts out every value that is known. */
export function putOut<TName extends string>(
  ctx: { output(name: TName, value: string): void },
  values: Readonly<Partial<Record<TName, string>>>,
): void {
  for (const name in values) {
    if (values[name] !== undefined) {
      ctx.output(name, values[name]);
    }
  }
}
