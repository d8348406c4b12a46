import type { RecordedCall } from '../aws/Faults';
import { html, type Html } from './html';
import type { ClusterOverview, Overview, PodOverview } from './Overview';

/** Longer than Vault's lock holds, so that one can watch another pod take over. */
const KILLED_FOR_MS = 20_000;

/** What the page needs to know. */
export interface PageContent {
  readonly overview: Overview;
  /** Newest first. */
  readonly calls: readonly RecordedCall[];
}

function list(title: string, items: readonly string[]): Html {
  return html`<div>
    <h3>${title}</h3>
    ${items.length === 0
      ? html`<p class="none">None yet</p>`
      : html`<ul>
          ${items.map(item => html`<li>${item}</li>`)}
        </ul>`}
  </div>`;
}

function podRow(clusterName: string, pod: PodOverview): Html {
  const action = `/control/clusters/${clusterName}/pods/${pod.namespace}/${pod.name}/kill`;
  return html`<tr>
    <th scope="row">${pod.namespace}/${pod.name}</th>
    <td>${pod.phase}</td>
    <td>${pod.ready}</td>
    <td>${pod.restarts}</td>
    <td>
      ${pod.vault
        ? html`<span class="role ${pod.vault}">${pod.vault}</span>`
        : ''}
    </td>
    <td>${pod.node}</td>
    <td>
      <form method="post" action="${action}">
        <input type="hidden" name="holdMs" value="${KILLED_FOR_MS}" />
        <button name="signal" value="SIGKILL" aria-label="Kill ${pod.name}">
          Kill
        </button>
      </form>
    </td>
  </tr>`;
}

function cluster(shown: ClusterOverview): Html {
  return html`<section aria-labelledby="cluster-${shown.name}">
    <h2 id="cluster-${shown.name}">EKS cluster ${shown.name}</h2>
    <p>
      Kubernetes ${shown.version}, ${shown.nodes} nodes,
      <code>${shown.endpoint}</code>
    </p>
    ${shown.pods.length === 0
      ? html`<p class="none">No pods yet</p>`
      : html`<div
          class="wide"
          tabindex="0"
          role="group"
          aria-label="Pods of ${shown.name}"
        >
          <table>
            <thead>
              <tr>
                <th scope="col">Pod</th>
                <th scope="col">Phase</th>
                <th scope="col">Ready</th>
                <th scope="col">Restarts</th>
                <th scope="col">Vault</th>
                <th scope="col">Node</th>
                <th scope="col">Break it</th>
              </tr>
            </thead>
            <tbody>
              ${shown.pods.map(pod => podRow(shown.name, pod))}
            </tbody>
          </table>
        </div>`}
  </section>`;
}

function callTable(calls: readonly RecordedCall[]): Html {
  if (calls.length === 0) {
    return html`<p class="none">None yet</p>`;
  }
  return html`<div
    class="wide"
    tabindex="0"
    role="group"
    aria-label="AWS calls"
  >
    <table>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Call</th>
          <th scope="col">Status</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        ${calls.map(
          call => html`<tr>
            <td><time>${call.at.toISOString().slice(11, 23)}</time></td>
            <td>${call.service}:${call.operation}</td>
            <td>${call.status} ${call.errorCode ?? ''}</td>
            <td>${call.principalArn}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The part of the page that changes. */
export function content({ overview, calls }: PageContent): Html {
  const { aws } = overview;
  return html`
    <section aria-labelledby="aws">
      <h2 id="aws">AWS account ${overview.account}, ${overview.region}</h2>
      <p>
        Endpoint <code>${overview.awsEndpoint}</code>, Helm repository
        <code>${overview.helmRepository}</code>
      </p>
      <div class="columns">
        ${list(
          'DynamoDB tables',
          aws.tables.map(table => `${table.name} (${table.status})`),
        )}
        ${list(
          'KMS keys',
          aws.keys.map(key =>
            [...key.aliases, key.id, `(${key.state})`].join(' '),
          ),
        )}
        ${list(
          'VPC endpoints',
          aws.endpoints.map(
            endpoint =>
              `${endpoint.service}, ${endpoint.type} (${endpoint.state})`,
          ),
        )}
        ${list('IAM roles', aws.roles)}
        ${list('Secrets, by name only', aws.secrets)}
      </div>
    </section>
    ${overview.clusters.map(cluster)}
    <section aria-labelledby="calls">
      <h2 id="calls">Recent AWS calls</h2>
      ${callTable(calls)}
    </section>
  `;
}
