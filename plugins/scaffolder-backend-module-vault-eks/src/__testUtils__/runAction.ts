import { InputError } from '@backstage/errors';
import type {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { validate } from 'jsonschema';

/** What a run left behind. */
export interface ActionRun {
  readonly outputs: Record<string, JsonValue>;
  readonly logged: readonly string[];
}

/** Checks an input as the scaffolder does before it calls the handler. */
function accepts<TInput extends JsonObject, TOutput extends JsonObject>(
  action: TemplateAction<TInput, TOutput>,
  input: JsonObject,
): input is TInput {
  const { valid, errors } = validate(input, action.schema?.input ?? {});
  if (!valid) {
    throw new InputError(`Invalid input: ${errors.join(', ')}`);
  }
  return true;
}

/** Runs an action as the scaffolder does. */
export async function runAction<
  TInput extends JsonObject,
  TOutput extends JsonObject,
>(
  action: TemplateAction<TInput, TOutput>,
  options: {
    readonly input: JsonObject;
    readonly overrides?: Partial<ActionContext<TInput, TOutput>>;
  },
): Promise<ActionRun> {
  const outputs: Record<string, JsonValue> = {};
  const logged: string[] = [];
  const { input } = options;
  if (accepts(action, input)) {
    const ctx: ActionContext<TInput, TOutput> = {
      ...createMockActionContext<TInput, TOutput>({ input }),
      output: (name, value) => {
        outputs[String(name)] = value ?? null;
      },
      ...options.overrides,
    };
    jest.spyOn(ctx.logger, 'info').mockImplementation(line => {
      logged.push(line);
    });
    await action.handler(ctx);
  }
  return { outputs, logged };
}
