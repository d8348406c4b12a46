import type { BackendPath } from '../logical/Backend';
import { invalidRequest } from '../logical/errors';
import type { BackendRequest } from '../logical/Request';
import { flag, isJsonObject, text } from '../util/json';
import type { SystemContext } from './context';

/** `sys/audit` and `sys/audit-hash`. */
export function auditPaths({ audit }: SystemContext): BackendPath[] {
  const path = ({ params }: BackendRequest) =>
    `${params.path.replace(/\/+$/, '')}/`;
  return [
    {
      pattern: /^audit\/?$/,
      sudo: true,
      operations: {
        read: async () => ({
          data: Object.fromEntries(
            audit.list().map(({ uuid: _, ...device }) => [
              device.path,
              {
                description: device.description,
                local: device.local,
                options: device.options,
                path: device.path,
                type: device.type,
              },
            ]),
          ),
        }),
      },
    },
    {
      pattern: /^audit\/(?<path>.+)$/,
      sudo: true,
      operations: {
        update: async request => {
          const { data } = request;
          const options = isJsonObject(data.options) ? data.options : {};
          await audit.enable({
            path: path(request),
            type: text(data, 'type') ?? '',
            description: text(data, 'description') ?? '',
            local: flag(data, 'local') ?? false,
            options: Object.fromEntries(
              Object.entries(options).map(([name, value]) => [
                name,
                String(value),
              ]),
            ),
          });
          return undefined;
        },
        delete: async request => {
          await audit.disable(path(request));
          return undefined;
        },
      },
    },
    {
      pattern: /^audit-hash\/(?<path>.+)$/,
      operations: {
        update: async request => {
          const input = text(request.data, 'input');
          if (!input) throw invalidRequest('the "input" parameter is empty');
          return { data: { hash: audit.hash(path(request), input) } };
        },
      },
    },
  ];
}
