import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { shownError } from '../http/concealErrors';
import type { AgentParts } from './AgentParts';
import { registerAuditSummary } from './registerAuditSummary';
import { registerClusterList } from './registerClusterList';
import { registerFindings } from './registerFindings';
import { registerPlan } from './registerPlan';
import { registerStatus } from './registerStatus';

/** Registers actions whose errors say no more than those of the routes. */
function concealing(
  registry: ActionsRegistryService,
  logger: LoggerService,
): ActionsRegistryService {
  return {
    register(options) {
      registry.register({
        ...options,
        async action(context) {
          try {
            return await options.action(context);
          } catch (error) {
            throw shownError(error, { logger, what: options.name });
          }
        },
      });
    },
  };
}

/** What an agent, or a template, may ask of the portal: reads only, under the permissions of who asks. */
export function registerAgentActions(given: AgentParts): void {
  const actionsRegistry = concealing(given.actionsRegistry, given.logger);
  const parts = { ...given, actionsRegistry };
  registerClusterList(parts);
  registerStatus(parts);
  registerFindings(parts);
  registerAuditSummary(parts);
  registerPlan(parts);
}
