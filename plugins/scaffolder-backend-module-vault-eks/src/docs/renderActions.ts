import { InputError } from '@backstage/errors';
import { parse, stringify } from 'yaml';
import { documentedActions } from './documentedActions';
import { Field, fieldsOf, inputRow, outputRow } from './fields';
import { cell, table } from './table';

type Action = (typeof documentedActions)[number];

const INPUTS = ['input', 'type', 'default', 'what it is'];
const OUTPUTS = ['output', 'type', 'what it is'];

/** The action that takes the spec and nothing else. */
const specAction = documentedActions.find(
  ({ id }) => id === 'vault-eks:aws:provision',
);
const specFields = fieldsOf(specAction?.schema?.input ?? {});

/** Whether the field is one of the spec, and not another one of the same name. */
const isOfSpec = ({ path, schema }: Field) =>
  specFields.some(
    known =>
      known.path === path && known.schema.description === schema.description,
  );

/** `storage.table` and its like as `storage.*`, when all of them are there. */
function inShort(fields: readonly Field[]): string {
  const names = fields.map(({ path }) =>
    path.includes('.') ? `${path.split('.')[0]}.*` : path,
  );
  return [...new Set(names)].map(name => `\`${name}\``).join(', ');
}

function renderInputs({ schema }: Action): string[] {
  const fields = fieldsOf(schema?.input ?? {});
  const ofSpec = fields.filter(isOfSpec);
  const own = fields.filter(field => !isOfSpec(field));
  const whole = ofSpec.length === specFields.length;
  return [
    whole
      ? `Takes the whole [spec](#the-spec)${own.length ? ', and:' : '.'}`
      : `Takes of the [spec](#the-spec) ${inShort(ofSpec)}${
          own.length ? ', and:' : '.'
        }`,
    ...(own.length ? [table(INPUTS, own.map(inputRow))] : []),
  ];
}

/** YAML as the formatter of this repository leaves it. */
const inHouseStyle = (example: string) =>
  stringify(parse(example), { singleQuote: true, lineWidth: 0 }).trim();

function renderAction(action: Action): string {
  const { id, description = '', examples = [], schema } = action;
  return [
    `### ${id}`,
    `${description}.`,
    ...renderInputs(action),
    table(OUTPUTS, fieldsOf(schema?.output ?? {}).map(outputRow)),
    ...examples.flatMap(({ description: title, example }) => [
      `${title}:`,
      `\`\`\`yaml\n${inHouseStyle(example)}\n\`\`\``,
    ]),
  ].join('\n\n');
}

const anchor = (id: string) => id.replace(/:/g, '');

/** Everything that follows from the schemas, as Markdown. */
export function renderActions(): string {
  const overview = documentedActions.map(
    ({ id, description = '', supportsDryRun }) => [
      `[\`${id}\`](#${anchor(id)})`,
      cell(description.split(/[.:;]/)[0]),
      supportsDryRun ? 'yes' : 'skipped',
    ],
  );
  return [
    table(['action', 'does', 'dry run'], overview),
    '### The spec',
    'One schema for the form, the plan and the actions. A list or an object that is left out is filled with the defaults, and so is every field of an object that is given in part: `custody: { recoveryShares: 7 }` keeps the threshold of 3.',
    table(INPUTS, specFields.map(inputRow)),
    ...documentedActions.map(renderAction),
  ].join('\n\n');
}

/** What encloses the generated part of the page. */
const BEGIN = '<!-- Written by `npm run docs:actions`; edit the schemas. -->';
const END = '<!-- End of what is written by `npm run docs:actions`. -->';

/**
 * The page with its generated part brought up to date; what people wrote around it stays.
 *
 * @throws InputError when the page lacks the marks
 */
export function withActions(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new InputError(
      `docs/actions.md lacks the marks of its generated part: put "${BEGIN}" and "${END}" where it belongs`,
    );
  }
  return `${page.slice(0, begin)}${BEGIN}\n\n${renderActions()}\n\n${page.slice(
    end,
  )}`;
}
