import { z } from 'zod/v3';
import { AuditChoices, refuseInAudit } from './audit';
import { CustodyChoices, refuseInCustody } from './custody';
import { EndpointChoices, refuseInEndpoints } from './endpoints';
import { InjectorChoices, refuseInInjector } from './injector';
import { KeyChoices, refuseInKeys } from './keys';
import { NetworkPolicyChoices, refuseInNetworkPolicy } from './networkPolicy';
import { PartitionChoices, refuseInPartitions } from './partitions';
import { refuseInRelease, ReleaseChoices } from './release';
import { refuseInStorage, StorageChoices } from './storage';
import { refuseInTls, TlsChoices } from './tls';
import { refuseInUi, UiChoices } from './ui';

/** The parts of the spec that are judged together. */
type Choices = KeyChoices &
  AuditChoices &
  PartitionChoices &
  ReleaseChoices & {
    readonly storage: StorageChoices;
    readonly endpoints: EndpointChoices;
    readonly custody: CustodyChoices;
    readonly tls: TlsChoices;
    readonly ui: UiChoices;
    readonly injector: InjectorChoices;
    readonly networkPolicy: NetworkPolicyChoices;
  };

/** Refuses combinations of values that are each well-formed but cannot work together. */
export function refuseContradictions(spec: Choices, ctx: z.RefinementCtx) {
  const refuse = (path: readonly string[], message: string) =>
    ctx.addIssue({ code: z.ZodIssueCode.custom, path: [...path], message });
  refuseInStorage(spec.storage, refuse);
  refuseInAudit(spec, refuse);
  refuseInKeys(spec, refuse);
  refuseInPartitions(spec, refuse);
  refuseInEndpoints(spec.endpoints, refuse);
  refuseInCustody(spec.custody, spec.region, refuse);
  refuseInTls(spec.tls, refuse);
  refuseInUi(spec.ui, refuse);
  refuseInNetworkPolicy(spec.networkPolicy, refuse);
  refuseInInjector(spec, refuse);
  refuseInRelease(spec, refuse);
}
