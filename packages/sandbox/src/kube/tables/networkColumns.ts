import { at, objectsOf, stringMapOf, stringsOf } from '../api/json';
import { serviceAddress, servicePorts } from './cells';
import {
  NAME,
  AGE,
  column,
  computed,
  wide,
  joined,
  type Columns,
} from './column';

/** How it is reached. */
export const NETWORK: Columns = {
  services: [
    NAME,
    column('Type', 'spec', 'type'),
    column('Cluster-IP', 'spec', 'clusterIP'),
    computed('External-IP', serviceAddress),
    computed('Port(s)', servicePorts),
    AGE,
    wide(
      computed('Selector', object =>
        joined(
          Object.entries(stringMapOf(at(object, 'spec', 'selector'))).map(
            ([key, value]) => `${key}=${value}`,
          ),
        ),
      ),
    ),
  ],
  endpoints: [
    NAME,
    computed('Endpoints', object =>
      joined(
        objectsOf(object.subsets).flatMap(subset =>
          objectsOf(subset.addresses).flatMap(address =>
            objectsOf(subset.ports).map(port => `${address.ip}:${port.port}`),
          ),
        ),
      ),
    ),
    AGE,
  ],
  endpointslices: [
    NAME,
    column('AddressType', 'addressType'),
    computed('Ports', object =>
      joined(objectsOf(object.ports).map(port => port.port)),
    ),
    computed('Endpoints', object =>
      joined(
        objectsOf(object.endpoints).flatMap(endpoint =>
          stringsOf(endpoint.addresses),
        ),
      ),
    ),
    AGE,
  ],
};
