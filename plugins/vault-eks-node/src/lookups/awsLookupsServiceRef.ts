import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type { AwsLookups } from './AwsLookups';
import { DefaultAwsLookups } from './DefaultAwsLookups';

/**
 * The look-ups of forms as a service. Connections end when the plugin shuts down.
 *
 * @public
 */
export const awsLookupsServiceRef = createServiceRef<AwsLookups>({
  id: 'vault-eks.aws-lookups',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        lifecycle: coreServices.lifecycle,
      },
      factory({ config, logger, lifecycle }) {
        const lookups = DefaultAwsLookups.create({ config, logger });
        lifecycle.addShutdownHook(() => lookups.close());
        return lookups;
      },
    }),
});
