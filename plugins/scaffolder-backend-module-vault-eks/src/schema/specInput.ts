import type { JsonValue } from '@backstage/types';
import { vaultClusterSpecSchema } from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';

const schema = vaultClusterSpecSchema.innerType();

const { custody } = schema.shape;

/**
 * The spec as an action takes it: the very schema of the form and the plan, so that names, descriptions and
 * defaults are the same everywhere. What is open there is narrowed to what a task can carry, JSON.
 *
 * The scaffolder checks inputs against the JSON schema and fills in no default, and the checks across fields
 * do not survive the conversion: an action parses its input with `parseSpec` before anything else.
 */
export const specInput = schema.extend({
  custody: custody
    .removeDefault()
    .extend({
      resourcePolicy: z
        .record(z.custom<JsonValue>())
        .optional()
        .describe(
          'Resource policy of the secret, as an IAM policy document. Default: none',
        ),
    })
    .default({})
    .describe('Who receives the recovery keys'),
  values: z
    .record(z.custom<JsonValue>())
    .default({})
    .describe(
      'Further values for the chart; keys that the product manages are refused',
    ),
});
