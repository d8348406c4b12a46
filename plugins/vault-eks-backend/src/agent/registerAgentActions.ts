import type { AgentParts } from './AgentParts';
import { registerAuditSummary } from './registerAuditSummary';
import { registerClusterList } from './registerClusterList';
import { registerFindings } from './registerFindings';
import { registerPlan } from './registerPlan';
import { registerStatus } from './registerStatus';

/** What an agent, or a template, may ask of the portal: reads only, under the permissions of who asks. */
export function registerAgentActions(parts: AgentParts): void {
  registerClusterList(parts);
  registerStatus(parts);
  registerFindings(parts);
  registerAuditSummary(parts);
  registerPlan(parts);
}
