import type { KubernetesObject } from '@kubernetes/client-node';
import type {
  CallOptions,
  CollectionRef,
  KubernetesConnection,
  ObjectRef,
} from './KubernetesConnection';

/** What callers get when their signal aborts is the signal's reason, whatever the client made of it. */
export function throwReasons(
  connection: KubernetesConnection,
): KubernetesConnection {
  const told =
    <TArgument, TResult>(
      verb: (argument: TArgument, call: CallOptions) => Promise<TResult>,
    ) =>
    async (argument: TArgument, call: CallOptions): Promise<TResult> => {
      try {
        return await verb(argument, call);
      } catch (error) {
        call.signal.throwIfAborted();
        throw error;
      }
    };
  const { get, list, apply, create } = connection;
  return {
    ...connection,
    get: <T extends KubernetesObject>(ref: ObjectRef, call: CallOptions) =>
      told<ObjectRef, T | undefined>(get)(ref, call),
    list: <T extends KubernetesObject>(ref: CollectionRef, call: CallOptions) =>
      told<CollectionRef, T[]>(list)(ref, call),
    apply: <T extends KubernetesObject>(
      object: T,
      call: CallOptions & { readonly force?: boolean },
    ) =>
      told<T, T>((o, c) => apply(o, { ...c, force: call.force }))(object, call),
    create: <T extends KubernetesObject>(object: T, call: CallOptions) =>
      told<T, T>(create)(object, call),
    delete: told(connection.delete),
    approve: told(connection.approve),
    serviceAccountToken: told(connection.serviceAccountToken),
    can: told(connection.can),
    logs: told(connection.logs),
    exec: told(connection.exec),
    portForward: told(connection.portForward),
  };
}
