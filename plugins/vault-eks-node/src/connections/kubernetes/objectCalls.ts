import { NotFoundError } from '@backstage/errors';
import type {
  Configuration,
  KubernetesObject,
  V1APIResourceList,
} from '@kubernetes/client-node';
import { withRetries } from '../retry';
import { ListExpired } from './kubernetesError';
import type {
  CallOptions,
  CollectionRef,
  KubernetesConnection,
  ObjectRef,
} from './KubernetesConnection';

type ClientModule = typeof import('@kubernetes/client-node');

/** The name under which our fields are managed. */
export const FIELD_MANAGER = 'vault-eks';

const PAGE_SIZE = 250;

/** The API server forgets the snapshot of a list after some five minutes, or sooner when much changes. */
const LIST_ATTEMPTS = 3;

function named(ref: ObjectRef) {
  const { apiVersion, kind, name, namespace } = ref;
  return { apiVersion, kind, metadata: { name, namespace } };
}

/** The verbs that work on objects of every kind. */
export function objectCalls(
  client: ClientModule,
  configuration: (call: CallOptions) => Configuration,
): Pick<KubernetesConnection, 'get' | 'list' | 'apply' | 'create' | 'delete'> {
  const discovered: Record<string, V1APIResourceList> = {};

  class Objects extends client.KubernetesObjectApi {
    constructor(own: Configuration) {
      super(own);
      // Discovery is asked once per connection, though each call has a configuration with a signal of its own.
      this.apiVersionResourceCache = discovered;
    }
  }

  const objects = (call: CallOptions) => new Objects(configuration(call));

  const allPages = async <T extends KubernetesObject>(
    ref: CollectionRef,
    call: CallOptions,
  ): Promise<T[]> => {
    const found: T[] = [];
    let next: string | undefined;
    do {
      const page = await objects(call).list<T>(
        ref.apiVersion,
        ref.kind,
        ref.namespace,
        undefined,
        undefined,
        undefined,
        ref.fieldSelector,
        ref.labelSelector,
        PAGE_SIZE,
        next,
      );
      found.push(...page.items);
      next = page.metadata?._continue || undefined;
    } while (next);
    return found;
  };

  return {
    async get<T extends KubernetesObject>(ref: ObjectRef, call: CallOptions) {
      try {
        return await objects(call).read<T>(named(ref));
      } catch (error) {
        if (error instanceof NotFoundError) {
          return undefined;
        }
        throw error;
      }
    },
    async list<T extends KubernetesObject>(
      ref: CollectionRef,
      call: CallOptions,
    ) {
      return await withRetries(() => allPages<T>(ref, call), {
        signal: call.signal,
        attempts: LIST_ATTEMPTS,
        retryable: error => error instanceof ListExpired,
      });
    },
    async apply<T extends KubernetesObject>(
      object: T,
      { force, ...call }: CallOptions & { readonly force?: boolean },
    ) {
      return await objects(call).patch<T>(
        object,
        undefined,
        undefined,
        FIELD_MANAGER,
        force,
        client.PatchStrategy.ServerSideApply,
      );
    },
    async create<T extends KubernetesObject>(object: T, call: CallOptions) {
      return await objects(call).create<T>(
        object,
        undefined,
        undefined,
        FIELD_MANAGER,
      );
    },
    async delete(ref, call) {
      try {
        await objects(call).delete(named(ref));
      } catch (error) {
        if (!(error instanceof NotFoundError)) {
          throw error;
        }
      }
    },
  };
}
