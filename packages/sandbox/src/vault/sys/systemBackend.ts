import type { Backend, BackendPath } from '../logical/Backend';
import { auditPaths } from './audit';
import { capabilityPaths } from './capabilities';
import type { SystemContext } from './context';
import { mountPaths } from './mounts';
import { policyPaths } from './policies';

/** `sys/`: Vault's view of itself. What works while sealed is answered before it gets here. */
export function systemBackend(context: SystemContext): Backend {
  return {
    type: 'system',
    paths: [
      ...auditPaths(context),
      ...mountPaths(context, 'auth'),
      ...mountPaths(context, 'secret'),
      ...policyPaths(context),
      ...capabilityPaths(context),
      ...statusPaths(context),
    ],
  };
}

function statusPaths(context: SystemContext): BackendPath[] {
  return [
    {
      pattern: /^ha-status$/,
      operations: {
        read: async () => ({ data: { nodes: context.haNodes() } }),
      },
    },
    {
      pattern: /^internal\/ui\/mounts$/,
      unauthenticated: true,
      // Without a token it shows what is listed for the login page: nothing.
      operations: { read: async () => ({ data: { auth: {}, secret: {} } }) },
    },
    {
      pattern: /^internal\/ui\/mounts\/(?<path>.+)$/,
      // `vault kv` asks it first, with whatever token it has.
      permits: (acl, { params }) => {
        const entry = context.mounts.find(params.path)?.entry;
        return entry !== undefined && acl.reaches(entry.path);
      },
      operations: {
        read: async ({ params }) => {
          const entry = context.mounts.find(params.path)?.entry;
          return (
            entry && {
              data: {
                accessor: entry.accessor,
                config: entry.config,
                description: entry.description,
                options: entry.options,
                path: entry.path,
                type: entry.type,
                uuid: entry.uuid,
              },
            }
          );
        },
      },
    },
  ];
}
