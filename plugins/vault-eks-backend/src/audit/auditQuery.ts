import type { AuditFilter } from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';
import { entityRefParameter } from '../http/query';

const words = z.string().max(200).optional();

/** The query of the audit route. */
export const auditQuery = z
  .object({
    entityRef: entityRefParameter,
    history: z.coerce.number().int().min(0).max(1000).default(100),
    // It is written back into the stream, whose fields end with a line.
    after: z
      .string()
      .max(500)
      .regex(/^\P{Cc}*$/u, 'use the id of a line')
      .optional(),
    operation: words,
    pathPrefix: words,
    mount: words,
    actor: words,
    text: words,
    errorsOnly: z.enum(['true', 'false']).default('false'),
  })
  .transform(({ entityRef, history, after, errorsOnly, ...parts }) => {
    const filter: AuditFilter = {
      ...parts,
      ...(errorsOnly === 'true' && { errorsOnly: true }),
    };
    return { entityRef, history, after, filter };
  });
