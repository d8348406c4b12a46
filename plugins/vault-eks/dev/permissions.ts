import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PermissionApi } from '@backstage/plugin-permission-react';
import { entity } from '../src/testing/fixtures';

/** A Vault that nobody may see. */
export const DENIED_ENTITY = {
  ...entity,
  metadata: { ...entity.metadata, name: 'secret' },
};

/** A policy in memory, as there is no backend to ask. */
export const permissions: PermissionApi = {
  authorize: async request => ({
    result:
      'resourceRef' in request && request.resourceRef?.endsWith('/secret')
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
  }),
};
