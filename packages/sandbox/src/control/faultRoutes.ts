import type { Express } from 'express';
import { z } from 'zod/v3';
import { faultRequestSchema, type InjectedFaults } from './faults';
import { faultyServices, knowsKind, OWN_OPERATIONS } from './faultWording';

/** Whether an AWS service has this operation here. */
export type Serves = (service: string, operation: string) => boolean;

/** `/control/faults`: what is to go wrong with which calls. */
export function addFaults(
  app: Express,
  {
    faults,
    serves,
  }: { readonly faults: InjectedFaults; readonly serves: Serves },
): void {
  const schema = faultRequestSchema.superRefine(
    ({ service, operation, kind }, context) => {
      const services = service === undefined ? faultyServices : [service];
      const exists =
        operation === undefined ||
        services.some(
          name =>
            OWN_OPERATIONS[name]?.pattern.test(operation) ??
            serves(name, operation),
        );
      if (!services.some(name => knowsKind(name, kind))) {
        context.addIssue({
          code: z.ZodIssueCode.custom,
          path: ['kind'],
          message: `${service} knows no ${kind}`,
        });
      }
      if (!exists) {
        context.addIssue({
          code: z.ZodIssueCode.custom,
          path: ['operation'],
          message: `${
            service ?? 'no service'
          } has no ${operation} here; name it as AWS does, such as CreateTable, or ${Object.entries(
            OWN_OPERATIONS,
          )
            .map(([name, { example }]) => `for ${name} such as ${example}`)
            .join(', ')}`,
        });
      }
    },
  );
  app
    .route('/control/faults')
    .get((_, res) => {
      res.json({ faults: faults.list() });
    })
    .post((req, res) => {
      res.status(201).json(faults.add(schema.parse(req.body)));
    })
    .delete((_, res) => {
      faults.clear();
      res.status(204).end();
    });
}
