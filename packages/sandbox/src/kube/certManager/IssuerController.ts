import { childOf } from '../api/json';
import { conditionOf, setCondition } from '../api/objects';
import { keyOf, isAbout, splitKey } from '../controllers/keys';
import type { Controller, ControllerContext } from '../controllers/Controller';
import type { TableEvent } from '../store/ObjectTable';
import { keyPairOf } from './issuers';
import { CERT_MANAGER } from './resourceTypes';

const PLURALS = ['issuers', 'clusterissuers'] as const;

/** Says of each issuer whether it is ready, in cert-manager's words. */
export class IssuerController implements Controller {
  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    const plural = PLURALS.find(p => isAbout(event, CERT_MANAGER, p));
    if (plural) return [`${plural}|${keyOf(event.object)}`];
    return isAbout(event, '', 'secrets') ? this.initialKeys() : [];
  }

  initialKeys(): readonly string[] {
    return PLURALS.flatMap(plural =>
      this.context.store
        .list(CERT_MANAGER, plural)
        .map(issuer => `${plural}|${keyOf(issuer)}`),
    );
  }

  reconcile(key: string): void {
    const { store } = this.context;
    const plural = PLURALS.find(p => key.startsWith(`${p}|`));
    if (!plural) return;
    const { namespace, name } = splitKey(key.slice(plural.length + 1));
    const issuer = store.get(
      CERT_MANAGER,
      plural,
      namespace || undefined,
      name,
    );
    if (!issuer) return;
    const pair = keyPairOf(store, issuer);
    const condition =
      typeof pair === 'string'
        ? {
            status: 'False',
            reason: 'ErrGetKeyPair',
            message: `Error getting keypair for CA issuer: ${pair}`,
          }
        : {
            status: 'True',
            reason: 'KeyPairVerified',
            message: 'Signing CA verified',
          };
    const present = conditionOf(issuer, 'Ready');
    if (
      present?.status === condition.status &&
      present.message === condition.message
    ) {
      return;
    }
    store.modify(CERT_MANAGER, plural, namespace || undefined, name, object =>
      setCondition(childOf(object, 'status'), {
        type: 'Ready',
        ...condition,
        observedGeneration: object.metadata.generation,
      }),
    );
  }
}
