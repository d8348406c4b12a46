import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';

/** Does the work as an event of Backstage's auditor, which says too how it ended. */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions,
  work: () => Promise<T>,
): Promise<T> {
  const begun = await auditor.createEvent(event);
  try {
    const result = await work();
    await begun.success();
    return result;
  } catch (error) {
    assertError(error);
    await begun.fail({ error });
    throw error;
  }
}
